"""Derived moments follow a step of many records, with few questions to the file."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import Customer, Visit
from app.models.types import now_utc
from app.services import records
from app.store import rollups
from app.store.changes import Change
from app.store.store import Store


def test_a_step_of_many_visits_asks_in_hundreds_and_undoing_it_takes_the_last_contacts_back(store: Store) -> None:
    clients = store.write("Made", records.create_many, Customer, [{"name": f"客户{n}"} for n in range(30)]).value
    before, moment = now_utc() - timedelta(days=90), now_utc() - timedelta(days=3)
    store.write("Met", records.create_many, Visit, [_done(key, before) for key in clients[:2]])
    made = store.write("Met", records.create_many, Visit, [_done(clients[n % 20], moment) for n in range(600)]).value
    assert _contacts(store, clients) == [moment] * 20 + [None] * 10
    assert store.read(_asked, [Change("visits", key, {"deleted_at": None}, {"deleted_at": moment}) for key in made]) <= 8
    store.undo()
    assert _contacts(store, clients) == [before] * 2 + [None] * 28


def _done(customer: UUID, moment: object) -> dict[str, object]:
    return {"customer_id": customer, "state": "done", "happened_at": moment, "content": "谈合同"}


def _contacts(store: Store, clients: list[UUID]) -> list[object]:
    return [store.read(records.get, Customer, key)["last_contact_at"] for key in clients]


def _asked(session: Session, several: list[Change]) -> int:
    """How many statements bringing the moments up to date takes."""
    told: list[str] = []
    connection = session.connection()
    sa.event.listen(connection, "before_cursor_execute", lambda *said: told.append(said[2]))
    rollups._owners(session, Visit, several, "customer_id")
    return len(told)
