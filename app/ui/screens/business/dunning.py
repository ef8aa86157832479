"""Dunning in the window: whom to remind now, each step with what became of it, its promise settled, its letter kept."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.analysis.dunning_ladder import OPEN, OVER
from app.formats import day_text, money_text, today
from app.i18n import LANGUAGES, N_, NATIVE_NAMES, use_language
from app.i18n import gettext_text as _
from app.models import fields_of
from app.services import dunning_promises, dunning_steps
from app.services.dunning_steps import Stand
from app.services.present import text_of
from app.services.trade_view import TradeView
from app.ui.context import Command
from app.ui.editors.editor import firm_now
from app.ui.kit.delegates import due_cell
from app.ui.kit.layouts import column, fill, row
from app.ui.kit.widgets import PlainLabel, quiet, relabel, secondary
from app.ui.records.stepped import Stepped, View
from app.ui.screens.business.due_now import DueNow
from app.ui.screens.business.layout_money import DUNNINGS
from app.ui.screens.business.record import TradeRecord
from app.ui.screens.business.screens import TradeScreen

LIST, DUE = 0, 1


class DunningRecord(TradeRecord):
    """One step: what was promised and what comes next, until when can be sued, its letter."""

    def stepped(self) -> Stepped:
        """With files: the letter is evidence; what comes in changes how it stands."""
        of = super().stepped()
        return replace(of, has_files=True, touched=of.touched | {"invoices", "receipts", "complaints"})

    def add_tabs(self) -> None:
        """The letter, and until when can be sued."""
        super().add_tabs()
        self.stand: Stand | None = None
        self.letter_button = secondary("", self._choose_language, "printer")
        self.letter_button.setObjectName("dunnings.letter")
        self.pane.buttons.insertWidget(0, self.letter_button)
        self.evidence = PlainLabel("", "secondary", wrap=True)
        self.evidence.setObjectName("dunnings.evidence")
        self.pane.below.addWidget(self.evidence)

    def show_head(self, view: TradeView) -> None:
        """The same, and how things stand by now."""
        super().show_head(view)
        key = view.values["id"]
        self.stand = None
        self.evidence.setText("")
        self.context.gateway.read(dunning_steps.stand, key, today(), done=lambda found: self._stood(key, found))

    def _stood(self, key: UUID, found: Stand) -> None:
        if key == self.current() and self._shown is not None:
            self.stand = found
            self.evidence.setText(_evidence(found))
            self._show_next(self._shown)

    def _show_next(self, view: View) -> None:
        found, values = self.stand, view.values
        if found is None or found.promise not in (OPEN, OVER):
            self._show_agreed(found)
            return
        cell = due_cell(values["promised_on"], firm_now())
        late, calm = (cell.text, "") if found.promise == OVER else ("", cell.text)
        said = _("Promised: {amount} by {day}")
        amount = money_text(values["promised"]) if values["promised"] is not None else _("a payment")
        self.pane.next.set(said.format(amount=amount, day=day_text(values["promised_on"])), calm, late, _("Paid as promised"),
                           self.kept, _("Not paid"), self.broken)  # fmt: skip

    def _show_agreed(self, found: Stand | None) -> None:
        """What was agreed to come next, where nothing came since."""
        if found is None or found.next_on is None or not found.open:
            self.pane.next.set("")
            return
        cell = due_cell(found.next_on, firm_now())
        late, calm = (cell.text, "") if cell.ink == "danger" else ("", cell.text)
        step = text_of(fields_of(self.of.entity)["next_step"], found.next_step) or _("Next dunning step")
        self.pane.next.set(_("Next step: {step}").format(step=step), calm, late, _("Note it"), self.note_next)

    # what can be done ---------------------------------------------------------------------------------------------

    def kept(self) -> None:
        """They paid as promised."""
        self._settle(N_("The promise of {name} was kept"), dunning_promises.keep, today())

    def broken(self) -> None:
        """They did not."""
        self._settle(N_("The promise of {name} was broken"), dunning_promises.break_)

    def _settle(self, words: str, op: Any, *more: Any) -> None:
        if self.save():
            tell = self.context.frame.tell
            self.context.gateway.write(self.label(words), op, self.current(), *more, failed=lambda error: tell(error.sentence))

    def name(self) -> str:
        """Steps are called by their customer."""
        return self._shown.titles.get("customer_id", "") if self._shown is not None else ""

    def note_next(self) -> None:
        """The form of the step that was agreed."""
        frame = self.context.frame
        self.context.gateway.read(dunning_steps.following, self.current(), done=lambda values: frame.begin("dunnings", values))

    def _choose_language(self) -> None:
        lines = [(NATIVE_NAMES[code], lambda code=code: self.make_letter(code)) for code in LANGUAGES]
        self.open_menu(self.letter_button, lines)

    def make_letter(self, language: str) -> None:
        """Print the letter of this step beside the window and keep it with it: it is evidence."""
        key = self.current()
        if key is None or not self.save():
            return
        gateway, tell = self.context.gateway, self.context.frame.tell
        gateway.run(_letter, gateway, key, language, done=lambda made: self._keep(key, *made),
                    failed=lambda error: tell(error.sentence))  # fmt: skip

    def _keep(self, key: UUID, name: str, data: bytes) -> None:
        tell = self.context.frame.tell
        self.context.gateway.write(
            self.label(N_("Kept the letter to {name}")), dunning_steps.keep_letter, key, name, data,
            done=lambda _id: self._kept(key), failed=lambda error: tell(error.sentence),
        )  # fmt: skip

    def _kept(self, key: UUID) -> None:
        if key == self.current():
            self.pane.show_tab("attachments")
        self.context.frame.toast(_("The letter is kept with this step. Open it to print it."))

    def retranslate(self) -> None:
        """Words in the language in force."""
        relabel(self.letter_button, _("Letter") + " ▾")
        super().retranslate()


def _letter(gateway: Any, key: UUID, language: str) -> tuple[str, bytes]:
    """The page in a language and the name it is kept under; runs beside the window."""
    from app import reports
    from app.reports import dunning_letter
    from app.reports.pdf import render_bytes

    def build(session: Any) -> Any:
        with use_language(language):
            return dunning_letter.of_step(session, key)

    document = gateway.read_now(build)
    return reports.file_name(document), render_bytes(document)[0]


def _evidence(found: Stand) -> str:
    if found.sue_until is None:
        return ""
    said = _("Still unpaid: {sum}. It can be sued for until {day}: three years from the due day (Civil Code 188), counted anew "
             "from each written demand, promise and part payment (195). Keep what proves them.")  # fmt: skip
    told = said.format(sum=money_text(found.open), day=day_text(found.sue_until))
    if not found.interest:
        return told
    words = _("Interest for paying late so far: {sum}, 0.05% a day (State Council Decree 802: public bodies and large firms owe "
              "it to small and medium ones, where nothing else was agreed).")  # fmt: skip
    return "\n".join((told, words.format(sum=money_text(found.interest))))


class DunningsScreen(TradeScreen):
    """The place of what was done to get money that is due; and of what is to be done now."""

    key, title, kind = "dunnings", N_("Dunning"), DUNNINGS

    def make_record(self) -> TradeRecord:
        """The record with its letter."""
        return DunningRecord(self.context, self.kind)

    def left_side(self) -> QWidget:
        """The list, or who is to be reminded now."""
        self.ways, self.due = QStackedWidget(), DueNow(self.context)
        self.due_button = quiet("", self.turn, "bell")
        self.due_button.setObjectName("dunnings.turn")
        self.due.counted.connect(self._counted_due)
        self.due.noted.connect(lambda key: self.begin({"customer_id": key}))
        self.context.gateway.changed.connect(self._money_changed)
        fill(self.ways, self.list, self.due)
        side = QWidget()
        whole = column(row(self.due_button, None, margins=(12, 0, 0, 4)), self.ways, spacing=0)
        whole.setStretch(1, 1)
        side.setLayout(whole)
        return side

    def activate(self) -> None:
        """The list, and how many are to be reminded."""
        super().activate()
        self.due.load()

    def _money_changed(self, changes: Any) -> None:
        if self.isVisible() and {"dunnings", "invoices", "receipts", "settings", "complaints"} & changes.entities():
            self.due.load()

    def turn(self) -> None:
        """To who is to be reminded now, or back to the list."""
        self.show_due(self.ways.currentIndex() == LIST)

    def show_due(self, due: bool) -> None:
        """Show who is to be reminded, or the list of all steps."""
        self.show_list()
        self.ways.setCurrentIndex(DUE if due else LIST)
        self.filters.setHidden(due)
        self._counted_due(len(self.due.found))
        (self.due.view if due else self.list).setFocus()

    def _counted_due(self, count: int) -> None:
        words = _("Due now: {count}").format(count=f"{count:,}")
        relabel(self.due_button, _("All dunning steps") if self.ways.currentIndex() == DUE else words)

    def commands(self) -> tuple[Command, ...]:
        """A new one comes first; then who is to be reminded."""
        first, *others = super().commands()
        return first, Command(N_("Due now"), lambda: self.show_due(True), "bell"), *others

    def focus_filter(self) -> None:
        """The filter is the list's."""
        self.show_due(False)
        super().focus_filter()

    def begin(self, values: Any) -> None:
        """``due`` shows who is to be reminded now."""
        if values.get("due"):
            self.show_due(True)
        else:
            super().begin(values)

    def retranslate(self) -> None:
        """Words in the language in force."""
        super().retranslate()
        self.due.retranslate()

