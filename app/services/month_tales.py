"""The typical cases of a month in their own words, names masked (domain/50 §5.3 section 11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.analysis.complaint_states import CLOSED
from app.analysis.masking import masked, without_names
from app.formats import from_local, local
from app.i18n import gettext_text as _
from app.models import Complaint, Contact, Customer, Employee
from app.services import complaint_events, complaint_past

_LONGEST = 260


@dataclass(frozen=True, slots=True)
class Tale:
    """A case worth telling: what happened, why, what was done, what it teaches; texts are empty where nothing is written.
    ``customer`` is masked, ``category``, ``cause`` and ``severity`` are codes, ``closed_at`` None while it is open."""

    id: UUID
    number: str
    customer: str
    category: str | None
    severity: str | None
    received_at: datetime
    closed_at: datetime | None
    happened: str
    cause: str | None
    why: str
    done: str
    lesson: str


def tales(session: Session, ids: Sequence[str], until: datetime = datetime.max) -> tuple[Tale, ...]:
    """The cases of these ids (hex) in their order; whether they are closed, as of a moment (local)."""
    handler, first = aliased(Employee), aliased(Employee)
    statement = (
        sa.select(Complaint, Customer.name, Customer.short_name, Contact.name, handler.name, first.name)
        .join(Customer, Customer.id == Complaint.customer_id)
        .outerjoin(Contact, Contact.id == Complaint.contact_id)
        .outerjoin(handler, handler.id == Complaint.handler_id)
        .outerjoin(first, first.id == Complaint.first_owner_id)
        .where(Complaint.id.in_([UUID(key) for key in ids]))
    )
    people = tuple(session.scalars(sa.select(Employee.name)))  # any colleague may be named in a story
    rows = session.execute(statement).all()
    bad = {row[0].id: row[0].severity for row in rows} | _severities(session, [row[0].id for row in rows], until)
    found = {
        (key := row[0].id).hex: _tale(row[0], (*row[1:], *people), bad[key], _closed(session, key, until)) for row in rows
    }  # fmt: skip
    return tuple(found[key] for key in ids if key in found)


def _severities(session: Session, ids: Sequence[UUID], until: datetime) -> dict[UUID, str]:
    """How bad the cases were then, where that was judged otherwise later."""
    if until == datetime.max:
        return {}
    past = complaint_past.before(session, Complaint.id.in_(ids), from_local(until))
    return {key: found.values["severity"] for key, found in past.items() if "severity" in found.values}


def _closed(session: Session, complaint_id: UUID, until: datetime) -> datetime | None:
    """When it was closed, if it was then (a later reopening changes no month that is over)."""
    closed = None
    for entry in complaint_events.entries(session, complaint_id):
        if entry.stands and entry.from_state != entry.to_state and local(entry.at) < until:
            closed = (closed or local(entry.at)) if entry.to_state in CLOSED else None
    return closed


def _tale(record: Any, names: tuple[str | None, ...], severity: str | None, closed: datetime | None) -> Tale:
    known = [name for name in (*names, record.complainant) if name]
    number, received = record.number, local(record.received_at)
    why = _told((record.cause_text, record.escape_text, record.investigation), known)
    return Tale(
        record.id, number, masked(names[0] or ""), record.category, severity, received, closed,
        _told((record.description or record.text or record.subject,), known), record.cause, why,
        _told((record.containment, record.solution or record.answer), known), _told((record.prevention,), known),
    )  # fmt: skip


def _told(texts: Sequence[str | None], names: Sequence[str]) -> str:
    """The first of the texts, the others after it while there is room; one line each."""
    lines = [" ".join(text.split()).rstrip("。.；; ") for text in texts if text and text.strip()]
    whole = _(". ").join(lines)
    plain = without_names(whole, names)
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1].rstrip() + "…"
