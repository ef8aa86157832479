"""Where a person is found in the file: their own records, and the texts of others that name them.

A text names somebody by what tells them apart: names, numbers, addresses, as they are now and as they were once. They are
looked for whatever blanks and hyphens stand between, in every text of every record, also in the recycle bin.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.formats import local
from app.models import Complaint, Customer, Entity, entities, entity_named, fields_of, title_of
from app.models.base import table_of
from app.models.complaint import ComplaintEvent
from app.models.own import COLUMN as OWN
from app.services import settings
from app.store.erase import texts
from app.store.tables import changes

GONE_WORD = "**"
"""What stands where somebody was named; never longer than the shortest name."""

_TELLING = (
    "name", "short_name", "english_name", "former_name", "phone", "mobile", "office_phone", "fax", "email", "invoice_email",
    "invoice_phone", "wechat", "qq", "id_number", "bank_account", "tax_number", "address", "invoice_address",
)  # fmt: skip
_NAMES = frozenset({"name", "short_name", "english_name", "former_name"})
_TEXTS = frozenset({"name", "line", "text", "code", "phone", "email", "url", "tags", "listed", "opaque"})
_SHORTEST = 5
_PARTED = re.compile(r"[,;/、，；|\n]+")
_BETWEEN = r"[\s\-]*"
NEVER = frozenset({"erasures", "employees", "companies", "products"})
"""Kinds whose texts are nobody's whom we erase: ourselves, and the records of erasing."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A record of somebody else that names the person. ``title`` is what it is called, ``said`` the place in its words;
    ``sure`` where it is named by more than a name that others have too, ``owner`` True for another person's own record."""

    entity: str
    id: UUID
    title: str
    said: str
    keys: tuple[str, ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A complaint that must be kept for now; ``until`` None while it is open."""

    id: UUID
    number: str
    subject: str
    until: date | None


def with_parts(session: Session, entity: type[Entity], record_id: UUID) -> dict[type[Entity], list[UUID]]:
    """The record, those that were merged into it, and all that belongs to them, but complaints: what goes."""
    found: dict[type[Entity], list[UUID]] = {}
    pending = [(entity, record_id)]
    while pending:
        kind, key = pending.pop()
        if key in found.setdefault(kind, []):
            continue
        found[kind].append(key)
        pending += _belonging(session, kind, key)
    return found


def _belonging(session: Session, owner: type[Entity], owner_id: UUID) -> Iterator[tuple[type[Entity], UUID]]:
    for entity in entities():
        if entity.keep:
            continue
        for key, field in fields_of(entity).items():
            merged = key == "merged_into_id" and entity is owner
            if (field.owned and field.link == owner.entity) or merged:
                table = table_of(entity)
                yield from ((entity, found) for found in session.scalars(sa.select(table.c.id).where(table.c[key] == owner_id)))


def kept_parts(session: Session, gone: Mapping[type[Entity], Iterable[UUID]]) -> dict[UUID, UUID]:
    """Complaint -> the customer among those who go; such a customer stays as an empty shell."""
    table, customers = table_of(Complaint), list(gone.get(Customer, ()))
    found = session.execute(sa.select(table.c.id, table.c.customer_id).where(table.c.customer_id.in_(customers)))
    return {row[0]: row[1] for row in found}


def words_of(session: Session, gone: Mapping[type[Entity], Iterable[UUID]]) -> dict[str, bool]:
    """What tells the person apart, normalised -> whether it is a name; also what they were called and had once."""
    found: dict[str, bool] = {}
    for entity in gone:
        if "name" not in fields_of(entity) or entity.entity not in ("customers", "contacts"):
            continue
        for values in _states(session, entity, list(gone[entity])):
            for key in (key for key in _TELLING if values.get(key)):
                for part in _PARTED.split(str(values[key])):
                    word, named = normal(part), key in _NAMES
                    if len(word) >= (2 if named else _SHORTEST):
                        found[word] = found.get(word, True) and named
    return found


def _states(session: Session, entity: type[Entity], ids: list[UUID]) -> Iterator[Mapping[str, Any]]:
    table = table_of(entity)
    keys = [key for key in _TELLING if key in table.c]
    yield from session.execute(sa.select(*(table.c[key] for key in keys)).where(table.c.id.in_(ids))).mappings()  # type: ignore[misc]
    for sides in session.execute(sa.select(changes.c.before, changes.c.after).where(changes.c.record_id.in_(ids))):
        yield from (json.loads(side) for side in sides if side)


def normal(text: str) -> str:
    """Without blanks and hyphens, in small letters."""
    return re.sub(_BETWEEN, "", text).casefold()


def pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    """What finds any of these normalised words in a text; None where there are none. Digits are whole numbers."""
    parts = []
    for word in sorted(words, key=len, reverse=True):
        spread = _BETWEEN.join(re.escape(letter) for letter in word)
        before = rf"(?<!\d)(?:\+?86{_BETWEEN})?" if word[0].isdigit() else ""
        parts.append(before + spread + (r"(?!\d)" if word[-1].isdigit() else ""))
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def hint(words: Iterable[str]) -> Callable[[str], bool]:
    """Whether one of these normalised words may stand in a text, JSON or not: a tenth of the time of looking for its place."""
    known = tuple(json.dumps(word, ensure_ascii=False)[1:-1] if '"' in word or "\\" in word else word for word in words)
    known = (*known, *(word for word in words if '"' in word or "\\" in word))

    def may(text: str) -> bool:
        plain = "".join(text.split()).replace("-", "").replace("\\n", "").replace("\\t", "").casefold()
        return any(word in plain for word in known)

    return may


def text_keys(entity: type[Entity]) -> tuple[str, ...]:
    """The columns of an entity that hold words."""
    own = (OWN,) if OWN in table_of(entity).c else ()
    return (*(key for key, field in fields_of(entity).items() if field.kind in _TEXTS), *own)


def traces(session: Session, gone: Mapping[type[Entity], Iterable[UUID]], words: Mapping[str, bool]) -> Iterator[Trace]:
    """Every record of others in whose words the person is named."""
    wanted = pattern(words)
    may = hint(words)
    certain = pattern(words if not is_shared(session, gone, words) else [word for word, named in words.items() if not named])
    for entity in entities() if wanted is not None else ():
        if entity.entity in NEVER or not text_keys(entity):
            continue
        ours, keys = set(gone.get(entity, ())), text_keys(entity)
        for record_id, text in texts(session, entity, keys):
            if may(text) and record_id not in ours and wanted is not None and (hit := wanted.search(text)):
                yield _trace(session, entity, record_id, text, hit, certain)


def _trace(
    session: Session, entity: type[Entity], record_id: UUID, text: str, hit: re.Match[str], certain: re.Pattern[str] | None
) -> Trace:
    table = table_of(entity)
    row = session.execute(sa.select(table).where(table.c.id == record_id)).mappings().one()
    keys = tuple(key for key in text_keys(entity) if row[key] is not None and hit.re.search(str(row[key])))
    begin, end = text.rfind("\n", 0, hit.start()) + 1, text.find("\n", hit.end())
    said = " ".join(text[max(begin, hit.start() - 20) : min(end if end >= 0 else len(text), hit.end() + 20)].split())
    person = "name" in keys and entity.entity in ("customers", "contacts")
    sure = not person and certain is not None and bool(certain.search(text))
    return Trace(entity.entity, record_id, title_of(entity, dict(row)), said, keys, sure)


def is_shared(session: Session, gone: Mapping[type[Entity], Iterable[UUID]], words: Mapping[str, bool]) -> bool:
    """Whether somebody else has one of the names: then a name alone says nothing."""
    ours = {record_id for ids in gone.values() for record_id in ids}
    for key in ("customers", "contacts", "employees"):
        table = table_of(entity_named(key))
        for record_id, name in session.execute(sa.select(table.c.id, table.c.name)):
            if record_id not in ours and words.get(normal(name)):
                return True
    return False


def held_among(session: Session, complaints: Iterable[UUID], today: date) -> list[Held]:
    """Those that are open, or closed less long ago than complaints are kept (domain/40 §4.10)."""
    found = []
    for record_id in complaints:
        record = session.get_one(Complaint, record_id)
        until = keep_until(session, record)
        if until is None or until > today:
            found.append(Held(record.id, record.number, record.subject, until))
    return found


def keep_until(session: Session, record: Complaint) -> date | None:
    """Until when a complaint is kept: years after its closing, more for a critical one; None while it is open."""
    ended = record.closed_at or (record.received_at if record.state in ("S90", "S95", "S96", "S97") else None)
    if ended is None and record.state != "S00":
        return None
    years = settings.value(session, "privacy.critical_years" if record.severity == "S4" else "privacy.complaint_years")
    return years_after(local(ended or record.received_at).date(), int(years))


def years_after(day: date, years: int) -> date:
    """The same day some years later; 28 February for a 29th that is not there."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def complaint_of(session: Session, entity: str, record_id: UUID) -> UUID | None:
    """The complaint a record is, or is a step of."""
    if entity == Complaint.entity:
        return record_id
    if entity == ComplaintEvent.entity:
        return session.get_one(ComplaintEvent, record_id).complaint_id
    return None
