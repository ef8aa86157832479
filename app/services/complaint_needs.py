"""Which of the fields a step asks for must be filled, so that the panel can mark them before anybody is refused.

The guards stay the judges; this is the same rule told beforehand.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.analysis.complaint_transitions import transition
from app.models import Complaint, Customer
from app.services import complaint_rules
from app.services.complaint_people import colleagues


@dataclass(frozen=True, slots=True)
class Need:
    """A field that must be filled, unless ``other`` holds one of ``values``."""

    field: str
    other: str = ""
    values: frozenset[str] = frozenset()


_CAUSE = (Need("cause", "validity", frozenset({"invalid"})),)
_OF_GUARD: Mapping[str, tuple[Need, ...]] = {
    "who_what_how_bad": (Need("customer_id"), Need("subject"), Need("severity")), "channel": (Need("channel"),),
    "category": (Need("category"),), "cause": _CAUSE, "final_cause": _CAUSE, "answer": (Need("answer"),),
    "customer_agrees": (Need("accepted"),), "severity": (Need("severity"),), "urgency": (Need("urgency"),),
    "handler": (Need("handler_id"),), "receiver_accepts": (Need("handler_id"),), "validity": (Need("validity"),),
    "recovery": (Need("solution"),), "remedy_done": (Need("executed_on"),), "master": (Need("merged_into_id"),),
    "receipt_complete": (Need("complainant"), Need("text"), Need("channel"), Need("demands")),
    "not_the_handler": (Need("follow_up_by_id"),),
    "attitude_or_three_attempts": (Need("satisfaction", "follow_up_result", frozenset({"not_reached", "refused"})),),
    "department": (Need("department"),), "what_is_missing": (Need("waiting_for"),), "by_when": (Need("waiting_until"),),
    "next_remedies_told": (Need("remedies_told"),), "acceptance_evidence": (Need("acceptance"),),
    "body": (Need("external_body"),), "case_number": (Need("external_no"),), "deadline": (Need("external_due"),),
    "decision": (Need("external_result"),), "final_letter": (Need("answer"),), "evidence": (Need("acceptance"),),
    "first_contact_confirms": (Need("archive_checks"),), "checklist": (Need("archive_checks"),),
    "corrective_action": (Need("prevention", "validity", frozenset({"invalid", "assist", "pending"})),),
}  # fmt: skip
_RULE = {
    "department": "department", "next_remedies_told": "remedies_told", "evidence": "evidence", "checklist": "archive_checklist",
    "first_contact_confirms": "first_contact_confirms", "corrective_action": "corrective_action",
}  # fmt: skip


def needs(session: Session, record: Complaint, codes: Iterable[str], asked: Iterable[str]) -> tuple[Need, ...]:
    """What must be filled among the fields asked for on the way of these transitions, each field once."""
    rules = complaint_rules.in_force(session)
    guards = [guard for code in codes for guard in transition(code).guards if _RULE.get(guard) in {None, *rules}]
    found = {need.field: need for guard in guards for need in _OF_GUARD.get(guard, ())}
    spared = _spared(session, record)
    return tuple(found[field] for field in asked if field in found and field not in spared)


def _spared(session: Session, record: Complaint) -> frozenset[str]:
    """What the guards let pass in this case: nobody to name, a private or anonymous complainant, a description instead."""
    spared = set() if colleagues(session) else {"handler_id", "follow_up_by_id"}
    if record.anonymous or session.get_one(Customer, record.customer_id).kind == "person":
        spared.add("complainant")
    if record.severity not in {"S3", "S4"} and record.repeat_of_id is None:
        spared.add("prevention")
    if record.description is not None:
        spared.add("text")
    return frozenset(spared)
