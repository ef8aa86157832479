"""One improvement: its effect, the next move, everything known in the order of plan, do, check, act, and its complaints."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.analysis.improvement_states import Move, allowed, next_due, next_move
from app.analysis.improvement_states import move as move_of
from app.errors import AppError
from app.formats import excerpt, number_said
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import fields_of
from app.models.improvement import Improvement
from app.services import improvements, records
from app.services.improvement_view import Asked, ImprovementView, asked, improvement_view
from app.services.present import text_of
from app.ui.attachments.of_record import RecordAttachments
from app.ui.context import Context
from app.ui.editors.editor import firm_now
from app.ui.forms.draft_values import Sent
from app.ui.forms.form import Form
from app.ui.gateway import Label
from app.ui.kit.delegates import due_cell, tone_of
from app.ui.kit.layouts import column, scrolled, waiting
from app.ui.kit.widgets import icon_button, literal, name_it, set_tip
from app.ui.records.history import HistoryView
from app.ui.records.record import RecordPane, SaveBar
from app.ui.records.step_panel import Of, Prefilled, StepPanel
from app.ui.screens.improvements.cases import CasesTab
from app.ui.screens.improvements.effect import EffectBar
from app.ui.screens.improvements.layout import WHOLE

_FIELDS = tuple(key for _title, keys, _folded in WHOLE for key in keys)
_TOUCHED = {"improvements", "improvement_cases", "employees"}


class ImprovementRecord(QWidget):
    """The pane at the right of the list; ``gone`` when the improvement went to the recycle bin."""

    gone = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._shown: ImprovementView | None = None
        self._asked: UUID | None = None
        self.step: StepPanel | None = None
        self.cases: CasesTab | None = None
        self.pane = RecordPane("improvement")
        self.effect = EffectBar()
        self.form = Form(Improvement, WHOLE, context, "improvement.form", own=True)
        self.bar = SaveBar("improvement", lambda: self.save(), lambda: self.form.discard())
        self.history = waiting(HistoryView(context, "improvement", improvements.amend, _FIELDS), self)
        self.more_button = icon_button("ellipsis", "", self._show_menu)
        self.more_button.setObjectName("improvement.more")
        self._lay_out()
        self.form.dirty_changed.connect(self.bar.set_dirty)
        self.form.submitted.connect(self.save)
        context.gateway.changed.connect(self._changed)
        self.retranslate()

    def _lay_out(self) -> None:
        self.pane.buttons.addWidget(self.more_button)
        self.pane.below.addSpacing(8)
        self.pane.below.addWidget(self.effect)
        self.pane.add_tab("file", N_("Plan, do, check, act"), self._make_file)
        self.pane.add_tab("cases", N_("Complaints"), self._make_cases)
        self.attachments = RecordAttachments(self.context, self.pane, "improvements", self)
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

    def _make_cases(self) -> QWidget:
        self.cases = CasesTab(self.context, lambda found: self._name_case(improvements.attach, found),
                              lambda found: self._name_case(improvements.detach, found))  # fmt: skip
        return self.cases

    def _name_case(self, work: Callable[..., Any], complaint_id: UUID) -> None:
        text = N_("Named a complaint for {name}") if work is improvements.attach else N_("Left a complaint out of {name}")
        self.context.gateway.write(self._label(text), work, self.current(), complaint_id)

    # showing ------------------------------------------------------------------------------------------------------

    def current(self) -> UUID | None:
        """The improvement that is shown."""
        return None if self._shown is None else self._shown.values["id"]

    def show_record(self, improvement_id: UUID) -> None:
        """Show an improvement; what was typed on the one before is kept as a draft."""
        if improvement_id != self._asked:
            self.keep_drafts()
            self._close_step()
        self._asked = improvement_id
        self.context.gateway.read(improvement_view, improvement_id, done=self._show)

    def _changed(self, changes: Any) -> None:
        if self._asked is not None and _TOUCHED & changes.entities():
            self.context.gateway.read(improvement_view, self._asked, done=self._show)

    def _show(self, view: ImprovementView) -> None:
        if view.values["id"] != self._asked:
            return
        if view.line is None:
            self._leave(view)
            return
        fresh, self._shown = view.values["id"] != self.current(), view
        if fresh:
            self.form.load(view.values, view.titles, f"improvements:{view.values['id'].hex}")
        else:
            self.form.refresh(view.values, view.titles)
        self._show_head(view)
        self._tab_changed(self.pane.tab())

    def _leave(self, view: ImprovementView) -> None:
        """It is in the recycle bin: nothing is shown any more, what was typed is kept as a draft."""
        self._close_step()
        self._shown, self._asked = None, None
        self.form.clear(view.values["name"])
        self.gone.emit()

    def _tab_changed(self, key: str) -> None:
        if self._shown is None:
            return
        if key == "history":
            self.history.load(Improvement, self._shown.values["id"])
        elif key == "cases" and self.cases is not None:
            self.cases.show_cases(self._shown.cases)

    def _show_head(self, view: ImprovementView) -> None:
        values, field = view.values, fields_of(Improvement)["state"]
        self.attachments.show(values["id"])
        badges = [(text_of(field, values["state"]), tone_of("state", values["state"]))]
        if view.line is not None and view.line.overdue:
            badges.append((_("Late"), "danger"))
        if values["begun_again"]:
            badges.append((_("Round {count}").format(count=values["begun_again"] + 1), "neutral"))
        self.pane.set_title(values["name"], badges)
        self.pane.set_line((number_said(values["number"]), view.titles.get("owner_id", "")))
        self.pane.set_count("cases", len(view.cases))
        self.effect.show_line(view.line)
        self._show_next(view)

    def _show_next(self, view: ImprovementView) -> None:
        values, step = view.values, next_move(view.values["state"])
        others = [each for each in allowed(values["state"]) if each != step]
        if self.step is not None or (step is None and not others):
            self.pane.next.set("")
            return
        due = next_due(values["state"], values["due_on"], values["check_on"])
        cell = due_cell(due, firm_now())
        late, calm = (cell.text, "") if cell.ink == "danger" else ("", cell.text)
        detail = " · ".join(part for part in (calm, due.isoformat() if due else "") if part)
        title = _("Next step: {step}").format(step=_(step.label)) if step else _("Nothing left to do")
        self.pane.next.set(
            title, detail, late, _(step.label) if step else "", lambda: self.begin_step(step) if step else None,
            _("More") + " ▾" if others else "", lambda: self._show_others(others),
        )  # fmt: skip

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
        self.context.gateway.read(asked, key, move.code, done=lambda found: self._open_step(key, move, found))

    def resume_step(self, code: str) -> None:
        """Ask again for a move that was begun, if it is still offered."""
        if self._shown is not None and any(each.code == code for each in allowed(self._shown.values["state"])):
            self.begin_step(move_of(code))

    def _open_step(self, key: UUID, move: Move, found: Asked) -> None:
        if key != self.current() or self.step is not None:
            return
        seen = found.version  # the move is taken on what was seen
        self.step = StepPanel(
            self.context, Of(Improvement, "improvement", key), move, Prefilled(found.values, found.titles),
            lambda values, sent: self._take(move, seen, values, sent), self._close_step,
        )  # fmt: skip
        self.pane.cover(self.step)
        self.pane.next.set("")
        self.step.start()

    def _take(self, move: Move, version: int, values: dict[str, Any], sent: Sent) -> None:
        panel = self.step
        self.context.gateway.write(
            Label(N_("{_step}: {name}"), {"_step": move.label, "name": self._name()}), improvements.take, self.current(),
            move.code, values, version, done=lambda _nothing: self._taken(panel, sent),
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

    def _name(self) -> str:
        return excerpt(self._shown.values["name"]) if self._shown else ""

    def _label(self, text: str) -> Label:
        return Label(text, {"name": self._name()})

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

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
            self.context.gateway.write(self._label(N_("Deleted the improvement {name}")), records.delete, Improvement, ids)

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
            self._label(N_("Changed the improvement {name}")), improvements.amend, self.current(), sent.values,
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
        name_it(self.more_button, _("More"))
        set_tip(self.more_button, _("More"))
        parts = (self.pane, self.form, self.bar, self.attachments, self.history, self.cases, self.step)
        for part in parts:
            if part is not None:
                part.retranslate()
        if self._shown is not None:
            self._show_head(self._shown)
