"""What is done about a care date, as a table of moves (F-28): done, put to another day, left out, held until its owner was asked.

Codes are language-neutral, `label` an English msgid.
"""

from __future__ import annotations

from app.analysis.moves import Move, leading_out, line
from app.i18n import N_

_ANY = "open held skipped"
MOVES = (
    line("done", N_("Record as done"), _ANY, "done", "done_on", "means cost reaction reason"),
    line("postpone", N_("Remind on another day"), _ANY, "open", "remind_on"),
    line("skip", N_("Leave out this time"), _ANY, "skipped", "reason"),
    line("hold", N_("Hold and ask the owner"), "open", "held", "reason"),
)

_BY_CODE = {move.code: move for move in MOVES}


def move(code: str) -> Move:
    """The move of a code; KeyError for an unknown one."""
    return _BY_CODE[code]


def allowed(state: str) -> tuple[Move, ...]:
    """The moves that lead out of a state, the usual one first; what speaks against a care date is usually heeded."""
    found = leading_out(MOVES, state)
    return tuple(sorted(found, key=lambda each: each.code != "skip")) if state == "skipped" else found
