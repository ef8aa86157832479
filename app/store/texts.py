"""Are the texts of the change log what they were? The chain covers digests of rows only, and a flipped bit in a change's
values would show a wrong history and undo to a wrong value.

They need no digests of their own: the values of a record's changes, laid one over the other, must give the row whose digest
each change carries, and what a change calls "before" must be what was there.
"""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models.session import pulse
from app.models.types import as_plain
from app.store.log import canonical, digest_of
from app.store.tables import changes, operations

_CHUNK = 500


def text_problems(session: Session) -> Iterator[int]:
    """Sequence numbers of changes whose texts do not agree with their digests. Up to the last erasure, which takes out of
    texts on purpose, a record that does not agree is passed over from there on."""
    erased = _last_erasure(session)
    record, story = None, _Story("")
    columns = sa.select(*(changes.c[name] for name in ("seq", "entity", "before", "after", "digest")), _id_as_stored(session))
    ordered = columns.order_by(changes.c.record_id, changes.c.seq)
    for number, row in enumerate(session.execute(ordered).yield_per(_CHUNK)):
        if number % _CHUNK == 0:
            pulse(session)
        if row[-1] != record:
            record, story = row[-1], _Story(row.entity)
        if story.known and not story.follows(row) and row.seq > erased:
            yield int(row.seq)


def _id_as_stored(session: Session) -> sa.ColumnElement[Any]:
    """Only compared with the one before: nothing is made of it."""
    return as_plain(session.get_bind().dialect, changes.c.record_id)[0]


class _Story:
    """The values of one record, change by change; most records have one change, and its text is all there is to look at."""

    def __init__(self, entity: str) -> None:
        self._entity, self._first, self._values = entity, "", dict[str, Any]()
        self.known = True

    def follows(self, row: Any) -> bool:
        """Whether a change agrees with the values before it and with its digest; nothing is known after one that does not."""
        try:
            self.known = row.entity == self._entity and (self._begins(row) or self._goes_on(row))
        except (ValueError, AttributeError, TypeError):  # no text, no JSON, not what a log holds
            self.known = False
        return self.known

    def _begins(self, row: Any) -> bool:
        if self._first or self._values or row.before is not None or digest_of(row.after) != row.digest:
            return False
        self._first = row.after
        return True

    def _goes_on(self, row: Any) -> bool:
        if self._first:
            self._first, self._values = "", json.loads(self._first)
        before, after = json.loads(row.before or "{}"), json.loads(row.after)
        same = all(self._values.get(key) == value for key, value in before.items())
        self._values.update(after)
        known = {key: value for key, value in self._values.items() if value is not None}
        return same and digest_of(canonical(known)) == row.digest


def _last_erasure(session: Session) -> int:
    erasures = sa.select(operations.c.seq).where(operations.c.origin == "erase")
    last = sa.select(sa.func.max(changes.c.seq)).where(changes.c.operation.in_(erasures))
    return session.execute(last).scalar() or 0
