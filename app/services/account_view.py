"""Everything that business knows of one customer as of a day, for its analysis on paper (R-02). The figures are those of the
analyses of all customers, so the first reading after a change takes as long as they do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.customer_status import Status
from app.analysis.figures import Figure
from app.analysis.periods import YearMonth
from app.models import Product
from app.models.account_plan import PortfolioDecision
from app.models.base import table_of
from app.models.order import Order, OrderLine
from app.services import customer_policies, dealings, development, dunning_promises
from app.services.business import credit, credit_habits, loyalty, money, other_moneys, sums, trends, wallet, white_space
from app.services.business.clients import Analysed
from app.services.business.credit import Standing
from app.services.business.period import Period, ending
from app.services.business.white_space import Offer
from app.services.customer_policies import Policy
from app.services.dealings import Dealings
from app.services.development import Progress
from app.services.dunning_promises import Promised

R = TypeVar("R")
_PRODUCTS = 8


@dataclass(frozen=True, slots=True)
class Bought:
    """A product's share of what the customer bought in the period: net sales less returns (fen), and its name ("" without)."""

    name: str
    net: int


@dataclass(frozen=True, slots=True)
class AccountView:
    """One customer's business; None and empty where there is nothing. ``months``: net sales of 24 calendar months."""

    dealings: Dealings
    months: Mapping[YearMonth, int]
    products: tuple[Bought, ...]
    growth: trends.Grown | None
    lifetime: loyalty.Worth | None
    wallet: wallet.Share | None
    status: Status | None
    standing: Standing
    days: money.Days | None
    on_time: Figure | None
    promises: tuple[Promised, ...]
    policy: Policy | None
    decision: Mapping[str, Any] | None
    progress: Progress | None
    others: "Others"
    space: tuple[Offer, ...]
    short: tuple[str, ...]
    """Why its growth says little: the orders begin within the period before."""

    @property
    def traded(self) -> bool:
        """Whether anything was ever bought or is owed."""
        return bool(self.months) or self.dealings.earned is not None or bool(self.dealings.owed.total)


@dataclass(frozen=True, slots=True)
class Others:
    """Sentences on what lies in other currencies, in none of the figures: orders, costs to serve, invoices and receipts."""

    sales: tuple[str, ...]
    costs: tuple[str, ...]
    owed: tuple[str, ...]


def account_view(session: Session, customer_id: UUID, as_of: date) -> AccountView:
    """Read it all."""
    period = ending(as_of)
    paying = credit_habits.paying(session, period, customer_id).get(customer_id)
    return AccountView(
        dealings.dealings(session, customer_id, as_of), sums.by_month(session, ending(as_of, 24), customer_id),
        _products(session, customer_id, period), _of(trends.grown(session, period), customer_id),
        _of(loyalty.lifetime(session, period), customer_id), _of(wallet.wallets(session, period), customer_id),
        _of(loyalty.statuses(session, as_of), customer_id), credit.standing(session, customer_id, as_of),
        _of(money.days_of_sales(session, as_of), customer_id),
        None if paying is None else paying.on_time,
        dunning_promises.of_customer(session, customer_id, as_of), customer_policies.effective(session, customer_id, as_of),
        _decision(session, customer_id), development.of_customer(session, customer_id, as_of),
        _others(session, customer_id, period), white_space.white_space(session, customer_id, period),
        trends.short_base(session, period),
    )  # fmt: skip


def _others(session: Session, customer_id: UUID, period: Period) -> Others:
    sold = sums.in_other_currencies(session, period, customer_id)
    return Others(
        other_moneys.told(other_moneys.SALES, sold), other_moneys.cost_words(session, period, customer_id),
        other_moneys.owed_words(session, period.last, customer_id),
    )  # fmt: skip


def _of(found: Analysed[R, Any], customer_id: UUID) -> R | None:
    return next((line.row for line in found.lines if line.client.id == customer_id), None)


def _products(session: Session, customer_id: UUID, period: Period) -> tuple[Bought, ...]:
    """What it bought most of, by the lines of its orders; the rest together without a name."""
    order, line = table_of(Order), table_of(OrderLine)
    signed = sa.case((order.c.kind == sums.RETURN, -line.c.amount), else_=line.c.amount)
    name = sa.func.coalesce(Product.name, line.c.name, "")
    found = sa.select(name, sa.func.sum(signed)).select_from(line).join(order, order.c.id == line.c.order_id)
    found = found.outerjoin(Product, Product.id == line.c.product_id)
    where = (*sums.counted(period), order.c.customer_id == customer_id, line.c.deleted_at.is_(None))
    rows = session.execute(found.where(*where).group_by(name).order_by(sa.func.sum(signed).desc(), name)).all()
    bought = [Bought(name, net) for name, net in rows]
    rest = sum(one.net for one in bought[_PRODUCTS:])
    return (*bought[:_PRODUCTS], *((Bought("", rest),) if rest else ()))


def _decision(session: Session, customer_id: UUID) -> Mapping[str, Any] | None:
    """The portfolio decision that counts: the newest."""
    table = table_of(PortfolioDecision)
    mine = sa.select(table).where(table.c.customer_id == customer_id, table.c.deleted_at.is_(None))
    row = session.execute(mine.order_by(table.c.decided_on.desc(), table.c.id.desc()).limit(1)).mappings().first()
    return None if row is None else dict(row)
