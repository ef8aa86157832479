"""What a month's complaints are measured against: orders, active customers, contacts, sales (domain/50 §5.2).

Setting ``month.bases``: {"2026-07": {"orders": 640, "active_customers": 220, "contacts": 900, "sales": 125000000}}, sales in
cents; what is not entered is undefined, never 0.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.analysis.month_parameters import Bases, PeriodBase
from app.analysis.periods import YearMonth
from app.errors import ValidationError
from app.i18n import N_
from app.services import settings

KEY = "month.bases"
FIELDS = ("orders", "active_customers", "contacts", "sales")
_SUMMED = ("orders", "contacts", "sales")  # customers of several months are not the sum of those of each
_MOST = 10**15


def entered(session: Session, month: YearMonth) -> dict[str, int]:
    """What is entered for a month, by FIELDS."""
    return {key: int(value) for key, value in settings.value(session, KEY).get(str(month), {}).items() if key in FIELDS}


def enter(session: Session, month: YearMonth, values: Mapping[str, int | None]) -> None:
    """Enter a month's figures; None takes one away. ValidationError (its field is the key) for a negative one."""
    for key, value in values.items():
        if key not in FIELDS:
            raise KeyError(key)
        if value is not None and not 0 <= value < _MOST:
            raise ValidationError(N_("This is a number from 0 on."), field=key)
    known = {**entered(session, month), **values}
    kept = {key: value for key, value in known.items() if value is not None}
    others = {key: value for key, value in settings.value(session, KEY).items() if key != str(month)}
    settings.change(session, KEY, {**others, str(month): kept} if kept else others)


def bases(session: Session, month: YearMonth) -> Bases:
    """The denominators of the five periods; a year to date is known only where each of its months is."""
    known = settings.value(session, KEY)
    return Bases(
        _base(known.get(str(month), {})), _base(known.get(str(month.plus(-1)), {})), _base(known.get(str(month.plus(-12)), {})),
        _base(_to_date(known, month)), _base(_to_date(known, month.plus(-12))),
    )  # fmt: skip


def _base(values: Mapping[str, Any]) -> PeriodBase:
    return PeriodBase(values.get("orders"), values.get("active_customers"), values.get("contacts"), values.get("sales"))


def _to_date(known: Mapping[str, Mapping[str, int]], month: YearMonth) -> dict[str, int]:
    parts = [known.get(str(YearMonth(month.year, number)), {}) for number in range(1, month.month + 1)]
    return {key: sum(part[key] for part in parts) for key in _SUMMED if all(key in part for part in parts)}
