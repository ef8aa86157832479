"""Bringing single customers, or other records, back out of a backup: one step like any other, undone like any other."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ConflictError, StorageError
from app.formats import local
from app.i18n import N_
from app.models import BY_KEY, Entity, entities
from app.models.base import table_of
from app.models.session import now, recorder
from app.safety.comeback import Comeback, Kept, compare
from app.safety.looking import OpenBackup
from app.services import records, roles
from app.services.numbers import assign_numbers
from app.store.changes import DELETED, ChangeSet, Label
from app.store.store import Store

LABEL = N_("Brought back {name} from a backup")
LABEL_MANY = N_("Brought back {count} records from a backup")
_GONE = N_("None of these records is in the backup.")
_MOVED_ON = N_("“{name}” was changed elsewhere meanwhile. Open it again and repeat.")
Choice = tuple[UUID, str]
"""A field that is to be as it was in the backup: (record, key)."""


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """How many records were made, restored from the recycle bin, and changed; ``lost`` names attachments without content;
    ``changes`` is the step, None where nothing was to be done."""

    made: int
    restored: int
    changed: int
    lost: tuple[str, ...]
    changes: ChangeSet | None = None


def bring_back(store: Store, opened: OpenBackup, entity: str, ids: Sequence[UUID], taken: Collection[Choice] = ()) -> BroughtBack:
    """Bring records and all that belongs to them back: what is missing is made under its own id and number, what is in the
    recycle bin comes out of it, and of fields that differ those in ``taken`` become as they were.

    One undoable step; none where nothing is to be done. ConflictError where what they belong to is gone, or a field moved on.
    """
    store.read(roles.require, "write")
    plan = compare(store, opened, entity, ids)
    if not (plan.missing or plan.binned or plan.differing or plan.same):
        raise ConflictError(_GONE)
    lost = _bring_contents(store, opened, plan)
    written = store.write(_label(opened, plan, entity, ids), _apply, plan, frozenset(taken))
    return BroughtBack(len(plan.missing), len(plan.binned), written.value, lost, written.changes)


def _label(opened: OpenBackup, plan: Comeback, entity: str, ids: Sequence[UUID]) -> Label:
    if len(ids) != 1:
        return Label(LABEL_MANY, {"count": len(plan.missing) + len(plan.binned)})
    return Label(LABEL, {"name": opened.read(records.titles, BY_KEY[entity], ids).get(ids[0], "")})


def _bring_contents(store: Store, opened: OpenBackup, plan: Comeback) -> tuple[str, ...]:
    """The contents first, then the rows that name them (fault F04)."""
    lost = []
    for one in (*plan.missing, *plan.binned):
        digest = one.values.get("digest") if one.entity == "attachments" else None
        if digest and not store.blobs.has(digest):
            with suppress(StorageError):
                store.blobs.adopt(digest, opened.contents)
            if not store.blobs.has(digest):
                lost.append(str(one.values["name"]))
    return tuple(lost)


def _apply(session: Session, plan: Comeback, taken: frozenset[Choice]) -> int:
    for one in plan.binned:
        records.restore(session, BY_KEY[one.entity], one.id)
    cut = {(one_id, key) for _entity, one_id, key in plan.cut}
    for cls in entities():
        rows = [_row(one, cut) for one in plan.missing if one.entity == cls.entity]
        if rows:
            recorder(session).insert_many(session, cls, _numbered(session, cls, rows))
    wanted = [line for line in plan.differing if (line.id, line.key) in taken]
    for line in wanted:
        record = session.get(BY_KEY[line.entity], line.id)
        if record is None or record.deleted_at is not None:
            raise ConflictError(_MOVED_ON, name=line.title)
        setattr(record, line.key, line.value)
    session.flush()
    return len({line.id for line in wanted})


def _row(one: Kept, cut: set[Choice]) -> dict[str, Any]:
    values = {key: None if (one.id, key) in cut else value for key, value in one.values.items()}
    return {**values, DELETED: None, "id": one.id}


def _numbered(session: Session, cls: type[Entity], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A number that somebody else has by now is given anew."""
    key = cls.number_field
    if not key:
        return rows
    table = table_of(cls)
    wanted = {row[key] for row in rows if row[key]}
    given: set[str] = set()
    for some in _chunks(sorted(wanted)):
        given |= set(session.execute(sa.select(table.c[key]).where(table.c[key].in_(some))).scalars())
    taken = [{**row, key: None} for row in rows if row[key] in given]
    free = [row for row in rows if row[key] not in given]
    return free + assign_numbers(session, cls, taken, local(now(session)).date())


def _chunks(values: list[str]) -> list[list[str]]:
    return [values[start : start + 500] for start in range(0, len(values), 500)]
