"""Notices of what falls due while the program runs: once each, one a minute, off by a setting, a click opens it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton, QSystemTrayIcon

from app.formats import from_local, today
from app.models import Complaint, Customer, Visit
from app.services import complaints, phone_memos, records, requests, snoozes, visit_promises, visits
from app.services.complaint_promises import promise
from app.services.today_notice import falling
from app.ui.context import Context
from app.ui.guard import due_notice
from app.ui.guard.due_notice import DueNotice
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from app.ui.screens.settings.general import GeneralPage
from tests.ui.hands import click

MINUTE = timedelta(minutes=1)
SOON = timedelta(minutes=15)
TEN = from_local(datetime.combine(today() + timedelta(days=3), datetime.min.time().replace(hour=10)))
DAY = today() + timedelta(days=3)


class NotingTray(QSystemTrayIcon):
    """Keeps what the desktop would show."""

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self.shown: list[tuple[str, str]] = []

    def showMessage(self, title: str, message: str, *_more: Any) -> None:
        self.shown.append((title, message))


class Clock:
    """Says what it was told."""

    now = TEN - timedelta(hours=2)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def window(gateway, qtbot):
    made = MainWindow(Preferences(None))
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    made.complete()
    made.attach(Context(gateway, made, made.preferences), "today")
    return made


@pytest.fixture
def customer(store):
    return store.write("x", records.create, Customer, {"name": "华信"}).value


def _plan(store, customer, clock="10:00", purpose="回访"):
    given = {"customer_id": customer, "planned_on": DAY, "planned_time": clock, "purpose": purpose}
    return store.write("x", visits.plan, given).value


def test_what_falls_due_is_found_from_every_room_and_once_over_the_edge(store, customer):
    def fill(session):
        plan = visits.plan(session, {"customer_id": customer, "planned_on": DAY, "planned_time": "10:10", "purpose": "拜访"})
        visits.plan(session, {"customer_id": customer, "planned_on": DAY, "purpose": "没有钟点"})
        case = complaints.register(session, {"customer_id": customer, "subject": "破损", "severity": "S2"})
        records.update(session, Complaint, case, {"next_due": TEN})
        promise(session, case, "回电", TEN)
        phone_memos.create(session, {"caller": "王", "subject": "问价", "call_by": TEN})
        asked = requests.register(session, {"customer_id": customer, "subject": "报修", "kind": "repair", "level": "5"})
        session.get(requests.ServiceRequest, asked).respond_due = TEN
        met = records.create(session, Visit, {"customer_id": customer, "state": "done", "promise": "报价", "promise_due": DAY})
        visit_promises.add(session, met, {"name": "样品", "due_on": DAY, "side": "them"})
        return plan

    plan = store.write("x", fill).value
    found = store.read(falling, TEN - MINUTE, TEN + MINUTE, SOON)
    kinds = ["case_promise", "complaint", "memo", "request", "visit"]
    assert sorted(one.item.kind for one in found) == kinds
    opening = store.read(falling, TEN - 90 * MINUTE, TEN - 50 * MINUTE, SOON)  # days without an hour, when the firm opens
    assert sorted(one.item.kind for one in opening) == ["promise", "their_promise"]
    edges = [falling_kinds(store, TEN - MINUTE, TEN), falling_kinds(store, TEN, TEN + MINUTE)]
    assert sorted([*edges[0], *edges[1]]) == ["case_promise", "complaint", "memo", "request"]
    assert store.read(falling, TEN + 30 * MINUTE, TEN + 40 * MINUTE, SOON) == ()
    for one in found:
        store.write("x", snoozes.put_off, *one.item.key, DAY + timedelta(days=1))
    assert store.read(falling, TEN - MINUTE, TEN + MINUTE, SOON) == ()
    assert plan in {one.item.id for one in found}


def falling_kinds(store, since, until):
    return [one.item.kind for one in store.read(falling, since, until, timedelta())]


def test_a_notice_is_told_once_also_after_a_restart_and_opens(window, store, customer):
    plan, clock = _plan(store, customer), Clock()
    watching = DueNotice(window, clock, NotingTray)
    watching.tick()
    assert watching._tray is None  # no sign on the desktop before there is something to tell
    clock.now = TEN - 10 * MINUTE
    watching.tick()
    watching.tick()
    assert watching._tray.shown == [("1 thing falls due", "10:00 Visit · 回访 · 华信")]
    again = DueNotice(window, clock, NotingTray)
    again.tick()
    assert again._tray is None
    watching._tray.messageClicked.emit()
    assert window.current.key == "visits"
    assert window.current.record.current() == plan
    store.write("x", visits.move, plan, DAY, "", "10:05")
    watching.tick()
    assert len(watching._tray.shown) == 2  # another hour is another thing


def test_several_are_one_notice_and_lead_to_today(window, store, customer):
    clock = Clock()
    for number in range(5):
        _plan(store, customer, f"10:0{number}", f"第{number}家 <b>&")
    watching = DueNotice(window, clock, NotingTray)
    window.go("customers")
    clock.now = TEN - 2 * MINUTE
    watching.tick()
    ((title, text),) = watching._tray.shown
    assert title == "5 things fall due"
    assert text.splitlines()[-1] == "2 more"
    assert text.splitlines()[0] == "10:00 Visit · 第0家 ‹b›＆ · 华信"  # some desktops read markup
    watching._tray.messageClicked.emit()
    assert window.current.key == "today"


def test_where_the_desktop_shows_none_the_window_tells(window, store, customer):
    plan, clock = _plan(store, customer, purpose="<b>x</b>"), Clock()
    watching = DueNotice(window, clock, lambda _window: None)
    clock.now = TEN - 5 * MINUTE
    watching.tick()
    assert window.message.label.text() == "1 thing falls due: 10:00 Visit · <b>x</b> · 华信"
    click(window.message.button)
    assert (window.current.key, window.current.record.current()) == ("visits", plan)


def test_it_is_off_by_a_setting_and_ends_with_its_file(window, store, customer, qtbot):
    _plan(store, customer)
    page = GeneralPage(window.context)
    qtbot.addWidget(page)
    chosen = {button.text(): button for button in page.findChildren(QPushButton)}
    clock = Clock()
    watching = DueNotice(window, clock, NotingTray)
    clock.now = TEN - 10 * MINUTE
    click(chosen["No notices"])
    watching.tick()
    assert watching._tray is None
    click(chosen["5 minutes before"])
    watching.tick()
    assert watching._tray is None  # ten minutes are too early now
    clock.now = TEN - 4 * MINUTE
    watching.tick()
    assert len(watching._tray.shown) == 1
    due_notice.follow(window)
    (other,) = window.findChildren(DueNotice)
    assert other is not watching
    window.context = None
    other.tick()
    assert not other._busy
