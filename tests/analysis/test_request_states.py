"""The states of a service request and the targets of the service levels (domain/40 §4.11, domain/70 §7.4)."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis import request_states as states
from app.analysis.holidays_cn import default_calendar
from app.models import choices
from app.services.defaults import DEFAULTS
from app.services.lunar_days import lunar_festivals

CALENDAR = default_calendar(lunar_festivals())
TARGETS = DEFAULTS["request.targets"]
FRIDAY = datetime(2026, 7, 3, 17, 0)


@pytest.mark.parametrize(("level", "received", "respond", "arrive"), [
    ("1", FRIDAY, None, None),
    ("2", FRIDAY, datetime(2026, 7, 6, 18), None),
    ("3", FRIDAY, datetime(2026, 7, 6, 12), datetime(2026, 7, 7, 18)),
    ("3", datetime(2026, 7, 4, 10), datetime(2026, 7, 6, 13), datetime(2026, 7, 8, 18)),  # a Saturday is of Monday
    ("3", datetime(2026, 9, 30, 15), datetime(2026, 10, 8, 10), datetime(2026, 10, 9, 18)),  # National Day between
    ("4", FRIDAY, datetime(2026, 7, 3, 19), datetime(2026, 7, 6, 18)),
    ("4", datetime(2026, 7, 3, 21, 30), datetime(2026, 7, 4, 9, 30), datetime(2026, 7, 7, 18)),  # 8 to 22, Saturdays too
    ("4", datetime(2026, 7, 4, 3), datetime(2026, 7, 4, 10), datetime(2026, 7, 7, 18)),
    ("4", datetime(2026, 7, 4, 20), datetime(2026, 7, 4, 22), datetime(2026, 7, 7, 18)),  # minutes that end at closing end there
    ("5", datetime(2026, 7, 4, 23, 50), datetime(2026, 7, 5, 0, 20), datetime(2026, 7, 5, 3, 50)),
])  # fmt: skip
def test_each_level_has_its_deadlines(level, received, respond, arrive):
    found = states.times(TARGETS[level], received, CALENDAR)
    assert tuple(each and each.at for each in (found.respond, found.arrive)) == (respond, arrive)


def test_a_year_without_a_holiday_table_is_said_to_be_provisional():
    found = states.times(TARGETS["3"], datetime(2031, 7, 4, 10), CALENDAR)
    assert found.respond is not None
    assert found.respond.provisional


@given(st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1)), st.integers(0, 3000))
def test_minutes_of_a_daily_service_are_inside_its_hours_and_never_fewer(received, minutes):
    found = states.times({"respond": [minutes, "min"], "hours": ["08:00", "22:00"]}, received, CALENDAR).respond
    assert found is not None
    assert found.at >= received
    assert 8 <= found.at.hour < 22 or found.at.time() == datetime(2026, 1, 1, 22).time()
    assert (found.at - received).total_seconds() >= minutes * 60


def test_the_table_knows_every_state_and_each_open_one_leads_on():
    codes = {choice.code for choice in choices.REQUEST_STATE}
    assert codes == states.OPEN | states.CLOSED
    assert {code for each in states.MOVES for code in each.sources} >= states.OPEN
    for each in states.MOVES:
        assert each.sources | {each.target} <= codes
        assert set(each.needs) <= set(each.asks)
        assert states.move(each.code) is each
    assert not any("rated" in each.sources for each in states.MOVES)
    assert states.next_due("registered", FRIDAY, None) == FRIDAY
    assert states.next_due("working", None, FRIDAY) == FRIDAY
    assert states.next_due("done", FRIDAY, FRIDAY) is None
