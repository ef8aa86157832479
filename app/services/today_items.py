"""The things to do behind today's agenda, kind by kind: listed up to a limit, counted to the last one.

A part of the day (late, today, soon) is a range of days, for complaints of moments; every question is answered from an index.
What is not listed is only counted where the list of its kind was not long enough, so that a small firm never pays for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.complaint_states import OPEN, PAUSED
from app.formats import from_local, local
from app.models import Complaint, Customer, Employee, Visit
from app.services.approaches import found_approaches
from app.services.today_hidden import Key, hidden
from app.services.visits import open_next_steps

Kind = Literal[
    "complaint", "follow_up", "promise", "visit", "next_step", "approach", "transfer", "case_promise", "update", "request",
    "improvement", "report", "visit_promise", "their_promise", "care", "memo", "silent", "payment", "dunning",
    "grading", "review", "owed",
]  # fmt: skip
ABOUT: Mapping[Kind, str] = {
    "complaint": "complaints", "follow_up": "complaints", "transfer": "complaints", "update": "complaints",
    "case_promise": "promises", "promise": "visits", "visit": "visits", "next_step": "visits", "approach": "customers",
    "request": "requests", "improvement": "improvements", "report": "reports", "visit_promise": "visit_promises",
    "their_promise": "visit_promises", "care": "care", "memo": "phone_memos", "silent": "customers", "grading": "gradings",
    "payment": "dunnings", "dunning": "dunnings", "review": "customers", "owed": "dunnings",
}  # fmt: skip
"""Whose record an item is about."""
Part = Literal["late", "today", "soon"]
PARTS: tuple[Part, ...] = ("late", "today", "soon")
LIMIT = 40
"""So many things of a kind are listed in a part of the day."""
AHEAD_DAYS = 7
RUNNING = tuple(sorted(OPEN - PAUSED))
FOLLOWED = ("S80", "S85")
_BACK_DAYS = 120
Span = tuple[Any, Any]
"""from and before: days, or moments"""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do. ``id`` is the record that opens: the visit, the complaint, the customer; ``due`` a day, or a moment. A
    month's report has no record: its ``state`` is the month. Of a hand-over the ``number`` is told too.

    ``source`` is what is done or moved where that is another: the promise's id, the care date itself. ``mark`` names what has no
    record of its own among what was put off. ``note`` stands where no day does, or is the hour of the day."""

    kind: Kind
    id: UUID
    what: str
    customer: str
    who: str
    due: date | datetime | None
    priority: str = ""
    state: str = ""
    number: str = ""
    source: Any = None
    mark: str = ""
    note: str = ""

    @property
    def key(self) -> Key:
        """What it is put off by (``snoozes``): kind of record, the record, item."""
        record = self.source if isinstance(self.source, UUID) else self.id
        return ABOUT[self.kind], self.mark or record.hex, self.kind

    @property
    def day(self) -> date:
        """The local day it is due."""
        if isinstance(self.due, datetime):
            return local(self.due).date()
        return self.due or date.max


@dataclass(frozen=True, slots=True)
class Found:
    """What is to be done in each part, and how many of a kind there are beyond what is listed."""

    items: Mapping[Part, list[Item]]
    more: Mapping[Part, dict[Kind, int]]


@dataclass(frozen=True, slots=True)
class _Source:
    """Where things of a kind come from: ``found`` selects id, what, due, customer, who, priority, state, and of a visit when."""

    kind: Kind
    found: sa.Select[Any]
    due: Any
    spans: Mapping[Part, Span]


def day_spans(moment: datetime) -> dict[Part, Span]:
    """The days of each part: from the first, before the second."""
    present = local(moment).date()
    tomorrow = present + timedelta(days=1)
    return {"late": (date.min, present), "today": (present, tomorrow), "soon": (tomorrow, tomorrow + timedelta(days=AHEAD_DAYS))}


def moment_spans(moment: datetime) -> dict[Part, Span]:
    """The moments of each part: what was due before this moment is late."""
    _first, tomorrow = day_spans(moment)["today"]
    midnight, end = (from_local(datetime.combine(day, time())) for day in (tomorrow, tomorrow + timedelta(days=AHEAD_DAYS)))
    return {"late": (datetime(1900, 1, 1, tzinfo=UTC), moment), "today": (moment, midnight), "soon": (midnight, end)}


def things_due(session: Session, moment: datetime, counted: bool = True) -> Found:
    """Everything late or due within a week, seen from a moment (aware); of each kind at most LIMIT in a part.

    Not ``counted``, what lies beyond that is 0 in ``more``: counting reads much of a large file that is not in memory yet.
    """
    found = Found({part: [] for part in PARTS}, {part: {} for part in PARTS})
    days, moments = day_spans(moment), moment_spans(moment)
    away = hidden(session, local(moment).date())
    for source in (_without(source, away) for source in _sources(moment, days, moments)):
        whole = _rows(session, source, source.spans["late"][0], source.spans["soon"][1])
        for part, (since, until) in source.spans.items():
            rows: Sequence[Any] = [row for row in whole if since <= row[2] < until]
            if len(whole) > LIMIT:
                rows = _rows(session, source, since, until, latest_first=part == "late" and source.spans is days)
            found.items[part].extend(_item(source.kind, row) for row in rows[:LIMIT])
            if len(rows) > LIMIT:
                found.more[part][source.kind] = _count(session, source, since, until) - LIMIT if counted else 0
    return found


def _without(source: _Source, away: frozenset[Key]) -> _Source:
    """The source without what was put off: neither listed nor counted."""
    put_off = [UUID(hex=key) for about, key, item in away if item == source.kind and about == ABOUT[source.kind]]
    key = source.found.selected_columns[0]
    return replace(source, found=source.found.where(key.not_in(put_off))) if put_off else source


def _item(kind: Kind, row: Sequence[Any]) -> Item:
    key, what, due, customer, who, priority, state, *clock = row
    return Item(kind, key, what or "", customer, who or "", due, priority or "", state, note=next(iter(clock), None) or "")


def _rows(session: Session, source: _Source, since: Any, until: Any, latest_first: bool = False) -> Sequence[Any]:
    key = source.found.selected_columns[0]
    # the id runs against the day: in one direction the planner would rather walk all visits' days than the open ones
    order = (source.due.desc(), key) if latest_first else (source.due, key.desc())
    return session.execute(_within(source, since, until).order_by(*order).limit(LIMIT + 1)).all()


def _count(session: Session, source: _Source, since: Any, until: Any) -> int:
    counted = _within(source, since, until).with_only_columns(sa.func.count(), maintain_column_froms=True)
    return int(session.execute(counted).scalar_one())


def _within(source: _Source, since: Any, until: Any) -> sa.Select[Any]:
    return source.found.where(source.due >= since, source.due < until)


def _sources(moment: datetime, days: Mapping[Part, Span], moments: Mapping[Part, Span]) -> tuple[_Source, ...]:
    # written out so that the partial indexes over planned visits and open promises are used
    planned = sa.text("visits.deleted_at IS NULL AND visits.state = 'planned'")
    unkept = sa.text("visits.deleted_at IS NULL AND visits.promise IS NOT NULL AND visits.promise_kept_on IS NULL")
    steps = open_next_steps(*_step_days(moment))
    return (
        _Source("complaint", _complaints(RUNNING), Complaint.next_due, moments),
        _Source("follow_up", _complaints(FOLLOWED), Complaint.next_due, moments),
        _Source("promise", _visits(Visit.promise, Visit.promise_due).where(unkept), Visit.promise_due, days),
        _Source("visit", _visits(Visit.purpose, Visit.planned_on, Visit.planned_time).where(planned), Visit.planned_on, days),
        _Source("next_step", _visits(Visit.next_step, Visit.next_on, among=steps), Visit.next_on, days),
        _Source("approach", found_approaches(), Customer.next_touch_on, days),
    )


def _complaints(states: Sequence[str]) -> sa.Select[Any]:
    case = Complaint
    shown = (case.id, case.subject, case.next_due, Customer.name, sa.literal(""), case.priority, case.state)
    found: Any = sa.select(*shown).join(Customer, Customer.id == case.customer_id)
    return _live(found, Complaint).where(Complaint.state.in_(states))


def _visits(what: Any, due: Any, *more: Any, among: Any = None) -> sa.Select[Any]:
    """Visits with their customer's and colleague's names."""
    found: Any = sa.select(Visit) if among is None else among
    found = found.join(Customer, Customer.id == Visit.customer_id).outerjoin(Employee, Employee.id == Visit.owner_id)
    shown = (Visit.id, what, due, Customer.name, Employee.name, sa.literal(""), Visit.state, *more)
    return _live(found.with_only_columns(*shown, maintain_column_froms=True), Visit)


def _live(found: sa.Select[Any], entity: Any) -> sa.Select[Any]:
    return found.where(entity.deleted_at.is_(None))


def _step_days(moment: datetime) -> tuple[date, date]:
    until = local(moment).date() + timedelta(days=AHEAD_DAYS)
    return until, until - timedelta(days=_BACK_DAYS)


def open_step_ids(session: Session, moment: datetime, part: Part, limit: int = 5000) -> tuple[UUID, ...]:
    """The visits whose agreed next step is due in a part of the day: no filter says so, a list shows them by their ids."""
    since, until = day_spans(moment)[part]
    wanted = open_next_steps(*_step_days(moment)).where(Visit.next_on >= since, Visit.next_on < until)
    return tuple(session.execute(wanted.with_only_columns(Visit.id).order_by(Visit.next_on, Visit.id).limit(limit)).scalars())
