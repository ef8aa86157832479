"""Recording a complaint in twenty seconds: who, what, how bad; everything else waits in sections that open."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from app.analysis.complaint_states import is_open
from app.analysis.priorities import Facts, propose_severity
from app.errors import AppError
from app.formats import day_text, local
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Complaint
from app.services import complaint_messages, complaints
from app.services.complaint_people import Similar, similar
from app.ui.context import Context
from app.ui.editors.link import LinkEditor
from app.ui.forms.draft_values import Sent
from app.ui.forms.form import Form
from app.ui.gateway import Label
from app.ui.kit.elided_link import ElidedLink
from app.ui.kit.layouts import clear, column, row, scrolled
from app.ui.kit.widgets import PlainLabel, link_button, primary, quiet, relabel
from app.ui.screens.complaints.layout import INTAKE
from app.ui.screens.complaints.severity import SeverityPicker
from app.ui.screens.complaints.words import stage_text

DRAFT = "complaint:new"
"""The key under which an unsaved intake is kept."""
_FACTS = frozenset({"safety", "publicity", "demand_amount", "category"})
_LAST = "complainant_phone"
"""The last line that is shown unasked."""
_HINTED = frozenset({"customer_id", "product", "category", "serial_no"})


class Intake(QWidget):
    """``done(id)`` is called with the recorded complaint, ``leave()`` when it is given up, ``show(id)`` for an earlier one."""

    def __init__(
        self, context: Context, done: Callable[[UUID], None], leave: Callable[[], None], show: Callable[[UUID], None]
    ) -> None:
        super().__init__()
        self.context, self._done, self._leave, self._show = context, done, leave, show
        self.setObjectName("intake")
        self.setProperty("kind", "ground")
        self._earlier_found = 0
        self.title = PlainLabel("", "record")
        self.hint = PlainLabel("", "label", wrap=True)
        self.form = Form(Complaint, INTAKE, context, "intake")
        self.severity = SeverityPicker(self.form.editor("severity"))
        self.similar, self._earlier = QWidget(), column(spacing=2)
        self.similar.setLayout(self._earlier)
        self.save_button, self.leave_button = primary("", self.submit), quiet("", self.give_up)
        self.save_button.setObjectName("intake.save")
        self.leave_button.setObjectName("intake.cancel")
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setProperty("kind", "ground")
        inner.setLayout(column(self.form, None, margins=(24, 8, 24, 16)))
        foot = row(self.save_button, self.leave_button, self.hint, margins=(24, 10, 24, 12), spacing=8)
        foot.setStretch(2, 1)
        head = column(self.title, self.similar, margins=(24, 16, 24, 4))
        whole = column(head, scrolled(inner), foot, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.similar.hide()

    def _connect(self) -> None:
        self.form.edited.connect(self._edited)
        self.form.left.connect(self._left)
        self.form.submitted.connect(self.submit)
        escape = QShortcut(QKeySequence("Esc"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.give_up)
        self.severity.submitted.connect(self.submit)
        for place, code in enumerate(("S1", "S2", "S3", "S4"), 1):
            press = QShortcut(QKeySequence(f"Alt+{place}"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            press.activated.connect(lambda code=code: self.severity.choose(code))
        for key in ("customer_id", "complainant", "subject", _LAST):
            self.form.editor(key).widget.installEventFilter(self)

    # beginning and ending -----------------------------------------------------------------------------------------

    def start(self, values: dict[str, Any] | None = None, names: dict[str, str] | None = None) -> None:
        """An empty intake; a draft that was left is offered."""
        self.form.load({"severity": "S2", "urgency": "U2", "channel": "phone", **(values or {})}, names, DRAFT)
        self.severity.begin()
        self._earlier_found = 0
        self._show_similar(())
        self.form.focus("subject" if values and values.get("customer_id") else "customer_id")

    def give_up(self) -> None:
        """Back to the list; what was typed stays as a draft until it is saved or thrown away."""
        self.form.keep_draft()
        self._leave()

    def submit(self) -> None:
        """Save what is filled in."""
        self._settle_walk_in()
        if self.form.sending() or self._incomplete() or not self._sound():
            return
        sent = self.form.send()
        values = {key: value for key, value in self.form.whole_values().items() if value not in (None, "", False)}
        name = values.get("subject") or (values.get("text") or "")[:40]
        self.context.gateway.write(
            Label(N_("Recorded complaint “{name}”"), {"name": name}), complaints.register, values,
            done=lambda key: self._recorded(sent, key), failed=lambda error: self.form.refused(sent, error),
        )  # fmt: skip

    def _recorded(self, sent: Sent, complaint_id: UUID) -> None:
        self.form.saved(sent)
        self._done(complaint_id)

    def _incomplete(self) -> bool:
        """Who and what are asked for here, in the words of this panel; the store would refuse it as well."""
        values = self.form.whole_values()
        self.form.clear_errors()
        if not values["customer_id"] and not values["complainant"]:
            self.form.show_error(_missing("customer_id", N_("Who complains? Choose a customer, or write a name.")))
            return True
        if not values["subject"] and not values["text"]:
            self.form.show_error(_missing("subject", N_("What is it about? One line is enough.")))
            return True
        return False

    def _sound(self) -> bool:
        """Everything typed can be stored; the store itself fills what is required and still empty."""
        unreadable = self.form.unreadable()
        for key, sentence in unreadable.items():
            self.form.show_error(_missing(key, sentence))
        return not unreadable

    # the customer -------------------------------------------------------------------------------------------------

    def _left(self, key: str) -> None:
        offering = QApplication.activePopupWidget() is not None  # the list of customers took the focus
        if key == "customer_id" and not offering and not self.form.editor(key).widget.hasFocus():
            self._settle_walk_in()

    def _settle_walk_in(self) -> None:
        """A name that is no customer's is the name of somebody who walked in."""
        who = self.form.editor("customer_id")
        if not isinstance(who, LinkEditor) or who.value() is not None or not who.line.text().strip():
            return
        name = who.line.text().strip()
        who.set_value(None)
        self.form.clear_errors()
        self.form.editor("complainant").set_value(name)
        self.form.warn("customer_id", _("Not among the customers: recorded for the walk-in customer."))

    # earlier complaints -------------------------------------------------------------------------------------------

    def _edited(self, key: str) -> None:
        if key == "customer_id":
            self.form.warn("customer_id", "")
        if key in _FACTS:
            self._propose()
        if key in _HINTED:
            asked = {name: self.form.whole_values()[name] for name in _HINTED}
            self.context.gateway.read(similar, asked, done=self._show_similar)

    def _propose(self) -> None:
        """What is known asks for a severity (domain/40 §4.3)."""
        values = self.form.whole_values()
        category = (values["category"] or "").split(".")[0]
        facts = Facts(
            bool(values["safety"]), bool(values["publicity"]), values["demand_amount"], repeats=self._earlier_found,
            category=category,
        )  # fmt: skip
        self.severity.propose(propose_severity(facts))

    def _show_similar(self, found: tuple[Similar, ...]) -> None:
        clear(self._earlier)
        about = self.form.whole_values()
        self._earlier_found = len(found) if about["product"] or about["category"] or about["serial_no"] else 0
        self._propose()
        self.similar.setVisible(bool(found))
        if found:
            self._earlier.addWidget(PlainLabel(_("Complained before. The same matter?"), "hint"))
        for earlier in found:
            self._earlier.addLayout(self._line(earlier))

    def _line(self, earlier: Similar) -> QHBoxLayout:
        day = day_text(local(earlier.received_at).date())
        text = f"{earlier.number} · {earlier.subject[:60]} · {day} · {stage_text(earlier.state)}"
        show = ElidedLink(text, lambda: self._show(earlier.id), f"intake.similar.{earlier.number}")
        mark = link_button(_("Mark as repeat"), lambda: self._mark_repeat(earlier))
        mark.setObjectName(f"intake.repeat.{earlier.number}")
        line = row(show, mark, spacing=12)
        line.setStretch(0, 1)
        if is_open(earlier.state):
            join = link_button(_("Add to this one instead"), lambda: self._join(earlier))
            join.setObjectName(f"intake.join.{earlier.number}")
            line.addWidget(join)
        return line

    def _join(self, earlier: Similar) -> None:
        """The customer asks again about what is in work: a contact of that complaint, no complaint of its own (C46)."""
        values = self.form.whole_values()
        story = "\n".join(part for part in (values["subject"], values["text"]) if part)
        if not story:
            self.form.show_error(_missing("subject", N_("What is it about? One line is enough.")))
            return
        sent = self.form.send()
        self.context.gateway.write(
            Label(N_("Contact about {number}"), {"number": earlier.number}), complaint_messages.add, earlier.id, "contact",
            story, values["channel"], done=lambda _key: self._recorded(sent, earlier.id),
            failed=lambda error: self.form.refused(sent, error),
        )  # fmt: skip

    def _mark_repeat(self, earlier: Similar) -> None:
        editor = self.form.editor("repeat_of_id")
        editor.set_value(earlier.id, earlier.subject)
        editor.changed.emit()

    # keys ---------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in a line goes on to the next field, in the last one it saves; Ctrl+Enter saves anywhere."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(watched, QWidget):
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            who = self.form.editor("customer_id")
            if isinstance(who, LinkEditor) and watched is who.line and who.awaits():
                return False  # the customer typed so far is still looked for: the field takes Enter itself
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
                if watched is self.form.editor(_LAST).widget:
                    self.submit()
                else:
                    self.focusNextChild()
                return True
        return False

    def keep_draft(self) -> None:
        """Keep what is typed."""
        self.form.keep_draft()

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.title.setText(_("Record complaint"))
        self.hint.setText(_("Alt+1 to Alt+4 choose how bad it is, Ctrl+Enter saves; the rest can wait."))
        relabel(self.save_button, _("Record complaint"))
        relabel(self.leave_button, _("Cancel"))
        self.form.retranslate()
        self.severity.retranslate()


def _missing(field: str, sentence: str) -> AppError:
    from app.errors import ValidationError

    return ValidationError(sentence, field=field)
