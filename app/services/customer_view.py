"""Everything the window shows of one customer at first sight, read in one go: values, names behind links, counts, next step."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.complaint_states import OPEN, PAUSED
from app.analysis.completeness import Completeness
from app.formats import local
from app.models import Complaint, Contact, Customer, Employee, Visit
from app.models.base import in_view
from app.services import records, settings
from app.services.approaches import STATUS
from app.services.birthdays import occurrences, rules
from app.services.customer_group import Group, group
from app.services.file_fullness import fullness, part_counts
from app.services.timeline import Happening, happenings
from app.services.visits import next_step_of

StepKind = Literal["complaint", "promise", "visit", "next_step", "birthday", "contact", "approach"]


@dataclass(frozen=True, slots=True)
class Step:
    """What should happen next with a customer. ``id`` is the complaint, the visit or the person; ``text`` is theirs.

    ``contact`` means: nothing is planned and nobody was in touch for long (``due`` is the day it became too long).
    """

    kind: StepKind
    id: UUID
    text: str
    due: date | datetime | None
    who: str = ""


@dataclass(frozen=True, slots=True)
class CustomerView:
    """``completeness`` is a fraction or None; ``missing`` are keys of fields and parts, the weightiest first; ``file`` says the
    same dimension by dimension; ``parts`` counts the records of each part; ``group`` is None for a customer on its own."""

    values: dict[str, Any]
    titles: dict[str, str]
    completeness: Decimal | None
    missing: tuple[str, ...]
    people: int
    visits: int
    complaints: int
    open_complaints: int
    next_visit: date | None
    step: Step | None
    happenings: tuple[Happening, ...]
    file: Completeness
    parts: dict[str, int]
    group: Group | None


def view(session: Session, customer_id: UUID, moment: datetime) -> CustomerView:
    """The customer as of ``moment`` (aware). ConflictError when the record is gone."""
    values = records.get(session, Customer, customer_id)
    counts = part_counts(session, customer_id, values["kind"])
    full = fullness(values, counts, local(moment).date())
    return CustomerView(
        values,
        records.link_titles(session, Customer, values),
        full.overall.value,
        full.missing,
        count_of(session, Contact, customer_id, sa.not_(Contact.has_left)),
        count_of(session, Visit, customer_id),
        count_of(session, Complaint, customer_id),
        count_of(session, Complaint, customer_id, Complaint.state.in_(sorted(OPEN))),
        _next_visit(session, customer_id),
        next_step(session, values, moment),
        happenings(session, "customer_id", customer_id),
        full,
        counts,
        group(session, customer_id),
    )


def count_of(session: Session, entity: Any, customer_id: UUID, *conditions: sa.ColumnElement[bool]) -> int:
    """How many records of an entity belong to a customer, drafts and the recycle bin left out."""
    counted = sa.select(sa.func.count()).where(entity.customer_id == customer_id, *in_view(entity), *conditions)
    return int(session.execute(counted).scalar_one())


def _next_visit(session: Session, customer_id: UUID) -> date | None:
    planned = sa.select(sa.func.min(Visit.planned_on)).where(
        Visit.customer_id == customer_id, Visit.deleted_at.is_(None), Visit.state == "planned"
    )
    found: date | None = session.execute(planned).scalar()
    return found


def next_step(session: Session, values: dict[str, Any], moment: datetime) -> Step | None:
    """The most pressing thing: a late complaint, an overdue promise, an open complaint, a planned visit or agreed step,
    a birthday ahead, and at last a contact that is overdue (setting ``visit.gap_days``)."""
    customer_id, today = values["id"], local(moment).date()
    complaint = _open_complaint(session, customer_id)
    promise = _promise(session, customer_id)
    if complaint and isinstance(complaint.due, datetime) and complaint.due < moment:
        return complaint
    if promise and isinstance(promise.due, date) and promise.due <= today:
        return promise
    planned = complaint or _approach(values) or _agreed(session, customer_id) or promise
    return planned or _birthday(session, values, today) or _gap(session, values, today)


def _open_complaint(session: Session, customer_id: UUID) -> Step | None:
    running = Complaint.state.in_(sorted(OPEN - PAUSED))
    row = session.execute(
        sa.select(Complaint.id, Complaint.subject, Complaint.next_due, Employee.name)
        .outerjoin(Employee, Employee.id == Complaint.handler_id)
        .where(Complaint.customer_id == customer_id, Complaint.deleted_at.is_(None), running)
        .order_by(sa.func.coalesce(Complaint.next_due, Complaint.received_at), Complaint.id)
        .limit(1)
    ).first()
    return Step("complaint", row[0], row[1], row[2], row[3] or "") if row else None


def _promise(session: Session, customer_id: UUID) -> Step | None:
    row: Any = session.execute(
        sa.select(Visit.id, Visit.promise, Visit.promise_due, Employee.name)
        .outerjoin(Employee, Employee.id == Visit.owner_id)
        .where(
            Visit.customer_id == customer_id, Visit.deleted_at.is_(None), Visit.promise.is_not(None),
            Visit.promise_due.is_not(None), Visit.promise_kept_on.is_(None),
        )
        .order_by(Visit.promise_due, Visit.id)
        .limit(1)
    ).first()  # fmt: skip
    return Step("promise", row[0], row[1], row[2], row[3] or "") if row else None


def _agreed(session: Session, customer_id: UUID) -> Step | None:
    found = next_step_of(session, customer_id)
    return Step("visit" if found.is_plan else "next_step", found.visit_id, found.text, found.due, found.owner) if found else None


def _birthday(session: Session, values: dict[str, Any], today: date) -> Step | None:
    last = today + timedelta(days=int(settings.value(session, "birthday.days")))
    here = (Contact.customer_id == values["id"]) & Contact.deleted_at.is_(None) & sa.not_(Contact.has_left)
    people = sa.select(Contact.id, Contact.name, Contact.birthday, Contact.birthday_calendar)
    found = session.execute(people.where(here, Contact.birthday.is_not(None)).limit(200))
    rows: list[tuple[Any, ...]] = [tuple(row) for row in found]
    if values["birthday"]:
        rows.append((values["id"], values["name"], values["birthday"], values["birthday_calendar"]))
    by = rules(session)
    kept = [(day, key, name) for key, name, born, calendar in rows for day in occurrences(born, calendar, today, last, by)[:1]]
    return Step("birthday", min(kept)[1], min(kept)[2], min(kept)[0]) if kept else None


def _approach(values: dict[str, Any]) -> Step | None:
    """The next approach of a prospect."""
    due = values["next_touch_on"]
    return Step("approach", values["id"], "", due) if due and values["status"] == STATUS else None


def _gap(session: Session, values: dict[str, Any], today: date) -> Step | None:
    days = int(settings.value(session, "visit.gap_days"))
    last = values["last_contact_at"]
    if last is None:
        return Step("contact", values["id"], "", None)
    due = local(last).date() + timedelta(days=days)
    return Step("contact", values["id"], "", due) if due <= today else None
