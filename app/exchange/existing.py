"""What the data file already holds, by the keys an import looks for."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.exchange.names import bare, same
from app.models import BY_KEY, Entity, fields_of
from app.models.base import table_of
from app.models.checks import tidy_credit_code
from app.models.own import column_of, typed_fields
from app.services import settings
from app.services.merged import merged_away

_CHUNK = 500


@dataclass(slots=True)
class Names:
    """Records of one entity by the words a file may name them with."""

    by_code: dict[str, UUID] = field(default_factory=dict)
    by_name: dict[str, list[UUID]] = field(default_factory=dict)
    numbers: dict[UUID, str] = field(default_factory=dict)
    """The number of each record, as it is written."""

    def find(self, text: str) -> list[UUID]:
        """The record with this number, else every record with this name, the oldest first."""
        code = self.by_code.get(same(text))
        return [code] if code else self.by_name.get(same(text), [])


def names_of(session: Session, entity: str) -> Names:
    """Every living record of an entity by number and name."""
    table, cls, found = table_of(BY_KEY[entity]), BY_KEY[entity], Names()
    columns = [table.c[key] for key in (cls.number_field or "id", cls.titles[0])]
    living = sa.select(table.c.id, *columns).where(table.c.deleted_at.is_(None)).order_by(table.c.id)
    for record_id, code, name in session.execute(living):
        if cls.number_field and code:
            found.by_code.setdefault(same(code), record_id)
            found.numbers[record_id] = code
        if name:
            found.by_name.setdefault(same(name), []).append(record_id)
    _add_merged(session, cls, found)
    return found


def _add_merged(session: Session, cls: type[Entity], found: Names) -> None:
    """The numbers and names of records that were merged into others mean those now, unless a living one has them."""
    keys = [key for key in (cls.number_field, cls.titles[0]) if key]
    for record_id, values in merged_away(session, cls, keys):
        if cls.number_field and values[cls.number_field]:
            found.by_code.setdefault(same(values[cls.number_field]), record_id)
        if values[cls.titles[0]]:
            found.by_name.setdefault(same(values[cls.titles[0]]), [record_id])


def keyed(session: Session, entity: str, keys: Iterable[str]) -> list[tuple[UUID, tuple[Any, ...]]]:
    """Id and the wanted columns of every living record."""
    table = table_of(BY_KEY[entity])
    living = sa.select(table.c.id, *(table.c[key] for key in keys)).where(table.c.deleted_at.is_(None))
    return [(row[0], tuple(row[1:])) for row in session.execute(living.order_by(table.c.id))]


def full(session: Session, entity: str, ids: Iterable[UUID], keys: Iterable[str] | None = None) -> dict[UUID, dict[str, Any]]:
    """The fields of these records, the firm's own included, or only the wanted ones."""
    table, wanted = table_of(BY_KEY[entity]), list(dict.fromkeys(ids))
    cls = BY_KEY[entity]
    columns = [column_of(cls, key).label(key) for key in (typed_fields(cls) if keys is None else keys)]
    found: dict[UUID, dict[str, Any]] = {}
    for start in range(0, len(wanted), _CHUNK):
        chunk = sa.select(table.c.id, *columns).where(table.c.id.in_(wanted[start : start + _CHUNK]))
        found.update((row["id"], dict(row)) for row in session.execute(chunk).mappings())
    return found


def lists(session: Session, entity: str) -> dict[str, dict[str, str]]:
    """setting -> bare word -> code, for fields that take a code of one of the firm's own lists."""
    wanted = {one.setting for one in fields_of(BY_KEY[entity]).values() if one.setting}
    return {name: _words(settings.value(session, name)) for name in wanted}


def _words(rows: list[dict[str, str]]) -> dict[str, str]:
    """Codes, names in both languages, and ``parent › part``; a code goes before a name, a parent before a part."""
    names = {row["code"]: row for row in rows}
    found: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: bool(row["parent"])):
        for language in ("zh", "en"):
            own, parent = row[language], names.get(row["parent"], {}).get(language, "")
            found.setdefault(bare(own), row["code"])
            found.setdefault(bare(f"{parent} {own}"), row["code"])
    found.update((bare(row["code"]), row["code"]) for row in rows if "." not in row["code"])
    return found | {row["code"]: row["code"] for row in rows}


def credit_key(text: str) -> str:
    """A credit code as a key: the same in any width and grouping."""
    return tidy_credit_code(text)


def state(session: Session, entity: str) -> tuple[int, int]:
    """How many records there are and how often they were changed: whatever happens to one of them, this is another."""
    table = table_of(BY_KEY[entity])
    count, versions = session.execute(sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(table.c.row_version), 0))).one()
    return int(count), int(versions)
