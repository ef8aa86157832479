"""Credit files (F-29): assessed, applied for, approved for twelve months or turned down, assessed anew. One step each.

Score, grade and limit by the rule follow from the marks whenever a file is saved. Once it is applied for, what was assessed stays
as it is; what was decided is written by the moves of ``analysis.credit_moves`` alone, and an approval also stands in the
customer's own file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.credit_assessment import Assessment, Policy, assess
from app.analysis.credit_limit import monthly_purchases
from app.analysis.credit_moves import APPLIED, DRAFT
from app.analysis.credit_score import WEIGHTS
from app.analysis.figures import Figure
from app.errors import ConflictError, ValidationError
from app.formats import today
from app.i18n import N_
from app.models.credit import CreditFile
from app.services import credit_policies, records
from app.services.business import credit_habits, credit_use
from app.services.business.credit_habits import Habits
from app.services.business.period import Period, ending

Values = Mapping[str, Any]
MARKS = tuple(WEIGHTS)
ASSESSED = (*MARKS, "dishonest", "wished_limit", "wished_days", "guarantee")
"""What the next assessment of a customer begins with."""
_DECIDED = frozenset({"state", "score", "grade", "computed_limit", "looked_from", "approved_limit", "approved_days",
                      "approver_id", "approved_on", "valid_until", "reason", "applicant_id"})  # fmt: skip
_ALWAYS = frozenset({"notes"})


@dataclass(frozen=True, slots=True)
class Basis:
    """What an assessment of a customer rests on: how it dealt with us in ``period``, what it buys a month, the policies in force
    on its last day."""

    period: Period
    habits: Habits
    purchases: Figure
    policies: Mapping[str, Policy]

    def assess(self, values: Values) -> Assessment:
        """Score, grade and limit of these marks and terms (a credit file's values)."""
        marks = {key: None if values.get(key) in (None, "") else int(values[key]) for key in MARKS}
        return assess(marks, bool(values.get("dishonest")), values.get("wished_days"), self.purchases, self.policies)

    @property
    def proposed(self) -> dict[str, str]:
        """The marks that follow from dealings, as the fields of a file hold them."""
        return {key: str(mark) for key, mark in self.habits.marks.items() if mark is not None}


def basis(session: Session, customer_id: UUID, day: date) -> Basis:
    """Reads how all customers dealt with us, the first time after a change: beside the window only."""
    period = ending(day)
    habits = credit_habits.habits(session, period).get(customer_id, credit_habits.NONE)
    return Basis(period, habits, _purchases(session, customer_id, day), credit_policies.in_force(session, day))


def _purchases(session: Session, customer_id: UUID, day: date) -> Figure:
    return monthly_purchases(credit_use.bought(session, day, customer_id).get(customer_id, ()))


def newest(session: Session, customer_id: UUID) -> UUID | None:
    """A customer's last credit file, in whatever state."""
    f = CreditFile
    own = sa.select(f.id).where(f.customer_id == customer_id, f.deleted_at.is_(None))
    found: UUID | None = session.scalar(own.order_by(f.assessed_on.desc(), f.id.desc()).limit(1))
    return found


def open_file(session: Session, customer_id: UUID, values: Values | None = None) -> UUID:
    """Begin an assessment, today unless said: marks that are not given are those that follow from dealings."""
    given = dict(values or {})
    day: date = given.get("assessed_on") or today()
    found = basis(session, customer_id, day)
    marks = {**found.proposed, **{key: value for key, value in given.items() if value is not None}}
    return save(session, {**marks, "assessed_on": day, "customer_id": customer_id})


def save(session: Session, values: Values, file_id: UUID | None = None) -> UUID:
    """Write what was assessed, with score, grade and limit that follow. ConflictError for a file that was applied for or decided:
    only its notes change."""
    before = records.get(session, CreditFile, file_id) if file_id is not None else {}
    given = {key: value for key, value in values.items() if key not in _DECIDED and before.get(key, ...) != value}
    if before and before["state"] != DRAFT:
        _require_notes_alone(before, given)
        records.update(session, CreditFile, before["id"], given)
        return before["id"]  # type: ignore[no-any-return]
    given = {"assessed_on": today(), "state": DRAFT, **given} if file_id is None else given
    given |= _follows(session, {**before, **given})
    if file_id is None:
        return records.create(session, CreditFile, {key: value for key, value in given.items() if value is not None})
    records.update(session, CreditFile, file_id, given)
    return file_id


def _require_notes_alone(before: Values, given: Values) -> None:
    if set(given) <= _ALWAYS:
        return
    if before["state"] == APPLIED:
        raise ConflictError(N_("{number} was applied for and stays as it is. Take it back to draft to change it."),
                            number=before["number"])  # fmt: skip
    raise ConflictError(N_("{number} is decided and stays as it is. Assess the customer anew."), number=before["number"])


def _follows(session: Session, whole: Values) -> dict[str, Any]:
    """Score, grade and limit by the rule, and since when dealings were looked at."""
    day, customer = whole["assessed_on"], whole.get("customer_id")
    if customer is None:
        raise records.missing(CreditFile, "customer_id")
    if day > today():
        raise ValidationError(N_("This lies in the future."), field="assessed_on")
    period = ending(day)
    rule = Basis(period, credit_habits.NONE, _purchases(session, customer, day), credit_policies.in_force(session, day))
    found = rule.assess(whole)
    limit = found.limit.value
    return {
        "score": found.score.value.value, "grade": found.grade or None, "computed_limit": None if limit is None else int(limit),
        "looked_from": period.first,
    }  # fmt: skip


def begun_anew(values: Values) -> dict[str, Any]:
    """What the next assessment of the same customer begins with: the marks as they were, the limit that was approved."""
    first = {key: values[key] for key in ASSESSED if values.get(key) is not None}
    limit = values["approved_limit"] if values.get("approved_limit") is not None else values.get("wished_limit")
    days = values["approved_days"] if values.get("approved_days") is not None else values.get("wished_days")
    more = {"wished_limit": limit, "wished_days": days, "customer_id": values["customer_id"]}
    return {**first, **{key: value for key, value in more.items() if value is not None}}


def renew(session: Session, file_id: UUID) -> UUID:
    """Begin the next assessment of a decided file's customer, today: marks of dealings anew, the others as they were."""
    before = records.get(session, CreditFile, file_id)
    if before["state"] in (DRAFT, APPLIED):
        raise ConflictError(N_("{number} is not decided yet. Go on with it."), number=before["number"])
    given = begun_anew(before)
    by_dealings = basis(session, before["customer_id"], today()).proposed
    return open_file(session, before["customer_id"], {**given, **by_dealings})
