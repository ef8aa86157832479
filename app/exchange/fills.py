"""What a complaint or a visit from elsewhere must have, filled from what else its row says."""

from collections.abc import Callable
from datetime import datetime, time

from app.errors import ValidationError
from app.exchange.drafts import Draft
from app.formats import from_local, local
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models.types import now_utc

_SUBJECT = 200


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
    received, closed = values.get("received_at"), values.get("closed_at")
    if received and closed and closed < received:
        del values["closed_at"]
        draft.leave_out("closed_at", "closed_at", ValidationError(N_("It was closed before it was received.")))


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


_FILLS: dict[str, Callable[[Draft], None]] = {"complaints": _fill_complaint, "visits": _fill_visit}
