"""What to look at again before an order goes on: what is odd about it, and what speaks against it as one on credit (C27).

Nothing is refused for it: an order that credit speaks against takes the word of whoever approved it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.currencies import CNY
from app.formats import today
from app.i18n import gettext_text as _
from app.models.receivable import Invoice
from app.services import orders
from app.services.business.credit import Standing, standing
from app.services.business.credit_use import OPEN, bills_by_order
from app.services.credit_words import order_doubts, standing_line

Values = Mapping[str, Any]
_OPEN = frozenset({"draft", OPEN, orders.DELIVERED})


@dataclass(frozen=True, slots=True)
class Told:
    """``line``: the customer's credit in one line; ``doubts`` of the order itself; ``credit``: what credit says against it;
    ``asks``: somebody has to say who approved it."""

    line: str
    doubts: tuple[str, ...]
    credit: tuple[str, ...]
    asks: bool


def told(session: Session, values: Values) -> Told:
    """Of an order as it stands in a form, a new one or (with its ``id``) one that is stored."""
    if values.get("customer_id") is None:
        return Told("", (), (), False)
    one = standing(session, values["customer_id"], today())
    if values.get("id") is None and (name := orders.never_served(session, values["customer_id"])):
        return Told("", (_(orders.NEVER_SERVED).format(name=name),), (), False)  # it is refused: no approval helps
    waits = values.get("id") is not None and not values.get("net")  # its lines are still to come
    own = orders.doubts(session, {**values, "net": None if waits else values.get("net")})
    against = _against(session, one, values)
    asks = bool(against) and not values.get("approval") and values.get("state") != "draft"
    return Told(standing_line(one), own, against, asks)


def doubts(session: Session, values: Values) -> tuple[str, ...]:
    """All of them as sentences."""
    found = told(session, values)
    return (*found.doubts, *found.credit)


def _against(session: Session, one: Standing, values: Values) -> tuple[str, ...]:
    """Nothing against returns, what is billed or was approved already, and amounts that stand in no sum."""
    if values.get("kind") == orders.RETURN or values.get("state", "confirmed") not in _OPEN:
        return ()
    if values.get("currency") not in (None, "", CNY):
        return ()
    if values.get("id") is None:  # while it is typed it stays to be read
        return order_doubts(one, orders.with_tax(session, values))
    i = Invoice
    billed = sa.select(i.id).where(i.order_id == values["id"], i.deleted_at.is_(None)).limit(1)
    if values.get("approval") or session.scalar(billed) is not None:
        return ()
    state = values.get("state", OPEN)
    counted = state == OPEN or (state == orders.DELIVERED and bills_by_order(session))
    return order_doubts(one, 0 if counted else orders.with_tax(session, values))
