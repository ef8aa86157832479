"""Issued reports: a month's report as it was signed, and what people write into the next one (domain/50 §5.3)."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from app.i18n import N_
from app.models import choices as c
from app.models import fields as f
from app.models.base import Entity


class IssuedReport(Entity):
    """One edition of a report: draft, reviewed, issued. An issued one is frozen, its pages are kept as attachments; what is
    corrected afterwards is the next revision, with a note of what changed."""

    entity = "issued_reports"
    label = N_("Issued report")
    plural = N_("Issued reports")
    titles = ("number",)
    searched = False
    sealed = ("state", frozenset({"issued"}), N_("An issued report stays as it is. Make a new revision of it."))

    number: Mapped[str] = f.code(N_("Report no."))
    kind: Mapped[str] = f.code(N_("Report"), 40)
    period: Mapped[str] = f.code(N_("Period"), 20)
    revision: Mapped[int] = f.integer(N_("Revision"))
    state: Mapped[str] = f.choice(N_("State"), c.REPORT_STATE, default="draft")
    change_note: Mapped[str | None] = f.text(N_("What changed"), 2000)
    prepared_by_id: Mapped[UUID | None] = f.link(N_("Prepared by"), "employees")
    prepared_on: Mapped[date | None] = f.day(N_("Prepared on"))
    reviewed_by_id: Mapped[UUID | None] = f.link(N_("Reviewed by"), "employees")
    reviewed_on: Mapped[date | None] = f.day(N_("Reviewed on"))
    issued_by_id: Mapped[UUID | None] = f.link(N_("Approved by"), "employees")
    issued_on: Mapped[date | None] = f.day(N_("Issued on"))
    figures: Mapped[str | None] = f.text(N_("Figures"), 10_000_000)
    """JSON: the figures of the report as they were when it was issued."""


class ReportNote(Entity):
    """A text somebody writes for one section of one period's report: the focus of next month, a lesson."""

    entity = "report_notes"
    label = N_("Text of a report")
    plural = N_("Texts of reports")
    titles = ("text",)
    searched = False

    kind: Mapped[str] = f.code(N_("Report"), 40)
    period: Mapped[str] = f.code(N_("Period"), 20)
    section: Mapped[str] = f.code(N_("Section"), 20)
    text: Mapped[str | None] = f.text(N_("Text"), 20_000)


Index("ix_issued_reports_period", IssuedReport.kind, IssuedReport.period)
Index("ix_report_notes_period", ReportNote.kind, ReportNote.period)
