"""What joins the day after the first rows: transfers, promises, progress, requests, improvements, near deadlines."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.formats import from_local, local
from app.models import Customer, Employee, Visit
from app.models.complaint_parts import Promise
from app.models.improvement import Improvement
from app.models.types import now_utc
from app.services import complaint_transfers, complaints, lists, records, requests, settings, today
from app.services.lists import Filter, ListQuery
from app.services.today_desk import desk

MONDAY = from_local(datetime(2026, 7, 6, 10))
DAY = timedelta(days=1)


@pytest.fixture
def people(store):
    return [store.write("x", records.create, Employee, {"name": name, "role": "owner"}).value for name in ("陈立", "周敏")]


@pytest.fixture
def customer(store):
    return store.write("x", records.create, Customer, {"name": "华信钢构有限公司"}).value


def test_the_desk_joins_the_day_in_its_order(store, people, customer):
    given = {"customer_id": customer, "subject": "法兰超差", "severity": "S2", "received_at": MONDAY}
    case = store.write("x", complaints.register, given).value
    for name, due in (("寄样", MONDAY + DAY), ("回电", MONDAY + timedelta(hours=2)), ("早已答应", MONDAY - DAY)):
        store.write("x", records.create, Promise, {"complaint_id": case, "name": name, "due_at": due})
    kept = {"complaint_id": case, "name": "兑现了", "due_at": MONDAY, "kept_at": MONDAY}
    visit = store.write("x", records.create, Visit, {"customer_id": customer, "kind": "visit", "state": "planned"}).value
    for values in (kept, {"visit_id": visit, "name": "拜访的承诺", "due_at": MONDAY}):
        store.write("x", records.create, Promise, values)
    asked = {"customer_id": customer, "subject": "报修", "kind": "repair", "level": "5", "received_at": MONDAY}
    repair = store.write("x", requests.register, asked).value
    done = store.write("x", requests.register, {**asked, "subject": "已取消"}).value
    store.write("x", requests.take, done, "cancel", {"notes": "不修了"})
    plan = {"name": "排程前核对库存", "owner_id": people[0], "due_on": local(MONDAY).date(), "state": "plan"}
    store.write("x", records.create, Improvement, plan)
    found = store.read(desk, MONDAY)
    told = [item for item in (*found.late, *found.today, *found.soon) if item.kind == "report"]
    assert len(told) <= 1  # last month's report, by the day the test runs on
    assert all(item.what == f"Complaint report of {item.state}" for item in told)
    assert [(item.kind, item.what) for item in found.late if item not in told] == [("case_promise", "早已答应")]
    assert {(item.kind, item.what, item.id) for item in found.today if item.kind != "improvement"} >= {
        ("case_promise", "回电", case), ("request", "报修", repair)}  # fmt: skip
    soon = [(item.kind, item.what) for item in found.soon if item.kind != "update" and item not in told]
    assert soon == [("case_promise", "寄样")]
    assert all(item.customer == "华信钢构有限公司" for item in (*found.late, *found.soon) if item not in told)
    whole = today.with_desk(store.read(today.agenda, MONDAY), found)
    assert whole.first == whole.late[0]
    assert [item.kind for item in whole.today].index("case_promise") < [item.kind for item in whole.today].index("request")
    later = store.read(desk, MONDAY + timedelta(minutes=31))
    assert "报修" in [item.what for item in later.late]


def test_a_transfer_waits_for_its_receiver_and_near_deadlines_are_told(store, people, customer):
    given = {"customer_id": customer, "subject": "法兰超差", "severity": "S2"}
    case = store.write("x", complaints.register, given).value
    store.actor = people[0]
    store.write("x", complaint_transfers.hand_over, case, people[1])
    waiting = []
    for who in people:
        store.write("x", settings.change, "me", str(who))
        shown = store.read(desk, now_utc())
        waiting.append([item.id for item in (*shown.late, *shown.today, *shown.soon) if item.kind == "transfer"])
    assert waiting == [[], [case]]
    for hours in range(0, 400, 12):
        found = store.read(desk, now_utc() + timedelta(hours=hours))
        if found.nudges:
            break
    assert found.nudges
    assert {each.percent for each in found.nudges} <= {50, 80}
    assert found.nudges[0].id == case


def test_what_waits_to_be_accepted_is_a_view_of_the_list_with_its_count(store, people, customer):
    given = {"customer_id": customer, "severity": "S2"}
    cases = [store.write("x", complaints.register, {**given, "subject": name}).value for name in "甲乙"]
    store.actor = people[0]
    store.write("x", complaint_transfers.hand_over, cases[1], people[1])
    query = ListQuery("complaints", ("subject",), "next_due")
    asked = {who: replace(query, filters=(Filter("id", "handed", who),)) for who in ((people[0],), (people[1],), ())}
    assert [store.read(lists.ids, each) for each in asked.values()] == [[], [cases[1]], [cases[1]]]
    assert [store.read(lists.count, each) for each in asked.values()] == [0, 1, 1]
    assert store.read(complaints.summary).to_accept == 1
    store.write("x", settings.change, "me", str(people[0]))
    assert store.read(complaints.summary).to_accept == 0
    store.write("x", settings.change, "me", str(people[1]))
    assert store.read(complaints.summary).to_accept == 1
    store.actor = people[1]
    store.write("x", complaint_transfers.accept, cases[1])
    assert (store.read(complaints.summary).to_accept, store.read(lists.ids, asked[(people[1],)])) == (0, [])
