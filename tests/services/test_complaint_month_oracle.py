"""THE ORACLE C31, seeded through the store: complaints, logs, follow-ups and the earlier periods' totals as records."""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from app.analysis import figures
from app.formats import from_local
from app.models import Complaint, ComplaintEvent, Customer
from app.services import complaint_due, complaints, records, settings
from app.services.complaint_people import walk_in

ORACLES = json.loads((Path(__file__).parents[1] / "oracles.json").read_text(encoding="utf-8"))
ORACLE = ORACLES["C31_complaint_month"]
VALIDITY = {"有效": "valid", "无效": "invalid"}
SEEDS = {(2026, 6): 6, (2026, 1): 10, (2026, 2): 8, (2026, 3): 10, (2026, 4): 10, (2026, 5): 10,
         (2025, 7): 14, (2025, 1): 10, (2025, 2): 9, (2025, 3): 10, (2025, 4): 10, (2025, 5): 11, (2025, 6): 11}  # fmt: skip


def moment(text):
    return from_local(datetime.fromisoformat(text)) if text else None


def state(row):
    return "S95" if row["wdr"] else "S80" if row["closed"] else "S10"


def complaint(row, customers):
    return {
        "number": row["id"], "subject": row["l2"], "customer_id": customers[row["cust"]], "received_at": moment(row["recv"]),
        "category": f"{row['cat_code']}.{row['l2']}", "priority": row["prio"], "validity": VALIDITY[row["validity"]],
        "state": state(row), "closed_at": moment(row["closed"]), "satisfaction": str(row["score"]) if row["score"] else None,
        "follow_up_at": moment(row.get("followup_at")), "compensation": row["comp"] * 100 if row["comp"] else None,
    }  # fmt: skip


def seed(session):
    customers = {name: records.create(session, Customer, {"name": name}) for name in sorted({r["cust"] for r in ORACLE["cases"]})}
    rows = [complaint(row, customers) for row in ORACLE["cases"]]
    ids = complaints.import_cases(session, rows)
    for key, row in zip(ids, ORACLE["cases"], strict=True):
        if row.get("first_closed"):
            _add(session, key, "T19", row["first_closed"], "S60", "S80")
            _add(session, key, "T22", row["reopened_at"], "S80", "S40")
        if row["wdr"]:
            event = next(e for e in complaints.log(session, key) if e.action == "import")
            session.get_one(ComplaintEvent, event.id).at = moment(row["wdr"])
    stranger = walk_in(session)
    complaints.import_cases(session, list(_earlier(stranger)))


def _add(session, key, action, when, before, after):
    values = {"complaint_id": key, "action": action, "at": moment(when), "from_state": before, "to_state": after}
    records.create(session, ComplaintEvent, values)


def _earlier(stranger):
    for (year, month), count in SEEDS.items():
        for number in range(count):
            at = from_local(datetime(year, month, 1 + number, 10))
            yield {"customer_id": stranger, "subject": "x", "received_at": at, "closed_at": at + timedelta(days=3),
                   "category": "99.1", "priority": "P4", "validity": "valid"}  # fmt: skip


@pytest.fixture
def report(store):
    store.write("Seeded", seed)
    return store.read(complaints.month, 2026, 7)


def test_every_count_and_rate_is_the_oracles(report):
    counts = {"opening": "opening", "new": "new", "withdrawn": "withdrawn", "new_net": "new_net", "closed": "closed",
              "ending": "ending"}  # fmt: skip
    assert {code: int(report.kpi(code).this.value) for code in counts} == {code: ORACLE[key] for code, key in counts.items()}
    rates = {"closure_rate": "closure_rate", "same_month_rate": "same_month_closure", "on_time_rate": "on_time_rate_due_based",
             "on_time_closed_rate": "on_time_rate_closed_based", "reopen_rate": "reopen_rate", "repeat_rate": "repeat_rate",
             "valid_rate": "justified_rate", "satisfied_rate": "handling_satisfied_rate"}  # fmt: skip
    found = {code: figures.percent(report.kpi(code).this) for code in rates}
    assert found == {code: Decimal(str(ORACLE[key])) for code, key in rates.items()}


def test_flow_days_and_lists(report):
    flow = report.flow_total
    assert (flow.opening, flow.new, flow.withdrawn, flow.closed, flow.ending, flow.to_handle) == (3, 12, 1, 11, 3, 14)
    assert figures.rounded(report.timeliness.mean_days) == Decimal(str(ORACLE["avg_handling_wd"]))
    assert (report.timeliness.median_days.value, report.timeliness.p90_days.value) == (ORACLE["median_handling_wd"], 9)
    assert [case.number for case in report.timeliness.overdue] == ORACLE["overdue_open"]
    assert [case.number for case in report.open_cases] == ["K10", "K13", "K14"]
    (repeat,), (reopened,) = report.repeats, report.reopenings
    assert (repeat.number, repeat.earlier_number, reopened.number) == ("K11", "K05", "K09")


def test_categories_attitude_money_and_earlier_periods(report):
    names = {"10": "质量", "20": "交付", "30": "服务", "61": "账务", "62": "价格"}
    assert [[names[row.key], row.count, float(figures.percent(row.share)), float(figures.percent(row.cumulative))]
            for row in report.categories] == ORACLE["pareto"]  # fmt: skip
    assert [names[key] for key in report.vital_few] == ORACLE["vital_few"]
    assert (report.attitude.answered, figures.rounded(report.attitude.mean, 2)) == (10, Decimal("3.30"))
    assert report.cost.compensation_cents == ORACLE["compensation"] * 100
    row = report.kpi("new_net")
    assert [figures.percent(figure) for figure in (row.mom, row.yoy, row.to_date_yoy)] == [
        Decimal(str(ORACLE[key])) for key in ("mom", "yoy", "ytd")
    ]
    assert report.kpi("per_1000_orders").this.reason == "no_data"


def test_due_dates_are_the_firms_own(report, store):
    due = {row["id"]: moment(row["due"]) for row in ORACLE["cases"]}
    found = store.read(lambda s: dict(s.query(Complaint.number, Complaint.close_due).filter(Complaint.number.in_(due)).all()))
    assert found == due


def test_only_what_the_month_needs_is_read(store):
    store.write("Seeded", seed)
    since, until = datetime(2026, 7, 1), datetime(2026, 8, 1)
    assert {case.number for case in store.read(complaints.cases, since, until)} == {row["id"] for row in ORACLE["cases"]}
    withdrawn = next(row for row in ORACLE["cases"] if row["wdr"])["id"]
    assert withdrawn in {case.number for case in store.read(complaints.cases, datetime(2026, 7, 23), until)}
    assert withdrawn not in {case.number for case in store.read(complaints.cases, datetime(2026, 7, 24), until)}


def test_an_undone_closing_is_open_in_the_month(store):
    store.write("Seeded", seed)
    key = store.read(lambda session: session.query(Complaint.id).filter(Complaint.number == "K14").scalar())
    store.write("x", complaints.withdraw, key, "A mistake")
    store.undo()
    (case,) = [case for case in store.read(complaints.cases, datetime(2026, 7, 1)) if case.number == "K14"]
    assert [(event.code, event.revoked) for event in case.events] == [("T01", False), ("T23", True)]
    assert "K14" in [case.number for case in store.read(complaints.month, 2026, 7).open_cases]


def test_goals_of_the_settings_are_the_targets(store):
    store.write("Seeded", seed)
    goals = {**settings.DEFAULTS["complaint.goals"], "closed_on_time": 0.5}
    store.write("x", settings.change, "complaint.goals", goals)
    row = store.read(complaints.month, 2026, 7).kpi("on_time_rate")
    assert (row.target.value, row.attainment) == (Decimal("0.5"), "met")


def test_an_import_keeps_what_the_file_says(store):
    when = from_local(datetime(2026, 7, 1, 9, 10))
    rows = [{"subject": "Late", "received_at": when, "number": "A-1", "severity": "S4"}, {"subject": "y", "received_at": when}]
    first, second = store.write("x", complaints.import_cases, rows).value
    found = store.read(records.get, Complaint, first)
    assert (found["number"], found["priority"], found["state"]) == ("A-1", "P1", "S10")
    assert found["next_due"] == found["acknowledge_due"] == when + timedelta(hours=2)
    assert store.read(records.get, Complaint, second)["number"] == "TS202607-0001"
    assert store.read(complaint_due.rules).targets["P1"].close.amount == 3
    store.undo()
    assert store.read(complaints.summary).open == 0
