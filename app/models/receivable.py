"""What customers owe and pay: invoices, receipts, which receipt pays which invoice, dunning (F-31 to F-33). With tax."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from app.i18n import N_
from app.models import fields as f
from app.models import trade_choices as t
from app.models.base import Entity, live_index
from app.models.checks import amount_problem


class Invoice(Entity):
    """What a customer owes since a day (F-31): a credit note lowers it, an opening balance stands for what was before.

    ``total`` is with tax and 0 or more for every kind; what is still open follows from the allocations."""

    entity = "invoices"
    label = N_("Invoice")
    plural = N_("Invoices")
    titles = ("number",)
    prefix = "FP"
    number_field = "number"
    monthly_number = True

    number: Mapped[str] = f.code(N_("Invoice no."), 60)
    customer_id: Mapped[UUID] = f.link(N_("Customer"), "customers", owned=True)
    kind: Mapped[str] = f.choice(N_("Kind"), t.INVOICE_KIND, default="invoice")
    issued_on: Mapped[date] = f.day(N_("Invoice date"))
    due_on: Mapped[date] = f.day(N_("Due date"))
    total: Mapped[int] = f.money(N_("Total with tax"), check=amount_problem)
    tax: Mapped[int | None] = f.money(N_("Tax"), check=amount_problem)
    currency: Mapped[str | None] = f.code(N_("Currency"), 3)
    order_id: Mapped[UUID | None] = f.link(N_("Sales order"), "orders")
    disputed: Mapped[bool] = f.flag(N_("Disputed"))
    dispute_reason: Mapped[str | None] = f.line(N_("Why disputed"), 300)
    complaint_id: Mapped[UUID | None] = f.link(N_("Complaint"), "complaints")
    cash: Mapped[bool] = f.flag(N_("Cash terms"))
    notes: Mapped[str | None] = f.text(N_("Notes"))
    own: Mapped[dict[str, str] | None] = f.own_values()


class Receipt(Entity):
    """Money that came in (F-32); a negative one is money paid back."""

    entity = "receipts"
    label = N_("Payment received")
    plural = N_("Payments received")
    titles = ("number",)
    prefix = "SK"
    number_field = "number"
    monthly_number = True

    number: Mapped[str] = f.code(N_("Payment no."), 60)
    customer_id: Mapped[UUID] = f.link(N_("Customer"), "customers", owned=True)
    received_on: Mapped[date] = f.day(N_("Received on"))
    amount: Mapped[int] = f.money(N_("Amount"))
    method: Mapped[str | None] = f.choice(N_("Way of payment"), t.RECEIPT_METHOD)
    currency: Mapped[str | None] = f.code(N_("Currency"), 3)
    payer: Mapped[str | None] = f.line(N_("Paid by"))
    reference: Mapped[str | None] = f.code(N_("Bank reference"), 80)
    by_hand: Mapped[bool] = f.flag(N_("Allocated by hand"))
    notes: Mapped[str | None] = f.text(N_("Notes"))


class Allocation(Entity):
    """So much of a receipt, or of a credit note, pays this invoice."""

    entity = "allocations"
    label = N_("Allocation")
    plural = N_("Allocations")
    titles = ("notes",)
    searched = False

    receipt_id: Mapped[UUID | None] = f.link(N_("Payment received"), "receipts", part=True)
    credit_id: Mapped[UUID | None] = f.link(N_("Credit note"), "invoices", part=True)
    invoice_id: Mapped[UUID | None] = f.link(N_("Invoice"), "invoices")
    amount: Mapped[int] = f.money(N_("Amount"))
    notes: Mapped[str | None] = f.line(N_("Notes"))


class Dunning(Entity):
    """One step taken to get money that is due (F-33): kept as evidence, for a written demand interrupts the limitation
    period (Civil Code 188, 195); with what the customer promised then."""

    entity = "dunnings"
    label = N_("Dunning step")
    plural = N_("Dunning steps")
    titles = ("words", "step")

    customer_id: Mapped[UUID] = f.link(N_("Customer"), "customers", owned=True)
    invoice_id: Mapped[UUID | None] = f.link(N_("Invoice"), "invoices")
    step: Mapped[str] = f.choice(N_("Step"), t.DUNNING_STEP, default="reminder")
    method: Mapped[str | None] = f.choice(N_("Means"), t.DUNNING_METHOD)
    done_on: Mapped[date] = f.day(N_("Done on"))
    done_by_id: Mapped[UUID | None] = f.link(N_("Done by"), "employees")
    contact_id: Mapped[UUID | None] = f.link(N_("Spoken to"), "contacts")
    amount: Mapped[int | None] = f.money(N_("Sum demanded"), check=amount_problem)
    words: Mapped[str | None] = f.text(N_("What was said"))
    promised: Mapped[int | None] = f.money(N_("Amount promised"), check=amount_problem)
    promised_on: Mapped[date | None] = f.day(N_("Promised for"))
    kept_on: Mapped[date | None] = f.day(N_("Kept on"))
    broken: Mapped[bool] = f.flag(N_("Broken"))
    next_step: Mapped[str | None] = f.choice(N_("Next step"), t.DUNNING_STEP)
    next_on: Mapped[date | None] = f.day(N_("Next step on"))


Index("ix_invoices_number", Invoice.number)
live_index(Invoice, "due_on")
# As in order.py: what is added up stands in the index itself.
Index("ix_invoices_sums", *(getattr(Invoice, key) for key in (
    "customer_id", "issued_on", "kind", "cash", "currency", "deleted_at", "total", "due_on", "id",
)))  # fmt: skip
live_index(Receipt, "received_on")
Index("ix_receipts_sums", *(getattr(Receipt, key) for key in (
    "customer_id", "received_on", "currency", "deleted_at", "amount", "id",
)))  # fmt: skip
Index("ix_allocations_sums", *(getattr(Allocation, key) for key in (
    "receipt_id", "invoice_id", "credit_id", "deleted_at", "amount",
)))  # fmt: skip
live_index(Dunning, "promised_on")
live_index(Dunning, "next_on")
