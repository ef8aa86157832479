"""What the pages of the settings are made of: a titled column, rows of choices, one way to store a setting."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QAbstractSpinBox, QButtonGroup, QVBoxLayout, QWidget

from app.i18n import N_
from app.services import settings
from app.ui.context import Context
from app.ui.forms.draft_banner import DraftBanner
from app.ui.forms.draft_values import packed
from app.ui.forms.form import DRAFT_EVERY
from app.ui.kit.layouts import column, row, scrolled
from app.ui.kit.widgets import Chip, PlainLabel, SectionTitle, name_it

WIDTH = 720
INSET = 9
_TYPED = "typed"


class Page(QWidget):
    """One page: a column at most 720 px wide that scrolls. Subclasses add to ``body`` and read in ``fill``; they are filled
    anew when an entity that the page ``follows`` changes, also by undo and redo."""

    follows: tuple[str, ...] = ()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        context.gateway.changed.connect(self._changed)
        self.setProperty("kind", "ground")
        inner = QWidget()
        inner.setProperty("kind", "ground")
        inner.setMaximumWidth(WIDTH)
        self.body = column(spacing=8, margins=(24, 16, 24, 24))
        inner.setLayout(self.body)
        holder = QWidget()
        holder.setProperty("kind", "ground")
        across = row(inner, None, spacing=0)
        across.setStretch(0, 1000)
        holder.setLayout(across)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(holder))

    def _changed(self, changes: Any) -> None:
        if changes.entities() & set(self.follows):
            self.fill()

    def section(self, title: str, words: str = "") -> None:
        """Begin a section with a heading and, where it helps, a sentence."""
        if self.body.count():
            self.body.addSpacing(16)
        self.body.addWidget(SectionTitle(title))
        if words:
            self.body.addWidget(PlainLabel(words, "secondary", wrap=True))

    def store(self, key: str, value: Any, done: Callable[[], None] | None = None) -> None:
        """Keep a setting of the firm: one step that can be undone."""
        self.context.gateway.write(N_("Changed the settings"), settings.change, key, value, done=lambda _none: done and done())

    def fill(self) -> None:
        """Read what the page shows."""

    def keep(self) -> None:
        """Keep what is being typed."""

    def save(self) -> bool:
        """Save what is being typed; True when nothing unsaved is left. Most pages store each choice as it is made."""
        return True


class EditedPage(Page):
    """A page where nothing is stored before "Save": what is typed stays when it is filled anew, and as a draft (``draft_key``)
    when the page goes: with another language, with the program. It is there again with the page, until saved or discarded."""

    follows: tuple[str, ...] = ("settings",)
    draft_key = ""
    _stored: Any = None

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.banner = DraftBanner(context, lambda: self.draft_key, lambda _body: None, self._discard)
        self.banner.bring = self._bring_draft
        self.banner.resume.hide()
        self._raw: Any = None
        self._kept: Any = None
        self._timer = QTimer(self, interval=DRAFT_EVERY)
        self._timer.timeout.connect(self.keep)

    def typed(self) -> Any:
        """What stands on the page, as it is stored."""
        raise NotImplementedError

    def show_stored(self, stored: Any) -> None:
        """Put stored values on the page."""
        raise NotImplementedError

    def keep_typed(self) -> None:
        """Store what is typed, or say on the page why not."""
        raise NotImplementedError

    def dirty(self) -> bool:
        """Whether something typed is not saved."""
        return self._stored is not None and self.typed() != self._stored

    def filled(self, stored: Any) -> None:
        """What is stored now; it is shown unless something else is typed."""
        first, self._raw = self._stored is None, stored
        if not self.dirty() or self.typed() == stored:
            self.show_stored(stored)
            self._stored = self.typed()
            if first:
                self._bring_draft(self.context.gateway.draft(self.draft_key))
            elif self._kept is not None:
                self._drop_draft()

    def _bring_draft(self, body: Mapping[str, Any] | None) -> None:
        """What was typed on the page last stands there again."""
        self.body.insertWidget(0, self.banner)
        if body is not None:
            self.show_stored(body[_TYPED])
            self._kept = self.typed()
            self.banner.offer(body)

    def _discard(self) -> None:
        self.show_stored(self._raw)
        self._drop_draft()

    def _drop_draft(self) -> None:
        self._kept = None
        self.banner.offer(None)
        self.context.gateway.forget_draft(self.draft_key)

    def keep(self) -> None:
        if self.dirty() and self.typed() != self._kept:
            self._kept = self.typed()
            self.context.gateway.keep_draft(self.draft_key, packed({_TYPED: self._kept}, {}))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
        self.keep()

    def save(self) -> bool:
        if self.dirty():
            self.keep_typed()
        return not self.dirty()


def choice_row(name: str, options: Sequence[tuple[str, str]], chosen: str, run: Callable[[str], None]) -> QWidget:
    """Chips of which one is on: (value, words)."""
    line = QWidget()
    group = QButtonGroup(line)
    chips = []
    for value, words in options:
        chip = Chip(words, checkable=True)
        name_it(chip, words, f"{name}.{value}")
        chip.setChecked(value == chosen)
        chip.clicked.connect(lambda _checked=False, value=value: run(value))
        group.addButton(chip)
        chips.append(chip)
    line.setLayout(row(*chips, None))
    return line


def inset(field: QAbstractSpinBox) -> None:
    """Let a number begin where the text of other fields does; the style sheet's padding does not reach it."""
    field.lineEdit().setTextMargins(INSET, 0, INSET, 0)


def labelled(words: str, widget: QWidget) -> QWidget:
    """A label above its field."""
    box = QWidget()
    label = PlainLabel(words, "label")
    label.setBuddy(widget)
    widget.setAccessibleName(words)
    box.setLayout(column(label, widget, spacing=4))
    return box
