"""The rail at the left: the places of the window, each with an icon, a word and what is due there."""

from collections.abc import Iterable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.ui import icons
from app.ui.screens import Place
from app.ui.style import colour, events
from app.ui.widgets import PlainLabel, name_it, set_tip

WIDE, NARROW = 200, 56
NAME = N_("Clientele")


class RailItem(QPushButton):
    """One place: checked while it is shown; its badge is a number in a small pill."""

    def __init__(self, place: Place, parent: QWidget) -> None:
        super().__init__(parent)
        self.place = place
        self.folded = False
        self.badge = 0
        self.setObjectName(f"rail.{place.key}")
        self.setCheckable(True)
        self.setIconSize(QSize(16, 16))
        self.toggled.connect(self._dress)
        self._dress()

    def retranslate(self) -> None:
        """Set word, tooltip and accessible name anew."""
        word = _(self.place.title)
        self.setText("" if self.folded else f"  {word}")
        set_tip(self, word if self.folded else "")
        due = ngettext_text("{count} due", "{count} due", self.badge).format(count=self.badge) if self.badge else ""
        self.setAccessibleName(", ".join(part for part in (word, due) if part))

    def set_badge(self, count: int) -> None:
        """Show a number; 0 shows none."""
        self.badge = count
        self.retranslate()
        self.update()

    def _dress(self) -> None:
        icons.put(self, self.place.icon, "accent" if self.isChecked() else "secondary")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.badge:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_badge(painter)
            painter.end()

    def _paint_badge(self, painter: QPainter) -> None:
        text = str(self.badge) if self.badge < 1000 else "999+"
        face = QFont(self.font())
        face.setPixelSize(10 if self.folded else 11)
        face.setBold(True)
        painter.setFont(face)
        height = 14 if self.folded else 18
        width = max(height + 2, painter.fontMetrics().horizontalAdvance(text) + (6 if self.folded else 10))
        right, top = (self.width() - 1, 1) if self.folded else (self.width() - 10, (self.height() - height) // 2)
        pill = QRect(right - width, top, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("danger" if self.place.alarm else "tint_neutral"))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(colour("on_danger" if self.place.alarm else "ink_neutral"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)


class Rail(QFrame):
    """``chosen`` carries the key of the place a person wants to see; ``folded`` whether only icons are shown now."""

    chosen = Signal(str)
    folded = Signal(bool)

    def __init__(self, places: Iterable[Place], parent: QWidget, is_folded: bool = False) -> None:
        super().__init__(parent)
        self.is_folded = is_folded
        self.setObjectName("rail")
        self.items = {place.key: RailItem(place, self) for place in places if place.where != "hidden"}
        self._name = PlainLabel()
        self._name.setObjectName("rail_name")
        self._fold = QToolButton(self)
        self._fold.setObjectName("rail.fold")
        self._fold.clicked.connect(self.toggle)
        self._lay_out()
        for key, item in self.items.items():
            item.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
        events.changed.connect(self.update)
        self._apply_fold()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 10, 8, 12)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 0, 0)
        head.addWidget(self._name, 1)
        head.addWidget(self._fold)
        column.addLayout(head)
        column.addSpacing(8)
        for item in (item for item in self.items.values() if item.place.where == "rail"):
            column.addWidget(item)
        column.addStretch(1)
        for item in (item for item in self.items.values() if item.place.where == "foot"):
            column.addWidget(item)

    def retranslate(self) -> None:
        """Set every text anew."""
        self._name.setText(_(NAME))
        self.setAccessibleName(_("Places"))
        label = _("Show words") if self.is_folded else _("Show icons only")
        name_it(self._fold, label)
        set_tip(self._fold, label)
        for item in self.items.values():
            item.retranslate()

    def fold(self, folded: bool) -> None:
        """Fold to 56 px, or unfold to 200."""
        self.is_folded = folded
        self._apply_fold()
        self.retranslate()
        self.folded.emit(folded)

    def _apply_fold(self) -> None:
        folded = self.is_folded
        self.setFixedWidth(NARROW if folded else WIDE)
        self._name.setVisible(not folded)
        icons.put(self._fold, "panel-left-open" if folded else "panel-left-close", "secondary")
        for item in self.items.values():
            item.folded = folded

    def toggle(self) -> None:
        """Fold when wide, unfold when narrow."""
        self.fold(not self.is_folded)

    def show_place(self, key: str) -> None:
        """Mark the place that is shown; a hidden one marks none."""
        for name, item in self.items.items():
            item.setChecked(name == key)

    def set_badge(self, key: str, count: int) -> None:
        """Show what is due at a place."""
        if key in self.items:
            self.items[key].set_badge(count)
