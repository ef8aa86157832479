"""The grades of one customer: what the newest grading found in each system, what holds by hand, and the gradings before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.formats import today
from app.models import Customer, Employee
from app.models.base import table_of
from app.models.grading import Grade, GradeOverride, Grading
from app.services import grade_overrides, records, settings
from app.services.business import levels, loyalty, scores, worth
from app.services.business.clients import Analysed, Line
from app.services.business.period import ending
from app.services.grading import MATRICES, PARETO, PYRAMID, SCORECARD

RFM, STATUS, LEVEL = "rfm", "status", "level"
SYSTEMS = (SCORECARD, MATRICES, PYRAMID, PARETO, RFM, STATUS, LEVEL)
FIELDS: Mapping[str, str] = {
    SCORECARD: "band", MATRICES: "abc", PYRAMID: "tier", PARETO: "pareto", RFM: "segment", STATUS: "status", LEVEL: "level",
}  # fmt: skip
"""Where a grade of each system is kept."""
BY_HAND = grade_overrides.GRADES
"""What can be set by hand, the best first; the other systems follow what happened."""
HISTORY = 24


@dataclass(frozen=True, slots=True)
class ByHand:
    """A grade set by hand that holds now: until when (None: until it is ended), why, by whom ("" where nobody is named)."""

    value: str
    until: date | None
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Graded:
    """One grading of the customer: ``grades`` by system ("" for none), ``score`` and ``cells`` and ``rfm`` as values."""

    as_of: date
    final: bool
    computed_at: datetime
    edition: str
    main: str
    grades: Mapping[str, str]
    score: Decimal | None
    cells: str
    rfm: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class CustomerGrades:
    """``history`` has the newest grading first and is empty before the first; ``by_hand`` by system; ``never``: the customer is
    not served any more, and nothing is set by hand."""

    main: str
    grade: str
    history: tuple[Graded, ...]
    by_hand: Mapping[str, ByHand]
    never: bool


def grades_of(session: Session, customer_id: UUID) -> CustomerGrades:
    """What is kept of a customer's grades; a few rows by index, however large the file is."""
    own = str(records.get(session, Customer, customer_id)["grade"] or "")
    main = str(settings.value(session, "grade.main"))
    return CustomerGrades(main, own, _history(session, customer_id), _by_hand(session, customer_id), own == grade_overrides.NEVER)


def _history(session: Session, customer_id: UUID) -> tuple[Graded, ...]:
    grade, run = table_of(Grade), table_of(Grading)
    keys = ("main", *FIELDS.values(), "score", "cells", "rfm", "provisional")
    columns = (run.c.as_of, run.c.final, run.c.computed_at, run.c.edition, *(grade.c[key] for key in keys))
    found = sa.select(*columns).join(run, run.c.id == grade.c.grading_id)
    mine = (grade.c.customer_id == customer_id, grade.c.deleted_at.is_(None), run.c.deleted_at.is_(None))
    rows = session.execute(found.where(*mine).order_by(run.c.as_of.desc(), run.c.id.desc()).limit(HISTORY))
    return tuple(_graded(dict(row)) for row in rows.mappings())


def _graded(row: Mapping[str, Any]) -> Graded:
    grades = {system: str(row[field] or "") for system, field in FIELDS.items()}
    return Graded(
        row["as_of"], bool(row["final"]), row["computed_at"], row["edition"] or "", row["main"] or "", grades, row["score"],
        row["cells"] or "", row["rfm"] or "", bool(row["provisional"]),
    )  # fmt: skip


def _by_hand(session: Session, customer_id: UUID) -> dict[str, ByHand]:
    o = GradeOverride
    found = sa.select(o.system, o.value, o.ends_on, o.reason, Employee.name).outerjoin(Employee, Employee.id == o.decided_by_id)
    rows = session.execute(found.where(o.customer_id == customer_id, *grade_overrides.valid(today())).order_by(o.begins_on, o.id))
    return {system: ByHand(value, until, reason, by or "") for system, value, until, reason, by in rows}


def end_by_hand(session: Session, customer_id: UUID, system: str) -> None:
    """What was set by hand holds no longer; in the main system the grade that was computed last comes back at once."""
    held = _by_hand(session, customer_id).get(system)
    grade_overrides.end_now(session, customer_id, system)
    if held is not None:
        grade_overrides.give_way(session, {"customer_id": customer_id, "system": system, "value": held.value})


Anew = tuple[Line[Any] | None, Analysed[Any, Any]]
"""The customer's line (None where it has none) and the whole analysis it is of."""


def anew(session: Session, customer_id: UUID, system: str, as_of: date) -> Anew:
    """The customer in one system reckoned with what is recorded now, as of a day: what its grade is explained by."""
    period = ending(as_of)
    whole: Analysed[Any, Any]
    if system == STATUS:
        whole = loyalty.statuses(session, as_of)
    else:
        ask: Mapping[str, Any] = {SCORECARD: scores.scores, MATRICES: worth.matrices, PYRAMID: worth.pyramid,
                                  PARETO: worth.pareto, RFM: loyalty.rfm, LEVEL: levels.levels}  # fmt: skip
        whole = ask[system](session, period)
    return next((line for line in whole.lines if line.client.id == customer_id), None), whole
