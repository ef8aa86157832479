"""Phone memos in the window: noted by keyboard, taken over, passed on, called back; one becomes a complaint or a request."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.i18n import set_language
from app.models import Complaint, Contact, Customer, Employee
from app.models.memo import PhoneMemo
from app.models.request import ServiceRequest
from app.models.types import now_utc
from app.services import lists, phone_memos, records, settings, timeline
from app.services.lists import ListQuery
from app.services.memo_view import count_waiting
from app.ui.forms.kept_drafts import kept_drafts
from app.ui.lists.views import set_me
from app.ui.records.list_screen import ENTRY, RECORD
from app.ui.records.merging import memo_commands
from app.ui.records.papers import paper_commands
from app.ui.screens.customers.words import moments
from app.ui.screens.memos.layout import VIEWS
from app.ui.screens.memos.screen import MemosScreen
from tests.ui.hands import click, type_text

AT = datetime(2026, 7, 2, 2, 30, tzinfo=UTC)


@pytest.fixture
def people(store):
    made = [store.write("x", records.create, Employee, {"name": name}).value for name in ("陈立", "周敏")]
    store.write("Me", settings.change, "me", str(made[0]))
    return made


@pytest.fixture
def customer(store, people):
    return store.write("x", records.create, Customer, {"name": "华信钢构有限公司", "owner_id": people[1]}).value


@pytest.fixture
def screen(qtbot, context, people):
    shown = MemosScreen(context)
    qtbot.addWidget(shown)
    shown.resize(1160, 700)
    shown.show()
    qtbot.waitExposed(shown)
    shown.activate()
    return shown


def _values(store, screen):
    return store.read(records.get, PhoneMemo, screen.record.current())


def _move(screen, code, **values):
    screen.record.resume_step(code)
    for key, value in values.items():
        screen.record.step.form.editor(key).set_value(value)
    click(screen.record.step.do)


def _memo(store, **values):
    given = {"subject": "问报价", "called_at": AT, **values}
    return store.write("Memo", phone_memos.create, given).value


def test_a_call_is_noted_by_keyboard_and_called_back(store, screen, customer, people):
    screen.start_new()
    form = screen.entry.form
    assert (screen.right.currentIndex(), form.editor("customer_id").widget.hasFocus()) == (ENTRY, True)
    type_text(form.editor("customer_id").widget, "华信")
    QTest.keyClick(QApplication.activePopupWidget() or QApplication.focusWidget(), Qt.Key.Key_Return)
    assert form.editor("customer_id").value() == customer
    assert form.editor("for_id").value() == people[1]  # whoever owns the customer
    form.editor("subject").widget.setFocus()
    type_text(form.editor("subject").widget, "催一下发货")
    form.editor("call_by").widget.setFocus()
    type_text(form.editor("call_by").widget, "2099-1-5 16:00")
    QTest.keyClick(form.editor("call_by").widget, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert screen.right.currentIndex() == RECORD
    made = _values(store, screen)
    assert (made["for_id"], made["taken_by_id"], made["call_back"], made["state"]) == (people[1], people[0], True, "open")
    assert made["call_by"] == datetime(2099, 1, 5, 8, tzinfo=UTC)
    assert "陈立 is responsible" in screen.record.pane.next.accessibleName()  # until it is taken over

    click(screen.record.pane.next.action)  # the usual one first: it is taken over, nothing is asked
    assert screen.record.step is None
    assert (_values(store, screen)["for_id"], _values(store, screen)["passed_on"]) == (people[0], 1)
    assert screen.record.pane.next.action.text() == "Called back"
    click(screen.record.pane.next.action)
    click(screen.record.step.do)
    assert screen.record.step.findChild(object, "memo.step.form.result.note").text() == "Outcome is missing."
    screen.record.step.form.editor("result").set_value("周五发货")
    click(screen.record.step.do)
    assert (_values(store, screen)["state"], screen.record.step) == ("called", None)
    assert screen.record.convert.isVisibleTo(screen.record)  # a complaint often turns out while calling back
    lines = moments(store.read(timeline.happenings, "customer_id", customer), datetime(2026, 7, 2))
    assert [line.key[0] for line in lines] == ["visits", "phone_memos"]  # the call back above the call
    assert lines[1].text.startswith("Phone memo · 催一下发货")
    assert lines[1].badge == "Called back"
    screen.context.frame.go(*lines[1].key)
    assert screen.context.frame.visited == [(screen.key, screen.record.current())]


def test_it_is_passed_on_settled_or_becomes_something_else(store, screen, customer, people):
    first = _memo(store, customer_id=customer, for_id=people[0], taken_by_id=people[1], call_by=AT + timedelta(hours=3))
    screen.open_record(first)
    _move(screen, "pass_on", for_id=people[0])
    assert screen.record.step.findChild(object, "memo.step.form.for_id.note").text() == (
        "It is theirs already. Choose somebody else.")
    screen.record.step.form.editor("for_id").set_value(people[1])
    click(screen.record.step.do)
    assert (_values(store, screen)["for_id"], _values(store, screen)["accepted_at"]) == (people[1], None)
    screen.record.make_complaint("S3")
    kept = _values(store, screen)
    case = store.read(records.get, Complaint, kept["complaint_id"])
    assert (case["received_at"], case["first_owner_id"], case["severity"]) == (AT, people[1], "S3")
    assert screen.context.frame.visited == [("complaints", case["id"])]
    assert (screen.record.pane.next.action.text(), screen.record.convert.isHidden()) == ("Open complaint", True)
    assert [one.entity for one in store.read(timeline.happenings, "customer_id", customer)] == ["complaints"]

    screen.open_record(_memo(store, caller="赵先生", call_back=True))
    screen.record.make_request("repair")
    request = store.read(records.get, ServiceRequest, _values(store, screen)["request_id"])
    assert (request["received_at"], request["kind"], request["caller"]) == (AT, "repair", "赵先生")
    screen.open_record(_memo(store, caller_phone="021-5555"))
    _move(screen, "settle", result="打错了")
    assert _values(store, screen)["state"] == "settled"
    assert screen.record.pane.next.isHidden()
    (slip,) = paper_commands(screen.context, "phone_memos", [screen.record.current()])
    slip.run()
    assert screen.context.frame.begun[-1] == ("reports", {"report": "phone-memo", "memo_id": screen.record.current()})
    screen.print_current()
    assert screen.context.frame.begun[-1] == screen.context.frame.begun[-2]
    screen.start_new()
    screen.print_current()
    assert screen.context.frame.begun[-1] == ("reports", {"report": "blank-memo"})


def test_the_list_shows_what_waits_for_whom(store, screen, people, customer):
    badges = []
    screen.badge_changed.connect(badges.append)
    mine = _memo(store, caller="A", for_id=people[0], taken_by_id=people[1])
    taken = _memo(store, caller="B", for_id=people[1], taken_by_id=people[0])
    late = _memo(store, caller="C", for_id=people[1], taken_by_id=people[1], call_by=AT + timedelta(hours=1))
    done = _memo(store, caller="D", taken_by_id=people[1])
    store.write("Settled", phone_memos.settle, done, "x")
    screen.activate()
    assert badges[-1] == store.read(count_waiting) == 2
    set_me(people[0])
    shown = []
    for view in VIEWS:
        query = ListQuery("phone_memos", ("subject",), "called_at", filters=view.now())
        shown.append(set(store.read(lists.ids, query)))
    set_me(None)
    assert shown == [{mine, taken, late}, {mine}, {taken}, {late}, {mine, taken, late, done}]
    screen.begin({"customer_id": customer})  # from the customer's menu: the cursor is in the matter
    assert screen.entry.form.editor("subject").widget.hasFocus()
    person = store.write("x", records.create, Contact, {"name": "王工", "customer_id": customer}).value
    (command,) = memo_commands(screen.context, "contacts", person)
    command.run()
    screen.begin(screen.context.frame.begun[-1][1])  # from a person's menu
    assert [screen.entry.form.whole_values()[key] for key in ("contact_id", "customer_id")] == [person, customer]
    nobody = store.write("x", records.create, Customer, {"name": "宁江泵业"}).value
    form = screen.entry.form
    assert form.whole_values()["for_id"] == people[1]
    form.editor("customer_id")._made(nobody, "宁江泵业")
    assert form.whole_values()["for_id"] is None  # nobody owns this one
    form.editor("for_id")._made(people[0], "陈立")
    form.editor("customer_id")._made(customer, "华信钢构有限公司")
    assert form.whole_values()["for_id"] == people[0]  # chosen by hand
    set_language("zh")
    screen.retranslate()
    set_language("en")
    screen.retranslate()


def test_who_is_no_customer_is_the_caller_and_nothing_typed_is_lost(store, screen):
    screen.record_new({})
    form = screen.entry.form
    screen.entry.submit()
    assert form.findChild(object, "newmemo.customer_id.note").text().startswith("Who called?")
    type_text(form.editor("customer_id").widget, "赵先生")
    form.editor("subject").widget.setFocus()
    assert form.editor("caller").value() == "赵先生"
    screen.entry.submit()
    assert form.findChild(object, "newmemo.subject.note").text() == "What is it about? One line is enough."
    screen.entry.give_up()
    (kept,) = kept_drafts(screen.context.gateway)
    assert (kept.kind, kept.screen) == ("New phone memo", "phone_memos")
    screen.record_new({})
    click(form.banner.resume)
    form.editor("call_by").set_value(now_utc() - timedelta(days=9))
    type_text(form.editor("subject").widget, "问路")
    screen.entry.submit()
    assert form.findChild(object, "newmemo.call_by.note").text() == "The call back would be due before the call."
    form.editor("call_by").set_value(None)
    screen.entry.submit()
    assert (_values(store, screen)["caller"], kept_drafts(screen.context.gateway)) == ("赵先生", ())


def test_who_takes_it_over_is_asked_where_nobody_says_who_is_at_the_keyboard(store, screen, people):
    store.write("Nobody", settings.change, "me", "")
    memo = _memo(store, caller="周先生", for_id=people[1], taken_by_id=people[0])
    screen.open_record(memo)
    click(screen.record.pane.next.action)
    click(screen.record.step.do)
    asked = screen.record.step.form.editor("for_id").widget.parentWidget()
    assert (asked.label.text().split()[:3], asked.note.text()) == (["Taken", "over", "by"], "Taken over by is missing.")
    screen.record.step.form.editor("for_id").set_value(people[0])
    click(screen.record.step.do)
    taken = _values(store, screen)
    assert (taken["for_id"], taken["accepted_at"] is not None, taken["passed_on"]) == (people[0], True, 1)
