"""Customers: taking one in, changing, starring, tagging, assigning, and what is doubtful about what was typed.

Doubts never stand in the way (domain/20 "Duplicate rule", domain/60 §6.1).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import credit_code
from app.analysis.identity import PHONE_TAIL, phone_keys, same_line
from app.analysis.names import same_company_key
from app.errors import ValidationError
from app.formats import local
from app.i18n import N_
from app.models import Customer
from app.models.base import table_of
from app.models.checks import tidy_credit_code
from app.models.session import finder, now
from app.services import bulk, records
from app.services.complaint_people import me
from app.services.customer_group import check_parent
from app.services.likeness import CUSTOMER_FIELDS, Keys, keys_of, likeness
from app.services.removal import check_customers

Values = Mapping[str, Any]
Why = Literal["code", "name", "phone", "close"]
_RANK: dict[str, int] = {"code": 0, "name": 1, "phone": 2, "close": 3}


@dataclass(frozen=True, slots=True)
class Similar:
    """A customer that may be the same; ``why`` code, name, phone or close (begins alike)."""

    id: UUID
    code: str
    name: str
    why: Why


def add(session: Session, values: Values) -> UUID:
    """Take in a customer: the name is enough. Salesperson and filler-in are the person at the keyboard unless given."""
    mine = me(session)
    usual = {"owner_id": mine, "filled_by_id": mine, "filled_on": local(now(session)).date()}
    given = prepared(values)
    return records.create(session, Customer, {**usual, **{key: value for key, value in given.items() if value is not None}})


def save(session: Session, customer_id: UUID, values: Values, version: int | None = None) -> bool:
    """Change the given fields; True when something differed. ConflictError when somebody else was faster, ValidationError
    where a firm would become its own parent."""
    check_parent(session, customer_id, values.get("parent_id"))
    _require_own_application(records.get(session, Customer, customer_id), values)
    return records.update(session, Customer, customer_id, prepared(values), version)


def _require_own_application(before: Values, values: Values) -> None:
    """绝对不服务 is given and taken by its application alone (F-12)."""
    for key in ("grade", "status"):
        if key in values and values[key] != before[key] and "never" in (values[key], before[key]):
            raise ValidationError(N_("Never serve is decided by its own application."), field=key)


def prepared(values: Values) -> dict[str, Any]:
    """The values as they are stored: a credit code without blanks, in capitals and half width."""
    given = dict(values)
    if given.get("credit_code"):
        given["credit_code"] = tidy_credit_code(given["credit_code"])
    return given


def remove(session: Session, ids: Iterable[UUID]) -> int:
    """Move customers with their people and visits to the recycle bin; their complaints stay. ValidationError for the customer
    of a colleague, see ``removal``."""
    gone = list(ids)
    check_customers(session, gone)
    return records.delete(session, Customer, gone)


def star(session: Session, customer_id: UUID, on: bool) -> None:
    """Star a customer, or take the star away."""
    records.update(session, Customer, customer_id, {"starred": on})


def assign(session: Session, ids: Iterable[UUID], owner_id: UUID) -> int:
    """Give customers to a salesperson; how many changed hands."""
    return bulk.assign(session, "customers", list(ids), owner_id)


def tag(session: Session, ids: Iterable[UUID], word: str) -> int:
    """Put a tag on customers that lack it; how many got it."""
    return bulk.add_tags(session, "customers", list(ids), [word])


def similar(
    session: Session, name: str, phone: str = "", code: str = "", excluding: UUID | None = None, limit: int = 5
) -> tuple[Similar, ...]:
    """Customers that may be the same as what is typed, the strongest reason first; last those found by the words alone."""
    typed = keys_of("customers", {"name": name, "phone": phone, "credit_code": code})
    rows = {row["id"]: row for row in (*_by_code(session, code), *_by_phone(session, phone), *_by_name(session, name))}
    rows.pop(excluding, None)
    found = [Similar(key, row["code"], row["name"], _why(typed, row)) for key, row in rows.items()]
    return tuple(sorted(found, key=lambda each: (_RANK[each.why], each.name, each.code)))[:limit]


def _why(typed: Keys, row: Values) -> Why:
    """The strongest reason; a private customer of the same name or number counts too, whatever kind is being typed."""
    alike = likeness(typed, keys_of("customers", {**row, "kind": "company"}))
    said: dict[str, Why] = {"code": "code", "near_code": "name", "name": "name", "phone": "phone"}
    return min(
        (said[reason] for reason in (alike.reasons if alike else ()) if reason in said), key=_RANK.__getitem__, default="close"
    )


def _listed(session: Session, *conditions: sa.ColumnElement[bool], limit: int = 40) -> Sequence[Mapping[str, Any]]:
    table = table_of(Customer)
    columns = sa.select(table.c.id, table.c.code, *(table.c[key] for key in CUSTOMER_FIELDS))
    return [
        dict(row) for row in session.execute(columns.where(table.c.deleted_at.is_(None), *conditions).limit(limit)).mappings()
    ]


def _by_code(session: Session, code: str) -> Sequence[Values]:
    tidy = tidy_credit_code(code) if code else ""
    return _listed(session, Customer.credit_code == tidy) if len(tidy) == credit_code.LENGTH else ()


def _by_phone(session: Session, phone: str) -> Sequence[Values]:
    """Those with the typed number; the index finds more, by any part of a number."""
    typed = phone_keys(phone)
    tails = {digits[-PHONE_TAIL:] for digits in typed}
    rows = [row for tail in tails for row in _listed(session, finder(session).matches(Customer, tail))]
    return [row for row in rows if same_line(typed, phone_keys(row["phone"], row["mobile"]))]


def _by_name(session: Session, name: str) -> Sequence[Values]:
    key = same_company_key(name) if name.strip() else ""
    return _listed(session, finder(session).matches(Customer, key)) if len(key) > 1 else ()
