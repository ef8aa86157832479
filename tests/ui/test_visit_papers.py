"""The papers about visits in the window: whose and which day may be chosen, and need not be."""

from datetime import date
from typing import Any

import pytest

from app.models import Customer, Employee
from app.services import records, visits
from app.ui.screens.reports.screen import ReportsScreen


@pytest.fixture
def screen(qtbot: Any, context: Any) -> ReportsScreen:
    shown = ReportsScreen(context)
    qtbot.addWidget(shown)
    return shown


def test_a_day_and_a_colleague_may_be_chosen(screen: ReportsScreen, store: Any) -> None:
    who = store.write("E", records.create, Employee, {"name": "张伟"}).value
    firm = store.write("C", records.create, Customer, {"name": "华信"}).value
    store.write("V", visits.plan, {"customer_id": firm, "planned_on": date(2026, 7, 6), "purpose": "谈续约"})
    screen.show()
    for key in ("visit-week", "visit-route", "visits"):
        screen.show_report(key)
        assert screen.printed is not None
        assert not screen.parameters.colleague.isHidden()
        assert screen.parameters.day.isHidden() == (key == "visits")
        assert screen.parameters.customer.isHidden()
    screen.show_report("visit-route")
    screen.parameters.day.editor.set_value(date(2026, 7, 6))
    screen.parameters.day.editor.changed.emit()
    assert screen.printed is not None
    assert "6 July 2026" in screen.printed.document.title
    screen.parameters.colleague.editor.set_value(who, "张伟")
    screen.parameters.colleague.editor.changed.emit()
    assert screen.printed is not None
    assert (screen.printed.document.subject, screen.wanted) == ("张伟", {"day": date(2026, 7, 6), "colleague": who})
    screen.show_report("visit-sheet", customer=firm)
    assert screen.printed is not None
    assert screen.printed.pages == 1
