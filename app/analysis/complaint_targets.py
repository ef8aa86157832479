"""What a complaint's targets were at a moment: a pause moves them from the moment it is known, never an earlier month's report
(domain/00 G5, domain/40 §4.5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from app.analysis.complaint_story import Story
from app.analysis.workdays import Calendar, extended, is_workday, next_workday, nth_workday, paused_days

Wait = tuple[datetime, datetime | None]


def close_due_at(story: Story, moment: datetime) -> datetime | None:
    """The closing target as it was known just before a moment: without what was granted or judged otherwise later."""
    due, valid_until = _judged(story, moment, "close_due", story.case.close_due)
    granted = story.case.extended
    known = granted is not None and (valid_until is None or granted[0] < valid_until)
    if due is not None and granted is not None and known and granted[0] >= moment and story.calendar is not None:
        due = datetime.combine(nth_workday(story.calendar, due.date(), -granted[1]), due.time())
    return _due_at(story, due, moment, valid_until)


def answer_due_at(story: Story, moment: datetime) -> datetime | None:
    """The target of the answer as it was known just before a moment."""
    due, valid_until = _judged(story, moment, "answer_due", story.case.answer_due)
    return _due_at(story, due, moment, valid_until)


def _judged(story: Story, moment: datetime, key: str, present: datetime | None) -> tuple[datetime | None, datetime | None]:
    """The target that how bad it was gave then (None: there was none), and until when it held; None where it holds still."""
    return next(((dues[key], at) for at, dues in story.case.retargeted if at >= moment and key in dues), (present, None))


def overdue_at(story: Story, moment: datetime) -> bool:
    """Whether the closing target was past then; never while the case waits for the customer or an outside body."""
    due = close_due_at(story, moment)
    return due is not None and due < moment


def _due_at(story: Story, due: datetime | None, moment: datetime, valid_until: datetime | None) -> datetime | None:
    pauses = story.pauses if valid_until is None else _until(story.pauses, valid_until)
    if due is None or story.calendar is None or not pauses:
        return due
    return known_due(story.calendar, due, pauses, moment)


def _until(pauses: Sequence[Wait], end: datetime) -> tuple[Wait, ...]:
    """The pauses that a target of then knew: those that went on are not over."""
    return tuple((start, over if over is not None and over < end else None) for start, over in pauses if start < end)


def known_due(calendar: Calendar, due: datetime, pauses: Sequence[Wait], moment: datetime) -> datetime:
    """Of a target that all pauses already over have moved: what it was just before the moment. Pauses that began later count
    for nothing, one that still lasts moves it on to the next working day."""
    if all(end is not None and end < moment for _start, end in pauses):
        return due
    before = without_pauses(calendar, due, ((start, end) for start, end in pauses if end is not None))
    resumed = datetime.combine(_working_day(calendar, moment.date()), time())
    known = [(start, end if end is not None and end < moment else resumed) for start, end in pauses if start < moment]
    return with_pauses(calendar, before, known)


def _working_day(calendar: Calendar, day: date) -> date:
    return day if is_workday(calendar, day) else next_workday(calendar, day)


def with_pauses(calendar: Calendar, due: datetime, pauses: Iterable[tuple[datetime, datetime]]) -> datetime:
    """The target moved by its pauses. One that begins when the target is past already moves it no more: a late case stays
    late."""
    for start, end in sorted(pauses):
        if start <= due:
            due = extended(calendar, due, paused_days(calendar, [(start, end)])).at
    return due


def without_pauses(calendar: Calendar, due: datetime, pauses: Iterable[tuple[datetime, datetime]]) -> datetime:
    """The target before its pauses moved it: the reverse of ``with_pauses``. A target that was moved stood at closing time;
    where hours of a day were allowed, that is the end of the day."""
    for start, end in sorted(pauses, reverse=True):
        days = paused_days(calendar, [(start, end)])
        earlier = datetime.combine(nth_workday(calendar, due.date(), -days), calendar.closes) if days else due
        due = earlier if start <= earlier else due
    return due
