"""The life of an application to serve a customer no longer as one table (F-12): applied for, endorsed by the director,
approved by the general manager, lifted one day.

Codes are language-neutral, `label` an English msgid.
"""

from __future__ import annotations

from app.analysis.moves import Move, leading_out, line
from app.i18n import N_

APPLIED, ENDORSED, APPROVED, REFUSED, LIFTED = "applied", "endorsed", "approved", "refused", "lifted"
REVIEW_MONTHS = 12

MOVES = (
    line("endorse", N_("Endorse the application"), APPLIED, ENDORSED, "director_id obligations_checked",
         "obligations director_words"),
    line("approve", N_("Approve: serve no longer"), ENDORSED, APPROVED, "manager_id effective_on review_on", "manager_words"),
    line("decline", N_("Turn it down"), APPLIED, REFUSED, "director_id director_words"),
    line("refuse", N_("Turn it down"), ENDORSED, REFUSED, "manager_id manager_words"),
    line("review", N_("Keep it, look again later"), APPROVED, APPROVED, "review_on", "manager_words"),
    line("lift", N_("Serve this customer again"), APPROVED, LIFTED, "lifted_reason"),
)

_BY_CODE = {move.code: move for move in MOVES}


def move(code: str) -> Move:
    """The move of a code; KeyError for an unknown one."""
    return _BY_CODE[code]


def allowed(state: str) -> tuple[Move, ...]:
    """The moves that lead out of a state, in the order of the table."""
    return leading_out(MOVES, state)
