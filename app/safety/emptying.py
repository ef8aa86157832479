"""The recycle bin: what is in it, and taking it out for good, after a backup that holds it, as a step that undo passes over.

What other records cannot do without stays (a customer with complaints), with what belongs to it; so do records that were
merged into others, since an old number still leads to the one that is left.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import bin_keeping
from app.errors import ConflictError, StorageError
from app.i18n import N_
from app.models import BY_KEY, Entity, entities, fields_of
from app.models.base import table_of
from app.models.types import moment_value, now_utc
from app.safety.emptied import MERGED, forget, must_stay
from app.safety.rounds import back_up_now, secure
from app.safety.state import state_of
from app.services import roles
from app.store import erase
from app.store.archive import check
from app.store.changes import ChangeSet, Label
from app.store.log import last_operation
from app.store.store import Store
from app.store.tables import operations

BEFORE = "before-purge"
LABEL, BY_ITSELF = N_("Emptied the recycle bin: {count} records"), N_("Left the recycle bin after 30 days: {count} records")
_NO_BACKUP = N_("The recycle bin was not emptied: there is no backup that holds what is in it.")
_MEANWHILE = N_("Something was saved meanwhile. The recycle bin was not emptied; repeat it.")
_NEVER = frozenset({"settings", "companies", "employees", "custom_fields"})
"""Kinds of which nothing is emptied: ourselves, and a firm's own fields, of which records may hold values."""

Going = dict[type[Entity], set[UUID]]


@dataclass(frozen=True, slots=True)
class Emptied:
    """How many records went of each kind, and the step."""

    gone: Mapping[str, int]
    changes: ChangeSet | None = None

    @property
    def count(self) -> int:
        """All of them."""
        return sum(self.gone.values())


def contents(session: Session, before: datetime | None = None) -> dict[str, int]:
    """How many records would go, by kind, deleted up to a moment (all where none is named)."""
    return {entity.entity: len(ids) for entity, ids in _going(session, before).items() if ids}


def empty(store: Store) -> Emptied:
    """Take out all there is now. ValidationError where the role does not allow it, StorageError where no backup can be made."""
    store.read(roles.require, "erase")
    return _purge(store, LABEL, None)


def expire(store: Store) -> Emptied:
    """Take out what has been there for more than thirty days; nothing where there is none."""
    before = store.read(due)
    return Emptied({}) if before is None or store.readonly else _purge(store, BY_ITSELF, before)


def due(session: Session) -> datetime | None:
    """Up to which deletion everything has been there long enough; None where nothing has."""
    oldest = min(_oldest(session), default=None)
    before = None if oldest is None or oldest > now_utc() - bin_keeping.KEPT else limit(session)
    return before if before is not None and contents(session, before) else None


def limit(session: Session) -> datetime | None:
    """What was deleted before may go by itself."""
    days = session.execute(sa.select(sa.func.substr(operations.c.at, 1, 10)).distinct()).scalars()
    return bin_keeping.limit(now_utc(), (moment_value(f"{day}T00:00:00Z").date() for day in days))


def _oldest(session: Session) -> Iterator[datetime]:
    for entity in _kinds():
        table = table_of(entity)
        if (found := session.execute(sa.select(sa.func.min(table.c.deleted_at))).scalar()) is not None:
            yield found


def _kinds() -> list[type[Entity]]:
    return [one for one in entities() if not one.append_only and not one.keep and one.entity not in _NEVER]


def _purge(store: Store, label: str, before: datetime | None) -> Emptied:
    count = sum(store.read(contents, before).values())
    if not count:
        return Emptied({})
    work = partial(_take_out, before=before, last=_secured(store))
    written = erase.erase_step(store, Label(label, {"count": count}), work)
    return Emptied(written.value, written.changes)


def _secured(store: Store) -> int:
    """The last step, which a backup holds that the disk gives back whole: what goes now is nowhere else."""
    if secure(store, BEFORE) is None and (newest := state_of(store).newest) is not None:
        try:
            check(newest.path)
        except StorageError:
            back_up_now(store, BEFORE)
    state = state_of(store)
    if state.newest is None or state.pending:
        raise StorageError(_NO_BACKUP)
    return state.operation


def _take_out(session: Session, before: datetime | None, last: int) -> dict[str, int]:
    if last_operation(session) != last:  # the backup does not hold it
        raise ConflictError(_MEANWHILE)
    going = _going(session, before)
    _unlink(session, going)
    forget(session, going)
    for entity, ids in going.items():
        erase.remove_rows(session, entity, sorted(ids))
    erase.blank_log(session, [one for ids in going.values() for one in ids])
    erase.retire_steps(session)
    return {entity.entity: len(ids) for entity, ids in going.items() if ids}


def _going(session: Session, before: datetime | None) -> Going:
    """What may go: neither needed by a record that stays nor part of one in the bin that stays."""
    going = {entity: set(_binned(session, entity, before)) for entity in _kinds()}
    links = list(_needs())
    while [link for link in links if _spare(session, going, *link)]:
        pass  # what stays holds back others
    return going


def _binned(session: Session, entity: type[Entity], before: datetime | None) -> Iterator[UUID]:
    table = table_of(entity)
    wanted = [table.c.deleted_at.is_not(None)] + ([table.c.deleted_at <= before] if before is not None else [])
    if MERGED in table.c:
        wanted.append(table.c[MERGED].is_(None))
    yield from session.scalars(sa.select(table.c.id).where(*wanted))


def _needs() -> Iterator[tuple[type[Entity], str, type[Entity], bool]]:
    """(entity, field, what it links to, whether it belongs to that) of every link that must not be emptied."""
    for entity in entities():
        for key, field in fields_of(entity).items():
            if field.link and must_stay(entity, key):
                yield entity, key, BY_KEY[field.link], field.owned


def _spare(session: Session, going: Going, entity: type[Entity], key: str, target: type[Entity], owned: bool) -> bool:
    """Leave out what this kind of link holds back; whether anything was."""
    wanted, mine = going.get(target, set()), going.get(entity, set())
    linked = _linked(session, entity, key, target) if wanted or (owned and mine) else []
    held = {other for record_id, other in linked if other in wanted and record_id not in mine}
    parts = {record_id for record_id, other in linked if owned and record_id in mine and other not in wanted}
    wanted -= held
    mine -= parts
    return bool(held or parts)


def _linked(session: Session, entity: type[Entity], key: str, target: type[Entity]) -> list[tuple[UUID, UUID]]:
    """(record, what it links to) of every record that links into the bin."""
    table, other = table_of(entity), table_of(target)
    binned = sa.select(other.c.id).where(other.c.deleted_at.is_not(None))
    return [(row[0], row[1]) for row in session.execute(sa.select(table.c.id, table.c[key]).where(table.c[key].in_(binned)))]


def _unlink(session: Session, going: Going) -> None:
    """Records that stay refer to none that goes."""
    for entity, key, target in erase.links():
        ids, mine = going.get(target, set()), going.get(entity, set())
        for record_id, other in _linked(session, entity, key, target) if ids else ():
            if other in ids and record_id not in mine:
                erase.set_values(session, entity, record_id, {key: None})
