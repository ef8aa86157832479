"""Lists in windows: a query, how many rows it has, and the rows of one window. Nothing here grows with the table.

A list never loads all its records: the view asks for the window it shows. Which way a text filter is answered depends on
how many records it finds: few are sorted, many are walked in the order of the list's index until the window is full.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import BY_KEY, Entity, Field, derived_of
from app.models.base import in_view, table_of
from app.models.own import OWN_SECTION, PREFIX, column_of, ordered_by, typed_fields
from app.models.session import Way, finder
from app.services.filtering import Filter, condition
from app.services.present import lexicons, shown_text

FEW = 2500
"""Up to so many hits it is cheaper to sort them than to walk the list's index."""
MANY = 10_000
"""From so many hits on the list's first rows are likely to hold a window of them, and are asked one by one."""
NEAR = 8000
"""So many rows of the list's index are walked for the first window before the hits are sorted after all."""
CLOSE = 1000
"""So many of them are asked one by one before the hits are gathered after all."""

__all__ = ["Filter", "ListQuery", "Row", "all_fields", "count", "field_of", "ids", "page"]

_ALL = 1_000_000_000


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a list shows. ``sort`` is a field key; ``binned`` shows the recycle bin instead. Drafts are left out unless a
    filter names the field that marks them."""

    entity: str
    columns: tuple[str, ...]
    sort: str
    descending: bool = False
    text: str = ""
    filters: tuple[Filter, ...] = ()
    binned: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: the texts people read and the stored values, both in the order of the query's columns."""

    id: UUID
    texts: tuple[str, ...]
    values: tuple[Any, ...]


def all_fields(entity: type[Entity]) -> dict[str, Field]:
    """Declared and derived fields that a list can show, and the firm's own."""
    return {**typed_fields(entity), **derived_of(entity)}


def field_of(entity: type[Entity], key: str) -> Field:
    """A field that a list asks for; one of the firm's own that was given up meanwhile reads as the text it holds."""
    known = all_fields(entity)
    return Field(OWN_SECTION, "line", key=key) if key.startswith(PREFIX) and key not in known else known[key]


def count(session: Session, query: ListQuery) -> int:
    """How many records the query finds; a mere text filter is counted by the index alone."""
    entity = BY_KEY[query.entity]
    if query.text.strip() and not query.filters and not query.binned and entity.draft is None:
        return finder(session).hits(session, entity, query.text, _ALL)
    counted = sa.select(sa.func.count()).select_from(entity).where(*_conditions(session, query))
    return int(session.execute(counted).scalar_one())


def page(session: Session, query: ListQuery, offset: int, limit: int) -> tuple[Row, ...]:
    """The rows ``offset`` … ``offset + limit`` of the list, in its order: one statement, whatever the columns link to."""
    entity = BY_KEY[query.entity]
    fields = [field_of(entity, key) for key in query.columns]
    for last, window in _windows(session, query, offset):
        found = session.execute(_shown_rows(query, fields, window.offset(offset).limit(limit))).all()
        if last or len(found) == limit:
            break
    return _presented(session, fields, found)


def _shown_rows(query: ListQuery, fields: Sequence[Field], window: sa.Select[Any]) -> sa.Select[Any]:
    """The columns of a window's rows, with the names behind their links."""
    entity, inner = BY_KEY[query.entity], window.subquery("window")
    table = table_of(entity)
    names = [_beside(field, table) for field in fields if field.link or field.calendar]
    columns = [column_of(entity, field.key) for field in fields]
    chosen = sa.select(table.c.id, *columns, *names).join(inner, inner.c.id == table.c.id)
    return chosen.order_by(*(_directed(query, column) for column in (inner.c.key, table.c.id)))


def _windows(session: Session, query: ListQuery, offset: int) -> Iterator[tuple[bool, sa.Select[Any]]]:
    """Ways to the window, the likely cheapest first, each with whether it is the last one."""
    entity = BY_KEY[query.entity]
    hits = finder(session).hits(session, entity, query.text, MANY + 1) if query.text.strip() else None
    if hits is None or hits <= FEW:
        yield True, _ordered(session, query, few=hits is not None)
        return
    key = _sort_column(entity, query.sort)
    ways: tuple[tuple[int, Way], ...] = ((CLOSE, "asked"), (NEAR, "walked")) if hits > MANY else ((NEAR, "walked"),)
    for reach, way in ways:
        bound = None if offset or not _walked(entity, key) else _bound_of_near(session, query, key, reach)
        if bound is None:
            yield True, _ordered(session, query, way="walked")
            return
        yield False, _ordered(session, query, way=way).where(key >= bound if query.descending else key <= bound)
    yield True, _ordered(session, query, few=True)


def _bound_of_near(session: Session, query: ListQuery, key: Any, reach: int) -> Any:
    """What the list's order reaches after ``reach`` rows; None where it has fewer, or nothing there or at its beginning:
    a comparison with the bound would lose the rows whose key is empty."""
    live = sa.select(key).where(table_of(BY_KEY[query.entity]).c.deleted_at.is_(None)).order_by(_directed(query, key)).limit(1)
    ends = sa.select(live.scalar_subquery(), live.offset(reach).scalar_subquery())
    first, bound = session.execute(ends).one()
    return None if first is None else bound


def _beside(field: Field, table: sa.Table) -> Any:
    """What a value reads with: the calendar of a birthday, the name behind a link."""
    return table.c[field.calendar] if field.calendar else _title_behind(field, table)


@cache
def _title_behind(field: Field, table: sa.Table) -> sa.ScalarSelect[Any]:
    """What names the linked record: asked for the rows of the window only. Kept, since an alias takes half a millisecond."""
    target = BY_KEY[field.link]
    linked = table_of(target).alias()
    title = sa.func.coalesce(*(linked.c[key] for key in target.titles), "")
    return sa.select(title).where(linked.c.id == table.c[field.key]).scalar_subquery()


def _directed(query: ListQuery, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    return column.desc() if query.descending else column.asc()


def _presented(session: Session, fields: Sequence[Field], found: Sequence[sa.Row[Any]]) -> tuple[Row, ...]:
    words = lexicons(session, {field.key: field for field in fields})
    links = [field.key for field in fields if field.link or field.calendar]
    places = [1 + len(fields) + links.index(field.key) if field.key in links else 0 for field in fields]
    rows = []
    for row in found:
        values = tuple(row[1 : 1 + len(fields)])
        shown = zip(fields, values, places, strict=True)
        rows.append(Row(row[0], tuple(shown_text(f, v, (row[at] or "") if at else "", words) for f, v, at in shown), values))
    return tuple(rows)


def ids(session: Session, query: ListQuery, limit: int = _ALL) -> list[UUID]:
    """The ids of all records the query finds, in its order: what a bulk action or an export works on."""
    return [row[0] for row in session.execute(_ordered(session, query).limit(limit))]


def _ordered(session: Session, query: ListQuery, few: bool = False, way: Way = "found") -> sa.Select[Any]:
    """(id, key) in the list's order; ``few`` sorts what is found, the other ways walk the index of the order."""
    entity = BY_KEY[query.entity]
    key = _sort_column(entity, query.sort)
    # coalesce keeps the planner from walking the whole sort index to find a few hits
    by = sa.func.coalesce(key, sa.null()) if few and _walked(entity, key) else key
    selected = sa.select(table_of(entity).c.id, key.label("key")).where(*_conditions(session, query, way))
    if _linked(entity, key):
        selected = selected.outerjoin(key.table, key.table.c.id == table_of(entity).c[query.sort])
    return selected.order_by(_directed(query, by), _directed(query, table_of(entity).c.id))


def _walked(entity: type[Entity], key: Any) -> bool:
    """Whether the order is that of a column of the entity's own table, which may have an index."""
    return getattr(key, "table", None) is table_of(entity)


def _linked(entity: type[Entity], key: Any) -> bool:
    return isinstance(key, sa.Column) and not _walked(entity, key)


def _sort_column(entity: type[Entity], key: str) -> Any:
    """The column a field sorts by: pinyin for names, the linked record's name for links."""
    field = field_of(entity, key)
    if field.kind == "link":
        target = table_of(BY_KEY[field.link]).alias("sorted")
        return target.c["name_key"] if "name_key" in target.c else target.c[BY_KEY[field.link].titles[0]]
    table = table_of(entity)
    return table.c["name_key"] if key == "name" and "name_key" in table.c else ordered_by(entity, key)


def _conditions(session: Session, query: ListQuery, way: Way = "found") -> list[sa.ColumnElement[bool]]:
    entity = BY_KEY[query.entity]
    conditions = _shown(entity, query)
    if query.text.strip():
        conditions.append(finder(session).matches(entity, query.text, way))
    return conditions + [condition(column_of(entity, wanted.field), wanted) for wanted in query.filters]


def _shown(entity: type[Entity], query: ListQuery) -> list[sa.ColumnElement[bool]]:
    deleted = table_of(entity).c.deleted_at
    if query.binned:
        return [deleted.is_not(None)]
    asked = entity.draft is not None and any(wanted.field == entity.draft[0] for wanted in query.filters)
    return [deleted.is_(None)] if asked else in_view(entity)
