"""What an import would do: how many rows are new, changed, the same, refused or there twice; each listed with its reason."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.exchange.plan_types import ACTIONS, OUTSIDE, ImportPlan
from app.exchange.sheet import Trouble
from app.formats import number_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.ui.kit.flow import FlowLayout
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import Chip, PlainLabel, name_it, quiet, relabel
from app.ui.lists.rows import Line
from app.ui.screens.transfer.lines import Lines, people_words, rows_view

WORDS = {
    "created": N_("New: {count}"), "updated": N_("Changed: {count}"), "unchanged": N_("The same: {count}"),
    "refused": N_("Refused: {count}"), "duplicates": N_("Twice in the file: {count}"), "problems": N_("Values to check: {count}"),
    "review": N_("To look at: {count}"), "people": N_("People: {count}"),
}  # fmt: skip
KINDS = (*ACTIONS, "people", "problems", "review")
_ORDER = ("refused", "duplicates", "problems", "review", "created", "updated", "people", "unchanged")
"""What is shown first: what needs a look."""
_MOST = 2000


class OutcomeView(QWidget):
    """The counts as chips; the chosen one's rows below, those with the words of the filter. ``save_asked()`` when the rows
    that stay outside are wanted as a file."""

    save_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.plan: ImportPlan | None = None
        self._told: Lines | None = None
        self._kind = ""
        self.title = PlainLabel("", "section")
        self.note = PlainLabel("", "label", wrap=True)
        self.chips = {kind: Chip("", checkable=True) for kind in KINDS}
        holder = QWidget()
        flow = FlowLayout(holder, spacing=6)
        for kind, chip in self.chips.items():
            chip.setObjectName(f"import.count.{kind}")
            chip.clicked.connect(lambda _checked=False, kind=kind: self.show_kind(kind))
            flow.addWidget(chip)
        self.filter = QLineEdit()
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(lambda _text: self.show_kind(self._kind))
        self.save = quiet("", self.save_asked.emit, "download")
        self.save.setObjectName("import.save")
        self.rows = rows_view("import.rows", N_("Rows of the file"))
        search = row(self.filter, self.save, spacing=8)
        search.setStretch(0, 1)
        whole = column(self.title, holder, self.note, search, self.rows, spacing=8, margins=(12, 4, 20, 12))
        whole.setStretch(4, 1)
        self.setLayout(whole)
        self.setMinimumWidth(360)

    def wait(self, rows: int = 0) -> None:
        """The dry run is on its way; so many rows are read."""
        count = " " + _("{count} rows").format(count=number_text(rows)) if rows else ""
        self.note.setText(_("Comparing with what is there…") + count)
        self.note.show()

    def show_plan(self, plan: ImportPlan) -> None:
        """Show a dry run, what needs a look first."""
        self.plan, self._told = plan, Lines(plan)
        counts = self._counts()
        for kind, chip in self.chips.items():
            chip.set_label(_(WORDS[kind]).format(count=counts[kind]))
            chip.setVisible(counts[kind] > 0 or kind == "created")
        self.note.setText("\n".join(filter(None, (self._made(), people_words(plan), self._orders()))))
        self.note.setVisible(bool(self.note.text()))
        self.save.setVisible(bool(counts["refused"] + counts["duplicates"]))
        self.show_kind(self._kind if counts.get(self._kind) else next((kind for kind in _ORDER if counts[kind]), "created"))

    def _counts(self) -> dict[str, int]:
        if self.plan is None:
            return dict.fromkeys(KINDS, 0)
        named = {str(action): count for action, count in self.plan.counts.items()}
        people = len(self.plan.people_in())
        return {**named, "people": people, "problems": len(self._problems()), "review": len(self.plan.review)}

    def _problems(self) -> Sequence[Trouble]:
        """Values of rows that come in without them; the reasons of refused rows stand with those."""
        if self.plan is None:
            return ()
        outside = {one.row for one in self.plan.outcomes if one.action in OUTSIDE}
        return [one for one in self.plan.problems if one.row not in outside]

    def _made(self) -> str:
        count = len(self.plan.customers_made()) if self.plan is not None else 0
        return _("Customers added along with these rows: {count}").format(count=number_text(count)) if count else ""

    def _orders(self) -> str:
        words = {"mdy": _("month, day, year"), "dmy": _("day, month, year"), "ymd": _("year, month, day")}
        found = []
        for header, order in self.plan.orders if self.plan is not None else ():
            if order.ambiguous:
                found.append(_("Choose above how the dates in “{header}” are read.").format(header=header))
            elif order.asked:
                found.append(_("Dates in “{header}” are read as {order}.").format(header=header, order=words[order.possible[0]]))
        return "\n".join(found)

    def show_kind(self, kind: str) -> None:
        """List the rows of one count."""
        self._kind = kind
        for key, chip in self.chips.items():
            chip.setChecked(key == kind)
        self.rows.set_rows(list(islice(self._filtered(self._lines(kind)), _MOST)))

    def kind(self) -> str:
        """Which count is listed."""
        return self._kind

    def _lines(self, kind: str) -> Iterable[Line]:
        if self.plan is None or self._told is None:
            return ()
        if kind == "problems":
            return map(self._told.of_trouble, sorted(self._problems(), key=lambda each: each.row))
        if kind == "people":
            return (self._told.of_person(row, one) for row, one in self.plan.people_in())
        if kind == "review":
            return map(self._told.of_trouble, self.plan.review)
        return map(self._told.of_outcome, (one for one in self.plan.outcomes if one.action == kind))

    def _filtered(self, lines: Iterable[Line]) -> Iterator[Line]:
        """The lines that hold every word of the filter."""
        words = self.filter.text().casefold().split()
        for line in lines:
            said = " ".join(cell.text for cell in line[1]).casefold() if words else ""
            if all(word in said for word in words):
                yield line

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.title.setText(_("What would happen"))
        self.filter.setPlaceholderText(_("Filter the rows"))
        name_it(self.filter, _("Filter the rows"), "import.filter")
        relabel(self.save, _("Save rows left out"))
        self.rows.retranslate()
        self.rows.setAccessibleName(_("Rows of the file"))
        if self.plan is not None:
            self.show_plan(self.plan)
