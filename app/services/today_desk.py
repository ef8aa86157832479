"""The rest of what is to be done today: transfers to accept, promises to complainants, progress to report, service requests,
improvements; and deadlines that are half or four fifths over.

It is read after the first rows stand, because the entities behind are not mapped before (``models.later``).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import request_states
from app.analysis.complaint_states import FINAL
from app.formats import local
from app.i18n import gettext_text as _
from app.models import Complaint, Customer, Employee
from app.models.complaint_parts import Promise
from app.models.request import ServiceRequest
from app.services import (
    complaint_clock,
    complaint_transfers,
    grading_due,
    improvements,
    issued_reports,
    today,
    today_business,
    today_customers,
    today_money,
)
from app.services.complaint_people import me
from app.services.request_view import due_within
from app.services.today_hidden import hidden
from app.services.today_items import AHEAD_DAYS, PARTS, Item, Kind, Part, moment_spans

MOST = 200
"""So many things of a kind are listed."""
_UPDATE = "update"
_GRADED_BY = 5
"""The day of the month by which the month before is graded."""


@dataclass(frozen=True, slots=True)
class Nudge:
    """A deadline of a complaint that is not over yet, but of which ``percent`` (50, 80) of the time is; ``target`` is a code of
    analysis.complaint_clock.TARGETS."""

    id: UUID
    what: str
    customer: str
    target: str
    percent: int
    due: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    """Things to do by the part of the day they are due in, those that are due on no day (``apart``: care dates, calls to return,
    silent customers), and the nudges, the nearest deadline first. ``put_off``: whether anything is out of sight until a day."""

    late: tuple[Item, ...] = ()
    today: tuple[Item, ...] = ()
    soon: tuple[Item, ...] = ()
    apart: tuple[Item, ...] = ()
    nudges: tuple[Nudge, ...] = ()
    put_off: bool = False


def desk(session: Session, moment: datetime) -> Desk:
    """What is due within a week, seen from a moment (aware), without what was put off."""
    end = moment_spans(moment)["soon"][1]
    away = hidden(session, local(moment).date())
    reminded = complaint_clock.reminders(session, moment, followed=False)
    items = [
        *_transfers(session), *_promises(session, end), *_updates(reminded, end), *_requests(session, moment, end),
        *_improvements(session, moment), *_reports(session), *today_customers.promises(session, moment),
        *today_customers.memos(session, moment), *today_money.payments(session, moment), *today_money.steps(session, moment),
        *today_business.reviews(session, moment), *today_business.owed(session, moment), *_gradings(session, moment),
    ]  # fmt: skip
    apart = [*today_customers.care_dates(session, moment), *today_customers.silent(session, moment, len(away))]
    found = _by_part([item for item in items if item.key not in away], moment)
    apart = [*found["apart"], *(item for item in apart if item.key not in away)]
    nudges = tuple(_nudge(each) for each in reminded if each.share < 1 and each.due_at > moment)
    return Desk(tuple(found["late"]), tuple(found["today"]), tuple(found["soon"]), tuple(apart), nudges, bool(away))


def whole(session: Session, moment: datetime) -> today.Agenda:
    """The agenda with the desk: what the screen shows and its number counts."""
    return today.with_desk(today.agenda(session, moment), desk(session, moment))


def _by_part(items: Iterable[Item], moment: datetime) -> dict[str, list[Item]]:
    """A call that is to be returned by no hour of today waits apart."""
    found: dict[str, list[Item]] = {part: [] for part in (*PARTS, "apart")}
    for item in items:
        part = "apart" if item.due is None else _part(item, moment)
        found["apart" if item.kind == "memo" and part == "soon" else part].append(item)
    return found


def _part(item: Item, moment: datetime) -> Part:
    """A day is late when it is over, a moment at once."""
    if isinstance(item.due, datetime) and item.due < moment:
        return "late"
    present = local(moment).date()
    return "late" if item.day < present else "today" if item.day == present else "soon"


def _transfers(session: Session) -> Iterator[Item]:
    """What waits to be accepted by the person at the keyboard; by anybody, where nobody said who that is."""
    waiting = complaint_transfers.waiting(session, me(session))[:MOST]
    names = _customers_of(session, [each.complaint_id for each in waiting])
    for each in waiting:
        customer = names.get(each.complaint_id, "")
        yield Item("transfer", each.complaint_id, each.subject, customer, "", each.due_at, number=each.number)


def _customers_of(session: Session, ids: Sequence[UUID]) -> dict[UUID, str]:
    found = sa.select(Complaint.id, Customer.name).join(Customer, Customer.id == Complaint.customer_id)
    return {row.id: row.name for row in session.execute(found.where(Complaint.id.in_(ids)))}


def _promises(session: Session, end: datetime) -> Iterator[Item]:
    """What was promised to complainants and not kept yet."""
    shown = (Complaint.id, Promise.name, Customer.name, Employee.name, Promise.due_at, Complaint.priority, Complaint.state,
             Promise.id)  # fmt: skip
    statement = (
        sa.select(*shown)
        .join(Complaint, Complaint.id == Promise.complaint_id)
        .join(Customer, Customer.id == Complaint.customer_id)
        .outerjoin(Employee, Employee.id == Promise.by_id)
        .where(Promise.deleted_at.is_(None), Promise.kept_at.is_(None), Promise.due_at < end)
        .where(Complaint.deleted_at.is_(None), Complaint.state.not_in(("S00", *sorted(FINAL))))
        .order_by(Promise.due_at, Promise.id)
        .limit(MOST)
    )
    return (replace(_item("case_promise", row[:-1]), source=row[-1]) for row in session.execute(statement).all())


def _updates(reminded: Iterable[complaint_clock.Reminder], end: datetime) -> Iterator[Item]:
    """Customers who are to hear how far their complaint is."""
    due = [each for each in reminded if each.target == _UPDATE and each.due_at < end][:MOST]
    return (Item("update", each.complaint_id, each.subject, each.customer, each.handler or "", each.due_at) for each in due)


def _requests(session: Session, moment: datetime, end: datetime) -> Iterator[Item]:
    request = ServiceRequest
    answering = request.state.in_(sorted(request_states.UNANSWERED)) & request.respond_due.is_not(None)
    due = sa.case((answering, request.respond_due), else_=request.arrive_due)
    shown = (request.id, request.subject, Customer.name, Employee.name, due, sa.literal(""), request.state)
    statement = (
        sa.select(*shown)
        .join(Customer, Customer.id == request.customer_id)
        .outerjoin(Employee, Employee.id == request.handler_id)
        .where(*due_within(moment - timedelta(days=3650), end))
        .order_by(due, request.id)
        .limit(MOST)
    )
    return (_item("request", row) for row in session.execute(statement).all())


def _item(kind: Kind, row: Any) -> Item:
    key, what, customer, who, due, priority, state = row
    return Item(kind, key, what or "", customer or "", who or "", due, priority or "", state)


def _improvements(session: Session, moment: datetime) -> Iterator[Item]:
    until = local(moment).date() + timedelta(days=AHEAD_DAYS)
    for line in improvements.due(session, until)[:MOST]:
        yield Item("improvement", line.id, line.name, "", line.owner, line.check_on if line.state == "check" else line.due_on)


def _reports(session: Session) -> Iterator[Item]:
    """Last month's report, until it is issued."""
    report = issued_reports.due(session)
    if report is not None:
        named = _("Complaint report of {month}").format(month=report.period)
        yield Item("report", UUID(int=0), named, "", "", report.due_on, state=report.period, mark=report.period)


def _gradings(session: Session, moment: datetime) -> Iterator[Item]:
    """Last month's grades, until they are computed: in the first days of a month."""
    present = local(moment).date()
    last = grading_due.asked_month(session, present)
    if last is not None:
        named = _("Grades of {month} are not computed yet").format(month=f"{last:%Y-%m}")
        yield Item("grading", UUID(int=0), named, "", "", present.replace(day=_GRADED_BY), state=f"{last:%Y-%m}",
                   source=last, mark=f"{last:%Y-%m}")  # fmt: skip


def _nudge(each: complaint_clock.Reminder) -> Nudge:
    return Nudge(each.complaint_id, each.subject, each.customer, each.target, int(each.share * 100), each.due_at)
