"""Choosing the columns of a list: those shown in their order, then all the others by the sections of the form.

The keyboard stays in the line that narrows the list: arrows walk, Enter shows or hides, Alt with an arrow moves a column.
With the mouse a click shows or hides, and dragging moves. Every choice is seen in the list at once.
"""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListWidget, QListWidgetItem, QWidget

from app.i18n import gettext_text as _
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import PlainLabel, icon_button, name_it, quiet

Choose = Callable[[tuple[str, ...]], None]
Groups = Sequence[tuple[str, Sequence[tuple[Any, str]]]]
KEY = int(Qt.ItemDataRole.UserRole)
WIDTH, ROW, MOST_ROWS = 320, 30, 12
_ALT = Qt.KeyboardModifier.AltModifier
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
_FLAG = Qt.ItemFlag


class ColumnsPanel(QWidget):
    """``groups()`` gives the columns shown as the first group, the others below; ``choose`` shows these keys in this order."""

    def __init__(self, groups: Callable[[], Groups], choose: Choose, reset: Callable[[], None]) -> None:
        super().__init__()
        self._groups, self._choose, self._reset = groups, choose, reset
        self.line, self.list = QLineEdit(), QListWidget()
        self._set_up_line()
        self._set_up_list()
        self._lay_out()
        self.setFocusProxy(self.line)
        self._fill()

    def _set_up_line(self) -> None:
        self.line.setPlaceholderText(_("Find a column"))
        name_it(self.line, _("Find a column"), "columns.find")
        self.line.textChanged.connect(lambda: self._fill())
        self.line.installEventFilter(self)

    def _lay_out(self) -> None:
        self.up = icon_button("arrow-up", _("Move up"), lambda: self._move(-1))
        self.down = icon_button("arrow-down", _("Move down"), lambda: self._move(1))
        self.reset_button = quiet(_("Reset columns"), self._start_over)
        for button, name in ((self.up, "up"), (self.down, "down"), (self.reset_button, "reset")):
            button.setObjectName(f"columns.{name}")
        foot = row(self.up, self.down, None, self.reset_button, spacing=4)
        self.setLayout(column(PlainLabel(_("Columns"), "strong"), self.line, self.list, foot, spacing=8))

    def _set_up_list(self) -> None:
        name_it(self.list, _("Columns"), "columns.list")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setProperty("kind", "picks")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.list.itemClicked.connect(self._toggle)
        self.list.currentRowChanged.connect(lambda _row: self._allow())
        self.list.model().rowsMoved.connect(self._dropped, Qt.ConnectionType.QueuedConnection)

    # what is offered ----------------------------------------------------------------------------------------------

    def shown(self) -> tuple[str, ...]:
        """The columns shown, from the left."""
        groups = self._groups()
        return tuple(key for key, _word in groups[0][1]) if groups else ()

    def words(self) -> list[str]:
        """What is offered now, headings included."""
        return [self.list.item(place).text() for place in range(self.list.count())]

    def _fill(self, current: str | None = None) -> None:
        wanted, shown = self.line.text().strip().casefold(), self.shown()
        self.list.clear()
        for heading, entries in self._groups():
            found = [(key, word) for key, word in entries if wanted in word.casefold()]
            if found and heading:
                self._add(heading, None, False)
            for key, word in found:
                self._add(word, key, key in shown)
        self.list.setFixedHeight(ROW * MOST_ROWS + 4)
        drag = QAbstractItemView.DragDropMode
        self.list.setDragDropMode(drag.NoDragDrop if wanted else drag.InternalMove)
        self._stand_on(current)

    def _add(self, word: str, key: str | None, shown: bool) -> None:
        item = QListWidgetItem(word, self.list)
        item.setSizeHint(QSize(0, ROW))
        item.setData(KEY, key)
        usable = _FLAG.ItemIsEnabled | _FLAG.ItemIsSelectable
        item.setFlags(_FLAG.NoItemFlags if key is None else usable | _FLAG.ItemIsDragEnabled if shown else usable)
        if key is not None:
            item.setCheckState(Qt.CheckState.Checked if shown else Qt.CheckState.Unchecked)

    def _stand_on(self, current: str | None) -> None:
        keys = self._keys()
        place = keys.index(current) if current and current in keys else next((at for at, key in enumerate(keys) if key), -1)
        self.list.setCurrentRow(place)
        self._allow()

    def _keys(self) -> list[str | None]:
        return [self.list.item(place).data(KEY) for place in range(self.list.count())]

    def _current(self) -> str | None:
        item = self.list.currentItem()
        key: str | None = item.data(KEY) if item is not None else None
        return key

    def _allow(self) -> None:
        shown, key = self.shown(), self._current()
        place = shown.index(key) if key in shown else -1
        self.up.setEnabled(place > 0)
        self.down.setEnabled(0 <= place < len(shown) - 1)

    # choosing -----------------------------------------------------------------------------------------------------

    def _toggle(self, item: QListWidgetItem | None) -> None:
        key = item.data(KEY) if item is not None else None
        if key is None:
            return
        shown = self.shown()
        wanted = tuple(each for each in shown if each != key) if key in shown else (*shown, key)
        if wanted:  # a list without columns shows nothing
            self._choose(wanted)
        self._fill(key)

    def _move(self, step: int) -> None:
        key, shown = self._current(), list(self.shown())
        place = shown.index(key) + step if key in shown else -1
        if key is not None and 0 <= place < len(shown):
            shown.remove(key)
            shown.insert(place, key)
            self._choose(tuple(shown))
            self._fill(key)
        self.line.setFocus()

    def _dropped(self) -> None:
        shown = self.shown()
        self._choose(tuple(key for key in self._keys() if key in shown))
        self._fill(self._current())

    def _start_over(self) -> None:
        self._reset()
        self.line.clear()
        self._fill()
        self.line.setFocus()

    # the keyboard -------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        key = Qt.Key(event.key())
        if key in _STEPS and event.modifiers() & _ALT:
            self._move(_STEPS[key])
        elif key in _STEPS:
            self._step(_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._toggle(self.list.currentItem())
        else:
            return False
        return True

    def _step(self, step: int) -> None:
        keys, way = self._keys(), 1 if step > 0 else -1
        target = max(0, min(len(keys) - 1, self.list.currentRow() + step))
        while 0 <= target < len(keys) and keys[target] is None:
            target += way
        if 0 <= target < len(keys):
            self.list.setCurrentRow(target)
