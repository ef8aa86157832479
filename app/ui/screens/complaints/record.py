"""One complaint: its stages, the next step, what is asked for it, and everything known in tabs."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.analysis.complaint_states import READ_ONLY
from app.analysis.workdays import Calendar
from app.errors import AppError
from app.formats import local
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Complaint
from app.services import complaint_extension, complaints
from app.services.complaint_parts_view import Around, whole
from app.services.complaint_plan import Option
from app.services.complaint_view import CaseView
from app.ui.attachments.of_record import RecordAttachments
from app.ui.context import Context
from app.ui.dialogs.transition import TransitionPanel, step_name
from app.ui.forms.draft_values import Sent
from app.ui.forms.form import Form
from app.ui.gateway import Label
from app.ui.kit.layouts import column, scrolled, waiting
from app.ui.records.history import HistoryView
from app.ui.records.merging import name_more
from app.ui.records.record import RecordPane, SaveBar
from app.ui.screens.complaints.besides import EXTEND, beside, extra_field, operation, step_label, told
from app.ui.screens.complaints.card import StepCard
from app.ui.screens.complaints.eight_d import EightDView
from app.ui.screens.complaints.extras import CaseExtras
from app.ui.screens.complaints.head import badges, facts
from app.ui.screens.complaints.layout import TABS
from app.ui.screens.complaints.log import LogView
from app.ui.screens.complaints.more import more_button
from app.ui.screens.complaints.notices import Notices
from app.ui.screens.complaints.outlook import Outlook
from app.ui.screens.complaints.tabs import TabForms
from app.ui.screens.complaints.talks import TalksView

_SHOWN = frozenset({"complaints", "complaint_events", "employees", "settings", "recoveries", "transfers", "messages", "promises",
                    "eight_ds", "customers"})  # fmt: skip


class ComplaintRecord(QWidget):
    """Shows one complaint at a time; ``shown(UUID)`` when it is there, ``gone()`` when it can't be read."""

    shown = Signal(object)
    gone = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._id: UUID | None = None
        self._view: CaseView | None = None
        self._panel: TransitionPanel | None = None
        self._taking = False
        self.pane = RecordPane("complaint")
        self.card = StepCard(self.pane, self._wanted, self._extend)
        self.notices = Notices(context, self.pane, lambda: self.resume_step(self.notices.way_back()))
        self.outlook = Outlook(self.pane, lambda key: context.frame.go("complaints", key))
        self.extras = CaseExtras(context, self)
        self.extras.opened.connect(lambda key: context.frame.go("complaints", key))
        self.extras.step_wanted.connect(self.resume_step)
        self.forms = TabForms(context, lambda dirty: self.bar.set_dirty(dirty), self.extras)
        self.talks, self.eight_d = waiting(TalksView(context), self), waiting(EightDView(context), self)
        self.log = waiting(LogView(), self)
        self.history = waiting(HistoryView(context, "complaint"), self)
        self.bar = SaveBar("complaint", lambda: self.save(), self.forms.discard)
        self._lay_out()
        context.gateway.changed.connect(self._changed)

    def _lay_out(self) -> None:
        self.more = more_button(self.context, self.current)
        self.pane.buttons.addWidget(self.more)
        for key, label, _layout in TABS:
            self.pane.add_tab(key, label, lambda key=key: self.forms.page(key))  # type: ignore[misc]
        self.pane.add_tab("eight_d", N_("8D"), lambda: self.eight_d)
        self.pane.add_tab("talks", N_("Talks"), lambda: scrolled(self.talks))
        self.pane.add_tab("log", N_("Log"), lambda: scrolled(self.log, N_("Log")))
        self.attachments = RecordAttachments(self.context, self.pane, "complaints", self)
        self.pane.add_tab("history", N_("History"), lambda: self.history)
        self.pane.tab_changed.connect(self._tab_changed)
        layout = column(self.pane, self.bar, spacing=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    # showing ------------------------------------------------------------------------------------------------------

    def current(self) -> UUID | None:
        """The complaint that is shown."""
        return self._id

    def month(self) -> str:
        """The month in which the shown complaint came in, "2026-07"; the empty text while none is shown."""
        return local(self._view.values["received_at"]).strftime("%Y-%m") if self._view else ""

    def show_record(self, complaint_id: UUID) -> None:
        """Show a complaint from its beginning; what was typed on the one before is kept as a draft."""
        if complaint_id != self._id:
            self.keep_drafts()
            self._close_panel()
            self._id, self._view = complaint_id, None
        self.reload()

    def reload(self, then: Callable[[], None] | None = None) -> None:
        """Read the complaint again; what is being typed stays. ``then`` follows when it is shown."""
        asked = self._id
        if asked is not None:
            self.context.gateway.read(whole, asked, done=lambda found: self._show(asked, found, then))

    def _show(self, asked: UUID, found: tuple[CaseView, Around, Calendar], then: Callable[[], None] | None) -> None:
        if asked != self._id:
            return
        view, around, calendar = found
        fresh, self._view = self._view is None, view
        self.attachments.show(asked)
        self.card.show_case(view, calendar)
        self._drop_stale_panel()
        self.card.offer(self._panel is None)
        self.forms.show_values(asked, view.values, view.names, fresh, view.values["state"] in READ_ONLY)
        for part in (self.extras, self.talks, self.eight_d, self.notices):
            part.show_case(view, around)
        self.outlook.show_case(view, around, calendar)
        self._show_head(view, around)
        self.log.show_log(view)
        self._tab_changed(self.pane.tab())
        self.shown.emit(asked)
        if then is not None:
            then()

    def _show_head(self, view: CaseView, around: Around) -> None:
        self.pane.set_title(view.values["subject"], badges(view))
        self.pane.set_line(facts(view))
        self.pane.set_count("log", sum(entry.revokes is None for entry in view.log))
        self.pane.set_count("talks", len(around.talks) + len(around.promises))
        self.pane.offer_tab("eight_d", around.eight_d)

    def _tab_changed(self, key: str) -> None:
        if key == "history" and self._id is not None:
            self.history.load(Complaint, self._id)

    def _changed(self, changes: Any) -> None:
        if _SHOWN & changes.entities():
            self.reload()

    # steps --------------------------------------------------------------------------------------------------------

    def _wanted(self, option: Option) -> None:
        """A step was chosen: it is taken on what is stored, so unsaved changes are saved before it."""
        self.save_first(lambda: self._begin_step(self.card.present(option)))

    def _extend(self) -> None:
        """Ask until when the target is extended, or say why it can't be."""
        if self._id is not None:
            refused = self.context.gateway.read_now(complaint_extension.why_not, self._id)
            if refused:
                self.context.frame.tell(_(refused))
            else:
                self.resume_step(EXTEND)

    def go_on(self) -> None:
        """Ask for what the next step needs as soon as the one before is taken, where one person goes all the way."""
        self.reload(self._ask_next)

    def _ask_next(self) -> None:
        options = self.card.options
        if options.straight and options.next is not None and not options.next.refused and options.next.asks.anything:
            self._wanted(options.next)

    def resume_step(self, name: str) -> None:
        """Ask again for a step that was begun, if the complaint still offers it."""
        self.reload(lambda: self._begin_named(name))

    def _begin_named(self, name: str) -> None:
        option = self._named(name)
        if option is not None and option.refused:
            self.context.frame.tell(option.refused)
        elif option is not None:
            self._wanted(option)

    def _named(self, name: str) -> Option | None:
        return next((each for each in self.card.offered() if step_name(each) == name), beside(name))

    def _begin_step(self, option: Option) -> None:
        """Ask for what a step needs, or take it at once where it needs nothing."""
        if self._view is None or self._panel is not None:
            return
        if option.asks.anything:
            case, names, ends = self._view.values["id"], self._view.option_names, (self._take, self._close_panel)
            hint = told(option, self._view, self.context.gateway.read_now(complaint_extension.longest, case))
            self._panel = TransitionPanel(self.context, case, option, names, *ends, extra_field(option), hint)
            self.pane.cover(self._panel)
            self.card.offer(False)
            self._panel.start()
        else:
            self._take(option, {}, "")

    def _take(self, option: Option, values: dict[str, Any], reason: str) -> None:
        if self._taking:
            return
        self._taking, asked = True, self._panel.key if self._panel else ""
        store, step = operation(option)
        given = values | ({"to": option.to} if option.to else {})
        self.context.gateway.write(
            self._label(option, values), store, self._id, step, given, reason,
            done=lambda _nothing: self._taken(asked), failed=lambda error: self._refused(asked, error),
        )  # fmt: skip

    def _label(self, option: Option, values: Mapping[str, Any]) -> Label:
        if self._view is None:
            return Label(option.label)
        asks = self.context.gateway.read_now(complaints.to_be_asked, self._id, values) if option.action == "T29" else ""
        return step_label(option, self._view, asks)

    def _taken(self, asked: str) -> None:
        """The step's own panel goes, and its draft; another complaint's panel may stand there by now."""
        self._taking = False
        if asked:
            self.context.gateway.forget_draft(asked)
        if self._panel is not None and self._panel.key == asked:
            self._panel.taken()
            self._close_panel()
        self.go_on()

    def _refused(self, asked: str, error: AppError) -> None:
        self._taking = False
        if self._panel is not None and self._panel.key == asked:
            self._panel.show_error(error)
        else:
            self.context.frame.tell(error.sentence)

    def _drop_stale_panel(self) -> None:
        """A step that the case offers no more (its registration was undone) is not asked for; what was typed is a draft."""
        if self._panel is not None and not self._taking and self._named(step_name(self._panel.option)) is None:
            self._close_panel()

    def _close_panel(self) -> None:
        if self._panel is not None:
            self._panel.keep()
            self._panel = None
            self.pane.cover(None)
            self.card.offer(True)
            self.card.focus()

    # saving -------------------------------------------------------------------------------------------------------

    def save(self) -> bool:
        """Save what was typed in the tabs; True when nothing unsaved is left."""
        if self._panel is not None:
            self._panel.submit()
            return self._panel is None
        if self.forms.dirty():
            self._store(None)
        return self.extras.settle() and self.eight_d.save() and not self.forms.dirty()

    def save_first(self, then: Callable[[], None]) -> None:
        """Do something once what was typed is stored; what can't be stored says so, and it is left undone."""
        if self.forms.dirty():
            self._store(lambda: self.reload(then))
        else:
            then()

    def keep_drafts(self) -> None:
        """Keep what is typed in the tabs and for a step."""
        for part in (self.forms, self.talks, self.eight_d):
            part.keep_drafts()
        if self._panel is not None:
            self._panel.keep()

    def _store(self, then: Callable[[], None] | None) -> None:
        if self._view is None or self.forms.sending() or not self.forms.check(self.pane.show_tab):
            return
        values, typed, sent = self._view.values, self.forms.values(), self.forms.send()
        self.context.gateway.write(
            Label(N_("Changed complaint {number}"), {"number": values["number"]}), complaints.amend, self._id,
            typed, values["row_version"], done=lambda _changed: self._stored(sent, then),
            failed=lambda error: self.forms.refused(sent, error, self.pane.show_tab),
        )  # fmt: skip

    def _stored(self, sent: Mapping[Form, Sent], then: Callable[[], None] | None) -> None:
        self.forms.saved(sent)
        if then is not None:
            then()

    def retranslate(self) -> None:
        """Words in the new language."""
        name_more(self.more)
        self.pane.retranslate()
        self.forms.retranslate()
        self.bar.retranslate()
        for part in (self.attachments, self.history, self.talks, self.eight_d):
            part.retranslate()
        if self._panel is not None:
            self._panel.retranslate()
        self.reload()
