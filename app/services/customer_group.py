"""Which firms belong together: parent companies and what they own (F-02 直属关系, 集团层级), and figures of the whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.complaint_states import OPEN
from app.errors import ValidationError
from app.i18n import N_
from app.models import Complaint, Customer
from app.models.base import in_view, table_of

MOST = 500
"""More members than this are not read: nobody could look at them."""
_HIGHEST = 50


@dataclass(frozen=True, slots=True)
class Member:
    """A firm of the group; ``level`` 0 is the head, its subsidiaries are 1. ``complaints`` are those in work."""

    id: UUID
    name: str
    code: str
    level: int
    complaints: int
    last_contact_at: datetime | None


@dataclass(frozen=True, slots=True)
class Group:
    """All firms under one head, each followed by what it owns; ``more`` says that there are still others."""

    members: tuple[Member, ...]
    more: bool = False

    @property
    def complaints(self) -> int:
        """Complaints in work at all members."""
        return sum(member.complaints for member in self.members)

    @property
    def last_contact_at(self) -> datetime | None:
        """When anybody was last in touch with any member."""
        return max((member.last_contact_at for member in self.members if member.last_contact_at), default=None)


def group(session: Session, customer_id: UUID) -> Group | None:
    """The group a customer belongs to; None for one on its own. Circles that came in by a merge are cut, not followed."""
    if not session.execute(_related(), {"here": customer_id}).scalar():
        return None
    head = above(session, customer_id)[-1]
    rows = _under(session, head)
    if len(rows) < 2:
        return None
    open_ones = _complaints(session, [row.id for row, _level in rows[:MOST]])
    members = tuple(
        Member(row.id, row.name, row.code, level, open_ones.get(row.id, 0), row.last_contact_at) for row, level in rows[:MOST]
    )
    return Group(members, len(rows) > MOST)


@cache
def _related() -> sa.Select[Any]:
    """Whether a customer has a parent or is one: what most are asked, and alone they are."""
    table = table_of(Customer)
    child = table.alias("child")
    owns = sa.exists().where(child.c.parent_id == table.c.id, child.c.deleted_at.is_(None))
    return sa.select(table.c.parent_id.is_not(None) | owns).where(table.c.id == sa.bindparam("here"))


def above(session: Session, customer_id: UUID) -> list[UUID]:
    """The customer, its parent, and so on up to the head."""
    chain = [customer_id]
    while len(chain) < _HIGHEST:
        parent = _parent(session, chain[-1])
        if parent is None or parent in chain:
            break
        chain.append(parent)
    return chain


def _parent(session: Session, customer_id: UUID) -> UUID | None:
    found: UUID | None = session.execute(_parents(), {"here": customer_id}).scalar()
    return found


@cache
def _parents() -> sa.Select[Any]:
    table = table_of(Customer)
    parent = table.alias("parent")
    living = sa.select(table.c.parent_id).join(parent, parent.c.id == table.c.parent_id)
    return living.where(table.c.id == sa.bindparam("here"), parent.c.deleted_at.is_(None))


def _under(session: Session, head: UUID) -> list[tuple[Any, int]]:
    """The head and everything below it, each firm before what it owns, by name."""
    rows, level, seen = {None: _rows(session, Customer.id == head)}, [head], {head}
    while level and len(seen) <= MOST:
        found = [row for row in _rows(session, Customer.parent_id.in_(level)) if row.id not in seen]
        for row in found:
            rows.setdefault(row.parent_id, []).append(row)
        level = [row.id for row in found]
        seen.update(level)
    return list(_in_order(rows, rows[None], 0))


def _rows(session: Session, condition: sa.ColumnElement[bool]) -> list[Any]:
    columns = (Customer.id, Customer.name, Customer.code, Customer.parent_id, Customer.last_contact_at)
    living = sa.select(*columns).where(condition, Customer.deleted_at.is_(None))
    return list(session.execute(living.order_by(Customer.name_key, Customer.id).limit(MOST + 1)))


def _in_order(rows: dict[Any, list[Any]], those: list[Any], level: int) -> Iterable[tuple[Any, int]]:
    for row in those:
        yield row, level
        yield from _in_order(rows, rows.get(row.id, []), level + 1)


def _complaints(session: Session, ids: list[UUID]) -> dict[UUID, int]:
    running = (Complaint.customer_id.in_(ids), Complaint.state.in_(sorted(OPEN)), *in_view(Complaint))
    counted = sa.select(Complaint.customer_id, sa.func.count()).where(*running).group_by(Complaint.customer_id)
    return {key: int(count) for key, count in session.execute(counted) if key is not None}


def check_parent(session: Session, customer_id: UUID | None, parent_id: UUID | None) -> None:
    """ValidationError where a firm would become its own parent, at whatever distance."""
    if customer_id is None or parent_id is None:
        return
    if parent_id == customer_id:
        raise ValidationError(N_("A firm cannot be its own parent company."), field="parent_id")
    if customer_id in above(session, parent_id):
        name = session.scalar(sa.select(Customer.name).where(Customer.id == parent_id))
        raise ValidationError(
            N_("“{name}” belongs to this customer already, so it cannot be its parent company."), field="parent_id", name=name
        )
