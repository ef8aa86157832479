"""Recency and frequency, status, churn and lifetime value of the customers as of a day (C12, C13, C22)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import median
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import customer_status, lifetime_value, retention
from app.analysis import rfm as families
from app.analysis.customer_status import ACTIVE, AT_RISK, LOST, NEW, RECOVERED, Contract, Status
from app.analysis.figures import Figure
from app.analysis.retention import Churn, Revenue
from app.analysis.rfm_published import Purchase, published_rfm
from app.models.base import table_of
from app.models.customer_parts import Agreement
from app.models.order import Order
from app.models.types import DateType
from app.services import settings
from app.services.business import chosen, worth
from app.services.business.clients import Analysed, Client, Line, by_key, clients
from app.services.business.kept import kept
from app.services.business.period import Period, ending
from app.services.business.sums import RETURN, Sales, counted, left_out, order_days, sales
from app.services.business.worth import parameters, profits
from app.services.orders import never_served_since

PUBLISHED = "published"
ALIVE = frozenset({ACTIVE, NEW, RECOVERED, AT_RISK})
"""Who counts as a customer at the start of a period: everybody who ordered and is not lost."""

NEVER = "never"


@dataclass(frozen=True, slots=True)
class Scored:
    """Recency, frequency, monetary value of a customer: the facts and the scores (None: never ordered)."""

    days: int | None
    orders: int
    sales: int
    recency: int | None
    frequency: int | None
    monetary: int | None
    segment: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Who was there at the start and the end of the period, and what became of their revenue."""

    churn: Churn
    revenue: Revenue
    counts: Mapping[str, int]
    new: int
    moved: "Moved"


@dataclass(frozen=True, slots=True)
class Moved:
    """Customers from one end of a period to the other: start + won + back - gone = end. ``won`` had their first order in it,
    those ``back`` had been lost before; ``passed`` were won and lost again within it and are in none of the others."""

    start: int
    won: int
    back: int
    gone: int
    end: int
    passed: int


@dataclass(frozen=True, slots=True)
class Worth:
    """A lifetime value in fen: the margin a year it rests on, the retention with its source, whether it is one year's loss."""

    value: Figure
    margin: lifetime_value.Margin
    retention: lifetime_value.Retention
    loss: bool


def rfm(session: Session, period: Period, mode: str = families.FIXED) -> Analysed[Scored, bool]:
    """C13 by number; ``company`` says whether the result is provisional. ``published`` is the rule of the rfm package, which
    counts all orders and not those of the period."""
    return kept(session, ("rfm", period, mode), lambda: _rfm(session, period, mode))


def _rfm(session: Session, period: Period, mode: str) -> Analysed[Scored, bool]:
    said = parameters(period, mode=mode)
    if mode == PUBLISHED:
        return Analysed(_published(session, period.last), False, said, left_out(session, period))
    bought, known, last = sales(session, period), clients(session), last_days(session, period.last)
    buyers = {client.key: _buyer(client, bought, last, period.last) for client in known.values()}
    done, names = families.rfm(buyers.values(), mode, chosen.steps(session)), by_key(known.values())
    lines = tuple(Line(names[one.code], _scored(buyers[one.code], one)) for one in done.rows)
    return Analysed(lines, done.provisional, said, left_out(session, period))


def _buyer(client: Client, bought: Mapping[UUID, Sales], last: Mapping[UUID, date], as_of: date) -> families.Buyer:
    one = bought.get(client.id)
    day = last.get(client.id)
    orders, net = (one.orders, one.net) if one is not None else (0, 0)
    return families.Buyer(client.key, None if day is None else (as_of - day).days, orders, net)


def _scored(buyer: families.Buyer, one: families.Rfm) -> Scored:
    return Scored(buyer.days, buyer.orders, buyer.sales, one.recency, one.frequency, one.monetary, one.segment)


def _published(session: Session, as_of: date) -> tuple[Line[Scored], ...]:
    known, order = clients(session), table_of(Order)
    columns = (order.c.customer_id, order.c.ordered_on, order.c.net)
    rows = session.execute(sa.select(*columns).where(*counted(until=as_of), order.c.kind != RETURN)).all()
    done = published_rfm((Purchase(known[key].key, day, net) for key, day, net in rows if key in known), as_of, 100)
    names = by_key(known.values())
    return tuple(
        Line(names[one.code],
             Scored(one.days, one.orders, one.amount, one.recency, one.frequency, one.monetary, one.segment))
        for one in done
    )  # fmt: skip


def last_days(session: Session, as_of: date) -> Mapping[UUID, date]:
    """The day of each customer's last order in any currency, up to a day."""
    order = table_of(Order)
    day = sa.type_coerce(sa.func.max(order.c.ordered_on), DateType())
    where = (*counted(until=as_of, any_currency=True), order.c.kind != RETURN)
    rows = session.execute(sa.select(order.c.customer_id, day).where(*where).group_by(order.c.customer_id)).all()
    return {key: last for key, last in rows if last is not None}


def statuses(session: Session, as_of: date) -> Analysed[Status, Mapping[str, int]]:
    """C22 of every customer as of a day, by number; ``company`` counts them by status."""
    return kept(session, ("statuses", as_of), lambda: _statuses(session, as_of))


def _statuses(session: Session, as_of: date) -> Analysed[Status, Mapping[str, int]]:
    rules = _rules(session)
    found = sorted(statuses_of(session, clients(session).values(), as_of), key=lambda line: line.client.key)
    counts = {code: sum(line.row.code == code for line in found) for code in customer_status.STATUSES}
    return Analysed(tuple(found), counts, {"as_of": as_of.isoformat(), "tier_days": rules.tier_days}, {})


def _rules(session: Session) -> customer_status.Rules:
    return customer_status.Rules(tier_days=int(settings.value(session, "analysis.tier_days")))


def statuses_of(session: Session, some: Iterable[Client], as_of: date) -> list[Line[Status]]:
    """C22 of some customers as of a day, in their order."""
    days, bound, rules = order_days(session, as_of), contracts(session, as_of), _rules(session)
    since = kept(session, "never since", lambda: never_served_since(session))
    return [
        Line(one, customer_status.status_of_days(
            days.get(one.id, ()), as_of, rules, _is_never(one, since, as_of), bound.get(one.id)))
        for one in some
    ]  # fmt: skip


def _is_never(one: Client, since: Mapping[UUID, tuple[date, str]], as_of: date) -> bool:
    """Whether it was already never served on that day."""
    return one.id in since and since[one.id][0] <= as_of


def contracts(session: Session, as_of: date) -> Mapping[UUID, Contract]:
    """Customers bound by a contract: the latest end of those that had begun by then."""
    own = table_of(Agreement)
    end = sa.type_coerce(sa.func.max(own.c.ends_on), DateType())
    begun = sa.or_(own.c.starts_on.is_(None), own.c.starts_on <= as_of)
    where = (own.c.deleted_at.is_(None), own.c.kind == "contract", own.c.ends_on.is_not(None), begun)
    rows = session.execute(sa.select(own.c.customer_id, end).where(*where).group_by(own.c.customer_id))
    return {key: Contract(last) for key, last in rows if last is not None}


def standing(session: Session, period: Period) -> Standing:
    """Churn and retention of the period, of customers and of their revenue (C22)."""
    return kept(session, ("standing", period), lambda: _standing(session, period))


def _standing(session: Session, period: Period) -> Standing:
    start, end = statuses(session, period.first - timedelta(days=1)), statuses(session, period.last)
    alive = {line.client.key for line in start.lines if line.row.code in ALIVE}
    lost = {line.client.key for line in end.lines if line.row.code == LOST}
    before, after = sales(session, period.before()), sales(session, period)
    revenue = retention.revenue(*({key.hex: one.net for key, one in side.items()} for side in (before, after)))
    known = order_days(session, period.last)
    firms = clients(session)
    new = {firms[key].key for key, days in known.items() if key in firms and days and days[0] >= period.first}
    there = {line.client.key for line in end.lines if line.row.code in ALIVE}
    return Standing(retention.churn(alive, lost), revenue, end.company, len(new), _moved(alive, there, new))


def _moved(alive: set[str], there: set[str], new: set[str]) -> Moved:
    came = there - alive
    return Moved(len(alive), len(came & new), len(came - new), len(alive - there), len(there), len(new - there))


def lifetime(session: Session, period: Period) -> Analysed[Worth, Figure]:
    """C12 of every customer with an order or a cost in the last twelve months of the period: what a year earns is not what six
    months or three years do. ``company`` is the sum of the values that are known."""
    year = ending(period.last)
    return kept(session, ("lifetime", year), lambda: _lifetime(session, year))


def _lifetime(session: Session, period: Period) -> Analysed[Worth, Figure]:
    usual = lifetime_value.Terms(Decimal(0), Decimal(str(settings.value(session, "analysis.discount"))))
    tiers = worth.tiers(session, period)
    rates, margins = _retentions(session, period, tiers), _margins(session, period)
    medians = _by_tier(margins, tiers)
    terms = {tier: lifetime_value.with_retention(usual, one.rate) for tier, one in rates.items()}
    lines = []
    for line, profit, days in margins:
        tier = tiers.get(line.key, "")
        margin = lifetime_value.yearly_margin(profit, days, medians.get(tier, ()))
        rate = rates[tier]
        value = lifetime_value.lifetime_value(margin.cents.value, terms[tier])
        lines.append(Line(line, Worth(value, margin, rate, lifetime_value.is_loss(margin.cents.value))))
    total = [line.row.value.value for line in lines if line.row.value.value is not None]
    company = Figure(sum(total, Decimal(0))) if total else Figure(None, "no_data")
    said = parameters(period, discount=str(usual.discount))
    return Analysed(tuple(lines), company, said, left_out(session, period))


Margins = list[tuple[Client, int | None, int]]


def _margins(session: Session, period: Period) -> Margins:
    """(customer, profit of the period, days known by its end): the profit, gross where the cost to serve is not known."""
    days = order_days(session, period.last)
    found: Margins = []
    for line in profits(session, period).lines:
        profit, first = line.row.profit, days.get(line.client.id)
        if first is not None:
            found.append((line.client, profit.best_known, (period.last - first[0]).days + 1))
    return found


def _by_tier(margins: Margins, tiers: Mapping[str, str]) -> dict[str, list[int]]:
    """What customers known for a year earn, by tier: the median a younger one borrows (kept as one number a tier)."""
    found: dict[str, list[int]] = {}
    for client, profit, days in margins:
        if profit is not None and days >= 365:
            found.setdefault(tiers.get(client.key, ""), []).append(profit)
    return {tier: [int(median(values))] for tier, values in found.items()}


def _retentions(session: Session, period: Period, tiers: Mapping[str, str]) -> dict[str, lifetime_value.Retention]:
    """Each tier's yearly retention, of who was in it 24 months ago and who is still there: who was lost has no tier now."""
    day = ending(period.last, 24).first - timedelta(days=1)
    then, before = statuses(session, day), worth.tiers(session, ending(day))
    now = {line.client.key for line in statuses(session, period.last).lines if line.row.code in ALIVE}
    alive = [line.client.key for line in then.lines if line.row.code in ALIVE]
    base = len(alive), sum(key in now for key in alive)
    counted_in: dict[str, tuple[int, int]] = {}
    for key in alive:
        start, kept_on = counted_in.get(before.get(key, ""), (0, 0))
        counted_in[before.get(key, "")] = start + 1, kept_on + (key in now)
    names = {*tiers.values(), *counted_in, ""}
    return {tier: lifetime_value.retention_for(counted_in.get(tier, (0, 0)), base) for tier in names}
