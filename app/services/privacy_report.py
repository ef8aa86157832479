"""What was on this computer, should it be lost: how many people, which kinds of data (PIPL 57, GDPR 33)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.i18n import N_
from app.models import Contact, Customer, Entity, Field, fields_of
from app.models.attachment import Attachment
from app.models.base import table_of
from app.models.privacy import Disclosure

_NOT_OF_PEOPLE = frozenset({"link", "flag", "opaque", "image"})
FIRM = N_("Decision-makers at firms")
PRIVATE = N_("Private customers")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of data: how many people have it, and whether it is sensitive."""

    label: str
    count: int
    sensitive: bool


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of people: how many, in the recycle bin or out of it, and what is kept of them."""

    label: str
    count: int
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class OnBoard:
    """All that was in the file. ``signed_in_at`` is the last sign-in that was noted."""

    groups: tuple[Group, ...]
    attachments: int
    size: int
    signed_in_at: datetime | None


def on_board(session: Session) -> OnBoard:
    """Count everything; some tenths of a second for a hundred thousand."""
    attachments = table_of(Attachment)
    count, size = session.execute(sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(attachments.c.size), 0))).one()
    table = table_of(Disclosure)
    last = session.execute(sa.select(table.c.at).where(table.c.kind == "signed_in").order_by(table.c.at.desc()).limit(1)).scalar()
    groups = (_group(session, Contact, FIRM), _group(session, Customer, PRIVATE))
    return OnBoard(groups, int(count), int(size), last)


def _group(session: Session, entity: type[Entity], label: str) -> Group:
    table = table_of(entity)
    people = table.c.kind == "person" if "kind" in table.c else sa.true()
    fields = [field for field in fields_of(entity).values() if field.kind not in _NOT_OF_PEOPLE]
    counts = [sa.func.count(table.c[field.key]).label(field.key) for field in fields]
    row = session.execute(sa.select(sa.func.count().label("all_of_them"), *counts).where(people)).mappings().one()
    return Group(label, int(row["all_of_them"]), tuple(_kinds(fields, row)))


def _kinds(fields: list[Field], row: sa.RowMapping) -> Iterator[Kind]:
    found = [Kind(field.label, int(row[field.key]), bool(field.sensitive)) for field in fields if row[field.key]]
    yield from sorted(found, key=lambda one: (not one.sensitive, -one.count, one.label))
