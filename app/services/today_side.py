"""What stands beside the day's work: birthdays ahead, and what was recorded last.

Every question here is answered from an index and is bounded: it costs the same over a hundred customers and a million.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.born import Born, born
from app.models import Complaint, Contact, Customer, Visit
from app.models.base import in_view
from app.services import settings
from app.services.birthdays import Rules, lunar_parts, occurrences, rules

_LIMIT = 40
_YEARS = range(1920, 2101)
_LUNAR = ("lunar", "lunar_leap")


@dataclass(frozen=True, slots=True)
class Birthday:
    """A birthday ahead. ``entity`` says whose record ``id`` is; ``turns`` is None where the year is not known."""

    entity: str
    id: UUID
    name: str
    customer: str
    day: date
    turns: int | None
    lunar: bool


@dataclass(frozen=True, slots=True)
class Recent:
    """A record of the last days: a visit or a complaint."""

    entity: str
    id: UUID
    at: datetime
    what: str
    customer: str
    state: str


def birthdays(session: Session, today: date) -> tuple[Birthday, ...]:
    """Birthdays of decision-makers and private customers in the coming days (setting ``birthday.days``, 14)."""
    last = today + timedelta(days=int(settings.value(session, "birthday.days")))
    days = [today + timedelta(days=ahead) for ahead in range((last - today).days + 1)]
    found = [
        *_contacts(session, _solar_days(days), ~Contact.birthday_calendar.in_(_LUNAR) | Contact.birthday_calendar.is_(None)),
        *_contacts(session, _lunar_days(days), Contact.birthday_calendar.in_(_LUNAR)),
        *_persons(session, _solar_days(days), ~Customer.birthday_calendar.in_(_LUNAR) | Customer.birthday_calendar.is_(None)),
        *_persons(session, _lunar_days(days), Customer.birthday_calendar.in_(_LUNAR)),
    ]  # fmt: skip
    kept_by = rules(session)
    ahead = [_birthday(row, today, last, kept_by) for row in found]
    return tuple(sorted((each for each in ahead if each is not None), key=lambda each: (each.day, each.name, each.id)))


def _solar_days(days: list[date]) -> list[str]:
    """The days of birth that are kept on these days: one a year, so that the index answers by a few hundred seeks."""
    wanted = {(day.month, day.day) for day in days}
    if wanted & {(2, 28), (3, 1)}:
        wanted.add((2, 29))
    return _every_year(wanted)


def _lunar_days(days: list[date]) -> list[str]:
    parts = {(lunar.month, lunar.day) for lunar in map(lunar_parts, days)}
    return _every_year(parts | {(month, 30) for month, day in parts if day == 29})


def _every_year(wanted: set[tuple[int, int]]) -> list[str]:
    """Days of birth as they are kept, those without a year too."""
    return [Born(year, month, day).text() for year in (None, *_YEARS) for month, day in wanted]


_Row = tuple[Any, ...]
"""entity, id, name, customer, day of birth, calendar"""


def _contacts(session: Session, days: list[str], calendar: sa.ColumnElement[bool]) -> list[_Row]:
    statement = (
        sa.select(sa.literal("contacts"), Contact.id, Contact.name, Customer.name, Contact.birthday, Contact.birthday_calendar)
        .join(Customer, Customer.id == Contact.customer_id)
        .where(Contact.deleted_at.is_(None), Contact.birthday.in_(days), calendar, sa.not_(Contact.has_left))
        .limit(_LIMIT)
    )
    return [tuple(row) for row in session.execute(statement)]


def _persons(session: Session, days: list[str], calendar: sa.ColumnElement[bool]) -> list[_Row]:
    whose = (sa.literal("customers"), Customer.id, Customer.name, sa.literal(""))
    statement = (
        sa.select(*whose, Customer.birthday, Customer.birthday_calendar)
        .where(Customer.deleted_at.is_(None), Customer.birthday.in_(days), calendar)
        .limit(_LIMIT)
    )
    return [tuple(row) for row in session.execute(statement)]


def _birthday(row: _Row, today: date, last: date, kept_by: Rules) -> Birthday | None:
    entity, key, name, customer, day, calendar = row
    kept = occurrences(day, calendar, today, last, kept_by)
    if not kept:
        return None
    lunar, year = calendar in _LUNAR, born(day).year
    return Birthday(entity, key, name, customer, kept[0], None if lunar or not year else kept[0].year - year, lunar)


def recent(session: Session, count: int = 8) -> tuple[Recent, ...]:
    """The last visits recorded and complaints received, newest first."""
    visits: Any = session.execute(
        sa.select(Visit.id, Visit.happened_at, Visit.purpose, Customer.name, Visit.state)
        .join(Customer, Customer.id == Visit.customer_id)
        .where(Visit.deleted_at.is_(None), Visit.happened_at.is_not(None))
        .order_by(Visit.happened_at.desc(), Visit.id.desc())
        .limit(count)
    )
    received = session.execute(
        sa.select(Complaint.id, Complaint.received_at, Complaint.subject, Customer.name, Complaint.state)
        .join(Customer, Customer.id == Complaint.customer_id)
        .where(*in_view(Complaint))
        .order_by(Complaint.received_at.desc(), Complaint.id.desc())
        .limit(count)
    )
    found = [Recent("visits", key, at, what or "", who, state) for key, at, what, who, state in visits]
    found += [Recent("complaints", key, at, what, who, state) for key, at, what, who, state in received]
    return tuple(sorted(found, key=lambda each: (each.at, each.id), reverse=True)[:count])
