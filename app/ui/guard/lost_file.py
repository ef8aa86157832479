"""The open file was deleted, replaced or emptied: everything is saved to a new file, with what is being typed."""

from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import AppError, DamagedFileError
from app.i18n import gettext_text as _
from app.ui.guard.safety_banner import SafetyBanner
from app.ui.kit import choosing

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

NAME = "lost"


def show_lost(window: "MainWindow", error: AppError) -> None:
    """Say so across the top until the file is back or everything is in a new one; of a damaged one with its own ways out."""
    if isinstance(error, DamagedFileError):
        from app.ui.guard.damaged_file import show_damaged

        show_damaged(window, error)
        return
    found = window.findChild(SafetyBanner, f"banner.{NAME}")
    banner = found if isinstance(found, SafetyBanner) else SafetyBanner(window, NAME)
    if banner.label.text() != error.sentence:
        banner.say(error.sentence, (_("Save everything to a new file…"), lambda: ask(window)))


def found_again(window: "MainWindow") -> None:
    """The file could be read: it is back."""
    found = window.findChild(SafetyBanner, f"banner.{NAME}")
    if isinstance(found, SafetyBanner):
        found.say("")


def ask(window: "MainWindow") -> None:
    """Ask where to."""
    if window.context is None:
        return
    from app.safety.ways import new_name

    offered = str(new_name(window.context.gateway.store.path))
    chosen, _kind = choosing.save_file(window, _("Save everything to a new file"), offered, _("Data files (*.db)"))
    if chosen:
        rescue(window, Path(chosen))


def rescue(window: "MainWindow", target: Path) -> None:
    """Save everything there and go on in it: what was typed is kept as drafts in the new file."""
    if window.context is None:
        return
    for screen in window.screens.values():
        screen.keep_drafts()
    window.context.gateway.rescue(target, lambda: window.reopen.emit(target), lambda error: window.tell(error.sentence))
