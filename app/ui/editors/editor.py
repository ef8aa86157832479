"""One editor per kind of field: the widget a person types into, and the value it stands for.

Interface: ``editor_for(field, context, name)`` gives an ``Editor``: ``widget``, ``value()`` (None for empty; raises nothing),
``set_value(value, title="")``, ``problem()`` (a sentence where what is typed can't be read), signals ``changed`` (typed in),
``left`` (focus went away) and ``entered`` (Enter took a choice: the next field is meant). Links and pictures: editors_link.py,
editors_image.py. Editors know their field, never an entity.
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from app.formats import local, share_text
from app.i18n import gettext_text as _
from app.models.checks import clock_problem
from app.models.fields import Field
from app.models.types import now_utc
from app.ui.context import Context
from app.ui.editors.typed import NoSuchDayError, money_input, typed_decimal, typed_integer, typed_money, typed_percent, unread_day


class Editor(QObject):
    """What every editor does; ``field`` says what the value is."""

    changed = Signal()
    left = Signal()
    entered = Signal()
    widget: QWidget

    def __init__(self, field: Field, context: Context) -> None:
        super().__init__()
        self.field, self.context = field, context

    def watch(self, widget: QWidget) -> None:
        """Notice when the person leaves the widget."""
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and isValid(self.widget):  # a form that goes takes the focus from its fields
            self.left.emit()
        return False

    def value(self) -> Any:
        """The typed value, None for nothing."""
        raise NotImplementedError

    def set_value(self, value: Any, title: str = "") -> None:
        """Show a value; ``title`` names the record behind a link. Emits nothing."""
        raise NotImplementedError

    def problem(self) -> str:
        """Why what is typed is no value, or the empty text."""
        return ""

    def retranslate(self) -> None:
        """Words in the new language."""


class LineEditor(Editor):
    """One line of text; ``typed`` makes the value, ``shown`` the text."""

    def __init__(self, field: Field, context: Context) -> None:
        super().__init__(field, context)
        self.line = QLineEdit()
        self.widget = self.line
        self.line.textEdited.connect(lambda: self.changed.emit())
        self.watch(self.line)

    def typed(self, text: str) -> Any:
        """The value of a filled line; ValueError where it can't be read."""
        return text

    def shown(self, value: Any) -> str:
        """The line for a value."""
        return str(value)

    def sentence(self) -> str:
        """What is wrong with a ``{text}`` that can't be read."""
        return ""

    def value(self) -> Any:
        text = self.line.text().strip()
        try:
            return self.typed(text) if text else None
        except ValueError:
            return None

    def set_value(self, value: Any, title: str = "") -> None:
        self.line.setText("" if value is None else self.shown(value))
        self.line.setCursorPosition(0)

    def problem(self) -> str:
        text = self.line.text().strip()
        try:
            if text:
                self.typed(text)
        except NoSuchDayError as error:
            return unread_day(error)
        except ValueError:
            return self.sentence().format(text=text)
        return ""


class IntegerEditor(LineEditor):
    """A whole number."""

    def sentence(self) -> str:
        return _("“{text}” is not a whole number.")

    def typed(self, text: str) -> int:
        return typed_integer(text)


class MoneyEditor(LineEditor):
    """An amount in yuan, kept in fen."""

    def __init__(self, field: Field, context: Context) -> None:
        super().__init__(field, context)
        self.line.setPlaceholderText("0.00")
        self.line.editingFinished.connect(self._tidy)

    def _tidy(self) -> None:
        if self.line.text().strip() and not self.problem():
            self.line.setText(money_input(self.value()))

    def sentence(self) -> str:
        return _("“{text}” is not an amount. Type for example 12345.60.")

    def typed(self, text: str) -> int:
        return typed_money(text)

    def shown(self, value: int) -> str:
        return money_input(value)


class PercentEditor(LineEditor):
    """A share in percent, kept in hundredths of one."""

    def sentence(self) -> str:
        return _("“{text}” is not a percentage. Type for example 12.5.")

    def typed(self, text: str) -> int:
        return typed_percent(text)

    def shown(self, value: int) -> str:
        return share_text(value)


class DecimalEditor(LineEditor):
    """A number with or without decimals."""

    def sentence(self) -> str:
        return _("“{text}” is not a number.")

    def typed(self, text: str) -> Decimal:
        return typed_decimal(text)


class TextEditor(Editor):
    """Several lines; Tab goes on to the next field."""

    def __init__(self, field: Field, context: Context) -> None:
        super().__init__(field, context)
        self.box = QPlainTextEdit()
        self.box.setTabChangesFocus(True)
        self.box.setFixedHeight(84)
        self.widget = self.box
        self._quiet = False
        self.box.textChanged.connect(lambda: None if self._quiet else self.changed.emit())
        self.watch(self.box)

    def value(self) -> str | None:
        return self.box.toPlainText().rstrip() or None

    def set_value(self, value: Any, title: str = "") -> None:
        self._quiet = True
        self.box.setPlainText(value or "")
        self._quiet = False


def firm_now() -> datetime:
    """The present moment on the firm's clock, without zone."""
    return local(now_utc())


def _makers() -> dict[str, Callable[[Field, Context], Editor]]:
    from app.ui.editors.birthday import BirthdayEditor
    from app.ui.editors.choice import ChoiceEditor, ChoicesEditor, FlagEditor, ListedEditor
    from app.ui.editors.grouped import PhoneEditor
    from app.ui.editors.image import ImageEditor
    from app.ui.editors.link import LinkEditor
    from app.ui.editors.times import DateEditor, MomentEditor

    return {
        "text": TextEditor, "integer": IntegerEditor, "money": MoneyEditor, "percent": PercentEditor, "decimal": DecimalEditor,
        "flag": FlagEditor, "choice": ChoiceEditor,
        "choices": ChoicesEditor, "listed": ListedEditor, "link": LinkEditor, "date": DateEditor, "moment": MomentEditor,
        "image": ImageEditor, "phone": PhoneEditor, "birthday": BirthdayEditor,
    }  # fmt: skip


def _maker(field: Field) -> Callable[[Field, Context], Editor]:
    if field.coded:
        from app.ui.editors.region import RegionEditor

        return RegionEditor
    if field.grouped:
        from app.ui.editors.grouped import GroupedEditor

        return GroupedEditor
    if field.check is clock_problem:
        from app.ui.editors.times import ClockEditor

        return ClockEditor
    return _makers().get(field.kind, LineEditor)


def editor_for(field: Field, context: Context, name: str = "form") -> Editor:
    """The editor of a field; its widget is called ``<name>.<field key>``."""
    editor = _maker(field)(field, context)
    editor.setParent(editor.widget)  # answers that come after the widget has gone find the editor gone too
    editor.widget.setObjectName(f"{name}.{field.key}")
    editor.widget.setAccessibleName(spoken(field, field.required))
    if isinstance(editor, LineEditor) and field.length and field.kind not in ("integer", "money", "percent"):
        editor.line.setMaxLength(field.length * 2)
    return editor


def labelled(field: Field, required: bool) -> str:
    """The label above an editor, with a mark where it must be filled."""
    return f"{_(field.label)} *" if required else _(field.label)


def spoken(field: Field, required: bool) -> str:
    """What a screen reader calls an editor."""
    return _("{label}, required").format(label=_(field.label)) if required else _(field.label)
