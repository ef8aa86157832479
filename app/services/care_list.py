"""Care dates as a list to work through: read with the names of who does them, opened one by one, dealt with by their moves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import care_moves
from app.formats import today
from app.models import Employee
from app.models.care import CarePlan, CareTask
from app.services import care, care_gifts, records, snoozes
from app.services.asked import Asked
from app.services.care import CareItem
from app.services.care_gifts import Budget
from app.services.complaint_people import me

MOST = 1000
"""So many care dates are listed; of 20,000 customers a festival alone would be 20,000."""
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CareList:
    """Care dates, the earliest first, the names of who does them by id; ``is_cut`` where there are more than are listed,
    ``has_plans`` whether the firm has any plan."""

    items: tuple[CareItem, ...]
    owners: Mapping[UUID, str]
    is_cut: bool
    has_plans: bool


@dataclass(frozen=True, slots=True)
class CareDetail:
    """What is looked at before a gift is bought: the customer's budget of the year, fen of gifts to the person this year (None
    where it is about nobody in particular)."""

    budget: Budget
    given: int | None


def listed(session: Session, until: date, mine: bool = False) -> CareList:
    """Care dates up to a day; ``mine``: only those of the person at the keyboard, all where nobody says who that is."""
    items, who = care.due(session, until, most=MOST), me(session)
    own = tuple(item for item in items if not mine or who is None or item.owner_id == who)
    named = {item.owner_id for item in own if item.owner_id is not None}
    any_plan = session.scalar(sa.select(CarePlan.id).where(CarePlan.deleted_at.is_(None)).limit(1)) is not None
    return CareList(own, records.titles(session, Employee, list(named)), len(items) >= MOST, any_plan)


def key_id(item: CareItem) -> UUID:
    """A care date by one id, year after year the same, although most are never stored."""
    return uuid5(NAMESPACE_OID, "|".join(str(part) for part in item.key)) if item.key[3] or item.task_id is None else item.task_id


def detail(session: Session, item: CareItem) -> CareDetail:
    """Budget and gifts of the year."""
    year = today().year
    given = care_gifts.gifts_to(session, item.contact_id, year) if item.contact_id is not None else None
    return CareDetail(care_gifts.budget(session, item.customer_id, year), given)


def asked(session: Session, item: CareItem, code: str) -> Asked:
    """What the panel of a move shows first."""
    reason = (item.reason or None) if code == "skip" else None  # what speaks against it
    usual = {"done_on": today(), "means": item.means, "remind_on": snoozes.days(session)[0], "reason": reason}
    return Asked({key: usual.get(key) for key in care_moves.move(code).asks}, {})


def take(session: Session, item: CareItem, code: str, values: Values) -> UUID:
    """Take a move of ``care_moves``; the care task is stored. ValidationError names what is missing, ConflictError where somebody
    dealt with it meanwhile."""
    for key in care_moves.move(code).needs:
        if values.get(key) in (None, ""):
            raise records.missing(CareTask, key)
    given = records.checked(CareTask, {key: value for key, value in values.items() if value not in (None, "")}, whole=False)
    if code == "done":
        return care.done(session, item, given)
    if code == "postpone":
        return care.postpone(session, item, given["remind_on"])
    return {"skip": care.skip, "hold": care.hold}[code](session, item, given["reason"])
