"""The window lives while a file comes in: real threads, no clock. The writer is held between two of its progress signals
until the window has done what is asserted, so nothing depends on how fast the machine is."""

import threading

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt, QTimer

from app.models import Customer
from app.services import lists
from app.services.lists import ListQuery
from app.store import undo
from app.ui.context import Context
from app.ui.preferences import Preferences
from app.ui.screens.transfer.screen import BUSY, CHECK, DONE, TransferScreen
from tests.ui.frame import NotingFrame
from tests.ui.hands import click

ROWS = 1_500
PATIENCE = 60_000


class Held:
    """Stops the thread that tells its progress at a given count until it is let go; the counts it told."""

    def __init__(self, signal, at):
        self.counts, self.reached, self.go = [], threading.Event(), threading.Event()
        self._at = at
        signal.connect(self._told, Qt.ConnectionType.DirectConnection)

    def _told(self, rows):
        self.counts.append(rows)
        if rows >= self._at and not self.reached.is_set():
            self.reached.set()
            assert self.go.wait(PATIENCE / 1000)


@pytest.fixture
def ticks(qapp):
    """Counts how often the window's thread comes round."""
    timer, seen = QTimer(), []
    timer.timeout.connect(lambda: seen.append(1))
    timer.start(0)
    yield seen
    timer.stop()


@pytest.fixture
def screen(qtbot, threaded, tmp_path, ticks):
    path = tmp_path / "customers.csv"
    path.write_text("Name,Phone\n" + "".join(f"Firm {n},0755-{n:08}\n" for n in range(ROWS)), encoding="utf-8")
    shown = TransferScreen(Context(threaded, NotingFrame(), Preferences(None)))
    qtbot.addWidget(shown)
    shown.resize(1160, 700)
    shown.show()
    shown.open_file(path)
    qtbot.waitUntil(lambda: shown.plan is not None, timeout=PATIENCE)
    return shown


@pytest.fixture
def hold(screen):
    """Holds the thread behind one of the panel's signals half way."""
    made = []

    def begin(signal):
        made.append(Held(signal, at=ROWS // 2))
        return made[-1]

    yield begin
    for one in made:
        one.go.set()


def names(session):
    return list(session.scalars(sa.select(Customer.name)))


def shown_rows(screen):
    return int(screen.busy_page.rows.text().split()[0].replace(",", "") or 0) if screen.busy_page.rows.text() else 0


def lives(qtbot, screen, ticks):
    """The timer ticks on, and a list is read to its end, while the thread that writes stands still."""
    before, answers = len(ticks), []
    query = ListQuery("customers", ("name",), "name")
    screen.context.gateway.read(lists.page, query, 0, 100, done=answers.append)
    qtbot.waitUntil(lambda: len(ticks) >= before + 20 and bool(answers), timeout=PATIENCE)
    return answers[0]


def test_the_window_lives_while_rows_are_written(qtbot, screen, store, ticks, hold):
    held = hold(screen.told)
    click(screen.go_button)
    assert screen.pages.currentIndex() == BUSY
    qtbot.waitUntil(held.reached.is_set, timeout=PATIENCE)
    assert lives(qtbot, screen, ticks) == ()  # nobody sees half an import
    assert screen.pages.currentIndex() == BUSY
    qtbot.waitUntil(lambda: shown_rows(screen) == held.counts[-1], timeout=PATIENCE)
    assert 0 < shown_rows(screen) < ROWS
    held.go.set()
    qtbot.waitUntil(lambda: screen.pages.currentIndex() == DONE, timeout=PATIENCE)
    assert held.counts == sorted(held.counts)
    assert held.counts[-1] == ROWS
    assert len(store.read(names)) == ROWS
    assert len(lives(qtbot, screen, ticks)) == 100


def test_stopping_half_way_leaves_the_file_as_it_was(qtbot, screen, store, hold):
    held = hold(screen.told)
    click(screen.go_button)
    qtbot.waitUntil(held.reached.is_set, timeout=PATIENCE)
    click(screen.busy_page.button)
    held.go.set()
    qtbot.waitUntil(lambda: screen.pages.currentIndex() == CHECK, timeout=PATIENCE)
    assert screen.context.frame.told == ["Stopped. Nothing was changed."]
    assert held.counts[-1] < ROWS
    assert store.read(names) == []
    assert store.read(undo.undo_step) is None
    assert store.read(lists.count, ListQuery("customers", ("name",), "name", text="Firm")) == 0
    click(screen.go_button)  # and the same dry run can still be carried out
    qtbot.waitUntil(lambda: screen.pages.currentIndex() == DONE, timeout=PATIENCE)
    assert len(store.read(names)) == ROWS


def test_the_window_lives_while_rows_are_compared(qtbot, screen, ticks, hold):
    held = hold(screen.tried)
    screen.file_bar.choice_made.emit()
    qtbot.waitUntil(held.reached.is_set, timeout=PATIENCE)
    assert lives(qtbot, screen, ticks) == ()
    assert not screen.go_button.isEnabled()
    screen.start_over()
    held.go.set()
    lives(qtbot, screen, ticks)
    assert screen.plan is None
