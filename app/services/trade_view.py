"""What the window needs to show one business record, and to write it: an order, an invoice, a payment, a cost, a product."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.formats import today
from app.models import BY_KEY, fields_of
from app.services import (
    credit_files,
    customer_parts,
    customer_policies,
    dunning_steps,
    grade_overrides,
    never_serves,
    orders,
    receipts,
    records,
    settings,
    trade_parts,
)
from app.services.asked import Asked
from app.services.bulk_rules import AFTERWARDS

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TradeView:
    """A record's values and the names behind its links; ``binned`` when it is in the recycle bin.

    ``rest``: what is open of an invoice, what pays no invoice yet of a payment (fen)."""

    values: dict[str, Any]
    titles: dict[str, str]
    binned: bool
    rest: int | None = None


def trade_view(session: Session, entity: str, record_id: UUID) -> TradeView:
    """One record; ConflictError when there is none."""
    cls = BY_KEY[entity]
    values = records.get(session, cls, record_id)
    rest = {"invoices": trade_parts.rest_of_invoice, "receipts": trade_parts.rest_of_receipt}.get(entity)
    left = rest(session, record_id) if rest is not None and values.get("kind") != receipts.CREDIT else None
    return TradeView(values, records.link_titles(session, cls, values), values["deleted_at"] is not None, left)


_DAYS = {"orders": "ordered_on", "invoices": "issued_on", "receipts": "received_on", "costs": "spent_on",
         "product_prices": "begins_on", "dunnings": "done_on", "credit_files": "assessed_on", "customer_policies": "begins_on",
         "portfolio_decisions": "decided_on", "grade_overrides": "begins_on", "never_serves": "applied_on"}  # fmt: skip
_MINE = {"orders": "owner_id", "costs": "owner_id", "dunnings": "done_by_id", "portfolio_decisions": "decided_by_id",
         "grade_overrides": "decided_by_id", "never_serves": "applicant_id", "development_plans": "owner_id"}  # fmt: skip


def begun(session: Session, entity: str, given: Values) -> Asked:
    """What a new one begins with: its defaults, today, the person at the keyboard, and what is ``given``."""
    values: dict[str, Any] = customer_parts.usual(BY_KEY[entity])
    if entity in _DAYS:
        values[_DAYS[entity]] = today()
    if entity == "development_plans":
        values["first_year"] = today().year
    me = settings.value(session, "me")
    if entity in _MINE and me:
        values[_MINE[entity]] = UUID(str(me))
    if entity == "dunnings" and given.get("customer_id"):
        values |= dunning_steps.begun(session, given["customer_id"], given.get("invoice_id"))
    known = fields_of(BY_KEY[entity])
    values |= {key: value for key, value in given.items() if value is not None and key in known}
    return Asked(values, records.link_titles(session, BY_KEY[entity], values))


Write = Callable[[Session, Values, UUID | None], UUID]


def _order(session: Session, values: Values, key: UUID | None) -> UUID:
    return orders.save(session, values, None, key)


def _receipt(session: Session, values: Values, key: UUID | None) -> UUID:
    """A payment that was allocated by hand stays so."""
    by_hand = key is not None and records.get(session, BY_KEY["receipts"], key)["by_hand"]
    shares = {row["invoice_id"]: row["amount"] for row, _titles in trade_parts.listed(session, trade_parts.PAID, key)} if (
        key is not None and by_hand) else None  # fmt: skip
    return receipts.save_receipt(session, values, shares, key)


def _decision(session: Session, values: Values, key: UUID | None) -> UUID:
    """Whoever withdraws from a customer says why, who decided it, and when it is looked at again."""
    entity = BY_KEY["portfolio_decisions"]
    whole = {**(records.get(session, entity, key) if key is not None else {}), **values}
    for name in ("reason", "decided_by_id", "review_on") if whole.get("decision") == "exit" else ():
        if whole.get(name) in (None, ""):
            raise records.missing(entity, name)
    if key is None:
        return records.create(session, entity, values)
    records.update(session, entity, key, values)
    return key


def _plan(session: Session, values: Values, key: UUID | None) -> UUID:
    """A new plan begins with its three years, to be filled in."""
    if key is not None:
        records.update(session, BY_KEY["development_plans"], key, values)
        return key
    plan = records.create(session, BY_KEY["development_plans"], values)
    first = values["first_year"]
    records.create_many(session, BY_KEY["plan_years"], [{"plan_id": plan, "year": first + more} for more in range(3)])
    return plan


_WRITERS: dict[str, Write] = {
    "orders": _order, "invoices": receipts.save_invoice, "receipts": _receipt, "credit_files": credit_files.save,
    "never_serves": never_serves.save, "customer_policies": customer_policies.save,
    "dunnings": dunning_steps.save, "grade_overrides": grade_overrides.save, "portfolio_decisions": _decision,
    "development_plans": _plan,
}  # fmt: skip


def _tidy(values: Values) -> Values:
    """A currency by its code in capitals, however it was typed: sums ask for it letter by letter."""
    typed = values.get("currency")
    return values if not typed else {**values, "currency": str(typed).strip().upper()}


def create(session: Session, entity: str, values: Values) -> UUID:
    """Store a new record as typed; what is empty takes its default, a payment pays what is due longest."""
    given = {key: value for key, value in _tidy(values).items() if value not in (None, "")}
    writer = _WRITERS.get(entity)
    return records.create(session, BY_KEY[entity], given) if writer is None else writer(session, given, None)


def amend(session: Session, entity: str, record_id: UUID, values: Values, version: int | None = None) -> bool:
    """Change a record; ConflictError when it moved on since ``version``."""
    writer, values = _WRITERS.get(entity), _tidy(values)
    if writer is None:
        return records.update(session, BY_KEY[entity], record_id, values, version)
    records.update(session, BY_KEY[entity], record_id, {}, version)
    writer(session, values, record_id)
    return True


def delete(session: Session, entity: str, record_id: UUID) -> None:
    """Into the recycle bin; what a payment paid is paid by others, or open again."""
    if entity == "receipts":
        receipts.delete_receipt(session, record_id)
        return
    values = records.get(session, BY_KEY[entity], record_id)
    if entity == "never_serves":
        never_serves.require_deletable(values)
    records.delete(session, BY_KEY[entity], [record_id])
    if entity in AFTERWARDS:
        AFTERWARDS[entity](session, [record_id])
