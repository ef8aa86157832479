"""What can be done with a complaint besides the steps of its way: extend its target once, return a hand-over of a case that is
not in work yet. Both are asked for in the panel that asks for steps."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from app.errors import ValidationError
from app.formats import day_text, local
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models.fields import Field
from app.services import complaint_extension, complaint_transfers, complaints
from app.services.complaint_plan import Ask, Option
from app.services.complaint_view import CaseView
from app.ui.gateway import Label

_NAMED = 40
"""Letters of a complaint's subject that name it in the history."""
EXTEND, RETURN = "extend", "return"
_LONGER = Ask(reason=N_("Why it takes longer; the customer is told"), dated=False)
_BESIDES = (
    Option(N_("Extend the deadline…"), action=EXTEND, asks=_LONGER),
    Option(N_("Return the hand-over"), action=RETURN, asks=Ask(reason=N_("Why it is returned"), dated=False)),
)
Operation = Callable[[Any, UUID, str, dict[str, Any], str], object]


def beside(action: str) -> Option | None:
    """What ``action`` names, None where it is a step of the way."""
    return next((option for option in _BESIDES if option.action == action), None)


def extra_field(option: Option) -> Field | None:
    """What is asked for in the place of the time: until which day a target is extended."""
    return Field(N_("Extended until"), "date", key="until", required=True) if option.action == EXTEND else None


def told(option: Option, view: CaseView, longest: date | None) -> str:
    """What somebody has to know before it: which target is extended, and how far that goes."""
    due = view.values["next_due"] if view.values["reopened"] else view.values["close_due"]
    if option.action != EXTEND or due is None or longest is None:
        return ""
    words = _("The closing target is {due}. It can be extended to {day} at most.")
    return words.format(due=day_text(local(due).date()), day=day_text(longest))


def step_label(option: Option, view: CaseView, taker: str = "") -> Label:
    """The step, and whose: a complaint's toast outlasts its being in sight. ``taker``: who is asked to take the case over by it,
    and has not done so."""
    values = {"number": view.values["number"], "name": str(view.values["subject"] or "")[:_NAMED]}
    if taker:
        return Label(N_("{taker} is asked to take over {number} {name}"), {**values, "taker": taker})
    return Label(N_("{_step}: {number} {name}"), {**values, "_step": option.label})


def operation(option: Option) -> tuple[Operation, str]:
    """What stores a step that was filled in, and the step's name for it."""
    if option.goal:
        return complaints.advance, option.goal
    own: dict[str, Operation] = {EXTEND: _extend, RETURN: _give_back}
    return own.get(option.action, complaints.step), option.action


def _extend(session: Any, complaint_id: UUID, _step: str, values: dict[str, Any], reason: str) -> None:
    if values.get("until") is None:
        raise ValidationError(N_("The day is missing until which it is extended."), field="until")
    complaint_extension.extend(session, complaint_id, values["until"], reason)


def _give_back(session: Any, complaint_id: UUID, _step: str, _values: dict[str, Any], reason: str) -> None:
    complaint_transfers.give_back(session, complaint_id, reason)
