"""A file of changes from another laptop: what it would do here, field by field; conflicts wait for a word."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.exchange.bundle_in import Choice
from app.exchange.bundle_plan import BundlePlan, Line
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import BY_KEY
from app.ui.kit.delegates import Cell
from app.ui.kit.flow import FlowLayout
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import Chip, PlainLabel, primary, quiet, relabel, secondary
from app.ui.lists.rows import RowsView

WORDS = {
    "conflict": N_("Changed on both sides: {count}"), "taken": N_("Taken over: {count}"), "created": N_("New: {count}"),
    "refused": N_("Refused: {count}"), "same": N_("The same: {count}"),
}  # fmt: skip
_MOST = 2000


class BundlePage(QWidget):
    """``show_plan(plan)``; ``chosen`` holds the conflicts in which the file's value is wanted."""

    def __init__(self, run: Callable[[], None], leave: Callable[[], None]) -> None:
        super().__init__()
        self.plan: BundlePlan | None = None
        self.chosen: set[Choice] = set()
        self._kind = "conflict"
        self.title, self.hint = PlainLabel("", "section"), PlainLabel("", "secondary", wrap=True)
        self.chips = {kind: Chip("", checkable=True) for kind in WORDS}
        holder = QWidget()
        flow = FlowLayout(holder, spacing=6)
        for kind, chip in self.chips.items():
            chip.setObjectName(f"bundle.count.{kind}")
            chip.clicked.connect(lambda _checked=False, kind=kind: self.show_kind(kind))
            flow.addWidget(chip)
        headers = (N_("Record"), N_("Field"), N_("Here now"), N_("In the file"), N_("What happens"))
        self.rows = RowsView(headers, "bundle.rows", N_("Changes in the file"), widths=(180, 140, 200, 200, 160))
        self.rows.opened.connect(self.turn)
        self.all_button = secondary("", self.take_all)
        self.all_button.setObjectName("bundle.all")
        self.go_button, self.leave_button = primary("", run, "upload"), quiet("", leave)
        self.go_button.setObjectName("bundle.run")
        foot = row(self.go_button, self.all_button, self.leave_button, None, spacing=12)
        whole = column(self.title, self.hint, holder, self.rows, foot, spacing=10, margins=(20, 8, 20, 14))
        whole.setStretch(3, 1)
        self.setLayout(whole)
        self.retranslate()

    def show_plan(self, plan: BundlePlan) -> None:
        """Show a dry run, conflicts first; nothing of them is taken unasked."""
        self.plan, self.chosen = plan, set()
        counts = plan.counts()
        self._kind = next((kind for kind in WORDS if counts[kind]), "taken")
        self._refresh()

    def show_kind(self, kind: str) -> None:
        """List one kind of change."""
        self._kind = kind
        self._refresh()

    def turn(self, key: Choice) -> None:
        """Take a conflict's value from the file, or leave it after all."""
        if self._kind == "conflict":
            self.chosen ^= {key}
            self._refresh()

    def take_all(self) -> None:
        """The file's value in every conflict, or in none."""
        every = {(line.id, line.key) for line in self._of("conflict")}
        self.chosen = set() if self.chosen == every else every
        self._refresh()

    def _of(self, kind: str) -> list[Line]:
        return [line for line in self.plan.lines if line.verdict == kind] if self.plan is not None else []

    def _refresh(self) -> None:
        if self.plan is None:
            return
        counts = self.plan.counts()
        for kind, chip in self.chips.items():
            chip.set_label(_(WORDS[kind]).format(count=counts[kind]))
            chip.setVisible(counts[kind] > 0)
            chip.setChecked(kind == self._kind)
        lines = self._made() if self._kind == "created" else [self._line(line) for line in self._of(self._kind)[:_MOST]]
        self.rows.set_rows(lines)
        self.title.setText(self.plan.file)
        self.all_button.setVisible(counts["conflict"] > 0)
        self.go_button.setEnabled(bool(counts["created"] + counts["taken"] + len(self.chosen)))
        self._set_words()

    def _made(self) -> list[tuple[UUID, tuple[Cell, ...]]]:
        made = self.plan.made[:_MOST] if self.plan is not None else ()
        titles = self.plan.titles if self.plan is not None else {}
        return [
            (one_id, (Cell(titles.get(one_id, "")), Cell(_(BY_KEY[entity].label)), Cell(""), Cell(""), Cell(_("New"))))
            for entity, one_id, _values in made
        ]

    def _line(self, line: Line) -> tuple[Choice, tuple[Cell, ...]]:
        cells = (Cell(line.title), Cell(line.label, "", "secondary"), Cell(line.here, tip=line.here),
                 Cell(line.after, tip=line.after), Cell(self._fate(line)))  # fmt: skip
        return (line.id, line.key), cells

    def _fate(self, line: Line) -> str:
        if line.verdict == "conflict":
            return _("From the file") if (line.id, line.key) in self.chosen else _("Stays as it is here")
        if line.verdict == "refused":
            return _(line.reason)
        return _("Taken over") if line.verdict == "taken" else _("The same")

    def _set_words(self) -> None:
        conflicts = bool(self._of("conflict"))
        asked = _("Fields changed on both sides stay as they are here. Press Enter on a row to take the file's value.")
        self.hint.setText(asked if conflicts else _("One step that can be undone."))
        every = conflicts and len(self.chosen) == len(self._of("conflict"))
        relabel(self.all_button, _("Leave all conflicts") if every else _("Take all conflicts from the file"))

    def retranslate(self) -> None:
        """Words in the language in force."""
        relabel(self.go_button, _("Take over"))
        relabel(self.leave_button, _("Cancel"))
        self.rows.retranslate()
        self._refresh()
