"""What every list screen has besides its list: acting on many rows, saved views, the records opened lately."""

from functools import partial

from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.ui.bulk import BulkBar
from app.ui.context import Command, Context
from app.ui.filters import FilterRow
from app.ui.recent import RecentNotes
from app.ui.tables import ListView
from app.ui.view_keeper import ViewKeeper


def equip(context: Context, filters: FilterRow, view_list: ListView, screen: str) -> tuple[BulkBar, ViewKeeper]:
    """The bar over the filters and the saved views of a list."""
    RecentNotes(view_list, screen)
    filters.left.connect(view_list.grid.setFocus)
    view_list.columns.sections = filters.sections
    return BulkBar(context, filters, view_list), ViewKeeper(context, filters, view_list, screen)


def list_commands(screen: QWidget | None) -> tuple[Command, ...]:
    """What Ctrl+K offers on every screen with a list."""
    shown = getattr(screen, "list", None)
    if not isinstance(shown, ListView):
        return ()
    return (Command(N_("Columns…"), partial(_open_columns, shown), "columns-3"),)


def _open_columns(view_list: ListView) -> None:
    view_list.columns.open_panel()
