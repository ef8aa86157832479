"""The settings: saved with Ctrl+S like everything else, and the choice of who is at work found again after a start."""

import os
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QCoreApplication, QDate, Qt, QTime
from PySide6.QtWidgets import QComboBox, QPushButton

from app.formats import local, today
from app.models import Customer, Employee
from app.models.firm_lists import CustomField
from app.services import records, settings, visits
from app.ui.forms.kept_drafts import kept_drafts
from app.ui.frame.in_force import follow
from app.ui.screens.settings.screen import SettingsScreen
from tests.ui import hands


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


def test_who_i_am_is_shown_after_a_start(screen, store):
    who = store.write("x", records.create, Employee, {"name": "李梅"}).value
    _store_setting(store, "me", str(who))
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
def test_small_rows_of_the_reports_are_grouped_by_a_tick(screen, store, qtbot):
    page = screen.show_page("complaints")
    assert not page.grouped.isChecked()
    page.grouped.click()
    assert store.read(settings.value, "complaint.group_names") is True
    page.fill()
    assert page.grouped.isChecked()
    page.grouped.click()
    assert store.read(settings.value, "complaint.group_names") is False


def _store_setting(store, key, value):
    store.write("x", settings.change, key, value)


def _add_day(page, day):
    page.day.setDate(QDate.fromString(day, Qt.DateFormat.ISODate))
    page.findChild(QPushButton, "settings.add_day").click()


def test_a_day_off_that_was_undone_goes_and_does_not_come_back_with_the_next(screen, store, context):
    page = screen.show_page("time")
    _add_day(page, "2026-02-13")
    context.gateway.undo()
    assert page.own.count() == 0
    _add_day(page, "2026-02-14")
    assert store.read(settings.value, "work.days") == {"2026-02-14": "off"}
    assert page.own.count() == 1
    context.gateway.undo()
    context.gateway.redo()
    assert page.own.count() == 1


def test_a_year_and_the_working_hours_follow_undo(screen, store, context):
    page = screen.show_page("time")
    box = page.years.itemAt(0).widget()
    year = int(box.text())
    box.click()
    assert store.read(settings.value, "work.years") == [year]
    context.gateway.undo()
    assert not page.years.itemAt(0).widget().isChecked()
    context.gateway.write("x", settings.change, "work.opens", "08:15")
    assert page.opens.time() == QTime(8, 15)
    context.gateway.undo()
    assert page.opens.time() == QTime(9, 0)


def test_goals_and_categories_follow_undo_but_keep_what_is_typed(screen, store, context):
    page, table = screen.show_page("complaints"), screen.show_page("categories")
    goal = page.goals["closed_on_time"]
    goal.setValue(80)
    assert page.save()
    assert store.read(settings.value, "complaint.goals")["closed_on_time"] == 0.8
    rows = table.table.rowCount()
    table.table.item(0, 1).setText("质量")
    context.gateway.undo()
    assert goal.value() == 90
    assert not page.dirty()
    assert table.typed()[0]["zh"] == "质量"
    assert screen.save()
    assert not table.dirty()
    context.gateway.undo()
    assert table.typed()[0]["zh"] == "产品质量"
    assert table.table.rowCount() == rows


def test_who_i_am_follows_undo_and_redo(screen, store, context):
    follow(context.gateway)
    made = []
    context.gateway.write("x", records.create, Employee, {"name": "李梅"}, done=made.append)
    (who,), page = made, screen.show_page("general")
    page.me.activated.emit(1)
    assert store.actor == who
    context.gateway.undo()
    assert store.actor is None
    assert page.me.currentText() == "Not said"
    context.gateway.redo()
    assert store.actor == who
    assert page.me.currentText() == "李梅"


def test_the_firms_clock_follows_undo(context):
    follow(context.gateway)
    context.gateway.write("x", settings.change, "zone", "Europe/Berlin")
    noon = datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert local(noon).hour == 14
    context.gateway.undo()
    assert local(noon).hour == 20


def _type(form, key, text):
    form.editor(key).set_value(text)
    form.editor(key).changed.emit()


def test_a_new_field_with_choices_and_no_kind_is_one_to_choose_from(screen, store):
    page = screen.show_page("own_fields")
    page.add.click()
    _type(page.form, "name", "油品")
    _type(page.form, "options", "汽油\n柴油")
    assert screen.save()
    assert [row[0] for row in store.read(lambda session: session.query(CustomField.kind).all())] == ["choice"]


@pytest.fixture
def colleagues(context):
    made = []
    for name in ("李梅", "王强"):
        context.gateway.write("x", records.create, Employee, {"name": name}, done=made.append)
    return made


def test_choosing_another_line_shows_it_and_keeps_what_was_typed_as_a_draft(screen, context, colleagues):
    page, (first, second) = screen.show_page("employees"), colleagues
    page.open(first)
    _type(page.form, "title", "采购")
    page.open(second)
    assert page.title.text() == "王强"
    assert not page.form.dirty()
    page.open(first)
    page.form.banner.resume.click()
    assert page.form.values() == {"title": "采购"}


def test_what_is_typed_while_a_colleague_is_saved_stays_unsaved(screen, store, context, colleagues, writer):
    page, (first, second) = screen.show_page("employees"), colleagues
    page.open(first)
    _type(page.form, "title", "采购")
    assert not screen.save()
    _type(page.form, "title", "采购经理")
    assert not screen.save(), "the first save is still under way"
    writer.let_go()
    assert page.form.values() == {"title": "采购经理"}
    screen.save()
    page.open(second)
    writer.let_go()
    assert page.title.text() == "王强"
    assert store.read(records.get, Employee, first)["title"] == "采购经理"
    assert context.gateway.draft(f"employees:{first}") is None


def test_a_new_colleague_is_added_once_however_often_it_is_pressed(screen, store, writer):
    page = screen.show_page("employees")
    page.add.click()
    _type(page.form, "name", "李梅")
    screen.save()
    screen.save()
    writer.let_go()
    assert store.read(lambda session: session.query(Employee).count()) == 1
    assert page.record_id is not None
    assert page.form.whole_values()["name"] == "李梅"


def test_the_profile_keeps_what_is_typed_while_it_is_saved(screen, store, writer):
    page = screen.show_page("firm")
    _type(page.form, "name", "A")
    screen.save()
    _type(page.form, "name", "AB")
    screen.save()
    writer.let_go()
    assert store.read(settings.company)["name"] == "A"
    assert page.form.values() == {"name": "AB"}


def test_the_profile_and_a_colleague_follow_undo(screen, context, colleagues):
    profile, page = screen.show_page("firm"), screen.show_page("employees")
    _type(profile.form, "name", "A")
    profile.save()
    _type(profile.form, "name", "B")
    profile.save()
    context.gateway.undo()
    assert profile.form.whole_values()["name"] == "A"
    page.open(colleagues[0])
    _type(page.form, "title", "采购")
    page.save()
    context.gateway.undo()
    assert page.form.whole_values()["title"] is None


def test_a_colleague_who_goes_to_the_bin_takes_the_form_along_and_keeps_the_draft(screen, context, colleagues):
    page, first = screen.show_page("employees"), colleagues[0]
    page.open(first)
    _type(page.form, "title", "采购")
    page.bin.click()
    assert page.right.currentIndex() == 0
    assert page.save()
    assert "李梅" in context.frame.told[0]
    assert context.gateway.draft(f"employees:{first}")["title"] == "采购"


def test_when_doubtful_birthdays_are_kept_is_a_choice_of_the_firm(screen, store, qtbot):
    page = screen.show_page("time")
    page.fill()
    for key, code in (("birthday.leap_month", "leap_if_exists"), ("birthday.leap_day", "03-01")):
        box = page.findChild(QComboBox, f"settings.{key}")
        box.setCurrentIndex(box.findData(code))
        box.activated.emit(box.currentIndex())
        assert store.read(settings.value, key) == code
    store.undo()
    page.fill()
    assert page.findChild(QComboBox, "settings.birthday.leap_day").currentData() == "02-28"


def test_goals_and_categories_outlast_a_change_of_language_and_the_program(screen, store, context):
    page, table = screen.show_page("complaints"), screen.show_page("categories")
    typed = page.goals["satisfied"].value() - 1
    page.goals["satisfied"].setValue(typed)
    table._add()
    table.table.item(table.table.rowCount() - 1, 0).setText("X9")
    screen.retranslate()
    again = screen.show_page("categories")
    assert again is not table
    assert again.typed()[-1]["code"] == "X9"
    assert not again.banner.isHidden()
    assert {each.values["page"] for each in kept_drafts(context.gateway)} == {"complaints", "categories"}
    QCoreApplication.processEvents()  # the banner is laid out
    hands.click(again.banner.throw)
    assert not again.dirty()
    assert "X9" not in [each["code"] for each in again.typed()]
    context.frame.offers.pop()[2]()
    assert again.typed()[-1]["code"] == "X9"
    assert not again.banner.isHidden()
    hands.click(again.banner.throw)
    goals = screen.show_page("complaints")
    assert goals.goals["satisfied"].value() == typed
    goals.keep_typed()
    assert store.read(settings.value, "complaint.goals")["satisfied"] == round(typed / 100, 4)
    assert context.gateway.draft_keys() == []
    assert goals.banner.isHidden()


def test_a_colleague_who_leaves_is_told_what_still_waits_and_where_it_goes(screen, context, colleagues):
    page, (first, _second) = screen.show_page("employees"), colleagues
    page.open(first)
    said, made = page.roles.left, []
    _tick(page.form, True)
    assert said.isHidden()
    context.gateway.write("x", records.create, Customer, {"name": "甲", "owner_id": first}, done=made.append)
    plan = {"customer_id": made[0], "owner_id": first, "planned_on": today()}
    context.gateway.write("x", visits.plan, plan)
    assert not said.isHidden()
    assert said.text().startswith("Still in this colleague's name: 1 customers, 1 planned visits, 0 complaints")
    _tick(page.form, False)
    assert said.isHidden()


def _tick(form, on):
    form.editor("has_left").set_value(on)
    form.editor("has_left").changed.emit()
