"""Two records become one: field by field, with everything that hangs on both, as one step that can be taken back for good.

The other record goes to the recycle bin and keeps whom it was merged into, so that its number and id still lead there.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ConflictError, ValidationError
from app.formats import day_text, local
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Entity, Field, entities, fields_of, title_of
from app.models.base import table_of
from app.models.firm_lists import DistinctPair
from app.models.own import typed_fields
from app.models.session import now
from app.services import merge_rules, records
from app.services.duplicates import pair_text

MERGED = "merged_into_id"
KEPT, OTHER, BOTH = "kept", "other", "both"
Choice = Mapping[str, str]
"""Field key -> kept, other or both (texts, tags and phones only); a field that is left out takes its default."""

JOINED = ("text", "tags", "choices", "phone")
_FOUND_BY = ("phone", "email", "code", "name", "url")


def living(session: Session, entity: type[Entity], record_id: UUID) -> dict[str, Any]:
    """A record's values; ConflictError where it is gone or in the recycle bin."""
    values = records.get(session, entity, record_id)
    if values["deleted_at"] is not None:
        raise ConflictError(N_("This record is in the recycle bin or no longer exists."))
    return values


def chosen_fields(entity: type[Entity]) -> dict[str, Field]:
    """The fields whose value can be chosen: all but the number, which stays the kept record's, the mark of a merge, and
    what goes with another field."""
    fields = typed_fields(entity)
    left_out = {MERGED, entity.number_field, *(_partner(field) for field in fields.values())}
    return {key: field for key, field in fields.items() if key not in left_out}


def _partner(field: Field) -> str:
    """The field that goes wherever this one goes: the calendar by which a birthday counts, the code of a place."""
    return field.calendar or field.coded


def options(field: Field) -> tuple[str, ...]:
    """What can be chosen for a field."""
    return (KEPT, OTHER, BOTH) if field.kind in JOINED else (KEPT, OTHER)


def default(field: Field, kept: Any, other: Any) -> str:
    """The kept record's value where it has one, else the other's; tags and notes join."""
    if field.key in merge_rules.STAYS:
        return KEPT
    if _filled(kept) and _filled(other) and kept != other and (field.kind == "tags" or field.key == "notes"):
        return BOTH
    return OTHER if _filled(other) and not _filled(kept) else KEPT


def _filled(value: Any) -> bool:
    return value not in (None, "") and value is not False


def links_to(entity: type[Entity]) -> list[tuple[type[Entity], str]]:
    """Every link there is to an entity: (entity, field key)."""
    parts = ((part, fields_of(part)) for part in entities() if not part.append_only)
    return [(part, key) for part, fields in parts for key, field in fields.items() if field.link == entity.entity]


def merge(session: Session, entity: type[Entity], kept: UUID, other: UUID, choice: Choice | None = None) -> UUID:
    """Make one record of two; returns the kept one's id. ConflictError where one is gone, ValidationError (with its field)
    where a joined value doesn't fit or a record must stay."""
    if kept == other:
        raise ValidationError(N_("A record cannot be merged with itself."))
    mine, theirs = living(session, entity, kept), living(session, entity, other)
    merge_rules.before(session, entity, mine, theirs)
    values = _values(entity, mine, theirs, choice or {})
    if "notes" in fields_of(entity):
        trace = _trace(entity, mine, theirs, values, local(now(session)).date())
        values["notes"] = "\n".join(filter(None, (values.get("notes", mine["notes"]), trace)))
    move_links(session, entity, kept, other)
    _move_distinct(session, entity, kept, other)
    records.update(session, entity, kept, {key: value for key, value in values.items() if value != mine.get(key)})
    _without_circles(session, entity, kept)
    merge_rules.after(session, entity, mine, theirs, values)
    _bin(session, entity, kept, other)
    return kept


def _values(entity: type[Entity], mine: Mapping[str, Any], theirs: Mapping[str, Any], choice: Choice) -> dict[str, Any]:
    """The kept record's values after the merge; a link between the two gives way to what the one it named was linked to."""
    found = {}
    for key, field in chosen_fields(entity).items():
        wanted = choice.get(key) or default(field, mine.get(key), theirs.get(key))
        value = {KEPT: mine.get(key), OTHER: theirs.get(key)}.get(wanted)
        if wanted == BOTH:
            value = _joined(field, mine.get(key), theirs.get(key))
        if field.link == entity.entity and value in (mine["id"], theirs["id"]):
            beyond = theirs.get(key) if wanted == KEPT else mine.get(key)
            value = None if beyond in (mine["id"], theirs["id"]) else beyond
        found[key] = value
        if _partner(field):
            found[_partner(field)] = (theirs if wanted == OTHER else mine).get(_partner(field))
    return merge_rules.settled(mine, theirs, found)


def _joined(field: Field, mine: Any, theirs: Any) -> Any:
    if not mine or not theirs or mine == theirs:
        return mine or theirs
    if field.kind == "text":
        return mine if theirs in mine else f"{mine}\n{theirs}"
    comma = "," if field.kind == "choices" else ", "
    parts = [part.strip() for text in (mine, theirs) for part in text.replace("，", ",").split(",")]
    return comma.join(dict.fromkeys(filter(None, parts)))


def _trace(entity: type[Entity], mine: Mapping[str, Any], theirs: Mapping[str, Any], values: Mapping[str, Any], day: date) -> str:
    """One line for the notes: whom the record took in, with the names and numbers by which the other was found."""
    kept = {str(value) for value in values.values() if value} | {str(mine.get(entity.number_field))}
    gone = [
        f"{_(field.label)} {theirs[key]}"
        for key, field in typed_fields(entity).items()
        if field.kind in _FOUND_BY and theirs.get(key) and str(theirs[key]) not in kept
    ]
    said = _("Merged with {name} on {day}").format(name=title_of(entity, dict(theirs)), day=day_text(day))
    return _("{beginning}: {values}").format(beginning=said, values=_("; ").join(gone)) if gone else said


def move_links(session: Session, entity: type[Entity], kept: UUID, other: UUID) -> None:
    """Everything that refers to the other record refers to the kept one, what lies in the recycle bin too."""
    for part, key in links_to(entity):
        column = table_of(part).c[key]
        for row in session.scalars(sa.select(part).where(column == other)):
            setattr(row, key, None if row.id == kept else kept)
    session.flush()


def _move_distinct(session: Session, entity: type[Entity], kept: UUID, other: UUID) -> None:
    """Whoever is not the other record is not the kept one either; the two themselves are no longer two."""
    about = sa.select(DistinctPair).where(DistinctPair.target == entity.entity, DistinctPair.pair.contains(other.hex))
    known = set(session.scalars(sa.select(DistinctPair.pair).where(DistinctPair.target == entity.entity)))
    for row in session.scalars(about):
        third = next((UUID(hex=each) for each in row.pair.split(":") if each != other.hex), other)
        text = pair_text(kept, third)
        if third == kept or text in known:
            row.deleted_at = row.deleted_at or now(session)
        else:
            row.pair = text
            known.add(text)
    session.flush()


def _without_circles(session: Session, entity: type[Entity], kept: UUID) -> None:
    """Nobody stands above themself: where a line of links now comes back to the kept record, its own link goes."""
    record = session.get_one(entity, kept)
    for key, field in fields_of(entity).items():
        above, seen = getattr(record, key) if field.link == entity.entity and key != MERGED else None, set[UUID]()
        while above is not None and above != kept and above not in seen:
            seen.add(above)
            above = session.execute(sa.select(table_of(entity).c[key]).where(table_of(entity).c.id == above)).scalar()
        if above == kept:
            setattr(record, key, None)
    session.flush()


def _bin(session: Session, entity: type[Entity], kept: UUID, other: UUID) -> None:
    record: Any = session.get_one(entity, other)
    record.merged_into_id = kept
    record.deleted_at = now(session)
    session.flush()
