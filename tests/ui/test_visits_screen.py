"""Planning a visit and writing one down between two customers, in the list and in the week."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.formats import today
from app.i18n import set_language
from app.models import Contact, Customer, Employee, Visit
from app.services import lists, records, visit_calendar, visits
from app.services.lists import ListQuery
from app.ui.records.list_screen import ENTRY, RECORD
from app.ui.screens.visits.screen import WAYS, VisitsScreen
from tests.ui.hands import click, retype, type_text


@pytest.fixture
def customer(store):
    made = store.write("x", records.create, Customer, {"name": "华信钢构有限公司"}).value
    store.write("x", records.create, Employee, {"name": "陈立"})
    store.write("x", records.create, Contact, {"name": "张伟", "customer_id": made})
    return made


@pytest.fixture
def screen(qtbot, context):
    shown = VisitsScreen(context)
    qtbot.addWidget(shown)
    shown.resize(1160, 700)
    shown.show()
    qtbot.waitExposed(shown)
    shown.activate()
    return shown


def field(screen, key):
    return screen.entry.form().editor(key)


def all_visits(store):
    near = timedelta(days=40)
    return tuple(store.read(visit_calendar.span, today() - near, today() + near).all())


def planned(store, customer, days, **values):
    given = {"customer_id": customer, "planned_on": today() + timedelta(days=days), **values}
    return store.write("x", visits.plan, given).value


def test_a_visit_is_written_down_with_the_keyboard(qtbot, store, screen, customer):
    screen.record_new({"customer_id": customer})
    assert screen.right.currentIndex() == ENTRY
    assert field(screen, "customer_id").title() == "华信钢构有限公司"
    type_text(field(screen, "content").box, "谈年框")
    qtbot.keyClick(screen.entry.form(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    screen.entry.submit() if screen.right.currentIndex() == ENTRY else None
    (made,) = all_visits(store)
    assert (made.state, made.customer, made.day) == ("done", "华信钢构有限公司", today())
    assert screen.right.currentIndex() == RECORD
    assert screen.record.current() == made.id


def test_a_record_plans_the_next_visit_in_the_same_step(store, screen, customer):
    screen.record_new({"customer_id": customer})
    field(screen, "content").set_value("met")
    field(screen, "next_step").set_value("bring contract")
    ahead = today() + timedelta(days=9)
    type_text(field(screen, "next_on").line, ahead.isoformat())
    assert screen.entry.plan_next.isChecked()
    click(screen.entry.save_button)
    assert [(each.state, each.purpose) for each in all_visits(store)] == [("done", ""), ("planned", "bring contract")]
    screen.context.gateway.undo()
    assert all_visits(store) == ()


def test_a_visit_of_yesterday_is_dated_yesterday_unless_said(store, screen, customer):
    plan = planned(store, customer, -1, planned_time="16:30")
    screen.begin({"visit_id": plan})
    type_text(field(screen, "content").box, "谈妥")
    click(screen.entry.save_button)
    (made,) = all_visits(store)
    assert (made.state, made.day, made.clock) == ("done", today() - timedelta(days=1), "16:30")


def test_what_was_recorded_is_in_the_list_beside_it(qtbot, store, screen, customer):
    screen.record_new({"customer_id": customer})
    field(screen, "content").set_value("met")
    field(screen, "promise").set_value("new quote")
    field(screen, "promise_due").set_value(today())
    click(screen.entry.save_button)
    (visit,) = all_visits(store)
    assert screen.list.current() == screen.record.current() == visit.id
    assert not screen.record.pane.next.action.hasFocus()


def test_what_is_missing_is_said_beside_the_field(store, screen, customer):
    screen.plan_new({"customer_id": customer})
    click(screen.entry.save_button)
    assert all_visits(store) == ()
    note = screen.entry.plan_form.findChild(object, "plan.planned_on.note")
    assert note.text() == "Planned for is missing."
    type_text(field(screen, "planned_on").line, "+3")
    click(screen.entry.save_button)
    assert [each.day for each in all_visits(store)] == [today() + timedelta(days=3)]


def test_only_people_of_the_customer_are_offered(store, screen, customer):
    other = store.write("x", records.create, Customer, {"name": "Other"}).value
    store.write("x", records.create, Contact, {"name": "张三", "customer_id": other})
    screen.record_new({"customer_id": customer})
    editor = field(screen, "contact_id")
    type_text(editor.line, "张")
    offered = [editor._found.item(place).text() for place in range(editor._found.rowCount())]
    assert len(offered) == 1
    assert offered[0].startswith("张伟")


def test_who_has_left_plans_no_visit_and_the_field_says_since_when(store, screen):
    gone = store.write("x", records.create, Employee, {"name": "王伟"}).value
    store.write("x", records.update, Employee, gone, {"has_left": True})
    screen.plan_new({})
    owner = field(screen, "owner_id")
    retype(owner.line, "王伟")
    assert owner.problem().startswith(f"王伟 has left (noted on {today()}).")
    screen.record_new({})  # they may have made one before
    retype(field(screen, "owner_id").line, "王伟")
    assert not field(screen, "owner_id").problem().startswith("王伟 has left")


def test_a_late_plan_says_so_and_becomes_a_record(qtbot, store, screen, customer):
    visit = planned(store, customer, -3, purpose="yearly review")
    screen.open_record(visit)
    assert "3 days late" in screen.record.pane.next.text()
    click(screen.record.pane.next.action)
    assert screen.right.currentIndex() == ENTRY
    field(screen, "content").set_value("all fine")
    screen.save()
    kept = store.read(records.get, Visit, visit)
    assert (kept["state"], kept["purpose"], kept["content"]) == ("done", "yearly review", "all fine")


def test_a_plan_moves_is_cancelled_and_comes_back(store, screen, customer):
    visit = planned(store, customer, 1)
    screen.open_record(visit)
    actions = [action for action in screen.record.days_menu().actions() if action.text()]
    actions[1].trigger()
    assert store.read(records.get, Visit, visit)["planned_on"] == today() + timedelta(days=3)
    screen.record.cancel()
    assert screen.record.pane.next.text() == ""
    assert "Cancelled" in screen.record.pane.badges()
    screen.context.gateway.undo()
    assert "Planned" in screen.record.pane.badges()


def test_an_open_promise_is_the_next_step_until_it_is_kept(store, screen, customer):
    said = {"customer_id": customer, "content": "x", "promise": "send samples", "promise_due": today() - timedelta(days=2)}
    visit = store.write("x", visits.record, said).value
    screen.open_record(visit)
    assert "Promised: send samples" in screen.record.pane.next.text()
    assert "2 days late" in screen.record.pane.next.text()
    click(screen.record.pane.next.action)
    assert store.read(records.get, Visit, visit)["promise_kept_on"] == today()
    assert screen.record.pane.next.text() == ""


def test_a_next_step_becomes_a_plan(store, screen, customer):
    said = {"customer_id": customer, "content": "x", "next_step": "send quote", "next_on": today() + timedelta(days=5)}
    visit = store.write("x", visits.record, said).value
    screen.open_record(visit)
    click(screen.record.pane.next.action)
    assert field(screen, "purpose").value() == "send quote"
    screen.save()
    assert ("planned", "send quote") in [(each.state, each.purpose) for each in all_visits(store)]


def test_views_have_their_own_columns_and_the_badge_counts_what_is_due(store, screen, customer, qtbot):
    badges = []
    screen.badge_changed.connect(badges.append)
    for days in (-2, 0, 4):
        planned(store, customer, days)
    screen.activate()
    assert badges[-1] == 2
    assert screen.list.model.rowCount() == 3
    screen.filters.set_view(1)
    assert screen.list.model.rowCount() == 1
    screen.filters.set_view(2)
    assert screen.list.query().columns[0] == "happened_at"
    assert screen.list.query().descending
    for place in range(5):
        screen.filters.set_view(place)


def test_a_draft_survives_leaving(store, screen, customer):
    screen.record_new({"customer_id": customer})
    type_text(field(screen, "content").box, "half a sentence")
    screen.entry.give_up()
    screen.record_new({"customer_id": customer})
    assert not screen.entry.record_form.banner.isHidden()


def test_everything_speaks_the_other_language(screen, customer, store):
    planned(store, customer, -1, purpose="<b>x</b> & =1")
    for code in ("zh", "en"):
        set_language(code)
        for way in WAYS:
            screen.show_as(way)
            screen.retranslate()
    assert [chip.text() for chip in screen.ways.values()] == ["List", "Day", "Week", "Month", "Agenda"]


def test_another_screen_begins_a_record_of_a_plan_or_the_next_plan(store, screen, customer):
    visit = planned(store, customer, 0, purpose="review")
    screen.begin({"visit_id": visit})
    assert not screen.entry.is_plan()
    assert field(screen, "customer_id").value() == customer
    said = {"customer_id": customer, "content": "x", "next_step": "send quote", "next_on": today()}
    record = store.write("x", visits.record, said).value
    screen.begin({"next_of": record})
    assert screen.entry.is_plan()
    assert field(screen, "purpose").value() == "send quote"


def press(qtbot, key):
    """A key where it goes: to the list of a link while that is open, else to the field."""
    qtbot.keyClick(QApplication.activePopupWidget() or QApplication.focusWidget(), key)


def typed_customer(qtbot, screen, text):
    screen.record_new({})
    line = field(screen, "customer_id").line
    screen.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    type_text(line, text)
    return field(screen, "customer_id")


def names(store):
    return sorted(row.texts[0] for row in store.read(lists.page, ListQuery("customers", ("name",), "name"), 0, 50))


@pytest.mark.parametrize("keys", [(Qt.Key.Key_Return,), (Qt.Key.Key_Down, Qt.Key.Key_Return)])
def test_enter_takes_the_first_customer_found_and_makes_none(qtbot, store, screen, customer, keys):
    editor = typed_customer(qtbot, screen, "华信")
    for key in keys:
        press(qtbot, key)
    assert (editor.value(), editor.line.text()) == (customer, "华信钢构有限公司")
    assert names(store) == ["华信钢构有限公司"]


def test_a_customer_is_made_only_by_choosing_to(qtbot, store, screen, customer, context):
    editor = typed_customer(qtbot, screen, "新客户")
    press(qtbot, Qt.Key.Key_Return)
    assert (editor.value(), names(store)) == (None, ["华信钢构有限公司"])
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Return)
    assert names(store) == ["华信钢构有限公司", "新客户"]
    assert (editor.title(), editor.problem()) == ("新客户", "")
    context.gateway.undo()
    assert names(store) == ["华信钢构有限公司"]
    assert (editor.value(), editor.line.text()) == (None, "新客户")
    assert "新客户" in editor.problem()


def test_where_nothing_is_planned_the_list_offers_the_first_step(qtbot, context):
    screen = VisitsScreen(context)
    qtbot.addWidget(screen)
    screen.resize(1166, 700)
    screen.show()
    screen.activate()
    assert screen.empty.isVisible()
    assert screen.first.isVisible()
    assert screen.empty.text.text() == "No visits are planned."
    type_text(screen.filters.box, "x")
    assert not screen.empty.isVisible()
