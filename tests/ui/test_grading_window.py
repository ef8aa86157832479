"""Grading from the window: a month chosen, beside the window, stopped, taken back; who moved from which grade to which."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.formats import today
from app.models import BY_KEY, Customer
from app.services import grading, records, settings
from app.ui.context import Context
from app.ui.preferences import Preferences
from app.ui.screens.analysis.catalogue import analysis
from app.ui.screens.analysis.grader import is_final, month_ends
from app.ui.screens.analysis.screen import NOTHING, AnalysisScreen
from tests.ui.frame import NotingFrame
from tests.ui.hands import click
from tests.ui.test_analysis_screen import DAY, trade

EARLIER = date(2026, 5, 31)


@pytest.fixture
def names(store):
    made = store.write("x", trade).value
    store.write("x", settings.change, "grade.main", "matrices")
    return made


def shown(qtbot, context) -> AnalysisScreen:
    made = AnalysisScreen(context)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    made.choose(analysis("movement"))
    made.activate()
    return made


def at(screen, name: str):
    return next(row for row in screen.table.rows if row.cells[1].text == name)


def test_grading_a_month_tells_who_moved_and_can_be_taken_back(qtbot, names, context, store) -> None:
    screen = shown(qtbot, context)
    assert (screen.pages.currentIndex(), screen.import_button.text().strip()) == (NOTHING, "Grade all…")
    click(screen.import_button)
    panel = screen.grader.panel
    last = month_ends(today())[0]
    assert (panel.day(), is_final(last), is_final(today())) == (last, True, False)
    panel.when.setCurrentIndex(panel.when.count() - 1)
    panel.other.editor.set_value(DAY)
    assert panel.day() == DAY
    click(panel.begin)
    assert context.frame.toasts == [("5 customers graded: 0 up, 0 down, 5 for the first time", True)]
    assert [(one.as_of, one.final) for one in store.read(grading.gradings)] == [(DAY, True)]
    assert store.read(records.get, Customer, names["甲"])["grade"] == "gold"
    context.gateway.undo()
    assert store.read(grading.gradings) == ()
    assert store.read(records.get, Customer, names["甲"])["grade"] is None


def test_an_earlier_month_changes_nobody_and_one_graded_for_good_is_told(qtbot, names, context, store) -> None:
    newest, earlier = month_ends(today())[:2]
    store.write("x", grading.grade_all, newest, True)
    store.write("x", records.update, Customer, names["甲"], {"grade": "watch"})
    screen = shown(qtbot, context)
    click(screen.grader.button)
    panel = screen.grader.panel
    assert "graded for good already" in panel.note.text()
    assert panel.when.currentText() == f"Month {newest:%Y-%m}, graded for good"
    panel.when.setCurrentIndex(panel.when.findData(earlier.isoformat()))
    assert "stay" in panel.note.text()
    assert "written to the customers" not in panel.note.text()
    click(panel.begin)
    assert context.frame.toasts[-1][0].endswith("the present grades stay those of the newer grading")
    assert len(store.read(grading.gradings)) == 2
    assert store.read(records.get, Customer, names["甲"])["grade"] == "watch"


def test_the_movement_matrix_leads_to_who_moved(qtbot, names, context, store) -> None:
    for day in (EARLIER, DAY):
        store.write("x", grading.grade_all, day, True)
    worse = {"customer_id": names["丙"], "spent_on": date(2026, 6, 2), "amount": 9_000_000, "kind": "service"}
    store.write("x", records.create, BY_KEY["costs"], worse)
    store.write("x", grading.grade_all, DAY + timedelta(days=1), False)
    screen = shown(qtbot, context)
    assert [box.count() for box in (screen.asked.between.first, screen.asked.between.second)] == [3, 3]
    assert [cell.text for cell in at(screen, "丙").cells[2:5]] == ["Gold", "Silver", "Moved down"]
    assert screen.facts.findChildren(type(screen.note))[0].text() == "Moved down"
    screen.grab()
    spot = next(each for each in screen.chart.canvas.spots if names["丙"] in each.keys)
    assert spot.tip == "Gold → Silver: 1 customer"
    QTest.mouseClick(screen.chart.canvas, Qt.MouseButton.LeftButton, pos=spot.place.center().toPoint())
    assert screen.table.current().customer == names["丙"]
    assert screen.why.sentences()[0] == "Gold → Silver: Moved down"
    QTest.keyClick(screen.chart.canvas, Qt.Key.Key_Return)
    assert context.frame.visited == [("customers", names["丙"])]
    screen.asked.between.second.setCurrentIndex(1)
    screen.asked.between.second.activated.emit(1)
    assert at(screen, "丙").cells[4].text == "As before"


def test_the_window_answers_while_it_grades_and_nothing_is_kept_of_what_was_stopped(qtbot, names, threaded, store) -> None:
    context = Context(threaded, NotingFrame(), Preferences(None))
    screen = shown(qtbot, context)
    screen.grader.grade(DAY)
    assert screen.grader.run.busy()
    screen.grader.run.stop()
    qtbot.waitUntil(lambda: bool(context.frame.told))
    assert context.frame.told == ["Stopped: nobody was graded."]
    assert store.read(grading.gradings) == ()
    screen.grader.grade(DAY)
    qtbot.waitUntil(lambda: bool(context.frame.toasts))
    assert context.frame.toasts[0][0].startswith("5 customers graded")
