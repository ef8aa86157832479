"""C33: the matrix, the targets and the proposals for severity."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis import priorities
from app.analysis.holidays_cn import default_calendar
from app.analysis.priorities import Facts

ORACLES = json.loads((Path(__file__).parents[1] / "oracles.json").read_text(encoding="utf-8"))
CALENDAR = default_calendar()


def test_the_matrix_matches_the_oracle():
    oracle = ORACLES["C33_priority"]["matrix"]
    assert {severity + urgency: value for (severity, urgency), value in priorities.MATRIX.items()} == oracle
    assert priorities.priority("S3", None) is None


@pytest.mark.parametrize("case", ORACLES["C31_complaint_month"]["cases"], ids=lambda case: case["id"])
def test_closing_targets_match_the_oracle_month(case):
    dates = priorities.due_dates(case["prio"], datetime.fromisoformat(case["recv"]), CALENDAR)
    assert dates.close == datetime.fromisoformat(case["due"])


def test_targets_have_their_own_units():
    dates = priorities.due_dates("P1", datetime(2026, 7, 10, 17), CALENDAR)
    assert dates.acknowledge == datetime(2026, 7, 10, 19)
    assert dates.assess == datetime(2026, 7, 13, 12)
    assert dates.answer == datetime(2026, 7, 13, 18)
    assert not dates.provisional
    assert priorities.due_dates("P4", datetime(2026, 12, 30, 9), CALENDAR).provisional
    assert priorities.follow_up_due("P4", datetime(2026, 7, 10, 17), CALENDAR).at == datetime(2026, 7, 21, 18)
    assert priorities.next_update("P2", datetime(2026, 7, 10, 17), CALENDAR).at == datetime(2026, 7, 14, 18)


@pytest.mark.parametrize(("facts", "severity"), [
    (Facts(), "S1"), (Facts(category="30"), "S1"), (Facts(category="20"), "S2"), (Facts(loss_cents=1), "S2"),
    (Facts(loss_cents=499_999), "S2"), (Facts(loss_cents=500_000), "S3"), (Facts(loss_cents=5_000_000), "S4"),
    (Facts(repeats=2), "S3"), (Facts(customers=5), "S4"), (Facts(safety=True, category="30"), "S4"),
    (Facts(key_customer_threatens=True), "S3"), (Facts(legal_or_media=True), "S4"),
])
def test_severity_is_proposed_from_the_facts(facts, severity):
    assert priorities.propose_severity(facts) == severity


@given(st.sampled_from(priorities.SEVERITIES), st.sampled_from(priorities.URGENCIES))
def test_a_worse_case_never_gets_a_lower_priority(severity, urgency):
    mine = priorities.priority(severity, urgency)
    for worse in priorities.SEVERITIES[priorities.SEVERITIES.index(severity):]:
        assert priorities.priority(worse, urgency) <= mine
    for faster in priorities.URGENCIES[priorities.URGENCIES.index(urgency):]:
        assert priorities.priority(severity, faster) <= mine


@given(st.sampled_from(["P2", "P3", "P4"]), st.datetimes(datetime(2025, 1, 2), datetime(2026, 11, 30)))
def test_the_steps_of_a_complaint_are_due_in_order(priority, received):
    dates = priorities.due_dates(priority, received, CALENDAR)
    assert received <= dates.acknowledge <= dates.assess <= dates.answer <= dates.close
