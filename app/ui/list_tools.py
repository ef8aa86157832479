"""What every list screen has besides its list: acting on many rows, saved views, the records opened lately."""

from app.ui.bulk import BulkBar
from app.ui.context import Context
from app.ui.filters import FilterRow
from app.ui.recent import RecentNotes
from app.ui.tables import ListView
from app.ui.view_keeper import ViewKeeper


def equip(context: Context, filters: FilterRow, view_list: ListView, screen: str) -> tuple[BulkBar, ViewKeeper]:
    """The bar over the filters and the saved views of a list."""
    RecentNotes(view_list, screen)
    filters.left.connect(view_list.grid.setFocus)
    return BulkBar(context, filters, view_list), ViewKeeper(context, filters, view_list, screen)
