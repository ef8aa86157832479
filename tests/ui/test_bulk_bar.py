"""Acting on many rows: marked with the mouse or with Ctrl+A over the whole filter, changed, tagged, assigned, copied, stopped."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from app.exchange.protect import unprotect
from app.models import Contact, Customer, Employee
from app.models.firm_lists import CustomField
from app.models.own import own_fields
from app.services import lists, records
from app.services.filtering import Filter
from app.services.lists import ListQuery
from app.store.store import open_file
from app.ui.context import Context
from app.ui.editors.link import LinkEditor
from app.ui.gateway import Gateway
from app.ui.kit import choosing
from app.ui.lists.copying import as_lines
from app.ui.screens.complaints.screen import ComplaintsScreen
from app.ui.screens.customers.screen import CustomersScreen
from app.ui.screens.people.screen import PeopleScreen
from tests.ui import hands

MANY = 320
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def fill(session: Any) -> None:
    for name in ("陈立", "周敏"):
        records.create(session, Employee, {"name": name})
    rows = [
        {"name": f"华信{n:03d}" if n % 2 else f"宁江{n:03d}", "tags": "老" if n <= 10 else None, "phone": f"138000{n:05d}"}
        for n in range(MANY)
    ]
    records.create_many(session, Customer, rows)


@pytest.fixture(scope="module")
def many(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed file with them, made once and copied for each test."""
    path = Path(shutil.copy(template, tmp_path_factory.mktemp("many") / "data.db"))
    store = open_file(path)
    store.write("fill", fill)
    store.close()
    return path


@pytest.fixture
def data_file(many: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(many, tmp_path / "data.db"))


@pytest.fixture
def filled(context: Context) -> Context:
    return context


@pytest.fixture
def screen(filled: Context, qtbot: QtBot) -> CustomersScreen:
    made = CustomersScreen(filled)
    qtbot.addWidget(made)
    made.resize(1166, 700)
    made.show()
    made.activate()
    return made


def count(context: Context, *filters: Filter) -> int:
    found: int = context.gateway.read_now(lists.count, ListQuery("customers", ("name",), "name", filters=filters))
    return found


def mark_all(screen: CustomersScreen) -> None:
    screen.list.grid.setFocus()
    QTest.keyClick(screen.list.grid, Qt.Key.Key_A, CTRL)


def click_row(screen: CustomersScreen, row: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    grid = screen.list.grid
    at = grid.visualRect(screen.list.model.index(row, 0)).center()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, keys, at)


def press(screen: CustomersScreen, name: str) -> None:
    button = screen.bulk.findChild(QPushButton, f"customers.bulk.{name}")
    assert isinstance(button, QPushButton)
    hands.click(button)


def said(context: Context) -> str:
    changes: list[Any] = []
    context.gateway.undo(changes.append)
    return str(changes[0].label.text) if changes[0] else ""


def test_rows_are_marked_with_ctrl_and_shift_and_the_bar_says_how_many(screen: CustomersScreen) -> None:
    click_row(screen, 1)
    assert not screen.bulk.isVisible()
    click_row(screen, 3, CTRL)
    assert screen.bulk.isVisible()
    assert screen.bulk.count.text() == "2 customers chosen"
    click_row(screen, 6, SHIFT)
    assert sorted(index.row() for index in screen.list.grid.selectionModel().selectedRows()) == [1, 3, 4, 5, 6]
    assert screen.bulk.count.text() == "5 customers chosen"
    QTest.keyClick(screen.list.grid, Qt.Key.Key_Escape)
    assert not screen.bulk.isVisible()
    assert screen.list.marked_count() == 1


def test_ctrl_f_brings_the_filters_back(screen: CustomersScreen) -> None:
    mark_all(screen)
    assert screen.bulk.isVisible()
    screen.focus_filter()
    assert not screen.bulk.isVisible()
    hands.type_text(screen.filters.box, "hua")
    assert screen.list.marked_count() <= 1


def test_ctrl_a_means_the_whole_filter_also_what_is_not_loaded(screen: CustomersScreen, filled: Context) -> None:
    hands.type_text(screen.filters.box, "hua")
    mark_all(screen)
    assert screen.bulk.count.text() == "160 customers chosen"
    press(screen, "star")
    assert count(filled, Filter("starred", "in", (True,))) == MANY // 2
    assert (screen.bulk.isVisible(), screen.bulk.count.text()) == (True, "160 customers chosen")
    assert said(filled) == "Starred 160 records"
    assert count(filled, Filter("starred", "in", (True,))) == 0


def test_a_field_is_chosen_by_typing_and_all_get_the_value(screen: CustomersScreen, filled: Context) -> None:
    mark_all(screen)
    offered = screen.bulk.ask_field()
    assert not {"Name", "Customer no.", "Unified social credit code", "Tags"} & set(offered.words())
    hands.type_text(offered.line, "main b")
    QTest.keyClick(offered.line, Qt.Key.Key_Return)
    asked = screen.bulk.ask_value("business")
    assert asked.submit_button.text() == "Change 320 customers"
    hands.click(asked.submit_button)
    assert asked.box.note.text() == "Type a value, or empty the field with the other button."
    hands.type_text(asked.first(), "钢结构")
    QTest.keyClick(asked.first(), Qt.Key.Key_Return)
    assert count(filled, Filter("business", "is", ("钢结构",))) == MANY
    mark_all(screen)
    hands.click(screen.bulk.ask_value("business").empty_button)
    assert count(filled, Filter("business", "empty")) == MANY
    assert said(filled) == "Changed Main business on 320 records"
    assert said(filled) == "Changed Main business on 320 records"
    assert said(filled) == "fill"


def test_an_own_field_can_be_given_to_many(screen: CustomersScreen, filled: Context) -> None:
    filled.gateway.write("own", records.create, CustomField, {"target": "customers", "name": "Route", "kind": "line"})
    (key,) = own_fields(Customer)
    mark_all(screen)
    assert "Route" in screen.bulk.ask_field().words()
    asked = screen.bulk.ask_value(key)
    hands.type_text(asked.first(), "A7")
    hands.click(asked.submit_button)
    assert count(filled, Filter(key, "is", ("A7",))) == MANY


def test_tags_are_typed_or_ticked_and_taken_off_again(screen: CustomersScreen, filled: Context) -> None:
    mark_all(screen)
    press(screen, "tag")
    asked = screen.bulk.ask_tags()
    assert hands.item_texts(asked.list) == ["老  (11)"]
    hands.type_text(asked.line, "VIP，重点")
    assert asked.submit_button.text() == "Tag 320 customers"
    hands.click(asked.submit_button)
    assert count(filled, Filter("tags", "any", ("VIP",))) == count(filled, Filter("tags", "any", ("重点",))) == MANY
    mark_all(screen)
    off = screen.bulk.ask_tags_off()
    assert hands.item_texts(off.list) == ["VIP  (320)", "重点  (320)", "老  (11)"]
    hands.click(off.submit_button)
    assert off.note.text() == "Choose a tag first."
    hands.click_item(off.list, "VIP  (320)")
    hands.click(off.submit_button)
    assert count(filled, Filter("tags", "any", ("VIP",))) == 0
    assert said(filled) == "Took the tags VIP off 320 records"
    assert said(filled) == "Tagged 320 records with VIP, 重点"
    assert count(filled, Filter("tags", "filled")) == 11


def test_enter_on_a_name_of_the_list_chooses_it_and_hands_nothing_in(screen: CustomersScreen, filled: Context) -> None:
    mark_all(screen)
    asked = screen.bulk.ask_person()
    editor = asked.box.editor
    assert isinstance(editor, LinkEditor)
    editor.line.setFocus()
    hands.type_text(editor.line, "c")
    popup = editor._completer.popup()
    assert popup is not None
    popup.setCurrentIndex(editor._found.index(0, 0))
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert (editor.title(), asked.box.note.text()) == ("陈立", "")
    hands.retype(editor.line, "谁")
    asked.submit()
    assert asked.box.note.text() == "Choose “谁” from the list, or empty the field."
    hands.retype(editor.line, "陈")
    assert asked.box.note.text() == ""


def test_many_are_assigned_to_a_colleague_found_by_typing(screen: CustomersScreen, filled: Context) -> None:
    mark_all(screen)
    asked = screen.bulk.ask_person()
    hands.type_text(asked.first(), "周敏")
    QTest.keyClick(asked.first(), Qt.Key.Key_Return)
    hands.click(asked.submit_button)
    (zhou,) = filled.gateway.read_now(lists.ids, ListQuery("employees", ("name",), "name", text="周敏"))
    assert count(filled, Filter("owner_id", "in", (zhou,))) == MANY
    assert said(filled) == "Assigned 320 records to 周敏"


def test_many_go_to_the_bin_as_one_step(screen: CustomersScreen, filled: Context) -> None:
    mark_all(screen)
    QTest.keyClick(screen.list.grid, Qt.Key.Key_Delete)
    assert count(filled) == 0
    assert said(filled) == "Moved 320 customers to the recycle bin"
    assert count(filled) == MANY


def test_what_is_so_already_is_said_and_is_no_step(screen: CustomersScreen, filled: Context) -> None:
    mark_all(screen)
    screen.bulk.star(False)
    assert filled.frame.toasts[-1][0] == "Nothing to change: they are so already."  # type: ignore[attr-defined]
    assert said(filled) == "fill"


def test_the_context_menu_of_marked_rows_offers_the_same(screen: CustomersScreen) -> None:
    mark_all(screen)
    key = screen.list.current() or screen.list.model.row(0).id  # type: ignore[union-attr]
    menu = screen.list.menu_for(key, 0)
    names = [action.objectName() for action in menu.actions() if action.objectName()]
    assert [name for name in names if name != "handover"] == [
        "change", "tag", "assign", "star", "untag", "unstar", "export", "bin"
    ]  # fmt: skip
    assert "Copy 320 rows" in [action.text() for action in menu.actions()]


def test_the_chosen_ones_are_exported(
    screen: CustomersScreen, filled: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "some.csv"
    monkeypatch.setattr(choosing, "save_file", lambda *_given: (str(path), "CSV (*.csv)"))
    click_row(screen, 1)
    click_row(screen, 2, CTRL)
    screen.bulk.export()
    assert len(path.read_text(encoding="utf-8-sig").splitlines()) == 3


def test_complaints_offer_no_state_no_tags_and_no_bin(filled: Context, qtbot: QtBot) -> None:
    screen = ComplaintsScreen(filled)
    qtbot.addWidget(screen)
    menu = QMenu(screen)
    screen.bulk.fill(menu)
    assert [action.objectName() for action in menu.actions() if action.objectName()] == ["change", "assign", "export"]
    assert "State" not in screen.bulk.ask_field().words()


def test_a_long_change_shows_progress_and_can_be_stopped(
    filled: Context, threaded: Gateway, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.services.bulk.BATCH", 10)
    monkeypatch.setattr("app.ui.lists.bulk_run.SOON", 0)
    screen = CustomersScreen(Context(threaded, filled.frame, filled.preferences))
    qtbot.addWidget(screen)
    screen.resize(1166, 700)
    screen.show()
    screen.activate()
    qtbot.waitUntil(lambda: screen.list.model.total == MANY)
    threaded.store._writing.acquire()  # the write waits at the door until the bar is seen
    try:
        mark_all(screen)
        screen.bulk.star(True)
        qtbot.waitUntil(screen.bulk.run.bar.isVisible)
        hands.click(screen.bulk.run.stop_button)
    finally:
        threaded.store._writing.release()
    qtbot.waitUntil(lambda: ("Stopped. Nothing was changed.", False) in filled.frame.toasts)  # type: ignore[attr-defined]
    assert count(filled, Filter("starred", "in", (True,))) == 0
    assert not screen.bulk.run.busy()


# copying ------------------------------------------------------------------------------------------------------------


def apart(text: str) -> list[list[str]]:
    """What a spreadsheet makes of pasted lines."""
    import csv

    return [[unprotect(cell) for cell in row] for row in csv.reader(text.splitlines(keepends=True), delimiter="\t")]


def test_rows_are_copied_with_the_columns_in_sight_also_those_not_loaded(screen: CustomersScreen, filled: Context) -> None:
    screen.list.columns.choose(("phone", "name"))
    screen.list.columns.reset()
    screen.list.columns.choose(("name", "phone"))
    mark_all(screen)
    QTest.keyClick(screen.list.grid, Qt.Key.Key_C, CTRL)
    rows = apart(QGuiApplication.clipboard().text())
    assert len(rows) == MANY
    assert (rows[0][0], rows[0][1].replace(" ", "")) == ("华信001", "13800000001")
    assert filled.frame.toasts[-1][0] == "320 rows copied"  # type: ignore[attr-defined]


def test_a_phone_number_is_copied_from_the_menu_though_it_has_no_column(screen: CustomersScreen) -> None:
    click_row(screen, 0)
    key = screen.list.current()
    assert key is not None
    menu = screen.list.menu_for(key, 0)
    action = next(action for action in menu.actions() if action.text().startswith("Copy Phone"))
    action.trigger()
    assert QGuiApplication.clipboard().text() == "13800000001"


@pytest.mark.parametrize(
    "rows", [[["=1+1", "+86 138", "a\tb"], ["x\ny", 'say "hi"', ""]], [["-", "@me", "'quoted"], ["王", "", "1"]]]
)
def test_pasted_rows_come_apart_as_they_were(rows: Sequence[Sequence[str]]) -> None:
    text = as_lines(rows)
    assert apart(text) == [list(row) for row in rows]
    assert not any(cell.startswith("=") for line in text.splitlines() for cell in line.split("\t"))


def test_people_are_tagged_too(filled: Context, qtbot: QtBot) -> None:
    (first, *_rest) = filled.gateway.read_now(lists.ids, ListQuery("customers", ("name",), "name"))
    rows = [{"name": f"王{n}", "customer_id": first} for n in range(30)]
    filled.gateway.write("p", records.create_many, Contact, rows)
    screen = PeopleScreen(filled)
    qtbot.addWidget(screen)
    screen.resize(1166, 700)
    screen.show()
    screen.activate()
    screen.list.grid.selectAll()
    assert screen.bulk.count.text() == "30 people chosen"
    asked = screen.bulk.ask_tags()
    hands.type_text(asked.line, "校友")
    hands.click(asked.submit_button)
    tagged = ListQuery("contacts", ("name",), "name", filters=(Filter("tags", "any", ("校友",)),))
    assert filled.gateway.read_now(lists.count, tagged) == 30


def test_tagged_records_stay_chosen_for_the_next_step(screen: CustomersScreen, filled: Context) -> None:
    click_row(screen, 1)
    click_row(screen, 3, CTRL)
    rows = screen.list.marks.ranges()
    asked = screen.bulk.ask_tags()
    hands.type_text(asked.first(), "展会")
    hands.click(asked.submit_button)
    assert count(filled, Filter("tags", "any", ("展会",))) == 2
    assert (screen.bulk.count.text(), screen.list.marks.ranges()) == ("2 customers chosen", rows)
    assert screen.list.grid.hasFocus()
    press(screen, "star")
    assert count(filled, Filter("starred", "in", (True,))) == 2
    assert said(filled) == "Starred 2 records"


def test_esc_in_the_filter_box_clears_it_and_then_goes_back_to_the_list(screen: CustomersScreen) -> None:
    screen.focus_filter()
    hands.type_text(screen.filters.box, "hua")
    QTest.keyClick(screen.filters.box, Qt.Key.Key_Escape)
    assert (screen.filters.text(), screen.filters.box.hasFocus()) == ("", True)
    QTest.keyClick(screen.filters.box, Qt.Key.Key_Escape)
    assert screen.list.grid.hasFocus()
