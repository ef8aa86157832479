"""One service request: the next move, everything known, its files and history; one click makes it a complaint."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.analysis.request_states import COMPLAINT, CONVERTIBLE, Move, allowed, next_due, next_move
from app.analysis.request_states import move as move_of
from app.errors import AppError
from app.formats import excerpt, moment_text, number_said
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import choices, fields_of
from app.models.request import ServiceRequest
from app.services import records, requests
from app.services.present import text_of
from app.services.request_view import RequestView, asked, request_view
from app.ui.attachments.of_record import RecordAttachments
from app.ui.context import Context
from app.ui.editors.editor import firm_now
from app.ui.forms.draft_values import Sent
from app.ui.forms.form import Form
from app.ui.gateway import Label
from app.ui.kit.delegates import due_cell, tone_of
from app.ui.kit.layouts import column, scrolled, waiting
from app.ui.kit.widgets import icon_button, literal, name_it, quiet, relabel, set_tip
from app.ui.records.history import HistoryView
from app.ui.records.record import RecordPane, SaveBar
from app.ui.records.step_panel import Of, Prefilled, StepPanel
from app.ui.screens.requests.layout import WHOLE

_FIELDS = tuple(key for _title, keys, _folded in WHOLE for key in keys)
_TOUCHED = {"requests", "employees", "customers", "complaints"}


class RequestRecord(QWidget):
    """The pane at the right of the list; ``gone`` when the request went to the recycle bin."""

    gone = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._shown: RequestView | None = None
        self._asked: UUID | None = None
        self.step: StepPanel | None = None
        self.pane = RecordPane("request")
        self.form = Form(ServiceRequest, WHOLE, context, "request.form", own=True)
        self.bar = SaveBar("request", lambda: self.save(), lambda: self.form.discard())
        self.history = waiting(HistoryView(context, "request", requests.amend, _FIELDS), self)
        self.complain = quiet("", self._show_severities)
        self.complain.setObjectName("request.complain")
        self.more_button = icon_button("ellipsis", "", self._show_menu)
        self.more_button.setObjectName("request.more")
        self._lay_out()
        self.form.dirty_changed.connect(self.bar.set_dirty)
        self.form.submitted.connect(self.save)
        context.gateway.changed.connect(self._changed)
        self.retranslate()

    def _lay_out(self) -> None:
        self.pane.buttons.addWidget(self.complain)
        self.pane.buttons.addWidget(self.more_button)
        self.pane.add_tab("file", N_("Request"), self._make_file)
        self.attachments = RecordAttachments(self.context, self.pane, "requests", self)
        self.pane.add_tab("history", N_("History"), lambda: self.history)
        self.pane.tab_changed.connect(self._tab_changed)
        self.setLayout(column(self.pane, spacing=0))

    def _make_file(self) -> QWidget:
        inner, page = QWidget(), QWidget()
        inner.setProperty("kind", "ground")
        inner.setLayout(column(self.form, None, margins=(24, 16, 24, 16)))
        layout = column(scrolled(inner), self.bar, spacing=0)
        layout.setStretch(0, 1)
        page.setLayout(layout)
        return page

    # showing ------------------------------------------------------------------------------------------------------

    def current(self) -> UUID | None:
        """The request that is shown."""
        return None if self._shown is None else self._shown.values["id"]

    def show_record(self, request_id: UUID) -> None:
        """Show a request; what was typed on the one before is kept as a draft."""
        if request_id != self._asked:
            self.keep_drafts()
            self._close_step()
        self._asked = request_id
        self.context.gateway.read(request_view, request_id, done=self._show)

    def _changed(self, changes: Any) -> None:
        if self._asked is not None and _TOUCHED & changes.entities():
            self.context.gateway.read(request_view, self._asked, done=self._show)

    def _show(self, view: RequestView) -> None:
        if view.values["id"] != self._asked:
            return
        if view.binned:
            self._leave(view)
            return
        fresh, self._shown = view.values["id"] != self.current(), view
        if fresh:
            self.form.load(view.values, view.titles, f"requests:{view.values['id'].hex}")
        else:
            self.form.refresh(view.values, view.titles)
        self._show_head(view)
        self._tab_changed(self.pane.tab())

    def _leave(self, view: RequestView) -> None:
        """It is in the recycle bin: nothing is shown any more, what was typed is kept as a draft."""
        self._close_step()
        self._shown, self._asked = None, None
        self.form.clear(view.values["subject"])
        self.gone.emit()

    def _tab_changed(self, key: str) -> None:
        if self._shown is not None and key == "history":
            self.history.load(ServiceRequest, self._shown.values["id"])

    def _show_head(self, view: RequestView) -> None:
        values, fields = view.values, fields_of(ServiceRequest)
        self.attachments.show(values["id"])
        badges = [(text_of(fields[key], values[key]), tone) for key, tone in (
            ("state", tone_of("state", values["state"])), ("kind", "neutral"))]  # fmt: skip
        self.pane.set_title(values["subject"], badges)
        who = view.titles.get("customer_id", "")
        level = _("Level {level}").format(level=values["level"]) if values["level"] else ""
        received = moment_text(values["received_at"])
        self.pane.set_line((who, values["caller"] or "", number_said(values["number"]), received, level))
        self.complain.setVisible(values["state"] in CONVERTIBLE)
        self._show_next(view)

    def _show_next(self, view: RequestView) -> None:
        values, step = view.values, next_move(view.values["state"])
        if values["state"] == COMPLAINT and values["complaint_id"]:
            case = values["complaint_id"]
            self.pane.next.set(_("It is a complaint now"), view.titles.get("complaint_id", ""), "", _("Open complaint"),
                               lambda: self.context.frame.go("complaints", case))  # fmt: skip
            return
        others = [each for each in allowed(values["state"]) if each != step]
        if self.step is not None or step is None:
            self.pane.next.set("")
            return
        due = next_due(values["state"], values["respond_due"], values["arrive_due"])
        cell = due_cell(due, firm_now())
        late, calm = (cell.text, "") if cell.ink == "danger" else ("", cell.text)
        detail = " · ".join(part for part in (calm, moment_text(due) if due else "", view.titles.get("handler_id", "")) if part)
        title = _("Next step: {step}").format(step=_(step.label))
        more = _("More") + " ▾" if others else ""
        self.pane.next.set(title, detail, late, _(step.label), lambda: self.begin_step(step), more,
                           lambda: self._show_others(others))  # fmt: skip

    # what can be done ---------------------------------------------------------------------------------------------

    def begin_step(self, move: Move) -> None:
        """Ask for what a move needs, once what was typed in the record is stored."""
        if self._shown is None or self.step is not None:
            return
        if self.form.dirty():
            self.save()
            if self.form.dirty():
                return
        key = self._shown.values["id"]
        self.context.gateway.read(asked, key, move.code, done=lambda found: self._open_step(key, move, Prefilled(*found)))

    def resume_step(self, code: str) -> None:
        """Ask again for a move that was begun, if it is still offered."""
        if self._shown is not None and any(each.code == code for each in allowed(self._shown.values["state"])):
            self.begin_step(move_of(code))

    def _open_step(self, key: UUID, move: Move, first: Prefilled) -> None:
        if key != self.current() or self.step is not None:
            return
        self.step = StepPanel(self.context, Of(ServiceRequest, "request", key), move, first,
                              lambda values, sent: self._take(move, values, sent), self._close_step)  # fmt: skip
        self.pane.cover(self.step)
        self.pane.next.set("")
        self.step.start()

    def _take(self, move: Move, values: dict[str, Any], sent: Sent) -> None:
        panel = self.step
        self.context.gateway.write(
            Label(N_("{_step}: {name}"), {"_step": move.label, "name": self._name()}), requests.take, self.current(),
            move.code, values, done=lambda _nothing: self._taken(panel, sent),
            failed=lambda error: self._refused(panel, sent, error),
        )  # fmt: skip

    def _taken(self, panel: StepPanel | None, sent: Sent) -> None:
        if panel is not None and panel is self.step:
            panel.form.saved(sent)
            self._close_step()

    def _refused(self, panel: StepPanel | None, sent: Sent, error: AppError) -> None:
        if panel is not None and panel is self.step:
            panel.refuse(sent, error)
        else:
            self.context.frame.tell(error.sentence)

    def _close_step(self) -> None:
        if self.step is not None:
            self.step.form.keep_draft()
            self.step = None
            self.pane.cover(None)
            if self._shown is not None:
                self._show_next(self._shown)
                self.pane.next.action.setFocus()

    def make_complaint(self, severity: str) -> None:
        """The customer is dissatisfied: a complaint of this severity, received when the request was."""
        if self._shown is not None and self.save():
            label = self._label(N_("Made the service request “{name}” a complaint"))
            self.context.gateway.write(label, requests.to_complaint, self.current(), severity,
                                       done=lambda key: self.context.frame.go("complaints", key))  # fmt: skip

    def _name(self) -> str:
        return excerpt(self._shown.values["subject"]) if self._shown else ""

    def _label(self, text: str) -> Label:
        return Label(text, {"name": self._name()})

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _show_severities(self) -> None:
        menu = self._menu()
        for choice in choices.SEVERITY:
            action = menu.addAction(literal(_(choice.label)))
            action.triggered.connect(lambda _checked=False, code=choice.code: self.make_complaint(code))
        menu.popup(self.complain.mapToGlobal(QPoint(0, self.complain.height())))

    def _show_others(self, moves: list[Move]) -> None:
        menu, button = self._menu(), self.pane.next.other
        for move in moves:
            menu.addAction(literal(_(move.label))).triggered.connect(lambda _checked=False, move=move: self.begin_step(move))
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def _show_menu(self) -> None:
        menu = self._menu()
        menu.addAction(literal(_("Delete"))).triggered.connect(lambda: self.delete())
        menu.popup(self.more_button.mapToGlobal(QPoint(0, self.more_button.height())))

    def delete(self) -> None:
        """Into the recycle bin."""
        if self._shown is not None:
            ids = [self._shown.values["id"]]
            label = self._label(N_("Deleted the service request “{name}”"))
            self.context.gateway.write(label, records.delete, ServiceRequest, ids)

    def save(self) -> bool:
        """Save what was changed; True when nothing unsaved is left."""
        if self.step is not None:
            self.step.submit()
            return self.step is None
        if self._shown is None or not self.form.dirty():
            return True
        if self.form.sending() or not self.form.check():
            return False
        sent = self.form.send()
        self.context.gateway.write(
            self._label(N_("Changed the service request “{name}”")), requests.amend, self.current(), sent.values,
            self._shown.values["row_version"],
            done=lambda _changed: self.form.saved(sent), failed=lambda error: self.form.refused(sent, error),
        )  # fmt: skip
        return not self.form.dirty()

    def keep_drafts(self) -> None:
        """Keep what is typed in the record and for a move."""
        for form in (self.form, *((self.step.form,) if self.step else ())):
            form.keep_draft()

    def retranslate(self) -> None:
        """Words in the language in force."""
        relabel(self.complain, _("Make it a complaint") + " ▾")
        name_it(self.more_button, _("More"))
        set_tip(self.more_button, _("More"))
        for part in (self.pane, self.form, self.bar, self.attachments, self.history, self.step):
            if part is not None:
                part.retranslate()
        if self._shown is not None:
            self._show_head(self._shown)
