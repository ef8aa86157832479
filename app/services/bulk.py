"""One change on many records at once, as one step: nothing of it is kept when it fails or is stopped.

Every function takes ``progress(done, of)``, called after each batch: it stops the work by raising ``Cancelled``. Ten
thousand records take a few seconds, since each batch is loaded and flushed as a whole.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ValidationError
from app.i18n import N_
from app.models import BY_KEY, Entity, entities, fields_of
from app.models.base import table_of
from app.models.own import COLUMN, PREFIX, gathered
from app.models.session import now, recorder
from app.services import records
from app.services.bulk_rules import AFTERWARDS, ASSIGNED, BEFORE_REMOVAL, SAVERS, changeable
from app.services.filtering import tidy
from app.services.tags import with_tags, without_tags

Progress = Callable[[int, int], None]
BATCH = 500


def nobody(_done: int, _of: int) -> None:
    """Nobody looks on."""


def change(session: Session, entity: str, ids: Sequence[UUID], key: str, value: Any, progress: Progress = nobody) -> int:
    """Give a field of all these records one value, None to empty it; how many differed. ValidationError for a value that is
    not acceptable, or for a field that many records cannot be given at once."""
    if key not in changeable(entity):
        raise ValidationError(N_("This field cannot be changed on many records at once."), field=key)
    checked = records.checked(BY_KEY[entity], {key: value}, whole=False)
    if entity in SAVERS:
        return sum(SAVERS[entity](session, batch, checked) for batch in _batches(ids, progress))
    column = COLUMN if key.startswith(PREFIX) else key
    for other in checked.keys() - {key}:  # the code of a place goes with its name
        _set(session, entity, ids, other, partial(_always, checked[other]), nobody)
    return _set(session, entity, ids, column, lambda before: gathered(checked, before)[column], progress)


def _always(value: Any, _before: Any) -> Any:
    return value


def assign(session: Session, entity: str, ids: Sequence[UUID], employee_id: UUID, progress: Progress = nobody) -> int:
    """Give records to a colleague; how many changed hands."""
    return change(session, entity, ids, ASSIGNED[entity], employee_id, progress)


def star(session: Session, entity: str, ids: Sequence[UUID], on: bool, progress: Progress = nobody) -> int:
    """Star records, or take their stars away; how many differed."""
    return change(session, entity, ids, "starred", on, progress)


def add_tags(session: Session, entity: str, ids: Sequence[UUID], words: Sequence[str], progress: Progress = nobody) -> int:
    """Put tags on records that lack them; how many got one. ValidationError where a record's tags would grow too long."""
    wanted = [tidy(word) for word in words if tidy(word)]
    return _set(session, entity, ids, "tags", _checked(entity, lambda before: _more(before, wanted)), progress)


def remove_tags(session: Session, entity: str, ids: Sequence[UUID], words: Sequence[str], progress: Progress = nobody) -> int:
    """Take tags off records that have them; how many had one."""
    wanted = [tidy(word) for word in words]
    return _set(session, entity, ids, "tags", lambda before: _fewer(before, wanted), progress)


def _more(before: str | None, words: list[str]) -> str | None:
    after = with_tags(before, words)
    return before if after == with_tags(before, []) else after


def _fewer(before: str | None, words: list[str]) -> str | None:
    after = without_tags(before, words)
    return before if after == with_tags(before, []) else after


def _checked(entity: str, wish: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def checked(before: Any) -> Any:
        return records.checked(BY_KEY[entity], {"tags": wish(before)}, whole=False)["tags"]

    return checked


def remove(session: Session, entity: str, ids: Sequence[UUID], progress: Progress = nobody) -> int:
    """Move records, and what belongs to them, to the recycle bin; how many of these records went."""
    cls = BY_KEY[entity]
    if cls.keep:
        raise ValidationError(N_("A complaint cannot be deleted. Withdraw, merge or convert it instead."))
    if entity in BEFORE_REMOVAL:
        BEFORE_REMOVAL[entity](session, ids)
    gone = sum(_bin(session, cls, batch) for batch in _batches(ids, progress))
    if entity in AFTERWARDS:
        AFTERWARDS[entity](session, ids)
    return gone


def bring_back(session: Session, entity: str, ids: Sequence[UUID]) -> None:
    """Bring records back from the recycle bin with what went there with them. Raises as ``records.restore``."""
    for each in ids:
        records.restore(session, BY_KEY[entity], each)
    if entity in AFTERWARDS:
        AFTERWARDS[entity](session, ids)


def _bin(session: Session, cls: type[Entity], ids: Sequence[UUID]) -> int:
    """Whole levels at once: what belongs to these records, what belongs to that, then the records themselves."""
    for part, key in _owned_by(cls):
        column = sa.inspect(part).columns[key]
        for batch in _chunks(ids):
            found = session.scalars(sa.select(part.id).where(column.in_(batch), part.deleted_at.is_(None))).all()
            if found:
                _bin(session, part, found)
    moment = now(session)
    return sum(_set_batch(session, cls, batch, "deleted_at", lambda _before: moment) for batch in _chunks(ids))


def _owned_by(cls: type[Entity]) -> Iterator[tuple[type[Entity], str]]:
    for entity in entities():
        if not entity.keep:
            for key, field in fields_of(entity).items():
                if field.owned and field.link == cls.entity:
                    yield entity, key


def _set(
    session: Session, entity: str, ids: Sequence[UUID], key: str, wish: Callable[[Any], Any], progress: Progress
) -> int:
    cls = BY_KEY[entity]
    return sum(_set_batch(session, cls, batch, key, wish) for batch in _batches(ids, progress))


def _set_batch(session: Session, cls: type[Entity], ids: Sequence[UUID], key: str, wish: Callable[[Any], Any]) -> int:
    """Set one column of living records."""
    table = table_of(cls)
    chosen = sa.select(table.c.id, table.c[key]).where(table.c.id.in_(ids), table.c.deleted_at.is_(None))
    pairs = [(row[0], row[1], wish(row[1])) for row in session.execute(chosen)]
    changed = [pair for pair in pairs if pair[1] != pair[2]]
    if changed:
        recorder(session).update_many(session, cls, key, changed)
    return len(changed)


def _chunks(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


def _batches(ids: Sequence[UUID], progress: Progress) -> Iterator[Sequence[UUID]]:
    for number, batch in enumerate(_chunks(ids), 1):
        yield batch
        progress(min(number * BATCH, len(ids)), len(ids))

