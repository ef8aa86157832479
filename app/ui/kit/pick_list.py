"""Choosing from a long list by typing a part of the word: the keyboard stays in the line, arrows walk the list.

``PickList(name, groups)``: ``groups`` are (heading, ((key, word), …)); ``picked(key)`` on Enter or a click.
"""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from app.ui.kit.layouts import column
from app.ui.kit.widgets import name_it

Groups = Sequence[tuple[str, Sequence[tuple[Any, str]]]]
KEY = int(Qt.ItemDataRole.UserRole)
ROW, MOST_ROWS = 30, 11
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}


class PickList(QWidget):
    """A line to type in over the list it narrows."""

    picked = Signal(object)

    def __init__(self, name: str, groups: Groups, hint: str) -> None:
        super().__init__()
        self._groups = groups
        self.line, self.list = QLineEdit(), QListWidget()
        self.line.setPlaceholderText(hint)
        name_it(self.line, hint, f"{name}.find")
        name_it(self.list, hint, f"{name}.list")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setProperty("kind", "picks")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.line.textChanged.connect(self._fill)
        self.line.installEventFilter(self)
        self.list.itemClicked.connect(self._take)
        self.setFocusProxy(self.line)
        self.setLayout(column(self.line, self.list, spacing=8))
        self._fill("")

    def set_groups(self, groups: Groups) -> None:
        """Offer other entries."""
        self._groups = groups
        self._fill(self.line.text())

    def _fill(self, typed: str) -> None:
        wanted = typed.strip().casefold()
        self.list.clear()
        for heading, entries in self._groups:
            found = [(key, word) for key, word in entries if wanted in word.casefold()]
            if found and heading:
                self._add(heading, None)
            for key, word in found:
                self._add(word, key)
        self.list.setFixedHeight(ROW * max(1, min(self.list.count(), MOST_ROWS)) + 4)
        self._step(1, from_place=-1)

    def _add(self, word: str, key: Any) -> None:
        item = QListWidgetItem(word, self.list)
        item.setSizeHint(QSize(0, ROW))
        item.setData(KEY, key)
        if key is None:
            item.setFlags(Qt.ItemFlag.NoItemFlags)

    def _step(self, step: int, from_place: int | None = None) -> None:
        place = self.list.currentRow() if from_place is None else from_place
        last, way = self.list.count() - 1, 1 if step > 0 else -1
        target = max(0, min(last, place + step))
        while 0 <= target <= last and self.list.item(target).data(KEY) is None:
            target += way
        if 0 <= target <= last:
            self.list.setCurrentRow(target)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if Qt.Key(event.key()) in _STEPS:
            self._step(_STEPS[Qt.Key(event.key())])
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.list.currentItem())
            return True
        return False

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(KEY) is not None:
            self.picked.emit(item.data(KEY))

    def words(self) -> list[str]:
        """What is offered now, headings included."""
        return [self.list.item(place).text() for place in range(self.list.count())]
