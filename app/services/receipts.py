"""Invoices and what pays them: receipts allocated to the invoice due longest first, or by hand; credit notes (F-31, F-32)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.analysis.allocation import Owed, Share, oldest_first, too_much
from app.analysis.currencies import CNY
from app.errors import ValidationError
from app.formats import today
from app.i18n import N_
from app.models import Customer
from app.models.order import Order
from app.models.receivable import Allocation, Invoice, Receipt
from app.services import customer_policies, dunning_promises, records, settings
from app.services.business import credit

Values = Mapping[str, Any]
CREDIT = "credit"
_WRONG = {
    "invoice": N_("An invoice gets more than is open of it."), "receipt": N_("More is allocated than came in."),
    "negative": N_("A share can't be below zero."), "currency": N_("The invoice is in another currency than the money."),
    "unknown": N_("The invoice is not among the open ones of this customer."),
}  # fmt: skip


TAX_ABOVE = N_("The tax is more than the amount with tax.")
_TAX_UNKNOWN = N_("An invoice is with tax, and the tax of this order is not known: write it into the order, or the tax rate into "
                  "the customer's file.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """An invoice with what is open of it (fen), and what this receipt pays of it."""

    id: UUID
    number: str
    issued_on: date
    due_on: date
    total: int
    open: int
    disputed: bool
    share: int = 0


def invoice_of_order(session: Session, order_id: UUID, values: Values | None = None) -> UUID:
    """Bill an order: its total with tax, due after the terms of the order, of the customer, or the firm's. ValidationError for
    an order billed already, a draft, a cancelled one, one whose tax nobody knows."""
    order, given = records.get(session, Order, order_id), dict(values or {})
    _require_billable(session, order, given)
    issued: date = given.get("issued_on") or today()
    usual = {"customer_id": order["customer_id"], "order_id": order_id, "issued_on": issued, "total": order["total"],
             "tax": order["tax"], "currency": order["currency"],
             "kind": CREDIT if order["kind"] == "return" else "invoice"}  # fmt: skip
    days = terms(session, order["customer_id"], order["terms_days"])
    return save_invoice(session, {**usual, "due_on": (order["delivered_on"] or issued) + timedelta(days=days), **given})


def _require_billable(session: Session, order: Values, given: Values) -> None:
    if order["state"] in ("draft", "cancelled"):
        raise ValidationError(N_("A draft or cancelled order is not billed."), field="order_id")
    billed = sa.select(Invoice.number).where(Invoice.order_id == order["id"], Invoice.deleted_at.is_(None)).limit(1)
    if number := session.scalar(billed):
        raise ValidationError(N_("This order was billed with {number} already."), field="order_id", number=number)
    if order["total"] is None and given.get("total") is None:
        raise ValidationError(_TAX_UNKNOWN, field="tax")


def terms(session: Session, customer_id: UUID, of_order: int | None = None) -> int:
    """Days to pay: of the order, else of the customer, else of the policy of its class, else the firm's."""
    own = _own_terms(session, customer_id) if of_order is None else of_order
    own = customer_policies.payment_days(session, customer_id, today()) if own is None else own
    return int(settings.value(session, "credit.terms_days")) if own is None else int(own)


def _own_terms(session: Session, customer_id: UUID) -> int | None:
    """The customer's own days; not those of a credit approval that ran out."""
    own: int | None = records.get(session, Customer, customer_id)["terms_days"]
    over = credit.lapsed(session, customer_id, today()) if own is not None else None
    return None if over is not None and over["approved_days"] == own else own


def save_invoice(session: Session, values: Values, invoice_id: UUID | None = None) -> UUID:
    """Write an invoice; without a due day it is due after the customer's terms. Receipts of the customer that are not allocated
    by hand are spread anew."""
    given = dict(values)
    before = records.get(session, Invoice, invoice_id) if invoice_id is not None else {}
    whole = {**before, **given}
    if whole.get("issued_on") and not whole.get("due_on"):
        given["due_on"] = whole["issued_on"] + timedelta(days=terms(session, whole["customer_id"]))
    if abs(whole.get("tax") or 0) > abs(whole.get("total") or 0):
        raise ValidationError(TAX_ABOVE, field="tax")
    if whole.get("issued_on") and whole.get("due_on") and whole["due_on"] < whole["issued_on"]:
        raise ValidationError(N_("It would be due before it was written."), field="due_on")
    if invoice_id is None:
        invoice_id = records.create(session, Invoice, {key: value for key, value in given.items() if value not in (None, "")})
    else:
        records.update(session, Invoice, invoice_id, given)
    for customer in dict.fromkeys((before.get("customer_id", whole["customer_id"]), whole["customer_id"])):
        spread(session, customer)
    return invoice_id


def save_receipt(
    session: Session, values: Values, shares: Mapping[UUID, int] | None = None, receipt_id: UUID | None = None
) -> UUID:
    """Write what came in. ``shares`` (invoice -> fen) allocate it by hand: ValidationError where one gets more than is open, or
    all together more than came in. Without them it pays what is due longest; what is left over stays unallocated."""
    given = {**values, **({"by_hand": True} if shares is not None else {})}
    before = records.get(session, Receipt, receipt_id) if receipt_id is not None else {}
    if receipt_id is None:
        receipt_id = records.create(session, Receipt, {key: value for key, value in given.items() if value not in (None, "")})
    else:
        records.update(session, Receipt, receipt_id, given)
    row = records.get(session, Receipt, receipt_id)
    if shares is not None:
        _allocate(session, row, [Share(key.hex, amount) for key, amount in shares.items() if amount])
    for customer in dict.fromkeys((before.get("customer_id", row["customer_id"]), row["customer_id"])):
        spread(session, customer)
    if before:
        dunning_promises.follow(session, before["customer_id"], gone=before["received_on"])
    return receipt_id


def pay_named(session: Session, receipt_id: UUID, shares: Mapping[UUID, int]) -> None:
    """Let a payment pay what a file says, which has been compared with what is open; ``spread`` is to follow."""
    records.update(session, Receipt, receipt_id, {"by_hand": True})
    _put(session, receipt_id, {key.hex: amount for key, amount in shares.items()}, False)


def set_by_hand(session: Session, receipt_id: UUID) -> None:
    """What this receipt pays was chosen: it stays so, and the others give way."""
    row = records.get(session, Receipt, receipt_id)
    records.update(session, Receipt, receipt_id, {"by_hand": True})
    spread(session, row["customer_id"])


def set_automatic(session: Session, receipt_id: UUID) -> None:
    """It pays what is due longest again, whatever was chosen before."""
    records.update(session, Receipt, receipt_id, {"by_hand": False})
    spread(session, records.get(session, Receipt, receipt_id)["customer_id"])


def spread(session: Session, customer_id: UUID) -> None:
    """Allocate anew what was not allocated by hand: receipts by their day over the invoices due longest, after credit notes;
    each pays what is in its own currency."""
    _drop_foreign(session, customer_id)
    _cut_back(session, customer_id)
    r = Receipt
    free = (r.customer_id == customer_id, r.deleted_at.is_(None), sa.not_(r.by_hand), r.amount > 0)
    keys = session.scalars(sa.select(r.id).where(*free).order_by(r.received_on, r.number, r.id)).all()
    before = {key: _shares_of(session, Allocation.receipt_id == key) for key in keys}
    notes = sa.select(Invoice.id).where(*_whose(customer_id, True)).order_by(Invoice.issued_on, Invoice.id)
    credits = session.scalars(notes).all()
    before |= {key: _shares_of(session, Allocation.credit_id == key) for key in credits}
    left = {one.key: one.open for one in open_items(session, customer_id)}
    for several in before.values():
        for key, amount in several.items():
            left[key] = left.get(key, 0) + amount
    owed = _owed(session, customer_id)
    for source, amount, currency in [*_amounts(session, Invoice, "total", credits), *_amounts(session, Receipt, "amount", keys)]:
        mine = [replace(one, open=left.get(one.key, 0)) for one in owed if one.currency == currency]
        found = oldest_first(amount, mine)
        wanted = {share.key: share.amount for share in found.shares}
        for key, part in wanted.items():
            left[key] -= part
        if wanted != before[source]:
            _put(session, source, wanted, source in credits)
    dunning_promises.follow(session, customer_id)


def _drop_foreign(session: Session, customer_id: UUID) -> None:
    """Shares whose invoice is in another currency than the payment by now, another customer's, a credit note, or gone, and those
    of a payment that came to nothing or a credit note that is none any more: they pay nothing."""
    a, i, note = Allocation, Invoice, aliased(Invoice)
    for source, link, is_none in ((Receipt, a.receipt_id, Receipt.amount <= 0), (note, a.credit_id, note.kind != CREDIT)):
        own, other = (sa.func.upper(sa.func.coalesce(sa.func.nullif(sa.func.trim(one.currency), ""), CNY)) for one in (source, i))
        lost = sa.or_(own != other, i.customer_id != source.customer_id, i.deleted_at.is_not(None), i.kind == CREDIT, is_none)
        joined = sa.select(a.id).join(source, source.id == link).join(i, i.id == a.invoice_id)
        whose = sa.or_(source.customer_id == customer_id, i.customer_id == customer_id)
        if found := session.scalars(joined.where(whose, a.deleted_at.is_(None), lost)).all():
            records.delete(session, Allocation, found)


def _cut_back(session: Session, customer_id: UUID) -> None:
    """A payment allocated by hand that came to less since pays no more than it is: what it paid last in its list gives way."""
    a, r = Allocation, Receipt
    mine = sa.select(r.id, r.amount, sa.func.sum(a.amount)).join(a, a.receipt_id == r.id).where(
        r.customer_id == customer_id, r.by_hand, r.amount > 0, r.deleted_at.is_(None), a.deleted_at.is_(None))  # fmt: skip
    for key, amount, used in session.execute(mine.group_by(r.id, r.amount)).all():
        if used > amount:
            shares = _shares_of(session, a.receipt_id == key)
            listed = [replace(one, open=shares[one.key]) for one in _owed(session, customer_id) if one.key in shares]
            _put(session, key, {one.key: one.amount for one in oldest_first(amount, listed).shares}, False)


def _amounts(session: Session, entity: Any, field: str, keys: Sequence[UUID]) -> list[tuple[UUID, int, str]]:
    rows = [records.get(session, entity, key) for key in keys]
    return [(row["id"], row[field], _currency(row["currency"])) for row in rows]


def _currency(code: str | None) -> str:
    """Nothing said is the books' own."""
    return (code or "").strip().upper() or CNY


def _shares_of(session: Session, whose: sa.ColumnElement[bool]) -> dict[str, int]:
    a = Allocation
    rows = session.execute(sa.select(a.invoice_id, a.amount).where(whose, a.deleted_at.is_(None)))
    return {key.hex: amount for key, amount in rows if key is not None}


def _put(session: Session, source: UUID, wanted: Mapping[str, int], is_credit: bool) -> None:
    a, link = Allocation, "credit_id" if is_credit else "receipt_id"
    old = session.scalars(sa.select(a.id).where(getattr(a, link) == source, a.deleted_at.is_(None))).all()
    records.delete(session, Allocation, old)
    records.create_many(session, Allocation, [{link: source, "invoice_id": UUID(hex=key), "amount": part}
                                              for key, part in wanted.items()])  # fmt: skip


def _allocate(session: Session, receipt: Values, shares: Sequence[Share]) -> None:
    own = _shares_of(session, Allocation.receipt_id == receipt["id"])
    free = [replace(one, open=one.open + own.get(one.key, 0) + _automatic(session, one.key))
            for one in open_items(session, receipt["customer_id"], every=True)]  # fmt: skip
    foreign = {one.key for one in free if one.currency != _currency(receipt["currency"])}
    if wrong := "currency" if foreign.intersection(one.key for one in shares) else too_much(receipt["amount"], shares, free):
        raise ValidationError(_WRONG[wrong], field="amount")
    _drop_automatic(session, receipt["customer_id"])
    _put(session, receipt["id"], {share.key: share.amount for share in shares}, False)


def _automatic(session: Session, invoice: str) -> int:
    """What receipts that were not allocated by hand pay of an invoice: it gives way to what is."""
    a, r = Allocation, Receipt
    mine = (a.invoice_id == UUID(hex=invoice), a.deleted_at.is_(None), sa.not_(r.by_hand))
    return int(session.scalar(sa.select(sa.func.sum(a.amount)).join(r, r.id == a.receipt_id).where(*mine)) or 0)


def _drop_automatic(session: Session, customer_id: UUID) -> None:
    a, r = Allocation, Receipt
    mine = (r.customer_id == customer_id, sa.not_(r.by_hand), a.deleted_at.is_(None))
    records.delete(session, Allocation, session.scalars(sa.select(a.id).join(r, r.id == a.receipt_id).where(*mine)).all())


def _whose(customer_id: UUID, credits: bool) -> tuple[sa.ColumnElement[bool], ...]:
    i = Invoice
    return i.customer_id == customer_id, i.deleted_at.is_(None), i.kind == CREDIT if credits else i.kind != CREDIT


def _owed(session: Session, customer_id: UUID) -> list[Owed]:
    i = Invoice
    rows = session.execute(sa.select(i.id, i.due_on, i.issued_on, i.total, i.currency).where(*_whose(customer_id, False)))
    return [Owed(key.hex, due, issued, total, _currency(currency)) for key, due, issued, total, currency in rows]


def open_items(session: Session, customer_id: UUID, every: bool = False) -> list[Owed]:
    """A customer's invoices with what is open of each now; ``every`` brings those that are paid as well."""
    a = Allocation
    sums = sa.select(a.invoice_id, sa.func.sum(a.amount)).join(Invoice, Invoice.id == a.invoice_id).group_by(a.invoice_id)
    rows = session.execute(sums.where(a.deleted_at.is_(None), Invoice.customer_id == customer_id))
    paid = {key: int(amount) for key, amount in rows if key is not None}
    found = [replace(one, open=one.open - paid.get(UUID(hex=one.key), 0)) for one in _owed(session, customer_id)]
    return [one for one in found if one.open or every]


def open_invoices(session: Session, customer_id: UUID, receipt_id: UUID | None = None) -> tuple[OpenInvoice, ...]:
    """What a receipt may pay, the one due longest first, with what it pays of each now; of a receipt that is there already those
    in its currency."""
    own = _shares_of(session, Allocation.receipt_id == receipt_id) if receipt_id is not None else {}
    pays = _currency(records.get(session, Receipt, receipt_id)["currency"]) if receipt_id is not None else None
    found = []
    for one in sorted(open_items(session, customer_id, every=True), key=lambda one: (one.due, one.issued, one.key)):
        if (one.open and pays in (None, one.currency)) or one.key in own:
            row = records.get(session, Invoice, UUID(hex=one.key))
            found.append(OpenInvoice(row["id"], row["number"], one.issued, one.due, row["total"], one.open, row["disputed"],
                                     own.get(one.key, 0)))  # fmt: skip
    return tuple(found)


def delete_receipt(session: Session, receipt_id: UUID) -> None:
    """Into the recycle bin with its allocations; the others are spread anew."""
    row = records.get(session, Receipt, receipt_id)
    records.delete(session, Receipt, [receipt_id])
    spread(session, row["customer_id"])
    dunning_promises.follow(session, row["customer_id"], gone=row["received_on"])


def dispute(session: Session, invoice_id: UUID, reason: str, complaint_id: UUID | None = None) -> None:
    """The customer does not accept an invoice: it leaves the dunning ladder until that is decided."""
    if not reason.strip():
        raise records.missing(Invoice, "dispute_reason")
    records.update(session, Invoice, invoice_id, {"disputed": True, "dispute_reason": reason, "complaint_id": complaint_id})
