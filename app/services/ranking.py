"""The likeliest records for a typed text: exact names and numbers, then what begins so, then the rest; within each rank
those opened lately, then the starred ones.

Few hits are ranked among all of them. Of many, only those are looked at that can come first: what begins with the text
(found by the indexes of names and numbers), what was opened lately or starred, the first of the list's own order, and
the newest. The index of words is asked once, and no set of a hundred thousand hits is made.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import BY_KEY, Entity, fields_of
from app.models.base import in_view, table_of
from app.models.own import column_of
from app.models.session import finder
from app.services import lists
from app.services.filtering import Filter, condition
from app.services.lists import ListQuery, Row

FEW = 800
"""Up to so many hits are ranked one by one."""
AHEAD = 200
"""So many of those that begin with the text are looked at where more are found."""
_POOL = 40
EXACT, PREFIX, REST = 0, 1, 2
_LAST = "\U0010ffff"
_DIGITS_OF_A_PHONE = 7


def best(session: Session, query: ListQuery, limit: int, recent: Sequence[UUID] = ()) -> tuple[Row, ...]:
    """The rows a person most likely means, in the query's columns; without a text the ones opened lately come first."""
    text = query.text.strip()
    ids = _ranked(session, query, text, limit, recent) if text else _lately(session, query, limit, recent)
    chosen = replace(query, text="", filters=(*query.filters, Filter("id", "in", tuple(ids))))
    rows = {row.id: row for row in lists.page(session, chosen, 0, len(ids))} if ids else {}
    return tuple(rows[each] for each in ids if each in rows)


def _lately(session: Session, query: ListQuery, limit: int, recent: Sequence[UUID]) -> list[UUID]:
    entity = BY_KEY[query.entity]
    table = table_of(entity)
    living = sa.select(table.c.id).where(table.c.id.in_(recent), *_conditions(entity, query))
    known = set(session.scalars(living))
    first = [each for each in recent if each in known][:limit]
    others = (row.id for row in lists.page(session, replace(query, text=""), 0, limit))
    return list(dict.fromkeys([*first, *others]))[:limit]


def _conditions(entity: type[Entity], query: ListQuery) -> list[sa.ColumnElement[bool]]:
    return in_view(entity) + [condition(column_of(entity, wanted.field), wanted) for wanted in query.filters]


def _ranked(session: Session, query: ListQuery, text: str, limit: int, recent: Sequence[UUID]) -> list[UUID]:
    entity = BY_KEY[query.entity]
    table = table_of(entity)
    docs = finder(session).newest(session, entity, text, FEW + 1)
    matching: sa.ColumnElement[bool] = table.c.doc.in_(docs)
    if len(docs) > FEW:
        ahead = _ahead(session, entity, query, text, recent)
        matching = table.c.id.in_(ahead) | table.c.doc.in_(docs[:_POOL])
    order = (_rank(entity, text), _favour(table, recent), _sorted_by(table, query), table.c.id)
    found = sa.select(table.c.id).where(matching, *_conditions(entity, query)).order_by(*order).limit(limit)
    return list(session.scalars(found))


def _ahead(session: Session, entity: type[Entity], query: ListQuery, text: str, recent: Sequence[UUID]) -> list[UUID]:
    """Which of many hits can come first."""
    table = table_of(entity)
    pools = [pool for key in _named(entity) for pool in _beginning(table, key, text)]
    found = [each for pool in pools for each in session.scalars(pool)]
    favourites = list(dict.fromkeys([*recent, *_starred(session, table)]))
    if favourites:  # so few are asked themselves; what a text finds everywhere is not gathered for them
        matching = finder(session).matches(entity, text, "asked")
        found += session.scalars(sa.select(table.c.id).where(table.c.id.in_(favourites), matching))
    return list(dict.fromkeys([*found, *_first(session, query)]))


def _first(session: Session, query: ListQuery) -> list[UUID]:
    """The first of the list's own order; among filtered ones all are looked for, since the newest may not be of them."""
    return lists.ids(session, query, _POOL) if query.filters else lists.close_by(session, query, _POOL)


def _starred(session: Session, table: sa.Table) -> Sequence[UUID]:
    if "starred" not in table.c:
        return ()
    starred = (table.c.starred == sa.literal_column("1"), table.c.deleted_at.is_(None))
    return session.scalars(sa.select(table.c.id).where(*starred).limit(AHEAD)).all()


def _named(entity: type[Entity]) -> tuple[str, ...]:
    """The fields that name a record, its number among them."""
    return tuple(dict.fromkeys((*entity.titles, *((entity.number_field,) if entity.number_field else ()))))


def _beginning(table: sa.Table, key: str, text: str) -> list[Any]:
    """Those whose name or number begins with the text in any usual spelling, by the index of its order; the shortest first."""
    if key not in _indexed(table):
        return []
    found = [_between(table, table.c[key], spelt) for spelt in dict.fromkeys((text, text.lower(), text.upper(), text.title()))]
    if key == "name" and "name_key" in table.c and text.isascii():
        found.append(_between(table, table.c.name_key, text.lower()))
    return found


def _between(table: sa.Table, column: Any, text: str) -> Any:
    near = (column >= text, column < text + _LAST, table.c.deleted_at.is_(None))
    return sa.select(table.c.id).where(*near).order_by(column).limit(AHEAD)


@cache
def _indexed(table: sa.Table) -> frozenset[str]:
    return frozenset(str(next(iter(index.columns)).name) for index in table.indexes)


def _begins(column: Any, text: str) -> sa.ColumnElement[bool]:
    found: sa.ColumnElement[bool] = column.startswith(text, autoescape=True)
    return found


def _rank(entity: type[Entity], text: str) -> sa.Case[int]:
    """0 for the very name, number, code or phone; 1 for the beginning of a name (also its pinyin) or number; else 2."""
    table, fields = table_of(entity), fields_of(entity)
    exact = [*_named(entity), *(key for key, field in fields.items() if field.kind == "code")]
    same: list[sa.ColumnElement[bool]] = [sa.func.lower(table.c[key]) == text.lower() for key in dict.fromkeys(exact)]
    same += _same_phone(table, [key for key, field in fields.items() if field.kind == "phone"], text)
    names = dict.fromkeys((*_named(entity), *(key for key, field in fields.items() if field.kind == "name")))
    starts = [_begins(table.c[key], text) for key in names]
    if "name_key" in table.c:
        starts.append(_begins(sa.func.replace(table.c.name_key, " ", ""), text.lower().replace(" ", "")))
    return sa.case((sa.or_(*same), EXACT), (sa.or_(*starts), PREFIX), else_=REST)


def _same_phone(table: sa.Table, keys: Sequence[str], text: str) -> list[sa.ColumnElement[bool]]:
    digits = "".join(sign for sign in text if sign.isdigit()).removeprefix("86")
    if len(digits) < _DIGITS_OF_A_PHONE:
        return []
    return [_bare(table.c[key]).in_((digits, f"+86{digits}", f"86{digits}")) for key in keys]


def _bare(column: Any) -> Any:
    for sign in (" ", "-", "(", ")"):
        column = sa.func.replace(column, sign, "")
    return column


def _favour(table: sa.Table, recent: Sequence[UUID]) -> Any:
    """Lately opened ones in their order, then the starred, then the others."""
    starred = table.c.starred == sa.literal_column("1") if "starred" in table.c else sa.false()
    lately = [(table.c.id == each, place) for place, each in enumerate(recent)]
    return sa.case(*lately, (starred, len(recent)), else_=len(recent) + 1)


def _sorted_by(table: sa.Table, query: ListQuery) -> Any:
    key = "name_key" if query.sort == "name" and "name_key" in table.c else query.sort
    return table.c[key].desc() if query.descending else table.c[key]
