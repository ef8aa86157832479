"""Targets as of a moment: pauses known then move them, later ones do not."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from app.analysis.complaint_case import Case, Event
from app.analysis.complaint_story import story
from app.analysis.complaint_targets import answer_due_at, close_due_at, known_due, with_pauses, without_pauses
from app.analysis.workdays import Calendar, next_workday

CALENDAR = Calendar(days={date(2026, 7, 10): "off", date(2026, 7, 11): "work"}, years=frozenset({2026}))
START = datetime(2026, 7, 1, 9)


@st.composite
def waits(draw):
    """Pauses in their order, the last perhaps not over; and a target at closing time."""
    hours = sorted(draw(st.lists(st.integers(0, 60 * 24), max_size=7, unique=True)))
    times = [START + timedelta(hours=each) for each in hours]
    pauses = [(a, b) for number, (a, b) in enumerate(pairwise(times)) if number % 2 == 0]
    day = next_workday(CALENDAR, START.date() + timedelta(days=draw(st.integers(0, 50))))
    return datetime.combine(day, time(18)), pauses, times[-1] if len(times) % 2 else None


@settings(max_examples=40, deadline=None)
@given(waits(), st.integers(0, 70))
def test_a_target_is_what_was_known_then(made, days):
    first, pauses, running = made
    moment = START + timedelta(days=days)
    due = with_pauses(CALENDAR, first, pauses)
    assert without_pauses(CALENDAR, due, pauses) == first
    waited = [*pauses, *([(running, None)] if running else [])]
    known = known_due(CALENDAR, due, waited, moment)
    over = [pause for pause in pauses if pause[1] < moment]
    lasting = next((start for start, end in waited if start < moment and (end is None or end >= moment)), None)
    target = with_pauses(CALENDAR, first, over)
    if lasting is None or lasting > target:
        assert known == target
    else:  # nothing is late while it waits
        assert known > max(target - timedelta(days=1), moment)
        cut = with_pauses(CALENDAR, first, over)
        assert known_due(CALENDAR, cut, [*over, (lasting, None)], moment) == known


def test_no_target_then_is_not_the_one_of_now():
    june, july, august = (datetime(2026, month, 1, 12) for month in (6, 7, 8))
    case = Case(
        id="1", number="TS1", received_at=june, events=(Event("T01", june, "S00", "S10"),), close_due=august, answer_due=august,
        retargeted=((july, {"close_due": None}), (datetime(2026, 7, 20), {"close_due": july, "answer_due": june})),
    )  # fmt: skip
    told = story(case, CALENDAR)
    closing = [close_due_at(told, moment) for moment in (june, datetime(2026, 7, 15), august)]
    assert closing == [None, july, august]
    assert (answer_due_at(told, june), answer_due_at(told, august)) == (june, august), "the first change left it as it was"
