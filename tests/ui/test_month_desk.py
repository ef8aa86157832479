"""The monthly complaint report on the screen: figures that open their cases, texts, editions."""

import pytest
import python_calamine
from PySide6.QtCore import Qt

from app.services import issued_reports, month_bases, report_notes
from app.services.issued_reports import KIND
from app.ui.screens.reports.screen import ReportsScreen
from tests.services.test_complaint_month_oracle import seed
from tests.ui.hands import click


@pytest.fixture
def desk(qtbot, context, store):
    store.write("x", seed)
    screen = ReportsScreen(context)
    qtbot.addWidget(screen)
    screen.resize(1160, 700)
    screen.show()
    screen.parameters.month.insertItem(0, "July 2026", "2026-07")
    screen.parameters.set_month("2026-07")
    screen.activate()
    return screen.desk


def figure(table, label, column):
    """(text, item) of the first line that begins with a label."""
    for row in range(table.rowCount()):
        if table.item(row, 0) is not None and table.item(row, 0).text() == label:
            return table.item(row, column)
    raise AssertionError(label)


def test_figures_texts_and_editions(desk, store, context, tmp_path):
    view, month = desk.figures, desk.month
    desk.tabs.setCurrentIndex(1)
    net = figure(view.table, "New complaints (net)", 2)
    behind = view.figures.behind
    assert int(net.text()) == len(behind["new_net"]) > 0
    # figures open their cases
    view.table.clicked.emit(view.table.indexFromItem(net))
    assert view.cases.model.rowCount() == len(behind["new_net"])
    assert view.note.text() == f"{net.text()} behind this figure"
    view.open_cases(next(key for key in behind if key.startswith("id.")))
    assert context.frame.visited[-1][0] == "complaints"
    # narrowed to one category
    box = view.filters["category"]
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert len(view.figures.behind["new_net"]) == len(behind[f"category.{box.currentData()}"]) < len(behind["new_net"])
    # a sheet for each section
    view.save_to(tmp_path / "month.xlsx")
    book = python_calamine.CalamineWorkbook.from_path(str(tmp_path / "month.xlsx"))
    assert [name.split()[0] for name in book.sheet_names][:15] == [
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV"
    ]
    # texts and bases are one undoable step; what is typed and not saved is kept
    desk.tabs.setCurrentIndex(2)
    texts = desk.texts
    texts.texts["XV"].setPlainText("More staff in the warehouse")
    texts.figures["sales"].setText("a lot")
    click(texts.save_button)
    assert "is no number" in texts.error.text()
    texts.figures["sales"].setText("1,250,000.50")
    texts.show_month(month)
    assert texts.texts["XV"].toPlainText() == "More staff in the warehouse"
    click(texts.save_button)
    assert store.read(report_notes.notes, KIND, month) == {"XV": "More staff in the warehouse"}
    assert store.read(lambda s: month_bases.entered(s, issued_reports.parse_month(month))) == {"sales": 125_000_050}
    # reviewed, issued, revised
    click(desk.review_button)
    assert desk.badge.text() == "Reviewed"
    click(desk.issue_button)
    assert desk.badge.text() == "Issued"
    assert not desk.issue_button.isVisible()
    click(desk.revise_button)
    assert desk.badge.text() == "Issued"  # a revision says what it corrects
    assert "corrects" in context.frame.told[-1]
    desk.note.setText("A wrong category")
    desk.note.returnPressed.emit()
    assert (desk.badge.text(), desk.edition.revision, desk.note.text()) == ("Draft", 2, "")
    store.undo()
    assert store.read(report_notes.notes, KIND, month) == {}
    assert store.read(issued_reports.current, KIND, month).revision == 2


def test_other_reports_show_their_pages_alone(qtbot, context):
    screen = ReportsScreen(context)
    qtbot.addWidget(screen)
    screen.show()
    desk = screen.desk
    desk.show_for(KIND, "2026-07")
    desk.tabs.setCurrentIndex(2)
    desk.show_for("blank-customer", "")
    assert not desk.bar.isVisible()
    assert desk.stack.currentIndex() == 0
    desk.show_for(KIND, "2026-07")
    assert desk.stack.currentIndex() == 2
    assert desk.tabs.focusPolicy() != Qt.FocusPolicy.NoFocus
