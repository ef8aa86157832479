"""Lines of imported orders beside those that are kept: what changes, and which products are made on the way."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.figures import half_up
from app.exchange import existing
from app.exchange.drafts import Draft
from app.exchange.outcomes import unwanted
from app.exchange.plan_types import Outcome
from app.exchange.sheet import Trouble
from app.formats import excerpt
from app.i18n import N_
from app.models import fields_of
from app.models.base import table_of
from app.models.firm import Product
from app.models.order import OrderLine, ProductPrice
from app.services.product_prices import Price, prices
from app.services.records import problem_with

NEW = "new_product"
"""What stands in a line for a product that nobody has: its name."""

_MADE = N_("There was no product “{value}”: it was added.")
_CHUNK = 500


def complete(session: Session, entity: str, drafts: Sequence[Draft], outcomes: list[Outcome], mode: str) -> list[Outcome]:
    """The outcomes with the lines of orders compared, and one for each further row of an order, in the order of the rows."""
    if entity in ("products", "receipts"):
        return [beside(session, entity, draft, one) for draft, one in zip(drafts, outcomes, strict=True)]
    if entity != "orders":
        return outcomes
    _find_products(session, drafts)
    by_row = {one.row: one for one in outcomes}
    _add_costs(session, [(draft, by_row[draft.row]) for draft in drafts if not draft.head])
    present = _present(session, [one.record for one in outcomes if one.record is not None])
    found: list[Outcome] = []
    for draft in drafts:
        one = by_row.get(draft.row)
        if one is None:
            one = _further(draft, by_row[draft.head])
        elif one.action in ("created", "updated", "unchanged"):
            one = by_row[draft.row] = unwanted(draft, _with_lines(draft, one, present), mode)
        found.append(one)
    return found


def beside(session: Session, entity: str, draft: Draft, one: Outcome) -> Outcome:
    """A product with its cost and price where they are news; a payment with the invoice it names."""
    if one.action not in ("created", "updated", "unchanged") or not draft.parts:
        return one
    if one.record is None:
        one.parts = tuple(draft.parts)
    elif entity == "products" and not _priced(session, one.record, draft.parts[0]):
        one.parts, one.action = tuple(draft.parts), "updated"
    return one


def _priced(session: Session, product: UUID, part: Mapping[str, Any]) -> bool:
    """Whether a product has this cost and price from that day on."""
    price = table_of(ProductPrice)
    where = (price.c.product_id == product, price.c.deleted_at.is_(None))
    rows = session.execute(sa.select(price).where(*where)).mappings()
    return any(all(row[key] == value for key, value in part.items()) for row in rows)


def _further(draft: Draft, head: Outcome) -> Outcome:
    reason = head.reason if head.action in ("refused", "duplicates") else None
    if reason is not None:
        draft.problems[:] = [reason]
    return Outcome(draft.row, head.action, record=head.record, reason=reason, earlier=head.row, line=reason is None)


def _with_lines(draft: Draft, one: Outcome, present: Mapping[UUID, list[dict[str, Any]]]) -> Outcome:
    if one.record is None:
        one.parts = tuple(draft.parts)
        return one
    kept = present.get(one.record, [])
    if draft.parts and not _equal(draft.parts, kept):
        one.parts, one.action = tuple(draft.parts), "updated"
    elif not draft.parts and kept and "net" in one.values:
        one.parts = ()  # lines that no longer add up to the order
    return one


def _equal(parts: Sequence[Mapping[str, Any]], kept: Sequence[Mapping[str, Any]]) -> bool:
    pairs = zip(parts, kept, strict=False)
    return len(parts) == len(kept) and all(mine.get(key) == value for part, mine in pairs for key, value in part.items())


def _present(session: Session, orders: Sequence[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    line = table_of(OrderLine)
    found: dict[UUID, list[dict[str, Any]]] = {}
    for start in range(0, len(orders), _CHUNK):
        where = (line.c.order_id.in_(orders[start : start + _CHUNK]), line.c.deleted_at.is_(None))
        for row in session.execute(sa.select(line).where(*where).order_by(line.c.position, line.c.id)).mappings():
            found.setdefault(row["order_id"], []).append(dict(row))
    return found


def _add_costs(session: Session, pairs: Sequence[tuple[Draft, Outcome]]) -> None:
    """What the goods of new orders cost, where the file does not say it and the products' costs on their day are known."""
    wanted: dict[date, list[tuple[Draft, Outcome]]] = {}
    for draft, one in pairs:
        if one.action == "created" and draft.parts and one.values.get("cost") is None:
            wanted.setdefault(one.values["ordered_on"], []).append((draft, one))
    for day, orders in wanted.items():
        products = {part["product_id"] for draft, _one in orders for part in draft.parts if "product_id" in part}
        known = prices(session, products, day) if products else {}
        for draft, one in orders:
            costs = [_cost(part, known) for part in draft.parts]
            if None not in costs:
                one.values["cost"] = sum(cost or 0 for cost in costs)


def _cost(part: dict[str, Any], known: Mapping[UUID, Price]) -> int | None:
    """The cost of a line, put into it where it follows from its product's."""
    price = known.get(part["product_id"]) if "product_id" in part else None
    if part.get("cost") is None and price is not None and price.cost is not None and part.get("quantity") is not None:
        part["cost"] = int(half_up(part["quantity"] * price.cost * 100))
    return part.get("cost")


def _find_products(session: Session, drafts: Iterable[Draft]) -> None:
    """Ids in the place of the names of products; one that nobody has is told once, and made with the orders."""
    known, name = existing.names_of(session, "products"), fields_of(Product)["name"]
    told: set[str] = set()
    for draft in drafts:
        for part in draft.parts if not draft.head and draft.refusal is None else ():
            text = part.pop("product", None)
            ids = known.find(text) if text else []
            if ids:
                part["product_id"] = ids[0]
            elif text and problem_with(name, text) is None:
                part[NEW] = text
                if text not in told:
                    draft.problems.append(Trouble(draft.row, "product", _MADE, (("value", excerpt(text, 60)),)))
                told.add(text)
            elif text:
                part.setdefault("name", text)
