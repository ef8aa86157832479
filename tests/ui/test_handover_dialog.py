"""Handing over in the window: choose whom, send some rows elsewhere, do it, print the list."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QComboBox, QWidget

from app.models import Contact, Customer, Employee, Visit
from app.services import records
from app.ui.context import Context
from app.ui.dialogs.handover import HandoverDialog, hand_over_chosen
from app.ui.screens.settings.firm import ShortList
from tests.ui import hands


def write(context: Context, entity: Any, **values: Any) -> UUID:
    made: list[UUID] = []
    context.gateway.write("make", records.create, entity, values, done=made.append)
    return made[0]


def stored(context: Context, entity: Any, key: UUID) -> dict[str, Any]:
    found: dict[str, Any] = context.gateway.read_now(records.get, entity, key)
    return found


@pytest.fixture
def firm(context: Context) -> dict[str, UUID]:
    keys = {name: write(context, Employee, name=name) for name in ("Wang", "Li", "Zhao")}
    for name in ("Alpha", "Beta", "Gamma"):
        phone = "0755 88880001" if name == "Alpha" else None
        keys[name] = write(context, Customer, name=name, owner_id=keys["Wang"], phone=phone)
    keys["other"] = write(context, Customer, name="Other", owner_id=keys["Zhao"])
    planned = {"state": "planned", "planned_on": date(2027, 1, 5)}
    keys["visit"] = write(context, Visit, customer_id=keys["Alpha"], owner_id=keys["Wang"], purpose="Quote", **planned)
    for name, weight, phone in (("Ada", 1, None), ("Bao", 2, "13800138000")):
        write(context, Contact, customer_id=keys["Alpha"], name=name, role="decider", weight=weight, phone=phone)
    keys["person"] = write(context, Contact, customer_id=keys["other"], name="Ann", our_contact_id=keys["Wang"])
    return keys


def choose(box: QComboBox, text: str) -> None:
    box.setFocus()
    place = box.findText(text)
    assert place >= 0, text
    box.setCurrentIndex(place)
    box.activated.emit(place)


@pytest.fixture
def dialog(context: Context, firm: dict[str, UUID], qtbot: Any) -> Iterator[HandoverDialog]:
    parent = QWidget()
    qtbot.addWidget(parent)
    made = HandoverDialog(context, parent, firm["Wang"])
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    made.show()
    yield made
    made.reject()


def rows(dialog: HandoverDialog) -> list[list[str]]:
    table = dialog.table
    return [[table.item(r, c).text() for c in range(table.columnCount())] for r in range(table.rowCount())]  # type: ignore[union-attr]


def test_all_to_one_some_to_another_and_the_list(dialog: HandoverDialog, context: Context, firm: dict[str, UUID]) -> None:
    assert rows(dialog) == [
        ["Alpha", "0755-8888 0001", "Bao 138 0013 8000", "2027-01-05", "1", "—", "—", ""],
        ["Beta", "", "", "", "—", "—", "—", ""], ["Gamma", "", "", "", "—", "—", "—", ""],
    ]  # fmt: skip
    assert "1 people" in dialog.loose.text()
    choose(dialog.taker, "Li")
    assert [row[-1] for row in rows(dialog)] == ["Li", "Li", "Li"]
    choose(dialog.taker, "Zhao")
    dialog.table.selectionModel().select(dialog.table.model().index(1, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    hands.click(dialog.marked_button)
    assert [row[-1] for row in rows(dialog)] == ["Li", "Zhao", "Li"]
    dialog.left.click()
    hands.click(dialog.do_button)
    assert dialog.done_words.text() == "Handed over: 3 customers, 1 planned visits, 0 complaints in work, 1 people."
    owners = [stored(context, Customer, firm[name])["owner_id"] for name in ("Alpha", "Beta", "Gamma")]
    assert owners == [firm["Li"], firm["Zhao"], firm["Li"]]
    assert stored(context, Visit, firm["visit"])["owner_id"] == firm["Li"]
    assert stored(context, Contact, firm["person"])["our_contact_id"] == firm["Li"]
    assert stored(context, Employee, firm["Wang"])["has_left"] is True
    hands.click(dialog.print_button)
    assert context.frame.begun == [("reports", {"report": "handover"})]  # type: ignore[attr-defined]
    context.gateway.undo()
    assert stored(context, Customer, firm["Alpha"])["owner_id"] == firm["Wang"]
    assert stored(context, Employee, firm["Wang"])["has_left"] is False


def test_ctrl_z_on_the_result_takes_it_back_at_once(
    dialog: HandoverDialog, context: Context, firm: dict[str, UUID], qtbot: Any
) -> None:
    choose(dialog.taker, "Li")
    qtbot.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert dialog.isVisible()
    hands.click(dialog.do_button)
    assert stored(context, Customer, firm["Alpha"])["owner_id"] == firm["Li"]
    qtbot.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert stored(context, Customer, firm["Alpha"])["owner_id"] == firm["Wang"]
    assert not dialog.isVisible()


def test_whoever_left_keeps_nothing(dialog: HandoverDialog, context: Context, firm: dict[str, UUID]) -> None:
    choose(dialog.taker, "Li")
    dialog.table.selectRow(2)
    hands.click(dialog.stay_button)
    dialog.left.click()
    hands.click(dialog.do_button)
    assert dialog.error.text() == "Whoever has left keeps nothing: choose somebody for everything."
    assert dialog.error.isVisible()
    assert stored(context, Customer, firm["Alpha"])["owner_id"] == firm["Wang"]
    dialog.left.click()
    hands.click(dialog.do_button)
    assert stored(context, Customer, firm["Gamma"])["owner_id"] == firm["Wang"]
    assert stored(context, Customer, firm["Alpha"])["owner_id"] == firm["Li"]


def test_chosen_customers_from_the_list(context: Context, firm: dict[str, UUID], qtbot: Any) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    hand_over_chosen(context, window, [firm["Beta"], firm["Gamma"], firm["other"]])
    found = window.findChild(HandoverDialog)
    assert found is not None
    assert (found.giver.currentText(), [row[0] for row in rows(found)], found.left.isVisible()) == (
        "Wang",
        ["Beta", "Gamma"],
        False,
    )
    found.reject()


def test_from_the_colleague_in_the_settings(context: Context, firm: dict[str, UUID], qtbot: Any) -> None:
    page = ShortList(context, "employees")
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    page.fill()
    page.open(firm["Wang"])
    hands.click(page.hand_over)
    found = page.findChild(HandoverDialog)
    assert found is not None
    assert (found.giver.currentText(), found.table.rowCount()) == ("Wang", 3)
    found.reject()


def test_products_are_not_handed_over(context: Context, qtbot: Any) -> None:
    page = ShortList(context, "products")
    qtbot.addWidget(page)
    page.show()
    page.begin()
    assert page.hand_over.isHidden()


def newest_step(context: Context, record: UUID) -> str:
    found: list[Any] = []
    context.gateway.history(record, done=found.extend)
    return str(found[0].label.text)


def test_the_step_says_to_whom(dialog: HandoverDialog, context: Context, firm: dict[str, UUID]) -> None:
    choose(dialog.taker, "Li")
    hands.click(dialog.do_button)
    assert newest_step(context, firm["Alpha"]) == "Handed over 3 customers of Wang to Li"


def test_the_step_of_several_takers_names_one_and_says_that_there_are_others(
    dialog: HandoverDialog, context: Context, firm: dict[str, UUID]
) -> None:
    choose(dialog.taker, "Li")
    dialog.table.selectRow(0)
    choose(dialog.taker, "Zhao")
    hands.click(dialog.marked_button)
    hands.click(dialog.do_button)
    assert newest_step(context, firm["Alpha"]) == "Handed over 3 customers of Wang to Zhao and others"
