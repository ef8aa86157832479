"""Two records side by side, before somebody decides whether they are one: fields, choices, what hangs on each."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import Entity, title_of
from app.models.base import table_of
from app.services import merge_rules, records
from app.services.merge import chosen_fields, default, links_to, living, options
from app.services.present import lexicons, text_of


@dataclass(frozen=True, slots=True)
class Line:
    """One field of two records: how both read, which value stays unless chosen otherwise, and what can be chosen."""

    key: str
    label: str
    kept: str
    other: str
    default: str
    options: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether there is anything to decide."""
        return self.kept != self.other


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two records side by side: their fields that hold anything, and what hangs on each (label, how many)."""

    titles: tuple[str, str]
    numbers: tuple[str, str]
    lines: tuple[Line, ...]
    hanging: tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]


def comparison(session: Session, entity: type[Entity], kept: UUID, other: UUID) -> Comparison:
    """What a person needs to see before merging. ConflictError where one of them is gone."""
    sides = [living(session, entity, each) for each in (kept, other)]
    fields = chosen_fields(entity)
    words = lexicons(session, fields)
    links = [records.link_titles(session, entity, side) for side in sides]
    texts = [
        {key: text_of(fields[key], side.get(key), names.get(key, ""), words) for key in fields}
        for side, names in zip(sides, links, strict=True)
    ]
    lines = (
        Line(key, field.label, *read, default(field, sides[0].get(key), sides[1].get(key)), options(field))
        for key, field in fields.items()
        if any(read := (texts[0][key], texts[1][key])) and not merge_rules.is_decided(key, sides[0], sides[1])
    )
    number = entity.number_field or "id"
    titles = title_of(entity, sides[0]), title_of(entity, sides[1])
    codes = [str(side[number]) if entity.number_field else "" for side in sides]
    parts = hanging(session, entity, kept), hanging(session, entity, other)
    return Comparison(titles, (codes[0], codes[1]), tuple(lines), parts)


def side_by_side(
    session: Session, entity: type[Entity], one: UUID, other: UUID, kept: UUID | None = None
) -> tuple[UUID, UUID, Comparison]:
    """(the record that stays, the other, both compared). Unless told otherwise the one stays on which more hangs, the first
    of equals."""
    first, second = (one, other) if kept in (None, one) else (other, one)
    if kept is None and _standing(session, entity, other) > _standing(session, entity, one):
        first, second = other, one
    return first, second, comparison(session, entity, first, second)


def _standing(session: Session, entity: type[Entity], record_id: UUID) -> tuple[int, int]:
    parts = sum(count for _label, count in hanging(session, entity, record_id))
    return merge_rules.standing(entity, living(session, entity, record_id)), parts


def hanging(session: Session, entity: type[Entity], record_id: UUID) -> tuple[tuple[str, int], ...]:
    """What refers to a record and is not in the recycle bin: (msgid of the kind in the plural, how many)."""
    found: dict[str, int] = {}
    for part, key in links_to(entity):
        table = table_of(part)
        wanted = sa.select(sa.func.count()).where(table.c[key] == record_id, table.c.deleted_at.is_(None))
        count = int(session.execute(wanted).scalar_one())
        if count:
            found[part.plural] = found.get(part.plural, 0) + count
    return tuple(found.items())
