"""The life of a credit file as one table (F-29): assessed, applied for, approved or turned down, assessed anew.

Codes are language-neutral, `label` an English msgid. "renew" leaves the file as it is and begins the next one.
"""

from __future__ import annotations

from app.analysis.moves import Move, leading_out, line
from app.i18n import N_

DRAFT, APPLIED, APPROVED, REFUSED = "draft", "applied", "approved", "refused"
VALID_MONTHS = 12

MOVES = (
    line("apply", N_("Apply for a limit"), DRAFT, APPLIED, "wished_limit wished_days", "guarantee applicant_id"),
    line("approve", N_("Approve the limit"), APPLIED, APPROVED, "approved_limit approved_days approved_on valid_until",
         "approver_id guarantee reason"),
    line("refuse", N_("Turn it down"), APPLIED, REFUSED, "reason", "approver_id"),
    line("withdraw", N_("Back to draft"), APPLIED, DRAFT, ""),
    line("renew", N_("Assess anew"), f"{APPROVED} {REFUSED}", DRAFT, ""),
    line("end", N_("End the approval"), APPROVED, APPROVED, "reason"),
)

_BY_CODE = {move.code: move for move in MOVES}


def move(code: str) -> Move:
    """The move of a code; KeyError for an unknown one."""
    return _BY_CODE[code]


def allowed(state: str) -> tuple[Move, ...]:
    """The moves that lead out of a state, in the order of the table."""
    return leading_out(MOVES, state)
