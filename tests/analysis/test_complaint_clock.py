"""What falls due in a complaint: each cause with its level, reminders at half and four fifths, none twice (domain/40 §4.6)."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis import complaint_clock
from app.analysis.complaint_clock import (
    CAUSES,
    TARGETS,
    Aim,
    Limits,
    Watched,
    cause_of,
    cause_words,
    causes_of,
    escalation,
    is_automatic,
    nudges,
    share_gone,
)
from app.analysis.holidays_cn import default_calendar
from app.i18n import use_language

CALENDAR = default_calendar()
NOON = datetime(2026, 7, 1, 12)  # a Wednesday
CLOSE = Aim("close", datetime(2026, 7, 1, 9), datetime(2026, 7, 10, 18))


def at(text):
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(("facts", "expected"), [
    ({}, None), ({"fell_back": 1}, (1, "fell_back")), ({"contacts": 1}, None), ({"contacts": 2}, (1, "contacted")),
    ({"priority": "P1"}, (2, "urgent")), ({"key_customer": True, "severity": "S2"}, None),
    ({"key_customer": True, "severity": "S3"}, (2, "key")), ({"repeat": True}, (2, "repeat")),
    ({"cost_cents": 100_000}, None), ({"cost_cents": 100_001}, (2, "cost2")), ({"returned": 2}, (2, "returned")),
    ({"severity": "S4", "priority": "P1"}, (3, "critical")), ({"publicity": True}, (3, "publicity")),
    ({"same_problem": 2}, None), ({"same_problem": 3}, (3, "same")), ({"cost_cents": 500_001}, (3, "cost3")),
    ({"rejected": 1}, None), ({"rejected": 2}, (3, "rejected")), ({"repeat": True, "level": 2}, None),
    ({"repeat": True, "raised": frozenset({"repeat"})}, None),
    ({"repeat": True, "returned": 2, "raised": frozenset({"repeat"})}, (2, "returned")),
])  # fmt: skip
def test_each_cause_raises_its_level_once(facts, expected):
    found = escalation(Watched("S40", **facts), NOON, CALENDAR)
    assert (found and (found.level, found.cause)) == expected


@pytest.mark.parametrize(("moment", "expected"), [
    ("2026-07-10T18:00", None), ("2026-07-10T18:01", "missed.close"), ("2026-07-12T12:00", "missed.close"),
    ("2026-07-13T09:00", "late1.close"), ("2026-07-14T23:00", "late1.close"), ("2026-07-15T00:00", "late3.close"),
])  # fmt: skip
def test_what_is_late_rises_by_working_days(moment, expected):
    found = escalation(Watched("S60", aims=(CLOSE,)), at(moment), CALENDAR)
    assert (found and found.cause) == expected
    assert escalation(Watched("S45", aims=(CLOSE,)), at(moment), CALENDAR) is None  # the clock stands still
    late = Aim("update", CLOSE.start, CLOSE.due)
    told = escalation(Watched("S60", aims=(late,)), at(moment), CALENDAR)  # a word that is late: level 1, however late
    assert (told and (told.level, told.cause)) == (expected and (1, "missed.update"))


@pytest.mark.parametrize(("moment", "share"), [
    ("2026-07-01T08:00", "0"), ("2026-07-06T17:59", "0"), ("2026-07-06T18:00", "0.5"), ("2026-07-09T12:35", "0.5"),
    ("2026-07-09T12:36", "0.8"), ("2026-07-10T17:59", "0.8"), ("2026-07-10T18:00", "1"), ("2026-08-01T00:00", "1"),
])  # fmt: skip
def test_reminders_count_working_time(moment, share):
    """Eight working days of nine hours: half is gone after the fourth, four fifths after 57.6 hours."""
    assert share_gone(CLOSE, at(moment), CALENDAR) == Decimal(share)


def test_a_target_of_hours_outside_business_time_counts_on_the_clock():
    night = Aim("acknowledge", at("2026-07-01T20:00"), at("2026-07-01T22:00"))
    shares = [share_gone(night, at(f"2026-07-01T{hour}"), CALENDAR) for hour in ("20:59", "21:00", "21:36", "22:00")]
    assert shares == [0, Decimal("0.5"), Decimal("0.8"), 1]


def test_only_what_is_waited_for_reminds_while_paused():
    aims = (CLOSE, Aim("waiting", CLOSE.start, CLOSE.due))
    assert [nudge.target for nudge in nudges("S45", aims, at("2026-07-11T00:00"), CALENDAR)] == ["waiting"]
    assert [nudge.target for nudge in nudges("S60", aims, at("2026-07-11T00:00"), CALENDAR)] == ["close", "waiting"]


@given(st.integers(0, 3), st.frozensets(st.sampled_from(sorted(CAUSES))), st.datetimes(at("2026-06-01"), at("2026-09-01")))
def test_nothing_rises_to_a_level_it_has_or_for_a_cause_it_had(level, raised, moment):
    case = Watched("S40", level, "P1", "S4", True, True, True, 600_000, 3, 2, 2, 5, 1, (CLOSE,), raised)
    found = escalation(case, moment, CALENDAR)
    left = [each for each in causes_of(case, moment, CALENDAR, Limits()) if each[0] > level and each[1] not in raised]
    assert (found is None) == (not left)
    if found is not None:
        assert found.level == max(each[0] for each in left)
        assert (is_automatic(found.code), cause_of(found.code)) == (True, found.cause)


def test_causes_are_said_in_words():
    with use_language("en"):
        assert cause_words("auto:2:late1.close") == "A working day past the target: Close case"
        assert cause_words("auto:0:timed_out") == "Time ran out: the customer sent nothing more"
        assert cause_words("auto:1:unheard") == "unheard"
    assert not is_automatic("autobahn")
    assert not is_automatic(None)
    assert {"close", "update", "waiting"} < set(TARGETS)


def test_years_of_lateness_are_told_without_counting_their_days(monkeypatch):
    counted = []
    monkeypatch.setattr(complaint_clock, "working_days_between", lambda _calendar, first, last: counted.append(last - first) or 9)
    start = datetime(2024, 1, 2, 9)
    old = Watched("S40", aims=(Aim("close", start, start),))
    assert escalation(old, datetime(2026, 7, 1), default_calendar()).code == "auto:3:late3.close"
    assert escalation(replace(old, level=3), datetime(2026, 7, 1), default_calendar()) is None
    assert [days.days for days in counted] == [40]
