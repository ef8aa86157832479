"""Lists in windows: a query, how many rows it has, and the rows of one window. Nothing here grows with the table.

A list never loads all its records: the view asks for the window it shows. Which way a text filter is answered depends on
how many records it finds: few are sorted, many are walked in the order of the list's index until the window is full.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import BY_KEY, Entity, Field, derived_of, fields_of
from app.models.base import in_view, table_of
from app.models.session import finder
from app.services import records
from app.services.present import lexicons, text_of

FEW = 5000
"""Up to so many hits it is cheaper to sort them than to walk the list's index."""

_ALL = 1_000_000_000

Operator = Literal["in", "not_in", "empty", "filled", "before", "from", "contains"]


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on one field: ``before`` and ``from`` compare dates and moments, the others take ``values``."""

    field: str
    operator: Operator
    values: tuple[Any, ...] = ()


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
    """Declared and derived fields that a list can show."""
    return {**fields_of(entity), **derived_of(entity)}


def count(session: Session, query: ListQuery) -> int:
    """How many records the query finds; a mere text filter is counted by the index alone."""
    entity = BY_KEY[query.entity]
    if query.text.strip() and not query.filters and not query.binned and entity.draft is None:
        return finder(session).hits(session, entity, query.text, _ALL)
    counted = sa.select(sa.func.count()).select_from(entity).where(*_conditions(session, query, False))
    return int(session.execute(counted).scalar_one())


def page(session: Session, query: ListQuery, offset: int, limit: int) -> tuple[Row, ...]:
    """The rows ``offset`` … ``offset + limit`` of the list, in its order."""
    entity, fields = BY_KEY[query.entity], all_fields(BY_KEY[query.entity])
    order = list(session.execute(_ordered_ids(session, query).offset(offset).limit(limit)).scalars())
    table = table_of(entity)
    chosen = sa.select(table.c.id, *(table.c[key] for key in query.columns)).where(table.c.id.in_(order))
    found = {row[0]: tuple(row[1:]) for row in session.execute(chosen)}
    return _presented(session, [fields[key] for key in query.columns], [(key, found[key]) for key in order])


def _presented(session: Session, fields: Sequence[Field], found: Sequence[tuple[UUID, tuple[Any, ...]]]) -> tuple[Row, ...]:
    words = lexicons(session, {field.key: field for field in fields})
    names = [_titles(session, field, [values[i] for _, values in found]) for i, field in enumerate(fields)]
    return tuple(
        Row(
            record_id,
            tuple(text_of(f, v, n.get(v, ""), words) for f, v, n in zip(fields, values, names, strict=True)),
            values,
        )
        for record_id, values in found
    )


def _titles(session: Session, field: Field, values: Sequence[Any]) -> Mapping[Any, str]:
    if field.kind != "link":
        return {}
    return records.titles(session, BY_KEY[field.link], [value for value in values if value])


def ids(session: Session, query: ListQuery, limit: int = 100_000) -> list[UUID]:
    """The ids of all records the query finds, in its order: what a bulk action or an export works on."""
    return [row[0] for row in session.execute(_ordered_ids(session, query).limit(limit))]


def _ordered_ids(session: Session, query: ListQuery) -> sa.Select[Any]:
    entity = BY_KEY[query.entity]
    key = _sort_column(entity, query.sort)
    hits = finder(session).hits(session, entity, query.text, FEW + 1) if query.text.strip() else None
    few, many = hits is not None and hits <= FEW, hits is not None and hits > FEW
    # coalesce keeps the planner from walking the whole sort index to find a few hits
    ordered = sa.func.coalesce(key, sa.null()) if few and key.table is table_of(entity) else key
    selected = sa.select(table_of(entity).c.id).where(*_conditions(session, query, many))
    if key.table is not table_of(entity):
        selected = selected.outerjoin(key.table, key.table.c.id == table_of(entity).c[query.sort])
    direction = ordered.desc() if query.descending else ordered.asc()
    return selected.order_by(direction, table_of(entity).c.id.desc() if query.descending else table_of(entity).c.id)


def _sort_column(entity: type[Entity], key: str) -> Any:
    """The column a field sorts by: pinyin for names, the linked record's name for links."""
    field = all_fields(entity)[key]
    if field.kind == "link":
        target = table_of(BY_KEY[field.link]).alias("sorted")
        return target.c["name_key"] if "name_key" in target.c else target.c[BY_KEY[field.link].titles[0]]
    table = table_of(entity)
    return table.c["name_key"] if key == "name" and "name_key" in table.c else table.c[key]


def _conditions(session: Session, query: ListQuery, many: bool) -> list[sa.ColumnElement[bool]]:
    entity = BY_KEY[query.entity]
    conditions = _shown(entity, query)
    if query.text.strip():
        conditions.append(finder(session).matches(entity, query.text, many))
    return conditions + [_condition(table_of(entity).c[wanted.field], wanted) for wanted in query.filters]


def _shown(entity: type[Entity], query: ListQuery) -> list[sa.ColumnElement[bool]]:
    deleted = table_of(entity).c.deleted_at
    if query.binned:
        return [deleted.is_not(None)]
    asked = entity.draft is not None and any(wanted.field == entity.draft[0] for wanted in query.filters)
    return [deleted.is_(None)] if asked else in_view(entity)


def _condition(column: Any, wanted: Filter) -> sa.ColumnElement[bool]:
    simple: dict[Operator, Any] = {
        "in": lambda: column.in_(wanted.values),
        "not_in": lambda: column.is_(None) | column.not_in(wanted.values),
        "empty": lambda: column.is_(None),
        "filled": lambda: column.is_not(None),
        "before": lambda: column < _bound(wanted),
        "from": lambda: column >= _bound(wanted),
        "contains": lambda: column.contains(str(wanted.values[0]), autoescape=True),
    }
    condition: sa.ColumnElement[bool] = simple[wanted.operator]()
    return condition


def _bound(wanted: Filter) -> date | datetime:
    bound: date | datetime = wanted.values[0]
    return bound
