"""What stands in the sections of a customer's file below the fields: tables of parts, invoice data to copy, the match of a
prospect, the group, and the button that says somebody looked today."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.formats import days_ago
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.services import consents, customer_parts, file_fullness, invoice_data, prospects
from app.services.customer_file import PEOPLE, Dimension, FileSection, dimensions, sections
from app.services.customer_view import CustomerView
from app.services.field_doubts import agreement_doubt, share_doubt
from app.ui.context import Context
from app.ui.editors.editor import firm_now
from app.ui.forms.form import Form
from app.ui.forms.parts_table import PartsSpec, PartsTable
from app.ui.gateway import Label
from app.ui.kit.layouts import row
from app.ui.kit.widgets import PlainLabel, link_button, quiet, relabel, secondary
from app.ui.screens.customers.group import GroupTree

PARTS = {
    "consents": PartsSpec("consents", consents.COLUMNS, N_("Add consent"), consents.of_customers),
    "shareholders": PartsSpec(
        "shareholders", ("name", "share", "kind"), N_("Add shareholder"), customer_parts, share_doubt
    ),
    "capabilities": PartsSpec("capabilities", ("name", "level", "importance"), N_("Add capability"), customer_parts),
    "standards": PartsSpec(
        "standards", ("name", "issuer", "effective_on", "effect"), N_("Add policy or standard"), customer_parts
    ),
    "needs": PartsSpec(
        "needs", ("name", "product_id", "quantity", "yearly_amount", "importance", "expectation", "performance"),
        N_("Add need"), customer_parts,
    ),
    "competitors": PartsSpec(
        "competitors", ("name", "products", "share", "strengths", "counter"), N_("Add competitor"), customer_parts, share_doubt
    ),
    "traits": PartsSpec(
        "traits", ("kind", "name", "impact", "counter", "responsible_id", "due_on", "state"),
        N_("Add strength or weakness"), customer_parts,
    ),
    "agreements": PartsSpec(
        "agreements", ("kind", "name", "number", "starts_on", "ends_on", "notes"), N_("Add contract or warranty"), customer_parts,
        agreement_doubt,
    ),
}  # fmt: skip


class CheckedLine(QWidget):
    """When a side of the file was last looked at, and the button that says: today."""

    def __init__(self, dimension: Dimension, run: Callable[[str], None]) -> None:
        super().__init__()
        self.dimension = dimension
        self.button = quiet("", lambda: run(dimension.key), "check")
        self.button.setObjectName(f"file.checked.{dimension.key}")
        self.told = PlainLabel("", "label")
        self.setLayout(row(self.button, self.told, None))

    def show_view(self, view: CustomerView) -> None:
        """Say when it was checked."""
        relabel(self.button, _("Mark as checked today"))
        checked = view.values.get(self.dimension.verified)
        stale = self.dimension.key in view.file.stale
        told = _("Last checked {when}").format(when=days_ago(checked, firm_now().date())) if checked else _("Never checked")
        self.told.setText(_("{when}, so what is filled counts half").format(when=told) if stale else told)
        self.told.set_kind("hint" if stale else "label")
        self.button.setEnabled(checked != firm_now().date())


class FileExtras(QWidget):
    """Makes what stands below the fields of a kind's form, and fills it; never shown itself.

    ``tab_wanted(key)`` for another tab of the record, ``opened(id)`` for another customer.
    """

    tab_wanted = Signal(str)
    opened = Signal(object)

    def __init__(self, context: Context, kind: str, form: Form) -> None:
        super().__init__(form)
        self.hide()
        self.context, self._kind, self._form = context, kind, form
        self._view: CustomerView | None = None
        self.tables: dict[str, PartsTable] = {}
        self.checked: list[CheckedLine] = []
        self.people = link_button("", lambda: self.tab_wanted.emit("people"))
        self.people.setObjectName("file.people")
        self.copy = secondary("", self.copy_invoice, "copy")
        self.copy.setObjectName("file.copy_invoice")
        self.match = PlainLabel("", "secondary", wrap=True)
        self.match.setObjectName("file.match")
        self.group = GroupTree()
        self.group.opened.connect(self.opened)
        for widget in (self.people, self.copy, self.match, self.group):
            widget.setParent(self)  # not every kind of customer has a place for it
        form.edited.connect(self._edited)
        known = {each.key: each for each in dimensions(kind)}
        for part in sections(kind):
            self._fill(part, known)

    def _fill(self, part: FileSection, known: dict[str, Dimension]) -> None:
        section = self._form.section(part.title)
        for key in part.parts:
            if key == PEOPLE:
                section.append(_left(self.people))
            else:
                self.tables[key] = PartsTable(self.context, PARTS[key])
                section.append(self.tables[key])
        special: dict[str, QWidget] = {"finance": self.copy, "prospect": self.match, "ownership": self.group}
        if part.key in special:
            section.append(_left(special[part.key]) if part.key == "finance" else special[part.key])
        others = [each for each in sections(self._kind) if each.dimension == part.dimension]
        if part.dimension in known and part is others[0] and known[part.dimension].verified:
            line = CheckedLine(known[part.dimension], self._check)
            self.checked.append(line)
            section.append(line)

    def show_view(self, view: CustomerView) -> None:
        """Show a customer's parts."""
        self._view = view
        for table in self.tables.values():
            table.load(view.values["id"])
        for line in self.checked:
            line.show_view(view)
        count = view.parts.get(PEOPLE, view.people)
        relabel(self.people, _people_words(count))
        relabel(self.copy, _("Copy invoice data"))
        self.group.show_group(view.group, view.values["id"])
        self._form.section(N_("Prospect card")).setVisible(prospects.is_prospect(view.values) or bool(view.values["prospect_no"]))
        self._show_match()

    def _edited(self, key: str) -> None:
        if key == "fit":
            self._show_match()

    def _show_match(self) -> None:
        self.match.setText(match_words(self._form.whole_values().get("fit")))

    def _check(self, dimension: str) -> None:
        if self._view is not None:
            titles = {each.key: each.title for each in dimensions(self._kind)}
            label = Label(N_("Checked {part} of {name}"), {"part": _(titles[dimension]), "name": self._view.values["name"]})
            self.context.gateway.write(label, file_fullness.check_today, self._view.values["id"], dimension)

    def copy_invoice(self) -> None:
        """Put the invoice data into the clipboard, as they stand in the form."""
        QGuiApplication.clipboard().setText(invoice_data.block(self._form.whole_values()))
        self.context.frame.toast(_("Copied the invoice data"))

    def settle(self) -> bool:
        """Store every line that is typed; False where one can't be."""
        return all([table.settle() for table in self.tables.values()])  # noqa: C419 -- each of them, also behind a failure

    def keep_draft(self) -> None:
        """Keep lines that are typed and not stored."""
        for table in self.tables.values():
            table.keep_draft()

    def retranslate(self) -> None:
        """Words in the new language."""
        for table in self.tables.values():
            table.retranslate()
        if self._view is not None:
            self.show_view(self._view)


def match_words(fit: str | None) -> str:
    """``Match 65 of 100: Industry fits 30, Need is clear 20, …``."""
    found = prospects.match(fit)
    parts = [f"{_(label)} {points}" for label, points, met in found.parts if met]
    score = _("Match {score} of 100").format(score=found.score)
    return _("{label}: {values}").format(label=score, values=_(", ").join(parts)) if parts else score


def _people_words(count: int) -> str:
    if not count:
        return _("Nobody is recorded. Add people")
    return ngettext_text("{count} person. Open the decision chain", "{count} people. Open the decision chain", count).format(
        count=count
    )


def _left(widget: QWidget) -> QWidget:
    """A widget at the left of a line of its own."""
    holder = QWidget()
    holder.setLayout(row(widget, None))
    return holder


def matters(part: FileSection, values: dict[str, Any], counts: dict[str, int]) -> bool:
    """Whether a section opens by itself: something is in it, or it must be filled."""
    if part.key == "prospect":
        return prospects.is_prospect(values)
    filled = any(values.get(key) not in (None, "", False) for key in (*part.fields, *part.extra))
    return not part.folded or filled or any(counts.get(key) for key in part.parts)


def open_key(part: FileSection) -> str:
    """Where it is remembered that a person opened or closed a section."""
    return f"file.open.{part.key}"
