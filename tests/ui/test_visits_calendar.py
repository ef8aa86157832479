"""The calendar of visits: looked at, gone through by keyboard, visits dragged; what is stored afterwards is what counts."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from app.formats import from_local, today
from app.i18n import set_language
from app.models import Customer, Employee, Visit
from app.models.visit_parts import VisitPerson
from app.services import absences, records, settings, visit_calendar, visits
from app.ui.context import Context
from app.ui.preferences import Preferences
from app.ui.screens.today.asking import DayAsked
from app.ui.screens.visits import calendar as calendar_room
from app.ui.screens.visits import calendar_ink, calendar_words, week
from app.ui.screens.visits.calendar_hands import later
from app.ui.screens.visits.screen import VisitsScreen
from tests.ui.frame import NotingFrame
from tests.ui.hands import click, retype, type_text

MONDAY = date(2025, 3, 3)
WEDNESDAY = MONDAY + timedelta(days=2)
Keys = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture(autouse=True)
def monday(monkeypatch):
    """It is Monday, ten o'clock."""
    for room in (calendar_room, calendar_words, calendar_ink, week):
        monkeypatch.setattr(room, "today", lambda: MONDAY)
    for room in ("calendar_board", "month", "calendar_moves", "screen"):
        monkeypatch.setattr(f"app.ui.screens.visits.{room}.today", lambda: MONDAY)
    monkeypatch.setattr("app.services.visit_conflicts.today", lambda: MONDAY)
    monkeypatch.setattr(week, "firm_now", lambda: datetime.combine(MONDAY, datetime.min.time()).replace(hour=10))


@pytest.fixture
def firm(store):
    """Two colleagues, one of them at the keyboard, and two customers: names -> ids."""

    def made(session):
        chen, zhou = (records.create(session, Employee, {"name": name}) for name in ("陈立", "周敏"))
        settings.change(session, "me", str(chen))
        first, second = (records.create(session, Customer, {"name": name, "owner_id": chen}) for name in ("华信钢构", "宁江泵业"))
        return {"陈立": chen, "周敏": zhou, "华信": first, "宁江": second}

    return store.write("x", made).value


@pytest.fixture
def screen(qtbot, context, firm):
    shown = VisitsScreen(context)
    qtbot.addWidget(shown)
    shown.resize(1166, 700)
    shown.show()
    qtbot.waitExposed(shown)
    shown.activate()
    return shown


def planned(store, firm, day, customer="华信", who="陈立", **values) -> UUID:
    given = {"customer_id": firm[customer], "owner_id": firm[who], "planned_on": day, "purpose": "年框", **values}
    return store.write("x", visits.plan, given).value


def row(store, visit):
    return store.read(records.get, Visit, visit)


def drag(board, start, end, let_go=True):
    """Press, go there in two steps, let go."""
    QTest.mousePress(board, Qt.MouseButton.LeftButton, pos=start)
    for point in ((start + end) / 2, end):
        QTest.mouseMove(board, point)
    if let_go:
        QTest.mouseRelease(board, Qt.MouseButton.LeftButton, pos=end)


def point_of(board, visit):
    return board.rect_of(visit).center()


def shown_names(screen):
    return sorted(entry.customer for _rect, entry in screen.calendar.board().placed)


def test_the_span_holds_what_was_done_and_what_is_planned_of_one_or_of_all(store, firm):
    first = planned(store, firm, WEDNESDAY, planned_time="10:00")
    loose = planned(store, firm, WEDNESDAY, "宁江", "周敏")
    gone = planned(store, firm, WEDNESDAY)
    store.write("x", visits.cancel, gone)
    said = {"customer_id": firm["华信"], "content": "x", "happened_at": from_local(datetime(2025, 3, 2, 23, 30))}
    done = store.write("x", visits.record, said).value
    store.write("x", records.create, VisitPerson, {"visit_id": loose, "employee_id": firm["陈立"], "side": "us"})
    store.write("x", absences.add, {"employee_id": firm["周敏"], "begins_on": MONDAY, "ends_on": WEDNESDAY})
    found = store.read(visit_calendar.span, MONDAY - timedelta(days=1), MONDAY + timedelta(days=6))
    assert [(each.id, each.day, each.clock) for each in found.all()] == [
        (done, date(2025, 3, 2), "23:30"), (first, WEDNESDAY, "10:00"), (loose, WEDNESDAY, "")]  # fmt: skip
    assert found.counts == {date(2025, 3, 2): 1, WEDNESDAY: 2}
    assert {day.isoformat()[-2:] for day in found.off} == {"02", "08", "09"}
    assert found.away[WEDNESDAY] == ("周敏",)
    assert found.away.keys() == {MONDAY, MONDAY + timedelta(days=1), WEDNESDAY}
    theirs = store.read(visit_calendar.span, MONDAY, WEDNESDAY, firm["陈立"])
    assert [each.id for each in theirs.all()] == [first, loose]  # a joint visit belongs to both
    few = store.read(visit_calendar.span, MONDAY, WEDNESDAY, None, 1)
    assert ([each.id for each in few.all()], few.counts[WEDNESDAY]) == ([first], 2)


def test_a_visit_is_dragged_to_wednesday_and_back_by_undo(store, screen, firm):
    visit = planned(store, firm, MONDAY)
    timed = planned(store, firm, MONDAY, "宁江", planned_time="10:00")
    click(screen.ways["week"])
    board = screen.calendar.board()
    assert shown_names(screen) == ["华信钢构", "宁江泵业"]
    assert screen.right.isHidden()
    target = QPoint(board.column(WEDNESDAY).center().x(), point_of(board, visit).y())
    drag(board, point_of(board, visit), target, let_go=False)
    assert board._drop.day == WEDNESDAY
    QTest.keyClick(board, Keys.Key_Escape)
    QTest.mouseRelease(board, Qt.MouseButton.LeftButton, pos=target)
    assert row(store, visit)["planned_on"] == MONDAY
    drag(board, point_of(board, visit), target)
    assert (row(store, visit)["planned_on"], row(store, visit)["moved_times"]) == (WEDNESDAY, 1)
    assert board.rect_of(visit).center().x() == pytest.approx(target.x(), abs=2)
    held = point_of(board, timed)
    deep = held.y() - board.rect_of(timed).top()
    drag(board, held, QPoint(board.column(WEDNESDAY).center().x(), held.y()))
    assert (row(store, timed)["planned_on"], row(store, timed)["planned_time"]) == (WEDNESDAY, "10:00"), "straight to the side"
    drag(board, point_of(board, timed), QPoint(board.column(WEDNESDAY).center().x(), board.y_of(14 * 60) + deep))
    assert (row(store, timed)["planned_on"], row(store, timed)["planned_time"]) == (WEDNESDAY, "14:00")
    drag(board, point_of(board, timed), target)
    assert not row(store, timed)["planned_time"]
    assert store.undo().label.text == "Moved the visit to 宁江泵业 to 2025-03-05"
    assert store.undo().label.text == "Moved the visit to 宁江泵业 to 2025-03-05 14:00"
    for _step in range(2):
        store.redo()
    for _step in range(4):
        screen.context.gateway.undo()
    assert (row(store, timed)["planned_time"], row(store, visit)["planned_on"]) == ("10:00", MONDAY)


def test_a_day_that_was_agreed_asks_why(qtbot, store, screen, firm):
    visit = planned(store, firm, MONDAY)
    store.write("x", visits.confirm, visit, MONDAY)
    click(screen.ways["month"])
    board = screen.calendar.board()
    drag(board, point_of(board, visit), board.cell(WEDNESDAY).center())
    asked = screen.calendar.mover.asking
    assert row(store, visit)["planned_on"] == MONDAY
    assert asked.isVisible()
    assert asked.day.text() == WEDNESDAY.isoformat()
    click(asked.button)
    assert "Say why" in asked.problem.text()
    type_text(asked.reason, "客户出差")
    QTest.keyClick(asked.reason, Keys.Key_Return)
    kept = row(store, visit)
    assert (kept["planned_on"], kept["moved_reason"], kept["confirmed_on"]) == (WEDNESDAY, "客户出差", None)
    assert not asked.isVisible()
    assert "still to be agreed" in store.undo().label.text
    store.redo()
    screen.context.gateway.write("x", visits.confirm, visit, MONDAY)
    drag(board, point_of(board, visit), board.cell(MONDAY).center())
    asked = screen.calendar.mover.asking
    type_text(asked.reason, "约好改期")
    click(asked.agreed)
    click(asked.button)
    assert (row(store, visit)["planned_on"], row(store, visit)["confirmed_on"]) == (MONDAY, today())


def test_what_speaks_against_the_new_place_is_said_where_a_visit_is_moved(store, screen, firm, context):
    planned(store, firm, WEDNESDAY, planned_time="10:00")
    agreed, loose = planned(store, firm, MONDAY, "宁江", planned_time="10:30"), planned(store, firm, MONDAY)
    store.write("x", visits.confirm, agreed, MONDAY)
    click(screen.ways["month"])
    board = screen.calendar.board()
    drag(board, point_of(board, agreed), board.cell(WEDNESDAY).center())
    asked = screen.calendar.mover.asking
    assert asked.warning.isVisible()
    assert asked.warning.text() == "陈立 is at 华信钢构 at that time."
    retype(asked.clock, "晚上9点")
    assert asked.warning.text() == "This lies outside the working hours."
    retype(asked.clock, "2pm")
    assert asked.warning.isHidden()
    type_text(asked.reason, "客户出差")
    QTest.keyClick(asked.reason, Keys.Key_Return)
    assert (row(store, agreed)["planned_on"], row(store, agreed)["planned_time"]) == (WEDNESDAY, "14:00")
    drag(board, point_of(board, loose), board.cell(MONDAY + timedelta(days=5)).center())
    assert context.frame.toasts[-1] == ("The visit was moved. This is no working day.", True)


def test_what_is_moved_stands_beside_and_is_agreed_there(store, screen, firm):
    first, other = planned(store, firm, MONDAY), planned(store, firm, MONDAY, purpose="第二个")
    screen.open_record(first)
    click(screen.ways["month"])
    board = screen.calendar.board()
    drag(board, point_of(board, other), board.cell(WEDNESDAY).center())
    assert screen.record.current() == other
    screen.record._show_menu()
    menu = screen.record.findChild(QMenu)
    next(action for action in menu.actions() if action.text() == "Agreed with the customer").trigger()
    menu.close()
    assert row(store, other)["confirmed_on"] is not None
    assert "Agreed" in screen.record.pane.badges()
    screen.record.move_to(MONDAY)
    asked = screen.window().findChild(DayAsked)
    type_text(asked.reason, "客户出差")
    click(asked.button)
    assert (row(store, other)["planned_on"], row(store, other)["confirmed_on"]) == (MONDAY, None)


def test_what_is_typed_beside_stays_while_visits_are_moved(store, screen, firm):
    opened, visit = planned(store, firm, MONDAY, purpose="另一个"), planned(store, firm, MONDAY, "宁江")
    other = planned(store, firm, MONDAY, purpose="第三个")
    screen.open_record(opened)
    click(screen.ways["month"])
    board = screen.calendar.board()
    click_at = point_of(board, visit)
    QTest.mouseClick(board, Qt.MouseButton.LeftButton, pos=click_at)
    assert screen.record.current() == visit
    retype(screen.record.form.editor("purpose").widget, "谈年框价格")
    drag(board, point_of(board, visit), board.cell(WEDNESDAY).center())
    QTest.mouseClick(board, Qt.MouseButton.LeftButton, pos=point_of(board, visit))
    drag(board, point_of(board, other), board.cell(WEDNESDAY).center())
    assert row(store, visit)["planned_on"] == row(store, other)["planned_on"] == WEDNESDAY
    form = screen.record.form
    assert (screen.record.current(), form.values(), form.banner.isHidden()) == (visit, {"purpose": "谈年框价格"}, True)
    assert screen.record.save()
    assert row(store, visit)["purpose"] == "谈年框价格"


def test_the_record_of_a_visit_that_is_moved_meanwhile_is_still_written(store, screen, firm):
    opened, visit = planned(store, firm, MONDAY, purpose="另一个"), planned(store, firm, MONDAY, "宁江")
    screen.open_record(opened)
    click(screen.ways["month"])
    screen.begin({"visit_id": visit})
    board, content = screen.calendar.board(), screen.entry.record_form.editor("content").widget
    type_text(content, "谈妥")
    drag(board, point_of(board, visit), board.cell(WEDNESDAY).center())
    assert content.isVisible()
    click(screen.entry.save_button)
    assert (row(store, visit)["state"], row(store, visit)["content"]) == ("done", "谈妥")


def test_with_real_threads_a_refused_move_stays_open_and_says_why(qtbot, store, threaded, firm):
    visit = planned(store, firm, MONDAY)
    store.write("x", visits.confirm, visit, MONDAY)
    shown = VisitsScreen(Context(threaded, NotingFrame(), Preferences(None)))
    qtbot.addWidget(shown)
    shown.resize(1166, 700)
    shown.show()
    shown.activate()
    click(shown.ways["month"])
    qtbot.waitUntil(lambda: not point_of(shown.calendar.board(), visit).isNull())
    board = shown.calendar.board()
    drag(board, point_of(board, visit), board.cell(WEDNESDAY).center())
    asked = shown.calendar.mover.asking
    QTest.keyClick(asked.reason, Keys.Key_Return)
    qtbot.waitUntil(asked.problem.isVisible)
    assert "Say why" in asked.problem.text()
    type_text(asked.reason, "客户出差")
    QTest.keyClick(asked.reason, Keys.Key_Return)
    qtbot.waitUntil(lambda: row(store, visit)["planned_on"] == WEDNESDAY)


def test_nothing_is_moved_to_a_day_that_is_over(store, screen, firm, context):
    visit = planned(store, firm, WEDNESDAY)
    late = planned(store, firm, MONDAY - timedelta(days=6), "宁江", planned_time="09:00")
    click(screen.ways["month"])
    board = screen.calendar.board()
    drag(board, point_of(board, visit), board.cell(MONDAY - timedelta(days=2)).center())
    assert context.frame.toasts[-1][0].startswith("2025-03-01 is over. A visit that took place that day is recorded")
    screen.calendar.mover.ask(board, board.span.entries[WEDNESDAY][0], WEDNESDAY, None)
    asked = screen.calendar.mover.asking
    retype(asked.day, "2025-03-02")
    click(asked.button)
    assert asked.problem.text().startswith("2025-03-02 is over.")
    assert (row(store, visit)["planned_on"], row(store, visit)["moved_times"]) == (WEDNESDAY, None)
    drag(board, point_of(board, visit), board.cell(MONDAY).center())
    assert row(store, visit)["planned_on"] == MONDAY
    (entry,) = board.entries_of(MONDAY - timedelta(days=6))
    screen.calendar.mover.move(board, entry, entry.day, "09:30")  # an overdue one may still change its hour
    assert row(store, late)["planned_time"] == "09:30"


def test_what_took_place_keeps_its_day(store, screen, firm, context):
    said = {"customer_id": firm["华信"], "content": "x", "happened_at": from_local(datetime(2025, 3, 3, 9))}
    visit = store.write("x", visits.record, said).value
    click(screen.ways["month"])
    board = screen.calendar.board()
    drag(board, point_of(board, visit), board.cell(WEDNESDAY).center())
    assert "keeps its day" in context.frame.toasts[-1][0]
    assert row(store, visit)["happened_at"] == said["happened_at"]


def test_the_keyboard_goes_through_days_visits_and_ways(qtbot, store, screen, firm):
    first = planned(store, firm, MONDAY, planned_time="09:00")
    second = planned(store, firm, WEDNESDAY, "宁江", planned_time="10:00")
    click(screen.ways["week"])
    calendar = screen.calendar
    press = lambda key, how=Qt.KeyboardModifier.NoModifier: QTest.keyClick(calendar.board(), key, how)  # noqa: E731
    press(Keys.Key_Down)
    assert (calendar.board().marked, screen.record.current()) == (first, first)
    press(Keys.Key_Down)
    assert (calendar.board().marked, calendar.day) == (second, WEDNESDAY)
    press(Keys.Key_Right, ALT)
    press(Keys.Key_Down, ALT)
    kept = row(store, second)
    assert (kept["planned_on"], kept["planned_time"]) == (WEDNESDAY + timedelta(days=1), "10:30")
    press(Keys.Key_M)
    assert (screen.way, calendar.mode, screen.ways["month"].isChecked()) == ("month", "month", True)
    press(Keys.Key_PageDown)
    assert calendar.title.text() == "April 2025"
    press(Keys.Key_T)
    assert calendar.day == MONDAY
    press(Keys.Key_Left)
    press(Keys.Key_Up)
    assert calendar.day == MONDAY - timedelta(days=8)
    press(Keys.Key_Return)
    assert (screen.way, calendar.bounds()[0]) == ("day", MONDAY - timedelta(days=8))
    press(Keys.Key_A)
    assert screen.way == "agenda"
    press(Keys.Key_W)
    assert screen.way == "week"
    assert (later("23:30", 30), later("00:10", -30)) == ("23:45", "00:00")


def test_a_full_day_says_how_many_more_and_opens(store, screen, firm):
    for number in range(15):
        planned(store, firm, WEDNESDAY, planned_time=f"{8 + number // 4:02}:{number % 4 * 15:02}")
    click(screen.ways["month"])
    (more,) = screen.calendar.board().more
    assert more.count + len(screen.calendar.board().placed) == 15
    QTest.mouseClick(screen.calendar.board(), Qt.MouseButton.LeftButton, pos=more.rect.center())
    assert (screen.way, len(screen.calendar.board().placed)) == ("day", 15)
    rects = [rect for rect, _entry in screen.calendar.board().placed]
    assert not any(one.intersects(other) for place, one in enumerate(rects) for other in rects[:place])


def test_a_week_of_more_than_it_has_room_for_says_how_many_more(store, screen, firm, monkeypatch):
    def many(session):
        rows = [{"customer_id": firm["华信"], "state": "planned", "planned_on": WEDNESDAY, "planned_time": clock, "minutes": 30}
                for clock in ["09:00"] * 40 + ["10:00"] * 3 + ["17:00"] * 7]  # fmt: skip
        records.create_many(session, Visit, rows)

    store.write("x", many)
    click(screen.ways["week"])
    board = screen.calendar.board()
    rects = [rect for rect, _entry in board.placed]
    assert len(rects) > 15
    assert not any(one.intersects(other) for place, one in enumerate(rects) for other in rects[:place])
    (more,) = board.more
    assert (more.day, more.count) == (WEDNESDAY, 50 - len(rects))
    assert all(board.rect().contains(rect) and not rect.intersects(more.rect) for rect in rects)
    monkeypatch.setattr(week, "MOST", 20)
    screen.calendar.refresh()
    assert (len(board.entries_of(WEDNESDAY)), board.more[0].count + len(board.placed)) == (20, 50)
    QTest.mouseClick(board, Qt.MouseButton.LeftButton, pos=board.more[0].rect.center())
    assert screen.way == "day"
    (more,) = board.more
    assert more.count + len(board.placed) == 50
    QTest.mouseClick(board, Qt.MouseButton.LeftButton, pos=more.rect.center())
    assert (screen.way, len(screen.calendar.board().placed)) == ("agenda", 50)


def test_conflicts_are_said_and_gone_through(store, screen, firm, monkeypatch):
    first, second = (planned(store, firm, WEDNESDAY, name, planned_time="10:00", minutes=60) for name in ("华信", "宁江"))
    sunday = planned(store, firm, MONDAY + timedelta(days=6))
    click(screen.ways["week"])
    calendar = screen.calendar
    assert calendar.objections.text() == "3 visits in conflict"
    assert calendar.clashes[first][0].sentence == "陈立 is at 宁江泵业 at that time."
    click(calendar.objections)
    click(calendar.objections)
    assert {calendar.board().marked} <= {first, second}
    told = calendar_ink.told(calendar.board().entry(), calendar.clashes[second])
    assert told.splitlines()[0] == "Conflict · 10:00"
    click(calendar.objections)
    assert calendar.board().marked == sunday
    monkeypatch.setattr(week, "MOST", 1)
    calendar.refresh()
    assert (len(calendar.clashes), calendar.objections.text()) == (2, "3 visits in conflict")


def test_one_sees_ones_own_or_a_colleagues_and_plans_there(qtbot, store, screen, firm):
    planned(store, firm, WEDNESDAY)
    planned(store, firm, WEDNESDAY, "宁江", "周敏")
    click(screen.ways["week"])
    calendar = screen.calendar
    assert [calendar.person.itemText(place) for place in range(3)] == ["Everybody", "Mine", "周敏"]
    calendar.person.setCurrentIndex(2)
    calendar.person.activated.emit(2)
    assert shown_names(screen) == ["宁江泵业"]
    board = calendar.board()
    QTest.mouseDClick(board, Qt.MouseButton.LeftButton, pos=QPoint(board.column(WEDNESDAY).center().x(), board.y_of(15 * 60) + 1))
    assert screen.entry.is_plan()
    values = screen.entry.plan_form.whole_values()
    assert (values["planned_on"], values["owner_id"]) == (WEDNESDAY, firm["周敏"])


def test_move_to_takes_a_typed_day_and_time(store, screen, firm):
    visit = planned(store, firm, MONDAY)
    click(screen.ways["agenda"])
    board = screen.calendar.board()
    screen.calendar.mover.ask(board, board.span.entries[MONDAY][0], MONDAY, None)
    asked = screen.calendar.mover.asking
    retype(asked.day, "nonsense")
    click(asked.button)
    assert asked.problem.text()
    retype(asked.day, WEDNESDAY.isoformat())
    retype(asked.clock, "25:30")
    click(asked.button)
    assert asked.problem.text().startswith("“25:30” is not a time of the day.")
    retype(asked.clock, "9.30")
    click(asked.button)
    assert (row(store, visit)["planned_on"], row(store, visit)["planned_time"]) == (WEDNESDAY, "09:30")


def test_both_languages_and_days_that_are_something(store, screen, firm):
    planned(store, firm, MONDAY - timedelta(days=3), purpose="<b>x</b>")
    store.write("x", absences.add, {"employee_id": firm["周敏"], "begins_on": MONDAY, "ends_on": MONDAY})
    for way in ("month", "week", "day", "agenda"):
        screen.show_as(way)
        screen.grab()
    found = store.read(visit_calendar.span, MONDAY - timedelta(days=3), MONDAY)
    assert calendar_words.day_note(found, MONDAY) == "Today · 周敏 away"
    assert calendar_ink.state_word(next(found.all())) == "Overdue"
    set_language("zh")
    screen.retranslate()
    assert screen.calendar.title.text() == "2025年3月3日 – 2025年3月30日"


def test_planning_warns_and_does_not_refuse(store, screen, firm):
    planned(store, firm, WEDNESDAY, planned_time="10:00", minutes=60)
    screen.plan_new({"planned_on": WEDNESDAY, "customer_id": firm["宁江"], "planned_time": "10:30"})
    assert not screen.plan_parts.warning.isVisible()
    form = screen.entry.plan_form
    assert form.whole_values()["planned_time"] == "10:30"
    form.editor("owner_id").set_value(firm["陈立"], "陈立")
    form.editor("owner_id").changed.emit()
    assert screen.plan_parts.warning.text() == "陈立 is at 华信钢构 at that time."
    assert screen.plan_parts.warning.isVisible()
    retype(form.editor("planned_on").line, "2025-03-08")
    assert screen.plan_parts.warning.text() == "This is no working day."
    click(screen.entry.save_button)
    assert store.read(visit_calendar.span, date(2025, 3, 8), date(2025, 3, 8)).counts == {date(2025, 3, 8): 1}


def test_a_month_is_one_statement_that_reads_the_span_by_its_indexes(store, firm):
    planned(store, firm, WEDNESDAY)
    seen: list[tuple[str, object]] = []

    def note(_connection, _cursor, statement, parameters, *_rest):
        seen.append((statement, parameters))

    with store._reader.connect() as connection:
        sa.event.listen(store._reader, "before_cursor_execute", note)
        store.read(visit_calendar.span, MONDAY, MONDAY + timedelta(days=41), None, 12)
        sa.event.remove(store._reader, "before_cursor_execute", note)
        of_visits = [(text, values) for text, values in seen if "visits" in text]
        raw = connection.connection.driver_connection
        (plan,) = [" ".join(row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {text}", values)) for text, values in of_visits]
    assert "ix_visits_" in plan
    assert "happened_at>? AND happened_at<?" in plan
    assert "ix_visits_planned_open (planned_on=?)" in plan
