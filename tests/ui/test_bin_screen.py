"""The recycle bin's screen: since when, until when, back as a whole, emptied only after it was asked and backed up."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from shiboken6 import delete

from app.formats import day_text, local
from app.models import Contact, Customer, Employee
from app.models.types import now_utc
from app.safety import emptying
from app.safety.catalogue import backups
from app.safety.places import places
from app.services import records
from app.ui.context import Context
from app.ui.dialogs.emptying import EmptyingDialog
from app.ui.screens.bin import BinScreen
from tests.ui import hands
from tests.ui.held import Held


@pytest.fixture
def screen(context: Context, qtbot: Any) -> BinScreen:
    screen = BinScreen(context)
    qtbot.addWidget(screen)
    screen.resize(1100, 600)
    screen.show()
    return screen


def deleted(context: Context, count: int = 1) -> list[UUID]:
    store = context.gateway.store
    rows = [{"name": f"客户 {number:03d}"} for number in range(count)]
    made: list[UUID] = store.write("Made", records.create_many, Customer, rows).value
    store.write("Person", records.create, Contact, {"name": "王芳", "customer_id": made[0]})
    for key in made:
        store.write("Deleted", records.delete, Customer, [key])
    return made


def dialog_of(context: Context, qtbot: Any) -> EmptyingDialog:
    dialog = EmptyingDialog(context)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def cells(screen: BinScreen, row: int) -> list[str]:
    model = screen.lists[screen.kind].model
    return [str(model.index(row, place).data()) for place in range(model.columnCount())]


def test_it_tells_since_when_and_until_when_the_latest_first(context: Context, screen: BinScreen) -> None:
    deleted(context, 3)
    screen.activate()
    assert [cells(screen, row)[0] for row in range(3)] == ["客户 002", "客户 001", "客户 000"]
    until = day_text(local(now_utc() + timedelta(days=30)).date())
    assert cells(screen, 0)[-1].endswith(f"kept until {until}")
    assert screen.chips["customers"].text().endswith("3")
    assert screen.chips["contacts"].text().endswith("1")
    assert [key for key, chip in screen.chips.items() if chip.isVisible()] == ["customers", "contacts", "visits"]


def test_restore_brings_back_the_whole_tree(context: Context, screen: BinScreen) -> None:
    (key,) = deleted(context)
    screen.activate()
    screen.lists["customers"].select(key)
    screen.restore()
    assert context.gateway.read_now(records.get, Customer, key)["deleted_at"] is None
    assert screen.chips["contacts"].text().endswith("0")


def test_a_few_are_emptied_by_a_button_that_counts_them(context: Context, screen: BinScreen, qtbot: Any) -> None:
    deleted(context, 2)
    dialog = dialog_of(context, qtbot)
    assert dialog.goes.text() == "Customers 2, People 1"
    assert not dialog.typed.isVisible()
    assert dialog.do_button.text() == "Empty: 3 records"
    hands.click(dialog.do_button)
    assert context.gateway.read_now(emptying.contents) == {}
    assert [one.reason for one in backups(places(context.gateway.store.path).folder)] == [emptying.BEFORE]
    assert context.frame.toasts == [("3 records left the recycle bin", False)]  # type: ignore[attr-defined]


def test_of_many_the_number_is_typed(context: Context, qtbot: Any) -> None:
    deleted(context, 101)
    dialog = dialog_of(context, qtbot)
    assert dialog.typed.isVisible()
    hands.click(dialog.do_button)
    hands.type_text(dialog.typed, "10")
    assert not dialog.do_button.isEnabled()
    hands.type_text(dialog.typed, "2")
    assert dialog.do_button.isEnabled()
    assert sum(context.gateway.read_now(emptying.contents).values()) == 102


def test_where_no_backup_can_be_made_it_says_so(context: Context, qtbot: Any) -> None:
    deleted(context)
    places(context.gateway.store.path).folder.write_bytes(b"")
    dialog = dialog_of(context, qtbot)
    hands.click(dialog.do_button)
    assert dialog.error.isVisible()
    assert sum(context.gateway.read_now(emptying.contents).values()) == 2


def test_who_may_not_erase_is_not_asked(context: Context, screen: BinScreen) -> None:
    store = context.gateway.store
    store.write("Made", records.create, Employee, {"name": "陈立", "role": "owner"})
    seller = store.write("Made", records.create, Employee, {"name": "王强", "role": "salesperson"}).value
    context.gateway.sign_in(seller, "", lambda _right: None)
    screen.empty()
    assert len(context.frame.told) == 1  # type: ignore[attr-defined]
    assert screen.window().findChild(EmptyingDialog) is None


def test_while_it_runs_it_is_neither_closed_nor_begun_again(context: Context, qtbot: Any) -> None:
    deleted(context, 101)
    dialog = dialog_of(context, qtbot)
    hands.type_text(dialog.typed, "102")
    held = Held()
    context.gateway._workers = held
    hands.click(dialog.do_button)
    assert not dialog.cancel_button.isEnabled()
    dialog.reject()
    dialog.close()
    assert dialog.isVisible()
    dialog.typed.setText("102 ")
    assert not dialog.do_button.isEnabled()
    held.let_go()
    assert not dialog.isVisible()


def test_the_views_are_told_also_where_the_dialog_is_gone(context: Context) -> None:
    deleted(context)
    told: list[str] = []
    context.gateway.changed.connect(lambda changes: told.append(changes.label.key))
    dialog = EmptyingDialog(context)
    held = Held()
    context.gateway._workers = held
    dialog.submit()
    delete(dialog)
    held.let_go()
    assert told == [emptying.LABEL]
    assert context.frame.toasts == [("2 records left the recycle bin", False)]  # type: ignore[attr-defined]


def test_after_a_failure_it_can_be_closed_or_tried_again(context: Context, qtbot: Any) -> None:
    deleted(context)
    places(context.gateway.store.path).folder.write_bytes(b"")
    dialog = dialog_of(context, qtbot)
    hands.click(dialog.do_button)
    assert dialog.do_button.isEnabled()
    assert dialog.cancel_button.isEnabled()
    dialog.reject()
    assert not dialog.isVisible()


def test_restore_is_offered_only_where_something_can_come_back(context: Context, screen: BinScreen) -> None:
    told: list[int] = []
    screen.commands_changed.connect(lambda: told.append(len(screen.commands())))
    screen.activate()
    assert screen.commands() == ()
    deleted(context)
    screen.activate()
    assert [command.label for command in screen.commands()] == ["Restore", "Empty the recycle bin …"]
    context.gateway.run(emptying.empty, context.gateway.store, done=lambda _done: screen.activate())
    assert told == [2, 0]
