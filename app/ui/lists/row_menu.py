"""The menu of a row in a list: what the screen offers, or what can be done with all marked rows, then copying."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QMenu

from app.i18n import gettext_text as _
from app.ui.context import Command
from app.ui.kit.widgets import literal
from app.ui.lists import copying

if TYPE_CHECKING:
    from app.ui.lists.tables import ListView

MenuOf = Callable[[Sequence[UUID]], Sequence[Command]]


def row_menu(view: "ListView", offers: MenuOf | None, record_id: UUID, column: int) -> QMenu:
    """The menu, which goes when it closes."""
    menu = QMenu(view)
    menu.aboutToHide.connect(menu.deleteLater)
    if view.many_menu is not None and view.marked_count() > 1:
        view.many_menu(menu)
    else:
        for command in offers([record_id]) if offers else ():
            menu.addAction(literal(_(command.label))).triggered.connect(lambda _checked=False, run=command.run: run())
    menu.addSeparator()
    copying.fill_menu(view, menu, record_id, column)
    return menu
