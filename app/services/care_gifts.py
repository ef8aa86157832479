"""What care costs: the budget of a customer and year, gifts to a person and their caps (domain/70 §7.6, domain/60 §6.10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ValidationError
from app.formats import from_local, local, money_text, today
from app.i18n import N_
from app.models import Customer, Visit
from app.models.care import CareTask
from app.services import records, roles, settings
from app.services.care_people import OFFICIALS

_OVER_CAP = N_(
    "This gift is above the cap of {cap} a gift or {yearly} a person and year ({given} were given this year). "
    "Somebody who may approve writes the reason for it."
)


@dataclass(frozen=True, slots=True)
class Budget:
    """Fen of a customer's year: ``limit`` None where the grade has no budget."""

    limit: int | None
    spent: int

    @property
    def left(self) -> int | None:
        """What may still be spent, less than 0 where too much was."""
        return None if self.limit is None else self.limit - self.spent


def budget(session: Session, customer_id: UUID, year: int) -> Budget:
    """The care budget of a customer by its grade, and the sum of what care cost in a year."""
    limits = settings.value(session, "care.budget")
    grade = records.get(session, Customer, customer_id)["grade"]
    t = CareTask
    spent = sa.select(sa.func.coalesce(sa.func.sum(t.cost), 0)).where(
        t.customer_id == customer_id, t.deleted_at.is_(None), t.state == "done", *_within(t.done_on, year)
    )
    return Budget(limits.get(grade) if grade else None, int(session.scalar(spent) or 0))


def gifts_to(session: Session, contact_id: UUID, year: int) -> int:
    """Fen of gifts a person got in a year: care tasks and gifts brought to visits."""
    t, v = CareTask, Visit
    care = sa.select(sa.func.coalesce(sa.func.sum(t.cost), 0)).where(
        t.contact_id == contact_id, t.deleted_at.is_(None), t.state == "done", t.means == "gift", *_within(t.done_on, year)
    )
    begin, end = (from_local(datetime.combine(date(at, 1, 1), time())) for at in (year, year + 1))
    brought = sa.select(sa.func.coalesce(sa.func.sum(v.gift_cost), 0)).where(
        v.contact_id == contact_id, v.deleted_at.is_(None), v.happened_at >= begin, v.happened_at < end
    )
    return int(session.scalar(care) or 0) + int(session.scalar(brought) or 0)


def _within(column: Any, year: int) -> tuple[Any, ...]:
    return column >= date(year, 1, 1), column <= date(year, 12, 31)


def check_gift(
    session: Session, customer_id: UUID, contact_id: UUID | None, values: Mapping[str, Any], own_cap: int | None = None,
    counted: int = 0,
) -> None:  # fmt: skip
    """ValidationError for a gift to staff of the state, always, and for one above the cap a gift or a person and year, unless
    somebody who may approve gives a ``reason``. ``counted``: what of it the year's sum holds already."""
    if values.get("means") != "gift":
        return
    if records.get(session, Customer, customer_id)["company_type"] in OFFICIALS:
        raise ValidationError(N_("Staff of the state and of public institutions take no gifts."), field="means")
    caps, cost = settings.value(session, "care.gift_cap"), int(values.get("cost") or 0)
    cap, yearly = own_cap if own_cap is not None else int(caps["gift"]), int(caps["person_year"])
    given = gifts_to(session, contact_id, values["done_on"].year) - counted if contact_id is not None else 0
    above = cost > cap or (contact_id is not None and given + cost > yearly)
    approved = str(values.get("reason") or "").strip() and roles.may(session, "approve")
    if above and not approved:
        raise ValidationError(
            _OVER_CAP, field="cost", cap=money_text(cap), yearly=money_text(yearly), given=money_text(given)
        )


def check_brought(session: Session, before: Mapping[str, Any], visit: Mapping[str, Any]) -> None:
    """The same for a gift brought to a visit; the visit's notes hold the reason of whoever may approve."""
    happened = visit.get("happened_at")
    day = local(happened).date() if happened is not None else visit.get("planned_on") or today()
    values = {"means": "gift", "cost": visit["gift_cost"], "done_on": day, "reason": visit.get("notes")}
    same = before.get("contact_id") == visit.get("contact_id") and before.get("happened_at") is not None
    counted = (before.get("gift_cost") or 0) if same else 0
    try:
        check_gift(session, visit["customer_id"], visit.get("contact_id"), values, counted=counted)
    except ValidationError as error:
        raise ValidationError(error.key, "gift_cost", **error.values) from error
