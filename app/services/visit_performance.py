"""Plan and performance of a month's visits by person and by level (R-08, C36): the file's visits as the figures ask for them.

A visit is due on the day it was first planned for: moving it makes nobody punctual. The planner may set that day anew while
nobody was promised it. Calls and messages are no visits. Who goes along has visited too: a visit counts for each colleague
who was to be there, and for the levels above its own that came along; in all it is one.
"""

from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.figures import Figure
from app.analysis.visit_figures import VisitFact, VisitFigures, recorded_in_time, visit_figures
from app.analysis.visit_policy import FACE_KINDS, FACE_LEVELS
from app.formats import from_local, local, today
from app.models import Employee, Visit
from app.services import records, settings, visit_booked
from app.services.visit_booked import Companion

OTHER = "other"
LEVELS = (*FACE_LEVELS, OTHER)


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one person (``key`` is the id in hex, empty for nobody), of a level (a code of LEVELS) or of all;
    ``recorded`` is the share of records written within 24 hours, ``ahead`` counts what is planned and not due yet."""

    key: str
    name: str
    figures: VisitFigures
    recorded: Figure
    ahead: int = 0


@dataclass(frozen=True, slots=True)
class Performance:
    """A month's visits. What is planned for a day after ``until`` is not due yet and stands in ``ahead`` only. ``missed``: code
    of choices.VISIT_MISSED -> how many of those due did not happen for it; ``moved`` of those due were moved at least once."""

    first: date
    last: date
    total: Row
    people: tuple[Row, ...]
    levels: tuple[Row, ...]
    missed: tuple[tuple[str, int], ...]
    moved: int
    until: date

    @property
    def ahead(self) -> int:
        """How many are planned whose day has not come yet."""
        return self.total.ahead


@dataclass(frozen=True, slots=True)
class _Line:
    people: tuple[UUID | None, ...]
    levels: tuple[str, ...]
    fact: VisitFact
    happened: datetime | None
    recorded: datetime | None
    missed: str | None
    moved: bool
    planned: bool

    def is_due(self, first: date, last: date) -> bool:
        """Whether it was first planned for one of these days."""
        return self.fact.planned is not None and first <= self.fact.planned <= last


def month(session: Session, year: int, month: int, person: UUID | None = None, as_of: date | None = None) -> Performance:
    """The figures of a month, of everybody or of one colleague, who may have left since."""
    first = date(year, month, 1)
    last = first.replace(day=monthrange(year, month)[1])
    return between(session, first, last, person, as_of)


def between(session: Session, first: date, last: date, person: UUID | None = None, as_of: date | None = None) -> Performance:
    """The figures of the days first…last (both included) as they stand on a day (today)."""
    until = min(last, as_of or today())
    window = int(settings.value(session, "visit.window_days"))
    lines = [line for line in _lines(session, first, last) if person is None or person in line.people]
    names = records.titles(session, Employee, {one for line in lines for one in line.people if one is not None})
    by_person, by_level = defaultdict[UUID | None, list[_Line]](list), defaultdict[str, list[_Line]](list)
    for line in lines:
        for each in line.people if person is None else (person,):
            by_person[each].append(line)
        for level in line.levels:
            by_level[level].append(line)

    def row(key: str, name: str, own: Iterable[_Line]) -> Row:
        return _row(key, name, list(own), (first, last, until), window)

    people = [row(key.hex if key else "", names.get(key, "") if key else "", own) for key, own in by_person.items()]
    due = [line for line in lines if line.is_due(first, until)]
    missed = Counter(line.missed for line in due if line.missed)
    return Performance(
        first, last, row("", "", lines), tuple(sorted(people, key=lambda one: (not one.key, one.name, one.key))),
        tuple(row(level, "", by_level[level]) for level in LEVELS if level in by_level),
        tuple(sorted(missed.items(), key=lambda pair: (-pair[1], pair[0]))), sum(line.moved for line in due),
        until,
    )  # fmt: skip


def _row(key: str, name: str, own: list[_Line], days: tuple[date, date, date], window: int) -> Row:
    first, last, until = days
    figures = visit_figures([line.fact for line in own], first, last, window, until)
    done = [line for line in own if line.fact.done is not None and first <= line.fact.done <= last]
    written = recorded_in_time((line.happened, line.recorded) for line in done if line.happened is not None)
    ahead = sum(line.planned and line.is_due(first, last) and not line.is_due(first, until) for line in own)
    return Row(key, name, figures, written, ahead)


def _lines(session: Session, first: date, last: date) -> list[_Line]:
    """What was due on these days, whenever it took place, and what took place on them, whenever it was due."""
    v, due = Visit, sa.func.coalesce(Visit.first_planned_on, Visit.planned_on)
    begin, end = from_local(datetime.combine(first, time.min)), from_local(datetime.combine(last, time.max))
    shown = (v.id, v.owner_id, v.level, v.customer_id, due.label("due"), v.happened_at, v.recorded_at, v.state, v.missed,
             v.result, v.moved_times)  # fmt: skip
    wanted = due.between(first, last) | ((v.state == "done") & (v.happened_at >= begin) & (v.happened_at <= end))
    here = (v.deleted_at.is_(None), v.kind.in_(sorted(FACE_KINDS)), wanted)
    people = visit_booked.companions(session, *here)
    found = session.execute(sa.select(*shown).where(*here).order_by(v.id)).mappings()
    return [_line(dict(row), people.get(row["id"], ())) for row in found]


def _line(row: Mapping[str, Any], people: Sequence[Companion]) -> _Line:
    happened = row["happened_at"] if row["state"] == "done" else None
    by_customer = row["state"] == "cancelled" and row["missed"] == "customer"
    done = local(happened).date() if happened is not None else None
    fact = VisitFact(row["customer_id"].hex, row["due"], done, by_customer, row["result"])
    missed = row["missed"] if row["state"] == "cancelled" else None
    level, owner = visit_booked.policy_level(row["level"]), row["owner_id"]
    those, levels = visit_booked.along(people, owner), visit_booked.also(people, owner, level)
    return _Line((owner, *those), (level or OTHER, *levels), fact, happened, row["recorded_at"], missed,
                 bool(row["moved_times"]), row["state"] == "planned")  # fmt: skip
