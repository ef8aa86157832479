"""The board of complaints and the table of their ages: read, walked by keys, opened, narrowed to a list."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.i18n import set_language
from app.models import Complaint, Customer, Employee
from app.models.types import now_utc
from app.services import complaint_board, complaints, records
from app.ui.records.list_screen import ENTRY, RECORD
from app.ui.screens.complaints.board_ways import AGES, BOARD, LIST
from app.ui.screens.complaints.screen import ComplaintsScreen
from tests.ui.hands import click


@pytest.fixture
def cases(store):
    chen = store.write("x", records.create, Employee, {"name": "陈立"}).value
    customer = store.write("x", records.create, Customer, {"name": "华信钢构有限公司"}).value
    now, made = now_utc(), {}
    for name, state, days, handler in (("迟了", "S40", -2, chen), ("明天", "S40", 1, None), ("新来", "S10", 1, None)):
        values = {"customer_id": customer, "subject": name, "state": state, "next_due": now + timedelta(days=days),
                  "received_at": now - timedelta(days=40), "priority": "P2", "handler_id": handler}  # fmt: skip
        made[name] = store.write("x", records.create, Complaint, values).value
    return made


@pytest.fixture
def screen(qtbot, context, cases):
    shown = ComplaintsScreen(context)
    qtbot.addWidget(shown)
    shown.resize(1160, 700)
    shown.show()
    qtbot.waitExposed(shown)
    shown.activate()
    return shown


def _texts(screen):
    found = []
    for view in screen.boards.columns:
        if not view.isHidden():
            model = view.view.cards
            found.append([model.index(place).data() for place in range(model.rowCount())])
    return found


def test_cards_by_stage_walked_by_keys_and_opened(store, screen, cases):
    click(screen.ways.chips[BOARD])
    register, accept, handle, answer, close = _texts(screen)
    assert (len(register), accept, len(handle), answer, close) == (1, [], 2, [], [])
    assert handle[0].startswith("迟了 · 华信钢构有限公司 · TS")
    assert "2 days late" in handle[0]  # in words, not by colour alone
    head = screen.boards.columns[2]
    head.resize(300, 300)  # room for the words, whatever style the program has by now
    assert (head.count.text(), head.late.text(), head.late.isHidden()) == ("2", "1 late", False)
    assert head.view.accessibleName() == "Handling, 2 complaints"
    head.setMinimumWidth(0)
    head.resize(110, 300)  # the heading stays whole; the words are in the tooltip
    assert (head.late.text(), head.late.accessibleName(), head.late.toolTip() != "") == ("1", "1 late", True)
    head.resize(300, 300)
    assert head.late.text() == "1 late"
    screen.boards.take_focus()
    first = screen.boards.columns[0].view
    QTest.keyClick(first, Qt.Key.Key_Right)  # past the column that is empty
    QTest.keyClick(head.view, Qt.Key.Key_Down)
    QTest.keyClick(head.view, Qt.Key.Key_Left)
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert head.view.currentIndex().row() == 1
    QTest.keyClick(head.view, Qt.Key.Key_Return)
    assert screen.right.currentIndex() == RECORD
    assert screen.record.current() == cases["明天"]
    assert screen.split.is_full()
    screen.narrow()
    assert not screen.left.isHidden()
    assert screen.right.isHidden()
    store_count = store.read(complaints.summary).open
    screen.context.gateway.write("x", complaints.withdraw, cases["迟了"], "误会")
    assert store.read(complaints.summary).open == store_count - 1
    assert len(_texts(screen)[2]) == 1
    screen.grab()
    screen.record_new()
    assert screen.right.currentIndex() == ENTRY
    screen.leave_entry()
    assert screen.right.isHidden()


def test_columns_by_handler_and_the_way_to_those_beyond(screen, monkeypatch):
    for name in ("MOST", "MOST_OF_ONE"):
        monkeypatch.setattr(complaint_board, name, 1)
    screen.show_as(BOARD)
    click(screen.boards.by_handler)
    assert [view.heading.text() for view in screen.boards.columns if not view.isHidden()] == ["Nobody yet", "陈立"]
    nobody = screen.boards.columns[0]
    assert nobody.more.text() == "and 1 more"
    click(nobody.more)
    assert screen.ways.way == LIST
    assert screen.list.model.rowCount() == 2
    assert screen.context.preferences.get("complaints.board") == "handler"
    screen.show_as(BOARD)
    set_language("zh")
    screen.retranslate()
    click(screen.boards.by_stage)
    click(screen.boards.columns[2].more)
    assert screen.list.model.rowCount() == 2


def test_ages_lead_to_their_complaints(store, screen, cases):
    click(screen.ways.chips[AGES])
    ages = screen.boards.ages
    assert set(ages.buttons) == {(3, "P2"), (3, None)}
    assert ages.buttons[3, "P2"].text() == "3"
    assert ages.buttons[3, "P2"].accessibleName() == "more than 15 working days, P2 high: 3"
    click(ages.buttons[3, "P2"])
    assert screen.ways.way == LIST
    assert screen.list.model.rowCount() == 3
    assert not screen.filters.isHidden()


def test_no_card_takes_what_people_write_for_markup(store, screen, cases):
    store.write("x", complaints.amend, cases["新来"], {"subject": "<b>急</b> & {0}"})
    screen.show_as(BOARD)
    model = screen.boards.columns[0].view.cards
    assert model.index(0).data().startswith("<b>急</b> & {0}")
    assert "&lt;b&gt;急" in model.index(0).data(Qt.ItemDataRole.ToolTipRole)


def test_where_nothing_is_open_a_sentence_stands(store, qtbot, context):
    shown = ComplaintsScreen(context)
    qtbot.addWidget(shown)
    shown.show()
    shown.activate()
    shown.show_as(BOARD)
    shown.boards.show_way("handler")
    assert not shown.boards.empty.isHidden()
    assert shown.boards.empty.text.text() == "No complaint is open."
