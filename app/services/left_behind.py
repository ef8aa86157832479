"""What still waits in the name of a colleague: asked when one leaves."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from app.services.handover import COMPLAINTS, CUSTOMERS, PEOPLE, VISITS, portfolio


def left_behind(session: Session, employee_id: UUID) -> Mapping[str, int]:
    """How much there is, by the kinds of a hand-over (``customers``, ``visits``…)."""
    found = portfolio(session, employee_id)
    open_there = [item.kind for items in (*found.there.values(), found.loose) for item in items]
    counted = {kind: open_there.count(kind) for kind in (VISITS, COMPLAINTS, PEOPLE)}
    return {CUSTOMERS: len(found.customers), **counted}
