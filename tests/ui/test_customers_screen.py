"""The customers screen as a person uses it: filter, look, take in, fill in the file, star, delete, in both languages."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.formats import today
from app.i18n import set_language
from app.models import Complaint, Contact, Customer, Employee, Visit
from app.services import customers, records
from app.ui.context import Context
from app.ui.records.list_screen import ENTRY, RECORD
from app.ui.screens.customers.screen import CustomersScreen
from tests.ui import hands

NAMES = ("华信钢构有限公司", "宁江泵业股份有限公司", "东川机电设备有限公司")


def write(context: Context, entity: Any, **values: Any) -> UUID:
    made: list[UUID] = []
    context.gateway.write("make", records.create, entity, values, done=made.append)
    return made[0]


def stored(context: Context, key: UUID) -> dict[str, Any]:
    found: dict[str, Any] = context.gateway.read_now(records.get, Customer, key)
    return found


@pytest.fixture
def keys(context: Context) -> list[UUID]:
    chen = write(context, Employee, name="陈立")
    grades = ("gold", "silver", None)
    return [
        write(context, Customer, name=name, grade=grade, status="active", owner_id=chen, business="钢结构制造", kind="company")
        for name, grade in zip(NAMES, grades, strict=True)
    ]


@pytest.fixture
def open_screen(context: Context, qtbot: QtBot) -> Callable[[], CustomersScreen]:
    def make() -> CustomersScreen:
        screen = CustomersScreen(context)
        qtbot.addWidget(screen)
        screen.resize(1166, 700)
        screen.show()
        screen.activate()
        return screen

    return make


@pytest.fixture
def screen(keys: list[UUID], open_screen: Callable[[], CustomersScreen]) -> CustomersScreen:
    return open_screen()


def find(screen: QWidget, kind: Any, name: str) -> Any:
    found = screen.findChild(kind, name)
    assert found is not None, name
    return found


def names(screen: CustomersScreen) -> list[str]:
    model = screen.list.model
    return [row.texts[0] for n in range(model.rowCount()) if (row := model.row(n)) is not None]


def shown_texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_the_list_is_in_pinyin_order_and_says_how_many(screen: CustomersScreen) -> None:
    assert names(screen) == [NAMES[2], NAMES[0], NAMES[1]]
    assert screen.filters.summary.text() == "3 customers"


@pytest.mark.parametrize(("typed", "found"), [("泵", [1]), ("hx", [0]), ("huaxin", [0]), ("KH000003", [2]), ("不", [])])
def test_each_keystroke_filters(screen: CustomersScreen, typed: str, found: list[int]) -> None:
    screen.focus_filter()
    hands.type_text(screen.filters.box, typed)
    assert names(screen) == [NAMES[n] for n in found]
    screen.filters.box.clear()
    assert len(names(screen)) == 3


def test_filters_are_chips_that_can_be_taken_away(screen: CustomersScreen, qtbot: QtBot) -> None:
    panel = screen.filters.show_values("grade", screen.filters)
    hands.click_item(panel.list, "Gold")
    assert names(screen) == [NAMES[0]]
    hands.click_item(panel.list, "Silver")
    assert names(screen) == [NAMES[0], NAMES[1]]
    chip = find(screen, QPushButton, "customers.chip.grade")
    assert chip.accessibleName() == "Grade: Gold, Silver"
    at = chip.rect().center()
    at.setX(chip.width() - 8)
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=at)
    assert len(names(screen)) == 3


def test_a_salesperson_filter_offers_the_colleagues(screen: CustomersScreen, context: Context) -> None:
    write(context, Employee, name="周敏")
    panel = screen.filters.show_values("owner_id", screen.filters)
    assert hands.item_texts(panel.list) == ["陈立", "周敏"]
    hands.type_text(panel.line, "周")
    assert hands.item_texts(panel.list) == ["周敏"]
    hands.click_item(panel.list, "周敏")
    assert names(screen) == []
    assert find(screen, QPushButton, "customers.chip.owner_id").accessibleName() == "Salesperson: 周敏"


def test_choosing_a_row_shows_who_it_is(screen: CustomersScreen, qtbot: QtBot, keys: list[UUID]) -> None:
    screen.filters.box.setFocus()
    qtbot.keyClick(screen.filters.box, Qt.Key.Key_Down)
    qtbot.keyClick(screen.list.grid, Qt.Key.Key_Down)
    pane = screen.record.pane
    assert pane.title.whole() == NAMES[0]
    assert pane.badges() == ["Gold", "Active"]
    assert pane.line.whole().startswith("KH000001 · 钢结构制造 · Salesperson 陈立 · file ")
    assert pane.next.text() == "Next: get in touch · No contact recorded yet"


def test_the_next_step_leads_where_it_is_done(screen: CustomersScreen, context: Context, keys: list[UUID], qtbot: QtBot) -> None:
    complaint = write(context, Complaint, customer_id=keys[0], subject="法兰超差", received_at=datetime.now(UTC))
    screen.open_record(keys[0])
    assert "法兰超差" in screen.record.pane.next.text()
    hands.click(screen.record.pane.next.action)
    assert context.frame.visited == [("complaints", complaint)]  # type: ignore[attr-defined]
    promised = write(
        context, Visit, customer_id=keys[1], state="done", promise="寄样品", promise_due=today() - timedelta(days=3),
        happened_at=datetime.now(UTC) - timedelta(days=9),
    )  # fmt: skip
    screen.open_record(keys[1])
    assert "3 days late" in screen.record.pane.next.text()
    hands.click(screen.record.pane.next.action)
    kept = context.gateway.read_now(records.get, Visit, promised)["promise_kept_on"]
    assert kept == today()


def test_a_planned_visit_can_be_recorded_or_moved(screen: CustomersScreen, context: Context, keys: list[UUID]) -> None:
    plan = write(context, Visit, customer_id=keys[0], state="planned", planned_on=today(), purpose="回访")
    screen.open_record(keys[0])
    hands.click(screen.record.pane.next.action)
    assert context.frame.begun == [("visits", {"customer_id": keys[0], "visit_id": plan})]  # type: ignore[attr-defined]
    hands.click(screen.record.pane.next.other)
    assert context.gateway.read_now(records.get, Visit, plan)["planned_on"] == today() + timedelta(days=7)


def test_the_overview_tells_what_went_on_and_opens_it(screen: CustomersScreen, context: Context, keys: list[UUID]) -> None:
    now = datetime.now(UTC)
    visit = write(context, Visit, customer_id=keys[0], state="done", kind="phone", happened_at=now, content="问进度")
    write(context, Complaint, customer_id=keys[0], subject="坏了", received_at=datetime.now(UTC) - timedelta(days=1))
    screen.open_record(keys[0])
    lines = [item.text for item in screen.record.overview.timeline.items()]
    assert lines == ["Phone call · 问进度", "Complaint · " + lines[1].split(" · ", 1)[1]]
    assert lines[1].endswith("坏了")
    screen.record.overview.timeline.opened.emit(("visits", visit))
    assert context.frame.visited[-1] == ("visits", visit)  # type: ignore[attr-defined]
    hands.click(screen.record.overview._cards["complaints"])
    assert screen.record.pane.tab() == "complaints"
    assert screen.record.complaints is not None
    assert screen.record.complaints.list.model.rowCount() == 1


def test_the_file_is_saved_on_command_only_and_undone(screen: CustomersScreen, context: Context, keys: list[UUID]) -> None:
    screen.open_record(keys[0])
    screen.record.pane.show_tab("file")
    line = find(screen, QLineEdit, "form.phone")
    hands.retype(line, "0571-8888 6666")
    assert stored(context, keys[0])["phone"] is None
    assert screen.record.file.bar.isVisible()
    assert screen.save()
    assert stored(context, keys[0])["phone"] == "0571-8888 6666"
    assert not screen.record.file.bar.isVisible()
    context.gateway.undo()
    assert stored(context, keys[0])["phone"] is None
    assert line.text() == ""


def test_what_is_wrong_stands_beside_the_field_and_nothing_is_stored(
    screen: CustomersScreen, context: Context, keys: list[UUID]
) -> None:
    screen.open_record(keys[0])
    screen.record.pane.show_tab("file")
    hands.retype(find(screen, QLineEdit, "form.credit_code"), "123")
    assert not screen.save()
    assert "A unified social credit code has 18 characters." in shown_texts(screen.record)
    hands.retype(find(screen, QLineEdit, "form.credit_code"), "91350100M000100049")
    assert "The check character does not fit" in shown_texts(screen.record)
    assert screen.save()
    assert stored(context, keys[0])["credit_code"] == "91350100M000100049"


def test_a_change_elsewhere_of_the_same_field_is_said_beside_it(
    screen: CustomersScreen, context: Context, keys: list[UUID]
) -> None:
    screen.open_record(keys[0])
    screen.record.pane.show_tab("file")
    hands.retype(find(screen, QLineEdit, "form.phone"), "138")
    context.gateway.write("elsewhere", records.update, Customer, keys[0], {"phone": "139", "fax": "140"})
    assert "Meanwhile changed elsewhere to “139”." in shown_texts(screen.record)
    assert find(screen, QLineEdit, "form.fax").text() == "140"
    assert find(screen, QLineEdit, "form.phone").text() == "138"
    assert screen.save()
    assert (stored(context, keys[0])["phone"], stored(context, keys[0])["fax"]) == ("138", "140")


def test_a_save_that_was_overtaken_is_refused_and_works_when_repeated(
    screen: CustomersScreen, context: Context, keys: list[UUID]
) -> None:
    screen.open_record(keys[0])
    screen.record.pane.show_tab("file")
    hands.retype(find(screen, QLineEdit, "form.phone"), "138")
    context.gateway.store.write("another window", records.update, Customer, keys[0], {"phone": "139"})
    assert not screen.save()
    assert "was changed elsewhere meanwhile" in shown_texts(screen.record)
    assert stored(context, keys[0])["phone"] == "139"
    assert screen.save()
    assert stored(context, keys[0])["phone"] == "138"


def test_the_same_credit_code_twice_is_said_and_does_not_block(
    screen: CustomersScreen, context: Context, keys: list[UUID]
) -> None:
    context.gateway.write("code", records.update, Customer, keys[1], {"credit_code": "91350100M000100044"})
    screen.open_record(keys[0])
    screen.record.pane.show_tab("file")
    hands.retype(find(screen, QLineEdit, "form.credit_code"), "91350100M000100044")
    find(screen, QLineEdit, "form.name").setFocus()
    assert f"{NAMES[1]} (KH000002) has the same credit code." in shown_texts(screen.record)
    assert screen.save()


def test_going_to_another_customer_keeps_the_draft(screen: CustomersScreen, context: Context, keys: list[UUID]) -> None:
    screen.open_record(keys[0])
    screen.record.pane.show_tab("file")
    hands.retype(find(screen, QLineEdit, "form.phone"), "138")
    screen.open_record(keys[1])
    assert find(screen, QLineEdit, "form.phone").text() == ""
    screen.open_record(keys[0])
    form = screen.record.file.form()
    assert form is not None
    assert form.banner.isVisible()
    hands.click(form.banner.resume)
    assert find(screen, QLineEdit, "form.phone").text() == "138"


def test_missing_fields_are_named_and_lead_there(screen: CustomersScreen, keys: list[UUID]) -> None:
    screen.open_record(keys[0])
    screen.record.pane.show_tab("file")
    assert find(screen, QLabel, "customers.fullness").text().startswith("The file is ")
    screen.record.file.go_to("terms_days")
    assert find(screen, QLineEdit, "form.terms_days").hasFocus()


def test_a_private_customer_has_the_sections_of_a_person(screen: CustomersScreen, context: Context) -> None:
    key = write(context, Customer, name="李静", kind="person")
    screen.open_record(key)
    screen.record.pane.show_tab("file")
    assert find(screen, QComboBox, "form.gender").isVisible()
    visible = [line for line in screen.findChildren(QLineEdit) if line.objectName() == "form.credit_code" and line.isVisible()]
    assert visible == []


def test_a_new_customer_is_a_name_and_enter(screen: CustomersScreen, context: Context, qtbot: QtBot) -> None:
    screen.record.pane.show_tab("history")
    screen.commands()[0].run()
    assert screen.right.currentIndex() == ENTRY
    line = find(screen.entry, QLineEdit, "new.name")
    hands.type_text(line, "海陵仪表厂")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert screen.right.currentIndex() == RECORD
    assert screen.record.pane.title.whole() == "海陵仪表厂"
    assert screen.record.pane.tab() == "overview"
    assert screen.filters.summary.text() == "4 customers"
    key = screen.record.current()
    assert key is not None
    assert (stored(context, key)["code"], stored(context, key)["filled_on"]) == ("KH000004", today())
    assert screen.list.current() == key


def test_somebody_who_may_be_here_already_is_shown_while_typing(
    screen: CustomersScreen, keys: list[UUID], qtbot: QtBot
) -> None:
    screen.begin({})
    hands.type_text(find(screen.entry, QLineEdit, "new.name"), "华信钢构")

    def offered() -> list[QPushButton]:
        return [button for button in screen.entry.likes.findChildren(QPushButton) if button.isVisible()]

    qtbot.waitUntil(lambda: bool(offered()))
    buttons = offered()
    assert [button.text() for button in buttons] == [f"{NAMES[0]} · KH000001 · same name", "Add and merge"]
    hands.click(buttons[0])
    assert screen.record.current() == keys[0]


def test_a_name_that_is_only_blanks_is_refused_beside_the_field(screen: CustomersScreen, qtbot: QtBot) -> None:
    screen.begin({})
    line = find(screen.entry, QLineEdit, "new.name")
    hands.type_text(line, "  ")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert screen.right.currentIndex() == ENTRY
    assert "Name is missing." in shown_texts(screen.entry)


def test_leaving_the_new_customer_keeps_what_was_typed(screen: CustomersScreen, qtbot: QtBot) -> None:
    screen.begin({})
    hands.type_text(find(screen.entry, QLineEdit, "new.name"), "半个名字")
    screen.entry.back()
    screen.begin({})
    assert screen.entry.form.banner.isVisible()


def test_a_value_is_changed_in_its_place(screen: CustomersScreen, context: Context, keys: list[UUID], qtbot: QtBot) -> None:
    grid = screen.list.grid
    grid.setFocus()
    screen.list.neighbour(1)
    qtbot.keyClick(grid, Qt.Key.Key_F2)
    assert screen.inline.editor is not None
    line = screen.inline.editor.widget
    assert isinstance(line, QLineEdit)
    hands.retype(line, "东川电机")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert stored(context, keys[2])["name"] == "东川电机"
    assert names(screen)[0] == "东川电机"
    context.gateway.undo()
    qtbot.keyClick(grid, Qt.Key.Key_F2)
    assert screen.inline.editor is not None
    line = screen.inline.editor.widget
    assert isinstance(line, QLineEdit)
    hands.retype(line, " ")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert line.accessibleDescription() == "Name is missing."
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert screen.inline.editor is None
    assert stored(context, keys[2])["name"] == NAMES[2]


def test_a_record_that_is_gone_is_said(screen: CustomersScreen, context: Context) -> None:
    screen.open_record(UUID(int=1))
    assert context.frame.told == ["This record no longer exists."]  # type: ignore[attr-defined]


def test_star_and_bin_with_undo(screen: CustomersScreen, context: Context, keys: list[UUID]) -> None:
    screen.open_record(keys[0])
    hands.click(find(screen, QWidget, "customers.star"))
    assert stored(context, keys[0])["starred"] is True
    screen.filters.set_view(1)
    assert names(screen) == [NAMES[0]]
    screen.filters.set_view(0)
    hands.click(find(screen, QWidget, "customers.delete"))
    assert len(names(screen)) == 2
    assert screen.record.current() is None
    context.gateway.undo()
    assert len(names(screen)) == 3


def test_many_are_deleted_at_once_with_the_count_shown(screen: CustomersScreen, qtbot: QtBot) -> None:
    screen.list.grid.setFocus()
    screen.list.grid.selectAll()
    assert screen.filters.summary.text() == "3 of 3 selected"
    screen.list.with_marked_ids(screen.remove)
    assert names(screen) == []


def test_enter_gives_the_whole_width_and_escape_the_list_back(screen: CustomersScreen, qtbot: QtBot) -> None:
    screen.list.grid.setFocus()
    screen.list.neighbour(1)
    qtbot.keyClick(screen.list.grid, Qt.Key.Key_Return)
    assert not screen.list.isVisible()
    screen.narrow()
    assert screen.list.isVisible()


def test_people_are_shown_by_reporting_line_and_added_from_here(
    screen: CustomersScreen, context: Context, keys: list[UUID]
) -> None:
    boss = write(context, Contact, customer_id=keys[0], name="王总", role="decider", attitude="2", weight=60)
    write(context, Contact, customer_id=keys[0], name="周工", reports_to_id=boss, weight=30)
    screen.open_record(keys[0])
    screen.record.pane.show_tab("people")
    people = screen.record.people
    assert people is not None
    assert [cells[0].text for _key, cells in people.table.rows.lines] == ["王总", "    └ 周工"]
    assert people.remarks.texts() == [
        "王总 decides, and no contact is recorded.", "The weights add up to 90, not to 100.",
    ]  # fmt: skip
    hands.click(people.add)
    assert context.frame.begun[-1] == ("people", {"customer_id": keys[0]})  # type: ignore[attr-defined]


def test_the_history_says_who_changed_what(screen: CustomersScreen, context: Context, keys: list[UUID]) -> None:
    context.gateway.write("Saved", records.update, Customer, keys[0], {"grade": "watch"})
    screen.open_record(keys[0])
    screen.record.pane.show_tab("history")
    history = screen.record.history
    assert history is not None
    first = [cell.text for cell in history.table.rows.lines[0][1]]
    assert first[3:] == ["Grade", "Gold", "Watch"]


def test_every_word_follows_the_language(screen: CustomersScreen, keys: list[UUID]) -> None:
    screen.open_record(keys[0])
    screen.record.pane.show_tab("file")
    set_language("zh")
    screen.retranslate()
    assert screen.record.pane.badges() == ["金牌", "活跃"]
    assert screen.filters.summary.text() == "3 个客户"
    assert screen.list.model.headerData(0, Qt.Orientation.Horizontal) == "名称"
    tabs = find(screen, QWidget, "customers.record.tabs")
    assert [tabs.tabText(n) for n in range(3)] == ["概览", "档案", "决策者"]


def test_an_empty_file_offers_the_first_step(open_screen: Callable[[], CustomersScreen]) -> None:
    screen = open_screen()
    assert screen.empty.isVisible()
    hands.click(screen.bring_in)
    assert screen.context.frame.begun == [("import", {"entity": "customers"})]  # type: ignore[attr-defined]
    hands.click(screen.first)
    assert screen.right.currentIndex() == ENTRY


def test_hostile_names_are_shown_as_typed(screen: CustomersScreen, context: Context, qtbot: QtBot) -> None:
    name = "<b>A</b> & =cmd()|'𲎰"
    screen.begin({})
    find(screen.entry, QLineEdit, "new.name").setText(name)
    screen.entry.form.editor("name").changed.emit()
    assert screen.entry.submit()
    assert screen.record.pane.title.whole() == name
    assert screen.record.pane.title.textFormat() == Qt.TextFormat.PlainText


def test_birthdays_ahead_are_the_next_step_when_nothing_else_is(
    screen: CustomersScreen, context: Context, keys: list[UUID]
) -> None:
    soon = today() + timedelta(days=3)
    write(context, Contact, customer_id=keys[0], name="王芳", birthday=date(1980, soon.month, soon.day))
    write(context, Visit, customer_id=keys[0], state="done", happened_at=datetime.now(UTC))
    screen.open_record(keys[0])
    assert "王芳" in screen.record.pane.next.text()


def test_what_undo_brings_back_is_marked_and_shown(screen: CustomersScreen, context: Context) -> None:
    screen.list.neighbour(1)
    key = screen.record.current()
    assert key is not None
    screen.remove([key])
    assert (screen.record.current(), screen.list.current()) == (None, None)
    context.gateway.undo()
    assert (screen.record.current(), screen.list.current()) == (key, key)
    assert screen.right.currentIndex() == RECORD
    context.gateway.redo()
    context.gateway.undo()
    assert (screen.record.current(), screen.list.current()) == (key, key)
    context.gateway.write("x", customers.save, key, {"name": "Zz"})
    context.gateway.undo()
    assert (screen.record.current(), screen.list.current()) == (key, key)


def test_an_empty_tab_says_what_belongs_there(screen: CustomersScreen, keys: list[UUID]) -> None:
    screen.open_record(keys[0])
    screen.record.pane.show_tab("complaints")
    shown = screen.record.complaints
    assert shown is not None
    assert shown.nothing.isVisible()
    assert shown.nothing.text.text() == "No complaints."


def test_open_complaints_come_first_and_requests_stand_among_the_dealings(
    screen: CustomersScreen, context: Context, keys: list[UUID]
) -> None:
    from app.models.request import ServiceRequest

    now = datetime.now(UTC)
    for place, state in enumerate(("S90", "S40", "S10", "S80")):
        received = now - timedelta(days=place)
        write(context, Complaint, customer_id=keys[0], subject=state, state=state, received_at=received)
    request = write(context, ServiceRequest, customer_id=keys[0], subject="怎么换刀", received_at=now)
    screen.open_record(keys[0])
    pane = screen.record.pane
    first = screen.record.overview.timeline.items()[0]
    assert (first.key, first.badge, first.text.startswith("Service request · FW")) == (("requests", request), "Registered", True)
    pane.show_tab("complaints")
    shown = screen.record.complaints
    assert shown is not None
    assert [shown.list.model.cell(place, 1).text for place in range(4)] == ["S10", "S40", "S80", "S90"]  # type: ignore[union-attr]


def test_a_deleted_customer_is_told_in_a_sentence(screen: CustomersScreen, context: Context, keys: list[UUID]) -> None:
    context.gateway.write("x", records.delete, Customer, [keys[2]])
    screen.open_record(keys[2])
    assert context.frame.told == [f"“{NAMES[2]}” is in the recycle bin. It can be restored there."]  # type: ignore[attr-defined]
