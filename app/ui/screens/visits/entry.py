"""Planning a visit and writing one down, short first: who, when, what for; what was said, what was promised, what next."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QStackedWidget, QWidget

from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Customer, Visit
from app.models.types import now_utc
from app.services import records, visits
from app.services.leavers import STAYS
from app.services.lists import Filter
from app.services.visit_view import VisitView, usual_moment, visit_view
from app.ui.context import Context
from app.ui.editors.link import LinkEditor
from app.ui.forms.draft_values import Sent
from app.ui.forms.form import Form
from app.ui.gateway import Label
from app.ui.kit.layouts import column, row, scrolled
from app.ui.kit.saving import saves
from app.ui.kit.tab_order import read_on
from app.ui.kit.widgets import PlainLabel, primary, quiet, relabel
from app.ui.screens.visits.layout import PLAN
from app.ui.screens.visits.recording import RecordForm


class VisitEntry(QWidget):
    """One panel for plan and record. ``done(id)`` follows a save, ``leave()`` a step back; drafts stay."""

    def __init__(self, context: Context, done: Callable[[UUID], None], leave: Callable[[], None]) -> None:
        super().__init__()
        self.context, self._done, self._leave = context, done, leave
        self.setProperty("kind", "ground")
        self.setObjectName("visit.entry")
        self.plan_form = Form(Visit, PLAN, context, "plan")
        self.record_form = RecordForm(context)
        self.planning: Callable[[], Callable[..., UUID]] = lambda: visits.plan
        """What a plan is written with: a visit that repeats is planned otherwise."""

        self.planned: Callable[[], int] = lambda: 1
        """How many visits that makes."""

        self._plan: UUID | None = None
        self._version: int | None = None
        self.title, self.hint = PlainLabel("", "record"), PlainLabel("", "label")
        self.plan_next = QCheckBox()
        self.plan_next.setObjectName("visit.plan_next")
        self.save_button, self.leave_button = primary("", self.submit), quiet("", self.give_up)
        self.save_button.setObjectName("visit.save")
        self.leave_button.setObjectName("visit.cancel")
        for around in (self.save_button, self.leave_button, self.plan_next):
            saves(around, self.submit)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        self._forms = QStackedWidget()
        for form in (self.plan_form, self.record_form):
            inner = QWidget()
            inner.setProperty("kind", "ground")
            inner.setLayout(column(form, None, spacing=12, margins=(24, 8, 24, 16)))
            self._forms.addWidget(scrolled(inner))
        foot = column(self.plan_next, row(self.save_button, self.leave_button, self.hint, None), margins=(24, 8, 24, 12))
        whole = column(column(self.title, margins=(24, 16, 24, 4)), self._forms, foot, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        for form in (self.plan_form, self.record_form):
            form.submitted.connect(self.submit)
            form.edited.connect(lambda key, form=form: self._edited(form, key))
            who = form.editor("customer_id")
            if isinstance(who, LinkEditor):
                who.offer_creation(self._create_customer)
        goer = self.plan_form.editor("owner_id")  # who has left makes no visit any more; they may have made one
        if isinstance(goer, LinkEditor):
            goer.narrow(STAYS)
        self.record_form.grown.connect(self.read_in_order)
        escape = QShortcut(QKeySequence("Esc"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.give_up)
        self.context.gateway.changed.connect(self._changed)

    def _changed(self, changes: Any) -> None:
        """The plan was moved while its record is being written: what is typed goes on that plan."""
        if self._plan is not None and self._plan in changes.ids("visits"):
            self.context.gateway.read(visit_view, self._plan, done=self._moved_on)

    def _moved_on(self, view: VisitView) -> None:
        if view.values["id"] == self._plan and view.values["state"] == "planned":
            self._version = view.values["row_version"]

    def read_in_order(self) -> None:
        """Tab goes as one reads, the button that saves last; what stands between may have come later."""
        read_on(self)

    def is_plan(self) -> bool:
        """Whether a plan is being written, not a record."""
        return self._forms.currentIndex() == 0

    def form(self) -> Form:
        """The form in hand."""
        return self.plan_form if self.is_plan() else self.record_form

    def start_plan(self, values: Mapping[str, Any] | None = None, names: Mapping[str, str] | None = None) -> None:
        """A new plan."""
        self._begin(0, None, {"kind": "visit", **(values or {})}, names, "visit:plan")

    def start_record(
        self, values: Mapping[str, Any] | None = None, names: Mapping[str, str] | None = None, plan: UUID | None = None
    ) -> None:
        """A new record, or the record of a plan (``values`` are the plan's): made when it was planned, if that is over."""
        given = {"kind": "visit", "direction": "out", **{k: v for k, v in (values or {}).items() if v is not None}}
        usual = usual_moment(given.get("planned_on"), given.get("planned_time"), now_utc().replace(second=0, microsecond=0))
        given["happened_at"] = given.get("happened_at") or usual
        self._begin(1, plan, given, names, f"visit:record:{plan.hex if plan else ''}")

    def _begin(
        self, place: int, plan: UUID | None, values: Mapping[str, Any], names: Mapping[str, str] | None, draft: str
    ) -> None:
        self.form().keep_draft()
        self.record_form.clear_parts()
        self._forms.setCurrentIndex(place)
        self._plan, self._version = plan, values.get("row_version")
        self.form().load(values, names, draft)
        if place == 1:
            self.record_form.begin()
        self._narrow(self.form())
        self.plan_next.setChecked(False)
        self.retranslate()
        known = bool(values.get("customer_id"))
        first = ("planned_on" if self.is_plan() else "content") if known else "customer_id"
        self.form().focus(first)

    def _edited(self, form: Form, key: str) -> None:
        if key == "customer_id":
            form.editor("contact_id").set_value(None)
            self._narrow(form)
        if key == "next_on" and not self.is_plan():
            values = form.whole_values()
            self.plan_next.setChecked(bool(values["next_step"] and values["next_on"]))

    def _narrow(self, form: Form) -> None:
        """Only the people who work at the chosen customer are offered."""
        editor, customer = form.editor("contact_id"), form.whole_values()["customer_id"]
        if isinstance(editor, LinkEditor):
            editor.narrow(*([Filter("customer_id", "in", (customer,)), STAYS] if customer else []))

    def _create_customer(self, name: str, chosen: Callable[[UUID, str], None]) -> None:
        self.context.gateway.write(
            Label(N_("Added customer “{name}”"), {"name": name}), records.create, Customer, {"name": name},
            done=lambda customer_id: chosen(customer_id, name), failed=self.form().show_error,
        )  # fmt: skip

    def submit(self) -> None:
        """Save what is filled in."""
        form = self.form()
        if form.sending() or not form.check():
            return
        values = {key: value for key, value in form.whole_values().items() if value is not None}
        if self.is_plan():
            several = self.planned() > 1
            text = N_("Planned {count} visits to {name}") if several else N_("Planned a visit to {name}")
            self._write(form, text, self.planning(), values)
            return
        changed = form.values() if self._plan else values
        self._write(
            form, N_("Recorded a visit to {name}"), visits.record, {**changed, "happened_at": values.get("happened_at")},
            self._plan, self.plan_next.isChecked(), self._version, **self.record_form.parts(),
        )  # fmt: skip

    def _write(self, form: Form, text: str, work: Callable[..., UUID], *args: Any, **parts: Any) -> None:
        sent = form.send()
        self.context.gateway.write(
            self._label(text), work, *args, **parts,
            done=lambda visit_id: self._saved(form, sent, visit_id), failed=lambda error: form.refused(sent, error),
        )  # fmt: skip

    def _label(self, text: str) -> Label:
        who = self.form().editor("customer_id")
        count = {"count": str(self.planned())} if "{count}" in text else {}
        return Label(text, {"name": who.title() if isinstance(who, LinkEditor) else "", **count})

    def _saved(self, form: Form, sent: Sent, visit_id: UUID) -> None:
        if form is self.record_form:
            self.record_form.clear_parts()
        form.saved(sent)
        self._done(visit_id)

    def give_up(self) -> None:
        """Back; what was typed stays as a draft."""
        self.keep_draft()
        self._leave()

    def keep_draft(self) -> None:
        """Keep what is being typed."""
        self.form().keep_draft()

    def retranslate(self) -> None:
        """Words in the language in force."""
        title = _("Plan a visit") if self.is_plan() else _("Record visit")
        self.title.setText(title)
        relabel(self.save_button, _("Plan visit") if self.is_plan() else _("Save record"))
        relabel(self.leave_button, _("Cancel"))
        self.hint.setText(_("Ctrl+Enter saves."))
        self.plan_next.setText(_("Plan the next step as a visit"))
        self.plan_next.setVisible(not self.is_plan())
        for form in (self.plan_form, self.record_form):
            form.retranslate()
