"""Visits that repeat: planned with the form, moved and called off as one, as this and the following, or as all."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu

from app.formats import today
from app.i18n import set_language
from app.models import Customer, Employee, Visit
from app.services import records, visit_calendar, visit_repeats, visit_series
from app.ui.screens.visits.calendar_moves import visit_menu
from app.ui.screens.visits.screen import VisitsScreen
from app.ui.screens.visits.series_form import TIMES, UNTIL, often_words
from tests.ui.hands import click, retype, type_text

START = today() + timedelta(days=(7 - today().weekday()) % 7 + 7)
"""A Monday that is still ahead."""


@pytest.fixture
def firm(store):
    chen = store.write("x", records.create, Employee, {"name": "陈立"}).value
    return store.write("x", records.create, Customer, {"name": "华信钢构", "owner_id": chen}).value


@pytest.fixture
def screen(qtbot, context, firm):
    shown = VisitsScreen(context)
    qtbot.addWidget(shown)
    shown.resize(1166, 700)
    shown.show()
    qtbot.waitExposed(shown)
    shown.activate()
    click(shown.ways["month"])
    shown.calendar.show_day(START)
    return shown


def days(store, until=400):
    found = store.read(visit_calendar.span, today(), START + timedelta(days=until))
    return [entry.day for entry in found.all()]


def weekly(store, customer, count=4):
    given = {"customer_id": customer, "purpose": "例行", "rule": f"FREQ=WEEKLY;COUNT={count}", "starts_on": START}
    store.write("x", visit_series.create, {**given, "planned_time": "09:00"})


def weeks(*numbers, by=0):
    return [START + timedelta(days=7 * number + by) for number in numbers]


def test_every_two_weeks_five_times(store, screen, firm, context):
    screen.plan_new({"customer_id": firm, "planned_on": START})
    repeats = screen.plan_parts.repeats
    assert not repeats.end.isVisible()
    type_text(screen.entry.plan_form.editor("purpose").line, "例行")
    repeats.often.setFocus()
    QTest.keyClick(repeats.often, Qt.Key.Key_Down)
    QTest.keyClick(repeats.often, Qt.Key.Key_Down)
    assert repeats.often.currentText() == "Every two weeks"
    repeats.end.setCurrentIndex(TIMES)
    retype(repeats.line, "0")
    assert "from 1 to 999" in repeats.words.text()
    click(screen.entry.save_button)
    assert days(store) == []
    retype(repeats.line, "5")
    assert repeats.words.text().startswith("5 visits within twelve months")
    click(screen.entry.save_button)
    assert days(store) == weeks(0, 2, 4, 6, 8)
    context.gateway.undo()
    assert days(store) == []
    screen.plan_new({"customer_id": firm, "planned_on": START})
    assert repeats.often.currentIndex() == 0


def test_one_is_moved_then_it_and_the_following(store, screen, firm, context):
    weekly(store, firm)
    calendar = screen.calendar
    calendar.refresh()
    entry = calendar.span.entries[START][0]
    assert entry.repeats
    calendar.mover.move(calendar.board(), entry, START + timedelta(days=1), None)
    asked = calendar.mover.asking
    assert [asked.scope.itemText(place) for place in range(3)] == [
        "Only this one", "This one and the following", "All that are ahead"]  # fmt: skip
    click(asked.button)
    assert days(store) == [START + timedelta(days=1), *weeks(1, 2, 3)]
    calendar.show_day(START + timedelta(days=7))
    entry = calendar.span.entries[START + timedelta(days=7)][0]
    calendar.mover.move(calendar.board(), entry, entry.day + timedelta(days=2), None)
    calendar.mover.asking.scope.setCurrentIndex(1)
    click(calendar.mover.asking.button)
    assert days(store) == [START + timedelta(days=1), *weeks(1, 2, 3, by=2)]
    context.gateway.undo()
    assert days(store) == [START + timedelta(days=1), *weeks(1, 2, 3)]


def test_calling_off_asks_which(store, screen, firm):
    weekly(store, firm)
    calendar = screen.calendar
    calendar.show_day(START + timedelta(days=14))
    entry = calendar.span.entries[START + timedelta(days=14)][0]
    menu = visit_menu(calendar.board(), entry, calendar.mover, {})
    words = [action.text() for action in menu.actions() if action.text().startswith("Cancel")]
    assert words == ["Cancel: Only this one", "Cancel: This one and the following", "Cancel: All that are ahead"]
    next(action for action in menu.actions() if action.text() == words[1]).trigger()
    assert days(store) == weeks(0, 1)


@pytest.mark.parametrize("often", visit_repeats.OFTEN)
def test_each_rule_is_read_back_and_begins_on_its_day(often):
    for start in (date(2026, 1, 31), date(2026, 2, 10), date(2028, 2, 29), date(2026, 12, 29)):
        rule = visit_repeats.rule_of(often, start, count=6)
        assert visit_repeats.often_of(rule) == often
        found = visit_repeats.first_days(rule, start)
        assert found[0] == start
        assert list(found) == sorted(set(found))
        assert often_words(often, start)


def test_ends_and_words_in_both_languages(screen, firm):
    assert visit_repeats.first_days(visit_repeats.rule_of("month_day", date(2026, 1, 31), count=3), date(2026, 1, 31)) == (
        date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31))  # fmt: skip
    assert often_words("month_weekday", date(2026, 11, 10)) == "Every month on the second Tue"
    assert visit_repeats.often_of("FREQ=DAILY") == visit_repeats.often_of("FREQ=WEEKLY;BYDAY=MO,WE") == ""
    screen.plan_new({"customer_id": firm, "planned_on": START})
    repeats = screen.plan_parts.repeats
    repeats.often.setCurrentIndex(1)
    repeats.end.setCurrentIndex(UNTIL)
    retype(repeats.line, (START - timedelta(days=1)).isoformat())
    assert "lies after the first" in repeats.words.text()
    retype(repeats.line, "2-30")
    assert repeats.words.text() == "The calendar has no day 2-30."
    retype(repeats.line, (START + timedelta(days=15)).isoformat())
    assert repeats.words.text().startswith("3 visits")
    for code in ("zh", "en"):
        set_language(code)
        screen.retranslate()
    assert repeats.often.currentIndex() == 1


def test_the_record_says_that_it_repeats_and_asks_which_days_to_change(store, screen, firm, context):
    weekly(store, firm)
    first = store.read(lambda session: session.query(Visit).order_by(Visit.occurs_on).first().id)
    screen.open_record(first)
    assert "Every week, 1 of 4" in " ".join(label.text() for label in screen.record.pane.findChildren(QLabel))
    screen.record.form.editor("planned_on").set_value(START + timedelta(days=1))
    screen.record.form.editor("planned_on").changed.emit()
    screen.record.save()
    menu = screen.record.bar.save_button.findChild(QMenu, "visit.scope")
    menu.actions()[2].trigger()
    menu.close()
    assert days(store) == weeks(0, 1, 2, 3, by=1)
    context.gateway.undo()
    assert days(store) == weeks(0, 1, 2, 3)


def test_a_plan_that_repeats_says_how_many_visits_it_made(store, screen, firm):
    screen.plan_new({"customer_id": firm, "planned_on": START})
    type_text(screen.entry.plan_form.editor("purpose").line, "例行")
    screen.plan_parts.repeats.often.setCurrentIndex(1)
    screen.plan_parts.repeats.end.setCurrentIndex(TIMES)
    retype(screen.plan_parts.repeats.line, "3")
    click(screen.entry.save_button)
    assert store.undo().label.text == "Planned 3 visits to 华信钢构"
