"""Erasing a person in the window: what goes is said first, the name is typed, the record is gone from every list."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from app.models import Contact, Customer, Visit
from app.safety.catalogue import backups
from app.safety.rounds import back_up_now, move_backups
from app.services import records
from app.services.lists import ListQuery, page
from app.store.backup import backup_folder
from app.ui.context import Context
from app.ui.dialogs.erasing import ErasingDialog
from app.ui.dialogs.person_copy import write
from app.ui.records.merging import record_menu
from tests.ui import hands

NAME = "欧阳静怡"


def make(context: Context, entity: Any, **values: Any) -> UUID:
    made: list[UUID] = []
    context.gateway.write("make", records.create, entity, values, done=made.append)
    return made[0]


@pytest.fixture
def person(context: Context) -> UUID:
    firm = make(context, Customer, name="华信钢构有限公司")
    key = make(context, Contact, customer_id=firm, name=NAME, phone="13877665544")
    make(context, Visit, customer_id=firm, purpose=f"见{NAME}")
    make(context, Visit, customer_id=firm, purpose="电话 13877665544")
    return key


@pytest.fixture
def dialog(context: Context, person: UUID, qtbot: Any) -> Iterator[ErasingDialog]:
    parent = QWidget()
    qtbot.addWidget(parent)
    made = ErasingDialog(context, parent, "contacts", person)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    made.show()
    yield made
    made.reject()


def names(context: Context, entity: str, key: str) -> list[str]:
    return [row.texts[0] for row in context.gateway.read_now(page, ListQuery(entity, (key,), key), 0, 20)]


def test_nothing_happens_before_the_name_is_typed(dialog: ErasingDialog, context: Context) -> None:
    assert "People 1" in dialog.goes.text()
    assert [dialog.texts.item(place).checkState() for place in range(dialog.texts.count())] == [Qt.CheckState.Checked] * 2
    assert not dialog.do_button.isEnabled()
    hands.retype(dialog.typed, "欧阳")
    assert not dialog.do_button.isEnabled()
    assert names(context, "contacts", "name") == [NAME]


def test_the_person_goes_and_what_was_left_unticked_stays(dialog: ErasingDialog, context: Context, person: UUID) -> None:
    place = next(place for place in range(2) if "13877665544" in dialog.texts.item(place).text())
    dialog.texts.item(place).setCheckState(Qt.CheckState.Unchecked)
    changed: list[Any] = []
    context.gateway.changed.connect(changed.append)
    context.preferences.set("recent", [["people", person.hex], ["people", "00" * 16]])
    hands.retype(dialog.typed, NAME)
    hands.click(dialog.do_button)
    assert dialog.done_words.isVisible()
    assert names(context, "contacts", "name") == []
    assert sorted(names(context, "visits", "purpose")) == ["电话 13877665544", "见**"]
    assert changed[0].ids("contacts") == {person}
    assert context.preferences.get("recent") == [["people", "00" * 16]]
    assert "still holds this person" in dialog.rest_words.text()  # the one made just before
    hands.click(dialog.purge_button)
    assert dialog.rest_words.text() == "No backup holds them any more."
    assert [one.reason for one in backups(backup_folder(context.gateway.store.path))] == ["after-erase"]


def test_with_the_backups_at_once(dialog: ErasingDialog, context: Context) -> None:
    dialog.with_backups.setChecked(True)
    hands.retype(dialog.typed, NAME)
    hands.click(dialog.do_button)
    assert dialog.rest_words.text() == "No backup holds them any more."


def test_a_second_place_that_is_away_may_hold_them(dialog: ErasingDialog, context: Context, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    move_backups(context.gateway.store, None, stick)
    back_up_now(context.gateway.store, "auto")
    stick.rename(tmp_path / "away")
    dialog.with_backups.setChecked(True)
    hands.retype(dialog.typed, NAME)
    hands.click(dialog.do_button)
    assert dialog.rest_words.text().startswith(f"Backups in {stick} could not be looked at, and may still hold the erased.")
    assert not dialog.purge_button.isVisible()


def test_on_hold_it_says_why(context: Context, person: UUID, qtbot: Any) -> None:
    context.gateway.write("hold", records.update, Contact, person, {"hold_reason": "Court case 12"})
    held = ErasingDialog(context, None, "contacts", person)
    qtbot.addWidget(held)
    held.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    held.show()
    assert "Court case 12" in held.error.text()
    assert not held.do_button.isEnabled()
    held.reject()


def labels(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions()]


def test_people_have_the_way_in_their_menu_and_firms_have_not(context: Context, person: UUID, qtbot: Any) -> None:
    button = QToolButton()
    qtbot.addWidget(button)
    firm = make(context, Customer, name="甲公司")
    private = make(context, Customer, name="李静", kind="person")
    for entity, key, there in (("contacts", person, True), ("customers", private, True), ("customers", firm, False)):
        found = labels(record_menu(context, entity, key, button))
        assert ("Erase this person …" in found, "Hand over their data …" in found) == (there, there)


def test_a_copy_is_written_from_the_window(context: Context, person: UUID, tmp_path: Path) -> None:
    write(context, "contacts", person, tmp_path / "copy.zip")
    assert (tmp_path / "copy.zip").stat().st_size > 1000
    assert context.frame.toasts == [("All data of the person written to copy.zip", False)]  # type: ignore[attr-defined]
