"""What a report is asked for: the month, the customer, the language it is printed in."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from app.formats import month_title, today
from app.i18n import N_, NATIVE_NAMES, language
from app.i18n import gettext_text as _
from app.models import Field, Visit, fields_of
from app.reports import OPTIONAL, Report
from app.ui.context import Context
from app.ui.editors.choice import CalmCombo
from app.ui.forms.form_parts import FieldBox
from app.ui.guard.allowed import refusal
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import PlainLabel, name_it, set_tip
from app.ui.screens.reports.list import ListChoice

PERSONAL = ("customer", "customer-file", "decision-maker", "prospect-cards", "list", "visit-sheet", "visit-week", "visit-route",
            "dunning-letter")
"""Papers that may show what is hidden in lists."""

AT_THE_DOOR = ("visit-route",)
"""Those that are of no use without it: shown from the beginning to whoever may see it, and noted like every other."""

_MONTHS_BACK = 36
_EARLY = 3
"""On the first days of a month people want the one that has just ended."""


class Parameters(QWidget):
    """``changed`` when the report must be made anew. ``clear`` stands below, where the screen has room for its words."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.month, self.language = CalmCombo(), CalmCombo()
        self.clear = QCheckBox()
        self.clear.setObjectName("reports.clear")
        self.month.setObjectName("reports.month")
        self.language.setObjectName("reports.language")
        self.customer = FieldBox(fields_of(Visit)["customer_id"], context, "reports")
        self.person = FieldBox(replace(fields_of(Visit)["contact_id"], label=N_("Person")), context, "reports")
        self.complaint = FieldBox(Field(N_("Complaint"), "link", link="complaints", key="complaint_id"), context, "reports")
        self.colleague = FieldBox(replace(fields_of(Visit)["owner_id"], label=N_("Colleague")), context, "reports")
        self.day = FieldBox(Field(N_("Day"), "date", key="day"), context, "reports")
        self.memo = FieldBox(Field(N_("Phone memo"), "link", link="phone_memos", key="memo_id"), context, "reports")
        self.lists = ListChoice(context)
        self._labels = {key: PlainLabel("", "label") for key in ("month", "language")}
        self._month_box, self._language_box = QWidget(), QWidget()
        self._month_box.setLayout(column(self._labels["month"], self.month, spacing=4))
        self._language_box.setLayout(column(self._labels["language"], self.language, spacing=4))
        self.customer.setMinimumWidth(180)
        self.person.setMinimumWidth(180)
        self.complaint.setMinimumWidth(180)
        self.colleague.setMinimumWidth(180)
        self.month.setMinimumWidth(150)
        subjects = (self.customer, self.person, self.complaint, self.memo, self.day, self.colleague)
        shown = (self._month_box, *subjects, self.lists, self._language_box)
        self.setLayout(row(*shown, spacing=8))
        for part in (self._month_box, *subjects, self.lists, self.clear):
            part.hide()  # until a report asks for it: all of them together are wider than many windows
        self._customer: UUID | None = None
        self._person: UUID | None = None
        self._complaint: UUID | None = None
        self._fill()
        self.month.activated.connect(self.changed)
        self.language.activated.connect(self.changed)
        self.clear.clicked.connect(self.changed)
        self.lists.changed.connect(self.changed)
        self.customer.editor.changed.connect(self._customer_changed)
        self.person.editor.changed.connect(self._person_changed)
        self.complaint.editor.changed.connect(self._complaint_changed)
        self._whose_when: tuple[Any, ...] = (None, None, None)
        for each in (self.colleague, self.day, self.memo):
            each.editor.changed.connect(self._whose_when_changed)

    def _fill(self) -> None:
        present = today()
        newest = present.year * 12 + present.month - 1
        for index in range(newest, newest - _MONTHS_BACK, -1):
            self.month.addItem("", f"{index // 12}-{index % 12 + 1:02d}")
        self.month.setCurrentIndex(1 if present.day <= _EARLY else 0)
        for code, name in NATIVE_NAMES.items():
            self.language.addItem(name, code)
        self.language.setCurrentIndex(self.language.findData(language()))
        self.retranslate()

    def _customer_changed(self) -> None:
        chosen = self.customer.editor.value()
        if chosen != self._customer:
            self._customer = chosen
            self.changed.emit()

    def _person_changed(self) -> None:
        chosen = self.person.editor.value()
        if chosen != self._person:
            self._person = chosen
            self.changed.emit()

    def _complaint_changed(self) -> None:
        chosen = self.complaint.editor.value()
        if chosen != self._complaint:
            self._complaint = chosen
            self.changed.emit()

    def _whose_when_changed(self) -> None:
        chosen = (self.colleague.editor.value(), self.day.editor.value(), self.memo.editor.value())
        if chosen != self._whose_when:
            self._whose_when = chosen
            self.changed.emit()

    def show_for(self, report: Report) -> None:
        """Show what this report asks for."""
        self._month_box.setVisible("month" in report.parameters)
        self.customer.setVisible("customer" in report.parameters)
        self.person.setVisible("person" in report.parameters)
        self.complaint.setVisible("complaint" in report.parameters)
        self.colleague.setVisible("colleague" in report.parameters)
        self.day.setVisible("day" in report.parameters)
        self.memo.setVisible("memo" in report.parameters)
        self.lists.show_for(report)
        self.clear.setVisible(report.key in PERSONAL)
        sentence = refusal(self._context, "sensitive")
        self.clear.setChecked(report.key in AT_THE_DOOR and not sentence)  # asked for each paper anew
        self.clear.setEnabled(not sentence)
        set_tip(self.clear, sentence)

    def set_customer(self, customer_id: UUID, name: str) -> None:
        """Choose a customer."""
        self._customer = customer_id
        self.customer.editor.set_value(customer_id, name)

    def set_person(self, person_id: UUID, name: str) -> None:
        """Choose a person."""
        self._person = person_id
        self.person.editor.set_value(person_id, name)

    def set_complaint(self, complaint_id: UUID, name: str) -> None:
        """Choose a complaint."""
        self._complaint = complaint_id
        self.complaint.editor.set_value(complaint_id, name)

    def set_memo(self, memo_id: UUID, name: str) -> None:
        """Choose a phone memo."""
        self.memo.editor.set_value(memo_id, name)
        self._whose_when = (*self._whose_when[:2], memo_id)

    def set_day(self, day: date, colleague: UUID | None, name: str) -> None:
        """Choose a day, and whose; None is everybody."""
        self.day.editor.set_value(day)
        self.colleague.editor.set_value(colleague, name)
        self._whose_when = (colleague, day, self._whose_when[2])

    def set_month(self, month: str) -> None:
        """Choose a month, ``2026-07``; one that is not in the list is left out."""
        place = self.month.findData(month)
        self.month.setCurrentIndex(place if place >= 0 else self.month.currentIndex())

    def language_code(self) -> str:
        """The language to print in."""
        return str(self.language.currentData())

    def values(self, report: Report) -> dict[str, Any] | None:
        """The report's parameters; None while one is missing."""
        known = {
            "month": self.month.currentData(), "customer": self._customer, "person": self._person,
            "complaint": self._complaint, "colleague": self._whose_when[0], "day": self._whose_when[1],
            "memo": self._whose_when[2],
            "query": self.lists.query(), "sheet": self.lists.sheet(),
        }  # fmt: skip
        wanted: dict[str, Any] = {key: known[key] for key in report.parameters}
        if report.key in PERSONAL and self.clear.isChecked():
            wanted["clear"] = True
        return None if any(wanted[key] is None for key in wanted.keys() - OPTIONAL) else wanted

    def retranslate(self) -> None:
        """Words in the language in force."""
        self._labels["month"].setText(_("Month"))
        self._labels["language"].setText(_("Language of the paper"))
        name_it(self.month, _("Month"), "reports.month")
        name_it(self.language, _("Language of the paper"), "reports.language")
        for place in range(self.month.count()):
            year, number = self.month.itemData(place).split("-")
            self.month.setItemText(place, month_title(int(year), int(number)))
        self.clear.setText(_("With sensitive values"))
        self.customer.retranslate()
        self.person.retranslate()
        self.complaint.retranslate()
        self.colleague.retranslate()
        self.day.retranslate()
        self.memo.retranslate()
        self.lists.retranslate()
