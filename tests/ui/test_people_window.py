"""The org chart inside the whole window: its keys win over the window's, its ways lead where they say."""

from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.models import Contact, Customer
from app.services import records
from app.ui import style
from app.ui.context import Context
from app.ui.gateway import Gateway, Label
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from tests.ui import hands


def add(gateway: Gateway, entity: Any, **values: Any) -> UUID:
    made: list[UUID] = []
    gateway.write(Label("Saved"), records.create, entity, values, done=made.append)
    return made[0]


@pytest.fixture
def window(gateway: Gateway, qtbot: QtBot, qapp: QApplication) -> MainWindow:
    style.apply_style(qapp, "light")
    made = MainWindow(Preferences(None))
    qtbot.addWidget(made)
    made.complete()
    made.attach(Context(gateway, made, made.preferences), "customers")
    with qtbot.waitExposed(made):
        made.resize(1366, 768)
        made.show()
    return made


@pytest.fixture
def line(gateway: Gateway) -> list[UUID]:
    """Three customers, at the second of them 李办 below 周工 below 王芳."""
    firms = [add(gateway, Customer, name=name) for name in ("安厂", "华信钢构有限公司", "宁江泵业")]
    boss = add(gateway, Contact, customer_id=firms[1], name="王芳")
    middle = add(gateway, Contact, customer_id=firms[1], name="周工", reports_to_id=boss)
    return [firms[1], boss, middle, add(gateway, Contact, customer_id=firms[1], name="李办", reports_to_id=middle)]


@pytest.fixture
def people(window: MainWindow, line: list[UUID]) -> Any:
    window.go("customers", line[0])
    record: Any = window.screens["customers"].record  # type: ignore[attr-defined]
    record.pane.show_tab("people")
    record.people.show_view("chart")
    return record.people


def test_ctrl_and_arrow_move_the_person_and_not_the_list(
    window: MainWindow, people: Any, line: list[UUID], gateway: Gateway, qtbot: QtBot
) -> None:
    canvas = people.chart.view.canvas
    canvas.setFocus()
    canvas.choose(line[3].hex)
    qtbot.keyClick(canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert gateway.read_now(records.get, Contact, line[3])["reports_to_id"] == line[1]
    assert window.screens["customers"].record.current() == line[0]  # type: ignore[attr-defined]
    qtbot.keyClick(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert gateway.read_now(records.get, Contact, line[3])["reports_to_id"] == line[2]
    assert canvas.current == line[3].hex


def test_enter_opens_the_person_and_the_menu_the_change_of_employer(
    window: MainWindow, people: Any, line: list[UUID], qtbot: QtBot
) -> None:
    canvas = people.chart.view.canvas
    canvas.choose(line[2].hex)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert window.current is window.screens["people"]
    assert window.current.record.current() == line[2]  # type: ignore[attr-defined]
    menu = people.chart.menu(line[1].hex)
    next(action for action in menu.actions() if action.text() == "Changed employer…").trigger()
    assert window.current.record.current() == line[1]  # type: ignore[attr-defined]
    panel = window.current.findChild(QWidget, "move")
    assert panel is not None
    assert panel.isVisible()


def test_the_printer_shows_the_chart_on_paper(window: MainWindow, people: Any) -> None:
    hands.click(people.paper)
    assert window.current is window.screens["reports"]
    printed = window.current.printed  # type: ignore[attr-defined]
    assert printed.document.title == "Decision chain: 华信钢构有限公司"
    assert window.current.preview.pages() == printed.pages  # type: ignore[attr-defined]
