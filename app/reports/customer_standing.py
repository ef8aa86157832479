"""The grades of a customer on paper: what each system calls it, and why in words (section V of R-02; domain/50 §5.5)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.formats import day_text, number_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.reports.document import Block, Cell, Column, Table
from app.services import customer_grades
from app.services.business import why
from app.services.business.labels import LABELS
from app.services.business.words import LEVELS
from app.services.customer_grades import LEVEL, RFM, STATUS, ByHand

_NAMES: Mapping[str, str] = {
    "scorecard": N_("Scorecard"), "matrices": N_("ABC matrices"), "pyramid": N_("Customer pyramid"), "pareto": N_("ABC by share"),
    RFM: N_("RFM"), LEVEL: N_("Relationship level"), STATUS: N_("Status"),
}  # fmt: skip
_WHY: Mapping[str, Callable[[Any, Any], list[str]]] = {
    "scorecard": why.by_score, "matrices": why.by_matrices, "pyramid": why.by_tier, "pareto": why.by_share, RFM: why.by_rfm,
    LEVEL: why.by_level, STATUS: why.by_orders,
}  # fmt: skip
_GRADE: Mapping[str, Callable[[Any], str]] = {
    "scorecard": lambda row: _score(row), "matrices": lambda row: row[1].grade or "", "pyramid": lambda row: _(LABELS[row[0]]),
    "pareto": lambda row: row.letter or "", RFM: lambda row: _(LABELS.get(row.segment, row.segment)),
    LEVEL: lambda row: _(LEVELS[str(row.level)]) if row.level else "", STATUS: lambda row: _(LABELS[row.code]),
}  # fmt: skip


def _score(row: Any) -> str:
    value = row.score.value.value
    return "" if value is None else f"{_(LABELS[row.score.band])} {number_text(value, 1)}"


def grade_blocks(session: Session, customer_id: UUID, day: date) -> list[Block]:
    """A line for each system that knows the customer, reckoned as of a day; what holds by hand is said first."""
    by_hand = customer_grades.grades_of(session, customer_id).by_hand
    rows: list[tuple[Cell, ...]] = []
    for system, name in _NAMES.items():
        line, whole = customer_grades.anew(session, customer_id, system, day)
        if line is not None:
            grade = _GRADE[system](line.row) or None
            rows.append((_(name), grade, "\n".join([*_set(by_hand.get(system)), *_WHY[system](line, whole)])))
    columns = (Column(_("System")), Column(_("Grade")), Column(_("Why"), weight=1))
    return [Table(columns, tuple(rows), caption=_("Grades"))] if rows else []


def _set(hand: ByHand | None) -> list[str]:
    if hand is None:
        return []
    until = _("until {day}").format(day=day_text(hand.until)) if hand.until is not None else _("until it is ended")
    value = _(LABELS.get(hand.value, hand.value))
    words = _("By hand: {grade}, {day}, decided by {who}. {reason}") if hand.by else _("By hand: {grade}, {day}. {reason}")
    return [words.format(grade=value, day=until, reason=hand.reason, who=hand.by)]
