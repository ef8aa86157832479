"""Undo and redo as ordinary new writes that reverse a logged operation (design rule R2).

The step to undo next is the newest one done or redone and not undone yet; a new step ends what could be redone. One that the
program itself went on from can be undone no more and is passed over (undo_past).
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ConflictError, Translated
from app.i18n import N_
from app.models import BY_KEY, Entity, fields_of, title_of
from app.models.base import table_of
from app.models.session import pulse, recorder
from app.models.types import uuid7
from app.store.changes import DELETED, Change, Label
from app.store.log import changes_of, label_of
from app.store.tables import changes, operations
from app.store.undo_links import without_gone
from app.store.undo_past import PASSED, Moved, moved_since

_MANY = 500
"""From so many alike changes on they are reversed in bulk: records need not be loaded for it."""


@dataclass(frozen=True, slots=True)
class Step:
    """An operation that can be undone or redone now."""

    seq: int
    label: Label


Around = Callable[..., None]
"""What a reversal is done by: gets the session, ``reverse`` and its further arguments; refuses by raising."""


def plainly(session: Session, op: Callable[..., None], *args: Any) -> None:
    """Without a look at who does it."""
    op(session, *args)


RESTORED = "restore"
"""The origin of the step that marks a restored backup: what lies before it belongs to another state of the file."""


Find = Callable[[Session], Step | None]
"""Says which step is reversed."""


def undo_step(session: Session) -> Step | None:
    """The step that Ctrl+Z takes back; none from before a restore."""
    condition = operations.c.origin.in_(("do", "redo")) & (operations.c.undone == 0)
    return _newest(session, condition)


def redo_step(session: Session) -> Step | None:
    """The step that Ctrl+Y brings again; None once something new was done."""
    last_new = sa.select(sa.func.coalesce(sa.func.max(operations.c.seq), 0)).where(operations.c.origin.in_(("do", RESTORED)))
    condition = (operations.c.origin == "undo") & (operations.c.undone == 0)
    return _newest(session, condition & (operations.c.seq > last_new.scalar_subquery()))


def _newest(session: Session, condition: sa.ColumnElement[bool]) -> Step | None:
    wanted = condition | (operations.c.origin == RESTORED)
    row = session.execute(sa.select(operations).where(wanted).order_by(operations.c.seq.desc()).limit(1)).mappings().first()
    return None if row is None or row[operations.c.origin] == RESTORED else Step(row[operations.c.seq], label_of(row))


def setting_step(session: Session, record_id: UUID, key: str) -> Step | None:
    """The newest step still in force that filled a record's empty field, however long ago (a merge, by its mark); Ctrl+Z may
    have passed it over."""
    done = operations.c.origin.in_(("do", "redo")) & operations.c.undone.in_((0, PASSED))
    joined = sa.select(operations, changes.c.before, changes.c.after).join(changes, changes.c.operation == operations.c.seq)
    about = joined.where(changes.c.record_id == record_id, done).order_by(operations.c.seq.desc())
    for row in session.execute(about).mappings():
        before, after = (json.loads(row[column] or "{}").get(key) for column in (changes.c.before, changes.c.after))
        if before is None and after is not None:
            return Step(row[operations.c.seq], label_of(row))
    return None


def reverse(session: Session, step: Step, lenient: bool = False) -> None:
    """Apply the inverse of an operation to the records as they are now; ConflictError where a field moved on,
    or where it would belong to what is gone for good.

    ``lenient`` leaves what moved on as it is: a step of last year is taken back without what came after it.
    """
    made = [change for change in changes_of(session, step.seq) if change.after]  # an erased record's says nothing any more
    made = without_gone(session, made)
    if not lenient:
        made = _without_many(session, made)
    records, noted = _records(session, made), _noted(session, step, made)
    for change in reversed(made):
        entity = BY_KEY[change.entity]
        if entity.append_only:
            _revoke(session, entity, records[change.id])
        else:
            _take_back(session, entity, records.get(change.id), _without(change, noted), lenient)
    session.execute(sa.update(operations).where(operations.c.seq == step.seq).values(undone=1))


def _noted(session: Session, step: Step, made: Iterable[Change]) -> Moved:
    return moved_since(session, step.seq) if any(BY_KEY[change.entity].noted for change in made) else {}


def _without(change: Change, moved: Moved) -> Change:
    """The change without the fields that the program has moved on by itself since."""
    own = BY_KEY[change.entity].noted & moved.get(change.id, {}).keys()
    if change.before is None or not own:
        return change
    return Change(change.entity, change.id, {k: v for k, v in change.before.items() if k not in own}, change.after)


def _without_many(session: Session, made: list[Change]) -> list[Change]:
    """Take back what many records of one kind had in one column in bulk (an import, a change of many); the changes left."""
    alike: dict[tuple[str, str], list[Change]] = {}
    for change in made:
        if (key := _only_key(change)) is not None:
            alike.setdefault((change.entity, key), []).append(change)
    done: set[UUID] = set()
    for (entity, key), several in alike.items():
        if len(several) >= _MANY and _set_many(session, BY_KEY[entity], key, several):
            done |= {change.id for change in several}
    return [change for change in made if change.id not in done]


def _only_key(change: Change) -> str | None:
    """The one column that undoing sets, if it is one; a creation is undone by the mark of the recycle bin."""
    entity = BY_KEY[change.entity]
    if entity.append_only or entity.undone_create:
        return None
    if change.before is None:
        return DELETED
    return next(iter(change.after)) if len(change.after) == 1 and set(change.before) == set(change.after) else None


def _set_many(session: Session, entity: type[Entity], key: str, made: list[Change]) -> bool:
    """Set the column as it was; False, and nothing set, where some record isn't as the step left it."""
    pulse(session)
    table = table_of(entity)
    stored: dict[UUID, Any] = {}
    for start in range(0, len(made), _MANY):
        ids = [change.id for change in made[start : start + _MANY]]
        stored.update((row[0], row[1]) for row in session.execute(sa.select(table.c.id, table.c[key]).where(table.c.id.in_(ids))))
    wanted = []
    for change in reversed(made):
        before, after = (change.before, change.after) if change.before is not None else _uncreated(session, entity, change)
        if change.id not in stored or stored[change.id] != after.get(key):
            return False
        wanted.append((change.id, after.get(key), before[key]))
    recorder(session).update_many(session, entity, key, wanted)
    return True


def _records(session: Session, made: Iterable[Change]) -> dict[UUID, Any]:
    """All records concerned, loaded in few queries and held: a large import is undone in seconds."""
    found: dict[UUID, Any] = {}
    by_entity: dict[str, list[UUID]] = {}
    for change in made:
        by_entity.setdefault(change.entity, []).append(change.id)
    for key, ids in by_entity.items():
        entity = BY_KEY[key]
        for start in range(0, len(ids), 500):
            rows = session.scalars(sa.select(entity).where(entity.id.in_(ids[start : start + 500])))
            found.update((row.id, row) for row in rows)
    return found


def _take_back(session: Session, entity: type[Entity], record: Entity | None, change: Change, lenient: bool) -> None:
    if record is None and lenient:
        return
    if record is None:
        raise ConflictError(N_("This step cannot be undone: a record it changed is gone for good."))
    before, expected = (change.before, change.after) if change.before is not None else _uncreated(session, entity, change)
    for key, value in before.items():
        current = getattr(record, key)
        if current != expected.get(key) and not lenient:
            raise _moved_on(entity, record, key)
        if current == expected.get(key) or _merged_on(session, entity, key, expected.get(key), current):
            setattr(record, key, value)


def _merged_on(session: Session, entity: type[Entity], key: str, named: Any, current: Any) -> bool:
    """Whether a link moved no further than merges carried it: to the record that took in the one it named."""
    field, seen = fields_of(entity).get(key), set[Any]()
    target = BY_KEY[field.link] if field is not None and field.link else None
    while target is not None and named is not None and named != current and named not in seen:
        seen.add(named)
        named = getattr(session.get(target, named), "merged_into_id", None)
    return named is not None and named == current


def _uncreated(session: Session, entity: type[Entity], change: Change) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """What undoing a creation sets, and what must stand there for it to be allowed: the recycle bin, or a draft."""
    if entity.undone_create:
        return entity.undone_create, change.after
    return {DELETED: session.info["now"]}, {DELETED: None}


def _moved_on(entity: type[Entity], record: Entity, key: str) -> ConflictError:
    values = {name: getattr(record, name) for name in entity.titles}
    field = fields_of(entity).get(key)
    label = field.label if field else entity.label
    return ConflictError(
        N_("“{name}” was changed again later ({field}). Undo the later step first."),
        name=title_of(entity, values), field=Translated(label),
    )  # fmt: skip


def _revoke(session: Session, entity: type[Entity], record: Any) -> None:
    """Append-only records are not taken back but revoked by a further one; revoking a revocation brings the first again."""
    keys = [key for key in fields_of(entity) if key != "revokes_id"]
    if record.revokes_id is None:
        copy = {key: getattr(record, key) for key in keys} | {"revokes_id": record.id, "at": session.info["now"]}
    else:
        first = session.get_one(entity, record.revokes_id)
        copy = {key: getattr(first, key) for key in keys}
    session.add(entity(id=uuid7(), **copy))
