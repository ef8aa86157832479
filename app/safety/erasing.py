"""Erasing a person everywhere: their records, the texts that name them, the log, drafts, contents, and later restores.

What the law wants kept stays, with its reason. One step erases all of it or nothing; then the file is written anew, so
that no byte is left in it, and the erasure is noted without the data, also beside the file: a backup brought back is
searched for the erased (``settle``), and backups that still hold them can be purged.
"""

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import StorageError
from app.formats import local
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Complaint, Customer, Entity, entity_named, fields_of
from app.models.base import table_of
from app.models.own import COLUMN as OWN
from app.models.privacy import Erasure
from app.models.session import actor, now
from app.models.types import now_utc, uuid7
from app.safety import erased_list
from app.safety.erase_places import attached, complaints_about, hexes, person, rewriter
from app.safety.noted_later import drop_aside, take_over
from app.safety.traces import (
    NEVER,
    Held,
    Trace,
    complaint_of,
    held_among,
    hint,
    is_shared,
    kept_parts,
    traces,
    with_parts,
    words_of,
)  # fmt: skip
from app.services import roles
from app.store import collect, erase
from app.store.changes import ChangeSet, Label
from app.store.store import Store

LABEL = N_("Erased a person")
_MANY = 50
"""From so many ids on, looking for each takes longer than reading what is written."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done: ``texts`` the records of others in which the person is made unreadable, ``kept`` complaint -> why it
    stays as it is. None means what is proposed."""

    entity: str
    id: UUID
    reason: str = "request"
    texts: frozenset[tuple[str, UUID]] | None = None
    kept: Mapping[UUID, str] | None = None


@dataclass(slots=True)
class Erased:
    """What was done; ``seq`` is the step, ``digests`` the contents nobody names any more."""

    gone: dict[str, int] = field(default_factory=dict)
    texts: int = 0
    digests: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    changes: ChangeSet | None = None
    unfinished: StorageError | None = None


# doing it -------------------------------------------------------------------------------------------------------------


def erase_person(store: Store, wish: Wish) -> Erased:
    """Erase a person and what belongs to them for good; afterwards nothing of them is left in the data file, its index, log,
    drafts and contents. Undo does not bring them back. ValidationError while they must be kept."""
    take_over(store)  # what was noted beside the file may name them
    erased_list.write(store.path, ())  # while it is there, the next start finishes what is begun here
    written = erase.erase_step(store, Label(LABEL), lambda session: _asked(session, wish))
    drop_aside(store.path)
    done = written.value
    done.changes = written.changes
    try:
        settle(store)
    except StorageError as error:  # the erasing itself is done; what is left is done at the next start
        done.unfinished = error
    return done


def _asked(session: Session, wish: Wish) -> Erased:
    roles.require(session, "erase")
    return _erase(session, wish)


def _erase(session: Session, wish: Wish, note: Mapping[str, Any] | None = None) -> Erased:
    today, done = local(now(session)).date(), Erased()
    kind, record = person(session, wish.entity, wish.id)
    gone = with_parts(session, kind, record.id)
    words, shells = words_of(session, gone), kept_parts(session, gone)
    found = list(traces(session, gone, words))
    kept = _kept(session, wish, held_among(session, complaints_about(session, gone, shells, found), today))
    wanted = [one for one in found if _is_wanted(session, one, wish, kept)]
    done.digests = [row.digest for row in attached(session, gone)]
    erased_list.note_pending(session, done.digests)
    _name_in(session, kept, gone)
    _unlink(session, gone)
    ids = frozenset(one for many in gone.values() for one in many)
    _rewrite(session, wanted, found, words, gone)
    for entity, many in gone.items():
        empty = set(shells.values()) & set(many)
        erase.remove_rows(session, entity, [one for one in many if one not in empty])
        for one in empty:
            _empty(session, one)
        done.gone[entity.entity] = len(many)
    erase.blank_log(session, ids)
    erase.retire_steps(session)
    _mask(session, set(shells) - set(kept), today)
    done.texts, done.words = len(wanted), list(words)
    done.kept = [f"{session.get_one(Complaint, key).number}: {why}" for key, why in kept.items()]
    session.add(_noted(session, wish, record.id, done) if note is None else Erasure(id=uuid7(), **note))
    return done


def _kept(session: Session, wish: Wish, held: Iterable[Held]) -> dict[UUID, str]:
    if wish.kept is not None:
        return dict(wish.kept)
    return {one.id: _("Complaints are kept for their time") for one in held}


def _is_wanted(session: Session, trace: Trace, wish: Wish, kept: Mapping[UUID, str]) -> bool:
    if complaint_of(session, trace.entity, trace.id) in kept:
        return False
    return trace.sure if wish.texts is None else (trace.entity, trace.id) in wish.texts


def _name_in(session: Session, kept: Iterable[UUID], gone: Mapping[type[Entity], Sequence[UUID]]) -> None:
    """A complaint that stays says itself who complained: the records that said it go."""
    ids = {one for many in gone.values() for one in many}
    for key in kept:
        record = session.get_one(Complaint, key)
        linked = ((Customer, record.customer_id), (entity_named("contacts"), record.contact_id))
        for entity, other in linked:
            if other in ids and not record.complainant:
                somebody: Any = session.get_one(entity, other)
                number = somebody.phone or getattr(somebody, "mobile", None)
                values = {"complainant": somebody.name[:120], "complainant_phone": record.complainant_phone or number}
                erase.set_values(session, Complaint, key, values)
                session.refresh(record)


def _unlink(session: Session, gone: Mapping[type[Entity], Sequence[UUID]]) -> None:
    """Records that stay refer to none that goes."""
    for entity, key, target in erase.links():
        ids = gone.get(target, ())
        table, ours = table_of(entity), set(gone.get(entity, ()))
        for record_id in list(session.scalars(sa.select(table.c.id).where(table.c[key].in_(ids)))) if ids else ():
            if record_id not in ours:
                erase.set_values(session, entity, record_id, {key: None})


def _rewrite(
    session: Session, wanted: Iterable[Trace], found: Iterable[Trace], words: Mapping[str, bool],
    gone: Mapping[type[Entity], Sequence[UUID]],
) -> None:  # fmt: skip
    """Make the person unreadable in texts of others, as they stand and as they were, in labels and in drafts."""
    ids, mine = hexes(one for many in gone.values() for one in many), {one.id for one in wanted}
    shared = is_shared(session, gone, words)
    rewrite, unlink = rewriter(words, ids), rewriter((), ids)
    sure = rewriter([word for word, named in words.items() if not (named and shared)], ids)
    for one in wanted:
        entity = entity_named(one.entity)
        row = session.execute(sa.select(table_of(entity)).where(table_of(entity).c.id == one.id)).mappings().one()
        erase.set_values(session, entity, one.id, {key: rewrite(row[key]) for key in one.keys})
    spared = {one.id for one in found} - mine

    def choose(entity: str, record_id: UUID) -> erase.Rewrite:
        return unlink if record_id in spared or entity in NEVER else rewrite if record_id in mine else sure

    erase.rewrite_log(session, choose, hint([*words, *ids]) if len(ids) < _MANY else bool)
    erase.rewrite_labels(session, rewrite)
    erase.rewrite_drafts(session, rewrite, ids)


def _empty(session: Session, customer_id: UUID) -> None:
    """What stays of a customer whose complaints stay: number and kind, in the recycle bin."""
    table = table_of(Customer)
    values: dict[str, Any] = {key: None for key in (*fields_of(Customer), OWN) if table.c[key].nullable}
    flags = {key: False for key, one in fields_of(Customer).items() if one.kind == "flag"}
    erase.set_values(session, Customer, customer_id, values | flags | {"name": _("Erased customer"), "deleted_at": now(session)})


def _mask(session: Session, complaints: Iterable[UUID], today: date) -> None:
    """Complaints that need not be kept any more stay without who complained (domain/40 §4.10)."""
    for key in complaints:
        nobody = {"complainant": None, "complainant_phone": None, "relation": None, "masked_on": today}
        erase.set_values(session, Complaint, key, nobody)
        erase.blank_keys(session, key, frozenset(nobody))


def _noted(session: Session, wish: Wish, record_id: UUID, done: Erased) -> Erasure:
    salt = session.scalars(sa.select(Erasure.salt).limit(1)).first() or secrets.token_hex(16)
    return Erasure(
        id=uuid7(), at=now(session), by_id=actor(session), target=wish.entity, salt=salt, mark=erased_list.mark(salt, record_id),
        reason=wish.reason, removed=json.dumps(done.gone | {"texts": done.texts}), kept="\n".join(done.kept)[:4000] or None,
    )  # fmt: skip


# afterwards, and after a restore ------------------------------------------------------------------------------------------


def settle(store: Store) -> int:
    """Finish what an erasing that was ended half-way left, and erase again whoever an old backup brought back; returns how
    many those were. To be called whenever a file was opened for work or restored; without erasures it costs nothing."""
    if store.readonly:
        return 0
    count = _replay(store)
    digests = store.read(erased_list.pending)
    if digests is not None:
        erased_list.write(store.path, store.read(erased_list.known))
        _drop_contents(store, digests)
        erase.compact(store)
        store.quietly(erased_list.forget_pending)
    return count


replay = settle
"""What a restore calls when the data has been brought back."""


def _replay(store: Store) -> int:
    missing = erased_list.missing(store)
    count = 0
    for one in missing:
        found = store.read(erased_list.find, one)
        if found is None:
            erase.erase_step(store, Label(LABEL), partial(_note_again, one=one))
            continue
        wish = Wish(one["target"], found, one["reason"])
        erase.erase_step(store, Label(LABEL), partial(_erase_again, wish=wish, one=one))
        count += 1
    return count


def _erase_again(session: Session, wish: Wish, one: Mapping[str, Any]) -> Erased:
    table = table_of(entity_named(wish.entity))
    session.execute(sa.update(table).where(table.c.id == wish.id).values(hold_reason=None))
    return _erase(session, wish, _values(session, one))


def _note_again(session: Session, one: Mapping[str, Any]) -> None:
    session.add(Erasure(id=uuid7(), **_values(session, one)))


def _values(session: Session, one: Mapping[str, Any]) -> dict[str, Any]:
    by = UUID(one["by"]) if one["by"] else None
    known = by is not None and session.get(entity_named("employees"), by) is not None
    at = erased_list.moment(one) or now_utc()
    kept = {key: one[key] for key in ("target", "salt", "mark", "reason", "removed", "kept")}
    return {**kept, "at": at, "by_id": by if known else None}


def _drop_contents(store: Store, digests: Iterable[str]) -> None:
    named = store.read(collect.named_digests)
    for digest in set(digests) - named:
        store.blobs.drop(digest)
