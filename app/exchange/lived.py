"""What of a complaint that is here no file changes: its life is its events, its first contact never changes, and what was decided
of it changes by a step alone (domain/40 §4.5)."""

from collections.abc import Mapping
from typing import Any

from app.analysis.complaint_states import CLOSED, READ_ONLY
from app.services import complaints

LIFE = frozenset({
    "state", "received_at", "closed_at", "first_owner_id", "acknowledged_at", "assessed_at", "answered_at", "reopened", "level",
    "extended_from", "acknowledge_due", "answer_due", "close_due", "follow_up_due", "next_due", "due_provisional",
})  # fmt: skip
"""The times, deadlines and states that the events of a complaint tell."""

BOUND = LIFE | complaints.BY_STEP | {"number", "merged_into_id", "masked_on"}
"""What else only steps set."""

NEEDED = frozenset({"state", "first_owner_id", "validity", "cause"})
"""The fields of a complaint that ``lived`` looks at."""


def lived(record: Mapping[str, Any], changes: Mapping[str, Any]) -> frozenset[str]:
    """Which changes a row leaves alone. A complaint nobody received yet, in a firm of nobody, may get its first contact; the
    priority follows severity and urgency; an archived complaint is only read."""
    if record["state"] in READ_ONLY:
        return frozenset(changes)
    stays = LIFE | complaints.locked_fields(record["state"]) | {"priority", "merged_into_id", "masked_on"}
    if not record["first_owner_id"]:
        stays -= {"first_owner_id"}
    return stays | (frozenset({"validity", "cause"}) if is_causeless({**record, **changes}) else frozenset())


def is_causeless(values: Mapping[str, Any]) -> bool:
    """Whether a complaint was closed as justified without its cause (invariant v)."""
    return values["state"] in CLOSED and values["validity"] == "valid" and values["cause"] is None
