"""What the day owes to customers beside appointments and cases: promises of visits, care dates, calls to return, long silence.

Read after the first rows (``today_desk``): the entities behind are not mapped before. Everything is bounded.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from hashlib import sha1
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.formats import days_ago, from_local, local
from app.i18n import gettext_text as _
from app.i18n import ngettext_text
from app.models import Customer, Employee, Visit
from app.models.types import MomentType
from app.services import care, phone_memos, settings, visit_promises
from app.services.complaint_people import me
from app.services.today_items import AHEAD_DAYS, Item, Kind
from app.services.visit_policy import planned_customers

MOST_CARE = 60
MOST_SILENT = 20
_NEVER_MET = 2000
"""So many customers nobody was ever in touch with are looked at."""
_RESTING = ("lost", "never", "prospect")
SILENT = "silent"


def promises(session: Session, moment: datetime) -> Iterator[Item]:
    """Promises of the register, ours and theirs; a visit's quick one is among the first rows already."""
    until = local(moment).date() + timedelta(days=AHEAD_DAYS)
    for line in visit_promises.open_ones(session, until):
        if line.entity != Visit.entity:
            theirs = line.side == "them"
            kind: Kind = "their_promise" if theirs else "visit_promise"
            who = line.contact if theirs else line.responsible
            yield Item(kind, line.visit_id, line.text, line.customer, who, line.due, source=line.id)


def care_dates(session: Session, moment: datetime) -> Iterator[Item]:
    """Care dates to be reminded of by today, due then as on their own list. Silence has a place of its own, what may not be
    done none."""
    found = care.due(session, local(moment).date(), most=MOST_CARE, without=frozenset({SILENT}))
    names = _names(session) if found else {}
    for one in found:
        if one.state != "skipped":
            what = " · ".join(part for part in (one.contact, one.plan, one.about, care.occasion_day(one)) if part)
            yield Item("care", one.customer_id, what, one.customer, names.get(one.owner_id, ""), one.remind_on,
                       source=one, mark=_mark(one), state=one.state)  # fmt: skip


def _names(session: Session) -> dict[Any, str]:
    return {row[0]: row[1] for row in session.execute(sa.select(Employee.id, Employee.name))}


def _mark(one: care.CareItem) -> str:
    """A care date of a plan has no record until somebody deals with it: its natural key, shortened (no secret). One entered by
    hand has its own, and there may be several on a day."""
    if one.plan_id is None and one.task_id is not None:
        return one.task_id.hex
    return sha1("|".join(str(part) for part in one.key).encode(), usedforsecurity=False).hexdigest()


def memos(session: Session, moment: datetime) -> Iterator[Item]:
    """Calls somebody left a word about, for the person at the keyboard; all where nobody said who that is."""
    present = local(moment).date()
    for line in phone_memos.open_for(session, me(session))[:MOST_CARE]:
        who = line.for_name if line.accepted_at is not None or not line.taken_by else line.taken_by
        note = _("called {when}").format(when=days_ago(local(line.called_at).date(), present))
        yield Item("memo", line.id, line.subject, line.customer or line.caller or line.phone, who, line.call_by, note=note,
                   number=line.number)  # fmt: skip


def silent(session: Session, moment: datetime, put_off: int = 0) -> Iterator[Item]:
    """Customers nobody was in touch with for longer than the firm wants (settings ``visit.gap_days``, ``care.silent_days`` by
    grade) and no visit is planned to, the longest first, those nobody ever spoke with last; as many more as were ``put_off``."""
    usual, by_grade = int(settings.value(session, "visit.gap_days")), settings.value(session, "care.silent_days")
    limits = {grade: _midnight(moment, int(days)) for grade, days in by_grade.items()}
    bound = {grade: sa.literal(limit, MomentType()) for grade, limit in limits.items()}  # a CASE knows no column's type
    otherwise = sa.literal(_midnight(moment, usual), MomentType())
    past = sa.case(*((Customer.grade == grade, limit) for grade, limit in bound.items()), else_=otherwise)
    most = MOST_SILENT + put_off
    met = _silent(Customer.last_contact_at).where(
        Customer.last_contact_at < max([*limits.values(), _midnight(moment, usual)]), Customer.last_contact_at < past
    )
    rows = session.execute(met.order_by(Customer.last_contact_at, Customer.id).limit(most)).all()
    if len(rows) < most:
        rows = [*rows, *session.execute(_never_met(past).limit(most - len(rows))).all()]
    for key, name, who, since in rows:
        yield Item("silent", key, _how_long((local(moment).date() - local(since).date()).days), name, who or "", None)


def _how_long(days: int) -> str:
    return ngettext_text("No contact for {count} day", "No contact for {count} days", days).format(count=days)


def _midnight(moment: datetime, days: int) -> datetime:
    """Silence of so many days at least began before the end of that day."""
    day: date = local(moment).date() - timedelta(days=max(1, days) - 1)
    return from_local(datetime.combine(day, time()))


def _silent(since: Any) -> sa.Select[Any]:
    planned = sa.exists().where(Visit.customer_id == Customer.id, sa.text("visits.deleted_at IS NULL"), Visit.state == "planned")
    living = sa.or_(Customer.status.is_(None), Customer.status.not_in(_RESTING))
    found = sa.select(Customer.id, Customer.name, Employee.name, since)
    found = found.outerjoin(Employee, Employee.id == Customer.owner_id).where(living, *planned_customers(), ~planned)
    return found.where(sa.or_(Customer.grade.is_(None), Customer.grade != "never"))


def _never_met(past: Any) -> sa.Select[Any]:
    """The oldest ones of the file alone: an import may bring a hundred thousand nobody has met yet."""
    first = sa.select(Customer.id).where(Customer.deleted_at.is_(None), Customer.last_contact_at.is_(None))
    first = first.order_by(Customer.id).limit(_NEVER_MET)
    return _silent(Customer.created_at).where(Customer.id.in_(first), Customer.created_at < past).order_by(Customer.id)
