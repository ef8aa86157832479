"""Laying out in words: ``row(a, None, b)``, ``column(a, 16, b)``, ``scrolled(widget)``, ``hairline()``, ``clear(layout)``,
``waiting(part, owner)``, ``bring_into_view(widget)``."""

from typing import TypeVar

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.i18n import gettext_text as _
from app.ui.kit import speech

Item = QWidget | QLayout | int | None
"""What ``row`` and ``column`` lay out: a number is a gap in pixels, None takes the room that is left."""
Part = TypeVar("Part", bound=QWidget)
Margins = tuple[int, int, int, int]
ACROSS, DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
LAID_OUT_ANEW = (QEvent.Type.Resize, QEvent.Type.LayoutRequest)
"""When to arrange anew what gives way in narrow windows; a new part counts from the layout's next request on."""


def _lay(layout: QBoxLayout, items: tuple[Item, ...], spacing: int, margins: Margins) -> None:
    layout.setSpacing(spacing)
    layout.setContentsMargins(*margins)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QLayout):
            layout.addLayout(item)
        else:
            layout.addWidget(item)


def row(*items: Item, spacing: int = 8, margins: Margins = (0, 0, 0, 0)) -> QHBoxLayout:
    """Items side by side."""
    layout = QHBoxLayout()
    _lay(layout, items, spacing, margins)
    return layout


def column(*items: Item, spacing: int = 8, margins: Margins = (0, 0, 0, 0)) -> QVBoxLayout:
    """Items below each other."""
    layout = QVBoxLayout()
    _lay(layout, items, spacing, margins)
    return layout


def waiting(part: Part, owner: QWidget) -> Part:
    """A part that is laid out when it is first shown: until then it is the owner's, hidden. What has no parent outlives it."""
    part.setParent(owner)
    part.hide()
    return part


def hairline() -> QFrame:
    """A line across."""
    line = QFrame()
    line.setProperty("kind", "line")
    line.setProperty("shape", "h")
    line.setFixedHeight(1)
    return line


class _Scrolled(QScrollArea):
    """The bar lies over the right margin of what scrolls, so that fields end in one line with what stands above them."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.verticalScrollBar().rangeChanged.connect(self._make_room)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if name else Qt.FocusPolicy.NoFocus)
        speech.events.changed.connect(self._say_name)
        self._say_name()

    def _say_name(self) -> None:
        self.setAccessibleName(_(self._name) if self._name else "")

    def _make_room(self, low: int, high: int) -> None:
        over = self.verticalScrollBar().sizeHint().width() if high > low else 0
        if self.viewportMargins().right() != -over:
            self.setViewportMargins(0, 0, -over, 0)


def scrolled(widget: QWidget, name: str = "") -> QScrollArea:
    """The widget in an area that scrolls downwards. One that is only read has a ``name`` (msgid) and takes Tab, so that the
    keyboard scrolls it; others scroll along with the focus of what they hold, and are no stop on the way."""
    area = _Scrolled(name)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(widget)
    return area


def bring_into_view(widget: QWidget) -> None:
    """Scroll the area around the widget, if there is one, until all of it is seen; after the layout has settled."""
    area = _area_around(widget)
    if area is not None:
        QTimer.singleShot(0, widget, lambda: area.ensureWidgetVisible(widget, 0, 24))


def bring_to_top(widget: QWidget) -> None:
    """Scroll the area around the widget, if there is one, until it begins with it; after the layout has settled."""
    area = _area_around(widget)
    if area is not None:
        QTimer.singleShot(0, widget, lambda: _begin_with(area, widget))


def _begin_with(area: QScrollArea, widget: QWidget) -> None:
    inner = area.widget()
    if inner is not None:
        area.verticalScrollBar().setValue(widget.mapTo(inner, QPoint()).y() - 8)


def _area_around(widget: QWidget) -> QScrollArea | None:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    return parent


def fill(stack: QStackedWidget, *pages: QWidget) -> None:
    """Put pages onto a stack, in this order."""
    for page in pages:
        stack.addWidget(page)


def keep_room(widget: QWidget) -> None:
    """Let a widget keep its room while it is hidden."""
    kept = widget.sizePolicy()
    kept.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(kept)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let go of it."""
    while (item := layout.takeAt(0)) is not None:
        inner, widget = item.layout(), item.widget()
        if inner is not None:
            clear(inner)
        if widget is not None:
            widget.hide()
            widget.deleteLater()
