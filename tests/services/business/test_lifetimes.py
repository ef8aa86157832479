"""Lifetime values of real records: the margin is of a year whatever is asked, the retention that of the tier of then."""

from datetime import date
from decimal import Decimal

from app.models import Customer
from app.models.order import Order
from app.services import records
from app.services.business import loyalty
from app.services.business.period import ending

DAY = date(2026, 6, 30)


def test_the_margin_is_of_twelve_months_whatever_period_is_asked(store):
    def fill(session):
        key = records.create(session, Customer, {"name": "甲"})
        records.create_many(session, Order, [
            {"customer_id": key, "ordered_on": date(year, month, 15), "net": 20_000, "cost": 10_000}
            for year in (2024, 2025, 2026) for month in range(1, 13) if (year, month) <= (2026, 6)
        ])  # fmt: skip

    store.write("x", fill)
    for months in (1, 6, 12, 24):
        row = store.read(loyalty.lifetime, ending(DAY, months)).lines[0].row
        assert (row.margin.cents.value, row.margin.provisional) == (120_000, False)


def test_who_was_lost_counts_in_the_tier_it_had(store):
    """40 of one tier two years ago, 10 of them still there: half a year's rate by the root, not the 95 % of those left."""

    def fill(session):
        keys = records.create_many(session, Customer, [{"name": f"客户{place:02}"} for place in range(40)])
        bought = [(key, 2024) for key in keys] + [(key, 2026) for key in keys[:10]]
        records.create_many(session, Order, [
            {"customer_id": key, "ordered_on": date(year, month, 15), "net": 10_000, "cost": 5000}
            for key, year in bought for month in (4, 5, 6)
        ])  # fmt: skip

    store.write("x", fill)
    found = store.read(loyalty.lifetime, ending(DAY))
    assert len(found.lines) == 10
    assert {(line.row.retention.source, line.row.retention.rate) for line in found.lines} == {("tier", Decimal("0.5"))}
