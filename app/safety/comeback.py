"""What bringing single records back out of a backup would do, record by record and field by field. Reads only."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ConflictError
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import BY_KEY, Entity, entities, fields_of, title_of
from app.models.base import table_of
from app.models.own import COLUMN
from app.models.types import now_utc
from app.safety.erased_list import is_erased
from app.safety.looking import OpenBackup
from app.services.past import Past, readable
from app.store.changes import DELETED, recorded_keys
from app.store.store import Store

Values = dict[str, Any]
Cut = tuple[str, UUID, str]
"""A link that leads nowhere any more: (entity, id, field)."""

_CHUNK = 500
_ERASABLE = ("customers", "contacts")
_ERASED = N_("They were erased for good: nobody brings them back out of a backup.")


@dataclass(frozen=True, slots=True)
class Kept:
    """A record as the backup has it, with all its recorded columns."""

    entity: str
    id: UUID
    values: Values


@dataclass(frozen=True, slots=True)
class Differing:
    """A field of a record that is here and not as it was: its label, its text here and in the backup."""

    entity: str
    id: UUID
    key: str
    title: str
    label: str
    here: str
    there: str
    value: Any


@dataclass(frozen=True, slots=True)
class Comeback:
    """``missing`` are made anew under their own ids, ``binned`` come back out of the recycle bin; of ``differing`` only what
    somebody asks for is taken; links in ``cut`` stay empty, or as they are."""

    missing: tuple[Kept, ...]
    binned: tuple[Kept, ...]
    differing: tuple[Differing, ...]
    cut: tuple[Cut, ...]
    same: int


def compare(store: Store, opened: OpenBackup, entity: str, ids: Sequence[UUID]) -> Comeback:
    """What the backup has of these records and of all that belongs to them, held against the data file.

    ConflictError where what they belong to is no longer here: that has to come back first. Nobody who was erased comes back,
    nor what belongs to them; ConflictError where nobody else is asked for.
    """
    whole = opened.read(_with_parts, entity, ids)
    kept = _without_erased(store, whole)
    if whole and not kept:
        raise ConflictError(_ERASED)
    return store.read(_compared, kept)


def _without_erased(store: Store, kept: Sequence[Kept]) -> list[Kept]:
    """Owners stand before what they own, so what belongs to the erased goes with them."""
    gone: set[Any] = set()
    for one in kept:
        owners = {one.values.get(key) for key, field in fields_of(BY_KEY[one.entity]).items() if field.owned}
        if owners & gone or (one.entity in _ERASABLE and is_erased(store, one.entity, one.id)):
            gone.add(one.id)
    return [one for one in kept if one.id not in gone]


def _with_parts(session: Session, entity: str, ids: Sequence[UUID]) -> list[Kept]:
    """The records, and what belongs to them or to their parts, recycle bin aside; owners before what they own."""
    found: dict[UUID, Kept] = {}
    pending = [(BY_KEY[entity], list(_rows(session, BY_KEY[entity], "id", ids)))]
    while pending:
        cls, rows = pending.pop(0)
        fresh = [row for row in rows if row["id"] not in found]
        found.update((row["id"], _kept(cls, row)) for row in fresh)
        if fresh:
            pending += list(_parts(session, cls, [row["id"] for row in fresh]))
    return list(found.values())


def _kept(cls: type[Entity], row: Values) -> Kept:
    return Kept(cls.entity, row["id"], {key: value for key, value in row.items() if key != "id"} | {DELETED: None})


def _parts(session: Session, owner: type[Entity], ids: Sequence[UUID]) -> Iterator[tuple[type[Entity], list[Values]]]:
    for cls in entities():
        for key, field in fields_of(cls).items():
            if field.owned and field.link == owner.entity:
                yield cls, [row for row in _rows(session, cls, key, ids) if row[DELETED] is None]


def _rows(session: Session, cls: type[Entity], key: str, ids: Iterable[UUID]) -> Iterator[Values]:
    table, wanted = table_of(cls), list(ids)
    columns = [table.c[name] for name in ("id", *recorded_keys(cls))]
    for start in range(0, len(wanted), _CHUNK):
        some = sa.select(*columns).where(table.c[key].in_(wanted[start : start + _CHUNK])).order_by(table.c.id)
        yield from (dict(row) for row in session.execute(some).mappings())


def _compared(session: Session, kept: list[Kept]) -> Comeback:
    here: dict[UUID, Values] = {}
    for entity in {one.entity for one in kept}:
        rows = _rows(session, BY_KEY[entity], "id", [one.id for one in kept if one.entity == entity])
        here.update((row["id"], row) for row in rows)
    missing = tuple(one for one in kept if one.id not in here)
    binned = tuple(one for one in kept if one.id in here and here[one.id][DELETED] is not None)
    there = [one for one in kept if one.id in here and not BY_KEY[one.entity].append_only]
    cut = _cut(session, kept, here)
    differing = tuple(line for one in there for line in _differing(session, one, here[one.id], cut))
    changed = {line.id for line in differing} | {one.id for one in binned}
    return Comeback(missing, binned, differing, tuple(cut), len(here) - len(changed))


def _differing(session: Session, one: Kept, here: Values, cut: Collection[Cut]) -> Iterator[Differing]:
    cls = BY_KEY[one.entity]
    for key, value in one.values.items():
        if key != DELETED and here[key] != value and (one.entity, one.id, key) not in cut:
            lines = readable(session, cls, [Past(now_utc(), None, "", {key: here[key]}, {key: value})])
            before, after = ", ".join(line.before for line in lines), ", ".join(line.after for line in lines)
            label = _(fields_of(cls)[key].label) if key != COLUMN else ", ".join(line.field for line in lines)
            yield Differing(one.entity, one.id, key, title_of(cls, here), label, before, after, value)


def _cut(session: Session, kept: Sequence[Kept], here: Mapping[UUID, Values]) -> list[Cut]:
    """The links whose ends are not here any more. What a record to be made belongs to has to be here, and in use."""
    coming, found = {one.id for one in kept}, []
    for one in kept:
        for key, field in fields_of(BY_KEY[one.entity]).items():
            target = one.values.get(key) if field.kind == "link" else None
            if target is None or target in coming or (one.id in here and here[one.id][key] == target):
                continue
            table = table_of(BY_KEY[field.link])
            end = session.execute(sa.select(table.c.deleted_at).where(table.c.id == target)).first()
            if field.owned and one.id not in here and (end is None or end.deleted_at is not None):
                raise ConflictError(N_("What this record belongs to is gone too. Bring that back first."))
            if end is None:
                found.append((one.entity, one.id, key))
    return found
