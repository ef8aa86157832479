"""What of a complaint only its steps change, and what an ended one must keep (domain/40 §4.5, invariant v)."""

from collections.abc import Mapping
from typing import Any

from app.analysis.complaint_states import CLOSED, OPEN
from app.errors import ValidationError
from app.i18n import N_
from app.models import Complaint
from app.services import records
from app.services.complaint_checks import missing

BY_STEP = frozenset({"severity", "urgency", "priority", "handler_id"})
"""Who handles a complaint and how bad it is: each change in work stands in its log (T29)."""

OF_STEPS = frozenset({"merged_into_id", "waiting_until"})
"""What is said with a step and by no form."""

_UNASSESSED = frozenset({"S10", "S20"})
_ASSESSING = frozenset({"T01", "T04", "T05", "T29"})
_DECIDED = frozenset({"S50", "S55", "S60", "S65", "S70"}) | CLOSED
_KEPT = ("category", "answer", "cause")


def in_work(state: str) -> bool:
    """Whether it was assessed and is not over."""
    return state in OPEN - _UNASSESSED


def locked_fields(state: str) -> frozenset[str]:
    """The fields that only the step T29 changes in this state, once the case was assessed; once it is closed nothing changes
    them but taking it up again. Before the assessment there are none."""
    return BY_STEP if in_work(state) or state in CLOSED else frozenset()


def require_unlocked(record: Complaint, values: Mapping[str, Any]) -> None:
    """ValidationError where a form would change what only the step T29 changes."""
    locked = locked_fields(record.state) & values.keys()
    tidy = records.checked(Complaint, {key: values[key] for key in sorted(locked)}, whole=False)
    for key, value in tidy.items():
        if getattr(record, key) != value:
            raise ValidationError(_why(record.state), field=key)


def _why(state: str) -> str:
    if state in CLOSED:
        return N_("It is closed: who handled it and how bad it was stay as they are. Reopen it first. Nothing was changed.")
    return N_("It is in work: who handles it and how bad it is change with a reason, by “Change responsibility or priority”. "
              "Nothing was changed.")  # fmt: skip


def require_assessing(record: Complaint, action: str, values: Mapping[str, Any]) -> None:
    """How bad a case is comes with an assessment (T04, T05) or with T29; no other step brings it along."""
    if action not in _ASSESSING:
        require_unlocked(record, {key: values[key] for key in values.keys() & (BY_STEP - {"handler_id"})})


def require_kept(record: Complaint, before: Mapping[str, Any], changed: frozenset[str]) -> None:
    """What was decided is not made undecided, and what closing asked for is not emptied afterwards. ``before`` are the values
    until now, ``changed`` the fields that differ."""
    if record.state in _DECIDED and "validity" in changed and record.validity in (None, "pending"):
        raise missing("validity")
    for key in _KEPT if record.state in CLOSED else ():
        if key in changed and getattr(record, key) in (None, "") and before[key] not in (None, ""):
            raise missing(key)
