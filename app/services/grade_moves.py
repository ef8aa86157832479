"""Who moved between two gradings, from which grade to which (domain/00 G7)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.grade_moves import DOWN, GONE, NEW, UP, direction
from app.models.base import table_of
from app.models.grading import Grade
from app.services.business.clients import Analysed, Line, clients
from app.services.business.kept import kept
from app.services.grading import Past, gradings

_FIRST = (UP, DOWN, NEW, GONE)
"""Who moved comes before who did not."""


@dataclass(frozen=True, slots=True)
class Move:
    """A customer's two grades ("" for none), which way it went, and its scores where the scorecard gave one."""

    before: str
    after: str
    way: str
    score_before: Decimal | None
    score_after: Decimal | None


@dataclass(frozen=True, slots=True)
class Moves:
    """All of them together: the two gradings (None while there are no two), how many went which way."""

    first: Past | None
    second: Past | None
    field: str
    ways: Mapping[str, int]


def moves(
    session: Session, field: str = "main", first: UUID | None = None, second: UUID | None = None
) -> Analysed[Move, Moves]:
    """Every customer of either grading, those that moved up first; the newest grading against the one before it, unless said.

    ``field``: main, band, abc, tier, pareto or status. Without two gradings there are no lines."""
    return kept(session, ("moves", field, first, second), lambda: _moves(session, field, first, second))


def _moves(session: Session, field: str, first: UUID | None, second: UUID | None) -> Analysed[Move, Moves]:
    past = gradings(session)
    one, two = _chosen(past, first, 1), _chosen(past, second, 0)
    if one is None or two is None:
        return Analysed((), Moves(one, two, field, {}), {"field": field}, {})
    known = clients(session)
    lines = [
        Line(known[key], _move(field, before, after, *scores))
        for key, before, after, *scores in _grades(session, one.id, two.id, field) if key in known
    ]  # fmt: skip
    lines.sort(key=lambda line: (_rank(line.row.way), line.client.key))
    said: dict[str, date | str] = {"field": field, "from": one.as_of, "to": two.as_of}
    return Analysed(tuple(lines), Moves(one, two, field, Counter(line.row.way for line in lines)), said, {})


def _chosen(past: tuple[Past, ...], wanted: UUID | None, place: int) -> Past | None:
    found = next((one for one in past if one.id == wanted), None)
    return found if found is not None else past[place] if place < len(past) else None


def _grades(session: Session, first: UUID, second: UUID, field: str) -> Sequence[Any]:
    """(customer, grade before, grade after, score before, score after), brought together by SQL; None where there is none."""
    grade = table_of(Grade)
    sides = [
        sa.type_coerce(sa.func.max(sa.case((grade.c.grading_id == key, column))), column.type)
        for column in (grade.c[field], grade.c.score) for key in (first, second)
    ]  # fmt: skip
    where = (grade.c.grading_id.in_((first, second)), grade.c.deleted_at.is_(None), grade.c.customer_id.is_not(None))
    return session.execute(sa.select(grade.c.customer_id, *sides).where(*where).group_by(grade.c.customer_id)).all()


def _move(field: str, before: str | None, after: str | None, score_before: Decimal | None, score_after: Decimal | None) -> Move:
    one, two = before or "", after or ""
    return Move(one, two, direction(field, one, two), score_before, score_after)


def _rank(way: str) -> int:
    return _FIRST.index(way) if way in _FIRST else len(_FIRST)
