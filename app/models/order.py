"""Orders, returns and what they consist of; what a product costs from a day on (domain/10 §O, domain/30 C10).

Amounts are kept without tax beside the total with it (domain/00 G3): profit reads ``net``, receivables read ``total``.
"""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from app.i18n import N_
from app.models import fields as f
from app.models import trade_choices as t
from app.models.base import Entity, live_index
from app.models.checks import amount_problem


class ProductPrice(Entity):
    """What a product costs us and what it is listed at, from a day on; the newest one before an order's day counts."""

    entity = "product_prices"
    label = N_("Cost and price")
    plural = N_("Costs and prices")
    titles = ("unit",)
    searched = False

    product_id: Mapped[UUID] = f.link(N_("Product"), "products", owned=True)
    begins_on: Mapped[date | None] = f.day(N_("Valid from"))
    cost: Mapped[Decimal | None] = f.decimal(N_("Unit cost"), check=amount_problem)
    price: Mapped[Decimal | None] = f.decimal(N_("List price"), check=amount_problem)
    unit: Mapped[str | None] = f.line(N_("Unit"), 20)


class Order(Entity):
    """What a customer bought or gave back (``kind``): a return's amounts are positive and count against sales.

    ``gross``, ``discount``, ``net`` and ``cost`` are without tax and follow the lines where there are any; ``cost`` is
    None where it is not known, never 0 by itself. Drafts and cancelled orders count nowhere.
    """

    entity = "orders"
    label = N_("Sales order")
    plural = N_("Sales orders")
    titles = ("number",)
    prefix = "DD"
    number_field = "number"
    monthly_number = True
    draft = ("state", "draft")

    number: Mapped[str] = f.code(N_("Order no."), 60)
    customer_id: Mapped[UUID] = f.link(N_("Customer"), "customers", owned=True)
    ordered_on: Mapped[date] = f.day(N_("Ordered on"))
    kind: Mapped[str] = f.choice(N_("Kind"), t.ORDER_KIND, default="sale")
    state: Mapped[str] = f.choice(N_("State"), t.ORDER_STATE, default="confirmed")
    owner_id: Mapped[UUID | None] = f.link(N_("Salesperson"), "employees")
    customer_reference: Mapped[str | None] = f.code(N_("Customer's order no."), 60)
    currency: Mapped[str | None] = f.code(N_("Currency"), 3)
    gross: Mapped[int | None] = f.money(N_("Before discounts"))
    discount: Mapped[int | None] = f.money(N_("Discounts and rebates"))
    net: Mapped[int] = f.money(N_("Net amount"))
    tax: Mapped[int | None] = f.money(N_("Tax"))
    total: Mapped[int | None] = f.money(N_("Total with tax"))
    cost: Mapped[int | None] = f.money(N_("Cost of the goods"))
    returned_order_id: Mapped[UUID | None] = f.link(N_("Returned from order"), "orders")
    terms_days: Mapped[int | None] = f.integer(N_("Terms (days)"), check=amount_problem)
    promised_on: Mapped[date | None] = f.day(N_("Delivery promised for"))
    delivered_on: Mapped[date | None] = f.day(N_("Delivered on"))
    channel: Mapped[str | None] = f.line(N_("Channel"), 80)
    approval: Mapped[str | None] = f.line(N_("Approved although credit is used up"), 300)
    notes: Mapped[str | None] = f.text(N_("Notes"))
    own: Mapped[dict[str, str] | None] = f.own_values()


class OrderLine(Entity):
    """One position of an order: ``amount`` and ``cost`` without tax for the whole line, ``cost`` None where unknown."""

    entity = "order_lines"
    label = N_("Order line")
    plural = N_("Order lines")
    searched = False

    order_id: Mapped[UUID] = f.link(N_("Sales order"), "orders", owned=True)
    position: Mapped[int | None] = f.integer(N_("Line no."))
    product_id: Mapped[UUID | None] = f.link(N_("Product"), "products")
    name: Mapped[str | None] = f.line(N_("Description of the goods"), 300)
    quantity: Mapped[Decimal | None] = f.decimal(N_("Quantity"))
    unit: Mapped[str | None] = f.line(N_("Unit"), 20)
    price: Mapped[Decimal | None] = f.decimal(N_("Unit price"))
    discount: Mapped[int | None] = f.money(N_("Discount"))
    amount: Mapped[int] = f.money(N_("Net amount"))
    cost: Mapped[int | None] = f.money(N_("Cost of the goods"))


Index("ix_orders_number", Order.number)
live_index(Order, "ordered_on")
# What analyses add up stands in the index itself: sums by customer over 300,000 orders in a fifth of the time.
Index("ix_orders_sums", *(getattr(Order, key) for key in (
    "customer_id", "ordered_on", "state", "kind", "currency", "deleted_at", "net", "gross", "discount", "cost", "total", "id",
)))  # fmt: skip
Index("ix_order_lines_sums", *(getattr(OrderLine, key) for key in ("order_id", "product_id", "deleted_at", "amount", "cost")))
