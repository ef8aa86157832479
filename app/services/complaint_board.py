"""Open complaints as boards: by stage, by handler, by age (domain/40). Only what is open is read, of what is shown the words.

What is late comes first; how many there are beyond the cards of a column is counted.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
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


@dataclass(frozen=True, slots=True)
class _Line:
    id: UUID
    state: str
    handler: UUID | None
    due: datetime | None
    late: bool


def by_stage(session: Session, moment: datetime) -> tuple[BoardColumn, ...]:
    """Five columns, seen from a moment (aware): the four stages of open complaints, and those closed that are to be
    followed up."""
    lines = _open_lines(session, moment)
    columns = [(stage.code, stage.label, [line for line in lines if stage_of(line.state) == stage.code]) for stage in STAGES[:-1]]
    followed, count, late = _followed(session, moment)
    cards = _cards(session, [line for _key, _label, part in columns for line in part[:MOST]] + followed[:MOST])
    found = [_column(key, label, part, cards) for key, label, part in columns]
    shown = tuple(cards[line.id] for line in followed if line.id in cards)
    return (*found, BoardColumn(CLOSE, STAGES[-1].label, count, late, shown))


def by_handler(session: Session, moment: datetime) -> tuple[BoardColumn, ...]:
    """A column for each colleague who has open complaints, the fullest first; those nobody handles come before them."""
    groups: dict[UUID | None, list[_Line]] = {}
    for line in _open_lines(session, moment):
        groups.setdefault(line.handler, []).append(line)
    cards = _cards(session, [line for part in groups.values() for line in part[:MOST_OF_ONE]])
    names = _names(session, groups.keys())
    order = sorted(groups, key=lambda key: (key is not None, -len(groups[key]), names.get(key, "")))
    return tuple(_column(key, names.get(key, ""), groups[key], cards) for key in order)


def _open_lines(session: Session, moment: datetime) -> list[_Line]:
    """Every open complaint, what is late first, then by what is due."""
    case = Complaint
    statement = sa.select(case.id, case.state, case.handler_id, case.next_due).where(
        case.deleted_at.is_(None), case.state.in_(sorted(OPEN))
    )
    return _sorted(_Line(*row, _is_late(row[1], row[3], moment)) for row in session.execute(statement))


def _is_late(state: str, due: datetime | None, moment: datetime) -> bool:
    return due is not None and due < moment and state not in PAUSED


def _sorted(lines: Iterable[_Line]) -> list[_Line]:
    return sorted(lines, key=lambda line: (not line.late, line.due or _FAR, line.id))


def _followed(session: Session, moment: datetime) -> tuple[list[_Line], int, int]:
    """The first that are to be followed up, how many there are, how many of them late; answered from the index of dues,
    since there may be as many as the file has complaints."""
    case = Complaint
    living = (case.deleted_at.is_(None), case.next_due.is_not(None))
    wanted = (*living, case.state.in_(FOLLOWED))
    walked = sa.func.coalesce(case.state, sa.null()).in_(FOLLOWED)  # else SQLite gathers all of the state and sorts them
    first = sa.select(case.id, case.state, case.handler_id, case.next_due).where(*living, walked)
    rows = session.execute(first.order_by(case.next_due, case.id).limit(MOST))
    lines = [_Line(*row, _is_late(row[1], row[3], moment)) for row in rows]
    if len(lines) < MOST:
        return lines, len(lines), sum(line.late for line in lines)
    counted = sa.select(sa.func.count(), sa.func.count().filter(case.next_due < moment)).where(*wanted)
    count, late = session.execute(counted).one()
    return lines, count, late


def _column(key: str | UUID | None, label: str, lines: Sequence[_Line], cards: Mapping[UUID, BoardCard]) -> BoardColumn:
    shown = tuple(cards[line.id] for line in lines if line.id in cards)
    return BoardColumn(key, label, len(lines), sum(line.late for line in lines), shown)


def _cards(session: Session, lines: Sequence[_Line]) -> dict[UUID, BoardCard]:
    """The words of what is shown. A customer who was merged or deleted is still named."""
    case, found = Complaint, {line.id: line for line in lines}
    cards: dict[UUID, BoardCard] = {}
    shown = (case.id, case.number, Customer.name, case.subject, case.priority, Employee.name)
    chosen = sa.select(*shown).outerjoin(Customer, Customer.id == case.customer_id)
    chosen = chosen.outerjoin(Employee, Employee.id == case.handler_id)
    wanted = list(found)
    for start in range(0, len(wanted), 500):
        for key, number, customer, subject, priority, handler in session.execute(
            chosen.where(case.id.in_(wanted[start : start + 500]))
        ):
            line = found[key]
            cards[key] = BoardCard(
                key, number, customer or "", subject, priority or "", line.state, line.due, handler or "", line.late
            )
    return cards


def _names(session: Session, keys: Iterable[UUID | None]) -> dict[UUID | None, str]:
    wanted = [key for key in keys if key is not None]
    rows = session.execute(sa.select(Employee.id, Employee.name).where(Employee.id.in_(wanted)))
    return {row.id: row.name for row in rows}


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
