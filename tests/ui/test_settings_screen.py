"""The settings: saved with Ctrl+S like everything else, and the choice of who is at work found again after a start."""

import os
from uuid import UUID

import pytest
from PySide6.QtWidgets import QPushButton

from app.models import Employee
from app.services import records, settings
from app.ui.screens.settings import SettingsScreen


@pytest.fixture
def screen(qtbot, context):
    shown = SettingsScreen(context)
    qtbot.addWidget(shown)
    shown.show()
    return shown


def test_the_company_profile_is_saved_from_the_keyboard(screen, store):
    page = screen.show_page("firm")
    page.form.editor("name").set_value("深圳市小店贸易有限公司")
    page.form.editor("name").changed.emit()
    assert screen.save()
    assert store.read(settings.company)["name"] == "深圳市小店贸易有限公司"
    page.form.editor("email").set_value("shop@@qq")
    page.form.editor("email").changed.emit()
    assert not screen.save()
    assert store.read(settings.company)["email"] is None


def test_a_colleague_is_saved_from_the_keyboard(screen, store):
    page = screen.show_page("employees")
    page.add.click()
    page.form.editor("name").set_value("李梅")
    page.form.editor("name").changed.emit()
    assert screen.save()
    assert [row[0] for row in store.read(lambda session: session.query(Employee.name).all())] == ["李梅"]


def test_who_i_am_is_shown_after_a_start(screen, store, context):
    who = store.write("x", records.create, Employee, {"name": "李梅"}).value
    context.gateway.store.actor = UUID(str(who))  # read anew from the settings: equal, not the same object
    page = screen.show_page("general")
    page.fill()
    assert page.me.currentText() == "李梅"


def test_the_largest_attachment_is_chosen_and_forgotten_contents_are_cleaned_up(screen, store, context):
    page = screen.show_page("data")
    page.findChild(QPushButton, "settings.attachments.limit.500").click()
    assert store.read(settings.value, "attachment.limit_mb") == 500
    old, fresh = (store.blobs.put(data, "x", 100) for data in (b"old content", b"fresh"))
    os.utime(store.blobs.path(old.digest), (1, 1))
    clean = page.findChild(QPushButton, "settings.attachments.clean")
    clean.click()
    clean.click()
    assert [digest for digest, _path in store.blobs.kept()] == [fresh.digest]
    assert [text for text, _undo in context.frame.toasts] == ["1 content deleted, 11 B freed", "There is nothing to clean up."]
