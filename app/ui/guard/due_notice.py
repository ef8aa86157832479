"""A notice on the desktop when something falls due while the program runs; in the window where the desktop shows none.

``follow(window)`` is called once the first rows are painted, again for each file that is opened. One notice a minute at most,
nothing twice: what was told is remembered for the day, beyond a restart.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QSystemTrayIcon

from app.errors import AppError
from app.formats import local
from app.i18n import gettext_text as _
from app.i18n import ngettext_text
from app.models.types import now_utc

if TYPE_CHECKING:
    from app.services.today_notice import Falling
    from app.ui.main_window import MainWindow
    from app.ui.preferences import Preferences

EVERY = 60_000
FIRST = 12_000
SHOWN_MS = 15_000
"""Milliseconds; the first look waits until the screens are there."""
MINUTES = "notice.minutes"
USUAL = 15
"""Minutes before a visit; 0 for no notices."""
_TOLD = "notice.told"
_NAMED = 3
"""So many things are named in one notice."""
_NO_MARKUP = str.maketrans("<>&", "‹›＆")  # some desktops read a notice's text as markup, others show entities


def minutes(preferences: "Preferences") -> int:
    """How long before a visit it is told of; 0 for no notices at all."""
    kept = preferences.get(MINUTES, USUAL)
    return kept if isinstance(kept, int) else USUAL


def follow(window: "MainWindow") -> None:
    """Watch the file that is open now."""
    for earlier in window.findChildren(DueNotice):
        earlier.leave()
    if window.context is not None:
        DueNotice(window)


class DueNotice(QObject):
    """``clock`` says what time it is; ``tray`` makes the sign on the desktop, None where it shows no notices."""

    def __init__(
        self, window: "MainWindow", clock: Callable[[], datetime] = now_utc,
        tray: "Callable[[MainWindow], QSystemTrayIcon | None] | None" = None,
    ) -> None:  # fmt: skip
        super().__init__(window)
        assert window.context is not None  # noqa: S101 - follow() asks first
        self._window, self._context, self._clock = window, window.context, clock
        self._make_tray = tray or desktop_tray
        self._tray: QSystemTrayIcon | None = None
        self._since, self._busy = clock(), False
        self._last: tuple[Falling, ...] = ()
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        QTimer.singleShot(FIRST, self, self.tick)

    def leave(self) -> None:
        """Another file is opened, or this one locked."""
        self._timer.stop()
        if self._tray is not None:
            self._tray.hide()
        self.setParent(None)
        self.deleteLater()

    def tick(self) -> None:
        """Look once, unless the last look is still under way or nobody wants to be told."""
        lead = minutes(self._context.preferences)
        if self._busy or not lead or self._window.context is not self._context:
            return
        from app.services.today_notice import falling

        moment = self._clock()
        self._busy = True
        ahead = timedelta(minutes=lead)
        self._context.gateway.read(
            falling, self._since, moment, ahead, done=lambda found: self._found(found, moment), failed=self._failed
        )

    def _failed(self, _error: AppError) -> None:
        """The backups' clock tells about a file that cannot be read; the next look tries again."""
        self._busy = False

    def _found(self, found: "tuple[Falling, ...]", moment: datetime) -> None:
        self._busy, self._since = False, moment
        day = local(moment).date().isoformat()
        kept: Any = self._context.preferences.get(_TOLD, {})
        told = list(kept.get(day, [])) if isinstance(kept, dict) else []
        fresh = tuple(one for one in found if one.key not in told)
        if fresh:
            self._context.preferences.set(_TOLD, {day: [*told, *(one.key for one in fresh)]})
            self.show_notice(fresh, moment)

    def show_notice(self, fresh: "tuple[Falling, ...]", moment: datetime) -> None:
        """One notice of all that falls due now."""
        self._last = fresh
        title = ngettext_text("{count} thing falls due", "{count} things fall due", len(fresh)).format(count=len(fresh))
        lines = [line_of(one, moment) for one in fresh[:_NAMED]]
        if len(fresh) > _NAMED:
            lines.append(_("{count} more").format(count=len(fresh) - _NAMED))
        if self._on_desktop() is None:
            self._window.message.offer(_(": ").join((title, _("; ").join(lines))), _("Open"), self.open)
        elif self._tray is not None:
            self._tray.showMessage(title, "\n".join(lines).translate(_NO_MARKUP), self._window.windowIcon(), SHOWN_MS)

    def _on_desktop(self) -> QSystemTrayIcon | None:
        """The sign on the desktop, made when there is something to tell first."""
        if self._tray is None:
            self._tray = self._make_tray(self._window)
            if self._tray is not None:
                self._tray.setParent(self)
                self._tray.messageClicked.connect(self.open)
                self._tray.activated.connect(lambda _why: self._come_up())
        return self._tray

    def open(self) -> None:
        """The window comes up with what the last notice told of: the record, or Today where there were several."""
        if self._window.context is not self._context:
            return
        from app.ui.frame.due_rows import screen_of

        self._come_up()
        if len(self._last) == 1:
            self._window.go(screen_of(self._last[0].item), self._last[0].item.id)
        else:
            self._window.go("today")

    def _come_up(self) -> None:
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()


def desktop_tray(window: "MainWindow") -> QSystemTrayIcon | None:
    """A sign on the desktop that can show notices; None where there is none."""
    if not QSystemTrayIcon.isSystemTrayAvailable() or not QSystemTrayIcon.supportsMessages():
        return None
    tray = QSystemTrayIcon(window.windowIcon(), window)
    tray.show()
    return tray


def line_of(one: "Falling", moment: datetime) -> str:
    """``14:30 Visit · purpose · customer``: when, what kind, what, with whom."""
    from app.ui.frame.due_rows import KINDS, words_of

    at = local(one.at)
    when = at.strftime("%H:%M" if at.date() == local(moment).date() else "%m-%d %H:%M")
    kind = _(KINDS[one.item.kind][0])
    parts = (f"{when} {kind}", words_of(one.item), one.item.customer)
    return " · ".join(part for part in parts if part)
