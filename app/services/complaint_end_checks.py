"""The guards of the end: acceptance, proof, measures, follow-up, archive, reopening, merging (see complaint_checks)."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.complaint_states import OPEN
from app.errors import ValidationError
from app.formats import local
from app.i18n import N_
from app.models import Complaint
from app.services import complaint_events, complaint_times, roles, settings
from app.services.complaint_checks import Draft, filled, missing
from app.services.complaint_people import colleagues, me

HIGHEST = 3
"""The last escalation level (domain/40 §4.6)."""
ATTEMPTS = 3


def accepted_how(draft: Draft) -> None:
    if not draft.record.acceptance and not draft.reason.strip():
        raise missing("acceptance")


def proven(draft: Draft) -> None:
    """An attachment of the complaint, or how the customer agreed."""
    from app.models.attachment import Attachment

    held = sa.select(Attachment.id).where(Attachment.complaint_id == draft.record.id, Attachment.deleted_at.is_(None))
    if not draft.record.acceptance and draft.session.scalars(held.limit(1)).first() is None:
        raise ValidationError(N_("Proof is missing: attach it, or write how the customer agreed."), field="acceptance")


def measured(draft: Draft) -> None:
    """Justified complaints of S3 and S4, and those that came again, lead to a measure (F-37)."""
    record = draft.record
    wanted = record.validity == "valid" and (record.severity in {"S3", "S4"} or record.repeat_of_id is not None)
    if wanted and not record.prevention and not improved(draft.session, record.id):
        raise ValidationError(
            N_("What is done so that it does not happen again? Write the prevention, or link an improvement."), field="prevention"
        )


def improved(session: Session, complaint_id: UUID) -> bool:
    """Whether an improvement answers the complaint."""
    from app.models.improvement import ImprovementCase

    linked = sa.select(ImprovementCase.id).where(
        ImprovementCase.complaint_id == complaint_id, ImprovementCase.deleted_at.is_(None)
    )
    return session.scalars(linked.limit(1)).first() is not None


def executed(draft: Draft) -> None:
    """The day on which the remedy was done: between the receipt and today."""
    filled("executed_on")(draft)
    complaint_times.require_executed(draft.session, draft.record, draft.record.executed_on)


def external_deadline(draft: Draft) -> None:
    """By when the outside body wants an answer: not before the step."""
    filled("external_due")(draft)
    due = draft.record.external_due
    if due is not None and due < local(draft.at).date():
        raise ValidationError(N_("This day is over."), field="external_due")


def somebody_else(draft: Draft) -> None:
    if draft.record.follow_up_by_id is None and colleagues(draft.session):
        raise missing("follow_up_by_id")
    others = [each for each in colleagues(draft.session) if each != draft.record.handler_id]
    if draft.asks("other_follows_up") and others and draft.record.follow_up_by_id == draft.record.handler_id:
        raise ValidationError(N_("Somebody other than the handler asks the customer."), field="follow_up_by_id")


def asked(draft: Draft) -> None:
    """The customer's attitude, or three tries on three days (invariant iv)."""
    record = draft.record
    if record.follow_up_result == "not_reached" and record.satisfaction is None:
        tried_often(draft.session, record.id)
    elif record.satisfaction is None and record.follow_up_result != "refused":
        raise missing("satisfaction")
    explained(record)


def tried_often(session: Session, complaint_id: UUID) -> None:
    """ValidationError unless the customer was tried on three different days."""
    from app.services.complaint_messages import attempts_on

    days = attempts_on(session, complaint_id)
    if days < ATTEMPTS:
        raise ValidationError(
            N_("“Not reached” needs tries on three different days; {count} are recorded."), field="follow_up_result", count=days
        )


def low_score(draft: Draft) -> None:
    explained(draft.record)


def explained(record: Complaint) -> None:
    """A low score asks for a word of the customer's."""
    if record.satisfaction in {"1", "2"} and not record.follow_up_note:
        raise ValidationError(N_("The customer is dissatisfied: write down why."), field="follow_up_note")


def confirmed_by_first(draft: Draft) -> None:
    """The first contact archives it, or it is ticked that they confirmed."""
    ticked = "informed" in (draft.record.archive_checks or "").split(",")
    who = me(draft.session)
    if not ticked and (who is None or who != draft.record.first_owner_id):
        raise ValidationError(
            N_("The first contact confirms first that the customer knows the outcome: tick it."), field="archive_checks"
        )


def checklist(draft: Draft) -> None:
    """All that is neither ticked nor plain from the record itself is missing."""
    ticked = set((draft.record.archive_checks or "").split(",")) | plain_checks(draft.session, draft.record)
    if not {"answer", "evidence", "costs", "cause", "measures"} <= ticked:
        raise ValidationError(N_("The archive checklist is not complete."), field="archive_checks")


def plain_checks(session: Session, record: Complaint) -> set[str]:
    """What of the archive checklist the record says itself."""
    serious = record.validity == "valid" and (record.severity in {"S3", "S4"} or record.repeat_of_id is not None)
    known = {
        "answer": bool(record.answer), "evidence": bool(record.acceptance), "costs": record.compensation is not None,
        "cause": record.cause is not None or record.validity == "invalid",
        "measures": not serious or bool(record.prevention) or improved(session, record.id),
    }  # fmt: skip
    return {key for key, holds in known.items() if holds}


def soon_enough(draft: Draft) -> None:
    log = complaint_events.entries(draft.session, draft.record.id)
    closed = complaint_events.entered(log, "S80") or draft.record.closed_at or draft.at
    days = settings.value(draft.session, "complaint.reopen_days")[draft.record.state]
    if draft.at - closed > timedelta(days=int(days)):
        raise ValidationError(
            N_("It was closed more than {days} days ago. Record a new complaint instead."), field="reason", days=days
        )


def has_master(draft: Draft) -> None:
    filled("merged_into_id")(draft)
    master = draft.session.get(Complaint, draft.record.merged_into_id)
    if master is None or master.id == draft.record.id or master.state not in OPEN:
        raise ValidationError(N_("Choose another complaint that is in work."), field="merged_into_id")


def may_rise(draft: Draft) -> None:
    if (draft.record.level or 0) >= HIGHEST:
        raise ValidationError(N_("It is at the highest level already."), field="level")


def confirmed(draft: Draft) -> None:
    """Urgent ones are closed by a supervisor."""
    if draft.record.priority in {"P1", "P2"}:
        roles.require(draft.session, "approve")
