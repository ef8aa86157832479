"""Recording a visit in a minute: people, promises, expenses, on time; moving what a customer was promised."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.errors import ConflictError, ValidationError
from app.formats import today
from app.models import Contact, Customer, Employee, Visit
from app.services import records, visit_people, visit_promises, visits
from app.store.store import Store

DAY = date(2026, 3, 2)


def _make(store: Store, entity: Any, **values: Any) -> UUID:
    return store.write("Added", records.create, entity, values).value


def _visit(store: Store, visit_id: UUID) -> dict[str, Any]:
    return store.read(records.get, Visit, visit_id)


def test_a_record_with_people_promises_and_expenses_is_one_step(store: Store) -> None:
    anna, boss = _make(store, Employee, name="周敏"), _make(store, Employee, name="陈总", level="cxo")
    customer = _make(store, Customer, name="华信钢构", owner_id=anna)
    wang = _make(store, Contact, name="王总", customer_id=customer, attitude="0")
    stranger = _make(store, Contact, name="李工", customer_id=_make(store, Customer, name="别家"))
    planned = store.write("Planned", visits.plan, {"customer_id": customer, "planned_on": DAY, "owner_id": anna}).value
    people = [{"contact_id": wang, "after": "2"}, {"employee_id": boss}, {"name": "门卫"}]
    promises = [{"name": "寄样品", "due_on": today()}, {"name": "付首款", "side": "them", "kind": "payment", "amount": 5_000_00}]
    said = {"content": "谈年框", "travel_cost": 12_000, "gift_cost": 3_000, "cost": 99}
    before = datetime.now(UTC)
    step = store.write("Recorded", visits.record, said, planned, people=people, promises=promises)
    row = _visit(store, planned)
    assert (row["cost"], row["origin"], row["first_planned_on"]) == (15_000, "hand", DAY)
    assert row["recorded_at"] >= before
    met = store.read(visit_people.of_visit, planned)
    assert [(one.name, one.before, one.after, one.is_ours, one.level) for one in met] == [
        ("陈总", None, None, True, "cxo"), ("王总", "0", "2", False, None), ("门卫", None, None, False, None),
    ]  # fmt: skip
    assert store.read(records.get, Contact, wang)["attitude"] == "2"
    lines = store.read(visit_promises.of_visit, planned)
    assert [(one.text, one.side, one.responsible, one.amount, one.state) for one in lines] == [
        ("寄样品", "us", "周敏", None, "open"), ("付首款", "them", "", 5_000_00, "open"),
    ]  # fmt: skip
    for wrong in ({"contact_id": stranger}, {"contact_id": wang}, {"name": " "}):
        with pytest.raises(ValidationError):
            store.write("Added", visit_people.add_all, planned, [wrong])
    store.write("People", visit_people.put, planned, [{"id": met[1].id, "after": "-1"}])
    assert [one.name for one in store.read(visit_people.of_visit, planned)] == ["王总"]
    assert store.read(records.get, Contact, wang)["attitude"] == "-1"
    store.undo()
    store.undo()
    assert step.changes is not None
    assert (_visit(store, planned)["state"], store.read(records.get, Contact, wang)["attitude"]) == ("planned", "0")
    assert store.read(visit_promises.of_visit, planned) == ()


def test_the_register_of_promises_knows_what_is_open_kept_and_broken(store: Store) -> None:
    customer = _make(store, Customer, name="华信钢构")
    quick = {"customer_id": customer, "content": "x", "promise": "报价单", "promise_due": today() - timedelta(days=1)}
    visit = store.write("Recorded", visits.record, quick).value
    with pytest.raises(ValidationError) as early:
        store.write("Promised", visit_promises.add, visit, {"name": "x", "due_on": DAY})
    assert early.value.field == "due_on"
    for number in range(2):
        store.write("Promised", visit_promises.add, visit, {"name": f"第{number}件", "due_on": today() + timedelta(days=number)})
    first, second, third = store.read(visit_promises.open_ones)
    assert [(one.entity, one.state) for one in (first, second)] == [("visits", "late"), ("visit_promises", "open")]
    assert len(store.read(visit_promises.open_ones, today(), "us")) == 2
    assert store.read(visit_promises.open_ones, None, "them") == ()
    with pytest.raises(ValidationError):
        store.write("Broken", visit_promises.break_off, first, "  ")
    store.write("Broken", visit_promises.break_off, first, "缺料")
    store.write("Kept", visit_promises.keep, second)
    with pytest.raises(ConflictError):
        store.write("Broken", visit_promises.break_off, second, "x")
    with pytest.raises(ValidationError):
        store.write("Kept", visit_promises.keep, third, today() + timedelta(days=1))
    assert [one.id for one in store.read(visit_promises.open_ones)] == [third.id]
    states = [(one.text, one.state) for one in store.read(visit_promises.of_customer, customer)]
    assert states == [("第1件", "open"), ("报价单", "broken"), ("第0件", "kept")]
    assert _visit(store, visit)["promise"] is None


def test_moving_what_the_customer_agreed_to_asks_why(store: Store) -> None:
    customer = _make(store, Customer, name="华信钢构")
    visit = store.write("Planned", visits.plan, {"customer_id": customer, "planned_on": DAY}).value
    store.write("Moved", visits.move, visit, DAY + timedelta(days=1))
    store.write("Confirmed", visits.confirm, visit, DAY)
    for values in ({"planned_on": DAY}, {"planned_time": "10:00"}, {"planned_on": DAY, "moved_reason": " "}):
        with pytest.raises(ValidationError) as asked:
            store.write("Changed", visits.amend, visit, values)
        assert asked.value.field == "moved_reason"
    with pytest.raises(ValidationError):
        store.write("Moved", visits.move, visit, DAY)
    assert store.write("Changed", visits.amend, visit, {"purpose": "验收"}).value
    store.write("Moved", visits.move, visit, DAY + timedelta(days=9), "客户出差", "14:30")
    row = _visit(store, visit)
    assert (row["moved_times"], row["first_planned_on"], row["confirmed_on"]) == (2, DAY, None)
    assert (row["moved_reason"], row["planned_time"], row["planned_on"]) == ("客户出差", "14:30", DAY + timedelta(days=9))
    with pytest.raises(ValidationError) as empty:
        store.write("Changed", visits.amend, visit, {"planned_on": None})
    assert empty.value.field == "planned_on"
    store.write("Changed", visits.amend, visit, {"travel_cost": 100})
    store.write("Changed", visits.amend, visit, {"hosting_cost": 50})
    assert _visit(store, visit)["cost"] == 150
    other = store.write("Planned", visits.plan, {"customer_id": customer, "planned_on": DAY}).value
    store.write("Ordered", visits.order_day, [other, visit])
    assert (_visit(store, other)["day_order"], _visit(store, visit)["day_order"]) == (1, 2)
    store.write("Missed", visits.cancel, visit, "电话取消", "customer")
    row = _visit(store, visit)
    assert (row["state"], row["missed"], row["notes"]) == ("cancelled", "customer", "电话取消")
    with pytest.raises(ConflictError):
        store.write("Ordered", visits.order_day, [visit])


def test_where_a_plan_comes_from_is_known(store: Store) -> None:
    customer = _make(store, Customer, name="华信钢构")
    said = {"customer_id": customer, "content": "x", "next_step": "带合同", "next_on": today() + timedelta(days=9)}
    visit = store.write("Recorded", visits.record, said, None, True).value
    assert _visit(store, visit)["origin"] is None
    ahead = store.read(visits.next_step_of, customer)
    assert ahead is not None
    planned = _visit(store, ahead.visit_id)
    assert (planned["origin"], planned["first_planned_on"]) == ("next", today() + timedelta(days=9))
    first = _visit(store, visit)["recorded_at"]
    store.write("Recorded", visits.record, {"content": "y"}, visit)
    assert _visit(store, visit)["recorded_at"] == first
