"""Visits: planning, recording, moving, cancelling, keeping a promise (F-06, F-08). Each is one undoable step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.errors import ConflictError, ValidationError
from app.formats import local
from app.i18n import N_
from app.models import Contact, Customer, Employee, Visit
from app.models.session import now
from app.services import records
from app.services.complaint_people import me

Values = Mapping[str, Any]
_AGAIN = ("customer_id", "contact_id", "owner_id", "kind", "level", "purpose", "preparation", "planned_time", "minutes", "place",
          "project_no")  # fmt: skip
_CLOCK_TOLERANCE = timedelta(minutes=5)
_PARTS_OF_COST = ("travel_cost", "hosting_cost", "gift_cost")
_PROMISED_OFF = N_("The customer was promised this day. “It did not happen…” asks why it is called off.")
_PROMISED_DAY = N_("The customer was promised this day. Say why the visit is moved; the reason is kept with it.")


@dataclass(frozen=True, slots=True)
class NextStep:
    """What should happen next with a customer: a visit planned (``visit_id`` is that plan) or a step agreed in the last
    record (``visit_id`` is that record)."""

    visit_id: UUID
    text: str
    due: date | None
    owner: str
    is_plan: bool


def plan(session: Session, values: Values, people: Sequence[Values] = ()) -> UUID:
    """Plan a visit: who (``customer_id``) and when (``planned_on``); the person at the keyboard does it unless said. ``people``
    (fields of VisitPerson) go along or are to be met."""
    given = {**values, "state": "planned"}
    for key in ("customer_id", "planned_on"):
        if not given.get(key):
            raise records.missing(Visit, key)
    given["customer_id"] = _living(session, given["customer_id"])
    _check_contact(session, given)
    given["owner_id"] = given.get("owner_id") or usual_owner(session, given["customer_id"])
    given["origin"] = given.get("origin") or "hand"
    given["first_planned_on"] = given["planned_on"]
    planned = records.create(session, Visit, given)
    _add_parts(session, planned, people, ())
    return planned


def _living(session: Session, customer_id: UUID) -> UUID | None:
    from app.services.merged import living  # what merging needs is not read at a start

    return living(session, customer_id)


def usual_owner(session: Session, customer_id: UUID) -> UUID | None:
    """Who makes a visit unless said: the person at the keyboard, else the customer's owner, unless they have left."""
    there = sa.select(Employee.id).join(Customer, Customer.owner_id == Employee.id).where(Customer.id == customer_id)
    return me(session) or session.scalar(there.where(sa.not_(Employee.has_left), Employee.deleted_at.is_(None)))


def record(
    session: Session,
    values: Values,
    visit_id: UUID | None = None,
    plan_next: bool = False,
    version: int | None = None,
    people: Sequence[Values] = (),
    promises: Sequence[Values] = (),
) -> UUID:
    """Write down what happened, on a plan (``visit_id``) or without one. What was said, or at least the purpose, is
    needed; the time is now unless said. With ``plan_next`` the agreed next step becomes the next plan in the same step, and so
    do the ``people`` who were there (fields of VisitPerson) and the ``promises`` (fields of VisitPromise)."""
    before = records.get(session, Visit, visit_id) if visit_id else {}
    given = {**values, "state": "done", **({"missed": None} if before.get("missed") else {})}
    given["happened_at"] = given.get("happened_at") or before.get("happened_at") or now(session)
    given["recorded_at"] = before.get("recorded_at") or now(session)
    given |= summed({**before, **given})
    whole = {**before, **given}
    _check_record(session, whole)
    _check_gift(session, before, whole)
    if given.get("customer_id"):
        given["customer_id"] = whole["customer_id"] = _living(session, given["customer_id"])
    if given.get("contact_id"):
        _check_contact(session, whole)
    if not whole.get("owner_id"):
        given["owner_id"] = usual_owner(session, whole["customer_id"])
    if visit_id is None:
        visit_id = records.create(session, Visit, given)
    else:
        records.update(session, Visit, visit_id, given, version)
    _add_parts(session, visit_id, people, promises)
    if plan_next:
        _plan_next(session, visit_id)
    return visit_id


def _add_parts(session: Session, visit_id: UUID, people: Sequence[Values], promises: Sequence[Values]) -> None:
    if people:
        from app.services.visit_people import add_all  # what hangs on a visit is not mapped at a start

        add_all(session, visit_id, people)
    for each in promises:
        from app.services.visit_promises import add

        add(session, visit_id, each)


def summed(whole: Values) -> dict[str, int]:
    """The expenses of a visit where parts of them are given: their sum."""
    parts = [whole[key] for key in _PARTS_OF_COST if whole.get(key) is not None]
    return {"cost": sum(parts)} if parts else {}


def _check_record(session: Session, whole: Values) -> None:
    if not whole.get("customer_id"):
        raise records.missing(Visit, "customer_id")
    if not (whole.get("content") or whole.get("purpose")):
        raise records.missing(Visit, "content")
    if whole["happened_at"] > now(session) + _CLOCK_TOLERANCE:
        raise ValidationError(N_("This lies in the future."), field="happened_at")


def _check_contact(session: Session, visit: Values) -> None:
    """Who is met works at the customer."""
    person = records.get(session, Contact, visit["contact_id"]) if visit.get("contact_id") else None
    if person is not None and person["customer_id"] != visit["customer_id"]:
        raise ValidationError(N_("{name} belongs to another customer."), field="contact_id", name=person["name"])


def _check_gift(session: Session, before: Values, whole: Values) -> None:
    """A gift brought along is held to the caps of care, like any other."""
    if (whole.get("gift_cost") or 0) > (before.get("gift_cost") or 0):
        from app.services.care_gifts import check_brought  # what most visits never need

        check_brought(session, before, whole)


def _plan_next(session: Session, visit_id: UUID) -> UUID:
    done = records.get(session, Visit, visit_id)
    for key in ("next_step", "next_on"):
        if not done[key]:
            raise records.missing(Visit, key)
    kept = {key: done[key] for key in ("customer_id", "contact_id", "owner_id", "level", "project_no")}
    return plan(session, {**kept, "kind": done["kind"], "purpose": done["next_step"][:200], "planned_on": done["next_on"],
                          "origin": "next"})  # fmt: skip


def confirm(session: Session, visit_id: UUID, day: date | None = None) -> None:
    """The customer agreed to the day, today unless said otherwise: from now on moving it breaks a promise."""
    _planned(session, visit_id)
    records.update(session, Visit, visit_id, {"confirmed_on": day or local(now(session)).date()})


def move(
    session: Session, visit_id: UUID, day: date, reason: str = "", clock: str | None = None, agreed: bool = False
) -> None:
    """Plan a visit for another day, and for another time of the day (``clock``, HH:MM) where one is given; how often the day
    changes is counted. A confirmed one asks why: ValidationError of ``moved_reason`` without a reason. Whether the customer
    agrees to the new day is open again, unless they did (``agreed``)."""
    values: dict[str, Any] = {"planned_on": day} | ({"planned_time": clock} if clock is not None else {})
    amend(session, visit_id, values | ({"moved_reason": reason} if reason.strip() else {}), planned_only=True)
    if agreed:
        confirm(session, visit_id)


def amend(
    session: Session, visit_id: UUID, values: Values, version: int | None = None, planned_only: bool = False
) -> bool:
    """Change what a visit says (the record's form); True when something differed. A new day of a planned one counts as moved;
    expenses given in parts are added up."""
    before = _planned(session, visit_id) if planned_only else records.get(session, Visit, visit_id)
    given = dict(values)
    if given.get("contact_id"):
        _check_contact(session, {**before, **given})
    if before["state"] == "planned":
        given |= _moved(before, given)
    if any(key in given for key in _PARTS_OF_COST):
        given |= summed({**before, **given})
        _check_gift(session, before, {**before, **given})
    return records.update(session, Visit, visit_id, given, version)


def _moved(before: Values, given: Values) -> dict[str, Any]:
    """What another day, or another time of a confirmed visit, brings along."""
    day = given.get("planned_on", before["planned_on"])
    if day is None:
        raise records.missing(Visit, "planned_on")
    other_day = day != before["planned_on"]
    other_time = given.get("planned_time", before["planned_time"]) != before["planned_time"]
    found: dict[str, Any] = {}
    if before["confirmed_on"] is not None and (other_day or other_time):
        if not (given.get("moved_reason") or "").strip():
            raise ValidationError(_PROMISED_DAY, field="moved_reason")
        found["confirmed_on"] = given.get("confirmed_on") if given.get("confirmed_on") != before["confirmed_on"] else None
    if other_day:
        found |= {"moved_times": (before["moved_times"] or 0) + 1, "day_order": None}
        found["first_planned_on"] = before["first_planned_on"] or before["planned_on"] or day
    return found


def order_day(session: Session, visit_ids: Sequence[UUID]) -> None:
    """Put the visits of a day into this order (the route)."""
    for place, visit_id in enumerate(visit_ids, 1):
        _planned(session, visit_id)
        records.update(session, Visit, visit_id, {"day_order": place})


def cancel(session: Session, visit_id: UUID, reason: str = "", missed: str | None = None) -> None:
    """Call a planned visit off; the words are kept in the notes, ``missed`` (choices.VISIT_MISSED) says why it did not happen.
    One that the customer cancelled is none of those planned (C36). ValidationError where it was agreed and nobody says why."""
    visit = _planned(session, visit_id)
    if visit["confirmed_on"] is not None and not (reason.strip() or missed):
        raise ValidationError(_PROMISED_OFF, field="missed")
    notes = "\n".join(part for part in (visit["notes"], reason.strip()) if part)
    records.update(session, Visit, visit_id, {"state": "cancelled", "notes": notes or None, "missed": missed})


def missed(session: Session, visit_id: UUID, why: str, reason: str = "", again_on: date | None = None) -> UUID | None:
    """A planned visit did not happen, ``why`` is one of choices.VISIT_MISSED; with ``again_on`` the same is planned for that
    day in the same step. Returns the new plan. ValidationError where no reason is chosen, or that day is over."""
    if not why:
        raise records.missing(Visit, "missed")
    if again_on is not None and again_on < local(now(session)).date():
        raise ValidationError(N_("This day is over. Choose one that is still to come."), field="planned_on")
    before = _planned(session, visit_id)
    cancel(session, visit_id, reason, why)
    if again_on is None:
        return None
    return plan(session, {key: before[key] for key in _AGAIN} | {"planned_on": again_on})


def _planned(session: Session, visit_id: UUID) -> dict[str, Any]:
    visit = records.get(session, Visit, visit_id)
    if visit["state"] != "planned":
        raise ConflictError(N_("This visit is no longer planned. Look at it again."))
    return visit


def keep_promise(session: Session, visit_id: UUID, day: date | None = None) -> None:
    """The promise made at a visit was kept, today unless said otherwise. ConflictError where there is none open."""
    visit = records.get(session, Visit, visit_id)
    if not visit["promise"] or visit["promise_kept_on"] is not None:
        raise ConflictError(N_("This promise was settled meanwhile. Look at it again."))
    kept = day or local(now(session)).date()
    if kept > local(now(session)).date():
        raise ValidationError(N_("This lies in the future."), field="promise_kept_on")
    records.update(session, Visit, visit_id, {"promise_kept_on": kept})


def next_step_of(session: Session, customer_id: UUID) -> NextStep | None:
    """The nearest plan with a customer; without one, what the last record says should come next."""
    mine = sa.select(Visit.id, Visit.purpose, Visit.next_step, Visit.planned_on, Visit.next_on, Employee.name).outerjoin(
        Employee, Employee.id == Visit.owner_id
    )
    here = (Visit.customer_id == customer_id) & Visit.deleted_at.is_(None)
    planned = session.execute(mine.where(here, Visit.state == "planned").order_by(Visit.planned_on, Visit.id).limit(1)).first()
    if planned is not None:
        return NextStep(planned[0], planned[1] or "", planned[3], planned[5] or "", True)
    newest = mine.where(here, Visit.state == "done").order_by(Visit.happened_at.desc(), Visit.id.desc())
    last = session.execute(newest.limit(1)).first()
    if last is None or not last[2]:
        return None
    return NextStep(last[0], last[2], last[4], last[5] or "", False)


def open_next_steps(until: date, since: date) -> sa.Select[Any]:
    """Records whose next step is due between the two days and after which nothing was planned or done with the customer."""
    later = aliased(Visit)
    followed = sa.exists().where(
        later.customer_id == Visit.customer_id, later.deleted_at.is_(None), later.id != Visit.id,
        (later.state == "planned") | (later.happened_at > Visit.happened_at),
    )  # fmt: skip
    return sa.select(Visit).where(
        Visit.deleted_at.is_(None), Visit.next_on >= since, Visit.next_on <= until, Visit.state == "done",
        Visit.next_step.is_not(None), ~followed,
    )  # fmt: skip
