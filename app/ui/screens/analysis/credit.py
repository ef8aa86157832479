"""Credit of all customers as a table: score, grade, limit, what uses it up, what is available, whether supply is held."""

from collections.abc import Mapping
from typing import Any

from app.i18n import N_
from app.i18n import gettext_text as _
from app.services import credit_words
from app.services.business import credit as standings
from app.services.business.behind import LATE, OPEN, UNBILLED
from app.services.business.clients import Line
from app.services.business.credit import Standing
from app.services.business.labels import LABELS
from app.ui.screens.analysis.shown import CODE, NAME, Column, Row, Shown, Wanted, fact, left_out_words, row_of

HOLD: Mapping[str, str] = {code: LABELS[code] for code in ("free", "approval", "stop")}
CREDIT = (
    CODE, NAME, Column(N_("Score"), "decimal", 72), Column(N_("Credit grade"), "badge", 80, tones="credit_grade"),
    Column(N_("Terms (days)"), "number", 80), Column(N_("Credit limit"), "money", 112),
    Column(N_("Receivables"), "money", 112, OPEN), Column(N_("Orders not billed"), "money", 108, UNBILLED),
    Column(N_("Available"), "money", 112), Column(N_("Overdue amount"), "money", 104, LATE),
    Column(N_("Oldest (days)"), "number", 84), Column(N_("Supply"), "badge", 108, words=HOLD, tones="hold"),
)  # fmt: skip


def credit(session: Any, wanted: Wanted) -> Shown:
    """C27: everybody with orders, something open, a limit or a credit file."""
    found = standings.credit(session, wanted.period)
    rows = tuple(_row(line) for line in found.lines)
    known = [line.row for line in found.lines if line.row.limit.value is not None]
    limits, free = sum(int(one.limit.value or 0) for one in known), sum(int(one.available.value or 0) for one in known)
    facts = (
        fact(N_("Limits together"), "money", limits), fact(N_("Available"), "money", free),
        fact(N_("Overdue amount"), "money", sum(line.row.overdue for line in found.lines)),
        *((_(word), str(found.company[code])) for code, word in HOLD.items()),
        (_("Without a limit"), str(len(found.lines) - len(known))),
    )  # fmt: skip
    return Shown(CREDIT, rows, facts, left_out_words(found.left_out), found)


def _row(line: Line[Standing]) -> Row:
    one = line.row
    values = (
        one.score.value, one.grade or None, one.terms_days, one.limit, one.use.receivables, one.use.delivered + one.use.ordered,
        one.available, one.overdue, one.oldest_overdue, one.hold,
    )  # fmt: skip
    return row_of(CREDIT, line.client, values, line)


def by_credit(line: Line[Standing], _all: Any) -> list[str]:
    """The marks with their points, the limit that counts, what uses it up, whether supply is held."""
    return credit_words.standing_why(line.row)
