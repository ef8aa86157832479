"""Is the file whole? What SQLite checks, and what only the change log knows: digests of rows, chained (faults finding 6)."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from app.models import ENTITIES, Entity
from app.store import log
from app.store.engine import integrity_problems
from app.store.store import Store


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found: SQLite's own complaints, rows that differ from their last logged digest, breaks in the log."""

    structure: tuple[str, ...]
    rows: tuple[str, ...]
    log: tuple[int, ...]

    @property
    def whole(self) -> bool:
        """True when nothing was found."""
        return not (self.structure or self.rows or self.log)


def verify(store: Store) -> Verdict:
    """Check everything in one reading transaction; some seconds a million rows, in a memory that does not grow with them."""
    return store.read_afresh(_verdict)


def _verdict(session: Session) -> Verdict:
    structure = tuple(integrity_problems(session.connection()))
    return Verdict(structure, tuple(_row_problems(session)), tuple(log.chain_problems(session)))


def _row_problems(session: Session) -> Iterator[str]:
    """Records whose values differ from what the log says they are, and logged records that are gone: two walks side by side."""
    logged = log.latest_digests(session)
    expected = next(logged, None)
    for record_id, entity, digest in heapq.merge(*(_stored(session, entity) for entity in ENTITIES)):
        while expected is not None and expected[0] < record_id:
            yield f"{expected[1]} {expected[0]}"
            expected = next(logged, None)
        if expected is not None and expected[0] == record_id:
            if expected != (record_id, entity, digest):
                yield f"{entity} {record_id}"
            expected = next(logged, None)
    while expected is not None:
        yield f"{expected[1]} {expected[0]}"
        expected = next(logged, None)


def _stored(session: Session, entity: type[Entity]) -> Iterator[tuple[UUID, str, bytes]]:
    for record_id, digest in log.all_stored_digests(session, entity):
        yield record_id, entity.entity, digest
