"""Is the file whole? What SQLite checks, and what only the change log knows: digests of rows, chained (faults finding 6)."""

from dataclasses import dataclass

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
    """Check everything in one reading transaction; some seconds a million rows."""
    return store.read(_verdict)


def _verdict(session: Session) -> Verdict:
    structure = tuple(integrity_problems(session.connection()))
    rows = tuple(problem for entity in ENTITIES for problem in _row_problems(session, entity))
    return Verdict(structure, rows, tuple(log.chain_problems(session)))


def _row_problems(session: Session, entity: type[Entity]) -> list[str]:
    """Records whose values differ from what the log says they are, and logged records that are gone."""
    expected = log.latest_digests(session, entity.entity)
    wrong = []
    for record_id, digest in log.stored_digests(session, entity):
        if expected.pop(record_id, digest) != digest:
            wrong.append(f"{entity.entity} {record_id}")
    return wrong + [f"{entity.entity} {record_id}" for record_id in expected]
