"""Who was at a visit and what was promised there, on its record: two small tables, each line stored where it is typed."""

from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.services import visit_lines
from app.ui.context import Context
from app.ui.forms.parts_table import PartsSpec, PartsTable
from app.ui.kit.layouts import column

PEOPLE = PartsSpec(
    "visit_people", ("contact_id", "before", "after", "employee_id", "name", "remark"), N_("Add somebody"), visit_lines,
)  # fmt: skip
PROMISES = PartsSpec(
    "visit_promises", ("name", "side", "due_on", "kept_on", "amount", "responsible_id", "broken"), N_("Add promise"), visit_lines,
)  # fmt: skip


class VisitLines(QWidget):
    """``counted(int)`` tells how many lines there are in both tables."""

    counted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("visit.lines")
        self.setProperty("kind", "ground")
        self.people, self.promises = PartsTable(context, PEOPLE), PartsTable(context, PROMISES)
        for table in self.tables():
            table.counted.connect(lambda _count: self.counted.emit(sum(each.count() for each in self.tables())))
        self.setLayout(column(self.people, 12, self.promises, None, margins=(24, 16, 24, 16)))

    def tables(self) -> tuple[PartsTable, PartsTable]:
        """People, then promises."""
        return self.people, self.promises

    def load(self, visit_id: UUID) -> None:
        """Show the lines of a visit."""
        for table in self.tables():
            table.load(visit_id)

    def settle(self) -> bool:
        """Store what is typed; False where it can't be."""
        return not [table for table in self.tables() if not table.settle()]

    def keep_draft(self) -> None:
        """Keep what is typed and could not be stored."""
        for table in self.tables():
            table.keep_draft()

    def retranslate(self) -> None:
        """Words in the language in force."""
        for table in self.tables():
            table.retranslate()
