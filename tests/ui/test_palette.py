"""Ctrl+K: what is meant comes first, one kind alone by chip, Tab or a word and a colon, saved views, the ones opened lately."""

from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.i18n import set_language
from app.models import Contact, Customer
from app.services import records, saved_views
from app.ui.context import Context
from app.ui.editors.link import LinkEditor
from app.ui.frame.palette import Palette, open_palette
from app.ui.frame.palette_kinds import read
from app.ui.frame.palette_lines import HIT
from app.ui.frame.trail import recent
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from app.ui.records.recent import recent_of
from app.ui.screens.customers.screen import CustomersScreen
from app.ui.style import apply_style
from tests.ui import hands

NAMES = ("安华", "华信钢构", "华", "大华")


def write(context: Context, entity: Any, **values: Any) -> UUID:
    made: list[UUID] = []
    context.gateway.write("make", records.create, entity, values, done=made.append)
    return made[0]


@pytest.fixture
def keys(context: Context) -> dict[str, UUID]:
    found = {name: write(context, Customer, name=name) for name in NAMES}
    found["王华"] = write(context, Contact, name="王华", customer_id=found["华"])
    return found


@pytest.fixture
def window(context: Context, keys: dict[str, UUID], qtbot: QtBot) -> MainWindow:
    window = MainWindow(Preferences(None))
    qtbot.addWidget(window)
    window.complete()
    window.attach(Context(context.gateway, window, window.preferences), "customers")
    window.resize(1366, 768)
    window.show()
    return window


def opened(window: MainWindow) -> Palette:
    assert window.context is not None
    return open_palette(window, window.context)


def lines(palette: Palette) -> list[tuple[str, bool]]:
    """(text, whether it can be chosen) from the top."""
    hits = [palette.list.item(place).data(HIT) for place in range(palette.list.count())]
    return [(hit.text, hit.run is not None) for hit in hits]


def shown(palette: Palette) -> list[str]:
    return [text for text, can in lines(palette) if can]


def test_the_very_name_comes_first_then_beginnings_then_the_rest(window: MainWindow) -> None:
    palette = opened(window)
    hands.type_text(palette.field, "华")
    assert shown(palette) == ["华", "华信钢构", "安华", "大华", "王华"]


def test_opened_and_starred_ones_lead_within_their_rank(window: MainWindow, context: Context, keys: dict[str, UUID]) -> None:
    context.gateway.write("star", records.update, Customer, keys["大华"], {"starred": True})
    palette = opened(window)
    hands.type_text(palette.field, "华")
    assert shown(palette)[:4] == ["华", "华信钢构", "大华", "安华"]
    palette.leave()
    window.go("customers", keys["安华"])
    palette = opened(window)
    hands.type_text(palette.field, "华")
    assert shown(palette)[:4] == ["华", "华信钢构", "安华", "大华"]


def test_handing_over_and_reports_are_found_and_nothing_says_so(window: MainWindow) -> None:
    palette = opened(window)
    hands.type_text(palette.field, "hand over")
    assert "Hand over customers" in shown(palette)
    hands.type_text(palette.field, " zzz")
    assert lines(palette) == [("Nothing found", False)]
    palette.field.setText("successor")
    assert shown(palette)[0] == "Hand over customers"
    palette.field.setText("customer file")
    next(palette.list.item(place) for place in range(palette.list.count())).setSelected(True)
    assert shown(palette)[0] == "Customer file"
    palette._choose(palette.list.item(0))
    assert window.current is window.screens["reports"]


@pytest.mark.parametrize("typed", ["xjkh", "xinjiankehu", "xinjian", "jkh", "xin jian ke"])
def test_commands_are_found_by_how_they_sound_like_names(window: MainWindow, typed: str) -> None:
    set_language("zh")
    palette = opened(window)
    hands.type_text(palette.field, typed)
    assert "新建客户" in shown(palette)
    assert "客户" not in shown(palette)
    palette.field.setText("kehu")
    assert shown(palette)[0] == "客户"
    palette.field.setText("jlbf")
    assert shown(palette) == ["记录拜访"]
    palette.field.setText("lizhi")  # 离职: what it is called as well
    assert shown(palette) == ["客户交接"]


TYPED = (("person: 华", "en"), ("pe：华", "en"), ("People:华", "zh"), ("决策者：华", "zh"))


@pytest.mark.parametrize(("typed", "language"), TYPED)
def test_a_word_and_a_colon_narrow_to_one_kind(window: MainWindow, typed: str, language: str) -> None:
    set_language(language)
    palette = opened(window)
    hands.type_text(palette.field, typed)
    assert shown(palette) == ["王华"]
    assert palette.kinds.chips["people"].isChecked()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_row_of_chips_stands_above_the_list(window: MainWindow, language: str) -> None:
    set_language(language)
    apply_style(QApplication.instance(), "light")
    for size in ((1366, 768), (1024, 680)):
        window.resize(*size)
        for typed in ("", "华", "x" * 40):
            palette = opened(window)
            palette.field.setText(typed)
            QApplication.processEvents()
            chips = palette.kinds.chips.values()
            low = max(chip.mapTo(palette, chip.rect().bottomLeft()).y() for chip in chips)
            assert low < palette.list.geometry().top(), (size, typed)
            palette.leave()
    set_language("en")


def test_a_colon_that_belongs_to_the_text_stays_in_it() -> None:
    assert read("GB/T 19001: 2016") == ("", "GB/T 19001: 2016")
    assert read("customer: GB: 1") == ("customers", "GB: 1")
    assert read(":x") == ("", ":x")


def test_commands_that_only_hold_the_text_come_after_the_records(window: MainWindow, context: Context) -> None:
    write(context, Customer, name="Stone Works")
    palette = opened(window)
    hands.type_text(palette.field, "sto")
    texts = shown(palette)
    assert texts.index("Stone Works") < texts.index("New customer")
    hands.retype(palette.field, "customer")
    assert shown(palette)[0] == "Customers"


def test_tab_goes_through_the_kinds_and_chips_choose_one(window: MainWindow, keys: dict[str, UUID]) -> None:
    palette = opened(window)
    hands.type_text(palette.field, "华")
    QTest.keyClick(palette.field, Qt.Key.Key_Tab)
    assert palette.kinds.kind == "customers"
    assert "王华" not in shown(palette)
    QTest.keyClick(palette.field, Qt.Key.Key_Backtab)
    assert "王华" in shown(palette)
    hands.click(palette.kinds.chips["people"])
    assert shown(palette) == ["王华"]
    assert palette.field.hasFocus()
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.current is window.screens["people"]


def test_without_a_text_the_ones_opened_lately_have_a_group(window: MainWindow, keys: dict[str, UUID]) -> None:
    window.go("customers", keys["大华"])
    window.go("people", keys["王华"])
    palette = opened(window)
    assert lines(palette)[0] == ("Recent", False)
    assert set(shown(palette)[:2]) == {"大华", "王华"}
    assert ("Commands", False) in lines(palette)
    assert palette.list.currentRow() == 1
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.currentItem().data(HIT).run is not None, "headings are stepped over"


def test_saved_views_are_found_and_opened(window: MainWindow, context: Context) -> None:
    body = {"wishes": [["name", "is", ["大华"]]], "list": {"columns": ["name", "code"], "sort": "name", "descending": False}}
    context.gateway.write("v", saved_views.add, "customers", "只看大华", body)
    window.go("today")
    palette = opened(window)
    hands.type_text(palette.field, "只看")
    assert shown(palette) == ["只看大华"]
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    screen = window.current
    assert isinstance(screen, CustomersScreen)
    assert screen.list.model.rowCount() == 1
    assert screen.list.query().columns == ("name", "code")


def test_a_record_opened_in_its_list_is_remembered(window: MainWindow, keys: dict[str, UUID]) -> None:
    screen = window.current
    assert isinstance(screen, CustomersScreen)
    screen.list.grid.setFocus()
    screen.list.neighbour(1)
    assert recent(window.preferences) == []
    QTest.keyClick(screen.list.grid, Qt.Key.Key_Return)
    assert recent_of(window.preferences, "customers") == [screen.list.current()]


def test_a_link_field_offers_what_is_meant_first(context: Context, keys: dict[str, UUID], qtbot: QtBot) -> None:
    from app.models import fields_of
    from app.ui.frame.trail import note_recent

    note_recent(context.preferences, ("customers", keys["大华"]))
    editor = LinkEditor(fields_of(Contact)["customer_id"], context)
    qtbot.addWidget(editor.line)
    editor.line.show()
    hands.type_text(editor.line, "华")
    texts = [editor._found.item(place).text().split("  ·  ")[0] for place in range(editor._found.rowCount())]
    assert texts == ["华", "华信钢构", "大华", "安华"]
