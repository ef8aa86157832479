"""Analysis: choose one at the left, ask it above, see it drawn and in figures; every row opens its customer."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from app.errors import AppError
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.services.business.clients import Analysed
from app.services.business.kept import undisturbed
from app.ui.context import Command, Context, Screen
from app.ui.kit.layouts import column, fill, hairline, row
from app.ui.kit.widgets import EmptyState, PlainLabel, link_button, primary, relabel
from app.ui.screens.analysis import out
from app.ui.screens.analysis.asked import AnalysisAsked
from app.ui.screens.analysis.behind import follow, leads_of, open_customers, show_behind
from app.ui.screens.analysis.catalogue import ANALYSES, Analysis, analysis, paper_of
from app.ui.screens.analysis.chart_place import ChartPlace
from app.ui.screens.analysis.grader import Grader
from app.ui.screens.analysis.nothing import nothing_words
from app.ui.screens.analysis.parts import AnalysisList, Facts, WhyPanel
from app.ui.screens.analysis.shown import Row, Shown, Wanted, narrowed_words
from app.ui.screens.analysis.table import FiguresTable

RESULT, NOTHING, BUSY, _SOON = 0, 1, 2, 250
_CONCERNED = {"orders", "order_lines", "invoices", "receipts", "allocations", "costs", "customers", "visits", "settings",
              "gradings", "credit_files", "credit_policies", "needs", "products", "product_prices", "complaints", "contacts",
              "care_tasks", "agreements", "never_serves"}  # fmt: skip


class AnalysisScreen(Screen):
    """The place of analyses in the window."""

    key = "analysis"
    title = N_("Analysis")

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.analysis: Analysis = ANALYSES[0]
        self.shown: Shown | None = None
        self.wanted: Wanted | None = None
        self._turn, self._was_ready, self._stale = 0, False, True
        self._meant: UUID | None = None
        self.choices, self.asked, self.facts = AnalysisList(), AnalysisAsked(context), Facts()
        self.heading, self.note = PlainLabel("", "section"), PlainLabel("", "hint", wrap=True)
        self.question = PlainLabel("", "secondary", wrap=True)
        self.table, self.why, self.chart = FiguresTable(), WhyPanel(), ChartPlace()
        self.import_button = primary("", self._begin_needed, "upload")
        self.import_button.setObjectName("analysis.import")
        self.grader = Grader(context)
        self.parameters = link_button("", lambda: context.frame.begin("settings", {"page": "analysis"}))
        self.parameters.setObjectName("analysis.parameters")
        self.empty, self.busy = EmptyState(button=self.import_button), EmptyState()
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        self.upper = QWidget()
        self.upper.setLayout(row(self.chart, self.why, spacing=8))
        self.upper.layout().setStretch(0, 1)  # type: ignore[union-attr]
        self.split = QSplitter(Qt.Orientation.Vertical)
        for part, least in ((self.upper, 170), (self.table, 130)):
            part.setMinimumHeight(least)
            self.split.addWidget(part)
        self.split.setSizes([300, 280])
        self.split.setHandleWidth(6)
        self.split.setChildrenCollapsible(False)
        result = QWidget()
        whole = column(self.facts, self.note, self.split, spacing=8)
        whole.setStretch(2, 1)
        result.setLayout(whole)
        self.pages = QStackedWidget()
        fill(self.pages, result, self.empty, self.busy)
        words = row(self.heading, self.question, self.parameters, self.grader.button, spacing=12)
        words.setStretch(1, 1)
        top = column(words, self.asked, self.grader, hairline(), spacing=8)
        right = column(top, self.pages, spacing=8, margins=(16, 4, 20, 12))
        right.setStretch(1, 1)
        both = row(self.choices, right, spacing=0, margins=(12, 0, 0, 0))
        both.setStretch(1, 1)
        self.setLayout(both)

    def _connect(self) -> None:
        self.choices.wanted.connect(lambda key: self.choose(analysis(key)))
        self.asked.changed.connect(self.make)
        self.asked.narrowed.connect(self._narrow)
        self.table.opened.connect(lambda key: self.context.frame.go("customers", key))
        self.table.behind.connect(lambda customer, word: show_behind(self, customer, word))
        self.facts.led.connect(lambda lead: follow(self, lead))
        self.table.chosen.connect(self._explain)
        self.table.chosen.connect(lambda row: self.chart.canvas.mark(row.customer if row is not None else None))
        self.chart.chosen.connect(self._choose_point)
        self.chart.opened.connect(self._open_point)
        self.why.opened.connect(self._open_current)
        self.why.printed.connect(self._print_current_customer)
        self.context.gateway.changed.connect(self._changed)

    # making it ----------------------------------------------------------------------------------------------------

    def activate(self) -> None:
        """Show the analysis chosen last, made anew where the data changed meanwhile."""
        if not self._was_ready:
            kept = self.context.preferences.get("analysis.key", "pyramid")
            self.choose(next((each for each in ANALYSES if each.key == kept), ANALYSES[0]))
        elif self._stale:
            self.make()

    def _changed(self, changes: Any) -> None:
        if _CONCERNED & changes.entities():
            self._stale = True
            if self.analysis.span == "gradings":
                self.asked.between.fill()
            if self.isVisible():
                self.make()

    def choose(self, wanted: Analysis) -> None:
        """Show this analysis."""
        self.analysis = wanted
        self.choices.choose(wanted.key)
        self.context.preferences.set("analysis.key", wanted.key)
        self.asked.show_for(wanted)
        self._set_words()
        self.make()

    def make(self) -> None:
        """Ask for it beside the window; an answer that was overtaken is dropped."""
        self._turn += 1
        turn, self._stale, self.wanted = self._turn, False, self.asked.wanted()
        self.why.put_away()
        if problem := self.asked.problem():
            self._tell(problem)
            return
        QTimer.singleShot(_SOON, self, lambda: self._wait(turn))
        self.shown = None
        self.context.gateway.run(
            _made, self.context.gateway, self.analysis, self.wanted, done=lambda shown: self._arrived(turn, shown),
            failed=lambda error: self._failed(turn, error),
        )  # fmt: skip

    def _wait(self, turn: int) -> None:
        if turn == self._turn and self.shown is None:
            self.busy.set(_("Adding up…"))
            self.pages.setCurrentIndex(BUSY)

    def _arrived(self, turn: int, shown: Shown) -> None:
        if turn != self._turn:
            return
        self.shown = shown
        self.facts.show_facts(shown.facts, leads_of(shown))
        self.asked.show_used(shown.used)
        self.table.show_rows(shown)
        self._narrow()
        self.pages.setCurrentIndex(RESULT if shown.rows else NOTHING)
        self._set_words()
        if self._meant is not None:  # asked for before the rows were there
            self.table.choose(self._meant)
            self._meant = None
        if not self._was_ready:
            self._was_ready = True
            self.ready.emit()

    def _failed(self, turn: int, error: AppError) -> None:
        if turn == self._turn:
            self._tell(error.sentence)

    def _tell(self, sentence: str) -> None:
        """Why there is no result: a sentence in its place, never the figures of before."""
        self.shown = Shown(self.table.columns, ())
        self.busy.set(sentence)
        self.pages.setCurrentIndex(BUSY)
        self.table.show_rows(self.shown)

    def _begin_needed(self) -> None:
        """What is missing for this analysis: records to import, or gradings."""
        if self.analysis.needs == "gradings":
            self.grader.ask()
        else:
            self.context.frame.begin("import", {"entity": self.analysis.needs})

    # what its rows lead to ----------------------------------------------------------------------------------------

    def _narrow(self) -> None:
        self.table.narrow(self.asked.text(), self.asked.owner_id())
        if self.shown is not None:
            self.chart.show_result(self.analysis.key, self.shown, self.table.rows)
            self._note()
        count = len(self.table.rows)
        self.summary_changed.emit(ngettext_text("{count} row", "{count} rows", count).format(count=f"{count:,}"))

    def _note(self) -> None:
        """What to keep in mind, and what the rows come to where not all are shown."""
        words = (*self.shown.notes, *narrowed_words(self.shown, self.table.rows)) if self.shown is not None else ()
        self.note.setText(" ".join(words))
        self.note.setVisible(bool(words))

    def _explain(self, chosen: Row | None) -> None:
        explain = self.analysis.why
        if chosen is None or chosen.made_of is None or explain is None or self.shown is None:
            self.why.put_away()
            return
        heading = _("Why {name}").format(name=chosen.cells[1].text)
        self.why.say(heading, explain(chosen.made_of, self._whole()), self.chart.canvas.hasFocus())

    def _choose_point(self, keys: tuple[UUID, ...]) -> None:
        """One customer: its row; several (a tier, a cell): their rows first."""
        if len(keys) == 1:
            self.table.choose(keys[0])
        elif keys:
            self.table.bring_up(keys)

    def _open_point(self, keys: tuple[UUID, ...]) -> None:
        open_customers(self, keys)

    def _whole(self) -> Any:
        """The analysis as a whole, beside one of its lines."""
        whole = self.shown.chart if self.shown is not None else None
        return whole if isinstance(whole, Analysed) else None

    def _open_current(self) -> None:
        if (chosen := self.table.current()) is not None and chosen.customer is not None:
            self.context.frame.go("customers", chosen.customer)

    def _print_current_customer(self) -> None:
        if (chosen := self.table.current()) is not None and chosen.customer is not None:
            self.context.frame.go("reports", chosen.customer)

    # the frame ----------------------------------------------------------------------------------------------------

    def commands(self) -> tuple[Command, ...]:
        """Ways to take it along."""
        return (
            Command(N_("Print"), self.print_current, "printer", "Ctrl+P"),
            Command(N_("Save the table as Excel"), lambda: out.save_table(self), "download", "Ctrl+Shift+S"),
            Command(N_("Copy the table"), lambda: out.copy_table(self), "copy"),
            Command(N_("Copy the drawing"), lambda: out.copy_drawing(self), "image"),
            Command(N_("Save the drawing as PNG"), lambda: out.save_drawing(self), "image"),
            Command(N_("Grade all…"), self.grader.ask, "refresh-cw"),
        )

    def begin(self, values: Mapping[str, Any]) -> None:
        """``analysis`` names one; ``months``, ``as_of``, ``mode``, ``text`` ask it; ``customer_id`` chooses a row; ``grade`` asks
        for a grading of that day."""
        found = next((each for each in ANALYSES if each.key == values.get("analysis")), self.analysis)
        self.asked.show_for(found)
        self.asked.ask(values)
        self._meant = values.get("customer_id")
        self.choose(found)
        if "grade" in values:
            self.grader.ask(values["grade"])

    def open_record(self, record_id: UUID) -> None:
        """A customer's row."""
        self.table.choose(record_id)

    def focus_filter(self) -> None:
        """Put the cursor where rows are narrowed."""
        self.asked.line.setFocus()

    def print_current(self) -> None:
        """The paper of the chosen customer, or the one that says what is shown."""
        chosen = self.table.current()
        if chosen is not None and chosen.customer is not None:
            self.context.frame.go("reports", chosen.customer)
        else:
            self.context.frame.begin("reports", {"report": paper_of(self.analysis)})

    def _set_words(self) -> None:
        self.heading.setText(_(self.analysis.title))
        self.question.setText(_(self.analysis.question))
        sentence, hint, word = nothing_words(self.analysis, self.shown)
        self.empty.set(sentence, hint)
        relabel(self.import_button, word)

    def retranslate(self) -> None:
        """Words in the language in force; the result is made anew with them."""
        for part in (self.choices, self.asked, self.table, self.why, self.chart, self.grader):
            part.retranslate()
        relabel(self.parameters, _("Parameters…"))
        self._set_words()
        if self._was_ready:
            self.make()


def _made(gateway: Any, wanted: Analysis, asked: Wanted) -> Shown:
    """Runs beside the window."""
    with undisturbed():
        return gateway.read_now(wanted.make, asked)  # type: ignore[no-any-return]
