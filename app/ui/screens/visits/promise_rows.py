"""What was promised at a visit, by us and by the customer: any number of lines."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.i18n import gettext_text as _
from app.models import fields_of
from app.models.base import table_of
from app.models.types import from_plain, to_plain
from app.models.visit_parts import VisitPromise
from app.ui.context import Context
from app.ui.forms.form_parts import FieldBox
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import Card, SectionTitle, icon_button, name_it, quiet, relabel, set_tip

_KEYS = (("side", "kind"), ("name",), ("due_on", "amount"), ("responsible_id",))
_NARROW = 90
"""Pixels: two fields and a button stand side by side in the narrowest panel."""

_WITH_AMOUNT = ("order", "payment")


class PromiseRow(Card):
    """One promise; the amount is asked of orders and payments."""

    changed = Signal()

    def __init__(self, context: Context, values: Mapping[str, Any], titles: Mapping[str, str]) -> None:
        super().__init__()
        fields = fields_of(VisitPromise)
        self.boxes = {key: FieldBox(fields[key], context, "promise") for line in _KEYS for key in line}
        for key, box in self.boxes.items():
            box.editor.set_value(values.get(key), titles.get(key, ""))
            box.editor.changed.connect(self._edited)
            box.editor.widget.setMinimumWidth(_NARROW)
        self.gone = icon_button("x", "")
        for line in _KEYS:
            self.body.addLayout(row(*(self.boxes[key] for key in line), *([self.gone] if "side" in line else [])))
        self._edited()

    def _edited(self) -> None:
        self.boxes["amount"].setVisible(self.boxes["kind"].editor.value() in _WITH_AMOUNT)
        self.boxes["responsible_id"].setVisible(self.boxes["side"].editor.value() != "them")
        self.changed.emit()

    def values(self) -> dict[str, Any]:
        """What is filled in and in sight."""
        found = {key: box.editor.value() for key, box in self.boxes.items() if not box.isHidden() and not box.editor.problem()}
        return {key: value for key, value in found.items() if value is not None}

    def check(self) -> bool:
        """Whether everything can be read and something was promised; else it is said beside the field."""
        problems = {key: box.editor.problem() for key, box in self.boxes.items() if not box.isHidden()}
        if not self.values().get("name") and not problems["name"]:
            problems["name"] = _("Say what was promised, or take this line away.")
        for key, words in problems.items():
            if words:
                self.boxes[key].fail(words)
        return not any(problems.values())

    def retranslate(self) -> None:
        """Words in the language in force."""
        name_it(self.gone, _("Take this promise away"))
        set_tip(self.gone, _("Take this promise away"))
        for box in self.boxes.values():
            box.retranslate()


class PromiseRows(QWidget):
    """``rows()`` are the fields of VisitPromise of each line; ``changed`` when one went or was typed in, ``grown`` when one
    came."""

    changed, grown = Signal(), Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.lines: list[PromiseRow] = []
        self.title, self._body = SectionTitle(""), column(spacing=8)
        self.more = quiet("", lambda: self.add(), "plus")
        self.more.setObjectName("visit.promises.add")
        self.setLayout(column(self.title, self._body, row(self.more, None), spacing=4))
        self.setObjectName("visit.promises")

    def add(self, values: Mapping[str, Any] | None = None, titles: Mapping[str, str] | None = None) -> PromiseRow:
        """Another line, with the keyboard in it where it is a new one."""
        line = PromiseRow(self._context, {"side": "us", "kind": "action", **(values or {})}, titles or {})
        line.changed.connect(self.changed.emit)
        line.gone.clicked.connect(lambda: self.remove(line))
        line.retranslate()
        self.lines.append(line)
        self._body.addWidget(line)
        self.grown.emit()
        if values is None:
            line.boxes["name"].editor.widget.setFocus()
        return line

    def remove(self, line: PromiseRow) -> None:
        """One line fewer."""
        self.lines.remove(line)
        line.hide()
        line.deleteLater()
        self.more.setFocus()
        self.changed.emit()

    def clear(self) -> None:
        """No promises."""
        for line in self.lines:
            line.hide()
            line.deleteLater()
        self.lines = []

    def rows(self) -> list[dict[str, Any]]:
        """Fields of VisitPromise."""
        return [line.values() for line in self.lines]

    def check(self) -> bool:
        """Whether every line can be kept."""
        wrong = [line for line in self.lines if not line.check()]  # each says what it lacks
        return not wrong

    def draft(self) -> list[dict[str, Any]]:
        """The lines as a draft keeps them."""
        return [{key: to_plain(value) for key, value in line.values().items()}
                | {"@who": line.boxes["responsible_id"].title()} for line in self.lines]  # fmt: skip

    def take(self, kept: Sequence[Mapping[str, Any]]) -> None:
        """The lines a draft kept, beside those that stand."""
        columns = table_of(VisitPromise).c
        for each in kept:
            values = {key: from_plain(columns[key].type, value) for key, value in each.items() if key in columns}
            self.add(values, {"responsible_id": str(each.get("@who") or "")})

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.title.setText(_("Promises, orders and payments"))
        relabel(self.more, _("Add a promise"))
        for line in self.lines:
            line.retranslate()
