"""Planning and recording visits, as a salesperson does it between two customers."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.errors import ConflictError, ValidationError
from app.formats import today, zone
from app.models import Customer, Employee, Visit
from app.services import records, visit_calendar, visits
from app.services.visit_view import count_due, plan_of_next_step, usual_moment, visit_view
from app.store.store import Store

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def _customer(store: Store, **values: Any) -> UUID:
    return store.write("Added", records.create, Customer, {"name": "华信钢构有限公司", **values}).value


def _visit(store: Store, visit_id: UUID) -> dict[str, Any]:
    return store.read(records.get, Visit, visit_id)


def test_a_plan_needs_who_and_when_and_falls_to_the_customers_owner(store: Store) -> None:
    owner = store.write("Added", records.create, Employee, {"name": "周敏"}).value
    customer = _customer(store, owner_id=owner)
    with pytest.raises(ValidationError) as missing:
        store.write("Planned", visits.plan, {"customer_id": customer})
    assert missing.value.field == "planned_on"
    planned = store.write("Planned", visits.plan, {"customer_id": customer, "planned_on": date(2026, 3, 2)}).value
    kept = _visit(store, planned)
    assert (kept["state"], kept["owner_id"], kept["number"]) == ("planned", owner, "BF202603-0001")


def _shown(store: Store, day: date) -> list[visit_calendar.Entry]:
    """What the calendar has on a day."""
    return list(store.read(visit_calendar.span, day, day).all())


def test_recording_a_plan_with_its_next_step_is_one_undoable_step(store: Store) -> None:
    customer = _customer(store)
    planned = store.write("Planned", visits.plan, {"customer_id": customer, "planned_on": date(2026, 3, 2)}).value
    said = {"happened_at": NOON, "content": "谈年框", "next_step": "带合同草稿再谈", "next_on": date(2026, 3, 12)}
    written = store.write("Recorded", visits.record, said, planned, True)
    assert written.value == planned
    assert written.changes is not None
    assert len(written.changes.ids("visits")) == 2
    rows = _shown(store, date(2026, 3, 12))
    assert [(row.purpose, row.state) for row in rows] == [("带合同草稿再谈", "planned")]
    assert _visit(store, planned)["state"] == "done"
    store.undo()
    assert _visit(store, planned)["state"] == "planned"
    assert _shown(store, date(2026, 3, 12)) == []


def test_a_record_without_words_is_refused_beside_its_field(store: Store) -> None:
    customer = _customer(store)
    with pytest.raises(ValidationError) as missing:
        store.write("Recorded", visits.record, {"customer_id": customer})
    assert missing.value.field == "content"


def test_a_record_of_the_future_is_refused(store: Store) -> None:
    customer = _customer(store)
    ahead = datetime.now(UTC) + timedelta(hours=2)
    with pytest.raises(ValidationError) as wrong:
        store.write("Recorded", visits.record, {"customer_id": customer, "content": "x", "happened_at": ahead})
    assert wrong.value.field == "happened_at"


def test_a_next_step_without_a_day_cannot_be_planned_and_nothing_is_kept(store: Store) -> None:
    customer = _customer(store)
    with pytest.raises(ValidationError) as missing:
        store.write("Recorded", visits.record, {"customer_id": customer, "content": "x", "next_step": "call"}, None, True)
    assert missing.value.field == "next_on"
    assert store.read(visits.next_step_of, customer) is None


def test_moving_is_counted_and_a_done_visit_cannot_be_moved(store: Store) -> None:
    customer = _customer(store)
    planned = store.write("Planned", visits.plan, {"customer_id": customer, "planned_on": date(2026, 3, 2)}).value
    for day in (date(2026, 3, 5), date(2026, 3, 5), date(2026, 3, 9)):
        store.write("Moved", visits.move, planned, day)
    assert _visit(store, planned)["moved_times"] == 2
    store.write("Recorded", visits.record, {"content": "x", "happened_at": NOON}, planned)
    with pytest.raises(ConflictError):
        store.write("Moved", visits.move, planned, date(2026, 4, 1))


def test_cancelling_keeps_the_reason_and_leaves_the_week(store: Store) -> None:
    customer = _customer(store)
    planned = store.write("Planned", visits.plan, {"customer_id": customer, "planned_on": date(2026, 3, 2), "notes": "a"}).value
    store.write("Cancelled", visits.cancel, planned, "customer is ill")
    assert (_visit(store, planned)["state"], _visit(store, planned)["notes"]) == ("cancelled", "a\ncustomer is ill")
    assert _shown(store, date(2026, 3, 2)) == []


def test_a_promise_is_kept_today_unless_said_otherwise_never_tomorrow(store: Store) -> None:
    customer = _customer(store)
    said = {"customer_id": customer, "content": "x", "promise": "samples", "promise_due": today()}
    visit = store.write("Recorded", visits.record, said).value
    with pytest.raises(ValidationError):
        store.write("Kept", visits.keep_promise, visit, today() + timedelta(days=1))
    store.write("Kept", visits.keep_promise, visit)
    assert _visit(store, visit)["promise_kept_on"] == today()


def test_the_next_step_is_the_plan_before_it_is_the_last_word(store: Store) -> None:
    customer = _customer(store)
    said = {"customer_id": customer, "happened_at": NOON, "content": "x", "next_step": "send quote", "next_on": date(2026, 3, 9)}
    visit = store.write("Recorded", visits.record, said).value
    step = store.read(visits.next_step_of, customer)
    assert step is not None
    assert (step.text, step.is_plan, step.visit_id) == ("send quote", False, visit)
    assert store.read(visit_view, visit).step_open
    values, names = store.read(plan_of_next_step, visit)
    assert (values["purpose"], values["planned_on"], names["customer_id"]) == ("send quote", date(2026, 3, 9), "华信钢构有限公司")
    planned = store.write("Planned", visits.plan, values).value
    step = store.read(visits.next_step_of, customer)
    assert step is not None
    assert (step.visit_id, step.is_plan) == (planned, True)
    assert not store.read(visit_view, visit).step_open


def test_the_badge_counts_planned_visits_up_to_today(store: Store) -> None:
    customer = _customer(store)
    for days in (-3, 0, 1):
        store.write("Planned", visits.plan, {"customer_id": customer, "planned_on": today() + timedelta(days=days)})
    assert store.read(count_due, today()) == 2


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        (0, "16:30", "2025-03-04 16:30"), (0, "18:30", "2025-03-04 18:00"), (0, None, "2025-03-04 18:00"),
        (-1, "09:00", "2025-03-03 09:00"), (-1, None, "2025-03-03 12:00"), (1, "09:00", "2025-03-04 18:00"),
        (None, None, "2025-03-04 18:00"),
    ],
)  # fmt: skip
def test_a_plan_that_is_over_was_made_when_it_was_planned(day: int | None, clock: str | None, expected: str) -> None:
    present = datetime(2025, 3, 4, 18, tzinfo=zone())
    planned_on = None if day is None else present.date() + timedelta(days=day)
    assert f"{usual_moment(planned_on, clock, present):%Y-%m-%d %H:%M}" == expected
