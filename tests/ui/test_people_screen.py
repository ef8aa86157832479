"""The people screen: list, file of a decision-maker, reporting lines, taking somebody in with a customer on the way."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.analysis.age import age
from app.formats import today
from app.i18n import set_language
from app.models import Contact, Customer, Visit
from app.services import records
from app.ui.context import Context
from app.ui.editors.link import LinkEditor
from app.ui.records.list_screen import ENTRY, RECORD
from app.ui.screens.people.screen import PeopleScreen
from tests.ui import hands

PHONE = "13800001111"
FOUND = [("华信", ["王芳", "周工"]), ("wf", ["王芳"]), ("00001111", ["王芳"]), ("工程", ["周工"])]


def write(context: Context, entity: Any, **values: Any) -> UUID:
    made: list[UUID] = []
    context.gateway.write("make", records.create, entity, values, done=made.append)
    return made[0]


def stored(context: Context, key: UUID) -> dict[str, Any]:
    found: dict[str, Any] = context.gateway.read_now(records.get, Contact, key)
    return found


def find(screen: QWidget, kind: Any, name: str) -> Any:
    found = screen.findChild(kind, name)
    assert found is not None, name
    return found


@pytest.fixture
def firm(context: Context) -> UUID:
    return write(context, Customer, name="华信钢构有限公司")


@pytest.fixture
def people(context: Context, firm: UUID) -> list[UUID]:
    boss = write(context, Contact, customer_id=firm, name="王芳", title="总经理", role="decider", attitude="2", phone=PHONE)
    other = write(context, Contact, customer_id=firm, name="周工", title="工程师", role="user", reports_to_id=boss)
    gone = write(context, Contact, customer_id=firm, name="李离", has_left=True)
    return [boss, other, gone]


@pytest.fixture
def make_screen(context: Context, qtbot: QtBot) -> Callable[[], PeopleScreen]:
    def make() -> PeopleScreen:
        screen = PeopleScreen(context)
        qtbot.addWidget(screen)
        screen.resize(1166, 700)
        screen.show()
        screen.activate()
        return screen

    return make


@pytest.fixture
def screen(people: list[UUID], make_screen: Callable[[], PeopleScreen]) -> PeopleScreen:
    return make_screen()


def names(screen: PeopleScreen) -> list[str]:
    model = screen.list.model
    return [row.texts[0] for n in range(model.rowCount()) if (row := model.row(n)) is not None]


def shown_texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_who_left_is_out_of_the_list_until_asked_for(screen: PeopleScreen) -> None:
    assert names(screen) == ["王芳", "周工"]
    assert screen.filters.summary.text() == "2 people"
    screen.filters.set_view(1)
    assert names(screen) == ["王芳"]
    screen.filters.set_view(3)
    assert names(screen) == ["李离"]


@pytest.mark.parametrize(("typed", "found"), FOUND)
def test_people_are_found_by_name_firm_phone_and_position(screen: PeopleScreen, typed: str, found: list[str]) -> None:
    hands.type_text(screen.filters.box, typed)
    assert names(screen) == found


def test_the_record_says_who_it_is_and_what_comes_next(screen: PeopleScreen, people: list[UUID], context: Context) -> None:
    screen.open_record(people[0])
    pane = screen.record.pane
    assert pane.title.whole() == "王芳"
    assert pane.badges() == ["Decider", "Supports"]
    assert pane.line.whole() == "华信钢构有限公司 · 总经理 · 138 0000 1111"
    hands.click(pane.next.action)
    firm = stored(context, people[0])["customer_id"]
    assert context.frame.begun == [("visits", {"customer_id": firm, "contact_id": people[0]})]  # type: ignore[attr-defined]
    hands.click(pane.next.other)
    assert context.frame.visited == [("customers", firm)]  # type: ignore[attr-defined]


def test_a_lunar_birthday_is_told_by_its_solar_day(screen: PeopleScreen, people: list[UUID], context: Context) -> None:
    write_values = {"birthday": date(1970, 8, 15), "birthday_calendar": "lunar"}
    context.gateway.write("birthday", records.update, Contact, people[0], write_values)
    screen.open_record(people[0])
    year = today().year
    moon_festivals = {2026: "09-25", 2027: "09-15", 2028: "10-03"}
    shown = screen.record._cards["birthday"].figure.whole()
    assert shown in {moon_festivals.get(year), moon_festivals.get(year + 1)}
    assert screen.record._cards["age"].figure.whole() == str(age(date(1970, 9, 15), today()))


def test_the_file_is_saved_and_read_back(screen: PeopleScreen, people: list[UUID], context: Context, qtbot: QtBot) -> None:
    screen.open_record(people[0])
    screen.record.pane.show_tab("file")
    hands.retype(find(screen, QLineEdit, "person.birthday"), "1980/8/3")
    calendar = find(screen, QComboBox, "person.birthday_calendar")
    calendar.setFocus()
    qtbot.keyClick(calendar, Qt.Key.Key_L)
    hands.retype(find(screen, QLineEdit, "person.weight"), "60")
    assert screen.save()
    values = stored(context, people[0])
    assert (values["birthday"], values["weight"]) == ("1980-08-03", 60)


def test_nobody_reports_to_themself_and_lines_stay_in_the_firm(
    screen: PeopleScreen, people: list[UUID], context: Context
) -> None:
    stranger = write(context, Customer, name="别家")
    write(context, Contact, customer_id=stranger, name="王外人")
    screen.open_record(people[0])
    screen.record.pane.show_tab("file")
    editor = screen.record.form.editor("reports_to_id")
    assert isinstance(editor, LinkEditor)
    hands.retype(editor.line, "王")
    offered = [editor._found.item(n).text() for n in range(editor._found.rowCount())]
    assert all("王外人" not in text for text in offered)
    editor._made(people[1], "周工")
    assert not screen.save()
    assert "Nobody can report to themself, not even by way of others." in shown_texts(screen.record)


def test_a_new_person_at_a_new_customer(screen: PeopleScreen, context: Context) -> None:
    screen.commands()[0].run()
    assert screen.right.currentIndex() == ENTRY
    hands.type_text(find(screen.entry, QLineEdit, "newperson.name"), "赵敏")
    editor = screen.entry.form.editor("customer_id")
    assert isinstance(editor, LinkEditor)
    hands.retype(editor.line, "新厂")
    last = editor._found.rowCount() - 1
    assert editor._found.item(last).text() == "Create “新厂”"
    editor._choose(editor._found.index(last, 0))
    hands.click(find(screen.entry, QWidget, "newperson.save"))
    assert screen.right.currentIndex() == RECORD
    key = screen.record.current()
    assert key is not None
    firm = stored(context, key)["customer_id"]
    assert context.gateway.read_now(records.get, Customer, firm)["name"] == "新厂"
    assert "赵敏" in names(screen)


def test_without_a_customer_it_is_refused_beside_the_field(screen: PeopleScreen) -> None:
    screen.begin({})
    hands.type_text(find(screen.entry, QLineEdit, "newperson.name"), "赵敏")
    assert not screen.save()
    assert "Customer is missing." in shown_texts(screen.entry)


def test_started_from_a_customer_it_is_filled_in(screen: PeopleScreen, firm: UUID) -> None:
    screen.begin({"customer_id": firm})
    assert find(screen.entry, QLineEdit, "newperson.customer_id").text() == "华信钢构有限公司"
    hands.type_text(find(screen.entry, QLineEdit, "newperson.name"), "赵敏")
    assert screen.save()
    assert screen.record.pane.title.whole() == "赵敏"


def test_the_bin_takes_people_and_undo_brings_them_back(screen: PeopleScreen, people: list[UUID], context: Context) -> None:
    screen.open_record(people[0])
    hands.click(find(screen, QWidget, "people.delete"))
    assert names(screen) == ["周工"]
    assert stored(context, people[1])["reports_to_id"] is None
    context.gateway.undo()
    assert names(screen) == ["王芳", "周工"]
    assert stored(context, people[1])["reports_to_id"] == people[0]


def test_what_went_on_with_a_person_is_shown(screen: PeopleScreen, people: list[UUID], context: Context, firm: UUID) -> None:
    at = datetime.now(UTC) - timedelta(days=3)
    write(context, Visit, customer_id=firm, contact_id=people[0], state="done", happened_at=at, content="谈年度合同")
    screen.open_record(people[0])
    assert [item.text for item in screen.record.timeline.items()] == ["Visit · 谈年度合同"]
    assert screen.record._cards["last"].figure.whole() == "3 days ago"


def test_the_language_is_switched_while_running(screen: PeopleScreen, people: list[UUID]) -> None:
    screen.open_record(people[0])
    set_language("zh")
    screen.retranslate()
    assert screen.record.pane.badges() == ["最终决策人", "支持"]
    assert screen.list.model.headerData(2, Qt.Orientation.Horizontal) == "职务"


def test_nobody_yet_offers_the_first_step(make_screen: Callable[[], PeopleScreen]) -> None:
    screen = make_screen()
    assert names(screen) == []
    assert screen.empty.isVisible()
    screen.filters.set_view(1)
    assert not screen.empty.isVisible()
    screen.filters.set_view(0)
    hands.click(screen.first)
    assert screen.right.currentIndex() == ENTRY


@pytest.mark.parametrize(
    ("before", "typed", "after"),
    [
        ((None, None), "农历八月十五", ("--08-15", "lunar")), ((None, None), "1985年闰六月初三", ("1985-06-03", "lunar_leap")),
        (("1985-08-15", "lunar"), "1985-8-16", ("1985-08-16", "solar")), ((None, None), "8-15", ("--08-15", "solar")),
        (("1985-08-15", "lunar"), "", (None, "lunar")),
    ],
)  # fmt: skip
def test_a_birthday_is_typed_in_the_list_as_in_the_form(
    make_screen: Callable[[], PeopleScreen], context: Context, people: list[UUID], qtbot: QtBot, before: Any, typed: str,
    after: Any,
) -> None:  # fmt: skip
    values = {"birthday": before[0], "birthday_calendar": before[1]}
    context.gateway.write("was", records.update, Contact, people[0], values)
    screen = make_screen()
    screen.list.columns.choose(("name", "birthday"))
    screen.list.select(people[0])
    grid = screen.list.grid
    grid.setFocus()
    qtbot.waitUntil(grid.hasFocus)
    grid.setCurrentIndex(grid.currentIndex().siblingAtColumn(1))
    qtbot.keyClick(grid, Qt.Key.Key_F2)
    assert screen.inline.editor is not None
    line = screen.inline.editor.widget
    assert isinstance(line, QLineEdit)
    assert line.text() == ("1985-08-15 (lunar)" if before[0] else "")
    hands.retype(line, "农历八月三十一")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert "is no birthday" in line.accessibleDescription()
    hands.retype(line, typed)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert screen.inline.editor is None
    assert (stored(context, people[0])["birthday"], stored(context, people[0])["birthday_calendar"]) == after
    context.gateway.undo()
    assert (stored(context, people[0])["birthday"], stored(context, people[0])["birthday_calendar"]) == before
