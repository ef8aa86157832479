"""A new improvement: what is to be changed, for which complaints; the rest may follow while it is planned."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.models.improvement import Improvement
from app.services import improvements
from app.services.asked import Asked
from app.services.improvement_view import begun
from app.ui.context import Context
from app.ui.forms.draft_values import Sent
from app.ui.forms.form import Form
from app.ui.gateway import Label
from app.ui.kit.layouts import column, row, scrolled
from app.ui.kit.widgets import PlainLabel, primary, quiet, relabel
from app.ui.screens.improvements.layout import NEW

DRAFT = "improvements:new"


class NewImprovement(QWidget):
    """``created(id)`` when it is stored, ``left()`` when the writer goes back."""

    created = Signal(object)
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("kind", "ground")
        self.context = context
        self._cases: tuple[UUID, ...] = ()
        self.title, self.hint = PlainLabel("", "record"), PlainLabel("", "secondary", wrap=True)
        self.form = Form(Improvement, NEW, context, "newimprovement")
        self.form.submitted.connect(self.submit)
        self.save_button, self.back_button = primary("", self.submit), quiet("", self.back)
        self.save_button.setObjectName("newimprovement.save")
        self.back_button.setObjectName("newimprovement.back")
        inner = QWidget()
        inner.setProperty("kind", "ground")
        buttons = row(self.save_button, self.back_button, None)
        inner.setLayout(column(self.title, self.hint, 8, self.form, 8, buttons, None, margins=(24, 16, 24, 16)))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inner))
        escape = QShortcut(QKeySequence("Esc"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.back)
        self.retranslate()

    def start(self, complaint_ids: Sequence[UUID] = ()) -> None:
        """Begin anew, with what these complaints say filled in."""
        self.form.keep_draft()
        self._cases = tuple(complaint_ids)
        self.context.gateway.read(begun, self._cases, done=self._fill)

    def _fill(self, asked: Asked) -> None:
        self.form.load(dict(asked.values), dict(asked.titles), DRAFT)
        self.retranslate()
        self.form.focus("name")

    def back(self) -> None:
        """Leave; what is typed is kept as a draft."""
        self.form.keep_draft()
        self.left.emit()

    def submit(self) -> bool:
        """Store the improvement; False where something is missing."""
        if self.form.sending() or not self.form.check():
            return False
        values = {key: value for key, value in self.form.whole_values().items() if value is not None}
        sent = self.form.send()
        label = Label(N_("Opened the improvement {name}"), {"name": values["name"]})
        self.context.gateway.write(
            label, improvements.open_new, values, self._cases,
            done=lambda key: self._stored(sent, key), failed=lambda error: self.form.refused(sent, error),
        )  # fmt: skip
        return True

    def _stored(self, sent: Sent, key: UUID) -> None:
        self.form.saved(sent)
        self.created.emit(key)

    def keep_draft(self) -> None:
        """Keep what is typed."""
        self.form.keep_draft()

    def retranslate(self) -> None:
        """Words in the new language."""
        self.title.setText(_("New improvement"))
        count = len(self._cases)
        behind = ngettext_text("For {count} complaint, whose words are filled in.",
                               "For {count} complaints, whose words are filled in.", count)  # fmt: skip
        self.hint.setText(behind.format(count=count) if count else _("What will be done is enough; the rest is planned then."))
        relabel(self.save_button, _("Add improvement"))
        relabel(self.back_button, _("Back"))
        self.form.retranslate()
