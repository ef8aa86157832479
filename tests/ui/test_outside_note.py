"""The record stays in sight when a filter hides its row; the pane says so and leads back, alike on every list."""

from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from app.models import Contact, Customer, Visit
from app.services import complaints, records
from app.ui.screens.complaints.screen import ComplaintsScreen
from app.ui.screens.customers.screen import CustomersScreen
from app.ui.screens.people.screen import PeopleScreen
from app.ui.screens.visits.screen import VisitsScreen
from tests.ui import hands


def make(store, entity, **values):
    return store.write("x", records.create, entity, values).value


def shown(qtbot, context, screen):
    made = screen(context)
    qtbot.addWidget(made)
    made.resize(1166, 700)
    made.show()
    made.activate()
    return made


def parts(screen):
    name = screen.record.pane.objectName()
    pane = screen.record.pane
    found = pane.findChild(QWidget, f"{name}.outside"), pane.findChild(QPushButton, f"{name}.show_all")
    assert all(found)
    return found


def records_of(store, screen):
    firm = make(store, Customer, name="华信")
    make(store, Customer, name="宁江")
    if screen is CustomersScreen:
        return firm
    if screen is PeopleScreen:
        make(store, Contact, name="李雷", customer_id=firm)
        return make(store, Contact, name="王芳", customer_id=firm)
    if screen is VisitsScreen:
        return make(store, Visit, purpose="报价", customer_id=firm, state="done", happened_at=datetime(2026, 1, 5, tzinfo=UTC))
    values = {"subject": "漏水", "customer_id": firm, "state": "S90", "received_at": datetime(2026, 1, 5, tzinfo=UTC)}
    return store.write("x", complaints.import_cases, [values]).value[0]


@pytest.mark.parametrize("kind", [CustomersScreen, PeopleScreen, VisitsScreen, ComplaintsScreen])
def test_a_record_that_the_filter_hides_stays_and_says_so(qtbot, store, context, kind):
    key = records_of(store, kind)
    screen = shown(qtbot, context, kind)
    screen.open_record(key)
    note, button = parts(screen)
    hands.retype(screen.filters.box, "zzz")
    assert screen.record.current() == key
    assert note.isVisible()
    assert note.text() == "Not in the list as it is filtered now."
    hands.click(button)
    assert not note.isVisible()
    assert screen.filters.text() == ""
    assert screen.list.current() == key


def test_a_record_in_the_list_says_nothing(qtbot, store, context):
    key = records_of(store, CustomersScreen)
    screen = shown(qtbot, context, CustomersScreen)
    screen.open_record(key)
    note, _button = parts(screen)
    assert not note.isVisible()
    hands.retype(screen.filters.box, "hx")
    assert not note.isVisible()
    hands.retype(screen.filters.box, "宁")
    assert note.isVisible()
    hands.retype(screen.filters.box, "")
    assert not note.isVisible()
