"""A quarter is proposed, looked at as a list and on the calendar, two lines are taken out, it is accepted and undone."""

from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.analysis.visit_proposal import Added, Proposal
from app.formats import today
from app.i18n import set_language
from app.models import Customer, Employee
from app.services import records, visit_calendar, visit_planning, visits
from app.services.visit_planning import Names
from app.ui.screens.visits.calendar_side import PLANNER
from app.ui.screens.visits.planner import periods, summary
from app.ui.screens.visits.planner_lines import lines_of
from app.ui.screens.visits.screen import VisitsScreen
from tests.ui.hands import click

NEXT = 1
"""The next quarter, whatever the day is."""


@pytest.fixture
def firm(store):
    """A colleague with three customers with a grade and one without."""

    def made(session):
        chen = records.create(session, Employee, {"name": "陈&立"})
        records.create(session, Employee, {"name": "周敏"})
        names = (("华信", "gold"), ("宁江", "silver"), ("海陵", "ordinary"), ("同舟", None))
        for name, grade in names:
            records.create(session, Customer, {"name": name, "grade": grade, "owner_id": chen, "status": "active"})
        return chen

    return store.write("x", made).value


@pytest.fixture
def screen(qtbot, context, firm):
    shown = VisitsScreen(context)
    qtbot.addWidget(shown)
    shown.resize(1166, 700)
    shown.show()
    qtbot.waitExposed(shown)
    shown.activate()
    click(shown.ways["month"])
    click(shown.calendar.propose)
    return shown


def stored(store):
    _words, first, last = periods(today())[NEXT]
    return list(store.read(visit_calendar.span, first, last).all())


def propose(screen):
    screen.planner.period.setCurrentIndex(NEXT)
    click(screen.planner.ask_button)
    return screen.planner.lines


def test_the_owner_looks_takes_two_out_accepts_and_undoes(qtbot, store, screen, context):
    planner = screen.planner
    assert screen.right.currentIndex() == PLANNER
    assert not planner.accept_button.isEnabled()
    assert {planner.person.itemText(1), planner.person.itemText(2)} == {"陈&立", "周敏"}
    lines = propose(screen)
    count = len(lines.proposal.added)
    assert count > 3
    assert stored(store) == []
    texts = [line.text for line in lines.lines]
    assert texts[0] == f"New visits  {count}"
    tip = unescape(lines.index(1).data(Qt.ItemDataRole.ToolTipRole))
    assert all(part in tip for part in texts[1].split("\n"))  # a long name is cut off in narrow windows
    metrics, room = planner.list.fontMetrics(), planner.list.viewport().width() - 60
    words = [part for text in texts for part in text.split("\n")]
    assert max(metrics.horizontalAdvance(part) for part in words) <= room
    assert texts[-2:] == ["Customers without a grade  1", "同舟"]
    shown = [entry for entry in screen.calendar.span.all() if entry.state == "new"]
    assert {entry.customer for entry in shown} <= {"华信", "宁江", "海陵"}
    assert shown
    screen.calendar.show_person(next(key for key, name in screen.calendar._people.names.items() if name == "周敏"))
    assert not list(screen.calendar.span.all())
    screen.calendar.show_person(None)
    for place in (1, 2):
        planner.list.setCurrentIndex(lines.index(place))
        QTest.keyClick(planner.list, Qt.Key.Key_Space)
    assert len(lines.out) == 2
    gone = [line.id for line in lines.lines[1:3]]
    assert not {entry.id for entry in screen.calendar.span.all()} & set(gone)
    assert planner.accept_button.text() == f"Accept {count - 2} lines"
    QTest.keyClick(planner.list, Qt.Key.Key_Space)
    QTest.keyClick(planner.list, Qt.Key.Key_Space)
    click(planner.accept_button)
    assert len(stored(store)) == count - 2
    assert screen.right.currentIndex() != PLANNER
    assert all(entry.state == "planned" for entry in screen.calendar.span.all())
    context.gateway.undo()
    assert stored(store) == []


def test_a_plan_that_was_overtaken_says_so_and_writes_nothing(store, screen):
    lines = propose(screen)
    first = lines.proposal.added[0]
    store.write("x", visits.plan, {"customer_id": first.customer, "planned_on": first.day, "owner_id": first.person})
    click(screen.planner.accept_button)
    assert "Nothing was written" in screen.planner.problem.text()
    assert screen.planner.problem.isVisible()
    assert len(stored(store)) == 1
    QTest.keyClick(screen.planner.list, Qt.Key.Key_Escape)
    assert screen.right.currentIndex() != PLANNER
    assert screen.calendar.over is None


def test_moved_and_dropped_visits_are_marked_on_their_days(store, screen, firm):
    click(screen.planner.leave_button)
    _words, first, last = periods(today())[NEXT]
    store.write("x", visit_planning.accept, store.read(visit_planning.propose, first, last))
    customer = stored(store)[0].customer_id
    store.write("x", records.update, Customer, customer, {"status": "lost"})
    click(screen.calendar.propose)
    lines = propose(screen)
    dropped = [line for line in lines.lines if line.kind == "dropped"]
    assert dropped
    place = lines.row_of(dropped[0].what.visit)
    assert lines.lines[place] is dropped[0]
    screen.planner.list.setCurrentIndex(lines.index(place))
    (entry,) = [each for each in screen.calendar.span.all() if each.id == dropped[0].what.visit]
    assert (entry.state, screen.calendar.day) == ("drop", dropped[0].what.day)
    rect = screen.calendar.board().rect_of(entry.id)
    screen.planner.list.setCurrentIndex(lines.index(0))
    QTest.mouseClick(screen.calendar.board(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert screen.planner.list.currentIndex().row() == place
    assert screen.right.currentIndex() == PLANNER
    screen.grab()
    set_language("zh")
    screen.retranslate()


def test_what_is_far_from_its_day_and_a_year_without_holidays_are_said():
    day, key = date(2027, 3, 1), UUID(int=1)
    near, far = (Added(key, "manager", None, day, day - timedelta(days=days)) for days in (7, 8))
    plan = Proposal(day, date(2027, 12, 31), day, (near, far), provisional=True)
    assert list(summary(plan)) == [
        "2 new, 0 moved, 0 dropped, 0 without a day; 0 stay as they are.",
        "1 new visit stands more than 7 days from its day.",
        "The holidays of 2027 are not entered yet: visits may fall on them.",
    ]
    lines = [line.text for line in lines_of(plan, Names({key: "华信"}, {}))]
    assert "wanted" not in lines[1]
    assert lines[2].endswith("wanted for 2027-02-21, no day near it is free")
    assert len(list(summary(replace(plan, added=(near,), provisional=False)))) == 1


def test_quarters_and_years_meet_at_their_ends():
    for day in (date(2025, 1, 1), date(2025, 5, 31), date(2025, 12, 31)):
        this, following, year, after = (each[1:] for each in periods(day))
        assert this[0] <= day <= this[1]
        assert (following[0] - this[1]).days == (after[0] - year[1]).days == 1
        assert (following[1] - following[0]).days in range(89, 92)
    assert periods(date(2025, 11, 5))[NEXT][1:] == (date(2026, 1, 1), date(2026, 3, 31))
