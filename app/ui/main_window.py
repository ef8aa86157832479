"""The window: rail, header, the screen in hand, and what floats above it. It paints before any data is opened.

Nothing here imports the store, the models or a screen: those come once the frame is on the screen (see bootstrap).
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.i18n import gettext_text as _
from app.paths import resource
from app.ui.frame import placing
from app.ui.frame.header import Header
from app.ui.frame.rail import NAME, Rail
from app.ui.frame.trail import Step, Trail, note_recent
from app.ui.kit.layouts import column, row
from app.ui.preferences import Preferences
from app.ui.screens import SCREENS, place

if TYPE_CHECKING:  # none of these is needed to paint the frame
    from pathlib import Path
    from uuid import UUID

    from PySide6.QtGui import QShortcut

    from app.ui.context import Command, Context, Screen


class MainWindow(QWidget):
    """The frame around all screens (``context.Frame``). ``painted`` comes once, after the first paint; ``first_rows`` once,
    when the first screen has painted its rows; ``closing`` before the window goes; ``reopen`` asks for another data file,
    ``lock`` for closing an encrypted one until its passphrase is given, ``convert`` for work on the closed file (apart.py)."""

    painted = Signal()
    first_rows = Signal()
    closing = Signal()
    reopen = Signal(object)
    lock = Signal()
    convert = Signal(object)

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self.preferences = preferences
        self.context: Context | None = None
        self.screens: dict[str, Screen] = {}
        self.current: Screen | None = None
        self.trail = Trail()
        self.own_commands: tuple[Command, ...] = ()
        self._was_painted = self._badges_read = self.drafts_told = False
        self._panel: QWidget | None = None
        self._screen_keys: list[QShortcut] = []
        self.setObjectName("window")
        self.setProperty("kind", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.rail = Rail(SCREENS, self, bool(preferences.get("rail.folded", False)))
        self.header = Header(self)
        self.stack = QStackedWidget(self)
        self.stack.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._lay_out()
        placing.restore(self, preferences)
        self.retranslate()

    def _lay_out(self) -> None:
        self._column = column(self.header, self.stack, spacing=0)
        self._column.setStretch(1, 1)
        whole = row(self.rail, self._column, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def complete(self) -> None:
        """Build what the first paint could do without: the keys, the toast, the banner."""
        from app.ui.frame import keyboard
        from app.ui.frame.actions import actions
        from app.ui.frame.drops import FileDrops
        from app.ui.frame.own_commands import own_commands
        from app.ui.frame.toast import Toast
        from app.ui.kit import speech
        from app.ui.kit.banner import Banner

        self.setWindowIcon(QIcon(str(resource("icons", "clientele.png"))))
        self.banner, self.message = Banner(self), Toast(self)
        self.preferences.failed = lambda error: self.tell(error.sentence)
        self.own_commands = own_commands(self)
        speech.events.changed.connect(self.retranslate)
        self._column.insertWidget(0, self.banner)
        self.header.complete()
        self.header.retranslate()
        self.rail.folded.connect(lambda folded: self.preferences.set("rail.folded", folded))
        self.rail.chosen.connect(self.go)
        self.header.asked.connect(self.open_palette)
        self.message.undo.connect(self.undo)
        FileDrops(self, lambda path: self.begin("import", {"path": path}))
        places = [partial(self.go, key) for key in self.rail.items]
        keyboard.bind(self, actions(self), places)

    # what a screen may ask for (context.Frame) --------------------------------------------------------------------

    def go(self, screen: str, record_id: "UUID | None" = None) -> None:
        """Show a screen, and on it a record."""
        if self.context is not None:
            self.trail.push((screen, record_id))
            self._show((screen, record_id))

    def begin(self, screen: str, values: Mapping[str, Any] | None = None) -> None:
        """Show a screen and start a new record there."""
        self.go(screen)
        if self.context is not None:
            self.screen_of(screen).begin(values or {})

    def toast(self, text: str, undo: bool = False, file: "Path | None" = None) -> None:
        """Say in passing what happened."""
        self.message.say(text, undo, file)

    def offer(self, text: str, words: str, run: Callable[[], None]) -> None:
        """Say in passing what happened; a button does something about it."""
        self.message.offer(text, words, run)

    def tell(self, text: str) -> None:
        """Say what went wrong where no field can show it."""
        self.message.tell(text)

    # screens ------------------------------------------------------------------------------------------------------

    def attach(self, context: "Context", first: str) -> None:
        """Data is open: from now on there are screens, ``first`` at once."""
        from app.ui.frame.undoing import listen

        self.context = context
        self._drop_panel()
        listen(self, context.gateway)
        self.rail.setEnabled(True)
        self.header.setVisible(True)
        self._warn_readonly()
        self.go(first)

    def _warn_readonly(self) -> None:
        readonly = self.context is not None and self.context.gateway.store.readonly
        self.banner.say(_("This file is open for reading only. What you change here is not kept.") if readonly else "")

    def detach(self) -> None:
        """Leave the data: every screen goes."""
        self.context, self.current = None, None
        self._badges_read = False
        for screen in self.screens.values():
            screen.keep_drafts()
            screen.blockSignals(True)  # one that is just painted would begin what belongs to the next file
            self.stack.removeWidget(screen)
            screen.deleteLater()
        self.screens.clear()
        self.trail = Trail()
        self._set_commands(())

    def show_panel(self, panel: QWidget) -> None:
        """Show something instead of screens: the first start, or why the data cannot be opened."""
        self._drop_panel()
        self._panel = panel
        self.rail.setEnabled(False)
        self.header.setVisible(False)
        self.rail.show_place("")
        self.stack.addWidget(panel)
        self.stack.setCurrentWidget(panel)
        panel.setFocus()

    def _drop_panel(self) -> None:
        if self._panel is not None:
            self.stack.removeWidget(self._panel)
            self._panel.deleteLater()
            self._panel = None

    def screen_of(self, key: str) -> "Screen":
        """The screen with this key, made when it is first wanted."""
        if key not in self.screens:
            assert self.context is not None  # noqa: S101 - screens are asked for after ``attach`` only
            made = place(key).load()(self.context)
            made.badge_changed.connect(lambda count: self.rail.set_badge(key, count))
            made.ready.connect(self._first_rows)
            made.commands_changed.connect(lambda: self._commands_of(made))
            self.stack.addWidget(made)
            self.screens[key] = made
        return self.screens[key]

    def _show(self, step: Step) -> None:
        from app.ui.frame import keyboard

        key, record_id = step
        self.current = shown = self.screen_of(key)
        self.rail.show_place(key)
        self._show_title(key)
        if shown.focusWidget() is None:
            self.stack.setFocus()  # else the stack hands it to the first field of the new screen, its filter
        self.stack.setCurrentWidget(shown)
        self._commands_of(shown)
        shown.activate()
        if record_id is not None:
            shown.open_record(record_id)
            note_recent(self.preferences, step)
        self.preferences.set("screen", key)
        keyboard.focus_into(shown, self.stack)

    def _show_title(self, key: str) -> None:
        self.header.title.setText(_(place(key).title))
        self.setWindowTitle(f"{_(place(key).title)} · {_(NAME)}")

    def _commands_of(self, screen: "Screen") -> None:
        if screen is self.current:
            self._set_commands(screen.commands())

    def _set_commands(self, commands: "tuple[Command, ...]") -> None:
        from app.ui.frame import keyboard

        self.header.set_commands(commands)
        for shortcut in self._screen_keys:
            shortcut.deleteLater()
        taken = {keys for key in keyboard.KEYS for keys in key.keys}
        own = [command for command in commands if command.shortcut and command.shortcut not in taken]
        self._screen_keys = [keyboard.shortcut(self, command.shortcut, command.run) for command in own]

    def _first_rows(self) -> None:
        self.first_rows.emit()
        if not self._badges_read:
            self._badges_read = True
            QTimer.singleShot(0, self, self._read_badges)

    def _read_badges(self) -> None:
        from app.ui.frame import badges

        badges.read_badges(self)

    # what the keyboard asks for -----------------------------------------------------------------------------------

    def open_palette(self) -> None:
        """Ctrl+K."""
        if self.context is not None:
            from app.ui.frame.palette import open_palette

            open_palette(self, self.context)

    def open_help(self) -> None:
        """F1: the manual's page for this screen, and the keyboard map."""
        from app.ui.dialogs.help import open_help

        open_help(self, self.current.key if self.current else "")

    def undo(self) -> None:
        """Take back the newest step; one of very many records is asked about first."""
        from app.ui.frame.undoing import undo

        undo(self)

    def redo(self) -> None:
        """Bring again what was undone last."""
        from app.ui.frame.undoing import redo

        redo(self)

    def go_along(self, distance: int) -> None:
        """Go back (-1) or forward (1) along the trail."""
        step = self.trail.move(distance) if self.context is not None else None
        if step is not None:
            self._show(step)

    # the window itself --------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(_(NAME))
        self.rail.retranslate()
        self.header.retranslate()
        for screen in self.screens.values():
            screen.retranslate()
        if self.current is not None:
            self._warn_readonly()
            self._show_title(self.current.key)
            self._commands_of(self.current)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            for screen in self.screens.values():
                screen.keep_drafts()

    def closeEvent(self, event: QCloseEvent) -> None:
        for screen in self.screens.values():
            screen.keep_drafts()
        placing.keep(self, self.preferences)
        self.preferences.flush()
        self.closing.emit()
        super().closeEvent(event)
