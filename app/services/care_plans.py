"""The firm's care plans: rules that name an occasion, its lead and means (F-28); the templates of domain/70 §7.6 to begin with.

Deliveries have no dates of their own in the file yet: their plans hold on a day that is written into the plan (or a single task,
``care.add``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.care_days import FURTHEST
from app.errors import ValidationError
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models.care import CarePlan, CareTask
from app.services import records

Values = Mapping[str, Any]
DATED = frozenset({"delivery", "manual"})
"""Occasions whose day stands in the plan itself."""

_BEST = "gold,silver"
TEMPLATES: tuple[dict[str, Any], ...] = (
    {"name": N_("Birthday greetings"), "occasion": "birthday", "lead": 3, "lead_unit": "wd", "means": "card"},
    {"name": N_("Founding day of the customer"), "occasion": "founding", "grades": _BEST, "lead": 3, "lead_unit": "wd",
     "means": "letter"},
    {"name": N_("Thanks on the anniversary of the first order"), "occasion": "first_order", "grades": _BEST, "lead": 5,
     "lead_unit": "wd", "means": "letter", "owner_rule": "manager"},
    {"name": N_("Spring Festival gift"), "occasion": "festival", "festival": "spring", "grades": _BEST, "lead": 15,
     "lead_unit": "wd", "means": "gift"},
    {"name": N_("Spring Festival greetings"), "occasion": "festival", "festival": "spring", "grades": "ordinary", "lead": 15,
     "lead_unit": "wd", "means": "wechat"},
    {"name": N_("Mid-Autumn gift"), "occasion": "festival", "festival": "mid_autumn", "grades": _BEST, "lead": 10,
     "lead_unit": "wd", "means": "gift"},
    {"name": N_("Mid-Autumn greetings"), "occasion": "festival", "festival": "mid_autumn", "grades": "ordinary", "lead": 10,
     "lead_unit": "wd", "means": "wechat"},
    {"name": N_("New Year greetings"), "occasion": "festival", "festival": "new_year", "grades": _BEST, "lead": 1,
     "lead_unit": "wd", "means": "wechat"},
    {"name": N_("Dragon Boat greetings"), "occasion": "festival", "festival": "dragon_boat", "grades": _BEST, "lead": 1,
     "lead_unit": "wd", "means": "wechat"},
    {"name": N_("National Day greetings"), "occasion": "festival", "festival": "national", "grades": _BEST, "lead": 1,
     "lead_unit": "wd", "means": "wechat"},
    {"name": N_("Quarterly greeting with advice on use"), "occasion": "quarter", "grades": "gold", "lead": 0, "lead_unit": "d",
     "means": "wechat"},
    {"name": N_("Call after a complaint was closed"), "occasion": "closed", "lead": -2, "lead_unit": "wd", "means": "phone"},
    {"name": N_("Loyalty question a month after a complaint"), "occasion": "closed", "lead": -30, "lead_unit": "d",
     "means": "phone"},
    {"name": N_("Offer to extend a warranty"), "occasion": "warranty", "lead": 30, "lead_unit": "d", "means": "wechat"},
    {"name": N_("Visit before a contract ends"), "occasion": "contract", "lead": 60, "lead_unit": "d", "means": "visit"},
    {"name": N_("Long without contact"), "occasion": "silent", "lead": 0, "lead_unit": "d"},
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """What became of a plan in a year; ``budget`` and ``spent`` in fen, ``budget`` None where there is none."""

    done: int
    skipped: int
    open: int
    budget: int | None
    spent: int


def plans(session: Session, retired: bool = False) -> tuple[dict[str, Any], ...]:
    """The firm's plans in use, or all, by name."""
    found = sa.select(CarePlan.id).where(CarePlan.deleted_at.is_(None)).order_by(CarePlan.name, CarePlan.id)
    if not retired:
        found = found.where(sa.not_(CarePlan.retired))
    return tuple(records.get(session, CarePlan, key) for key in session.scalars(found).all())


def install_defaults(session: Session) -> int:
    """Make the plans of the templates in the language in force, once: none where the firm has any plan already."""
    if plans(session, retired=True):
        return 0
    names = [template["name"] for template in TEMPLATES]
    rows = [{**template, "name": _(name)} for name, template in zip(names, TEMPLATES, strict=True)]
    return len(records.create_many(session, CarePlan, rows))


def save(session: Session, values: Values, plan_id: UUID | None = None) -> UUID:
    """Make or change a plan. ValidationError where what its occasion needs is missing or its lead is beyond two years."""
    whole = {**(records.get(session, CarePlan, plan_id) if plan_id else {}), **values}
    if whole.get("occasion") == "festival" and not whole.get("festival"):
        raise records.missing(CarePlan, "festival")
    if whole.get("occasion") in DATED and not whole.get("happens_on"):
        raise records.missing(CarePlan, "happens_on")
    if whole.get("owner_rule") == "named" and not whole.get("owner_id"):
        raise records.missing(CarePlan, "owner_id")
    if abs(whole.get("lead") or 0) > FURTHEST:
        raise ValidationError(N_("The lead is two years at most."), field="lead")
    if plan_id is None:
        return records.create(session, CarePlan, values)
    records.update(session, CarePlan, plan_id, values)
    return plan_id


def figures(session: Session, plan_id: UUID, year: int) -> PlanFigures:
    """What became of a plan's tasks of a year, by the day of the occasion."""
    plan = records.get(session, CarePlan, plan_id)
    t = CareTask
    within = (t.happens_on >= date(year, 1, 1), t.happens_on <= date(year, 12, 31))
    found = sa.select(t.state, sa.func.count(), sa.func.coalesce(sa.func.sum(t.cost), 0)).where(
        t.plan_id == plan_id, t.deleted_at.is_(None), *within
    )
    rows = {row[0]: (int(row[1]), int(row[2] or 0)) for row in session.execute(found.group_by(t.state))}
    count = {state: rows.get(state, (0, 0))[0] for state in ("done", "skipped", "open", "held")}
    spent = sum(cost for _number, cost in rows.values())
    return PlanFigures(count["done"], count["skipped"], count["open"] + count["held"], plan["budget"], spent)
