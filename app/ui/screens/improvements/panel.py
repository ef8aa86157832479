"""What a move of an improvement asks for, inside the record: its fields prefilled. What is typed is kept as a draft until the
move is taken."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.analysis.improvement_states import Move
from app.errors import AppError
from app.i18n import gettext_text as _
from app.models.improvement import Improvement
from app.services.improvement_view import Asked
from app.ui.context import Context
from app.ui.forms.draft_values import Sent
from app.ui.forms.form import Form
from app.ui.forms.form_parts import require
from app.ui.kit.layouts import column, row, scrolled
from app.ui.kit.widgets import SectionTitle, primary, quiet, relabel

Take = Callable[[Move, dict[str, Any], Sent], None]


class ImprovementStep(QWidget):
    """``take(move, values, sent)`` is called with what was filled in; Esc gives it up, Ctrl+Enter takes the move."""

    def __init__(
        self, context: Context, improvement_id: UUID, move: Move, asked: Asked, take: Take, give_up: Callable[[], None]
    ) -> None:
        super().__init__()
        self.move_asked, self.version, self._take = move, asked.version, take
        self.setObjectName("improvement.step")
        self.setProperty("kind", "ground")
        self.head = SectionTitle("")
        self.form = Form(Improvement, (("", move.asks, False),), context, "improvement.step.form")
        self.form.load(dict(asked.values), dict(asked.titles), f"improvement.step:{move.code}:{improvement_id.hex}")
        for key in move.needs:
            require(self.form.editor(key), True)
        self.do, self.leave = primary("", self.submit), quiet("", give_up)
        self.do.setObjectName("improvement.step.do")
        self.leave.setObjectName("improvement.step.cancel")
        self._lay_out()
        self.form.submitted.connect(self.submit)
        QShortcut(QKeySequence("Esc"), self).activated.connect(give_up)
        self.retranslate()

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setProperty("kind", "ground")
        inner.setLayout(column(self.head, 4, self.form, None, margins=(24, 12, 24, 12)))
        foot = row(self.do, self.leave, None, margins=(24, 8, 24, 12))
        whole = column(scrolled(inner), foot, spacing=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def start(self, values: Mapping[str, Any]) -> None:
        """Put the cursor into the first empty field that must be filled, else onto the button."""
        empty = next((key for key in self.move_asked.needs if values.get(key) in (None, "")), "")
        if empty:
            self.form.focus(empty)
        else:
            self.do.setFocus()

    def submit(self) -> None:
        """Take the move with what is filled in; what is wrong stands beside its field."""
        asks = self.move_asked.asks
        if self.form.sending() or (any(self.form.editor(key).problem() for key in asks) and not self.form.check()):
            return
        values = {key: self.form.whole_values()[key] for key in asks}
        self._take(self.move_asked, values, self.form.send())

    def refuse(self, sent: Sent, error: AppError) -> None:
        """What the move refused, beside its field."""
        self.form.refused(sent, error)

    def retranslate(self) -> None:
        """Words in the new language; what is typed stays."""
        self.head.setText(_(self.move_asked.label))
        relabel(self.do, _(self.move_asked.label))
        relabel(self.leave, _("Cancel"))
        self.form.retranslate()
