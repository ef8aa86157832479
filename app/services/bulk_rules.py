"""What can be done to many records at once, kind of record by kind of record. Numbers, names and states never change so."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.complaint_states import READ_ONLY
from app.i18n import gettext_text as _
from app.models import BY_KEY, Complaint, Field
from app.models.base import table_of
from app.models.own import PREFIX, typed_fields
from app.services import complaints, contacts
from app.services.removal import check_customers

_KINDS = frozenset({
    "line", "text", "url", "tags", "integer", "money", "percent", "decimal", "date", "flag", "choice", "choices",
    "link", "listed",
})  # fmt: skip
_NEVER = {
    "customers": frozenset({"merged_into_id", "parent_id", "kind"}),
    "contacts": frozenset({"merged_into_id", "reports_to_id", "chain_order", "has_left", "new_employer"}),
}
_ONLY = {
    # a visit's days and state follow its own rules (moved, done, promise kept); a complaint's state is never set
    "visits": frozenset({"owner_id", "kind", "direction", "phase", "level", "place", "with_us", "project_no", "notes"}),
    "complaints": frozenset({"handler_id", "salesperson_id", "department", "region", "product", "channel", "category", "notes"}),
    "requests": frozenset({"handler_id", "product", "channel", "notes"}),  # its state follows its moves
    "phone_memos": frozenset({"urgency", "notes"}),  # its state and whose it is follow its moves
    "credit_files": frozenset({"notes"}),  # marks are one customer's, what was decided follows its moves
    # amounts, days and states of business follow their own rules; what is decided about a customer is decided one by one
    "orders": frozenset({"owner_id", "channel", "terms_days", "promised_on"}),
    "invoices": frozenset({"disputed", "dispute_reason", "notes"}),
    "receipts": frozenset({"method", "payer", "notes"}),
    "costs": frozenset({"kind", "name", "owner_id"}),
    "dunnings": frozenset({"done_by_id", "method"}),
    "customer_policies": frozenset(),
    "grade_overrides": frozenset(),
    "never_serves": frozenset(),
    "portfolio_decisions": frozenset({"review_on", "decided_by_id"}),
    "development_plans": frozenset({"owner_id"}),
    "improvements": frozenset({"owner_id", "category", "source", "notes"}),  # its figures and its state follow its moves
}
ASSIGNED = {"customers": "owner_id", "contacts": "our_contact_id", "visits": "owner_id", "complaints": "handler_id",
            "improvements": "owner_id", "requests": "handler_id"}  # fmt: skip
"""The field that says whose a record is."""


def changeable(entity: str) -> dict[str, Field]:
    """The fields that many records can be given at once, the firm's own included, in their order."""
    only, never = _ONLY.get(entity), _NEVER.get(entity, frozenset())
    found = {}
    for key, field in typed_fields(BY_KEY[entity]).items():
        allowed = key.startswith(PREFIX) or (key not in never if only is None else key in only)
        if allowed and field.kind in _KINDS and not field.owned:
            found[key] = field
    return found


def _amend(session: Session, ids: Sequence[UUID], values: Mapping[str, Any]) -> int:
    """Complaints by their own rules, logged where those ask for it; archived ones are only read and stay as they are."""
    living = sa.select(Complaint.id).where(Complaint.id.in_(ids), Complaint.state.not_in(READ_ONLY))
    why = _("Changed together with others")
    return sum(_change(session, each, dict(values), why) for each in session.scalars(living).all())


def _change(session: Session, complaint_id: UUID, values: dict[str, Any], why: str) -> bool:
    """In work, a case is given to another colleague by its own step."""
    taker = values.pop("handler_id", None)
    handed = taker is not None and complaints.reassign(session, complaint_id, taker, why)
    return complaints.amend(session, complaint_id, values) or handed


SAVERS: Mapping[str, Callable[[Session, Sequence[UUID], Mapping[str, Any]], int]] = {"complaints": _amend}
"""Kinds of records whose changes follow rules of their own; the others' values are just set."""

BEFORE_REMOVAL: Mapping[str, Callable[[Session, Sequence[UUID]], None]] = {
    "contacts": contacts.let_go, "customers": check_customers,
}  # fmt: skip
"""What happens before records go to the recycle bin; it may refuse."""


def _pay_anew(entity: str) -> Callable[[Session, Sequence[UUID]], None]:
    def of_customers(session: Session, ids: Sequence[UUID]) -> None:
        """What the invoices or payments that went had paid is paid by others, or open again."""
        from app.services import receipts  # few removals need it

        for customer in _customers_of(session, entity, ids):
            receipts.spread(session, customer)

    return of_customers


def _customers_of(session: Session, entity: str, ids: Sequence[UUID]) -> list[UUID]:
    table, found = table_of(BY_KEY[entity]), set[UUID]()
    for start in range(0, len(ids), 500):
        found |= set(session.scalars(sa.select(table.c.customer_id).where(table.c.id.in_(ids[start : start + 500]))))
    return sorted(found)


def _grade_anew(session: Session, ids: Sequence[UUID]) -> None:
    """What was set by hand and went leaves the grade that was computed."""
    from app.services import grade_overrides, records

    for key in ids:
        grade_overrides.give_way(session, records.get(session, BY_KEY["grade_overrides"], key))


AFTERWARDS: Mapping[str, Callable[[Session, Sequence[UUID]], None]] = {
    "grade_overrides": _grade_anew, **{entity: _pay_anew(entity) for entity in ("invoices", "receipts")},
}  # fmt: skip
"""What follows once records are in the recycle bin, or back from it."""
