"""The life of a phone memo as one table (F-07): taken over, called back, passed on, settled. What becomes a complaint or a
service request is no move: it is done with one click and asks nothing.

Codes are language-neutral, `label` an English msgid.
"""

from __future__ import annotations

from app.analysis.moves import Move, leading_out, line
from app.i18n import N_

OPEN, CALLED, SETTLED, COMPLAINT, REQUEST = "open", "called", "settled", "complaint", "request"

MOVES = (
    line("take_over", N_("Take it over"), OPEN, OPEN, "for_id", called=(("for_id", N_("Taken over by")),)),
    line("call_back", N_("Called back"), OPEN, CALLED, "result", "settled_at"),
    line("settle", N_("Settle without a call back"), OPEN, SETTLED, "result"),
    line("pass_on", N_("Pass on"), OPEN, OPEN, "for_id"),
)

_BY_CODE = {move.code: move for move in MOVES}


def move(code: str) -> Move:
    """The move of a code; KeyError for an unknown one."""
    return _BY_CODE[code]


def allowed(state: str) -> tuple[Move, ...]:
    """The moves that lead out of a state, in the order of the table."""
    return leading_out(MOVES, state)


def usual(is_taken: bool, call_back: bool) -> str:
    """The code of the recommended move: whoever did not take it over yet does so, then the caller is called back or not."""
    if not is_taken:
        return "take_over"
    return "call_back" if call_back else "settle"
