"""C44 and F-28: when to be reminded of a customer's days, and what speaks against it."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis import care_days
from app.analysis.care_days import Recipient
from app.analysis.holidays_cn import default_calendar
from app.analysis.workdays import is_workday, working_days_between

ROWS = json.loads((Path(__file__).parents[1] / "oracles.json").read_text(encoding="utf-8"))["C44_care"]["rows"]
CALENDAR = default_calendar()
LUNAR = {2026: {"spring_festival": date(2026, 2, 17), "dragon_boat": date(2026, 6, 19), "mid_autumn": date(2026, 9, 25)}}
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize("row", ROWS)
def test_reminders_match_the_oracle(row: list[str]) -> None:
    assert care_days.reminder(CALENDAR, date.fromisoformat(row[0]), int(row[1])) == date.fromisoformat(row[2])


def test_leads_in_working_days_before_and_after() -> None:
    assert care_days.reminder(CALENDAR, date(2026, 10, 4), 3, "wd") == date(2026, 9, 28)
    assert care_days.reminder(CALENDAR, date(2026, 2, 17), 15, "wd") == date(2026, 1, 27)
    assert care_days.reminder(CALENDAR, date(2026, 9, 30), -2, "wd") == date(2026, 10, 9)  # two working days after
    assert care_days.reminder(CALENDAR, date(2026, 9, 4), -30) == date(2026, 9, 30)  # 4 October is off: back
    assert care_days.reminder(CALENDAR, date(2026, 7, 13), 10**9) >= date(2024, 1, 1)


@given(st.dates(date(2025, 3, 1), date(2026, 12, 1)), st.integers(-40, 40), st.sampled_from(["d", "wd"]))
def test_a_reminder_is_on_a_working_day_within_reach(event: date, lead: int, unit: care_days.Unit) -> None:
    day = care_days.reminder(CALENDAR, event, lead, unit)
    assert is_workday(CALENDAR, day) or (lead, unit, day) == (0, "wd", event)
    assert abs(day - event) <= care_days.reach(lead, unit)
    if unit == "wd" and lead > 0:
        assert working_days_between(CALENDAR, day - timedelta(days=1), event - timedelta(days=1)) == lead


def test_festivals_anniversaries_quarters_and_silence() -> None:
    days = {code: care_days.festival_days(code, *YEAR, LUNAR) for code in
            ("spring", "dragon_boat", "mid_autumn", "new_year", "labour", "national", "tomb", "unknown")}  # fmt: skip
    assert days["spring"] == [date(2026, 2, 17)]
    assert days["tomb"] == [date(2026, 4, 5)]
    assert (days["national"], days["unknown"]) == ([date(2026, 10, 1)], [])
    assert care_days.festival_days("spring", date(2030, 1, 1), date(2030, 12, 31), LUNAR) == []
    assert care_days.anniversaries(date(2024, 2, 29), date(2024, 1, 1), date(2028, 12, 31)) == [
        date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29),
    ]  # fmt: skip
    assert care_days.quarter_days(CALENDAR, *YEAR)[::3] == [date(2026, 1, 4), date(2026, 10, 8)]
    since = date(2026, 1, 31)
    assert care_days.silent_day(since, 30, date(2026, 3, 1)) is None
    assert care_days.silent_day(since, 30, date(2026, 3, 2)) == date(2026, 3, 2)
    assert care_days.silent_day(since, 30, date(2026, 3, 31)) == date(2026, 3, 2)
    assert care_days.silent_day(since, 30, date(2026, 4, 1)) == date(2026, 4, 1)


def test_what_speaks_against_it() -> None:
    agreed = Recipient("gold", "active", {"wechat"}, True)
    assert care_days.hindrance("wechat", True, agreed) is None
    assert care_days.hindrance("sms", False, agreed) == ("skipped", "no_consent")
    assert care_days.hindrance("card", True, Recipient(channels=())) == ("skipped", "no_consent")
    assert care_days.hindrance("phone", False, Recipient("gold")) is None  # nobody in particular
    assert care_days.hindrance("card", False, Recipient("never")) == ("skipped", "never")
    assert care_days.hindrance(None, False, Recipient(status="never")) == ("skipped", "never")
    assert care_days.hindrance("card", True, Recipient(consent=True, has_left=True)) == ("skipped", "left")
    assert care_days.hindrance("card", False, Recipient(priorities=["P3", "P2"])) == ("held", "complaint")
    assert care_days.hindrance("card", False, Recipient(priorities=["P3"])) is None
    assert care_days.hindrance("gift", False, Recipient(official=True)) == ("skipped", "official")


@given(st.text(), st.dictionaries(st.sampled_from(["称呼", "日期"]), st.text()))
def test_templates_fill_only_what_they_know(words: str, values: dict[str, str]) -> None:
    assert care_days.filled(words.replace("{", ""), values) == words.replace("{", "")
    said = care_days.filled("祝{称呼}{x}{", {"称呼": "王总{日期}", "日期": "!"})
    assert said == "祝王总{日期}{x}{"
