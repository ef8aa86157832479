"""The firm's working calendar: the shipped holiday tables, the firm's own days, and a lunar fallback for other years."""

import json
from datetime import date, time
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from app.analysis.holidays_cn import default_calendar
from app.analysis.workdays import Calendar
from app.services import settings
from app.services.lunar_days import lunar_festivals


def firm_calendar(session: Session) -> Calendar:
    """Working days and hours as the firm set them (settings ``work.*``); years without a table are provisional."""
    values = {key: settings.value(session, key) for key in ("work.opens", "work.closes", "work.days", "work.years")}
    return _calendar(json.dumps(values, sort_keys=True))


@cache
def _calendar(text: str) -> Calendar:
    values: dict[str, Any] = json.loads(text)
    hours = (time.fromisoformat(values["work.opens"]), time.fromisoformat(values["work.closes"]))
    base = default_calendar(lunar_festivals(), opens=hours[0], closes=hours[1])
    own = {date.fromisoformat(day): kind for day, kind in values["work.days"].items()}
    years = base.years | frozenset(int(year) for year in values["work.years"])
    off = frozenset(day for day, kind in own.items() if kind == "off")
    return Calendar({**base.days, **own}, years, *hours, base.statutory | off)
