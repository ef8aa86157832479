"""A customer's decision chain (F-04): who decides there now, who did before, and changing the lines between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.decision_chain import DECIDER, ChainView, chain_view, to_hundred
from app.analysis.org_lines import Forest, branch, forest, makes_circle
from app.errors import ValidationError
from app.formats import local
from app.i18n import N_
from app.models import Contact, Customer
from app.models.employment import Employment
from app.services import contacts, records

Values = Mapping[str, Any]
MOST = 1000


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in the chain, ``depth`` levels below the top of their line."""

    id: UUID
    depth: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Former:
    """Somebody who worked there: until when, as what, and where they are now (``now_id`` is a customer of ours)."""

    id: UUID
    name: str
    title: str
    until: date | None
    now: str
    now_id: UUID | None


@dataclass(frozen=True, slots=True)
class Chain:
    """Members from the top, each above their people; ``forest`` has their ids as hex; ``today`` is the day of the figures."""

    members: tuple[Member, ...]
    figures: ChainView
    forest: Forest
    former: tuple[Former, ...]
    today: date

    def lines(self) -> list[tuple[str, str | None]]:
        """(person, whom they report to) in their order, as the chart wants them."""
        return [(member.id.hex, self.forest.above[member.id.hex]) for member in self.members]

    def weights(self) -> int:
        """What the weights add up to."""
        return sum(member.values["weight"] or 0 for member in self.members)

    def member(self, person: UUID | str | None) -> Member | None:
        """Somebody by id or its hex."""
        wanted = person.hex if isinstance(person, UUID) else person
        return next((member for member in self.members if member.id.hex == wanted), None)


def load(session: Session, customer_id: UUID, moment: datetime) -> Chain:
    """A customer's chain at a moment: those who are there now, and those who left."""
    table = sa.select(Contact.__table__).where(Contact.customer_id == customer_id, Contact.deleted_at.is_(None))
    order = (Contact.chain_order.is_(None), Contact.chain_order, Contact.name_key, Contact.id)
    rows = [dict(row) for row in session.execute(table.order_by(*order).limit(MOST)).mappings()]
    staying = {row["id"].hex: row for row in rows if not row["has_left"]}
    found = forest([(key, row["reports_to_id"].hex if row["reports_to_id"] else None) for key, row in staying.items()])
    today = local(moment).date()
    figures = chain_view([contacts.node(row) for row in staying.values()], today)
    return Chain(_members(found, staying), figures, found, _former(session, customer_id), today)


def _members(found: Forest, rows: Mapping[str, dict[str, Any]]) -> tuple[Member, ...]:
    depths: dict[str, int] = {}
    for root in found.roots:
        for person in branch(found, root):
            boss = found.above[person]
            depths[person] = depths[boss] + 1 if boss is not None else 0
    return tuple(Member(rows[person]["id"], depth, rows[person]) for person, depth in depths.items())


def _former(session: Session, customer_id: UUID) -> tuple[Former, ...]:
    """Who is marked as having left, and who has a former post here; the latest first."""
    own = sa.select(Employment).where(Employment.customer_id == customer_id, Employment.deleted_at.is_(None))
    posts = {post.contact_id: post for post in session.scalars(own.order_by(Employment.until, Employment.id).limit(MOST))}
    elsewhere = sa.or_(Contact.customer_id != customer_id, Contact.has_left)
    people = sa.select(Contact, Customer.name).join(Customer, Customer.id == Contact.customer_id).where(
        Contact.deleted_at.is_(None), elsewhere, sa.or_(Contact.customer_id == customer_id, Contact.id.in_(list(posts)))
    )  # fmt: skip
    found = [_one_former(person, firm, posts.get(person.id), customer_id) for person, firm in session.execute(people)]
    return tuple(sorted(found, key=lambda each: (each.until or date.min, each.name), reverse=True))


def _one_former(person: Contact, firm: str, post: Employment | None, customer_id: UUID) -> Former:
    moved = person.customer_id != customer_id
    named = person.new_employer or ""
    title = post.title if post is not None else person.title
    now, now_id = (named, None) if person.has_left else (firm, person.customer_id)
    return Former(person.id, person.name, title or "", post.until if post else None, now, now_id if moved else None)


# changing -------------------------------------------------------------------------------------------------------------


def reline(session: Session, contact_id: UUID, boss_id: UUID | None) -> bool:
    """Let somebody report to somebody else of the same customer, or to nobody. ValidationError where the line would come
    back to where it began, or the other one works elsewhere or has left."""
    person = records.get(session, Contact, contact_id)
    if boss_id is not None:
        boss = records.get(session, Contact, boss_id)
        if boss["customer_id"] != person["customer_id"] or boss["has_left"] or boss["deleted_at"] is not None:
            raise ValidationError(N_("{name} does not work there."), field="reports_to_id", name=boss["name"])
        _check_circle(session, person, boss)
    return records.update(session, Contact, contact_id, {"reports_to_id": boss_id})


def _check_circle(session: Session, person: Values, boss: Values) -> None:
    if person["id"] == boss["id"]:
        raise ValidationError(N_("Nobody can report to themself, not even by way of others."), field="reports_to_id")
    rows = session.execute(
        sa.select(Contact.id, Contact.reports_to_id).where(
            Contact.customer_id == person["customer_id"], Contact.deleted_at.is_(None)
        )
    )
    found = forest([(key.hex, above.hex if above else None) for key, above in rows])
    if makes_circle(found, person["id"].hex, boss["id"].hex):
        raise ValidationError(
            N_("{boss} stands below {name}. Change that line first."), field="reports_to_id", boss=boss["name"],
            name=person["name"],
        )  # fmt: skip


def make_decider(session: Session, contact_id: UUID) -> bool:
    """Mark somebody as the one who decides; the role they had is kept among the further ones."""
    values = records.get(session, Contact, contact_id)
    others = [role for role in contacts.roles_of(values) if role != DECIDER]
    return records.update(session, Contact, contact_id, {"role": DECIDER, "other_roles": ",".join(others) or None})


def even_weights(session: Session, customer_id: UUID) -> int:
    """Bring the weights of a customer's people to 100, their shares as they are; returns how many changed."""
    here = sa.select(Contact.id, Contact.weight).where(
        Contact.customer_id == customer_id, Contact.deleted_at.is_(None), sa.not_(Contact.has_left), Contact.weight.is_not(None)
    )
    rows = session.execute(here.order_by(Contact.chain_order.is_(None), Contact.chain_order, Contact.name_key)).all()
    shares = to_hundred([weight or 0 for _key, weight in rows])
    return sum(records.update(session, Contact, key, {"weight": share}) for (key, _old), share in zip(rows, shares, strict=True))
