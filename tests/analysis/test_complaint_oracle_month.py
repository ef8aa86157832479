"""The oracle month C31, figure by figure: July 2026 with the earlier periods' totals seeded."""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from app.analysis import figures
from app.analysis.complaint_case import Case, CostLine, Event, FollowUp
from app.analysis.complaint_month import month_report
from app.analysis.holidays_cn import default_calendar
from app.analysis.month_parameters import Bases, PeriodBase
from app.analysis.periods import YearMonth

ORACLES = json.loads((Path(__file__).parents[1] / "oracles.json").read_text(encoding="utf-8"))
ORACLE = ORACLES["C31_complaint_month"]
VALIDITY = {"有效": "valid", "无效": "invalid"}
NAMES = {"10": "质量", "20": "交付", "30": "服务", "61": "账务", "62": "价格"}
SEEDS = {(2026, 6): 6, (2026, 1): 10, (2026, 2): 8, (2026, 3): 10, (2026, 4): 10, (2026, 5): 10,
         (2025, 7): 14, (2025, 1): 10, (2025, 2): 9, (2025, 3): 10, (2025, 4): 10, (2025, 5): 11, (2025, 6): 11}


def moment(text):
    return datetime.fromisoformat(text) if text else None


def events(row):
    received = moment(row["recv"])
    log = [Event("T01", received, "S00", "S10")]
    if row.get("first_closed"):
        log += [Event("T19", moment(row["first_closed"]), "S60", "S80"),
                Event("T22", moment(row["reopened_at"]), "S80", "S40")]
    if row["closed"]:
        log.append(Event("T19", moment(row["closed"]), "S60", "S80"))
    if row["wdr"]:
        log.append(Event("T23", moment(row["wdr"]), "S10", "S95"))
    return tuple(log)


def oracle_case(row):
    followups = (FollowUp(moment(row["followup_at"]), row["score"]),) if row.get("followup_at") else ()
    return Case(
        id=row["id"], number=row["id"], received_at=moment(row["recv"]), events=events(row), customer_id=row["cust"],
        customer=row["cust"], category=row["cat_code"], l2=row["l2"], priority=row["prio"],
        validity=VALIDITY[row["validity"]], close_due=moment(row["due"]), followups=followups,
        costs=(CostLine("compensation", row["comp"] * 100),) if row["comp"] else (),
    )


def seeds():
    for (year, month), count in SEEDS.items():
        for number in range(count):
            at = datetime(year, month, 1 + number, 10)
            closed = at + timedelta(days=3)
            log = (Event("T01", at, "S00", "S10"), Event("T19", closed, "S60", "S80"))
            name = f"X{at:%y%m}-{number:02d}"
            yield Case(id=name, number=name, received_at=at, events=log, customer_id=name, category="99", l2="x",
                       priority="P4", validity="valid", close_due=closed)


@pytest.fixture(scope="module")
def report():
    inputs = ORACLE["inputs"]
    base = PeriodBase(orders=inputs["orders"], active_customers=inputs["active_customers"], sales_cents=125_000_000)
    cases = [*map(oracle_case, ORACLE["cases"]), *seeds()]
    return month_report(cases, YearMonth(2026, 7), default_calendar(), bases=Bases(this=base))


def count(report, code):
    return int(report.kpi(code).this.value)


def per_cent(report, code):
    return figures.percent(report.kpi(code).this)


@pytest.mark.parametrize(("code", "key"), [
    ("opening", "opening"), ("new", "new"), ("withdrawn", "withdrawn"), ("new_net", "new_net"), ("closed", "closed"),
    ("ending", "ending"),
])
def test_counts(report, code, key):
    assert count(report, code) == ORACLE[key]


def test_the_roll_forward_adds_up(report):
    flow = report.flow_total
    assert (flow.opening, flow.new, flow.withdrawn, flow.closed, flow.ending) == (3, 12, 1, 11, 3)
    assert flow.to_handle == 14
    assert flow.opening + flow.new - flow.withdrawn - flow.closed == flow.ending
    assert [(row.key, row.opening, row.new, row.withdrawn, row.closed, row.ending) for row in report.flow] == [
        ("P1", 0, 1, 0, 1, 0), ("P2", 1, 2, 0, 3, 0), ("P3", 1, 6, 0, 5, 2), ("P4", 1, 3, 1, 2, 1),
    ]


@pytest.mark.parametrize(("code", "key"), [
    ("closure_rate", "closure_rate"), ("same_month_rate", "same_month_closure"),
    ("on_time_rate", "on_time_rate_due_based"), ("on_time_closed_rate", "on_time_rate_closed_based"),
    ("reopen_rate", "reopen_rate"), ("repeat_rate", "repeat_rate"), ("valid_rate", "justified_rate"),
    ("satisfied_rate", "handling_satisfied_rate"),
])
def test_rates(report, code, key):
    assert per_cent(report, code) == Decimal(str(ORACLE[key]))


def test_rates_name_their_denominators(report):
    on_time = report.kpi("on_time_rate").this
    assert (on_time.top, on_time.base) == (ORACLE["on_time"], ORACLE["due_in_month"])
    assert (report.kpi("closure_rate").this.top, report.kpi("closure_rate").this.base) == (11, 14)


def test_handling_days(report):
    times = report.timeliness
    assert figures.rounded(times.mean_days) == Decimal(str(ORACLE["avg_handling_wd"]))
    assert times.median_days.value == ORACLE["median_handling_wd"]
    assert times.p90_days.value == 9


def test_what_is_open_and_overdue(report):
    assert [case.number for case in report.open_cases] == ["K10", "K13", "K14"]
    assert [case.number for case in report.timeliness.overdue] == ORACLE["overdue_open"]
    assert [case.days_overdue for case in report.open_cases] == [3, 1, 0]
    assert [(row.first, row.count) for row in report.timeliness.ages] == [(0, 1), (4, 0), (8, 2), (16, 0)]
    assert count(report, "overdue_open") == 2


def test_the_pareto_table(report):
    assert [
        [NAMES[row.key], row.count, float(figures.percent(row.share)), float(figures.percent(row.cumulative))]
        for row in report.categories
    ] == ORACLE["pareto"]
    assert [NAMES[key] for key in report.vital_few] == ORACLE["vital_few"]
    assert [row.last.value for row in report.categories] == [1, 1, 1, 0, 0]
    assert [(detail.category, len(detail.rows)) for detail in report.details] == [("10", 5), ("20", 2), ("30", 1)]


def test_what_customers_thought(report):
    attitude = report.attitude
    assert attitude.answered == ORACLE["handling_n"]
    assert figures.rounded(attitude.mean, 2) == Decimal(str(ORACLE["handling_score_mean"]))
    assert figures.percent(attitude.satisfied_rate) == Decimal(str(ORACLE["handling_satisfied_rate"]))
    assert figures.percent(attitude.response_rate) == Decimal("90.9")
    assert attitude.counts == ((5, 2), (4, 3), (3, 2), (2, 2), (1, 1))


def test_compensation(report):
    assert report.cost.compensation_cents == ORACLE["compensation"] * 100
    assert report.kpi("compensation").this.value == ORACLE["compensation"] * 100


def test_earlier_periods(report):
    row, inputs = report.kpi("new_net"), ORACLE["inputs"]
    assert row.last.value == inputs["last_month_net"]
    assert row.last_year.value == inputs["same_month_last_year_net"]
    assert row.to_date.value == inputs["ytd_net"]
    assert row.to_date_last_year.value == inputs["ytd_last_year_net"]
    changes = [figures.percent(figure) for figure in (row.mom, row.yoy, row.to_date_yoy)]
    assert changes == [Decimal(str(ORACLE[key])) for key in ("mom", "yoy", "ytd")]


def test_densities_and_what_nobody_recorded(report):
    assert figures.rounded(report.kpi("per_1000_orders").this) == Decimal(str(ORACLE["per1000orders"]))
    assert figures.rounded(report.kpi("per_100_customers").this) == Decimal(str(ORACLE["per100cust"]))
    assert report.kpi("per_1000_orders").last.reason == "no_data"
    assert report.kpi("acknowledged_rate").this.reason == "no_base"


def test_repeats_and_reopenings(report):
    (repeat,) = report.repeats
    assert (repeat.number, repeat.earlier_number, repeat.interval_days) == ("K11", "K05", 7)
    (reopened,) = report.reopenings
    assert (reopened.number, reopened.interval_days) == ("K09", 2)
    assert [(row.customer, row.count) for row in report.top_customers[:2]] == [("甲", 2), ("丁", 2)]


def test_targets_are_judged(report):
    judged = {row.code: row.attainment for row in report.kpis if row.target}
    assert judged["on_time_rate"] == "missed"
    assert judged["repeat_rate"] == "missed"
    assert judged["acknowledged_rate"] is None


def test_the_trend_ends_with_the_month(report):
    points = report.trend.points
    assert [str(points[0].month), str(points[-1].month), len(points)] == ["2025-08", "2026-07", 12]
    assert (points[-1].new_net.value, points[-1].new_net_last_year.value) == (11, 14)
    assert points[-1].on_time_rate == report.kpi("on_time_rate").this
    assert points[0].new_net_last_year.reason == "no_data"


def test_cost_of_poor_quality_matches_c35():
    oracle = ORACLES["C35_copq"]
    row = ORACLE["cases"][3]
    lines = tuple(CostLine(kind, oracle[kind] * 100) for kind in ("compensation", "returns", "logistics"))
    case = Case(id="1", number="1", received_at=moment(row["recv"]), events=events(row), costs=lines,
                handling_hours=Decimal("36.5"))
    bases = Bases(this=PeriodBase(sales_cents=125_000_000))
    cost = month_report([case], YearMonth(2026, 7), default_calendar(), bases=bases).cost
    assert cost.total_cents == int(oracle["total"]) * 100
    assert {row.kind: row.cents for row in cost.rows}["labour"] == int(oracle["labour"]) * 100
    assert figures.percent(cost.share_of_sales, 2) == Decimal(str(oracle["pct_sales"]))
