"""Carrying out an import plan: one transaction of the caller's, one step to undo."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.errors import ConflictError
from app.exchange import existing, pictures, trade_apply
from app.exchange.links import WALK_IN
from app.exchange.names import TRADE
from app.exchange.plan_types import ImportPlan, ImportResult, NewCustomer, Outcome, RowOf
from app.exchange.remembered import remember_kept
from app.exchange.steps import Asked, Progress, Steps, steps
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import BY_KEY, Customer
from app.models.session import now
from app.services import complaint_costs, complaint_people, complaints, prospects, records, requests, visits
from app.services.complaint_import import is_causeless, state_of
from app.services.request_import import import_requests

MIXED = {
    "customers": N_("Import customers from {file}: {created} new, {updated} changed, {unchanged} the same"),
    "contacts": N_("Import people from {file}: {created} new, {updated} changed, {unchanged} the same"),
    "visits": N_("Import visits from {file}: {created} new, {updated} changed, {unchanged} the same"),
    "complaints": N_("Import complaints from {file}: {created} new, {updated} changed, {unchanged} the same"),
    "requests": N_("Import service requests from {file}: {created} new, {updated} changed, {unchanged} the same"),
    "products": N_("Import products from {file}: {created} new, {updated} changed, {unchanged} the same"),
    "orders": N_("Import sales orders from {file}: {created} new, {updated} changed, {unchanged} the same"),
    "invoices": N_("Import invoices from {file}: {created} new, {updated} changed, {unchanged} the same"),
    "receipts": N_("Import payments received from {file}: {created} new, {updated} changed, {unchanged} the same"),
    "costs": N_("Import costs from {file}: {created} new, {updated} changed, {unchanged} the same"),
    "cards": N_("Import {customers} customers and {contacts} people from {file}: {updated} changed, {unchanged} the same"),
}
CHANGED_ONLY = {
    "customers": N_("Import customers from {file}: {created} new, {updated} changed"),
    "contacts": N_("Import people from {file}: {created} new, {updated} changed"),
    "visits": N_("Import visits from {file}: {created} new, {updated} changed"),
    "complaints": N_("Import complaints from {file}: {created} new, {updated} changed"),
    "requests": N_("Import service requests from {file}: {created} new, {updated} changed"),
    "products": N_("Import products from {file}: {created} new, {updated} changed"),
    "orders": N_("Import sales orders from {file}: {created} new, {updated} changed"),
    "invoices": N_("Import invoices from {file}: {created} new, {updated} changed"),
    "receipts": N_("Import payments received from {file}: {created} new, {updated} changed"),
    "costs": N_("Import costs from {file}: {created} new, {updated} changed"),
    "cards": N_("Import {customers} customers and {contacts} people from {file}: {updated} changed"),
}
LABELS = {
    "customers": N_("Import {count} customers from {file}"),
    "contacts": N_("Import {count} people from {file}"),
    "visits": N_("Import {count} visits from {file}"),
    "complaints": N_("Import {count} complaints from {file}"),
    "requests": N_("Import {count} service requests from {file}"),
    "products": N_("Import {count} products from {file}"),
    "orders": N_("Import {count} sales orders from {file}"),
    "invoices": N_("Import {count} invoices from {file}"),
    "receipts": N_("Import {count} payments received from {file}"),
    "costs": N_("Import {count} costs from {file}"),
    "cards": N_("Import {customers} customers and {contacts} people from {file}"),
}

_IMPORTED = N_("Changed by a file that was imported.")
CARDS = "cards"
CHANGED = N_("Something was changed since the dry run. It was made anew: look through it once more.")
_AT_ONCE = 200
_CODE = re.compile(r"[A-Z0-9][A-Z0-9_./-]{0,19}")


def label_of(plan: ImportPlan) -> tuple[str, dict[str, object]]:
    """The msgid and values that name the step: how many are new, and where not all of them are, what became of the others."""
    counts = plan.counts
    parts = _parts(plan)
    kinds = {part.entity: part.counts["created"] for part in parts} if len(parts) > 1 else {}
    if len(parts) > 1:
        counts = {action: sum(part.counts[action] for part in parts) for action in counts}
    entity = CARDS if kinds else plan.entity
    if counts["updated"] or counts["unchanged"]:
        told = {action: counts[action] for action in ("created", "updated", "unchanged")}
        return (MIXED if counts["unchanged"] else CHANGED_ONLY)[entity], {**told, **kinds, "file": plan.file}
    return LABELS[entity], {"count": counts["created"], **kinds, "file": plan.file}


def _parts(plan: ImportPlan) -> tuple[ImportPlan, ...]:
    """The plans of its kinds, in the order in which they are carried out."""
    return (*(plan.parts or (plan,)), *filter(None, [plan.people]))


def changes_anything(plan: ImportPlan) -> bool:
    """Whether there is anything to write."""
    return plan.rows_in() > 0


def apply(
    session: Session, plan: ImportPlan, progress: Progress | None = None, cancelled: Asked | None = None
) -> ImportResult:
    """Write what the plan says. Nothing is kept where it raises ConflictError (a record of the kind was made or changed since
    the dry run) or Cancelled (the person stopped it). ``progress`` is told how many rows are done."""
    taken = steps(progress, cancelled)
    session.info["pulse"] = taken.check
    arrived: dict[str, UUID] = {}
    parts = _parts(plan)
    if any(part.state not in (None, existing.state(session, part.entity)) for part in parts):
        raise ConflictError(CHANGED)
    for part in parts:
        made = _carry_out(session, part, arrived, taken)
        arrived |= {name: made[row] for name, row in part.arriving.items()}
    return plan.result()


def _carry_out(session: Session, plan: ImportPlan, arrived: dict[str, UUID], taken: Steps) -> dict[int, UUID]:
    """Write one kind of record; returns row -> id."""
    made = {one.row: one.record for one in plan.outcomes if one.record is not None}
    customers = {**arrived, **_make_customers(session, plan)}
    waiting = [one for one in plan.outcomes if one.action == "created" and not one.line]
    while waiting:
        ready = [one for one in waiting if _rows_of(one) <= made.keys()] or waiting
        ids = _create_all(session, plan.entity, [_known(one.values, made, customers) for one in ready], taken)
        made.update((one.row, record_id) for one, record_id in zip(ready, ids, strict=True))
        waiting = [one for one in waiting if one.row not in made]
    for one in plan.outcomes:
        if one.action == "updated" and one.record is not None and not one.earlier:
            taken.take(1)
            _change(session, plan.entity, one.record, _known(one.values, made, customers))
    made.update((one.row, made[one.earlier]) for one in plan.outcomes if one.earlier in made)
    trade_apply.write_parts(session, plan, made)
    pictures.attach(session, plan, made)
    if plan.mapping is not None:
        remember_kept(session, plan.mapping, (one.values["notes"] for one in plan.outcomes if one.values.get("notes")))
    return made


def _change(session: Session, entity: str, record: UUID, values: dict[str, Any]) -> None:
    """Complaints and requests by their own rules, a complaint's compensation is the sum of its remedies; a visit that gets
    another day is moved."""
    if entity == "visits" and (values.get("planned_on") is not None or "moved_reason" in values):
        visits.amend(session, record, {"moved_reason": _(_IMPORTED), **values})
        return
    if entity == "requests":
        requests.amend(session, record, values)
        return
    if entity != "complaints":
        records.update(session, BY_KEY[entity], record, values)
        return
    priced = complaint_costs.recovery_sum(session, record) is not None if "compensation" in values else False
    complaints.amend(session, record, {key: value for key, value in values.items() if not (priced and key == "compensation")})


def _create_all(session: Session, entity: str, rows: Sequence[dict[str, Any]], taken: Steps) -> list[UUID]:
    made: list[UUID] = []
    if entity == "customers":
        rows = prospects.numbered(session, rows)
    for start in range(0, len(rows), _AT_ONCE):
        chunk = rows[start : start + _AT_ONCE]
        made += _create(session, entity, chunk)
        taken.take(len(chunk))
    return made


def _make_customers(session: Session, plan: ImportPlan) -> dict[str, UUID]:
    """The customers that rows name and nobody has, and the walk-in customer where a row needs it."""
    needed = plan.customers_made()
    keys = sorted(needed - {WALK_IN})
    coded = plan.entity in TRADE and all(_CODE.fullmatch(plan.new_customers[key]) for key in keys)
    rows = [_newcomer(plan.new_customers[key], coded) for key in keys]
    made = dict(zip(keys, records.create_many(session, Customer, rows), strict=True)) if rows else {}
    walk_in = complaint_people.walk_in(session) if WALK_IN in needed else None
    return made if walk_in is None else {**made, WALK_IN: walk_in}


def _newcomer(name: str, coded: bool) -> dict[str, Any]:
    """A customer that only rows of its business name; where they all do by short codes (ALFKI, K-017), those are its number
    too."""
    return {"name": name, "kind": "company", **({"code": name} if coded else {})}


def _rows_of(outcome: Outcome) -> set[int]:
    """Rows of the same file that must be there before this one."""
    return {value.row for value in outcome.values.values() if isinstance(value, RowOf)}


def _known(values: dict[str, Any], made: dict[int, UUID], customers: dict[str, UUID]) -> dict[str, Any]:
    """The values with ids in the place of what stood for them; a circle of rows loses its links."""
    found = {}
    for key, value in values.items():
        if isinstance(value, NewCustomer):
            found[key] = customers[value.key]
        elif not isinstance(value, RowOf):
            found[key] = value
        elif value.row in made:
            found[key] = made[value.row]
    return found


def _create(session: Session, entity: str, rows: Sequence[dict[str, Any]]) -> list[UUID]:
    if entity == "requests":
        return import_requests(session, rows)
    if entity != "complaints":
        return records.create_many(session, BY_KEY[entity], rows)
    moment = now(session)
    return complaints.import_cases(session, [{"received_at": moment, **_decided(row)} for row in rows])


def _decided(row: dict[str, Any]) -> dict[str, Any]:
    """Whether a closed complaint was justified stays open where its cause is not said (invariant v of domain/40 §4.5)."""
    return {**row, "validity": "pending"} if is_causeless({**row, "state": state_of(row)}) else row
