"""The papers about visits in the window: whose and which day may be chosen, and need not be."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.models import Customer, Employee
from app.models.memo import PhoneMemo
from app.services import records, visits
from app.ui.records.papers import paper_commands
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
    assert screen.printed.document.subject == "张伟"
    assert screen.wanted == {"day": date(2026, 7, 6), "colleague": who, "clear": True}
    screen.show_report("visit-sheet", customer=firm)
    assert screen.printed is not None
    assert screen.printed.pages == 1


def test_a_phone_memo_is_chosen_or_comes_from_its_record(screen: ReportsScreen, store: Any) -> None:
    made = {"caller": "王总", "subject": "问交期", "called_at": datetime(2026, 7, 1, 2, tzinfo=UTC)}
    memo = store.write("M", records.create, PhoneMemo, made).value
    screen.show()
    screen.show_report("phone-memo")
    assert screen.printed is None
    assert "Choose a phone memo" in screen.preview.note.text()
    screen.begin({"report": "phone-memo", "memo_id": memo})
    assert screen.printed is not None
    assert screen.parameters.memo.editor.value() == memo
    boxes = {box.label: box.value for block in screen.printed.document.blocks for box in getattr(block, "fields", ())}
    assert (boxes["Caller"], boxes["Called at"]) == ("王总", "2026-07-01 10:00")
    assert "问交期" in boxes.values()
    (card,) = paper_commands(screen.context, "phone_memos", [memo])
    assert card.label == "Phone memo"
