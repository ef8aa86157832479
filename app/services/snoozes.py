"""Items of somebody's day put off until another day: any record's, and only for the person who put it off."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Protocol, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.workdays import next_workday
from app.errors import ValidationError
from app.formats import local, today
from app.i18n import N_
from app.models.care import Snooze
from app.models.session import now
from app.services import records
from app.services.complaint_people import me
from app.services.today_hidden import Key, hidden
from app.services.workcalendar import firm_calendar

__all__ = ["Key", "bring_all_back", "bring_back", "days", "hidden", "key_of", "put_off", "shown"]

LONGEST = timedelta(days=366)


class Listed(Protocol):
    """An item of Today: its ``key`` is what it is put off by."""

    @property
    def key(self) -> Key: ...


T = TypeVar("T", bound=Listed)


def key_of(about: str, record: UUID | str, item: str) -> Key:
    """How an item is named among those put off."""
    return about, record.hex if isinstance(record, UUID) else record, item


def days(session: Session, day: date | None = None) -> tuple[date, date, date]:
    """The usual choices: the next working day, the one after two more, the first of the next week."""
    calendar, present = firm_calendar(session), day or today()
    first = next_workday(calendar, present)
    third = next_workday(calendar, next_workday(calendar, first))
    return first, third, next_workday(calendar, present + timedelta(days=6 - present.weekday()))


def put_off(session: Session, about: str, record: UUID | str, item: str, until: date) -> UUID:
    """Put an item off until a day, on which it stands there again; the newest word counts. ValidationError for a day that is not
    ahead, or more than a year."""
    present = local(now(session)).date()
    if until <= present:
        raise ValidationError(N_("Choose a day that is still ahead."), field="until_on")
    if until - present > LONGEST:
        raise ValidationError(N_("An item can be put off for a year at most."), field="until_on")
    kind, key, what = key_of(about, record, item)
    bring_back(session, about, record, item)
    return records.create(
        session, Snooze, {"employee_id": me(session), "about": kind, "record_key": key, "item": what, "until_on": until}
    )


def bring_back(session: Session, about: str, record: UUID | str, item: str) -> int:
    """The item stands on its own day again; how many words were taken back."""
    kind, key, what = key_of(about, record, item)
    s = Snooze
    own = sa.select(s.id).where(s.deleted_at.is_(None), s.about == kind, s.record_key == key, s.item == what, _mine(session))
    return records.delete(session, Snooze, session.scalars(own).all())


def bring_all_back(session: Session) -> int:
    """Everything the person at the keyboard has put off stands on its own day again; how many words were taken back."""
    s, present = Snooze, local(now(session)).date()
    own = sa.select(s.id).where(s.deleted_at.is_(None), s.until_on > present, _mine(session))
    return records.delete(session, Snooze, session.scalars(own).all())


def shown(items: Iterable[T], put_away: frozenset[Key]) -> tuple[T, ...]:
    """The items of Today that are not put off."""
    return tuple(item for item in items if item.key not in put_away)


def _mine(session: Session) -> sa.ColumnElement[bool]:
    who = me(session)
    return Snooze.employee_id.is_(None) if who is None else Snooze.employee_id == who
