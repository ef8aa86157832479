"""Lists as a person uses them: filtering, sorting, selecting, copying, choosing columns; over more rows than one window."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from app.i18n import set_language
from app.models import Customer, Employee
from app.services import disclosures, lists, records
from app.services.lists import Filter, ListQuery
from app.store.store import Store, open_file
from app.ui.context import Context
from app.ui.gateway import Gateway
from app.ui.lists.columns import Fit
from app.ui.lists.copying import copy_rows, put
from app.ui.lists.tables import ListView
from app.ui.lists.windows import WINDOW
from tests.ui import hands
from tests.ui.held import Held

MANY = 320
QUERY = ListQuery("customers", ("code", "name", "grade", "owner_id"), "code")


def fill(session: Session) -> None:
    owner = records.create(session, Employee, {"name": "陈立"})
    rows = [
        {"name": f"华信{n:03d}", "grade": "gold" if n % 2 else "silver", "owner_id": owner if n % 3 else None}
        for n in range(1, MANY + 1)
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
def view(filled: Context, qtbot: QtBot) -> ListView:
    found = ListView(filled, QUERY, "test.list")
    qtbot.addWidget(found)
    found.resize(700, 500)
    found.show()
    found.set_query(QUERY)
    return found


def texts(view: ListView, row: int) -> tuple[str, ...]:
    found = view.model.row(row)
    assert found is not None
    return found.texts


def key_of(view: ListView, row: int) -> UUID:
    found = view.model.row(row)
    assert found is not None
    return found.id


def test_the_first_rows_come_at_once_and_the_count_follows(view: ListView) -> None:
    assert view.model.rowCount() == MANY
    assert view.model.total == MANY
    assert texts(view, 0) == ("KH000001", "华信001", "Gold", "陈立")


def test_a_row_far_down_is_a_placeholder_until_its_window_arrives(view: ListView, qtbot: QtBot) -> None:
    assert view.model.cell(MANY - 1, 1) is None
    qtbot.waitUntil(lambda: view.model.cell(MANY - 1, 1) is not None)
    assert texts(view, MANY - 1)[1] == f"华信{MANY:03d}"


def test_no_more_windows_are_kept_than_are_useful(view: ListView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.ui.lists.windows.KEPT", 2)
    for row in (WINDOW, 2 * WINDOW, 3 * WINDOW):
        view.model.cell(row, 0)
        qtbot.waitUntil(lambda row=row: view.model.cell(row, 0) is not None)
    assert len(view.model._windows) == 2


def test_typing_filters_and_clearing_brings_all_back(view: ListView) -> None:
    view.search("华信31")
    assert [texts(view, row)[1] for row in range(view.model.rowCount())] == [f"华信31{n}" for n in range(10)]
    view.search("hx")
    assert view.model.rowCount() == MANY
    view.search("", (Filter("grade", "in", ("gold",)),))
    assert view.model.rowCount() == MANY // 2
    view.search("")
    assert view.model.rowCount() == MANY


def test_an_answer_to_an_older_question_is_dropped(view: ListView, filled: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting: list[object] = []
    read = filled.gateway.read
    monkeypatch.setattr(filled.gateway, "read", lambda *args, **more: waiting.append((args, more)))
    view.search("华信001")
    view.search("华信002")
    assert len(waiting) == 1
    monkeypatch.setattr(filled.gateway, "read", read)
    args, more = waiting[0]  # type: ignore[misc]
    read(*args, **more)
    assert [texts(view, row)[1] for row in range(view.model.rowCount())] == ["华信002"]


def test_nothing_found_says_so(view: ListView) -> None:
    view.search("没有这样的")
    assert view._nothing.isVisible()
    assert view._nothing.text.text() == "Nothing matches."
    view.search("")
    assert not view._nothing.isVisible()


def test_a_click_on_the_header_sorts_a_second_one_turns_it_round_and_it_is_kept(
    view: ListView, filled: Context, qtbot: QtBot
) -> None:
    header = view.grid.horizontalHeader()

    def click(section: int) -> None:
        at = header.viewport().rect().center()
        at.setX(header.sectionViewportPosition(section) + 20)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)

    click(1)
    assert texts(view, 0)[1] == "华信001"
    click(1)
    assert texts(view, 0)[1] == f"华信{MANY:03d}"
    view.columns.keep()
    again = ListView(filled, QUERY, "test.list")
    qtbot.addWidget(again)
    assert (again.query().sort, again.query().descending) == ("name", True)


def test_columns_are_chosen_kept_and_reset(view: ListView, filled: Context, qtbot: QtBot) -> None:
    panel = view.columns.open_panel()
    assert panel.words()[:5] == ["Shown", "Customer no.", "Name", "Grade", "Salesperson"]
    hands.type_text(panel.line, "phon")
    assert "Phone" in panel.words()
    qtbot.keyClick(panel.line, Qt.Key.Key_Return)
    assert view.query().columns == ("code", "name", "grade", "owner_id", "phone")
    assert view.model.columnCount() == 5
    view.columns.keep()
    again = ListView(filled, QUERY, "test.list")
    qtbot.addWidget(again)
    assert again.query().columns[-1] == "phone"
    hands.click(panel.reset_button)
    assert view.query().columns == QUERY.columns
    assert panel.words()[:5] == ["Shown", "Customer no.", "Name", "Grade", "Salesperson"]


def test_columns_are_moved_and_hidden_by_keyboard_mouse_and_dragging(view: ListView, qtbot: QtBot) -> None:
    panel = view.columns.open_panel()
    qtbot.keyClick(panel.line, Qt.Key.Key_Down)
    qtbot.keyClick(panel.line, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert view.query().columns == ("name", "code", "grade", "owner_id")
    hands.click(panel.down)
    assert view.columns.shown() == ("code", "name", "grade", "owner_id")
    row = panel.list.visualItemRect(panel.list.item(3)).center()
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=row)
    assert view.columns.shown() == ("code", "name", "owner_id")
    panel.list.model().moveRow(QModelIndex(), 3, QModelIndex(), 1)  # what a drop does
    qtbot.waitUntil(lambda: view.columns.shown() == ("owner_id", "code", "name"))
    assert panel.words()[:4] == ["Shown", "Salesperson", "Customer no.", "Name"]
    assert [texts(view, 0)[place] for place in view.columns.shown_places()] == ["陈立", "KH000001", "华信001"]


def test_the_last_column_stays(view: ListView, qtbot: QtBot) -> None:
    view.columns.choose(("name",))
    panel = view.columns.open_panel()
    qtbot.keyClick(panel.line, Qt.Key.Key_Return)
    assert view.columns.shown() == ("name",)
    assert not view.columns.menu("name").actions()[1].isEnabled()


def test_a_header_moved_back_by_the_panel_stands_there(view: ListView) -> None:
    view.grid.horizontalHeader().moveSection(1, 0)
    view.columns.choose(QUERY.columns)
    assert view.columns.shown() == QUERY.columns
    assert view.columns.shown_places() == (0, 1, 2, 3)


def test_another_column_hides_none_of_those_shown(filled: Context, qtbot: QtBot) -> None:
    """Nobody chose columns: a narrow list leaves spare ones out. Once somebody chose, it scrolls."""
    fit = Fit({"code": 120, "name": 180, "grade": 90, "owner_id": 110}, ("name",), ("owner_id", "grade"), 150)
    narrow = ListView(filled, QUERY, "narrow.list", fit=fit)
    qtbot.addWidget(narrow)
    narrow.resize(320, 400)
    narrow.show()
    narrow.set_query(QUERY)
    header = narrow.grid.horizontalHeader()
    assert [header.isSectionHidden(place) for place in range(4)] == [False, False, True, True]
    before = header.sectionSize(0)
    narrow.columns.choose((*narrow.columns.shown(), "phone", "email"))
    assert narrow.columns.shown_places() == (0, 1, 2, 3, 4, 5)
    assert min(header.sectionSize(place) for place in range(6)) >= 50
    assert header.sectionSize(0) >= before * 0.6
    assert narrow.grid.horizontalScrollBar().maximum() > 0
    narrow.columns.reset()
    assert [header.isSectionHidden(place) for place in range(4)] == [False, False, True, True]


def test_a_moved_column_stays_where_it_was_put(view: ListView, filled: Context, qtbot: QtBot) -> None:
    view.grid.horizontalHeader().moveSection(1, 0)
    view.columns.keep()
    again = ListView(filled, QUERY, "test.list")
    qtbot.addWidget(again)
    assert again.query().columns[:2] == ("name", "code")


def test_moving_with_the_keyboard_selects_and_enter_opens(view: ListView, qtbot: QtBot) -> None:
    chosen: list[UUID] = []
    opened: list[UUID] = []
    view.selected.connect(chosen.append)
    view.opened.connect(opened.append)
    view.grid.setFocus()
    view.neighbour(1)
    qtbot.keyClick(view.grid, Qt.Key.Key_Down)
    qtbot.keyClick(view.grid, Qt.Key.Key_Return)
    assert chosen == [key_of(view, 0), key_of(view, 1)]
    assert opened == [key_of(view, 1)]


def test_select_all_means_the_whole_filter_and_its_ids_are_found(view: ListView) -> None:
    marked: list[int] = []
    view.marked.connect(marked.append)
    view.grid.selectAll()
    assert marked[-1] == MANY
    found: list[UUID] = []
    view.with_marked_ids(found.extend)
    assert len(set(found)) == MANY
    assert found[0] == key_of(view, 0)


def test_a_few_marked_rows_give_their_own_ids(view: ListView) -> None:
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in (2, 5):
        view.grid.selectionModel().select(view.model.index(row, 0), flags)
    found: list[UUID] = []
    view.with_marked_ids(found.extend)
    assert found == [key_of(view, 2), key_of(view, 5)]


def test_copying_a_row_and_a_cell(view: ListView, qtbot: QtBot) -> None:
    view.grid.setFocus()
    view.neighbour(1)
    qtbot.keyClick(view.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "KH000001\t华信001\tGold\t陈立"
    view.grid.setCurrentIndex(view.model.index(0, 1))
    qtbot.keyClick(view.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert QGuiApplication.clipboard().text() == "华信001"


def test_a_change_elsewhere_is_shown_and_the_place_is_kept(view: ListView, filled: Context) -> None:
    view.neighbour(1)
    view.neighbour(1)
    key = view.current()
    assert key is not None
    filled.gateway.write("rename", records.update, Customer, key, {"grade": "never"})
    assert texts(view, 1)[2] == "Never serve"
    assert view.current() == key
    filled.gateway.write("delete", records.delete, Customer, [key_of(view, 5)])
    assert view.model.rowCount() == MANY - 1
    filled.gateway.undo()
    assert view.model.rowCount() == MANY


def test_selecting_a_record_marks_its_row_also_further_down(view: ListView, filled: Context, qtbot: QtBot) -> None:
    target: list[UUID] = []
    view.model.cell(250, 0)
    qtbot.waitUntil(lambda: view.model.cell(250, 0) is not None)
    target.append(key_of(view, 250))
    view.set_query(QUERY)
    view.select(target[0])
    assert view.grid.currentIndex().row() == 250


def test_headers_and_values_change_their_language(view: ListView) -> None:
    set_language("zh")
    view.retranslate()
    header = [view.model.headerData(n, Qt.Orientation.Horizontal) for n in range(4)]
    assert header == ["客户编号", "名称", "级别", "业务员"]
    assert texts(view, 0)[2] == "金牌"


def test_text_is_never_markup(view: ListView, filled: Context) -> None:
    filled.gateway.write("add", records.create, Customer, {"name": "<b>A</b> & =cmd()", "code": "A"})
    view.refresh()
    assert texts(view, 0)[1] == "<b>A</b> & =cmd()"
    assert view.model.cell(0, 1).text == "<b>A</b> & =cmd()"  # type: ignore[union-attr]


def test_the_first_paint_is_told_once(filled: Context, qtbot: QtBot) -> None:
    view = ListView(filled, QUERY, "first.list")
    qtbot.addWidget(view)
    view.resize(500, 400)
    with qtbot.waitSignal(view.painted_first):
        view.show()
        view.set_query(QUERY)


def test_fast_typing_with_real_threads_ends_with_the_last_answer(filled: Context, threaded: Gateway, qtbot: QtBot) -> None:
    view = ListView(Context(threaded, filled.frame, filled.preferences), QUERY, "threads.list")
    qtbot.addWidget(view)
    for text in ("华", "华信", "华信1", "华信12", "华信123"):
        view.search(text)
    qtbot.waitUntil(lambda: view.model.total == 1)
    assert texts(view, 0)[1] == "华信123"


def rename(context: Context, key: UUID, name: str) -> None:
    context.gateway.write("rename", records.update, Customer, key, {"name": name})


BY_NAME = ListQuery("customers", ("name", "code"), "name")


def test_the_mark_goes_with_its_record_whichever_answer_comes_first(threaded: Gateway, view: ListView, qtbot: QtBot) -> None:
    """The count and the rows are asked for side by side: neither may mark the row that stood there before."""
    beside = ListView(Context(threaded, view.context.frame, view.context.preferences), BY_NAME, "beside")
    qtbot.addWidget(beside)
    found: list[object] = []
    beside.found_again.connect(found.append)
    beside.set_query(BY_NAME)
    qtbot.waitUntil(lambda: beside.model.total == MANY)
    beside.neighbour(1)
    beside.neighbour(1)
    key = beside.current()
    assert key is not None
    for name, place in (("华信060x", 59), ("华信002", 1), ("华信050x", 49)):
        threaded.write("rename", records.update, Customer, key, {"name": name})
        qtbot.waitUntil(lambda place=place: (beside.current(), beside.grid.currentIndex().row()) == (key, place))
    assert set(found) == {key}


def test_no_other_row_is_marked_while_the_shown_one_is_out_of_reach(filled: Context, qtbot: QtBot) -> None:
    more = [{"name": f"远{n:04d}"} for n in range(2100)]
    filled.gateway.write("more", records.create_many, Customer, more)
    far = ListView(filled, BY_NAME, "far")
    qtbot.addWidget(far)
    far.set_query(BY_NAME)
    far.neighbour(1)
    key = far.current()
    assert key is not None
    rename(filled, key, "远9999")
    assert (far.current(), far.marked_count()) == (None, 0)
    filled.gateway.undo()
    assert (far.current(), far.grid.currentIndex().row()) == (key, 0)


def mark(view: ListView, *places: int) -> list[UUID]:
    view.grid.clearSelection()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for place in places:
        view.grid.selectionModel().select(view.model.index(place, 0), flags)
    return [key_of(view, place) for place in places]


def marked(view: ListView) -> list[UUID]:
    found: list[UUID] = []
    view.with_marked_ids(found.extend)
    return found


@pytest.fixture
def by_name(filled: Context, qtbot: QtBot) -> ListView:
    found = ListView(filled, BY_NAME, "by.name")
    qtbot.addWidget(found)
    found.resize(700, 500)
    found.show()
    found.set_query(BY_NAME)
    return found


def test_marks_stay_with_their_records_when_the_list_changes(by_name: ListView, filled: Context) -> None:
    keys = mark(by_name, 2, 3, 7)
    filled.gateway.write("new", records.create, Customer, {"name": "华信000"})
    assert by_name.marks.ranges() == [(3, 4), (8, 8)]
    assert marked(by_name) == keys
    rename(filled, keys[1], "华信100a")
    assert marked(by_name) == [keys[0], keys[2], keys[1]]
    places = [place for first, last in by_name.marks.ranges() for place in range(first, last + 1)]
    whole = filled.gateway.read_now(lists.ids, BY_NAME)
    assert [whole[place] for place in places] == marked(by_name)
    filled.gateway.write("bin", records.delete, Customer, [keys[2]])
    assert marked(by_name) == [keys[0], keys[1]]
    filled.gateway.undo()
    assert marked(by_name) == [keys[0], keys[1]]


def test_marks_over_rows_that_are_not_loaded_stay_with_theirs(by_name: ListView, filled: Context, qtbot: QtBot) -> None:
    whole = filled.gateway.read_now(lists.ids, BY_NAME)
    by_name.grid.setFocus()
    by_name.neighbour(1)
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    area = QItemSelection(by_name.model.index(5, 0), by_name.model.index(250, by_name.model.columnCount() - 1))
    by_name.grid.selectionModel().select(area, flags | QItemSelectionModel.SelectionFlag.Clear)
    qtbot.waitUntil(lambda: by_name.marks._ids is not None)
    filled.gateway.write("new", records.create, Customer, {"name": "华信000"})
    assert (by_name.marks.ranges(), marked(by_name)) == ([(6, 251)], whole[5:251])


def test_everything_stays_everything(by_name: ListView, filled: Context) -> None:
    by_name.grid.selectAll()
    filled.gateway.write("new", records.create, Customer, {"name": "华信000"})
    assert by_name.marked_count() == len(marked(by_name)) == MANY + 1
    flags = QItemSelectionModel.SelectionFlag.Deselect | QItemSelectionModel.SelectionFlag.Rows
    by_name.grid.selectionModel().select(by_name.model.index(4, 0), flags)
    assert len(marked(by_name)) == by_name.marked_count() == MANY
    assert key_of(by_name, 4) not in marked(by_name)


def test_opening_another_record_ends_the_marks(by_name: ListView) -> None:
    mark(by_name, 2, 3, 7)
    by_name.select(key_of(by_name, 9))
    assert by_name.marks.ranges() == [(9, 9)]


@pytest.fixture
def readers(gateway: Gateway) -> Iterator[Held]:
    held = Held()
    gateway._readers = held
    yield held
    held.let_go()


def test_many_rows_are_copied_as_they_are_shown_while_others_are_asked_for(view: ListView, readers: Held) -> None:
    view.grid.selectAll()
    view.set_query(replace(QUERY, descending=True))
    copy_rows(view)
    readers.let_go()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert (len(lines), lines[0].split("\t")[1], lines[-1].split("\t")[1]) == (MANY, "华信001", f"华信{MANY}")


def test_everything_is_marked_also_before_it_is_counted(view: ListView, readers: Held, qtbot: QtBot) -> None:
    view.search("华信")
    readers.let_one_go()
    assert view.model.total is None
    view.grid.setFocus()
    qtbot.keyClick(view.grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    found: list[UUID] = []
    view.with_marked_ids(found.extend)
    readers.let_go()
    assert (view.marked_count(), len(set(found))) == (MANY, MANY)


def test_marks_that_a_change_overtook_before_they_were_known_go(by_name: ListView, filled: Context, readers: Held) -> None:
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    area = QItemSelection(by_name.model.index(5, 0), by_name.model.index(250, by_name.model.columnCount() - 1))
    by_name.grid.selectionModel().select(area, flags)
    filled.gateway.write("new", records.create, Customer, {"name": "华信000"})
    readers.let_go()
    assert (by_name.marked_count(), marked(by_name)) == (0, [])


def mark_area(view: ListView, first: int, last: int) -> None:
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    area = QItemSelection(view.model.index(first, 0), view.model.index(last, view.model.columnCount() - 1))
    view.grid.selectionModel().select(area, flags)


@pytest.mark.parametrize("turned", [False, True])
def test_the_last_rows_stay_marked_whichever_answer_comes_first(
    by_name: ListView, filled: Context, readers: Held, turned: bool
) -> None:
    mark_area(by_name, MANY - 3, MANY - 1)
    by_name.marks._learn()
    readers.let_go()
    keys = by_name.marks._ids
    filled.gateway.write("new", records.create, Customer, {"name": "华信000"})
    if turned:
        readers._waiting.reverse()
    readers.let_one_go()
    assert by_name.marked_count() == 3
    readers.let_go()
    assert (by_name.marks.ranges(), by_name.marked_count()) == ([(MANY - 2, MANY)], 3)
    found: list[UUID] = []
    by_name.with_marked_ids(found.extend)
    assert tuple(found) == keys


def test_a_record_that_came_in_between_is_taken_for_none_of_the_marked(
    by_name: ListView, filled: Context, readers: Held, store: Store
) -> None:
    """It stands among rows that are not loaded: only the number of rows tells."""
    mark_area(by_name, 5, 250)
    store.write("beside the window", records.create, Customer, {"name": "华信200a"})
    by_name.marks._learn()
    readers.let_go()
    assert (by_name.marked_count(), by_name.marks._ids) == (0, ())


def test_ctrl_a_waits_for_the_answer_under_way(view: ListView, readers: Held, qtbot: QtBot) -> None:
    view.grid.setFocus()
    view.search("华信00")
    qtbot.keyClick(view.grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert view.marked_count() == 0
    readers.let_go()
    found: list[UUID] = []
    view.with_marked_ids(found.extend)
    readers.let_go()
    assert (view.marked_count(), len(found)) == (9, 9)


def test_a_newer_search_or_another_mark_ends_the_wish_for_all(view: ListView, readers: Held, qtbot: QtBot) -> None:
    view.grid.setFocus()
    for turn in (lambda: view.search("华信01"), lambda: mark_area(view, 0, 0)):
        view.search("华信00")
        qtbot.keyClick(view.grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        turn()
        readers.let_go()
        assert view.marked_count() == 0


def test_marks_of_all_mean_the_list_in_sight_while_another_is_looked_for(view: ListView, readers: Held) -> None:
    view.grid.selectAll()
    view.search("华信001")
    found: list[UUID] = []
    view.with_marked_ids(found.extend)
    assert view.marked_count() == MANY
    readers.let_go()
    assert len(found) == MANY
    assert view.marked_count() == 0


def test_copying_many_rows_asks_the_right_and_is_noted(view: ListView, context: Context) -> None:
    store = context.gateway.store
    view.grid.selectRow(0)
    copy_rows(view)
    assert store.read(disclosures.listed) == []
    view.grid.selectAll()
    copy_rows(view)
    (line,) = store.read(disclosures.listed)
    assert (line.kind, line.target, line.count, line.place) == ("exported", "customers", MANY, "Clipboard")
    store.write("Made", records.create, Employee, {"name": "陈立", "role": "owner"})
    reader = store.write("Made", records.create, Employee, {"name": "李读", "role": "reader"}).value
    context.gateway.sign_in(reader, "", lambda _right: None)
    put("nothing")
    copy_rows(view)
    assert QGuiApplication.clipboard().text() == "nothing"
    assert "exporting and printing" in context.frame.told[-1]  # type: ignore[attr-defined]
