"""Open complaints as boards: by stage, by handler, by age (domain/40). Only what is open is read, of what is shown the words.

What is late comes first; how many there are beyond the cards of a column is counted.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.complaint_states import CLOSE, OPEN, PAUSED, STAGES, stage_of
from app.analysis.workdays import Calendar, working_days_between
from app.formats import from_local, local
from app.models import Complaint, Customer, Employee
from app.services.workcalendar import firm_calendar

MOST, MOST_OF_ONE = 200, 50
"""So many cards a column holds: of a stage, of a handler (of whom there may be many)."""
FOLLOWED = ("S80", "S85")
BANDS = ((0, 3), (4, 7), (8, 15), (16, None))
"""Ages in working days since the receipt: from, to (both included)."""
PRIORITIES = ("P1", "P2", "P3", "P4")
_FAR = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class BoardCard:
    """One complaint on a board. ``handler`` is empty where nobody is named; ``late`` only where a clock runs."""

    id: UUID
    number: str
    customer: str
    subject: str
    priority: str
    state: str
    due: datetime | None
    handler: str
    late: bool


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """``key`` is a stage's code, or a handler's id (None: nobody's); ``label`` a msgid or a name; ``count`` and ``late`` speak
    of all of them, ``cards`` are the first."""

    key: str | UUID | None
    label: str
    count: int
    late: int
    cards: tuple[BoardCard, ...]


@dataclass(frozen=True, slots=True)
class AgeBand:
    """Complaints of an age in working days. ``first`` and ``before`` bound the receipt (None: no bound); ``counts`` by
    priority."""

    days: tuple[int, int | None]
    first: datetime | None
    before: datetime | None
    counts: Mapping[str, int]


def by_stage(session: Session, moment: datetime) -> tuple[BoardColumn, ...]:
    """Five columns, seen from a moment (aware): the four stages of open complaints, and those closed that are to be
    followed up."""
    cards, counts = _first_of_states(session, moment), _counts(session, moment)
    found = []
    for stage in STAGES[:-1]:
        inside = [state for state in sorted(OPEN) if stage_of(state) == stage.code]
        shown = sorted((card for card in cards if card.state in inside), key=_urgency)[:MOST]
        count, late = (sum(each[state] for state in inside) for each in counts)
        found.append(BoardColumn(stage.code, stage.label, count, late, tuple(shown)))
    return (*found, _followed(session, moment))


def _first_of_states(session: Session, moment: datetime) -> list[BoardCard]:
    """The first cards of every open state, answered from the index of states and dues: what has no due comes last there, and is
    only looked for where there is room. Few of them are shown, so the others' words are not read."""
    case = Complaint
    parts = []
    for state in sorted(OPEN):
        asked = sa.select(case.id, case.state, case.next_due).where(case.deleted_at.is_(None), case.state == state)
        for due in (case.next_due.is_not(None), case.next_due.is_(None)):
            parts.append(sa.select(asked.where(due).order_by(case.next_due, case.id).limit(MOST).subquery()))
    lines = sorted(session.execute(sa.union_all(*parts)), key=lambda row: _order(row[1], row[2], moment, row[0]))
    room, wanted = Counter[str | None](), []
    for key, state, _due in lines:
        room[stage_of(state)] += 1
        wanted += [key] if room[stage_of(state)] <= MOST else []
    chunks = (wanted[start : start + 500] for start in range(0, len(wanted), 500))
    return [_card(row) for chunk in chunks for row in session.execute(_words(_late(moment)).where(case.id.in_(chunk)))]


def _order(state: str, due: datetime | None, moment: datetime, key: UUID) -> tuple[bool, datetime, UUID]:
    late = due is not None and due < moment and state not in PAUSED
    return (not late, due or _FAR, key)


def _urgency(card: BoardCard) -> tuple[bool, datetime, UUID]:
    return (not card.late, card.due or _FAR, card.id)


def _counts(session: Session, moment: datetime) -> tuple[Counter[str], Counter[str]]:
    """How many open complaints each state has, and how many of them are late; counted by what is due and what is not, which the
    index of states and dues holds both."""
    due = Complaint.next_due
    every = _by_state(session, OPEN, due.is_not(None)) + _by_state(session, OPEN, due.is_(None))
    return every, _by_state(session, OPEN - PAUSED, due < moment)


def _by_state(session: Session, states: Iterable[str], due: sa.ColumnElement[bool]) -> Counter[str]:
    case = Complaint
    wanted = (case.deleted_at.is_(None), case.state.in_(sorted(states)), due)
    rows = session.execute(sa.select(case.state, sa.func.count().label("number")).where(*wanted).group_by(case.state))
    return Counter({row.state: row.number for row in rows})


def by_handler(session: Session, moment: datetime) -> tuple[BoardColumn, ...]:
    """A column for each colleague who has open complaints, the fullest first; those nobody handles come before them."""
    found = _columns(session, moment, Complaint.handler_id, MOST_OF_ONE)
    named = [replace(column, label=column.cards[0].handler) for column in found.values()]
    return tuple(sorted(named, key=lambda column: (column.key is not None, -column.count, column.label)))


def _columns(session: Session, moment: datetime, key: Any, most: int) -> dict[str | UUID | None, BoardColumn]:
    """Open complaints by what ``key`` says, what is late first, then by what is due; the words of the first ``most`` only. One
    statement that sorts within SQLite: of a large file only what is shown becomes objects."""
    late = _late(moment)
    order = (late.desc(), Complaint.next_due.is_(None), Complaint.next_due, Complaint.id)
    ranked = (
        sa.select(
            Complaint.id, key.label("key"), late.label("late"),
            sa.func.row_number().over(partition_by=key, order_by=order).label("place"),
            sa.func.count().over(partition_by=key).label("count"), sa.func.sum(late).over(partition_by=key).label("all_late"),
        )
        .where(Complaint.deleted_at.is_(None), Complaint.state.in_(sorted(OPEN)))
        .subquery()
    )  # fmt: skip
    shown = _words(ranked.c.late, ranked.c.key, ranked.c.count, ranked.c.all_late).join(ranked, ranked.c.id == Complaint.id)
    columns: dict[str | UUID | None, list[Any]] = {}
    for row in session.execute(shown.where(ranked.c.place <= most).order_by(ranked.c.place)):
        columns.setdefault(row.key, []).append(row)
    return {each: BoardColumn(each, "", rows[0][-2], rows[0][-1], tuple(map(_card, rows))) for each, rows in columns.items()}


def _late(moment: datetime) -> sa.ColumnElement[int]:
    """1 where a clock runs and is over, else 0."""
    return sa.case((Complaint.state.not_in(sorted(PAUSED)) & (Complaint.next_due < moment), 1), else_=0)


def _words(late: Any, *more: Any) -> sa.Select[Any]:
    """What a card shows. A customer who was merged or deleted is still named."""
    case = Complaint
    shown = (case.id, case.number, Customer.name, case.subject, case.priority, case.state, case.next_due, Employee.name)
    chosen = sa.select(*shown, late, *more).select_from(case).outerjoin(Customer, Customer.id == case.customer_id)
    return chosen.outerjoin(Employee, Employee.id == case.handler_id)


def _card(row: Sequence[Any]) -> BoardCard:
    key, number, customer, subject, priority, state, due, handler, late = row[:9]
    return BoardCard(key, number, customer or "", subject, priority or "", state, due, handler or "", bool(late))


def _followed(session: Session, moment: datetime) -> BoardColumn:
    """What is to be followed up: the first, how many there are, how many of them late; answered from the index of dues, since
    there may be as many as the file has complaints."""
    case = Complaint
    living = (case.deleted_at.is_(None), case.next_due.is_not(None))
    walked = sa.func.coalesce(case.state, sa.null()).in_(FOLLOWED)  # else SQLite gathers all of the state and sorts them
    first = sa.select(case.id).where(*living, walked).order_by(case.next_due, case.id).limit(MOST)
    rows = session.execute(_words(_late(moment)).where(case.id.in_(first)).order_by(case.next_due, case.id)).all()
    cards = tuple(map(_card, rows))
    count, late = len(cards), sum(card.late for card in cards)
    if count == MOST:
        counted = sa.select(sa.func.count()).where(*living, case.state.in_(FOLLOWED))
        count, late = (session.scalar(each) or 0 for each in (counted, counted.where(case.next_due < moment)))
    return BoardColumn(CLOSE, STAGES[-1].label, count, late, cards)


def ageing(session: Session, moment: datetime) -> tuple[AgeBand, ...]:
    """Open complaints by age and priority, seen from a moment (aware). The bands are ranges of receipt days, so that a list
    can show each of them."""
    bands = _bands(firm_calendar(session), local(moment).date())
    case = Complaint
    whens = [(case.received_at >= first, place) for place, (_days, first, _before) in enumerate(bands) if first is not None]
    band = sa.case(*whens, else_=len(bands) - 1).label("band")
    counted = (
        sa.select(band, case.priority, sa.func.count())
        .where(case.deleted_at.is_(None), case.state.in_(sorted(OPEN)))
        .group_by(band, case.priority)
    )
    counts: list[dict[str, int]] = [{} for _band in bands]
    for place, priority, count in session.execute(counted):
        counts[place][priority or ""] = count
    return tuple(AgeBand(days, first, before, found) for (days, first, before), found in zip(bands, counts, strict=True))


_Bound = tuple[tuple[int, int | None], datetime | None, datetime | None]


def _bands(calendar: Calendar, present: date) -> list[_Bound]:
    """The days of receipt of each band: from, before. What was received today is of the first."""
    found: list[_Bound] = []
    before: datetime | None = None
    for low, high in BANDS:
        first = None if high is None else from_local(datetime.combine(_first_day(calendar, present, high), time()))
        found.append(((low, high), first, before))
        before = first
    return found


def _first_day(calendar: Calendar, present: date, most: int) -> date:
    """The earliest day from which on no more than so many working days have passed."""
    day = present
    while working_days_between(calendar, day - timedelta(days=1), present) <= most:
        day -= timedelta(days=1)
    return day


Reading = Callable[[Session, datetime], tuple[BoardColumn, ...]]
WAYS: Mapping[str, Reading] = {"stage": by_stage, "handler": by_handler}
