"""The drafts that wait: what each of them was going to be, and where in the window it is taken up again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.i18n import N_
from app.models import entity_named
from app.services import records
from app.ui.forms.draft_values import typed_at
from app.ui.gateway import Gateway


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft: ``kind`` is a msgid, ``title`` what names it (it may be empty), ``at`` when it was typed. ``Frame.begin`` with
    ``screen`` and ``values`` shows the form that offers it."""

    key: str
    kind: str
    title: str
    at: str
    screen: str
    values: Mapping[str, Any]


_NEW: Mapping[str, tuple[str, str, Mapping[str, Any]]] = {
    "customers:new": (N_("New customer"), "customers", {}),
    "contacts:new": (N_("New person"), "people", {}),
    "complaint:new": (N_("New complaint"), "complaints", {}),
    "visit:plan": (N_("Plan of a visit"), "visits", {"planned_on": None}),
    "visit:record:": (N_("New visit"), "visits", {}),
    "company": (N_("Company profile"), "settings", {"page": "firm"}),
    "employees:new": (N_("New colleague"), "settings", {"page": "employees", "new": True}),
    "settings:complaints": (N_("Complaint targets and goals"), "settings", {"page": "complaints"}),
    "settings:complaint_rules": (N_("Complaint rules and limits"), "settings", {"page": "complaint_rules"}),
    "settings:causes": (N_("Complaint causes"), "settings", {"page": "causes"}),
    "settings:complaint_notice": (N_("Notice for customers"), "settings", {"page": "complaint_notice"}),
    "settings:categories": (N_("Complaint categories"), "settings", {"page": "categories"}),
    "requests:new": (N_("New service request"), "requests", {}),
    "phone_memos:new": (N_("New phone memo"), "phone_memos", {}),
    "care_tasks:new": (N_("New care date"), "care", {}),
    "care_plans:new": (N_("New care plan"), "settings", {"page": "care_plans", "new": True}),
    "improvements:new": (N_("New improvement"), "improvements", {}),
    "settings:visits": (N_("Visit policy"), "settings", {"page": "visits"}),
    "absences:new": (N_("New absence"), "settings", {"page": "absences", "new": True}),
    "visit_exceptions:new": (N_("New exception to the visit policy"), "settings", {"page": "visit_exceptions", "new": True}),
    "products:new": (N_("New product"), "settings", {"page": "products", "new": True}),
    "orders:new": (N_("New order"), "business", {}),
    "invoices:new": (N_("New invoice"), "invoices", {}),
    "receipts:new": (N_("New payment"), "receipts", {}),
    "costs:new": (N_("New cost"), "costs", {}),
}
_SCREENS = {
    "customers": ("customers", "customers"), "contacts": ("contacts", "people"), "visits": ("visits", "visits"),
    "visit": ("visits", "visits"), "complaint": ("complaints", "complaints"), "employees": ("employees", "settings"),
    "products": ("products", "settings"), "orders": ("orders", "business"), "invoices": ("invoices", "invoices"),
    "receipts": ("receipts", "receipts"), "costs": ("costs", "costs"), "absences": ("absences", "settings"),
    "visit_exceptions": ("visit_exceptions", "settings"), "improvements": ("improvements", "improvements"),
    "improvement": ("improvements", "improvements"), "requests": ("requests", "requests"), "request": ("requests", "requests"),
    "phone_memos": ("phone_memos", "phone_memos"), "memo": ("phone_memos", "phone_memos"),
    "care": ("care_tasks", "care"), "care_plans": ("care_plans", "settings"),
}  # fmt: skip
"""Of a key's first word: the entity and the screen."""
_NAMED_BY = ("name", "subject", "purpose", "@title:customer_id")


def kept_drafts(gateway: Gateway) -> tuple[Kept, ...]:
    """Every draft that can be taken up, the latest first; a case with several open tabs counts once."""
    found: dict[tuple[str, Any], Kept] = {}
    for key in gateway.draft_keys():
        body = gateway.draft(key)
        kept = _kept(gateway, key, body) if body is not None else None
        if kept is not None:
            found.setdefault((kept.screen, kept.values.get("open", key)), kept)
    return tuple(found.values())


def _kept(gateway: Gateway, key: str, body: Mapping[str, Any]) -> Kept | None:
    if key in _NEW:
        kind, screen, values = _NEW[key]
        title = next((str(body[name]) for name in _NAMED_BY if body.get(name)), "")
        return Kept(key, kind, title, typed_at(body), screen, values)
    first, _colon, rest = key.partition(":")
    word, _dot, tab = first.partition(".")
    record_id = _id(rest.rpartition(":")[2])
    if record_id is None or word not in _SCREENS:
        return None
    entity, screen = _SCREENS[word]
    title = gateway.read_now(records.titles, entity_named(entity), [record_id]).get(record_id, "")
    return Kept(key, entity_named(entity).label, title, typed_at(body), screen, _values(word, entity, tab, record_id, rest))


def _values(word: str, entity: str, tab: str, record_id: UUID, rest: str) -> Mapping[str, Any]:
    if tab == "step":
        return {"open": record_id, "step": rest.rpartition(":")[0]}
    if word == "visit":
        return {"visit_id": record_id}
    if _SCREENS.get(entity, ("", ""))[1] == "settings":
        return {"page": entity, "open": record_id}
    return {"open": record_id, "tab": tab or "file"}


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
