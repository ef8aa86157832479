"""The customers of an analysis: their names beside its rows, in the order of their numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import Customer
from app.models.base import in_view, table_of
from app.services.business.kept import kept

R = TypeVar("R")
C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Client:
    """A customer as analyses name it; ``key`` is what the pure functions know it by: its number, then its id, so that two of
    one number (two laptops) stay two and ties go by number (domain/00 G8)."""

    id: UUID
    code: str
    name: str
    owner_id: UUID | None
    grade: str | None
    status: str | None
    key: str


@dataclass(frozen=True, slots=True)
class Line(Generic[R]):
    """One customer with what an analysis says of it."""

    client: Client
    row: R


@dataclass(frozen=True, slots=True)
class Analysed(Generic[R, C]):
    """An analysis: its customers, the figures of the firm, and the parameters it was made with (plain values, domain/00 G6).
    ``left_out``: amounts of other currencies in fen, by currency; they are in no sum (domain/00 G2)."""

    lines: tuple[Line[R], ...]
    company: C
    parameters: Mapping[str, Any]
    left_out: Mapping[str, int]


def clients(session: Session) -> Mapping[UUID, Client]:
    """Every customer outside the recycle bin, by id."""
    return kept(session, "clients", lambda: _clients(session))


def _clients(session: Session) -> dict[UUID, Client]:
    table = table_of(Customer)
    columns = ("id", "code", "short_name", "name", "owner_id", "grade", "status")
    rows = session.execute(sa.select(*(table.c[key] for key in columns)).where(*in_view(Customer))).all()
    return {
        key: Client(key, code, short or name, owner, grade, status, f"{code}\t{key.hex}")
        for key, code, short, name, owner, grade, status in rows
    }


def by_key(found: Iterable[Client]) -> dict[str, Client]:
    """Customers by the key that pure functions know them by."""
    return {client.key: client for client in found}
