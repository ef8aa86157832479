"""Sections V to VII of the customer analysis: the state of the file, risks, what comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.analysis.completeness import Completeness
from app.analysis.decision_chain import (
    APPROVER_NOT_CONTACTED,
    DECIDER_NOT_CONTACTED,
    NO_DECIDER,
    WEIGHTS_NOT_100,
    ChainView,
)
from app.formats import local
from app.i18n import N_
from app.i18n import gettext_text as _
from app.reports.customer_dealings import one_row
from app.reports.customer_reading import ComplaintLine, VisitLine
from app.reports.document import Block, Cell, Column, Empty, Heading, Lines, Paragraph, Table
from app.reports.heading import listed
from app.reports.month_words import share_text
from app.services.contacts import ChainLine
from app.services.customer_file import dimensions, label_of, weight

_ALERTS = {
    NO_DECIDER: N_("No decider is recorded."),
    DECIDER_NOT_CONTACTED: N_("The decider {name} was not contacted for 90 days."),
    APPROVER_NOT_CONTACTED: N_("The approver {name} was not contacted for 90 days."),
    WEIGHTS_NOT_100: N_("The weights in the decision don't add up to 100."),
}
_MOST = 10


@dataclass(frozen=True, slots=True)
class Situation:
    """What risks and next steps are drawn from; ``now`` on the firm's clock."""

    values: Mapping[str, Any]
    chain: ChainView
    people: Sequence[ChainLine]
    visits: Sequence[VisitLine]
    complaints: Sequence[ComplaintLine]
    now: datetime
    gap_days: int
    warnings: tuple[str, ...] = ()
    """What other parts warn of: money, grades, contracts."""
    chances: tuple[str, ...] = ()
    more_steps: tuple[tuple[date, str, str, str], ...] = ()
    """By when, what, about what, who; beside what visits and complaints bring."""
    decision: str = ""
    owner: str = ""
    """Who looks after the customer: also after steps that name nobody."""


def outlook_blocks(situation: Situation, full: Completeness) -> tuple[Block, ...]:
    """The file's gaps, risks and chances, what is decided and done in the next 90 days, and lines for the conclusion."""
    warnings = [*risks(situation), *situation.warnings]
    told: list[Block] = [Paragraph("· " + warning) for warning in warnings]
    chances: list[Block] = [Paragraph("+ " + chance) for chance in situation.chances]
    return (
        Heading(_("XII Risks and chances")), *(told or [Empty(_("No rule gives a warning."))]), *chances,
        Heading(_("State of the file"), 2), *_file(situation.values, full),
        Heading(_("XIII Conclusions and the next 90 days")),
        Paragraph(situation.decision or _("No portfolio decision was made yet.")), _steps(situation),
        Lines(3, _("Conclusion and measures")),
    )  # fmt: skip


def _file(values: Mapping[str, Any], full: Completeness) -> list[Block]:
    titles = {part.key: _(part.title) for part in dimensions(values["kind"])}
    filled = {titles[key]: share_text(figure) for key, figure in full.sections if figure.value is not None}
    shown = ((_("Whole file"), share_text(full.overall)), *filled.items())
    return [one_row(dict(shown)), _gaps(full)]


def _gaps(full: Completeness) -> Block:
    """The missing fields by weight."""
    if not full.missing:
        return Empty(_("Nothing is missing."))
    kinds = (("required", _("Required")), ("important", _("Important")), ("other", _("Other fields")))
    columns = (Column(_("Missing")), Column(_("Fields"), weight=1))
    found = [(name, [_(label_of(key)) for key in full.missing if weight(key) == kind]) for kind, name in kinds]
    return Table(columns, tuple((name, listed(labels)) for name, labels in found if labels))


def risks(situation: Situation) -> list[str]:
    """What should worry us, by rule: late and urgent complaints, promises, silence, gaps in the chain."""
    return [*_complaint_risks(situation), *_promise_risks(situation), *_silence(situation), *_chain_risks(situation)]


def _complaint_risks(situation: Situation) -> list[str]:
    late = [line for line in situation.complaints if line.open and line.due_at and line.due_at < situation.now]
    urgent = [line for line in situation.complaints if line.open and line.priority in ("P1", "P2") and line not in late]
    found = [_("Complaint {number} is overdue: {subject}").format(number=line.number, subject=line.subject) for line in late]
    return found + [_("Complaint {number} is urgent and open: {subject}").format(number=line.number, subject=line.subject)
                    for line in urgent]  # fmt: skip


def _promise_risks(situation: Situation) -> list[str]:
    told = _("A promise of {day} is not kept: {promise}")
    return [told.format(day=line.promise_due, promise=line.promise) for line in _promises(situation)
            if line.promise_due and line.promise_due < situation.now.date()]  # fmt: skip


def _promises(situation: Situation) -> list[VisitLine]:
    return [line for line in situation.visits if line.promise and not line.promise_kept_on and line.state == "done"]


def _silence(situation: Situation) -> list[str]:
    last: datetime | None = situation.values["last_contact_at"]
    if last is None:
        return [_("Nobody was in touch with this customer yet.")]
    days = (situation.now.date() - local(last).date()).days
    return [_("No contact for {days} days.").format(days=days)] if days > situation.gap_days else []


def _chain_risks(situation: Situation) -> list[str]:
    names = {line.id.hex: line.values["name"] for line in situation.people}
    found = [_(_ALERTS[alert.reason]).format(name=names.get(alert.node or "", "")) for alert in situation.chain.alerts]
    gone = [line for line in situation.people if line.values["has_left"] and line.values["role"] in ("decider", "approver")]
    return found + [_("{name}, who decided, has left.").format(name=line.values["name"]) for line in gone]


def _steps(situation: Situation) -> Block:
    rows: list[tuple[date, str, str, str]] = []
    for line in situation.complaints:
        if line.open:
            due = line.due_at.date() if line.due_at else date.max
            rows.append((due, _("Handle complaint {number}").format(number=line.number), line.subject, line.handler))
    rows += [(line.promise_due or date.max, _("Keep a promise"), line.promise, line.who) for line in _promises(situation)]
    rows += [(line.planned_on or date.max, _("Visit"), line.purpose, line.who) for line in situation.visits
             if line.state == "planned"]  # fmt: skip
    rows += situation.more_steps
    until = situation.now.date() + timedelta(days=90)
    rows = [row for row in rows if row[0] <= until or row[0] == date.max]
    if not rows:
        return Empty(_("No next step is planned."))
    columns = (
        Column(_("By when"), "left", kind="number"), Column(_("What to do")), Column(_("Concerning"), weight=1), Column(_("Who")),
    )  # fmt: skip
    rest = len(rows) - _MOST
    notes = (_("{count} later ones are not shown.").format(count=rest),) if rest > 0 else ()
    return Table(columns, tuple(_step(situation, *row) for row in sorted(rows)[:_MOST]), notes=notes)


def _step(situation: Situation, due: date, what: str, about: str, who: str) -> tuple[Cell, ...]:
    """What should have been done by now is said to be overdue."""
    told = _("{what} ({due})").format(what=what, due=_("Overdue")) if due < situation.now.date() else what
    return (None if due == date.max else due), told, about or None, who or situation.owner or None
