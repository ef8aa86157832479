"""What lies in other currencies stands beside every sum it is not in: on papers in both languages and on the screens."""

import io
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader

from app import reports
from app.formats import today
from app.models import Customer
from app.models.cost import Cost
from app.models.order import Order
from app.models.receivable import Allocation, Invoice, Receipt
from app.reports.pdf import render_bytes
from app.services import records
from app.services.business import other_moneys
from app.services.business.period import ending
from app.services.business.worth import profits
from app.store.store import Store
from app.ui.screens.analysis import money, worth
from app.ui.screens.analysis.shown import Wanted
from tests.reports.reading import squeezed

AS_OF = today()
DAY = AS_OF - timedelta(days=40)
SALES, COSTS, OWED, PAID = "USD 1,000.00", "EUR 25.00", "USD 700.00", "USD 150.00"


def _foreign(session: Any, customer: UUID) -> None:
    """Sales of 1,000 dollars, 700 of them open, 150 paid for nothing, and a freight bill in euros."""
    records.create(session, Order, {"customer_id": customer, "ordered_on": DAY, "net": 100_000, "currency": "USD"})
    kept = {"customer_id": customer, "currency": "USD"}
    bill = records.create(session, Invoice, {**kept, "issued_on": DAY, "due_on": DAY, "total": 100_000})
    paid = records.create(session, Receipt, {**kept, "received_on": DAY, "amount": 45_000})
    records.create(session, Allocation, {"receipt_id": paid, "invoice_id": bill, "amount": 30_000})
    spent = {"customer_id": customer, "kind": "logistics", "spent_on": DAY, "amount": 2500, "currency": "EUR"}
    records.create(session, Cost, spent)


@pytest.fixture
def customer(store: Store) -> UUID:
    def fill(session: Any) -> UUID:
        found = records.create(session, Customer, {"name": "远洋"})
        other = records.create(session, Customer, {"name": "本地"})
        for key in (found, other):
            records.create(session, Order, {"customer_id": key, "ordered_on": DAY, "net": 500_000, "cost": 100_000})
        records.create(session, Cost, {"customer_id": found, "kind": "service", "spent_on": DAY, "amount": 1000})
        records.create(session, Invoice, {"customer_id": other, "issued_on": DAY, "due_on": DAY, "total": 500_000})
        _foreign(session, found)
        return found

    made: UUID = store.write("x", fill).value
    return made


def _text(store: Store, kind: str, language: str, **more: Any) -> str:
    document = store.read(reports.build, kind, language, **({"day": AS_OF} | more if kind != "customer" else more))
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(render_bytes(document)[0])).pages))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_paper_tells_what_is_in_no_sum(store: Store, customer: UUID, language: str) -> None:
    wanted = {"customers": (SALES, COSTS, OWED, PAID), "profit": (SALES, COSTS), "receivables": (OWED, PAID),
              "segments": (SALES,)}  # fmt: skip
    for kind, amounts in wanted.items():
        text = _text(store, kind, language)
        assert [amount for amount in amounts if text.count(squeezed(amount)) != 1] == [], kind
    own = _text(store, "customer", language, customer=customer)
    assert all(squeezed(amount) in own for amount in (SALES, COSTS, OWED, PAID))


def test_the_others_pages_say_nothing_of_it(store: Store, customer: UUID) -> None:
    lines = store.read(profits, ending(AS_OF)).lines
    other = next(line.client.id for line in lines if line.client.id != customer)
    text = _text(store, "customer", "en", customer=other)
    assert ("USD" in text, "EUR" in text) == (False, False)


def test_who_owes_dollars_only_is_not_said_to_owe_nothing(store: Store) -> None:
    key = store.write("x", records.create, Customer, {"name": "远洋"}).value
    store.write("x", _foreign, key)
    for kind, amounts in {"receivables": (OWED, PAID), "profit": (SALES, COSTS)}.items():
        text = _text(store, kind, "en")
        assert all(squeezed(amount) in text for amount in amounts), kind
        assert "owesanything" not in text
        assert "Noorders" not in text


def test_the_screens_tell_the_same(store: Store, customer: UUID) -> None:
    wanted = Wanted(AS_OF)
    assert COSTS in " ".join(store.read(worth.profit, wanted).notes)
    assert COSTS in " ".join(store.read(worth.whale, wanted).notes)
    told = " ".join(store.read(money.ageing, wanted).notes)
    assert (OWED in told, PAID in told) == (True, True)
    assert store.read(other_moneys.owed, DAY - timedelta(days=1)) == {}
