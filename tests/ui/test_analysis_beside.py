"""The analysis made beside the window, as people have it: asked for one customer, gone stale by what it rests on, printed."""

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.models import BY_KEY, Contact
from app.services import records
from app.ui.context import Context
from app.ui.gateway import Gateway
from app.ui.preferences import Preferences
from app.ui.screens.analysis import headed
from app.ui.screens.analysis.screen import AnalysisScreen
from app.ui.style import apply_style, theme
from tests.ui.frame import NotingFrame
from tests.ui.test_analysis_screen import DAY, texts, trade


@pytest.fixture
def names(store):
    return store.write("x", trade).value


@pytest.fixture
def beside(qtbot, store):
    """The screen with a gateway that reads on threads of its own."""
    gateway = Gateway(store)
    made = AnalysisScreen(Context(gateway, NotingFrame(), Preferences(None)))
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    yield made
    gateway.close()


def test_the_customer_asked_for_is_chosen_once_its_row_is_there(qtbot, names, beside) -> None:
    beside.begin({"analysis": "score", "as_of": DAY, "customer_id": names["丙"]})
    assert beside.table.current() is None
    qtbot.waitUntil(lambda: beside.shown is not None and bool(beside.shown.rows))
    assert beside.table.current().customer == names["丙"]
    assert beside.why.isVisible()
    assert "丙" in beside.why.heading.text()


def test_what_an_analysis_rests_on_makes_it_anew(qtbot, store, names, context) -> None:
    screen = AnalysisScreen(context)
    qtbot.addWidget(screen)
    screen.show()
    screen.begin({"analysis": "wallet", "as_of": DAY})
    before = texts(screen, "甲")
    need = {"customer_id": names["甲"], "name": "阀门", "yearly_amount": 900_000_000}
    context.gateway.write("x", records.create, BY_KEY["needs"], need)
    assert texts(screen, "甲") != before
    screen.begin({"analysis": "score", "as_of": DAY})
    before = texts(screen, "甲")
    parts = {"credibility": "8", "reliability": "7", "intimacy": "5", "self_interest": "2"}
    trust = {f"trust_{part}": value for part, value in parts.items()}
    context.gateway.write("x", records.create, Contact, {"name": "王总", "customer_id": names["甲"], **trust})
    assert texts(screen, "甲") != before


@pytest.mark.parametrize(("key", "report"), [("ageing", "receivables"), ("growth", "customers"), ("whale", "profit")])
def test_printing_without_a_customer_makes_the_paper_of_what_is_shown(qtbot, names, context, key, report) -> None:
    screen = AnalysisScreen(context)
    qtbot.addWidget(screen)
    screen.begin({"analysis": key, "as_of": DAY})
    screen.print_current()
    assert context.frame.begun == [("reports", {"report": report})]


def test_days_of_sales_are_drawn_month_by_month(qtbot, store, names, context) -> None:
    for month, total in ((4, 30_000), (5, 31_000), (6, 60_000)):
        owed = {"customer_id": names["甲"], "issued_on": DAY.replace(month=month, day=1), "due_on": DAY, "total": total}
        store.write("x", records.create, BY_KEY["invoices"], owed)
    screen = AnalysisScreen(context)
    qtbot.addWidget(screen)
    screen.resize(1100, 700)
    screen.show()
    screen.begin({"analysis": "dso", "as_of": DAY, "mode": "months"})
    rows = [[cell.text for cell in row.cells] for row in screen.table.rows]
    assert [row[0] for row in rows] == ["2026-04", "2026-05", "2026-06"]
    assert rows[-1][1:] == ["¥1,210.00", "¥1,210.00", "91.0"]
    assert [(item.name, item.value) for item in screen.chart.canvas.drawing.items][-1] == ("2026-06", 91.0)


@pytest.mark.parametrize("key", ["whale", "profit", "products"])
def test_what_nobody_knows_is_told_and_is_not_nothing(qtbot, store, context, key) -> None:
    def fill(session) -> None:
        one = records.create(session, BY_KEY["customers"], {"name": "甲"})
        order = {"customer_id": one, "ordered_on": DAY, "net": 1000}
        line = {"order_id": records.create(session, BY_KEY["orders"], order), "name": "件", "amount": 1000, "position": 1}
        records.create(session, BY_KEY["order_lines"], line)

    store.write("x", fill)
    screen = AnalysisScreen(context)
    qtbot.addWidget(screen)
    screen.show()
    screen.begin({"analysis": key, "as_of": DAY})
    assert "¥0.00" not in [value for name, value in screen.shown.facts if name in ("Gross profit", "Profit", "Peak", "Losses")]
    assert key == "profit" or "cost" in screen.shown.because


def test_a_drawing_leaves_a_dark_window_in_the_colours_of_paper(qtbot, names, context) -> None:
    screen = AnalysisScreen(context)
    qtbot.addWidget(screen)
    screen.show()
    screen.begin({"analysis": "pareto", "as_of": DAY})
    dressed = QApplication.instance()
    apply_style(dressed, "dark")
    try:
        assert screen.chart.canvas.grab().toImage().pixelColor(2, 2).lightness() < 80
        picture = QImage.fromData(screen.chart.png(headed.heading_of(screen)))
        assert [picture.pixelColor(x, y).name() for x, y in ((2, 2), (2, picture.height() - 2))] == ["#ffffff", "#ffffff"]
        assert theme() == "dark"
    finally:
        apply_style(dressed, "light")


def test_colours_of_columns_are_told_in_words(qtbot, names, context) -> None:
    screen = AnalysisScreen(context)
    qtbot.addWidget(screen)
    screen.begin({"analysis": "score", "as_of": DAY})
    bands = {row.cells[4].text for row in screen.table.rows} - {"—"}
    legend = screen.chart.canvas.drawing.legend
    assert {word for _tone, word in legend} == bands
    assert len({tone for tone, _word in legend}) == len(bands) > 1
    screen.begin({"analysis": "pareto", "as_of": DAY})
    assert [word for _tone, word in screen.chart.canvas.drawing.legend] == ["A", "B", "C"]
