"""Recording a visit in a minute: people met and promises stand below the words, are kept as a draft, and are one step."""

from datetime import timedelta

import pytest

from app.formats import today
from app.models import Contact, Customer, Employee, Visit
from app.models.types import now_utc
from app.services import records, visit_people, visit_performance, visit_promises, visits
from app.ui.screens.visits.missed import MissedAsked
from app.ui.screens.visits.screen import VisitsScreen
from tests.ui.hands import click


@pytest.fixture
def visit(store):
    store.write("x", records.create, Employee, {"name": "陈立"})
    customer = store.write("x", records.create, Customer, {"name": "华信钢构有限公司"}).value
    for name, attitude in (("王总", "0"), ("张工 & <b>", None)):
        store.write("x", records.create, Contact, {"name": name, "customer_id": customer, "attitude": attitude})
    return store.write("x", visits.plan, {"customer_id": customer, "planned_on": today(), "purpose": "谈年框"}).value


@pytest.fixture
def screen(qtbot, context):
    shown = VisitsScreen(context)
    qtbot.addWidget(shown)
    shown.resize(1160, 700)
    shown.show()
    shown.activate()
    return shown


def test_people_and_promises_are_recorded_in_one_step_and_kept_as_a_draft(store, screen, visit):
    screen.begin({"visit_id": visit})
    form = screen.entry.record_form
    rows = {line.person.name: line for line in form.met.lines}
    rows["王总"].after.widget.setCurrentIndex(rows["王总"].after.widget.count() - 1)
    rows["王总"].after.changed.emit()
    assert rows["王总"].tick.isChecked()
    rows["张工 & <b>"].tick.setChecked(True)
    click(form.promised.more)
    click(screen.entry.save_button)
    assert store.read(records.get, Visit, visit)["state"] == "planned"  # an empty promise is asked about
    (line,) = form.promised.lines
    assert line.boxes["amount"].isHidden()
    for key, value in (("side", "them"), ("kind", "payment"), ("name", "付首款"), ("due_on", today()), ("amount", 500000)):
        line.boxes[key].editor.set_value(value)
        line.boxes[key].editor.changed.emit()
    assert line.boxes["responsible_id"].isHidden()
    screen.entry.give_up()
    screen.record_new({})
    assert (form.promised.lines, form.met.lines) == ([], [])
    screen.begin({"visit_id": visit})
    click(form.banner.resume)
    after = form.parts()["people"][0]["after"] or form.parts()["people"][1]["after"]
    form.editor("content").set_value("谈妥")
    click(screen.entry.save_button)
    met = store.read(visit_people.of_visit, visit)
    assert {(one.name, one.before, one.after) for one in met} == {("王总", "0", after), ("张工 & <b>", None, None)}
    assert after is not None
    (promise,) = store.read(visit_promises.of_visit, visit)
    assert (promise.text, promise.side, promise.kind, promise.amount) == ("付首款", "them", "payment", 500000)
    assert promise.due == today()
    assert not screen.context.gateway.draft(f"visit:record:{visit.hex}")
    store.undo()
    assert store.read(records.get, Visit, visit)["state"] == "planned"
    assert store.read(visit_people.of_visit, visit) == ()


def test_a_visit_that_did_not_happen_says_why_and_is_planned_again_in_one_step(store, screen, visit):
    screen.open_record(visit)
    screen.record.ask_missed()
    asked = screen.window().findChild(MissedAsked)
    asked.submit()
    assert "Why it did not happen" in asked.problem.text()
    asked.why.setCurrentIndex(asked.why.findData("customer"))
    asked.reason.setText("停电")
    asked.again.setText("nonsense")
    asked.submit()
    assert not asked.problem.isHidden()
    asked.again.setText((today() - timedelta(days=1)).isoformat())
    asked.submit()
    assert "over" in asked.problem.text()
    assert (asked.reason.text(), store.read(records.get, Visit, visit)["state"]) == ("停电", "planned")
    asked.again.setText("+4")
    asked.submit()
    row = store.read(records.get, Visit, visit)
    assert (row["state"], row["missed"], row["notes"]) == ("cancelled", "customer", "停电")
    month = store.read(visit_performance.between, today(), today() + timedelta(days=9)).total.figures
    assert (month.planned, month.cancelled) == (1, 1)  # C36: out of what was due; the new plan is due on its own day
    again = store.read(visits.next_step_of, row["customer_id"])
    assert (again.text, again.due) == ("谈年框", today() + timedelta(days=4))
    store.undo()
    assert store.read(records.get, Visit, visit)["state"] == "planned"
    assert store.read(visits.next_step_of, row["customer_id"]).visit_id == visit


def test_a_record_says_whether_it_was_written_within_a_day(store, screen, visit):
    for hours, words in ((1, "Recorded in time"), (24.5, "Recorded 1 hour late"), (30, "Recorded 6 hours late")):
        happened = now_utc() - timedelta(hours=hours) + timedelta(minutes=1)
        customer = store.read(records.get, Visit, visit)["customer_id"]
        done = store.write("x", visits.record, {"customer_id": customer, "content": "x", "happened_at": happened}).value
        screen.open_record(done)
        assert words in screen.record.pane.badges()
