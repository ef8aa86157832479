"""The last page of an import: what came in, what did not, and why."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.exchange.apply import label_of
from app.exchange.plan_types import ImportPlan
from app.formats import excerpt
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.ui.context import Context
from app.ui.gateway import ChangeSet
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import PlainLabel, as_kind, primary, quiet, relabel, secondary
from app.ui.screens.transfer.lines import Lines, rows_view
from app.ui.screens.transfer.outcome import WORDS

_MOST = 2000


def _is_step(changes: ChangeSet, plan: ImportPlan) -> bool:
    key, values = label_of(plan)
    return changes.label.key == key and dict(changes.label.values) == values


_SCREENS = {
    "cards": "customers", "customers": "customers", "contacts": "people", "visits": "visits", "complaints": "complaints",
    "requests": "requests", "products": "products", "orders": "business", "invoices": "invoices", "receipts": "receipts",
    "costs": "costs",
}  # fmt: skip


class DonePage(QWidget):
    """``show_plan(plan, left)``; the ways on, ``next_asked(sheet)`` for the first of the sheets that nobody has brought in yet,
    and ``save_asked()`` for the rows that stayed outside."""

    save_asked = Signal()
    next_asked = Signal(str)

    def __init__(self, context: Context, again: Callable[[], None]) -> None:
        super().__init__()
        self.plan: ImportPlan | None = None
        self.left: tuple[str, ...] = ()
        self._undone = False
        self.title, self.counts = PlainLabel("", "record"), PlainLabel("", "secondary", wrap=True)
        self.counts.setObjectName("import.result")
        look = lambda: context.frame.go(_SCREENS[self.plan.entity]) if self.plan is not None else None  # noqa: E731
        self.look, self.again = primary("", look), secondary("", again)
        self.look.setObjectName("import.look")
        self.again.setObjectName("import.again")
        self.save = quiet("", self.save_asked.emit, "download")
        self.save.setObjectName("import.save_done")
        self.rows = rows_view("import.problems", N_("Rows to check"))
        self._make_next()
        context.gateway.changed.connect(self.hear)
        ways = row(self.look, self.again, self.save, None)
        whole = column(self.title, self.counts, self._rest, ways, 8, self.rows, margins=(24, 8, 24, 16), spacing=10)
        whole.setStretch(5, 1)
        whole.addStretch(0)  # takes the room while there is nothing to list
        self.setLayout(whole)

    def _make_next(self) -> None:
        """Below the counts: the file holds more than came in."""
        self.remaining = PlainLabel("", wrap=True)
        self.remaining.setObjectName("import.remaining")
        self.next = primary("", lambda: self.next_asked.emit(self.left[0]))
        self.next.setObjectName("import.next_sheet")
        self._rest = QWidget()
        self._rest.setLayout(column(self.remaining, row(self.next, None), spacing=8))

    def show_left(self, left: tuple[str, ...]) -> None:
        """Offer the sheets that remain, by name."""
        self.left = left
        self._rest.setVisible(bool(left))
        count = len(left)
        said = ngettext_text("{count} sheet of the file remains: {names}.", "{count} sheets of the file remain: {names}.", count)
        self.remaining.setText(said.format(count=count, names=_(", ").join(left)))
        relabel(self.next, _("Next: {sheet}").format(sheet=excerpt(left[0], 40)) if left else "")
        as_kind(self.look, "secondary" if left else "primary")

    def show_plan(self, plan: ImportPlan, left: tuple[str, ...] = ()) -> None:
        """Say what the import did: what it was to do; ``left`` are the sheets of the file that have not come in."""
        self.plan, result, lines = plan, plan.result(), Lines(plan)
        self.show_undone(False)
        self.show_left(left)
        counts = {str(action): count for action, count in result.counts.items()} | {"people": len(plan.people_in())}
        self.counts.setText(" · ".join(_(WORDS[key]).format(count=count) for key, count in counts.items() if count))
        self.save.setVisible(bool(counts["refused"] + counts["duplicates"]))
        self.rows.setVisible(bool(result.problems))
        self.rows.set_rows([lines.of_trouble(each) for each in result.problems[:_MOST]])
        (self.next if left else self.look).setFocus()

    def hear(self, changes: ChangeSet) -> None:
        """The import was taken back, or brought again: the page says what holds now."""
        if self.plan is not None and changes.origin in ("undo", "redo") and _is_step(changes, self.plan):
            self.show_undone(changes.origin == "undo")

    def show_undone(self, undone: bool) -> None:
        """Say that nothing of the file is there any more, or that it is."""
        self._undone = undone
        self.title.setText(_("The import is undone.") if undone else _("The file is in."))
        for part in (self.counts, self.look):
            part.setVisible(not undone)

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.title.setText(_("The import is undone.") if self._undone else _("The file is in."))
        relabel(self.look, _("Show the list"))
        relabel(self.again, _("Import another file"))
        relabel(self.save, _("Save rows left out"))
        self.rows.retranslate()
        if self.plan is not None:
            self.show_plan(self.plan, self.left)
