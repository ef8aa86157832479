"""Today: the one thing to begin with, the desk of what is due, birthdays, and what was recorded last."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.formats import local, long_day, weekday
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.models.types import now_utc
from app.services import today
from app.services.today import Agenda, Item, Kind, Part
from app.services.today_items import open_step_ids
from app.ui.context import Command, Context, Screen
from app.ui.frame.due_rows import KINDS, screen_of, words_of
from app.ui.kit.delegates import due_cell
from app.ui.kit.layouts import column, row, scrolled
from app.ui.kit.next_card import NextCard
from app.ui.kit.widgets import EmptyState, PlainLabel, primary, relabel, secondary
from app.ui.screens.today.acts import BACK
from app.ui.screens.today.beside import Beside
from app.ui.screens.today.drafts import DraftList
from app.ui.screens.today.handed import HandedCard
from app.ui.screens.today.keys import arrive, is_kept, reach
from app.ui.screens.today.sections import DeskSections
from app.ui.screens.today.steps import FirstSteps

if TYPE_CHECKING:
    from app.services.today_desk import Desk

_NARROW = 900
_TOUCHED = frozenset({
    "visits", "complaints", "customers", "contacts", "employees", "companies", "requests", "improvements", "promises",
    "transfers", "messages", "visit_promises", "care_plans", "care_tasks", "phone_memos", "snoozes", "settings",
    "dunnings", "invoices", "receipts", "gradings",
})  # fmt: skip
_ACTIONS = {
    "complaint": N_("Open complaint"), "follow_up": N_("Ask the customer"), "promise": N_("Open record"),
    "visit": N_("Record visit"), "next_step": N_("Plan it"),
    "approach": N_("Open prospect"), "transfer": N_("Accept"), "case_promise": N_("Open complaint"),
    "update": N_("Open complaint"), "request": N_("Open request"), "improvement": N_("Open improvement"),
    "report": N_("Open report"), "visit_promise": N_("Open record"), "their_promise": N_("Open record"),
    "care": N_("Open customer"), "memo": N_("Open the memo"), "silent": N_("Open customer"),
    "payment": N_("Open dunning step"), "dunning": N_("Open dunning step"), "grading": N_("Grade all…"),
    "review": N_("Open customer"), "owed": N_("Who is to be reminded"),
}  # fmt: skip


class TodayScreen(Screen):
    """What a working day begins with."""

    key = "today"
    title = N_("Today")

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._agenda: Agenda | None = None
        self._bare: Agenda | None = None
        self._desk: Desk | None = None
        self._was_ready = False
        self.day = PlainLabel("", "secondary")
        self.first = NextCard("today")
        self.record_visit = secondary("", lambda: context.frame.begin("visits"), "map-pin")
        self.record_complaint = secondary("", lambda: context.frame.begin("complaints"), "message-square-warning")
        self.record_visit.setObjectName("today.record_visit")
        self.record_complaint.setObjectName("today.record_complaint")
        self.desk = DeskSections(context, self._open, self._accept, self._open_rest)
        self.sections = self.desk.parts
        self.start = primary("", lambda: context.frame.begin("customers"), "plus")
        self.empty, self.calm = EmptyState(button=self.start), PlainLabel("", "strong", wrap=True)
        self.calm.setObjectName("today.calm")
        self.steps, self.drafts, self.handed = FirstSteps(context), DraftList(context), HandedCard(context)
        self.beside = Beside(self._open_record, self._say_empty)
        self.birthdays, self.recent, self.nudges = self.beside.birthdays, self.beside.recent, self.beside.nudges
        self._lay_out()
        reach(self, self.desk.enter)
        self.retranslate()
        context.gateway.changed.connect(self._changed)

    def _lay_out(self) -> None:
        head = row(self.day, None, self.record_visit, self.record_complaint)
        first: tuple[QWidget | int, ...] = (self.drafts, self.first, self.handed, 8)
        parts = (*first, self.calm, self.steps, self.desk, self.empty)
        main = column(head, 4, *parts, None, spacing=8, margins=(20, 4, 12, 20))
        inside = QWidget()
        inside.setProperty("kind", "ground")
        self._columns = QHBoxLayout(inside)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(0)
        self._columns.addLayout(main, 1)
        self._columns.addWidget(self.beside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self.area = scrolled(inside)
        self.area.setObjectName("today.area")
        whole.addWidget(self.area)

    def activate(self) -> None:
        """Read the day; at the very start the first rows come before any long count: see ``_show_first_rows``."""
        self._moment = now_utc()
        done = self._show_agenda if self._was_ready else self._show_first_rows
        self.context.gateway.read(today.agenda, self._moment, self._was_ready, done=done)

    def _show_first_rows(self, agenda: Agenda) -> None:
        """What fits the lists; counting what does not reads much of a large file, so it comes after the first paint."""
        cut = any(agenda.more.values())
        self._show_lists(agenda, {})
        QTimer.singleShot(0, self, partial(self._after_first_rows, cut))
        if not cut:
            self._tell_counts(agenda)
            QTimer.singleShot(0, self, self._read_the_rest)

    def _after_first_rows(self, cut: bool) -> None:
        """The rows stand: say so once."""
        if not self._was_ready:
            self._was_ready = True
            self.ready.emit()
        if cut:
            self.activate()

    def _changed(self, changes: Any) -> None:
        self.beside.touched(changes.entities())
        if self._agenda is not None and _TOUCHED & changes.entities():
            self.activate()

    def _show_agenda(self, bare: Agenda) -> None:
        self._join_desk(bare)
        QTimer.singleShot(0, self, self._read_the_rest)

    def _join_desk(self, bare: Agenda) -> None:
        """The day as it was read, with what is known of the desk; what was dealt with meanwhile is not known to it yet."""
        agenda = bare if self._desk is None else today.with_desk(bare, self._desk, self.desk.acts.gone)
        self._show_lists(agenda, agenda.more)
        self._bare = bare
        self._tell_counts(agenda)

    def _show_lists(self, agenda: Agenda, more: Mapping[Part, Mapping[Kind, int]]) -> None:
        self._agenda = self._bare = agenda
        items: dict[Part, tuple[Item, ...]] = {"late": agenda.late, "today": agenda.today, "soon": agenda.soon}
        self.desk.show_agenda(agenda, more, self._moment)
        self._show_first(agenda.first)
        handed = tuple(item for listed in items.values() for item in listed if item.kind == "transfer" and item != agenda.first)
        self.handed.show_items(handed, self._moment)
        arrive(self, self.desk.enter)

    def _tell_counts(self, agenda: Agenda) -> None:
        if self._desk is not None:  # without the desk it is a part: the number would jump
            self.badge_changed.emit(agenda.due)
        self.summary_changed.emit(self._summary(agenda))

    def _read_the_rest(self) -> None:
        """What is less pressing than what must be done."""
        from app.services import today_desk

        self.context.gateway.read(today_desk.desk, self._moment, done=self._show_desk)
        self.drafts.fill()
        self.steps.fill()
        self.beside.fill(self.context.gateway, self._moment)

    def _show_desk(self, found: "Desk") -> None:
        """What entities hold that no start maps: it joins the day's lines, and its deadlines stand at the side."""
        other, self._desk = found != self._desk or bool(self.desk.acts.gone), found
        self.desk.acts.gone.clear()
        self.nudges.show_nudges(found.nudges, self._moment)
        self.desk.show_put_off(found.put_off)
        if other and self._bare is not None:
            self._join_desk(self._bare)

    def _summary(self, agenda: Agenda) -> str:
        late = ngettext_text("{count} late", "{count} late", agenda.count("late")).format(count=agenda.count("late"))
        due = ngettext_text("{count} due today", "{count} due today", agenda.count("today")).format(count=agenda.count("today"))
        return _(", ").join((late, due))

    def _show_first(self, item: Item | None) -> None:
        found = self._agenda
        self.empty.setVisible(item is None)
        self.calm.setVisible(item is not None and found is not None and not found.late and not found.today)
        if item is None:
            self.first.set("")
            return
        cell = due_cell(item.due, local(self._moment))
        late = cell.ink == "danger"
        said = ("" if late else cell.text, _(KINDS[item.kind][0]), item.customer, item.who, item.priority)
        self.first.set(
            _("First: {what}").format(what=words_of(item)), " · ".join(part for part in said if part),
            cell.text if late else "", _(_ACTIONS[item.kind]), lambda: self._do(item),
            _("Return…") if item.kind == "transfer" else "", lambda: self.handed.give_back(item),
        )  # fmt: skip

    def _say_empty(self) -> None:
        """Nothing left to do is good news in a file that is in use, and a beginning in an empty one."""
        used = self.beside.any_record
        self.start.setHidden(used)
        if used:
            self.empty.set(_("Everything is done."), _("Nothing is due today or in the next 7 days."))
        else:
            self.empty.set(_("Nothing is due."), _("Add customers, plan visits, record complaints: what is due shows up here."))

    def _open(self, item: Item) -> None:
        if item.kind == "report":
            self.context.frame.begin("reports", {"report": "complaints", "month": item.state})
        elif item.kind == "grading":
            self.context.frame.begin("analysis", {"grade": item.source})
        elif item.kind == "owed":
            self.context.frame.begin("dunnings", {"due": True})
        else:
            self.context.frame.go(screen_of(item), item.id)

    def _open_rest(self, part: Part, kind: Kind) -> None:
        """Show every thing of a kind in a part of the day where it is listed whole."""
        if kind == "next_step":
            find = partial(self._show_only, part, kind)
            self.context.gateway.read(open_step_ids, self._moment, part, done=find)
        else:
            self._show_only(part, kind)

    def _show_only(self, part: Part, kind: Kind, ids: tuple[UUID, ...] = ()) -> None:
        from app.ui.screens.today.rest import rest  # forms and filters come with it: not at the start

        screen, only = rest(part, kind, self._moment, ids)
        self.context.frame.begin(screen, {"only": only})

    def _do(self, item: Item) -> None:
        """Do at once what the button says; what needs a look first is opened."""
        ways = {"visit": "visit_id", "next_step": "next_of"}
        if item.kind in ways:
            self.context.frame.begin("visits", {ways[item.kind]: item.id, **BACK})
        elif item.kind == "transfer":
            self.handed.accept(item)
        else:
            self._open(item)

    def _accept(self, item: Item) -> None:
        self.handed.accept(item)

    def _open_record(self, screen: str, record_id: UUID) -> None:
        self.context.frame.go(screen, record_id)

    def commands(self) -> tuple[Command, ...]:
        """None: the filled button here is the first thing to do."""
        return ()

    def start_new(self) -> bool:
        """Ctrl+N on this screen records a visit."""
        self.begin({})
        return True

    def begin(self, values: Any) -> None:
        """What is begun here is a visit's record."""
        self.context.frame.begin("visits", values)

    def event(self, event: QEvent) -> bool:
        return is_kept(self, event) or super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.beside.be_wide(self.width() >= _NARROW)

    def focus_filter(self) -> None:
        """Ctrl+F: there is no filter; the first line instead."""
        self.desk.enter()

    def retranslate(self) -> None:
        """Every text anew."""
        present = local(now_utc()) if self._agenda is None else local(self._moment)
        self.day.setText(_today_text(present))
        relabel(self.record_visit, _("Record visit"))
        relabel(self.record_complaint, _("Record complaint"))
        relabel(self.start, _("New customer"))
        self.calm.setText(_("What was due today is done. What follows can wait."))
        self._say_empty()
        for each in (self.steps, self.drafts, self.handed, self.desk, self.beside):
            each.retranslate()
        if self._bare is not None:
            self._show_agenda(self._bare)


def _today_text(present: datetime) -> str:
    return f"{long_day(present.date())} {weekday(present.date())}"
