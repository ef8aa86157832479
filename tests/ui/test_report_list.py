"""Papers of lists in the reports screen: as shown where the person came from, whole ones, sheets of labels, narrow windows."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from app.models import Customer
from app.services import prospects, records
from app.services.lists import Filter, ListQuery
from app.ui.context import Context
from app.ui.screens.reports.screen import ReportsScreen

GOLD = ListQuery("customers", ("name", "grade"), "name", filters=(Filter("grade", "in", ("gold",)),))


@pytest.fixture
def screen(context: Context, qtbot: QtBot) -> ReportsScreen:
    def fill(session: Any) -> None:
        for name, grade, address in (("甲", "gold", "建设路 1 号"), ("乙", "silver", "建设路 2 号"), ("丙", "gold", None)):
            records.create(session, Customer, {"name": name, "grade": grade, "address": address})
        prospects.add(session, {"name": "丁"})

    context.gateway.write("fill", fill)
    made = ReportsScreen(context)
    qtbot.addWidget(made)
    made.resize(824, 680)
    made.show()
    return made


@pytest.fixture
def printed(screen: ReportsScreen, qtbot: QtBot) -> Callable[[], Any]:
    def wait() -> Any:
        qtbot.waitUntil(lambda: screen.printed is not None)
        return screen.printed

    return wait


def lists_offered(screen: ReportsScreen) -> list[str]:
    box = screen.findChild(QComboBox, "reports.list")
    assert box is not None
    return [box.itemText(place) for place in range(box.count())]


def test_a_list_is_printed_as_it_was_shown(screen: ReportsScreen, printed: Callable[[], Any]) -> None:
    screen.begin({"report": "list", "query": GOLD})
    assert printed().document.meta[0] == "2 rows"
    assert lists_offered(screen)[0] == "As shown: Grade: Gold"
    assert "All visits" in lists_offered(screen)


def test_labels_say_who_gets_none(screen: ReportsScreen, printed: Callable[[], Any]) -> None:
    screen.begin({"report": "labels", "query": GOLD})
    assert [label.name for label in printed().document.labels] == ["甲"]
    assert screen.description.whole() == "1 customer has no address and gets no label."
    sheets = screen.findChild(QComboBox, "reports.sheet")
    assert sheets is not None
    sheets.setCurrentIndex(1)
    sheets.activated.emit(1)
    assert printed().document.sheet.columns * printed().document.sheet.rows == 21


def test_another_report_knows_nothing_of_that_list(screen: ReportsScreen, printed: Callable[[], Any]) -> None:
    screen.begin({"report": "labels", "query": GOLD})
    screen.begin({"report": "prospect-cards"})
    assert lists_offered(screen) == ["Prospects"]
    assert "QK000001 丁" in str(printed().document.blocks)


def test_the_screen_fits_into_a_narrow_window(screen: ReportsScreen) -> None:
    for key in ("complaints", "labels", "list", "prospect-cards", "decision-maker"):
        screen.begin({"report": key})
        assert screen.minimumSizeHint().width() <= 824, key


@pytest.mark.parametrize("place", range(4))
def test_every_whole_list_prints(screen: ReportsScreen, printed: Callable[[], Any], place: int) -> None:
    screen.begin({"report": "list"})
    box = screen.findChild(QComboBox, "reports.list")
    assert box is not None
    box.setCurrentIndex(place)
    box.activated.emit(place)
    titles = ("Customers", "People", "Visits", "Complaints")
    assert printed().document.title == titles[place]
