"""The desk by keyboard: one key does, moves or puts off a line; each is one step that is undone; the keyboard stays there."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.analysis.workdays import is_workday
from app.formats import today
from app.models import Customer, Employee, Visit
from app.models.care import CareTask
from app.models.memo import PhoneMemo
from app.models.types import now_utc
from app.models.visit_parts import VisitPromise
from app.services import care, phone_memos, records, requests, snoozes, visit_promises, visits
from app.services.workcalendar import firm_calendar
from app.ui.context import Context
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from app.ui.screens.customers.screen import CustomersScreen
from app.ui.screens.today.screen import TodayScreen
from tests.ui.frame import NotingFrame
from tests.ui.hands import click, type_text

DAY = timedelta(days=1)
KEY = Qt.Key


@pytest.fixture
def made(store):
    """A customer with one of everything: a name for each record."""

    def fill(session):
        who = records.create(session, Employee, {"name": "陈立"})
        one, quiet = (records.create(session, Customer, {"name": name, "owner_id": who}) for name in ("华信钢构", "银河电缆"))
        long_ago = {"customer_id": quiet, "state": "done", "happened_at": now_utc() - 120 * DAY, "purpose": "x"}
        records.create(session, Visit, long_ago)
        met = {"customer_id": one, "state": "done", "happened_at": now_utc() - 3 * DAY, "purpose": "x"}
        said = records.create(session, Visit, met | {"promise": "报价", "promise_due": today() - DAY})
        late = {"customer_id": one, "planned_on": today() - 2 * DAY, "purpose": "拜访", "planned_time": "09:30"}
        plan = visits.plan(session, late)
        line = visit_promises.add(session, said, {"name": "样品", "due_on": today(), "side": "them"})
        care.add(session, {"customer_id": one, "name": "开业", "happens_on": today()})
        memo = phone_memos.create(session, {"caller": "王女士", "subject": "问价格"})
        repair = {"caller": "王", "subject": "报修", "kind": "repair", "level": "5", "received_at": now_utc() - 40 * DAY}
        return {"one": one, "quiet": quiet, "said": said, "plan": plan, "line": line, "memo": memo,
                "request": requests.register(session, repair)}  # fmt: skip

    return store.write("x", fill).value


@pytest.fixture
def screen(qtbot, context, made):
    shown = TodayScreen(context)
    qtbot.addWidget(shown)
    shown.resize(1160, 900)
    shown.show()
    qtbot.waitExposed(shown)
    shown.activate()
    qtbot.waitUntil(lambda: shown._desk is not None)
    return shown


def _to(screen, section, kind):
    """The keyboard walks to a line of a kind, as a person would: by the arrow alone."""
    screen.desk.enter()
    for _step in range(30):
        view = screen.focusWidget()
        item = view.item(view.currentIndex().row())
        if item.kind == kind:
            assert view is screen.sections[section].view
            return view
        QTest.keyClick(view, KEY.Key_Down)
    raise AssertionError(kind)


def _press(screen, section, kind, *keys):
    view = _to(screen, section, kind)
    for key in keys:
        QTest.keyClick(screen.window().focusWidget() or view, key)
    _settled()


def _settled():
    """What is read after the first rows is there."""
    for _round in range(3):
        QCoreApplication.processEvents()


def _said(screen):
    return [label.text() for label in screen.desk.acts.asking.findChildren(QLabel) if label.isVisible()]


def test_done_is_one_key_and_one_step(screen, context, store, made, qtbot):
    _press(screen, "late", "promise", KEY.Key_D)
    assert store.read(records.get, Visit, made["said"])["promise_kept_on"] == today()
    assert "promise" not in _kinds(screen)
    assert screen.sections["late"].view.hasFocus()
    context.gateway.undo()
    assert store.read(records.get, Visit, made["said"])["promise_kept_on"] is None
    assert "promise" in _kinds(screen)
    _press(screen, "today", "their_promise", KEY.Key_Space)
    assert store.read(records.get, VisitPromise, made["line"])["kept_on"] == today()
    _press(screen, "care", "care", KEY.Key_D)
    assert [task.state for task in store.read(lambda session: session.query(CareTask).all())] == ["done"]
    assert screen.sections["care"].isHidden()
    assert screen.sections["silent"].view.hasFocus()  # the next line there is
    _press(screen, "late", "visit", KEY.Key_D)
    _press(screen, "silent", "silent", KEY.Key_D)
    _press(screen, "late", "request", KEY.Key_D)
    begun = [{"visit_id": made["plan"]}, {"customer_id": made["quiet"]}]
    assert context.frame.begun == [("visits", {**values, "back_to": "today"}) for values in begun]
    assert context.frame.visited == [("requests", made["request"])]
    _press(screen, "memos", "memo", KEY.Key_D)
    asked = screen.desk.acts.asking
    QTest.keyClick(asked.result, KEY.Key_Return)
    assert any("missing" in text for text in _said(screen)), _said(screen)
    type_text(asked.result, "已报价")
    QTest.keyClick(asked.result, KEY.Key_Return)
    assert store.read(records.get, PhoneMemo, made["memo"])["result"] == "已报价"
    _settled()
    assert "memo" not in _kinds(screen)


def _kinds(screen):
    return {item.kind for part in screen.sections.values() for item, _cells in part.view.rows.lines}


def test_one_line_of_the_whole_desk_looks_current(screen, context, store, made):
    def marked():
        chosen = {key: part.view.selectionModel() for key, part in screen.sections.items()}
        return [key for key, model in chosen.items() for _row in model.selectedRows()]

    _press(screen, "late", "promise", KEY.Key_D)
    assert marked() == ["late"]
    silent = screen.sections["silent"].view
    silent.setFocus(Qt.FocusReason.TabFocusReason)
    assert marked() == ["silent"]
    context.gateway.write("x", records.update, Visit, made["plan"], {"purpose": "另一件"})  # the desk is read again
    _settled()
    assert (marked(), silent.hasFocus()) == (["silent"], True)
    care_view = screen.sections["care"].view
    QTest.mouseClick(care_view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 10))
    _settled()
    assert marked() == ["care"]
    screen.sections["memos"].view.act("snooze", 0)
    assert marked() == ["memos"]


def test_a_line_is_moved_to_a_day_and_an_agreed_visit_asks_why(screen, context, store, made):
    context.gateway.write("x", visits.confirm, made["plan"])
    _press(screen, "late", "visit", KEY.Key_M)
    asked = screen.desk.acts.asking
    ahead = next(days for days in range(4, 20) if is_workday(store.read(firm_calendar), today() + days * DAY))
    type_text(screen.focusWidget(), f"+{ahead}")  # what is typed is the day
    QTest.keyClick(asked.day, KEY.Key_Return)
    assert any("promised this day" in text for text in _said(screen))
    assert asked.reason.hasFocus()
    type_text(asked.reason, "客户出差")
    QTest.keyClick(asked.reason, KEY.Key_Return)
    moved = store.read(records.get, Visit, made["plan"])
    assert (moved["planned_on"], moved["moved_reason"], moved["moved_times"]) == (today() + ahead * DAY, "客户出差", 1)
    assert screen.sections["soon"].view.rows.cell(0, 4).text == f"in {ahead} days 09:30"
    step = store.undo().label.text
    assert step == f"Moved the visit to 华信钢构 to {(today() + ahead * DAY).isoformat()}: still to be agreed"
    context.gateway.changed.emit(store.redo())
    context.gateway.undo()
    assert store.read(records.get, Visit, made["plan"])["planned_on"] == today() - 2 * DAY
    first = store.read(snoozes.days)[0]
    _press(screen, "silent", "silent", KEY.Key_M, KEY.Key_1, KEY.Key_Return)
    planned = store.read(lambda session: session.query(Visit).filter(Visit.customer_id == made["quiet"]).all())
    assert [visit.planned_on for visit in planned if visit.state == "planned"] == [first]
    assert screen.sections["silent"].isHidden()
    for section, kind, entity, key, field in (("late", "promise", Visit, "said", "promise_due"),
                                              ("today", "their_promise", VisitPromise, "line", "due_on")):  # fmt: skip
        _press(screen, section, kind, KEY.Key_M, KEY.Key_1, KEY.Key_Return)
        assert store.read(records.get, entity, made[key])[field] == first
    _press(screen, "care", "care", KEY.Key_M, KEY.Key_1, KEY.Key_Return)
    assert [task.remind_on for task in store.read(lambda session: session.query(CareTask).all())] == [first]
    _press(screen, "memos", "memo", KEY.Key_M, KEY.Key_1, KEY.Key_Return)
    assert store.read(records.get, PhoneMemo, made["memo"])["call_by"] is not None
    _press(screen, "late", "request", KEY.Key_M)
    assert context.frame.toasts[-1][0].startswith("Its day follows its own rules")


def test_a_day_that_begins_with_an_offered_number_is_typed_whole(screen, store, made):
    _press(screen, "late", "visit", KEY.Key_M, KEY.Key_1)
    asked = screen.desk.acts.asking
    type_text(screen.focusWidget(), "-15")
    assert asked.day.text() == "1-15"
    assert not asked._pause.isActive()
    assert store.read(records.get, Visit, made["plan"])["planned_on"] == today() - 2 * DAY


def test_what_is_put_off_is_gone_until_its_day_and_a_wrong_day_is_told(screen, context, store, made, qtbot):
    days = store.read(snoozes.days)
    for section, kind in (("late", "request"), ("late", "visit"), ("silent", "silent"), ("care", "care")):
        _press(screen, section, kind, KEY.Key_S, KEY.Key_2)
        qtbot.waitUntil(lambda kind=kind: kind not in _kinds(screen))
    assert len(store.read(snoozes.hidden, days[1] - DAY)) == 4
    assert store.read(snoozes.hidden, days[1]) == frozenset()
    click(screen.desk.back)
    _settled()
    assert _kinds(screen) >= {"request", "visit", "silent", "care"}
    assert screen.desk.back.isHidden()
    context.gateway.undo()
    _settled()
    assert not _kinds(screen) & {"request", "visit", "silent", "care"}
    context.gateway.undo()
    _settled()
    assert "care" in _kinds(screen)
    context.gateway.write("x", records.update, Visit, made["said"], {"promise": "<b>报价</b> & {0}"})
    _settled()
    _press(screen, "late", "promise", KEY.Key_S)
    assert "Put off: <b>报价</b> & {0}" in _said(screen)
    asked = screen.desk.acts.asking
    type_text(screen.focusWidget(), "x")
    QTest.keyClick(asked.day, KEY.Key_Return)
    assert any(text.startswith("A day reads") for text in _said(screen))
    asked.day.setText("2020-01-01")
    click(asked.button)
    assert any("still ahead" in text for text in _said(screen))
    QTest.keyClick(asked, KEY.Key_Escape)
    assert screen.sections["late"].view.hasFocus()
    assert "promise" in _kinds(screen)


def test_the_mouse_finds_the_same_on_the_line_and_in_its_menu(screen, store, made, qtbot):
    view = screen.sections["late"].view
    kinds = [item.kind for item, _cells in view.rows.lines]
    row = kinds.index("promise")
    screen.record_visit.setFocus()  # the keyboard's line has its signs too
    assert view.tools.isHidden()
    point = QPoint(60, view.rowViewportPosition(row) + 10)
    QTest.mouseMove(view.viewport(), point)
    qtbot.waitUntil(lambda: view.tools.isVisible() and view.tools.row == row)
    assert {act for act, button in view.tools.buttons.items() if button.isVisible()} == {"done", "move", "snooze"}
    assert view.tools.buttons["done"].toolTip().endswith(">Mark done (D)</p>")
    assert view.tools.buttons["done"].accessibleName() == "Mark done · 报价"
    said = [action.text() for action in view.menu(kinds.index("request")).actions()]
    assert said == ["Open\tEnter", "Mark done\tD", "Put off…\tS"]
    click(view.tools.buttons["done"])
    assert store.read(records.get, Visit, made["said"])["promise_kept_on"] == today()


def test_a_day_that_is_done_says_so(qtbot, context, store):
    shown = TodayScreen(context)
    qtbot.addWidget(shown)
    customer = store.write("x", records.create, Customer, {"name": "华信"}).value
    store.write("x", visits.record, {"customer_id": customer, "content": "x"})
    shown.activate()
    qtbot.waitUntil(lambda: shown.empty.text.text() == "Everything is done.")
    assert shown.start.isHidden()
    assert all(part.isHidden() for part in shown.sections.values())
    store.write("x", visits.plan, {"customer_id": customer, "planned_on": today() + 2 * DAY})
    shown.activate()
    assert shown.empty.isHidden()
    assert not shown.calm.isHidden()


def test_the_window_says_what_was_done_and_takes_it_back(qtbot, gateway, store, made):
    window = MainWindow(Preferences(None))
    qtbot.addWidget(window)
    window.resize(1160, 900)
    window.show()
    qtbot.waitExposed(window)
    window.complete()
    window.attach(Context(gateway, window, window.preferences), "today")
    screen = window.screen_of("today")
    qtbot.waitUntil(lambda: screen._desk is not None)
    _press(screen, "late", "promise", KEY.Key_D)
    assert window.message.label.text() == "Promise kept: 报价"
    click(window.message.button)
    assert store.read(records.get, Visit, made["said"])["promise_kept_on"] is None
    _press(screen, "late", "visit", KEY.Key_S, KEY.Key_1, KEY.Key_Return)
    first = store.read(snoozes.days)[0]
    assert window.message.label.text() == f"Put off until {first.isoformat()}: 拜访"
    assert window.message.button.text() == "Undo"


def test_the_number_in_the_rail_is_that_of_what_is_late_or_due_today_and_says_so(qtbot, gateway, store, made):
    window = MainWindow(Preferences(None))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.complete()
    window.attach(Context(gateway, window, window.preferences), "customers")
    item = window.rail.items["today"]
    qtbot.waitUntil(lambda: item.badge > 0)
    before = item.badge
    assert f"{before} due · Late or due today; what comes later is not counted." in item.toolTip()
    window.go("today")
    screen = window.screen_of("today")
    qtbot.waitUntil(lambda: screen._desk is not None)
    lines = sum(len(screen.sections[key].view.rows.lines) for key in ("late", "today"))
    assert before == item.badge == lines


def test_what_is_given_up_leads_back_to_its_line(qtbot, gateway, store, made):
    window = MainWindow(Preferences(None))
    qtbot.addWidget(window)
    window.resize(1160, 900)
    window.show()
    qtbot.waitExposed(window)
    window.complete()
    window.attach(Context(gateway, window, window.preferences), "today")
    screen = window.screen_of("today")
    qtbot.waitUntil(lambda: screen._desk is not None)
    window.screen_of("visits").open_record(made["said"])
    for section, kind in (("silent", "silent"), ("late", "visit"), ("memos", "memo")):
        _press(screen, section, kind, KEY.Key_D)
        assert window.focusWidget() is not screen.sections[section].view
        QTest.keyClick(window.focusWidget(), KEY.Key_Escape)
        _settled()
        view = screen.sections[section].view
        assert window.current is screen
        assert (view.hasFocus(), view.item(view.currentIndex().row()).kind) == (True, kind)


def test_prospects_that_are_only_counted_open_in_their_list(qtbot, context, store):
    def fill(session):
        for number in range(43):
            records.create(session, Customer, {"name": f"P{number}", "status": "prospect", "next_touch_on": today()})
        records.create(session, Customer, {"name": "later", "status": "prospect", "next_touch_on": today() + DAY})

    store.write("x", fill)
    shown = TodayScreen(context)
    qtbot.addWidget(shown)
    shown.activate()
    qtbot.waitUntil(lambda: "approach" in shown.sections["today"].rest)
    assert shown.sections["today"].rest["approach"].text() == "3 more prospects"
    click(shown.sections["today"].rest["approach"])
    ((place, values),) = context.frame.begun
    assert place == "customers"
    listed = CustomersScreen(context)
    qtbot.addWidget(listed)
    listed.activate()
    listed.begin(values)
    assert listed.list.model.rowCount() == 43


def test_a_line_that_was_dealt_with_is_gone_at_once_also_while_the_desk_is_read(qtbot, threaded, store, made):
    """Two presses in a row: the second one finds the next line, not the one that is done."""
    for name in ("周年", "新店"):
        store.write("x", care.add, {"customer_id": made["one"], "name": name, "happens_on": today()})
    frame = NotingFrame()
    shown = TodayScreen(Context(threaded, frame, Preferences(None)))
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitExposed(shown)
    shown.activate()
    rows = shown.sections["care"].view.rows
    qtbot.waitUntil(lambda: rows.rowCount() == 3)
    assert shown.first.text().count(" ·  · ") == 0
    shown.sections["care"].view.enter_at(0)
    for left in (2, 1):
        QTest.keyClick(shown.sections["care"].view, KEY.Key_D)
        qtbot.waitUntil(lambda left=left: rows.rowCount() == left)
    states = store.read(lambda session: [task.state for task in session.query(CareTask).order_by(CareTask.id)])
    assert sorted(states) == ["done", "done", "open"]
    assert frame.told == []


def test_what_speaks_against_a_day_is_said_before_a_visit_is_moved_there(screen, context, store, made):
    _press(screen, "late", "visit", KEY.Key_M)
    asked = screen.desk.acts.asking
    wide = asked.width()
    click(asked.day)
    type_text(asked.day, "2-30")
    QTest.keyClick(asked.day, KEY.Key_Return)
    assert "The calendar has no day 2-30." in _said(screen)
    assert asked.width() == wide  # a sentence takes lines, not width
    holiday = date(today().year + 1, 10, 1)  # National Day
    asked.day.setText(holiday.isoformat())
    QTest.keyClick(asked.day, KEY.Key_Return)
    assert any("no working day" in text for text in _said(screen)), _said(screen)
    assert store.read(records.get, Visit, made["plan"])["planned_on"] == today() - 2 * DAY
    assert (asked.button.text(), asked.button.hasFocus()) == ("Move all the same", True)
    QTest.keyClick(asked.button, KEY.Key_Space)
    assert store.read(records.get, Visit, made["plan"])["planned_on"] == holiday
