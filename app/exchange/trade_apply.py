"""Writing what stands beside imported business records: lines of orders with the products they name, costs of products."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.exchange import payments
from app.exchange.names import same
from app.exchange.order_lines import NEW
from app.exchange.plan_types import ImportPlan
from app.models import BY_KEY
from app.models.base import table_of
from app.models.firm import Product
from app.models.order import OrderLine, ProductPrice
from app.services import receipts, records

_AT_ONCE = 500


def write_parts(session: Session, plan: ImportPlan, made: Mapping[int, UUID]) -> None:
    """Write the parts of a plan's outcomes, part of the import's own step."""
    if plan.entity in ("invoices", "receipts"):
        _settle(session, plan, made)
        return
    parts = [(made[one.row], one.parts) for one in plan.outcomes if one.parts is not None and one.row in made and not one.line]
    if not parts:
        return
    if plan.entity == "orders":
        _write_lines(session, parts, {one.record for one in plan.outcomes if one.action == "updated" and one.record is not None})
    if plan.entity == "products":
        rows = [{"product_id": key, **part} for key, several in parts for part in several]
        records.create_many(session, ProductPrice, rows)


def _settle(session: Session, plan: ImportPlan, made: Mapping[int, UUID]) -> None:
    """Payments of the customers that the file is about pay the invoice they name, all others the oldest due (F-32)."""
    fresh = [one for one in plan.outcomes if one.action in ("created", "updated") and one.row in made]
    table, ids = table_of(BY_KEY[plan.entity]), [made[one.row] for one in fresh]
    customers: set[UUID] = set()
    for start in range(0, len(ids), _AT_ONCE):
        customers |= set(session.scalars(sa.select(table.c.customer_id).where(table.c.id.in_(ids[start : start + _AT_ONCE]))))
    if plan.entity == "receipts":
        payments.settle(session, [(made[one.row], one.parts) for one in fresh if one.parts])
    for customer in sorted(customers):
        receipts.spread(session, customer)


def _write_lines(session: Session, parts: Sequence[tuple[UUID, tuple[dict[str, Any], ...]]], changed: set[UUID]) -> None:
    _drop_lines(session, [key for key, _lines in parts if key in changed])
    products = _make_products(session, [line[NEW] for _key, lines in parts for line in lines if NEW in line])
    rows = [_row(key, line, products) for key, lines in parts for line in lines]
    for start in range(0, len(rows), _AT_ONCE):
        records.create_many(session, OrderLine, rows[start : start + _AT_ONCE])


def _row(order: UUID, line: Mapping[str, Any], products: Mapping[str, UUID]) -> dict[str, Any]:
    values = {key: value for key, value in line.items() if key != NEW}
    return {"order_id": order, **values, **({"product_id": products[same(line[NEW])]} if NEW in line else {})}


def _drop_lines(session: Session, orders: Sequence[UUID]) -> None:
    line = table_of(OrderLine)
    for start in range(0, len(orders), _AT_ONCE):
        where = (line.c.order_id.in_(orders[start : start + _AT_ONCE]), line.c.deleted_at.is_(None))
        records.delete(session, OrderLine, list(session.scalars(sa.select(line.c.id).where(*where))))


def _make_products(session: Session, names: Sequence[str]) -> dict[str, UUID]:
    wanted = {same(name): name for name in reversed(names)}
    ids = records.create_many(session, Product, [{"name": name} for name in wanted.values()]) if wanted else []
    return dict(zip(wanted, ids, strict=True))
