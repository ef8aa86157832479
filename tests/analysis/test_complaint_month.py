"""Properties of the complaint month over random histories, and its edges."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analysis import complaint_states as states
from app.analysis import complaint_transitions as ways
from app.analysis.complaint_case import Case, CostLine, Event, FollowUp
from app.analysis.complaint_flow import flow_row, flow_rows, population
from app.analysis.complaint_kpi import attainment
from app.analysis.complaint_month import cases_needed_from, month_report
from app.analysis.complaint_story import closed_before, handling_days, state_at, stories, story
from app.analysis.complaint_timeliness import percentile_of
from app.analysis.figures import known, undefined
from app.analysis.holidays_cn import default_calendar
from app.analysis.month_parameters import MonthParameters, Target
from app.analysis.month_types import OTHERS
from app.analysis.periods import Span, YearMonth, parse_month

CALENDAR = default_calendar()
JULY = YearMonth(2026, 7)
START = datetime(2026, 5, 1)


@st.composite
def cases(draw):
    """A complaint that walked at random through the table, some steps revoked at the end of its log."""
    received = START + timedelta(minutes=draw(st.integers(0, 120 * 24 * 60)))
    at, state, log = received, "S00", []
    for _ in range(draw(st.integers(0, 9))):
        choices = [way for way in ways.allowed(state) if way.targets]
        if not choices:
            break
        way = draw(st.sampled_from(choices))
        target = draw(st.sampled_from(way.targets))
        log.append(Event(way.code, at, state, target))
        at, state = at + timedelta(minutes=draw(st.integers(0, 20 * 24 * 60))), target
    kept = len(log) - draw(st.integers(0, min(2, len(log))))
    log = [event if index < kept else Event(event.code, event.at, event.from_state, event.to_state, True)
           for index, event in enumerate(log)]
    return Case(
        id=str(draw(st.integers(0, 10**9))), number="K", received_at=received, events=tuple(log),
        customer_id=draw(st.sampled_from(["a", "b", None])), category=draw(st.sampled_from(["10", "20", "99", None])),
        l2=draw(st.sampled_from(["x", "y", None])), priority=draw(st.sampled_from(["P1", "P4", None])),
        close_due=received + timedelta(days=draw(st.integers(0, 20))), product=draw(st.sampled_from(["p", None])),
        followups=draw(st.sampled_from([(), (FollowUp(at, 4),), (FollowUp(at, None),)])),
    )


def adds_up(row):
    return row.to_handle - row.closed == row.ending


@given(st.lists(cases(), max_size=12), st.integers(5, 8))
def test_every_roll_forward_adds_up(made, month):
    span = YearMonth(2026, month).span
    told = stories(made)
    assert adds_up(flow_row(None, population(told, span)))
    rows = flow_rows(told, span)
    assert all(map(adds_up, rows))
    assert sum(row.new for row in rows) == len(population(told, span).new)


@given(st.lists(cases(), max_size=12), st.integers(5, 8))
def test_the_ending_of_a_month_is_the_opening_of_the_next(made, month):
    told = stories(made)
    this, following = (population(told, YearMonth(2026, number).span) for number in (month, month + 1))
    assert this.ending == following.opening


@given(cases(), st.lists(st.integers(0, 200 * 24), min_size=2, max_size=2).map(sorted))
def test_a_story_is_monotone(case, hours):
    told = story(case)
    if told is None:
        return
    assert list(told.times) == sorted(told.times)
    assert told.times[0] == case.received_at
    earlier, later = (START + timedelta(hours=number) for number in hours)
    if state_at(told, earlier) is not None:
        assert state_at(told, later) is not None
    closed = closed_before(told, later)
    assert closed is None or case.received_at <= closed < later
    assert (closed is not None) == (state_at(told, later) in states.CLOSED)
    assert closed is None or handling_days(told, closed, CALENDAR) >= 0


@settings(max_examples=40)
@given(st.lists(cases(), max_size=10))
def test_a_report_is_consistent_with_itself(made):
    report = month_report(made, JULY, CALENDAR)
    new_net = report.flow_total.new_net
    assert sum(row.count for row in report.categories) == new_net
    for breakdown in report.breakdowns:
        counted = report.validity.valid if breakdown.dimension == "department" else new_net  # nobody else's doing here
        assert sum(row.count for row in breakdown.rows) == counted
    assert sum(row.total for row in report.grid) == new_net
    assert sum(row.count for row in report.timeliness.ages) == len(report.open_cases) == report.flow_total.ending
    validity = report.validity
    assert validity.valid + validity.invalid + validity.assist + validity.pending == new_net
    for row in report.kpis:
        if row.unit == "fraction" and row.code not in {"closure_rate", "reopen_rate"} and row.this.value is not None:
            assert 0 <= row.this.value <= 1
    if report.categories:
        assert report.categories[-1].cumulative.value == 1


@given(st.lists(cases(), max_size=8), cases())
def test_a_draft_or_revoked_registration_changes_nothing(made, extra):
    undone = tuple(Event(e.code, e.at, e.from_state, e.to_state, True) for e in extra.events)
    draft = Case(id="draft", number="draft", received_at=extra.received_at, events=undone, customer_id="a", l2="x")
    assert month_report([*made, draft], JULY, CALENDAR) == month_report(made, JULY, CALENDAR)


def case(name="K1", closed=None, received=datetime(2026, 7, 1, 10), **more):
    log = [Event("T01", received, "S00", "S10"), *more.pop("events", ())]
    if closed:
        log.append(Event("T19", closed, "S60", "S80"))
    return Case(id=name, number=name, received_at=received, events=tuple(log), **more)


def test_a_month_without_complaints_has_no_rates():
    report = month_report([], JULY, CALENDAR)
    assert report.kpi("new_net").this.value == 0
    assert report.kpi("on_time_rate").this.reason == "no_data"
    assert report.kpi("new_net").last.reason == "no_data"
    assert report.categories == () == report.vital_few
    assert report.trend.mean.reason == "no_data"


def test_an_undone_closing_opens_the_case_again():
    closing = Event("T19", datetime(2026, 7, 3, 10), "S60", "S80", revoked=True)
    report = month_report([case(events=[closing])], JULY, CALENDAR)
    assert (report.flow_total.closed, report.flow_total.ending) == (0, 1)
    assert report.reopenings == ()


def test_as_of_the_end_of_the_month_and_not_of_today():
    late = case(closed=datetime(2026, 8, 1), close_due=datetime(2026, 7, 31, 18))
    report = month_report([late], JULY, CALENDAR)
    assert (report.flow_total.closed, report.flow_total.ending) == (0, 1)
    assert report.timeliness.on_time_rate.value == 0
    assert month_report([late], JULY.plus(1), CALENDAR).flow_total.closed == 1


def test_reopened_in_a_later_month_has_its_own_column():
    log = [Event("T19", datetime(2026, 6, 20), "S60", "S80"), Event("T22", datetime(2026, 7, 2), "S80", "S40")]
    flow = month_report([case(received=datetime(2026, 6, 10), events=log)], JULY, CALENDAR).flow_total
    assert (flow.opening, flow.new, flow.reopened, flow.to_handle, flow.closed, flow.ending) == (0, 0, 1, 1, 0, 1)


def test_merged_and_converted_leave_the_counts_but_show_in_the_flow():
    made = [
        case("K1", events=[Event("T24", datetime(2026, 7, 2), "S10", "S96")]),
        case("K2", events=[Event("T25", datetime(2026, 7, 2), "S10", "S97")]),
        case("K3"),
    ]
    flow = month_report(made, JULY, CALENDAR).flow_total
    assert (flow.new, flow.new_net, flow.merged, flow.converted, flow.ending) == (3, 1, 1, 1, 1)


def test_time_waiting_for_the_customer_is_no_handling_time():
    log = [Event("T08", datetime(2026, 7, 2, 10), "S40", "S45"), Event("T09", datetime(2026, 7, 6, 9), "S45", "S40")]
    told = story(case(events=log, closed=datetime(2026, 7, 8, 9)))
    assert told is not None
    assert handling_days(told, datetime(2026, 7, 8, 9), CALENDAR) == 5 - 2


def test_repeats_look_at_the_detail_never_at_the_category():
    closed, again = datetime(2026, 4, 15, 9), datetime(2026, 7, 14, 9)
    same = {"customer_id": "a", "category": "10"}
    first = case("K1", received=datetime(2026, 1, 5), closed=closed, l2="x", **same)
    ninety = month_report([first, case("K2", received=again, l2="x", **same)], JULY, CALENDAR)
    assert [row.interval_days for row in ninety.repeats] == [90]
    later = again + timedelta(days=1)
    assert month_report([first, case("K2", received=later, l2="x", **same)], JULY, CALENDAR).repeats == ()
    assert month_report([first, case("K2", received=again, l2="y", **same)], JULY, CALENDAR).repeats == ()
    assert month_report([first, case("K2", received=again, l2="x", repeat=False, **same)], JULY, CALENDAR).repeats == ()
    assert len(month_report([case("K2", repeat=True)], JULY, CALENDAR).repeats) == 1


def test_a_complaint_about_what_is_still_open_is_a_repeat_however_old():
    first = case("K1", received=datetime(2026, 1, 5), customer_id="a", l2="x")
    again = case("K2", received=datetime(2026, 7, 14), customer_id="a", l2="x")
    assert [row.earlier_number for row in month_report([first, again], JULY, CALENDAR).repeats] == ["K1"]


def test_withdrawn_cases_are_in_no_rate():
    withdrawn = Event("T23", datetime(2026, 7, 3), "S10", "S95")
    due = datetime(2026, 7, 10, 18)
    made = [case("K1", events=[withdrawn], close_due=due, ack_due=due), case("K2", closed=due, close_due=due)]
    report = month_report(made, JULY, CALENDAR)
    assert (report.timeliness.on_time_rate.top, report.timeliness.on_time_rate.base) == (1, 1)
    assert report.timeliness.acknowledged_rate.reason == "no_base"
    assert (report.flow_total.withdrawn, report.flow_total.to_handle) == (1, 1)


def test_a_target_is_met_nearly_met_or_missed():
    def judged(value, goal, higher):
        return attainment(known(Decimal(value)), Target(Decimal(goal), higher), Decimal("0.95"))

    assert [judged(value, "0.90", True) for value in ("0.90", "0.86", "0.85")] == ["met", "near", "missed"]
    assert [judged(value, "0.05", False) for value in ("0.05", "0.052", "0.06")] == ["met", "near", "missed"]
    assert attainment(undefined("no_data"), Target(Decimal(1)), Decimal(1)) is None


def test_percentiles_are_of_the_nearest_rank():
    assert percentile_of([1, 2, 3, 4, 50], 90).value == 50
    assert percentile_of(list(range(1, 11)), 90).value == 9
    assert percentile_of([7], 90).value == 7
    assert percentile_of([], 90).reason == "no_data"


def test_control_limits_never_go_below_nothing():
    limits = month_report([case()], JULY, CALENDAR).trend
    assert (limits.mean.value, limits.upper.value, limits.lower.value) == (1, 4, 0)


def test_months_are_read_and_refused():
    assert parse_month("2026-07") == JULY == month_report([], JULY, CALENDAR).month
    assert str(JULY.plus(-7)) == "2025-12"
    for text in ("2026-13", "2026", "26-07", "2026-07-01", "juli"):
        with pytest.raises(ValueError):
            parse_month(text)


def test_rows_are_found_by_code_and_the_unknown_is_an_error():
    report = month_report([], JULY, CALENDAR)
    with pytest.raises(KeyError):
        report.kpi("happiness")
    with pytest.raises(KeyError):
        report.breakdown("weather")


def test_people_nobody_recognises_never_repeat():
    made = [case(name, l2="x") for name in ("K1", "K2")]
    report = month_report(made, JULY, CALENDAR)
    assert report.repeats == ()
    assert report.top_customers == ()
    serial = [case(name, serial="SN1", received=datetime(2026, 7, day)) for name, day in (("K1", 1), ("K2", 2))]
    assert [row.number for row in month_report(serial, JULY, CALENDAR).repeats] == ["K2"]


def test_a_running_month_stops_at_the_cut():
    made = [case("K1"), case("K2", received=datetime(2026, 7, 20)), case("K3", received=datetime(2026, 6, 18))]
    report = month_report(made, JULY, CALENDAR, cut=datetime(2026, 7, 10))
    assert not report.complete
    assert report.kpi("new_net").this.value == 1
    assert report.kpi("new_net").last.value == 1
    alike = month_report(made, JULY, CALENDAR, MonthParameters(like_for_like=True), cut=datetime(2026, 7, 10))
    assert alike.kpi("new_net").last.reason == "no_data"


def test_small_rows_of_employees_are_put_together():
    people = ["li", "li", "li", "wang", "zhao", "zhao"]
    made = [case(f"K{number}", salesperson=name) for number, name in enumerate(people)]
    parameters = MonthParameters(hidden_dimensions=("salesperson",))
    rows = month_report(made, JULY, CALENDAR, parameters).breakdown("salesperson").rows
    assert [(row.key, row.count) for row in rows] == [("li", 3), (OTHERS, 3)]


def test_on_the_spot_counts_as_first_contact_and_as_acknowledged():
    at = datetime(2026, 7, 1, 11)
    solved = case("K1", events=[Event("T03", at, "S10", "S80")], ack_due=at + timedelta(hours=1))
    report = month_report([solved, case("K2", closed=at + timedelta(days=1))], JULY, CALENDAR)
    first = report.kpi("first_contact_rate").this
    assert (first.top, first.base) == (1, 2)
    assert report.timeliness.acknowledged_rate.value == 1


def test_a_case_that_comes_back_was_not_solved_at_first_contact():
    on_the_spot = [Event("T03", datetime(2026, 7, 1, 11), "S10", "S80")]
    first = case("K1", events=on_the_spot, customer_id="a", l2="x")
    again = case("K2", received=datetime(2026, 7, 15, 9), customer_id="a", l2="x")
    late = case("K2", received=datetime(2026, 7, 16, 9), customer_id="a", l2="x")
    assert month_report([first, again], JULY, CALENDAR).kpi("first_contact_rate").this.value == 0
    assert month_report([first, late], JULY, CALENDAR).kpi("first_contact_rate").this.value == 1


def test_the_same_product_failing_three_times_is_recurring():
    made = [case(f"K{number}", product="pump", l2="leak") for number in range(3)]
    (found,) = month_report(made, JULY, CALENDAR).recurring
    assert (found.product, found.l2, found.count) == ("pump", "leak", 3)
    assert month_report(made[:2], JULY, CALENDAR).recurring == ()


def test_recovered_money_is_subtracted():
    lines = (CostLine("compensation", 500), CostLine("recovered", 200))
    cost = month_report([case(closed=datetime(2026, 7, 2), costs=lines)], JULY, CALENDAR).cost
    assert (cost.compensation_cents, cost.total_cents) == (500, 300)


def test_what_a_service_must_hand_over():
    assert cases_needed_from(JULY) < datetime(2024, 8, 1)
    assert cases_needed_from(YearMonth(2026, 12)) < datetime(2025, 1, 1)
    assert Span(datetime(2026, 7, 1), datetime(2026, 8, 1)) == JULY.span


def test_a_merge_of_the_next_month_changes_no_repeat_of_this_one():
    same = {"customer_id": "a", "l2": "x"}
    merged = [Event("T24", datetime(2026, 8, 3), "S10", "S96")]
    made = [case("K1", events=merged, **same), case("K2", received=datetime(2026, 7, 9), **same)]
    assert [row.number for row in month_report(made, JULY, CALENDAR).repeats] == ["K2"]
    assert month_report(made, JULY.plus(1), CALENDAR).kpi("repeat_rate").last.value == Decimal("0.5")


def test_a_late_case_that_waits_grows_no_later():
    log = [Event("T08", datetime(2026, 7, 8, 10), "S40", "S45")]
    (listed,) = month_report([case(events=log, close_due=datetime(2026, 7, 6, 18))], JULY, CALENDAR).open_cases
    assert (listed.overdue, listed.days_overdue) == (True, 2)


def test_a_department_counts_what_it_is_answerable_for():
    kinds = (("valid", "us"), ("valid", None), ("valid", "carrier"), ("invalid", None), ("pending", "us"))
    made = [case(f"K{n}", validity=valid, party=party, department="d") for n, (valid, party) in enumerate(kinds)]
    report = month_report(made, JULY, CALENDAR)
    (row,) = report.breakdown("department").rows
    assert (row.count, report.members["department.d"], report.flow_total.new_net) == (2, ("K0", "K1"), 5)
