"""What a complaint, a service request or a visit from elsewhere must have, filled from what else its row says."""

from collections.abc import Callable
from datetime import datetime, time

from app.analysis.request_states import COMPLAINT
from app.errors import ValidationError
from app.exchange.drafts import Draft
from app.exchange.sheet import Trouble
from app.formats import from_local, local
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models.types import now_utc
from app.services.complaint_import import is_causeless, state_of

_SUBJECT = 200
_CAUSELESS = N_("A justified complaint is not closed without its cause: whether it is justified is kept as open.")


def fill(entity: str, draft: Draft) -> None:
    """Complete the values of one row."""
    if entity in _FILLS:
        _FILLS[entity](draft)


def _fill_complaint(draft: Draft) -> None:
    """Without a text the subject or category stands for it, and the other way round."""
    values = draft.values
    category = draft.written.get("category")
    said = str(values.get("text") or "").strip().split("\n")[0]
    subject = values.get("subject") or category or said or values.get("product") or _("Imported complaint")
    values["subject"] = str(subject)[:_SUBJECT]
    values.setdefault("text", str(subject))
    _in_order(draft, "received_at", "closed_at", N_("It was closed before it was received."))
    if is_causeless({**values, "state": state_of(values)}):
        draft.doubts.append(Trouble(draft.row, "validity", _CAUSELESS))


def _in_order(draft: Draft, earlier: str, later: str, sentence: str) -> None:
    """A time before the one it follows stays outside."""
    values = draft.values
    if values.get(earlier) and values.get(later) and values[later] < values[earlier]:
        del values[later]
        draft.leave_out(later, later, ValidationError(sentence))


def _fill_request(draft: Draft) -> None:
    """Without a subject the first line of what was said stands for it; nothing of it lies ahead, and no complaint is meant that
    is not here."""
    values = draft.values
    said = str(values.get("text") or "").strip().split("\n")[0]
    values["subject"] = str(values.get("subject") or said or values.get("product") or _("Imported service request"))[:_SUBJECT]
    for key in ("received_at", "done_at", "confirmed_at"):
        if values.get(key) and values[key] > now_utc():
            del values[key]
            draft.leave_out(key, key, ValidationError(N_("This lies in the future.")))
    for earlier, later in (("received_at", "done_at"), ("received_at", "confirmed_at"), ("done_at", "confirmed_at")):
        _in_order(draft, earlier, later, N_("This lies before the step before it."))
    if values.get("state") == COMPLAINT and not values.get("complaint_id"):
        del values["state"]
        draft.leave_out("state", "state", ValidationError(N_("The complaint it became is not here.")))


def _fill_visit(draft: Draft) -> None:
    """A day or time that is called neither lies ahead and is the plan's, or is that of the visit.

    What is only concluded counts for new visits: a plan that is there already stays one until somebody records it.
    """
    values, usual = draft.values, draft.usual
    when = values.pop("when", None)
    if isinstance(when, datetime):
        key = "planned_on" if _is_ahead(values.get("state"), when) else "happened_at"
        if key not in values:
            usual[key] = local(when).date() if key == "planned_on" else when
            if key == "planned_on" and local(when).time() != time():
                usual["planned_time"] = local(when).strftime("%H:%M")
    known = {**usual, **values}
    if known.get("state") == "done" and "happened_at" not in known and "planned_on" in known:
        usual["happened_at"] = from_local(datetime.combine(known["planned_on"], time()))
    usual.setdefault("state", "done" if "happened_at" in known else "planned")


def _is_ahead(state: str | None, when: datetime) -> bool:
    if state is not None:
        return state != "done"
    return when > now_utc() or (local(when).time() == time() and local(when).date() == local(now_utc()).date())


_FILLS: dict[str, Callable[[Draft], None]] = {
    "complaints": _fill_complaint, "requests": _fill_request, "visits": _fill_visit,
}  # fmt: skip
