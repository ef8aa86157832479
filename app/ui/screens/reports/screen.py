"""Reports: choose one, see its pages, print them, save them, hand them on."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app import reports
from app.errors import AppError
from app.files import atomic_write
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Complaint, Contact, Customer, Employee, entity_named
from app.paths import documents_folder
from app.reports import Report
from app.reports.document import Document
from app.services import disclosures, records
from app.ui.context import Command, Context, Screen
from app.ui.gateway import Gateway
from app.ui.guard.allowed import is_allowed, refusal
from app.ui.guard.disclosing import paper_out
from app.ui.kit import choosing
from app.ui.kit.layouts import column, row
from app.ui.kit.preview import Preview
from app.ui.kit.printing import ask_and_print
from app.ui.kit.widgets import ElidedLabel, PlainLabel, relabel, secondary, set_tip
from app.ui.screens.reports.cards import CardColumn
from app.ui.screens.reports.month_desk import MonthDesk
from app.ui.screens.reports.parameters import Parameters
from app.ui.screens.saved_bar import SavedBar


@dataclass(frozen=True, slots=True)
class Printed:
    """A report, finished: its pages as PDF and the name to save it under."""

    document: Document
    data: bytes
    pages: int


def make_pages(gateway: Gateway, key: str, language: str, parameters: dict[str, Any]) -> Printed:
    """Build and print a report; runs beside the window. The data is read in a session that is over before printing."""
    from app.reports.pdf import render_bytes

    document: Document = gateway.read_now(_document, key, language, parameters)
    data, result = render_bytes(document)
    return Printed(document, data, result.pages)


def _document(session: Any, key: str, language: str, parameters: dict[str, Any]) -> Document:
    return reports.build(session, key, language, **parameters)


class ReportsScreen(Screen):
    """Cards at the left, the pages at the right."""

    key = "reports"
    title = N_("Reports")

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.report: Report | None = None
        self.printed: Printed | None = None
        self._asked = 0
        self._was_ready = False
        self.cards = CardColumn(self.choose)
        self.parameters = Parameters(context)
        self.preview = Preview("reports.preview")
        self.desk = MonthDesk(context, self.preview)
        self.saved = SavedBar(context)
        self.saved.mailed.connect(lambda path: self._note("mailed", path))
        self.wanted: dict[str, Any] | None = None
        self.heading, self.description = PlainLabel("", "section"), ElidedLabel("", "secondary")
        self.save_button = secondary("", self.save_pdf, "download")
        self.save_button.setObjectName("reports.save")
        self._lay_out()
        self.parameters.changed.connect(self.rebuild)
        self.desk.changed.connect(self.rebuild)
        context.gateway.changed.connect(self._changed)
        self._stale = False
        self.retranslate()

    def _lay_out(self) -> None:
        words = column(self.heading, self.description, spacing=2)
        asked = row(self.parameters, None, column(None, self.save_button), spacing=12)
        top = column(words, asked, self.parameters.clear, self.saved, spacing=10, margins=(12, 4, 20, 8))
        right = column(top, self.desk, spacing=0)
        right.setStretch(1, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.cards)
        whole.addLayout(right, 1)

    def activate(self) -> None:
        """Show the report chosen last, made anew where the data changed meanwhile."""
        if self.report is None:
            kept = self.context.preferences.get("reports.key", "complaints")
            self.choose(next((each for each in reports.REPORTS if each.key == kept), reports.REPORTS[0]))
        elif self._stale:
            self.rebuild()
        if not self._was_ready:
            self._was_ready = True
            self.ready.emit()

    def _changed(self, changes: Any) -> None:
        """What is undone must not stay on paper: whoever takes a step back here sees the pages without it."""
        self._stale = True
        if changes.origin in ("undo", "redo") and self.isVisible():
            self.rebuild()

    def choose(self, report: Report) -> None:
        """Show this report."""
        self.report = report
        self.cards.choose(report.key)
        self.context.preferences.set("reports.key", report.key)
        self.parameters.show_for(report)
        self._set_words()
        self.rebuild()

    def show_report(self, key: str, customer: UUID | None = None, month: str = "", person: UUID | None = None) -> None:
        """Open a report from elsewhere: of this customer, of this month, of this person."""
        if month:
            self.parameters.set_month(month)
        if customer is not None:
            names = self.context.gateway.read_now(records.titles, Customer, [customer])
            self.parameters.set_customer(customer, names.get(customer, ""))
        if person is not None:
            names = self.context.gateway.read_now(records.titles, Contact, [person])
            self.parameters.set_person(person, names.get(person, ""))
        self.choose(reports.report(key))

    def open_record(self, record_id: UUID) -> None:
        """Reports of a customer: the analysis of this one."""
        self.show_report("customer", customer=record_id)

    def begin(self, values: Any) -> None:
        """``report``, ``customer_id``, ``contact_id``, ``complaint_id``, ``memo_id``, ``month``, ``day`` (with
        ``colleague_id``) and ``query`` (a list as shown) say what to show."""
        if values.get("query") is not None:
            self.parameters.lists.set_query(values["query"], str(values.get("report", "list")))
        if values.get("complaint_id") is not None:
            key = values["complaint_id"]
            self.parameters.set_complaint(key, self.context.gateway.read_now(records.titles, Complaint, [key]).get(key, ""))
        if values.get("memo_id") is not None:
            key = values["memo_id"]
            titles = self.context.gateway.read_now(records.titles, entity_named("phone_memos"), [key])
            self.parameters.set_memo(key, titles.get(key, ""))
        if values.get("day") is not None:
            key = values.get("colleague_id")
            titles = self.context.gateway.read_now(records.titles, Employee, [key]) if key is not None else {}
            self.parameters.set_day(values["day"], key, titles.get(key, ""))
        self.show_report(
            str(values.get("report", "complaints")), values.get("customer_id"), str(values.get("month", "")),
            values.get("contact_id"),
        )  # fmt: skip

    def rebuild(self) -> None:
        """Make the pages anew, beside the window; an older request still running is forgotten."""
        if self.report is None:
            return
        self._asked += 1
        self._set_printed(None)
        wanted = self.parameters.values(self.report)
        self.desk.show_for(self.report.key, str((wanted or {}).get("month", "")))
        if wanted is None:
            self.preview.say(_missing(self.report))
            return
        self._stale = False
        self.wanted = wanted
        asked, gateway = self._asked, self.context.gateway
        self.preview.wait(_("Making the pages…"))
        gateway.run(
            make_pages, gateway, self.report.key, self.parameters.language_code(), wanted,
            done=lambda printed: self._arrived(asked, printed), failed=lambda error: self._failed(asked, error),
        )  # fmt: skip

    def _arrived(self, asked: int, printed: Printed) -> None:
        if asked == self._asked:
            self._set_printed(printed)
            self._set_words()
            self.preview.show_pdf(printed.data)

    def _failed(self, asked: int, error: AppError) -> None:
        if asked == self._asked:
            self.preview.say(error.sentence)

    def _set_printed(self, printed: Printed | None) -> None:
        self.printed = printed
        why = refusal(self.context, "export") if printed is not None and not (self.report and self.report.form) else ""
        self.save_button.setEnabled(printed is not None and not why)
        set_tip(self.save_button, why)
        self.saved.hide()

    # what can be done with the pages ------------------------------------------------------------------------------

    def commands(self) -> tuple[Command, ...]:
        """Print, save."""
        return (
            Command(N_("Print"), self.print_current, "printer", "Ctrl+P"),
            Command(N_("Save as PDF"), self.save_pdf, "download", "Ctrl+Shift+S"),
        )

    def print_current(self) -> None:
        """Print what the preview shows."""
        if self.printed is None or not self._may_leave():
            return
        try:
            printed = ask_and_print(self.preview.document, self.printed.document.title, self)
        except AppError as error:
            self.context.frame.tell(error.sentence)
            return
        if printed:
            self._note("printed", "")
            self.context.frame.toast(_("Sent to the printer: {title}").format(title=self.printed.document.title))

    def save_pdf(self) -> None:
        """Ask where, and save the pages there."""
        if self.printed is None or not self._may_leave():
            return
        wanted = self.ask_path(self._folder() / reports.file_name(self.printed.document))
        if wanted is not None:
            self.save_to(wanted)

    def _may_leave(self) -> bool:
        """Whether these pages may be taken out; an empty form always may."""
        return bool(self.report and self.report.form) or is_allowed(self.context, "export")

    def ask_path(self, suggested: Path) -> Path | None:
        """Where to save; None when the person changed their mind."""
        name, _filter = choosing.save_file(self, _("Save as PDF"), str(suggested), "PDF (*.pdf)")
        if not name:
            return None
        return Path(name) if name.lower().endswith(".pdf") else Path(name + ".pdf")

    def _folder(self) -> Path:
        kept = Path(str(self.context.preferences.get("reports.folder", "")))
        return kept if kept.is_absolute() and kept.is_dir() else documents_folder()

    def save_to(self, path: Path) -> None:
        """Save the pages, whole or not at all, and offer what comes next."""
        if self.printed is not None and self._may_leave():
            title = self.printed.document.title
            self.context.gateway.run(
                _write, path, self.printed.data, done=lambda _none: self._saved(path, title),
                failed=lambda error: self.context.frame.tell(error.sentence),
            )  # fmt: skip

    def _saved(self, path: Path, title: str) -> None:
        self.context.preferences.set("reports.folder", str(path.parent))
        self._note("exported", str(path))
        self.saved.offer(path, title)

    def _note(self, kind: str, place: str) -> None:
        """Write down that these pages left the file."""
        if self.report is not None and not self.report.form and self.wanted is not None:
            self.context.gateway.note(disclosures.note, paper_out(kind, self.report, self.wanted, place))

    def _set_words(self) -> None:
        if self.report is not None:
            self.heading.setText(_(self.report.title))
            note = self.printed.document.note if self.printed is not None else ""
            self.description.setText(note or _(self.report.description))

    def retranslate(self) -> None:
        """Words in the language in force; the paper keeps its own."""
        relabel(self.save_button, _("Save as PDF"))
        for part in (self.cards, self.parameters, self.preview, self.desk, self.saved):
            part.retranslate()
        self._set_words()


def _write(path: Path, data: bytes) -> None:
    with atomic_write(path, shared=True) as file:
        file.write(data)


def _missing(report: reports.Report) -> str:
    """What to choose before this report can be made."""
    if "complaint" in report.parameters:
        return _("Choose a complaint. Type a few characters of its subject or number.")
    if "memo" in report.parameters:
        return _("Choose a phone memo. Type a few characters of what it is about, or its number.")
    if "person" in report.parameters:
        return _("Choose a person. Type a few characters of the name.")
    return _("Choose a customer. Type a few characters of the name or number.")
