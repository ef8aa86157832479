"""Choosing by Enter where several fields are filled one after another: one Enter takes the record and goes on."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.models import Complaint, Customer, Employee
from app.models.types import now_utc
from app.services import complaints, records
from app.ui.screens.complaints.screen import ComplaintsScreen
from app.ui.screens.requests.screen import RequestsScreen
from tests.ui.held import Held

ENTER = Qt.Key.Key_Return


@pytest.fixture
def customer(store):
    store.write("x", records.create, Employee, {"name": "陈立"})
    return store.write("x", records.create, Customer, {"name": "华信钢构有限公司"}).value


def shown(qtbot, screen):
    qtbot.addWidget(screen)
    screen.resize(1160, 700)
    with qtbot.waitActive(screen):
        screen.show()
        screen.activateWindow()
    screen.activate()
    screen.commands()[0].run()
    return screen


def key(qtbot, code):
    qtbot.keyClick(QApplication.activePopupWidget() or QApplication.focusWidget(), code)


def test_an_enter_before_the_customers_are_found_waits_for_them(qtbot, store, context, customer):
    earlier = store.write("x", complaints.register, {"customer_id": customer, "subject": "法兰超差", "severity": "S2"}).value
    screen = shown(qtbot, ComplaintsScreen(context))
    form, sound = screen.entry.form, context.gateway._readers
    context.gateway._readers = readers = Held()
    qtbot.keyClicks(QApplication.focusWidget(), "hxg")
    key(qtbot, ENTER)
    key(qtbot, ENTER)  # in a hurry
    assert form.editor("customer_id").widget.hasFocus()
    assert form.editor("complainant").value() is None
    readers.let_go()
    assert (form.editor("customer_id").value(), form.editor("customer_id").title()) == (customer, "华信钢构有限公司")
    assert not form.editor("customer_id").widget.hasFocus()
    assert QApplication.activePopupWidget() is None
    number = store.read(records.get, Complaint, earlier)["number"]
    qtbot.waitUntil(screen.findChild(QWidget, f"intake.repeat.{number}").isVisible)
    context.gateway._readers = sound


def test_an_enter_before_nobody_is_found_goes_on_with_a_walk_in(qtbot, context, customer):
    screen = shown(qtbot, ComplaintsScreen(context))
    form, sound = screen.entry.form, context.gateway._readers
    context.gateway._readers = readers = Held()
    qtbot.keyClicks(QApplication.focusWidget(), "Mr Li")
    key(qtbot, ENTER)
    readers.let_go()
    assert (form.editor("customer_id").value(), form.editor("complainant").value()) == (None, "Mr Li")
    context.gateway._readers = sound


def test_a_service_request_goes_on_by_the_same_enter(qtbot, context, customer):
    screen = shown(qtbot, RequestsScreen(context))
    who = screen.entry.form.editor("customer_id")
    qtbot.keyClicks(QApplication.focusWidget(), "hxg")
    key(qtbot, Qt.Key.Key_Down)
    key(qtbot, ENTER)
    assert who.value() == customer
    assert not who.widget.hasFocus()
    assert screen.entry.isAncestorOf(QApplication.focusWidget())


def test_a_typed_product_leaves_those_that_had_it_within_the_days_of_repeats(qtbot, store, context, customer):
    def earlier(product, days):
        given = {"customer_id": customer, "subject": product, "severity": "S2", "product": product}
        case = store.write("x", complaints.register, {**given, "received_at": now_utc() - timedelta(days=days)}).value
        return store.read(records.get, Complaint, case)["number"]

    near, other, old = earlier("DN50", 89), earlier("DN80", 3), earlier("DN50", 91)
    screen = shown(qtbot, ComplaintsScreen(context))

    def offered():
        return [number for number in (near, other, old) if screen.findChild(QWidget, f"intake.similar.{number}")]

    qtbot.keyClicks(QApplication.focusWidget(), "hxg")
    key(qtbot, ENTER)
    assert offered() == [near, other]
    screen.entry.form._sections[1].open()
    screen.entry.form.focus("product")
    qtbot.keyClicks(QApplication.focusWidget(), "DN50")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert offered() == [near]
    screen.entry.form.focus("subject")
    qtbot.keyClicks(QApplication.focusWidget(), "Leaks again")
    key(qtbot, ENTER)
    key(qtbot, ENTER)
    assert store.read(records.get, Complaint, screen.record.current())["product"] == "DN50"
