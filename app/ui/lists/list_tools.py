"""What every list screen has besides its list: acting on many rows, saved views, the records opened lately."""

from functools import partial
from typing import Protocol
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.ui.context import Command, Context
from app.ui.lists.bulk import BulkBar
from app.ui.lists.filters import FilterRow
from app.ui.lists.outside import OutsideNote
from app.ui.lists.tables import ListView
from app.ui.lists.view_keeper import ViewKeeper
from app.ui.records.recent import RecentNotes
from app.ui.records.record import RecordPane


class Shown(Protocol):
    """What shows a list's record at the right: its pane, and which record it is."""

    pane: RecordPane

    def current(self) -> UUID | None:
        """The record that is shown."""


def equip(
    context: Context, filters: FilterRow, view_list: ListView, screen: str, record: Shown
) -> tuple[BulkBar, ViewKeeper]:
    """The bar over the filters and the saved views of a list; its record says when the filters leave it out."""
    RecentNotes(view_list, screen)
    OutsideNote(context, filters, view_list, record.pane, record.current)
    filters.left.connect(view_list.grid.setFocus)
    view_list.asked = lambda: not filters.only_view() or filters.view() != 0
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
