"""Going to records that are shown inside others: an attachment at its customer, the tab already open."""

from typing import TYPE_CHECKING, Protocol, runtime_checkable
from uuid import UUID

from app.ui.screens import SCREENS, Part

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


@runtime_checkable
class Choosing(Protocol):
    """A tab that can mark one of the records it lists."""

    def choose(self, record_id: UUID) -> None:
        """Mark it as soon as it is here."""
        ...


def open_part(window: "MainWindow", part: Part, record_id: UUID) -> None:
    """Open the record that this one belongs to, at the tab that shows it."""
    from app.models import BY_KEY
    from app.services import records

    if window.context is not None:
        window.context.gateway.read(
            records.owner_of, BY_KEY[part.entity], record_id, done=lambda owner: _show(window, part, owner, record_id)
        )


def _show(window: "MainWindow", part: Part, owner: tuple[str, UUID], record_id: UUID) -> None:
    from app.ui.records.record import RecordPane

    screen = next(found.key for found in SCREENS if found.entity == owner[0])
    window.go(screen, owner[1])
    for pane in window.screen_of(screen).findChildren(RecordPane):
        if part.key in pane.tabs():
            pane.show_tab(part.key)
            page = pane.page(part.key)
            if isinstance(page, Choosing):
                page.choose(record_id)
