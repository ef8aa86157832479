"""What goes wrong at the desk of a complaint: each has its sentence where the person is looking, and loses nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.formats import day_text, local
from app.models import Complaint, Customer, Employee
from app.services import complaint_extension, complaints, records
from app.services.merge import merge
from app.ui.editors.editor import firm_now
from app.ui.screens.complaints.screen import ComplaintsScreen
from tests.ui.hands import click, type_text

YEAR_WITHOUT_TABLE = datetime(2019, 3, 4, 2, tzinfo=UTC)


@pytest.fixture
def customer(store):
    for name in ("陈立", "王桥"):
        store.write("x", records.create, Employee, {"name": name})
    return store.write("x", records.create, Customer, {"name": "华信钢构有限公司"}).value


@pytest.fixture
def screen(qtbot, context):
    shown = ComplaintsScreen(context)
    qtbot.addWidget(shown)
    shown.resize(1160, 700)
    shown.show()
    shown.activate()
    return shown


def register(store, customer, **values):
    return store.write("x", complaints.register, {"customer_id": customer, "subject": "漏油", "severity": "S2", **values}).value


def row(store, case):
    return store.read(records.get, Complaint, case)


def open_next(screen):
    screen.record.pane.next.action.click()
    return screen.record._panel


def test_a_step_before_the_receipt_is_refused_beside_its_time(store, customer, screen):
    case = register(store, customer)
    screen.open_record(case)
    panel = open_next(screen)
    panel.form.editor("category").set_value("10.1")
    before = local(row(store, case)["received_at"]) - timedelta(hours=3)
    line = panel._at.editor.widget
    line.setFocus()
    type_text(line.focusProxy() or line, before.strftime("%Y-%m-%d %H:%M"))
    click(panel.do)
    assert panel._at.note.isVisible()
    assert panel._at.note.text() == "This lies before the step before it."
    assert row(store, case)["state"] == "S10"
    assert panel.form.editor("category").value() == "10.1", "what was typed stays"
    panel._at.editor.set_value(None)
    click(panel.do)
    assert row(store, case)["state"] != "S10"


def test_a_year_without_holidays_says_that_deadlines_are_provisional(store, customer, context, screen):
    screen.open_record(register(store, customer, received_at=YEAR_WITHOUT_TABLE))
    assert "Deadlines are provisional: enter the holidays of 2019." in screen.record.notices.text()
    click(screen.record.notices.calendar)
    assert context.frame.begun[-1] == ("settings", {"page": "time"})


def test_a_case_of_a_customer_in_the_bin_says_so_and_leads_there(store, customer, context, screen):
    case = register(store, customer)
    screen.open_record(case)
    assert not screen.record.notices.isVisible()
    context.gateway.write("x", records.delete, Customer, [customer])
    assert row(store, case)["deleted_at"] is None
    assert "The customer is in the recycle bin." in screen.record.notices.text()
    click(screen.record.notices.bin)
    assert context.frame.visited[-1] == ("bin", None)
    context.gateway.undo()
    assert not screen.record.notices.isVisible()


def test_a_case_of_a_merged_customer_names_the_one_that_stayed(store, customer, context, screen):
    other = store.write("x", records.create, Customer, {"name": "华信钢构"}).value
    screen.open_record(register(store, customer))
    context.gateway.write("x", merge, Customer, other, customer, {})
    assert "华信钢构" in screen.record.pane.line.whole()


def test_two_windows_on_one_case_the_second_hears_of_the_first(store, customer, context, screen):
    case = register(store, customer)
    screen.open_record(case)
    panel = open_next(screen)
    panel.form.editor("category").set_value("10.1")
    store.write("the other window", complaints.step, case, "T02", {"channel": "phone"})
    store.write("the other window", complaints.step, case, "T23", {}, "撤回")
    click(panel.do)
    assert panel.error.text() == "From here the complaint cannot go there. Choose one of the steps offered."
    assert panel.form.editor("category").value() == "10.1", "what was typed stays"
    assert row(store, case)["state"] == "S95"


def test_a_story_of_twenty_thousand_characters_is_kept_whole(store, customer, screen):
    screen.record_new({"customer_id": customer}, {"customer_id": "华信钢构有限公司"})
    story = "第一天机器就停了。" * 2222 + "完"
    screen.entry.form.editor("text").set_value(story)
    screen.entry.form.editor("text").changed.emit()
    type_text(screen.entry.form.editor("subject").widget, "停机")
    QTest.keyClick(screen.entry.form.editor("subject").widget, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    case = screen.record.current()
    assert case is not None
    assert (row(store, case)["text"], len(story)) == (story, 19_999)


def test_esc_gives_a_step_up_wherever_the_cursor_is_and_keeps_what_was_typed(store, customer, context, screen):
    case = register(store, customer)
    screen.open_record(case)
    open_next(screen)
    type_text(screen.record._panel.form.editor("department").widget, "Q")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert screen.record._panel is None
    assert screen.record.pane.next.action.isVisible()
    panel = open_next(screen)
    panel.banner.resume.click()
    assert panel.form.editor("department").value() == "Q"
    context.gateway.undo()  # the registration: nothing of this step is offered to a draft
    assert screen.record._panel is None
    assert row(store, case)["state"] == "S00"


def test_all_that_is_missing_is_said_at_once_and_what_is_extended_is_named(store, customer, screen):
    case = register(store, customer)
    store.write("x", complaints.advance, case, "accept", {"category": "10.1"})
    if row(store, case)["state"] == "S30":
        store.write("x", complaints.step, case, "T06")
    screen.open_record(case)
    panel = open_next(screen)
    click(panel.do)
    said = {key for key in panel.option.asks.fields if (box := panel.form._boxes.get(key)) and box.note.isVisible()}
    assert {"complainant", "demands", "cause", "solution", "answer"} <= said
    assert QApplication.focusWidget() is panel.form.editor("complainant").widget
    screen.record._close_panel()
    screen.record.resume_step("extend")
    due = day_text(local(row(store, case)["close_due"]).date())
    assert due in screen.record._panel.told.text()
    before = screen.record.card._standing(screen.record._view, firm_now())
    panel = screen.record._panel
    panel._at.editor.set_value(store.read(complaint_extension.longest, case))
    type_text(panel._reason.editor.widget, "x")
    click(panel.do)
    assert row(store, case)["extended_from"] is not None
    assert screen.record.card._standing(screen.record._view, firm_now()).split(" · ")[0] == before.split(" · ")[0]
