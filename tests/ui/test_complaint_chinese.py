"""The desk of complaints in Chinese: no English word anywhere on it."""

import re

import pytest
from PySide6.QtWidgets import QWidget

from app.formats import today
from app.i18n import set_language
from app.models import Customer, Employee
from app.services import complaints, improvements, records
from app.ui.screens.complaints.screen import ComplaintsScreen
from tests.ui.shown_texts import texts_of

_WORD = re.compile(r"[A-Za-z]{2,}")
ALLOWED = frozenset({"Alt", "Ctrl", "Enter", "Esc", "PDCA", "PDF", "ISO", "TS", "KH", "English"})
"""Keys, standards and the letters of numbers; nothing else is said in Latin letters."""
WAY = (
    ("T02", {"channel": "phone"}), ("T04", {"category": "10.1"}), ("T06", {}),
    ("T08", {"waiting_for": "照片"}), ("T09", {}), ("T10", {
        "complainant": "李工", "text": "坏了", "demands": "repair", "validity": "valid", "cause": "man", "solution": "换",
        "escape_cause": "method"}),
    ("T14", {"answer": "已换", "remedies_told": "yes"}), ("T19", {
        "acceptance": "电话同意", "prevention": "抽检", "executed_on": today()}),
    ("T20", {"satisfaction": "2", "follow_up_note": "太慢", "follow_up_result": "reached"}),
)  # fmt: skip


@pytest.fixture
def screen(qtbot, store, context):
    set_language("zh")
    shown = ComplaintsScreen(context)
    qtbot.addWidget(shown)
    shown.resize(1366, 768)
    shown.show()
    shown.activate()
    return shown


def foreign(widget: QWidget) -> set[str]:
    """Words in Latin letters that are said in or under a widget."""
    parts = [widget, *(each for each in widget.findChildren(QWidget) if each.isVisibleTo(widget))]
    return {word for part in parts for text in texts_of(part) for word in _WORD.findall(text)} - ALLOWED


def test_no_english_word_stands_at_the_desk(store, context, screen):
    people = [store.write("x", records.create, Employee, {"name": name}).value for name in ("陈立", "王桥")]
    customer = store.write("x", records.create, Customer, {"name": "华信钢构"}).value
    given = {"customer_id": customer, "subject": "漏油", "severity": "S3", "handler_id": people[1]}
    case, _other = (store.write("x", complaints.register, given).value for _number in range(2))
    store.write("x", improvements.open_new, {"name": "核对", "plan": "加一列", "owner_id": people[0]}, (case,))
    said: dict[str, set[str]] = {}
    for step, values in WAY:
        screen.open_record(case)
        for tab in screen.record.pane.tabs():
            screen.record.pane.show_tab(tab)
            said[f"{step} {tab}"] = foreign(screen)
        for option in screen.record.card.offered():
            screen.record._begin_step(option)
            said[f"{step} panel {option.action}{option.goal}"] = foreign(screen) | foreign(screen.record.card.menu())
            screen.record._close_panel()
        asks = {"follow_up_by_id": people[0]} if step == "T20" else {}
        store.write("x", complaints.step, case, step, values | asks, "客户说的")
    for way in ("board", "ages"):
        screen.show_as(way)
        said[way] = foreign(screen)
    screen.record_new()
    for section in screen.entry.form._sections:
        section.open()
    said["intake"] = foreign(screen)
    assert {place: words for place, words in said.items() if words} == {}
