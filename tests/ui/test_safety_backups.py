"""Settings › Backups: what the page says, restoring in three clicks, single customers brought back, the places, the check."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from app.models import Customer, Visit
from app.models.types import now_utc
from app.safety.catalogue import backups
from app.safety.places import choose, folder_of, places
from app.safety.rounds import back_up_now
from app.services import customers, records
from app.services.lists import ListQuery, page
from app.store.store import Store
from app.ui.context import Context
from app.ui.dialogs.bring_back import BringBackDialog
from app.ui.dialogs.restoring import RestoreDialog
from app.ui.guard.backup_words import ago
from app.ui.screens.settings.backups import BackupsPage
from tests.ui import hands


@pytest.fixture
def backups_page(context: Context, qtbot: Any) -> Iterator[BackupsPage]:
    made = BackupsPage(context)
    qtbot.addWidget(made)
    made.resize(900, 800)
    made.fill()
    made.show()
    yield made
    for dialog in (*made.findChildren(RestoreDialog), *made.findChildren(BringBackDialog)):
        dialog.reject()


def add(context: Context, name: str, **values: Any) -> Any:
    made: list[Any] = []
    context.gateway.write("add", records.create, Customer, {"name": name, **values}, done=made.append)
    return made[0]


def names(store: Store) -> list[str]:
    return [row.texts[0] for row in store.read(page, ListQuery("customers", ("name",), "name"), 0, 99)]


def row_of(shown: BackupsPage, place: int) -> list[str]:
    items = (shown.table.item(place, column) for column in range(shown.table.columnCount()))
    return [item.text() if item is not None else "" for item in items]


def click_row(shown: BackupsPage, place: int) -> None:
    at = QPoint(20, shown.table.rowViewportPosition(place) + 8)
    QTest.mouseClick(shown.table.viewport(), Qt.MouseButton.LeftButton, pos=at)


def button(shown: Any, name: str) -> QPushButton:
    found = shown.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


@pytest.mark.parametrize(("back", "words"), [
    (timedelta(seconds=20), "just now"), (timedelta(minutes=1), "1 minute ago"), (timedelta(minutes=59), "59 minutes ago"),
    (timedelta(hours=2, minutes=59), "2 hours ago"), (timedelta(days=2, hours=23), "2 days ago"),
])  # fmt: skip
def test_how_long_ago(back: timedelta, words: str) -> None:
    now = now_utc()
    assert ago(now - back, now) == words
    assert "ago" not in ago(now + timedelta(hours=1), now), "a clock that went back"


def test_the_page_says_how_safe_the_data_is(backups_page: BackupsPage, context: Context) -> None:
    assert "nothing to back up" in backups_page.status.text()
    add(context, "A")
    add(context, "B")
    backups_page.fill()
    assert backups_page.status.text() == "There is no backup yet."
    assert not backups_page.restore_button.isEnabled()
    hands.click(button(backups_page, "backups.now"))
    assert backups_page.status.text() == "Last checked backup: just now. Everything is in it."
    assert row_of(backups_page, 0)[1:7] == ["by hand", "whole", "2", "0", "0", "0"]
    add(context, "C")
    backups_page.fill()
    assert "What was done since is not in it." in backups_page.status.text()


def test_a_damaged_one_is_marked_and_cannot_be_chosen_for_a_restore(
    backups_page: BackupsPage, context: Context, store: Store
) -> None:
    add(context, "A")
    path = back_up_now(store, "auto").backup.path
    path.write_bytes(path.read_bytes()[:-300])
    backups_page.fill()
    assert "damaged" in row_of(backups_page, 0)[2]
    click_row(backups_page, 0)
    assert not backups_page.restore_button.isEnabled()


def test_three_clicks_restore_and_the_preview_says_what_goes(
    backups_page: BackupsPage, context: Context, store: Store
) -> None:
    kept = add(context, "Kept", phone="13800000001")
    back_up_now(store, "by-hand")
    context.gateway.write("change", records.update, Customer, kept, {"phone": "13900000002"})
    add(context, "New since")
    backups_page.fill()
    click_row(backups_page, 0)
    hands.click(button(backups_page, "backups.restore"))
    dialog = backups_page.findChild(RestoreDialog)
    assert isinstance(dialog, RestoreDialog)
    assert dialog.words.text().splitlines() == [
        "What was done since goes: 2 steps.", "New since then, and gone: Customers 1",
        "Changed since then, and as before again: Customers 1",
    ]  # fmt: skip
    assert "Customers: 1 in the backup, 2 now" in dialog.counts.text()
    assert names(store) == ["Kept", "New since"], "nothing happens before the third click"
    hands.click(button(dialog, "restoring.do"))
    assert names(store) == ["Kept"]
    assert store.read(records.get, Customer, kept)["phone"] == "13800000001"
    assert [one.reason for one in backups(folder_of(store.path))] == ["before-restore", "by-hand"]


def test_a_customer_comes_back_alone_with_what_belongs_to_it(
    backups_page: BackupsPage, context: Context, store: Store
) -> None:
    gone = add(context, "Gone firm")
    context.gateway.write("visit", records.create, Visit, {"customer_id": gone, "purpose": "tea"})
    back_up_now(store, "by-hand")
    context.gateway.write("bin", customers.remove, [gone])
    add(context, "Stays")
    backups_page.fill()
    click_row(backups_page, 0)
    hands.click(button(backups_page, "backups.single"))
    dialog = backups_page.findChild(BringBackDialog)
    assert isinstance(dialog, BringBackDialog)
    assert not dialog.do_button.isEnabled()
    hands.retype(dialog.search, "gone")
    dialog._find()
    assert "in the recycle bin" in dialog.found.item(0).text()
    dialog.found.item(0).setCheckState(Qt.CheckState.Checked)
    assert "out of the recycle bin" in dialog.words.text()
    seen: list[Any] = []
    context.gateway.changed.connect(seen.append)
    hands.click(button(dialog, "bringing.do"))
    assert names(store) == ["Gone firm", "Stays"]
    assert seen
    assert "customers" in seen[-1].entities()
    context.gateway.undo()
    assert names(store) == ["Stays"]


def test_of_fields_that_differ_only_the_ticked_come_back(backups_page: BackupsPage, context: Context, store: Store) -> None:
    key = add(context, "Firm", phone="13800000001", address="Old road")
    back_up_now(store, "by-hand")
    context.gateway.write("change", records.update, Customer, key, {"phone": "13900000002", "address": "New road"})
    backups_page.fill()
    click_row(backups_page, 0)
    backups_page.bring_back()
    dialog = backups_page.findChild(BringBackDialog)
    assert isinstance(dialog, BringBackDialog)
    dialog.found.item(0).setCheckState(Qt.CheckState.Checked)
    texts = hands.item_texts(dialog.fields)
    assert len(texts) >= 2
    place = next(place for place, text in enumerate(texts) if "138 0000 0001" in text)
    dialog.fields.item(place).setCheckState(Qt.CheckState.Checked)
    hands.click(button(dialog, "bringing.do"))
    values = store.read(records.get, Customer, key)
    assert (values["phone"], values["address"]) == ("13800000001", "New road")


def test_the_check_says_whole_in_words(backups_page: BackupsPage, context: Context) -> None:
    add(context, "A")
    hands.click(button(backups_page, "backups.check"))
    assert backups_page.result.text().startswith("The file is whole")
    assert backups_page.check_button.isEnabled()


def test_another_folder_and_a_second_place(backups_page: BackupsPage, context: Context, store: Store, tmp_path: Path) -> None:
    add(context, "A")
    back_up_now(store, "auto")
    for name in ("other", "stick"):
        (tmp_path / name).mkdir()
    backups_page.fill()
    backups_page.move_to(tmp_path / "other")
    assert folder_of(store.path).parent == tmp_path / "other"
    assert backups_page.folder.text() == str(folder_of(store.path))
    assert "still there" in backups_page.result.text()
    choose(store.path, tmp_path / "other", tmp_path / "stick")
    back_up_now(store, "auto")
    backups_page.fill()
    assert backups_page.second_words.text().startswith("Last backup there: just now. This folder is on the same disk")
    hands.click(button(backups_page, "backups.no_second"))
    assert places(store.path).second is None
    assert "A disk can fail" in backups_page.second_words.text()


def test_where_there_is_no_room_the_lesser_counts_give_way(backups_page: BackupsPage, context: Context, store: Store) -> None:
    add(context, "A")
    back_up_now(store, "by-hand")
    backups_page.fill()
    table = backups_page.table
    table.resize(1000, table.height())
    assert not any(table.isColumnHidden(column) for column in range(table.columnCount()))
    table.resize(300, table.height())
    assert [column for column in range(table.columnCount()) if table.isColumnHidden(column)] == [4, 5]
