"""Who is concerned by a complaint: the first-contact owner, the walk-in customer, earlier complaints it repeats."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.complaint_states import OPEN
from app.formats import local
from app.i18n import gettext_text as _
from app.models import Complaint, Customer, Employee
from app.models.session import actor
from app.models.types import now_utc
from app.services import records, settings

WALK_IN_CODE = "KH000000"


def me(session: Session) -> UUID | None:
    """The colleague at the keyboard: the one the store knows, else the one the settings name."""
    named = settings.value(session, "me")
    return actor(session) or (UUID(named) if named else None)


def colleagues(session: Session) -> list[UUID]:
    """Everybody who has not left, the first one recorded first."""
    found = sa.select(Employee.id).where(Employee.deleted_at.is_(None), sa.not_(Employee.has_left)).order_by(Employee.id)
    return list(session.scalars(found))


def first_contact(session: Session) -> UUID | None:
    """Who takes a complaint first: the person at the keyboard, else the first colleague; None only in a firm of nobody."""
    return me(session) or next(iter(colleagues(session)), None)


def walk_in(session: Session, *, make: bool = True) -> UUID | None:
    """The customer who stands for people nobody knows by name (散客); made when first needed, and taken out of
    the recycle bin where it went with an undone import."""
    living_first = (Customer.deleted_at.is_not(None), Customer.id)
    found = session.scalars(sa.select(Customer).where(Customer.code == WALK_IN_CODE).order_by(*living_first)).first()
    if found is None and make:
        return records.create(session, Customer, {"code": WALK_IN_CODE, "name": _("Walk-in customer"), "kind": "person"})
    if found is not None and make and found.deleted_at is not None:
        found.deleted_at = None  # back from the recycle bin, alone: its number is never given twice
        session.flush()
    return found.id if found is not None and found.deleted_at is None else None


def repeat_of(
    session: Session,
    customer_id: UUID | None,
    received_at: datetime,
    *,
    category: str | None = None,
    serial_no: str | None = None,
    apart_from: UUID | None = None,
) -> UUID | None:
    """The latest complaint this one repeats (C46): same customer and same L2, or same serial number, and still open or
    ended within the firm's repeat days. People who walked in are never recognised again."""
    alike = _alike(session, customer_id, category, serial_no)
    if not alike:
        return None
    statement = (
        sa.select(Complaint.id, Complaint.state, Complaint.received_at, Complaint.closed_at)
        .where(sa.or_(*alike), Complaint.received_at <= received_at, Complaint.state.not_in(("S00", "S96", "S97")))
        .order_by(Complaint.received_at.desc(), Complaint.id.desc())
        .limit(20)
    )
    days = timedelta(days=int(settings.value(session, "complaint.repeat_days")))
    for found, state, received, closed in session.execute(statement):
        near = local(received_at).date() - local(closed or received).date() <= days
        if found != apart_from and (state in OPEN or near):
            return found
    return None


def _alike(
    session: Session, customer_id: UUID | None, category: str | None, serial_no: str | None
) -> list[sa.ColumnElement[bool]]:
    known = customer_id is not None and customer_id != walk_in(session, make=False)
    conditions: list[sa.ColumnElement[bool]] = []
    if known and category:
        conditions.append((Complaint.customer_id == customer_id) & (Complaint.category == category))
    if serial_no:
        conditions.append(Complaint.serial_no == serial_no)
    return conditions


@dataclass(frozen=True, slots=True)
class Similar:
    """An earlier complaint that the one being typed may repeat."""

    id: UUID
    number: str
    subject: str
    received_at: datetime
    state: str


def similar(session: Session, values: Mapping[str, Any], limit: int = 3) -> tuple[Similar, ...]:
    """What the complaint being typed may repeat: the same customer with the same category or product, or the same serial
    number, received within the firm's repeat days; the latest first. Only a hint while typing, C46 decides later."""
    alike = _alike(session, values.get("customer_id"), values.get("category"), values.get("serial_no"))
    if values.get("product") and values.get("customer_id") not in (None, walk_in(session, make=False)):
        alike.append((Complaint.customer_id == values["customer_id"]) & (Complaint.product == values["product"]))
    known = values.get("customer_id") not in (None, walk_in(session, make=False))
    if known and not (values.get("category") or values.get("product")):
        alike.append(Complaint.customer_id == values["customer_id"])  # nothing known of the matter yet: the latest ones
    if not alike:
        return ()
    since = now_utc() - timedelta(days=int(settings.value(session, "complaint.repeat_days")))
    statement = (
        sa.select(Complaint.id, Complaint.number, Complaint.subject, Complaint.received_at, Complaint.state)
        .where(sa.or_(*alike), Complaint.received_at >= since, Complaint.state.not_in(("S00", "S96", "S97")))
        .order_by(Complaint.received_at.desc(), Complaint.id.desc())
        .limit(limit)
    )
    return tuple(Similar(*row) for row in session.execute(statement))
