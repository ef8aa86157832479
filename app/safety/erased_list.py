"""Whom this file has erased: salted marks in the file and, for the day an old backup is brought back, beside it. No data."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.files import atomic_write
from app.models import entity_named
from app.models.privacy import Erasure
from app.models.types import moment_text, moment_value
from app.paths import erased_list
from app.store.erase import all_records
from app.store.store import Store
from app.store.tables import file_facts

_PENDING = "erasing"
_KEYS = ("target", "salt", "mark", "reason", "removed", "kept")


def mark(salt: str, record_id: UUID) -> str:
    """By which an erased record is known again, and nothing of it learnt."""
    return blake2b(record_id.bytes, key=bytes.fromhex(salt), digest_size=32).hexdigest()


def known(session: Session) -> list[dict[str, Any]]:
    """The erasures that the file itself notes."""
    rows = session.scalars(sa.select(Erasure).where(Erasure.revokes_id.is_(None)).order_by(Erasure.id))
    return [
        {key: getattr(row, key) for key in _KEYS} | {"at": moment_text(row.at), "by": row.by_id.hex if row.by_id else ""}
        for row in rows
    ]


def moment(one: Mapping[str, Any]) -> datetime | None:
    """When it was."""
    return moment_value(one["at"]) if one.get("at") else None


def beside(data_file: Path) -> list[dict[str, Any]]:
    """The erasures noted beside the file; none where there is no list, or it is not ours."""
    try:
        found = json.loads(erased_list(data_file).read_text(encoding="utf-8"))
        return [one for one in found if all(isinstance(one.get(key), str) for key in ("target", "salt", "mark", "reason", "by"))]
    except (OSError, ValueError, AttributeError, TypeError):
        return []


def write(data_file: Path, erasures: Sequence[Mapping[str, Any]]) -> None:
    """Note the erasures beside the file, with those that stand there already."""
    whole = {one["mark"]: dict(one) for one in (*beside(data_file), *erasures)}
    with atomic_write(erased_list(data_file)) as file:
        file.write(json.dumps(list(whole.values()), ensure_ascii=False, indent=1).encode())


def missing(store: Store) -> list[dict[str, Any]]:
    """The erasures beside the file that the file itself does not note: it is older than they are."""
    noted = beside(store.path)
    if not noted:
        return []
    inside = {one["mark"] for one in store.read(known)}
    return [one for one in noted if one["mark"] not in inside and one["target"] in ("contacts", "customers")]


def find(session: Session, one: Mapping[str, Any]) -> UUID | None:
    """The record of an erased person, where it is back."""
    ids = all_records(session, entity_named(one["target"]))
    return next((record_id for record_id in ids if mark(one["salt"], record_id) == one["mark"]), None)


def is_erased(store: Store, entity: str, record_id: UUID) -> bool:
    """Whether this record was erased: nobody brings it back out of a backup."""
    noted = [*beside(store.path), *store.read(known)]
    return any(one["target"] == entity and mark(one["salt"], record_id) == one["mark"] for one in noted)


def note_pending(session: Session, digests: Sequence[str]) -> None:
    """Note that the file has to be written anew, and which contents go."""
    before = pending(session) or []
    forget_pending(session)
    session.execute(sa.insert(file_facts).values(key=_PENDING, value=json.dumps([*before, *digests])))


def pending(session: Session) -> list[str] | None:
    """The contents that still have to go; None where nothing is left to do."""
    found = session.execute(sa.select(file_facts.c.value).where(file_facts.c.key == _PENDING)).scalar()
    return None if found is None else list(json.loads(found))


def forget_pending(session: Session) -> None:
    """All of it is done."""
    session.execute(sa.delete(file_facts).where(file_facts.c.key == _PENDING))
