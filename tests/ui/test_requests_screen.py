"""Service requests in the window: recorded by keyboard, taken step by step, made a complaint with one click."""

from datetime import datetime, timedelta

import pytest

from app.formats import from_local
from app.i18n import set_language
from app.models import Complaint, Customer, Employee
from app.models.request import ServiceRequest
from app.services import records, requests
from app.ui.forms.kept_drafts import kept_drafts
from app.ui.lists.views import mine, set_me
from app.ui.records.list_screen import ENTRY, RECORD
from app.ui.screens.requests.layout import ALL_VIEW, cells
from app.ui.screens.requests.screen import RequestsScreen
from tests.ui.hands import click, type_text


@pytest.fixture
def people(store):
    return [store.write("x", records.create, Employee, {"name": name}).value for name in ("陈立", "周敏")]


@pytest.fixture
def screen(qtbot, context):
    shown = RequestsScreen(context)
    qtbot.addWidget(shown)
    shown.resize(1160, 700)
    shown.show()
    qtbot.waitExposed(shown)
    shown.activate()
    return shown


def _row(store, screen):
    return store.read(records.get, ServiceRequest, screen.record.current())


def test_recorded_done_confirmed_and_undone(store, screen, people):
    customer = store.write("x", records.create, Customer, {"name": "华信钢构有限公司"}).value
    screen.begin({"customer_id": customer})
    assert screen.right.currentIndex() == ENTRY
    form = screen.entry.form
    click(screen.entry.save_button)
    assert form.findChild(object, "newrequest.subject.note").text() == "What is it about? One line is enough."
    type_text(form.editor("subject").widget, "主轴有异响")
    form.editor("kind").set_value("repair")
    click(screen.entry.save_button)
    assert screen.right.currentIndex() == RECORD
    record = screen.record
    assert record.pane.badges() == ["Registered", "Repair"]
    assert "Dispatch" in record.pane.next.accessibleName()
    click(record.pane.next.action)
    record.step.form.editor("handler_id").set_value(people[1])
    click(record.step.do)
    assert record.step is None
    click(record.pane.next.action)
    click(record.step.do)  # nobody said yet who pays
    assert record.step is not None
    record.step.form.editor("entitlement").set_value("included")
    click(record.step.do)
    assert _row(store, screen)["state"] == "working"
    click(record.pane.next.action)
    type_text(record.step.form.editor("solution").box, "半句")
    screen.keep_drafts()
    (kept,) = [each for each in kept_drafts(screen.context.gateway) if each.screen == screen.key]
    record._close_step()
    screen.begin(kept.values)
    assert record.step.move_asked.code == "complete"
    record.step.form.editor("solution").set_value("换轴承")
    click(record.step.do)
    click(record.pane.next.action)
    record.step.form.editor("rating").set_value("5")
    click(record.step.do)
    assert record.pane.badges() == ["Rated", "Repair"]
    screen.context.gateway.undo()
    assert record.pane.badges() == ["To be confirmed", "Repair"]
    record.form.editor("product").set_value("CNC-6")
    record.form.editor("product").changed.emit()
    assert screen.save()
    assert _row(store, screen)["product"] == "CNC-6"
    record.pane.show_tab("history")
    record.delete()
    assert record.current() is None
    screen.context.gateway.undo()
    assert screen.list.model.rowCount() == 1


def test_one_click_makes_it_a_complaint_and_says_so(store, screen, people):
    key = store.write("x", requests.register, {"caller": "王女士", "subject": "等了三天"}).value
    screen.open_record(key)
    assert not screen.record.complain.isHidden()
    screen.record.make_complaint("S3")
    ((place, case),) = screen.context.frame.visited
    assert place == "complaints"
    assert store.read(records.get, Complaint, case)["received_at"] == _row(store, screen)["received_at"]
    assert screen.record.complain.isHidden()
    click(screen.record.pane.next.action)
    assert screen.context.frame.visited[-1] == ("complaints", case)


def test_a_name_that_is_no_customer_walked_in_and_views_show_their_own(store, screen, people):
    screen.record_new()
    who = screen.entry.form.editor("customer_id")
    type_text(who.line, "王女士")
    type_text(screen.entry.form.editor("subject").widget, "怎么换刀")
    click(screen.entry.save_button)
    assert _row(store, screen)["caller"] == "王女士"
    for view in range(ALL_VIEW + 1):
        screen.filters.set_view(view)
        assert screen.list.model.rowCount() == (view in (0, ALL_VIEW))
    store.write("x", requests.take, screen.record.current(), "dispatch", {"handler_id": people[1]})
    set_me(people[1])
    screen.filters.set_view(1)
    assert screen.list.model.rowCount() == 1
    set_me(None)
    assert mine("handler_id").values == ()
    set_language("zh")
    screen.retranslate()
    screen.print_current()
    assert screen.commands()[0].label == "Record service request"


def test_the_first_column_tells_the_next_deadline():
    present = datetime(2026, 7, 15, 10)
    respond, arrive = (from_local(present + timedelta(hours=hours)) for hours in (-3, 5))
    values = {"respond_due": respond, "arrive_due": arrive}
    shown = {state: cells({**values, "state": state}, present) for state in ("registered", "working", "confirming", "done")}
    assert shown["registered"]["respond_due"].ink == "danger"
    assert shown["working"]["respond_due"].text == shown["working"]["arrive_due"].text == "today 15:00"
    assert shown["working"]["respond_due"].tip == "On site by 2026-07-15 15:00"
    assert [shown[state]["respond_due"].text for state in ("confirming", "done")] == ["", ""]
    assert cells({"state": "working", "respond_due": respond}, present)["respond_due"].text == ""
