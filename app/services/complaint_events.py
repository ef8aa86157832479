"""The log of a complaint: what was done when, what of it still stands, and when the next entry may be dated."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.complaint_clock import Cause, cause_words, is_automatic
from app.analysis.complaint_states import PAUSED
from app.errors import ValidationError
from app.i18n import N_
from app.models import Complaint, ComplaintEvent
from app.models.session import now
from app.services.complaint_people import me

TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. ``revoked``: undone since; ``revokes``: the line that says so (figures ignore both). ``reason`` is
    in words; where the program itself took the step, ``cause`` is what the table holds (analysis.complaint_clock)."""

    id: UUID
    action: str
    at: datetime
    from_state: str | None
    to_state: str
    by_id: UUID | None
    reason: str | None
    recorded_at: datetime
    revoked: bool
    revokes: UUID | None
    cause: str = ""

    @property
    def stands(self) -> bool:
        """Whether the line counts."""
        return not self.revoked and self.revokes is None


def entries(session: Session, complaint_id: UUID) -> list[Entry]:
    """Everything in the log, in the order in which it happened (revoked lines included)."""
    session.flush()
    rows = list(session.scalars(sa.select(ComplaintEvent).where(ComplaintEvent.complaint_id == complaint_id)))
    revoked = {row.revokes_id for row in rows}
    rows.sort(key=lambda row: (row.at, row.created_at, row.id))
    return [
        Entry(row.id, row.action, row.at, row.from_state, row.to_state, row.by_id, _said(row.reason), row.created_at,
              row.id in revoked, row.revokes_id, (row.reason or "") if is_automatic(row.reason) else "")
        for row in rows
    ]  # fmt: skip


def _said(reason: str | None) -> str | None:
    return cause_words(reason or "") if is_automatic(reason) else reason


def append(
    session: Session, record: Complaint, action: str, at: datetime, from_state: str, reason: str | None
) -> ComplaintEvent:
    """Write the line of a step that has just been taken; one the program took by itself (its reason is a ``Cause``) is nobody's.
    What people type and would read like one stands between quotation marks."""
    automatic, said = isinstance(reason, Cause), (reason or "").strip()
    said = f"“{said}”" if is_automatic(said) and not automatic else said
    line = ComplaintEvent(
        complaint_id=record.id, action=action, at=at, from_state=from_state, to_state=record.state,
        by_id=None if automatic else me(session), reason=said or None,
    )  # fmt: skip
    session.add(line)
    session.flush()
    return line


def moment_for(session: Session, complaint_id: UUID, wanted: datetime | None) -> datetime:
    """When a step happened: as said, or now; never before the step before it, never in the future.

    Steps typed to the minute fall behind the one before by seconds: they are moved just after it.
    """
    last = max((entry.at for entry in entries(session, complaint_id) if entry.stands), default=None)
    present = now(session)
    at = wanted or present
    if wanted is not None and at > present:
        raise ValidationError(N_("This lies in the future."), field="at")
    if last is None or at > last:
        return at
    if wanted is None or last - at < timedelta(minutes=1):
        return last + TICK
    raise ValidationError(N_("This lies before the step before it."), field="at")


def pauses(log: Iterable[Entry]) -> list[tuple[datetime, datetime]]:
    """The times already over in which the clock stood still (S45, S98)."""
    lived = [entry for entry in log if entry.stands and entry.from_state != entry.to_state]
    return [(a.at, b.at) for a, b in pairwise(lived) if a.to_state in PAUSED]


def entered(log: Iterable[Entry], state: str) -> datetime | None:
    """When the complaint last came into a state."""
    times = [entry.at for entry in log if entry.stands and entry.to_state == state and entry.from_state != state]
    return times[-1] if times else None


def last_wait(log: Iterable[Entry], until: datetime) -> list[tuple[datetime, datetime]]:
    """The pauses, one upon the other (S45, then S98), of a complaint that waits and goes on at ``until``."""
    found: list[tuple[datetime, datetime]] = []
    moves = [entry for entry in log if entry.stands and entry.from_state != entry.to_state]
    for entry in reversed(moves):
        if entry.to_state not in PAUSED:
            break
        found.append((entry.at, found[-1][0] if found else until))
    return found[::-1]


def reopened(log: Iterable[Entry]) -> datetime | None:
    """When the complaint was last taken into work again (T22)."""
    times = [entry.at for entry in log if entry.stands and entry.action == "T22"]
    return times[-1] if times else None
