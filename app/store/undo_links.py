"""What undo makes of links to records that are gone for good."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ConflictError
from app.i18n import N_
from app.models import BY_KEY, fields_of
from app.models.base import table_of
from app.store.changes import Change

_CHUNK = 500
_GONE = N_("This step cannot be undone: a record that it would link to is gone for good. Nothing was changed.")


def without_gone(session: Session, made: list[Change]) -> list[Change]:
    """The changes with an empty link in the place of each to a record that is gone. ConflictError where one must not be empty
    and would be set so; one that says nothing any more (a person was erased) is passed over."""
    gone = _gone(session, made)
    return [_cut(change, gone) for change in made]


def _gone(session: Session, made: Iterable[Change]) -> set[UUID]:
    """Of the ids that undoing would set in links, those of which there is no record."""
    wanted: dict[str, set[UUID]] = {}
    for change in made:
        for key, field in fields_of(BY_KEY[change.entity]).items() if change.before else ():
            for side in (change.before or {}, change.after) if field.link else ():
                if side.get(key) is not None:
                    wanted.setdefault(field.link, set()).add(side[key])
    return {one for link, ids in wanted.items() for one in ids - _there(session, link, list(ids))}


def _there(session: Session, link: str, ids: list[UUID]) -> set[UUID]:
    table, found = table_of(BY_KEY[link]), set[UUID]()
    for start in range(0, len(ids), _CHUNK):
        found |= set(session.scalars(sa.select(table.c.id).where(table.c.id.in_(ids[start : start + _CHUNK]))))
    return found


def _cut(change: Change, gone: set[UUID]) -> Change:
    if change.before is None:
        return change
    entity, before, after = BY_KEY[change.entity], dict(change.before), dict(change.after)
    for key in [key for key, field in fields_of(entity).items() if field.link and key in before]:
        fixed = not table_of(entity).c[key].nullable
        if fixed and before[key] in gone:
            raise ConflictError(_GONE)
        if fixed and before[key] is None:
            before.pop(key)
            after.pop(key, None)
            continue
        for side in (before, after):
            side |= {key: None} if side.get(key) in gone else {}
    return Change(change.entity, change.id, before, after)
