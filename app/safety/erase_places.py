"""What erasing a person would do, before anything is done: every place where they are found, and what must stay."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ConflictError, ValidationError
from app.i18n import N_
from app.models import Complaint, Entity, entity_named, fields_of
from app.models.attachment import Attachment
from app.models.base import table_of
from app.models.privacy import Disclosure
from app.safety.traces import GONE_WORD, Held, Trace, complaint_of, held_among, kept_parts, pattern, traces, with_parts, words_of
from app.services.merged import final
from app.store import erase

WHO = ("contacts", "customers")
_COMPANY = N_("A firm is not erased, only people: its decision-makers, and private customers.")
_ON_HOLD = N_("“{name}” must be kept: {reason}. Take the reason out of the record first.")



@dataclass(frozen=True, slots=True)
class Places:
    """Everything that has to do with a person. ``gone``: entity -> how many records go; ``shell`` True where complaints keep
    an empty customer in place; ``contents`` files with their size, ``steps`` entries of the log, ``disclosed`` how often data
    left the file."""

    entity: str
    id: UUID
    name: str
    gone: Mapping[str, int]
    shell: bool
    texts: tuple[Trace, ...]
    held: tuple[Held, ...]
    contents: int
    size: int
    steps: int
    drafts: int
    disclosed: int


def places(session: Session, entity: str, record_id: UUID, today: date) -> Places:
    """Where the person is found. ValidationError for a firm, or while a reason to keep them stands in the record."""
    kind, record = person(session, entity, record_id)
    gone = with_parts(session, kind, record.id)
    words, shells = words_of(session, gone), kept_parts(session, gone)
    found = list(traces(session, gone, words))
    about = complaints_about(session, gone, shells, found)
    held = held_among(session, about, today)
    files = attached(session, gone)
    ids = frozenset(one for many in gone.values() for one in many)
    return Places(
        entity, record.id, record.name, {one.entity: len(many) for one, many in gone.items()}, bool(shells),
        tuple(_proposed(session, found, held)), tuple(held), len(files), sum(row.size for row in files),
        erase.count_log(session, ids), erase.count_drafts(session, rewriter(words, ()), hexes(ids)), _disclosed(session, ids),
    )  # fmt: skip


def person(session: Session, entity: str, record_id: UUID, *, held: bool = False) -> tuple[type[Entity], Any]:
    """The kind and record of a person, whom a merged one means; with ``held`` also of one that must be kept."""
    kind = entity_named(entity)
    record: Any = session.get(kind, final(session, kind, record_id) if entity in WHO else record_id)
    if record is None:
        raise ConflictError(N_("This record no longer exists."))
    if entity not in WHO or (entity == "customers" and record.kind != "person"):
        raise ValidationError(_COMPANY)
    if (reason := record.hold_reason) and not held:
        raise ValidationError(_ON_HOLD, field="hold_reason", name=record.name, reason=reason)
    return kind, record


def complaints_about(
    session: Session, gone: Mapping[type[Entity], Sequence[UUID]], shells: Iterable[UUID], found: Iterable[Trace]
) -> set[UUID]:
    """Complaints of the person, that name them, or whose steps do."""
    linked = set(shells)
    for entity, ids in gone.items():
        for key, one in fields_of(Complaint).items():
            if one.link == entity.entity and not one.owned:
                column = table_of(Complaint).c[key]
                linked |= set(session.scalars(sa.select(table_of(Complaint).c.id).where(column.in_(ids))))
    named = (complaint_of(session, one.entity, one.id) for one in found)
    return linked | {one for one in named if one is not None}


def _proposed(session: Session, found: Iterable[Trace], held: Iterable[Held]) -> Iterable[Trace]:
    """Without those that are kept with a complaint."""
    kept = {one.id for one in held}
    return (one for one in found if complaint_of(session, one.entity, one.id) not in kept)


def attached(session: Session, gone: Mapping[type[Entity], Sequence[UUID]]) -> Any:
    table = table_of(Attachment)
    return session.execute(sa.select(table.c.digest, table.c.size).where(table.c.id.in_(gone.get(Attachment, [])))).all()


def hexes(ids: Iterable[UUID]) -> frozenset[str]:
    return frozenset(one.hex for one in ids)


def _disclosed(session: Session, ids: frozenset[UUID]) -> int:
    named = session.scalars(sa.select(table_of(Disclosure).c.records).where(table_of(Disclosure).c.records.is_not(None)))
    return sum(not hexes(ids).isdisjoint(text.splitlines()) for text in named)


def rewriter(words: Iterable[str], hexes: Iterable[str]) -> erase.Rewrite:
    """Puts ``GONE_WORD`` for the words and nothing for the ids, wherever they stand in a JSON value."""
    wanted, ids = pattern(words), frozenset(hexes)

    def rewrite(value: Any) -> Any:
        if isinstance(value, str):
            return None if value in ids else wanted.sub(GONE_WORD, value) if wanted is not None else value
        if isinstance(value, dict):
            return {key: rewrite(one) for key, one in value.items()}
        return [rewrite(one) for one in value] if isinstance(value, list) else value

    return rewrite
