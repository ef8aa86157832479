"""The File tab: the sections of F-02 for firms and of F-01 for private customers, what is missing, and saving."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import AppError
from app.formats import percent_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Customer, fields_of
from app.services import customer_file, customers
from app.services.customer_view import CustomerView
from app.services.customers import Similar
from app.ui.context import Context
from app.ui.draft_values import Sent
from app.ui.flow import FlowLayout
from app.ui.forms import Form, Layout
from app.ui.gateway import Label
from app.ui.layouts import clear, column, scrolled
from app.ui.record import SaveBar
from app.ui.widgets import PlainLabel, link_button

MOST_MISSING = 6


def layout_of(kind: str) -> Layout:
    """The form's sections for a kind of customer."""
    return tuple((part.title, (*part.fields, *part.extra), part.folded) for part in customer_file.sections(kind))


class CustomerFile(QWidget):
    """One form a kind, made when the first customer of that kind is shown."""

    def __init__(self, context: Context, saved: Callable[[], None]) -> None:
        super().__init__()
        self.context, self._saved = context, saved
        self._id: UUID | None = None
        self._version = 0
        self._view: CustomerView | None = None
        self._forms: dict[str, Form] = {}
        self.fullness = PlainLabel("", "secondary")
        self.fullness.setObjectName("customers.fullness")
        self.bar = SaveBar("customers.file", self._press, self._discard)
        self._lay_out()

    def _lay_out(self) -> None:
        lacks = QWidget()
        self._lacks = FlowLayout(lacks, 4)
        inner = QWidget()
        inner.setProperty("kind", "ground")
        self._column = column(self.fullness, lacks, spacing=6, margins=(24, 14, 24, 16))
        inner.setLayout(self._column)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scrolled(inner), 1)
        whole.addWidget(self.bar)

    def form(self) -> Form | None:
        """The form of the customer that is shown."""
        return self._forms.get(self._view.values["kind"]) if self._view else None

    def _form_of(self, kind: str) -> Form:
        if kind not in self._forms:
            form = Form(Customer, layout_of(kind), self.context, "form")
            form.dirty_changed.connect(lambda dirty, form=form: self._dirty_changed(form, dirty))
            form.edited.connect(lambda key, form=form: self._edited(form, key))
            form.left.connect(lambda key, form=form: self._left(form, key))
            form.submitted.connect(self.save)
            self._forms[kind] = form
            self._column.addSpacing(8)
            self._column.addWidget(form)
        return self._forms[kind]

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
        self._version = values["row_version"]
        self.bar.set_dirty(form.dirty())
        self._warn_code(form, values["credit_code"])
        self._show_fullness(view)

    def _show_fullness(self, view: CustomerView) -> None:
        percent = percent_text(view.completeness, 0)
        missing = view.missing[:MOST_MISSING]
        self.fullness.setText(
            _("The file is {percent} complete. Missing:").format(percent=percent) if missing else _("The file is complete.")
        )
        clear(self._lacks)
        for key in missing:
            button = link_button(_(fields_of(Customer)[key].label), lambda key=key: self.go_to(key))  # type: ignore[misc]
            self._lacks.addWidget(button)

    def go_to(self, key: str) -> None:
        """Put the cursor into a field."""
        form = self.form()
        if form is not None:
            form.focus(key)

    def _edited(self, form: Form, key: str) -> None:
        if key == "credit_code":
            self._warn_code(form, form.whole_values()["credit_code"])

    def _warn_code(self, form: Form, code: str | None) -> None:
        form.warn("credit_code", customers.code_warning(code))

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
            form.discard()

    def keep_draft(self) -> None:
        """Keep what is typed."""
        form = self.form()
        if form is not None:
            form.keep_draft()

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
        form = self.form()
        if form is None or self._id is None or not form.dirty():
            return True
        if form.sending() or not form.check():
            return False
        sent, name = form.send(), form.whole_values()["name"]
        self.context.gateway.write(
            Label(N_("Saved {name}"), {"name": name}), customers.save, self._id, sent.values, self._version,
            done=lambda _changed: self._stored(form, sent), failed=lambda error: self._refused(form, sent, error),
        )  # fmt: skip
        return not form.dirty()

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
        if self._view is not None:
            self._show_fullness(self._view)

    def values(self) -> dict[str, Any]:
        """What is typed and not saved."""
        form = self.form()
        return form.values() if form else {}
