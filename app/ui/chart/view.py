"""An org chart that scrolls and zooms: ``OrgView(name)`` with ``show_people(lines, cards)``; ``canvas`` has the signals."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from app.analysis.org_chart import Sizes, layout
from app.i18n import gettext_text as _
from app.ui.chart.canvas import MARGIN, OrgCanvas
from app.ui.chart.card import HEIGHT, WIDTH, ChartCard
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import PlainLabel, icon_button, name_it, set_tip

_STEP, _LEAST, _MOST = 1.2, 0.3, 2.0
_LEGIBLE = 0.8
"""What is shown unasked is never smaller than this."""
_ROOM = 900


class _Area(QScrollArea):
    """Scrolls; with Ctrl the wheel zooms."""

    def __init__(self, view: "OrgView") -> None:
        super().__init__()
        self._view = view
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setFrameShape(self.Shape.NoFrame)
        self.setCornerWidget(QWidget())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._view.zoom(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)
            event.accept()
            return
        super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._view.room_changed()


class OrgView(QWidget):
    """The chart under a thin bar with zoom and hint."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.canvas = OrgCanvas(name)
        self.canvas.setProperty("kind", "ground")
        self._lines: Sequence[tuple[str, str | None]] = ()
        self._cards: Mapping[str, ChartCard] = {}
        self._fitted, self._least, self._arranged = True, _LEGIBLE, 0
        self.area = _Area(self)
        self.area.setWidget(self.canvas)
        self.hint = PlainLabel("", "label")
        self.smaller = icon_button("zoom-out", "", lambda: self.zoom(1 / _STEP))
        self.larger = icon_button("zoom-in", "", lambda: self.zoom(_STEP))
        self.whole = icon_button("maximize-2", "", self.fit)
        for button, part in ((self.smaller, "smaller"), (self.larger, "larger"), (self.whole, "fit")):
            button.setObjectName(f"{name}.{part}")
        bar = row(self.hint, None, self.smaller, self.larger, self.whole, spacing=4, margins=(12, 0, 12, 0))
        whole = column(bar, self.area, spacing=4)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.canvas.seen.connect(self._bring_into_view)
        self.canvas.panned.connect(self._pan)
        for keys, run in (("+", lambda: self.zoom(_STEP)), ("-", lambda: self.zoom(1 / _STEP)), ("0", self.fit)):
            shortcut = QShortcut(QKeySequence(keys), self.canvas, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(run)

    def show_people(self, lines: Sequence[tuple[str, str | None]], cards: Mapping[str, ChartCard], anew: bool) -> None:
        """Draw these people; ``anew`` for another chart, which is fitted into the room."""
        self._lines, self._cards = lines, cards
        if anew:
            self._fitted, self._least = True, _LEGIBLE
        self._arrange()

    def _arrange(self) -> None:
        room = max(_ROOM, self.area.viewport().width() - 2 * MARGIN)
        sizes = Sizes(width=WIDTH, height=HEIGHT, across=20, down=34, indent=18, hanging=10, room=room)
        self._arranged = room
        self.canvas.show_chart(layout(self._lines, sizes), self._cards)
        if self._fitted:
            self._fit()

    def room_changed(self) -> None:
        """The window became wider or narrower: a fitted chart is fitted anew."""
        room = max(_ROOM, self.area.viewport().width() - 2 * MARGIN)
        if room != self._arranged and self._lines:
            self._arrange()
        elif self._fitted:
            self._fit()

    def zoom(self, times: float) -> None:
        """Larger or smaller."""
        self._fitted = False
        self.canvas.rescale(min(_MOST, max(_LEAST, self.canvas.zoom * times)))

    def fit(self) -> None:
        """Show all of it."""
        self._fitted, self._least = True, _LEAST
        self._fit()

    def _fit(self) -> None:
        chart, room = self.canvas.chart, self.area.maximumViewportSize()
        if chart.seats:
            wide, high = room.width() - 2 * MARGIN, room.height() - 2 * MARGIN
            self.canvas.rescale(min(1.0, max(self._least, min(wide / chart.width, high / chart.height))))

    def _bring_into_view(self, place: QRect) -> None:
        middle = place.center()
        self.area.ensureVisible(middle.x(), middle.y(), place.width() // 2 + MARGIN, place.height() // 2 + MARGIN)

    def _pan(self, by: QPoint) -> None:
        for bar, step in ((self.area.horizontalScrollBar(), by.x()), (self.area.verticalScrollBar(), by.y())):
            bar.setValue(bar.value() + step)

    def retranslate(self) -> None:
        """Words in the new language."""
        words = ((self.smaller, _("Smaller")), (self.larger, _("Larger")), (self.whole, _("Show all of it")))
        for button, text in words:
            name_it(button, text)
            set_tip(button, text)
        self.hint.setText(_("Drag a person onto whom they report to."))
        name_it(self.canvas, _("Org chart"), self.canvas.objectName())
