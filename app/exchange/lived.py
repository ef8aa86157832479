"""What of a complaint or a service request that is here no file changes: its life is its events or moves, its first contact never
changes, and what was decided of it changes by a step alone (domain/40 §4.5, §4.11)."""

from collections.abc import Mapping
from typing import Any

from app.analysis import request_states
from app.analysis.complaint_states import READ_ONLY
from app.errors import ValidationError
from app.exchange.drafts import Draft
from app.i18n import N_
from app.services import complaints
from app.services.complaint_import import is_causeless

NEVER, _DECIDED = "never", frozenset({"grade", "status"})
BY_APPLICATION = N_("Never serve is decided by its own application.")
LIFE = frozenset({
    "state", "received_at", "closed_at", "first_owner_id", "acknowledged_at", "assessed_at", "answered_at", "reopened", "level",
    "extended_from", "acknowledge_due", "answer_due", "close_due", "follow_up_due", "next_due", "due_provisional",
})  # fmt: skip
"""The times, deadlines and states that the events of a complaint tell."""

BOUND = LIFE | complaints.BY_STEP | {"number", "merged_into_id", "masked_on"}
"""What else only steps set."""

REQUEST_LIFE = frozenset({
    "state", "number", "first_owner_id", "received_at", "respond_due", "arrive_due", "dispatched_at", "responded_at", "done_at",
    "confirmed_at", "rating", "rating_note", "complaint_id",
})  # fmt: skip
"""What the moves of a service request set."""

NEEDED = {
    "complaints": frozenset({"state", "first_owner_id", "validity", "cause"}),
    "requests": frozenset({"state", "first_owner_id"}),
    "customers": frozenset({"grade", "status"}),
}
"""The fields of a record that ``lived`` looks at."""


def lived(entity: str, record: Mapping[str, Any], changes: Mapping[str, Any]) -> frozenset[str]:
    """Which changes a row leaves alone: none of records without such a life."""
    rules = {"complaints": _complaint, "requests": _request, "customers": _customer}
    return rules[entity](record, changes) if entity in rules else frozenset()


def begin(entity: str, draft: Draft) -> None:
    """What no new record begins with stays outside, and is told."""
    for key in sorted(_DECIDED) if entity == "customers" else ():
        if draft.values.get(key) == NEVER:
            del draft.values[key]
            draft.leave_out(key, key, ValidationError(BY_APPLICATION))


def _customer(record: Mapping[str, Any], changes: Mapping[str, Any]) -> frozenset[str]:
    """绝对不服务 is given and taken by its application alone (F-12)."""
    held = NEVER in (record["grade"], record["status"])
    return frozenset(key for key in _DECIDED & changes.keys() if held or changes[key] == NEVER)


def _request(record: Mapping[str, Any], changes: Mapping[str, Any]) -> frozenset[str]:
    """One that became a complaint goes on there; only its notes change."""
    if record["state"] == request_states.COMPLAINT:
        return frozenset(changes) - {"notes"}
    return REQUEST_LIFE if record["first_owner_id"] else REQUEST_LIFE - {"first_owner_id"}


def _complaint(record: Mapping[str, Any], changes: Mapping[str, Any]) -> frozenset[str]:
    """A complaint nobody received yet, in a firm of nobody, may get its first contact; the
    priority follows severity and urgency; an archived complaint is only read."""
    if record["state"] in READ_ONLY:
        return frozenset(changes)
    stays = LIFE | complaints.locked_fields(record["state"]) | {"priority", "merged_into_id", "waiting_until", "masked_on"}
    if not record["first_owner_id"]:
        stays -= {"first_owner_id"}
    return stays | (frozenset({"validity", "cause"}) if is_causeless({**record, **changes}) else frozenset())
