"""Whom the firm keeps longer than it should: proposals only, nothing is erased by itself (domain/60, PIPL 47)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.formats import local
from app.i18n import N_
from app.models import Contact, Customer, Entity
from app.models.base import table_of
from app.models.privacy import Consent
from app.services import settings

DATE, SILENCE, WITHDRAWN = N_("to be kept until {day}"), N_("no contact since {day}"), N_("consent withdrawn on {day}")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Somebody to be erased, or kept with a reason: ``why`` is a msgid with ``{day}``."""

    entity: str
    id: UUID
    name: str
    why: str
    day: date


def proposals(session: Session, today: date, limit: int = 500) -> list[Proposal]:
    """People and private customers whose day is over, who withdrew, or with whom nobody was in touch for
    ``privacy.quiet_years``; those with a reason to be kept are left out. The longest overdue first."""
    years = int(settings.value(session, "privacy.quiet_years"))
    found = [one for entity in (Contact, Customer) for one in _of(session, entity, _years_before(today, years), today)]
    return sorted(found, key=lambda one: (one.day, one.name))[:limit]


def _of(session: Session, entity: type[Entity], quiet_since: date, today: date) -> Iterator[Proposal]:
    table, withdrawn = table_of(entity), _withdrawn(session, entity)
    wanted = [table.c.deleted_at.is_(None), sa.func.coalesce(table.c.hold_reason, "") == ""]
    if "kind" in table.c:
        wanted.append(table.c.kind == "person")
    columns = (table.c.id, table.c.name, table.c.retain_until, table.c.last_contact_at, table.c.created_at)
    for row in session.execute(sa.select(*columns).where(*wanted)):
        last = local(row.last_contact_at or row.created_at).date()
        if row.retain_until is not None:
            due = (DATE, row.retain_until) if row.retain_until < today else None
        elif row.id in withdrawn:
            due = WITHDRAWN, withdrawn[row.id]
        else:
            due = (SILENCE, last) if last < quiet_since else None
        if due is not None:
            yield Proposal(entity.entity, row.id, row.name, *due)


def _withdrawn(session: Session, entity: type[Entity]) -> dict[UUID, date]:
    """Who has withdrawn every consent there was, and when the last one."""
    link = "contact_id" if entity is Contact else "customer_id"
    table = table_of(Consent)
    rows = sa.select(table.c[link], table.c.withdrawn_on).where(table.c[link].is_not(None), table.c.deleted_at.is_(None))
    found: dict[UUID, list[date | None]] = {}
    for owner, day in session.execute(rows):
        found.setdefault(owner, []).append(day)
    return {owner: max(day for day in days if day) for owner, days in found.items() if all(days)}


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
