"""What an import would do: how many rows are new, changed, the same, refused or there twice; each listed with its reason."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.exchange.names import public_name
from app.exchange.plan_types import ACTIONS, ImportPlan, Outcome, sentence
from app.exchange.sheet import Sheet, Trouble
from app.formats import number_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import BY_KEY, fields_of
from app.ui.delegates import Cell
from app.ui.flow import FlowLayout
from app.ui.layouts import column, row
from app.ui.rows import Line, RowsView
from app.ui.screens.transfer_columns import column_word, field_word
from app.ui.widgets import Chip, PlainLabel, name_it, quiet, relabel

WORDS = {
    "created": N_("New: {count}"), "updated": N_("Changed: {count}"), "unchanged": N_("The same: {count}"),
    "refused": N_("Refused: {count}"), "duplicates": N_("Twice in the file: {count}"), "problems": N_("Values left out: {count}"),
    "review": N_("To look at: {count}"),
}  # fmt: skip
KINDS = (*ACTIONS, "problems", "review")
_ORDER = ("refused", "duplicates", "problems", "review", "created", "updated", "unchanged")
"""What is shown first: what needs a look."""
_MOST = 2000


class OutcomeView(QWidget):
    """The counts as chips; the chosen one's rows below, those with the words of the filter. ``save_asked()`` when the rows
    that stay outside are wanted as a file."""

    save_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._plan: ImportPlan | None = None
        self._sheet: Sheet | None = None
        self._places: dict[int, int] = {}
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
        headers = (N_("Row"), N_("What"), N_("Column"), N_("Why"))
        self.rows = RowsView(headers, "import.rows", N_("Rows of the file"), right=(0,), widths=(56, 150, 100, 200))
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

    def show_plan(self, sheet: Sheet, plan: ImportPlan) -> None:
        """Show a dry run, what needs a look first."""
        self._sheet, self._plan = plan.sheet or sheet, plan
        self._places = {number: place for place, number in enumerate(self._sheet.numbers)}
        counts = self._counts()
        for kind, chip in self.chips.items():
            chip.set_label(_(WORDS[kind]).format(count=counts[kind]))
            chip.setVisible(counts[kind] > 0 or kind == "created")
        self.note.setText(self._orders())
        self.note.setVisible(bool(self.note.text()))
        self.save.setVisible(bool(counts["refused"] + counts["duplicates"]))
        self.show_kind(self._kind if counts.get(self._kind) else next((kind for kind in _ORDER if counts[kind]), "created"))

    def _counts(self) -> dict[str, int]:
        if self._plan is None:
            return dict.fromkeys(KINDS, 0)
        named = {str(action): count for action, count in self._plan.counts.items()}
        return {**named, "problems": len(self._problems()), "review": len(self._plan.review)}

    def _problems(self) -> Sequence[Trouble]:
        """Values left out of rows that come in; the reasons of refused rows stand with those."""
        if self._plan is None:
            return ()
        outside = {one.row for one in self._plan.outcomes if one.action in ("refused", "duplicates")}
        return [one for one in self._plan.problems if one.row not in outside]

    def _orders(self) -> str:
        words = {"mdy": _("month, day, year"), "dmy": _("day, month, year"), "ymd": _("year, month, day")}
        found = []
        for header, order in self._plan.orders if self._plan is not None else ():
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
        if self._plan is None:
            return ()
        if kind == "problems":
            return (self._trouble_line(each) for each in sorted(self._problems(), key=lambda each: each.row))
        if kind == "review":
            return (self._trouble_line(each) for each in self._plan.review)
        return (self._outcome_line(one) for one in self._plan.outcomes if one.action == kind)

    def _filtered(self, lines: Iterable[Line]) -> Iterator[Line]:
        """The lines that hold every word of the filter."""
        words = self.filter.text().casefold().split()
        for line in lines:
            said = " ".join(cell.text for cell in line[1]).casefold() if words else ""
            if all(word in said for word in words):
                yield line

    def _outcome_line(self, one: Outcome) -> Line:
        why = sentence(one.reason) if one.reason is not None else self._changed(one)
        where = self._column(one.reason) if one.reason is not None else ""
        return (one.row, (Cell(str(one.row)), Cell(self._title(one)), Cell(where, "", "secondary"), Cell(why, tip=why)))

    def _trouble_line(self, trouble: Trouble) -> Line:
        why = sentence(trouble)
        cells = (Cell(str(trouble.row)), Cell(self._row_title(trouble.row)), Cell(self._column(trouble), "", "secondary"))
        return (trouble.row, (*cells, Cell(why, tip=why)))

    def _column(self, trouble: Trouble) -> str:
        """A field by its public name, or a header of the file."""
        return column_word(self._plan.entity_at(trouble.row), trouble.field) if self._plan is not None else ""

    def _title(self, one: Outcome) -> str:
        entity = BY_KEY[self._plan.entity_at(one.row)] if self._plan is not None else None
        found = next((str(one.values[key]) for key in entity.titles if one.values.get(key)), "") if entity else ""
        return found or self._row_title(one.row)

    def _row_title(self, number: int) -> str:
        """What stands first in a row of the file."""
        if self._sheet is None or number not in self._places:
            return ""
        return next((text for text in self._sheet.rows[self._places[number]] if text.strip()), "")[:80]

    def _changed(self, one: Outcome) -> str:
        """Which fields a row changes."""
        if one.action != "updated" or self._plan is None:
            return ""
        entity = self._plan.entity_at(one.row)
        fields = fields_of(BY_KEY[entity])
        named = [field_word(entity, public_name(fields[key])) for key in one.values if key in fields]
        return _(", ").join([*named, _("Picture")] if one.row in self._plan.pictures else named)

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.title.setText(_("What would happen"))
        self.filter.setPlaceholderText(_("Filter the rows"))
        name_it(self.filter, _("Filter the rows"), "import.filter")
        relabel(self.save, _("Save rows left out"))
        self.rows.retranslate()
        self.rows.setAccessibleName(_("Rows of the file"))
