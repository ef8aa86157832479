"""The states of a complaint and the five stages a person sees (domain/40 §4.5).

Codes are language-neutral; `label` is an English msgid for app.i18n. The ways between the states stand in
complaint_transitions.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.i18n import N_

REGISTER, ACCEPT, HANDLE, ANSWER, CLOSE = "register", "accept", "handle", "answer", "close"


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the step bar."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class State:
    """A state; `stage` is None for the side exits S95–S97. `paused` stops the clocks of answer and closing."""

    code: str
    label: str
    stage: str | None
    paused: bool = False


STAGES = (
    Stage(REGISTER, N_("Intake")),
    Stage(ACCEPT, N_("Acceptance")),
    Stage(HANDLE, N_("Handling")),
    Stage(ANSWER, N_("Answer")),
    Stage(CLOSE, N_("Closure")),
)

STATES = (
    State("S00", N_("Draft"), REGISTER),
    State("S10", N_("Registered"), REGISTER),
    State("S20", N_("Acknowledged"), ACCEPT),
    State("S30", N_("Assessed"), ACCEPT),
    State("S40", N_("Under investigation"), HANDLE),
    State("S45", N_("Waiting for the customer"), HANDLE, paused=True),
    State("S50", N_("Awaiting approval"), HANDLE),
    State("S55", N_("Solution approved"), HANDLE),
    State("S60", N_("Answered"), ANSWER),
    State("S65", N_("Under negotiation"), ANSWER),
    State("S70", N_("Remedy under way"), ANSWER),
    State("S80", N_("Closed"), CLOSE),
    State("S85", N_("In follow-up"), CLOSE),
    State("S90", N_("Archived"), CLOSE),
    State("S95", N_("Withdrawn"), None),
    State("S96", N_("Merged"), None),
    State("S97", N_("Not a complaint"), None),
    State("S98", N_("External procedure"), HANDLE, paused=True),
)

_BY_CODE = {state.code: state for state in STATES}

DRAFT = "S00"
CLOSED = frozenset({"S80", "S85", "S90"})
WITHDRAWN, MERGED, CONVERTED = "S95", "S96", "S97"
ENDED = frozenset({WITHDRAWN, MERGED, CONVERTED})  # nothing leads out of these
FINAL = CLOSED | ENDED
OPEN = frozenset(_BY_CODE) - FINAL - {DRAFT}
COUNTED = frozenset(_BY_CODE) - {DRAFT, MERGED, CONVERTED}  # drafts, merged and converted ones are in no figure
PAUSED = frozenset(state.code for state in STATES if state.paused)
READ_ONLY = frozenset({"S90"}) | ENDED


def state(code: str) -> State:
    """The state of a code; KeyError for an unknown one."""
    return _BY_CODE[code]


def stage_of(code: str) -> str | None:
    """The visible stage of a state, None for withdrawn, merged and converted ones."""
    return _BY_CODE[code].stage


def is_open(code: str) -> bool:
    """Whether somebody still has to do something: registered and neither closed nor gone."""
    return code in OPEN
