"""Rows of business records (orders, invoices, payments, costs): what they need to come in, and what fills itself."""

import re
from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ValidationError
from app.exchange import foreign, order_rows, payments
from app.exchange.drafts import Draft
from app.exchange.names import TRADE, same
from app.exchange.refusals import is_total, refuse, refuse_missing, refuse_spoilt
from app.exchange.trade_doubts import doubt
from app.formats import today
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Customer
from app.models.base import table_of
from app.models.order import Order
from app.services import customer_policies, settings
from app.services.orders import NEVER_SERVED, never_served_since

_NEEDED = {
    "products": (), "invoices": ("issued_on", "total"), "receipts": ("received_on", "amount"), "costs": ("spent_on", "amount"),
}  # fmt: skip
_LONGEST = 3650
_AMOUNTS = ("amount", "net", "total", "gross", "tax", "cost")
_CODE = re.compile("[A-Z]{3}")
_HEAD, _TAIL = re.compile(r"-?\d{1,3}"), re.compile(r"\d{3}(\.\d+)?")
_SPLIT = N_("The row has more cells than there are columns: an amount with commas stands in quotation marks.")
_NO_CURRENCY = N_("“{value}” is no currency. Write its three letters (CNY, USD, EUR …).")
_DUE_BEFORE = N_("It would be due before it was written; the terms say when it is due.")
_PLACED = {"products": ("cost", "price", "unit", "begins_on"), "receipts": ("invoice",), "invoices": ("terms_days",)}


def gather(entity: str, drafts: Sequence[Draft]) -> None:
    """Make business records of rows: refuse what lacks a day or an amount, take lines and prices out of the values."""
    if entity not in TRADE:
        return
    for draft in drafts:
        _tidy_currency(draft)
        _refuse_split(draft)
    if entity == "orders":
        order_rows.gather(drafts)
    else:
        for draft in drafts:
            _gather(entity, draft)
    for draft in drafts:
        doubt(entity, draft)


def _gather(entity: str, draft: Draft) -> None:
    values = draft.values
    part = {key: values.pop(key) for key in _PLACED.get(entity, ()) if key in values}
    draft.parts = payments.named(part[payments.NAME]) if payments.NAME in part else [part] if part else []
    if is_total(draft) or draft.refusal is not None:
        return
    refuse_spoilt(draft, _NEEDED[entity])
    for key in _NEEDED[entity]:
        if values.get(key) is None and draft.refusal is None and not (key == "amount" and values.get("minutes")):
            refuse_missing(draft, key)
    if entity == "invoices" and values.get("total", 0) < 0:
        values["kind"] = "credit"
        values |= {key: abs(values[key]) for key in ("total", "tax") if values.get(key) is not None}


def fill(session: Session, entity: str, drafts: Sequence[Draft]) -> None:
    """Give invoices that say no day on which they are due the one of their terms, else of their customer's, of its policy or of
    the firm's; let payments name none but what they can pay."""
    if entity == "receipts":
        payments.check(session, drafts)
    if entity == "orders":
        _refuse_unserved(session, drafts)
    if entity != "invoices":
        return
    terms, usual = _terms(session, drafts), int(settings.value(session, "credit.terms_days"))
    for draft in drafts:
        said = next((part["terms_days"] for part in draft.parts if part.get("terms_days") is not None), None)
        days = terms.get(draft.values.get("customer_id"), usual) if said is None else said
        issued = draft.values.get("issued_on")
        if issued is not None and draft.values.get("due_on", issued) < issued:
            del draft.values["due_on"]
            draft.leave_out("due_on", "due_on", ValidationError(_DUE_BEFORE))
        if issued is not None and draft.values.get("due_on") is None and days <= _LONGEST:
            draft.usual["due_on"] = issued + timedelta(days=days)
        draft.parts = []


def _refuse_unserved(session: Session, drafts: Sequence[Draft]) -> None:
    """No new order of a customer that is never served comes in (F-12) from the day on since when that holds."""
    since = never_served_since(session)
    known = _numbers_of(session, since) if since else frozenset()
    for draft in drafts:
        held = since.get(draft.values["customer_id"]) if isinstance(draft.values.get("customer_id"), UUID) else None
        new = same(str(draft.values.get("number") or "")) not in known
        if held is not None and new and draft.refusal is None and draft.values["ordered_on"] >= held[0]:
            refuse(draft, "customer", NEVER_SERVED, name=held[1])


def _numbers_of(session: Session, customers: Collection[UUID]) -> frozenset[str]:
    order = table_of(Order)
    found = sa.select(order.c.number).where(order.c.deleted_at.is_(None), order.c.customer_id.in_(customers))
    return frozenset(same(number) for number in session.scalars(found))


def _terms(session: Session, drafts: Sequence[Draft]) -> dict[UUID | None, int]:
    """The days to pay of the customers named that are in the file and have any, by themselves or by the policy of their class."""
    customer, found = table_of(Customer), dict[UUID | None, int]()
    named = {owner for draft in drafts if isinstance(owner := draft.values.get("customer_id"), UUID)}
    rows = session.execute(sa.select(customer.c.id, customer.c.terms_days).where(customer.c.deleted_at.is_(None)))
    asks = customer_policies.is_any(session)
    for key, own in [(key, own) for key, own in rows if key in named]:
        days = customer_policies.payment_days(session, key, today()) if own is None and asks else own
        if days is not None:
            found[key] = days
    return found


def _refuse_split(draft: Draft) -> None:
    """An amount with a comma and without quotation marks falls into two cells, and 1,000 would be 1."""
    for place, _header in (place for key in (*_AMOUNTS, "price") for place in draft.places.columns.get(key, ())):
        after = draft.cells[place + 1].strip() if place + 1 < len(draft.cells) else ""
        beyond = [header for at, header in draft.places.columns.get("", ()) if at == place + 1]
        unnamed = _("Column {number}").format(number=place + 2) in beyond
        if unnamed and _HEAD.fullmatch(draft.cells[place].strip()) and _TAIL.fullmatch(after):
            refuse(draft, "amount", _SPLIT)


def _tidy_currency(draft: Draft) -> None:
    """The currency by its code, as its column says it, else the amounts; what is no currency refuses its row, lest it be added
    to yuan."""
    said = draft.values.get("currency") or _spoilt(draft)
    code = (foreign.currency_in(said) or foreign.code_of(said)) if said else _beside_amounts(draft)
    if code and not _CODE.fullmatch(code):
        refuse(draft, "currency", _NO_CURRENCY, value=code)
    elif code:
        draft.values["currency"] = code


def _beside_amounts(draft: Draft) -> str:
    """The currency that the amounts of a row name, in their cells or headers; "" where none does."""
    for place, header in (place for key in _AMOUNTS for place in draft.places.columns.get(key, ())):
        cell = draft.cells[place].strip()
        if cell and (code := foreign.currency_in(cell) or foreign.currency_in(header)):
            return code
    return ""


def _spoilt(draft: Draft) -> str:
    """What stands in the column of currencies and is too long for a code."""
    spoilt = any(one.field == "currency" for one in draft.problems)
    return next((draft.cells[place].strip() for place, _header in draft.places.columns.get("currency", ()) if spoilt), "")
