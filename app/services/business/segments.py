"""The customers sorted in seven ways, with the same figures of each segment; what they need, how often they are seen (R-04)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.complaint_states import COUNTED
from app.analysis.customer_pyramid import CURRY
from app.analysis.regions import area_of
from app.analysis.rfm import POTENTIAL, SEGMENTS
from app.analysis.segmentation import Asked, Crossing, Fact, Segment, Wanted, crossed, segmented, together, wanted
from app.analysis.visit_policy import FACE_KINDS
from app.formats import from_local
from app.models import Complaint, Customer, Visit
from app.models.base import in_view, table_of
from app.models.customer_parts import Need
from app.services.business import loyalty, sums, worth
from app.services.business.clients import clients
from app.services.business.kept import kept
from app.services.business.period import Period

GRADE, TIER, RFM, SIZE, TYPE, INDUSTRY, AREA = AXES = ("grade", "tier", "rfm", "size", "type", "industry", "area")
PERSON = "person"
"""What private customers are called where firms have a size, a type or an industry."""

GRADES = ("gold", "silver", "ordinary", "watch", "never")
SIZES = ("L", "M", "S", "XS")
ORDERS: Mapping[str, Sequence[str]] = {
    GRADE: GRADES, TIER: CURRY.names, RFM: (*SEGMENTS, POTENTIAL), SIZE: (*SIZES, PERSON), TYPE: (), INDUSTRY: (), AREA: (),
}  # fmt: skip
_MOST, _NEEDS, _LATENT = 8, 3, 3
Day = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Needs:
    """What customers of a segment need; ``customers`` of it have needs in their files."""

    code: str
    customers: int
    wanted: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Segments:
    """``axes``: way of sorting -> its segments; ``whole``: all customers as one; ``cross``: (size, grade) -> customers and
    sales; ``needs``: of the classes and of the industries; ``latent``: the latent needs that most files name, with how many;
    ``left_out``: amounts in other currencies, which no figure holds."""

    axes: Mapping[str, tuple[Segment, ...]]
    whole: Segment
    cross: Mapping[tuple[str, str], Crossing]
    needs: Mapping[str, tuple[Needs, ...]]
    latent: tuple[tuple[str, int], ...]
    left_out: Mapping[str, int]


def segments(session: Session, period: Period) -> Segments:
    """Every customer outside the recycle bin, sorted by what stands in its file now and what it bought in the period."""
    return kept(session, ("segments", period), lambda: _segments(session, period))


def _segments(session: Session, period: Period) -> Segments:
    facts, sorting = _facts(session, period), _sorting(session, period)
    axes = {axis: segmented([(sorting[key][axis], fact) for key, fact in facts.items()], ORDERS[axis], _MOST) for axis in AXES}
    cross = crossed((sorting[key][SIZE], sorting[key][GRADE], fact.net) for key, fact in facts.items())
    asked = _asked(session)
    return Segments(
        axes, together("", list(facts.values()), list(facts.values())), cross,
        {axis: _needs(asked, sorting, axis, axes[axis]) for axis in (GRADE, INDUSTRY)}, _latent(session),
        sums.left_out(session, period),
    )  # fmt: skip


# what each customer did ------------------------------------------------------------------------------------------------


def _facts(session: Session, period: Period) -> dict[UUID, Fact]:
    earned = {line.client.id: line.row for line in worth.profits(session, period).lines}
    before = sums.sales(session, period.before())
    span = _moments(period.first), _moments(period.last + timedelta(days=1))
    complaints, visits = _complaints(session, span), _visits(session, span)
    return {
        key: _fact(earned.get(key), before[key].net if key in before else 0, complaints.get(key, 0), visits.get(key, 0))
        for key in clients(session)
    }


def _fact(one: worth.Earned | None, before: int, complaints: int, visits: int) -> Fact:
    if one is None:
        return Fact(before=before, complaints=complaints, visits=visits)
    earned = one.profit.gross_profit.value
    return Fact(one.sales.net, before, None if earned is None else int(earned), one.sales.orders, complaints, visits)


def _moments(day: date) -> datetime:
    return from_local(datetime.combine(day, datetime.min.time()))


def _complaints(session: Session, span: Day) -> dict[UUID, int]:
    """Complaints received, as the monthly report counts them: no drafts, merged or converted ones."""
    case = table_of(Complaint)
    where = (case.c.deleted_at.is_(None), case.c.state.in_(COUNTED), case.c.received_at >= span[0], case.c.received_at < span[1])
    return _counts(session, case, *where)


def _visits(session: Session, span: Day) -> dict[UUID, int]:
    """Visits done; calls and messages are none."""
    visit = table_of(Visit)
    where = (visit.c.deleted_at.is_(None), visit.c.state == "done", visit.c.kind.in_(FACE_KINDS),
             visit.c.happened_at >= span[0], visit.c.happened_at < span[1])  # fmt: skip
    return _counts(session, visit, *where)


def _counts(session: Session, table: sa.Table, *where: sa.ColumnElement[bool]) -> dict[UUID, int]:
    rows = session.execute(sa.select(table.c.customer_id, sa.func.count()).where(*where).group_by(table.c.customer_id))
    return {key: int(count) for key, count in rows if key is not None}


# how they are sorted ---------------------------------------------------------------------------------------------------


def _sorting(session: Session, period: Period) -> dict[UUID, dict[str, str]]:
    """Customer -> way of sorting -> code, "" where nothing is said."""
    tiers = {line.client.id: line.row[0] for line in worth.pyramid(session, period).lines}
    scored = {line.client.id: line.row.segment for line in loyalty.rfm(session, period).lines}
    table = table_of(Customer)
    columns = ("id", "kind", "grade", "size", "company_type", "industry", "region_code")
    areas: dict[str, str] = {}
    found = {}
    rows = session.execute(sa.select(*(table.c[name] for name in columns)).where(*in_view(Customer)))
    for key, kind, grade, *firm, region in rows:
        size, of_type, industry = (PERSON,) * 3 if kind == PERSON else (value or "" for value in firm)
        place = (region or "")[:2]
        area = areas.get(place) or areas.setdefault(place, area_of(place))
        found[key] = {GRADE: grade or "", TIER: tiers.get(key, ""), RFM: scored.get(key, ""), SIZE: size, TYPE: of_type,
                      INDUSTRY: industry, AREA: area}  # fmt: skip
    return found


# what they need --------------------------------------------------------------------------------------------------------


def _asked(session: Session) -> dict[UUID, list[Asked]]:
    need = table_of(Need)
    columns = (need.c.customer_id, need.c.name, need.c.importance, need.c.expectation, need.c.performance, need.c.yearly_amount)
    found: defaultdict[UUID, list[Asked]] = defaultdict(list)
    rows: Any = session.execute(sa.select(*columns).where(need.c.deleted_at.is_(None)).order_by(need.c.id))
    for key, name, importance, expectation, performance, yearly in rows:
        found[key].append(Asked(key.hex, name, _mark(importance), _mark(expectation), _mark(performance), yearly))
    return found


def _mark(text: str | None) -> int | None:
    return int(text) if text else None


def _needs(
    asked: Mapping[UUID, Sequence[Asked]], sorting: Mapping[UUID, Mapping[str, str]], axis: str, order: Sequence[Segment]
) -> tuple[Needs, ...]:
    groups: defaultdict[str, list[Asked]] = defaultdict(list)
    for key, several in asked.items():
        if key in sorting:
            groups[sorting[key][axis]] += several
    return tuple(
        Needs(one.code, len({each.customer for each in groups[one.code]}), wanted(groups[one.code], _NEEDS))
        for one in order if one.code in groups
    )  # fmt: skip


def _latent(session: Session) -> tuple[tuple[str, int], ...]:
    table = table_of(Customer)
    count = sa.func.count()
    text = sa.func.trim(table.c.latent_needs)
    found = sa.select(text, count).where(*in_view(Customer), table.c.latent_needs.is_not(None)).group_by(text)
    rows = session.execute(found.order_by(count.desc(), text).limit(_LATENT))
    return tuple((words, number) for words, number in rows if words)
