"""The Overview tab: four figures that open what is behind them, and what went on."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from app.formats import DASH, days_ago, local, moment_text
from app.i18n import gettext_text as _
from app.services.customer_view import CustomerView
from app.ui.editors.editor import firm_now
from app.ui.kit.layouts import column
from app.ui.kit.widgets import Card, ElidedLabel, EmptyState, SectionTitle, name_it, set_tip
from app.ui.records.timeline import Timeline
from app.ui.screens.customers.group import GroupTree
from app.ui.screens.customers.words import moments

LEAST = 118
"""Pixels below which four figures stand two by two."""


class _Figure(ElidedLabel):
    """In large letters while there is room for them, always of the same height, so that cards stand in line."""

    def __init__(self, text: str, kind: str) -> None:
        super().__init__(text, kind)
        self.setFixedHeight(28)

    def _cut(self) -> None:
        large = QFont(self.font())
        large.setPixelSize(20)
        large.setWeight(QFont.Weight.DemiBold)
        fits = QFontMetrics(large).horizontalAdvance(self.whole()) <= self.width()
        self.set_kind("figure" if fits else "section")
        super()._cut()


class FigureCard(Card):
    """A figure with its name; ``opened`` on click or Enter."""

    opened = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(4)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.label, self.figure = ElidedLabel("", "label"), _Figure("", "figure")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(72)
        self.body.addWidget(self.label)
        self.body.addWidget(self.figure)
        self.installEventFilter(self)

    def set(self, label: str, figure: str, tip: str = "") -> None:
        """Show a figure."""
        self.label.setText(label)
        self.figure.setText(figure)
        set_tip(self, tip)
        name_it(self, f"{label}: {figure}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        entered = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in (
            Qt.Key.Key_Return, Qt.Key.Key_Space,
        )  # fmt: skip
        if entered or event.type() == QEvent.Type.MouseButtonRelease:
            self.opened.emit()
            return True
        return False


class Figures(QWidget):
    """Four figures beside each other, or two by two where their words would be cut."""

    def __init__(self, cards: Sequence[FigureCard]) -> None:
        super().__init__()
        self._cards, self._columns = tuple(cards), 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self._place(len(self._cards))

    def _place(self, columns: int) -> None:
        self._columns = columns
        for place, card in enumerate(self._cards):
            self._grid.addWidget(card, *divmod(place, columns))
            self._grid.setColumnStretch(place, 1 if place < columns else 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(2 * LEAST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        count = len(self._cards)
        columns = count if self.width() >= count * (LEAST + 12) - 12 else 2
        if columns != self._columns:
            self._place(columns)


class Overview(QWidget):
    """``show_tab`` is called with the tab behind a figure; ``opened((entity, id))`` for a line of the timeline."""

    opened = Signal(object)

    def __init__(self, show_tab: Callable[[str], None]) -> None:
        super().__init__()
        self.setProperty("kind", "ground")
        self._view: CustomerView | None = None
        self._cards = {key: FigureCard(f"customers.card.{key}") for key in ("complaints", "last", "next", "people")}
        tabs = {"complaints": "complaints", "last": "visits", "next": "visits", "people": "people"}
        for key, card in self._cards.items():
            card.opened.connect(lambda tab=tabs[key]: show_tab(tab))
        self.heading = SectionTitle("")
        self.timeline = Timeline("customers")
        self.timeline.opened.connect(self.opened)
        self.empty = EmptyState()
        self.group = GroupTree()
        self.group.opened.connect(lambda key: self.opened.emit(("customers", key)))
        figures = Figures(tuple(self._cards.values()))
        self.setLayout(column(figures, 12, self.group, self.heading, self.timeline, self.empty, None, margins=(24, 16, 24, 16)))
        self.setTabOrder(self._cards["people"], self.timeline)

    def show_view(self, view: CustomerView) -> None:
        """Show a customer."""
        self._view = view
        present = firm_now()
        last, ahead = view.values["last_contact_at"], view.next_visit
        self._cards["complaints"].set(_("Open complaints"), str(view.open_complaints))
        self._cards["last"].set(
            _("Last contact"), days_ago(local(last).date(), present.date()) if last else DASH, moment_text(last) if last else ""
        )
        planned = days_ago(ahead, present.date()) if ahead else DASH
        self._cards["next"].set(_("Next visit"), planned, ahead.isoformat() if ahead else "")
        self._cards["people"].set(_("Decision-makers"), str(view.people))
        self.group.show_group(view.group, view.values["id"])
        self.heading.setText(_("Dealings"))
        self.timeline.set_items(moments(view.happenings, present))
        self.timeline.setVisible(bool(view.happenings))
        self.empty.set(_("Nothing happened yet."), _("Visits and complaints appear here."))
        self.empty.setVisible(not view.happenings)

    def retranslate(self) -> None:
        """Words in the new language."""
        if self._view is not None:
            self.show_view(self._view)
