"""Editions of a month's report: draft, reviewed, issued (domain/50 §5.3). An issued one is frozen: its figures and its printed
pages in both languages are kept with it; what is corrected afterwards is the next revision, which says what changed.

These writes are no steps of undo (``store.notes.note``, ``Gateway.note``): Ctrl+Z passes them over, as issued reports don't
change (domain/05). A review can be taken back by ``take_back``, an issued report by nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.analysis.periods import YearMonth, parse_month
from app.analysis.workdays import is_workday, nth_workday
from app.errors import ConflictError, StorageError, ValidationError
from app.formats import from_local, local, today
from app.i18n import N_
from app.models import Complaint, Employee
from app.models.issued import IssuedReport
from app.models.session import now
from app.services import attachments, records, roles
from app.services.complaint_people import me
from app.services.workcalendar import firm_calendar

KIND = "complaints"
DRAFT, REVIEWED, ISSUED = "draft", "reviewed", "issued"
LABEL = N_("Report issued or revised")
_PREFIXES = {KIND: "TSYB"}
_REMIND, _DUE = 1, 3  # working days of the next month


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a period's report. Names are empty and days None where that has not happened."""

    id: UUID
    number: str
    revision: int
    state: str
    change_note: str
    prepared_by: str
    reviewed_by: str
    issued_by: str
    prepared_on: date | None
    reviewed_on: date | None
    issued_on: date | None


@dataclass(frozen=True, slots=True)
class DueReport:
    """A report that has to be issued: of which month, by which day, and whether that day is over. ``state`` of its edition."""

    kind: str
    period: str
    due_on: date
    overdue: bool
    state: str


def number_of(kind: str, month: YearMonth, revision: int) -> str:
    """``TSYB-202607-1``."""
    return f"{_PREFIXES[kind]}-{month.year:04d}{month.month:02d}-{revision}"


def editions(session: Session, kind: str, period: str) -> tuple[Edition, ...]:
    """The editions of a period's report, the newest first."""
    people = prepared, reviewed, issued = aliased(Employee), aliased(Employee), aliased(Employee)
    links = (IssuedReport.prepared_by_id, IssuedReport.reviewed_by_id, IssuedReport.issued_by_id)
    statement = sa.select(IssuedReport, prepared.name, reviewed.name, issued.name)
    for person, link in zip(people, links, strict=True):
        statement = statement.outerjoin(person, person.id == link)
    wanted = (IssuedReport.kind == kind, IssuedReport.period == period, IssuedReport.deleted_at.is_(None))
    rows = session.execute(statement.where(*wanted).order_by(IssuedReport.revision.desc(), IssuedReport.id.desc()))
    return tuple(_edition(*row) for row in rows)


def _edition(row: IssuedReport, prepared: str | None, reviewed: str | None, issued: str | None) -> Edition:
    return Edition(
        row.id, row.number, row.revision, row.state, row.change_note or "", prepared or "", reviewed or "", issued or "",
        row.prepared_on, row.reviewed_on, row.issued_on,
    )  # fmt: skip


def current(session: Session, kind: str, period: str) -> Edition | None:
    """The newest edition; None where nobody began one (then a draft of revision 1 is what is printed)."""
    return next(iter(editions(session, kind, period)), None)


def review(session: Session, kind: str, period: str) -> UUID:
    """Mark the newest edition as reviewed by who is at the keyboard; the first revision begins with it. ConflictError where
    that edition is issued, ValidationError for who may not approve: so it is with every move of an edition."""
    roles.require(session, "approve")
    edition = current(session, kind, period)
    key = edition.id if edition is not None else _begin(session, kind, period, 1)
    if edition is not None and edition.state == ISSUED:
        raise _is_issued(edition)
    _set(session, key, {"state": REVIEWED, "reviewed_by_id": me(session), "reviewed_on": _day(session)})
    return key


def take_back(session: Session, kind: str, period: str) -> None:
    """A reviewed edition is a draft again. ConflictError where the newest one is not in review."""
    roles.require(session, "approve")
    edition = current(session, kind, period)
    if edition is None or edition.state != REVIEWED:
        raise ConflictError(N_("Only a reviewed report becomes a draft again; an issued one stays as it is."))
    _set(session, edition.id, {"state": DRAFT, "reviewed_by_id": None, "reviewed_on": None})


def issue(session: Session, kind: str, period: str, figures: str, pages: Mapping[str, bytes]) -> UUID:
    """Issue the reviewed edition: ``figures`` (JSON) and ``pages`` (language -> PDF) are kept with it, unchanged for good.
    ConflictError where it is not reviewed or issued already, ValidationError while the month runs."""
    roles.require(session, "approve")
    edition = current(session, kind, period)
    if edition is None or edition.state == DRAFT:
        raise ConflictError(N_("Only a reviewed report can be issued. Review it first; nothing was changed."))
    if edition.state == ISSUED:
        raise _is_issued(edition)
    if local(now(session)) < parse_month(period).end:
        raise ValidationError(N_("The month is not over yet: its report can be issued from the next month on."), field="period")
    for language, data in pages.items():
        fresh = attachments.Fresh(_file_name(edition.number, language), data, "form")
        attachments.add(session, IssuedReport.entity, edition.id, fresh)
    given = {"state": ISSUED, "issued_by_id": me(session), "issued_on": _day(session), "figures": figures}
    _set(session, edition.id, given)
    return edition.id


def revise(session: Session, kind: str, period: str, note: str) -> UUID:
    """Begin the next revision of an issued report; ``note`` says what is corrected. ValidationError without one, ConflictError
    where the newest edition is not issued."""
    roles.require(session, "approve")
    edition = current(session, kind, period)
    if edition is None or edition.state != ISSUED:
        raise ConflictError(N_("There is no issued report to revise; the draft can be changed as it is."))
    if not note.strip():
        raise ValidationError(N_("Say what the new revision corrects."), field="change_note")
    return _begin(session, kind, period, edition.revision + 1, note.strip())


def kept(session: Session, edition_id: UUID, language: str) -> bytes:
    """The pages of an issued report as they were issued. StorageError where they are gone or damaged: they are never made
    anew."""
    found = records.get(session, IssuedReport, edition_id)
    name = _file_name(found["number"], language)
    entries = attachments.listed(session, IssuedReport.entity, edition_id)
    entry = next((each for each in entries if each.name == name), None)
    if entry is None:
        raise StorageError(
            N_("The pages of {number} are no longer kept here. Its figures are; bring the pages back from a backup."),
            number=found["number"],
        )
    return attachments.content(session, entry.id)[1]


def due(session: Session) -> DueReport | None:
    """Last month's report, from the first working day of this month on until it is issued; due on the third. None where it is
    issued, before that day, and in a firm without a complaint until the end of that month."""
    present = today()
    month = YearMonth(present.year, present.month).plus(-1)
    calendar, eve = firm_calendar(session), month.end.date()
    first = eve if is_workday(calendar, eve) else nth_workday(calendar, eve, _REMIND)
    last = nth_workday(calendar, first, _DUE - _REMIND)
    known = editions(session, KIND, str(month))
    if present < first or any(each.state == ISSUED for each in known) or not _had_any(session, month):
        return None
    return DueReport(KIND, str(month), last, present > last, known[0].state if known else DRAFT)


def _had_any(session: Session, month: YearMonth) -> bool:
    known = (Complaint.deleted_at.is_(None), Complaint.state != "S00", Complaint.received_at < from_local(month.end))
    return session.execute(sa.select(Complaint.id).where(*known).limit(1)).first() is not None


def _begin(session: Session, kind: str, period: str, revision: int, note: str | None = None) -> UUID:
    values: dict[str, Any] = {
        "number": number_of(kind, parse_month(period), revision), "kind": kind, "period": period, "revision": revision,
        "change_note": note, "prepared_by_id": me(session), "prepared_on": _day(session),
    }  # fmt: skip
    return records.create(session, IssuedReport, values)


def _set(session: Session, key: UUID, values: Mapping[str, Any]) -> None:
    records.update(session, IssuedReport, key, dict(values))


def _day(session: Session) -> date:
    return local(now(session)).date()


def _file_name(number: str, language: str) -> str:
    return f"{number} {language}.pdf"


def _is_issued(edition: Edition) -> ConflictError:
    sentence = N_("{number} is issued and stays as it is. A correction is a new revision; nothing was changed.")
    return ConflictError(sentence, number=edition.number)
