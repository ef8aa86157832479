"""Customers: taking in, doubts that never block, completeness, the next step, the timeline."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from app.errors import ConflictError, ValidationError
from app.formats import today
from app.models import Complaint, Contact, Customer, Employee, Visit
from app.services import contacts, customer_file, customer_view, customers, field_doubts, file_fullness, past, records, timeline
from app.store import log
from app.store.store import Store

NOW = datetime(2026, 7, 31, 4, tzinfo=UTC)


def made(store: Store, entity: Any, **values: Any) -> UUID:
    found: UUID = store.write("make", records.create, entity, values).value
    return found


def customer(store: Store, **values: Any) -> UUID:
    return store.write("add", customers.add, values).value


def test_a_name_is_enough_and_the_rest_is_usual(store: Store) -> None:
    me = made(store, Employee, name="陈立")
    store.actor = me
    values = store.read(records.get, Customer, customer(store, name="华信钢构有限公司"))
    assert (values["code"], values["kind"], values["owner_id"], values["filled_by_id"]) == ("KH000001", "company", me, me)
    assert values["filled_on"] == today()


def test_a_customer_without_a_name_is_refused_beside_the_field(store: Store) -> None:
    with pytest.raises(ValidationError) as refused:
        customer(store, name="  ")
    assert refused.value.field == "name"


def test_a_credit_code_is_stored_tidy_and_a_wrong_check_digit_only_warns(store: Store) -> None:
    key = customer(store, name="A", credit_code="９１３5 0100 m000 1000 4x")
    assert store.read(records.get, Customer, key)["credit_code"] == "91350100M00010004X"
    assert field_doubts.code_warning("91350100M000100044") == ""
    assert "check character" in field_doubts.code_warning("91350100M000100043")
    assert field_doubts.code_warning("9135O100M000100044") == "Did you mean 91350100M000100044?"
    assert field_doubts.code_warning(None) == ""


def test_saving_over_a_newer_version_is_refused(store: Store) -> None:
    key = customer(store, name="A")
    version = store.read(records.get, Customer, key)["row_version"]
    assert store.write("save", customers.save, key, {"grade": "gold"}, version).value is True
    with pytest.raises(ConflictError):
        store.write("save", customers.save, key, {"grade": "silver"}, version)
    assert store.write("save", customers.save, key, {"grade": "gold"}).changes is None


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("华信钢构", "name"),
        ("华信钢构（集团）股份有限公司", "name"),
        ("华信", "close"),
        ("华信钢构有限责任公司 ", "name"),
        ("hxgg", "close"),
        ("东川", None),
    ],
)
def test_names_that_mean_the_same_firm_are_noticed(store: Store, typed: str, why: str | None) -> None:
    customer(store, name="华信钢构有限公司")
    found = store.read(customers.similar, typed)
    assert [each.why for each in found] == ([why] if why else [])


def test_phone_and_credit_code_are_noticed_and_the_strongest_reason_comes_first(store: Store) -> None:
    first = customer(store, name="华信钢构", mobile="138 0000 1111")
    second = customer(store, name="别的", credit_code="91350100M000100044")
    found = store.read(customers.similar, "华信钢构厂", phone="13800001111", code="91350100m000100044")
    assert [(each.id, each.why) for each in found] == [(second, "code"), (first, "phone")]
    assert store.read(customers.similar, "华信钢构", excluding=first) == ()


def test_an_empty_file_and_a_full_one(store: Store) -> None:
    key = customer(store, name="A")
    bare = store.read(file_fullness.missing, key)
    assert bare.overall.value is not None
    assert 0 < bare.overall.value < Decimal("0.3")
    assert {"company_type", "owner_id", "source"} <= set(bare.missing[:5])
    values = store.read(records.get, Customer, key)
    full = {f: "x" for part in customer_file.FIRM for f in part.fields}
    assert file_fullness.fullness({**values, **full}).overall.value == 1
    assert file_fullness.fullness({**values, **full}).missing == ()


def test_one_contact_channel_is_enough(store: Store) -> None:
    key = customer(store, name="李静", kind="person", wechat="lj")
    assert "mobile" not in store.read(file_fullness.missing, key).missing


def test_every_customer_field_has_a_place_in_a_file() -> None:
    from app.models import fields_of

    placed = {f for parts in (customer_file.FIRM, customer_file.PERSON) for part in parts for f in (*part.fields, *part.extra)}
    assert set(fields_of(Customer)) - placed == {"starred", "merged_into_id"}


def test_the_next_step_is_the_most_pressing_one(store: Store) -> None:
    key = customer(store, name="A")

    def step() -> tuple[str, Any]:
        found = store.read(customer_view.view, key, NOW).step
        return (found.kind, found.due) if found else ("", None)

    assert step() == ("contact", None)
    made(store, Contact, customer_id=key, name="王芳", birthday=date(1980, 8, 3))
    assert step() == ("birthday", date(2026, 8, 3))
    made(store, Visit, customer_id=key, state="planned", planned_on=date(2026, 8, 9), purpose="回访")
    assert step() == ("visit", date(2026, 8, 9))
    complaint = made(store, Complaint, customer_id=key, subject="坏了", received_at=NOW, next_due=NOW + timedelta(days=2))
    assert step() == ("complaint", NOW + timedelta(days=2))
    promised = {"promise": "报价", "promise_due": date(2026, 7, 30), "happened_at": NOW - timedelta(days=9)}
    made(store, Visit, customer_id=key, state="done", **promised)
    assert step() == ("promise", date(2026, 7, 30))
    store.write("late", records.update, Complaint, complaint, {"next_due": NOW - timedelta(hours=1)})
    assert step()[0] == "complaint"


def test_the_view_counts_what_belongs_to_the_customer(store: Store) -> None:
    key, other = customer(store, name="A"), customer(store, name="B")
    for owner in (key, key, other):
        made(store, Contact, customer_id=owner, name="人")
        made(store, Complaint, customer_id=owner, subject="坏了", received_at=NOW, state="S80" if owner == key else "S10")
    view = store.read(customer_view.view, key, NOW)
    assert (view.people, view.visits, view.complaints, view.open_complaints) == (2, 0, 2, 0)


def test_the_timeline_is_newest_first_and_shows_open_promises(store: Store) -> None:
    key = customer(store, name="A")
    made(store, Visit, customer_id=key, state="done", kind="phone", happened_at=NOW, content="谈了\n很多", promise="寄样",
         promise_due=date(2026, 8, 1))  # fmt: skip
    made(store, Complaint, customer_id=key, subject="坏了", received_at=NOW - timedelta(days=1))
    made(store, Visit, customer_id=key, state="planned", planned_on=date(2026, 9, 1))
    found = store.read(timeline.happenings, "customer_id", key)
    assert [(each.entity, each.text) for each in found] == [("visits", "谈了"), ("complaints", "TS202607-0001 · 坏了")]
    assert found[0].promise_due == date(2026, 8, 1)


def test_starring_tagging_assigning(store: Store) -> None:
    key, me = customer(store, name="A", tags="老客户，重点"), made(store, Employee, name="陈立")
    store.write("star", customers.star, key, True)
    assert store.write("tag", customers.tag, [key], "重点").value == 0
    assert store.write("tag", customers.tag, [key], "展会").value == 1
    assert store.write("assign", customers.assign, [key], me).value == 1
    values = store.read(records.get, Customer, key)
    assert (values["starred"], values["tags"], values["owner_id"]) == (True, "老客户, 重点, 展会", me)


def test_removing_takes_people_and_undo_brings_them_back(store: Store) -> None:
    key = customer(store, name="A")
    made(store, Contact, customer_id=key, name="王芳")
    assert store.write("remove", customers.remove, [key]).value == 2
    with pytest.raises(ConflictError):
        store.write("save", customers.save, key, {"name": "B"})
    store.undo()
    assert store.read(customer_view.view, key, NOW).people == 1


def test_reporting_lines_stay_within_a_customer_and_never_run_in_circles(store: Store) -> None:
    key, other = customer(store, name="A"), customer(store, name="B")
    top = store.write("add", contacts.add, {"customer_id": key, "name": "王总"}).value
    middle = store.write("add", contacts.add, {"customer_id": key, "name": "李经理", "reports_to_id": top}).value
    low = store.write("add", contacts.add, {"customer_id": key, "name": "周工", "reports_to_id": middle}).value
    for values in ({"reports_to_id": top, "customer_id": other, "name": "外人"},):
        with pytest.raises(ValidationError) as refused:
            store.write("add", contacts.add, values)
        assert refused.value.field == "reports_to_id"
    with pytest.raises(ValidationError):
        store.write("save", contacts.save, top, {"reports_to_id": low})
    lines, _figures = store.read(contacts.chain, key, NOW)
    assert [(line.values["name"], line.depth) for line in lines] == [("王总", 0), ("李经理", 1), ("周工", 2)]
    store.write("remove", contacts.remove, [middle])
    assert [line.depth for line in store.read(contacts.chain, key, NOW)[0]] == [0, 0]


def test_the_chain_has_the_oracle_score(store: Store) -> None:
    key = customer(store, name="A")
    for weight, attitude in ((50, "2"), (30, "0"), (20, "-1")):
        made(store, Contact, customer_id=key, name=f"人{weight}", weight=weight, attitude=attitude)
    assert store.read(contacts.chain, key, NOW)[1].support.value == Decimal("0.40")


def test_a_person_knows_age_and_next_birthday(store: Store) -> None:
    key = customer(store, name="A")
    boss = made(store, Contact, customer_id=key, name="王芳", birthday=date(1980, 8, 3))
    made(store, Contact, customer_id=key, name="周工", reports_to_id=boss)
    view = store.read(contacts.view, boss, date(2026, 7, 31))
    assert (view.age, view.next_birthday, [name for _, name in view.reports]) == (45, date(2026, 8, 3), ["周工"])
    assert view.titles == {"customer_id": "A"}


def test_the_past_is_told_in_words(store: Store) -> None:
    me = made(store, Employee, name="陈立")
    store.actor = me
    key = customer(store, name="A")
    store.write("save", customers.save, key, {"grade": "gold", "owner_id": None})
    store.write("remove", customers.remove, [key])
    entries = store.read(log.history, key)
    pasts = [past.Past(e.at, e.actor, e.label.text, e.change.before, e.change.after) for e in entries]
    lines = store.read(past.readable, Customer, pasts)
    assert [(line.who, line.field, line.before, line.after) for line in lines[:3]] == [
        ("陈立", "Recycle bin", "", "Yes"), ("陈立", "Salesperson", "陈立", ""), ("陈立", "Grade", "", "Gold"),
    ]  # fmt: skip


def test_half_a_character_is_refused_in_a_name_and_marked_in_a_note(store):
    """No encoding holds a lone surrogate; the save ended in a bug (faults F76)."""
    with pytest.raises(ValidationError, match="unreadable"):
        store.write("New", records.create, Customer, {"name": "A\ud800"})
    made = store.write("New", records.create, Customer, {"name": "A𠮷", "notes": "half \udc00"}).value
    found = store.read(records.get, Customer, made)
    assert (found["name"], found["notes"]) == ("A𠮷", "half \ufffd")
