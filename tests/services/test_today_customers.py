"""What the day owes to customers: promises of visits without doubles, care dates, calls, long silence; what was put off."""

from datetime import datetime, timedelta

import pytest

from app.formats import from_local, local, today
from app.models import Customer, Employee, Visit
from app.models.care import CarePlan
from app.models.types import now_utc
from app.services import care, complaints, phone_memos, records, requests, settings, snoozes, visit_promises, visits
from app.services import today as day
from app.services.complaint_promises import promise
from app.services.today_desk import desk

DAY = timedelta(days=1)


@pytest.fixture
def firm(store):
    def fill(session):
        who = records.create(session, Employee, {"name": "陈立"})
        grades = {"金牌": "gold", "普通": "ordinary", "从未": None, "已约": "ordinary", "流失": "ordinary", "新近": "gold"}
        made = {name: records.create(session, Customer, {"name": name, "grade": grade, "owner_id": who})
                for name, grade in grades.items()}  # fmt: skip
        records.update(session, Customer, made["流失"], {"status": "lost"})
        for name, days in (("金牌", 40), ("普通", 100), ("已约", 120), ("流失", 200), ("新近", 20)):
            met = {"customer_id": made[name], "state": "done", "happened_at": now_utc() - timedelta(days=days), "purpose": "x"}
            made[f"met {name}"] = records.create(session, Visit, met)
        visits.plan(session, {"customer_id": made["已约"], "planned_on": today() + 30 * DAY})
        return made

    return store.write("x", fill).value


def _all(found):
    return [*found.late, *found.today, *found.soon, *found.apart]


def test_silence_is_told_longest_first_by_the_firms_intervals(store, firm):
    def silent(moment):
        return [(item.customer, item.what) for item in store.read(desk, moment).apart if item.kind == "silent"]

    now = now_utc()
    assert silent(now) == [("普通", "No contact for 100 days"), ("金牌", "No contact for 40 days")]
    assert [name for name, _what in silent(now + 91 * DAY)] == ["普通", "金牌", "新近", "从未"]
    store.write("x", settings.change, "visit.gap_days", 101)
    store.write("x", settings.change, "care.silent_days", {"gold": 41})
    assert silent(now) == []
    store.undo()
    store.write("x", snoozes.put_off, "customers", firm["金牌"], "silent", today() + DAY)
    assert silent(now) == []
    assert [name for name, _what in silent(now + DAY)] == ["普通", "金牌"]


def test_promises_stand_once_and_say_whose_they_are(store, firm):
    met = firm["met 普通"]

    def fill(session):
        records.update(session, Visit, met, {"promise": "报价", "promise_due": today()})
        visit_promises.add(session, met, {"name": "样品", "due_on": today() - DAY})
        visit_promises.add(session, met, {"name": "付款", "due_on": today() + DAY, "side": "them", "kind": "payment"})
        visit_promises.add(session, met, {"name": "以后", "due_on": today() + 9 * DAY})

    store.write("x", fill)
    now = now_utc()
    whole = day.with_desk(store.read(day.agenda, now), store.read(desk, now))
    found = [(item.kind, item.what, item.id) for item in (*whole.late, *whole.today, *whole.soon) if "promise" in item.kind]
    assert found == [("visit_promise", "样品", met), ("promise", "报价", met), ("their_promise", "付款", met)]


def test_care_dates_and_calls_to_return_stand_apart_or_at_their_hour(store, firm):
    noon = from_local(datetime.combine(today(), datetime.min.time().replace(hour=12)))

    def fill(session):
        records.create(session, CarePlan, {"name": "长期未联系", "occasion": "silent", "means": "phone"})
        care.add(session, {"customer_id": firm["普通"], "name": "开业十周年", "happens_on": today() + DAY, "remind_on": today()})
        call = {"caller": "王女士", "called_at": noon - DAY}
        for subject, by in (("有空再回", None), ("两点前回电", noon + timedelta(hours=2)), ("早该回", noon - timedelta(hours=2))):
            phone_memos.create(session, {**call, "subject": subject, "call_by": by})

    store.write("x", fill)
    found = store.read(desk, noon)
    assert [item.what for item in found.late if item.kind == "memo"] == ["早该回"]
    assert [item.what for item in found.today if item.kind == "memo"] == ["两点前回电"]
    apart = [(item.kind, item.what, item.due, item.note) for item in found.apart if item.kind != "silent"]
    said = f"开业十周年 · on {(today() + DAY).isoformat()}"
    assert apart == [("memo", "有空再回", None, "called yesterday"), ("care", said, today(), "")]
    (only,) = [item for item in found.apart if item.kind == "care"]
    store.write("x", care.done, only.source)
    assert [item.kind for item in store.read(desk, noon).apart if item.kind == "care"] == []


def test_every_kind_of_item_is_put_off_and_comes_back(store, firm):
    """What is put off and what is hidden are named alike; in the lists of the first rows and of the desk."""
    given = {"customer_id": firm["普通"], "received_at": now_utc() - 20 * DAY}

    def fill(session):
        case = complaints.register(session, {**given, "subject": "破损", "severity": "S3"})
        promise(session, case, "回电", now_utc() - DAY, at=now_utc() - 2 * DAY)
        requests.register(session, {**given, "subject": "报修", "kind": "repair", "level": "5"})
        records.update(session, Customer, firm["流失"], {"status": "prospect", "next_touch_on": today()})
        visits.plan(session, {"customer_id": firm["普通"], "planned_on": today()})
        step = {"promise": "报价", "promise_due": today(), "next_step": "再访", "next_on": today()}
        records.update(session, Visit, firm["met 金牌"], step)
        visit_promises.add(session, firm["met 金牌"], {"name": "样品", "due_on": today()})
        visit_promises.add(session, firm["met 金牌"], {"name": "付款", "due_on": today(), "side": "them"})
        care.add(session, {"customer_id": firm["普通"], "name": "开业", "happens_on": today()})
        phone_memos.create(session, {"caller": "王", "subject": "回电"})

    store.write("x", fill)

    def items(moment):
        whole = day.with_desk(store.read(day.agenda, moment), store.read(desk, moment))
        return [*_all(whole)]

    now = now_utc()
    before = items(now)
    kinds = {item.kind for item in before}
    assert kinds >= {"complaint", "case_promise", "request", "approach", "visit", "promise", "next_step", "visit_promise",
                     "their_promise", "care", "memo", "silent"}  # fmt: skip
    assert len({item.key for item in before}) == len(before)
    for item in before:
        store.write("x", snoozes.put_off, *item.key, today() + DAY)
        assert item.key not in {each.key for each in items(now)}
    assert items(now) == []
    assert {item.key for item in items(now + DAY)} >= {item.key for item in before if item.kind != "update"}
    for item in before:
        store.write("x", snoozes.bring_back, *item.key)
    assert {item.key for item in items(now)} == {item.key for item in before}
    assert local(now).date() == today()
