"""The monthly complaint report (domain/50 §5.3): a pure function of the month's figures, and its builder.

Sections in rooms of their own: month_overview (I, II), month_spread (III to V), month_cases (VI, VII, XII), month_after
(VIII to XI), month_definitions (the annex).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.analysis.month_types import MonthReport
from app.analysis.periods import YearMonth, parse_month
from app.errors import ValidationError
from app.formats import month_title
from app.i18n import N_, language
from app.i18n import gettext_text as _
from app.reports.document import Block, Document, Heading, Paragraph, Signatures
from app.reports.heading import Firm, firm, minute_text, present, printed_text
from app.reports.month_after import after_blocks
from app.reports.month_cases import case_blocks, open_list
from app.reports.month_definitions import definitions
from app.reports.month_overview import overview_blocks
from app.reports.month_spread import spread_blocks
from app.reports.month_words import Words, month_label
from app.services import complaints, settings
from app.services.workcalendar import firm_calendar

EDITION = 1


@dataclass(frozen=True, slots=True)
class Frame:
    """What the page needs beside the figures: who prints, in which words, when, by which tables of holidays."""

    firm: Firm
    words: Words
    holiday_years: tuple[int, ...]
    printed: datetime
    repeat_days: int = 90


def build(session: Session, month: str | YearMonth) -> Document:
    """The report of a month, "2026-07" or a YearMonth; a month still running is reported as of now and says so."""
    asked = _month(month)
    days = int(settings.value(session, "complaint.repeat_days"))
    frame = Frame(firm(session), words(session), tuple(sorted(firm_calendar(session).years)), present(), days)
    return document(complaints.month(session, asked.year, asked.month), frame)


def _month(month: str | YearMonth) -> YearMonth:
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
        title=_("Monthly Customer Complaint Report, {month}").format(month=_month_text(report)),
        blocks=_blocks(report, frame),
        meta=_meta(report, frame),
        number=f"TSYB-{report.month.year:04d}{report.month.month:02d}-{EDITION}",
        company=frame.firm.name,
        logo=frame.firm.logo,
        footer=(_("Figures as of {moment}").format(moment=_cut_text(report)), printed_text()),
        language=language(),
    )


def _month_text(report: MonthReport) -> str:
    """``2026年7月``; in English the month is cut to three letters, so that the title stays on one line."""
    year, month = report.month.year, report.month.month
    return month_title(year, month) if language() == "zh" else f"{month_label(month)} {year}"


def _blocks(report: MonthReport, frame: Frame) -> tuple[Block, ...]:
    return (
        *overview_blocks(report, frame.words),
        *spread_blocks(report, frame.words),
        *case_blocks(report, frame.words),
        *after_blocks(report, frame.words),
        *open_list(report),
        Heading(_("Signatures"), 2),
        Signatures((_("Prepared by"), _("Reviewed by"), _("Approved by"))),
        Paragraph(_("Distribution: general management, sales, quality, production, customer service"), quiet=True),
        *definitions(report, frame.holiday_years, frame.repeat_days),
    )


def _meta(report: MonthReport, frame: Frame) -> tuple[str, str, str]:
    last = report.span.end - timedelta(microseconds=1)
    period = _("Period {first} to {last}").format(first=report.span.start.date(), last=last.date())
    edition = _("Edition {number} · {day}").format(number=EDITION, day=frame.printed.date())
    return period, _("Prepared by {department}").format(department=frame.firm.department), edition


def _cut_text(report: MonthReport) -> str:
    """The exclusive end as people write it: midnight is 24:00 of the day before."""
    end = report.span.end
    if (end.hour, end.minute) == (0, 0):
        return f"{end.date() - timedelta(days=1)} 24:00"
    return minute_text(end)
