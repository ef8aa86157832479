"""What the day owes to our own money: promises of payment that are due or over, and dunning steps that were agreed for a day.

Read after the first rows (``today_desk``): the entities behind are not mapped before. Asked of an index, and bounded.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.formats import local, money_text
from app.i18n import gettext_text as _
from app.models import Customer, Employee, fields_of
from app.models.receivable import Allocation, Dunning, Invoice
from app.services import dunning_promises
from app.services.present import text_of
from app.services.today_items import AHEAD_DAYS, Item

MOST = 200


def payments(session: Session, moment: datetime) -> Iterator[Item]:
    """Money that customers promised, until it came or somebody says that it did not."""
    present = local(moment).date()
    for one in dunning_promises.unsettled(session, present + timedelta(days=AHEAD_DAYS), present):
        yield Item("payment", one.id, payment_words(one.amount), one.customer, one.who, one.due)


def payment_words(amount: int | None) -> str:
    """What was promised; without a sum, a payment."""
    return _("Payment of {amount}").format(amount=money_text(amount)) if amount is not None else _("Payment")


def steps(session: Session, moment: datetime) -> Iterator[Item]:
    """The next step of each customer that still owes anything, where none was taken since it was agreed."""
    d, name, label = Dunning, sa.func.coalesce(Customer.short_name, Customer.name), fields_of(Dunning)["next_step"]
    found = sa.select(d.id, d.next_step, name, Employee.name, d.next_on).join(Customer, Customer.id == d.customer_id)
    found = found.outerjoin(Employee, Employee.id == d.done_by_id).where(
        d.deleted_at.is_(None), d.next_on <= local(moment).date() + timedelta(days=AHEAD_DAYS), Customer.deleted_at.is_(None),
        ~_followed(), _owes(),
    )  # fmt: skip
    rows: Any = session.execute(found.order_by(d.next_on.desc(), d.id).limit(MOST))
    for key, step, customer, who, day in rows:
        yield Item("dunning", key, text_of(label, step) or _("Next dunning step"), customer, who or "", day)


def _followed() -> sa.ColumnElement[bool]:
    """Whether a later step was taken: about the same invoice, or about everything."""
    later = aliased(Dunning)
    same = sa.or_(later.invoice_id.is_(None), later.invoice_id.is_not_distinct_from(Dunning.invoice_id))
    after = sa.or_(later.done_on > Dunning.done_on, sa.and_(later.done_on == Dunning.done_on, later.id > Dunning.id))
    return sa.exists().where(later.customer_id == Dunning.customer_id, later.deleted_at.is_(None), same, after)


def _owes() -> sa.ColumnElement[bool]:
    i, a = Invoice, Allocation
    paid = sa.select(sa.func.coalesce(sa.func.sum(a.amount), 0)).where(a.invoice_id == i.id, a.deleted_at.is_(None))
    open_ones = (i.deleted_at.is_(None), i.kind != "credit", i.total > paid.correlate(i).scalar_subquery())
    return sa.exists().where(i.customer_id == Dunning.customer_id, *open_ones)
