"""What is decided about a customer, in short sentences: the portfolio decision, its policy, how its plan goes, whether it is
served."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.development_plan import VOLUME
from app.formats import day_text, percent_text
from app.i18n import gettext_text as _
from app.models import Customer, fields_of
from app.models.account_plan import CustomerPolicy, PortfolioDecision
from app.models.base import table_of
from app.models.grading import NeverServe
from app.services import customer_policies, development, records
from app.services.grade_overrides import NEVER
from app.services.present import text_of


def account_words(session: Session, customer_id: UUID, today: date) -> tuple[str, ...]:
    """Those that there are; the profit of a plan is left to its own record, since adding it up takes longer."""
    found = (_never(session, customer_id), _decision(session, customer_id), _policy(session, customer_id, today),
             _plan(session, customer_id, today))  # fmt: skip
    return tuple(each for each in found if each)


def _never(session: Session, customer_id: UUID) -> str:
    table = table_of(NeverServe)
    counts = table.c.state.in_(("applied", "endorsed", "approved"))
    mine = (table.c.customer_id == customer_id, table.c.deleted_at.is_(None), counts)
    state = session.scalar(sa.select(table.c.state).where(*mine).limit(1))
    return _("Never serve: {state}").format(state=text_of(fields_of(NeverServe)["state"], state)) if state else ""


def _decision(session: Session, customer_id: UUID) -> str:
    table = table_of(PortfolioDecision)
    mine = sa.select(table.c.decision, table.c.review_on).where(table.c.customer_id == customer_id, table.c.deleted_at.is_(None))
    row = session.execute(mine.order_by(table.c.decided_on.desc(), table.c.id.desc()).limit(1)).first()
    if row is None:
        return ""
    word = text_of(fields_of(PortfolioDecision)["decision"], row.decision)
    again = _("again on {day}").format(day=day_text(row.review_on)) if row.review_on else ""
    return _("Portfolio: {decision}").format(decision=" · ".join(part for part in (word, again) if part))


def _policy(session: Session, customer_id: UUID, today: date) -> str:
    found = customer_policies.effective(session, customer_id, today)
    if found is None:
        return _no_policy(session, customer_id)
    if found.source == "usual":
        return ""
    whose = _("exception until {day}").format(day=day_text(found.values["ends_on"])) if found.source == "exception" else text_of(
        fields_of(CustomerPolicy)["grade"], found.values["grade"])  # fmt: skip
    pays, price = found.values.get("payment"), found.values.get("price")
    return _("Policy: {policy}").format(policy=" · ".join(part for part in (whose, pays, price) if part))


def _no_policy(session: Session, customer_id: UUID) -> str:
    """Its class has no policy although the firm wrote some; "" where it has no class, or is not served."""
    grade = records.get(session, Customer, customer_id)["grade"]
    if not grade or grade == NEVER or not customer_policies.is_any(session):
        return ""
    return _("Policy: none for {grade}").format(grade=text_of(fields_of(Customer)["grade"], grade))


def _plan(session: Session, customer_id: UUID, today: date) -> str:
    progress = development.of_customer(session, customer_id, today)
    year = next((one for one in progress.years if one.year == today.year), None) if progress is not None else None
    if year is None:
        return ""
    sales = next(one for one in year.measures if one.measure == VOLUME)
    rate = sales.attained.rate.value
    share = percent_text(rate) if rate is not None else "—"
    return _("Plan {year}: sales at {share} of what should be done by now").format(year=year.year, share=share)
