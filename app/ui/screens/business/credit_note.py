"""Credit where an order is typed or a visit planned: what is available and overdue, what speaks against the order. It warns and
refuses nothing."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.formats import today
from app.services.business.credit import standing
from app.services.credit_words import standing_line
from app.services.order_doubts import Told, told
from app.ui.context import Context
from app.ui.forms.form import Form
from app.ui.kit.layouts import column
from app.ui.kit.widgets import PlainLabel

_ORDER = ("id", "customer_id", "ordered_on", "net", "tax", "total", "kind", "state", "currency", "returned_order_id", "approval")


class CreditNote(QWidget):
    """Follows the customer of a form; read anew whenever one of the ``keys`` differs. ``said`` when there is an answer."""

    said = Signal()
    keys: tuple[str, ...]
    read: Callable[..., Told]

    def __init__(self, context: Context, form: Form) -> None:
        super().__init__()
        self.setObjectName(f"{form.name}.credit")
        self._context, self._form = context, form
        self._asked: dict[str, Any] = {}
        self._known: dict[str, Any] = {}
        self._found: Told | None = None
        self.line, self.warning = PlainLabel("", "label", wrap=True), PlainLabel("", "warning", wrap=True)
        self.setLayout(column(self.line, self.warning, spacing=2))
        form.edited.connect(lambda _key: self.look())
        form.dirty_changed.connect(lambda _dirty: self.look())
        self.hide()

    def begin(self, **known: Any) -> None:
        """Another record is in the form; ``known`` of it (its ``id``) is in none of the fields."""
        self._asked, self._found, self._known = {}, None, known
        self._say()
        self.look()

    def look(self) -> None:
        """Say it for what is in the form now."""
        whole = {**self._form.whole_values(), **self._known}
        values = {key: whole.get(key) for key in self.keys if whole.get(key) is not None}
        if values == self._asked:
            return
        self._asked = values
        if values.get("customer_id") is None:
            self._arrived(values, Told("", (), (), False))
        else:
            self._context.gateway.read(self.read, values, done=lambda found: self._arrived(values, found))

    def _arrived(self, values: dict[str, Any], found: Told) -> None:
        if values == self._asked:
            self._found = found
            self._say()
            self.said.emit()

    def _say(self) -> None:
        found = self._found or Told("", (), (), False)
        self.line.setText(found.line)
        self.line.setVisible(bool(found.line))
        self.warning.setText("\n".join((*found.doubts, *found.credit)))
        self.warning.setVisible(bool(self.warning.text()))
        self.setVisible(bool(found.line or self.warning.text()))

    def asks(self) -> bool:
        """Whether somebody has to say who approved it."""
        return self._found is not None and self._found.asks

    def speaks(self) -> bool:
        """Whether credit speaks against it."""
        return self._found is not None and bool(self._found.credit)

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.begin(**self._known)


class VisitNote(CreditNote):
    """What is available and overdue at the customer of a visit."""

    keys = ("customer_id",)
    read = staticmethod(lambda session, values: of_customer(session, values["customer_id"]))


class OrderNote(CreditNote):
    """The same of an order, with what speaks against it."""

    keys = _ORDER
    read = staticmethod(told)


def of_customer(session: Any, customer_id: UUID) -> Told:
    """A customer's credit in one line."""
    return Told(standing_line(standing(session, customer_id, today())), (), (), False)
