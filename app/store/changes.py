"""One record of change (design rule R2): what a write did, gathered after each flush.

The same object is written to the log, goes to the views as ``changed``, feeds undo and redo, and is the history.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session, UOWTransaction
from sqlalchemy.orm.attributes import get_history

from app.i18n import gettext_text
from app.models import Entity, fields_of
from app.models.base import table_of
from app.models.own import COLUMN as OWN
from app.models.types import now_utc, uuid7

DELETED = "deleted_at"
_INSERT_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Label:
    """What a step is called, kept untranslated so that the history reads in either language. A value whose name begins with _
    is a msgid itself."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The label in the language in force."""
        said = {name: gettext_text(str(value)) if name.startswith("_") else value for name, value in self.values.items()}
        return gettext_text(self.key).format(**said)


@dataclass(frozen=True, slots=True)
class Change:
    """One record's change: only the fields that differ. ``before`` is None for a new record."""

    entity: str
    id: UUID
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """One step of a person: ``origin`` is do, undo, redo or quiet."""

    id: UUID
    label: Label
    changes: tuple[Change, ...]
    origin: str = "do"

    def entities(self) -> frozenset[str]:
        """Which entities changed, for views that ask whether they must refresh."""
        return frozenset(change.entity for change in self.changes)

    def ids(self, entity: str) -> frozenset[UUID]:
        """Which records of an entity changed."""
        return frozenset(change.id for change in self.changes if change.entity == entity)


class Recorder:
    """Gathers the changes of one write, flush by flush; two changes of one record become one."""

    def __init__(self) -> None:
        self._changes: dict[tuple[str, UUID], Change] = {}

    def changes(self) -> tuple[Change, ...]:
        """All changes in the order in which their records were first touched, without those that cancelled out."""
        return tuple(change for change in self._changes.values() if change.before is None or change.after)

    def note(self, change: Change) -> None:
        """Add a change, folding it into an earlier one of the same record."""
        key = (change.entity, change.id)
        earlier = self._changes.get(key)
        self._changes[key] = change if earlier is None else _folded(earlier, change)

    def insert_many(self, session: Session, entity: type[Entity], rows: Sequence[Mapping[str, Any]]) -> list[UUID]:
        """Insert rows in bulk (5 times the bare insert instead of 40) and record them like any other change."""
        session.flush()
        defaults = _defaults(entity)
        moment = session.info.get("now") or now_utc()
        stamps = {"row_version": 1, "created_at": moment, "updated_at": moment}
        full = [{**defaults, **row, **stamps, "id": row.get("id") or uuid7()} for row in rows]
        for start in range(0, len(full), _INSERT_CHUNK):
            session.connection().execute(sa.insert(table_of(entity)), full[start : start + _INSERT_CHUNK])
        keys = recorded_keys(entity)
        for row in full:
            self.note(Change(entity.entity, row["id"], None, {k: v for k in keys if (v := row.get(k)) is not None}))
        return [row["id"] for row in full]

    def update_many(
        self, session: Session, entity: type[Entity], key: str, changed: Sequence[tuple[UUID, Any, Any]]
    ) -> None:
        """Set one column of many records, given as (id, before, after), and record it: a tenth of the time of single updates."""
        session.flush()
        table, moment = table_of(entity), session.info.get("now") or now_utc()
        setting = {key: sa.bindparam("b_value"), "updated_at": moment, "row_version": table.c.row_version + 1}
        statement = sa.update(table).where(table.c.id == sa.bindparam("b_id")).values(setting)
        for start in range(0, len(changed), _INSERT_CHUNK):
            rows = [{"b_id": record_id, "b_value": after} for record_id, _before, after in changed[start : start + _INSERT_CHUNK]]
            session.connection().execute(statement, rows)
        for record_id, before, after in changed:
            self.note(Change(entity.entity, record_id, {key: before}, {key: after}))


def _defaults(entity: type[Entity]) -> dict[str, Any]:
    columns = sa.inspect(entity).columns
    return {c.key: getattr(c.default, "arg", None) if c.key in fields_of(entity) and c.default else None for c in columns}


def _folded(first: Change, second: Change) -> Change:
    after = {**first.after, **second.after}
    if first.before is None:
        return Change(first.entity, first.id, None, after)
    before = {**(second.before or {}), **first.before}
    differing = {key for key in after if before.get(key) != after[key]}
    return Change(first.entity, first.id, {k: before.get(k) for k in differing}, {k: after[k] for k in after if k in differing})


def recorded_keys(entity: type[Entity]) -> tuple[str, ...]:
    """The columns that belong to the record of change: declared fields, the firm's own, and the recycle bin's mark."""
    own = (OWN,) if OWN in sa.inspect(entity).columns else ()
    return (*fields_of(entity), *own, DELETED)


def _inserted(item: Entity) -> Change:
    keys = recorded_keys(type(item))
    values = {key: getattr(item, key) for key in keys}
    return Change(item.entity, item.id, None, {key: value for key, value in values.items() if value is not None})


def _updated(item: Entity) -> Change | None:
    before, after = {}, {}
    touched = sa.inspect(item).committed_state  # asking all seventy fields for their history costs more than the update
    for key in recorded_keys(type(item)):
        if key not in touched:
            continue
        history = get_history(item, key)
        if history.added and history.deleted and history.added[0] != history.deleted[0]:
            before[key], after[key] = history.deleted[0], history.added[0]
        elif history.added and not history.deleted and history.added[0] is not None:
            before[key], after[key] = None, history.added[0]
    return Change(item.entity, item.id, before, after) if after else None


def _after_flush(session: Session, _context: UOWTransaction) -> None:
    recorder = session.info.get("recorder")
    if not isinstance(recorder, Recorder):
        return
    for item in session.new:
        if isinstance(item, Entity):
            recorder.note(_inserted(item))
    for item in session.dirty:
        change = _updated(item) if isinstance(item, Entity) else None
        if change is not None:
            recorder.note(change)


class RecordingSession(Session):
    """A session whose flushes are recorded when it carries a recorder in ``info``."""


event.listen(RecordingSession, "after_flush", _after_flush)
