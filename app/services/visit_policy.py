"""How often customers are visited: versions of the firm's grid, exceptions of single customers (F-08, domain/70 §7.3)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import visit_policy as policy
from app.analysis.visit_policy import Deviation, Rates, Version
from app.errors import ConflictError, Translated, ValidationError
from app.formats import day_text
from app.i18n import N_
from app.models import Customer
from app.models.visit_plan import VisitException, VisitPolicy, VisitRate
from app.services import records

Values = Mapping[str, Any]
MOST = 366


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """One version of the grid, as it was saved."""

    id: UUID
    edition: int
    effective_on: date
    title: str
    notes: str
    rates: Rates


@dataclass(frozen=True, slots=True)
class ExceptionLine:
    """A customer's own number of visits of a level."""

    id: UUID
    customer_id: UUID
    customer: str
    level: str
    per_year: int
    reason: str
    begins_on: date | None
    ends_on: date | None


def history(session: Session) -> tuple[PolicyLine, ...]:
    """Every version of the firm's own, the newest first; of two of one edition (two laptops) the one made later."""
    cells: dict[UUID, dict[tuple[str, str], int]] = defaultdict(dict)
    for one in session.scalars(sa.select(VisitRate).where(VisitRate.deleted_at.is_(None))):
        cells[one.policy_id][one.grade, one.level] = one.per_year
    newest = (VisitPolicy.edition.desc(), VisitPolicy.id.desc())
    found = sa.select(VisitPolicy).where(VisitPolicy.deleted_at.is_(None)).order_by(*newest)
    return tuple(
        PolicyLine(row.id, row.edition, row.effective_on, row.title or "", row.notes or "", cells[row.id])
        for row in session.scalars(found)
    )


def versions(session: Session) -> tuple[Version, ...]:
    """The firm's versions for the planner; before the first of them the defaults hold."""
    return tuple(Version(line.edition, line.effective_on, line.rates) for line in history(session))


def grid(session: Session, day: date) -> dict[tuple[str, str], int]:
    """(class, level) -> visits a year in force on a day, every cell filled."""
    rates = policy.version_at(versions(session), day).rates
    return {(grade, level): rates.get((grade, level), 0) for grade in policy.CLASSES for level in policy.LEVELS}


def visits_a_year(session: Session, day: date) -> dict[str, int]:
    """Class -> visits a year in force on a day, of all levels that travel: calls and messages are no visits."""
    rates = grid(session, day)
    return {grade: sum(rates[grade, level] for level in policy.FACE_LEVELS) for grade in policy.CLASSES}


def save_version(
    session: Session, rates: Rates, effective_on: date, title: str | None = None, notes: str | None = None
) -> UUID:
    """A new version, valid from a day on; cells that are not given stay as they are in the newest one. It never changes an
    older version: ValidationError where it would begin before the newest does."""
    known = history(session)
    newest = max(known, key=lambda line: (line.effective_on, line.edition, line.id), default=None)
    if newest is not None and effective_on < newest.effective_on:
        raise ValidationError(
            N_("Version {edition} is valid from {day} on. A new version begins on that day or later."),
            field="effective_on", edition=newest.edition, day=day_text(newest.effective_on),
        )  # fmt: skip
    cells = {**(newest.rates if newest is not None else policy.DEFAULT_GRID), **rates}
    _check_cells(cells)
    head = {"edition": known[0].edition + 1 if known else 1, "effective_on": effective_on, "title": title, "notes": notes}
    made = records.create(session, VisitPolicy, head)
    rows = [{"policy_id": made, "grade": grade, "level": level, "per_year": n} for (grade, level), n in sorted(cells.items())]
    records.create_many(session, VisitRate, rows)
    return made


def _check_cells(cells: Rates) -> None:
    for (grade, level), count in cells.items():
        if grade not in policy.CLASSES or level not in policy.LEVELS:
            raise ValidationError(N_("The policy has no such class or level: {name}."), field="per_year", name=f"{grade}/{level}")
        if not 0 <= count <= MOST:
            raise ValidationError(N_("Visits a year are a number from 0 to {most}."), field="per_year", most=MOST)


def planned_customers() -> tuple[sa.ColumnElement[bool], ...]:
    """Customers that visits are planned for: everybody but the firm's own parts and those who walk in."""
    from app.services.complaint_people import WALK_IN_CODE

    return (Customer.deleted_at.is_(None), sa.not_(Customer.internal), Customer.code != WALK_IN_CODE)


# exceptions --------------------------------------------------------------------------------------------------------------


def deviations(session: Session) -> dict[UUID, tuple[Deviation, ...]]:
    """The exceptions of all customers for the planner."""
    found: dict[UUID, list[Deviation]] = defaultdict(list)
    for row in session.scalars(sa.select(VisitException).where(VisitException.deleted_at.is_(None)).order_by(VisitException.id)):
        found[row.customer_id].append(Deviation(row.level, row.per_year, row.begins_on, row.ends_on))
    return {customer: tuple(own) for customer, own in found.items()}


def exceptions(session: Session, customer_id: UUID | None = None) -> tuple[ExceptionLine, ...]:
    """The exceptions of a customer, or of all, by name."""
    found = sa.select(VisitException, Customer.name).join(Customer, Customer.id == VisitException.customer_id)
    found = found.where(VisitException.deleted_at.is_(None), Customer.deleted_at.is_(None))
    if customer_id is not None:
        found = found.where(VisitException.customer_id == customer_id)
    rows = session.execute(found.order_by(Customer.name_key, Customer.name, VisitException.level, VisitException.id))
    return tuple(
        ExceptionLine(one.id, one.customer_id, name, one.level, one.per_year, one.reason, one.begins_on, one.ends_on)
        for one, name in rows
    )


def add_exception(session: Session, values: Values) -> UUID:
    """A customer visited more or less often than its class, for a reason. ValidationError where its days end before they begin,
    or another exception of the same level holds on some of them."""
    _check_exception(session, values, None)
    return records.create(session, VisitException, values)


def change_exception(session: Session, exception_id: UUID, values: Values) -> bool:
    """Change an exception; True when something differed."""
    _check_exception(session, {**records.get(session, VisitException, exception_id), **values}, exception_id)
    return records.update(session, VisitException, exception_id, values)


def end_exception(session: Session, exception_id: UUID, day: date) -> None:
    """The exception holds until that day, and no longer."""
    change_exception(session, exception_id, {"ends_on": day})


def _check_exception(session: Session, values: Values, own: UUID | None) -> None:
    if not str(values.get("reason") or "").strip():
        raise records.missing(VisitException, "reason")
    begins, ends = values.get("begins_on") or date.min, values.get("ends_on") or date.max
    if ends < begins:
        raise ValidationError(N_("The last day lies before the first."), field="ends_on")
    _check_cells({("gold", values.get("level") or "manager"): int(values.get("per_year") or 0)})
    for line in exceptions(session, values.get("customer_id")):
        apart = ends < (line.begins_on or date.min) or begins > (line.ends_on or date.max)
        if line.id != own and line.level == (values.get("level") or "manager") and not apart:
            raise ConflictError(
                N_("“{name}” has an exception for the level “{level}” on these days already. Change or end that one."),
                name=line.customer, level=Translated(level_word(line.level)),
            )  # fmt: skip


def level_word(level: str) -> str:
    """The msgid of a level."""
    from app.models.visit_choices import VISIT_LEVEL

    return next(choice.label for choice in VISIT_LEVEL if choice.code == level)
