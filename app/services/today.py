"""What is to be done today: visits, complaints, promises and next steps that are late or due, birthdays, last records.

Every question here is answered from an index and is bounded: it costs the same over a hundred customers and a million.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.born import Born, born
from app.analysis.complaint_states import CLOSED
from app.formats import from_local, local
from app.models import Complaint, Contact, Customer, Employee, Visit
from app.models.base import in_view
from app.services import approaches, settings
from app.services.birthdays import Rules, lunar_parts, occurrences, rules
from app.services.complaint_lists import due_list
from app.services.visits import open_next_steps

Kind = Literal["complaint", "follow_up", "promise", "visit", "next_step", "approach"]
_AHEAD_DAYS = 7
_LIMIT = 40
_BACK_DAYS = 120
_YEARS = range(1920, 2101)
_RANK: dict[str, int] = {"complaint": 0, "promise": 1, "visit": 2, "follow_up": 3, "next_step": 4, "approach": 5}
_LUNAR = ("lunar", "lunar_leap")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do. ``id`` is the visit, the complaint or the prospect; ``due`` a day, or for complaints a moment."""

    kind: Kind
    id: UUID
    what: str
    customer: str
    who: str
    due: date | datetime | None
    priority: str = ""
    state: str = ""

    @property
    def day(self) -> date:
        """The local day it is due."""
        if isinstance(self.due, datetime):
            return local(self.due).date()
        return self.due or date.max


@dataclass(frozen=True, slots=True)
class Agenda:
    """Everything to do, the most pressing first within each part. ``first`` is the one thing to begin with."""

    late: tuple[Item, ...]
    today: tuple[Item, ...]
    soon: tuple[Item, ...]
    first: Item | None

    @property
    def due(self) -> int:
        """What is late or due today: the badge in the rail."""
        return len(self.late) + len(self.today)


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


def agenda(session: Session, moment: datetime) -> Agenda:
    """What is late, due today, and due within a week, seen from a moment (aware)."""
    present = local(moment)
    until = present.date() + timedelta(days=_AHEAD_DAYS)
    items = [*_complaints(session, until), *_visits(session, until), *_promises(session, until), *_next_steps(session, until)]
    items += [Item("approach", each.id, "", each.name, each.who, each.due) for each in approaches.due(session, until, _LIMIT)]
    late = [item for item in items if _is_late(item, moment)]
    rest = [item for item in items if not _is_late(item, moment)]
    today = [item for item in rest if item.day <= present.date()]
    soon = [item for item in rest if item.day > present.date()]
    late.sort(key=_pressing)
    today.sort(key=_pressing)
    soon.sort(key=lambda item: (item.day, *_pressing(item)))
    return Agenda(tuple(late), tuple(today), tuple(soon), next(iter([*late, *today, *soon]), None))


def _is_late(item: Item, moment: datetime) -> bool:
    if isinstance(item.due, datetime):
        return item.due < moment
    return item.due is not None and item.due < local(moment).date()


def _pressing(item: Item) -> tuple[Any, ...]:
    return (_RANK[item.kind], item.priority or "P9", item.day, item.what, item.id)


def _complaints(session: Session, until: date) -> Iterable[Item]:
    end = from_local(datetime.combine(until + timedelta(days=1), time()))
    for due in due_list(session, end, _LIMIT):
        kind: Kind = "follow_up" if due.state in CLOSED else "complaint"
        yield Item(kind, due.id, due.subject, due.customer, "", due.due, due.priority or "", due.state)


def _who(statement: Any) -> sa.Select[Any]:
    """The statement's visits with their customer's and colleague's names behind its own columns."""
    found: sa.Select[Any] = (
        statement.add_columns(Customer.name, Employee.name)
        .join(Customer, Customer.id == Visit.customer_id)
        .outerjoin(Employee, Employee.id == Visit.owner_id)
        .where(Visit.deleted_at.is_(None))
    )
    return found


def _visits(session: Session, until: date) -> list[Item]:
    # written out so that the index over planned visits is used
    open_plan = sa.text("visits.deleted_at IS NULL AND visits.state = 'planned'")
    statement = _who(sa.select(Visit.id, Visit.purpose, Visit.planned_on)).where(open_plan, Visit.planned_on <= until)
    rows = session.execute(statement.order_by(Visit.planned_on.desc(), Visit.id).limit(2 * _LIMIT))
    return [Item("visit", key, what or "", customer, who or "", day, state="planned") for key, what, day, customer, who in rows]


def _promises(session: Session, until: date) -> list[Item]:
    unkept = sa.text("visits.deleted_at IS NULL AND visits.promise IS NOT NULL AND visits.promise_kept_on IS NULL")
    statement = _who(sa.select(Visit.id, Visit.promise, Visit.promise_due)).where(unkept, Visit.promise_due <= until)
    rows = session.execute(statement.order_by(Visit.promise_due.desc(), Visit.id).limit(_LIMIT))
    return [Item("promise", key, what, customer, who or "", day) for key, what, day, customer, who in rows]


def _next_steps(session: Session, until: date) -> list[Item]:
    due = open_next_steps(until, until - timedelta(days=_BACK_DAYS))
    wanted = due.with_only_columns(Visit.id, Visit.next_step, Visit.next_on)
    rows: Any = session.execute(_who(wanted).order_by(Visit.next_on.desc(), Visit.id).limit(_LIMIT))
    return [Item("next_step", key, what, customer, who or "", day) for key, what, day, customer, who in rows]


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
