"""Business records through the import window: a workbook of several sheets, orders over several rows, what payments pay."""

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from app.exchange.spreadsheet import write_csv
from app.models.receivable import Allocation, Receipt
from app.services import records
from app.services.business import worth
from app.services.business.period import ending
from app.ui.screens.transfer.screen import DONE, TransferScreen
from tests.exchange.test_orders_in import stored
from tests.ui.hands import click


@pytest.fixture
def screen(qtbot, context):
    shown = TransferScreen(context)
    qtbot.addWidget(shown)
    shown.resize(1160, 700)
    shown.show()
    shown.activate()
    return shown


def bring(screen):
    """Press the button; what was brought in, by outcome."""
    counts = {kind: count for kind, count in screen.plan.counts.items() if count}
    click(screen.go_button)
    assert screen.pages.currentIndex() == DONE
    return counts


def net(store, last, months):
    return store.read(worth.profits, ending(last, months)).company.profit.net


def test_a_supermarkets_workbook_comes_in_sheet_by_sheet(screen, store, shared):
    screen.open_file(shared / "data/plotly/supermarket_sales.xlsx")
    found = []
    while screen.entity == "orders":
        found.append(bring(screen)["created"])
        if not screen.done_page.next.isVisible():
            break
        click(screen.done_page.next)
    assert (len(found), sum(found)) == (3, 1000)
    assert net(store, date(2019, 12, 31), 24) == 32_296_675  # of 322,966.749


def test_northwinds_orders_come_in_over_several_rows(screen, store, shared, tmp_path):
    with closing(sqlite3.connect(":memory:")) as known:
        known.executescript((shared / "data/northwind/create.sql").read_text(encoding="utf-8"))
        lines = known.execute(
            "SELECT o.OrderID, o.CustomerID, date(o.OrderDate) AS OrderDate, p.ProductName, d.Quantity, d.UnitPrice, d.Discount "
            'FROM Orders o JOIN "Order Details" d ON d.OrderID = o.OrderID JOIN Products p ON p.ProductID = d.ProductID'
        )
        write_csv(tmp_path / "lines.csv", [column[0] for column in lines.description], lines)
    screen.open_file(tmp_path / "lines.csv")
    assert screen.entity == "orders"
    assert bring(screen)["created"] == 830
    assert abs(net(store, date(1998, 5, 6), 24) - 126_579_304) < 10
    screen.context.gateway.undo(sure=True)
    assert net(store, date(1998, 5, 6), 24) == 0


def test_a_payment_that_names_its_invoice_pays_that_one_by_hand(screen, store, tmp_path):
    invoices = [("F1", "甲厂", "2026-01-05", "1130"), ("F2", "甲厂", "2026-01-20", "500")]
    write_csv(tmp_path / "invoices.csv", ("发票号", "客户名称", "开票日期", "价税合计"), invoices)
    paid = [("2026-02-10", "甲厂", "700", "F2"), ("2026-02-11", "甲厂", "100", "")]
    write_csv(tmp_path / "receipts.csv", ("收款日期", "客户名称", "收款金额", "发票号"), paid)
    for name, kind in (("invoices.csv", "invoices"), ("receipts.csv", "receipts")):
        screen.open_file(tmp_path / name)
        assert screen.entity == kind
        assert bring(screen)["created"] == 2
    parts = [(store.read(records.get, Receipt, row["receipt_id"])["by_hand"], row["amount"]) for row in stored(store, Allocation)]
    assert sorted(parts) == [(False, 10000), (True, 20000), (True, 50000)]  # 200 of the 700 are over and pay what is due longest
