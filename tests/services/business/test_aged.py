"""Ageing by the age of the invoice (C25), out of real records: part payments, credit, money that pays nothing, other days."""

from datetime import date
from typing import Any

from app.models import BY_KEY, Customer
from app.services import receipts, records
from app.services.business import aged, late_interest, money
from app.store.store import Store

DAY = date(2026, 6, 30)
BILLS = ((date(2025, 6, 30), 100), (date(2025, 6, 29), 300), (date(2024, 6, 29), 500), (date(2020, 1, 1), 900),
         (date(2026, 7, 1), 7000))  # fmt: skip


def _owe(session: Any) -> Any:
    firm = records.create(session, Customer, {"name": "甲"})
    for day, total in BILLS:
        receipts.save_invoice(session, {"customer_id": firm, "issued_on": day, "due_on": date(2027, 1, 1), "total": total})
    receipts.save_receipt(session, {"customer_id": firm, "received_on": date(2026, 6, 1), "amount": 600})  # the oldest first
    other = records.create(session, Customer, {"name": "乙"})
    receipts.save_receipt(session, {"customer_id": other, "received_on": date(2026, 6, 1), "amount": 40})
    return firm


def test_what_is_open_stands_by_the_age_of_its_invoice(store: Store) -> None:
    firm = store.write("x", _owe).value
    found = store.read(aged.by_age, DAY)
    assert dict(found.company.amounts) == {"y1": 100, "y1_2": 300, "y2_3": 500, "over_3": 300}
    assert (found.company.total, found.company.over_a_year, found.company.unallocated) == (1200, 1100, -40)
    assert [line.client.name for line in found.lines] == ["甲", "乙"]
    assert found.lines[0].row.oldest_days == (DAY - date(2020, 1, 1)).days
    late = store.read(money.ageing, DAY).company
    assert (late.total, late.unallocated, late.overdue) == (1200, -40, 0)
    assert [day for _key, day in store.read(aged.open_since, firm, DAY)] == sorted(day for day, _total in BILLS[:-1])
    before = store.read(aged.by_age, date(2026, 5, 31)).company
    assert dict(before.amounts) == {"y1": 400, "y1_2": 500, "y2_3": 0, "over_3": 900}


def test_interest_is_owed_by_public_bodies_and_large_firms_alone(store: Store) -> None:
    def made(session: Any) -> None:
        for name, more in (("大", {"size": "L"}), ("局", {"company_type": "government"}), ("小", {"size": "S"}), ("无", {})):
            firm = records.create(session, Customer, {"name": name, **more})
            bill = {"customer_id": firm, "issued_on": date(2026, 4, 1), "due_on": date(2026, 5, 16), "total": 10_000_000}
            records.create(session, BY_KEY["invoices"], bill)
            records.create(session, BY_KEY["invoices"], bill | {"disputed": True})
            records.create(session, BY_KEY["invoices"], bill | {"due_on": DAY})

    store.write("x", made)
    found = store.read(late_interest.owed, DAY)
    named = {line.client.name: found.get(line.client.id) for line in store.read(money.ageing, DAY).lines}
    assert named == {"大": 225_000, "局": 225_000, "小": None, "无": None}  # oracle C25: 100,000 × 0.05 % × 45 days
