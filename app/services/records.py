"""What can be done with any plain entity: create, update, delete, restore, read. Rules of one area live in its own module."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ConflictError, Translated, ValidationError
from app.formats import local
from app.i18n import N_
from app.models import BY_KEY, Entity, Field, entities, fields_of, title_of
from app.models.base import table_of
from app.models.checks import birthday_problem
from app.models.own import COLUMN, gathered, spread, typed_fields
from app.models.session import now, recorder
from app.services.numbers import assign_numbers
from app.services.portraits import step_aside

Values = Mapping[str, Any]
_MERGED = "merged_into_id"
_HALVES = re.compile("[\ud800-\udfff]")


def create(session: Session, entity: type[Entity], values: Values) -> UUID:
    """Store a new record and return its id. Raises ValidationError for the first value that is not acceptable."""
    tidy = checked(entity, values, whole=True)
    (tidy,) = assign_numbers(session, entity, [tidy], local(now(session)).date())
    record = entity(**gathered(tidy))
    session.add(record)
    session.flush()
    return record.id


def create_many(session: Session, entity: type[Entity], rows: Sequence[Values], ids: Sequence[UUID] = ()) -> list[UUID]:
    """Store many new records fast, as part of the step in hand; same checks and numbers as ``create``. ``ids`` are for what the
    program works out by itself: two laptops then make the same records."""
    tidy = [checked(entity, row, whole=True) for row in rows]
    whole = [gathered(row) for row in assign_numbers(session, entity, tidy, local(now(session)).date())]
    named = [{**row, "id": key} for row, key in zip(whole, ids, strict=True)] if ids else whole
    return recorder(session).insert_many(session, entity, named)


def update(
    session: Session, entity: type[Entity], record_id: UUID, values: Values, version: int | None = None, sealed: bool = False
) -> bool:
    """Change the given fields of a record; True when something differed.

    ``version`` is the record's ``row_version`` the person saw: ConflictError when it moved on since. ValidationError for one
    that is only read (``Entity.sealed``), and for what belongs to one, unless the caller means ``sealed`` ones too.
    """
    record = _record(session, entity, record_id)
    if not sealed:
        require_open(session, record)
    if version is not None and record.row_version != version:
        raise ConflictError(N_("“{name}” was changed elsewhere meanwhile. Open it again and repeat."), name=_title(record))
    changed = False
    tidy = checked(entity, values, whole=False)
    require_fitting(entity, tidy, record)
    for key, value in gathered(tidy, getattr(record, COLUMN, None)).items():
        if getattr(record, key) != value:
            setattr(record, key, value)
            changed = True
    session.flush()
    return changed


def delete(session: Session, entity: type[Entity], ids: Iterable[UUID]) -> int:
    """Move records, and what belongs to them, to the recycle bin; returns how many records went in all. ValidationError for one
    that is only read, or belongs to one."""
    count = 0
    for record_id in ids:
        record = _record(session, entity, record_id)
        require_open(session, record)
        count += _bin(session, record)
    session.flush()
    return count


def _bin(session: Session, record: Entity) -> int:
    if type(record).keep:
        raise ValidationError(N_("A complaint cannot be deleted. Withdraw, merge or convert it instead."))
    record.deleted_at = now(session)
    return 1 + sum(_bin(session, part) for part in _parts(session, record))


def _parts(session: Session, record: Entity) -> list[Entity]:
    """The records that belong to this one and go to the bin with it (a customer's people and visits)."""
    found: list[Entity] = []
    for entity in entities():
        for key, field in fields_of(entity).items():
            if field.owned and field.link == record.entity and not entity.keep:
                column = sa.inspect(entity).columns[key]
                found += session.scalars(sa.select(entity).where(column == record.id, entity.deleted_at.is_(None)))
    return found


def restore(session: Session, entity: type[Entity], record_id: UUID) -> None:
    """Bring a record back from the recycle bin together with what went there at the same moment. ConflictError where what it
    belongs to is there too, ValidationError where that is only read; a record that is itself only read may come back."""
    record = session.get(entity, record_id)
    if record is None or record.deleted_at is None:
        return
    _need_owner(session, record)
    for owner in _owners(session, record, sealed=True):
        _require_unsealed(owner)
    moment, pending = record.deleted_at, [record]
    while pending:
        current = pending.pop()
        current.deleted_at = None
        step_aside(session, current)
        if _MERGED in fields_of(type(current)):  # back, it is a record of its own again
            setattr(current, _MERGED, None)
        pending += _binned_parts(session, current, moment)
    session.flush()


def require_open(session: Session, record: Entity) -> None:
    """ValidationError where a record, or what it belongs to, is only read (``Entity.sealed``)."""
    for each in (record, *_owners(session, record, sealed=True)):
        _require_unsealed(each)


def _require_unsealed(record: Entity) -> None:
    key, values, sentence = type(record).sealed or ("id", frozenset(), "")
    if getattr(record, key) in values:
        raise ValidationError(sentence)


def _owners(session: Session, record: Entity, sealed: bool = False) -> list[Entity]:
    """What a record belongs to, or only what of that can be ``sealed``."""
    links = [field for field in fields_of(type(record)).values() if field.owned and getattr(record, field.key) is not None]
    wanted = [(BY_KEY[field.link], field.key) for field in links if not sealed or BY_KEY[field.link].sealed]
    return list(filter(None, (session.get(owner, getattr(record, key)) for owner, key in wanted)))


def _need_owner(session: Session, record: Entity) -> None:
    for owner in _owners(session, record):
        if owner.deleted_at is not None:
            raise ConflictError(
                N_("“{name}” belongs to “{owner}”, which is in the recycle bin too. Restore that first."),
                name=_title(record), owner=_title(owner),
            )  # fmt: skip


def _binned_parts(session: Session, record: Entity, moment: Any) -> list[Entity]:
    found: list[Entity] = []
    for entity in entities():
        for key, field in fields_of(entity).items():
            if field.owned and field.link == record.entity:
                column = sa.inspect(entity).columns[key]
                found += session.scalars(sa.select(entity).where(column == record.id, entity.deleted_at == moment))
    return found


def get(session: Session, entity: type[Entity], record_id: UUID) -> dict[str, Any]:
    """All columns of a record by name (also computed ones, ``id`` and ``row_version``), the firm's own fields by their keys.

    ConflictError when it is gone.
    """
    table = table_of(entity)
    row = session.execute(sa.select(table).where(table.c.id == record_id)).mappings().first()
    if row is None:
        raise ConflictError(N_("This record no longer exists."))
    return spread(entity, row)


def titles(session: Session, entity: type[Entity], ids: Iterable[UUID]) -> dict[UUID, str]:
    """What names each of these records, for links."""
    table, wanted = table_of(entity), list(set(ids))
    names: dict[UUID, str] = {}
    for start in range(0, len(wanted), 500):
        chunk = sa.select(table.c.id, *(table.c[key] for key in entity.titles)).where(table.c.id.in_(wanted[start : start + 500]))
        names.update((row["id"], title_of(entity, dict(row))) for row in session.execute(chunk).mappings())
    return names


def link_titles(session: Session, entity: type[Entity], values: Values) -> dict[str, str]:
    """The names behind a record's filled links, and the calendars its birthdays count in, by field key."""
    found = {}
    for key, field in fields_of(entity).items():
        if field.calendar and values.get(key) and values.get(field.calendar):
            found[key] = values[field.calendar]
        elif field.kind == "link" and values.get(key):
            found[key] = titles(session, BY_KEY[field.link], [values[key]]).get(values[key], "")
    return found


def owner_of(session: Session, entity: type[Entity], record_id: UUID) -> tuple[str, UUID]:
    """(entity key, id) of the record that this one belongs to; ConflictError when it is gone."""
    values = get(session, entity, record_id)
    links = (field for field in fields_of(entity).values() if field.owned)
    return next((field.link, values[field.key]) for field in links if values[field.key] is not None)


def _places(fields: Mapping[str, Field], tidy: Values) -> dict[str, Any]:
    """The codes of the regions among these values, where they are not given themselves."""
    named = [key for key in tidy if fields[key].coded and fields[key].coded not in tidy]
    if not named:
        return {}
    from app.services import regions  # the table of places is needed to write, never to start

    return {fields[key].coded: regions.code_of(tidy[key]) for key in named}


def _days(fields: Mapping[str, Field], tidy: Values) -> dict[str, Any]:
    """Days and calendars of the birthdays that are given in words (农历八月十五) and without their calendar."""
    alone = [key for key, value in tidy.items() if isinstance(value, str) and fields[key].calendar not in ("", *tidy)]
    words = [key for key in alone if birthday_problem(tidy[key])]
    if not words:
        return {}
    from app.analysis.born import said_birthday  # words are rare: no start waits for them

    said = {key: found for key in words if (found := said_birthday(tidy[key])) is not None}
    days = {key: found.text for key, found in said.items()}
    return days | {fields[key].calendar: found.calendar for key, found in said.items()}


def checked(entity: type[Entity], values: Values, *, whole: bool) -> dict[str, Any]:
    """Tidied values of known fields, with the codes of places and the calendars of birthdays that are given without; ``whole``
    also asks for the required ones. Raises ValidationError with its field."""
    fields = typed_fields(entity)
    tidy = {key: tidied(fields[key], value) for key, value in values.items() if key in fields}
    tidy |= _places(fields, tidy)
    tidy |= _days(fields, tidy)
    for key, value in tidy.items():
        problem = problem_with(fields[key], value)
        if problem is not None:
            raise problem
    if whole:
        require_fitting(entity, tidy)
        for field in fields.values():
            if field.required and field.key != entity.number_field and tidy.get(field.key) is None:
                raise missing(entity, field.key)
    return tidy


def require_fitting(entity: type[Entity], values: Values, record: Entity | None = None) -> None:
    """ValidationError where a birthday and its calendar, one of them among ``values``, make no day together."""
    for field in fields_of(entity).values():
        if field.calendar and not values.keys().isdisjoint({field.key, field.calendar}):
            day, kind = (values[key] if key in values else getattr(record, key, None) for key in (field.key, field.calendar))
            sentence = birthday_problem(day, kind or "solar") if day else ""
            if sentence:
                raise ValidationError(sentence, field=field.key)


def tidied(field: Field, value: Any) -> Any:
    """A value as it is stored: text without blanks around it and without NULs, the empty text as None; half a character
    (a lone surrogate), which no encoding holds, as the sign for it."""
    if field.kind == "birthday" and isinstance(value, date):
        return value.isoformat()[:10]
    if not isinstance(value, str):
        return value
    text = value.replace("\x00", "").strip() if field.kind != "text" else value.replace("\x00", "").rstrip()
    return (text if text.isascii() else _HALVES.sub("\ufffd", text)) or None


def problem_with(field: Field, value: Any) -> ValidationError | None:
    """What is wrong with one tidied value, or None."""
    if value is None:
        if field.required or field.kind == "flag":
            return _missing(field)
        return None
    if isinstance(value, str) and field.length and len(value) > field.length:
        return ValidationError(
            N_("{label} is too long: {count} characters, at most {most}."),
            field=field.key, label=Translated(field.label), count=len(value), most=field.length,
        )  # fmt: skip
    if field.kind == "choice" and field.choice(value) is None:
        return ValidationError(
            N_("{label}: “{value}” is not one of the choices."), field=field.key, label=Translated(field.label), value=value
        )
    sentence = field.check(value) if field.check else ""
    return ValidationError(sentence, field=field.key) if sentence else None


def missing(entity: type[Entity], key: str, label: str = "") -> ValidationError:
    """The error that a field must be filled first; ``label`` (msgid) where it was asked for by another word."""
    field = fields_of(entity)[key]
    return _missing(replace(field, label=label) if label else field)


def _missing(field: Field) -> ValidationError:
    return ValidationError(N_("{label} is missing."), field=field.key, label=Translated(field.label))


def _record(session: Session, entity: type[Entity], record_id: UUID) -> Entity:
    record = session.get(entity, record_id)
    if record is None or record.deleted_at is not None:
        raise ConflictError(N_("This record is in the recycle bin or no longer exists."))
    return record


def _title(record: Entity) -> str:
    return title_of(type(record), {key: getattr(record, key) for key in record.titles})
