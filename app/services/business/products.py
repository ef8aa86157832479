"""Product × customer (C11): what each product earns with each customer, from the lines of the period's orders;
orders without lines are one product without a name."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.product_matrix import Cell, ProductMatrix, product_matrix
from app.analysis.product_matrix import Line as Suggested
from app.models import Product
from app.models.base import table_of
from app.models.order import Order, OrderLine
from app.models.portable import key_bytes
from app.services.business import worth
from app.services.business.clients import Analysed, Line, clients
from app.services.business.kept import kept
from app.services.business.period import Period
from app.services.business.sums import RETURN, counted, in_other_currencies


@dataclass(frozen=True, slots=True)
class Sold:
    """A customer's column of the matrix: net sales and gross profit of the lines whose cost is known (fen), how many cells have
    which mark, and what is suggested with the names of what it could be offered."""

    sales: int
    profit: int
    marks: Mapping[str, int]
    suggestion: str
    offers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """All products: the whole matrix, their names by code, net sales by code, what was sold at an unknown cost (in no cell)."""

    matrix: ProductMatrix
    names: Mapping[str, str]
    sales: Mapping[str, int]
    unknown: int


def products(session: Session, period: Period) -> Analysed[Sold, Range]:
    """C11 of every customer with such lines, the one that earns most first."""
    return kept(session, ("products", period), lambda: _products(session, period))


def _products(session: Session, period: Period) -> Analysed[Sold, Range]:
    known = {client.id.bytes: client for client in clients(session).values()}
    names, keys = _names(session), {raw: client.key for raw, client in known.items()}
    rows = [row for row in _sums(session, period) if row[0] in known]
    unknown = sum(amount for _customer, _product, amount, _cost, gaps in rows if gaps)
    codes = {product: product.hex() if product else "" for product in {row[1] for row in rows}}
    cells = [Cell(codes[product], keys[customer], amount - cost, amount)
             for customer, product, amount, cost, gaps in rows if not gaps]  # fmt: skip
    done, sold, by_product = product_matrix(cells), Counter[str](), Counter[str]()
    for cell in cells:
        sold[cell.customer] += cell.sales
        by_product[cell.product] += cell.sales
    marks, found = _marks(done), {client.key: client for client in known.values()}
    lines = tuple(Line(found[one.code], _sold(one, sold[one.code], marks[one.code], names)) for one in done.customers)
    whole = Range(done, names, by_product, unknown)
    return Analysed(lines, whole, worth.parameters(period), in_other_currencies(session, period))


_Raw = tuple[bytes, bytes | None, int, int, int]
"""Customer, product, net amount, cost, how much of it has no cost. Ids as they are stored: hundreds of thousands of them only
find one another here."""


def _sums(session: Session, period: Period) -> list[_Raw]:
    """Lines by customer and product; an order without lines is one without a product. Returns count against them. One pass over
    the orders: asking for those without lines apart costs as much again."""
    order, line = table_of(Order), table_of(OrderLine)
    bare, sign = line.c.order_id.is_(None), sa.case((order.c.kind == RETURN, -1), else_=1)
    amount = sa.case((bare, order.c.net), else_=line.c.amount)
    cost = sa.case((bare, order.c.cost), else_=line.c.cost)
    gaps = sa.func.sum(sa.case((sa.and_(cost.is_(None), amount != 0), 1), else_=0))
    sums = sa.func.sum(sign * amount), sa.func.sum(sign * sa.func.coalesce(cost, 0)), gaps
    mine = sa.and_(line.c.order_id == order.c.id, line.c.deleted_at.is_(None))
    found = sa.select(key_bytes(order.c.customer_id), key_bytes(line.c.product_id), *sums).select_from(order)
    found = found.join(line, mine, isouter=True).where(*counted(period))
    return [*session.execute(found.group_by(order.c.customer_id, line.c.product_id)).all()]


def _names(session: Session) -> dict[str, str]:
    """Products by the code the matrix knows them by; "" are lines without one."""
    table = table_of(Product)
    rows = session.execute(sa.select(table.c.id, table.c.code, table.c.name))
    return {key.hex: name or code for key, code, name in rows} | {"": ""}


def _marks(done: ProductMatrix) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for (_product, customer), mark in done.marks.items():
        own = found.setdefault(customer, {})
        own[mark] = own.get(mark, 0) + 1
    return found


def _sold(one: Suggested, amount: int, marks: Mapping[str, int], names: Mapping[str, str]) -> Sold:
    return Sold(amount, one.profit, marks, one.suggestion, tuple(names.get(code, "") for code in one.offers if code))
