"""What is done with a complaint besides its steps, by clicks: the extension, a returned hand-over, locked responsibility."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QPushButton

from app.analysis.workdays import Calendar
from app.formats import local
from app.models import Complaint, Customer, Employee
from app.models.types import now_utc
from app.services import complaint_extension, complaint_promises, complaint_transfers, complaints, records, settings
from app.ui.screens.complaints.outlook import _reminder
from app.ui.screens.complaints.screen import ComplaintsScreen
from tests.ui.hands import click, type_text


@pytest.fixture
def people(store):
    return [store.write("x", records.create, Employee, {"name": name}).value for name in ("陈立", "王桥")]


@pytest.fixture
def case(store, people):
    customer = store.write("x", records.create, Customer, {"name": "华信钢构有限公司"}).value
    values = {"customer_id": customer, "subject": "两批法兰尺寸超差", "severity": "S2"}
    return store.write("x", complaints.register, values).value


@pytest.fixture
def screen(qtbot, context):
    shown = ComplaintsScreen(context)
    qtbot.addWidget(shown)
    shown.resize(1160, 700)
    shown.show()
    shown.activate()
    return shown


def row(store, case):
    return store.read(records.get, Complaint, case)


def choose(screen, name):
    next(each for each in screen.record.card.menu().actions() if each.objectName() == name).trigger()


def test_the_target_is_extended_once_from_the_menu(store, context, case, screen):
    due, last = row(store, case)["close_due"], store.read(complaint_extension.longest, case)
    screen.open_record(case)
    choose(screen, "step.extend")
    panel = screen.record._panel
    assert panel._at.isVisible()
    type_text(panel._reason.editor.widget, "等检验报告")
    click(panel.do)
    assert (panel._at.note.isVisible(), row(store, case)["extended_from"]) == (True, None)
    panel._at.editor.set_value(last + timedelta(days=30))
    click(panel.do)
    assert "at most" in panel._at.note.text()
    panel._at.editor.set_value(last)
    click(panel.do)
    found = row(store, case)
    assert (found["extended_from"], found["close_due"] > due) == (due, True)
    assert screen.record._panel is None
    assert "Extended" in screen.record.pane.badges()
    choose(screen, "step.extend")
    assert screen.record._panel is None
    assert "extended once already" in context.frame.told[-1]


def test_a_hand_over_before_the_assessment_is_returned(store, people, case, screen):
    store.write("x", complaint_transfers.hand_over, case, people[1], "Pumps")
    screen.open_record(case)
    back = screen.findChild(QPushButton, "complaint.transfer.return")
    assert back.isVisible()
    click(back)
    panel = screen.record._panel
    click(panel.do)
    assert panel._reason.note.isVisible()
    type_text(panel._reason.editor.widget, "Not mine")
    click(panel.do)
    (line,) = store.read(complaint_transfers.of, case)
    assert (line.state, row(store, case)["state"]) == ("returned", "S10")
    assert not back.isVisible()


def test_in_work_responsibility_changes_by_its_step_alone(qtbot, store, context, people, case, screen):
    screen.open_record(case)
    screen.record.pane.show_tab("assessment")
    form, change = screen.record.forms._forms["assessment"], screen.findChild(QPushButton, "complaint.change")
    held = [form.editor(key).widget for key in ("handler_id", "severity", "urgency")]
    assert [each.isEnabled() for each in held] == [True] * 3
    assert not change.isVisible()
    store.write("x", complaints.advance, case, "accept", {"category": "10.4", "handler_id": people[0], "department": "Q"})
    screen.record.reload()
    assert [each.isEnabled() for each in held] == [False] * 3
    assert form.editor("department").widget.isEnabled()
    click(change)
    panel = screen.record._panel
    assert panel.option.action == "T29"
    panel.form.editor("severity").set_value("S4")
    type_text(panel._reason.editor.widget, "Somebody was hurt")
    click(panel.do)
    assert row(store, case)["severity"] == "S4"
    assert held[1].isEnabled() is False
    later = ComplaintsScreen(context)
    qtbot.addWidget(later)
    later.show()
    later.open_record(case)
    later.record.pane.show_tab("assessment")
    assert later.findChild(QPushButton, "complaint.change").isVisible()


def test_whoever_has_to_accept_a_case_is_said_to_be_asked(store, context, people, case, screen):
    store.write("x", settings.change, "complaint.rules", {"transfer_acceptance": "on"})
    store.write("x", settings.change, "me", str(people[0]))
    store.write("x", complaints.advance, case, "accept", {"category": "10.4", "handler_id": people[0], "department": "Q"})
    screen.open_record(case)
    toasts = []
    context.gateway.changed.connect(lambda changes: toasts.append(changes.label.text))  # what the window's toast says
    for taker, severity, said in ((people[1], "S2", "王桥 is asked to take over"), (people[0], "S1", "Change responsibility")):
        screen.record.resume_step("T29")
        panel = screen.record._panel
        panel.form.editor("handler_id").set_value(taker)
        panel.form.editor("severity").set_value(severity)
        type_text(panel._reason.editor.widget, "Pumps")
        click(panel.do)
        assert toasts[-1].startswith(said)
        assert (row(store, case)["handler_id"], row(store, case)["severity"]) == (people[0], severity)
    (line,) = store.read(complaint_transfers.of, case)
    assert (line.to_id, line.state) == (people[1], "open")
    assert "Handed over to 王桥, to be accepted by" in screen.record.notices.text()


def test_what_is_ahead_and_the_customers_other_cases_stand_in_every_tab(store, context, case, screen):
    customer = row(store, case)["customer_id"]
    received = now_utc() - timedelta(days=60)
    other = store.write("x", complaints.register, {"customer_id": customer, "subject": "Late again", "severity": "S1"}).value
    store.write("x", complaint_promises.promise, case, "Sends a drawing", now_utc() + timedelta(days=2))
    screen.open_record(case)
    for tab in screen.record.pane.tabs():
        screen.record.pane.show_tab(tab)
        assert screen.record.outlook.isVisible()
        assert "Sends a drawing" in screen.record.outlook.text()
        assert "hears of the progress by" in screen.record.outlook.text()
    assert screen.record.outlook.others.text() == "1 other complaint of this customer"
    (action,) = screen.record.outlook.menu().actions()
    assert "Late again" in action.text()
    action.trigger()
    assert context.frame.visited[-1] == ("complaints", other)
    due = row(store, case)["close_due"]
    view = SimpleNamespace(values=row(store, case) | {"received_at": received, "next_due": due, "state": "S40"})
    told = [_reminder(view, local(received) + (local(due) - local(received)) * share, Calendar()) for share in (0.1, 0.7, 0.95)]
    assert told == ["", "Close case: 50 % of the time is over", "Close case: 80 % of the time is over"]


def test_steps_of_somebody_else_are_not_offered(store, context, people, case, screen):
    boss, first, *others = people + [store.write("x", records.create, Employee, {"name": f"员{n}"}).value for n in range(4)]
    held = store.write("x", complaints.register, {
        "customer_id": row(store, case)["customer_id"], "subject": "Leaks", "severity": "S2", "first_owner_id": first,
    }).value  # fmt: skip
    store.write("x", records.update, Employee, boss, {"role": "owner"})
    store.actor = boss  # may set who is at the keyboard
    be(context, others[0])
    screen.open_record(held)
    card = screen.record.card
    steps = {action.objectName(): action for action in card.menu().actions()}
    can = {name: steps[f"step.{name}"].isEnabled() for name in ("T23", "T25", "T28")}
    assert can == {"T23": False, "T25": False, "T28": True}, "theirs, a supervisor's, anybody's"
    assert not card._next.action.isEnabled()
    assert card.menu().toolTipsVisible()
    for words in (card._next.text(), card._next.action.toolTip(), steps["step.T23"].toolTip()):
        assert "This step is 王桥's, or a supervisor's." in words
    screen.record.resume_step("T23")
    assert screen.record._panel is None
    assert "王桥" in context.frame.told[-1]
    be(context, first)
    assert card._next.action.isEnabled()
    assert "supervisor" not in card._next.text() + card._next.action.toolTip()
    screen.record.resume_step("T23")
    assert screen.record._panel.option.action == "T23"


def be(context, person):
    context.gateway.write("x", settings.change, "me", str(person))


def test_an_attachment_that_is_gone_is_said_and_the_case_goes_on(store, context, case, screen, tmp_path):
    for name in ("photo.txt", "order.txt"):
        (tmp_path / name).write_text(f"What {name} says", encoding="utf-8")
    screen.open_record(case)
    screen.record.attachments.take([tmp_path / "photo.txt", tmp_path / "order.txt"])
    for _digest, path in context.gateway.store.blobs.kept():
        path.unlink()
    screen.record.pane.show_tab("attachments")
    tab = screen.record.attachments.tab
    names = [tab.list.model.row(place).texts[0] for place in range(tab.list.model.rowCount())]
    tab.list.grid.setFocus()
    for name in ("order.txt", "photo.txt"):
        tab.list.grid.selectRow(names.index(name))
    assert "“photo.txt” is missing" in tab.view.words.text()
    store.write("x", complaints.step, case, "T23", {}, "A misunderstanding")
    assert row(store, case)["state"] == "S95"
    assert tab.list.model.rowCount() == 2
