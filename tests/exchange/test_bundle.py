"""Changes between two laptops: what one person did on a copy comes in on the owner's machine, field by field."""

import shutil
from datetime import UTC, date, datetime, timedelta

import pytest
import python_calamine

from app.errors import ConflictError, ValidationError
from app.exchange.bundle_in import LABEL, apply_changes, changes_anything, read_bundle
from app.exchange.bundle_out import write_changes
from app.exchange.bundle_plan import plan_changes
from app.exchange.listing import listing
from app.models import ComplaintEvent, Contact, Customer, Visit
from app.models.firm_lists import CustomField
from app.services import complaints, customer_parts, merge, phone_memos, records
from app.store.changes import Label
from app.store.own_fields import publish_own_fields
from app.store.since import touched_since
from app.store.store import open_file
from app.store.verify import verify

ENTITIES = ("customers", "contacts", "visits", "complaints")


@pytest.fixture
def two(store, data_file, tmp_path):
    """The owner's file and a copy of it on a salesperson's laptop."""
    first, second = store.write("Two", records.create_many, Customer, [
        {"name": "甲公司", "phone": "1", "address": "A"}, {"name": "乙公司", "phone": "2"},
    ]).value  # fmt: skip
    person = store.write("P", records.create, Contact, {"name": "王芳", "customer_id": first}).value
    field = store.write("F", records.create, CustomField, {"target": "customers", "name": "颜色", "kind": "line"}).value
    copy = tmp_path / "laptop.db"
    shutil.copy(data_file, copy)
    for suffix in ("-wal", "-shm"):
        if data_file.with_name(data_file.name + suffix).exists():
            shutil.copy(data_file.with_name(data_file.name + suffix), copy.with_name(copy.name + suffix))
    laptop = open_file(copy)
    yield store, laptop, {"first": first, "second": second, "person": person, "colour": f"own.{field.hex}"}
    laptop.close()


BEGIN = datetime.now(UTC) - timedelta(days=1)


def hand_over(source, target, path, since=None, chosen=()):
    moment = since or BEGIN
    source.read(lambda session: write_changes(session, path, touched_since(session, moment, None)))
    made = target.read(plan_changes, read_bundle(path))
    if changes_anything(made, chosen):
        target.write(Label(LABEL, {"file": path.name}), apply_changes, made, chosen)
    return made


def everything(store):
    return {entity: store.read(listing, entity) for entity in ENTITIES}


def work(laptop, ids):
    laptop.write("1", records.update, Customer, ids["first"], {"phone": "11", ids["colour"]: "红", "notes": "长" * 40_000})
    fresh = {"name": "=丙()", "parent_id": ids["first"], "founded": date(2001, 2, 3)}
    new = laptop.write("2", records.create, Customer, fresh).value
    laptop.write("3", records.create, Contact, {"name": "李明", "customer_id": new, "reports_to_id": ids["person"]})
    laptop.write("4", records.create, Visit, {"customer_id": new, "planned_on": date(2026, 12, 1), "purpose": "谈价格"})
    laptop.write("5", records.update, Contact, ids["person"], {"title": "采购经理"})
    laptop.write("6", records.delete, Customer, [ids["second"]])
    return new


def test_a_salespersons_changes_come_in_on_the_owners_machine(two, tmp_path):
    owner, laptop, ids = two
    mark = datetime.now(UTC)
    work(laptop, ids)
    before = everything(owner)
    made = hand_over(laptop, owner, tmp_path / "out.xlsx", mark)
    assert made.counts() == {"created": 3, "taken": 5, "same": 0, "conflict": 0, "refused": 0}
    assert everything(owner) == everything(laptop)
    said = {(line.title, line.label): (line.before, line.here, line.after) for line in made.lines}
    assert said["甲公司", "Phone"] == ("1", "1", "11")
    assert said["甲公司", "颜色"] == ("", "", "红")
    again = hand_over(laptop, owner, tmp_path / "out.xlsx", mark)
    assert again.counts()["taken"] == again.counts()["created"] == 0
    owner.undo()
    assert everything(owner) == before


def test_lines_of_a_customers_file_and_phone_memos_travel_as_well(two, tmp_path):
    owner, laptop, ids = two
    mark = datetime.now(UTC)
    contract = {"kind": "contract", "name": "框架合同", "number": "HT-1", "ends_on": date(2026, 9, 30)}
    laptop.write("1", customer_parts.add, "agreements", ids["first"], contract)
    laptop.write("2", phone_memos.create, {"customer_id": ids["first"], "subject": "催货"})
    hand_over(laptop, owner, tmp_path / "out.xlsx", mark)
    ((line, _titles),) = owner.read(customer_parts.listed, "agreements", ids["first"])
    assert {key: line[key] for key in contract} == contract
    assert [memo.subject for memo in owner.read(phone_memos.open_for)] == ["催货"]


def test_both_directions_end_equal(two, tmp_path):
    owner, laptop, ids = two
    mark = datetime.now(UTC)
    work(laptop, ids)
    owner.write("x", records.update, Customer, ids["first"], {"address": "B"})
    owner.write("y", records.create, Customer, {"name": "丁公司"})
    hand_over(laptop, owner, tmp_path / "to.xlsx", mark)
    hand_over(owner, laptop, tmp_path / "back.xlsx", mark)
    by_name = [{one["name"]: one for one in store.read(listing, "customers")} for store in (owner, laptop)]
    assert by_name[0] == by_name[1]
    assert by_name[0]["甲公司"]["address"] == "B"


def test_what_changed_on_both_sides_is_left_alone_unless_asked(two, tmp_path):
    owner, laptop, ids = two
    mark = datetime.now(UTC)
    laptop.write("x", records.update, Customer, ids["first"], {"phone": "22", "address": "L"})
    owner.write("x", records.update, Customer, ids["first"], {"phone": "33"})
    made = hand_over(laptop, owner, tmp_path / "a.xlsx", mark)
    assert made.counts() == {"created": 0, "taken": 1, "same": 0, "conflict": 1, "refused": 0}
    (conflict,) = [line for line in made.lines if line.verdict == "conflict"]
    assert (conflict.before, conflict.here, conflict.after) == ("1", "33", "22")
    found = owner.read(records.get, Customer, ids["first"])
    assert (found["phone"], found["address"]) == ("33", "L")
    hand_over(laptop, owner, tmp_path / "a.xlsx", mark, chosen={(ids["first"], "phone")})
    assert owner.read(records.get, Customer, ids["first"])["phone"] == "22"
    owner.undo()
    assert owner.read(records.get, Customer, ids["first"])["phone"] == "33"


def test_complaints_travel_with_their_log(two, tmp_path):
    owner, laptop, ids = two
    mark = datetime.now(UTC)
    case = {"customer_id": ids["first"], "subject": "漏", "text": "漏", "received_at": mark}
    laptop.write("C", complaints.import_cases, [case])
    made = hand_over(laptop, owner, tmp_path / "a.xlsx", mark)
    assert made.counts()["created"] == 2
    assert everything(owner)["complaints"] == everything(laptop)["complaints"]
    logs = [
        store.read(lambda session: [(one.id, one.action, one.at) for one in session.query(ComplaintEvent)]) for store in two[:2]
    ]
    assert logs[0] == logs[1]
    assert len(logs[0]) == 1


def test_the_sheets_can_be_read_by_people_and_hide_what_only_the_program_needs(two, tmp_path):
    _owner, laptop, ids = two
    mark = datetime.now(UTC)
    laptop.write("x", records.update, Customer, ids["first"], {"phone": "22"})
    path = tmp_path / "a.xlsx"
    laptop.read(lambda session: write_changes(session, path, touched_since(session, mark, None)))
    book = python_calamine.load_workbook(str(path))
    assert book.sheet_names == list(ENTITIES)
    rows = book.get_sheet_by_name("customers").to_python()
    assert (rows[0][2:], rows[1][3:]) == (["Number", "Name", "What changed"], ["甲公司", "Phone: 1 → 22"])
    other = tmp_path / "other.csv"
    other.write_text("Name\nA\n", encoding="utf-8")
    with pytest.raises(ValidationError, match="no file of changes"):
        read_bundle(other)


def test_only_the_wanted_persons_changes_since_the_day(two, tmp_path):
    from uuid import uuid4

    _owner, laptop, ids = two
    laptop.actor = uuid4()
    mark = datetime.now(UTC)
    laptop.write("x", records.update, Customer, ids["first"], {"phone": "5"})
    laptop.actor = me = uuid4()
    laptop.write("x", records.update, Customer, ids["second"], {"phone": "6"})
    laptop.write("x", records.update, Customer, ids["second"], {"phone": "2"})
    laptop.write("x", records.update, Customer, ids["second"], {"fax": "7"})
    found = laptop.read(touched_since, mark, me)
    assert [(one.id, one.before) for one in found] == [(ids["second"], {"phone": "2", "fax": None})]
    assert len(laptop.read(touched_since, mark, None)) == 2
    assert laptop.read(touched_since, mark + timedelta(days=1), None) == []
    path = tmp_path / "a.xlsx"
    assert laptop.read(lambda session: write_changes(session, path, touched_since(session, mark, me))) == 1


def test_rows_that_mean_nothing_here_are_named(two, store, template, tmp_path):
    _owner, laptop, ids = two
    mark = datetime.now(UTC)
    laptop.write("x", records.update, Customer, ids["first"], {"phone": "22"})
    path = tmp_path / "a.xlsx"
    laptop.read(lambda session: write_changes(session, path, touched_since(session, mark, None)))
    stranger = open_file(shutil.copy(template, tmp_path / "stranger.db"))
    try:
        made = stranger.read(plan_changes, read_bundle(path))
        assert made.counts() == {"created": 0, "taken": 0, "same": 0, "conflict": 0, "refused": 1}
        assert not changes_anything(made)
    finally:
        stranger.close()


def test_what_both_laptops_knew_before_the_copy_is_no_conflict(two, tmp_path):
    owner, laptop, ids = two  # made today, before the copy: the file of today's changes tells of it as new
    laptop.write("x", records.update, Customer, ids["first"], {"phone": "2"})
    laptop.write("x", records.update, Customer, ids["first"], {"phone": "3"})
    owner.write("x", records.update, Customer, ids["first"], {"address": "B"})
    made = hand_over(laptop, owner, tmp_path / "a.xlsx")
    assert made.counts() == {"created": 0, "taken": 1, "same": 0, "conflict": 0, "refused": 0}
    found = owner.read(records.get, Customer, ids["first"])
    assert (found["phone"], found["address"]) == ("3", "B")


def test_a_customer_in_the_bin_takes_its_people_along_and_brings_them_back(two, tmp_path):
    owner, laptop, ids = two
    mark = datetime.now(UTC)
    laptop.write("x", records.delete, Customer, [ids["first"]])
    hand_over(laptop, owner, tmp_path / "a.xlsx", mark)
    assert everything(owner) == everything(laptop)
    laptop.undo()
    laptop.write("x", records.update, Contact, ids["person"], {"title": "经理"})
    made = hand_over(laptop, owner, tmp_path / "a.xlsx", mark)
    assert made.counts()["refused"] == 0
    assert everything(owner) == everything(laptop)
    assert verify(owner).whole


def test_merged_customers_are_merged_here_too_with_what_only_this_laptop_hung_on_them(two, tmp_path):
    owner, laptop, ids = two
    mark = datetime.now(UTC)
    laptop.write("x", merge.merge, Customer, ids["second"], ids["first"])
    late = owner.write("x", records.create, Contact, {"name": "迟来", "customer_id": ids["first"]}).value
    before = everything(owner)
    made = hand_over(laptop, owner, tmp_path / "a.xlsx", mark)
    assert made.counts()["refused"] == 0
    assert everything(owner)["customers"] == everything(laptop)["customers"]
    for person in (ids["person"], late):
        found = owner.read(records.get, Contact, person)
        assert (found["customer_id"], found["deleted_at"]) == (ids["second"], None)
    assert verify(owner).whole
    owner.undo()
    assert everything(owner) == before


def test_what_was_changed_back_after_an_earlier_file_is_changed_back_here_too(two, tmp_path):
    owner, laptop, ids = two
    mark = datetime.now(UTC)
    laptop.write("x", records.update, Customer, ids["first"], {"phone": "9", ids["colour"]: "红"})
    hand_over(laptop, owner, tmp_path / "a.xlsx", mark)
    laptop.write("x", records.update, Customer, ids["first"], {"phone": "1", ids["colour"]: None})
    made = hand_over(laptop, owner, tmp_path / "b.xlsx", mark)
    assert made.counts() == {"created": 0, "taken": 2, "same": 0, "conflict": 0, "refused": 0}
    assert everything(owner) == everything(laptop)


def test_what_was_changed_here_after_the_preview_is_not_overwritten(two, tmp_path):
    owner, laptop, ids = two
    mark, path = datetime.now(UTC), tmp_path / "a.xlsx"
    laptop.write("x", records.update, Customer, ids["first"], {"phone": "9"})
    laptop.write("x", records.create, Customer, {"name": "新公司"})
    laptop.read(lambda session: write_changes(session, path, touched_since(session, mark, None)))
    plan = owner.read(plan_changes, read_bundle(path))
    owner.write("x", records.update, Customer, ids["first"], {"phone": "7"})
    with pytest.raises(ConflictError):
        owner.write("x", apply_changes, plan)
    assert owner.read(records.get, Customer, ids["first"])["phone"] == "7"
    again = owner.read(plan_changes, read_bundle(path))
    owner.write("x", apply_changes, again)
    with pytest.raises(ConflictError):  # pressed twice
        owner.write("x", apply_changes, again)


def test_an_own_field_that_only_the_other_laptop_has_is_named(two, tmp_path):
    owner, laptop, ids = two
    mark = datetime.now(UTC)
    added = laptop.write("F", records.create, CustomField, {"target": "customers", "name": "罐容", "kind": "line"}).value
    laptop.write("x", records.update, Customer, ids["first"], {f"own.{added.hex}": "5 吨"})
    laptop.write("x", records.create, Customer, {"name": "新公司", f"own.{added.hex}": "6 吨"})
    path = tmp_path / "a.xlsx"
    laptop.read(lambda session: write_changes(session, path, touched_since(session, mark, None)))
    owner.read(publish_own_fields)
    made = owner.read(plan_changes, read_bundle(path))
    assert made.counts() == {"created": 1, "taken": 0, "same": 0, "conflict": 0, "refused": 2}
    assert [(line.title, line.label, line.after) for line in made.lines] == [
        ("甲公司", "Own field", "5 吨"), ("新公司", "Own field", "6 吨"),
    ]  # fmt: skip
    owner.write("x", apply_changes, made)
    assert verify(owner).whole


def test_a_value_that_no_field_takes_any_more_is_left_out_and_the_rest_comes_in(two, tmp_path):
    owner, laptop, ids = two
    fresh = laptop.write("new", records.create, Customer, {"name": "新公司", "terms_days": 30, "phone": "7"}).value

    def long_ago(session):
        for key in (fresh, ids["first"]):
            session.get(Customer, key).terms_days = -30

    laptop.write("before there was a check", long_ago)
    laptop.write("phone", records.update, Customer, ids["first"], {"phone": "99"})
    made = hand_over(laptop, owner, tmp_path / "out.xlsx")
    told = {(line.title, line.key): line.reason for line in made.lines if line.verdict == "refused"}
    assert told == dict.fromkeys([("新公司", "terms_days"), ("甲公司", "terms_days")], "It can't be less than zero.")
    found = {one["name"]: (one["phone"], one["terms_days"]) for one in owner.read(listing, "customers")}
    assert (found["新公司"], found["甲公司"]) == (("7", None), ("99", None))
    assert verify(owner).whole
