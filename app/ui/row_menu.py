"""What a list's rows give away: a cell or whole rows for the clipboard, and the menu of a right click."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from app.i18n import gettext_text as _
from app.ui.context import Command
from app.ui.grid import Grid
from app.ui.widgets import literal
from app.ui.windows import WindowedModel

_MOST = 1000
"""Rows copied at once."""


def copy_rows(grid: Grid, model: WindowedModel) -> None:
    """The selected rows that are here, as lines with tabs."""
    chosen = sorted({index.row() for index in grid.selectionModel().selectedRows()})
    rows = [model.row(place) for place in chosen[:_MOST]]
    QGuiApplication.clipboard().setText("\n".join("\t".join(row.texts) for row in rows if row))


def copy_cell(grid: Grid, model: WindowedModel) -> None:
    """The text under the cursor."""
    index = grid.currentIndex()
    row = model.row(index.row())
    if row is not None:
        QGuiApplication.clipboard().setText(row.texts[index.column()])


def row_menu(grid: Grid, model: WindowedModel, index: QModelIndex, commands: Sequence[Command]) -> QMenu:
    """What can be done with a row: the screen's commands, then copying."""
    menu = QMenu(grid)
    menu.aboutToHide.connect(menu.deleteLater)
    for command in commands:
        menu.addAction(literal(_(command.label))).triggered.connect(_runs(command.run))
    menu.addSeparator()
    cell = model.cell(grid.currentIndex().row(), index.column())
    if cell and cell.text:
        shown = literal(_("Copy “{text}”").format(text=cell.text[:40]))
        menu.addAction(shown).triggered.connect(lambda: copy_cell(grid, model))
    menu.addAction(_("Copy row")).triggered.connect(lambda: copy_rows(grid, model))
    return menu


def _runs(run: Callable[[], None]) -> Callable[[bool], None]:
    return lambda _checked: run()
