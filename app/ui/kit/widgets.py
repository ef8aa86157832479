"""Small pieces every screen is made of; every text is plain, never markup.

Interface:
- ``PlainLabel(text, kind="")``, ``ElidedLabel(text, kind="")``: kinds as in style.py (title, section …).
- ``Badge(text, tone)``: tones neutral, gold, silver, danger, warning, good, accent; ``set(text, tone)``; hidden while empty.
- ``primary/secondary/quiet/link_button/danger_button(text, run=None, icon_name="")``, ``icon_button(icon, name, run)``.
- ``SectionTitle(text)``, ``Card(spacing=8)`` (``.body`` is its layout), ``Chip(text, removable=False)``,
  ``EmptyState(text, hint="", button=None)``.
- ``set_tip(widget, text)`` (escapes), ``name_it(widget, accessible_name, object_name="")``. Rows and columns: layouts.py.
"""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.kit.icons import put
from app.ui.kit.layouts import column
from app.ui.style import colour, events, restyle

Run = Callable[[], object]


class PlainLabel(QLabel):
    """A label that shows its text exactly as it is."""

    def __init__(self, text: str = "", kind: str = "", wrap: bool = False, selectable: bool = False) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if kind:
            self.setProperty("kind", kind)
        self.setText(text)

    def set_kind(self, kind: str) -> None:
        """Take another look (secondary, danger …)."""
        if self.property("kind") != kind:
            self.setProperty("kind", kind)
            restyle(self)


class ElidedLabel(PlainLabel):
    """One line that gives way to its neighbours; the whole text is in the tooltip while it is cut."""

    def __init__(self, text: str = "", kind: str = "") -> None:
        self._whole = text
        super().__init__(text, kind)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        self._whole = text
        self._cut()
        self.updateGeometry()

    def whole(self) -> str:
        """The text before it was cut."""
        return self._whole

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(80, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 8))
        super().setText(shown)
        set_tip(self, self._whole if shown != self._whole else "")


class Badge(QWidget):
    """A small rounded label of a state or grade: tinted ground, dark text."""

    def __init__(self, text: str = "", tone: str = "neutral") -> None:
        super().__init__()
        self._text, self._tone = "", tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        events.changed.connect(self.update)
        self.set(text, tone)

    def set(self, text: str, tone: str = "neutral") -> None:
        """Show another text; nothing is shown for the empty one."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        if not text or self.parentWidget() is not None:  # shown without a parent it would be a window for a moment
            self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """What is shown."""
        return self._text

    def sizeHint(self) -> QSize:
        font = self.font()
        font.setPixelSize(12)
        self.setFont(font)
        return QSize(self.fontMetrics().horizontalAdvance(self._text) + 18, 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(f"tint_{self._tone}"))
        painter.drawRoundedRect(self.rect().adjusted(0, 1, 0, -1), 10, 10)
        painter.setPen(colour(f"ink_{self._tone}"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)


class _Button(QPushButton):
    """Enter presses it as the space bar does; Qt does that in dialogs only."""

    def keyPressEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)


def _button(kind: str, text: str, run: Run | None, icon_name: str) -> QPushButton:
    button = _Button()
    button.setProperty("kind", kind)
    button.setProperty("iconed", bool(icon_name))
    relabel(button, text)
    if icon_name:
        put(button, icon_name, "on_accent" if kind == "primary" else "text")
    if run is not None:
        button.clicked.connect(lambda: run())
    return button


def literal(text: str) -> str:
    """A text for buttons and menus, where ``&`` would otherwise mark a key."""
    return text.replace("&", "&&")


def primary(text: str, run: Run | None = None, icon_name: str = "") -> QPushButton:
    """The one filled button."""
    return _button("primary", text, run, icon_name)


def secondary(text: str, run: Run | None = None, icon_name: str = "") -> QPushButton:
    """An outlined button."""
    return _button("secondary", text, run, icon_name)


def quiet(text: str, run: Run | None = None, icon_name: str = "") -> QPushButton:
    """A button without outline."""
    return _button("quiet", text, run, icon_name)


def link_button(text: str, run: Run | None = None) -> QPushButton:
    """Words that lead somewhere."""
    return _button("link", text, run, "")


def danger_button(text: str, run: Run | None = None, icon_name: str = "") -> QPushButton:
    """An outlined button whose word is in the colour of danger; Enter never presses it, in no dialog."""
    button = _button("danger", text, run, icon_name)
    button.setAutoDefault(False)
    return button


def icon_button(icon_name: str, name: str, run: Run | None = None, role: str = "secondary") -> QToolButton:
    """A button that is only a sign; ``name`` is said by screen readers and on hover."""
    button = QToolButton()
    button.setIconSize(QSize(16, 16))
    put(button, icon_name, role)
    name_it(button, name)
    set_tip(button, name)
    if run is not None:
        button.clicked.connect(lambda: run())
    return button


def relabel(button: QPushButton, text: str) -> None:
    """Set a button's word anew (another language)."""
    button.setText((" " if button.property("iconed") else "") + literal(text))
    button.setAccessibleName(text)


def as_kind(button: QPushButton, kind: str) -> None:
    """Let a button look like one of another kind: one filled button a page."""
    if button.property("kind") != kind:
        button.setProperty("kind", kind)
        restyle(button)


def SectionTitle(text: str) -> PlainLabel:
    """The heading of a section."""
    return PlainLabel(text, "section")


class Card(QFrame):
    """A white box with a hairline; lay out things in ``body``."""

    def __init__(self, spacing: int = 8, kind: str = "card", margins: tuple[int, int, int, int] = (14, 12, 14, 12)) -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self.body = QVBoxLayout(self)
        self.body.setSpacing(spacing)
        self.body.setContentsMargins(*margins)


class Chip(QPushButton):
    """A small rounded button: a filter, a choice. With ``removable`` a cross at its end emits ``removed``."""

    removed = Signal()

    def __init__(self, text: str, removable: bool = False, checkable: bool = False) -> None:
        super().__init__()
        self.setProperty("kind", "chip")
        self.setCheckable(checkable)
        self._removable = removable
        self.set_label(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_label(self, text: str) -> None:
        """Show another text."""
        self.setText(literal(text) + ("   ×" if self._removable else ""))
        self.setAccessibleName(text)

    def mouseReleaseEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        if self._removable and event.position().x() > self.width() - 26 and self.rect().contains(event.position().toPoint()):
            self.setDown(False)
            self.removed.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        if self._removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
            return
        super().keyPressEvent(event)


class EmptyState(QWidget):
    """What an empty place says: what belongs here, and the first step."""

    def __init__(self, text: str = "", hint: str = "", button: QPushButton | None = None) -> None:
        super().__init__()
        self.text, self.hint = PlainLabel(text, "secondary", wrap=True), PlainLabel(hint, "label", wrap=True)
        for label in (self.text, self.hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setMinimumWidth(280)
        self.body = column(None, self.text, self.hint, spacing=8)
        self.setLayout(self.body)
        self.hint.setVisible(bool(hint))
        if button is not None:
            self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.body.addStretch(1)

    def set(self, text: str, hint: str = "") -> None:
        """Say something else."""
        self.text.setText(text)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))


def plain_tip(text: str) -> str:
    """A text as a tooltip shows it literally."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")  # importing html costs every start 6 ms
    return f'<p style="white-space:pre-wrap">{safe}</p>' if text else ""


def set_tip(widget: QWidget, text: str) -> None:
    """A tooltip that shows its text literally."""
    widget.setToolTip(plain_tip(text))


def name_it(widget: QWidget, name: str, object_name: str = "") -> None:
    """Give a widget the name that screen readers say, and the one that tests look for."""
    widget.setAccessibleName(name)
    if object_name:
        widget.setObjectName(object_name)
