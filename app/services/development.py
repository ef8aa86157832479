"""How a customer's development plan is going (C37, F-10): plan, actual, attainment of each year, from books and activities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import development_plan as plans
from app.analysis.development_plan import Attainment
from app.analysis.figures import NO_DATA, Figure, annual_growth, undefined
from app.models.account_plan import DevelopmentPlan, PlanActivity, PlanYear
from app.models.base import table_of
from app.services import dealings, records

TRAINING = "training"


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure of a year (``analysis.development_plan.MEASURES``): the year's plan, the part of it up to the day, what was
    reached (fen, days of people for ``trained``; None: not known), and how that stands to the plan up to the day."""

    measure: str
    plan: int | None
    so_far: int | None
    actual: int | None
    attained: Attainment


@dataclass(frozen=True, slots=True)
class PlannedYear:
    """A year of a plan; a year to come has no actuals."""

    year: int
    begun: bool
    measures: tuple[Measured, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """A plan with its years and activities (values), the names behind its links, and the growth it plans over its years."""

    plan: Mapping[str, Any]
    years: tuple[PlannedYear, ...]
    activities: tuple[Mapping[str, Any], ...]

    @property
    def growth(self) -> Figure:
        """What sales are planned to grow by a year, from the first year planned to the last (CAGR); one year has none."""
        volumes = [(year.year, one.plan) for year in self.years for one in year.measures if one.measure == plans.VOLUME]
        known = [(year, plan) for year, plan in volumes if plan is not None]
        if not known:
            return undefined(NO_DATA)
        (first, before), (last, after) = known[0], known[-1]
        return annual_growth(before, after, last - first)


def of_customer(session: Session, customer_id: UUID, as_of: date) -> Progress | None:
    """The plan of the customer that covers the day, else its newest; None without one."""
    p = DevelopmentPlan
    mine = sa.select(p.id, p.first_year).where(p.customer_id == customer_id, p.deleted_at.is_(None))
    found = session.execute(mine.order_by(p.first_year.desc(), p.id.desc())).all()
    covering = [key for key, first in found if first <= as_of.year <= first + 2]
    key = covering[0] if covering else found[0].id if found else None
    return None if key is None else progress(session, key, as_of)


def progress(session: Session, plan_id: UUID, as_of: date) -> Progress:
    """How a plan stands on a day."""
    plan = records.get(session, DevelopmentPlan, plan_id)
    planned, activities = _rows(session, PlanYear, plan_id), _rows(session, PlanActivity, plan_id)
    booked = {one.year: one for one in dealings.years(session, plan["customer_id"], plan["first_year"], as_of=as_of)}
    years = tuple(_year(row, booked.get(row["year"]), activities, as_of) for row in planned)
    return Progress(plan, years, tuple(activities))


def _rows(session: Session, entity: type[PlanYear] | type[PlanActivity], plan_id: UUID) -> list[dict[str, Any]]:
    table = table_of(entity)
    where = (table.c.plan_id == plan_id, table.c.deleted_at.is_(None))
    return [dict(row) for row in session.execute(sa.select(table).where(*where).order_by(table.c.year, table.c.id)).mappings()]


def _year(
    planned: Mapping[str, Any], booked: dealings.Year | None, activities: Sequence[Mapping[str, Any]], as_of: date
) -> PlannedYear:
    year = planned["year"]
    months = 12 if year < as_of.year else 0 if year > as_of.year else as_of.month
    mine = [one for one in activities if one["year"] == year]
    wanted: dict[str, int | None] = {key: planned[key] for key in (plans.VOLUME, plans.EXPENSE, plans.PROFIT)}
    wanted |= {plans.PROMOTION: _budget(mine, False), plans.TRAINED: _days(mine, False)}
    reached: dict[str, int | None] = dict.fromkeys(plans.MEASURES)
    if booked is not None and months:
        reached |= {plans.VOLUME: booked.net, plans.EXPENSE: booked.cost, plans.PROFIT: booked.profit}
    if months:
        reached |= {plans.PROMOTION: _budget(mine, True), plans.TRAINED: _days(mine, True)}
    weights = _profile(planned.get("profile"))
    return PlannedYear(year, months > 0, tuple(
        _measured(key, wanted[key], reached[key], months, weights) for key in plans.MEASURES))  # fmt: skip


def _measured(measure: str, plan: int | None, actual: int | None, months: int, weights: Sequence[int] | None) -> Measured:
    """Activities are planned for a day, not by the month: of them the whole year counts. A year to come has nothing yet."""
    whole = measure in (plans.PROMOTION, plans.TRAINED)
    so_far = None if not months else plan if whole or plan is None else plans.plan_so_far(plan, months, weights)
    return Measured(measure, plan, so_far, actual, plans.attainment(measure, so_far, actual))


def _budget(activities: Sequence[Mapping[str, Any]], spent: bool) -> int | None:
    """Budgets, or what was spent, of public relations and promotion; None where none is planned."""
    mine = [one for one in activities if one["kind"] != TRAINING]
    return sum(one["spent" if spent else "budget"] or 0 for one in mine) if mine else None


def _days(activities: Sequence[Mapping[str, Any]], done: bool) -> int | None:
    """Days of our people for training and support: planned, or of what was done."""
    mine = [one for one in activities if one["kind"] == TRAINING]
    return int(sum(one["man_days"] or 0 for one in mine if not done or one["done_on"] is not None)) if mine else None


def _profile(text: str | None) -> list[int] | None:
    """Twelve whole weights as typed, separated by commas; None where they are not twelve usable ones: the year is then even."""
    parts = [part.strip() for part in (text or "").replace("，", ",").split(",") if part.strip()]
    weights = [int(part) for part in parts if part.isdecimal()]
    return weights if len(weights) == len(parts) == 12 and max(weights) > 0 else None
