"""What a step asks for, inside the record and not in front of it: its fields prefilled, a reason, when it happened.

What is typed is kept as a draft of this complaint's step until it is taken; the next time it is asked for, it is offered.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.errors import AppError
from app.formats import money_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Complaint
from app.models.fields import Field
from app.models.types import moment_text, moment_value
from app.services import records
from app.services.complaint_needs import Need
from app.services.complaint_plan import Option
from app.ui.context import Context
from app.ui.forms.draft_banner import DraftBanner
from app.ui.forms.draft_values import packed
from app.ui.forms.form import DRAFT_EVERY, Form, Layout
from app.ui.forms.form_parts import FieldBox, require
from app.ui.kit.giving_up import GivenUpByEsc
from app.ui.kit.layouts import column, row, scrolled
from app.ui.kit.widgets import PlainLabel, SectionTitle, primary, quiet, relabel

Take = Callable[[Option, dict[str, Any], str], None]
_REASON, _WHEN = "@reason", "@when"
_FEW = 6
FOLDED = N_("Proposed already, or can wait")


def step_name(option: Option) -> str:
    """What tells this step from the others of a complaint."""
    return f"{option.goal or option.action}{option.to}"


def laid_out(option: Option) -> Layout:
    """What must be filled and is not stands first; where much is asked, the rest is folded: proposed already, or it can wait."""
    fields, needed = option.asks.fields, {need.field for need in option.asks.needs}
    first = tuple(key for key in fields if key in needed and option.values.get(key) in (None, ""))
    if not first or len(fields) <= _FEW:
        return (("", fields, False),)
    return ("", first, False), (FOLDED, tuple(key for key in fields if key not in first), True)


class TransitionPanel(GivenUpByEsc):
    """``take(option, values, reason)`` is called with what was filled in; Esc gives it up, Ctrl+Enter takes the step.

    ``until`` is a field (a day) asked for in the place of when it happened, ``told`` what has to be known before. ``key`` is
    that of its draft; after ``taken()`` nothing is kept any more."""

    def __init__(
        self, context: Context, complaint_id: UUID, option: Option, names: Mapping[str, str], take: Take,
        give_up: Callable[[], None], until: Field | None = None, told: str = "",
    ) -> None:  # fmt: skip
        super().__init__(give_up)
        self.context, self.option, self._take, self._over = context, option, take, False
        self._time = until or Field(N_("When (now, if empty)"), "moment", key="at")
        self.key = f"complaint.step:{step_name(option)}:{complaint_id.hex}"
        self.setObjectName("step")
        self.setProperty("kind", "ground")
        self.banner = DraftBanner(context, lambda: self.key, self._resume, self._throw)
        self._make_fields(names)
        self.head, self.error = SectionTitle(""), PlainLabel("", "error", wrap=True)
        self.told = PlainLabel(told, "secondary", wrap=True)
        self.told.setVisible(bool(told))
        self.paid = PlainLabel("", "label", wrap=True)
        self.paid.setObjectName("step.remedies")
        self.error.setObjectName("step.problem")
        self.error.hide()
        self.do, self.leave = primary("", self.submit), quiet("", give_up)
        self.do.setObjectName("step.do")
        self.leave.setObjectName("step.cancel")
        self._lay_out()
        self._connect()
        self.retranslate()
        self.banner.offer(context.gateway.draft(self.key))

    def _make_fields(self, names: Mapping[str, str]) -> None:
        asks, layout = self.option.asks, laid_out(self.option)
        self._first = frozenset(layout[0][1])
        self.form = Form(Complaint, layout, self.context, "step")
        self.form.load(self.option.values, dict(names))
        self._mark()
        why = Field(asks.reason or N_("Reason"), "text", 2000, key="reason", required=asks.reason_required)
        self._reason = FieldBox(why, self.context, "step")
        self._at = FieldBox(self._time, self.context, "step")

    def _connect(self) -> None:
        self._timer = QTimer(self, interval=DRAFT_EVERY, singleShot=True)
        self._timer.timeout.connect(self.keep)
        self.form.submitted.connect(self.submit)
        self.form.edited.connect(lambda _key: self._mark())
        self.form.edited.connect(lambda _key: self._keep_soon())
        self.form.left.connect(lambda _key: self.keep())
        self.form.unfolded.connect(self._mark)
        for box in self._beside():
            box.editor.changed.connect(self._keep_soon)
            box.editor.left.connect(self.keep)
        if not self.option.asks.fields:  # the form has the same keys
            QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.submit)

    def _beside(self) -> tuple[FieldBox, FieldBox]:
        return self._reason, self._at

    def _lay_out(self) -> None:
        self._at.setMaximumWidth(260)
        self._reason.setVisible(bool(self.option.asks.reason))
        self.form.setVisible(bool(self.option.asks.fields))
        inner = QWidget()
        inner.setProperty("kind", "ground")
        self._at.setVisible(self.option.asks.dated or self._time.key != "at")
        self.paid.setVisible(self.option.asks.remedies is not None)
        parts = (self.banner, self.head, self.told, 4, self.form, self.paid, self._reason, self._at, None)
        inner.setLayout(column(*parts, margins=(24, 12, 24, 12)))
        foot = row(self.do, self.leave, self.error, margins=(24, 8, 24, 12))
        foot.setStretch(2, 1)
        foot.addStretch(0)
        whole = column(scrolled(inner), foot, spacing=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def _mark(self) -> None:
        """Mark what must be filled, as far as the other fields leave it so."""
        needed = self._needed(self.form.whole_values())
        for need in self.option.asks.needs:
            if (editor := self.form.shown(need.field)) is not None:
                require(editor, need in needed)

    def start(self) -> None:
        """Put the cursor where something is asked for: the first empty field, else the button."""
        asked = [key for key in self.option.asks.fields if key not in ("department", "told")]
        empty = next((key for key in asked if key in self._first and self.option.values.get(key) in (None, "")), "")
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
        if problem or not self._form_is_sound() or self._show_missing():
            return
        values = {key: self.form.whole_values()[key] for key in self.option.asks.fields}
        at = self._at.editor.value()
        self._take(self.option, values | ({self._time.key: at} if at else {}), self._reason.editor.value() or "")

    def _form_is_sound(self) -> bool:
        """Only the fields asked for count: the form knows of no others here."""
        unreadable = self.form.unreadable()
        return not any(key in unreadable for key in self.option.asks.fields) or self.form.check()

    def _show_missing(self) -> bool:
        """Whether something that must be filled is not: all of it is said at once."""
        values = self.form.whole_values()
        missing = [need.field for need in self._needed(values) if values.get(need.field) in (None, "")]
        for field in reversed(missing):  # the cursor ends in the first
            self.form.show_error(records.missing(Complaint, field))
        return bool(missing)

    def _needed(self, values: Mapping[str, Any]) -> list[Need]:
        return [need for need in self.option.asks.needs if not need.other or values.get(need.other) not in need.values]

    def show_error(self, error: AppError) -> None:
        """What the step refused, beside the field where it has one."""
        field = getattr(error, "field", "")
        if field in self.option.asks.fields:
            self.form.show_error(error)
        elif field in ("reason", self._time.key):
            box = self._reason if field == "reason" else self._at
            box.fail(error.sentence)
            box.editor.widget.setFocus()
        else:
            self.error.setText(error.sentence)
            self.error.show()

    # what is typed ------------------------------------------------------------------------------------------------

    def _keep_soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def keep(self) -> None:
        """Keep what is typed and not taken."""
        self._timer.stop()
        typed = {**self.form.draft(), **self._typed_beside()}
        if typed and not self._over:
            self.context.gateway.keep_draft(self.key, {**self.banner.offered(), **packed({}, {}), **typed})

    def _typed_beside(self) -> dict[str, str]:
        reason, at = (box.editor.value() for box in self._beside())
        return ({_REASON: reason} if reason else {}) | ({_WHEN: self._when_text(at)} if at else {})

    def _resume(self, body: Mapping[str, Any]) -> None:
        """What was typed since the offer stands above what is offered."""
        self.form.take_draft(body)
        typed = self._typed_beside()
        if _REASON in body and _REASON not in typed:
            self._reason.editor.set_value(body[_REASON])
        if _WHEN in body and _WHEN not in typed:
            read = moment_value if self._time.kind == "moment" else date.fromisoformat
            self._at.editor.set_value(read(body[_WHEN]))
        self._mark()

    def _when_text(self, at: Any) -> str:
        return moment_text(at) if self._time.kind == "moment" else str(at)

    def _throw(self) -> None:
        self.context.gateway.forget_draft(self.key)
        self.keep()

    def taken(self) -> None:
        """The step was taken: nothing typed here waits any more."""
        self._over = True

    def retranslate(self) -> None:
        """Words in the new language; what is typed stays."""
        self.head.setText(_(self.option.label))
        told = _("Compensation: {sum}, the sum of the remedies. It is changed there.")
        self.paid.setText(told.format(sum=money_text(self.option.asks.remedies)))
        relabel(self.do, _(self.option.label))
        relabel(self.leave, _("Cancel"))
        for part in (self.banner, self.form, *self._beside()):
            part.retranslate()
