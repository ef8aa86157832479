"""Analyses as tables: for each its columns by the names of domain/30, its customers as rows, and the figures of the firm.

Values are plain: amounts in yuan, shares in percent, None where a figure is undefined. The command line prints them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.figures import Figure, half_up
from app.errors import ValidationError
from app.i18n import N_
from app.models.base import table_of
from app.models.order import Order
from app.models.types import DateType
from app.services.business.clients import Analysed
from app.services.business.period import Period, ending
from app.services.business.sums import counted

MONEY, PERCENT, NUMBER, TEXT, WORD = "money", "percent", "number", "text", "word"
_LOOKS_BACK = 60
"""Months before the period that analyses may ask of."""
_PLACES = 4


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``key`` as ``--json`` calls it, its msgid, and how its values are read; a WORD is a code with a label."""

    key: str
    label: str
    kind: str = NUMBER


@dataclass(frozen=True, slots=True)
class Shape:
    """How an analysis becomes a table: it is asked with (session, period, mode) and gives lines for ``columns`` and the firm's
    figures by name; ``modes`` are the ways it may be asked, the first one by itself."""

    columns: tuple[Column, ...]
    ask: Callable[[Session, Period, str], Analysed[Any, Any]]
    row: Callable[[Any], Sequence[Any]]
    company: Callable[[Any], Mapping[str, Any]]
    modes: tuple[str, ...] = ()
    free: str = ""
    """How a mode may be written that is none of ``modes``: ``before:80/95``."""

    months: int = 12
    """How many are looked at where nobody says."""

    of_today: bool = False
    """Asked of the present day where nobody says, not of the last order's."""

    others: Mapping[str, "Shape"] = field(default_factory=dict)
    """Modes that have a table of their own."""


@dataclass(frozen=True, slots=True)
class Result:
    """A table: rows as values by column key, after ``code`` and ``name``."""

    columns: tuple[Column, ...]
    rows: tuple[dict[str, Any], ...]
    company: dict[str, Any]
    parameters: dict[str, Any]
    left_out: dict[str, Any]


def made(session: Session, shape: Shape, as_of: date | None, months: int | None, mode: str, present: date) -> Result:
    """The table of an analysis up to a day (the present one; the last order's where there is none in the months before it).

    ValidationError for a mode it does not have."""
    period = _period(session, as_of or (present if shape.of_today else None), months or shape.months, present)
    asked = _mode(shape, mode)
    shape = shape.others.get(asked, shape)
    found = shape.ask(session, period, asked)
    rows = tuple(
        {"code": line.client.code, "name": line.client.name, **_by_key(shape.columns, shape.row(line.row))}
        for line in found.lines
    )
    left_out = {currency: yuan(amount) for currency, amount in found.left_out.items()}
    return Result(shape.columns, rows, dict(shape.company(found)), dict(found.parameters), left_out)


def _mode(shape: Shape, mode: str) -> str:
    if not mode:
        return shape.modes[0] if shape.modes else ""
    if mode in shape.modes or (shape.free and ":" in mode):
        return mode
    known = ", ".join(dict.fromkeys((*shape.modes, *filter(None, [shape.free]))))
    if not known:
        raise ValidationError(N_("This analysis has no modes."))
    raise ValidationError(N_("There is no mode “{value}”. There are: {names}."), value=mode, names=known)


def _period(session: Session, as_of: date | None, months: int, present: date) -> Period:
    if as_of is not None:
        return _ending(as_of, months)
    order = table_of(Order)
    last = sa.type_coerce(sa.func.max(order.c.ordered_on), DateType())
    newest: date | None = session.scalar(sa.select(last).where(*counted(until=present)))
    period = _ending(present, months)
    return _ending(newest, months) if newest is not None and newest < period.first else period


def _ending(last: date, months: int) -> Period:
    try:
        ending(last, months * 4 + _LOOKS_BACK)  # analyses look at the time before, too
        return ending(last, months)
    except (ValueError, OverflowError):
        raise ValidationError(N_("So many months before {day} there was no calendar."), day=last.isoformat()) from None


def _by_key(columns: Sequence[Column], values: Sequence[Any]) -> dict[str, Any]:
    return {column.key: plain(value, column.kind) for column, value in zip(columns, values, strict=True)}


def plain(value: Any, kind: str) -> Any:
    """A value as it is printed: fen as yuan, fractions as percent, a figure by its value, days as ISO text."""
    if isinstance(value, Figure):
        value = value.value
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if kind == MONEY:
        return yuan(value)
    number = half_up(Decimal(value) * 100 if kind == PERCENT else Decimal(value), _PLACES)
    return int(number) if kind == NUMBER and number == int(number) else number


def yuan(fen: int | Decimal) -> Decimal:
    """An amount in yuan, to the fen."""
    return half_up(Decimal(fen), 0) / 100
