"""The firm's working calendar: the shipped holiday tables, the firm's own days, and a lunar fallback for other years."""

import json
from collections.abc import Mapping
from datetime import date, time
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from app.analysis.holidays_cn import DRAGON_BOAT, MID_AUTUMN, SPRING_FESTIVAL, TABLES, default_calendar
from app.analysis.workdays import Calendar
from app.services import settings

_FESTIVALS = {SPRING_FESTIVAL: (1, 1), DRAGON_BOAT: (5, 5), MID_AUTUMN: (8, 15)}
_LUNAR_YEARS = range(2005, 2051)


def firm_calendar(session: Session) -> Calendar:
    """Working days and hours as the firm set them (settings ``work.*``); years without a table are provisional."""
    values = {key: settings.value(session, key) for key in ("work.opens", "work.closes", "work.days", "work.years")}
    return _calendar(json.dumps(values, sort_keys=True))


@cache
def _calendar(text: str) -> Calendar:
    values: dict[str, Any] = json.loads(text)
    hours = (time.fromisoformat(values["work.opens"]), time.fromisoformat(values["work.closes"]))
    base = default_calendar(_lunar(), opens=hours[0], closes=hours[1])
    own = {date.fromisoformat(day): kind for day, kind in values["work.days"].items()}
    years = base.years | frozenset(int(year) for year in values["work.years"])
    off = frozenset(day for day, kind in own.items() if kind == "off")
    return Calendar({**base.days, **own}, years, *hours, base.statutory | off)


@cache
def _lunar() -> Mapping[int, Mapping[str, date]]:
    """The lunar festivals of years without a table, as solar days (lunar-python agrees with astronomy, domain/05 C04)."""
    from lunar_python import Lunar

    def solar(year: int, month: int, day: int) -> date:
        return date.fromisoformat(Lunar.fromYmd(year, month, day).getSolar().toYmd())

    missing = (year for year in _LUNAR_YEARS if year not in TABLES)
    return {year: {name: solar(year, *when) for name, when in _FESTIVALS.items()} for year in missing}
