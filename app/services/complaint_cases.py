"""Complaints as the month's analysis wants them: one query for the cases, one for their logs, in values only."""

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.analysis.complaint_case import (
    COMPENSATION,
    CREDIT,
    FINES,
    LOGISTICS,
    PENDING,
    RECOVERED,
    RETURNS,
    REWORK,
    Case,
    CostLine,
    Event,
    FollowUp,
    Remedy,
)
from app.analysis.complaint_month import cases_needed_from, month_report
from app.analysis.complaint_states import ENDED, OPEN
from app.analysis.month_parameters import Bases, MonthParameters, Target, default_targets
from app.analysis.month_types import MonthReport
from app.analysis.periods import YearMonth
from app.formats import from_local, local
from app.models import Complaint, ComplaintEvent, Customer, Employee
from app.models.types import now_utc
from app.services import complaint_former, complaint_past, month_bases, records, settings
from app.services.complaint_past import Past
from app.services.complaint_people import walk_in
from app.services.workcalendar import firm_calendar

_PART = re.compile(r"([\w-]+)\..*", re.DOTALL)
_HANDLER, _SELLER = aliased(Employee), aliased(Employee)
_COLUMNS = (
    Complaint.id, Complaint.number, Complaint.received_at, Complaint.subject, Complaint.category, Complaint.severity,
    Complaint.urgency, Complaint.priority, Complaint.product, Complaint.serial_no, Complaint.region, Complaint.channel,
    Complaint.department, Complaint.cause, Complaint.party, Complaint.validity, Complaint.repeat_of_id,
    Complaint.acknowledged_at, Complaint.acknowledge_due, Complaint.answer_due, Complaint.close_due,
    Complaint.follow_up_at, Complaint.satisfaction, Complaint.follow_up_note, Complaint.compensation,
    Complaint.returns_cost, Complaint.logistics_cost, Complaint.rework_cost, Complaint.credit_notes, Complaint.fines,
    Complaint.recovered_cost, Complaint.labour_minutes, Complaint.customer_id, Complaint.escape_cause.label("escape"),
    Complaint.fair_outcome, Complaint.fair_process, Complaint.fair_manner, Complaint.stays,
    Customer.name.label("customer"), Customer.grade, Customer.status,
    Complaint.first_owner_id, Complaint.handler_id, _HANDLER.name.label("handler"), _SELLER.name.label("salesperson"),
)  # fmt: skip
# the KPI a goal of the settings belongs to
_GOALS = {
    "acknowledged_on_time": "acknowledged_rate", "closed_on_time": "on_time_rate", "satisfied": "satisfied_rate",
    "repeat": "repeat_rate", "reopened": "reopen_rate", "closure": "closure_rate",
}  # fmt: skip


def month(session: Session, year: int, number: int, only: Mapping[str, str] | None = None) -> MonthReport:
    """The report of a calendar month, as of its end or, while it runs, as of now. ``only`` keeps the cases that have these
    values ({"product": "Pump", "grade": "gold"}; of ``analysis.complaint_case.Case``); the firm's orders, customers and sales
    say nothing about a part of its complaints, so that what is measured against them is undefined then."""
    asked, parameters, present = YearMonth(year, number), _parameters(session), local(now_utc())
    found = cases(session, cases_needed_from(asked, parameters), asked.end)
    wanted = {key: value for key, value in (only or {}).items() if value}
    found = tuple(case for case in found if all(getattr(case, key) == value for key, value in wanted.items()))
    cut = present if present < asked.end else None
    bases = Bases() if wanted else month_bases.bases(session, asked)
    return month_report(found, asked, firm_calendar(session), parameters, bases, cut)


def _parameters(session: Session) -> MonthParameters:
    targets = default_targets()
    for key, value in settings.value(session, "complaint.goals").items():
        code = _GOALS.get(key, key)
        targets[code] = Target(Decimal(str(value)), code not in {"repeat_rate", "reopen_rate"})
    hidden = ("salesperson",) if settings.value(session, "complaint.group_names") else ()
    days = int(settings.value(session, "complaint.repeat_days"))
    return MonthParameters(targets=targets, repeat_days=days, hidden_dimensions=hidden)


def cases(session: Session, since: datetime, until: datetime | None = None) -> tuple[Case, ...]:
    """Complaints received from ``since`` (local) on, and those that were not final then; ``until`` (exclusive, local)
    leaves later receipts out. The whole table is never read."""
    wanted = _needed(from_local(since), from_local(until) if until else None)
    statement = (
        sa.select(*_COLUMNS)
        .join(Customer, Customer.id == Complaint.customer_id)
        .outerjoin(_HANDLER, _HANDLER.id == Complaint.handler_id)
        .outerjoin(_SELLER, _SELLER.id == Complaint.salesperson_id)
        .where(wanted)
    )
    stranger = walk_in(session, make=False)
    former = complaint_former.before_reopenings(session, wanted)
    extended = complaint_former.extensions(session, wanted)
    past = complaint_past.before(session, wanted, from_local(until)) if until else {}
    parts = _Parts(_logs(session, wanted), _remedies(session, wanted), _transfers(session, wanted), former, extended, past)
    rows = [_as_of(row, past.get(row["id"])) for row in session.execute(statement).mappings()]
    return tuple(_case(row, parts, stranger) for row in _renamed(session, rows))


def _as_of(row: Mapping[Any, Any], past: Past | None) -> dict[str, Any]:
    return {**row, **(past.values if past is not None else {})}


def _renamed(session: Session, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The names of those who handled the cases then."""
    names = records.titles(session, Employee, [row["handler_id"] for row in rows if row["handler_id"] is not None])
    return [{**row, "handler": names.get(row["handler_id"])} for row in rows]


class _Parts(NamedTuple):
    """What hangs on the complaints, by complaint."""

    logs: Mapping[UUID, tuple[Event, ...]]
    remedies: Mapping[UUID, tuple[Remedy, ...]]
    transfers: Mapping[UUID, tuple[datetime, ...]]
    former: Mapping[UUID, tuple[FollowUp, ...]]
    extended: Mapping[UUID, tuple[datetime, int]]
    past: Mapping[UUID, Past]


def _transfers(session: Session, wanted: sa.ColumnElement[bool]) -> Mapping[UUID, tuple[datetime, ...]]:
    """When they were handed to somebody else, whatever came of it."""
    from app.models.complaint_parts import Transfer  # no start needs it

    lines = sa.select(Transfer.complaint_id, Transfer.asked_at)
    statement = lines.join(Complaint, Complaint.id == Transfer.complaint_id).where(wanted, Transfer.deleted_at.is_(None))
    found: defaultdict[UUID, list[datetime]] = defaultdict(list)
    for key, asked in session.execute(statement.order_by(Transfer.asked_at)):
        found[key].append(local(asked))
    return {key: tuple(times) for key, times in found.items()}


def _remedies(session: Session, wanted: sa.ColumnElement[bool]) -> Mapping[UUID, tuple[Remedy, ...]]:
    """What was done to make it good again, by complaint."""
    from app.models.complaint_parts import Recovery  # no start needs it

    lines = sa.select(Recovery.complaint_id, Recovery.kind, Recovery.amount)
    statement = lines.join(Complaint, Complaint.id == Recovery.complaint_id).where(wanted, Recovery.deleted_at.is_(None))
    found: defaultdict[UUID, list[Remedy]] = defaultdict(list)
    for row in session.execute(statement.order_by(Recovery.id)):
        found[row.complaint_id].append(Remedy(row.kind, row.amount))
    return {key: tuple(remedies) for key, remedies in found.items()}


def _needed(since: datetime, until: datetime | None) -> sa.ColumnElement[bool]:
    """Received since then, or not final then: open now, closed since, or gone by a step taken since."""
    later = aliased(ComplaintEvent)
    gone = sa.exists().where(later.complaint_id == Complaint.id, later.at >= since).correlate(Complaint)
    living = sa.or_(
        Complaint.received_at >= since,
        Complaint.state.in_(sorted(OPEN)),
        Complaint.closed_at >= since,
        Complaint.state.in_(sorted(ENDED)) & gone,
    )
    known = Complaint.deleted_at.is_(None) & (Complaint.state != "S00")
    return known & living if until is None else known & living & (Complaint.received_at < until)


def _logs(session: Session, wanted: sa.ColumnElement[bool]) -> Mapping[UUID, tuple[Event, ...]]:
    columns = (
        ComplaintEvent.id, ComplaintEvent.complaint_id, ComplaintEvent.action, ComplaintEvent.at,
        ComplaintEvent.from_state, ComplaintEvent.to_state, ComplaintEvent.revokes_id, ComplaintEvent.reason,
    )  # fmt: skip
    statement = sa.select(*columns).join(Complaint, Complaint.id == ComplaintEvent.complaint_id).where(wanted)
    rows = session.execute(statement.order_by(ComplaintEvent.at, ComplaintEvent.created_at, ComplaintEvent.id)).all()
    revoked = {row.revokes_id for row in rows if row.revokes_id}
    logs: defaultdict[UUID, list[Event]] = defaultdict(list)
    for row in rows:
        if row.revokes_id is None:
            happened = Event(row.action, local(row.at), row.from_state or "", row.to_state, row.id in revoked, row.reason or "")
            logs[row.complaint_id].append(happened)
    return {key: tuple(events) for key, events in logs.items()}


def _case(row: Mapping[Any, Any], parts: _Parts, stranger: UUID | None) -> Case:
    key, category, remedies = row["id"], row["category"], parts.remedies.get(row["id"], ())
    same = ("number", "subject", "severity", "urgency", "priority", "product", "region", "salesperson", "channel",
            "department", "grade", "status", "handler", "cause", "escape", "party", "customer")  # fmt: skip
    return Case(
        id=key.hex, received_at=local(row["received_at"]), events=parts.logs.get(key, ()), l2=category,
        category=_main(category), serial=row["serial_no"],
        customer_id=None if row["customer_id"] == stranger else row["customer_id"].hex,
        validity=row["validity"] or PENDING, repeat=True if row["repeat_of_id"] else None,
        acknowledged_at=_local(row["acknowledged_at"]), ack_due=_local(row["acknowledge_due"]),
        answer_due=_local(row["answer_due"]), close_due=_local(row["close_due"]),
        extended=parts.extended.get(key), retargeted=parts.past[key].targets if key in parts.past else (),
        followups=(*parts.former.get(key, ()), *complaint_former.follow_ups(row)),
        costs=_costs(row, remedies), remedies=remedies, transfers=parts.transfers.get(key, ()), first_handled=_first_handled(row),
        handling_hours=Decimal(row["labour_minutes"] or 0) / 60, **{key: row[key] for key in same},
    )  # fmt: skip


def _first_handled(row: Mapping[Any, Any]) -> bool | None:
    """Where a firm names nobody at all, nobody is everybody: the one who has the program."""
    first, handler = row["first_owner_id"], row["handler_id"]
    return None if handler is None and first is not None else bool(handler == first)


def _main(category: str | None) -> str | None:
    """The main category of "10.2"; text that is no code ("see p. 3") stands for itself."""
    code = _PART.fullmatch(category or "")
    return code[1] if code else category


def _local(moment: datetime | None) -> datetime | None:
    return None if moment is None else local(moment)


_COSTS = (
    (RETURNS, "returns_cost"), (LOGISTICS, "logistics_cost"), (REWORK, "rework_cost"), (CREDIT, "credit_notes"),
    (FINES, "fines"), (RECOVERED, "recovered_cost"),
)  # fmt: skip


def _costs(row: Mapping[Any, Any], remedies: tuple[Remedy, ...]) -> tuple[CostLine, ...]:
    """C35. Where remedies have amounts, the compensation is their sum; an apology without one leaves what is written down."""
    amounts = [remedy.cents for remedy in remedies if remedy.cents is not None]
    paid = sum(amounts) if amounts else row["compensation"] or 0
    lines = [CostLine(kind, row[key]) for kind, key in _COSTS if row[key]]
    return (CostLine(COMPENSATION, paid), *lines) if paid else tuple(lines)
