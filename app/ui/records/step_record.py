"""A record that moves through states: its head with the next move, its file, attachments and history; what a move needs is
asked in the place of its tabs. Names no entity: ``Stepped`` says what the record is and what is done with it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from app.errors import AppError
from app.formats import excerpt
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import title_of
from app.services import records
from app.services.asked import Asked
from app.ui.attachments.of_record import RecordAttachments
from app.ui.context import Context
from app.ui.editors.editor import firm_now
from app.ui.forms.draft_values import Sent
from app.ui.forms.form import Form
from app.ui.forms.thrown import discard
from app.ui.gateway import Label
from app.ui.kit.delegates import due_cell
from app.ui.kit.layouts import column, scrolled, waiting
from app.ui.kit.widgets import icon_button, literal, name_it, set_tip
from app.ui.records.history import HistoryView
from app.ui.records.record import RecordPane, SaveBar
from app.ui.records.step_panel import Asking, Of, Prefilled, StepPanel
from app.ui.records.stepped import Stepped, View


class StepRecord(QWidget):
    """The pane at the right of the list; ``gone`` when what it shows went to the recycle bin."""

    gone = Signal()

    def __init__(self, context: Context, of: Stepped) -> None:
        super().__init__()
        self.context, self.of = context, of
        self._shown: View | None = None
        self._asked: UUID | None = None
        self.step: StepPanel | None = None
        self.pane = RecordPane(of.name)
        self.form = Form(of.entity, of.layout, context, f"{of.name}.form", own=True)
        self.bar = SaveBar(of.name, lambda: self.save(), lambda: discard(self.form))
        fields = tuple(key for _title, keys, _folded in of.layout for key in keys)
        self.history = waiting(HistoryView(context, of.name, of.amend, fields), self)
        self.more_button = icon_button("ellipsis", "", self._show_menu)
        self.more_button.setObjectName(f"{of.name}.more")
        self._lay_out()
        self.form.dirty_changed.connect(self.bar.set_dirty)
        self.form.submitted.connect(self.save)
        context.gateway.changed.connect(self._changed)

    def _lay_out(self) -> None:
        self.pane.buttons.addWidget(self.more_button)
        self.pane.add_tab("file", self.of.file, self._make_file)
        self.add_tabs()
        self.attachments = RecordAttachments(self.context, self.pane, self.of.entity.entity, self) if self.of.has_files else None
        self.pane.add_tab("history", N_("History"), lambda: self.history)
        self.pane.tab_changed.connect(self.show_tab)
        self.setLayout(column(self.pane, spacing=0))

    def add_tabs(self) -> None:
        """Further tabs and buttons of this kind of record."""

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
        """The record that is shown."""
        return None if self._shown is None else self._shown.values["id"]

    def show_record(self, record_id: UUID) -> None:
        """Show a record; what was typed on the one before is kept as a draft."""
        if record_id != self._asked:
            self.keep_drafts()
            self._close_step()
        self._asked = record_id
        self.context.gateway.read(self.of.view, record_id, done=self._show)

    def _changed(self, changes: Any) -> None:
        if self._asked is not None and self.of.touched & changes.entities():
            self.context.gateway.read(self.of.view, self._asked, done=self._show)

    def _show(self, view: View) -> None:
        if view.values["id"] != self._asked:
            return
        if view.binned:
            self._leave(view)
            return
        fresh, self._shown = view.values["id"] != self.current(), view
        if fresh:
            self.form.load(view.values, view.titles, f"{self.of.entity.entity}:{view.values['id'].hex}")
        else:
            self.form.refresh(view.values, view.titles)
        self._show_whole(view)
        self.show_tab(self.pane.tab())

    def _leave(self, view: View) -> None:
        """It is in the recycle bin: nothing is shown any more, what was typed is kept as a draft."""
        self._close_step()
        self._shown, self._asked = None, None
        self.form.clear(title_of(self.of.entity, view.values))
        self.gone.emit()

    def show_tab(self, key: str) -> None:
        """Fill the tab that is looked at."""
        if self._shown is not None and key == "history":
            self.history.load(self.of.entity, self._shown.values["id"])

    def _show_whole(self, view: View) -> None:
        if self.attachments is not None:
            self.attachments.show(view.values["id"])
        self.show_head(view)
        self._show_next(view)

    def show_head(self, view: Any) -> None:
        """The record's name, badges and line."""
        raise NotImplementedError

    def next_words(self, view: Any) -> tuple[Any, str]:
        """By when the next thing is due (a day, a moment or None), and what else the card of the next move says."""
        raise NotImplementedError

    def _show_next(self, view: View) -> None:
        offered = self.of.moves(view.values["state"])
        if self.step is not None or not offered:
            self.pane.next.set("")
            return
        step, others = self.usual(view, offered)
        due, more = self.next_words(view)
        cell = due_cell(due, firm_now())
        late, calm = (cell.text, "") if cell.ink == "danger" else ("", cell.text)
        title = _("Next step: {step}").format(step=_(step.label)) if step else _("Nothing left to do")
        self.pane.next.set(
            title, " · ".join(part for part in (calm, more) if part), late, _(step.label) if step else "",
            lambda: self.begin_step(step) if step else None, _("More") + " ▾" if others else "",
            lambda: self._show_others(others),
        )  # fmt: skip

    def usual(self, _view: Any, offered: Sequence[Asking]) -> tuple[Asking | None, Sequence[Asking]]:
        """The recommended one of the moves, and the others; None where none is."""
        return offered[0], offered[1:]

    # what can be done ---------------------------------------------------------------------------------------------

    def begin_step(self, move: Asking) -> None:
        """Ask for what a move needs, once what was typed in the record is stored."""
        if self._shown is None or self.step is not None or (self.form.dirty() and not self.save()):
            return
        key = self._shown.values["id"]
        self.context.gateway.read(self.of.asked, key, move.code, done=lambda found: self._open_step(key, move, found))

    def resume_step(self, code: str) -> None:
        """Ask again for a move that was begun, if it is still offered."""
        offered = self.of.moves(self._shown.values["state"]) if self._shown is not None else ()
        if move := next((each for each in offered if each.code == code), None):
            self.begin_step(move)

    def _open_step(self, key: UUID, move: Asking, found: Asked) -> None:
        if key != self.current() or self.step is not None:
            return
        seen = found.version  # the move is taken on what was seen
        if found.ready:
            self._take(move, seen, found.values, None)
            return
        self.step = StepPanel(
            self.context, Of(self.of.entity, self.of.name, key), move, Prefilled(found.values, found.titles),
            lambda values, sent: self._take(move, seen, values, sent), self._close_step,
        )  # fmt: skip
        self.pane.cover(self.step)
        self.pane.next.set("")
        self.step.start()

    def _take(self, move: Asking, version: int, values: Mapping[str, Any], sent: Sent | None) -> None:
        panel = self.step
        self.context.gateway.write(
            Label(N_("{_step}: {name}"), {"_step": move.label, "name": self.name()}), self.of.take, self.current(),
            move.code, values, version, done=lambda _nothing: self._taken(panel, sent),
            failed=lambda error: self._refused(panel, sent, error),
        )  # fmt: skip

    def _taken(self, panel: StepPanel | None, sent: Sent | None) -> None:
        if panel is not None and sent is not None and panel is self.step:
            panel.form.saved(sent)
            self._close_step()

    def _refused(self, panel: StepPanel | None, sent: Sent | None, error: AppError) -> None:
        if panel is not None and sent is not None and panel is self.step:
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

    def name(self) -> str:
        """What the record is called in toasts and in the list of steps."""
        return excerpt(title_of(self.of.entity, self._shown.values)) if self._shown else ""

    def label(self, text: str) -> Label:
        """A step's label about this record."""
        return Label(text, {"name": self.name()})

    def open_menu(self, button: QAbstractButton, lines: Sequence[tuple[str, Callable[[], None]]]) -> None:
        """A menu below a button: words and what they do."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for words, run in lines:
            menu.addAction(literal(words)).triggered.connect(lambda _checked=False, run=run: run())
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def _show_others(self, moves: Sequence[Asking]) -> None:
        lines = [(_(move.label), lambda move=move: self.begin_step(move)) for move in moves]
        self.open_menu(self.pane.next.other, lines)

    def _show_menu(self) -> None:
        self.open_menu(self.more_button, [(_("Delete"), self.delete)])

    def delete(self) -> None:
        """Into the recycle bin."""
        if self._shown is not None:
            ids = [self._shown.values["id"]]
            self.context.gateway.write(self.label(self.of.deleted), records.delete, self.of.entity, ids)

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
            self.label(self.of.changed), self.of.amend, self.current(), sent.values, self._shown.values["row_version"],
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
        for part in (self.pane, self.form, self.bar, self.attachments, self.history, self.step):
            if part is not None:
                part.retranslate()
        if self._shown is not None:
            self._show_whole(self._shown)
