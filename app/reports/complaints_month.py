"""The monthly complaint report (domain/50 §5.3): a pure function of the month's figures, and its builder.

Sections in rooms of their own: month_story and month_overview (I, II), month_spread (III to V), month_cases (VI, VII, XII),
month_after (VIII to X), month_actions (XI, XIII to XV), month_definitions (the annex). A month whose newest edition is issued
comes out as its kept pages (services/issued_reports).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis.month_types import OTHERS, UNKNOWN, MonthReport
from app.analysis.periods import YearMonth, parse_month
from app.errors import ValidationError
from app.formats import month_title
from app.i18n import N_, language
from app.i18n import gettext_text as _
from app.reports.document import Block, Document, Heading, Paragraph, Signatures
from app.reports.heading import Firm, firm, minute_text, present, printed_text
from app.reports.month_actions import Actions, action_blocks, tale_blocks
from app.reports.month_after import after_blocks
from app.reports.month_cases import case_blocks, open_list
from app.reports.month_definitions import definitions
from app.reports.month_overview import overview_blocks
from app.reports.month_spread import spread_blocks
from app.reports.month_words import Words, month_label
from app.services import complaints, improvement_lines, issued_reports, month_tales, report_notes, settings
from app.services.issued_reports import Edition
from app.services.month_tales import Tale
from app.services.workcalendar import firm_calendar

KIND = issued_reports.KIND


@dataclass(frozen=True, slots=True)
class Frame:
    """What the pages need beside the figures: who prints, in which words, when, by which tables of holidays; which edition it
    is, and what people wrote for its sections (services/report_notes)."""

    firm: Firm
    words: Words
    holiday_years: tuple[int, ...]
    printed: datetime
    repeat_days: int = 90
    revision: int = 1
    state: str = issued_reports.DRAFT
    change_note: str = ""
    signed: tuple[str, str, str] = ("", "", "")
    notes: Mapping[str, str] = field(default_factory=dict)
    tales: tuple[Tale, ...] = ()
    actions: Actions = field(default_factory=Actions)


def build(session: Session, month: str | YearMonth) -> Document:
    """The report of a month, "2026-07" or a YearMonth; a month still running is reported as of now and says so. An issued one
    is what was issued; StorageError where its pages are gone."""
    asked = as_month(month)
    edition = issued_reports.current(session, KIND, str(asked))
    if edition is not None and edition.state == issued_reports.ISSUED:
        return _frozen(asked, edition, issued_reports.kept(session, edition.id, language()))
    report = complaints.month(session, asked.year, asked.month)
    return document(report, frame(session, report, edition))


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures for a screen or a workbook: the same blocks as on paper, the cases behind each key of their tables (ids in
    hex), and what can be chosen: dimension -> (value, name)."""

    document: Document
    behind: Mapping[str, tuple[str, ...]]
    choices: Mapping[str, tuple[tuple[str, str], ...]]


DIMENSIONS = ("grade", "product", "department", "salesperson", "category")
"""What the figures can be narrowed to."""


def figures(session: Session, month: str | YearMonth, only: Mapping[str, str] | None = None) -> Figures:
    """The month's figures as they are now, of all complaints or of those with these values of DIMENSIONS."""
    asked = as_month(month)
    whole = complaints.month(session, asked.year, asked.month)
    report = complaints.month(session, asked.year, asked.month, only) if only else whole
    edition = issued_reports.current(session, KIND, str(asked))
    own = frame(session, report, edition)
    choices = {name: _chosen(whole, name, own.words) for name in DIMENSIONS}
    return Figures(document(report, own), _behind(report), choices)


def _behind(report: MonthReport) -> Mapping[str, tuple[str, ...]]:
    known, again = report.members, {row.id: 0 for row in report.reopenings}
    single = {key for ids in known.values() for key in ids} | again.keys() | {row.id for row in report.repeats}
    return {
        **known, **{f"id.{key}": (key,) for key in single}, "repeats": tuple(row.id for row in report.repeats),
        "reopenings": tuple(again), "attitude": tuple(key for score in "54321" for key in known.get(f"attitude.{score}", ())),
    }  # fmt: skip


def _chosen(report: MonthReport, dimension: str, words: Words) -> tuple[tuple[str, str], ...]:
    prefix = f"{dimension}."
    keys = (key.removeprefix(prefix) for key in report.members if key.startswith(prefix))
    named = [(key, words.label(dimension, key)) for key in keys if key not in (UNKNOWN, OTHERS)]
    return tuple(sorted(named, key=lambda pair: pair[1]))


def _frozen(month: YearMonth, edition: Edition, pages: bytes) -> Document:
    told = _("Issued as {number}; these are the pages as they were issued.").format(number=edition.number)
    return Document(title_of(month), (), number=edition.number, language=language(), kept=pages, note=told)


def frame(session: Session, report: MonthReport, edition: Edition | None, state: str = "") -> Frame:
    """What is beside the figures of a month. ``state`` prints the edition as one of another state: that of being issued."""
    days = int(settings.value(session, "complaint.repeat_days"))
    given = edition or Edition(UUID(int=0), "", 1, issued_reports.DRAFT, "", "", "", "", None, None, None)
    first, last = report.month.start.date(), report.month.end.date() - timedelta(days=1)
    vital = [code for code in report.vital_few if code not in (OTHERS, UNKNOWN)]
    missing = improvement_lines.missing_for(session, vital, first)
    actions = Actions(
        improvement_lines.followed(session, first, last), improvement_lines.of_month(session, first, last), missing
    )
    return Frame(
        firm(session), words(session), tuple(sorted(firm_calendar(session).years)), present(), days, given.revision,
        state or given.state, given.change_note, (given.prepared_by, given.reviewed_by, given.issued_by),
        report_notes.notes(session, KIND, str(report.month)), month_tales.tales(session, report.typical, report.span.end),
        actions,
    )  # fmt: skip


def as_month(month: str | YearMonth) -> YearMonth:
    """A month as asked for; ValidationError where it is none."""
    if isinstance(month, YearMonth):
        return month
    try:
        return parse_month(month)
    except ValueError as error:
        raise ValidationError(N_("“{month}” is not a month; write it as 2026-07."), field="month", month=month) from error


def words(session: Session) -> Words:
    """The firm's names of complaint categories in the language in force."""
    rows = settings.value(session, "complaint.categories")
    return Words({row["code"]: row[language()] or row["en"] for row in rows})


def document(report: MonthReport, frame: Frame) -> Document:
    """The printed pages of a month's figures, in the language in force."""
    return Document(
        title=title_of(report.month),
        blocks=_blocks(report, frame),
        meta=_meta(report, frame),
        number=issued_reports.number_of(KIND, report.month, frame.revision),
        company=frame.firm.name,
        logo=frame.firm.logo,
        footer=(_("Figures as of {moment}").format(moment=_cut_text(report)), printed_text()),
        language=language(),
    )


def title_of(month: YearMonth) -> str:
    """``2026年7月客户投诉月报``; in English the month is cut to three letters, so that the title stays on one line."""
    zh = language() == "zh"
    text = month_title(month.year, month.month) if zh else f"{month_label(month.month)} {month.year}"
    return _("Monthly Customer Complaint Report, {month}").format(month=text)


def _blocks(report: MonthReport, frame: Frame) -> tuple[Block, ...]:
    changed = _("Revision {number} corrects: {note}").format(number=frame.revision, note=frame.change_note)
    return (
        *((Paragraph(changed, bold=True),) if frame.change_note else ()),
        *overview_blocks(report, frame.words, frame.notes.get(report_notes.REMARK, "")),
        *spread_blocks(report, frame.words),
        *case_blocks(report, frame.words),
        *after_blocks(report, frame.words),
        *tale_blocks(frame.tales, frame.notes.get(report_notes.LESSON, ""), frame.words),
        *open_list(report),
        *action_blocks(frame.actions, frame.notes.get(report_notes.FOCUS, ""), frame.words),
        *definitions(report, frame.holiday_years, frame.repeat_days),
        Heading(_("Signatures"), 2),
        Signatures(_signers(frame)),
        Paragraph(_("Distribution: general management, sales, quality, production, customer service"), quiet=True),
    )


def _signers(frame: Frame) -> tuple[str, ...]:
    labels = (_("Prepared by"), _("Reviewed by"), _("Approved by"))
    return tuple(f"{label}　{name}".rstrip("　") for label, name in zip(labels, frame.signed, strict=True))


_STATES = {
    issued_reports.DRAFT: N_("Edition {number} (draft)"), issued_reports.REVIEWED: N_("Edition {number} (reviewed)"),
    issued_reports.ISSUED: N_("Edition {number}"),
}  # fmt: skip


def _meta(report: MonthReport, frame: Frame) -> tuple[str, str, str]:
    """Two lines in three columns: period and cut, department and day, edition and confidentiality."""
    last = report.span.end - timedelta(microseconds=1)
    period = _("Period {first} to {last}").format(first=report.span.start.date(), last=last.date())
    cut = _("Figures as of {moment}").format(moment=_cut_text(report))
    department = _("Prepared by {department}").format(department=frame.firm.department)
    day = _("Prepared on {day}").format(day=frame.printed.date())
    edition = _(_STATES[frame.state]).format(number=frame.revision)
    secrecy = _("Confidentiality: internal")
    return f"{period}\n{cut}", f"{department}\n{day}", f"{edition}\n{secrecy}"


def _cut_text(report: MonthReport) -> str:
    """The exclusive end as people write it: midnight is 24:00 of the day before."""
    end = report.span.end
    if (end.hour, end.minute) == (0, 0):
        return f"{end.date() - timedelta(days=1)} 24:00"
    return minute_text(end)
