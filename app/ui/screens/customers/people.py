"""The People tab: who decides at this customer, as a list by reporting line or as an org chart, and what the chain says."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QMenu, QStackedWidget, QWidget

from app.analysis.decision_chain import NO_DECIDER, WEIGHTS_NOT_100
from app.formats import days_ago, local, moment_text, today
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services import chain_words, people_chain
from app.services.chain_words import CIRCLE, STRAY, Remark
from app.services.people_chain import Chain, Member
from app.services.present import phone_text
from app.ui.context import Context
from app.ui.gateway import Label
from app.ui.kit.delegates import Cell, tone_of
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import Chip, EmptyState, PlainLabel, icon_button, literal, name_it, relabel, secondary, set_tip
from app.ui.lists.rows import Line, RowsView
from app.ui.screens.customers.chain_remarks import ChainRemarks
from app.ui.screens.customers.chart import CustomerChart
from app.ui.screens.people.former import FormerPeople

HEADERS = (N_("Full name"), N_("Position"), N_("Role"), N_("Attitude"), N_("Weight"), N_("Mobile"), N_("Last contact"))
VIEW = "customers.people.view"
LIST, CHART = "list", "chart"


class CustomerPeople(QWidget):
    """``opened(id)`` for a person, ``wanted()`` for a new one."""

    opened = Signal(object)
    wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("kind", "ground")
        self.context = context
        self._shown: tuple[UUID, Any] | None = None
        self._chain: Chain | None = None
        self._hidden: list[int] = []
        self.figures, self.gap = PlainLabel("", "secondary"), PlainLabel("", "hint", wrap=True)
        self.remarks = ChainRemarks(self._offer)
        self.add = secondary("", self.wanted.emit, "user-plus")
        self.add.setObjectName("customers.people.add")
        self.paper = icon_button("printer", "", self.print_chart)
        self.paper.setObjectName("customers.people.print")
        self.table = RowsView(HEADERS, "customers.people", N_("People"), right=(4, 6), widths=(96, 72, 64, 72, 48, 96, 88))
        self.table.elastic, self.table.least = frozenset((0, 1)), 96
        self.table.resized.connect(self._give_way)
        self.table.stand_on_ground()
        self.chart = CustomerChart(context)
        self.empty, self.former = EmptyState(), FormerPeople()
        self._make_switch()
        self._lay_out()
        self._connect()
        self.retranslate()

    def _make_switch(self) -> None:
        self.views = {LIST: Chip("", checkable=True), CHART: Chip("", checkable=True)}
        self._group = QButtonGroup(self)
        for key, chip in self.views.items():
            chip.setObjectName(f"customers.people.{key}")
            chip.clicked.connect(lambda _on=False, key=key: self.show_view(key))
            self._group.addButton(chip)
        self.stack = QStackedWidget()
        for widget in (self.table, self.chart, self.empty):
            self.stack.addWidget(widget)

    def _lay_out(self) -> None:
        buttons = row(self.views[LIST], self.views[CHART], None, self.paper, self.add)
        head = column(buttons, self.figures, self.gap, self.remarks, spacing=4, margins=(12, 12, 12, 8))
        whole = column(head, self.stack, self.former, spacing=0, margins=(12, 0, 12, 8))
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.table.opened.connect(self.opened)
        self.former.opened.connect(self.opened)
        self.chart.opened.connect(self.opened)
        self.chart.visit_wanted.connect(lambda person: self._begin("visits", person))
        self.chart.move_wanted.connect(lambda person: self.context.frame.begin("people", {"moved_id": person}))
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._row_menu)

    def _give_way(self) -> None:
        """Where room lacks, the phone goes first, then the post."""
        wide = self.table.width()
        hidden = [place for place, least in ((5, 680), (1, 520)) if wide < least]
        if hidden != self._hidden:
            self._hidden = hidden
            self.table.leave_out(hidden)

    def _row_menu(self, place: Any) -> None:
        index = self.table.indexAt(place)
        if index.isValid():
            self.chart.popup(self.table.rows.lines[index.row()][0], self.table.viewport().mapToGlobal(place))

    def _begin(self, screen: str, person: UUID) -> None:
        if self._shown is not None:
            self.context.frame.begin(screen, {"customer_id": self._shown[0], "contact_id": person})

    # showing ------------------------------------------------------------------------------------------------------

    def load(self, customer_id: UUID, moment: Any) -> None:
        """Read a customer's people."""
        self._shown = (customer_id, moment)
        self.context.gateway.read(
            people_chain.load, customer_id, moment,
            done=lambda found: self._show(found) if self._shown and self._shown[0] == customer_id else None,
        )  # fmt: skip

    def _show(self, chain: Chain) -> None:
        self._chain = chain
        there = bool(chain.members)
        self.table.set_rows([_line(chain, member) for member in chain.members])
        self.figures.setText(chain_words.figure_words(chain.figures) if there else "")
        self.gap.setText(chain_words.gap_words(chain.figures) if there else "")
        self.gap.setVisible(bool(self.gap.text()))
        self.remarks.show_remarks(chain_words.remarks(chain))
        self.former.show_people(chain.former, chain.today)
        for widget in (self.paper, self.figures, *self.views.values()):
            widget.setVisible(there)
        self.show_view(str(self.context.preferences.get(VIEW, LIST)), keep=False)
        if self._shown is not None:
            self.chart.show_chain(self._shown[0], chain)

    def show_view(self, key: str, keep: bool = True) -> None:
        """List or chart; the choice is remembered."""
        key = key if key in self.views else LIST
        if keep:
            self.context.preferences.set(VIEW, key)
        self.views[key].setChecked(True)
        there = self._chain is not None and bool(self._chain.members)
        self.stack.setCurrentWidget((self.chart if key == CHART else self.table) if there else self.empty)

    def print_chart(self) -> None:
        """The chart as paper."""
        if self._shown is not None:
            self.context.frame.begin("reports", {"report": "decision-chain", "customer_id": self._shown[0]})

    # what to do about remarks -------------------------------------------------------------------------------------

    def _offer(self, remark: Remark) -> tuple[str, Any]:
        if remark.reason == NO_DECIDER:
            return _("Choose who decides"), self._choose_decider
        if remark.reason == WEIGHTS_NOT_100:
            return _("Bring them to 100"), lambda _button: self.even_weights()
        person = remark.person
        if remark.reason in (CIRCLE, STRAY):
            return _("Open"), lambda _button: self.opened.emit(person)
        return _("Plan a visit"), lambda _button: self._plan(person)

    def _plan(self, person: UUID | None) -> None:
        if self._shown is not None:
            values = {"customer_id": self._shown[0], "contact_id": person, "planned_on": today()}
            self.context.frame.begin("visits", values)

    def _choose_decider(self, button: QWidget) -> None:
        self.decider_menu().popup(button.mapToGlobal(button.rect().bottomLeft()))

    def decider_menu(self) -> QMenu:
        """Everybody there, to be marked as the one who decides."""
        menu = QMenu(self)
        for member in self._chain.members if self._chain is not None else ():
            action = menu.addAction(literal(member.values["name"]))
            action.triggered.connect(lambda _on=False, member=member: self.chart.decide(member))
        return menu

    def even_weights(self) -> None:
        """Bring the weights to 100, in one step."""
        if self._shown is not None:
            self.context.gateway.write(Label(N_("Brought the weights to 100")), people_chain.even_weights, self._shown[0])

    def retranslate(self) -> None:
        """Words in the new language."""
        relabel(self.add, _("Add person"))
        name_it(self.paper, _("Print the org chart"))
        set_tip(self.paper, _("Print the org chart"))
        self.views[LIST].set_label(_("List"))
        self.views[CHART].set_label(_("Org chart"))
        self.empty.set(_("No decision-makers yet."), _("Add the person you talk to first."))
        for part in (self.table, self.chart, self.former, self.remarks):
            part.retranslate()
        if self._shown is not None:
            self.load(*self._shown)


def _line(chain: Chain, member: Member) -> Line:
    values = member.values
    last, attitude = values["last_contact_at"], values["attitude"]
    name = "    " * member.depth + ("└ " if member.depth else "") + values["name"]
    return member.id, (
        Cell(name),
        Cell(values["title"] or "", ink="secondary"),
        Cell(chain_words.role_words(values)),
        Cell(chain_words.attitude_words(values), tone_of("attitude", attitude)) if attitude else Cell(""),
        Cell(chain_words.weight_words(values)),
        Cell(phone_text(values["phone"] or values["office_phone"])),
        Cell(days_ago(local(last).date(), chain.today), "", "secondary", moment_text(last)) if last else Cell(""),
    )
