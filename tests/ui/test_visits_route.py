"""The route of a day: put in order by dragging, by keyboard, by time and by region; copied, and shown as paper."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.formats import today
from app.i18n import set_language
from app.models import Customer, Employee, Visit
from app.services import records, visits
from app.ui.screens.reports.screen import ReportsScreen
from app.ui.screens.visits.calendar_side import ROUTE
from app.ui.screens.visits.screen import VisitsScreen
from tests.ui.hands import click

DAY = today() + timedelta(days=1)


@pytest.fixture
def firm(store):
    """Three visits of tomorrow: names -> ids."""

    def made(session):
        chen = records.create(session, Employee, {"name": "陈立"})
        found = {"陈立": chen}
        for name, region, clock in (("华信", "苏州", "14:00"), ("宁江", "南京", None), ("海陵", "苏州", "09:00")):
            values = {"name": name, "region": region, "address": f"{name}路 1 号", "phone": "0512-62880001"}
            customer = records.create(session, Customer, values)
            plan = {"customer_id": customer, "owner_id": chen, "planned_on": DAY, "planned_time": clock}
            found[name] = visits.plan(session, plan)
        return found

    return store.write("x", made).value


@pytest.fixture
def screen(qtbot, context, firm):
    shown = VisitsScreen(context)
    qtbot.addWidget(shown)
    shown.resize(1166, 700)
    shown.show()
    qtbot.waitExposed(shown)
    shown.activate()
    click(shown.ways["day"])
    shown.calendar.show_day(DAY)
    click(shown.calendar.route)
    return shown


def names(screen):
    return [stop.customer for stop in screen.route.stops]


def orders(store, firm):
    return {name: store.read(records.get, Visit, firm[name])["day_order"] for name in ("华信", "宁江", "海陵")}


def test_a_day_is_put_in_order(qtbot, store, screen, firm, context):
    route = screen.route
    assert screen.right.currentIndex() == ROUTE
    assert len(names(screen)) == 3
    click(route.by_time)
    assert names(screen) == ["海陵", "华信", "宁江"]
    click(route.by_region)
    assert names(screen) == ["宁江", "海陵", "华信"]
    assert orders(store, firm) == {"宁江": 1, "海陵": 2, "华信": 3}
    route.list.setFocus()
    route.list.setCurrentRow(0)
    QTest.keyClick(route.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert (names(screen), route.list.currentRow()) == (["海陵", "宁江", "华信"], 1)
    route.list.model().moveRow(QModelIndex(), 2, QModelIndex(), 0)  # what a drop does
    assert names(screen) == ["华信", "海陵", "宁江"]
    assert orders(store, firm) == {"华信": 1, "海陵": 2, "宁江": 3}
    context.gateway.undo()
    assert names(screen) == ["海陵", "宁江", "华信"]
    customer = store.read(records.get, Visit, firm["海陵"])["customer_id"]
    store.write("x", records.update, Customer, customer, {"region": None})
    route.refresh()
    click(route.by_region)
    assert names(screen) == ["宁江", "华信", "海陵"]  # nobody knows where


def test_addresses_and_phones_are_copied_and_the_route_is_printed(store, screen, firm, context):
    route = screen.route
    click(route.by_time)
    route.list.setCurrentRow(0)
    for action, text in zip(route.menu().actions(), ("海陵路 1 号", "051262880001"), strict=False):
        action.trigger()
        assert QGuiApplication.clipboard().text().replace("-", "") == text
    click(route.copy_button)
    assert QGuiApplication.clipboard().text().count("路 1 号") == 3
    click(route.print_button)
    assert context.frame.begun[-1] == ("reports", {"report": "visit-route", "day": DAY, "colleague_id": None})
    for code in ("zh", "en"):
        set_language(code)
        screen.retranslate()
    QTest.keyClick(route.list, Qt.Key.Key_Escape)
    assert screen.right.isHidden()
    screen.calendar.show_day(DAY + timedelta(days=1))
    click(screen.calendar.route)
    assert route.empty.isVisible()
    assert not route.print_button.isEnabled()


def test_the_paper_is_of_that_day_and_that_colleague(qtbot, context, firm):
    reports = ReportsScreen(context)
    qtbot.addWidget(reports)
    reports.begin({"report": "visit-route", "day": DAY, "colleague_id": firm["陈立"]})
    chosen = reports.parameters.values(reports.report)
    assert (chosen["day"], chosen["colleague"]) == (DAY, firm["陈立"])


def test_a_private_address_stands_on_the_printed_route_and_the_panel_says_so(qtbot, store, screen, firm, context):
    assert "hidden" not in screen.route.hint.text()
    person = {"name": "林先生", "kind": "person", "address": "深圳市莲花路 7 号"}
    customer = store.write("x", records.create, Customer, person).value
    context.gateway.write("x", visits.plan, {"customer_id": customer, "planned_on": DAY})
    assert "hidden here; the printed route has them" in screen.route.hint.text()
    reports = ReportsScreen(context)
    qtbot.addWidget(reports)
    reports.begin({"report": "visit-route", "day": DAY})
    assert reports.parameters.values(reports.report)["clear"] is True
    reports.show_report("visit-week")
    assert "clear" not in reports.parameters.values(reports.report)
