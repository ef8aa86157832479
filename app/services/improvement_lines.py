"""What lists, Today and the monthly report read of improvements (domain/50 §5.3, sections 十三 and 十四)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.improvement_states import DO, DROPPED, OPEN, PLAN, Dates, is_overdue, next_due, progress, state_on
from app.formats import today
from app.models import Complaint, Employee
from app.models.base import table_of
from app.models.improvement import Improvement, ImprovementCase
from app.models.portable import day_text
from app.services import settings
from app.services.improvement_former import as_it_stood


@dataclass(frozen=True, slots=True)
class ImprovementLine:
    """An improvement as reports and lists show it. ``state`` is a code of IMPROVEMENT_STATE as of the period's last day (of
    today where none is asked), ``effective`` one of EFFECTIVE and ``cause`` one of CAUSE; ``category`` is a code of the firm's
    list. ``overdue``: what comes next was due before that day. ``complaints`` are the numbers of those behind it, in order;
    ``reached`` the part of the way from before to target that was made (1: the target), None where a figure is missing."""

    id: UUID
    number: str
    name: str
    owner: str
    state: str
    opened_on: date | None
    due_on: date | None
    done_on: date | None
    check_on: date | None
    checked_on: date | None
    closed_on: date | None
    overdue: bool
    metric: str
    unit: str
    baseline: Decimal | None
    target: Decimal | None
    measured: Decimal | None
    reached: Decimal | None
    effective: str | None
    finding: str
    category: str | None
    problem: str
    data: str
    cause: str | None
    cause_text: str
    plan: str
    standardised: str
    begun_again: int
    complaints: tuple[str, ...]


def of_month(session: Session, first: date, last: date) -> tuple[ImprovementLine, ...]:
    """Those opened from ``first`` to ``last`` (section 十四), the oldest first; those dropped again within it are left out."""
    opened = _opened()
    found = _lines(session, (opened >= first.isoformat(), opened <= last.isoformat()), last)
    return tuple(line for line in found if line.state != DROPPED)


def followed(session: Session, first: date, last: date) -> tuple[ImprovementLine, ...]:
    """Those opened before ``first`` that were still open on it: what became of last month's measures (section 十三). What was
    closed or dropped in the period is among them; the oldest first."""
    closed = Improvement.closed_on
    found = _lines(session, (_opened() < first.isoformat(), closed.is_(None) | (closed >= first)), last)
    return tuple(line for line in found if line.closed_on is None or line.closed_on >= first)


def due(session: Session, until: date | None = None) -> tuple[ImprovementLine, ...]:
    """Open ones whose next thing (carrying out, checking) is due by a day, today unless said; the most overdue first.
    ``overdue`` tells those that are late."""
    present = today()
    found = _lines(session, (Improvement.state.in_(sorted(OPEN)),), present)
    dated = [(next_due(line.state, line.due_on, line.check_on), line) for line in found]
    chosen = [(day, line) for day, line in dated if day is not None and day <= (until or present)]
    return tuple(line for _day, line in sorted(chosen, key=lambda pair: (pair[0], pair[1].number)))


def of_complaint(session: Session, complaint_id: UUID) -> tuple[ImprovementLine, ...]:
    """The improvements that answer a complaint, the oldest first."""
    behind = sa.select(ImprovementCase.improvement_id).where(
        ImprovementCase.complaint_id == complaint_id, ImprovementCase.deleted_at.is_(None)
    )
    return _lines(session, (Improvement.id.in_(behind),), today())


def one(session: Session, improvement_id: UUID) -> ImprovementLine | None:
    """This improvement as of today; None where it is gone."""
    return next(iter(_lines(session, (Improvement.id == improvement_id,), today())), None)


def missing_for(session: Session, categories: Iterable[str], since: date | None = None) -> tuple[str, ...]:
    """Those of these categories that no improvement answers, in the order given (C46: a recurring problem must have one).

    Open ones count, and effective ones closed on or after ``since`` (any, where it is None); dropped ones do not. A category
    is also answered by an improvement for its parent or for one of its kinds, and by one whose complaints have it.
    """
    answered = _answered(session, since)
    parents = {row["code"]: row["parent"] for row in settings.value(session, "complaint.categories")}
    known = answered | {parents[each] for each in answered if parents.get(each)}
    return tuple(each for each in dict.fromkeys(categories) if each not in known and parents.get(each) not in answered)


def _answered(session: Session, since: date | None) -> frozenset[str]:
    closed = Improvement.state == "effective"
    counted = Improvement.state.in_(sorted(OPEN)) | (closed if since is None else closed & (Improvement.closed_on >= since))
    living = (Improvement.deleted_at.is_(None), counted)
    own = session.scalars(sa.select(Improvement.category).where(*living, Improvement.category.is_not(None)))
    behind = (
        sa.select(Complaint.category)
        .join(ImprovementCase, ImprovementCase.complaint_id == Complaint.id)
        .join(Improvement, Improvement.id == ImprovementCase.improvement_id)
        .where(*living, ImprovementCase.deleted_at.is_(None), Complaint.category.is_not(None), Improvement.category.is_(None))
    )
    return frozenset(each for each in (*own, *session.scalars(behind)) if each)


def _opened() -> sa.ColumnElement[str]:
    return sa.func.coalesce(day_text(Improvement.opened_on), sa.func.substr(day_text(Improvement.created_at), 1, 10))


def _lines(session: Session, conditions: Iterable[sa.ColumnElement[bool]], day: date) -> tuple[ImprovementLine, ...]:
    session.flush()
    statement = (
        sa.select(*table_of(Improvement).columns, Employee.name.label("owner"))
        .outerjoin(Employee, Employee.id == Improvement.owner_id)
        .where(Improvement.deleted_at.is_(None), *conditions)
        .order_by(_opened(), Improvement.number, Improvement.id)
    )
    rows = session.execute(statement).mappings().all()
    behind = numbers_of(session, [row["id"] for row in rows])
    return tuple(_line(as_it_stood(session, dict(row), day), behind.get(row["id"], ()), day) for row in rows)


def numbers_of(session: Session, ids: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The numbers of the complaints behind each of these improvements."""
    wanted, found = list(ids), dict[UUID, list[str]]()
    for start in range(0, len(wanted), 500):
        statement = (
            sa.select(ImprovementCase.improvement_id, Complaint.number)
            .join(Complaint, Complaint.id == ImprovementCase.complaint_id)
            .where(ImprovementCase.improvement_id.in_(wanted[start : start + 500]), ImprovementCase.deleted_at.is_(None))
            .order_by(Complaint.number)
        )
        for key, number in session.execute(statement):
            found.setdefault(key, []).append(number)
    return {key: tuple(numbers) for key, numbers in found.items()}


def _line(row: Mapping[str, Any], complaints: tuple[str, ...], day: date) -> ImprovementLine:
    state = state_on(Dates(row["state"], row["opened_on"], row["done_on"], row["checked_on"], row["closed_on"]), day)
    state = PLAN if state == DO and row["planned"] else state
    known = row["checked_on"] is not None and row["checked_on"] <= day  # what was found later is not known yet
    plain = ("id", "number", "name", "opened_on", "due_on", "check_on", "category", "cause", "baseline", "target")
    given: dict[str, Any] = {key: row[key] for key in plain}
    texts = ("metric", "unit", "problem", "data", "cause_text", "plan", "standardised", "owner")
    given |= {key: row[key] or "" for key in texts}
    measured = row["measured"] if known else None
    return ImprovementLine(
        **given,
        state=state, done_on=_by(row["done_on"], day), checked_on=_by(row["checked_on"], day),
        closed_on=_by(row["closed_on"], day), overdue=is_overdue(state, row["due_on"], row["check_on"], day),
        measured=measured, reached=progress(row["baseline"], row["target"], measured),
        effective=row["effective"] if known else None, finding=(row["check_note"] or "") if known or state == DROPPED else "",
        begun_again=row["begun_again"] or 0, complaints=complaints,
    )  # fmt: skip


def _by(moment: date | None, day: date) -> date | None:
    return moment if moment is not None and moment <= day else None
