"""What the window needs to show one phone memo, in one reading; its moves by their codes; how many wait, for the rail."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import memo_moves as moves
from app.errors import ConflictError
from app.i18n import N_
from app.models import Contact, Customer, Employee
from app.models.memo import PhoneMemo
from app.models.types import now_utc
from app.services import phone_memos, records
from app.services.asked import Asked
from app.services.complaint_people import first_contact, me

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MemoView:
    """A memo's values and the names behind its links; ``is_mine`` where the person at the keyboard has taken it over, or nobody
    says who that is and somebody has; ``binned`` when it is in the recycle bin."""

    values: dict[str, Any]
    titles: dict[str, str]
    is_mine: bool
    binned: bool


def memo_view(session: Session, memo_id: UUID) -> MemoView:
    """One memo; ConflictError when there is none."""
    values = records.get(session, PhoneMemo, memo_id)
    mine = values["accepted_at"] is not None and me(session) in (None, values["for_id"])
    return MemoView(values, records.link_titles(session, PhoneMemo, values), mine, values["deleted_at"] is not None)


def asked(session: Session, memo_id: UUID, code: str) -> Asked:
    """What the panel of a move shows first: the call back was just now, another colleague is to be chosen. Whoever is at the
    keyboard takes it over unasked; where nobody says who that is, they are asked."""
    row, who = records.get(session, PhoneMemo, memo_id), me(session)
    if code == "take_over" and who is not None:
        return Asked({"for_id": who}, {}, row["row_version"], ready=True)
    usual = {"settled_at": now_utc(), "result": row["result"]}
    values = {key: usual.get(key) for key in moves.move(code).asks}
    return Asked(values, {}, row["row_version"])


def take(session: Session, memo_id: UUID, code: str, values: Values | None = None, version: int | None = None) -> None:
    """Take a move of ``memo_moves``. ValidationError names what is missing; ConflictError where the memo was dealt with, or
    changed since ``version`` was read."""
    row, given, step = records.get(session, PhoneMemo, memo_id), dict(values or {}), moves.move(code)
    if version is not None and row["row_version"] != version:
        raise ConflictError(N_("“{name}” was changed elsewhere meanwhile. Open it again and repeat."), name=row["subject"])
    for key in step.needs:
        if given.get(key) in (None, ""):
            raise records.missing(PhoneMemo, key, dict(step.called).get(key, ""))
    given = records.checked(PhoneMemo, given, whole=False)
    if code == "take_over":
        phone_memos.take_over(session, memo_id, given["for_id"])
    elif code == "pass_on":
        phone_memos.pass_on(session, memo_id, given["for_id"])
    elif code == "call_back":
        phone_memos.call_back(session, memo_id, given["result"], given.get("settled_at"))
    else:
        phone_memos.settle(session, memo_id, given["result"])


def begun(session: Session, values: Values) -> Asked:
    """What a new memo begins with: what is known already, and who took the call."""
    whole = {"taken_by_id": first_contact(session), **values}
    if whole.get("contact_id") and not whole.get("customer_id"):
        whole["customer_id"] = records.get(session, Contact, whole["contact_id"])["customer_id"]
    if whole.get("customer_id") and not whole.get("for_id"):
        whole["for_id"] = owner_of(session, whole["customer_id"])
    return Asked(whole, records.link_titles(session, PhoneMemo, whole))


def owner_of(session: Session, customer_id: UUID) -> UUID | None:
    """Whom a customer's calls are usually for: the owner in the file, unless they left."""
    owner = records.get(session, Customer, customer_id)["owner_id"]
    return owner if owner is not None and not records.get(session, Employee, owner)["has_left"] else None


def addressee(session: Session, customer_id: UUID) -> tuple[UUID, str] | None:
    """The same with the name."""
    owner = owner_of(session, customer_id)
    return None if owner is None else (owner, records.get(session, Employee, owner)["name"])


def count_waiting(session: Session) -> int:
    """How many open memos wait for the person at the keyboard: those for them, and those they took and nobody took over; all
    where nobody says who that is."""
    m, who = PhoneMemo, me(session)
    counted = sa.select(sa.func.count()).select_from(m).where(m.deleted_at.is_(None), m.state == moves.OPEN)
    if who is not None:
        counted = counted.where((m.for_id == who) | ((m.taken_by_id == who) & m.accepted_at.is_(None)))
    return int(session.scalar(counted) or 0)
