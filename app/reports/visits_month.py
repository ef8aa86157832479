"""拜访计划与执行表 (R-08): a month's visits as planned and done, by person and by level, with C36 and each visit."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis.periods import YearMonth
from app.formats import local, month_title
from app.i18n import gettext_text as _
from app.i18n import language
from app.models import Visit, fields_of
from app.models import choices as c
from app.models import visit_choices as v
from app.models.fields import Choice
from app.reports.complaints_month import as_month
from app.reports.document import Block, Cell, Column, Document, Empty, Facts, Heading, Landscape, Paragraph, Signatures, Table
from app.reports.heading import firm, joined, listed, printed_text
from app.reports.lines import shorten
from app.reports.month_words import share_text
from app.reports.subject import find_colleague
from app.services import settings, visit_performance
from app.services.present import text_of
from app.services.visit_briefs import Brief, briefs, due_or_done
from app.services.visit_performance import OTHER, Performance, Row

MOST = 400
"""Visits printed line by line; the figures count all of them."""

_LONGEST = 60


def build(session: Session, month: str | YearMonth, colleague: str | UUID = "") -> Document:
    """The month's plan and performance, of everybody or of one colleague (by whole name or id)."""
    asked = as_month(month)
    who = find_colleague(session, colleague)
    found = visit_performance.month(session, asked.year, asked.month, who.id if who else None)
    ids = due_or_done(session, found.first, found.last, who.id if who else None)
    lines, ours = briefs(session, ids[:MOST]), firm(session)
    words = (*_definitions(session, found), *_signed())
    title = _("Visit plan and performance, {month}").format(month=month_title(asked.year, asked.month))
    return Document(
        title=title,
        blocks=(*_summary(found), *_tables(found), *words, *_lines(lines, len(ids) - len(lines))),
        meta=(who.name if who else _("Everybody"), "", f"{found.first} – {found.last}"),
        subject=who.name if who else "",
        company=ours.name,
        logo=ours.logo,
        footer=(printed_text(),),
        language=language(),
    )


def _signed() -> tuple[Block, ...]:
    """What is signed are the figures: the visits one by one follow."""
    return (Signatures((_("Prepared by"), _("Reviewed by"))),)


def _summary(found: Performance) -> tuple[Block, ...]:
    figures = found.total.figures
    due, done = figures.planned, figures.done
    said = [
        _("{due} visits were due; {on_time} of them were done in time ({share}).").format(
            due=due, on_time=figures.on_time, share=share_text(figures.completion)),
        _("{done} visits took place, {unplanned} of them without a plan.").format(done=done, unplanned=figures.unplanned),
    ]  # fmt: skip
    if found.ahead:
        words = _("{count} more are planned for days after {day}: they are not due yet and count in no figure.")
        said.append(words.format(count=found.ahead, day=found.until))
    if figures.cancelled:
        said.append(_("{count} more were called off by the customer and do not count.").format(count=figures.cancelled))
    return (Heading(_("Overview")), Paragraph(joined(said)), Facts(_facts(found), 3))


def _facts(found: Performance) -> tuple[tuple[str, Cell], ...]:
    figures = found.total.figures
    return (
        (_("Completion"), share_text(figures.completion)), (_("Coverage"), share_text(figures.coverage)),
        (_("Purpose achieved"), share_text(figures.effective)), (_("Recorded within 24 hours"), share_text(found.total.recorded)),
        (_("Moved at least once"), found.moved),
        (_("Why visits did not happen"), listed([f"{_label(c.VISIT_MISSED, code)} {n}" for code, n in found.missed]) or None),
    )  # fmt: skip


def _label(choices: Sequence[Choice], code: str) -> str:
    return next((_(one.label) for one in choices if one.code == code), code)


def _tables(found: Performance) -> tuple[Block, ...]:
    if not found.people:
        return (Empty(_("No visit was due in this month, and none took place.")),)
    people = [(one.name or _("Nobody named"), one) for one in found.people]
    levels = [(_level(one.key), one) for one in found.levels]
    return (
        Heading(_("By person")), _table(_("Colleague"), people, found),
        Heading(_("By level")), _table(_("Visiting level"), levels, found),
    )  # fmt: skip


def _table(first: str, rows: Sequence[tuple[str, Row]], found: Performance) -> Table:
    """What still lies ahead has a column while there is any."""
    ahead = bool(found.ahead)
    lines = tuple(_row(name, one, ahead) for name, one in rows)
    return Table(_columns(first, ahead), lines, total=_row(_("In all"), found.total, ahead))


def _level(code: str) -> str:
    return _("Others") if code == OTHER else _label(v.VISIT_LEVEL, code)


def _columns(first: str, ahead: bool) -> tuple[Column, ...]:
    labels = (_("Visits due"), _("Called off"), _("In time"), _("Completion"), _("Coverage"), _("Done"), _("Unplanned"),
              _("Purpose achieved"), _("Within 24 h"), *([_("Not due yet")] if ahead else []))  # fmt: skip
    return (Column(first, weight=1), *(Column(label, kind="number") for label in labels))


def _row(name: str, one: Row, ahead: bool) -> tuple[Cell, ...]:
    figures = one.figures
    shares = map(share_text, (figures.completion, figures.coverage))
    done = (figures.done, figures.unplanned, share_text(figures.effective), share_text(one.recorded))
    return (name, figures.planned, figures.cancelled, figures.on_time, *shares, *done, *([one.ahead] if ahead else []))


def _definitions(session: Session, found: Performance) -> tuple[Block, ...]:
    window = int(settings.value(session, "visit.window_days"))
    due = _("Due: first planned for a day of the month up to {day}; what the customer called off is not counted.")
    if not found.first <= found.until < found.last:
        due = _("Due: first planned for a day of the month; what the customer called off is not counted.")
    said = [
        due.format(day=found.until),
        _("In time: done within {days} days of that day. Completion: in time, of those due.").format(days=window),
        _("Coverage: customers visited, of those with a visit due. Purpose achieved: so recorded, of the visits done."),
        _("A visit of several colleagues counts for each of them and for the seniors' levels, in all once."),
        _("Calls, messages and letters are no visits. Those of salespeople count as sales managers'."),
    ]
    return (Paragraph(joined(said), quiet=True),)


def _lines(lines: Sequence[Brief], left_out: int) -> tuple[Block, ...]:
    if not lines:
        return ()
    columns = (
        Column(_("First planned for"), kind="number"), Column(_("Done on"), kind="number"), Column(_("Customer"), weight=2),
        Column(_("Visiting level")), Column(_("Done by")), Column(_("Purpose"), weight=2), Column(_("State")),
        Column(_("Result")),
    )  # fmt: skip
    more = (_("{count} further visits are not listed.").format(count=left_out),) if left_out > 0 else ()
    return (Landscape((Heading(_("Visit by visit")), Table(columns, tuple(map(_line, lines)), notes=more))),)


def _line(one: Brief) -> tuple[Cell, ...]:
    values, fields = one.values, fields_of(Visit)
    done = local(values["happened_at"]).date() if values["state"] == "done" and values["happened_at"] else None
    state = _label(c.VISIT_MISSED, values["missed"]) if values["missed"] else text_of(fields["state"], values["state"])
    return (
        _due(one), done, str(one.customer["short_name"] or one.customer["name"]),
        text_of(fields["level"], values["level"]) or None,
        one.owner or None, shorten(values["purpose"] or "", _LONGEST) or None, state,
        text_of(fields["result"], values["result"]) or None,
    )  # fmt: skip


def _due(one: Brief) -> date | None:
    day: date | None = one.values["first_planned_on"] or one.values["planned_on"]
    return day
