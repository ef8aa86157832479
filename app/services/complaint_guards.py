"""What must hold before a complaint may take a step: the guards that the table of transitions names (domain/40 §4.5).

Every name of the table has its line here; a guard that asks for nothing more says why (``Free``).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.services import complaint_checks as c
from app.services import complaint_end_checks as end
from app.services.complaint_checks import Check, Draft, cost_of, filled, missing, reasoned, ruled

__all__ = ["GUARDS", "Draft", "Free", "check", "cost_of", "missing"]


@dataclass(frozen=True, slots=True)
class Free:
    """A guard with nothing left to ask for, and why."""

    why: str

    def __call__(self, draft: Draft) -> None:
        """Always holds."""


GUARDS: Mapping[str, Check] = {
    "who_what_how_bad": filled("customer_id", "subject", "severity"),
    "channel": c.answer_channel,
    "time": Free("complaint_events.moment_for refuses a time before the last step or in the future"),
    "promised_deadline": c.promised_later,
    "severity_at_most_s2": c.up_to_s2,
    "cost_within_own_limit": ruled("approvals", c.within_limit),
    "cost_within_handler_limit": ruled("approvals", c.within_limit),
    "approver_limit": ruled("approvals", c.within_authority),
    "category": filled("category"),
    "l2": c.detailed_category,
    "department": ruled("department", filled("department")),
    "cause": c.caused,
    "final_cause": c.caused,
    "answer": filled("answer"),
    "customer_agrees": c.agreed,
    "severity": filled("severity"),
    "urgency": filled("urgency"),
    "handler": c.named_handler,
    "receiver_accepts": c.received_by_handler,
    "priority_p1": c.urgent,
    "reason": reasoned,
    "at_most_twice": c.returned_too_often,
    "what_is_missing": filled("waiting_for"),
    "by_when": c.by_when,
    "how_asked": Free("the line of the log says it where it matters: the words of what is missing are required"),
    "new_facts_or_timeout": reasoned,
    "validity": c.decided,
    "recovery": filled("solution"),
    "cost": Free("an amount left empty is none: what is not written costs nothing"),
    "costs": Free("the same; the archive checklist asks whether all are recorded"),
    "receipt_complete": c.whole_receipt,
    "next_remedies_told": ruled("remedies_told", filled("remedies_told")),
    "acceptance_evidence": end.accepted_how,
    "options_exhausted": reasoned,
    "final_letter": filled("answer"),
    "remedy_done": end.executed,
    "evidence": ruled("evidence", end.proven),
    "corrective_action": ruled("corrective_action", end.measured),
    "supervisor_confirms_p1_p2": ruled("supervisor_confirms", end.confirmed),
    "not_the_handler": end.somebody_else,
    "low_score_explained": end.low_score,
    "attitude_or_three_attempts": end.asked,
    "first_contact_confirms": ruled("first_contact_confirms", end.confirmed_by_first),
    "checklist": ruled("archive_checklist", end.checklist),
    "within_reopen_days": end.soon_enough,
    "same_issue": Free("the required reason says what came up again; another matter is a complaint of its own"),
    "customer_statement": reasoned,
    "master": end.has_master,
    "new_record": reasoned,
    "body": filled("external_body"),
    "case_number": filled("external_no"),
    "deadline": end.external_deadline,
    "decision": filled("external_result"),
    "level_up": end.may_rise,
}


def check(draft: Draft, guards: tuple[str, ...]) -> None:
    """Raise ValidationError with its field for the first guard that does not hold."""
    for name in guards:
        GUARDS[name](draft)
