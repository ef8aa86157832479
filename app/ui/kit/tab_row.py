"""The tabs of a record in one row: set closer where they are many, and the last ones behind "More" where they do not fit.

- ``TabRow(name)``: ``add(text)``, ``set_text(place, text)``, ``offer(place, offered)`` (whether it belongs to the record at all),
  ``offered(place)``, ``place()``, ``go(place)``, ``fit(width)``; signal ``chosen(place)``. The chosen tab is always in sight.
"""

from PySide6.QtCore import QPoint, QSignalBlocker, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QTabBar, QWidget

from app.i18n import gettext_text as _
from app.ui.kit.layouts import row
from app.ui.kit.widgets import name_it, quiet, relabel
from app.ui.style import restyle

_TIGHTER = 8
"""Pixels that tight tabs stand closer (style.qss)."""


class _Bar(QTabBar):
    def wanted(self, place: int) -> int:
        """The width of a tab, whether it is in sight or not."""
        return self.tabSizeHint(place).width()

    def scroll_back(self) -> None:
        """Put the row at its beginning, where Qt left it further on while there were more tabs in it."""
        with QSignalBlocker(self):
            chosen = self.currentIndex()
            self.setCurrentIndex(next((place for place in range(self.count()) if self.isTabVisible(place)), chosen))
            self.setCurrentIndex(chosen)


class TabRow(QWidget):
    """A bar of tabs, and a menu of those for which there is no room."""

    chosen = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.bar = _Bar()
        self.bar.setExpanding(False)
        self.bar.setDrawBase(False)
        self.bar.setUsesScrollButtons(True)  # else the row could not be narrower than all its tabs
        self.more: QPushButton = quiet("", self.open_menu)
        self.more.setObjectName(f"{name}.tabs.more")
        self.more.hide()
        self._name, self._width = name, 0
        self._offered: list[bool] = []
        self.bar.currentChanged.connect(self.chosen)
        line = row(self.bar, self.more, spacing=0)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.setFocusProxy(self.bar)
        self.retranslate()

    def add(self, text: str) -> None:
        """A tab at the end."""
        self._offered.append(True)
        self.bar.addTab(text)

    def set_text(self, place: int, text: str) -> None:
        """Another word on a tab."""
        if self.bar.tabText(place) != text:
            self.bar.setTabText(place, text)
            self._refit()

    def offer(self, place: int, offered: bool) -> None:
        """Whether a tab belongs to the record; one in sight gives way to the first."""
        if self._offered[place] != offered:
            self._offered[place] = offered
            self.bar.setTabVisible(place, offered)
            self._refit()

    def offered(self, place: int) -> bool:
        """Whether a tab belongs to the record, in the row or in the menu."""
        return self._offered[place]

    def hidden(self) -> list[int]:
        """The tabs that are in the menu alone."""
        return [place for place, offered in enumerate(self._offered) if offered and not self.bar.isTabVisible(place)]

    def place(self) -> int:
        """The chosen tab."""
        return self.bar.currentIndex()

    def go(self, place: int) -> None:
        """Choose a tab, also one of the menu."""
        if self._offered[place]:
            self.bar.setTabVisible(place, True)
        self.bar.setCurrentIndex(place)
        self._refit()

    def fit(self, width: int) -> None:
        """Arrange the tabs for a row of so many pixels."""
        self._width = width
        places = [place for place, offered in enumerate(self._offered) if offered]
        tight = bool(self.bar.property("tight"))
        loose = sum(self.bar.wanted(place) + (_TIGHTER if tight else 0) for place in places)
        if tight != (loose > width):
            self.bar.setProperty("tight", not tight)
            restyle(self.bar)
            for place in range(self.bar.count()):  # a tab is measured anew when it is named
                text = self.bar.tabText(place)
                self.bar.setTabText(place, "")
                self.bar.setTabText(place, text)
        self._show(self._fitting(places, width))

    def _refit(self) -> None:
        if self._width:
            self.fit(self._width)

    def _fitting(self, places: list[int], width: int) -> set[int]:
        """As many as there is room for, from the left; the chosen one before the last of them."""
        wanted = {place: self.bar.wanted(place) for place in places}
        if sum(wanted.values()) <= width:
            return set(places)
        room = width - self.more.sizeHint().width() - wanted.get(self.place(), 0)
        shown = {self.place()} & set(places)
        for place in places:
            if place in shown:
                continue
            room -= wanted[place]
            if room < 0:
                break
            shown.add(place)
        return shown

    def _show(self, shown: set[int]) -> None:
        first_those_shown = sorted(range(len(self._offered)), key=lambda place: place not in shown)  # the chosen one never hides
        for place in first_those_shown:
            if self.bar.isTabVisible(place) != (place in shown):
                self.bar.setTabVisible(place, place in shown)
        self.more.setVisible(bool(self.hidden()))
        self.bar.scroll_back()

    def menu(self) -> QMenu:
        """The tabs for which there is no room."""
        menu = QMenu(self)
        menu.setObjectName(f"{self._name}.tabs.menu")
        menu.aboutToHide.connect(menu.deleteLater)
        for place in self.hidden():
            menu.addAction(self.bar.tabText(place)).triggered.connect(lambda _checked=False, place=place: self.go(place))
        return menu

    def open_menu(self) -> None:
        """Open the menu below its button."""
        self.menu().popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))

    def retranslate(self) -> None:
        """Words in the language in force; the tabs' own are set by whoever named them."""
        name_it(self.bar, _("Tabs of the record"), f"{self._name}.tabs")
        relabel(self.more, _("More") + " ▾")
