"""What serving costs, each yuan once: financing entered or reckoned, costs that nobody recorded, what winning customers cost."""

from datetime import date

import pytest

from app.models import Customer
from app.models.cost import Cost
from app.models.order import Order
from app.services import receipts, records
from app.services.business import worth
from app.services.business.period import ending
from app.services.business.serving import serving

DAY = date(2026, 6, 30)
YEAR = ending(DAY)


@pytest.fixture
def customer(store):
    """With an order, and an invoice open since before the period: the average receivable is 100,000.00."""

    def fill(session):
        key = records.create(session, Customer, {"name": "甲"})
        order = {"customer_id": key, "ordered_on": date(2026, 3, 1), "net": 500_000, "cost": 300_000}
        records.create(session, Order, order)
        receipts.save_invoice(session, {"customer_id": key, "issued_on": date(2025, 1, 1), "total": 10_000_000})
        return key

    return store.write("x", fill).value


def _cost(store, **values):
    store.write("x", records.create, Cost, {"spent_on": date(2026, 3, 1), **values})


def test_financing_alone_is_no_recorded_cost(store, customer):
    """C06: costs that were not recorded aren't 0."""
    assert store.read(serving, YEAR).customers.get(customer) is None
    assert store.read(worth.of_customer, customer, YEAR).profit.profit.value is None
    rating = store.read(worth.matrices, YEAR).lines[0].row[1]
    assert rating.cells[2] is None


def test_financing_entered_stands_instead_of_what_is_reckoned(store, customer):
    _cost(store, customer_id=customer, kind="service", amount=1000)
    assert store.read(serving, YEAR).customers[customer] == {"service": 1000, "financing": 600_000}
    _cost(store, customer_id=customer, kind="financing", amount=77_000)
    assert store.read(serving, YEAR).customers[customer] == {"service": 1000, "financing": 77_000}


def test_what_winning_customers_costs_is_no_cost_to_serve(store, customer):
    _cost(store, kind="acquisition", amount=50_000)
    _cost(store, kind="service", amount=3000)
    found = store.read(serving, YEAR)
    assert found.unallocated == {"service": 3000}
    assert store.read(worth.profits, YEAR).company.unallocated == {"service": 3000}
