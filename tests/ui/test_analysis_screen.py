"""Analyses in the window: chosen, asked, sorted, narrowed; every row opens its customer and says why, every sum its records."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView

from app.formats import today
from app.i18n import set_language
from app.models import BY_KEY, Customer
from app.services import grading, receipts, records
from app.services.business import ledger
from app.ui.screens.analysis import out
from app.ui.screens.analysis.asked import SPANS, span_of
from app.ui.screens.analysis.catalogue import ANALYSES, analysis
from app.ui.screens.analysis.screen import NOTHING, RESULT, AnalysisScreen
from tests.ui.hands import click, type_text

DAY = date(2026, 6, 30)
COMPANY = (("甲", 500, 400, 150, 40), ("乙", 300, 310, 60, 30), ("丙", 120, 80, 48, 6), ("丁", 60, 75, 9, 12),
           ("戊", 20, 0, 6, 1))  # fmt: skip
"""Oracle C06: sales, those before, gross profit, cost to serve, in thousands of yuan."""


def trade(session) -> dict[str, object]:
    """The company of oracle C06."""
    fen = 100_000
    given = ({"name": row[0], "code": f"K{at}", "yearly_purchases": row[1] * 2 * fen} for at, row in enumerate(COMPANY))
    names = {one["name"]: records.create(session, Customer, one) for one in given}
    orders, costs = [], []
    for name, sales, before, profit, cost in COMPANY:
        key = names[name]
        orders.append({"customer_id": key, "ordered_on": date(2026, 3, 1), "net": sales * fen, "cost": (sales - profit) * fen})
        if before:
            orders.append({"customer_id": key, "ordered_on": date(2025, 3, 1), "net": before * fen, "cost": 0})
        costs.append({"customer_id": key, "spent_on": date(2026, 3, 2), "amount": cost * fen, "kind": "service"})
    records.create_many(session, BY_KEY["orders"], orders)
    records.create_many(session, BY_KEY["costs"], costs)
    return names


@pytest.fixture
def screen(qtbot, context):
    """The screen, at the analysis wanted on a day of the past."""
    made = AnalysisScreen(context)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    made.begin({"analysis": "matrices", "as_of": DAY})
    made.activate()
    return made


@pytest.fixture
def names(store):
    return store.write("x", trade).value


def owe(store, names) -> None:
    """An invoice that is thirty days late."""
    owed = {"customer_id": names["甲"], "issued_on": date(2026, 3, 1), "due_on": date(2026, 5, 31), "total": 10_000_000}
    store.write("x", records.create, BY_KEY["invoices"], owed)


def at(screen, name: str) -> int:
    """The line of a customer."""
    return next(place for place, row in enumerate(screen.table.rows) if row.cells[1].text == name)


def texts(screen, name: str) -> list[str]:
    return [cell.text for cell in screen.table.rows[at(screen, name)].cells]


def press(screen, name: str, column: int, keys: Qt.Key = Qt.Key.Key_Return) -> None:
    grid = screen.table.grid
    grid.setCurrentIndex(grid.rows.index(at(screen, name), column))
    QTest.keyClick(grid, keys)


def test_the_matrices_say_what_they_come_from_and_lead_on(names, screen, context, tmp_path) -> None:
    assert texts(screen, "甲")[2:] == ["A", "A", "A", "A", "¥500,000.00", "25.0%", "30.0%", "¥150,000.00", "8.0%", "22.0%"]
    assert texts(screen, "戊")[2:6] == ["B", "—", "B", "A"]
    place = at(screen, "丙")
    grid = screen.table.grid
    where = grid.visualRect(grid.rows.index(place, 1)).center()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert screen.why.isVisible()
    said = " ".join(screen.why.sentences())
    assert "40.0% (firm 27.3%)" in said
    assert "mean 2.67, therefore A" in said
    click(screen.why.open_button)
    press(screen, "乙", 1)
    assert context.frame.visited == [("customers", names["丙"]), ("customers", names["乙"])]
    press(screen, "乙", 6)
    where, asked = context.frame.begun[-1]
    assert where == "business"
    assert [(each.field, each.values) for each in asked["only"].filters] == [
        ("customer_id", (names["乙"],)), ("state", ("confirmed", "delivered")),
        ("ordered_on", (date(2025, 7, 1), DAY))]  # fmt: skip
    type_text(screen.asked.line, "乙")
    assert [row.cells[1].text for row in screen.table.rows] == ["乙"]
    assert screen.note.text().endswith("Shown are 1 of 5; the figures above are of all. Net sales of those shown: ¥300,000.00.")
    screen.asked.line.clear()
    grid.horizontalHeader().sectionClicked.emit(7)
    assert [row.cells[1].text for row in screen.table.rows] == ["丙", "甲", "乙", "丁", "戊"]
    out.copy_table(screen)
    assert QGuiApplication.clipboard().text().split("\n")[1].split("\t")[1:8:6] == ["丙", "50.0%"]
    out.save_to(screen, tmp_path / "matrices.xlsx")
    assert (tmp_path / "matrices.xlsx").stat().st_size > 3000
    assert context.frame.files[-1] == tmp_path / "matrices.xlsx"


def test_every_analysis_shows_rows_and_speaks_chinese(names, screen, store) -> None:
    owe(store, names)
    store.write("x", records.create, Customer, {"name": "己"})  # nobody who ever ordered
    for day in (date(2026, 5, 31), DAY):
        store.write("x", grading.grade_all, day, True)
    for each in ANALYSES:
        screen.choose(each)
        assert (screen.pages.currentIndex(), bool(screen.table.rows)) == (RESULT, True), each.key
        assert all(len(row.cells) == len(screen.table.columns) for row in screen.table.rows), each.key
        if each.why is not None:
            screen.table.grid.selectRow(0)
            assert screen.why.sentences(), each.key
    set_language("zh")
    screen.retranslate()
    assert screen.table.grid.selectionBehavior() == QAbstractItemView.SelectionBehavior.SelectRows
    assert screen.choices.item(0).text() == "等级"


def test_behind_what_is_owed_lie_the_invoices_that_are_open(names, screen, context, store) -> None:
    owe(store, names)
    paid = {"customer_id": names["甲"], "issued_on": date(2026, 2, 1), "due_on": date(2026, 3, 1), "total": 5_000}
    store.write("x", receipts.save_invoice, paid)
    store.write("x", receipts.save_receipt, {"customer_id": names["甲"], "amount": 5_000, "received_on": date(2026, 3, 2)})
    soon = store.write("x", receipts.save_invoice, paid | {"due_on": date(2026, 8, 1)}).value
    screen.choose(analysis("ageing"))
    late = next(key for key, due in store.read(ledger.open_invoices, names["甲"], DAY) if due < DAY)
    for column, wanted in ((2, {late, soon}), (3, {soon}), (4, {late}), (5, set()), (10, {late})):
        press(screen, "甲", column)
        where, asked = context.frame.begun[-1]
        (one,) = asked["only"].filters
        assert (where, one.field, set(one.values)) == ("invoices", "id", wanted), column
    old = {"customer_id": names["甲"], "issued_on": date(2024, 5, 1), "due_on": date(2026, 12, 1), "total": 7_000}
    old_one = store.write("x", receipts.save_invoice, old).value
    screen.asked.mode.setCurrentIndex(1)
    screen.asked.mode.activated.emit(1)
    assert texts(screen, "甲")[2:7] == ["¥100,120.00", "¥100,050.00", "¥0.00", "¥70.00", "¥0.00"]
    assert dict(screen.shown.facts)["Older than a year"] == "¥70.00"
    assert [item.value for item in screen.chart.canvas.drawing.items] == [10_005_000, 0, 7_000, 0]
    for column, wanted in ((3, {late, soon}), (5, {old_one})):
        press(screen, "甲", column)
        assert set(context.frame.begun[-1][1]["only"].filters[0].values) == wanted


def test_a_span_of_the_calendar_is_asked_at_once(names, screen) -> None:
    assert [span_of(name, date(2026, 5, 9)) for name, _words in SPANS] == [
        (date(2026, 5, 31), 5), (date(2025, 12, 31), 12), (date(2026, 3, 31), 3), (date(2026, 4, 30), 1)]  # fmt: skip
    assert span_of("last_quarter", date(2026, 1, 31)) == (date(2025, 12, 31), 3)
    months = screen.asked.months
    months.setCurrentIndex(months.findData("last_year"))
    months.activated.emit(months.currentIndex())
    period = screen.wanted.period
    last = today().year - 1
    assert (period.first, period.last) == (date(last, 1, 1), date(last, 12, 31))
    assert screen.asked.day.editor.value() == period.last
    screen.asked.day.editor.set_value(DAY)
    screen.asked.day.editor.left.emit()
    assert (screen.wanted.as_of, screen.wanted.months, months.currentData()) == (DAY, 12, 12)


def test_the_scorecard_and_the_ageing_tell_the_company(names, screen, store) -> None:
    owe(store, names)
    screen.choose(analysis("score"))
    screen.table.choose(names["甲"])
    assert screen.why.sentences()[0] == "Payment: 30.0 days late on average, by amount → 11 of 20 points"
    screen.choose(analysis("ageing"))
    assert texts(screen, "甲")[2:5] == ["¥100,000.00", "¥0.00", "¥100,000.00"]
    assert (texts(screen, "甲")[-1], "Decree" in screen.note.text()) == ("—", False)
    store.write("x", records.update, Customer, names["甲"], {"company_type": "institution"})
    screen.make()
    assert (texts(screen, "甲")[-1], "Decree" in screen.note.text()) == ("¥1,500.00", True)
    screen.choose(analysis("what_if"))
    screen.asked.numbers[1].line.setText("90")
    screen.asked.numbers[1].line.editingFinished.emit()
    assert screen.table.rows[0].cells[2].text == "90.0%"
    screen.asked.numbers[1].line.setText("140")
    screen.asked.numbers[1].line.editingFinished.emit()
    assert screen.busy.text.text() == "Retention lies between 0 and 100 percent."


def test_points_tiers_and_cells_choose_and_open_their_customers(names, screen, context, tmp_path) -> None:
    canvas = screen.chart.canvas
    screen.grab()
    spot = next(each for each in canvas.spots if each.keys == (names["丁"],))
    assert spot.tip.split("\n") == ["丁", "Net sales ¥60,000.00", "Growth −20.0%", "M1 C"]
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=spot.place.center().toPoint())
    assert screen.table.current().customer == names["丁"]
    assert "M1 C" in screen.why.sentences()[0]
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=spot.place.center().toPoint())
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert context.frame.visited[0] == ("customers", names["丁"])
    assert len(context.frame.visited) == 2
    screen.chart.way.setCurrentIndex(2)
    screen.chart.way.activated.emit(2)
    screen.grab()
    assert len(canvas.spots) == 5
    screen.choose(analysis("pyramid"))
    screen.grab()
    canvas.choose(2)
    assert canvas.accessibleDescription().startswith("Common customers: 0 customers")
    canvas.choose(3)
    assert {row.customer for row in screen.table.rows[:4]} == set(canvas.spots[3].keys)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    where, asked = context.frame.begun[-1]
    assert (where, len(asked["only"].filters[0].values)) == ("customers", len(canvas.spots[3].keys))
    for each in ANALYSES:
        screen.choose(each)
        screen.grab()
        assert each.needs != "orders" or canvas.spots, each.key
    screen.choose(analysis("whale"))
    out.save_drawing_to(screen, tmp_path / "whale.png")
    assert (tmp_path / "whale.png").read_bytes()[:4] == b"\x89PNG"
    out.copy_drawing(screen)
    assert not QGuiApplication.clipboard().pixmap().isNull()


def test_no_orders_lead_to_the_import(screen, context) -> None:
    assert screen.pages.currentIndex() == NOTHING
    click(screen.import_button)
    assert context.frame.begun == [("import", {"entity": "orders"})]
