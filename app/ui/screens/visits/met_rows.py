"""Who was met: the customer's people, each with a tick, how they stood to us before and how they do now."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from app.i18n import gettext_text as _
from app.models import Contact, fields_of
from app.services.present import text_of
from app.services.visit_people import ToMeet, to_meet
from app.ui.context import Context
from app.ui.editors.editor import editor_for
from app.ui.kit.layouts import clear, column, row
from app.ui.kit.widgets import ElidedLabel, SectionTitle, literal, name_it


class MetRow(QWidget):
    """One of the customer's people. What is said of the attitude ticks the person."""

    def __init__(self, context: Context, person: ToMeet) -> None:
        super().__init__()
        self.person = person
        self.tick, self.before = QCheckBox(literal(person.name)), ElidedLabel("", "secondary")
        self.after = editor_for(fields_of(Contact)["attitude"], context, "met")
        self.after.changed.connect(lambda: self.tick.setChecked(self.tick.isChecked() or bool(self.after.value())))
        self.tick.setMinimumWidth(90)
        self.after.widget.setMinimumWidth(90)
        line = row(self.tick, self.before, self.after.widget)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.retranslate()

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.after.retranslate()
        said = text_of(fields_of(Contact)["attitude"], self.person.attitude) or "—"
        before = _("before: {attitude}").format(attitude=said)
        self.before.setText(" · ".join(part for part in (before, self.person.title) if part))
        name_it(self.after.widget, _("Attitude of {name} after the visit").format(name=self.person.name))


class MetRows(QWidget):
    """``show_customer(id)`` offers the people of a customer; ``rows()`` are the fields of VisitPerson of those ticked."""

    changed, grown = Signal(), Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._asked = context, UUID(int=0)
        self._kept: Mapping[str, Any] = {}
        self.lines: list[MetRow] = []
        self.title, self._body = SectionTitle(""), column(spacing=4)
        self.setLayout(column(self.title, self._body, spacing=4))
        self.setObjectName("visit.met")

    def show_customer(self, customer_id: UUID | None) -> None:
        """Other people are offered; none of them is ticked."""
        self._asked, self._kept, self.lines = customer_id or UUID(int=0), {}, []
        clear(self._body)
        self.hide()
        if customer_id is not None:
            self._context.gateway.read(to_meet, customer_id, done=lambda found: self._show(customer_id, found))

    def _show(self, customer_id: UUID, found: Sequence[ToMeet]) -> None:
        if customer_id != self._asked:
            return
        self.lines = [MetRow(self._context, person) for person in found]
        for line in self.lines:
            self._body.addWidget(line)
        self._take()
        for line in self.lines:
            line.tick.toggled.connect(lambda _on: self.changed.emit())
            line.after.changed.connect(self.changed.emit)
        self.setVisible(bool(self.lines))
        self.retranslate()
        self.grown.emit()

    def rows(self) -> list[dict[str, Any]]:
        """Fields of VisitPerson of those who were met."""
        return [{"contact_id": line.person.id, "after": line.after.value()} for line in self.lines if line.tick.isChecked()]

    def draft(self) -> dict[str, Any]:
        """What is ticked, as a draft keeps it: {person: attitude after}; what a draft brought stays until it can be shown."""
        return {each["contact_id"].hex: each["after"] for each in self.rows()} if self.lines else dict(self._kept)

    def take(self, kept: Mapping[str, Any]) -> None:
        """Tick what a draft kept."""
        self._kept = kept
        self._take()

    def _take(self) -> None:
        for line in self.lines:
            if line.person.id.hex in self._kept:
                line.after.set_value(self._kept[line.person.id.hex])
                line.tick.setChecked(True)

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.title.setText(_("People met"))
        for line in self.lines:
            line.retranslate()
