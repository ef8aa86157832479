"""Settings of the firm: its profile as it stands on every report, colleagues and products as short lists."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.errors import AppError
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Company, Employee, Entity, entity_named
from app.services import records, settings
from app.services.lists import ListQuery
from app.ui.context import Context
from app.ui.forms.draft_values import Sent
from app.ui.forms.form import Form
from app.ui.gateway import Label
from app.ui.kit.layouts import column, row, scrolled
from app.ui.kit.widgets import EmptyState, PlainLabel, primary, quiet
from app.ui.lists.columns import Fit
from app.ui.lists.tables import ListView
from app.ui.records.record import SaveBar, Split
from app.ui.screens.settings.parts import Page
from app.ui.screens.settings.role_words import RoleWords

PROFILE = (("", ("name", "credit_code", "address", "phone", "email", "website", "bank", "bank_account",
                "complaint_department", "logo"), False),)
SHORT = {
    "employees": (("name", "title", "department", "has_left"),
                  (("", ("name", "level", "title", "department", "phone", "email", "manager_id", "daily_visits", "role",
                          "has_left"), False),)),
    "products": (("name", "code", "model", "product_group", "retired"),
                 (("", ("name", "code", "model", "product_group", "retired"), False),)),
    "custom_fields": (("target", "name", "kind", "retired"),
                      (("", ("name", "target", "kind", "position", "options", "sensitive", "retired"), False),)),
    "absences": (("employee_id", "kind", "begins_on", "ends_on"),
                 (("", ("employee_id", "kind", "begins_on", "ends_on", "notes"), False),)),
    "visit_exceptions": (("customer_id", "level", "per_year", "ends_on"),
                         (("", ("customer_id", "level", "per_year", "reason", "begins_on", "ends_on"), False),)),
    "care_plans": (("name", "occasion", "lead", "grades", "retired"),
                   (("", ("name", "occasion", "festival", "happens_on", "lead", "lead_unit", "grades", "tagged"), False),
                    (N_("What we do"), ("means", "words", "gift", "gift_cap"), False),
                    (N_("Who does it, and what it may cost"), ("owner_rule", "owner_id", "year", "budget", "retired", "notes"),
                     False))),
    "credit_policies": (("grade", "edition", "effective_on", "terms_days", "factor"),
                        (("", ("grade", "effective_on", "terms_days", "factor", "cap", "cash_discount", "standard", "collection"),
                          False),)),
}  # fmt: skip
ORDER = {"absences": ("begins_on", True), "visit_exceptions": ("customer_id", False), "credit_policies": ("grade", False)}
"""By what a list is sorted that has no names: the field, and whether its last comes first."""

FITS = {
    "employees": Fit({"name": 96, "title": 110, "department": 96, "has_left": 64}, ("name", "title"), ("has_left",), 96),
    "products": Fit({"name": 150, "code": 80, "model": 90, "product_group": 80, "retired": 64}, ("name",),
                    ("retired", "product_group"), 130),
    "custom_fields": Fit({"target": 80, "name": 140, "kind": 70, "retired": 64}, ("name",), ("retired",), 100),
    "absences": Fit({"employee_id": 90, "kind": 80, "begins_on": 92, "ends_on": 92}, ("employee_id",), ("kind",), 80),
    "visit_exceptions": Fit({"customer_id": 150, "level": 90, "per_year": 80, "ends_on": 92}, ("customer_id",), ("ends_on",),
                            110),
    "care_plans": Fit({"name": 180, "occasion": 130, "lead": 64, "grades": 90, "retired": 72}, ("name", "occasion"),
                      ("retired", "grades"), 110),
    "credit_policies": Fit({"grade": 60, "edition": 60, "effective_on": 92, "terms_days": 76, "factor": 76}, ("effective_on",),
                           ("factor", "terms_days"), 100),
}  # fmt: skip


LEAST = 200
"""Pixels of a list in the settings."""


class FirmPage(Page):
    """The company profile."""

    follows = (Company.entity,)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.section(_("Company profile"), _("Name, logo and address stand at the head of every report."))
        self._shown = False
        self.form = Form(Company, PROFILE, context, "company")
        self.bar = SaveBar("company", self._save, self.form.discard)
        self.form.dirty_changed.connect(self.bar.set_dirty)
        self.form.submitted.connect(self._save)
        self.body.addWidget(self.form)
        self.body.addWidget(self.bar)
        self.body.addStretch(1)

    def fill(self) -> None:
        self.context.gateway.read(settings.company, done=self._filled)

    def _filled(self, values: dict[str, Any]) -> None:
        if self._shown:
            self.form.refresh(values, {})
        else:
            self._shown = True
            self.form.load(values, draft_key="company")

    def keep(self) -> None:
        self.form.keep_draft()

    def save(self) -> bool:
        if self.form.dirty():
            self._save()
        return not self.form.dirty()

    def _save(self) -> None:
        if self.form.sending() or not self.form.check():
            return
        sent = self.form.send()
        self.context.gateway.write(
            N_("Saved the company profile"), settings.save_company, self.form.whole_values(),
            done=lambda _none: self.form.saved(sent), failed=lambda error: self.form.refused(sent, error),
        )  # fmt: skip


class ShortList(QWidget):
    """A short list of plain records: the list at the left, the form of the chosen or a new one at the right."""

    def __init__(self, context: Context, key: str) -> None:
        super().__init__()
        self.context = context
        self.entity: type[Entity] = entity_named(key)
        columns, layout = SHORT[key]
        self.record_id: UUID | None = None
        self._wanted: UUID | None = None
        self.add = primary(_("Add"), self.begin, "plus")
        self.add.setObjectName(f"{key}.add")
        empty = EmptyState(_("Nothing here yet"), _("Add the first."))
        query = ListQuery(key, columns, *ORDER.get(key, ("name", False)))
        self.list = ListView(context, query, f"{key}.list", empty=empty, fit=FITS[key])
        self.title = PlainLabel("", "record", wrap=True)
        self.form = Form(self.entity, layout, context, f"{key}.form", own=True)
        self.bar = SaveBar(key, self._save, self.form.discard)
        self.bin = quiet(_("Move to the recycle bin"), self._delete, "trash-2")
        self.hand_over = quiet(_("Hand over…"), self._hand_over, "handshake")
        self.hand_over.setObjectName(f"{key}.handover")
        self.roles = RoleWords(context, self.form) if self.entity is Employee else None
        self._lay_out(key)
        self.list.selected.connect(self._selected)
        self.list.found_again.connect(self._found_again)
        self.form.dirty_changed.connect(self.bar.set_dirty)
        self.form.submitted.connect(self._save)
        context.gateway.changed.connect(self._changed)

    def _lay_out(self, key: str) -> None:
        inner = QWidget()
        inner.setProperty("kind", "ground")
        rest = row(self.hand_over, self.bin, None)
        inner.setLayout(column(self.title, self.form, *self.below_form(), self.bar, rest, None, margins=(24, 16, 24, 16)))
        self.right = QStackedWidget()
        self.right.addWidget(EmptyState(_("Choose one, or add one")))
        self.right.addWidget(scrolled(inner))
        self.split = Split(self.list, self.right, self.context.preferences, f"settings.{key}")
        self.list.setMinimumWidth(LEAST)  # beside the sections of the settings there is less room
        head = row(PlainLabel(_(self.entity.plural), "section"), None, *self.beside_add(), self.add, margins=(24, 12, 20, 8))
        whole = column(head, self.split)
        whole.setStretch(1, 1)
        whole.setSpacing(0)
        self.setLayout(whole)

    def fill(self) -> None:
        """Read the list."""
        self.list.refresh()
        if self.roles is not None:
            self.roles.fill()

    def keep(self) -> None:
        """Keep what is being typed."""
        self.form.keep_draft()

    def open(self, record_id: UUID) -> None:
        """Show this one."""
        self.list.select(record_id)
        self._selected(record_id)

    def below_form(self) -> tuple[QWidget | int, ...]:
        """What stands between the fields and the buttons."""
        return () if self.roles is None else (self.roles, 8)

    def beside_add(self) -> tuple[QWidget, ...]:
        """What stands beside the button that adds one."""
        return ()

    def name_of(self, values: dict[str, Any], links: dict[str, str]) -> str:
        """What stands above the form of a record."""
        return str(values["name"])

    def write_op(self, record_id: UUID | None) -> tuple[str, Callable[..., Any], tuple[Any, ...]]:
        """How a new record, or a known one, is saved: msgid of the step, operation, its arguments before the values."""
        saved = N_("Saved {name}")
        return (saved, records.create, (self.entity,)) if record_id is None else (saved, records.update, (self.entity, record_id))

    def begin(self) -> None:
        """Start a new one."""
        self._wanted = None
        self._show(None, _("New"), {}, {})
        self.form.focus()

    def _selected(self, record_id: UUID | None) -> None:
        """Show this one; what is typed on the one before is kept as its draft."""
        if record_id is not None:
            self._wanted = record_id
            self.context.gateway.read(
                _read, self.entity, record_id, done=lambda found: self._loaded(record_id, *found),
                failed=lambda error: self._lost(record_id, error),
            )  # fmt: skip

    def _found_again(self, record_id: UUID | None) -> None:
        """What an undo brings back is shown again where nothing else is."""
        if self.right.currentIndex() == 0:
            self._selected(record_id)

    def _loaded(self, record_id: UUID, values: dict[str, Any], links: dict[str, str]) -> None:
        if record_id != self._wanted:
            return
        name = self.name_of(values, links)
        if values["deleted_at"] is not None:
            self._gone(name)
        elif record_id == self.record_id and self.right.currentIndex() == 1:
            self.title.setText(name)
            self.form.refresh(values, links)
        else:
            self._show(record_id, name, values, links)

    def _lost(self, record_id: UUID, error: AppError) -> None:
        if record_id == self._wanted:
            self.context.frame.tell(error.sentence)
            self._gone("")

    def _changed(self, changes: Any) -> None:
        if self.record_id is not None and self.record_id in changes.ids(self.entity.entity):
            self._selected(self.record_id)

    def _show(self, record_id: UUID | None, title: str, values: dict[str, Any], links: dict[str, str]) -> None:
        self.record_id = record_id
        self.title.setText(title)
        self.bin.setVisible(record_id is not None)
        self.hand_over.setVisible(record_id is not None and self.entity is Employee)
        self.right.setCurrentIndex(1)
        self.form.load(values, links, self._draft_key())
        if self.roles is not None:
            self.roles.left.look(record_id)

    def _draft_key(self) -> str:
        return f"{self.entity.entity}:{self.record_id or 'new'}"

    def save(self) -> bool:
        """Save what is typed; True when nothing unsaved is left."""
        if self.form.dirty():
            self._save()
        return not self.form.dirty()

    def _save(self) -> None:
        if self.form.sending() or not self.form.check():
            return
        sent, key = self.form.send(), self.record_id
        values = _with_kind(sent.values) if key is None else sent.values
        words, op, args = self.write_op(key)
        label = Label(words, {"name": sent.values.get("name") or self.title.text()})
        self.context.gateway.write(
            label, op, *args, values,
            done=lambda answer: self._saved(sent, key or answer), failed=lambda error: self.form.refused(sent, error),
        )  # fmt: skip

    def _saved(self, sent: Sent, record_id: UUID) -> None:
        """Go on in what was saved, unless another one is shown by now."""
        shown = sent.draft_key == self._draft_key() and self.right.currentIndex() == 1
        self.form.saved(sent)
        if shown:
            self.list.select(record_id)
            self._selected(record_id)

    def _delete(self) -> None:
        if self.record_id is not None:
            label = Label(N_("Moved {name} to the recycle bin"), {"name": self.title.text()})
            self.context.gateway.write(label, records.delete, self.entity, [self.record_id])

    def _hand_over(self) -> None:
        from app.ui.dialogs.handover import hand_over

        hand_over(self.context, self, self.record_id)

    def _gone(self, name: str) -> None:
        """The one shown is in the recycle bin; what was typed on it stays its draft."""
        self.form.clear(name)
        self.record_id = self._wanted = None
        self.right.setCurrentIndex(0)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)


def _with_kind(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """A new field with choices and no kind is one to choose from."""
    return {**values, "kind": "choice"} if values.get("options") and not values.get("kind") else values


def _read(session: Any, entity: type[Entity], record_id: UUID) -> tuple[dict[str, Any], dict[str, str]]:
    values = records.get(session, entity, record_id)
    return values, records.link_titles(session, entity, values)
