"""The keyboard of the window: one table that binds the keys and is shown with F1."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from app.i18n import N_


class Key(NamedTuple):
    """``keys`` are all sequences that do it, ``does`` a msgid, ``action`` the window's name for it."""

    keys: tuple[str, ...]
    does: str
    action: str


KEYS: tuple[Key, ...] = (
    Key(("Ctrl+K",), N_("Find anything or run any command"), "palette"),
    Key(("Ctrl+N",), N_("New: the filled button of this screen"), "new"),
    Key(("Ctrl+S",), N_("Save"), "save"),
    Key(("Ctrl+F",), N_("Filter the list"), "filter"),
    Key(("Ctrl+P",), N_("Show as paper and print"), "print"),
    Key(("Ctrl+Z",), N_("Undo the last step"), "undo"),
    Key(("Ctrl+Shift+Z", "Ctrl+Y"), N_("Redo"), "redo"),
    Key(("Alt+Left",), N_("Back"), "back"),
    Key(("Alt+Right",), N_("Forward"), "forward"),
    Key(("Ctrl+Up",), N_("Previous record in the list"), "previous"),
    Key(("Ctrl+Down",), N_("Next record in the list"), "next"),
    Key(("Ctrl+B",), N_("Fold or unfold the rail"), "fold"),
    Key(("Ctrl+Shift+P",), N_("Switch the person at the keyboard"), "switch"),
    Key(("Ctrl+Shift+L",), N_("Lock now"), "lock"),
    Key(("F1",), N_("Help and this map"), "help"),
)

IN_PLACE: tuple[tuple[str, str], ...] = (
    ("Enter", N_("Open the record over the whole width")),
    ("Esc", N_("Close, or go back to the list")),
    ("F2", N_("Edit in place")),
    ("Tab", N_("Next field, in reading order")),
    ("J", N_("Today: the next line (K: the one before)")),
    ("D", N_("Today: the line is done")),
    ("M", N_("Today: move the line to another day")),
    ("S", N_("Today: put the line off")),
    ("Ctrl+1 … 9", N_("The places of the rail, from the top")),
)
"""What lists, forms and the rail themselves answer to; shown in the map beside ``KEYS``."""


def bind(window: QWidget, actions: dict[str, Callable[[], None]], places: Sequence[Callable[[], None]]) -> list[QShortcut]:
    """Bind every key of the table, and Ctrl+1 … 9 to the places."""
    bound = [shortcut(window, keys, actions[key.action]) for key in KEYS for keys in key.keys]
    return bound + [shortcut(window, f"Ctrl+{number}", show) for number, show in enumerate(places[:9], 1)]


def shortcut(window: QWidget, keys: str, run: Callable[[], None]) -> QShortcut:
    """Bind one key of the window; the caller keeps what comes back if it must go again."""
    bound = QShortcut(QKeySequence(keys), window)
    bound.setContext(Qt.ShortcutContext.WindowShortcut)
    bound.activated.connect(run)
    return bound


class EditorUndo(QObject):
    """Leaves Ctrl+Z to a text editor while it has something of its own to undo, and to the window when it has not."""

    def __init__(self, app: QApplication, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        app.focusChanged.connect(self._moved)

    def _moved(self, old: QWidget | None, now: QWidget | None) -> None:
        if isinstance(old, QLineEdit | QTextEdit | QPlainTextEdit):
            old.removeEventFilter(self)
        if isinstance(now, QLineEdit | QTextEdit | QPlainTextEdit) and now.window() is self._window:
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            steps = _own_steps(watched, event)
            if steps is not None:
                event.setAccepted(steps)
                return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.keyCombination() == _CTRL_Y:
            _redo_in(watched)
            return True
        return super().eventFilter(watched, event)


_CTRL = Qt.KeyboardModifier.ControlModifier
_CTRL_Y = QKeyCombination(_CTRL, Qt.Key.Key_Y)
_UNDO = (QKeyCombination(_CTRL, Qt.Key.Key_Z),)
_REDO = (_CTRL_Y, QKeyCombination(_CTRL | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Z))


def _own_steps(editor: QObject, event: QKeyEvent) -> bool | None:
    """Whether the editor itself can undo (redo) with this key; None for other keys."""
    pressed = event.keyCombination()
    if pressed in _UNDO:
        return _can(editor, "isUndoAvailable")
    return _can(editor, "isRedoAvailable") if pressed in _REDO else None


def _can(editor: QObject, question: str) -> bool:
    holder = editor if isinstance(editor, QLineEdit) else editor.document()  # type: ignore[attr-defined]
    return bool(getattr(holder, question)()) and not editor.isReadOnly()  # type: ignore[attr-defined]


def _redo_in(editor: QObject) -> None:
    editor.redo()  # type: ignore[attr-defined]


def focus_into(screen: QWidget, otherwise: QWidget) -> None:
    """The keyboard goes on in the screen's first list, unless the screen has put the focus somewhere itself."""
    focused = screen.window().focusWidget()
    if focused is not None and screen.isAncestorOf(focused) and focused.isVisible():
        return
    lists = (view for view in screen.findChildren(QAbstractItemView) if view.isVisibleTo(screen))
    (next(lists, None) or otherwise).setFocus()
