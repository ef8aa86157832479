"""Improvements (PDCA, domain/20 F-37): opened from complaints, planned, carried out, checked by somebody else, closed or begun
again. Each function that writes is one undoable step.

What lists and the monthly report read stands in improvement_lines.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.improvement_states import CLOSED, DROPPED, EFFECTIVE, PLAN, allowed, move, progress, verdict
from app.analysis.moves import Move
from app.errors import ConflictError, ValidationError
from app.formats import day_text, local, today
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Complaint
from app.models.improvement import Improvement, ImprovementCase
from app.models.session import now
from app.services import records
from app.services.complaint_people import colleagues, me
from app.services.improvement_lines import ImprovementLine, due, followed, missing_for, of_complaint, of_month, one

__all__ = [
    "ImprovementLine", "Proposal", "allowed", "amend", "attach", "cases_of", "detach", "due", "followed", "missing_for",
    "of_complaint", "of_month", "one", "open_new", "prefilled", "proposal", "take",
]  # fmt: skip

Values = Mapping[str, Any]
_MOVED = frozenset({"state", "number", "closed_on", "begun_again"})
_FINDINGS = ("done_on", "evidence", "check_on", "checked_on", "checked_by_id", "measured", "effective", "check_note",
             "same_person_reason", "closed_on")  # fmt: skip
_CHECK_AFTER = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A move that can be taken now, with what its panel shows first."""

    move: Move
    values: Mapping[str, Any]


def prefilled(session: Session, complaint_ids: Sequence[UUID]) -> dict[str, Any]:
    """What an improvement for these complaints begins with: problem, figures, category, cause, as far as they agree. It is
    not stored. ConflictError where a complaint is gone."""
    found = [records.get(session, Complaint, each) for each in dict.fromkeys(complaint_ids)]
    values: dict[str, Any] = {"source": "complaint"} if found else {"source": "proposal"}
    for key in ("category", "cause"):
        values[key] = _shared(row[key] for row in found)
    for key, source in (("problem", "subject"), ("cause_text", "cause_text"), ("plan", "prevention")):
        values[key] = "\n".join(dict.fromkeys(row[source] for row in found if row[source])) or None
    values["data"] = _figures(found)
    return {key: value for key, value in values.items() if value is not None}


def _shared(values: Iterable[str | None]) -> str | None:
    kinds = {value for value in values if value}
    return kinds.pop() if len(kinds) == 1 else None


def _figures(found: Sequence[Values]) -> str | None:
    lines = [f"{row['number']}  {day_text(local(row['received_at']).date())}  {row['subject']}" for row in found]
    return "\n".join(lines) or None


def open_new(session: Session, values: Values, complaint_ids: Sequence[UUID] = ()) -> UUID:
    """Open an improvement in the state of planning, for these complaints (none: one of another source); what is not given
    comes from them. Only the measure's name is required; ValidationError names what is wrong."""
    started = {**prefilled(session, complaint_ids), "opened_on": local(now(session)).date()}
    given = {**started, **{key: value for key, value in values.items() if value not in (None, "")}}
    _plausible(session, given)
    key = records.create(session, Improvement, {**_unmoved(given), "state": PLAN})
    for complaint_id in dict.fromkeys(complaint_ids):
        attach(session, key, complaint_id)
    return key


def attach(session: Session, improvement_id: UUID, complaint_id: UUID) -> None:
    """Name a complaint that the improvement answers; twice is once."""
    if complaint_id not in {row[1] for row in _links(session, improvement_id)}:
        records.create(session, ImprovementCase, {"improvement_id": improvement_id, "complaint_id": complaint_id})


def detach(session: Session, improvement_id: UUID, complaint_id: UUID) -> None:
    """The improvement answers this complaint no longer."""
    records.delete(session, ImprovementCase, [row[0] for row in _links(session, improvement_id) if row[1] == complaint_id])


def cases_of(session: Session, improvement_id: UUID) -> tuple[UUID, ...]:
    """The complaints behind an improvement."""
    return tuple(row[1] for row in _links(session, improvement_id) if row[1] is not None)


def _links(session: Session, improvement_id: UUID) -> list[tuple[UUID, UUID | None]]:
    wanted = (ImprovementCase.improvement_id == improvement_id, ImprovementCase.deleted_at.is_(None))
    statement = sa.select(ImprovementCase.id, ImprovementCase.complaint_id).where(*wanted).order_by(ImprovementCase.id)
    return [(key, complaint_id) for key, complaint_id in session.execute(statement)]


def amend(session: Session, improvement_id: UUID, values: Values, version: int | None = None) -> bool:
    """Change what an improvement says (the record's form), never its state; True when something differed. What is closed
    keeps its figures and its check."""
    before = records.get(session, Improvement, improvement_id)
    given = _unmoved(values)
    if before["state"] in CLOSED and any(given[key] != before[key] for key in given.keys() & _SEALED):
        raise ValidationError(
            N_("This improvement is closed: its figures and its check stay as they are. Undo the closing first.")
        )
    _plausible(session, {**before, **given})
    return records.update(session, Improvement, improvement_id, given, version)


_SEALED = frozenset({"baseline", "target", "measured", "effective", "checked_on", "checked_by_id", "same_person_reason"})


def _unmoved(values: Values) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key not in _MOVED}


def proposal(session: Session, improvement_id: UUID, code: str) -> Proposal:
    """What the panel of a move shows first: what stands in the record, else today, the person at the keyboard, and what the
    figures suggest."""
    row, present = records.get(session, Improvement, improvement_id), today()
    reached = verdict(progress(row["baseline"], row["target"], row["measured"]))
    usual = {"done_on": present, "check_on": present + _CHECK_AFTER, "checked_on": present, "effective": reached,
             "owner_id": me(session), "checked_by_id": _checker(session, row["owner_id"])}  # fmt: skip
    return Proposal(move(code), {key: row[key] if row[key] is not None else usual.get(key) for key in move(code).asks})


def _checker(session: Session, owner: UUID | None) -> UUID | None:
    at_keyboard, others = me(session), [each for each in colleagues(session) if each != owner]
    if at_keyboard in others:
        return at_keyboard
    return others[0] if len(others) == 1 else owner if not others else None


def take(
    session: Session, improvement_id: UUID, code: str, values: Values | None = None, version: int | None = None
) -> None:
    """Take a move of ``improvement_states``. ValidationError names what is missing; ConflictError where the improvement has
    moved on, or was changed since ``version`` (its ``row_version``) was seen."""
    row, step = records.get(session, Improvement, improvement_id), move(code)
    if row["state"] not in step.sources:
        raise ConflictError(N_("“{name}” is no longer at this step. Look at it again."), name=row["name"])
    given = _unmoved(records.checked(Improvement, values or {}, whole=False))
    whole = {**row, **given}
    for key in step.needs:
        _require(session, key, whole)
    _plausible(session, whole)
    changed = {**given, **_effects(session, whole, step), "state": step.target}
    records.update(session, Improvement, improvement_id, changed, version)


def _require(session: Session, key: str, whole: Values) -> None:
    nobody = key.endswith("_by_id") or key == "owner_id"
    if whole.get(key) in (None, "") and not (nobody and not colleagues(session)):
        raise records.missing(Improvement, key)


def _effects(session: Session, whole: dict[str, Any], step: Move) -> dict[str, Any]:
    if step.code in ("close", "fail"):
        _require_other_eyes(session, whole)
        _require_verdict(whole, step)
    if step.code == "again":
        return {**dict.fromkeys(_FINDINGS), "begun_again": (whole["begun_again"] or 0) + 1, "notes": _round(whole)}
    if step.target == EFFECTIVE:
        return {"closed_on": whole["checked_on"], "effective": whole["effective"] or "yes"}
    if step.target == DROPPED:
        return {"closed_on": local(now(session)).date()}
    return {"effective": "no"} if step.code == "fail" else {}


def _require_other_eyes(session: Session, whole: Values) -> None:
    """Whoever carried it out does not say that it worked, unless a reason is given (a firm of one)."""
    alone = whole["checked_by_id"] == whole["owner_id"]
    if alone and not (whole["same_person_reason"] or "").strip():
        raise ValidationError(
            N_("The check is made by somebody other than the person responsible. Choose another person, or write why nobody else "
               "checked it."),
            field="checked_by_id" if len(colleagues(session)) > 1 else "same_person_reason",
        )  # fmt: skip


def _require_verdict(whole: Values, step: Move) -> None:
    if step.target == EFFECTIVE and whole["effective"] == "no":
        raise ValidationError(N_("What was not effective is begun again, not closed."), field="effective")
    reached = progress(whole["baseline"], whole["target"], whole["measured"])
    if step.target == EFFECTIVE and reached is not None and reached <= 0 and not (whole["check_note"] or "").strip():
        raise ValidationError(
            N_("The measured figure is no better than before. Write in the finding why it counts as effective, or begin again."),
            field="check_note",
        )  # fmt: skip


def _round(whole: Values) -> str | None:
    """What this round found, kept among the notes: the next one writes over the fields."""
    notes: str | None = whole["notes"]
    if whole["state"] == DROPPED:
        return notes
    line = _("Round {count}: {measured} {unit} on {day}, not effective. {finding}").format(
        count=(whole["begun_again"] or 0) + 1, measured="—" if whole["measured"] is None else format(whole["measured"], "f"),
        unit=whole["unit"] or "", day=day_text(whole["checked_on"]), finding=whole["check_note"] or "",
    )  # fmt: skip
    return "\n".join(part for part in (notes, " ".join(line.split())) if part)


_BEFORE_OPENED = N_("This lies before the day the improvement was opened.")
_BEFORE_DONE = N_("This lies before the day it was carried out.")
_ORDER = (("opened_on", "due_on", _BEFORE_OPENED), ("opened_on", "done_on", _BEFORE_OPENED),
          ("done_on", "check_on", _BEFORE_DONE), ("done_on", "checked_on", _BEFORE_DONE))  # fmt: skip
_FUTURE = ("opened_on", "done_on", "checked_on")


def _plausible(session: Session, whole: Values) -> None:
    """Days in their order, nothing done in the future, a target that differs from before."""
    present = local(now(session)).date()
    for key in _FUTURE:
        if isinstance(whole.get(key), date) and whole[key] > present:
            raise ValidationError(N_("This lies in the future."), field=key)
    for earlier, later, sentence in _ORDER:
        if whole.get(earlier) and whole.get(later) and whole[later] < whole[earlier]:
            raise ValidationError(sentence, field=later)
    before, wanted = whole.get("baseline"), whole.get("target")
    if isinstance(before, Decimal) and before == wanted:
        raise ValidationError(N_("The target equals the figure before: nothing would improve."), field="target")
