"""Filters by any field and saved views as a person uses them: chosen, kept, changed, reset, pinned, found again at the start."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.formats import today
from app.models import Customer, Employee, Visit
from app.models.firm_lists import CustomField
from app.models.own import own_fields
from app.services import merge, records, saved_views
from app.ui.context import Context
from app.ui.frame.pinned import PinnedViews
from app.ui.lists.columns_panel import ColumnsPanel
from app.ui.lists.list_tools import list_commands
from app.ui.lists.wishes import Wish
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from app.ui.screens.customers.screen import CustomersScreen
from app.ui.screens.visits.screen import VisitsScreen
from tests.ui import hands

NAMES = ("东川机电", "华信钢构", "宁江泵业")


def write(context: Context, entity: Any, **values: Any) -> UUID:
    made: list[UUID] = []
    context.gateway.write("make", records.create, entity, values, done=made.append)
    return made[0]


@pytest.fixture
def keys(context: Context) -> list[UUID]:
    chen = write(context, Employee, name="陈立")
    write(context, Employee, name="周敏")
    day = today()
    rows = (
        {"grade": "gold", "tags": "VIP, 重点", "employees": 20, "registered_capital": 500_00, "founded": day, "owner_id": chen},
        {"grade": "silver", "tags": "VIP", "employees": 300, "founded": day - timedelta(days=400), "business": "钢结构"},
        {"employees": None, "business": "水泵", "starred": True},
    )
    return [write(context, Customer, name=name, **row) for name, row in zip(NAMES, rows, strict=True)]


@pytest.fixture
def open_screen(context: Context, qtbot: QtBot, keys: list[UUID]) -> Callable[[], CustomersScreen]:
    def make() -> CustomersScreen:
        screen = CustomersScreen(context)
        qtbot.addWidget(screen)
        screen.resize(1166, 700)
        screen.show()
        screen.activate()
        return screen

    return make


@pytest.fixture
def screen(open_screen: Callable[[], CustomersScreen]) -> CustomersScreen:
    return open_screen()


def names(screen: CustomersScreen) -> list[str]:
    model = screen.list.model
    return [row.texts[0] for n in range(model.rowCount()) if (row := model.row(n)) is not None]


def chip(screen: QWidget, name: str) -> QPushButton:
    found = screen.findChild(QPushButton, f"customers.{name}")
    assert isinstance(found, QPushButton), name
    return found


def view_menu(screen: CustomersScreen) -> dict[str, Any]:
    menu = QMenu(screen)
    screen.filters.views_menu(menu)
    return {action.text(): action for action in menu.actions() if action.text()}


def choose(screen: CustomersScreen, text: str) -> None:
    view_menu(screen)[text].trigger()


# filters ------------------------------------------------------------------------------------------------------------


def test_the_menu_of_fields_has_the_usual_ones_first_then_all_by_section(screen: CustomersScreen, context: Context) -> None:
    write(context, CustomField, target="customers", name="Route", kind="line")
    hands.click(chip(screen, "add_filter"))
    offered = screen.filters.show_fields()
    words = offered.words()
    assert words[:3] == ["Salesperson", "Status", "Grade"]
    assert words[words.index("Own fields") + 1] == "Route"
    assert {"Invoice title", "Number of employees", "Tags", "Strategy, 1 year", "Last contact"} <= set(words)
    assert len(words) == len(set(words)), "no field is offered twice, no heading repeats"
    hands.type_text(offered.line, "numb")
    assert "Number of employees" in offered.words()
    assert "Grade" not in offered.words()


def test_a_field_is_found_by_typing_and_filtered_without_the_mouse(screen: CustomersScreen) -> None:
    offered = screen.filters.show_fields()
    hands.type_text(offered.line, "number of e")
    QTest.keyClick(offered.line, Qt.Key.Key_Return)
    assert screen.filters.flyout is not None
    low, high = (screen.findChild(QWidget, f"customers.values.{part}") for part in ("from", "to"))
    hands.type_text(low, "10")
    hands.type_text(high, "100")
    QTest.keyClick(high, Qt.Key.Key_Return)
    assert names(screen) == [NAMES[0]]
    assert chip(screen, "chip.employees").accessibleName() == "Number of employees: 10 – 100"
    assert screen.filters.flyout is None


def test_what_cannot_be_a_range_is_said_beside_the_fields(screen: CustomersScreen) -> None:
    panel = screen.filters.show_values("employees", screen.filters)
    hands.type_text(panel.low.widget, "100")
    hands.type_text(panel.high.widget, "10")
    hands.click(panel.do)
    assert panel.note.text() == "The first value lies above the second."
    hands.retype(panel.high.widget, "many")
    hands.click(panel.do)
    assert panel.note.text() == "“many” is not a whole number."
    assert len(names(screen)) == 3


def test_texts_are_contained_exact_empty_or_filled(screen: CustomersScreen) -> None:
    panel = screen.filters.show_values("business", screen.filters)
    hands.type_text(panel.line, "泵")
    QTest.keyClick(panel.line, Qt.Key.Key_Return)
    assert names(screen) == [NAMES[2]]
    assert chip(screen, "chip.business").accessibleName() == "Main business contains “泵”"
    panel = screen.filters.show_values("business", chip(screen, "chip.business"))
    assert panel.line.text() == "泵"
    panel.ways.setCurrentIndex(panel.ways.findData("empty"))
    panel.ways.activated.emit(panel.ways.currentIndex())
    assert names(screen) == [NAMES[0]]
    assert chip(screen, "chip.business").accessibleName() == "Main business: empty"
    panel = screen.filters.show_values("business", chip(screen, "chip.business"))
    hands.click(panel.remove)
    assert len(names(screen)) == 3


def test_tags_in_use_are_offered_with_their_counts(screen: CustomersScreen) -> None:
    panel = screen.filters.show_values("tags", screen.filters)
    assert hands.item_texts(panel.list) == ["VIP  (2)", "重点  (1)"]
    hands.click_item(panel.list, "VIP  (2)")
    assert names(screen) == [NAMES[0], NAMES[1]]
    panel.ways.setCurrentIndex(panel.ways.findData("none"))
    panel.ways.activated.emit(panel.ways.currentIndex())
    assert names(screen) == [NAMES[2]]
    assert chip(screen, "chip.tags").accessibleName() == "Tags: not VIP"


def test_days_have_periods_and_from_to(screen: CustomersScreen) -> None:
    panel = screen.filters.show_values("founded", screen.filters)
    hands.click_item(panel.list, "Last 7 days")
    assert names(screen) == [NAMES[0]]
    assert chip(screen, "chip.founded").accessibleName() == "Founded on: Last 7 days"
    panel = screen.filters.show_values("founded", screen.filters)
    hands.type_text(panel.high.widget, (today() - timedelta(days=30)).isoformat())
    QTest.keyClick(panel.high.widget, Qt.Key.Key_Return)
    assert names(screen) == [NAMES[1]]
    assert chip(screen, "chip.founded").accessibleName() == f"Founded on: up to {today() - timedelta(days=30)}"


def test_filters_of_several_fields_hold_together(screen: CustomersScreen) -> None:
    screen.filters.set_wish("tags", Wish("tags", "any", ("VIP",)))
    screen.filters.set_wish("employees", Wish("employees", "between", (100, None)))
    hands.type_text(screen.filters.box, "hua")
    assert names(screen) == [NAMES[1]]


def test_a_panel_goes_on_esc_and_brings_the_keyboard_back(screen: CustomersScreen) -> None:
    screen.filters.box.setFocus()
    panel = screen.filters.show_values("business", screen.filters)
    assert panel.line.hasFocus()
    QTest.keyClick(panel.line, Qt.Key.Key_Escape)
    assert screen.filters.flyout is None
    assert screen.filters.box.hasFocus()


def test_a_filter_by_an_own_field_that_is_given_up_goes_quietly(screen: CustomersScreen, context: Context) -> None:
    field = write(context, CustomField, target="customers", name="Route", kind="line")
    (key,) = own_fields(Customer)
    screen.filters.set_wish(key, Wish(key, "filled"))
    assert names(screen) == []
    context.gateway.write("x", records.update, CustomField, field, {"retired": True})
    screen.filters.set_wish("starred", Wish("starred", "in", (True,)))
    assert names(screen) == [NAMES[2]]


# saved views --------------------------------------------------------------------------------------------------------


def save_view(screen: CustomersScreen, name: str) -> None:
    choose(screen, "Save view…")
    assert screen.views.naming is not None
    hands.type_text(screen.views.naming.line, name)
    QTest.keyClick(screen.views.naming.line, Qt.Key.Key_Return)


@pytest.fixture
def saved(screen: CustomersScreen) -> CustomersScreen:
    screen.filters.set_filter("tags", ("VIP",))
    screen.list.columns.choose(("name", "employees", "code"))
    screen.list.set_query(screen.list.model.with_sort("employees", True))
    save_view(screen, "大客户")
    return screen


def test_a_view_keeps_filter_columns_and_order(saved: CustomersScreen, context: Context) -> None:
    assert chip(saved, "view").accessibleName() == "大客户 ▾"
    choose(saved, "All customers")
    assert len(names(saved)) == 3
    assert saved.list.query().columns == ("name", "grade", "status", "owner_id", "last_contact_at")
    choose(saved, "大客户")
    assert names(saved) == [NAMES[1], NAMES[0]]
    assert saved.list.query().columns == ("name", "employees", "code")
    assert (saved.list.query().sort, saved.list.query().descending) == ("employees", True)
    assert view_menu(saved)["大客户"].isChecked()
    assert not view_menu(saved)["All customers"].isChecked()


def test_a_changed_view_has_a_dot_and_is_reset_or_saved(saved: CustomersScreen) -> None:
    assert "Save changes" not in view_menu(saved)
    saved.filters.set_filter("grade", ("gold",))
    assert chip(saved, "view").accessibleName() == "● 大客户 ▾"
    choose(saved, "Reset")
    assert names(saved) == [NAMES[1], NAMES[0]]
    assert chip(saved, "view").accessibleName() == "大客户 ▾"
    saved.filters.set_filter("grade", ("gold",))
    choose(saved, "Save changes")
    assert chip(saved, "view").accessibleName() == "大客户 ▾"
    choose(saved, "All customers")
    choose(saved, "大客户")
    assert names(saved) == [NAMES[0]]


def test_columns_chosen_in_a_view_are_its_own(saved: CustomersScreen, context: Context) -> None:
    saved.list.columns.choose(("name", "grade"))
    saved.list.columns.keep()
    assert chip(saved, "view").accessibleName() == "● 大客户 ▾"
    choose(saved, "All customers")
    assert "grade" in saved.list.query().columns
    assert "owner_id" in saved.list.query().columns


def test_a_name_is_asked_for_until_it_will_do(saved: CustomersScreen, context: Context) -> None:
    choose(saved, "Save as a new view…")
    naming = saved.views.naming
    assert naming is not None
    hands.type_text(naming.line, "大客户")
    hands.click(naming.do)
    assert naming.note.text() == "There is a view of this name already. Choose another name."
    hands.retype(naming.line, "  ")
    hands.click(naming.do)
    assert naming.note.text() == "Name is missing."
    hands.retype(naming.line, "VIP")
    hands.click(naming.do)
    assert [view.name for view in context.gateway.read_now(saved_views.of)] == ["大客户", "VIP"]
    assert chip(saved, "view").accessibleName() == "VIP ▾"


def test_renaming_and_deleting_can_be_taken_back(saved: CustomersScreen, context: Context) -> None:
    choose(saved, "Rename view…")
    naming = saved.views.naming
    assert naming is not None
    assert naming.line.text() == "大客户"
    hands.retype(naming.line, "VIP")
    QTest.keyClick(naming.line, Qt.Key.Key_Return)
    assert chip(saved, "view").accessibleName() == "VIP ▾"
    choose(saved, "Delete view")
    assert chip(saved, "view").accessibleName() == "All customers ▾"
    assert len(names(saved)) == 3
    context.gateway.undo()
    assert "VIP" in view_menu(saved)
    context.gateway.undo()
    assert "大客户" in view_menu(saved)


def test_the_last_view_is_shown_at_the_next_start(saved: CustomersScreen, open_screen: Callable[[], CustomersScreen]) -> None:
    again = open_screen()
    assert names(again) == [NAMES[1], NAMES[0]]
    assert again.list.query().columns == ("name", "employees", "code")
    choose(again, "Starred")
    assert names(open_screen()) == [NAMES[2]]


def test_a_link_in_a_view_reads_as_a_name_at_the_next_start(
    screen: CustomersScreen, context: Context, open_screen: Callable[[], CustomersScreen]
) -> None:
    panel = screen.filters.show_values("owner_id", screen.filters)
    hands.click_item(panel.list, "陈立")
    save_view(screen, "陈立的")
    again = open_screen()
    assert chip(again, "chip.owner_id").accessibleName() == "Salesperson: 陈立"
    assert names(again) == [NAMES[0]]


def test_a_period_in_a_view_means_the_present_one(saved: CustomersScreen, context: Context) -> None:
    saved.filters.set_filter("founded", ("month",))
    choose(saved, "Save changes")
    (view,) = context.gateway.read_now(saved_views.of)
    assert ["founded", "period", ["month"]] in view.body["wishes"]


# the rail -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def window(context: Context, keys: list[UUID], qtbot: QtBot) -> MainWindow:
    window = MainWindow(Preferences(None))
    qtbot.addWidget(window)
    window.complete()
    window.attach(context, "customers")
    window.resize(1366, 768)
    window.show()
    qtbot.waitUntil(lambda: bool(window.findChildren(PinnedViews)))
    return window


def rail_views(window: MainWindow) -> list[tuple[str, int]]:
    return [(item.word(), item.badge) for item in window.rail.views.values()]


def test_a_pinned_view_stands_in_the_rail_with_its_count(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    screen = window.screen_of("customers")
    assert isinstance(screen, CustomersScreen)
    screen.filters.set_filter("tags", ("VIP",))
    save_view(screen, "重要客户")
    assert rail_views(window) == []
    choose(screen, "Pin to the rail")
    assert rail_views(window) == [("重要客户", 2)]
    (item,) = window.rail.views.values()
    assert item.accessibleName() == "重要客户, 2 records"
    above, below = (window.rail.items[key] for key in ("customers", "people"))
    qtbot.waitUntil(lambda: above.geometry().bottom() < item.geometry().top() < below.geometry().top())
    context.gateway.write("x", records.create, Customer, {"name": "新", "tags": "VIP"})
    qtbot.waitUntil(lambda: rail_views(window) == [("重要客户", 3)])
    choose(screen, "All customers")
    window.go("people")
    hands.click(item)
    assert window.current is screen
    assert len(names(screen)) == 3
    assert item.isChecked()
    choose(screen, "All customers")
    assert not item.isChecked()
    choose(screen, "重要客户")
    choose(screen, "Take out of the rail")
    assert rail_views(window) == []
    context.gateway.undo()
    assert rail_views(window) == [("重要客户", 3)]



def test_a_view_of_visits_gives_way_to_the_order_of_the_screens_own(context: Context, keys: list[UUID], qtbot: QtBot) -> None:
    write(context, Visit, customer_id=keys[0], purpose="看货", planned_on=today())
    screen = VisitsScreen(context)
    qtbot.addWidget(screen)
    screen.resize(1166, 700)
    screen.show()
    screen.activate()
    screen.filters.set_view(4)
    screen.list.columns.choose(("number", "purpose"))
    screen.views.save("编号")
    screen.views.show_built_in(0)
    assert (screen.list.query().sort, screen.list.query().columns[0]) == ("planned_on", "planned_on")
    screen.views.show_built_in(4)
    assert (screen.list.query().sort, screen.list.query().descending) == ("number", True)
    (view,) = context.gateway.read_now(saved_views.of)
    screen.show_view(view.id)
    assert screen.list.query().columns == ("number", "purpose")
    assert screen.filters.view() == 4


def test_a_field_given_up_leaves_lists_and_filters_that_show_it(open_screen, context, keys) -> None:  # type: ignore[no-untyped-def]
    made = write(context, CustomField, target="customers", name="油品", kind="line")
    (own,) = own_fields(Customer)
    screen = open_screen()
    screen.list.columns.choose(("name", own))
    screen.filters.set_wish(own, Wish(own, "empty"))
    assert screen.list.query().columns == ("name", own)
    context.gateway.write("retire", records.update, CustomField, made, {"retired": True})
    assert own not in screen.list.query().columns
    assert screen.list.query().filters == screen.filters.filters()
    context.gateway.write("x", records.update, Customer, keys[0], {"phone": "1"})
    assert screen.list.model.rowCount() == len(NAMES)


def test_columns_are_found_by_the_sections_of_the_file(screen: CustomersScreen) -> None:
    (command,) = list_commands(screen)
    assert command.label == "Columns…"
    command.run()
    panel = screen.window().findChild(ColumnsPanel)
    assert panel is not None
    headings = ["Shown", "Company", "Finance and credit"]
    assert [word for word in panel.words() if word in headings] == headings
    hands.type_text(panel.line, "credit li")
    assert panel.words() == ["Finance and credit", "Credit limit"]
    QTest.keyClick(panel.line, Qt.Key.Key_Return)
    assert screen.list.columns.shown()[-1] == "credit_limit"


def test_a_view_of_a_record_that_is_merged_goes_on_with_the_one_that_stays(
    screen: CustomersScreen, context: Context, keys: list[UUID]
) -> None:
    group, twin = (write(context, Customer, name=name) for name in ("江岸集团", "江岸控股"))
    context.gateway.write("x", records.update, Customer, keys[0], {"parent_id": twin})
    screen.filters.set_filter("parent_id", (twin,))
    save_view(screen, "江岸")
    assert names(screen) == [NAMES[0]]
    context.gateway.write("merged", merge.merge, Customer, group, twin)
    assert names(screen) == [NAMES[0]]
    assert (chip(screen, "chip.parent_id").accessibleName(), screen.views.changed) == ("Parent company: 江岸集团", False)
    context.gateway.undo()
    assert names(screen) == [NAMES[0]]
    assert (chip(screen, "chip.parent_id").accessibleName(), screen.views.changed) == ("Parent company: 江岸控股", False)
