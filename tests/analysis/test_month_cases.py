"""The cases behind the figures, those worth telling, and names taken out of stories."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analysis.complaint_case import Case, CostLine, Event, FollowUp, Remedy
from app.analysis.complaint_month import month_report
from app.analysis.holidays_cn import default_calendar
from app.analysis.masking import masked, without_names
from app.analysis.periods import YearMonth

MONTH, START = YearMonth(2026, 7), datetime(2026, 7, 1, 9)
ENDS = {"open": [], "closed": [("T19", "S80")], "back": [("T19", "S80"), ("T22", "S40")], "withdrawn": [("T23", "S95")],
        "merged": [("T24", "S96")]}  # fmt: skip


def case(number, days=0, end="closed", **values):
    received = START + timedelta(days=days)
    steps = [Event("T01", received, "S00", "S10")]
    steps += [Event(code, received + timedelta(days=1 + place), "S10", to) for place, (code, to) in enumerate(ENDS[end])]
    given = {"severity": "S2", "urgency": "U2", "priority": "P3", "category": "10", "l2": "10.1", "validity": "valid"}
    return Case(id=str(number), number=f"K{number:02d}", received_at=received, events=tuple(steps),
                close_due=received + timedelta(days=3), **{**given, **values})  # fmt: skip


def report(cases):
    return month_report(cases, MONTH, default_calendar())


drawn = st.tuples(st.integers(-40, 29), st.sampled_from(list(ENDS)), st.sampled_from(["P1", "P2", None]),
                  st.sampled_from(["S1", "S4", None]), st.sampled_from([None, "10", "20"]))  # fmt: skip


@settings(max_examples=50)
@given(st.lists(drawn, max_size=20))
def test_a_figure_counts_the_cases_it_opens(rows):
    found = report([case(n, days, end, priority=p, severity=s, category=c) for n, (days, end, p, s, c) in enumerate(rows)])
    behind = {key: len(ids) for key, ids in found.members.items()}
    for code in ("opening", "new", "new_net", "withdrawn", "closed", "ending", "overdue_open"):
        assert found.kpi(code).this.value == behind.get(code, 0)
    for row in found.flow:
        columns = {"opening": row.opening, "new": row.new, "closed": row.closed, "ending": row.ending, "reopened": row.reopened,
                   "withdrawn": row.withdrawn, "gone": row.merged + row.converted}  # fmt: skip
        assert {key: behind.get(f"flow.{row.key}.{key}", 0) for key in columns} == columns
    for row in found.categories:
        assert behind.get(f"category.{row.key}", row.count) == row.count
    for each in found.breakdowns:
        assert all(behind.get(f"{each.dimension}.{row.key}") == row.count for row in each.rows)
    for row in found.timeliness.ages:
        assert behind.get(f"age.{row.first}", 0) == row.count
    on_time = found.kpi("on_time_rate").this
    assert (on_time.base or 0) == behind.get("due", 0)
    assert (on_time.base or 0) - (on_time.top or 0) == behind.get("due_missed", 0)


def test_the_gravest_dearest_and_most_stubborn_are_told():
    dear = (CostLine("compensation", 400_000),)
    cases = [
        case(1), case(2, severity="S4"), case(3, end="back", l2="10.2"), case(4, costs=dear, l2="20.1"),
        case(5, severity="S4", l2="10.1"), case(6, end="open", severity="S4"), case(7, end="withdrawn", severity="S4"),
    ]  # fmt: skip
    assert report(cases).typical == ("2", "3", "4")  # each of another problem, before a second one of the same
    assert report([case(1)]).typical == ()
    assert report([case(1, severity="S4"), case(2, severity="S4")]).typical == ("1", "2")


def test_remedies_fairness_and_risk():
    told = FollowUp(START + timedelta(days=2), 2, "Too slow", (4, 2, None), 1)
    done = (Remedy("cash", 5000), Remedy("apology"), Remedy("apology"))
    found = report([case(1, followups=(told,), remedies=done, customer_id="c", customer="C"),
                    case(2, end="open", customer_id="c", customer="C"), case(3, remedies=(Remedy("apology"),))])  # fmt: skip
    assert [(row.kind, row.count, row.cases, row.cents) for row in found.cost.remedies] == [
        ("apology", 3, 2, 0), ("cash", 1, 1, 5000)
    ]
    fairness = dict(found.attitude.fairness)
    assert [fairness[key].value for key in ("outcome", "process", "manner", "stays")] == [4, 2, None, 1]
    assert found.top_customers[0].signs == ("overdue", "dissatisfied")


@pytest.mark.parametrize(("text", "names", "plain"), [
    ("苏州精工打来电话，李明很生气", ["苏州精工", "李明"], "苏**打来电话，李**很生气"),
    ("Call ACME at 138 0013 8000 or a.b@acme.com", ["Acme"], "Call A** at *** or ***"),
    ("0512-68881234 来电", [], "*** 来电"),
    ("订单 20260701123 与 3 件", ["", "3"], "订单 20260701123 与 3 件"),
    ("王总说", ["王"], "王总说"),
])  # fmt: skip
def test_names_and_numbers_are_masked(text, names, plain):
    assert without_names(text, names) == plain
    assert masked(" 苏州精工 ") == "苏**"
    assert masked("") == ""


def test_a_firm_without_its_legal_form_and_chat_ids_are_masked_too():
    told = without_names("苏州精工说,微信号:abc_12345,wxid_88x", ["苏州精工有限公司"])
    assert told == "苏**说,微信号:***,***"
