"""Whom a report is about: a customer by its number or its id."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ValidationError
from app.i18n import N_
from app.models import Customer
from app.services import records


def find_customer(session: Session, customer: str | UUID) -> dict[str, Any]:
    """The customer's columns. ValidationError where there is none with this number or id, or it is in the recycle bin."""
    wanted = Customer.id == customer if isinstance(customer, UUID) else _named(customer.strip())
    found = session.scalars(sa.select(Customer.id).where(wanted, Customer.deleted_at.is_(None)).order_by(Customer.id)).first()
    if found is None:
        raise ValidationError(N_("There is no customer “{customer}”."), field="customer", customer=customer)
    return records.get(session, Customer, found)


def _named(text: str) -> sa.ColumnElement[bool]:
    by_number = sa.func.upper(Customer.code) == text.upper()
    try:
        return by_number | (Customer.id == UUID(text))
    except ValueError:
        return by_number
