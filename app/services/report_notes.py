"""What somebody writes for one section of one period's report: the focus of next month, a lesson, a remark (domain/50 §5.3)."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.periods import YearMonth
from app.models.issued import ReportNote
from app.services import month_bases, records

REMARK, LESSON, FOCUS = "I", "XI", "XV"
SECTIONS = (REMARK, LESSON, FOCUS)
"""The sections of the monthly complaint report that take a text."""


def notes(session: Session, kind: str, period: str) -> dict[str, str]:
    """The texts of a period's report, by section; empty ones are left out."""
    found = session.scalars(_of(kind, period).order_by(ReportNote.id)).all()
    return {row.section: row.text for row in found if row.text}


def _of(kind: str, period: str) -> sa.Select[ReportNote]:
    wanted = (ReportNote.kind == kind, ReportNote.period == period, ReportNote.deleted_at.is_(None))
    return sa.select(ReportNote).where(*wanted)


def write_month(session: Session, month: YearMonth, texts: Mapping[str, str], figures: Mapping[str, int | None]) -> None:
    """The texts (by section) of a month's complaint report and what its complaints are measured against, as one step.
    ValidationError names the figure that can't be."""
    for section, text in texts.items():
        write(session, "complaints", str(month), section, text)
    month_bases.enter(session, month, figures)


def write(session: Session, kind: str, period: str, section: str, text: str) -> bool:
    """Set a section's text, an empty one clears it; True when it differed."""
    given = text.strip() or None
    row = session.scalars(_of(kind, period).where(ReportNote.section == section).order_by(ReportNote.id)).first()
    if row is not None:
        return records.update(session, ReportNote, row.id, {"text": given})
    if given is not None:
        records.create(session, ReportNote, {"kind": kind, "period": period, "section": section, "text": given})
    return given is not None
