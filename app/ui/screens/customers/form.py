"""The File tab: how full the file is, the sections of F-02 for firms and of F-01 for private customers, and saving."""

from collections.abc import Callable, Container, Mapping, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import AppError
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Customer, fields_of
from app.services import customer_file, customers, field_doubts
from app.services.customer_file import FileSection
from app.services.customer_view import CustomerView
from app.services.customers import Similar
from app.ui.context import Context
from app.ui.forms.draft_values import Sent
from app.ui.forms.form import Form, Layout
from app.ui.forms.thrown import discard
from app.ui.gateway import Label
from app.ui.kit.layouts import bring_into_view, bring_to_top, column, scrolled
from app.ui.records.record import SaveBar
from app.ui.screens.customers.dimensions import FileExtras, matters, open_key
from app.ui.screens.customers.fullness import FileHead


def layout_of(kind: str) -> Layout:
    """The form's sections for a kind of customer; each can be folded, and opens when it matters. Days of checks are no fields
    to type: below the fields stands a line for them."""
    parts, checks = customer_file.sections(kind), {each.verified for each in customer_file.dimensions(kind)}
    keys = {part.key: tuple(key for key in (*part.fields, *part.extra) if key not in checks) for part in parts}
    return tuple((part.title, keys[part.key], True) for part in parts)


def written_keys() -> frozenset[str]:
    """The fields that the form of any kind of customer writes."""
    kinds = (choice.code for choice in fields_of(Customer)["kind"].choices)
    return frozenset(key for kind in kinds for _title, keys, _folded in layout_of(kind) for key in keys)


class CustomerFile(QWidget):
    """One form a kind, made when the first customer of that kind is shown.

    ``tab_wanted(key)`` for another tab of the record, ``opened(id)`` for another customer.
    """

    tab_wanted = Signal(str)
    opened = Signal(object)

    def __init__(self, context: Context, saved: Callable[[], None]) -> None:
        super().__init__()
        self.context, self._saved = context, saved
        self._id: UUID | None = None
        self._version = 0
        self._view: CustomerView | None = None
        self._forms: dict[str, Form] = {}
        self.extras: dict[str, FileExtras] = {}
        self.head = FileHead()
        self.head.wanted.connect(self.go_to)
        self.head.dimension_wanted.connect(self.go_to_dimension)
        self.bar = SaveBar("customers.file", self._press, self._discard)
        self._lay_out()

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setProperty("kind", "ground")
        self._column = column(self.head, spacing=6, margins=(24, 14, 24, 16))
        inner.setLayout(self._column)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._area = scrolled(inner)
        whole.addWidget(self._area, 1)
        whole.addWidget(self.bar)

    def form(self) -> Form | None:
        """The form of the customer that is shown."""
        return self._forms.get(self._view.values["kind"]) if self._view else None

    def _form_of(self, kind: str) -> Form:
        if kind not in self._forms:
            form = Form(Customer, layout_of(kind), self.context, "form", own=True)
            form.dirty_changed.connect(lambda dirty, form=form: self._dirty_changed(form, dirty))
            form.edited.connect(lambda key, form=form: self._edited(form, key))
            form.left.connect(lambda key, form=form: self._left(form, key))
            form.submitted.connect(self.save)
            self._forms[kind] = form
            self.extras[kind] = self._make_extras(kind, form)
            self._column.addSpacing(8)
            self._column.addWidget(form)
        return self._forms[kind]

    def _make_extras(self, kind: str, form: Form) -> FileExtras:
        extras = FileExtras(self.context, kind, form)
        extras.tab_wanted.connect(self.tab_wanted)
        extras.opened.connect(self.opened)
        for part in customer_file.sections(kind):
            form.section(part.title).toggled.connect(lambda on, part=part, form=form: self._toggled(form, part, on))
        return extras

    def _toggled(self, form: Form, part: FileSection, on: bool) -> None:
        """What the person opened or closed stays so, at other customers too."""
        self.context.preferences.set(open_key(part), on)
        self._warn_all(form)

    def show_view(self, view: CustomerView) -> None:
        """Show a customer; one that is shown already keeps what is being typed."""
        values = view.values
        same = self._id == values["id"] and self._view is not None and self._view.values["kind"] == values["kind"]
        if not same:
            self.keep_draft()
        self._id, self._view = values["id"], view
        form = self._form_of(values["kind"])
        for each in self._forms.values():
            each.setVisible(each is form)
        if same:
            form.refresh(values, view.titles)
        else:
            form.load(values, view.titles, f"customers:{values['id'].hex}")
            self._open_sections(form, view)
            self._area.verticalScrollBar().setValue(0)
        self._version = values["row_version"]
        self.bar.set_dirty(form.dirty())
        self.extras[values["kind"]].show_view(view)
        self._warn_all(form, form.values() if same else ())
        self.head.show_view(view)

    def _open_sections(self, form: Form, view: CustomerView) -> None:
        for part in customer_file.sections(view.values["kind"]):
            kept = self.context.preferences.get(open_key(part))
            section = form.section(part.title)
            if kept if isinstance(kept, bool) else matters(part, view.values, view.parts):
                section.open()
            else:
                section.close_up()

    def go_to(self, key: str) -> None:
        """Put the cursor into a field, or go to where a part of the file is typed."""
        form, view = self.form(), self._view
        if form is None or view is None:
            return
        table = self.extras[view.values["kind"]].tables.get(key)
        part = customer_file.section_with(view.values["kind"], key)
        if table is not None and part is not None:
            form.section(part.title).open()
            table.begin_new()
            bring_into_view(table)
        elif key in fields_of(Customer):
            form.focus(key)
        else:
            self.tab_wanted.emit("people")

    def go_to_dimension(self, key: str) -> None:
        """Open the sections of one side of the file and show the first."""
        form, view = self.form(), self._view
        if form is None or view is None:
            return
        wanted = [part for part in customer_file.sections(view.values["kind"]) if part.dimension == key]
        for part in wanted:
            form.section(part.title).open()
        self._warn_all(form)
        form.section(wanted[0].title).take_focus()
        bring_to_top(form.section(wanted[0].title))

    def _edited(self, form: Form, key: str) -> None:
        values = form.whole_values()
        form.warn(key, _doubt(key, values))
        if key == "source":
            form.warn("referred_by_id", _doubt("referred_by_id", values))

    def _warn_all(self, form: Form, but: Container[str] = ()) -> None:
        """Say what is doubtful; beside what is being typed may stand something more important."""
        values = form.whole_values()
        for key in values:
            if key not in but and (sentence := _doubt(key, values)):
                form.warn(key, sentence)

    def _left(self, form: Form, key: str) -> None:
        """Another customer with the same credit code is said beside it; it doesn't block."""
        code = form.whole_values()["credit_code"]
        if key == "credit_code" and code:
            self.context.gateway.read(
                customers.similar, "", "", code, self._id, done=lambda found: self._warn_same(form, code, found)
            )

    def _warn_same(self, form: Form, code: str, found: Sequence[Similar]) -> None:
        if found and form.whole_values()["credit_code"] == code:
            other = found[0]
            form.warn("credit_code", _("{name} ({code}) has the same credit code.").format(name=other.name, code=other.code))

    def _dirty_changed(self, form: Form, dirty: bool) -> None:
        if form is self.form():
            self.bar.set_dirty(dirty)

    def _discard(self) -> None:
        form = self.form()
        if form is not None:
            discard(form)

    def keep_draft(self) -> None:
        """Keep what is typed."""
        form = self.form()
        if form is not None and self._view is not None:
            form.keep_draft()
            self.extras[self._view.values["kind"]].keep_draft()

    def clear(self, gone: str) -> None:
        """Show nobody any more; what was typed is kept as a draft. ``gone`` names a customer who is in the recycle bin."""
        form = self.form()
        self._id, self._view = None, None
        if form is not None:
            form.clear(gone)
        self.bar.set_dirty(False)

    def dirty(self) -> bool:
        """Whether something typed is not saved."""
        form = self.form()
        return form is not None and form.dirty()

    def _press(self) -> None:
        self.save()

    def save(self) -> bool:
        """Save what was typed; True when nothing unsaved is left. What can't be stored says so beside its field."""
        form, view = self.form(), self._view
        if form is None or self._id is None or view is None:
            return True
        settled = self.extras[view.values["kind"]].settle()
        if not form.dirty():
            return settled
        if form.sending() or not form.check():
            return False
        sent, name = form.send(), form.whole_values()["name"]
        self.context.gateway.write(
            Label(N_("Saved {name}"), {"name": name}), customers.save, self._id, sent.values, self._version,
            done=lambda _changed: self._stored(form, sent), failed=lambda error: self._refused(form, sent, error),
        )  # fmt: skip
        return not form.dirty() and settled

    def settle(self) -> bool:
        """Save what was typed; True when nothing stands in the way of what comes next, also while it is on its way."""
        form = self.form()
        return self.save() or (form is not None and form.sending())

    def _stored(self, form: Form, sent: Sent) -> None:
        form.saved(sent)
        self._saved()

    def _refused(self, form: Form, sent: Sent, error: AppError) -> None:
        form.refused(sent, error)
        self._saved()

    def retranslate(self) -> None:
        """Words in the new language."""
        self.bar.retranslate()
        for form in self._forms.values():
            form.retranslate()
        for extras in self.extras.values():
            extras.retranslate()
        self.head.retranslate()

    def values(self) -> dict[str, Any]:
        """What is typed and not saved."""
        form = self.form()
        return form.values() if form else {}


def _doubt(key: str, values: Mapping[str, Any]) -> str:
    """What is doubtful about a value, or what a choice means that says more than its word."""
    field = fields_of(Customer).get(key)
    if field is None:
        return ""
    if key == "referred_by_id":
        return field_doubts.referral_doubt(values)
    choice = field.choice(values.get(key)) if field.kind == "choice" else None
    return _(choice.hint) if choice is not None else field_doubts.doubt(key, field.kind, values.get(key))
