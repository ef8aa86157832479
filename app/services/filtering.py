"""Conditions on one field, as lists, saved views and counts use them. NULL counts as "none of these" and as no number."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import sqlalchemy as sa

from app.models.portable import position_in
from app.models.types import DecimalText, UuidType

Operator = Literal[
    "in", "not_in", "empty", "filled", "before", "from", "to", "between", "contains", "lacks", "is", "any", "none",
    "handed", "unpaid",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on one field.

    ``before`` (exclusive), ``from`` and ``to`` (inclusive) compare numbers, dates and moments with ``values[0]``; ``between``
    takes two bounds, both inclusive, of which one may be None. ``contains``, ``lacks`` and ``is`` compare text and take
    Latin letters of either case for the same. ``any`` and ``none`` ask a field that holds several values, separated by
    commas of either kind (tags, choices). ``handed`` asks a complaint's id whether it waits to be accepted by one of the values;
    by anybody where there are none. ``unpaid`` asks an invoice's id whether anything of it is open. The others take all
    ``values``.
    """

    field: str
    operator: Operator
    values: tuple[Any, ...] = ()


def condition(column: Any, wanted: Filter) -> sa.ColumnElement[bool]:
    """The filter as SQL over its field's column."""
    values = wanted.values
    ways: dict[Operator, Any] = {
        "in": lambda: column.in_(values),
        "not_in": lambda: column.is_(None) | column.not_in(values),
        "empty": lambda: column.is_(None),
        "filled": lambda: column.is_not(None),
        "before": lambda: _sized(column) < _size(column, values[0]),
        "from": lambda: _between(column, values[0], None),
        "to": lambda: _between(column, None, values[0]),
        "between": lambda: _between(column, values[0], values[1]),
        "contains": lambda: _holds(column, str(values[0])),
        "lacks": lambda: column.is_(None) | ~_holds(column, str(values[0])),
        "is": lambda: sa.func.lower(column) == sa.func.lower(sa.literal(str(values[0]))),
        "any": lambda: _has_any(column, values),
        "none": lambda: column.is_(None) | ~_has_any(column, values),
        "handed": lambda: column.in_(handed_over(values)), "unpaid": lambda: column.in_(unpaid()),
    }
    found: sa.ColumnElement[bool] = ways[wanted.operator]()
    return found


_TRANSFERS = sa.table("transfers", *(sa.column(key, UuidType()) for key in ("complaint_id", "to_id")),
                      sa.column("state"), sa.column("deleted_at"))  # fmt: skip
"""Only its name: the entity is not mapped before the first rows stand."""


def handed_over(receivers: Sequence[Any]) -> sa.Select[Any]:
    """The complaints that wait to be accepted by one of these; by anybody where there are none (domain/40 §4.4)."""
    waiting = sa.select(_TRANSFERS.c.complaint_id).where(_TRANSFERS.c.state == "open", _TRANSFERS.c.deleted_at.is_(None))
    return waiting.where(_TRANSFERS.c.to_id.in_(receivers)) if receivers else waiting


_INVOICES = sa.table("invoices", sa.column("id", UuidType()), *map(sa.column, ("kind", "total", "deleted_at")))
_SHARES = sa.table("allocations", sa.column("invoice_id", UuidType()), *map(sa.column, ("amount", "deleted_at")))


def unpaid() -> sa.Select[Any]:
    """The invoices of which less was paid, or credited, than they ask for."""
    paid = sa.select(sa.func.sum(_SHARES.c.amount)).where(_SHARES.c.invoice_id == _INVOICES.c.id, _SHARES.c.deleted_at.is_(None))
    rest = _INVOICES.c.total > sa.func.coalesce(paid.correlate(_INVOICES).scalar_subquery(), 0)
    return sa.select(_INVOICES.c.id).where(_INVOICES.c.kind != "credit", _INVOICES.c.deleted_at.is_(None), rest)


def _holds(column: Any, text: str) -> sa.ColumnElement[bool]:
    found: sa.ColumnElement[bool] = column.contains(text, autoescape=True)
    return found


def _between(column: Any, low: Any, high: Any) -> sa.ColumnElement[bool]:
    bounds = [] if low is None else [_sized(column) >= _size(column, low)]
    bounds += [] if high is None else [_sized(column) <= _size(column, high)]
    return sa.and_(column.is_not(None), *bounds)


def _sized(column: Any) -> Any:
    """A decimal number is kept as text and compared by its size."""
    return sa.cast(column, sa.Float) if isinstance(column.type, DecimalText) else column


def _size(column: Any, value: Any) -> Any:
    return float(value) if isinstance(column.type, DecimalText) and isinstance(value, Decimal | int | float) else value


_SPREAD = 4
"""Runs of up to 2⁴ blanks between two tags are taken for one."""


def _has_any(column: Any, values: tuple[Any, ...]) -> sa.ColumnElement[bool]:
    parts: Any = sa.type_coerce(column, sa.Text())
    for odd in ("，", "\u3000", "\t"):
        parts = sa.func.replace(parts, odd, "," if odd == "，" else " ")
    for _round in range(_SPREAD):
        parts = sa.func.replace(parts, "  ", " ")
    for beside in (", ", " ,"):
        parts = sa.func.replace(parts, beside, ",")
    around = sa.literal(",") + sa.func.trim(parts) + sa.literal(",")
    return sa.or_(sa.false(), *(position_in(around, f",{tidy(str(value))},") > 0 for value in values))


def tidy(part: str) -> str:
    """One of several values without blanks around it and with single ones within it."""
    return " ".join(part.split())


def parts_of(text: str | None) -> list[str]:
    """The values in a field that holds several, separated by commas of either kind."""
    return [part for piece in (text or "").replace("，", ",").split(",") if (part := tidy(piece))]
