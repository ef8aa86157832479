"""Care dates that are due, and what was done about them (F-28, C44): computed from the plans and the file, stored once somebody
did, skipped, held or moved one. Each write is one step."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import care_days
from app.errors import ConflictError, ValidationError
from app.formats import day_text, local, today
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models.care import CareTask
from app.models.session import now
from app.services import care_events, care_plans, records
from app.services.care_people import Known, gather
from app.services.workcalendar import firm_calendar

Values = Mapping[str, Any]
BACK_DAYS = 14
"""A care date that nobody did anything about is told of for so long."""

WORDS: Mapping[str, str] = {
    "left": N_("The person has left the company."), "never": N_("Never serve this customer."),
    "no_consent": N_("There is no consent for this way."), "official": N_("No gifts to staff of the state."),
    "complaint": N_("An urgent complaint is open: ask its owner first."),
}  # fmt: skip
_KEY = tuple[UUID | None, UUID, UUID | None, date | None]
_OVER = frozenset({"done", "skipped"})


@dataclass(frozen=True, slots=True)
class CareItem:
    """One care date. ``state`` is a code of choices.CARE_STATE: computed ones are open, skipped or held with the ``reason`` in
    words; ``task_id`` is set once it is stored. ``gift_cap`` in fen; ``about`` says what runs out."""

    plan_id: UUID | None
    plan: str
    occasion: str
    customer_id: UUID
    customer: str
    contact_id: UUID | None
    contact: str
    happens_on: date | None
    remind_on: date
    means: str | None
    owner_id: UUID | None
    gift: str
    gift_cap: int | None
    words: str
    state: str = "open"
    reason: str = ""
    task_id: UUID | None = None
    about: str = ""

    @property
    def key(self) -> _KEY:
        """What makes it this one, year after year."""
        return self.plan_id, self.customer_id, self.contact_id, self.happens_on


def occasion_day(item: CareItem) -> str:
    """On which day the occasion is, in words, where something is to be done on another; empty where it is the same."""
    if item.happens_on is None or item.happens_on == item.remind_on:
        return ""
    return _("on {day}").format(day=day_text(item.happens_on))


def due(
    session: Session, until: date, since: date | None = None, most: int | None = None, without: frozenset[str] = frozenset()
) -> tuple[CareItem, ...]:
    """Care dates to be reminded of up to a day, those nobody dealt with for two weeks (``since``) included, the earliest first;
    the first ``most`` of those computed where a number is given, ``without`` those of some occasions. Skipped ones are among
    them with their reason; what was done or skipped by somebody is not."""
    begin = since or min(today(), until) - timedelta(days=BACK_DAYS)
    stored = _stored(session, begin)
    plans = [plan for plan in care_plans.plans(session) if plan["occasion"] not in without]
    computed = {item.key: item for item in _computed(session, plans, begin, until, most, stored) if item.key not in stored}
    found = dict(sorted(computed.items(), key=lambda pair: (pair[1].remind_on, pair[1].customer_id))[:most])
    items = [*_all_told(session, list(found.values())), *_open_tasks(session, until)]
    return tuple(sorted(items, key=lambda item: (item.remind_on, item.customer, item.plan, item.contact, item.customer_id)))


def _computed(
    session: Session, plans: Iterable[Values], begin: date, until: date, most: int | None, stored: frozenset[_KEY]
) -> Iterator[CareItem]:
    calendar, known = firm_calendar(session), Counter(key[0] for key in stored)
    for plan in plans:
        lead: int = plan["lead"] or 0
        begun = local(plan["created_at"]).date()
        unit: care_days.Unit = "wd" if plan["lead_unit"] == "wd" else "d"
        far, limit = care_days.reach(lead, unit), None if most is None else most + known[plan["id"]]
        span = _span(plan["occasion"], lead, begin, until, far)
        for event in care_events.events(session, plan, calendar, *span, limit):
            remind = care_days.reminder(calendar, event.day, lead, unit)
            if remind <= until and (max(remind, event.day) >= begin or plan["occasion"] == "silent"):
                seen = _seen(remind, max(event.known or begun, begun), event.day if lead >= 0 else until)
                yield CareItem(
                    plan["id"], plan["name"], plan["occasion"], event.customer_id, "", event.contact_id, "", event.day, seen,
                    plan["means"], plan["owner_id"] if plan["owner_rule"] == "named" else None, plan["gift"] or "",
                    plan["gift_cap"], plan["words"] or "", reason=plan["owner_rule"] or "owner", about=event.about,
                )  # fmt: skip


def _seen(remind: date, known: date, last: date) -> date:
    """Since when the reminder could be seen: nobody is late with what was entered after its day while it lies ahead."""
    return known if remind < known <= last else remind


def _span(occasion: str, lead: int, begin: date, until: date, far: timedelta) -> tuple[date, date]:
    """The days whose occasions can be on the list: a reminder before its day lets later ones in, one after it earlier ones.
    Of a silence the last interval that is over counts."""
    if occasion == "silent":
        return begin, until
    return (begin, until + far) if lead >= 0 else (begin - far, until)


def _all_told(session: Session, found: list[CareItem]) -> list[CareItem]:
    if not found:  # a firm without plans asks for nobody's name
        return []
    known = gather(session, {item.customer_id for item in found}, {item.contact_id for item in found})
    return [_told(item, known) for item in found if item.customer_id in known.customers]


def _told(item: CareItem, known: Known) -> CareItem:
    """The item with names, who does it, its words filled in, and what speaks against it."""
    customer, contact = known.customers[item.customer_id], known.contacts.get(item.contact_id)
    owner = item.owner_id or known.owner(item.customer_id, item.reason)
    against = care_days.hindrance(item.means, item.occasion == "birthday", known.recipient(item.customer_id, item.contact_id))
    state, reason = against if against is not None else ("open", "")
    return replace(
        item, customer=customer.name, contact=contact.name if contact else "", owner_id=owner, state=state,
        reason=_(WORDS[reason]) if reason else "",
        words=care_days.filled(item.words, known.variables(item.customer_id, item.contact_id, item.happens_on, item.about)),
    )  # fmt: skip


def _stored(session: Session, begin: date) -> frozenset[_KEY]:
    """What somebody dealt with; older ones than any reminder reaches back to can't come up again."""
    t, since = CareTask, begin - timedelta(days=3 * care_days.FURTHEST)
    recent = t.happens_on.is_(None) | (t.happens_on >= since)
    found = sa.select(t.plan_id, t.customer_id, t.contact_id, t.happens_on).where(t.deleted_at.is_(None), recent)
    return frozenset((row[0], row[1], row[2], row[3]) for row in session.execute(found))


def _open_tasks(session: Session, until: date) -> list[CareItem]:
    """What was moved, held or entered by hand, and is due."""
    t = CareTask
    found = sa.select(t).where(t.deleted_at.is_(None), t.state.not_in(sorted(_OVER)), t.remind_on <= until)
    tasks = session.scalars(found.order_by(t.remind_on, t.id)).all()
    if not tasks:
        return []
    known = gather(session, {task.customer_id for task in tasks}, {task.contact_id for task in tasks})
    plans = {plan["id"]: plan for plan in care_plans.plans(session, retired=True)}
    return [_of_task(session, task, plans.get(task.plan_id, {}), known) for task in tasks if task.customer_id in known.customers]


def _of_task(session: Session, task: CareTask, plan: Values, known: Known) -> CareItem:
    contact, occasion = known.contacts.get(task.contact_id), plan.get("occasion", "manual")
    about = care_events.ending(session, occasion, task.customer_id, task.happens_on)
    words = care_days.filled(plan.get("words") or "", known.variables(task.customer_id, task.contact_id, task.happens_on, about))
    return CareItem(
        task.plan_id, task.name or plan.get("name", ""), occasion, task.customer_id,
        known.customers[task.customer_id].name, task.contact_id, contact.name if contact else "", task.happens_on,
        task.remind_on or task.happens_on or date.min, task.means or plan.get("means"),
        task.owner_id or known.owner(task.customer_id, "owner"), plan.get("gift") or "", plan.get("gift_cap"), words, task.state,
        task.reason or "", task.id, about,
    )  # fmt: skip


# what is done about one --------------------------------------------------------------------------------------------------


def done(session: Session, item: CareItem, values: Values | None = None) -> UUID:
    """It was done, today unless ``done_on`` says otherwise; ``cost``, ``reaction``, ``means``, ``visit_id``, ``reason`` may be
    given. A gift is held to its cap (``care_gifts``). ConflictError where somebody dealt with it meanwhile."""
    from app.services.care_gifts import check_gift

    given = {"means": item.means, "done_on": local(now(session)).date(), **(values or {}), "state": "done"}
    if given["done_on"] > local(now(session)).date():
        raise ValidationError(N_("This lies in the future."), field="done_on")
    check_gift(session, item.customer_id, item.contact_id, given, item.gift_cap)
    return _put(session, item, given)


def skip(session: Session, item: CareItem, reason: str) -> UUID:
    """It is left out this time, for a reason."""
    return _put(session, item, {"state": "skipped", "reason": _needed(reason)})


def hold(session: Session, item: CareItem, reason: str) -> UUID:
    """It waits until its owner was asked; it stays on the list."""
    return _put(session, item, {"state": "held", "reason": _needed(reason)})


def postpone(session: Session, item: CareItem, day: date) -> UUID:
    """It is to be reminded of on another day, today or later."""
    if day < today():
        raise ValidationError(N_("This day is over."), field="remind_on")
    return _put(session, item, {"state": "open", "remind_on": day})


def add(session: Session, values: Values) -> UUID:
    """A single occasion of a customer (an opening, a prize, the end of a contract): ``customer_id``, ``name`` and
    ``happens_on``; the reminder is that day's, moved back to a working day, unless ``remind_on`` is given."""
    for key in ("customer_id", "name", "happens_on"):
        if not values.get(key):
            raise records.missing(CareTask, key)
    remind = values.get("remind_on") or care_days.reminder(firm_calendar(session), values["happens_on"], 0)
    return records.create(session, CareTask, {**values, "remind_on": remind, "state": "open"})


def _needed(reason: str) -> str:
    if not reason.strip():
        raise ValidationError(N_("Say why."), field="reason")
    return reason.strip()


def _put(session: Session, item: CareItem, values: Values) -> UUID:
    if item.task_id is not None:
        if records.get(session, CareTask, item.task_id)["state"] in _OVER:
            raise ConflictError(_SETTLED, name=item.plan)
        records.update(session, CareTask, item.task_id, values)
        return item.task_id
    if item.key in _stored(session, item.happens_on or today()):
        raise ConflictError(_SETTLED, name=item.plan)
    base = {"customer_id": item.customer_id, "plan_id": item.plan_id, "contact_id": item.contact_id, "name": item.plan,
            "happens_on": item.happens_on, "remind_on": item.remind_on, "owner_id": item.owner_id,
            "means": item.means}  # fmt: skip
    return records.create(session, CareTask, {**base, **values})


_SETTLED = N_("Somebody dealt with “{name}” meanwhile. Look at it again.")
