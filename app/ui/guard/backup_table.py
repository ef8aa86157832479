"""The backups as a table, the newest first: when, why, how large, what is in them, whole or damaged."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from app.errors import AppError
from app.formats import DASH, size_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.ui.guard.backup_words import COUNTED, backup_title, reason_word
from app.ui.kit.widgets import name_it
from app.ui.style import colour

if TYPE_CHECKING:
    from app.store.archive import Backup

_HEADS = (N_("Made at"), N_("Why"), N_("State"), N_("Customers"), N_("People"), N_("Visits"), N_("Complaints"), N_("File size"))
_NUMBERS = range(3, 8)
_GIVE_WAY = (5, 4)
"""The counts that go first where there is no room: visits, people."""

_ROWS = 9
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class BackupTable(QTableWidget):
    """``chosen()`` is the backup of the current row; ``picked`` comes when another row is current."""

    picked = Signal()

    def __init__(self) -> None:
        super().__init__(0, len(_HEADS))
        self._shown: tuple[Backup, ...] = ()
        name_it(self, _("Backups"), "backups.list")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.setHorizontalHeaderLabels([_(head) for head in _HEADS])
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setMinimumSectionSize(52)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column in _NUMBERS:
            if (head := self.horizontalHeaderItem(column)) is not None:
                head.setTextAlignment(_RIGHT)
        self.itemSelectionChanged.connect(self.picked.emit)

    def show_backups(self, found: "Sequence[Backup]") -> None:
        """List them; the row that was current stays so, by its number."""
        before = self.chosen()
        self._shown = tuple(found)
        self.setRowCount(len(self._shown))
        for place, backup in enumerate(self._shown):
            for column, text in enumerate(_texts(backup)):
                item = QTableWidgetItem(text)
                if column in _NUMBERS:
                    item.setTextAlignment(_RIGHT)
                if not backup.verified:
                    item.setForeground(colour("danger"))
                self.setItem(place, column, item)
        self._give_way()
        kept = next((place for place, one in enumerate(self._shown) if before is not None and one.path == before.path), -1)
        if kept >= 0:
            self.selectRow(kept)
        high, bar = self.verticalHeader().defaultSectionSize(), self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + high * min(max(len(self._shown), 1), _ROWS) + bar)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_way()

    def _give_way(self) -> None:
        """Where there is no room for all, the counts that say least go."""
        header = self.horizontalHeader()
        needed = [max(self.sizeHintForColumn(column), header.sectionSizeHint(column)) for column in range(len(_HEADS))]
        gone: set[int] = set()
        for column in _GIVE_WAY:
            if sum(width for place, width in enumerate(needed) if place not in gone) > self.viewport().width():
                gone.add(column)
        for column in _GIVE_WAY:
            self.setColumnHidden(column, column in gone)

    def chosen(self) -> "Backup | None":
        """The backup of the selected row."""
        rows = self.selectionModel().selectedRows()
        return self._shown[rows[0].row()] if rows and rows[0].row() < len(self._shown) else None


def _texts(backup: "Backup") -> tuple[str, ...]:
    manifest = backup.manifest
    counts = [f"{manifest.counts.get(key, 0):,}" if manifest else DASH for key in COUNTED]
    if manifest is None:
        state = AppError(backup.problem, file=backup.path.name).sentence if "{" in backup.problem else _("damaged")
    else:
        state = _("whole") if backup.verified else _("of a damaged file")
    return (backup_title(backup), reason_word(backup.reason), state, *counts, size_text(backup.size))
