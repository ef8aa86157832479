"""The parts of a form: a field with its label and errors, a section of fields in two columns."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.i18n import gettext_text as _
from app.models.fields import Field
from app.services.sensitive import HIDDEN
from app.ui.context import Context
from app.ui.editors.editor import Editor, editor_for, labelled, spoken
from app.ui.guard.allowed import refusal
from app.ui.kit.icons import put
from app.ui.kit.layouts import column, row
from app.ui.kit.tab_order import read_on
from app.ui.kit.widgets import PlainLabel, SectionTitle, link_button, literal
from app.ui.style import restyle

NARROW = 430
_WIDE_KINDS = ("text", "choices", "image")


def covered(field: Field, show: Callable[[], None]) -> QWidget:
    """What stands in the place of a hidden value."""
    cover, button = QWidget(), link_button(_("Show"), show)
    button.setObjectName(f"show.{field.key}")
    button.setAccessibleName(_("Show {label}").format(label=_(field.label)))
    cover.setLayout(row(PlainLabel(HIDDEN), button, None))
    cover.setFixedHeight(32)
    return cover


class FieldBox(QWidget):
    """Label above, editor, then what is wrong or doubtful."""

    widened = Signal()
    revealed = Signal()

    def __init__(self, field: Field, context: Context, name: str) -> None:
        super().__init__()
        self._context = context
        self.field, self._required, self.wide = field, field.required, field.kind in _WIDE_KINDS
        self.editor = editor_for(field, context, name)
        self.label = PlainLabel(labelled(field, self._required), "label")
        self.label.setBuddy(self.editor.widget)
        self.note = PlainLabel("", "error", wrap=True)
        self.note.setObjectName(f"{name}.{field.key}.note")
        self.note.hide()
        self._error, self._warning, self._told = "", "", ""
        self._cover: QWidget | None = None
        self._revealed = False
        self._lines = column(self.label, self.editor.widget, self.note, spacing=4)
        self.setLayout(self._lines)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def veil(self, on: bool, again: bool) -> None:
        """Hide a sensitive value behind a button, or no longer; ``again``: also one that was shown before (another record)."""
        self._revealed = self._revealed and not again
        on = on and not self._revealed
        if on and self._cover is None:
            self._cover = covered(self.field, self.reveal)
            self._lines.insertWidget(1, self._cover)
        if self._cover is not None:
            self._cover.setVisible(on)
            self.editor.widget.setVisible(not on)

    def reveal(self) -> None:
        """Show the value, which is noted by the form; where the role does not allow it, say so beside the field."""
        if sentence := refusal(self._context, "sensitive"):
            self.warn(sentence)
            return
        self._revealed = True
        self.warn("")
        self.veil(False, False)
        self.editor.widget.setFocus()
        self.revealed.emit()

    def widen(self) -> None:
        """Take the whole line: the editor needs more than half of it."""
        self.wide = True
        self.widened.emit()

    def title(self) -> str:
        """The name behind a link."""
        title = getattr(self.editor, "title", None)
        return str(title()) if title else ""

    def require(self, required: bool) -> None:
        """Mark the field as one that must be filled, or no longer; fields that always must keep their mark."""
        self._required = required or self.field.required
        self._name()

    def _name(self) -> None:
        self.label.setText(labelled(self.field, self._required))
        self.editor.widget.setAccessibleName(spoken(self.field, self._required))

    def name_anew(self, label: str) -> None:
        """Ask for it by another word (msgid) than the field's own."""
        self.field = replace(self.field, label=label)
        self._name()

    def fail(self, sentence: str) -> None:
        """Say what is wrong."""
        self._error = sentence
        self._show()

    def warn(self, sentence: str) -> None:
        """Say what is doubtful."""
        self._warning = sentence
        self._show()

    def tell(self, sentence: str) -> None:
        """Say what helps to fill it in: neither wrong nor doubtful."""
        self._told = sentence
        self._show()

    def _show(self) -> None:
        text = self._error or self._warning or self._told
        state = "error" if self._error else "warning" if self._warning else ""
        if self.note.text() != text:
            self.note.setText(text)
        self.note.set_kind("error" if self._error else "hint" if self._warning else "label")
        self.note.setVisible(bool(text))
        if (self.editor.widget.property("state") or "") != state:
            self.editor.widget.setProperty("state", state)
            restyle(self.editor.widget)
        self.editor.widget.setAccessibleDescription(text)

    def retranslate(self) -> None:
        """Words in the new language."""
        self._name()
        self.editor.retranslate()


def require(editor: Editor, required: bool = True) -> None:
    """Mark the field of a form's editor as one that must be filled, or no longer."""
    box = editor.widget.parentWidget()
    if isinstance(box, FieldBox):
        box.require(required)


def name_anew(editor: Editor, label: str) -> None:
    """Ask for the field of a form's editor by another word (msgid)."""
    box = editor.widget.parentWidget()
    if isinstance(box, FieldBox):
        box.name_anew(label)


class Section(QWidget):
    """Fields under a title; two columns where there is room. A collapsed one makes its editors when it is opened.

    ``append`` puts something below the fields; ``toggled(open)`` when the person opened or closed it.
    """

    toggled = Signal(bool)

    def __init__(self, title: str, keys: tuple[str, ...], collapsed: bool, make: Callable[[str], FieldBox]) -> None:
        super().__init__()
        self.keys, self._title, self._make = keys, title, make
        self.folds, self._open = collapsed, not collapsed
        self._built, self._columns = False, 0
        self._boxes: list[FieldBox] = []
        self._absent: frozenset[str] = frozenset()
        self._head: QToolButton | None = None
        self._plain: PlainLabel | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(12)
        if collapsed:
            self._head = self._toggle()
            outer.addWidget(self._head, 0, Qt.AlignmentFlag.AlignLeft)
        elif title:
            self._plain = SectionTitle(_(title))
            outer.addWidget(self._plain)
        self._body = QWidget()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(14)
        self._below = column(self._grid, spacing=10)
        self._body.setLayout(self._below)
        outer.addWidget(self._body)
        self._body.setVisible(self._open)

    def _toggle(self) -> QToolButton:
        head = QToolButton()
        head.setText(literal(_(self._title)))
        head.setAccessibleName(_(self._title))
        head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        head.setIconSize(QSize(16, 16))
        head.setObjectName(f"section.{self.keys[0] if self.keys else self._title}")
        font = head.font()
        font.setPixelSize(15)
        font.setWeight(font.Weight.DemiBold)
        head.setFont(font)
        put(head, "chevron-right", "secondary")
        head.clicked.connect(self._toggled)
        return head

    def _toggled(self) -> None:
        if self._open:
            self.close_up()
        else:
            self.open()
        self.toggled.emit(self._open)

    @property
    def title(self) -> str:
        """The msgid of the title."""
        return self._title

    def is_open(self) -> bool:
        """Whether the fields are shown."""
        return self._open

    def leave_out(self, keys: frozenset[str]) -> None:
        """Hide these fields and close the gaps; what is in them stays."""
        if keys != self._absent:
            self._absent = keys
            if self._built:
                self._place(self._columns)

    def take_focus(self) -> None:
        """Put the keyboard on the title."""
        if self._head is not None:
            self._head.setFocus()

    def append(self, widget: QWidget) -> None:
        """Put something below the fields: a table of parts, a button."""
        self._below.addWidget(widget)

    def build_if_open(self) -> None:
        """Make the editors of a section that is open from the start."""
        if self._open:
            self.open()

    def open(self) -> None:
        """Show the fields."""
        self._open = True
        if not self._built:
            self._built = True
            self._boxes = [self._make(key) for key in self.keys]
            for box in self._boxes:
                box.widened.connect(lambda: self._place(self._columns))
            self._place(2 if self.width() >= NARROW else 1)
            if self._head is not None:  # the fields came after all that was there
                read_on(self._head, self._body)
        self._body.show()
        if self._head is not None:
            put(self._head, "chevron-down", "secondary")

    def close_up(self) -> None:
        """Hide the fields."""
        self._open = False
        self._body.hide()
        if self._head is not None:
            put(self._head, "chevron-right", "secondary")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = 2 if self.width() >= NARROW else 1
        if self._built and columns != self._columns:
            self._place(columns)

    def _place(self, columns: int) -> None:
        self._columns = columns
        for side in (0, 1):
            self._grid.setColumnStretch(side, 1 if side < columns else 0)
        line, side = 0, 0
        for box in self._boxes:
            if box.field.key in self._absent:
                box.hide()
                continue
            if box.wide and side:
                line, side = line + 1, 0
            span = columns if box.wide else 1
            self._grid.addWidget(box, line, side, 1, span, Qt.AlignmentFlag.AlignTop)
            box.setVisible(True)  # after it has its place: alone it would be a window for a moment
            side += span
            if side >= columns:
                line, side = line + 1, 0

    def retranslate(self) -> None:
        """The title in the new language."""
        if self._head is not None:
            self._head.setText(literal(_(self._title)))
            self._head.setAccessibleName(_(self._title))
        if self._plain is not None:
            self._plain.setText(_(self._title))
