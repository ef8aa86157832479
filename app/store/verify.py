"""Is the file whole? What SQLite checks, and what only the change log knows: digests of rows, chained (faults finding 6)."""

import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain as one_after_another
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.i18n import N_
from app.models import Entity, entities
from app.models.attachment import Attachment
from app.models.base import table_of
from app.models.session import pulse
from app.store import log
from app.store.engine import integrity_problems, is_unspeakable
from app.store.texts import text_problems

if TYPE_CHECKING:
    from app.store.store import Store


T = TypeVar("T")
STEPS, STEP = "operations", N_("Step of the history")
"""What problems of the log's own steps begin with, and the word for one."""
_LOOK = 500
"""Records between two looks at whether the person stopped."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found: SQLite's own complaints, rows that differ from their last logged digest, breaks in the log.

    ``contents`` names attachments whose content beside the file is missing or damaged; the file itself may be whole.
    """

    structure: tuple[str, ...]
    rows: tuple[str, ...]
    log: tuple[int, ...]
    contents: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """True when nothing was found."""
        return not (self.structure or self.rows or self.log)


def verify(store: "Store") -> Verdict:
    """Check everything in one reading transaction; some seconds a million rows, in a memory that does not grow with them."""
    return store.read_afresh(_verdict)


def _verdict(session: Session) -> Verdict:
    structure = integrity_problems(session.connection())
    rows = _listed(lambda: one_after_another(row_problems(session), named_steps(session)), structure)
    chain = {*_listed(lambda: log.chain_problems(session), structure), *_listed(lambda: text_problems(session), structure)}
    contents = _listed(lambda: content_problems(session), structure)
    return Verdict(tuple(structure), tuple(rows), tuple(sorted(chain)), tuple(contents))


def _listed(problems: Callable[[], Iterable[T]], structure: list[str]) -> list[T]:
    """What was found; a value that is none of its kind any more (half a key, no date) ends that search, and is told."""
    found: list[T] = []
    try:
        for problem in problems():
            found.append(problem)
    except (ValueError, TypeError) as error:
        structure.append(f"unreadable value: {error}")
    except sa.exc.DatabaseError as error:
        if not is_unspeakable(error):
            raise
        structure.append(str(error.orig))
    return found


def record_problems(session: Session) -> list[str]:
    """Records that differ from the log, and breaks in it, as words of nobody's language; contents of attachments aside."""
    unreadable = list[str]()
    rows = _listed(lambda: one_after_another(row_problems(session), named_steps(session)), unreadable)
    chain = {*_listed(lambda: log.chain_problems(session), unreadable), *_listed(lambda: text_problems(session), unreadable)}
    return [*rows, *(f"changes {seq}" for seq in sorted(chain)), *unreadable]


def named_steps(session: Session) -> Iterator[str]:
    """Steps of the log that no longer say what they said, as "operations seq"."""
    return (f"{STEPS} {seq}" for seq in log.step_problems(session))


def content_problems(session: Session) -> Iterator[str]:
    """Attachments, also those in the recycle bin, whose content is not there or has not its hash; each content read once."""
    blobs, known = session.info["contents"], dict[str, str]()
    table = table_of(Attachment)
    for row in session.execute(sa.select(table.c.id, table.c.name, table.c.digest).order_by(table.c.digest)):
        if row.digest not in known:
            known = {row.digest: blobs.problem(row.digest)}
        if known[row.digest]:
            yield f"{Attachment.entity} {row.id} {known[row.digest]}: {row.name}"


def row_problems(session: Session) -> Iterator[str]:
    """Records whose values differ from what the log says they are, and logged records that are gone, as "entity id": two
    walks side by side."""
    logged = log.latest_digests(session)
    expected = next(logged, None)
    for record_id, entity, digest in heapq.merge(*(_stored(session, entity) for entity in entities())):
        while expected is not None and expected[0] < record_id:
            yield from _gone(expected)
            expected = next(logged, None)
        if expected is not None and expected[0] == record_id:
            if expected != (record_id, entity, digest):
                yield f"{entity} {record_id}"
            expected = next(logged, None)
    while expected is not None:
        yield from _gone(expected)
        expected = next(logged, None)


def _gone(logged: tuple[UUID, str, bytes]) -> Iterator[str]:
    if logged[2] != log.ERASED:
        yield f"{logged[1]} {logged[0]}"


def _stored(session: Session, entity: type[Entity]) -> Iterator[tuple[UUID, str, bytes]]:
    for number, (record_id, digest) in enumerate(log.all_stored_digests(session, entity)):
        if number % _LOOK == 0:
            pulse(session)
        yield record_id, entity.entity, digest
