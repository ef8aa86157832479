"""The records a figure of an analysis is made of: where they are listed, and which of them they are.

A figure names its records by a word: what was sold, owed, paid, spent in the period or open on its last day.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.ageing import YEARS, age_in_years, bucket_of
from app.analysis.profitability import COST_KINDS, FINANCING
from app.errors import ValidationError
from app.i18n import N_
from app.models import Complaint, Visit
from app.models.base import table_of
from app.models.cost import Cost
from app.services.business import aged, credit_use, late_interest, ledger, promised, won_back
from app.services.business import serving as served
from app.services.business.period import Period
from app.services.business.sums import COUNTING, in_books
from app.services.business.winning import KIND as WINNING
from app.services.lists import Filter

ORDERS, SERVING, ACQUISITION, UNSHARED, UNBILLED, CAME = "orders", "serving", "acquisition", "unshared", "unbilled", "came"
OPEN, LATE, AGED, ISSUED, DUE = "open", "late", "aged", "issued", "due"
INTEREST, PROMISED, CONTACTED = "interest", "promised", "contacted"
OLD = f"{AGED}:old"
"""Of every age above a year."""
MOST = 5000
"""Records that are listed one by one, by their ids."""

Filters = tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Heap:
    """Records that make up a figure or a part of it: the entity they are of, which ones; where a figure has several, the kind of
    cost and its fen. ``shared``: what the firm paid for all, or the hours logged, fell on the customer."""

    entity: str
    filters: Filters
    kind: str = ""
    amount: int | None = None
    shared: bool = False


def behind(session: Session, period: Period, customer: UUID | None, word: str) -> tuple[Heap, ...]:
    """The records of a customer's figure, or of that of all (None); a part of it by a colon behind the word (a bucket of days,
    of years). ValidationError where they are too many to be listed."""
    name, _colon, part = word.partition(":")
    return _WAYS[name](session, period, customer, part)


def _own(customer: UUID | None) -> Filters:
    return () if customer is None else (Filter("customer_id", "in", (customer,)),)


def _ids(entity: str, found: Iterable[UUID], **more: int | str) -> tuple[Heap, ...]:
    ids = tuple(found)
    if len(ids) > MOST:
        raise ValidationError(N_("There are more than 5,000 of them: choose a customer."))
    return (Heap(entity, (Filter("id", "in", ids),), **more),)  # type: ignore[arg-type]


def _within(entity: str, day: str, *more: Filter) -> Callable[[Session, Period, UUID | None, str], tuple[Heap, ...]]:
    """Records of the period by this day."""

    def found(_session: Session, period: Period, customer: UUID | None, _part: str) -> tuple[Heap, ...]:
        return (Heap(entity, (*_own(customer), *more, Filter(day, "between", (period.first, period.last)))),)

    return found


def _open(session: Session, period: Period, customer: UUID | None, bucket: str) -> tuple[Heap, ...]:
    found = ledger.open_invoices(session, customer, period.last)
    return _ids("invoices", (key for key, due in found if not bucket or bucket_of((period.last - due).days) == bucket))


def _late(session: Session, period: Period, customer: UUID | None, _part: str) -> tuple[Heap, ...]:
    found = ledger.open_invoices(session, customer, period.last)
    return _ids("invoices", (key for key, due in found if due < period.last))


def _aged(session: Session, period: Period, customer: UUID | None, years: str) -> tuple[Heap, ...]:
    found = aged.open_since(session, customer, period.last)
    ages = YEARS[1:] if years == "old" else (years,)
    return _ids("invoices", (key for key, day in found if age_in_years(day, period.last) in ages))


def _interest(session: Session, period: Period, customer: UUID | None, _part: str) -> tuple[Heap, ...]:
    return _ids("invoices", late_interest.invoices(session, period.last, customer))


def _promised(session: Session, period: Period, customer: UUID | None, _part: str) -> tuple[Heap, ...]:
    found = promised.promised(session, period)
    return _ids("dunnings", (key for own, one in found.items() if customer in (None, own) for key in one.steps))


def _contacted(session: Session, period: Period, _customer: UUID | None, _part: str) -> tuple[Heap, ...]:
    return _ids("customers", won_back.won_back(session, period).contacted)


def _unbilled(session: Session, period: Period, customer: UUID | None, _part: str) -> tuple[Heap, ...]:
    return _ids("orders", credit_use.unbilled_orders(session, period.last, customer))


def _serving(session: Session, period: Period, customer: UUID | None, _part: str) -> tuple[Heap, ...]:
    """By kind of cost and kind of record, so that their amounts add up to the figure."""
    rest = _kinds(served.serving(session, period), customer)
    heaps: list[Heap] = []
    sources = {**served.by_source(session, period), "costs": _entered(session, period)}
    for entity, several in sources.items():
        for kind, amount in _sums(several, customer).items():
            rest[kind] = rest.get(kind, 0) - amount
            heaps.append(Heap(entity, _spent(session, period, customer, entity, kind), kind, amount))
    heaps += [_remaining(session, period, customer, kind, amount) for kind, amount in rest.items() if amount]
    return tuple(sorted(heaps, key=lambda heap: COST_KINDS.index(heap.kind)))


def _kinds(found: served.Serving, customer: UUID | None) -> dict[str, int]:
    """The figure itself, by kind."""
    if customer is not None:
        return dict(found.customers.get(customer, {}))
    return _sums(((key, kind, amount) for key, own in found.customers.items() for kind, amount in own.items()), None)


def _sums(found: Iterable[tuple[UUID, str, int]], customer: UUID | None) -> dict[str, int]:
    sums: dict[str, int] = {}
    for key, kind, amount in found:
        if amount and customer in (None, key):
            sums[kind] = sums.get(kind, 0) + amount
    return sums


def _entered(session: Session, period: Period) -> list[tuple[UUID, str, int]]:
    """Costs entered for a customer with an amount."""
    cost = table_of(Cost)
    where = (cost.c.deleted_at.is_(None), in_books(cost), cost.c.spent_on.between(period.first, period.last),
             cost.c.kind.in_(COST_KINDS), cost.c.customer_id.is_not(None), cost.c.amount.is_not(None))  # fmt: skip
    keys = cost.c.customer_id, cost.c.kind
    rows = session.execute(sa.select(*keys, sa.func.sum(cost.c.amount)).where(*where).group_by(*keys))
    return [(key, kind, int(amount)) for key, kind, amount in rows]


def _spent(session: Session, period: Period, customer: UUID | None, entity: str, kind: str) -> Filters:
    """Which records of this entity cost the customer's kind of cost."""
    span = (period.first, period.last)
    if entity == "care_tasks":
        return (*_own(customer), Filter("done_on", "between", span), Filter("cost", "filled"))
    if entity == "costs":
        whose = _own(customer) or (Filter("customer_id", "filled"),)
        return (*whose, Filter("kind", "in", (kind,)), Filter("spent_on", "between", span), Filter("amount", "filled"))
    model, where = _COSTING[entity]
    table = table_of(model)
    own = () if customer is None else (table.c.customer_id == customer,)
    return (Filter("id", "in", tuple(session.scalars(sa.select(table.c.id).where(*where(period), *own).limit(MOST)))),)


_COSTING: Mapping[str, tuple[type, Callable[[Period], tuple[sa.ColumnElement[bool], ...]]]] = {
    "visits": (Visit, served.visits_with_costs), "complaints": (Complaint, served.complaints_with_costs),
}  # fmt: skip


def _remaining(session: Session, period: Period, customer: UUID | None, kind: str, amount: int) -> Heap:
    """What no record of the customer's own says: financing is reckoned from what it owes; the rest was shared out."""
    if kind == FINANCING:
        mine = [key for key, _due in ledger.open_invoices(session, customer, period.last)][:MOST]
        return Heap("invoices", (Filter("id", "in", tuple(mine)),), kind, amount, shared=True)
    return Heap("costs", _for_all(period, kind), kind, amount, shared=True)


def _for_all(period: Period, *kinds: str) -> Filters:
    """Costs of the firm that no customer is named for."""
    span = Filter("spent_on", "between", (period.first, period.last))
    return Filter("customer_id", "empty"), Filter("kind", "in", kinds), span


def _unshared(_session: Session, period: Period, _customer: UUID | None, _part: str) -> tuple[Heap, ...]:
    return (Heap("costs", _for_all(period, *COST_KINDS)),)


_WAYS: Mapping[str, Callable[[Session, Period, UUID | None, str], tuple[Heap, ...]]] = {
    ORDERS: _within("orders", "ordered_on", Filter("state", "in", COUNTING)), CAME: _within("receipts", "received_on"),
    ACQUISITION: _within("costs", "spent_on", Filter("kind", "in", (WINNING,)), Filter("amount", "filled")),
    ISSUED: _within("invoices", "issued_on"), DUE: _within("invoices", "due_on"),
    OPEN: _open, LATE: _late, AGED: _aged, UNBILLED: _unbilled, SERVING: _serving, UNSHARED: _unshared, INTEREST: _interest,
    PROMISED: _promised, CONTACTED: _contacted,
}  # fmt: skip
