"""The owner's first five minutes with business: this year's orders from a file, the pyramid, why somebody is silver, print."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.formats import today
from app.ui.screens.analysis.catalogue import analysis
from app.ui.screens.analysis.screen import AnalysisScreen
from app.ui.screens.transfer.screen import DONE, TransferScreen
from tests.ui.hands import click

SALES = (("华信钢构", 90000), ("宁江泵业", 30000), ("金桥五金", 5000), ("百川流体", 2000))


def test_orders_of_a_file_become_a_pyramid_that_explains_itself(qtbot, context, tmp_path) -> None:
    lines = [f"DD-{place},{name},{today()},{amount}.00" for place, (name, amount) in enumerate(SALES)]
    path = tmp_path / "订单.csv"
    path.write_text("\n".join(("订单号,客户,日期,金额", *lines)), encoding="utf-8")
    transfer = TransferScreen(context)
    qtbot.addWidget(transfer)
    transfer.want("orders")
    transfer.open_file(path)
    assert transfer.entity == "orders"
    click(transfer.go_button)
    assert transfer.pages.currentIndex() == DONE
    screen = AnalysisScreen(context)
    qtbot.addWidget(screen)
    screen.resize(1100, 700)
    screen.show()
    screen.begin({"analysis": "pyramid"})
    assert [row.cells[1].text for row in screen.table.rows] == [name for name, _amount in SALES]
    screen.grab()
    screen.chart.canvas.choose(0)
    assert screen.table.current().cells[1].text == "华信钢构"
    QTest.keyClick(screen.chart.canvas, Qt.Key.Key_Return)
    assert context.frame.visited[-1][0] == "customers"
    screen.choose(analysis("pareto"))
    screen.table.grid.selectRow(1)
    assert screen.why.sentences() == ["¥30,000.00: 23.6% of all, 94.5% together with all larger ones. Class A."]
    click(screen.why.print_button)
    assert context.frame.visited[-1] == ("reports", screen.table.current().customer)
