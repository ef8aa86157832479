"""Payments of a file and the invoices they name: read, compared with what is here, settled with the import's own write (F-32).

A cell names an invoice (``FP-1``), or several with what each gets (``FP-1=300.00; FP-2=80``), as our own export writes them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.allocation import Owed, oldest_first
from app.analysis.currencies import CNY
from app.errors import ValidationError
from app.exchange.drafts import Draft
from app.exchange.names import same
from app.exchange.numbers import read_money
from app.exchange.sheet import Trouble
from app.formats import excerpt
from app.i18n import N_
from app.models.base import table_of
from app.models.receivable import Allocation, Invoice, Receipt
from app.services import receipts, records

NAME = "invoice"
_PARTS = re.compile(r"\s*[;；\n]\s*")
_UNKNOWN = N_("There is no invoice {number} here; bring invoices in before payments. The payment pays what is due longest.")
_ANOTHERS = N_("Invoice {number} is another customer's. The payment pays what is due longest.")
_CURRENCY = N_("Invoice {number} is in {own}, the payment in {other}. The payment pays what is due longest in its currency.")
_MORE = N_("The shares are more than the payment; it pays what is due longest.")
_NOTHING = N_("It is said to be allocated by hand, and no invoice is named: it pays nothing until somebody allocates it.")


@dataclass(frozen=True, slots=True)
class Known:
    """An invoice that a file may name. ``currency`` is never empty."""

    id: UUID
    number: str
    customer: UUID
    currency: str


def named(text: str) -> list[dict[str, Any]]:
    """The invoices that a cell names, with the share of each in fen; None where it says none."""
    return [_share(one) for one in _PARTS.split(text.strip()) if one]


def _share(text: str) -> dict[str, Any]:
    number, sign, amount = text.rpartition("=")
    try:
        return {NAME: number.strip(), "share": read_money(amount, ".")} if sign else {NAME: text, "share": None}
    except ValidationError:
        return {NAME: text, "share": None}


def check(session: Session, drafts: Sequence[Draft]) -> None:
    """Leave out, with a sentence, the invoices that a payment can't pay; the cell then stands in the notes."""
    wanted = {same(part[NAME]) for draft in drafts for part in draft.parts}
    known = _known(session, wanted) if wanted else {}
    for draft in drafts:
        if draft.refusal is None and (problem := _problem(draft, known)) is not None:
            draft.leave_out(NAME, NAME, problem)
            draft.parts, draft.values["by_hand"] = [], False
        elif draft.values.get("by_hand") and not draft.parts:
            draft.doubts.append(Trouble(draft.row, "by_hand", _NOTHING))


def _problem(draft: Draft, known: Mapping[str, Sequence[Known]]) -> ValidationError | None:
    for part in draft.parts:
        found, number = known.get(same(part[NAME]), ()), excerpt(part[NAME], 60)
        mine = next((one for one in found if one.customer == draft.values.get("customer_id")), None)
        if mine is None:
            return ValidationError(_ANOTHERS if found else _UNKNOWN, number=number)
        if mine.currency != (currency := draft.values.get("currency") or CNY):
            return ValidationError(_CURRENCY, number=number, own=mine.currency, other=currency)
    said = sum(part["share"] or 0 for part in draft.parts)
    return ValidationError(_MORE) if draft.parts and said > max(draft.values.get("amount", 0), 0) else None


def _known(session: Session, wanted: set[str]) -> dict[str, list[Known]]:
    i, found = table_of(Invoice), dict[str, list[Known]]()
    rows = sa.select(i.c.id, i.c.number, i.c.customer_id, i.c.currency)
    for key, number, customer, currency in session.execute(rows.where(i.c.deleted_at.is_(None), i.c.kind != receipts.CREDIT)):
        if same(number) in wanted:
            found.setdefault(same(number), []).append(Known(key, number, customer, currency or CNY))
    return found


def settle(session: Session, named_by: Iterable[tuple[UUID, Sequence[Mapping[str, Any]]]]) -> None:
    """Let payments pay the invoices they name: first what was said of each, then what is left over of one that named an invoice
    without saying how much, over what is due longest. Payments that name none are spread by ``receipts.spread`` afterwards."""
    several = [(records.get(session, Receipt, key), parts) for key, parts in named_by if parts]
    known = _known(session, {same(part[NAME]) for _row, parts in several for part in parts})
    own = {customer: _open_to_hand(session, customer, several) for customer in {row["customer_id"] for row, _parts in several}}
    shares = [(row, parts, dict(_shares(row, parts, known, own[row["customer_id"]]))) for row, parts in several]
    for row, parts, found in shares:
        if any(part["share"] is None for part in parts):
            _add_rest(row, found, own[row["customer_id"]])
        if found:
            receipts.pay_named(session, row["id"], found)


def _open_to_hand(session: Session, customer: UUID, several: Sequence[tuple[Mapping[str, Any], Any]]) -> dict[UUID, Owed]:
    """What is open of a customer's invoices for payments told by hand: those that pay by themselves give way, and so does what
    the same payments paid before."""
    a, r = table_of(Allocation), table_of(Receipt)
    again = [row["id"] for row, _parts in several if row["customer_id"] == customer]
    gives_way = sa.or_(sa.not_(r.c.by_hand), r.c.id.in_(again))
    mine = (r.c.customer_id == customer, a.c.deleted_at.is_(None), gives_way)
    rows = session.execute(sa.select(a.c.invoice_id, sa.func.sum(a.c.amount)).join(r, r.c.id == a.c.receipt_id).where(*mine)
                           .group_by(a.c.invoice_id))  # fmt: skip
    back = {key: int(amount) for key, amount in rows}
    found = ((UUID(hex=one.key), one) for one in receipts.open_items(session, customer, every=True))
    return {key: replace(one, open=one.open + back.get(key, 0)) for key, one in found}


def _shares(
    row: Mapping[str, Any], parts: Sequence[Mapping[str, Any]], known: Mapping[str, Sequence[Known]], own: dict[UUID, Owed]
) -> Iterator[tuple[UUID, int]]:
    left = row["amount"]
    for part in parts:
        mine = next((one for one in known.get(same(part[NAME]), ()) if one.customer == row["customer_id"]), None)
        if mine is None or mine.id not in own:
            continue
        share = min(left if part["share"] is None else part["share"], left, own[mine.id].open)
        if share > 0:
            own[mine.id] = replace(own[mine.id], open=own[mine.id].open - share)
            left -= share
            yield mine.id, share


def _add_rest(row: Mapping[str, Any], found: dict[UUID, int], own: dict[UUID, Owed]) -> None:
    currency = row["currency"] or CNY
    rest = row["amount"] - sum(found.values())
    for share in oldest_first(rest, [one for one in own.values() if one.currency == currency and one.open > 0]).shares:
        key = UUID(hex=share.key)
        own[key] = replace(own[key], open=own[key].open - share.amount)
        found[key] = found.get(key, 0) + share.amount


def told(session: Session, keys: Sequence[UUID] | None) -> dict[UUID, str]:
    """What payments allocated by hand pay, as ``named`` reads it again; of those that pay by themselves nothing. ``keys``
    None: of one of them all, if there is any."""
    a, r, i = table_of(Allocation), table_of(Receipt), table_of(Invoice)
    joined = sa.select(a.c.receipt_id, i.c.number, a.c.amount).join(r, r.c.id == a.c.receipt_id).join(i, i.c.id == a.c.invoice_id)
    found: dict[UUID, list[str]] = {}
    where = (a.c.deleted_at.is_(None), r.c.deleted_at.is_(None), r.c.by_hand)
    asked = joined.where(*where).limit(1) if keys is None else joined.where(*where, a.c.receipt_id.in_(keys))
    for key, number, amount in session.execute(asked.order_by(i.c.due_on, i.c.number)):
        found.setdefault(key, []).append(f"{number}={amount // 100}.{amount % 100:02d}")
    return {key: "; ".join(parts) for key, parts in found.items()}
