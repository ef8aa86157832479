"""What serving customers cost in a period (domain/30 C10), each yuan once: costs entered, and what visits, care and complaints
keep themselves. Shared costs go to customers by logged time; the rest is nobody's and said so. In fen."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from itertools import chain
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.cost_allocation import Logged, allocate
from app.analysis.profitability import COMPLAINTS, COST_KINDS, FINANCING, GIFTS, VISITS, financing
from app.formats import from_local
from app.models import Complaint, Visit
from app.models.base import table_of
from app.models.care import CareTask
from app.models.cost import Cost
from app.services import complaint_costs, settings
from app.services.business.both_ends import balances_at
from app.services.business.kept import kept
from app.services.business.period import Period
from app.services.business.sums import in_books

Kinds = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Serving:
    """Cost to serve by customer and kind (a kind that nobody recorded for a customer is not there), and by kind what no customer
    carries (未分摊), so that both together are the firm's cost."""

    customers: Mapping[UUID, Kinds]
    unallocated: Kinds


def serving(session: Session, period: Period) -> Serving:
    """C10's cost to serve. Financing is reckoned from the average receivable where invoices are kept, for customers whose serving
    cost anything that was recorded (alone it would say that the rest cost nothing) and that nobody entered it for,
    unless it was entered for the firm as a whole."""
    return kept(session, ("serving", period), lambda: _serving(session, period))


def _serving(session: Session, period: Period) -> Serving:
    found: defaultdict[UUID, dict[str, int]] = defaultdict(dict)
    for key, kind, amount in chain.from_iterable(by_source(session, period).values()):
        found[key][kind] = found[key].get(kind, 0) + amount
    unallocated = _entered(session, period, found)
    for key, amount in () if FINANCING in unallocated else _financing(session, period):
        if key in found:
            found[key].setdefault(FINANCING, amount)
    return Serving(dict(found), unallocated)


def _entered(session: Session, period: Period, found: defaultdict[UUID, dict[str, int]]) -> dict[str, int]:
    """Add the costs entered; those without a customer are shared out by the time logged for customers under the same kind."""
    cost = table_of(Cost)
    sums = (sa.func.sum(cost.c.amount), sa.func.sum(sa.case((cost.c.amount.is_(None), cost.c.minutes))))
    where = (cost.c.deleted_at.is_(None), in_books(cost), cost.c.spent_on >= period.first, cost.c.spent_on <= period.last,
             cost.c.kind.in_(COST_KINDS))  # fmt: skip
    statement = sa.select(cost.c.kind, cost.c.customer_id, *sums).where(*where).group_by(cost.c.kind, cost.c.customer_id)
    by_kind: defaultdict[str, list[tuple[UUID | None, int | None, int | None]]] = defaultdict(list)
    for kind, key, amount, minutes in session.execute(statement).all():
        by_kind[kind].append((key, amount, minutes))
    return {kind: _shared(kind, several, found, _hourly(session)) for kind, several in by_kind.items()}


def _shared(
    kind: str, several: Iterable[tuple[UUID | None, int | None, int | None]], found: defaultdict[UUID, dict[str, int]], rate: int
) -> int:
    lines = list(several)
    ids = {key.hex: key for key, _amount, _minutes in lines if key is not None}
    direct = {key.hex: amount for key, amount, _minutes in lines if key is not None and amount is not None}
    logged = [Logged(key.hex, minutes) for key, _amount, minutes in lines if key is not None and minutes]
    company = sum(amount or 0 for _key, amount, _minutes in lines)
    shared = allocate(company, direct, logged, rate)
    for code, amount in shared.shares.items():
        own = found[ids[code]]
        own[kind] = own.get(kind, 0) + amount
    booked = any(key is None and amount is not None for key, amount, _minutes in lines)
    return shared.unallocated if booked else 0  # where nothing was booked for all, what was logged is the whole cost


def by_source(session: Session, period: Period) -> Mapping[str, list[tuple[UUID, str, int]]]:
    """What records of other kinds cost by themselves, by those records: (customer, kind of cost, fen)."""
    return {"visits": _visits(session, period), "care_tasks": _care(session, period), "complaints": _complaints(session, period)}


def _hourly(session: Session) -> int:
    return int(settings.value(session, "analysis.hourly"))


def _span(period: Period) -> tuple[datetime, datetime]:
    start = from_local(datetime.combine(period.first, time()))
    return start, from_local(datetime.combine(period.last, time.max))


def visits_with_costs(period: Period) -> tuple[sa.ColumnElement[bool], ...]:
    """Visits that took place in the period and cost anything."""
    visit, (start, end) = table_of(Visit), _span(period)
    given = sa.or_(*(visit.c[key].is_not(None) for key in ("cost", "travel_cost", "hosting_cost", "gift_cost")))
    return visit.c.deleted_at.is_(None), visit.c.state == "done", given, visit.c.happened_at.between(start, end)


def _visits(session: Session, period: Period) -> list[tuple[UUID, str, int]]:
    """Expenses of visits that took place; entertaining and gifts count as gifts and events."""
    visit = table_of(Visit)
    presents = sa.func.coalesce(visit.c.hosting_cost, 0) + sa.func.coalesce(visit.c.gift_cost, 0)
    whole = sa.func.coalesce(visit.c.cost, sa.func.coalesce(visit.c.travel_cost, 0) + presents)
    sums = (sa.func.sum(whole), sa.func.sum(presents))
    found = sa.select(visit.c.customer_id, *sums).where(*visits_with_costs(period))
    rows = session.execute(found.group_by(visit.c.customer_id))
    return [
        (key, kind, amount) for key, total, gifts in rows
        for kind, amount in ((VISITS, max(total - gifts, 0)), (GIFTS, gifts)) if amount or kind == VISITS
    ]  # fmt: skip


def _care(session: Session, period: Period) -> list[tuple[UUID, str, int]]:
    care = table_of(CareTask)
    where = (care.c.deleted_at.is_(None), care.c.cost.is_not(None), care.c.done_on >= period.first, care.c.done_on <= period.last)
    rows = session.execute(sa.select(care.c.customer_id, sa.func.sum(care.c.cost)).where(*where).group_by(care.c.customer_id))
    return [(key, GIFTS, amount) for key, amount in rows]


_CASE_COSTS = (*complaint_costs.KINDS, "labour_minutes", "recovered_cost")


def complaints_with_costs(period: Period) -> tuple[sa.ColumnElement[bool], ...]:
    """Complaints received in the period with any cost written down."""
    case, (start, end) = table_of(Complaint), _span(period)
    given = sa.or_(*(case.c[key].is_not(None) for key in _CASE_COSTS))
    return case.c.deleted_at.is_(None), given, case.c.received_at.between(start, end)


def _complaints(session: Session, period: Period) -> list[tuple[UUID, str, int]]:
    """What complaints received in the period cost so far (C35)."""
    case = table_of(Complaint)
    statement = sa.select(case.c.customer_id, *(case.c[key] for key in _CASE_COSTS)).where(*complaints_with_costs(period))
    rows = session.execute(statement)
    totals = ((row[0], complaint_costs.total(_named(_CASE_COSTS, row[1:]), complaint_costs.rate())) for row in rows)
    return [(key, COMPLAINTS, amount) for key, amount in totals if amount is not None]


def _named(keys: Iterable[str], values: Iterable[Any]) -> dict[str, Any]:
    return dict(zip(keys, values, strict=True))


def _financing(session: Session, period: Period) -> list[tuple[UUID, int]]:
    """Average of the receivables at both ends of the period × the yearly rate of the settings; nothing where nobody owed."""
    rate = Decimal(str(settings.value(session, "analysis.interest")))
    begin, end = balances_at(session, period.before().last, period.last)
    average = {key: (begin.get(key, 0) + end.get(key, 0)) // 2 for key in {*begin, *end}}
    return [(key, financing(amount, rate, period.days)) for key, amount in average.items() if amount > 0]
