"""Parts in a small table: added, typed, refused, kept, removed, by keyboard alone, each line one step."""

from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.models import Customer
from app.models.customer_parts import Competitor, Shareholder, Trait
from app.services import customer_parts, field_doubts, records
from app.ui.context import Context
from app.ui.forms.parts_table import PartsSpec, PartsTable
from tests.ui import hands

SHARES = PartsSpec("shareholders", ("name", "share", "kind"), "Add shareholder", customer_parts, field_doubts.share_doubt)
TRAITS = PartsSpec("traits", ("kind", "name", "impact", "counter", "responsible_id", "due_on", "state"), "Add", customer_parts)
Key = Qt.Key


def make(context: Context, entity: Any, **values: Any) -> UUID:
    made: list[UUID] = []
    context.gateway.write("make", records.create, entity, values, done=made.append)
    return made[0]


def stored(context: Context, entity: str, owner: UUID) -> list[dict[str, Any]]:
    return [values for values, _titles in context.gateway.read_now(customer_parts.listed, entity, owner)]


@pytest.fixture
def firm(context: Context) -> UUID:
    return make(context, Customer, name="华信钢构有限公司")


class Hall(QWidget):
    """A table beside another field, as in a form."""

    def __init__(self, table: PartsTable) -> None:
        super().__init__()
        from app.ui.kit.layouts import column

        self.other = QLineEdit()
        self.setLayout(column(self.other, table, None))


@pytest.fixture
def shown(context: Context, qtbot: QtBot) -> Any:
    kept: list[QWidget] = []

    def show(spec: PartsSpec, owner: UUID) -> PartsTable:
        table = PartsTable(context, spec)
        hall = Hall(table)
        kept.append(hall)
        qtbot.addWidget(hall)
        hall.resize(700, 500)
        hall.show()
        hall.activateWindow()
        qtbot.waitUntil(hall.isActiveWindow)
        table.load(owner)
        return table

    return show


def press(*keys: Qt.Key) -> None:
    for key in keys:
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, key)


def typed(text: str) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    hands.type_text(widget, text)


def cell_texts(table: PartsTable) -> list[list[str]]:
    return [[cell.text for cell in cells] for _key, cells in table.grid.rows.lines]


def test_a_line_is_added_by_keyboard_alone_and_is_one_step(context: Context, firm: UUID, shown: Any) -> None:
    table = shown(SHARES, firm)
    hands.click(table.add_button)
    typed("张建国")
    press(Key.Key_Tab)
    typed("62.5%")
    press(Key.Key_Tab, Key.Key_P, Key.Key_Return)
    rows = stored(context, "shareholders", firm)
    assert [(row["name"], row["share"], row["kind"]) for row in rows] == [("张建国", 6250, "person")]
    assert cell_texts(table) == [["张建国", "62.5 %", "Person"]]
    assert QApplication.focusWidget() is table.grid
    context.gateway.undo()
    assert stored(context, "shareholders", firm) == []
    assert table.lines == []
    context.gateway.redo()
    assert cell_texts(table) == [["张建国", "62.5 %", "Person"]]


def test_tab_behind_the_last_cell_begins_the_next_line(context: Context, firm: UUID, shown: Any) -> None:
    table = shown(SHARES, firm)
    hands.click(table.add_button)
    for name in ("甲", "乙"):
        typed(name)
        press(Key.Key_Tab, Key.Key_Tab, Key.Key_Tab)
    assert [row["name"] for row in stored(context, "shareholders", firm)] == ["甲", "乙"]
    press(Key.Key_Escape)
    assert [line.key is not None for line in table.lines] == [True, True]


def test_shares_above_the_whole_are_pointed_out(context: Context, firm: UUID, shown: Any) -> None:
    for name, share in (("甲", 6000), ("乙", 5000)):
        make(context, Shareholder, customer_id=firm, name=name, share=share)
    table = shown(SHARES, firm)
    assert table.hint.text() == "The shares add up to 110 %, more than 100 %."
    table.grid.setFocus()
    table.grid.setCurrentIndex(table.grid.rows.index(1, 1))
    press(Key.Key_4)
    typed("0")
    press(Key.Key_Return)
    assert [row["share"] for row in stored(context, "shareholders", firm)] == [6000, 4000]
    assert not table.hint.isVisible()


def test_what_is_no_number_stays_in_its_cell(context: Context, firm: UUID, shown: Any) -> None:
    table = shown(SHARES, firm)
    hands.click(table.add_button)
    typed("甲")
    press(Key.Key_Tab)
    typed("most")
    press(Key.Key_Return)
    assert table.note.text() == "“most” is not a percentage. Type for example 12.5."
    field = table.findChild(QLineEdit, "parts.shareholders.cell.share")
    assert field.property("state") == "error"
    assert stored(context, "shareholders", firm) == []
    hands.retype(field, "30")
    press(Key.Key_Return)
    assert [row["share"] for row in stored(context, "shareholders", firm)] == [3000]
    assert not table.note.isVisible()


def test_a_name_is_asked_for(context: Context, firm: UUID, shown: Any) -> None:
    table = shown(SHARES, firm)
    hands.click(table.add_button)
    press(Key.Key_Tab)
    typed("30")
    press(Key.Key_Return)
    assert table.note.text() == "Name is missing."
    assert cell_texts(table) == [["missing", "30 %", ""]]
    assert table.grid.currentIndex().column() == 0


def test_a_weakness_needs_an_answer_and_nothing_typed_is_lost(context: Context, firm: UUID, shown: Any) -> None:
    other = make(context, Customer, name="宁江泵业")
    table = shown(TRAITS, firm)
    hands.click(table.add_button)
    kind = table.findChild(QComboBox, "parts.traits.cell.kind")
    kind.setCurrentIndex(kind.findData("weakness"))
    press(Key.Key_Tab)
    typed("付款慢")
    table.window().other.setFocus()
    assert table.note.text() == "A weakness needs our answer."
    assert stored(context, "traits", firm) == []
    table.load(other)
    assert table.lines == []
    table.load(firm)
    assert cell_texts(table)[0][:2] == ["Weakness", "付款慢"]
    table.edit(table.lines[0], 3)
    typed("月结改现结")
    press(Key.Key_Return)
    (row,) = stored(context, "traits", firm)
    assert (row["kind"], row["name"], row["counter"]) == ("weakness", "付款慢", "月结改现结")
    assert context.gateway.draft(f"traits:{firm.hex}") is None


def test_a_strength_can_become_a_weakness_in_any_order_of_cells(context: Context, firm: UUID, shown: Any) -> None:
    make(context, Trait, customer_id=firm, kind="strength", name="规模大")
    table = shown(TRAITS, firm)
    table.edit(table.lines[0], 0)
    kind = table.findChild(QComboBox, "parts.traits.cell.kind")
    kind.setCurrentIndex(kind.findData("weakness"))
    press(Key.Key_Return)
    assert table.note.text() == "A weakness needs our answer."
    table.edit(table.lines[0], 3)
    typed("分批供货")
    press(Key.Key_Return)
    (row,) = stored(context, "traits", firm)
    assert (row["kind"], row["counter"]) == ("weakness", "分批供货")
    context.gateway.undo()
    assert stored(context, "traits", firm)[0]["kind"] == "strength"


def test_leaving_the_table_stores_the_line(context: Context, firm: UUID, shown: Any) -> None:
    table = shown(SHARES, firm)
    hands.click(table.add_button)
    typed("甲")
    table.window().other.setFocus()
    assert [row["name"] for row in stored(context, "shareholders", firm)] == ["甲"]


def test_delete_removes_a_line_and_undo_brings_it_back(context: Context, firm: UUID, shown: Any) -> None:
    for name in ("甲", "乙"):
        make(context, Competitor, customer_id=firm, name=name)
    spec = PartsSpec("competitors", ("name", "share", "counter"), "Add competitor", customer_parts)
    table = shown(spec, firm)
    table.grid.setFocus()
    table.grid.setCurrentIndex(table.grid.rows.index(0, 0))
    press(Key.Key_Delete)
    assert [row[0] for row in cell_texts(table)] == ["乙"]
    context.gateway.undo()
    assert [row[0] for row in cell_texts(table)] == ["甲", "乙"]


def test_escape_gives_a_cell_up(context: Context, firm: UUID, shown: Any) -> None:
    make(context, Shareholder, customer_id=firm, name="甲")
    table = shown(SHARES, firm)
    table.grid.setFocus()
    table.grid.setCurrentIndex(table.grid.rows.index(0, 0))
    press(Key.Key_F2)
    typed("别的")
    press(Key.Key_Escape)
    assert [row["name"] for row in stored(context, "shareholders", firm)] == ["甲"]
    assert QApplication.focusWidget() is table.grid


def test_what_others_change_meanwhile_shows_and_typing_goes_on(context: Context, firm: UUID, shown: Any) -> None:
    make(context, Shareholder, customer_id=firm, name="甲")
    table = shown(SHARES, firm)
    hands.click(table.add_button)
    typed("丙")
    make(context, Shareholder, customer_id=firm, name="乙")
    press(Key.Key_Return)
    assert sorted(row["name"] for row in stored(context, "shareholders", firm)) == ["丙", "乙", "甲"]
    assert sorted(row[0] for row in cell_texts(table)) == ["丙", "乙", "甲"]


def test_with_the_real_threads_nothing_is_written_twice_or_lost(store: Any, threaded: Any, qtbot: QtBot) -> None:
    from app.ui.preferences import Preferences
    from tests.ui.frame import NotingFrame

    first, second = (store.write("c", records.create, Customer, {"name": name}).value for name in ("甲", "乙"))
    context = Context(threaded, NotingFrame(), Preferences(None))
    hall = Hall(PartsTable(context, SHARES))
    table: PartsTable = hall.findChild(PartsTable)
    qtbot.addWidget(hall)
    hall.show()
    hall.activateWindow()
    qtbot.waitUntil(hall.isActiveWindow)
    table.load(first)
    for number in range(5):
        table.begin_new()
        typed(f"{number}")
        table.settle()
        table.settle()  # what is on its way is not sent again
    table.load(second)
    table.begin_new()
    typed("z")
    table.load(first)
    qtbot.waitUntil(lambda: len(table.lines) == 5 and not any(line.writing for line in table.lines))

    def names(owner: UUID) -> list[str]:
        return [values["name"] for values, _titles in store.read(customer_parts.listed, "shareholders", owner)]

    qtbot.waitUntil(lambda: len(names(second)) == 1)
    assert names(first) == ["0", "1", "2", "3", "4"]
    assert [cells[0] for cells in cell_texts(table)] == names(first)
    hall.close()
