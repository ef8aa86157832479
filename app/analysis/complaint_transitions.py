"""The transitions T01–T30 of a complaint as one table, and the short path a small firm clicks (domain/40 §4.5).

Guards are names: services/complaint_guards has a line for each. A person sees five stages, so `path` composes the technical
steps behind one click: registration → acceptance (acknowledge, assess, accept) → answer → close → follow-up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.analysis.complaint_states import OPEN
from app.i18n import N_

ANYBODY, FIRST_CONTACT, HANDLER, SUPERVISOR, APPROVER, MANAGER, FOLLOW_UP_PERSON = (
    "anybody", "first_contact", "handler", "supervisor", "approver", "manager", "follow_up_person",
)


@dataclass(frozen=True, slots=True)
class Transition:
    """One way between states. `targets` is empty where the state stays (T28, T29); T18 and T27 have two. `label` is an
    English msgid, a verb for the button. `guards` name what must hold, `actor` who takes it: supervisors' steps need that
    right, the first contact's and the handler's are theirs where the firm has that rule (services/complaint_actors)."""

    code: str
    label: str
    sources: frozenset[str]
    targets: tuple[str, ...]
    guards: tuple[str, ...]
    actor: str


def _way(code: str, label: str, sources: str, targets: str, guards: str, actor: str) -> Transition:
    return Transition(
        code, label, frozenset(sources.split()), tuple(targets.split()), tuple(guards.split()), actor
    )


_BEFORE_CLOSE = "S10 S20 S30 S40 S45 S50 S55 S60 S65 S70"
_ANY_OPEN = " ".join(sorted(OPEN))

TRANSITIONS = (
    _way("T01", N_("Register"), "S00", "S10", "who_what_how_bad", ANYBODY),
    _way("T02", N_("Acknowledge receipt"), "S10", "S20", "channel time promised_deadline", FIRST_CONTACT),
    _way("T03", N_("Resolve on the spot"), "S10 S20", "S80",
         "severity_at_most_s2 cost_within_own_limit category cause answer customer_agrees", FIRST_CONTACT),
    _way("T04", N_("Assess"), "S20", "S30", "category l2 severity urgency department handler", SUPERVISOR),
    _way("T05", N_("Assess first"), "S10", "S30", "priority_p1 category l2 severity urgency department handler", SUPERVISOR),
    _way("T06", N_("Accept the case"), "S30", "S40", "receiver_accepts", HANDLER),
    _way("T07", N_("Return the case"), "S30 S40", "S30", "reason at_most_twice", HANDLER),
    _way("T08", N_("Ask the customer for details"), "S40", "S45", "what_is_missing by_when how_asked", HANDLER),
    _way("T09", N_("Continue handling"), "S45", "S40", "new_facts_or_timeout", HANDLER),
    _way("T10", N_("Submit the solution"), "S40", "S50", "validity cause recovery cost receipt_complete", HANDLER),
    _way("T11", N_("Approve directly"), "S40", "S55",
         "validity cause recovery cost_within_handler_limit severity_at_most_s2 receipt_complete", HANDLER),
    _way("T12", N_("Approve the solution"), "S50", "S55", "approver_limit", APPROVER),
    _way("T13", N_("Reject the solution"), "S50", "S40", "reason", APPROVER),
    _way("T14", N_("Answer the customer"), "S55", "S60", "answer time channel next_remedies_told", FIRST_CONTACT),
    _way("T15", N_("Customer accepts"), "S60", "S70", "acceptance_evidence", HANDLER),
    _way("T16", N_("Customer does not accept"), "S60", "S65", "reason", HANDLER),
    _way("T17", N_("Make a new proposal"), "S65", "S50", "recovery cost", HANDLER),
    _way("T18", N_("End without agreement"), "S65", "S98 S80", "options_exhausted final_letter", MANAGER),
    _way("T19", N_("Close the complaint"), "S60 S70", "S80",
         "remedy_done evidence final_cause costs corrective_action answer supervisor_confirms_p1_p2", HANDLER),
    _way("T20", N_("Start the follow-up"), "S80", "S85", "not_the_handler low_score_explained", FOLLOW_UP_PERSON),
    _way("T21", N_("Archive the complaint"), "S85", "S90",
         "attitude_or_three_attempts first_contact_confirms checklist", SUPERVISOR),
    _way("T22", N_("Reopen the complaint"), "S80 S85 S90", "S40", "within_reopen_days same_issue reason", ANYBODY),
    _way("T23", N_("Withdraw the complaint"), _BEFORE_CLOSE, "S95", "customer_statement", HANDLER),
    _way("T24", N_("Merge into another complaint"), "S10 S20 S30 S40", "S96", "master", SUPERVISOR),
    _way("T25", N_("Convert to a request"), "S10 S20 S30", "S97", "new_record", SUPERVISOR),
    _way("T26", N_("Hand over to an external body"), "S20 S30 S40 S45 S50 S55 S60 S65 S70", "S98",
         "body case_number deadline", MANAGER),
    _way("T27", N_("Record the external result"), "S98", "S70 S80", "decision", MANAGER),
    _way("T28", N_("Escalate"), _ANY_OPEN, "", "level_up reason", ANYBODY),
    _way("T29", N_("Change responsibility or priority"), _ANY_OPEN, "", "reason", SUPERVISOR),
    _way("T30", N_("Undo archiving"), "S90", "S85", "reason", MANAGER),
)

_BY_CODE = {transition.code: transition for transition in TRANSITIONS}

# The recommended step out of each state: the filled button, and the edges of the short path.
_NEXT: Mapping[str, str] = {
    "S00": "T01", "S10": "T02", "S20": "T04", "S30": "T06", "S40": "T11", "S45": "T09", "S50": "T12", "S55": "T14",
    "S60": "T19", "S65": "T17", "S70": "T19", "S80": "T20", "S85": "T21", "S98": "T27",
}

# What one click reaches, in the order of a complaint's life; the label is the filled button's.
GOALS: Mapping[str, tuple[str, str]] = {
    "register": ("S10", N_("Register")),
    "accept": ("S40", N_("Accept and assign")),
    "handle": ("S55", N_("Settle the solution")),
    "answer": ("S60", N_("Answer the customer")),
    "close": ("S80", N_("Close the complaint")),
    "follow_up": ("S85", N_("Start the follow-up")),
    "archive": ("S90", N_("Archive the complaint")),
}
_NEXT_GOAL: Mapping[str, str] = {
    "S00": "register", "S10": "accept", "S20": "accept", "S30": "accept", "S40": "answer", "S50": "answer",
    "S55": "answer", "S65": "answer", "S60": "close", "S70": "close", "S80": "follow_up", "S85": "archive",
}


def transition(code: str) -> Transition:
    """The transition of a code; KeyError for an unknown one."""
    return _BY_CODE[code]


def allowed(state: str) -> tuple[Transition, ...]:
    """The transitions that lead out of a state (or stay in it), in the order of their codes."""
    return tuple(transition for transition in TRANSITIONS if state in transition.sources)


def target_of(code: str, state: str) -> str:
    """The state a transition leads to from a state: its first target, or the state itself where none is named.
    ValueError where the transition isn't allowed from there."""
    way = _BY_CODE[code]
    if state not in way.sources:
        raise ValueError(f"{code} is not allowed from {state}")
    return way.targets[0] if way.targets else state


def next_step(state: str, severity: str | None = None) -> Transition | None:
    """The one recommended transition, None where nothing is left to do. S3 and S4 need an approval: T10 instead of
    T11 (guard of T11); where nobody approves, give no severity."""
    code = _NEXT.get(state)
    if code == "T11" and severity in {"S3", "S4"}:
        code = "T10"
    return None if code is None else _BY_CODE[code]


def next_goal(state: str) -> str | None:
    """The goal of GOALS the filled button reaches; None in S45 and S98 (press next_step alone) and at the end."""
    return _NEXT_GOAL.get(state)


def path(state: str, goal: str, severity: str | None = None) -> tuple[str, ...]:
    """The codes of the steps from a state to a goal of GOALS, along the recommended ones: path("S10", "accept") is
    ("T02", "T04", "T06"). Empty where the state is reached; ValueError where no short path leads there."""
    target = GOALS[goal][0]
    codes: list[str] = []
    while state != target:
        step = next_step(state, severity)
        if step is None or len(codes) > len(_NEXT):
            raise ValueError(f"No short path from {state} to {goal}")
        codes.append(step.code)
        state = step.targets[0]
    return tuple(codes)
