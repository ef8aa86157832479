"""What a step asks for, inside the record and not in front of it: its fields prefilled, a reason, when it happened."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.errors import AppError
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Complaint
from app.models.fields import Field
from app.services.complaint_plan import Option
from app.ui.context import Context
from app.ui.form_parts import FieldBox, require
from app.ui.forms import Form
from app.ui.layouts import column, row, scrolled
from app.ui.widgets import PlainLabel, SectionTitle, primary, quiet

Take = Callable[[Option, dict[str, Any], str], None]


class TransitionPanel(QWidget):
    """``take(option, values, reason)`` is called with what was filled in; Esc gives it up, Ctrl+Enter takes the step."""

    def __init__(
        self, context: Context, option: Option, names: Mapping[str, str], take: Take, give_up: Callable[[], None]
    ) -> None:
        super().__init__()
        self.option, self._take = option, take
        self.setObjectName("step")
        self.setProperty("kind", "ground")
        self.form = Form(Complaint, (("", option.asks.fields, False),), context, "step")
        self.form.load(option.values, dict(names))
        self.form.submitted.connect(self.submit)
        self.form.edited.connect(lambda _key: self._mark())
        self._mark()
        why = Field(option.asks.reason or N_("Reason"), "text", 2000, key="reason", required=option.asks.reason_required)
        self._reason = FieldBox(why, context, "step")
        self._at = FieldBox(Field(N_("When (now, if empty)"), "moment", key="at"), context, "step")
        self.error = PlainLabel("", "error", wrap=True)
        self.error.setObjectName("step.problem")
        self.error.hide()
        self.do, self.leave = primary(_(option.label), self.submit), quiet(_("Cancel"), give_up)
        self.do.setObjectName("step.do")
        self.leave.setObjectName("step.cancel")
        self._lay_out()
        QShortcut(QKeySequence("Esc"), self).activated.connect(give_up)
        if not option.asks.fields:  # the form has the same keys
            QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.submit)

    def _lay_out(self) -> None:
        self._at.setMaximumWidth(260)
        self._reason.setVisible(bool(self.option.asks.reason))
        self.form.setVisible(bool(self.option.asks.fields))
        inner = QWidget()
        inner.setProperty("kind", "ground")
        head = SectionTitle(_(self.option.label))
        inner.setLayout(column(head, 4, self.form, self._reason, self._at, None, margins=(24, 12, 24, 12)))
        foot = row(self.do, self.leave, self.error, margins=(24, 8, 24, 12))
        foot.setStretch(2, 1)
        foot.addStretch(0)
        whole = column(scrolled(inner), foot, spacing=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def _mark(self) -> None:
        """Mark what must be filled, as far as the other fields leave it so."""
        values = self.form.whole_values()
        for need in self.option.asks.needs:
            require(self.form.editor(need.field), not need.other or values.get(need.other) not in need.values)

    def start(self) -> None:
        """Put the cursor where something is asked for: the first empty field, else the button."""
        asked = [key for key in self.option.asks.fields if key not in ("department", "told")]
        empty = next((key for key in asked if self.option.values.get(key) in (None, "")), "")
        if empty:
            self.form.focus(empty)
        elif self.option.asks.reason and self.option.asks.reason_required:
            self._reason.editor.widget.setFocus()
        else:
            self.do.setFocus()

    def submit(self) -> None:
        """Take the step with what is filled in; what is wrong stands beside its field."""
        self.error.hide()
        problem = self._at.editor.problem()
        self._at.fail(problem)
        if problem or not self._form_is_sound():
            return
        values = {key: self.form.whole_values()[key] for key in self.option.asks.fields}
        at = self._at.editor.value()
        self._take(self.option, values | ({"at": at} if at else {}), self._reason.editor.value() or "")

    def _form_is_sound(self) -> bool:
        """Only the fields asked for count: the form knows of no others here."""
        return all(not self.form.editor(key).problem() for key in self.option.asks.fields) or self.form.check()

    def show_error(self, error: AppError) -> None:
        """What the step refused, beside the field where it has one."""
        field = getattr(error, "field", "")
        if field in self.option.asks.fields:
            self.form.show_error(error)
        elif field in ("reason", "at"):
            box = self._reason if field == "reason" else self._at
            box.fail(error.sentence)
            box.editor.widget.setFocus()
        else:
            self.error.setText(error.sentence)
            self.error.show()
