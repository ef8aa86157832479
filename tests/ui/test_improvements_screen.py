"""Improvements in the window: opened from a complaint, planned, carried out, checked."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from app.formats import today
from app.i18n import set_language
from app.models import Complaint, Customer, Employee
from app.models.improvement import Improvement
from app.services import improvements, lists, records
from app.services.lists import ListQuery
from app.ui.forms.kept_drafts import kept_drafts
from app.ui.records.list_screen import ENTRY, NOTHING, RECORD
from app.ui.screens.complaints.more import more_button, more_menu
from app.ui.screens.improvements.opening import improvement_commands
from app.ui.screens.improvements.screen import ImprovementsScreen
from tests.ui.hands import click, type_text


@pytest.fixture
def people(store):
    return [store.write("x", records.create, Employee, {"name": name}).value for name in ("陈立", "周敏")]


@pytest.fixture
def complaint(store, people):
    customer = store.write("x", records.create, Customer, {"name": "华信钢构有限公司"}).value
    given = {"customer_id": customer, "subject": "迟到三天", "category": "20.1", "cause": "method", "state": "S40",
             "received_at": datetime(2026, 7, 2, 2, tzinfo=UTC)}  # fmt: skip
    return store.write("x", records.create, Complaint, given).value


@pytest.fixture
def screen(qtbot, context):
    shown = ImprovementsScreen(context)
    qtbot.addWidget(shown)
    shown.resize(1160, 700)
    shown.show()
    qtbot.waitExposed(shown)
    shown.activate()
    return shown


def _values(store, screen):
    return store.read(records.get, Improvement, screen.record.current())


def _step(screen, **values):
    click(screen.record.pane.next.action)
    for key, value in values.items():
        screen.record.step.form.editor(key).set_value(value)
    click(screen.record.step.do)


def test_from_the_complaint_to_the_check_by_somebody_else(store, screen, people, complaint):
    (command,) = improvement_commands(screen.context, (complaint,))
    command.run()
    ((place, wish),) = screen.context.frame.begun
    assert place == screen.key
    screen.begin(wish)
    assert screen.right.currentIndex() == ENTRY
    form = screen.entry.form
    assert (form.editor("problem").value(), form.editor("category").value()) == ("迟到三天", "20.1")
    form.editor("name").set_value("排程前核对库存")
    click(screen.entry.save_button)
    assert screen.right.currentIndex() == RECORD
    record = screen.record
    assert record.effect.isHidden()
    click(record.pane.next.action)
    click(record.step.do)  # nothing is planned yet
    assert record.step.findChild(object, "improvement.step.form.plan.note").text() == "What will be done is missing."
    record.step.leave.click()
    _step(screen, plan="排程表加库存列", owner_id=people[0], due_on=today() + timedelta(days=9), metric="延迟交付",
          baseline=Decimal(6), target=Decimal(1), unit="件")  # fmt: skip
    assert record.step is None
    assert not record.effect.isHidden()
    _step(screen, evidence="新版排程表")
    assert _values(store, screen)["check_on"] == today() + timedelta(days=30)
    _step(screen, measured=Decimal(3), checked_by_id=people[0])
    assert record.step is not None  # the owner does not say that it worked
    record.step.form.editor("checked_by_id").set_value(people[1])
    click(record.step.do)
    assert record.step is None
    assert _values(store, screen)["state"] == "effective"
    assert record.effect.accessibleName() == "延迟交付: before 6 件 → target 1 件 → measured 3 件 · 60% of the way"
    assert record.pane.badges() == ["Closed, effective (A)"]
    screen.context.gateway.undo()
    assert record.pane.badges() == ["To be checked (C)"]


def test_its_complaints_are_named_opened_and_left_out(store, screen, complaint):
    key = store.write("x", improvements.open_new, {"name": "排程前核对库存"}).value
    screen.open_record(key)
    screen.record.pane.show_tab("cases")
    tab = screen.record.cases
    assert tab.list.model.rowCount() == 0
    tab.box.editor.set_value(complaint, "迟到三天")
    tab.box.editor.changed.emit()
    assert store.read(improvements.cases_of, key) == (complaint,)
    assert tab.box.editor.value() is None
    assert tab.list.model.rowCount() == 1
    opened, left_out = tab._menu((complaint,))
    opened.run()
    assert screen.context.frame.visited == [("complaints", complaint)]
    left_out.run()
    assert tab.list.model.rowCount() == 0


def test_what_is_typed_is_kept_and_taken_up_again(qtbot, store, screen, complaint):
    key = store.write("x", improvements.open_new, {"name": "排程前核对库存"}).value
    screen.open_record(key)
    click(screen.record.pane.next.action)
    type_text(screen.record.step.form.editor("plan").box, "半句话")
    screen.keep_drafts()
    (kept,) = [each for each in kept_drafts(screen.context.gateway) if each.screen == screen.key]
    screen.record._close_step()
    screen.begin(kept.values)
    assert screen.record.step.move_asked.code == "start"
    screen.record.step.leave.click()
    type_text(screen.record.form.editor("problem").box, "晚到")
    assert screen.save()
    assert _values(store, screen)["problem"] == "晚到"
    screen.record.delete()
    assert screen.right.currentIndex() == NOTHING
    screen.context.gateway.undo()
    assert store.read(lists.count, ListQuery("improvements", ("name",), "name")) == 1


def test_late_ones_stand_first_and_are_counted(store, screen, people):
    given = {"name": "迟的", "owner_id": people[0], "opened_on": today() - timedelta(days=40),
             "due_on": today() - timedelta(days=2)}  # fmt: skip
    late = store.write("x", improvements.open_new, given).value
    store.write("x", improvements.open_new, {"name": "早的", "due_on": today() + timedelta(days=5)})
    counted = []
    screen.badge_changed.connect(counted.append)
    screen.activate()
    assert counted[-1] == 1
    assert screen.list.model.row(0).id == late
    screen.filters.set_view(1)
    assert screen.list.model.rowCount() == 1
    screen.open_record(late)
    assert screen.record.pane.badges() == ["Plan (P)", "Late"]
    set_language("zh")
    screen.retranslate()
    set_language("en")
    screen.retranslate()
    screen.neighbour(1)
    screen.print_current()
    assert screen.context.frame.begun[-1][0] == "reports"


def test_the_menu_of_a_complaint_opens_improvements_and_papers(qtbot, store, context, complaint):
    button = more_button(context, lambda: complaint)
    qtbot.addWidget(button)
    texts = [action.text() for action in more_menu(context, complaint, button).actions()]
    assert texts == ["Improvement…", "", "Complaint sheet", "Complaint process record", "8D report", "Fishbone diagram"]
    customer = store.read(records.get, Complaint, complaint)["customer_id"]
    alike = [store.write("x", records.create, Complaint, {
        "customer_id": customer, "subject": "又迟到", "category": "20.1", "state": "S80", "product": "泵",
        "received_at": datetime(2026, 7, day, 2, tzinfo=UTC)}).value for day in (3, 9, 20)]  # fmt: skip
    first = more_menu(context, alike[0], button).actions()[0]
    assert first.text() == "3 complaints about this within 90 days: an improvement is due."
    first.trigger()
    assert context.frame.begun == [("improvements", {"complaints": tuple(alike)})]
    key = store.write("x", improvements.open_new, {"name": "排程前核对库存"}, alike).value
    named = more_menu(context, alike[0], button).actions()[1]
    assert named.text().endswith("排程前核对库存")
    named.trigger()
    assert context.frame.visited == [("improvements", key)]
    more_menu(context, alike[2], button).actions()[3].trigger()
    assert context.frame.begun[-1] == ("reports", {"report": "complaint", "complaint_id": alike[2]})
    assert more_menu(context, None, button).actions() == []
