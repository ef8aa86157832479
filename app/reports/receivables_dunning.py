"""The steps, promises and disputes of R-12: who is reminded how, what was promised, what is argued about."""

from collections.abc import Sequence
from datetime import date

from app.analysis.dunning_ladder import BROKEN, KEPT, OPEN, OVER
from app.formats import money_text, percent_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import fields_of
from app.models.receivable import Dunning
from app.reports.document import Block, Cell, Column, Empty, Paragraph, Table
from app.reports.heading import listed
from app.services.dunning import Debtor
from app.services.dunning_promises import Promised
from app.services.present import text_of

_MOST, _NAMED = 60, 30
_NEAR = 180
"""Days before a claim can no longer be sued for that its line is in bold."""
STATES = {KEPT: N_("Kept"), BROKEN: N_("Broken"), OVER: N_("Over, not settled"), OPEN: N_("Not yet due")}


def step_blocks(debtors: Sequence[Debtor], as_of: date) -> tuple[Block, ...]:
    """The customers on the ladder that are overdue: what was done last, what is due, until when can be sued; then by name those
    whose invoices fall due soon, by the step that is due."""
    running = [one for one in debtors if one.running and one.late > 0]
    soon = [one for one in debtors if one.running and one.late <= 0 and one.step]
    if not running and not soon:
        return (Empty(_("Nothing is overdue or about to be.")),)
    return *((_late(running, as_of),) if running else ()), *_soon(soon)


def _late(running: Sequence[Debtor], as_of: date) -> Table:
    columns = (
        Column(_("Customer"), weight=2), Column(_("Looked after by")), Column(_("Overdue amount"), kind="number"),
        Column(_("Oldest (days)"), kind="number"), Column(_("Done last"), weight=2), Column(_("Due now"), weight=2),
        Column(_("Can be sued until"), kind="number"),
    )  # fmt: skip
    shown = running[:_MOST]
    rows = tuple(
        (one.name, one.owner or None, money_text(one.overdue), one.late, _last(one), _due(one), one.sue_until) for one in shown
    )
    urgent = frozenset(place for place, one in enumerate(shown) if one.sue_until and (one.sue_until - as_of).days <= _NEAR)
    more = (_("{count} more are not shown.").format(count=len(running) - _MOST),) if len(running) > _MOST else ()
    return Table(columns, rows, emphasis=urgent, notes=more)


def _soon(soon: Sequence[Debtor]) -> tuple[Block, ...]:
    """A line for each step; who looks after a customer stands behind its name."""
    by_step: dict[str, list[str]] = {}
    for one in soon:
        name = _("{name} ({owner})").format(name=one.name, owner=one.owner) if one.owner else one.name
        by_step.setdefault(_due(one), []).append(name)
    lines = []
    for step, names in by_step.items():
        rest = len(names) - _NAMED
        more = [_("{count} more").format(count=rest)] if rest > 0 else []
        lines.append(_("{step}: {names}").format(step=step, names=listed([*names[:_NAMED], *more])))
    return tuple(map(Paragraph, lines))


def _step(step: str) -> str:
    return text_of(fields_of(Dunning)["step"], step)


def _last(one: Debtor) -> Cell:
    return f"{one.done[0].day} {_step(one.done[0].step)}" if one.done else None


def _due(one: Debtor) -> str:
    if one.waits_until is not None:
        return _("waits until {day}").format(day=one.waits_until)
    return _step(one.step) if one.step else "—"


def promise_blocks(promises: Sequence[Promised]) -> tuple[Block, ...]:
    """How many promises were kept, and each of them; those over by now count as not kept in the rate."""
    if not promises:
        return (Empty(_("Nothing was promised in the last 90 days, and nothing is open.")),)
    count = {state: sum(one.state == state for one in promises) for state in STATES}
    settled = count[KEPT] + count[BROKEN] + count[OVER]
    rate = percent_text(count[KEPT] / settled) if settled else "—"
    told = _("Kept {kept}, broken {broken}, over {over}, open {open}; {rate} of those that fell due were kept.").format(
        kept=count[KEPT], broken=count[BROKEN], over=count[OVER], open=count[OPEN], rate=rate
    )
    columns = (
        Column(_("Customer"), weight=1), Column(_("Promised on"), kind="number"), Column(_("Amount promised"), kind="number"),
        Column(_("Promised for"), kind="number"), Column(_("State")), Column(_("Kept on"), kind="number"), Column(_("Noted by")),
    )  # fmt: skip
    rows = tuple(
        (one.customer, one.made_on, money_text(one.amount) if one.amount is not None else None, one.due, _(STATES[one.state]),
         one.kept_on, one.who or None)
        for one in promises[:_MOST]
    )  # fmt: skip
    return Paragraph(told), Table(columns, rows)


def disputed_blocks(debtors: Sequence[Debtor]) -> tuple[Block, ...]:
    """What is not dunned, and why."""
    held = [(one, bill) for one in debtors for bill in one.bills if bill.held]
    if not held:
        return (Empty(_("No invoice is disputed.")),)
    columns = (
        Column(_("Customer"), weight=1), Column(_("Invoice no.")), Column(_("Due date"), kind="number"),
        Column(_("Open amount"), kind="number"), Column(_("Why disputed"), weight=2),
    )  # fmt: skip
    rows = tuple((one.name, bill.number, bill.due_on, money_text(bill.open), bill.reason or None) for one, bill in held[:_MOST])
    return (Table(columns, rows, total=(_("Together"), "", "", money_text(sum(bill.open for _one, bill in held)), "")),)
