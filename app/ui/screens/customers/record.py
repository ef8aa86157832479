"""One customer: name and badges, the next step, and everything in tabs."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import AppError
from app.formats import excerpt, today
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Customer
from app.models.types import now_utc
from app.services import customers, visits
from app.services.customer_view import CustomerView, view
from app.services.lists import ListQuery
from app.ui.attachments.of_record import RecordAttachments
from app.ui.context import Context
from app.ui.editors.editor import firm_now
from app.ui.gateway import Label
from app.ui.kit.icons import put
from app.ui.kit.layouts import scrolled, waiting
from app.ui.kit.widgets import icon_button, name_it, set_tip
from app.ui.records.history import HistoryView
from app.ui.records.merging import more_button, name_more
from app.ui.records.record import RecordPane
from app.ui.screens.customers.dimensions import PARTS
from app.ui.screens.customers.form import CustomerFile, written_keys
from app.ui.screens.customers.overview import Overview
from app.ui.screens.customers.parts import BelongingList
from app.ui.screens.customers.people import CustomerPeople
from app.ui.screens.customers.prospect import ProspectCard
from app.ui.screens.customers.words import badges, facts, step_words

if TYPE_CHECKING:
    from app.ui.screens.customers.business import CustomerBusiness

VISITS = ListQuery("visits", ("kind", "purpose", "state", "owner_id", "planned_on", "happened_at"), "happened_at", True)
COMPLAINTS = ListQuery("complaints", ("number", "subject", "state", "priority", "received_at"), "state")
"""Open ones first: the states count up to the closed ones."""
_TOUCHED = {"customers", "contacts", "visits", "complaints", "requests", "employees", "orders", "invoices", "receipts", *PARTS}


class CustomerRecord(QWidget):
    """Shows one customer at a time; ``gone`` when the record can't be read, ``delete_wanted`` for the bin."""

    gone = Signal()
    delete_wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._id: UUID | None = None
        self._view: CustomerView | None = None
        self.pane = RecordPane("customers.record")
        self.overview = Overview(self.pane.show_tab)
        self.file = waiting(CustomerFile(context, self.reload), self)
        self.prospect = ProspectCard(context, self.file.settle)
        self.pane.below.addWidget(self.prospect)
        self.people: CustomerPeople | None = None
        self.visits: BelongingList | None = None
        self.complaints: BelongingList | None = None
        self.business: CustomerBusiness | None = None
        self.history: HistoryView | None = None
        self._star = icon_button("star", "", self.toggle_star)
        self._bin = icon_button("trash-2", "", lambda: self.delete_wanted.emit(self._id))
        self._lay_out()
        context.gateway.changed.connect(self._changed)

    def _lay_out(self) -> None:
        self._more = more_button(self.context, "customers", self.current)
        for button, name in ((self._star, "star"), (self._bin, "delete"), (self._more, "more")):
            button.setObjectName(f"customers.{name}")
            self.pane.buttons.addWidget(button)
        self.pane.add_tab("overview", N_("Overview"), lambda: scrolled(self.overview))
        self.pane.add_tab("file", N_("File"), lambda: self.file)
        self.pane.add_tab("people", N_("People"), self._make_people)
        self.pane.add_tab("visits", N_("Visits"), self._make_visits)
        self.pane.add_tab("complaints", N_("Complaints"), self._make_complaints)
        self.pane.add_tab("business", N_("Business"), self._make_business)
        self.attachments = RecordAttachments(self.context, self.pane, "customers", self)
        self.pane.add_tab("history", N_("History"), self._make_history)
        self.pane.tab_changed.connect(self._fill_tab)
        self.overview.opened.connect(lambda key: self.context.frame.go(*key))
        self.file.opened.connect(lambda key: self.context.frame.go("customers", key))
        self.file.tab_wanted.connect(self.pane.show_tab)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pane)

    # tabs ---------------------------------------------------------------------------------------------------------

    def _make_people(self) -> QWidget:
        self.people = CustomerPeople(self.context)
        self.people.opened.connect(lambda person: self.context.frame.go("people", person))
        self.people.wanted.connect(lambda: self.context.frame.begin("people", self._own()))
        return self.people

    def _make_visits(self) -> QWidget:
        self.visits = BelongingList(
            self.context, VISITS, "customer_id", "customers.visits", (N_("Record visit"), "map-pin"),
            (N_("No visits yet."), N_("Record the first one, or plan it.")),
            lambda: self.context.frame.begin("visits", self._own()),
        )  # fmt: skip
        return self.visits

    def _make_complaints(self) -> QWidget:
        self.complaints = BelongingList(
            self.context, COMPLAINTS, "customer_id", "customers.complaints",
            (N_("Record complaint"), "message-square-warning"), (N_("No complaints."), N_("May it stay so.")),
            lambda: self.context.frame.begin("complaints", self._own()),
        )  # fmt: skip
        return self.complaints

    def _make_business(self) -> QWidget:
        from app.ui.screens.customers.business import CustomerBusiness  # no start waits for orders and analyses

        self.business = CustomerBusiness(self.context)
        return self.business

    def _make_history(self) -> QWidget:
        self.history = HistoryView(self.context, "customers", customers.save, written_keys())
        return self.history

    def _own(self) -> dict[str, Any]:
        return {"customer_id": self._id}

    def _fill_tab(self, key: str) -> None:
        if self._id is None or self._view is None:
            return
        if key == "overview":
            self.overview.show_view(self._view)
        elif key == "file":
            self.file.show_view(self._view)
        elif key == "people" and self.people is not None:
            self.people.load(self._id, now_utc())
        elif key == "history" and self.history is not None:
            self.history.load(Customer, self._id)
        elif key == "business" and self.business is not None:
            self.business.load(self._id)
        elif key in ("visits", "complaints"):
            belonging = self.visits if key == "visits" else self.complaints
            if belonging is not None:
                belonging.load(self._id)

    # showing ------------------------------------------------------------------------------------------------------

    def current(self) -> UUID | None:
        """The customer that is shown."""
        return self._id

    def show_record(self, customer_id: UUID) -> None:
        """Show a customer; what was typed on the one before is kept as a draft."""
        if customer_id != self._id:
            self.file.keep_draft()
            self._id = customer_id
        self.reload()

    def reload(self) -> None:
        """Read the customer again."""
        asked = self._id
        if asked is not None:
            self.context.gateway.read(
                view, asked, now_utc(), done=lambda found: self._show(asked, found), failed=lambda error: self._lost(asked, error)
            )

    def _lost(self, asked: UUID, error: AppError) -> None:
        if asked == self._id:
            self.context.frame.tell(error.sentence)
            self._leave("")

    def _leave(self, name: str) -> None:
        """Show nobody any more: the customer of that name is in the recycle bin (or can't be read)."""
        self._id, self._view = None, None
        self.file.clear(name)
        self.gone.emit()

    def _gone(self, values: Mapping[str, Any]) -> None:
        """The record shown went to the recycle bin, or was merged into another, which is shown instead."""
        if values["merged_into_id"] is None:
            if self._view is None or self._view.values["id"] != values["id"]:
                told = _("“{name}” is in the recycle bin. It can be restored there.")
                self.context.frame.tell(told.format(name=excerpt(values["name"])))
            self._leave(values["name"])
        else:
            self.file.clear("")
            self.show_record(values["merged_into_id"])

    def _show(self, asked: UUID, found: CustomerView) -> None:
        if asked != self._id:
            return
        if found.values["deleted_at"] is not None:
            self._gone(found.values)
            return
        self._view = found
        self.attachments.show(asked)
        self.pane.set_title(found.values["name"], badges(found.values))
        self.pane.set_line(facts(found))
        for key, count in (("people", found.people), ("visits", found.visits), ("complaints", found.complaints)):
            self.pane.set_count(key, count)
        self._show_star(bool(found.values["starred"]))
        self._show_step(found)
        self.prospect.show_view(found)
        self._fill_tab(self.pane.tab())

    def _show_star(self, on: bool) -> None:
        put(self._star, "star", "warning" if on else "secondary")
        name_it(self._star, _("Take the star away") if on else _("Star"))
        set_tip(self._star, self._star.accessibleName())

    def _show_step(self, found: CustomerView) -> None:
        step = found.step
        if step is None:
            self.pane.next.set("")
            return
        words = step_words(step, firm_now())
        self.pane.next.set(
            words.title, words.detail, words.danger, words.action, lambda: self._do(step.kind, step.id),
            words.other, lambda: self._do_other(step.kind, step.id, step.due),
        )  # fmt: skip

    def _changed(self, changes: Any) -> None:
        if self._id is not None and self.isVisible() and _TOUCHED & changes.entities():
            self.reload()

    # what is done from here ---------------------------------------------------------------------------------------

    def _do(self, kind: str, key: UUID) -> None:
        frame = self.context.frame
        if kind == "complaint":
            frame.go("complaints", key)
        elif kind == "promise":
            self.context.gateway.write(Label(N_("Promise kept")), visits.keep_promise, key)
        elif kind == "visit":
            frame.begin("visits", {**self._own(), "visit_id": key})
        elif kind == "contact":
            frame.begin("visits", {**self._own(), "planned_on": today()})
        else:
            frame.begin("visits", self._own())

    def _do_other(self, kind: str, key: UUID, due: date | datetime | None) -> None:
        frame = self.context.frame
        if kind == "promise":
            frame.go("visits", key)
        elif kind == "visit":
            day = due if isinstance(due, date) else today()
            moved = max(day, today()) + timedelta(days=7)
            label = Label(N_("Moved the visit to {day}"), {"day": moved.isoformat()})
            self.context.gateway.write(label, visits.move, key, moved)
        elif kind in ("next_step", "approach"):
            frame.begin("visits", {**self._own(), "planned_on": due or today()})
        else:
            frame.begin("visits", self._own())

    def toggle_star(self) -> None:
        """Star the customer, or take the star away."""
        if self._view is not None:
            on = not self._view.values["starred"]
            name = self._view.values["name"]
            label = Label(N_("Starred {name}") if on else N_("Took the star from {name}"), {"name": name})
            self.context.gateway.write(label, customers.star, self._view.values["id"], on)

    def save(self) -> bool:
        """Save what was changed in the file; True when nothing unsaved is left."""
        return self.file.save()

    def keep_drafts(self) -> None:
        """Keep what is typed in the file."""
        self.file.keep_draft()

    def retranslate(self) -> None:
        """Words in the new language."""
        self.pane.retranslate()
        name_more(self._more)
        name_it(self._bin, _("Move to the recycle bin"))
        set_tip(self._bin, self._bin.accessibleName())
        self.prospect.retranslate()
        for part in (self.overview, self.file, self.people, self.visits, self.complaints, self.business, self.attachments,
                     self.history):
            if part is not None:
                part.retranslate()
        self.reload()
