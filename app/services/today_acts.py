"""What is done to an item of Today without opening its record: done, moved, settled. Each is one step.

What has to be written down first (a visit, a complaint's step) is not done here: ``DONE_HERE`` and ``MOVED_HERE`` say what is.
"""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.errors import ValidationError
from app.formats import from_local, local
from app.i18n import N_
from app.models import Customer, Visit
from app.models.session import now
from app.services import records, settings, visits
from app.services.today_items import Item, Kind

DONE_HERE: frozenset[Kind] = frozenset({
    "promise", "visit_promise", "their_promise", "case_promise", "care", "payment", "grading",
})  # fmt: skip
MOVED_HERE: frozenset[Kind] = frozenset({
    "visit", "next_step", "approach", "promise", "visit_promise", "their_promise", "care", "memo", "silent", "payment", "dunning",
})  # fmt: skip
_PAST = N_("This day is over.")


def done(session: Session, item: Item) -> None:
    """It is done: the promise was kept, the care date seen to. One that was dealt with meanwhile is a ConflictError."""
    if item.kind == "promise":
        visits.keep_promise(session, item.id)
    elif item.kind == "case_promise":
        from app.services import complaint_promises

        complaint_promises.keep(session, item.source)
    elif item.kind == "care":
        from app.services import care

        care.done(session, item.source)
    elif item.kind == "grading":
        from app.services import grading

        grading.grade_all(session, item.source, final=True)
    elif item.kind == "payment":
        from app.services import dunning_promises

        dunning_promises.keep(session, item.id, local(now(session)).date())
    else:
        from app.services import visit_promises

        visit_promises.keep(session, visit_promises.line_of(session, item.source))


def move(session: Session, item: Item, day: date, reason: str = "") -> None:
    """Another day for it; a silent customer gets a visit planned for that day. ValidationError for a day that is over, and of
    ``moved_reason`` where the customer agreed to the visit and no reason is given."""
    if day < local(now(session)).date():
        raise ValidationError(_PAST, field="day")
    if item.kind == "visit":
        visits.move(session, item.id, day, reason)
    elif item.kind == "silent":
        visits.plan(session, {"customer_id": item.id, "planned_on": day})
    elif item.kind == "approach":
        records.update(session, Customer, item.id, {"next_touch_on": day})
    elif item.kind in _DAY_OF:
        visits.amend(session, item.id, {_DAY_OF[item.kind]: day})
    else:
        _move_later(session, item, day)


def clashes(session: Session, item: Item, day: date) -> tuple[str, ...]:
    """What speaks against a visit on that day, as sentences; nothing for other items."""
    if item.kind not in ("visit", "silent"):
        return ()
    from app.services.visit_conflicts import check

    typed: dict[str, Any] = {"planned_on": day}
    if item.kind == "silent":
        typed["owner_id"] = visits.usual_owner(session, item.id)
    found = check(session, typed, item.id if item.kind == "visit" else None)
    return tuple(dict.fromkeys(each.sentence for each in found))


_DAY_OF: dict[Kind, str] = {"next_step": "next_on", "promise": "promise_due"}


def _move_later(session: Session, item: Item, day: date) -> None:
    """What hangs on entities no start maps."""
    if item.kind == "care":
        from app.services import care

        care.postpone(session, item.source, day)
    elif item.kind == "memo":
        _call_on(session, item.id, day)
    elif item.kind in ("payment", "dunning"):
        from app.services import dunning_steps

        dunning_steps.save(session, {"promised_on" if item.kind == "payment" else "next_on": day}, item.id)
    else:
        from app.services import visit_promises

        visit_promises.change(session, item.source, {"due_on": day})


def _call_on(session: Session, memo_id: UUID, day: date) -> None:
    """Call back on that day: at the hour that was agreed, else by the end of the working day."""
    from app.models.memo import PhoneMemo
    from app.services import phone_memos

    agreed = records.get(session, PhoneMemo, memo_id)["call_by"]
    hour = local(agreed).time() if agreed else time.fromisoformat(settings.value(session, "work.closes"))
    phone_memos.amend(session, memo_id, {"call_by": from_local(datetime.combine(day, hour)), "call_back": True})


def settle(session: Session, item: Item, result: str) -> None:
    """A call was returned, or needs none: what came of it is needed."""
    from app.services import phone_memos

    phone_memos.settle(session, item.id, result)


def record_of(session: Session, item: Item) -> dict[str, Any]:
    """What a visit's record begins with for what is done by being in touch: the customer, and what was to be done."""
    if item.kind == "dunning":
        from app.services import dunning_steps

        return dunning_steps.following(session, item.id)
    if item.kind != "next_step":
        return {"customer_id": item.id}
    met = records.get(session, Visit, item.id)
    kept = {key: met[key] for key in ("customer_id", "contact_id") if met[key] is not None}
    return kept | {"purpose": (met["next_step"] or "")[:200]}
