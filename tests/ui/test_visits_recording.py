"""Recording a visit in a minute: people met and promises stand below the words, are kept as a draft, and are one step."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.formats import today
from app.models import Contact, Customer, Employee, Visit
from app.models.types import now_utc
from app.services import merge, records, visit_people, visit_performance, visit_promises, visits
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


def test_tab_goes_down_the_record_and_comes_to_the_button_last(store, screen, visit):
    screen.begin({"visit_id": visit})
    form, entry = screen.entry.record_form, screen.entry
    QCoreApplication.processEvents()
    click(form.promised.more)
    QCoreApplication.processEvents()  # what came to the form is shown
    form.editor("needs")  # a folded section, opened later than all the rest
    form.editor("content").widget.setFocus()
    passed = []
    while QApplication.focusWidget() is not entry.leave_button and len(passed) < 80:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        passed.append(QApplication.focusWidget())
    heights = [(each.mapTo(screen, QPoint()).y(), type(each).__name__, each.objectName()) for each in passed]
    wanted = [line.tick for line in form.met.lines] + [form.promised.lines[0].boxes["name"].editor.widget, form.promised.more]
    wanted += [form.editor("needs").widget, entry.plan_next, entry.save_button, entry.leave_button]
    assert [each for each in passed if each in wanted] == wanted, heights
    form.editor("content").set_value("谈妥")
    form.met.lines[0].tick.setChecked(True)
    form.promised.remove(form.promised.lines[0])
    form.met.lines[0].tick.setFocus()
    QTest.keyClick(form.met.lines[0].tick, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert store.read(records.get, Visit, visit)["state"] == "done"


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
    last = today() + timedelta(days=9)
    month = store.read(visit_performance.between, today(), last, None, last).total.figures
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


def _typed(screen, customer, **values):
    """A record of a visit, filled in as by hand."""
    screen.record_new({"customer_id": customer})
    form = screen.entry.record_form
    for key, value in {"content": "谈妥", **values}.items():
        editor = form.editor(key)
        if key in ("happened_at", "next_on"):
            editor.line.setText(value)
        else:
            editor.set_value(value)
        editor.changed.emit()
    return form


def _note(form, key):
    label = form.findChild(QLabel, f"visit.{key}.note")
    return label.text() if label.isVisible() else ""


def test_days_that_cannot_be_and_texts_without_end_are_told_beside_them(store, screen, visit):
    customer = store.read(records.get, Visit, visit)["customer_id"]
    count = store.read(lambda session: session.query(Visit).count())
    for typed, words in (
        ("9999-12-31 23:59", "This lies in the future."), ("0001-01-01", "The calendar has no day 0001-01-01."),
        ("2-30 10:00", "The calendar has no day 2-30."), ("soon", "“soon” is not"),
    ):  # fmt: skip
        form = _typed(screen, customer, happened_at=typed)
        click(screen.entry.save_button)
        assert words in _note(form, "happened_at"), typed
        assert (form.editor("content").value(), screen.entry.isVisible()) == ("谈妥", True)
        screen.entry.give_up()
    long = ("content", "purpose", "promise", "next_step", "notes", "place", "with_them", "with_us")
    form = _typed(screen, customer, **dict.fromkeys(long, "长" * 20_000))
    click(screen.entry.save_button)
    assert {key for key in long if "is too long" in _note(form, key)} == set(long) - {"content", "notes"}
    assert len(form.editor("content").value()) == len(form.editor("notes").value()) == 20_000
    assert store.read(lambda session: session.query(Visit).count()) == count
    screen.entry.give_up()
    _typed(screen, customer, happened_at="1900-01-01 10:00", next_step="再谈", next_on="9999-12-31")
    click(screen.entry.save_button)  # what was typed late, and what is far ahead, is kept as it is
    done = store.read(lambda session: session.query(Visit).filter(Visit.next_step == "再谈").one())
    assert (done.happened_at.year, done.next_on) == (1900, date(9999, 12, 31))
    screen.open_record(done.id)
    assert any("late" in badge for badge in screen.record.pane.badges())


def test_a_customer_who_goes_while_the_panel_is_open_is_told_or_followed(store, screen, context, visit):
    customer = store.read(records.get, Visit, visit)["customer_id"]
    other = store.write("x", records.create, Customer, {"name": "华信集团"}).value
    form = _typed(screen, customer)
    context.gateway.write("x", records.delete, Customer, [customer])
    click(screen.entry.save_button)
    assert "“华信钢构有限公司” is in the recycle bin." in _note(form, "customer_id")
    assert (form.editor("content").value(), screen.entry.isVisible()) == ("谈妥", True)
    context.gateway.undo()
    context.gateway.write("x", merge.merge, Customer, other, customer)
    click(screen.entry.save_button)
    (done,) = store.read(lambda session: session.query(Visit).filter(Visit.content == "谈妥").all())
    assert done.customer_id == other  # the one that stayed
    store.undo()
    store.undo()
    screen.begin({"visit_id": visit})
    form = screen.entry.record_form
    form.editor("content").set_value("谈妥")
    form.editor("content").changed.emit()
    context.gateway.write("x", records.delete, Customer, [customer])
    click(screen.entry.save_button)
    assert screen.entry.isVisible()
    assert any("recycle bin" in label.text() for label in screen.entry.findChildren(QLabel) if label.isVisible())
    assert form.editor("content").value() == "谈妥"
