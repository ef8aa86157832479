"""The rail at the left: the places of the window, each with an icon, a word and what is due there."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.ui.kit import icons
from app.ui.kit.widgets import PlainLabel, literal, name_it, set_tip
from app.ui.screens import SCREENS, Place
from app.ui.style import colour, events

if TYPE_CHECKING:
    from app.ui.context import Screen

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
        word = self.word()
        self.setText("" if self.folded else f"  {literal(self.shown(word))}")
        cut = word if self.folded or self.shown(word) != word else ""
        told = " · ".join((self.counted(), _(self.place.counts))) if self.badge and self.place.counts else ""
        set_tip(self, "\n".join(part for part in (cut, told) if part))
        self.setAccessibleName(", ".join(part for part in (word, self.counted() if self.badge else "") if part))

    def word(self) -> str:
        """What the place is called."""
        return _(self.place.title)

    def shown(self, word: str) -> str:
        """As much of the word as there is room for."""
        return word

    def counted(self) -> str:
        """What the badge says, in words."""
        return ngettext_text("{count} due", "{count} due", self.badge).format(count=self.badge)

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
        text = _short(self.badge)
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


class RailView(RailItem):
    """A pinned view below its screen: indented, its name as people wrote it."""

    def __init__(self, key: str, name: str, parent: QWidget) -> None:
        super().__init__(Place(key, name, "layout-list", _no_screen, "view"), parent)
        self.setProperty("kind", "view")

    def word(self) -> str:
        return self.place.title

    def shown(self, word: str) -> str:
        room = WIDE - 16 - 26 - 24 - (12 + self.fontMetrics().horizontalAdvance(_short(self.badge)) + 12 if self.badge else 8)
        return self.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, room)

    def counted(self) -> str:
        return ngettext_text("{count} record", "{count} records", self.badge).format(count=self.badge)


def _no_screen() -> "type[Screen]":
    raise LookupError("a view has no screen of its own")


def _short(count: int) -> str:
    return str(count) if count < 1000 else "999+"


class Rail(QFrame):
    """``view_chosen`` carries screen and key of a pinned view.

    ``chosen`` carries the key of the place a person wants to see; ``folded`` whether only icons are shown now."""

    chosen = Signal(str)
    view_chosen = Signal(str, str)
    folded = Signal(bool)

    def __init__(self, places: Iterable[Place], parent: QWidget, is_folded: bool = False) -> None:
        super().__init__(parent)
        self.is_folded = is_folded
        self.setObjectName("rail")
        self.items = {place.key: RailItem(place, self) for place in places if place.where != "hidden"}
        self.views: dict[str, RailView] = {}
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
        column = self._column = QVBoxLayout(self)
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

    def add_above_foot(self, item: QWidget) -> None:
        """Show something more at the foot, above the places there, which stay where the hand expects them."""
        foot = next(other for other in self.items.values() if other.place.where == "foot")
        self._column.insertWidget(self._column.indexOf(foot), item)

    def retranslate(self) -> None:
        """Set every text anew."""
        self._name.setText(_(NAME))
        self.setAccessibleName(_("Places"))
        label = _("Show words") if self.is_folded else _("Show icons only")
        name_it(self._fold, label)
        set_tip(self._fold, label)
        for item in (*self.items.values(), *self.views.values()):
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
        for item in (*self.items.values(), *self.views.values()):
            item.folded = folded

    def toggle(self) -> None:
        """Fold when wide, unfold when narrow."""
        self.fold(not self.is_folded)

    def set_views(self, pinned: Iterable[tuple[str, str, str]]) -> None:
        """Show these pinned views, each below its screen: (screen, key, name)."""
        for item in self.views.values():
            self._column.removeWidget(item)
            item.hide()
            item.setObjectName("")
            item.deleteLater()
        self.views = {}
        for screen, key, name in pinned:
            if screen in self.items:
                self._add_view(screen, key, name)

    def _add_view(self, screen: str, key: str, name: str) -> None:
        item = self.views[key] = RailView(key, name, self)
        above = sum(1 for other in self.views.values() if other.property("screen") == screen)
        item.setProperty("screen", screen)
        item.folded = self.is_folded
        item.clicked.connect(lambda _checked=False: self.view_chosen.emit(screen, key))
        self._column.insertWidget(self._column.indexOf(self.items[screen]) + 1 + above, item)
        item.retranslate()
        item.show()

    def show_view(self, key: str) -> None:
        """Mark the pinned view that is shown; the empty key marks none."""
        for name, item in self.views.items():
            item.setChecked(name == key)

    def show_place(self, key: str) -> None:
        """Mark the place that is shown; a hidden one marks the one it belongs to, or none."""
        key = next((place.within for place in SCREENS if place.key == key and place.within), key)
        for name, item in self.items.items():
            item.setChecked(name == key)

    def set_badge(self, key: str, count: int) -> None:
        """Show what is due at a place."""
        item = self.items.get(key) or self.views.get(key)
        if item is not None:
            item.set_badge(count)
