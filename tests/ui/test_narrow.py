"""What gives way in narrow windows, and what never does."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu, QTabBar, QWidget

from app.analysis.complaint_transitions import TRANSITIONS
from app.formats import local
from app.services.complaint_events import Entry
from app.services.today import Item
from app.ui import style
from app.ui.frame.due_rows import DueRows
from app.ui.frame.toast import Toast
from app.ui.kit import fonts
from app.ui.kit.stepbar import Step, StepBar
from app.ui.kit.widgets import Badge
from app.ui.lists.rows import RowsView
from app.ui.preferences import Preferences
from app.ui.records.record import RecordPane, SaveBar, Split
from app.ui.screens.complaints.log import LogView
from app.ui.screens.customers.overview import FigureCard, Figures

NOON = datetime(2026, 7, 31, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True, scope="module")
def dressed(qapp: QApplication) -> Iterator[None]:
    face = qapp.font()
    fonts.apply_face(qapp)
    style.apply_style(qapp, "light")
    yield
    qapp.setFont(face)


def shown(widget: QWidget, qtbot: Any, width: int, height: int = 500) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    qtbot.waitExposed(widget)
    QApplication.processEvents()


def test_a_badge_is_no_window_of_its_own(qapp: QApplication) -> None:
    badge = Badge("Gold", "gold")
    assert not badge.isVisible()
    assert badge not in [window for window in qapp.topLevelWidgets() if window.isVisible()]


def test_badges_that_come_later_go_below_the_name_before_it_is_cut(qtbot: Any) -> None:
    pane = RecordPane("probe")
    shown(pane, qtbot, 420)
    pane.set_title("Anping Hydraulics and Pumps Co.", (("Ordinary", "neutral"), ("Newly won", "accent")))
    QApplication.processEvents()
    badge = pane.findChildren(Badge)[0]
    below = pane.title.mapTo(pane, QPoint(0, pane.title.height())).y()
    assert badge.isVisible()
    assert badge.mapTo(pane, QPoint()).y() >= below
    assert pane.title.text() == pane.title.whole()
    pane.resize(900, 500)
    QApplication.processEvents()
    assert badge.mapTo(pane, QPoint()).y() < pane.title.mapTo(pane, QPoint(0, pane.title.height())).y()


@pytest.mark.parametrize("width", [330, 508, 900])
def test_figures_stand_in_line_whatever_they_say(qtbot: Any, width: int) -> None:
    cards = [FigureCard(f"probe.{place}") for place in range(4)]
    figures = Figures(cards)
    shown(figures, qtbot, width, 200)
    for card, words in zip(cards, ("0", "26 days ago", "in 15 days", "1"), strict=True):
        card.set("Name", words)
    QApplication.processEvents()
    assert len({card.height() for card in cards}) == 1
    assert [card.figure.text() for card in cards] == ["0", "26 days ago", "in 15 days", "1"]


def test_tables_of_due_things_have_their_columns_in_line(qtbot: Any) -> None:
    item = Item("complaint", NOON, "A short one", "Li", "", None, None, "late")  # type: ignore[call-arg]
    longer = replace(item, what="Something much longer than the other " * 3, customer="Dongchuan Electromechanical Equipment")
    first, second = DueRows("probe.a", "A"), DueRows("probe.b", "B")
    for view, what in ((first, item), (second, longer)):
        shown(view, qtbot, 540)
        view.show_items([what], local(NOON))
    QApplication.processEvents()
    assert [first.columnWidth(place) for place in range(5)] == [second.columnWidth(place) for place in range(5)]
    assert first.columnWidth(0) == 100


def test_columns_never_ask_for_a_pixel_more_than_there_is(qtbot: Any) -> None:
    view = RowsView(("A", "B", "C", "D"), "probe", "Probe", widths=(90, 150, 130, 110), elastic=(1,))
    shown(view, qtbot, 400)
    for width in range(300, 480, 7):
        view.resize(width, 300)
        QApplication.processEvents()
        assert sum(view.columnWidth(place) for place in range(4)) <= view.viewport().width()


def test_a_toast_lies_over_the_list_and_above_the_bar_that_saves(qtbot: Any) -> None:
    window, left, right = QWidget(), QWidget(), QWidget()
    split = Split(left, right, Preferences(None), "probe")
    split.setParent(window)
    split.setGeometry(0, 0, 1000, 500)
    bar = SaveBar("probe", lambda: None, lambda: None)
    bar.setParent(right)
    toast = Toast(window)
    shown(window, qtbot, 1000)
    bar.setGeometry(0, 440, 380, 50)
    bar.show()
    toast.say("Saved a customer whose name is longer than most names of customers are", undo=True)
    assert left.geometry().contains(toast.geometry().center())
    assert toast.geometry().right() <= left.geometry().right()
    split.full(True)
    QApplication.processEvents()
    toast.say("Saved")
    assert toast.geometry().bottom() < bar.mapTo(window, QPoint()).y()


def test_tabs_stand_closer_before_they_hide(qtbot: Any) -> None:
    pane = RecordPane("probe")
    for key, word in zip("abcdefg", ("登记", "评估", "调查", "方案与费用", "回访", "过程", "历史"), strict=True):
        pane.add_tab(key, word, QWidget)
    shown(pane, qtbot, 600)
    tabs = pane.findChild(QTabBar)
    loose = tabs.sizeHint().width()
    pane.resize(loose + 48 - 10, 500)
    QApplication.processEvents()
    assert tabs.sizeHint().width() < loose
    assert tabs.tabRect(6).right() <= tabs.width()
    pane.resize(loose + 60, 500)
    QApplication.processEvents()
    assert tabs.sizeHint().width() == loose


def test_tabs_for_which_there_is_no_room_wait_behind_a_word(qtbot: Any) -> None:
    pane = RecordPane("probe")
    words = ("Receipt", "Assessment", "Investigation", "Solution", "Execution", "Follow-up", "8D", "History")
    for key, word in zip("abcdefgh", words, strict=True):
        pane.add_tab(key, word, QWidget)
    pane.offer_tab("g", False)
    shown(pane, qtbot, 420)
    row = pane._tabs
    assert (row.bar.isTabVisible(0), row.bar.isTabVisible(7), row.more.isVisible()) == (True, False, True)
    assert row.more.geometry().right() <= row.width()
    assert row.bar.tabRect(max(place for place in range(8) if row.bar.isTabVisible(place))).right() <= row.bar.width()
    offered = {action.text(): action for action in row.menu().actions()}
    assert "History" in offered
    assert "8D" not in offered
    offered["History"].trigger()
    QApplication.processEvents()
    assert (pane.tab(), row.bar.isTabVisible(7)) == ("h", True)
    assert row.bar.tabRect(7).right() <= row.bar.width()
    pane.show_tab("a")
    row.more.setFocus()
    qtbot.keyClick(row.more, Qt.Key.Key_Space)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert pane.tab() != "a"
    pane.resize(1400, 500)
    QApplication.processEvents()
    assert not row.more.isVisible()
    assert row.hidden() == []
    pane.resize(420, 500)
    for place, word in enumerate(["登记", "评估", "调查", "方案", "执行", "回访", "8D", "历史"]):
        row.set_text(place, word)
    QApplication.processEvents()
    assert row.hidden() == [], "short words have room again"


@pytest.mark.parametrize("width", [380, 412, 566])
def test_a_row_of_tabs_stands_at_its_beginning_whichever_is_chosen(qtbot: Any, width: int) -> None:
    pane = RecordPane("probe")
    words = ("Receipt", "Assess", "Inquiry", "Solution", "Execution", "Follow-up", "Talks", "Log 5", "Attachments", "History")
    for key, word in zip("abcdefghij", words, strict=True):
        pane.add_tab(key, word, QWidget)
    shown(pane, qtbot, width)
    bar = pane._tabs.bar
    for key in "abjhcidbgjafie":
        pane.show_tab(key)
        QApplication.processEvents()
        rects = [bar.tabRect(place) for place in range(len(words)) if bar.isTabVisible(place)]
        assert (pane.tab(), rects[0].left(), rects[-1].right() <= bar.width()) == (key, 0, True)


def test_five_stages_with_their_dates_are_whole_in_the_narrowest_window(qtbot: Any) -> None:
    bar = StepBar()
    shown(bar, qtbot, 364, 50)
    names = ("Intake", "Acceptance", "Handling", "Answer", "Closure")
    for current in range(6):
        states = ["done" if place < current else "current" if place == current else "open" for place in range(5)]
        dates = ["" if state == "open" else "07-20 14:35" for state in states]
        bar.show_steps([Step(*each) for each in zip(names, dates, states, strict=True)])
        assert sum(bar._widths()) <= 368
        assert all(width >= bar._wanted(step) for width, step in zip(bar._widths(), bar.steps(), strict=True))


def test_the_log_of_a_complaint_has_room_in_the_narrowest_window(qtbot: Any) -> None:
    log, by = LogView(), uuid4()
    line = Entry(uuid4(), "T17", NOON, "S40", "S98", by, "The customer went to 12315; mediation pending", NOON, False, None)
    lines = [replace(line, action=step.code, to_state=to) for step in TRANSITIONS for to in ("S40", "S45", "S98")]
    log.show_log(SimpleNamespace(log=lines, people={by: "Zhao Qiming"}))  # type: ignore[arg-type]
    shown(log, qtbot, 412)
    assert log.minimumSizeHint().width() <= 412
    assert "The customer went to 12315; mediation pending" in log.texts()
