"""Birthdays and regions as they are typed in the form of a customer."""

from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.models import Customer, fields_of
from app.services import bulk, lists, records, regions
from app.services.lists import ListQuery
from app.ui.context import Context
from app.ui.editors.region import RegionEditor
from app.ui.forms.form import Form
from app.ui.lists.filter_area import RegionPanel
from app.ui.lists.filter_values import panel_for
from app.ui.lists.wishes import Wish, filters_of, plain, read, sentence
from tests.ui import hands

LAYOUT = (("", ("name", "birthday", "birthday_calendar", "region", "region_code"), False),)


@pytest.fixture
def form(context: Context, qtbot: Any) -> Form:
    made = Form(Customer, LAYOUT, context)
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.load({"name": "陈静", "kind": "person"})
    made.show()
    return made


@pytest.mark.parametrize(
    ("typed", "day", "calendar", "shown"),
    [("1985-8-15", "1985-08-15", None, "1985-08-15"), ("8-15", "--08-15", None, "08-15"),
     ("农历八月十五", "--08-15", "lunar", "08-15"),
     ("闰六月十五", "--06-15", "lunar_leap", "06-15"), ("腊月三十", "--12-30", "lunar", "12-30")],
)  # fmt: skip
def test_typed_birthdays(form: Form, typed: str, day: str, calendar: str | None, shown: str) -> None:
    line = form.editor("birthday").widget
    hands.retype(line, typed)  # type: ignore[arg-type]
    form.editor("name").widget.setFocus()
    assert line.text() == shown  # type: ignore[attr-defined]
    assert (form.whole_values()["birthday"], form.whole_values()["birthday_calendar"]) == (day, calendar)
    assert form.check()


def test_a_day_that_its_calendar_lacks_is_said_beside_it(form: Form) -> None:
    hands.retype(form.editor("birthday").widget, "2-30")  # type: ignore[arg-type]
    assert form.unreadable() == {"birthday": "There is no such day in the calendar chosen."}
    hands.retype(form.editor("birthday").widget, "农历二月三十")  # type: ignore[arg-type]
    assert not form.unreadable()
    hands.retype(form.editor("birthday").widget, "soon")  # type: ignore[arg-type]
    assert "soon" in form.unreadable()["birthday"]


def test_a_region_is_found_while_typing_and_written_out(form: Form, qtbot: Any) -> None:
    editor = form.editor("region")
    assert isinstance(editor, RegionEditor)
    hands.retype(editor.line, "浦东")
    assert editor._found.stringList()[0] == "上海市浦东新区"
    qtbot.keyClick(editor.line, Qt.Key.Key_Escape)
    editor._completer.popup().hide()  # type: ignore[union-attr]
    form.editor("name").widget.setFocus()
    QApplication.processEvents()
    editor._settle()
    assert form.values()["region"] == "上海市浦东新区"
    hands.retype(editor.line, "某地")
    editor._settle()
    assert form.values()["region"] == "某地"


def test_the_menu_goes_down_from_the_part_of_the_country(form: Form) -> None:
    editor = form.editor("region")
    assert isinstance(editor, RegionEditor)
    menu = editor.places()
    south = next(action.menu() for action in menu.actions() if action.text() == "South China")
    province = next(action.menu() for action in south.actions() if action.text() == "广东省")  # type: ignore[union-attr]
    province.aboutToShow.emit()
    city = next(action.menu() for action in province.actions() if action.text() == "深圳市")
    city.aboutToShow.emit()
    next(action for action in city.actions() if action.text() == "南山区").trigger()
    assert form.values()["region"] == "广东省深圳市南山区"
    next(action for action in province.actions() if action.text() == "东莞市").trigger()
    assert form.values()["region"] == "广东省东莞市"


def code(context: Context, key: UUID) -> Any:
    return context.gateway.read_now(records.get, Customer, key)["region_code"]


def test_the_code_goes_with_the_text(context: Context) -> None:
    made: list[UUID] = []
    context.gateway.write("x", records.create, Customer, {"name": "甲", "region": "北京朝阳区"}, done=made.append)
    (key,) = made
    assert code(context, key) == "110105"
    context.gateway.write("x", records.update, Customer, key, {"region": "海外"})
    assert code(context, key) is None
    context.gateway.write("x", records.update, Customer, key, {"region": "海外", "region_code": "999999"})
    assert code(context, key) == "999999"
    context.gateway.write("x", bulk.change, "customers", [key], "region", "仙桃")
    assert code(context, key) == "429004"
    query = ListQuery("customers", ("name",), "name", filters=(regions.area_filter("region_code", "central"),))
    assert [row.texts for row in context.gateway.read_now(lists.page, query, 0, 9)] == [("甲",)]
    assert (
        context.gateway.read_now(
            lists.count, ListQuery("customers", (), "name", filters=(regions.area_filter("region_code", "east"),))
        )
        == 0
    )


def test_customers_are_filtered_by_a_part_of_the_country(context: Context, qtbot: Any) -> None:
    for name, region in (("甲", "上海浦东"), ("乙", "广东深圳"), ("丙", "某地")):
        context.gateway.write("x", records.create, Customer, {"name": name, "region": region})
    field = fields_of(Customer)["region"]
    panel = panel_for(field, None, None, context, "filter")  # type: ignore[arg-type]
    qtbot.addWidget(panel)
    panel.show()
    wishes: list[Wish | None] = []
    panel.wished.connect(wishes.append)
    assert isinstance(panel, RegionPanel)
    hands.click_item(panel.areas, "East China")
    (wish,) = wishes
    assert wish is not None
    assert sentence(wish, field, {}) == "Region: East China"
    query = ListQuery("customers", ("name",), "name", filters=filters_of(wish, field))
    assert [row.texts for row in context.gateway.read_now(lists.page, query, 0, 9)] == [("甲",)]
    assert read(plain(wish), {"region": field}) == wish
    assert read(["region", "area", ["nowhere"]], {"region": field}) is None
