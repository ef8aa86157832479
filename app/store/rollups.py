"""Derived moments: a record's latest visit and the like, kept up to date with the write that changes them."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import BY_KEY, Entity, entities, fields_of
from app.models.base import table_of
from app.store.changes import DELETED, Change

_MANY = 500


def update(session: Session, changes: Iterable[Change]) -> None:
    """Recompute the derived moments of the records that the changed ones belong, or belonged, to."""
    affected: dict[tuple[type[Entity], tuple[str, str, str]], list[Change]] = {}
    for change in changes:
        entity = BY_KEY[change.entity]
        for rollup in entity.rolls_up:
            link, moment, _ = rollup
            if {link, moment, DELETED} & set(change.after):
                affected.setdefault((entity, rollup), []).append(change)
    for (entity, rollup), several in affected.items():
        _recompute(session, entity, rollup, _owners(session, entity, several, rollup[0]))


def recompute(session: Session, owner: str, ids: set[UUID]) -> None:
    """Compute the derived moments of these records anew, whatever changed."""
    for entity in entities():
        for rollup in entity.rolls_up:
            if fields_of(entity)[rollup[0]].link == owner:
                _recompute(session, entity, rollup, ids)


def _owners(session: Session, entity: type[Entity], several: Iterable[Change], link: str) -> set[UUID]:
    """Whom the changed records belong, or belonged, to: asked for many at a time, a step may change thousands."""
    found: set[UUID | None] = set()
    unsaid: list[UUID] = []
    for change in several:
        found.add((change.before or {}).get(link))
        found.add(change.after.get(link))
        if link not in change.after:
            unsaid.append(change.id)
    column = table_of(entity).c
    for start in range(0, len(unsaid), _MANY):
        chunk = unsaid[start : start + _MANY]
        found |= set(session.scalars(sa.select(column[link]).where(column.id.in_(chunk)).distinct()))
    return {owner for owner in found if owner}


def _recompute(session: Session, entity: type[Entity], rollup: tuple[str, str, str], owners: set[UUID]) -> None:
    link, moment, derived = rollup
    table = table_of(entity)
    target = table_of(BY_KEY[fields_of(entity)[link].link])
    latest = (
        sa.select(sa.func.max(table.c[moment])).where(table.c[link] == target.c.id, table.c[DELETED].is_(None)).scalar_subquery()
    )
    pending = list(owners)
    for start in range(0, len(pending), _MANY):
        chunk = pending[start : start + _MANY]
        statement = sa.update(target).where(target.c.id.in_(chunk)).values({derived: latest, "updated_at": target.c.updated_at})
        session.connection().execute(statement)
