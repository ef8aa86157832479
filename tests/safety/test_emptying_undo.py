"""Undo and redo after the recycle bin was emptied (faults F89, F90): no older step trips over a record that is gone for good."""

import random
from functools import partial
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from app.errors import ConflictError
from app.models import Contact, Customer, Visit
from app.models.base import table_of
from app.safety import emptying
from app.services import contacts, records
from app.store import erase
from app.store.changes import Label
from app.store.log import last_operation
from app.store.store import Store
from app.store.verify import verify

STEPS = ("firm", "person", "visit", *["parent", "move", "boss", "delete"] * 2, "restore", "undo", "redo", "empty")


def made(store: Store, entity: Any, **values: Any) -> UUID:
    return store.write("Made", records.create, entity, values).value


def change(store: Store, entity: Any, key: UUID, **values: Any) -> None:
    store.write("Changed", records.update, entity, key, values)


def delete(store: Store, entity: Any, *ids: UUID) -> None:
    store.write("Deleted", records.delete, entity, ids)


def state(store: Store, entity: Any, key: UUID) -> dict[str, Any]:
    return store.read(records.get, entity, key)


def empty(store: Store) -> None:
    """Without the backup, which other tests look at."""
    work = partial(emptying._take_out, before=None, last=store.read(last_operation))
    erase.erase_step(store, Label(emptying.LABEL, {"count": 1}), work)


def undo_all(store: Store) -> int:
    count = 0
    while store.undo() is not None:
        count += 1
    return count


def test_what_was_linked_once_and_no_more_leaves_undo_alive(store: Store) -> None:
    one, other = made(store, Customer, name="甲"), made(store, Customer, name="乙")
    change(store, Customer, one, phone="1")
    change(store, Customer, one, parent_id=other)
    change(store, Customer, one, parent_id=None)
    delete(store, Customer, other)
    emptying.empty(store)
    store.undo()  # the steps about the link are passed over
    assert state(store, Customer, one)["phone"] is None
    store.undo()
    assert state(store, Customer, one)["deleted_at"] is not None
    assert store.undo() is None
    while store.redo() is not None:
        pass
    assert state(store, Customer, one)["phone"] == "1"
    assert verify(store).whole


def test_what_was_linked_between_two_others_goes_back_to_the_one_that_stays(store: Store) -> None:
    one, first, gone, last = (made(store, Customer, name=name) for name in "甲乙丙丁")
    for parent in (first, gone, last):
        change(store, Customer, one, parent_id=parent)
    delete(store, Customer, gone)
    empty(store)
    seen = [state(store, Customer, one)["parent_id"] for _number in range(3) if store.undo() is not None]
    assert seen == [None, first, None]
    assert verify(store).whole


def test_a_boss_others_reported_to(store: Store) -> None:
    firm = made(store, Customer, name="甲")
    boss, person = (made(store, Contact, name=name, customer_id=firm) for name in ("王芳", "李明"))
    store.write("Reports", contacts.save, person, {"reports_to_id": boss})
    store.write("Removed", contacts.remove, [boss])
    emptying.empty(store)
    assert undo_all(store) == 2
    assert state(store, Contact, person)["deleted_at"] is not None
    assert verify(store).whole


def test_who_moved_away_from_a_firm_that_went_stays_where_they_are(store: Store) -> None:
    gone, firm, old = (made(store, Customer, name=name) for name in "甲乙丙")
    person = made(store, Contact, name="王芳", customer_id=old)
    change(store, Contact, person, customer_id=gone)
    change(store, Contact, person, customer_id=firm, phone="1")
    delete(store, Customer, gone)
    empty(store)
    seen = []
    while store.undo() is not None and state(store, Contact, person)["deleted_at"] is None:
        seen.append((state(store, Contact, person)["customer_id"], state(store, Contact, person)["phone"]))
    assert seen == [(firm, None), (old, None)]
    assert verify(store).whole


def _cut_off(session: Any, key: UUID) -> None:
    """As a file would be whose log still names what is gone."""
    erase.remove_rows(session, Customer, [key])


def test_a_link_to_nothing_in_the_log_is_left_empty(store: Store) -> None:
    one, other = made(store, Customer, name="甲"), made(store, Customer, name="乙")
    change(store, Customer, one, parent_id=other)
    change(store, Customer, one, parent_id=None, phone="1")
    erase.erase_step(store, Label("x"), partial(_cut_off, key=other))
    store.undo()
    assert (state(store, Customer, one)["parent_id"], state(store, Customer, one)["phone"]) == (None, None)
    store.undo()
    assert verify(store).whole


def test_a_part_is_not_brought_back_to_what_is_gone_and_it_says_so(store: Store) -> None:
    firm, other = made(store, Customer, name="甲"), made(store, Customer, name="乙")
    person = made(store, Contact, name="王芳", customer_id=other)
    change(store, Contact, person, customer_id=firm)
    erase.erase_step(store, Label("x"), partial(_cut_off, key=other))
    with pytest.raises(ConflictError) as error:
        store.undo()
    assert error.value.sentence.startswith("This step cannot be undone")
    assert state(store, Contact, person)["customer_id"] == firm


def _some(store: Store, entity: Any, rng: random.Random, binned: bool = False) -> UUID | None:
    table = table_of(entity)
    condition = table.c.deleted_at.is_not(None) if binned else table.c.deleted_at.is_(None)
    found = store.read(lambda session: session.scalars(sa.select(table.c.id).where(condition)).all())
    return rng.choice(sorted(found)) if found else None


def _step(store: Store, rng: random.Random) -> None:
    firm, person = _some(store, Customer, rng), _some(store, Contact, rng)
    match rng.choice(STEPS):
        case "firm":
            made(store, Customer, name=f"甲 {rng.random()}", parent_id=firm)
        case "person" if firm:
            made(store, Contact, name="王芳", customer_id=firm)
        case "visit" if firm:
            made(store, Visit, customer_id=firm, contact_id=person, purpose="回访")
        case "parent" if firm and (parent := _some(store, Customer, rng)) != firm:
            change(store, Customer, firm, parent_id=rng.choice((parent, None)))
        case "move" if firm and person:
            change(store, Contact, person, customer_id=firm, phone=str(rng.random()))
        case "boss" if person and (boss := _some(store, Contact, rng)) != person:
            change(store, Contact, person, reports_to_id=boss)
        case "delete":
            entity = rng.choice((Customer, Contact, Visit))
            if (key := _some(store, entity, rng)) is not None:
                delete(store, entity, key)
        case "restore" if (key := _some(store, Customer, rng, binned=True)) is not None:
            store.write("Restored", records.restore, Customer, key)
        case "undo":
            store.undo()
        case "redo":
            store.redo()
        case "empty":
            empty(store)


@pytest.mark.parametrize("seed", [0, 1, 32, 40, 41])
def test_any_history_with_emptyings_is_undone_to_its_beginning(store: Store, seed: int) -> None:
    rng = random.Random(seed)
    for _number in range(40):
        _step(store, rng)
    empty(store)
    undo_all(store)
    for entity in (Customer, Contact, Visit):
        assert _some(store, entity, rng) is None
    assert verify(store).whole
