"""A few fields with one button that adds something to a complaint: a talk, a promise, a hand-over. What is typed is kept."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.errors import AppError
from app.i18n import gettext_text as _
from app.ui.context import Context
from app.ui.forms.form import Form
from app.ui.gateway import Label
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import relabel, secondary

Op = Callable[[Any, UUID, dict[str, Any]], object]


class EntryForm(QWidget):
    """``op(session, complaint_id, values)`` stores what is typed as one step called ``label`` (msgid, ``{number}``)."""

    def __init__(self, context: Context, entity: str, keys: tuple[str, ...], button: str, label: str, op: Op) -> None:
        super().__init__()
        self.context, self._entity, self._keys, self._words, self._label, self._op = context, entity, keys, button, label, op
        self._owner: UUID | None = None
        self._number, self._usual = "", dict[str, Any]()
        self.form = Form(entity, (("", keys, False),), context, f"complaint.{entity}")
        self.button = secondary("", self.submit)
        self.button.setObjectName(f"complaint.{entity}.add")
        self.setLayout(column(self.form, row(self.button, None), spacing=8))
        self.form.submitted.connect(self.submit)
        self.retranslate()

    def load(self, owner: UUID, number: str, **usual: Any) -> None:
        """For this complaint; what was typed for the one before stays its draft."""
        if owner != self._owner:
            self._owner, self._number, self._usual = owner, number, usual
            self.form.load(usual, {}, self._key())

    def _key(self) -> str:
        return f"complaint.{self._entity}:{self._owner.hex if self._owner else ''}"

    def submit(self) -> None:
        """Store what is typed."""
        if self._owner is None or self.form.sending() or any(self.form.editor(key).problem() for key in self._keys):
            return
        whole = self.form.whole_values()
        values, sent = {key: whole[key] for key in self._keys}, self.form.send()
        self.form.clear_errors()
        self.context.gateway.write(
            Label(self._label, {"number": self._number}), self._op, self._owner, values,
            done=lambda _done: self._stored(sent), failed=lambda error: self._refused(sent, error),
        )  # fmt: skip

    def _stored(self, sent: Any) -> None:
        self.form.saved(sent)
        self.form.load(self._usual, {}, self._key())

    def _refused(self, sent: Any, error: AppError) -> None:
        self.form.refused(sent, error)

    def keep_draft(self) -> None:
        """Keep what is typed and not stored."""
        self.form.keep_draft()

    def retranslate(self) -> None:
        """Words in the language in force."""
        relabel(self.button, _(self._words))
        self.form.retranslate()
