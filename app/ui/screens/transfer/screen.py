"""Import: a file, which column is what, what would happen, and then one step that can be undone.

Everything is on one panel: whatever is changed above, the dry run at the right follows.
"""

from collections.abc import Callable
from collections.abc import Mapping as Values
from pathlib import Path
from threading import Event
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.errors import AppError, Cancelled, ConflictError, ValidationError
from app.exchange.apply import changes_anything
from app.exchange.bundle_file import is_bundle
from app.exchange.bundle_plan import BundlePlan
from app.exchange.mapping import Mapping, likely_entity
from app.exchange.names import IMPORTED
from app.exchange.newcomers import strangers
from app.exchange.plan_types import ImportPlan
from app.exchange.reading import read_sheet
from app.exchange.remembered import Meanings, Remembered, recall, recall_words, remember_all, with_meanings
from app.exchange.sheet import ReadOptions, Sheet
from app.exchange.whole_file import mappings_of, parts_of, plan_file
from app.i18n import N_
from app.i18n import gettext_text as _
from app.ui.context import Command, Context, Screen
from app.ui.kit.layouts import column
from app.ui.screens.transfer.bundle import BundlePage
from app.ui.screens.transfer.changes import bring_in, look_at, take_over
from app.ui.screens.transfer.columns import ColumnTable
from app.ui.screens.transfer.done import DonePage
from app.ui.screens.transfer.file import FileBar
from app.ui.screens.transfer.kinds import Foot, KindChips, check_page
from app.ui.screens.transfer.outcome import OutcomeView
from app.ui.screens.transfer.outside import ask_file, save_outside
from app.ui.screens.transfer.start import BusyPage, StartPage

START, BUSY, CHECK, DONE, CHANGES = 0, 1, 2, 3, 4


class TransferScreen(Screen):
    """The panel for files that come in."""

    key = "import"
    title = N_("Import")
    told, tried = Signal(int), Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.wanted, self.entity = "", "customers"
        self._brought: set[str] = set()
        self.sheet: Sheet | None = None
        self.mappings: tuple[Mapping, ...] = ()
        self.plan: ImportPlan | None = None
        self._path: Path | None = None
        self._asked, self._stop, self._trial, self._was_ready = 0, Event(), Event(), False
        self._known: tuple[Remembered, Meanings] = ({}, {})
        again = lambda encoding: self._read(ReadOptions(encoding), guess=True)  # noqa: E731
        self.start_page = StartPage(self.choose_file, self.open_file, self.want, again)
        self.busy_page = BusyPage(self._stop.set)
        self.file_bar = FileBar()
        self.kinds, self.table, self.outcome = KindChips(), ColumnTable(), OutcomeView()
        self.done_page = DonePage(self.context, self.start_over)
        self.bundle_page = BundlePage(self.take_over, self.start_over)
        self.foot = Foot(self.run_import, self.start_over)
        self.go_button = self.foot.go_button
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        check = check_page(self.file_bar, self.kinds, self.table, self.outcome, self.foot)
        self.pages = QStackedWidget()
        for page in (self.start_page, self.busy_page, check, self.done_page, self.bundle_page):
            self.pages.addWidget(page)
        self.pages.currentChanged.connect(lambda _place: self.commands_changed.emit())
        self.setLayout(column(self.pages, spacing=0))

    def _connect(self) -> None:
        self.told.connect(self.busy_page.show_rows)
        self.file_bar.read_again.connect(lambda options: self._read(options, guess=not options.header_row))
        self.file_bar.entity_chosen.connect(self.set_entity)
        self.file_bar.choice_made.connect(self._try)
        self.tried.connect(self.outcome.wait)
        for page in (self.outcome, self.done_page):
            page.save_asked.connect(self.save_rows)
        self.done_page.next_asked.connect(self.go_on)
        self.table.chosen.connect(lambda header, field: self._choose(lambda one: one.with_choice(header, field)))
        self.table.meant.connect(lambda header, word, code: self._choose(lambda one: one.with_word(header, word, code)))
        self.table.added.connect(self.file_bar.take_newcomer)
        self.table.known.connect(self.file_bar.take_known)
        self.kinds.chosen.connect(lambda _place: self._show_mapping())

    # the frame ----------------------------------------------------------------------------------------------------

    def commands(self) -> tuple[Command, ...]:
        """The first step; the button below the dry run is the second."""
        busy = self.pages.currentIndex() in (BUSY, CHECK, CHANGES)
        return () if busy else (Command(N_("Choose a file"), self.choose_file, "folder-open", "Ctrl+O"),)

    def activate(self) -> None:
        """Nothing is read before a file is chosen."""
        if not self._was_ready:
            self._was_ready = True
            self.ready.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Who comes back wants to import the next file; a result nobody has seen yet stays."""
        super().hideEvent(event)
        if not event.spontaneous() and self.pages.currentIndex() == DONE and not self.done_page.left:
            self.start_over()

    def begin(self, values: Values[str, Any]) -> None:
        """``entity`` says what comes in, ``path`` which file; without a path the person is asked."""
        if values.get("entity") in IMPORTED:
            self.want(str(values["entity"]))
        if values.get("path"):
            self.open_file(Path(values["path"]))
        elif values.get("entity"):
            self.choose_file()

    def start_over(self) -> None:
        """Back to the choice of a file; nothing was written."""
        self._asked += 1
        self._trial.set()
        self.sheet, self.mappings, self.plan, self.done_page.left = None, (), None, ()
        self.pages.setCurrentIndex(START)

    # the file -----------------------------------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Ask for a file."""
        path = ask_file(self.context, self)
        if path is not None:
            self.open_file(path)

    def open_file(self, path: Path) -> None:
        """Read a file with everything found out anew."""
        self._path, self._brought, self.done_page.left = path, set(), ()
        if self.plan is None:  # nor is the last import kept any longer, with all its rows
            self.done_page.plan = self.outcome.plan = self.foot.plan = None
        self.context.preferences.set("import.folder", str(path.parent))
        self.file_bar.reset()
        self._read(ReadOptions(), guess=True)

    def go_on(self, sheet: str) -> None:
        """Read a further sheet of the file that just came in; it may hold another kind."""
        self.wanted = ""
        self.file_bar.reset()
        self._read(ReadOptions(sheet=sheet), guess=True)

    def _read(self, options: ReadOptions, guess: bool) -> None:
        if self._path is None:
            return
        self._asked += 1
        asked, path = self._asked, self._path
        self._stop.clear()
        self.busy_page.begin(_("Reading {file}…").format(file=path.name), can_stop=True)
        self.pages.setCurrentIndex(BUSY)
        self.context.gateway.run(
            read_sheet, path, options, self.told.emit, self._stop.is_set,
            done=lambda sheet: self._read_done(asked, sheet, guess), failed=lambda error: self._failed(asked, error),
        )  # fmt: skip

    def _failed(self, asked: int, error: AppError) -> None:
        if asked != self._asked:
            return
        more = self.sheet is None and bool(self.done_page.left)
        if more and not isinstance(error, Cancelled):
            self._brought.add(self.done_page.left[0])
            self.done_page.show_left(self.done_page.left[1:])
        self.pages.setCurrentIndex(CHECK if self.plan is not None else DONE if more else START)
        if self.sheet is not None:
            self.file_bar.show_sheet(self.sheet, self.entity)
        self.start_page.say("" if isinstance(error, Cancelled) else error.sentence, isinstance(error, ValidationError))
        if self.plan is not None or more or isinstance(error, Cancelled):
            self.context.frame.tell(error.sentence)
        if isinstance(error, ConflictError):
            self._try()

    def _read_done(self, asked: int, sheet: Sheet, guess: bool) -> None:
        if asked != self._asked:
            return
        self.start_page.say("")
        if is_bundle(sheet) and self._path is not None:
            failed = lambda error: self._failed(asked, error)  # noqa: E731
            look_at(self.context, self._path, sheet, self._stop, lambda found: self._compared(asked, found), failed)
            return
        self.sheet = sheet
        self._known = (self.context.gateway.read_now(recall), self.context.gateway.read_now(recall_words))
        if guess:
            self.entity = likely_entity(sheet, self.wanted)
        self.set_entity(self.entity)
        self.file_bar.show_guess(self.wanted)

    # columns and the dry run --------------------------------------------------------------------------------------

    def want(self, entity: str) -> None:
        """What a file is said to hold before it is read; the empty text leaves it to its headers."""
        self.wanted = entity
        self.start_page.show_entity(entity)

    def set_entity(self, entity: str) -> None:
        """What the rows are."""
        self.entity = entity
        if self.sheet is not None:
            found = mappings_of(self.sheet, entity, self._known[0])
            self.mappings = tuple(with_meanings(one, self._known[1]) for one in found)
            self.kinds.show_kinds(entity, parts_of(self.sheet, entity))
            self.file_bar.show_sheet(self.sheet, entity)
            self._show_mapping()
            self._try()

    @property
    def mapping(self) -> Mapping | None:
        """Where the columns that are shown go."""
        return self.mappings[self.kinds.place()] if self.mappings else None

    def _show_mapping(self) -> None:
        if self.mapping is not None and self.sheet is not None:
            self.table.show_mapping(parts_of(self.sheet, self.entity)[self.kinds.place()], self.mapping)
            self.file_bar.show_keys(self.mapping)

    def _choose(self, change: Callable[[Mapping], Mapping]) -> None:
        if self.mapping is not None:
            chosen = change(self.mapping)
            self.mappings = tuple(chosen if one is self.mapping else one for one in self.mappings)
            self._show_mapping()
            self._try()

    def _try(self) -> None:
        """The dry run, beside the window; an older one still running is forgotten."""
        if self.sheet is None:
            return
        self._asked += 1
        self._trial.set()
        asked, self._trial = self._asked, Event()
        self.pages.setCurrentIndex(CHECK)
        self.plan = None
        self.go_button.setEnabled(False)
        self.outcome.wait()
        self.context.gateway.read(
            plan_file, self.sheet, self.mappings, self.file_bar.choices(), self.tried.emit, self._trial.is_set,
            done=lambda found: self._tried(asked, found), failed=lambda error: self._failed(asked, error),
        )  # fmt: skip

    def _tried(self, asked: int, found: ImportPlan) -> None:
        if asked != self._asked or self.sheet is None:
            return
        self.plan = found
        self.outcome.show_plan(found)
        self.table.show_words(found.unknown, strangers(found, self.file_bar.newcomers))
        self.go_button.setEnabled(changes_anything(found))
        self.foot.show_plan(found)

    def run_import(self) -> None:
        """Bring the good rows in."""
        if self.plan is None or not changes_anything(self.plan):
            return
        self._asked += 1
        asked, wanted = self._asked, self.plan
        self._stop.clear()
        self.busy_page.begin(_("Importing {file}…").format(file=wanted.file), can_stop=True)
        self.pages.setCurrentIndex(BUSY)
        done, failed = lambda: self._imported(asked), lambda error: self._failed(asked, error)
        what, hears = (self.file_bar.newcomers, wanted), (self.told.emit, self._stop.is_set)
        bring_in(self.context, self, what, hears, done, failed)

    def _imported(self, asked: int) -> None:
        if asked == self._asked and self.plan is not None and self.sheet is not None:
            self.context.gateway.keep(remember_all, self.mappings)
            self._brought.add(self.sheet.name)
            self.done_page.show_plan(self.plan, tuple(name for name in self.sheet.sheets if name not in self._brought))
            self.pages.setCurrentIndex(DONE)
            self.sheet, self.mappings, self.plan = None, (), None

    def save_rows(self) -> None:
        """The rows that stay outside, as a file to be mended and brought in again."""
        if shown := self.plan or self.done_page.plan:
            save_outside(self.context, self, shown, self._path)

    def _compared(self, asked: int, found: BundlePlan) -> None:
        if asked == self._asked:
            self.bundle_page.show_plan(found)
            self.pages.setCurrentIndex(CHANGES)

    def take_over(self) -> None:
        """Carry the changes out."""
        asked = self._asked
        take_over(self.context, self.bundle_page, self.start_over, lambda error: self._failed(asked, error))

    def retranslate(self) -> None:
        """Words in the language in force."""
        for part in (self.start_page, self.busy_page, self.file_bar, self.kinds, self.table, self.outcome, self.done_page,
                     self.bundle_page, self.foot):  # fmt: skip
            part.retranslate()
