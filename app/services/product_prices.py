"""What products cost us and are listed at on a day: the newest entry that had begun by then counts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models.order import ProductPrice


@dataclass(frozen=True, slots=True)
class Price:
    """Cost and list price of one unit in yuan; None where that was never entered."""

    cost: Decimal | None
    price: Decimal | None
    unit: str


def prices(session: Session, products: Collection[UUID], day: date) -> Mapping[UUID, Price]:
    """Of many products at once; one without any entry by then is not there. An entry without a day holds since ever."""
    p = ProductPrice
    found: dict[UUID, Price] = {}
    wanted = list(products)
    for start in range(0, len(wanted), 500):
        rows = session.execute(
            sa.select(p.product_id, p.cost, p.price, p.unit)
            .where(p.deleted_at.is_(None), p.product_id.in_(wanted[start : start + 500]))
            .where(sa.or_(p.begins_on.is_(None), p.begins_on <= day))
            .order_by(p.begins_on.is_not(None), p.begins_on, p.created_at)
        )
        for key, cost, price, unit in rows:
            old = found.get(key, Price(None, None, ""))
            found[key] = Price(old.cost if cost is None else cost, old.price if price is None else price, unit or old.unit)
    return found
