"""Attachments of any record: taking files in, naming them, listing them, reading what is in them.

The content goes to the disk first (``models.session.Contents``), then the row that names it; a large file is best kept
before the write begins, with ``Kept`` as the source, so that nobody waits for it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.filenames import shown_name
from app.analysis.filetypes import type_of
from app.errors import ConflictError, ValidationError
from app.i18n import N_
from app.models import BY_KEY, fields_of
from app.models.attachment import Attachment
from app.models.base import table_of
from app.models.session import Kept, contents, now
from app.services import disclosures, records, settings

MEGABYTE = 1 << 20
_LISTED = 5000
_CHANGED = ("name", "kind", "notes")
_MOST_AT_ONCE = 500
PORTRAIT = "portrait"
"""The kind of the one picture that stands beside a record's name: only what somebody chose for it, or a contact card's own."""

_LARGEST_PORTRAIT = 8 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Fresh:
    """A file to be attached. ``kind`` None is found out: pictures are photos, others are left open."""

    name: str
    source: Path | bytes | Kept
    kind: str | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An attachment as lists and papers show it; ``size`` in bytes, ``mime`` by its content."""

    id: UUID
    name: str
    kind: str | None
    notes: str | None
    mime: str | None
    size: int
    digest: str
    added_at: datetime


@cache
def owners() -> Mapping[str, str]:
    """The kinds of records that have attachments, with the link of each: ``{"customers": "customer_id", …}``."""
    return {field.link: key for key, field in fields_of(Attachment).items() if field.owned}


def limit(session: Session) -> int:
    """How many bytes one attachment may have (setting ``attachment.limit_mb``)."""
    return int(settings.value(session, "attachment.limit_mb") * MEGABYTE)


def add(session: Session, owner: str, owner_id: UUID, fresh: Fresh) -> UUID:
    """Attach one file to a record. ValidationError where it is too large, StorageError where it can't be read or kept,
    ConflictError where the record is gone, ValidationError where it is only read."""
    _need_owner(session, owner, owner_id)
    kept = fresh.source if isinstance(fresh.source, Kept) else contents(session).put(fresh.source, fresh.name, limit(session))
    name = shown_name(fresh.name)
    mime = type_of(contents(session).head(kept.digest), name)
    values = {
        owners()[owner]: owner_id, "name": name, "kind": fresh.kind or ("photo" if mime.startswith("image/") else None),
        "notes": fresh.notes, "digest": kept.digest, "size": kept.size, "mime": mime, "added_at": now(session),
    }  # fmt: skip
    return records.create(session, Attachment, values)


def add_all(session: Session, owner: str, owner_id: UUID, files: Iterable[Fresh]) -> list[UUID]:
    """Attach several files in one step; a file that the record has already under the same name is passed over."""
    made = []
    for fresh in files:
        if not (isinstance(fresh.source, Kept) and _has(session, owner, owner_id, fresh.source, shown_name(fresh.name))):
            made.append(add(session, owner, owner_id, fresh))
    return made


def _has(session: Session, owner: str, owner_id: UUID, kept: Kept, name: str) -> bool:
    table = table_of(Attachment)
    same = sa.select(table.c.id).where(*_belonging(owner, owner_id), table.c.digest == kept.digest, table.c.name == name)
    return session.execute(same.limit(1)).first() is not None


def _need_owner(session: Session, owner: str, owner_id: UUID) -> None:
    entity = BY_KEY[owner]
    table = table_of(entity)
    kept, values, sentence = entity.sealed or ("id", frozenset(), "")
    found = session.execute(sa.select(table.c[kept]).where(table.c.id == owner_id, table.c.deleted_at.is_(None))).first()
    if found is None:
        raise ConflictError(N_("This record is in the recycle bin or no longer exists."))
    if found[0] in values:
        raise ValidationError(sentence)


def change(session: Session, attachment_id: UUID, values: Mapping[str, Any]) -> bool:
    """Change name, kind or notes; what is in it never changes. ValidationError for an empty name, or on a sealed record."""
    owner = records.owner_of(session, Attachment, attachment_id)
    _need_owner(session, *owner)
    wanted = {key: value for key, value in values.items() if key in _CHANGED}
    if wanted.get("kind") == PORTRAIT:
        _make_room(session, owner, attachment_id)
    if str(wanted.get("name") or "").strip():
        wanted["name"] = shown_name(str(wanted["name"]))
    return records.update(session, Attachment, attachment_id, wanted)


def _make_room(session: Session, owner: tuple[str, UUID], attachment_id: UUID) -> None:
    """A record has one portrait: the one before is a photo again."""
    table = table_of(Attachment)
    others = sa.select(table.c.id).where(*_belonging(*owner), table.c.kind == PORTRAIT, table.c.id != attachment_id)
    for other in session.scalars(others).all():
        records.update(session, Attachment, other, {"kind": "photo"})


def rename(session: Session, attachment_id: UUID, name: str) -> bool:
    """Give an attachment another name."""
    return change(session, attachment_id, {"name": name})


def delete(session: Session, ids: Sequence[UUID]) -> int:
    """Move attachments to the recycle bin; their contents stay. ValidationError on a sealed record."""
    for owner in {records.owner_of(session, Attachment, key) for key in ids}:
        _need_owner(session, *owner)
    return records.delete(session, Attachment, ids)


def restore(session: Session, attachment_id: UUID) -> None:
    """Bring an attachment back from the recycle bin. ConflictError where its record is still in there."""
    _need_owner(session, *records.owner_of(session, Attachment, attachment_id))
    records.restore(session, Attachment, attachment_id)


def _belonging(owner: str, owner_id: UUID) -> list[sa.ColumnElement[bool]]:
    table = table_of(Attachment)
    return [table.c[owners()[owner]] == owner_id, table.c.deleted_at.is_(None)]


def listed(session: Session, owner: str, owner_id: UUID) -> tuple[Entry, ...]:
    """A record's attachments, the latest first; at most 5000."""
    table = table_of(Attachment)
    columns = [table.c[key] for key in Entry.__slots__]
    ordered = sa.select(*columns).where(*_belonging(owner, owner_id)).order_by(table.c.added_at.desc(), table.c.id.desc())
    return tuple(Entry(*row) for row in session.execute(ordered.limit(_LISTED)))


def count(session: Session, owner: str, owner_id: UUID) -> int:
    """How many attachments a record has."""
    return int(session.execute(sa.select(sa.func.count()).where(*_belonging(owner, owner_id))).scalar_one())


def entry(session: Session, attachment_id: UUID) -> Entry:
    """One attachment. ConflictError when it is gone."""
    values = records.get(session, Attachment, attachment_id)
    return Entry(*(values[key] for key in Entry.__slots__))


def content(session: Session, attachment_id: UUID) -> tuple[Entry, bytes]:
    """An attachment with what is in it, checked. StorageError where the content is missing or damaged."""
    found = entry(session, attachment_id)
    return found, contents(session).read(found.digest, found.name)


def digests(session: Session, owner: str, ids: Iterable[UUID]) -> set[tuple[UUID, str]]:
    """(record, content) of everything attached to these records: what need not be attached again."""
    table, wanted, found = table_of(Attachment), list(ids), set[tuple[UUID, str]]()
    link = table.c[owners()[owner]]
    for start in range(0, len(wanted), _MOST_AT_ONCE):
        some = link.in_(wanted[start : start + _MOST_AT_ONCE])
        rows = session.execute(sa.select(link, table.c.digest).where(some, table.c.deleted_at.is_(None)))
        found |= {(row[0], row[1]) for row in rows}
    return found


def portrait(session: Session, owner: str, owner_id: UUID) -> bytes | None:
    """The picture chosen as a record's logo or portrait. None where it has none or the content is not there."""
    if not BY_KEY[owner].pictured:
        return None
    table = table_of(Attachment)
    chosen = (table.c.kind == PORTRAIT) & table.c.mime.startswith("image/") & (table.c.size <= _LARGEST_PORTRAIT)
    newest = sa.select(table.c.digest, table.c.size).where(*_belonging(owner, owner_id), chosen)
    found = session.execute(newest.order_by(table.c.added_at.desc(), table.c.id.desc()).limit(1)).first()
    return (contents(session).head(found.digest, found.size) or None) if found else None


def note_out(session: Session, ids: Sequence[UUID], place: str) -> UUID:
    """Write down that copies of these left the file, as data of the record they belong to. To be called as
    ``disclosures.note`` is."""
    owners_of = [records.owner_of(session, Attachment, key) for key in ids]
    target = owners_of[0][0] if owners_of else ""
    found = tuple(dict.fromkeys(owner for _entity, owner in owners_of))
    return disclosures.note(session, disclosures.Out("exported", Attachment.plural, target, len(ids), found, place=place))
