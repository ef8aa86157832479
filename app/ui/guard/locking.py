"""The lock: an encrypted file is closed, its key forgotten, and nothing of it is left in sight until the passphrase is given.

``follow(window)`` is called once the first rows are painted, again for each file that is opened. What is being typed is kept
in the file as drafts before; afterwards the window goes back to where it was.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.i18n import N_
from app.i18n import gettext_text as _
from app.ui.frame.foot_item import FootItem
from app.ui.frame.rail import NAME
from app.ui.guard.safety_banner import SafetyBanner
from app.ui.lists.copying import take_back

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

MINUTES = "lock.minutes"
"""Setting of the file: after how many minutes without anybody it is locked; 0 for never."""
PLAIN = N_(
    "This file is not encrypted. A lock would hide the window and nothing else: whoever has the file can read it with other "
    "programs. Settings › Privacy encrypts it. Here the program can only be told who is at the keyboard."
)


@dataclass
class Left:
    """Where the person was when the file was locked: the screen, its record and tab (on the settings the page), the draft of the
    form in hand, and the drafts that could not be written."""

    path: Path
    screen: str = ""
    record: UUID | None = None
    tab: str = ""
    draft: str = ""
    unwritten: dict[str, dict[str, Any] | None] = field(default_factory=dict)


def follow(window: "MainWindow") -> None:
    """Watch over the file that is open now, where it is encrypted."""
    for earlier in window.findChildren(LockWatch):
        earlier.leave()
    if is_encrypted(window):
        LockWatch(window)


def is_encrypted(window: "MainWindow") -> bool:
    """Whether a file is open in the window that a lock protects."""
    from app.safety import encryption

    return window.context is not None and encryption.is_encrypted(window.context.gateway.store.path)


def lock_now(window: "MainWindow") -> None:
    """Ctrl+Shift+L: lock an encrypted file; for another one say what a lock would be worth, and offer to sign in."""
    if window.context is None:
        return
    if is_encrypted(window):
        window.lock.emit()
        return
    from app.ui.dialogs.sign_in import SignInDialog

    SignInDialog(window.context, window, note=_(PLAIN)).show()


class LockWatch(QObject):
    """The button in the rail, the idle time and the system's own signals; gone with the file."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        assert window.context is not None  # noqa: S101 - follow() asks first
        self._window, self._context = window, window.context
        self.item = LockItem(window.rail)
        self.item.clicked.connect(lambda: lock_now(window))
        self._idle: Any = None
        self._system: Any = None
        self._context.gateway.changed.connect(self._changed)
        self._read()

    def _changed(self, changes: Any) -> None:
        if "settings" in changes.entities():
            self._read()

    def _read(self) -> None:
        from app.services import settings

        self._context.gateway.read(settings.value, MINUTES, done=self.watch)

    def watch(self, minutes: int) -> None:
        """Lock with the system, and after so many minutes; 0: never of its own accord."""
        from app.ui.guard.idle import IdleWatch
        from app.ui.guard.system_lock import SystemLock

        self._stop()
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return
        self._system = SystemLock(self)
        self._lock_on(self._system.left)
        if minutes:
            self._idle = IdleWatch(app, minutes, parent=self)
            self._lock_on(self._idle.over)

    def _lock_on(self, signal: Any) -> None:
        signal.connect(self._window.lock, Qt.ConnectionType.QueuedConnection)  # not in the middle of a key

    def _stop(self) -> None:
        if self._idle is not None:
            self._idle.leave()
        if self._system is not None:
            self._system.deleteLater()
        self._idle = self._system = None

    def leave(self) -> None:
        """The file is closed."""
        self._stop()
        self.item.remove()
        self.setParent(None)
        self.deleteLater()


class LockItem(FootItem):
    """ "Lock now" at the foot of the rail."""

    def __init__(self, rail: Any) -> None:
        super().__init__("lock", N_("Lock now"), "lock", rail)


# what is in sight -----------------------------------------------------------------------------------------------------


def left_from(window: "MainWindow", path: Path) -> Left:
    """Where the person is now."""
    screen = window.current
    if screen is None:
        return Left(path)
    record: Any = getattr(screen, "record", None)
    if record is not None and record.isVisible():
        return Left(path, screen.key, record.current(), record.pane.tab(), _draft_in_hand(window))
    return Left(path, screen.key, None, _page(screen), _draft_in_hand(window))


def _page(screen: Any) -> str:
    """The page of the settings that is shown."""
    pages = screen.pages if screen.key == "settings" else {}
    return next((key for key, page in pages.items() if page.isVisible()), "")


def _draft_in_hand(window: "MainWindow") -> str:
    """The key of the draft of the form in sight in which something is typed."""
    from app.ui.forms.form import Form

    forms = window.current.findChildren(Form) if window.current is not None else []
    return next((form.draft_key() for form in forms if form.isVisible() and form.dirty()), "")


def take_away(window: "MainWindow", gateway: Any) -> None:
    """Take everything off the screen that is of the file. What is being typed is on its way into the file as drafts; from now on
    the gateway answers nobody."""
    _close_others(window)
    window.detach()
    gateway.blockSignals(True)
    _clear_sight(window)


def _clear_sight(window: "MainWindow") -> None:
    from app.ui.attachments.files import clear_away

    follow_no_more(window)
    clear_away()
    window.message.hide()
    window.message.label.setText("")
    window.rail.set_views(())
    for key in window.rail.items:
        window.rail.set_badge(key, 0)
    window.setWindowTitle(_(NAME))
    take_back()


def follow_no_more(window: "MainWindow") -> None:
    """The file is closed: neither the clocks of backups, complaints and series nor the lock have anything to watch."""
    from app.ui.frame.who import follow_no_more as leave_who
    from app.ui.guard.backup_clock import clock_of
    from app.ui.guard.round_clock import RoundClock

    leave_who(window)
    if (clock := clock_of(window)) is not None:
        clock.leave()
    RoundClock.leave_all(window)
    for watch in window.findChildren(LockWatch):
        watch.leave()
    for banner in window.findChildren(SafetyBanner):
        banner.remove()


def _close_others(window: QWidget) -> None:
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.hide()
    for other in QApplication.topLevelWidgets():
        if other is window or not other.isVisible():
            continue
        if isinstance(other, QDialog):
            other.done(0)  # not reject(): a dialog in the middle of its work refuses that
        other.hide()


def go_back(window: "MainWindow", left: Left) -> None:
    """The file is open again: the same screen and record, and the draft of the form that was in hand."""
    if window.context is None:
        return
    gateway = window.context.gateway
    for key, body in left.unwritten.items():
        gateway.forget_draft(key) if body is None else gateway.keep_draft(key, body)
    if not _take_up(window, left.draft) and left.screen:
        window.go(left.screen, left.record)
        _turn_to(window.screen_of(left.screen), left)


def _take_up(window: "MainWindow", draft: str) -> bool:
    """Show the form that offers this draft."""
    from app.ui.forms.kept_drafts import kept_drafts

    found = kept_drafts(window.context.gateway) if draft and window.context is not None else ()
    kept = next((one for one in found if one.key == draft), None)
    if kept is not None:
        window.begin(kept.screen, kept.values)
    return kept is not None


def _turn_to(screen: Any, left: Left) -> None:
    if left.record is not None and left.tab in screen.record.pane.tabs():
        screen.record.pane.show_tab(left.tab)
    elif left.record is None and left.tab:
        screen.show_page(left.tab)
