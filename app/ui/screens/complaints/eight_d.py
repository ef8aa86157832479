"""The 8D sheet of a complaint: D0 to D8, with what the complaint knows taken over on request."""

from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.analysis.complaint_states import READ_ONLY
from app.errors import AppError
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models.complaint_parts import EightD
from app.services import complaint_parts_eight_d as eight_d
from app.services.complaint_parts_view import Around
from app.services.complaint_view import CaseView
from app.ui.context import Context
from app.ui.forms.form import Form, Layout
from app.ui.forms.thrown import discard
from app.ui.gateway import Label
from app.ui.kit.layouts import column, row, scrolled
from app.ui.kit.widgets import quiet, relabel, secondary
from app.ui.records.record import SaveBar

_LAYOUT: Layout = (
    ("", ("leader_id", "opened_on", "due_on", "closed_on", "emergency", "team"), False),
    ("", ("problem", "containment", "occurrence", "slipped", "chosen", "verified", "prevention", "closing"), False),
)


class EightDView(QWidget):
    """One sheet at a time; it exists from its first save on."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setProperty("kind", "ground")
        self._owner: UUID | None = None
        self._number, self._version = "", None
        self.form = Form(EightD, _LAYOUT, context, "eight_d")
        self.take = secondary("", self.take_over)
        self.take.setObjectName("eight_d.take")
        self.paper = quiet("", self._print, "printer")
        self.paper.setObjectName("eight_d.print")
        inner = QWidget()
        inner.setProperty("kind", "ground")
        head = row(self.take, self.paper, None)
        inner.setLayout(column(head, self.form, None, spacing=12, margins=(24, 14, 24, 16)))
        self.bar = SaveBar("eight_d", self.save, lambda: discard(self.form))
        whole = column(scrolled(inner), self.bar, spacing=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.form.dirty_changed.connect(self.bar.set_dirty)
        self.form.submitted.connect(self.save)
        self.retranslate()

    def show_case(self, view: CaseView, around: Around) -> None:
        """Show the sheet of a complaint, empty where nobody began it."""
        asked = view.values["id"]
        self._number = view.values["number"]
        self.form.setEnabled(view.values["state"] not in READ_ONLY)
        self.take.setVisible(view.values["state"] not in READ_ONLY)
        if around.eight_d:
            self.context.gateway.read(eight_d.sheet, asked, done=lambda found: self._show(asked, found))
        elif asked != self._owner:
            self._show(asked, None)

    def _show(self, asked: UUID, found: Any) -> None:
        values, titles = found if found is not None else ({}, {})
        self._version = values.get("row_version")
        if asked != self._owner:
            self._owner = asked
            self.form.load(values, titles, f"eight_d:{asked.hex}")
        else:
            self.form.refresh(values, titles)

    def take_over(self) -> None:
        """Fill the empty disciplines with what the complaint knows; what is written stays."""
        if self._owner is not None:
            self.context.gateway.read(eight_d.proposed, self._owner, done=self._fill)

    def _fill(self, known: dict[str, str]) -> None:
        values = self.form.whole_values()
        for key, text in known.items():
            if not values.get(key):
                self.form.editor(key).set_value(text)
                self.form.editor(key).changed.emit()

    def save(self) -> bool:
        """Store the sheet; True when nothing unsaved is left."""
        if self.form.dirty() and self._owner is not None and not self.form.sending() and self._sound():
            values, sent = self.form.values(), self.form.send()
            self.context.gateway.write(
                Label(N_("Saved the 8D report of {number}"), {"number": self._number}), eight_d.save, self._owner, values,
                self._version, done=lambda _done: self.form.saved(sent), failed=lambda error: self._refused(sent, error),
            )  # fmt: skip
        return not self.form.dirty()

    def _sound(self) -> bool:
        return not self.form.unreadable() or self.form.check()

    def _refused(self, sent: Any, error: AppError) -> None:
        self.form.refused(sent, error)

    def _print(self) -> None:
        if self.save() and self._owner is not None:
            self.context.frame.begin("reports", {"report": "eight-d", "complaint_id": self._owner})

    def keep_drafts(self) -> None:
        """Keep what is typed."""
        self.form.keep_draft()

    def retranslate(self) -> None:
        """Words in the language in force."""
        relabel(self.take, _("Take over from the complaint"))
        relabel(self.paper, _("Print"))
        self.form.retranslate()
        self.bar.retranslate()
