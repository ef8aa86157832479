"""The People tab: who decides at this customer, by reporting line, what the chain says, and adding somebody."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.analysis.decision_chain import APPROVER_NOT_CONTACTED, DECIDER_NOT_CONTACTED, NO_DECIDER, WEIGHTS_NOT_100, ChainView
from app.formats import days_ago, local, moment_text, number_text, percent_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Contact, fields_of
from app.services import contacts
from app.services.contacts import ChainLine
from app.services.present import text_of
from app.ui.context import Context
from app.ui.delegates import Cell, tone_of
from app.ui.editors import firm_now
from app.ui.layouts import column, row
from app.ui.rows import Line, RowsView
from app.ui.widgets import EmptyState, PlainLabel, relabel, secondary

HEADERS = (N_("Name"), N_("Position"), N_("Role"), N_("Attitude"), N_("Mobile"), N_("Last contact"))
_ALERTS = {
    NO_DECIDER: N_("Nobody is marked as decider."),
    DECIDER_NOT_CONTACTED: N_("The decider was not contacted for 90 days."),
    APPROVER_NOT_CONTACTED: N_("The approver was not contacted for 90 days."),
    WEIGHTS_NOT_100: N_("The weights do not add up to 100."),
}


class CustomerPeople(QWidget):
    """``opened(id)`` for a person, ``wanted()`` for a new one."""

    opened = Signal(object)
    wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("kind", "ground")
        self.context = context
        self._shown: tuple[UUID, Any] | None = None
        self.figures, self.alerts = PlainLabel("", "secondary"), PlainLabel("", "hint", wrap=True)
        self.add = secondary("", self.wanted.emit, "user-plus")
        self.add.setObjectName("customers.people.add")
        self.table = RowsView(HEADERS, "customers.people", N_("People"), right=(5,), widths=(96, 72, 64, 72, 96, 88))
        self.table.stand_on_ground()
        self.table.opened.connect(self.opened)
        self.empty = EmptyState()
        head = row(column(self.figures, self.alerts, spacing=4), self.add, margins=(12, 12, 12, 8))
        head.setStretch(0, 1)
        whole = column(head, self.table, self.empty, spacing=0, margins=(12, 0, 12, 0))
        self.setLayout(whole)
        self.retranslate()

    def load(self, customer_id: UUID, moment: Any) -> None:
        """Read a customer's people."""
        self._shown = (customer_id, moment)
        self.context.gateway.read(
            contacts.chain, customer_id, moment,
            done=lambda found: self._show(*found) if self._shown and self._shown[0] == customer_id else None,
        )  # fmt: skip

    def _show(self, lines: tuple[ChainLine, ...], figures: ChainView) -> None:
        self.table.set_rows([_line(line) for line in lines])
        self.table.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self.figures.setText(_figure_words(figures) if lines else "")
        alerts = [_(_ALERTS[alert.reason]) for alert in figures.alerts]
        self.alerts.setText("\n".join(dict.fromkeys(alerts)))
        self.alerts.setVisible(bool(alerts))

    def retranslate(self) -> None:
        """Words in the new language."""
        relabel(self.add, _("Add person"))
        self.empty.set(_("No decision-makers yet."), _("Add the person you talk to first."))
        self.table.retranslate()
        if self._shown is not None:
            self.load(*self._shown)


def _figure_words(figures: ChainView) -> str:
    coverage = percent_text(figures.coverage.value, 0)
    return _("Coverage in 90 days {coverage} · support {support}").format(
        coverage=coverage, support=number_text(figures.support.value, 2)
    )


def _line(line: ChainLine) -> Line:
    values, fields = line.values, fields_of(Contact)
    last = values["last_contact_at"]
    gone = values["has_left"]
    name = "    " * line.depth + ("└ " if line.depth else "") + values["name"]
    attitude = Cell(text_of(fields["attitude"], values["attitude"]), tone_of("attitude", values["attitude"]))
    return line.id, (
        Cell(_("{name} (has left)").format(name=name) if gone else name, ink="secondary" if gone else ""),
        Cell(values["title"] or "", ink="secondary"),
        Cell(text_of(fields["role"], values["role"])),
        attitude if values["attitude"] else Cell(""),
        Cell(values["phone"] or values["office_phone"] or ""),
        Cell(days_ago(local(last).date(), firm_now().date()), "", "secondary", moment_text(last)) if last else Cell(""),
    )
