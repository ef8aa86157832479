"""How a development plan goes: actuals from orders, costs and activities, the plan so far, attainment as the oracle says."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from app.analysis.figures import percent
from app.models import Customer
from app.models.account_plan import DevelopmentPlan, PlanActivity, PlanYear
from app.models.cost import Cost
from app.models.order import Order
from app.services import development, records
from app.services.development import Measured
from app.store.store import Store


@pytest.fixture
def firm(store: Store) -> UUID:
    """C37 a year ago: 1,200 planned, 1,150 sold; 90 of costs planned, 98 spent."""

    def made(session: Any) -> UUID:
        key = records.create(session, Customer, {"name": "华信"})
        plan = records.create(session, DevelopmentPlan, {"customer_id": key, "first_year": 2025})
        for year, volume, expense in ((2025, 120_000, 9_000), (2026, 160_000, 10_000)):
            records.create(session, PlanYear, {"plan_id": plan, "year": year, "volume": volume, "expense": expense})
        order = {"customer_id": key, "ordered_on": date(2025, 5, 6), "net": 115_000, "cost": 60_000}
        records.create(session, Order, order)
        records.create(session, Cost, {"customer_id": key, "kind": "service", "spent_on": date(2025, 6, 7), "amount": 9_800})
        talk = {"plan_id": plan, "year": 2025, "kind": "promotion", "name": "交流会", "budget": 0, "spent": 5_000}
        records.create(session, PlanActivity, talk)
        for days, done in ((Decimal(2), date(2025, 3, 4)), (Decimal(3), None)):
            training = {"plan_id": plan, "year": 2025, "kind": "training", "name": "培训", "man_days": days, "done_on": done}
            records.create(session, PlanActivity, training)
        return key

    found: UUID = store.write("x", made).value
    return found


def measured(store: Store, firm: UUID, day: date, year: int) -> dict[str, Measured]:
    progress = store.read(development.of_customer, firm, day)
    assert progress is not None
    return {one.measure: one for one in next(each for each in progress.years if each.year == year).measures}


def test_the_oracle_of_c37(store: Store, firm: UUID) -> None:
    found = measured(store, firm, date(2026, 2, 1), 2025)
    rates = {key: one.attained.rate.value for key, one in found.items()}
    assert round(float(rates["volume"] or 0), 3) == 0.958
    assert (found["volume"].attained.variance.value, found["volume"].attained.favourable) == (-5_000, False)
    assert (round(float(rates["expense"] or 0), 3), found["expense"].attained.favourable) == (1.089, False)
    assert found["promotion"].attained.unplanned
    assert (found["trained"].plan, found["trained"].actual) == (5, 2)
    assert found["profit"].plan is None
    assert found["profit"].attained.rate.value is None


def test_the_growth_planned_over_the_years(store: Store, firm: UUID) -> None:
    (key,) = [row["id"] for row in store.read(_years) if row["year"] == 2026]
    store.write("x", records.update, PlanYear, key, {"year": 2027})
    found = store.read(development.of_customer, firm, date(2026, 2, 1))
    assert found is not None
    assert percent(found.growth) == Decimal("15.5")  # oracle C37: 1,200 to 1,600 in two years
    store.write("x", records.delete, PlanYear, [key])
    alone = store.read(development.of_customer, firm, date(2026, 2, 1))
    assert alone is not None
    assert alone.growth.value is None


def test_a_year_under_way_is_held_against_its_part_of_the_plan(store: Store, firm: UUID) -> None:
    found = measured(store, firm, date(2026, 3, 31), 2026)
    assert (found["volume"].so_far, found["volume"].actual) == (40_000, 0)
    profile = {"profile": ",".join(["2", "1", "1"] + ["1"] * 9)}
    (key,) = [row["id"] for row in store.read(_years) if row["year"] == 2026]
    store.write("x", records.update, PlanYear, key, profile)
    assert measured(store, firm, date(2026, 3, 31), 2026)["volume"].so_far == 49_231


def _years(session: Any) -> list[dict[str, Any]]:
    import sqlalchemy as sa

    from app.models.base import table_of

    return [dict(row) for row in session.execute(sa.select(table_of(PlanYear))).mappings()]


def test_a_past_day_knows_nothing_of_what_was_ordered_later(store: Store, firm: UUID) -> None:
    for day, net in ((date(2026, 2, 1), 1000), (date(2026, 5, 1), 9000)):
        store.write("x", records.create, Order, {"customer_id": firm, "ordered_on": day, "net": net})
    assert measured(store, firm, date(2026, 3, 31), 2026)["volume"].actual == 1000
    assert measured(store, firm, date(2026, 5, 31), 2026)["volume"].actual == 10_000


def test_a_year_to_come_has_nothing_yet(store: Store, firm: UUID) -> None:
    found = measured(store, firm, date(2025, 12, 31), 2026)
    assert {(one.so_far, one.actual) for one in found.values()} == {(None, None)}


def test_without_a_plan_there_is_none(store: Store) -> None:
    key = store.write("x", records.create, Customer, {"name": "新客"}).value
    assert store.read(development.of_customer, key, date(2026, 1, 1)) is None
