"""What there is to say where one file holds several kinds of record: whose columns are shown, and what comes in of each."""

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.exchange.plan_types import ImportPlan
from app.exchange.sheet import Sheet
from app.exchange.whole_file import kinds_of
from app.i18n import gettext_text as _
from app.i18n import ngettext_text
from app.ui.kit.flow import FlowLayout
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import Chip, PlainLabel, primary, quiet, relabel
from app.ui.screens.transfer.start import ENTITY_WORDS


def check_page(file_bar: QWidget, kinds: QWidget, table: QWidget, outcome: QWidget, foot: QWidget) -> QWidget:
    """How the file is read above, its columns at the left, what would happen at the right, the button below."""
    left = column(kinds, table, spacing=0)
    left.setStretch(1, 1)
    halves = row(left, outcome, spacing=0)
    halves.setStretch(0, 1)
    halves.setStretch(1, 1)
    whole = column(file_bar, halves, foot, spacing=0)
    whole.setStretch(1, 1)
    page = QWidget()
    page.setLayout(whole)
    return page


class KindChips(QWidget):
    """``chosen(place)``: the columns of this kind are wanted. Hidden where there is one kind."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.chips: list[Chip] = []
        self._shown: tuple[str, tuple[int, ...]] = ("", ())
        self._place = 0
        self._flow = FlowLayout(self, spacing=6)
        self._flow.setContentsMargins(20, 4, 12, 6)
        self.hide()

    def show_kinds(self, entity: str, parts: Sequence[Sheet]) -> None:
        """Offer each kind with the count of its rows, the first one chosen."""
        self._shown, self._place = (entity, tuple(len(part.rows) for part in parts)), 0
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.deleteLater()
        self.chips = [Chip("", checkable=True) for _part in parts]
        for place, (chip, kind) in enumerate(zip(self.chips, kinds_of(entity), strict=True)):
            chip.setObjectName(f"import.kind.{kind}")
            chip.clicked.connect(lambda _checked=False, place=place: self.choose(place))
            self._flow.addWidget(chip)
        self.setVisible(len(parts) > 1)
        self.retranslate()

    def choose(self, place: int) -> None:
        """Mark a kind and say so."""
        self._place = place
        self.retranslate()
        self.chosen.emit(place)

    def place(self) -> int:
        """Whose columns are shown."""
        return self._place

    def retranslate(self) -> None:
        """Words in the language in force."""
        entity, counts = self._shown
        for place, (chip, kind, count) in enumerate(zip(self.chips, kinds_of(entity), counts, strict=False)):
            chip.set_label(_("{what}: {count}").format(what=_(ENTITY_WORDS[kind]), count=count))
            chip.setChecked(place == self._place)


class Foot(QWidget):
    """The button that carries the dry run out, the way back, and what becomes of the rows."""

    def __init__(self, run: Callable[[], None], leave: Callable[[], None]) -> None:
        super().__init__()
        self.plan: ImportPlan | None = None
        self.words = PlainLabel("", "secondary", wrap=True)
        self.go_button, self.leave_button = primary("", run, "upload"), quiet("", leave)
        self.go_button.setObjectName("import.run")
        self.leave_button.setObjectName("import.cancel")
        whole = row(self.go_button, self.leave_button, self.words, margins=(20, 8, 20, 14), spacing=12)
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def show_plan(self, plan: ImportPlan) -> None:
        """The button says how many rows it brings in, the sentence beside it of what kind, and what stays outside."""
        self.plan = plan
        self.retranslate()

    def _said(self, plan: ImportPlan) -> Iterator[str]:
        parts = plan.parts or ((plan, plan.people) if plan.people is not None else ())
        for part in parts:
            counts = {str(action): count for action, count in part.counts.items()}
            yield _("{what}: {created} new, {updated} changed.").format(what=_(ENTITY_WORDS[part.entity]), **counts)
        yield _("One step that can be undone.")
        left = plan.counts["refused"] + plan.counts["duplicates"]
        if left:
            yield ngettext_text("{count} row stays outside.", "{count} rows stay outside.", left).format(count=left)

    def retranslate(self) -> None:
        """Words in the language in force."""
        rows = self.plan.rows_in() if self.plan is not None else 0
        relabel(self.go_button, ngettext_text("Import {count} row", "Import {count} rows", rows).format(count=rows))
        relabel(self.leave_button, _("Cancel"))
        self.words.setText(" ".join(self._said(self.plan)) if self.plan is not None else "")
