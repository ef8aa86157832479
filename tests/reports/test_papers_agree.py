"""Papers of business don't contradict one another, nor themselves: states, customers without sales, mixes, promises."""

import io
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader

from app import reports
from app.formats import money_text, today
from app.models import Customer
from app.models.cost import Cost
from app.models.order import Order
from app.models.receivable import Receipt
from app.reports.document import Document, Table
from app.reports.pdf import render_bytes
from app.services import dunning_steps, orders, receipts, records
from app.store.store import Store
from tests.reports.reading import squeezed

AS_OF = today()
DAY = timedelta(days=1)
STATES = {"甲": "Newly won", "丙": "Never ordered"}


@pytest.fixture
def trade(store: Store) -> dict[str, UUID]:
    """甲 buys, partly without lines, and more than it is said to buy; 乙 was lost; 丙 costs and buys nothing."""

    def fill(session: Any) -> dict[str, UUID]:
        known = {"甲": {"yearly_purchases": 100_000, "status": "at_risk"}, "乙": {"status": "active"}, "丙": {}}
        found = {name: records.create(session, Customer, {"name": name, **more}) for name, more in known.items()}
        bare = {"customer_id": found["甲"], "ordered_on": AS_OF - 20 * DAY, "net": 100_000, "cost": 60_000}
        records.create(session, Order, bare)
        orders.save(session, {"customer_id": found["甲"], "ordered_on": AS_OF - 10 * DAY}, [
            {"name": "阀门", "quantity": 1, "amount": 300_000, "cost": 100_000}])  # fmt: skip
        records.create(session, Order, {"customer_id": found["乙"], "ordered_on": AS_OF - 420 * DAY, "net": 5000, "cost": 1000})
        for name, amount in (("甲", 7000), ("丙", 9000)):
            records.create(session, Cost, {"customer_id": found[name], "kind": "service", "spent_on": AS_OF, "amount": amount})
        return found

    made: dict[str, UUID] = store.write("x", fill).value
    return made


def _text(document: Document) -> str:
    pages = PdfReader(io.BytesIO(render_bytes(document)[0])).pages
    return squeezed("".join(page.extract_text() for page in pages))


def _table(document: Document, *first: str) -> Table:
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return next(table for table in tables if tuple(column.label for column in table.columns[: len(first)]) == first)


def test_tiers_and_who_bought_nothing_are_the_whole_profit(store: Store, trade: dict[str, UUID]) -> None:
    paper = store.read(reports.build, "customers", "en", day=AS_OF)
    rows = _table(paper, "Tier").rows
    assert rows[-1][:3] == ("Without sales in the period", 1, "¥0.00")
    profits = [row[4] for row in rows if row[1]]
    assert profits == [money_text(400_000 - 160_000 - 7000), "-¥90.00"]
    text = _text(paper)
    assert "3customersareinthefile;1ofthemboughtintheperiod" in text
    assert {row[2]: row[3] for row in _table(paper, "Grade", "Customer no.").rows} == STATES


def test_a_customers_pages_tell_the_same(store: Store, trade: dict[str, UUID]) -> None:
    first = _text(store.read(reports.build, "customer", "en", customer=trade["甲"]))
    assert ("75.0%" in first, "25.0%" in first, "100.0%,doubtful" in first) == (True, True, True)
    assert "Newlywon" in first
    assert "Atrisk" not in first.split("IIBasic")[0]
    lost = _text(store.read(reports.build, "customer", "en", customer=trade["乙"]))
    assert str(AS_OF - 420 * DAY) in lost
    assert "orders have no lines".replace(" ", "") not in lost
    assert "Active" not in lost.split("IIBasic")[0]


def test_only_money_in_advance_is_no_share_of_none(store: Store) -> None:
    key = store.write("x", records.create, Customer, {"name": "预付"}).value
    store.write("x", records.create, Receipt, {"customer_id": key, "received_on": AS_OF, "amount": 500_000})
    text = _text(store.read(reports.build, "receivables", "en", day=AS_OF))
    assert "None" not in text
    assert "Noinvoiceisopen.¥5,000.00waspaidthatpaysnoinvoiceyet." in text


def test_while_a_promise_runs_no_letter_demands_payment(store: Store) -> None:
    key = store.write("x", records.create, Customer, {"name": "承诺"}).value
    due = AS_OF - 20 * DAY
    store.write("x", receipts.save_invoice, {"customer_id": key, "issued_on": due, "due_on": due, "total": 1000})
    step = {"customer_id": key, "step": "call", "promised": 1000, "done_on": AS_OF - 5 * DAY, "promised_on": AS_OF + 2 * DAY}
    store.write("x", dunning_steps.save, step)
    titles = [store.read(reports.build, "dunning-letter", "en", customer=key, day=day).title for day in (AS_OF, AS_OF + 3 * DAY)]
    assert titles[0] == "Statement of account"
    assert titles[1] != titles[0]


def test_where_no_cost_is_known_nobody_is_said_to_lose_nothing(store: Store) -> None:
    key = store.write("x", records.create, Customer, {"name": "甲"}).value
    store.write("x", records.create, Order, {"customer_id": key, "ordered_on": AS_OF, "net": 1000})
    for kind in ("customers", "profit"):
        text = _text(store.read(reports.build, kind, "en", day=AS_OF))
        assert ("lostmoney" in text, "costsarenotrecorded" in text) == (False, True), kind


def _gross(session: Any) -> None:
    for name, net, cost in (("甲", 100_000, 70_000), ("乙", 50_000, 60_000), ("丙", 40_000, None)):
        key = records.create(session, Customer, {"name": name})
        records.create(session, Order, {"customer_id": key, "ordered_on": AS_OF - DAY, "net": net, "cost": cost})


def test_without_costs_to_serve_the_gross_profit_is_called_one(store: Store) -> None:
    """甲 earns 300.00, 乙 loses 100.00; of 丙 nothing is known: R-07 and R-03 say gross profit and say it the same way."""
    store.write("x", _gross)
    paper = store.read(reports.build, "profit", "en", day=AS_OF)
    text = _text(paper)
    assert "thegoodssoldto2ofthemleaveagrossprofitof¥200.00(13.3%).Nocoststoservearerecorded" in text
    assert "Thebest1customersbringagrossprofitof¥300.00,150.0%ofthetotal.1customerloses¥100.00." in text
    assert [column.label for column in _table(paper, "Tier").columns][3:5] == ["Gross profit", "Share of the gross profit"]
    earn, lose = [block for block in paper.blocks if isinstance(block, Table) and block.columns[0].label == "Customer"]
    assert [row[0] for row in (*earn.rows, *lose.rows)] == ["甲", "乙"]
    assert "Grossprofitaddedup" in text
    assert "Profit" not in {column.label for column in (*earn.columns, *lose.columns)}
    base = store.read(reports.build, "customers", "en", day=AS_OF)
    assert _table(base, "Net sales", "Gross profit").rows[0][1:5] == ("¥200.00", "13.3%", None, None)
    told = _text(base)
    assert told.count("1customerhasorderswhosecostnobodyknows:grossprofitandprofitareoftheothers.") == 2
    assert "profitsandlifetimevalueshere" in told
    assert "1customerloses¥100.00." in told


def test_who_has_no_cost_to_serve_is_told_where_the_profits_stand(store: Store) -> None:
    store.write("x", _gross)
    key = store.write("x", records.create, Customer, {"name": "丁"}).value
    store.write("x", records.create, Order, {"customer_id": key, "ordered_on": AS_OF, "net": 9000, "cost": 1000})
    store.write("x", records.create, Cost, {"customer_id": key, "kind": "service", "spent_on": AS_OF, "amount": 500})
    for kind in ("profit", "customers"):
        text = _text(store.read(reports.build, kind, "en", day=AS_OF))
        assert "Of2customersnocosttoserveisrecorded:theycountwiththeirgrossprofit." in text, kind
        assert "Gross profit added up".replace(" ", "") not in text


def test_growth_over_a_period_that_lacks_orders_is_told_in_both_papers(store: Store, trade: dict[str, UUID]) -> None:
    """The first order lies 420 days back: the twelve months before have 55 days."""
    said = squeezed(f"The orders begin on {AS_OF - 420 * DAY}: growth compares with an incomplete period.")
    assert said in _text(store.read(reports.build, "customer", "en", customer=trade["甲"]))
    assert said in _text(store.read(reports.build, "customers", "en", day=AS_OF))


def test_what_has_no_figure_is_told_in_whole_sentences(store: Store) -> None:
    """Why a new customer scores as it does: no unit after a dash, and the same about its growth as the matrices say."""
    key = store.write("x", records.create, Customer, {"name": "新"}).value
    store.write("x", records.create, Order, {"customer_id": key, "ordered_on": AS_OF, "net": 9000, "cost": 1000})
    text = _text(store.read(reports.build, "customer", "en", customer=key))
    assert "Payment:noinvoicewasdue→doesnotcount" in text
    assert "Growthovertheperiodbefore:New:thereisnoearlierperiod→doesnotcount" in text
    assert "growth—(New:thereisnoearlierperiod)" in text
    assert (".)" in text, "Toayearago" in text) == (False, False)
