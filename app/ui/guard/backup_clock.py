"""Backups by themselves: every minute it is asked whether something was done since the last good one, off the GUI thread.

``follow(window)`` is called once the first rows are painted, again for each file that is opened.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import AppError, DamagedFileError, LostFileError
from app.i18n import N_
from app.i18n import gettext_text as _
from app.ui.guard.safety_banner import SafetyBanner

if TYPE_CHECKING:
    from app.safety.rounds import Round
    from app.safety.state import State
    from app.store.store import Store
    from app.ui.main_window import MainWindow

EVERY = 60_000
FIRST = 5_000
"""Milliseconds; the first look waits until the screens are there."""
BIN_EVERY = 360
"""Looks between two at what has been in the recycle bin long enough: six hours, and one a minute after the start."""
WEEK = timedelta(days=7)
AUTO, BY_HAND = "auto", "by-hand"
_REMINDED = "backup.reminded"
_NOT_MADE = N_("No backup was made: {why}")
_SECOND_OLD = N_("The second place of your backups has had none for a week. Plug in its disk, or choose another place.")


def follow(window: "MainWindow") -> None:
    """Watch the file that is open now."""
    for earlier in window.findChildren(BackupClock):
        earlier.leave()
    if window.context is not None and not window.context.gateway.store.readonly:
        BackupClock(window)


def clock_of(window: Any) -> "BackupClock | None":
    """The clock of a window, where it has one."""
    return window.findChild(BackupClock) if isinstance(window, QObject) else None


class BackupClock(QObject):
    """``looked`` carries the State after each look, ``made`` comes after each try; ``problem`` is what went wrong last."""

    looked = Signal(object)
    made = Signal()

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        assert window.context is not None  # noqa: S101 - follow() asks first
        self._window, self._context = window, window.context
        self._busy = self._left = False
        self._ticks = 0
        self.problem: AppError | None = None
        self.banner = SafetyBanner(window, "backup")
        self._context.gateway.lost.connect(self._lost)
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        QTimer.singleShot(FIRST, self, self.tick)

    def leave(self) -> None:
        """Another file is opened, or this one locked: one that is being made now stops."""
        self._left = True
        self._timer.stop()
        self.banner.remove()
        for banner in self._window.findChildren(SafetyBanner):
            banner.remove()
        self._window.rail.set_badge("settings", 0)
        self.setParent(None)
        self.deleteLater()

    def tick(self) -> None:
        """Look, and make a backup where it is time."""
        if not self._busy and self._window.context is self._context:
            self._context.gateway.run(_look, self._context.gateway.store, done=self._seen, failed=self._failed)
            if self._ticks % BIN_EVERY == 1:
                self._expire()
            self._ticks += 1

    def _expire(self) -> None:
        """What has been in the recycle bin for its thirty days goes, once it is in a backup; what refuses is tried again."""
        gateway = self._context.gateway
        gateway.run(_expire, gateway.store, done=self._expired, failed=lambda _error: None)

    def _expired(self, changes: object) -> None:
        if changes is not None:
            self._context.gateway.changed.emit(changes)

    def _seen(self, found: "tuple[State, bool]") -> None:
        from app.ui.guard.encryption_offer import note_day
        from app.ui.guard.lost_file import found_again

        state, due = found
        found_again(self._window)
        note_day(self._window)
        self._window.rail.set_badge("settings", int(state.alarming()))
        self._remind(state)
        self.looked.emit(state)
        if due and not self._busy:
            self.back_up(AUTO)

    def back_up(self, reason: str = BY_HAND) -> bool:
        """Make one now; False where one is being made."""
        if self._busy:
            return False
        self._busy = True
        work = (_round, self._context.gateway.store, reason, lambda: self._left)
        self._context.gateway.run(*work, done=self._made, failed=self._failed)
        return True

    def busy(self) -> bool:
        """Whether one is being made."""
        return self._busy

    def _made(self, done: "Round") -> None:
        self._busy, self.problem = False, done.problem
        self.banner.say("")
        self._window.rail.set_badge("settings", 0)
        self.made.emit()

    def _failed(self, error: AppError) -> None:
        self._busy, self.problem = False, error
        if isinstance(error, LostFileError | DamagedFileError):  # a line of its own says so
            self.made.emit()
            return
        words = _(_NOT_MADE).format(why=error.sentence)
        self.banner.say(words, (_("Show backups"), self._show), (_("Try again"), lambda: self.back_up(AUTO)))
        self.made.emit()

    def _show(self) -> None:
        self._window.begin("settings", {"page": "backups"})

    def _remind(self, state: "State") -> None:
        """Once a week, where a chosen second place falls behind: that it is away, or what it refused."""
        from app.safety.state import made_at

        if state.places.second is None or state.newest is None:
            return
        behind = state.second is None or made_at(state.newest) - made_at(state.second) > WEEK
        now = datetime.now(UTC)
        told = str(self._context.preferences.get(_REMINDED, ""))
        words = _(_SECOND_OLD) if state.away else self.problem.sentence if self.problem else ""
        if behind and words and (not told or not timedelta() <= now - datetime.fromisoformat(told) < WEEK):
            self._context.preferences.set(_REMINDED, now.isoformat())
            self._window.tell(words)

    def _lost(self, error: AppError) -> None:
        from app.ui.guard.lost_file import show_lost

        show_lost(self._window, error)


def _look(store: "Store") -> "tuple[State, bool]":
    from app.safety.power import on_battery
    from app.safety.state import state_of

    state = state_of(store)
    return state, state.due(on_battery())


def _round(store: "Store", reason: str, stopped: Callable[[], bool]) -> "Round":
    from app.safety.rounds import back_up_now

    return back_up_now(store, reason, stopped=stopped)


def _expire(store: "Store") -> object:
    from app.safety.emptying import expire

    return expire(store).changes
