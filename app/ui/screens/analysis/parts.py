"""Small parts of the analysis screen: the list of analyses, the figures of the firm, the panel that says why."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.i18n import gettext_text as _
from app.ui.kit.flow import FlowLayout
from app.ui.kit.layouts import clear, column, row, scrolled
from app.ui.kit.widgets import PlainLabel, link_button, name_it, relabel, set_tip
from app.ui.screens.analysis.catalogue import ANALYSES

_FACT = 26
_KEY = int(Qt.ItemDataRole.UserRole)


class AnalysisList(QListWidget):
    """The analyses by their groups; ``wanted(key)`` when another is chosen, also by the arrow keys."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "picks")
        self.setFixedWidth(184)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._quiet = False
        self._fill()
        self.currentItemChanged.connect(self._changed)
        self.retranslate()

    def _fill(self) -> None:
        group = ""
        for each in ANALYSES:
            if each.group != group:
                group = each.group
                heading = QListWidgetItem(self)
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
                heading.setData(_KEY, group)
                heading.setSizeHint(QSize(0, 32))
            line = QListWidgetItem(self)
            line.setData(_KEY, each.key)
            line.setSizeHint(QSize(0, 30))

    def _changed(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None and not self._quiet and item.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.wanted.emit(item.data(_KEY))

    def choose(self, key: str) -> None:
        """Mark an analysis without asking for it."""
        self._quiet = True
        for place in range(self.count()):
            item = self.item(place)
            if item.flags() & Qt.ItemFlag.ItemIsEnabled and item.data(_KEY) == key:
                self.setCurrentRow(place)
        self._quiet = False

    def retranslate(self) -> None:
        """Words in the language in force."""
        name_it(self, _("Analyses"), "analysis.list")
        titles = {each.key: each.title for each in ANALYSES}
        for place in range(self.count()):
            item = self.item(place)
            key = item.data(_KEY)
            is_line = bool(item.flags() & Qt.ItemFlag.ItemIsEnabled)
            item.setText(f"   {_(titles[key])}" if is_line else _(key))
            item.setToolTip("")


class Facts(QWidget):
    """The figures of the firm, as many in a line as there is room for; ``led(lead)`` where one that has records is clicked."""

    led = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("analysis.facts")
        self._flow = FlowLayout(self)

    def show_facts(self, facts: Sequence[tuple[str, str]], leads: Mapping[str, Any] = MappingProxyType({})) -> None:
        """Show other figures: (label, text); by label what one leads to."""
        clear(self._flow)
        for label, text in facts:
            pair = QWidget()
            pair.setLayout(row(PlainLabel(label, "secondary"), self._figure(label, text, leads.get(label)), 14, spacing=4))
            pair.setFixedHeight(_FACT)
            self._flow.addWidget(pair)
        self.setVisible(bool(facts))

    def _figure(self, label: str, text: str, lead: Any) -> QWidget:
        """A figure that leads to its records is a link; a zero has none."""
        if not lead or not any(digit in text for digit in "123456789"):
            return PlainLabel(text, "strong")
        button = link_button(text, lambda: self.led.emit(lead))
        button.setProperty("figure", True)
        button.setAccessibleName(f"{label}: {text}")
        set_tip(button, _("What is behind it"))
        return button


class WhyPanel(QFrame):
    """Why the chosen customer stands where it stands; ``opened`` leads to the customer."""

    opened = Signal()
    printed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("analysis.why")
        self.setProperty("kind", "card")
        self.setFixedWidth(272)
        self.heading = PlainLabel("", "strong", wrap=True)
        self.open_button, self.print_button = link_button("", self.opened.emit), link_button("", self.printed.emit)
        self.open_button.setObjectName("analysis.why.open")
        self.print_button.setObjectName("analysis.why.print")
        inner = QWidget()
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self.show)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        inner.setLayout(column(self.heading, self._lines, column(self.open_button, self.print_button, spacing=4), None,
                               margins=(14, 12, 14, 12)))  # fmt: skip
        whole = column(scrolled(inner), spacing=0)
        self.setLayout(whole)
        self.hide()
        self.retranslate()

    def say(self, heading: str, sentences: Sequence[str], later: bool = False) -> None:
        """Show these sentences, each a line of its own; ``later``: after a double click would be over, so that its second click
        still meets what is beside the panel."""
        self.heading.setText(heading)
        clear(self._lines)
        for sentence in sentences:
            self._lines.addWidget(PlainLabel(sentence, "", wrap=True, selectable=True))
        if self.isVisible() or not later:
            self.show()
        else:
            self._soon.start(QApplication.doubleClickInterval())

    def put_away(self) -> None:
        """Show nothing, also later."""
        self._soon.stop()
        self.hide()

    def sentences(self) -> list[str]:
        """What is said."""
        items = (self._lines.itemAt(place) for place in range(self._lines.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget.text() for widget in widgets if isinstance(widget, PlainLabel)]

    def retranslate(self) -> None:
        """Words in the language in force."""
        relabel(self.open_button, _("Open customer"))
        relabel(self.print_button, _("Print the customer's analysis"))
