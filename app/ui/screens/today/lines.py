"""The lines of the day: one key each for done, moved and put off; the same by three signs on the line under the mouse, and by
the right button."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QMenu, QToolButton, QWidget

from app.i18n import N_
from app.i18n import gettext_text as _
from app.services.today import Item
from app.services.today_acts import MOVED_HERE
from app.ui.frame.due_rows import DueRows, words_of
from app.ui.kit.delegates import ROW
from app.ui.kit.layouts import bring_into_view
from app.ui.kit.widgets import icon_button, name_it, set_tip
from app.ui.screens.today.keys import DOWN, UP
from app.ui.style import colour

OPEN, DONE, MOVE, SNOOZE = "open", "done", "move", "snooze"


class Act(NamedTuple):
    """What a line offers: msgid, sign, the key's name, the keys."""

    words: str
    icon: str
    key: str
    keys: tuple[Qt.Key, ...]


ACTS: dict[str, Act] = {
    DONE: Act(N_("Mark done"), "check", "D", (Qt.Key.Key_D, Qt.Key.Key_Space)),
    MOVE: Act(N_("Move…"), "calendar-days", "M", (Qt.Key.Key_M,)),
    SNOOZE: Act(N_("Put off…"), "clock", "S", (Qt.Key.Key_S,)),
}
_DUE_COLUMN = 4
_BY_TAB = {Qt.FocusReason.TabFocusReason: 0, Qt.FocusReason.BacktabFocusReason: -1}
"""The line one comes to."""


def offered(item: Item) -> tuple[str, ...]:
    """What can be done with an item from its line; what a case's own page moves is not moved here."""
    return tuple(act for act in ACTS if act != MOVE or item.kind in MOVED_HERE)


class LineTools(QWidget):
    """The signs over one line; they take no focus, the keys are there for that."""

    def __init__(self, view: "DeskRows") -> None:
        super().__init__(view.viewport())
        self._view = view
        self.row = -1
        whole = QHBoxLayout(self)
        whole.setContentsMargins(8, 0, 4, 0)
        whole.setSpacing(0)
        self.buttons: dict[str, QToolButton] = {act: self._button(act) for act in ACTS}
        for button in self.buttons.values():
            whole.addWidget(button)
        self.hide()

    def _button(self, act: str) -> QToolButton:
        button = icon_button(ACTS[act].icon, _(ACTS[act].words), partial(self._run, act))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        return button

    def _run(self, act: str) -> None:
        self._view.act(act, self.row)

    def stand(self, row: int) -> None:
        """Show what this line offers, beside its day; hidden for no line."""
        self.row = row
        item = self._view.item(row)
        self.setVisible(item is not None)
        if item is None:
            return
        for act, button in self.buttons.items():
            said = _(ACTS[act].words)
            button.setVisible(act in offered(item))
            name_it(button, " · ".join((said, words_of(item))), f"{self._view.objectName()}.{act}")
            set_tip(button, f"{said} ({ACTS[act].key})")
        self.adjustSize()
        right = self._view.columnViewportPosition(_DUE_COLUMN)
        self.setGeometry(right - self.sizeHint().width(), self._view.rowViewportPosition(row), self.sizeHint().width(), ROW - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        chosen = self._view.currentIndex().row() == self.row and self._view.selectionModel().hasSelection()
        QPainter(self).fillRect(self.rect(), colour("selected" if chosen else "surface"))


class DeskRows(DueRows):
    """``acted(act, item)`` for what is to be done with a line, ``beyond(step)`` where the arrow leads out of these lines,
    ``took_over()`` when one of these is the line in hand."""

    acted = Signal(str, object)
    beyond = Signal(int)
    took_over = Signal()

    def __init__(self, name: str, label: str) -> None:
        super().__init__(name, label)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setMouseTracking(True)
        self._tools: LineTools | None = None
        self._anchor = QWidget(self.viewport())
        self._anchor.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.customContextMenuRequested.connect(self._menu)
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self._stand(now.row()))
        self.selectionModel().selectionChanged.connect(lambda now, _before: self.took_over.emit() if now.count() else None)

    @property
    def tools(self) -> LineTools:
        """The signs, made when a line first shows them."""
        if self._tools is None:
            self._tools = LineTools(self)
        return self._tools

    def _stand(self, row: int) -> None:
        if self._tools is not None or self.item(row) is not None:
            self.tools.stand(row)

    def item(self, row: int) -> Item | None:
        """The thing to do on a line."""
        return self.rows.lines[row][0] if 0 <= row < len(self.rows.lines) else None

    def act(self, act: str, row: int) -> None:
        """Do something with a line, by key, sign or menu."""
        item = self.item(row)
        if item is not None:
            self.selectRow(row)
            self.acted.emit(act, item)

    def show_items(self, items: Sequence[Item], moment: datetime) -> None:
        """Show these; the keyboard stays on its line, or where that line was."""
        row = self.currentIndex().row()
        was = self.item(row)
        super().show_items(items, moment)
        self._stand(-1)
        if was is not None and items:
            keys = [item.key for item in items]
            self.selectRow(keys.index(was.key) if was.key in keys else min(row, len(items) - 1))

    def anchor_of(self, item: Item) -> QWidget:
        """Something to open a panel below: the middle of the item's line, the first one where it is gone."""
        row = next((place for place, (each, _cells) in enumerate(self.rows.lines) if each.key == item.key), 0)
        return self._at(row)

    def _at(self, row: int) -> QWidget:
        self._anchor.setGeometry(self.viewport().width() // 3, self.rowViewportPosition(row), 1, ROW)
        return self._anchor

    def enter_at(self, row: int) -> None:
        """The keyboard comes here, on this line (-1 the last)."""
        self.setFocus()
        self._go_to(row % max(len(self.rows.lines), 1))

    def _go_to(self, row: int) -> None:
        """Stand on a line, and bring it into view: the desk is longer than the window."""
        self.selectRow(row)
        if self.item(row) is not None:
            bring_into_view(self._at(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        found = next((act for act, each in ACTS.items() if plain and event.key() in each.keys), None)
        if found is not None:
            self.act(found, row)
        elif plain and event.key() in (*DOWN, *UP):
            self._walk(1 if event.key() in DOWN else -1)
        else:
            super().keyPressEvent(event)

    def _walk(self, step: int) -> None:
        row = self.currentIndex().row() + step
        if 0 <= row < len(self.rows.lines):
            self._go_to(row)
        else:
            self.beyond.emit(step)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._stand(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._stand_on_current()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        clicked = self._tools is not None and self._tools.underMouse()  # a click on a sign brings the focus: it stays there
        if event.reason() in _BY_TAB and not self.currentIndex().isValid():
            self._go_to(_BY_TAB[event.reason()] % max(len(self.rows.lines), 1))
        if self.currentIndex().isValid() and not clicked:
            self._stand_on_current()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self.underMouse():
            self._stand_on_current()

    def _stand_on_current(self) -> None:
        self._stand(self.currentIndex().row() if self.hasFocus() else -1)

    def fit(self) -> None:
        """The signs go along with the columns."""
        super().fit()
        tools = getattr(self, "_tools", None)  # the table fits its columns while it is made
        if tools is not None and tools.isVisible():
            tools.stand(tools.row)

    def _menu(self, point: QPoint) -> None:
        row = self.rowAt(point.y())
        if self.item(row) is not None:
            self.selectRow(row)
            self.menu(row).popup(self.viewport().mapToGlobal(point))

    def menu(self, row: int) -> QMenu:
        """Everything a line offers, with its keys."""
        menu, item = QMenu(self), self.item(row)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(_("Open") + "\tEnter").triggered.connect(lambda: self.chosen.emit(item))
        for act in offered(item) if item is not None else ():
            said = f"{_(ACTS[act].words)}\t{ACTS[act].key}"
            menu.addAction(said).triggered.connect(lambda _checked=False, act=act: self.act(act, row))
        return menu
