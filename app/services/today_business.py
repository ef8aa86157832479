"""What the day owes to the firm's business: decisions about customers to look at again, and who has to be reminded of money.

Read after the first rows (``today_desk``): the entities behind are not mapped before.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.formats import local, money_text
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.models import Customer, Employee
from app.models.account_plan import PortfolioDecision
from app.models.grading import NeverServe
from app.services.business import credit_use
from app.services.today_items import AHEAD_DAYS, Item

MOST = 40
NEVER, PORTFOLIO = N_("Look again at: never serve"), N_("Look again at the portfolio decision")


def reviews(session: Session, moment: datetime) -> Iterator[Item]:
    """Customers never served, and portfolio decisions, whose day to look at them again has come."""
    until = local(moment).date() + timedelta(days=AHEAD_DAYS)
    n, p, later = NeverServe, PortfolioDecision, aliased(PortfolioDecision)
    newer = sa.or_(later.decided_on > p.decided_on, sa.and_(later.decided_on == p.decided_on, later.id > p.id))
    replaced = sa.exists().where(later.customer_id == p.customer_id, later.deleted_at.is_(None), newer)
    yield from _due(session, n, NEVER, n.director_id, until, n.state == "approved")
    yield from _due(session, p, PORTFOLIO, p.decided_by_id, until, ~replaced)


def _due(session: Session, entity: Any, words: str, who: Any, until: Any, still: Any) -> Iterator[Item]:
    name = sa.func.coalesce(Customer.short_name, Customer.name)
    found = sa.select(entity.id, Customer.id, name, Employee.name, entity.review_on)
    found = found.join(Customer, Customer.id == entity.customer_id).outerjoin(Employee, Employee.id == who).where(
        entity.deleted_at.is_(None), Customer.deleted_at.is_(None), entity.review_on <= until, still
    )
    for key, customer, named, by, day in session.execute(found.order_by(entity.review_on, entity.id).limit(MOST)).all():
        yield Item("review", customer, _(words), named, by or "", day, mark=key.hex)


def owed(session: Session, moment: datetime) -> Iterator[Item]:
    """One line for all who are late with their money: whom to remind stands on the page of dunning."""
    present = local(moment).date()
    late = [one for one in credit_use.overdue(session, present).values() if one.oldest > 0]
    if late:
        told = ngettext_text("{count} customer is late with {amount}", "{count} customers are late with {amount}", len(late))
        what = told.format(count=len(late), amount=money_text(sum(one.amount for one in late)))
        yield Item("owed", UUID(int=0), what, "", "", present, mark="owed")
