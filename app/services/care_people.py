"""Whom care dates are about, read for many at once: names, grades, consents, owners, open complaints (F-28)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.care_days import PRESSING, Recipient
from app.analysis.complaint_states import OPEN
from app.formats import day_text
from app.i18n import LANGUAGES, N_, use_language
from app.i18n import gettext_text as _
from app.models import Complaint, Contact, Customer, Employee
from app.services import settings
from app.services.person_file import address

OFFICIALS = frozenset({"government", "institution"})
_CHUNK = 500
VARIABLES: Mapping[str, str] = {
    "address": N_("Form of address"), "name": N_("Full name"), "customer": N_("Customer"), "date": N_("Date"),
    "product": N_("Product"),
}  # fmt: skip
"""Variables of a template: ``{address}``, or the word for it in either language (``{称呼}``)."""


@dataclass(frozen=True, slots=True)
class Known:
    """The rows behind a list of care dates, by id."""

    customers: Mapping[UUID, Any]
    contacts: Mapping[UUID | None, Any]
    managers: Mapping[UUID, UUID | None]
    priorities: Mapping[UUID, frozenset[str]]
    vice: bool = field(default=False)

    def owner(self, customer_id: UUID, rule: str) -> UUID | None:
        """Who does it: the customer's owner, or whoever is above them."""
        owner: UUID | None = self.customers[customer_id].owner_id
        above = self.managers.get(owner) if owner is not None and rule == "manager" else None
        return above or owner

    def recipient(self, customer_id: UUID, contact_id: UUID | None) -> Recipient:
        """What a person's own file, or a private customer's, says about being written to."""
        customer, contact = self.customers[customer_id], self.contacts.get(contact_id)
        who = contact if contact is not None else customer if customer.kind == "person" else None
        return Recipient(
            customer.grade, customer.status, None if who is None else (who.consent_channels or "").split(","),
            bool(who.consent) if who is not None else True, bool(contact is not None and contact.has_left),
            self.priorities.get(customer_id, frozenset()), customer.company_type in OFFICIALS,
        )  # fmt: skip

    def variables(self, customer_id: UUID, contact_id: UUID | None, day: date | None, about: str = "") -> dict[str, str]:
        """What a template may name; the product is what runs out, or nothing."""
        customer, contact = self.customers[customer_id], self.contacts.get(contact_id)
        person = contact if contact is not None else customer if customer.kind == "person" else None
        said = address(_as_person(person), self.vice) if person is not None else customer.short_name or customer.name
        values = {"address": said, "name": person.name if person is not None else customer.name,
                  "customer": customer.short_name or customer.name, "date": day_text(day), "product": about}  # fmt: skip
        return {name: value for key, value in values.items() for name in _names(key)}


@cache
def _names(key: str) -> tuple[str, ...]:
    """What a variable is called: by its key, and by its word in every language, so that a text is filled whatever the window
    speaks."""
    found = [key]
    for each in LANGUAGES:
        with use_language(each):
            found.append(_(VARIABLES[key]))
    return tuple(found)


def _as_person(row: Any) -> dict[str, Any]:
    keys = ("name", "surname", "form_of_address", "title")
    return {key: getattr(row, key, None) for key in keys}


def gather(session: Session, customers: Collection[UUID], contacts: Collection[UUID | None]) -> Known:
    """Everything needed for these customers and people."""
    c, p = Customer, Contact
    shown = (c.id, c.name, c.short_name, c.kind, c.owner_id, c.grade, c.status, c.company_type, c.consent, c.consent_channels,
             c.form_of_address)  # fmt: skip
    theirs = (p.id, p.name, p.surname, p.form_of_address, p.title, p.has_left, p.consent, p.consent_channels)
    found = {row.id: row for row in _rows(session, shown, c.id, customers, c.deleted_at.is_(None))}
    people: dict[UUID | None, Any] = {row.id: row for row in _rows(session, theirs, p.id, [one for one in contacts if one])}
    above = {row.id: row.manager_id for row in session.execute(sa.select(Employee.id, Employee.manager_id))}
    pressing = defaultdict[UUID, set[str]](set)
    urgent = (Complaint.deleted_at.is_(None), Complaint.state.in_(sorted(OPEN)), Complaint.priority.in_(sorted(PRESSING)))
    for customer, priority in session.execute(sa.select(Complaint.customer_id, Complaint.priority).where(*urgent)):
        pressing[customer].add(priority or "")
    held = {customer: frozenset(codes) for customer, codes in pressing.items()}
    return Known(found, people, above, held, bool(settings.value(session, "address.vice")))


def _rows(session: Session, shown: tuple[Any, ...], key: Any, ids: Iterable[UUID], *conditions: Any) -> list[Any]:
    wanted, found = sorted(set(ids)), list[Any]()
    for start in range(0, len(wanted), _CHUNK):
        chunk = sa.select(*shown).where(key.in_(wanted[start : start + _CHUNK]), *conditions)
        found += session.execute(chunk).all()
    return found
