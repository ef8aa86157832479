"""Lists in windows: a query, how many rows it has, and the rows of one window. Nothing here grows with the table.

A list never loads all its records: the view asks for the window it shows. Which way a text or a filter is answered depends
on how many records it finds: of many the window is full after a short walk in the order of the list's index; where it is
not, they are few, and the table is read once as it lies (a fifth of the time of a walk) and what is found is sorted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.i18n import N_
from app.models import BY_KEY, Entity, Field, derived_of
from app.models.base import in_view, table_of
from app.models.own import OWN_SECTION, PREFIX, column_of, ordered_by, typed_fields
from app.models.session import Way, finder
from app.services.filtering import Filter, condition
from app.services.present import lexicons, shown_text
from app.services.sensitive import any_of, deciding, is_clear, veiled_row

FEW = 2500
"""Up to so many hits it is cheaper to sort them than to walk the list's index."""
MANY = 10_000
"""From so many hits on the list's first rows are likely to hold a window of them, and are asked one by one."""
NEAR = 4000
"""So many rows of the list's index are walked for the first window before what is found is sorted after all."""
FAR = 30_000
"""Beyond so many, reading the whole table and sorting is no dearer than walking on."""
CLOSE = 1000
"""So many of them are asked one by one before the hits are gathered after all."""

BINNED = Field(N_("Deleted"), "moment", key="deleted_at")
"""What lists of the recycle bin show besides: since when a record is in it."""
__all__ = ["BINNED", "Filter", "ListQuery", "Row", "all_fields", "close_by", "count", "field_of", "ids", "listed_fields", "page"]

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


def listed_fields(query: "ListQuery") -> dict[str, Field]:
    """What a list can show: in the recycle bin also since when."""
    return all_fields(BY_KEY[query.entity]) | ({BINNED.key: BINNED} if query.binned else {})


def field_of(entity: type[Entity], key: str) -> Field:
    """A field that a list asks for; one of the firm's own that was given up meanwhile reads as the text it holds."""
    known = {**all_fields(entity), BINNED.key: BINNED}
    return known[key] if key in known or not key.startswith(PREFIX) else Field(OWN_SECTION, "line", key=key)


def count(session: Session, query: ListQuery) -> int:
    """How many records the query finds; a mere text filter is counted by the index alone."""
    entity = BY_KEY[query.entity]
    if query.text.strip() and not query.filters and not query.binned and entity.draft is None:
        return finder(session).hits(session, entity, query.text, _ALL)
    way, scanned = _gathering(_hits(session, query)), _scanned(query)
    conditions = _conditions(session, query, way, scanned)
    return int(session.execute(sa.select(sa.func.count()).select_from(entity).where(*conditions)).scalar_one())


def page(session: Session, query: ListQuery, offset: int, limit: int) -> tuple[Row, ...]:
    """The rows ``offset`` … ``offset + limit`` of the list, in its order: one statement, whatever the columns link to."""
    entity = BY_KEY[query.entity]
    fields = [field_of(entity, key) for key in query.columns]
    for last, window in _windows(session, query, offset, limit):
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
    beside = [table.c[key].label(f"decides_{key}") for key in deciding(fields)]
    chosen = sa.select(table.c.id, *columns, *names, *beside).join(inner, inner.c.id == table.c.id)
    return chosen.order_by(*(_directed(query, column) for column in (inner.c.key, table.c.id)))


def _windows(session: Session, query: ListQuery, offset: int, limit: int) -> Iterator[tuple[bool, sa.Select[Any]]]:
    """Ways to the window, the likely cheapest first, each with whether it is the last one."""
    hits = _hits(session, query)
    if hits is None and not query.filters:
        yield True, _ordered(session, query)
        return
    for reach, way in _walks(query, hits, offset, limit):
        near = _near(session, query, reach)
        if near is None:
            break
        yield False, _ordered(session, query, way).where(near)
    yield True, _ordered(session, query, _gathering(hits), gathered=True)


def close_by(session: Session, query: ListQuery, limit: int) -> list[UUID]:
    """The first records of the list that the text finds, as far as a thousand rows of it reach: each is asked itself."""
    if not _indexed_order(BY_KEY[query.entity], query.sort):
        return []
    near = _near(session, query, CLOSE)
    asked = _ordered(session, query, "asked")
    return [row[0] for row in session.execute((asked if near is None else asked.where(near)).limit(limit))]


def _hits(session: Session, query: ListQuery) -> int | None:
    """How many records the text finds, counted no further than it matters; None without a text."""
    return finder(session).hits(session, BY_KEY[query.entity], query.text, MANY + 1) if query.text.strip() else None


def _gathering(hits: int | None) -> Way:
    """How all that is found is gathered: the hits of a text one by one, unless they are a good part of the table."""
    return "found" if hits is not None and hits <= MANY else "walked"


def _walks(query: ListQuery, hits: int | None, offset: int, limit: int) -> Iterator[tuple[int, Way]]:
    """How far the list's index is worth walking before all that is found is gathered."""
    ordered = _indexed_order(BY_KEY[query.entity], query.sort)
    named = any(wanted.field == "id" for wanted in query.filters)
    if query.binned or named or not ordered or (hits is not None and hits <= FEW):
        return
    if hits is not None and hits > MANY and not offset:
        yield CLOSE, "asked"
    reach = max(NEAR, 4 * (offset + limit))
    if reach <= FAR:
        yield reach, "walked"


def _near(session: Session, query: ListQuery, reach: int) -> sa.ColumnElement[bool] | None:
    """Where the first ``reach`` rows of the list's order lie, or fewer of them at a border of the empty keys, which no
    comparison finds; None where the list is shorter than that."""
    table, key = table_of(BY_KEY[query.entity]), _sort_column(BY_KEY[query.entity], query.sort)
    partial = key.name in _leads(table, partial=True)
    asked = (key, table.c.id if partial else _THERE)
    first, _first_id, last, last_id = session.execute(_ends(query, asked, partial, reach)).one()
    if last_id is None:
        return None
    if first is not None and last is not None:
        return sa.and_(key >= last if query.descending else key <= last)
    if first is None and last is None:
        inside = table.c.id >= last_id if query.descending else table.c.id <= last_id
        return sa.and_(key.is_(None), inside) if partial else sa.false()
    return sa.and_(key.is_(None) if first is None else key.is_not(None))


_THERE: sa.ColumnElement[Any] = sa.literal_column("1")


def _ends(query: ListQuery, asked: Sequence[Any], partial: bool, reach: int) -> sa.Select[Any]:
    """What is asked of the first row of the list's order, and of the one ``reach`` rows on."""
    table = table_of(BY_KEY[query.entity])
    rows = [sa.select(column).order_by(_directed(query, asked[0])).limit(1) for column in asked]
    if partial:  # an index of all records knows neither of these, and the rows would have to be looked up
        rows = [row.where(table.c.deleted_at.is_(None)).order_by(_directed(query, table.c.id)) for row in rows]
    rows = [row.select_from(table) for row in rows]
    return sa.select(*(row.scalar_subquery() for row in rows), *(row.offset(reach).scalar_subquery() for row in rows))


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
    asked, guarded = deciding(fields), any_of(fields) and not is_clear()
    rows = []
    for row in found:
        values = tuple(row[1 : 1 + len(fields)])
        read = veiled_row(fields, values, dict(zip(asked, row[len(row) - len(asked) :], strict=True))) if guarded else values
        shown = zip(fields, read, places, strict=True)
        rows.append(Row(row[0], tuple(shown_text(f, v, (row[at] or "") if at else "", words) for f, v, at in shown), values))
    return tuple(rows)


def ids(session: Session, query: ListQuery, limit: int = _ALL) -> list[UUID]:
    """The ids of all records the query finds, in its order: what a bulk action or an export works on."""
    found: list[UUID] = []
    for last, window in _windows(session, query, 0, limit):
        found = [row[0] for row in session.execute(window.limit(limit))]
        if last or len(found) == limit:
            break
    return found


def _ordered(session: Session, query: ListQuery, way: Way = "found", gathered: bool = False) -> sa.Select[Any]:
    """(id, key) in the list's order; ``gathered`` sorts what is found, otherwise the index of the order is walked."""
    entity = BY_KEY[query.entity]
    key = _sort_column(entity, query.sort)
    # coalesce keeps the planner from walking the whole sort index to find a few hits
    by = sa.func.coalesce(key, sa.null()) if gathered and _walked(entity, key) else key
    conditions = _conditions(session, query, way, gathered and _scanned(query))
    selected = sa.select(table_of(entity).c.id, key.label("key")).where(*conditions)
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


@cache
def _leads(table: sa.Table, partial: bool) -> frozenset[str]:
    """The columns by which the indexes are ordered, of living records alone where ``partial``, else of all of them."""
    found = (each for each in table.indexes if (each.dialect_options["sqlite"]["where"] is not None) == partial)
    return frozenset(str(next(iter(index.columns)).name) for index in found)


def _indexed_order(entity: type[Entity], sort: str) -> bool:
    """Whether an index has the list's order."""
    key, table = _sort_column(entity, sort), table_of(entity)
    return isinstance(key, sa.Column) and _walked(entity, key) and key.name in _leads(table, True) | _leads(table, False)


def _scanned(query: ListQuery) -> bool:
    """Whether there are filters and no index of living records can answer one: then the table is best read as it lies."""
    return bool(query.filters) and _leads(table_of(BY_KEY[query.entity]), True).isdisjoint(each.field for each in query.filters)


def _conditions(session: Session, query: ListQuery, way: Way, scanned: bool) -> list[sa.ColumnElement[bool]]:
    """What holds for the rows; a row's own values are asked before the text, which costs more."""
    entity = BY_KEY[query.entity]
    conditions = _shown(entity, query, scanned)
    conditions += [condition(column_of(entity, wanted.field), wanted) for wanted in query.filters]
    if query.text.strip():
        conditions.append(finder(session).matches(entity, query.text, way))
    return conditions


def _shown(entity: type[Entity], query: ListQuery, scanned: bool) -> list[sa.ColumnElement[bool]]:
    deleted = table_of(entity).c.deleted_at
    if query.binned:
        return [deleted.is_not(None)]
    # coalesce keeps the planner from reading the table in the order of some index of living records
    living = sa.func.coalesce(deleted, sa.null()).is_(None) if scanned else deleted.is_(None)
    asked = entity.draft is not None and any(wanted.field == entity.draft[0] for wanted in query.filters)
    return [living] if asked else [living, *in_view(entity)[1:]]
