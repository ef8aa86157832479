"""The window: it goes to screens, says what happened, takes it back, speaks both languages, and lives through a bug."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QScrollArea, QWidget

from app.i18n import language
from app.models import Customer
from app.services import complaints, disclosures, lists, records
from app.services.lists import ListQuery
from app.ui import style
from app.ui.context import Context
from app.ui.frame import toast
from app.ui.frame.keyboard import KEYS, EditorUndo
from app.ui.frame.palette import Palette, open_palette
from app.ui.frame.trail import Trail, note_recent, recent
from app.ui.gateway import Gateway, Label
from app.ui.kit.speech import choose_language, speak
from app.ui.lists.exporting import export_to
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from app.ui.screens.settings.screen import SettingsScreen
from tests.ui.hands import type_text


@pytest.fixture
def window(gateway: Gateway, qtbot: Any, qapp: QApplication) -> Iterator[MainWindow]:
    style.apply_style(qapp, "light")
    made = MainWindow(Preferences(None))
    qtbot.addWidget(made)
    made.complete()
    made.attach(Context(gateway, made, made.preferences), "customers")
    with qtbot.waitExposed(made):
        made.show()
    yield made
    speak(qapp, "en")
    style.apply_style(qapp, "light")


def add(gateway: Gateway, name: str) -> Any:
    made: list[Any] = []
    gateway.write(Label("Saved {name}", {"name": name}), records.create, Customer, {"name": name}, done=made.append)
    return made[0]


CTRL = Qt.KeyboardModifier.ControlModifier


def pressed(window: MainWindow, qtbot: Any, keys: Qt.Key, modifier: Qt.KeyboardModifier = CTRL) -> None:
    qtbot.keyClick(window.focusWidget() or window, keys, modifier)


def test_it_shows_each_place_and_marks_it_in_the_rail(window: MainWindow) -> None:
    for key, item in window.rail.items.items():
        window.go(key)
        assert window.current is window.screens[key]
        assert item.isChecked()
        assert window.header.title.text() == item.accessibleName().split(",")[0]


def test_back_and_forward_follow_the_trail(window: MainWindow, qtbot: Any) -> None:
    window.go("people")
    window.go("visits")
    pressed(window, qtbot, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.current is window.screens["people"]
    pressed(window, qtbot, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert window.current is window.screens["visits"]


def test_a_write_is_told_with_its_undo_and_undone_from_the_toast(window: MainWindow, gateway: Gateway) -> None:
    made = add(gateway, "Huaxin Steel")
    assert window.message.label.text() == "Saved Huaxin Steel"
    assert window.message.button.text() == "Undo"
    window.message.button.click()
    assert window.message.label.text() == "Undone: Saved Huaxin Steel"
    assert gateway.store.read(records.get, Customer, made)["deleted_at"] is not None
    window.redo()
    assert window.message.label.text() == "Redone: Saved Huaxin Steel"
    assert gateway.store.read(records.get, Customer, made)["deleted_at"] is None


def test_a_file_that_was_written_is_named_with_the_way_to_it_and_nothing_to_take_back(
    window: MainWindow, gateway: Gateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(toast, "show_in_folder", opened.append)
    add(gateway, "Huaxin Steel")
    assert window.context is not None
    export_to(window.context, "customers", tmp_path / "list.csv", ListQuery("customers", ("name",), "name"))
    assert (window.message.label.text(), window.message.button.text()) == ("1 row written to list.csv", "Show in folder")
    window.message.button.click()
    assert opened == [tmp_path / "list.csv"]
    assert gateway.store.read(disclosures.listed)[0].place == str(tmp_path / "list.csv")
    window.undo()
    assert window.message.label.text() == "Undone: Saved Huaxin Steel"


def test_undo_with_nothing_done_says_so(window: MainWindow) -> None:
    window.undo()
    assert window.message.label.text() == "There is nothing to undo."


def test_text_in_a_toast_is_never_markup(window: MainWindow) -> None:
    window.toast("<b>Bold & Co</b>")
    assert window.message.label.textFormat() == Qt.TextFormat.PlainText


def test_an_editor_keeps_steps_of_its_own(window: MainWindow, gateway: Gateway, qtbot: Any, qapp: QApplication) -> None:
    add(gateway, "Huaxin Steel")
    keys = EditorUndo(qapp, window)
    field = QLineEdit(window)
    field.show()
    field.setFocus()
    qtbot.keyClicks(field, "abc")
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == ""
    assert window.message.label.text() == "Saved Huaxin Steel"
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.message.label.text() == "Undone: Saved Huaxin Steel"
    keys.deleteLater()


def test_it_speaks_another_language_while_running(window: MainWindow, qapp: QApplication) -> None:
    choose_language(window.preferences, "zh")
    assert language() == "zh"
    assert window.preferences.get("language") == "zh"
    assert qapp.translate("QPlatformTheme", "Cancel") == "取消"
    choose_language(window.preferences, "en")
    assert qapp.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_the_rail_folds_and_stays_so(window: MainWindow) -> None:
    window.rail.toggle()
    assert window.rail.width() == 56
    assert window.preferences.get("rail.folded") is True


def test_a_badge_is_also_said(window: MainWindow) -> None:
    window.rail.set_badge("complaints", 3)
    assert window.rail.items["complaints"].accessibleName() == "Complaints, 3 due"


def found(palette: Palette) -> list[str]:
    items = [palette.list.item(i) for i in range(palette.list.count())]
    return [hit.text for item in items if (hit := item.data(Qt.ItemDataRole.UserRole)).run is not None]


def test_ctrl_k_finds_a_record_and_opens_it_with_the_keyboard_alone(window: MainWindow, gateway: Gateway, qtbot: Any) -> None:
    made = add(gateway, "Huaxin Steel")
    window.go("today")
    pressed(window, qtbot, Qt.Key.Key_K)
    palette = window.findChild(Palette)
    qtbot.keyClicks(palette.field, "huax")
    assert found(palette) == ["Huaxin Steel"]
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.current is window.screens["customers"]
    assert recent(window.preferences) == [("customers", made)]


def test_ctrl_k_runs_commands_and_shows_recent_records_first(window: MainWindow, gateway: Gateway, qtbot: Any) -> None:
    window.go("customers", add(gateway, "Huaxin Steel"))
    palette = open_palette(window, window.context)  # type: ignore[arg-type]
    assert found(palette)[0] == "Huaxin Steel"
    qtbot.keyClicks(palette.field, "Settings")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.current is window.screens["settings"]


def test_english_words_find_their_command_in_a_chinese_window(window: MainWindow, qtbot: Any) -> None:
    choose_language(window.preferences, "zh")
    palette = open_palette(window, window.context)  # type: ignore[arg-type]
    qtbot.keyClicks(palette.field, "english")
    assert found(palette) == ["切换到英文"]


def test_the_answer_to_an_earlier_text_is_dropped(window: MainWindow, gateway: Gateway) -> None:
    add(gateway, "Huaxin Steel")
    palette = open_palette(window, window.context)  # type: ignore[arg-type]
    palette.field.setText("huaxin")
    rows = gateway.store.read(lambda session: ())
    stale = palette._generation - 1
    palette._arrived(stale, next(p for p in palette_places() if p.key == "customers"), rows)
    assert found(palette) == ["Huaxin Steel"]


def palette_places() -> Any:
    from app.ui.screens import SCREENS

    return SCREENS


def test_escape_leaves_the_palette(window: MainWindow, qtbot: Any) -> None:
    palette = open_palette(window, window.context)  # type: ignore[arg-type]
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert palette.isHidden()


def test_help_opens_at_the_page_of_the_screen_and_reads_nothing_else(window: MainWindow, qtbot: Any) -> None:
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QTextDocument

    from app.ui.dialogs.help import HelpPanel, keyboard_map

    pressed(window, qtbot, Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier)
    panel = window.findChild(HelpPanel)
    assert panel.pages.toPlainText().strip()
    kind = int(QTextDocument.ResourceType.ImageResource.value)
    assert panel.pages.loadResource(kind, QUrl("http://127.0.0.1/x.png")) is None
    assert panel.pages.loadResource(kind, QUrl.fromLocalFile("/etc/hostname")) is None
    assert all(keys in keyboard_map() for key in KEYS for keys in key.keys)


def test_help_opened_twice_gives_the_keyboard_back_and_follows_the_language(
    window: MainWindow, qtbot: Any, qapp: QApplication
) -> None:
    from app.ui.dialogs.help import HelpPanel

    before = window.focusWidget()
    assert before is not None
    pressed(window, qtbot, Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier)
    pressed(window, qtbot, Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier)
    (panel,) = window.findChildren(HelpPanel)
    english = panel.pages.toPlainText()
    speak(qapp, "zh")
    assert panel.tabs.tabText(1) == "快捷键"
    assert panel.pages.toPlainText() != english
    qtbot.keyClick(panel.pages, Qt.Key.Key_Escape)
    assert window.focusWidget() is before


def test_help_closed_on_another_screen_leads_into_its_list(window: MainWindow, qtbot: Any) -> None:
    from app.ui.dialogs.help import HelpPanel

    pressed(window, qtbot, Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier)
    window.go("people")
    window.findChild(HelpPanel).close()
    assert window.focusWidget() is window.screens["people"].list.grid  # type: ignore[attr-defined]


def nameless(window: MainWindow) -> list[str]:
    """Where Tab stops without saying where."""
    stops = [part for part in window.findChildren(QWidget) if part.focusPolicy() & Qt.FocusPolicy.TabFocus]
    said = [(part, part.accessibleName() or (part.text() if isinstance(part, QAbstractButton) else "")) for part in stops]
    inner = (QAbstractSpinBox, QComboBox)  # their lines speak with the box's name
    return [
        f"{type(part).__name__} {part.objectName()}" for part, name in said
        if part.isVisible() and not name and not isinstance(part.parent(), inner)
    ]  # fmt: skip


def test_every_stop_of_the_tab_key_has_a_name_in_either_language(
    window: MainWindow, gateway: Gateway, qapp: QApplication
) -> None:
    key = add(gateway, "Alpha")
    case = {"customer_id": key, "subject": "Leak", "severity": "S2", "urgency": "U2", "channel": "phone"}
    complaint = gateway.store.write("x", complaints.register, case).value
    for screen, record in (("customers", key), ("complaints", complaint)):
        window.go(screen, record)
        pane = window.screens[screen].record.pane  # type: ignore[attr-defined]
        for tab in pane.tabs():
            pane.show_tab(tab)
            assert nameless(window) == []
    stop = pane.page("log")
    while not (isinstance(stop, QScrollArea) and stop.accessibleName()):
        stop = stop.parentWidget()
    english = stop.accessibleName()
    for place in window.rail.items:
        window.go(place)
        assert nameless(window) == []
    speak(qapp, "zh")
    assert stop.accessibleName() not in ("", english)


def test_a_trail_drops_what_lay_ahead() -> None:
    trail, first = Trail(), uuid4()
    for step in (("a", None), ("b", first), ("b", first), ("c", None)):
        trail.push(step)
    assert trail.move(-1) == ("b", first)
    trail.push(("d", None))
    assert trail.move(1) is None
    assert trail.move(-2) == ("a", None)


def test_recent_records_survive_nonsense_in_the_preferences() -> None:
    preferences, key = Preferences(None), uuid4()
    preferences.set("recent", [["customers", "no id"], 3, None])
    note_recent(preferences, ("customers", key))
    assert recent(preferences) == [("customers", key)]


def test_ctrl_n_in_the_settings_adds_to_the_list_in_sight(window: MainWindow, qtbot: Any, gateway: Gateway) -> None:
    window.go("people")
    window.go("settings")
    settings = window.screens["settings"]
    assert isinstance(settings, SettingsScreen)
    for key in ("employees", "products"):
        page: Any = settings.show_page(key)
        pressed(window, qtbot, Qt.Key.Key_N)
        name = page.form.editor("name").line
        assert name.hasFocus()
        type_text(name, "陈立")
        page.bar.save_button.setFocus()
        qtbot.keyClick(page.bar.save_button, Qt.Key.Key_Space)
        assert window.current is settings
        assert name.hasFocus()
        query = ListQuery(key, ("name",), "name")
        assert [row.texts for row in gateway.read_now(lists.page, query, 0, 9)] == [("陈立",)]


def test_ctrl_n_where_nothing_is_listed_starts_what_was_used_last(window: MainWindow, qtbot: Any) -> None:
    window.go("people")
    window.go("settings")
    pressed(window, qtbot, Qt.Key.Key_N)
    people: Any = window.screens["people"]
    assert window.current is people
    assert people.right.currentWidget() is people.entry
    window.go("today")
    pressed(window, qtbot, Qt.Key.Key_N)
    assert window.current is window.screens["visits"]


def test_the_keyboard_goes_on_in_the_list_of_the_next_screen(window: MainWindow, qtbot: Any) -> None:
    window.go("customers")
    qtbot.waitUntil(lambda: window.focusWidget() is window.findChild(QWidget, "customers.list"))
    window.go("people")
    qtbot.waitUntil(lambda: window.focusWidget() is window.findChild(QWidget, "people.list"))
