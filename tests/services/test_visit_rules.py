"""Rules that hold wherever a visit is touched: who has left makes none, promises on both sides, what was agreed, gifts."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from app.errors import ConflictError, ValidationError
from app.formats import today
from app.models import Contact, Customer, Employee, Visit
from app.models.types import now_utc
from app.models.visit_parts import VisitPerson, VisitPromise
from app.models.visit_plan import VisitSeries
from app.services import handover, records, visit_people, visit_promises, visit_series, visits
from app.store.store import Store


def _made(store: Store, entity: Any, **values: Any) -> UUID:
    made: UUID = store.write("x", records.create, entity, values).value
    return made


def _owners(store: Store) -> set[Any]:
    return set(store.read(lambda session: session.scalars(sa.select(Visit.owner_id).where(Visit.deleted_at.is_(None))).all()))


def test_nobody_who_left_gets_visits_of_a_series(store: Store) -> None:
    gone, heir = _made(store, Employee, name="周敏"), _made(store, Employee, name="王桥")
    customer = _made(store, Customer, name="华信钢构", owner_id=gone)
    values = {"customer_id": customer, "purpose": "例行拜访", "rule": "FREQ=WEEKLY", "starts_on": today() + timedelta(days=7)}
    series = store.write("x", visit_series.create, values | {"owner_id": gone}).value
    store.write("x", handover.hand_over, gone, {customer: heir}, None, True)
    assert store.read(records.get, VisitSeries, series)["owner_id"] == heir
    assert store.write("x", visit_series.extend, today() + timedelta(days=60)).value > 0
    assert _owners(store) == {heir}
    store.write("x", records.update, Customer, customer, {"grade": "never"}, None, True)
    assert not store.read(visit_series.due_for_more, today() + timedelta(days=200))
    assert store.write("x", visit_series.extend, today() + timedelta(days=200)).value == 0
    store.write("x", records.update, Employee, heir, {"has_left": True})
    assert store.read(visits.usual_owner, customer) is None


def test_many_old_promises_of_the_customer_hide_none_of_ours(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visit_promises, "MOST", 2)
    customer = _made(store, Customer, name="甲")
    told = {"customer_id": customer, "content": "谈", "happened_at": now_utc() - timedelta(days=9)}
    visit = store.write("x", visits.record, told).value
    for place in range(3):
        late = {"side": "them", "name": f"付款 {place}", "due_on": today() - timedelta(days=5)}
        store.write("x", visit_promises.add, visit, late)
    ours = store.write("x", visit_promises.add, visit, {"name": "寄样品", "due_on": today()}).value
    assert [one.id for one in store.read(visit_promises.open_ones, today(), "us")] == [ours]
    store.write("x", visit_promises.change, ours, {"kept_on": today()})
    for wrong in ({"broken": "没寄"}, {"due_on": today() - timedelta(days=30)}):
        with pytest.raises(ValidationError):
            store.write("x", visit_promises.change, ours, wrong)
    assert store.read(records.get, VisitPromise, ours)["broken"] is None
    with pytest.raises(ConflictError):
        store.write("x", visits.keep_promise, visit)


def test_an_older_visit_written_late_leaves_the_newer_attitude(store: Store) -> None:
    customer = _made(store, Customer, name="甲")
    person = _made(store, Contact, customer_id=customer, name="李")
    other = _made(store, Contact, customer_id=_made(store, Customer, name="乙"), name="外人")
    for days, after in ((1, "2"), (60, "-2")):
        values = {"customer_id": customer, "content": "谈", "happened_at": now_utc() - timedelta(days=days)}
        visit = store.write("x", visits.record, values, None, False, None, [{"contact_id": person, "after": after}]).value
    assert store.read(records.get, Contact, person)["attitude"] == "2"
    with pytest.raises(ValidationError) as wrong:
        store.write("x", visits.amend, visit, {"contact_id": other})
    assert wrong.value.field == "contact_id"
    line = store.read(lambda session: session.scalars(sa.select(VisitPerson.id).where(VisitPerson.visit_id == visit)).one())
    with pytest.raises(ValidationError):
        store.write("x", visit_people.put, visit, [{"id": line, "contact_id": other}])


def test_what_was_agreed_is_called_off_with_a_reason_only(store: Store) -> None:
    customer = _made(store, Customer, name="甲")
    plan = store.write("x", visits.plan, {"customer_id": customer, "planned_on": today() + timedelta(days=3)}).value
    store.write("x", visits.confirm, plan)
    with pytest.raises(ValidationError) as asked:
        store.write("x", visits.cancel, plan)
    assert asked.value.field == "missed"
    store.write("x", visits.cancel, plan, "", "customer")
    store.write("x", visits.record, {"content": "还是去了"}, plan)
    assert (store.read(records.get, Visit, plan)["state"], store.read(records.get, Visit, plan)["missed"]) == ("done", None)


def test_gifts_brought_to_a_visit_are_held_to_the_caps(store: Store) -> None:
    office = _made(store, Customer, name="区政府", company_type="government")
    firm = _made(store, Customer, name="甲")
    person = _made(store, Contact, customer_id=firm, name="李")
    for values in ({"customer_id": office, "gift_cost": 100}, {"customer_id": firm, "contact_id": person, "gift_cost": 10**7}):
        with pytest.raises(ValidationError) as refused:
            store.write("x", visits.record, {"content": "谈", **values})
        assert refused.value.field == "gift_cost"
    large = {"customer_id": firm, "contact_id": person, "content": "谈", "gift_cost": 10**7, "notes": "总经理批准"}
    store.write("x", visits.record, large)
    store.undo()
    visit = store.write("x", visits.record, {"customer_id": firm, "contact_id": person, "content": "谈", "gift_cost": 5000}).value
    store.write("x", visits.amend, visit, {"gift_cost": 6000})
    assert store.read(records.get, Visit, visit)["cost"] == 6000
