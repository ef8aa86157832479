"""The lines of an order, the prices of a product, what a payment pays: typed one by one in the window.

Each goes through what writes the whole (``orders.save``, ``receipts.save_receipt``), so that sums and allocations follow.
"""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import BY_KEY, Entity
from app.models.base import table_of
from app.services import customer_parts, orders, receipts, records

Values = Mapping[str, Any]
Line = tuple[dict[str, Any], dict[str, str]]
LINES, PAID = "order_lines", "allocations"
LINKS = {LINES: "order_id", "product_prices": "product_id", PAID: "receipt_id", "plan_years": "plan_id",
         "plan_activities": "plan_id"}  # fmt: skip


def listed(session: Session, entity: str, owner: UUID) -> tuple[Line, ...]:
    """The parts of a record in the order in which they were added."""
    cls = BY_KEY[entity]
    table = table_of(cls)
    living = sa.select(table).where(table.c[LINKS[entity]] == owner, table.c.deleted_at.is_(None)).order_by(table.c.id)
    rows = [dict(row) for row in session.execute(living).mappings()]
    return tuple((row, records.link_titles(session, cls, row)) for row in rows)


def usual(entity: type[Entity]) -> dict[str, Any]:
    """What a new part is unless said otherwise."""
    return customer_parts.usual(entity)


def add(session: Session, entity: str, owner: UUID, values: Values) -> UUID:
    """Add a part; its owner's sums follow. ValidationError for the first value that can't be."""
    given = {key: value for key, value in values.items() if value is not None}
    if entity == LINES:
        orders.save(session, {}, [*orders.lines_of(session, owner), given], owner)
    elif entity == PAID:
        _pay(session, owner, given)
    else:
        return records.create(session, BY_KEY[entity], {**given, LINKS[entity]: owner})
    newest: UUID = max(row["id"] for row, _titles in listed(session, entity, owner))
    return newest


def change(session: Session, entity: str, part: UUID, values: Values) -> bool:
    """Change a part; True. An amount that was not typed follows quantity, price and discount."""
    stored = records.get(session, BY_KEY[entity], part)
    owner = stored[LINKS[entity]]
    if entity == LINES:
        lines = [_typed_over(line, values) if line["id"] == part else line for line in orders.lines_of(session, owner)]
        orders.save(session, {}, lines, owner)
    elif entity == PAID:
        _pay(session, owner, {**stored, **values}, instead_of=stored["invoice_id"])
    else:
        return records.update(session, BY_KEY[entity], part, values)
    return True


def _typed_over(line: Values, typed: Values) -> dict[str, Any]:
    follows = {"quantity", "price", "discount", "product_id"} & typed.keys()
    return {**line, **({"amount": None, "cost": None} if follows else {}), **typed}


def remove(session: Session, entity: str, part: UUID) -> None:
    """Take a part away; its owner's sums follow."""
    stored = records.get(session, BY_KEY[entity], part)
    owner = stored[LINKS[entity]]
    if entity == LINES:
        orders.save(session, {}, [line for line in orders.lines_of(session, owner) if line["id"] != part], owner)
    elif entity == PAID:
        shares = {key: amount for key, amount in _shares(session, owner).items() if key != stored["invoice_id"]}
        receipts.save_receipt(session, {}, shares, owner)
    else:
        records.delete(session, BY_KEY[entity], [part])


def _shares(session: Session, receipt_id: UUID) -> dict[UUID, int]:
    return {row["invoice_id"]: row["amount"] for row, _titles in listed(session, PAID, receipt_id)}


def _pay(session: Session, receipt_id: UUID, given: Values, instead_of: UUID | None = None) -> None:
    """Let a payment pay an invoice; without an amount what is open of it, at most what is left."""
    invoice, amount = given.get("invoice_id"), given.get("amount")
    if invoice is None:
        raise records.missing(BY_KEY[PAID], "invoice_id")
    shares = {key: part for key, part in _shares(session, receipt_id).items() if key != instead_of}
    if amount is None:
        amount = min(rest_of_invoice(session, invoice), rest_of_receipt(session, receipt_id))
    receipts.save_receipt(session, {}, {**shares, invoice: amount}, receipt_id)


def rest_of_invoice(session: Session, invoice_id: UUID) -> int:
    """What is open of an invoice, in fen; below 0 where more was paid than asked."""
    customer = records.get(session, BY_KEY["invoices"], invoice_id)["customer_id"]
    items = receipts.open_items(session, customer, every=True)
    return next((one.open for one in items if one.key == invoice_id.hex), 0)


def rest_of_receipt(session: Session, receipt_id: UUID) -> int:
    """What of a payment pays no invoice yet."""
    return int(records.get(session, BY_KEY["receipts"], receipt_id)["amount"]) - sum(_shares(session, receipt_id).values())


def line_amount(values: Values) -> int | None:
    """What a line comes to, in fen: as typed, else quantity × price less the discount; None where neither is known."""
    if values.get("amount") is not None:
        return int(values["amount"])
    quantity, price = values.get("quantity"), values.get("price")
    if quantity is None or price is None:
        return None
    return int((quantity * price * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)) - (values.get("discount") or 0)
