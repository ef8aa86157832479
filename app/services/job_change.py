"""Somebody changes jobs (F-03): the person stays with all that is known of them, the former post goes into their history."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ValidationError
from app.formats import local
from app.i18n import N_
from app.models import Contact, Customer
from app.models.employment import Employment
from app.models.session import now
from app.services import records

OF_THE_PLACE = (
    "reports_to_id", "weight", "chain_order", "influence", "department", "rank", "office_phone", "workplace", "other_roles",
)  # fmt: skip
"""What somebody leaves behind with a post."""


@dataclass(frozen=True, slots=True)
class Move:
    """Where somebody works now: a customer of ours, or a firm that is only named."""

    customer_id: UUID | None = None
    employer: str = ""
    title: str | None = None
    department: str | None = None
    since: date | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A line of somebody's working life, the present one first: ``customer_id`` where the firm is a customer of ours."""

    employer: str
    customer_id: UUID | None
    title: str
    department: str
    since: date | None
    until: date | None
    present: bool
    id: UUID | None = None


def change_employer(session: Session, contact_id: UUID, move: Move) -> UUID:
    """Move somebody to another firm as one step; returns the id of the former post that was written.

    Those who reported to them report to whom they reported to. ValidationError, beside its field, where no firm is named,
    the person works there already, or the new post begins before the old one.
    """
    values = records.get(session, Contact, contact_id)
    employer = _employer(session, values, move)
    since = move.since or local(now(session)).date()
    if values["in_post_since"] is not None and since < values["in_post_since"]:
        raise ValidationError(N_("The former post began on {day}, later than this."), field="in_post_since",
                              day=values["in_post_since"].isoformat())  # fmt: skip
    former = _former_post(session, values, since)
    _close_ranks(session, values)
    changes: dict[str, Any] = dict.fromkeys(OF_THE_PLACE) | {
        "title": move.title, "department": move.department, "role": move.role, "in_post_since": since,
        "has_left": move.customer_id is None, "new_employer": employer if move.customer_id is None else None,
    }  # fmt: skip
    if move.customer_id is not None:
        changes["customer_id"] = move.customer_id
    records.update(session, Contact, contact_id, changes)
    return former


def _employer(session: Session, values: dict[str, Any], move: Move) -> str:
    if move.customer_id is None:
        name = move.employer.strip()
        if not name:
            raise ValidationError(N_("Name the new firm."), field="customer_id")
        return name
    if move.customer_id == values["customer_id"] and not values["has_left"]:
        raise ValidationError(N_("{name} works there already."), field="customer_id", name=values["name"])
    firm = records.get(session, Customer, move.customer_id)
    if firm["deleted_at"] is not None:
        raise ValidationError(N_("This customer is in the recycle bin."), field="customer_id")
    return str(firm["name"])


def _former_post(session: Session, values: dict[str, Any], until: date) -> UUID:
    """The post that ends, at the customer or, where somebody had left already, at the firm that was named."""
    elsewhere = values["new_employer"] if values["has_left"] else None
    firm = records.get(session, Customer, values["customer_id"])["name"]
    return records.create(session, Employment, {
        "contact_id": values["id"], "customer_id": None if elsewhere else values["customer_id"], "employer": elsewhere or firm,
        "title": values["title"], "department": values["department"], "since": values["in_post_since"], "until": until,
    })  # fmt: skip


def _close_ranks(session: Session, values: dict[str, Any]) -> None:
    """Those below now report to the one above, who stays."""
    below = sa.select(Contact.id).where(Contact.reports_to_id == values["id"], Contact.deleted_at.is_(None))
    for key in session.scalars(below).all():
        records.update(session, Contact, key, {"reports_to_id": values["reports_to_id"]})


def posts(session: Session, contact_id: UUID) -> tuple[Post, ...]:
    """Where somebody works and worked, the latest first."""
    values = records.get(session, Contact, contact_id)
    own = sa.select(Employment).where(Employment.contact_id == contact_id, Employment.deleted_at.is_(None))
    rows = sorted(session.scalars(own), key=lambda row: (row.until or date.max, row.since or date.min, row.id), reverse=True)
    former = tuple(
        Post(row.employer, row.customer_id, row.title or "", row.department or "", row.since, row.until, False, row.id)
        for row in rows
    )
    return (*_present(session, values), *former)


def _present(session: Session, values: dict[str, Any]) -> tuple[Post, ...]:
    if values["has_left"] and not values["new_employer"]:
        return ()
    firm = records.get(session, Customer, values["customer_id"])["name"]
    employer, customer_id = (values["new_employer"], None) if values["has_left"] else (firm, values["customer_id"])
    since = values["in_post_since"]
    return (Post(employer, customer_id, values["title"] or "", values["department"] or "", since, None, True),)
