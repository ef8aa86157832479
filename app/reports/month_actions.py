"""Sections XI and XIII to XV of the monthly complaint report: cases worth telling, measures and the focus of next month."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.formats import excerpt, number_text
from app.i18n import gettext_text as _
from app.i18n import ngettext
from app.models import choices as c
from app.models.fields import Choice
from app.reports.document import Block, Cell, Column, Facts, Heading, Paragraph, SideBySide, Table
from app.reports.heading import joined, listed
from app.reports.month_spread import nothing
from app.reports.month_words import Words
from app.services.improvement_lines import ImprovementLine
from app.services.month_tales import Tale

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Actions:
    """``followed``: measures of earlier months; ``new``: opened in this one; ``missing``: main categories without any."""

    followed: tuple[ImprovementLine, ...] = ()
    new: tuple[ImprovementLine, ...] = ()
    missing: tuple[str, ...] = ()


def tale_blocks(tales: Sequence[Tale], lesson: str, words: Words) -> tuple[Block, ...]:
    """XI: one to three cases, and what somebody draws from them."""
    told: list[Block] = [block for place, tale in enumerate(tales, start=1) for block in _tale(place, tale, words)]
    drawn: list[Block] = [Heading(_("Lessons"), 2), Paragraph(lesson)] if lesson else []
    if not (told or drawn):
        told = [nothing()]
    return (Heading(_("XI Cases")), *told, *drawn)


def _tale(place: int, tale: Tale, words: Words) -> list[Block]:
    head = _("Case {place}: {problem} ({customer}, {number})").format(
        place=place, problem=words.label("l2", tale.category), customer=tale.customer, number=tale.number
    )
    came = _("Received on {day}, {end}.").format(day=tale.received_at.date(), end=_end(tale))
    cause = _(": ").join(part for part in (words.label("cause", tale.cause) if tale.cause else "", tale.why) if part)
    facts = (
        (_("How it went"), joined([_sentence(tale.happened), came])), (_("Why"), cause or None),
        (_("What was done"), tale.done or None), (_("What it teaches"), tale.lesson or None),
    )  # fmt: skip
    return [Heading(head, 2), SideBySide((Facts(facts, 1),))]  # a case is told on one page


def _sentence(text: str) -> str:
    """What somebody wrote, with a full stop where it has none."""
    plain = text.rstrip()
    return plain if not plain or plain[-1] in ".!?…。！？；;" else _("{sentence}.").format(sentence=plain)


def _end(tale: Tale) -> str:
    if tale.closed_at is None:
        return _("still open")
    return _("closed on {day}").format(day=tale.closed_at.date())


def action_blocks(actions: Actions, focus: str, words: Words) -> tuple[Block, ...]:
    """XIII to XV."""
    return (
        Heading(_("XIII Follow-up of last month's actions")),
        *((followed_table(actions.followed),) if actions.followed else (nothing(),)),
        Heading(_("XIV New actions")), *_new(actions, words),
        Heading(_("XV Focus and support needed next month")), *((Paragraph(focus),) if focus else (nothing(),)),
    )  # fmt: skip


def followed_table(lines: Sequence[ImprovementLine]) -> Table:
    """PDCA of the measures of earlier months, with the figures of their checks."""
    columns = (
        Column(_("Measure no."), "left", kind="number"), Column(_("Measure"), weight=2), Column(_("Responsible")),
        Column(_("Due on"), kind="number"), Column(_("State")), Column(_("Figures of the check"), weight=2),
        Column(_("Conclusion"), weight=2),
    )  # fmt: skip
    rows = tuple(
        (line.number, line.name, line.owner or None, line.due_on, _state(line), _figures(line), _conclusion(line))
        for line in lines
    )
    return Table(columns, rows)


def _state(line: ImprovementLine) -> str:
    label = _label(c.IMPROVEMENT_STATE, line.state)
    return _("{state}, overdue").format(state=label) if line.overdue else label


def _label(choices: Sequence[Choice], code: str | None) -> str:
    return next((_(each.label) for each in choices if each.code == code), "")


def _figures(line: ImprovementLine) -> Cell:
    """``On-time closing: 75 → 92 % (target 90)``; a dash before the check."""
    if line.measured is None:
        return None
    told = _("{before} → {after} {unit}").format(before=_number(line.baseline), after=_number(line.measured), unit=line.unit)
    target = _("(target {value})").format(value=_number(line.target)) if line.target is not None else ""
    metric = _("{metric}: ").format(metric=line.metric) if line.metric else ""
    return " ".join(f"{metric}{told.strip()} {target}".split())


def _number(value: Decimal | None) -> str:
    return "—" if value is None else number_text(value, max(0, -int(value.normalize().as_tuple().exponent)))


def _conclusion(line: ImprovementLine) -> Cell:
    parts = [_label(c.EFFECTIVE, line.effective), excerpt(line.finding, _LONGEST)]
    return _(": ").join(part for part in parts if part) or None


def _new(actions: Actions, words: Words) -> tuple[Block, ...]:
    without = [words.label("category", code) for code in actions.missing]
    told = _("No measure yet for {names}, among the main categories of this month.")
    lacking = (Paragraph(told.format(names=listed(without)), bold=True),) if without else ()
    if actions.new:
        return new_table(actions.new, words), *lacking
    return lacking or (nothing(),)


def new_table(lines: Sequence[ImprovementLine], words: Words) -> Table:
    """What is planned: problem and figures, cause, measure, who, until when, to what end."""
    columns = (
        Column(_("Measure no."), "left", kind="number"), Column(_("Problem"), weight=2), Column(_("Root cause"), weight=2),
        Column(_("Measure"), weight=2), Column(_("Responsible")), Column(_("Due on"), kind="number"), Column(_("Target")),
    )  # fmt: skip
    rows = tuple(
        (line.number, _problem(line, words), _cause(line), line.name, line.owner or None, line.due_on, _target(line))
        for line in lines
    )
    return Table(columns, rows)


def _problem(line: ImprovementLine, words: Words) -> Cell:
    category = words.label("category", line.category) if line.category else ""
    count = len(line.complaints)
    based = ngettext("from {count} complaint", "from {count} complaints", count).format(count=count) if count else ""
    return "\n".join(part for part in (excerpt(line.problem, _LONGEST) or category, based) if part) or None


def _cause(line: ImprovementLine) -> Cell:
    return _(": ").join(part for part in (_label(c.CAUSE, line.cause), excerpt(line.cause_text, _LONGEST)) if part) or None


def _target(line: ImprovementLine) -> Cell:
    if line.target is None:
        return None
    figures = f"{_number(line.baseline)} → {_number(line.target)} {line.unit}".strip()
    return f"{line.metric}\n{figures}" if line.metric else figures
