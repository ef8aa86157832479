"""C36: visit metrics."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from app.analysis import figures
from app.analysis.visit_figures import ACHIEVED, VisitFact, recorded_in_time, visit_figures
from app.models.choices import VISIT_RESULT

ORACLE = json.loads((Path(__file__).parents[1] / "oracles.json").read_text(encoding="utf-8"))["C36_visits"]
FIRST, LAST, DAY = date(2026, 7, 1), date(2026, 7, 31), date(2026, 7, 10)


def test_the_oracle_month():
    """24 due, 2 cancelled by the customer, 17 done in time at 16 of 20 customers, 2 visits without a plan."""
    results = ["reached"] * 12 + ["partly"] * 7
    done = [VisitFact(f"c{min(number, 15)}", DAY, DAY + timedelta(days=number % 8), result=results[number])
            for number in range(17)]
    open_ones = [VisitFact(f"c{number}", DAY) for number in (16, 17, 18, 19, 19)]
    cancelled = [VisitFact("c1", DAY, cancelled_by_customer=True)] * 2
    unplanned = [VisitFact("c1", done=DAY, result=results[17 + number]) for number in range(2)]
    found = visit_figures([*done, *open_ones, *cancelled, *unplanned], FIRST, LAST)
    assert found.planned + found.cancelled == ORACLE["required"]
    assert (found.planned, found.on_time, found.done) == (ORACLE["planned"], ORACLE["ontime"], ORACLE["done"])
    assert float(figures.percent(found.completion)) == ORACLE["completion"]
    assert float(figures.percent(found.coverage)) == ORACLE["coverage"]
    assert float(figures.percent(found.effective)) == ORACLE["effective"]


def test_too_late_is_done_but_not_on_time():
    late = [VisitFact("a", DAY, DAY + timedelta(days=8))]
    found = visit_figures(late, FIRST, LAST)
    assert (found.on_time, found.done, found.coverage.value) == (0, 1, 1)


def test_the_code_of_an_achieved_goal_is_the_stored_one():
    assert ACHIEVED in {choice.code for choice in VISIT_RESULT}


def test_a_record_is_in_time_up_to_a_day_after_the_visit():
    at = datetime(2026, 7, 10, 9, tzinfo=UTC)
    written = [(at, at + timedelta(hours=24)), (at, at + timedelta(hours=24, seconds=1)), (at, None)]
    assert figures.percent(recorded_in_time(written)) == 50
    assert recorded_in_time([(at, None)]).reason == "no_base"


def test_nothing_planned_gives_no_rate():
    found = visit_figures([], FIRST, LAST)
    assert found.completion.reason == found.coverage.reason == found.effective.reason == "no_base"


@given(st.lists(st.builds(
    VisitFact, st.sampled_from("abc"), st.none() | st.dates(date(2026, 6, 20), date(2026, 8, 10)),
    st.none() | st.dates(date(2026, 6, 20), date(2026, 8, 10)), st.booleans(), st.sampled_from(["reached", None]),
)))
def test_rates_stay_between_nothing_and_all(visits):
    found = visit_figures(visits, FIRST, LAST)
    for figure in (found.completion, found.coverage, found.effective):
        assert figure.value is None or 0 <= figure.value <= 1
