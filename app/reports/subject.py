"""Whom and which day a report is about: a customer by its number or its id, a person or a colleague by name or id."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ValidationError
from app.i18n import N_
from app.models import Contact, Customer, Employee
from app.services import records
from app.services.sensitive import veiled

_FIRST, _LAST = date(1950, 1, 1), date(2150, 12, 31)
"""Further off, years back or ahead would leave the calendar."""


def as_day(day: str | date) -> date:
    """A day as asked for; ValidationError where it is none, or so far off that nothing can be reckoned there."""
    try:
        found = day if isinstance(day, date) else date.fromisoformat(day)
    except ValueError as error:
        raise ValidationError(N_("“{day}” is no day such as 2026-07-01."), field="day", day=day) from error
    if not _FIRST <= found <= _LAST:
        raise ValidationError(N_("{day} is too far off. Choose a day between {first} and {last}."), field="day",
                              day=found.isoformat(), first=_FIRST.isoformat(), last=_LAST.isoformat())  # fmt: skip
    return found


def find_customer(session: Session, customer: str | UUID) -> dict[str, Any]:
    """The customer's columns. ValidationError where there is none with this number or id, or it is in the recycle bin."""
    wanted = Customer.id == customer if isinstance(customer, UUID) else _named(customer.strip())
    found = session.scalars(sa.select(Customer.id).where(wanted, Customer.deleted_at.is_(None)).order_by(Customer.id)).first()
    if found is None:
        raise ValidationError(N_("There is no customer “{customer}”."), field="customer", customer=customer)
    return veiled(Customer, records.get(session, Customer, found))


def _named(text: str) -> sa.ColumnElement[bool]:
    by_number = sa.func.upper(Customer.code) == text.upper()
    try:
        return by_number | (Customer.id == UUID(text))
    except ValueError:
        return by_number


def find_person(session: Session, person: str | UUID) -> dict[str, Any]:
    """A person's columns, by id, whole name, or whole name and customer number ("王芳 KH000014"). ValidationError where
    there is nobody like that, or several."""
    text = str(person).strip()
    wanted = Contact.id == person if isinstance(person, UUID) else _called(text)
    found = session.scalars(sa.select(Contact.id).where(wanted, Contact.deleted_at.is_(None)).limit(2)).all()
    if not found:
        raise ValidationError(N_("There is nobody named “{name}”."), field="person", name=text)
    if len(found) > 1:
        raise ValidationError(N_("Several people are named “{name}”. Put the customer's number behind the name."),
                              field="person", name=text)  # fmt: skip
    return veiled(Contact, records.get(session, Contact, found[0]))


def _called(text: str) -> sa.ColumnElement[bool]:
    name, _space, code = text.rpartition(" ")
    firm = sa.select(Customer.id).where(sa.func.upper(Customer.code) == code.upper())
    wanted = (Contact.name == text) | ((Contact.name == name.strip()) & Contact.customer_id.in_(firm))
    with suppress(ValueError):
        wanted = wanted | (Contact.id == UUID(text))
    return wanted


@dataclass(frozen=True, slots=True)
class Colleague:
    """Whose visits a paper is about."""

    id: UUID
    name: str


def find_colleague(session: Session, colleague: str | UUID | None) -> Colleague | None:
    """A colleague by id or whole name, also one who has left; None where nobody is asked for. ValidationError where there is
    nobody like that, or several."""
    text = str(colleague or "").strip()
    if not text:
        return None
    wanted = Employee.name == text
    with suppress(ValueError):
        wanted = wanted | (Employee.id == UUID(text))
    found = session.execute(sa.select(Employee.id, Employee.name).where(wanted, Employee.deleted_at.is_(None)).limit(2)).all()
    if len(found) == 1:
        return Colleague(*found[0])
    sentence = N_("Several colleagues are named “{name}”.") if found else N_("There is no colleague named “{name}”.")
    raise ValidationError(sentence, field="colleague", name=text)
