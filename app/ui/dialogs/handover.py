"""Handing over: from whom, to whom, which customers to somebody else; then the list to be printed and signed."""

from collections.abc import Collection
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QDialog, QStackedLayout, QWidget

from app.errors import AppError
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services import handover
from app.services.handover import COMPLAINTS, CUSTOMERS, PEOPLE, VISITS, Colleague, Handed, Portfolio
from app.ui.context import Context
from app.ui.dialogs.handover_table import HandoverTable
from app.ui.editors.choice import CalmCombo
from app.ui.gateway import Label
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import PlainLabel, literal, name_it, primary, quiet, relabel, secondary


class HandoverDialog(QDialog):
    """``giver`` is chosen already where known; ``only`` these customers of theirs, and nothing else."""

    def __init__(
        self, context: Context, parent: QWidget, giver: UUID | None = None, only: Collection[UUID] | None = None
    ) -> None:
        super().__init__(parent)
        self.context, self._only = context, only
        self._found: Portfolio | None = None
        self._colleagues: tuple[Colleague, ...] = ()
        self.giver, self.taker, self.rest = CalmCombo(), CalmCombo(), CalmCombo()
        self.table = HandoverTable()
        self.left = QCheckBox()
        self.loose, self.error = PlainLabel("", "secondary", wrap=True), PlainLabel("", "error", wrap=True)
        self.done_words = PlainLabel("", "section", wrap=True)
        self.marked_button = secondary(_("Chosen rows go to them"), lambda: self._choose_marked(_chosen(self.taker)))
        self.stay_button = quiet(_("Chosen rows stay"), lambda: self._choose_marked(None))
        self.do_button, self.cancel_button = primary("", self.submit), quiet(_("Cancel"), self.reject)
        self.print_button = primary(_("Print the list to sign"), self._print)
        self.undo_button = secondary(_("Undo"), self._take_back)
        self._name_parts()
        self._lay_out()
        self._connect()
        context.gateway.read(handover.colleagues, done=lambda found: self._fill(found, giver))

    def _name_parts(self) -> None:
        self.setObjectName("handover")
        self.setWindowTitle(_("Hand over"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(980, 560)
        name_it(self.giver, _("Handed over by"), "handover.giver")
        name_it(self.taker, _("Goes to"), "handover.taker")
        name_it(self.rest, _("What is open at other customers goes to"), "handover.rest")
        self.left.setObjectName("handover.left")
        for part, name in (
            (self.marked_button, "marked"), (self.stay_button, "stay"), (self.do_button, "do"), (self.print_button, "print"),
            (self.undo_button, "undo"),
            (self.cancel_button, "cancel"), (self.error, "error"), (self.done_words, "done"), (self.loose, "loose"),
        ):  # fmt: skip
            part.setObjectName(f"handover.{name}")
        self.error.hide()

    def _lay_out(self) -> None:
        from_box = column(PlainLabel(_("Handed over by"), "label"), self.giver, spacing=4)
        to_box = column(PlainLabel(_("Goes to"), "label"), self.taker, spacing=4)
        self._rest_line = QWidget()
        self._rest_line.setLayout(row(self.loose, self.rest))
        asking, done = QWidget(), QWidget()
        foot = row(self.do_button, self.cancel_button, None)
        rows = row(self.marked_button, self.stay_button, None)
        asking_layout = column(
            row(from_box, to_box, None, spacing=16), rows, self.table, self._rest_line, self.left, self.error, foot,
            spacing=12, margins=(24, 20, 24, 20),
        )  # fmt: skip
        asking_layout.setStretch(2, 1)
        asking.setLayout(asking_layout)
        hint = PlainLabel(_("Undo takes all of it back."), "secondary", wrap=True)
        ends = row(self.print_button, self.undo_button, quiet(_("Close"), self.accept), None)
        done.setLayout(column(None, self.done_words, hint, 8, ends, None, margins=(24, 20, 24, 20)))
        self._pages = QStackedLayout(self)
        self._pages.addWidget(asking)
        self._pages.addWidget(done)
        for box in (self.giver, self.taker, self.rest):
            box.setMinimumWidth(200)

    def _connect(self) -> None:
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self, self._take_back)  # the window's own does not reach here
        self.giver.activated.connect(self._read)
        self.taker.activated.connect(self._choose_all)

    # filling ----------------------------------------------------------------------------------------------------------

    def _fill(self, found: tuple[Colleague, ...], giver: UUID | None) -> None:
        self._colleagues = found
        for each in found:
            self.giver.addItem(each.name, each.id.hex)
        self.giver.setCurrentIndex(max(0, self.giver.findData(giver.hex if giver else None)))
        self._read()

    def _read(self) -> None:
        giver = _chosen(self.giver)
        if giver is not None:
            self.context.gateway.read(handover.portfolio, giver, self._only, done=self._show)

    def _show(self, found: Portfolio) -> None:
        if found.employee_id != _chosen(self.giver):
            return
        self._found = found
        takers = [each for each in self._colleagues if each.id != found.employee_id and not each.has_left]
        for box in (self.taker, self.rest):
            box.clear()
        self.taker.addItem(_("Choose a colleague"), None)
        self.rest.addItem(_("they stay"), None)
        for box in (self.taker, self.rest):
            for each in takers:
                box.addItem(each.name, each.id.hex)
        self.table.show_portfolio(found, {each.id: each.name for each in takers})
        self.left.setText(literal(_("{name} has left the firm").format(name=found.name)))
        self.left.setChecked(False)
        self.left.setVisible(self._only is None)
        self._rest_line.setVisible(bool(found.loose))
        self.loose.setText(self._loose_words(found))
        self._show_count()

    def _loose_words(self, found: Portfolio) -> str:
        count = {kind: sum(item.kind == kind for item in found.loose) for kind in (VISITS, COMPLAINTS, PEOPLE)}
        words = _("At other customers: {visits} planned visits, {complaints} complaints in work, {people} people. They go to")
        return words.format(visits=count[VISITS], complaints=count[COMPLAINTS], people=count[PEOPLE])

    # choosing ---------------------------------------------------------------------------------------------------------

    def _choose_all(self) -> None:
        """The first choice is for everything; later ones for the rows that are chosen."""
        taker = _chosen(self.taker)
        if not self.table.choice() and taker is not None:
            self.table.choose_all(taker)
            self.rest.setCurrentIndex(max(0, self.rest.findData(taker.hex)))
        self._show_count()

    def _choose_marked(self, taker: UUID | None) -> None:
        self.table.choose_marked(taker)
        self._show_count()

    def _show_count(self) -> None:
        self.error.hide()
        relabel(self.do_button, _("Hand over {count} customers").format(count=f"{len(self.table.choice()):,}"))

    # doing ------------------------------------------------------------------------------------------------------------

    def submit(self) -> None:
        """Hand over as chosen, as one step."""
        if self._found is None or not self.do_button.isEnabled():
            return
        choice, rest = self.table.choice(), _chosen(self.rest) if self._found.loose else None
        self.do_button.setEnabled(False)
        self.context.gateway.write(
            self._label(choice, rest), handover.hand_over, self._found.employee_id, choice, rest, self.left.isChecked(),
            done=self._done, failed=self._failed,
        )  # fmt: skip

    def _label(self, choice: dict[UUID, UUID], rest: UUID | None) -> Label:
        """What the step is called: whose customers went to whom."""
        names, giver = {each.id: each.name for each in self._colleagues}, self._found.name if self._found else ""
        takers = list(dict.fromkeys([*choice.values(), *([rest] if rest else [])]))
        if not takers:
            return Label(N_("{name} has left the firm"), {"name": giver})
        said = {"name": giver, "count": f"{len(choice):,}", "taker": names.get(takers[0], "")}
        if not choice:
            return Label(N_("Handed over the open work of {name} to {taker}"), said)
        one, several = N_("Handed over {count} customers of {name} to {taker}"), N_(
            "Handed over {count} customers of {name} to {taker} and others")  # fmt: skip
        return Label(one if len(takers) == 1 else several, said)

    def _done(self, handed: Handed) -> None:
        words = _(
            "Handed over: {customers} customers, {visits} planned visits, {complaints} complaints in work, {people} people."
        )
        count = handed.counts
        self.done_words.setText(
            words.format(customers=count[CUSTOMERS], visits=count[VISITS], complaints=count[COMPLAINTS], people=count[PEOPLE])
        )
        self._pages.setCurrentIndex(1)
        self.print_button.setFocus()

    def _failed(self, error: AppError) -> None:
        self.do_button.setEnabled(True)
        self.error.setText(error.sentence)
        self.error.show()

    def _take_back(self) -> None:
        """Undo the handing over that was just done, and close."""
        if self._pages.currentIndex() == 1:
            self.accept()
            self.context.gateway.undo(sure=True)

    def _print(self) -> None:
        self.accept()
        self.context.frame.begin("reports", {"report": "handover"})


def _chosen(box: CalmCombo) -> UUID | None:
    """The colleague a box shows; Qt finds texts again, not ids."""
    key = box.currentData()
    return UUID(hex=key) if key else None


def hand_over(context: Context, parent: QWidget, giver: UUID | None = None) -> HandoverDialog:
    """Ask in front of the window; everything of a colleague."""
    dialog = HandoverDialog(context, parent.window(), giver)
    dialog.open()
    return dialog


def hand_over_chosen(context: Context, parent: QWidget, customers: list[UUID]) -> None:
    """The same for these customers, of the colleague whom most of them belong to."""
    context.gateway.read(
        handover.usual_owner, customers,
        done=lambda owner: HandoverDialog(context, parent.window(), owner, customers).open(),
    )  # fmt: skip
