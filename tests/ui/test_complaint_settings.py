"""The settings of complaints in the window: rules that follow the number of colleagues, limits, days, the tree of causes."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QTime
from PySide6.QtWidgets import QPushButton

from app.models import Employee
from app.services import complaint_rules, records, requests, settings
from app.services.defaults import DEFAULTS
from app.ui.screens.settings.screen import SettingsScreen


@pytest.fixture
def screen(context, qtbot):
    made = SettingsScreen(context)
    qtbot.addWidget(made)
    return made


def test_rules_limits_and_days_are_saved_as_one_step(screen, store, context):
    page = screen.show_page("complaint_rules")
    assert not page.dirty()
    box = page.rules["approvals"]
    assert box.itemText(0) == "Automatic (off)"
    for name in ("陈立", "王桥"):
        context.gateway.write("x", records.create, Employee, {"name": name})
    assert box.itemText(0) == "Automatic (on)"
    box.setCurrentIndex(box.findData("off"))
    page.limits["handler"].setValue(350.5)
    page.times["complaint.waiting_days", ""].setValue(7)
    page.times["complaint.reopen_days", "S80"].setValue(60)
    page.times["complaint.transfer", "working_minutes"].setValue(90)
    assert page.dirty()
    assert screen.save()
    assert not store.read(complaint_rules.on, "approvals")
    read = lambda key: store.read(settings.value, key)  # noqa: E731
    assert read("complaint.rules") == {"approvals": "off"}
    assert read("complaint.limits") == {"handler": 35_050, "supervisor": 100_000, "manager": 500_000}
    assert read("complaint.reopen_days") == {"S80": 60, "S85": 60, "S90": 90}
    assert (read("complaint.waiting_days"), read("complaint.transfer")["working_minutes"]) == (7, 90)
    context.gateway.undo()
    assert read("complaint.rules") == {}
    assert (page.limits["handler"].value(), page.dirty()) == (200, False)
    context.gateway.redo()
    page.findChild(QPushButton, "settings.rules.reset").click()
    assert all(read(key) == DEFAULTS[key] for key in ("complaint.rules", "complaint.limits", "complaint.waiting_days"))


def test_the_branches_of_causes_stay_and_their_twigs_are_the_firms(screen, store, context):
    page = screen.show_page("causes")
    rows = page.typed()
    assert rows == DEFAULTS["complaint.causes"]
    page.table.item(0, 1).setText("人员")
    page._add()
    line = page.table.rowCount() - 1
    for place, words in enumerate(("man.9", "夜班", "Night shift", "man")):
        page.table.item(line, place).setText(words)
    assert screen.save()
    kept = store.read(settings.value, "complaint.causes")
    assert (kept[0]["zh"], kept[-1]["code"]) == ("人员", "man.9")
    page.table.item(line, 3).setText("")
    assert not screen.save()
    assert "man.9" in page.problem.text()
    page.table.item(line, 3).setText("man")
    page.table.removeRow(0)
    assert not screen.save()
    assert page.problem.text() == "The branch man belongs to the fishbone and stays."
    assert store.read(settings.value, "complaint.causes") == kept


def test_the_way_to_the_holidays_is_a_button(screen, context):
    screen.show_page("complaints").findChild(QPushButton, "settings.targets.holidays").click()
    assert context.frame.begun == [("settings", {"page": "time"})]


def test_the_times_of_requests_are_the_firms_own(screen, store, context):
    page = screen.show_page("requests")
    assert (page.typed(), page.dirty()) == (DEFAULTS["request.targets"], False)
    respond, unit = page.allowed["2", "respond"]
    respond.setValue(6)
    unit.setCurrentIndex(unit.findData("wh"))
    _amount, unit = page.allowed["5", "arrive"]
    unit.setCurrentIndex(unit.findData(""))
    assert not _amount.isEnabled()
    kind, opens, closes = page.hours["5"]
    kind.setCurrentIndex(kind.findData("between"))
    opens.setTime(QTime(22, 0))
    closes.setTime(QTime(8, 0))
    assert not screen.save()
    assert page.problem.text() == "Level 5: service ends before it begins."
    opens.setTime(QTime(6, 0))
    assert screen.save()
    kept = store.read(settings.value, "request.targets")
    assert (kept["2"], kept["4"]) == ({"respond": [6, "wh"]}, DEFAULTS["request.targets"]["4"])
    assert kept["5"] == {"respond": [30, "min"], "hours": ["06:00", "08:00"]}
    given = {"received_at": datetime(2026, 7, 2, 23, tzinfo=UTC), "level": "5", "kind": "repair"}
    times = store.read(requests.deadlines, given)
    assert times == {"respond_due": datetime(2026, 7, 2, 23, 30, tzinfo=UTC), "arrive_due": None}
    context.gateway.undo()
    assert page.typed() == DEFAULTS["request.targets"]
    context.gateway.redo()
    page.findChild(QPushButton, "settings.requests.reset").click()
    assert store.read(settings.value, "request.targets") == DEFAULTS["request.targets"]
