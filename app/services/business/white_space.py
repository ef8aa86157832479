"""White space (domain/50 §5.5): products that earn, that others buy and a customer does not; C11 read for one customer."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import Customer
from app.models.base import in_view, table_of
from app.models.order import Order, OrderLine
from app.models.types import DateType
from app.services.business import products
from app.services.business.clients import clients
from app.services.business.period import Period
from app.services.business.sums import RETURN, counted


@dataclass(frozen=True, slots=True)
class Offer:
    """A product it did not buy in the period: how many customers did, how many of them of its industry (None: nobody knows which
    that is), net sales and gross profit with all of them (fen), and when it bought it last (None: never)."""

    name: str
    customers: int
    peers: int | None
    net: int
    profit: int
    last: date | None


def white_space(session: Session, customer_id: UUID, period: Period, most: int = 8) -> tuple[Offer, ...]:
    """What those like it buy first, then what earns most."""
    whole = products.products(session, period).company
    buyers, peers, last = _buyers(session, period), _peers(session, customer_id), _last(session, customer_id, period.last)
    found = []
    for one in whole.matrix.products:
        bought = last.get(one.code)
        if one.profit > 0 and one.code and (bought is None or bought < period.first):
            who = buyers.get(one.code, ())
            like = None if peers is None else sum(key in peers for key in who)
            name = whole.names.get(one.code, "")
            found.append(Offer(name, len(who), like, whole.sales[one.code], one.profit, bought))
    return tuple(sorted(found, key=lambda one: (-(one.peers or 0), -one.profit, one.name))[:most])


def _buyers(session: Session, period: Period) -> dict[str, list[str]]:
    """The customers of each product, by their keys."""
    found: dict[str, list[str]] = {}
    for product, customer in products.products(session, period).company.matrix.marks:
        found.setdefault(product, []).append(customer)
    return found


def _peers(session: Session, customer_id: UUID) -> set[str] | None:
    """The keys of the others in its industry; None where its file names none."""
    table = table_of(Customer)
    industry = session.scalar(sa.select(table.c.industry).where(table.c.id == customer_id))
    if not industry:
        return None
    known, like = clients(session), sa.select(table.c.id).where(*in_view(Customer), table.c.industry == industry)
    return {known[key].key for key in session.scalars(like) if key in known and key != customer_id}


def _last(session: Session, customer_id: UUID, until: date) -> dict[str, date]:
    """When it bought each product last, by the product's code in the matrix."""
    order, line = table_of(Order), table_of(OrderLine)
    day = sa.type_coerce(sa.func.max(order.c.ordered_on), DateType())
    found = sa.select(line.c.product_id, day).join(order, order.c.id == line.c.order_id)
    where = (*counted(until=until, any_currency=True), order.c.customer_id == customer_id, order.c.kind != RETURN,
             line.c.deleted_at.is_(None), line.c.product_id.is_not(None))  # fmt: skip
    return {key.hex: last for key, last in session.execute(found.where(*where).group_by(line.c.product_id))}
