"""A colleague's file of changes and the complaints that are here: their steps come in where they go on from here, and nothing
but steps changes a complaint's state, deadlines and owners."""

import shutil
from datetime import timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from app.exchange.bundle_in import apply_changes, changes_anything, read_bundle
from app.exchange.bundle_out import write_changes
from app.exchange.bundle_plan import plan_changes
from app.formats import today
from app.models import Complaint, Customer, Employee
from app.models.types import now_utc
from app.safety.complaint_rounds import tick
from app.services import complaint_clock, complaint_parts_lines, complaint_transfers, complaints, records
from app.store.changes import Label
from app.store.notes import note
from app.store.since import touched_since
from app.store.store import open_file
from app.store.verify import verify


@pytest.fixture
def two(store, data_file, tmp_path):
    """The owner's file with a complaint just registered, and a copy of it on a salesperson's laptop."""
    people = [store.write("E", records.create, Employee, {"name": name}).value for name in ("陈立", "王桥")]
    customer = store.write("C", records.create, Customer, {"name": "甲公司"}).value
    told = {"customer_id": customer, "subject": "漏油", "severity": "S2", "first_owner_id": people[0], "publicity": True}
    cases = [store.write("R", complaints.register, told).value for _number in range(3)]
    copy = tmp_path / "laptop.db"
    for suffix in ("", "-wal"):
        if (source := data_file.with_name(data_file.name + suffix)).exists():
            shutil.copy(source, copy.with_name(copy.name + suffix))
    laptop = open_file(copy)
    yield SimpleNamespace(owner=store, laptop=laptop, people=people, cases=cases, mark=now_utc(), path=tmp_path / "a.xlsx")
    laptop.close()


def bring(two, touched=None):
    """The file of the laptop's changes, taken over with every conflict decided for the file."""
    two.laptop.read(lambda session: write_changes(session, two.path, touched or touched_since(session, two.mark, None)))
    plan = two.owner.read(plan_changes, read_bundle(two.path))
    chosen = {(line.id, line.key) for line in plan.lines if line.verdict == "conflict"}
    if changes_anything(plan, chosen):
        two.owner.write("x", apply_changes, plan, chosen)
    assert verify(two.owner).whole
    return plan


def row(store, case):
    return store.read(records.get, Complaint, case)


def steps(store, case):
    return [(entry.action, entry.from_state, entry.to_state) for entry in store.read(complaints.log, case) if entry.stands]


def told(plan, case):
    return {line.key: (line.verdict, line.reason) for line in plan.lines if line.id == case}


def test_steps_that_go_on_from_here_come_in_with_what_they_set(two):
    case, plain, priced = two.cases
    for store in (two.owner, two.laptop):  # the program raises them on both sides
        note(store, Label("x"), complaint_clock.run)
    handler = {"category": "10.1", "urgency": "U2", "handler_id": two.people[1]}
    two.laptop.write("a", complaints.step, case, "T02", {"channel": "phone"})
    two.laptop.write("b", complaints.step, case, "T04", handler)
    two.laptop.write("c", complaints.step, case, "T29", {"severity": "S3"}, "更急")
    two.laptop.write("d", complaints.amend, plain, {"description": "接头处", "validity": "valid"})
    two.owner.write("e", complaint_parts_lines.add, "recoveries", priced, {"kind": "refund", "amount": 20_000})
    two.laptop.write("f", complaints.amend, priced, {"compensation": 99})
    two.laptop.write("g", complaint_parts_lines.add, "recoveries", priced, {"kind": "discount", "amount": 5_000})
    plan = bring(two)
    assert plan.counts()["refused"] == 0
    here, there = row(two.owner, case), row(two.laptop, case)
    assert {key for key in here if here[key] != there[key]} <= {"row_version", "updated_at", "doc", "created_at"}
    assert steps(two.owner, case) == steps(two.laptop, case)
    assert {two.owner.read(complaint_clock.escalations, each) for each in two.cases} == {1}
    assert (row(two.owner, plain)["description"], row(two.owner, priced)["compensation"]) == ("接头处", 25_000)  # invariant (vi)
    two.owner.undo()
    assert (row(two.owner, case)["state"], len(steps(two.owner, case))) == ("S10", 2)
    assert row(two.owner, priced)["compensation"] == 20_000


def wait_in_vain(store, case):
    """The customer is asked; the time runs out, and the program goes on by itself."""
    store.write("w", complaints.step, case, "T08", {"waiting_for": "photo"})
    note(store, Label("x"), lambda session: records.update(session, Complaint, case, {"waiting_until": today() - timedelta(30)}))
    tick(store)
    assert row(store, case)["state"] == "S40"


def test_the_programs_second_step_of_a_kind_is_not_taken_for_its_first(two):
    case = two.cases[0]
    for code, values in (("T02", {"channel": "phone"}), ("T04", {"category": "10.1", "handler_id": two.people[0]}), ("T06", {})):
        two.laptop.write("a", complaints.step, case, code, values)
    wait_in_vain(two.laptop, case)
    bring(two)
    two.mark = now_utc()
    wait_in_vain(two.laptop, case)
    plan = bring(two)
    assert plan.counts()["refused"] == 0
    assert steps(two.owner, case) == steps(two.laptop, case)
    assert [step for step, _from, _to in steps(two.owner, case)].count("T09") == 2
    assert row(two.owner, case)["state"] == "S40"


def test_steps_that_contradict_what_happened_here_stay_outside_with_all_they_set(two):
    case, closed, _third = two.cases
    two.laptop.write("a", complaints.step, case, "T02", {"channel": "wechat"})
    two.laptop.write("b", complaint_transfers.hand_over, case, two.people[1], "会修")
    two.laptop.write("c", complaints.amend, case, {"place": "仓库"})
    two.laptop.write("d", complaints.amend, closed, {"place": "仓库"})
    two.owner.write("e", complaints.withdraw, case, "误会")
    two.owner.write("f", complaints.withdraw, closed, "误会")
    before = [(row(two.owner, each), steps(two.owner, each)) for each in two.cases]
    plan = bring(two)
    assert [(row(two.owner, each), steps(two.owner, each)) for each in two.cases] == before
    assert not two.owner.read(complaint_transfers.of, case)
    assert {verdict for verdict, _reason in told(plan, case).values()} == {"refused"}
    assert "another step here" in told(plan, case)["state"][1]
    assert told(plan, closed)["place"] == ("refused", "An archived complaint is only read. Undo the archiving first.")
    refused = [line for line in plan.lines if line.entity in ("complaint_events", "transfers", "promises")]
    assert {(line.title, line.verdict) for line in refused} == {("漏油", "refused")}
    assert len(refused) == 4


def test_what_only_steps_set_is_not_taken_without_them(two):
    case, other, _third = two.cases
    forged = {"state": "S80", "first_owner_id": two.people[1], "next_due": None, "closed_at": now_utc(),
              "handler_id": two.people[1], "priority": "P4", "place": "仓库"}  # fmt: skip
    for each in (case, other):
        two.laptop.write("x", lambda session, each=each: session.execute(
            sa.update(Complaint.__table__).where(Complaint.__table__.c.id == each).values(forged)))  # fmt: skip
    two.owner.write("a", complaints.advance, other, "accept", {"category": "10.1", "handler_id": two.people[0], "urgency": "U2"})
    was = dict.fromkeys(forged, None) | {"state": "S10", "first_owner_id": two.people[0], "next_due": two.mark}
    touched = [SimpleNamespace(entity="complaints", id=each, made=False, former={}, before=was) for each in (case, other)]
    before = [row(two.owner, each) for each in (case, other)]
    plan = bring(two, touched)
    now = [row(two.owner, each) for each in (case, other)]
    life = ("state", "first_owner_id", "next_due", "closed_at")
    assert all(line.verdict != "conflict" for line in plan.lines if line.key in life)
    assert {key for key in now[1] if now[1][key] != before[1][key]} == {"place", "row_version", "updated_at"}
    assert {key for key in now[0] if now[0][key] != before[0][key]} == {"place", "row_version", "updated_at"}
    assert {key for key, (verdict, _why) in told(plan, case).items() if verdict == "refused"} == forged.keys() - {"place"}
    assert told(plan, case)["state"][1] == "Only steps change this. It stays as it is here."
