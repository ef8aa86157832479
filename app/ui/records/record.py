"""The record at the right of a list: who it is, what happens next, and everything else in tabs.

Interface:
- ``RecordPane(name)``: ``set_title(text, badges)`` with badges as (text, tone), ``set_line(parts)`` (joined by dots),
  ``add_tab(key, msgid, make, count=None)`` (``make() -> QWidget`` is called when the tab is first shown),
  ``show_tab(key)``, ``tab()``, ``set_count(key, n)``, ``page(key)`` (the made page or None), signal ``tab_changed(key)``,
  ``cover(widget or None)`` (something in the place of the tabs: a step that asks for values),
  ``next`` (next_card.py), ``buttons`` (a row at the right of the name), ``above`` (a column over the name), ``below`` (one under
  the next step), signal ``titled`` when another record may be shown.
- ``SaveBar(save, discard)``: ``set_dirty(bool)``: the line at the bottom that says "Unsaved changes" with Save and Discard.
- ``Split(list, pane, preferences, key)``: list and record side by side, remembered; ``full(True)`` gives the record all the room.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.i18n import gettext_text as _
from app.ui.kit.focus_keeper import FocusKeeper
from app.ui.kit.layouts import ACROSS, DOWN, LAID_OUT_ANEW, clear, column, hairline, row
from app.ui.kit.next_card import NextCard
from app.ui.kit.portrait import Portrait
from app.ui.kit.tab_row import TabRow
from app.ui.kit.widgets import Badge, ElidedLabel, PlainLabel, literal, primary, quiet, relabel
from app.ui.preferences import Preferences

Run = Callable[[], object]
MARGIN = 24
_SAID_SO = Qt.WidgetAttribute.WA_WState_ExplicitShowHide


class RecordPane(QWidget):
    """Head, next step, tabs."""

    tab_changed = Signal(str)
    titled = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("kind", "ground")
        self._name = name
        self.title = ElidedLabel("", "record")
        self.title.setObjectName(f"{name}.title")
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.line = ElidedLabel("", "secondary")
        self.line.setObjectName(f"{name}.line")
        self.next, self.portrait = NextCard(name), Portrait(name)
        self._badges, self.buttons, self.above, self.below = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._tabs, self._pages = TabRow(name), QStackedWidget()
        self._entries: list[tuple[str, str, Callable[[], QWidget]]] = []
        self._counts: dict[str, int | None] = {}
        self._made: dict[str, QWidget] = {}
        self._cover: QWidget | None = None
        self._tabs.chosen.connect(self._show_page)
        self._lay_out()

    def _lay_out(self) -> None:
        self._badges.setSpacing(8)
        self.buttons.setSpacing(4)
        self._names = row(self.title, self._badges, spacing=10)
        self._names.setStretch(1, 1)
        head = row(self.portrait, self._names, self.buttons, spacing=10)
        head.setStretch(1, 1)
        parts = (self.above, head, self.line, 8, self.next, self.below, 4, self._tabs)
        inner = column(*parts, spacing=4, margins=(MARGIN, 16, MARGIN, 0))
        whole = column(inner, row(hairline(), margins=(MARGIN, 0, MARGIN, 0)), self._pages, spacing=0)
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def set_title(self, text: str, badges: Sequence[tuple[str, str]] = ()) -> None:
        """The record's name and its badges."""
        self.title.setText(text)
        clear(self._badges)
        for label, tone in badges:
            if label:
                self._badges.addWidget(Badge(label, tone))
        self._badges.addStretch(1)
        self._arrange()
        self.titled.emit()

    def show_portrait(self, picture: QImage | None) -> None:
        """A small picture before the name, or none."""
        self.portrait.show_picture(picture)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() in LAID_OUT_ANEW:
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        """Badges beside the name, or below it where the name would be cut."""
        self.title.ensurePolished()
        wanted = self.title.sizeHint().width() + _width(self._badges) + _width(self.buttons)
        portrait = 0 if self.portrait.isHidden() else self.portrait.sizeHint().width() + 10
        beside = wanted + portrait + 20 + 2 * MARGIN <= self.width()
        self._names.setDirection(ACROSS if beside else DOWN)
        self._tabs.fit(self.width() - 2 * MARGIN)

    def _shown(self) -> list[Badge]:
        items = [self._badges.itemAt(place) for place in range(self._badges.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if isinstance(widget, Badge)]

    def badges(self) -> list[str]:
        """The texts of the badges."""
        return [badge.text() for badge in self._shown()]

    def set_line(self, parts: Sequence[str]) -> None:
        """The line under the name."""
        self.line.setText(" · ".join(part for part in parts if part))

    def add_tab(self, key: str, label: str, make: Callable[[], QWidget], count: int | None = None) -> None:
        """A tab at the end; its page is made when it is first shown."""
        self._entries.append((key, label, make))
        self._counts[key] = count
        self._tabs.add(self._tab_text(len(self._entries) - 1))

    def _tab_text(self, place: int) -> str:
        key, label, _make = self._entries[place]
        count = self._counts.get(key)
        return literal(_(label)) + (f" {count}" if count else "")

    def set_count(self, key: str, count: int | None) -> None:
        """The number beside a tab's word."""
        self._counts[key] = count
        place = self._place(key)
        self._tabs.set_text(place, self._tab_text(place))

    def _place(self, key: str) -> int:
        return next(place for place, entry in enumerate(self._entries) if entry[0] == key)

    def show_tab(self, key: str) -> None:
        """Go to a tab."""
        self._tabs.go(self._place(key))

    def offer_tab(self, key: str, offered: bool) -> None:
        """Show a tab only where it belongs to the record; one in sight gives way to the first."""
        self._tabs.offer(self._place(key), offered)

    def tabs(self) -> list[str]:
        """The keys of all tabs that are offered, from left to right."""
        return [entry[0] for place, entry in enumerate(self._entries) if self._tabs.offered(place)]

    def tab(self) -> str:
        """The key of the tab that is shown."""
        return self._entries[max(self._tabs.place(), 0)][0] if self._entries else ""

    def focus_tabs(self) -> None:
        """Put the keyboard on the tabs."""
        self._tabs.setFocus()

    def page(self, key: str) -> QWidget | None:
        """The page of a tab, if it was shown already."""
        return self._made.get(key)

    def _show_page(self, place: int) -> None:
        if not 0 <= place < len(self._entries):
            return
        key, _label, make = self._entries[place]
        if key not in self._made:
            self._made[key] = make()
            self._pages.addWidget(self._made[key])
        self._pages.setCurrentWidget(self._made[key])
        self.tab_changed.emit(key)

    def cover(self, widget: QWidget | None) -> None:
        """Show a widget in the place of the tabs' pages (a step that asks for something), or the pages again."""
        if self._cover is not None:
            self._cover.hide()
            self._cover.deleteLater()
        self._cover = widget
        self._tabs.setVisible(widget is None)
        self._pages.setVisible(widget is None)
        if widget is not None:
            self.layout().addWidget(widget)  # type: ignore[union-attr]
            widget.show()

    def retranslate(self) -> None:
        """The tabs' words in the new language."""
        self._tabs.retranslate()
        for place in range(len(self._entries)):
            self._tabs.set_text(place, self._tab_text(place))


def _width(line: QHBoxLayout) -> int:
    """What a row needs once all of it is shown; its own hint leaves out what came a moment ago."""
    items = [line.itemAt(place) for place in range(line.count())]
    widgets = [widget for item in items if item is not None and (widget := item.widget()) is not None]
    kept = [part for part in widgets if not (part.isHidden() and part.testAttribute(_SAID_SO))]
    return sum(part.sizeHint().width() + line.spacing() for part in kept)


class SaveBar(QFrame):
    """Hidden while nothing is unsaved."""

    def __init__(self, name: str, save: Run, discard: Run) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._text = PlainLabel("", "secondary")
        self.save_button, self.discard_button = primary("", save), quiet("", discard)
        self.save_button.setObjectName(f"{name}.save")
        self.discard_button.setObjectName(f"{name}.discard")
        self.setLayout(row(self._text, None, self.discard_button, self.save_button, margins=(14, 8, 10, 8)))
        self.retranslate()
        self.hide()
        FocusKeeper(self)

    def set_dirty(self, dirty: bool) -> None:
        """Show or hide the bar."""
        self.setVisible(dirty)

    def retranslate(self) -> None:
        """Words in the language in force."""
        self._text.setText(_("Unsaved changes"))
        relabel(self.save_button, _("Save"))
        relabel(self.discard_button, _("Discard"))


class Split(QSplitter):
    """List and record beside each other."""

    def __init__(self, left: QWidget, right: QWidget, preferences: Preferences, key: str) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._left, self._preferences, self._key = left, preferences, f"split.{key}"
        for widget, least in ((left, 260), (right, 380)):
            widget.setMinimumWidth(least)
            self.addWidget(widget)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        kept = preferences.get(self._key)
        self.setSizes(kept if isinstance(kept, list) and len(kept) == 2 else [560, 606])
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 1)
        self.splitterMoved.connect(lambda: self._preferences.set(self._key, self.sizes()))

    def full(self, wide: bool) -> None:
        """Give the record the whole width, or put the list beside it again."""
        self._left.setVisible(not wide)

    def is_full(self) -> bool:
        """Whether the record has the whole width."""
        return self._left.isHidden()
