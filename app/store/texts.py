"""Are the texts of the change log what they were? The chain covers digests of rows only, and a flipped bit in a change's
values would show a wrong history and undo to a wrong value.

They need no digests of their own: the values of a record's changes, laid one over the other, must give the row whose digest
each change carries, and what a change calls "before" must be what was there.
"""

import json
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models.session import pulse
from app.store.log import plain
from app.store.tables import changes, operations

_CHUNK = 500
State = dict[str, Any] | None


def text_problems(session: Session) -> Iterator[int]:
    """Sequence numbers of changes whose texts do not agree with their digests. Up to the last erasure, which takes out of
    texts on purpose, a record that does not agree is passed over from there on."""
    erased = _last_erasure(session)
    record, state, entity = None, None, ""  # type: tuple[Any, State, str]
    columns = sa.select(*(changes.c[name] for name in ("record_id", "seq", "entity", "before", "after", "digest")))
    for number, row in enumerate(session.execute(columns.order_by(changes.c.record_id, changes.c.seq)).yield_per(_CHUNK)):
        if number % _CHUNK == 0:
            pulse(session)
        if row.record_id != record:
            record, state, entity = row.record_id, {}, row.entity
        if state is None:
            continue
        state, agrees = _after(state, row)
        agrees = agrees and row.entity == entity
        if not agrees and row.seq > erased:
            yield int(row.seq)
        state = state if agrees else None


def _after(state: dict[str, Any], row: Any) -> tuple[dict[str, Any], bool]:
    """The record's values after a change, and whether the change agrees with the values before it and with its digest."""
    try:
        before, after = json.loads(row.before or "{}"), json.loads(row.after)
        same = all(state.get(key) == value for key, value in before.items())
        state.update(after)
        known = {key: value for key, value in state.items() if value is not None}
        return state, same and blake2b(plain(known).encode(), digest_size=len(row.digest)).digest() == row.digest
    except (ValueError, AttributeError, TypeError):
        return state, False


def _last_erasure(session: Session) -> int:
    erasures = sa.select(operations.c.seq).where(operations.c.origin == "erase")
    last = sa.select(sa.func.max(changes.c.seq)).where(changes.c.operation.in_(erasures))
    return session.execute(last).scalar() or 0
