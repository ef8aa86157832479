"""Ctrl+Z is a write like any other: what a role does not allow is not undone, and a step of very many records is asked about."""

from typing import Any

import pytest
from PySide6.QtWidgets import QMessageBox

from app.errors import AppError, ValidationError
from app.models import Customer, Employee
from app.safety.undoing import MANY, ManyUndone
from app.services import records
from app.services.lists import ListQuery, count
from app.ui.context import Context
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences

CUSTOMERS = ListQuery("customers", ("name",), "name")


@pytest.fixture
def refused(context: Context) -> list[AppError]:
    found: list[AppError] = []
    context.gateway.failed.connect(found.append)
    return found


def test_roles_are_not_given_back_by_undo_or_redo(context: Context, refused: list[AppError]) -> None:
    gateway, made = context.gateway, list[Any]()
    gateway.write("a", records.create, Employee, {"name": "陈立", "role": "owner"}, done=made.append)
    gateway.sign_in(made[0], "", lambda _right: None)
    gateway.write("b", records.create, Employee, {"name": "王桥"}, done=made.append)
    gateway.write("c", records.update, Employee, made[1], {"role": "salesperson"})
    gateway.write("d", records.update, Employee, made[1], {"role": "reader"})
    gateway.undo()
    gateway.sign_in(made[1], "", lambda _right: None)
    gateway.undo()
    gateway.redo()
    assert [type(one) for one in refused] == [ValidationError, ValidationError]
    assert all(one.values["what"].key == "giving roles" for one in refused)
    role = gateway.read_now(lambda session: session.get(Employee, made[1]).role)
    assert role == "salesperson"
    gateway.sign_in(made[0], "", lambda _right: None)
    gateway.redo()
    assert gateway.read_now(lambda session: session.get(Employee, made[1]).role) == "reader"


def test_a_step_of_very_many_is_asked_about_first(context: Context) -> None:
    gateway, refused = context.gateway, list[AppError]()
    gateway.write("Import", records.create_many, Customer, [{"name": f"K{index}"} for index in range(MANY + 1)])
    gateway.undo(failed=refused.append)
    assert [type(one) for one in refused] == [ManyUndone]
    assert refused[0].sentence == "Undoing “Import” takes back 501 records."
    assert gateway.read_now(count, CUSTOMERS) == MANY + 1
    gateway.undo(sure=True)
    assert gateway.read_now(count, CUSTOMERS) == 0
    gateway.redo()
    assert gateway.read_now(count, CUSTOMERS) == MANY + 1


def test_the_window_asks_and_then_undoes(context: Context, qtbot: Any) -> None:
    window = MainWindow(Preferences(None))
    qtbot.addWidget(window)
    window.complete()
    window.attach(Context(context.gateway, window, Preferences(None)), "customers")
    context.gateway.write("Import", records.create_many, Customer, [{"name": f"K{index}"} for index in range(MANY + 1)])
    for button, left in (("Cancel", MANY + 1), ("Undo the step", 0)):
        window.undo()
        (box,) = (one for one in window.findChildren(QMessageBox) if one.isVisible())
        assert box.defaultButton().text() == "Cancel"
        next(one for one in box.buttons() if one.text() == button).click()
        assert context.gateway.read_now(count, CUSTOMERS) == left
    window.detach()
