"""The settings: saved with Ctrl+S like everything else, and the choice of who is at work found again after a start."""

from uuid import UUID

import pytest

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


def test_small_rows_of_the_reports_are_grouped_by_a_tick(screen, store, qtbot):
    page = screen.show_page("complaints")
    assert not page.grouped.isChecked()
    page.grouped.click()
    assert store.read(settings.value, "complaint.group_names") is True
    page.fill()
    assert page.grouped.isChecked()
    page.grouped.click()
    assert store.read(settings.value, "complaint.group_names") is False
