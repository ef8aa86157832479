"""The occasions of a care plan that the file knows: whose day it is, and when it happens (F-28, domain/70 §7.6)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import care_days
from app.analysis.complaint_states import CLOSED
from app.analysis.visit_policy import GRADED
from app.analysis.workdays import Calendar
from app.formats import from_local, local
from app.i18n import gettext_text as _
from app.models import Complaint, Contact, Customer
from app.models.customer_parts import Agreement
from app.models.portable import day_text
from app.services import settings
from app.services.birthdays import lunar_parts, occurrences, rules
from app.services.care_plans import DATED
from app.services.lunar_days import lunar_festivals
from app.services.visit_policy import planned_customers

Values = Mapping[str, Any]
ENDING = frozenset({"contract", "warranty"})
"""Occasions that are the last day of a customer's agreements of this kind."""
_CALENDARS = ("lunar", "lunar_leap")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens to a customer, or to one of its people, on a day; ``about`` says what runs out then, ``known``
    since when the file has it, where that may be later than its reminder."""

    customer_id: UUID
    day: date
    contact_id: UUID | None = None
    about: str = ""
    known: date | None = None


def events(
    session: Session, plan: Values, calendar: Calendar, first: date, last: date, most: int | None = None
) -> Iterator[Event]:
    """The occasions of a plan on the days first…last, of the customers of its grades and tags; of what a whole list of customers
    shares (a festival, long silence) about ``most`` where a number is given."""
    occasion = plan["occasion"]
    if occasion == "birthday":
        yield from _birthdays(session, plan, first, last)
    elif occasion in _YEARLY:
        yield from _yearly(session, plan, first, last)
    elif occasion == "closed":
        yield from _closed(session, plan, first, last)
    elif occasion in ENDING:
        yield from _ending(session, plan, first, last)
    elif occasion == "silent":
        yield from _silent(session, plan, last, most)
    else:
        days = _common(plan, calendar, first, last)
        found = session.scalars(sa.select(Customer.id).where(*_whose(plan)).limit(most)).all() if days else ()
        yield from (Event(customer, day) for customer in found for day in days)


def _common(plan: Values, calendar: Calendar, first: date, last: date) -> list[date]:
    """Days that are the same for everybody."""
    if plan["occasion"] == "festival":
        return care_days.festival_days(plan["festival"] or "", first, last, lunar_festivals())
    if plan["occasion"] == "quarter":
        return care_days.quarter_days(calendar, first, last)
    day = plan["happens_on"] if plan["occasion"] in DATED else None
    return [day] if day is not None and first <= day <= last else []


def _whose(plan: Values) -> list[sa.ColumnElement[bool]]:
    """Customers that are cared for, of the plan's grades and tags."""
    conditions = [*planned_customers(), sa.or_(Customer.status.is_(None), Customer.status.not_in(("prospect", "lost")))]
    grades = [code for code in (plan["grades"] or "").split(",") if code]
    if grades:
        conditions.append(Customer.grade.in_(grades))
    tags = [tag.strip() for tag in (plan["tagged"] or "").split(",") if tag.strip()]
    if tags:
        padded = sa.literal(",") + sa.func.coalesce(Customer.tags, "") + sa.literal(",")
        conditions.append(sa.or_(*(padded.contains(f",{tag},", autoescape=True) for tag in tags)))
    return conditions


_YEARLY = {"founding": Customer.founded, "first_order": Customer.won_on}


def _yearly(session: Session, plan: Values, first: date, last: date) -> Iterator[Event]:
    column = _YEARLY[plan["occasion"]]
    days = _solar(first, last)
    kept = sa.func.substr(day_text(column), 6).in_(days)
    found = sa.select(Customer.id, column).where(column.is_not(None), kept, *_whose(plan))
    for customer, day in session.execute(found):
        if day is not None:
            yield from (Event(customer, each) for each in care_days.anniversaries(day, first, last))


def _solar(first: date, last: date) -> list[str]:
    """The months and days within first…last, 29 February with its neighbours."""
    days = {(first + timedelta(days=number)).strftime("%m-%d") for number in range(min((last - first).days + 1, 366))}
    return sorted(days | ({"02-29"} if days & {"02-28", "03-01"} else set()))


@lru_cache(maxsize=8)
def _lunar(first: date, last: date) -> tuple[str, ...]:
    """The same days in the lunar calendar; the 30th with the 29th, which is the last of a short month."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    parts = {(lunar.month, lunar.day) for lunar in map(lunar_parts, days)}
    return tuple(sorted(f"{month:02d}-{day:02d}" for month, day in parts | {(month, 30) for month, day in parts if day == 29}))


def _birthdays(session: Session, plan: Values, first: date, last: date) -> Iterator[Event]:
    """Of everybody at the customers, and of private customers themselves; those who left are told of, to be skipped."""
    kept_by, whose = rules(session), _whose(plan)
    people = sa.select(Contact.customer_id, Contact.id, Contact.birthday, Contact.birthday_calendar)
    people = people.join(Customer, Customer.id == Contact.customer_id).where(Contact.deleted_at.is_(None), *whose)
    persons = sa.select(Customer.id, sa.null(), Customer.birthday, Customer.birthday_calendar).where(*whose)
    for found, column, kind in ((people, Contact.birthday, Contact.birthday_calendar),
                                (persons, Customer.birthday, Customer.birthday_calendar)):  # fmt: skip
        for customer, contact, day, calendar in session.execute(found.where(_near(column, kind, first, last))):
            yield from (Event(customer, each, contact) for each in occurrences(day, calendar, first, last, kept_by))


def _near(column: Any, kind: Any, first: date, last: date) -> sa.ColumnElement[bool]:
    """Days of birth that can be kept within these days, by month and day."""
    ending = sa.func.substr(column, sa.func.length(column) - 4)
    kept = sa.case((kind.in_(_CALENDARS), ending.in_(_lunar(first, last))), else_=ending.in_(_solar(first, last)))
    return sa.and_(column.is_not(None), kept)


def _ending(session: Session, plan: Values, first: date, last: date) -> Iterator[Event]:
    """Contracts or warranties that run out; several of a customer on one day are one occasion."""
    found = (
        sa.select(Agreement.customer_id, Agreement.ends_on, Agreement.name, Agreement.created_at)
        .join(Customer, Customer.id == Agreement.customer_id)
        .where(*_running_out(plan["occasion"]), Agreement.ends_on >= first, Agreement.ends_on <= last, *_whose(plan))
        .order_by(Agreement.ends_on, Agreement.customer_id, Agreement.id)
    )
    for (customer, day), several in groupby(session.execute(found), key=lambda row: (row[0], row[1])):
        rows = list(several)
        if day is not None:
            known = local(min(row[3] for row in rows)).date()
            yield Event(customer, day, about=_(", ").join(row[2] for row in rows), known=known)


def _running_out(kind: str) -> tuple[Any, ...]:
    return Agreement.deleted_at.is_(None), Agreement.kind == kind


def ending(session: Session, occasion: str, customer_id: UUID, day: date | None) -> str:
    """What of a customer runs out on a day; the empty text for other occasions."""
    if occasion not in ENDING or day is None:
        return ""
    mine = (Agreement.customer_id == customer_id, Agreement.ends_on == day, *_running_out(occasion))
    return _(", ").join(session.scalars(sa.select(Agreement.name).where(*mine).order_by(Agreement.id)))


def _closed(session: Session, plan: Values, first: date, last: date) -> Iterator[Event]:
    begin, end = (from_local(datetime.combine(day, time())) for day in (first, last + timedelta(days=1)))
    found = (
        sa.select(Complaint.customer_id, Complaint.closed_at, Complaint.contact_id)
        .join(Customer, Customer.id == Complaint.customer_id)
        .where(Complaint.deleted_at.is_(None), Complaint.state.in_(sorted(CLOSED)), *_whose(plan))
        .where(Complaint.closed_at >= begin, Complaint.closed_at < end)
    )
    for customer, closed, contact in session.execute(found):
        if closed is not None:
            yield Event(customer, local(closed).date(), contact)


def _silent(session: Session, plan: Values, last: date, most: int | None) -> Iterator[Event]:
    """Customers past their interval: by grade, else the firm's usual days; a new occasion after each further interval. Those
    longest in touch come first, then those nobody was ever in touch with, counted from the day they were entered."""
    usual, by_grade = int(settings.value(session, "visit.gap_days")), settings.value(session, "care.silent_days")
    days = {grade: max(1, int(by_grade.get(grade, usual))) for grade in GRADED}
    limit = from_local(datetime.combine(last - timedelta(days=min([usual, *days.values()]) - 1), time()))
    c = Customer
    for column, condition in ((c.last_contact_at, c.last_contact_at < limit),
                              (c.created_at, c.last_contact_at.is_(None) & (c.created_at < limit))):  # fmt: skip
        found = sa.select(c.id, c.grade, column).where(*_whose(plan), condition).order_by(column.desc(), c.id).limit(most)
        for customer, grade, moment in session.execute(found):
            day = care_days.silent_day(local(moment).date(), days.get(grade or "", max(1, usual)), last) if moment else None
            if day is not None:
                yield Event(customer, day)
