"""The register of promises made at visits, by us and by the customer: what, who, by when, kept or broken (F-06).

A visit's own quick promise (``Visit.promise``) stands in the register beside the lines of VisitPromise.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ConflictError, ValidationError
from app.formats import local, today
from app.i18n import N_
from app.models import Contact, Customer, Employee, Visit
from app.models.session import now
from app.models.visit_parts import VisitPromise
from app.services import records, visits
from app.services.complaint_people import me

Values = Mapping[str, Any]
State = Literal["open", "late", "kept", "broken"]
MOST = 500


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One promise. ``entity`` says which record ``id`` is: "visit_promises", or "visits" for a visit's quick one. ``amount`` in
    fen."""

    entity: str
    id: UUID
    visit_id: UUID
    customer_id: UUID
    customer: str
    side: str
    kind: str
    text: str
    responsible_id: UUID | None
    responsible: str
    contact: str
    amount: int | None
    due: date | None
    kept_on: date | None
    broken: str

    @property
    def state(self) -> State:
        """What became of it, as of today."""
        if self.kept_on is not None:
            return "kept"
        if self.broken:
            return "broken"
        return "late" if self.due is not None and self.due < today() else "open"


def add(session: Session, visit_id: UUID, values: Values) -> UUID:
    """Note a promise made at a visit: what (``name``) is needed; ours falls to whoever is at the keyboard unless said."""
    visit = records.get(session, Visit, visit_id)
    given = {"side": "us", "kind": "action", **values, "visit_id": visit_id}
    if given["side"] == "us":
        given["responsible_id"] = given.get("responsible_id") or visit["owner_id"] or me(session)
    _in_order(session, given)
    return records.create(session, VisitPromise, given)


def _in_order(session: Session, promise: Values) -> None:
    happened = records.get(session, Visit, promise["visit_id"])["happened_at"]
    if promise.get("due_on") and happened is not None and promise["due_on"] < local(happened).date():
        raise ValidationError(N_("The promise would be due before it was made."), field="due_on")


def change(session: Session, promise_id: UUID, values: Values) -> bool:
    """Change a promise's words, day, amount, who is responsible or what became of it; True when something differed."""
    if values.get("kept_on") and values["kept_on"] > local(now(session)).date():
        raise ValidationError(N_("This lies in the future."), field="kept_on")
    whole = {**records.get(session, VisitPromise, promise_id), **values}
    if whole["kept_on"] is not None and whole["broken"]:
        raise ValidationError(N_("A promise is either kept or broken."), field="broken" if values.get("broken") else "kept_on")
    _in_order(session, whole)
    return records.update(session, VisitPromise, promise_id, values)


def of_visit(session: Session, visit_id: UUID) -> tuple[PromiseLine, ...]:
    """Every promise of a visit, the quick one first."""
    return (*_quick(session, Visit.id == visit_id), *_lines(session, VisitPromise.visit_id == visit_id))


def of_customer(session: Session, customer_id: UUID) -> tuple[PromiseLine, ...]:
    """Every promise ever made with a customer, open ones first, then by day."""
    found = [*_quick(session, Visit.customer_id == customer_id), *_lines(session, Visit.customer_id == customer_id)]
    return tuple(sorted(found, key=lambda one: (one.kept_on is not None or bool(one.broken), one.due or date.max, one.id)))


def open_ones(session: Session, until: date | None = None, side: str | None = None) -> tuple[PromiseLine, ...]:
    """Promises neither kept nor broken that are due up to a day (all without one), the earliest first."""
    quick: list[sa.ColumnElement[bool]] = [Visit.promise_kept_on.is_(None)]
    lines: list[sa.ColumnElement[bool]] = [VisitPromise.kept_on.is_(None), VisitPromise.broken.is_(None)]
    if until is not None:
        quick.append(Visit.promise_due <= until)
        lines.append(VisitPromise.due_on <= until)
    if side is not None:
        lines.append(VisitPromise.side == side)
    found = [*(_quick(session, *quick) if side in (None, "us") else ()), *_lines(session, *lines)]
    return tuple(sorted(found, key=lambda one: (one.due or date.max, one.id)))


def line_of(session: Session, promise_id: UUID) -> PromiseLine:
    """One line of the register; ConflictError where it is gone."""
    found = _lines(session, VisitPromise.id == promise_id)
    if not found:
        raise ConflictError(N_("This record no longer exists."))
    return found[0]


def keep(session: Session, promise: PromiseLine, day: date | None = None) -> None:
    """The promise was kept, today unless said otherwise. ConflictError where it was settled meanwhile."""
    if promise.entity == Visit.entity:
        visits.keep_promise(session, promise.id, day)
        return
    _unsettled(session, promise.id)
    kept, present = day or local(now(session)).date(), local(now(session)).date()
    if kept > present:
        raise ValidationError(N_("This lies in the future."), field="kept_on")
    records.update(session, VisitPromise, promise.id, {"kept_on": kept})


def break_off(session: Session, promise: PromiseLine, reason: str) -> None:
    """The promise was not kept and won't be; the reason is needed. A quick one becomes a line of the register for it."""
    if not reason.strip():
        raise ValidationError(N_("Say why the promise was not kept."), field="broken")
    key = promise.id
    if promise.entity == Visit.entity:
        key = _as_line(session, promise)
    _unsettled(session, key)
    records.update(session, VisitPromise, key, {"broken": reason})


def _as_line(session: Session, promise: PromiseLine) -> UUID:
    row = {"visit_id": promise.id, "side": "us", "kind": "action", "name": promise.text, "due_on": promise.due,
           "responsible_id": promise.responsible_id}  # fmt: skip
    records.update(session, Visit, promise.id, {"promise": None, "promise_due": None})
    return records.create(session, VisitPromise, row)


def _unsettled(session: Session, promise_id: UUID) -> None:
    row = records.get(session, VisitPromise, promise_id)
    if row["kept_on"] is not None or row["broken"]:
        raise ConflictError(N_("This promise was settled meanwhile. Look at it again."))


def _lines(session: Session, *conditions: Any) -> list[PromiseLine]:
    p = VisitPromise
    found = (
        sa.select(p, Visit.customer_id, Customer.name, Employee.name, Contact.name)
        .join(Visit, Visit.id == p.visit_id)
        .join(Customer, Customer.id == Visit.customer_id)
        .outerjoin(Employee, Employee.id == p.responsible_id)
        .outerjoin(Contact, Contact.id == p.contact_id)
        .where(p.deleted_at.is_(None), Visit.deleted_at.is_(None), *conditions)
        .order_by(p.due_on.is_(None), p.due_on, p.id)
        .limit(MOST)
    )
    return [
        PromiseLine(p.entity, row.id, row.visit_id, customer_id, customer, row.side, row.kind or "", row.name, row.responsible_id,
                    who or "", contact or "", row.amount, row.due_on, row.kept_on, row.broken or "")
        for row, customer_id, customer, who, contact in session.execute(found)
    ]  # fmt: skip


def _quick(session: Session, *conditions: Any) -> list[PromiseLine]:
    v = Visit
    shown = (v.id, v.customer_id, Customer.name, v.promise, v.owner_id, Employee.name, v.promise_due, v.promise_kept_on)
    found = (
        sa.select(*shown)
        .join(Customer, Customer.id == v.customer_id)
        .outerjoin(Employee, Employee.id == v.owner_id)
        .where(v.deleted_at.is_(None), v.promise.is_not(None), *conditions)
        .order_by(v.promise_due.is_(None), v.promise_due, v.id)
        .limit(MOST)
    )
    return [
        PromiseLine(v.entity, key, key, customer_id, customer, "us", "action", text or "", owner, who or "", "", None, due,
                    kept, "")
        for key, customer_id, customer, text, owner, who, due, kept in session.execute(found)
    ]  # fmt: skip
