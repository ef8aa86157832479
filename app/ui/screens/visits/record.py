"""One visit: what is to be done with it, everything that is known of it, and its history."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.formats import number_said
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Visit, fields_of
from app.services import records, visit_repeats, visit_series, visits
from app.services.present import text_of
from app.services.visit_view import VisitView, visit_view
from app.ui.attachments.of_record import RecordAttachments
from app.ui.context import Context
from app.ui.forms.form import Form
from app.ui.forms.thrown import discard
from app.ui.gateway import Label
from app.ui.kit.delegates import tone_of
from app.ui.kit.layouts import column, scrolled, waiting
from app.ui.kit.widgets import icon_button, name_it, set_tip
from app.ui.records.history import HistoryView
from app.ui.records.record import RecordPane, SaveBar
from app.ui.screens.visits.calendar_moves import moved_label
from app.ui.screens.visits.layout import WHOLE
from app.ui.screens.visits.lines import VisitLines
from app.ui.screens.visits.record_days import ask_why, days_menu
from app.ui.screens.visits.record_words import due_words, in_time, repeats_words
from app.ui.screens.visits.scope import THIS, ask_scope, repeats

Run = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Doors:
    """Where a visit leads: recording this plan, planning its next step, its customer, and the menu of what can be done."""

    record: Callable[[VisitView], None]
    plan_next: Callable[[UUID], None]

_FIELDS = tuple(key for _title, keys, _folded in WHOLE for key in keys)


class VisitRecord(QWidget):
    """The pane at the right of the list or the week; ``gone`` when the visit went to the recycle bin."""

    gone = Signal()

    def __init__(self, context: Context, doors: Doors) -> None:
        super().__init__()
        self.context, self._doors = context, doors
        self._shown: VisitView | None = None
        self._asked: UUID | None = None
        self.pane = RecordPane("visit")
        self.form = Form(Visit, WHOLE, context, "visit.form", own=True)
        self.bar = SaveBar("visit", lambda: self.save(), lambda: discard(self.form))
        self.history = waiting(HistoryView(context, "visit", _store, _FIELDS), self)
        self.customer_button = icon_button("building-2", "", self._go_to_customer)
        self.more_button = icon_button("ellipsis", "", self._show_menu)
        self.more_button.setObjectName("visit.more")
        for button in (self.customer_button, self.more_button):
            self.pane.buttons.addWidget(button)
        self.pane.add_tab("file", N_("Record"), self._make_file)
        self.lines: VisitLines | None = None
        self.pane.add_tab("lines", N_("People and promises"), self._make_lines)
        self.attachments = RecordAttachments(context, self.pane, "visits", self)
        self.pane.add_tab("history", N_("History"), lambda: self.history)
        self.pane.tab_changed.connect(self._tab_changed)
        whole = column(self.pane, spacing=0)
        self.setLayout(whole)
        self.form.dirty_changed.connect(self.bar.set_dirty)
        self.form.submitted.connect(self.save)
        context.gateway.changed.connect(self._changed)
        self.retranslate()

    def _make_file(self) -> QWidget:
        inner = QWidget()
        inner.setProperty("kind", "ground")
        inner.setLayout(column(self.form, None, margins=(24, 16, 24, 16)))
        page = QWidget()
        layout = column(scrolled(inner), self.bar, spacing=0)
        layout.setStretch(0, 1)
        page.setLayout(layout)
        return page

    def _make_lines(self) -> QWidget:
        self.lines = VisitLines(self.context)
        self.lines.counted.connect(lambda count: self.pane.set_count("lines", count))
        return scrolled(self.lines)

    def current(self) -> UUID | None:
        """The visit that is shown."""
        return None if self._shown is None else self._shown.values["id"]

    def show_record(self, visit_id: UUID) -> None:
        """Show a visit; what was typed on the one before is kept as a draft, what is being typed on this one stays."""
        self.keep_drafts()
        self._asked = visit_id
        here = visit_id == self.current() and self.form.dirty()
        self.context.gateway.read(visit_view, visit_id, done=self._refresh if here else self._show)

    def _changed(self, changes: Any) -> None:
        if self._shown is not None and self.current() in changes.ids("visits"):
            self.context.gateway.read(visit_view, self.current(), done=self._refresh)

    def _show(self, view: VisitView) -> None:
        if view.values["id"] != self._asked:
            return
        if view.values["deleted_at"] is not None:  # a series that was moved has made another in its place
            self._leave(view)
            return
        self._shown = view
        self.form.load(view.values, view.titles, f"visits:{view.values['id'].hex}")
        self.pane.set_count("lines", None)
        self._show_head(view)
        self._tab_changed(self.pane.tab())

    def _refresh(self, view: VisitView) -> None:
        if view.values["id"] != self.current():
            return
        if view.values["deleted_at"] is not None:
            self._leave(view)
            return
        self._shown = view
        self.form.refresh(view.values, view.titles)
        self._show_head(view)
        if self.pane.tab() == "history":
            self._tab_changed("history")

    def _leave(self, view: VisitView) -> None:
        """The visit is in the recycle bin: nothing is shown any more, what was typed is kept as a draft."""
        self._shown, self._asked = None, None
        self.form.clear(view.values["number"] or view.titles.get("customer_id", ""))
        self.gone.emit()

    def _tab_changed(self, key: str) -> None:
        if key == "history" and self._shown is not None:
            self.history.load(Visit, self._shown.values["id"])
        elif self.lines is not None and self._shown is not None:
            self.lines.load(self._shown.values["id"])

    # the head -----------------------------------------------------------------------------------------------------

    def _show_head(self, view: VisitView) -> None:
        values, titles, fields = view.values, view.titles, fields_of(Visit)
        self.attachments.show(values["id"])
        words = {key: text_of(fields[key], values[key]) for key in ("kind", "state", "result")}
        badges = [(words["state"], tone_of("state", values["state"])), (words["kind"], "neutral")]
        if values["result"]:
            badges.append((words["result"], tone_of("result", values["result"])))
        if values["confirmed_on"] and values["state"] == "planned":
            badges.append((_("Agreed"), "accent"))
        badges += in_time(values)
        self.pane.set_title(values["purpose"] or words["kind"], badges)
        people = (titles.get(key, "") for key in ("customer_id", "contact_id", "owner_id"))
        self.pane.set_line((number_said(values["number"]), *people, repeats_words(view.series)))
        self._show_next(view)

    def _show_next(self, view: VisitView) -> None:
        values, card = view.values, self.pane.next
        if values["state"] == "planned":
            danger, detail = due_words(values["planned_on"])
            card.set(_("Next: make this visit and write it down"), detail, danger, _("Record visit"),
                     lambda: self._doors.record(view), _("Move"), self._show_days)  # fmt: skip
        elif values["promise"] and not values["promise_kept_on"]:
            danger, detail = due_words(values["promise_due"])
            card.set(_("Promised: {what}").format(what=values["promise"]), detail, danger, _("Promise kept"), self.keep_promise)
        elif view.step_open and values["next_step"]:
            danger, detail = due_words(values["next_on"])
            card.set(_("Next step: {what}").format(what=values["next_step"]), detail, danger, _("Plan it"),
                     lambda: self._doors.plan_next(values["id"]))  # fmt: skip
        else:
            card.set("")

    # what can be done ---------------------------------------------------------------------------------------------

    def _name(self) -> str:
        return self._shown.titles.get("customer_id", "") if self._shown else ""

    def _label(self, text: str) -> Label:
        return Label(text, {"name": self._name()})

    def _write(self, text: str | Label, work: Callable[..., Any], *args: Any) -> None:
        if self._shown is not None:
            label = text if isinstance(text, Label) else self._label(text)
            self.context.gateway.write(label, work, self._shown.values["id"], *args)

    def keep_promise(self) -> None:
        """The promise was kept today."""
        self._write(N_("Kept the promise to {name}"), visits.keep_promise)

    def move_to(self, day: date) -> None:
        """Plan it for another day; one that was agreed asks why."""
        if self._shown is not None and self._shown.values["confirmed_on"]:
            ask_why(self.context, self.pane.next.other, self._shown.values["id"], self._name(), day)
        else:
            self._write(moved_label(self._name(), day), visits.move, day)

    def cancel(self) -> None:
        """Call it off; one step that can be undone. Of one that repeats it is asked which times; one that was agreed asks why."""
        text = N_("Cancelled the visit to {name}")
        if self._shown is not None and self._shown.values["confirmed_on"]:
            self.ask_missed()
        elif self._shown is not None and repeats(self._shown.values):
            ask_scope(self.more_button, lambda scope: self._write(text, visit_series.cancel, scope))
        else:
            self._write(text, visits.cancel)

    def ask_missed(self) -> None:
        """Ask why it did not happen, and when it is made instead."""
        from app.ui.screens.visits.missed import MissedAsked

        if self._shown is not None:
            MissedAsked(self.context, self.more_button, self._shown.values, self._name())

    def delete(self) -> None:
        """Into the recycle bin."""
        if self._shown is not None:
            ids = [self._shown.values["id"]]
            self.context.gateway.write(self._label(N_("Deleted a visit to {name}")), records.delete, Visit, ids)

    def _go_to_customer(self) -> None:
        if self._shown is not None:
            self.context.frame.go("customers", self._shown.values["customer_id"])

    def _show_menu(self) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        if self._shown is not None and self._shown.values["state"] == "planned":
            menu.addAction(_("Move to another day")).triggered.connect(lambda: self._show_days())
            if not self._shown.values["confirmed_on"]:
                agreed = menu.addAction(_("Agreed with the customer"))
                agreed.triggered.connect(lambda: self._write(N_("Agreed on the visit to {name}"), visits.confirm))
            menu.addAction(_("It did not happen…")).triggered.connect(lambda: self.ask_missed())
            menu.addAction(_("Cancel the visit")).triggered.connect(lambda: self.cancel())
        menu.addAction(_("Delete")).triggered.connect(lambda: self.delete())
        menu.popup(self.more_button.mapToGlobal(QPoint(0, self.more_button.height())))

    def _show_days(self) -> None:
        button = self.pane.next.other
        self.days_menu().popup(button.mapToGlobal(QPoint(0, button.height())))

    def days_menu(self) -> QMenu:
        """Days to move the visit to, and a calendar."""
        return days_menu(self, self.move_to)

    def save(self) -> bool:
        """Save what was changed in the record; True when nothing unsaved is left."""
        if self._shown is None or not self.form.dirty():
            return self.lines is None or self.lines.settle()
        if self.form.sending() or not self.form.check():
            return False
        if repeats(self._shown.values) and self.form.values().keys() & visit_repeats.COMMON:
            ask_scope(self.bar.save_button, self._store)
        else:
            self._store()
        return not self.form.dirty()

    def _store(self, scope: str = THIS) -> None:
        """``scope`` of visit_series: this visit, this one and the following, or all ahead."""
        if self._shown is None or self.form.sending():
            return
        sent, key = self.form.send(), self._shown.values["id"]
        alone = (visits.amend, key, sent.values, self._shown.values["row_version"])
        self.context.gateway.write(
            self._label(N_("Changed the visit to {name}")),
            *(alone if scope == THIS else (visit_repeats.amend, key, sent.values, scope, self._shown.values["row_version"])),
            done=lambda _changed: self.form.saved(sent), failed=lambda error: self.form.refused(sent, error),
        )  # fmt: skip

    def keep_drafts(self) -> None:
        """Keep what is typed."""
        self.form.keep_draft()
        if self.lines is not None:
            self.lines.keep_draft()

    def retranslate(self) -> None:
        """Words in the language in force."""
        for button, text in ((self.customer_button, _("Open the customer")), (self.more_button, _("More"))):
            name_it(button, text)
            set_tip(button, text)
        for part in (self.pane, self.form, self.bar, self.attachments, self.history, self.lines):
            if part is not None:
                part.retranslate()
        if self._shown is not None:
            self._show_head(self._shown)


def _store(session: Any, visit_id: UUID, values: dict[str, Any]) -> bool:
    return visits.amend(session, visit_id, values)
