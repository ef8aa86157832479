"""The open file is damaged inside: said across the top, with the page of ways out; a restore that closes the file first."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.errors import AppError, DamagedFileError
from app.i18n import gettext_text as _
from app.ui.guard.apart import Conversion
from app.ui.guard.backup_words import backup_title
from app.ui.guard.safety_banner import SafetyBanner

if TYPE_CHECKING:
    from app.safety.restore import Restored
    from app.store.archive import Backup
    from app.ui.main_window import MainWindow

NAME = "damaged"


def show_damaged(window: "MainWindow", error: DamagedFileError) -> None:
    """Say so across the top until the file is closed; what can be read of it stays in sight."""
    if window.context is None or error.path != window.context.gateway.store.path:
        return
    found = window.findChild(SafetyBanner, f"banner.{NAME}")
    banner = found if isinstance(found, SafetyBanner) else SafetyBanner(window, NAME)
    words = _("{file} is damaged. What can still be read is shown; nothing more should be typed into it.")
    banner.say(words.format(file=error.path.name), (_("Restore or salvage…"), lambda: leave_for_ways(window, error)))


def leave_for_ways(window: "MainWindow", error: DamagedFileError) -> None:
    """Close the file and show the page with the ways out, for those who may restore."""
    if _may(window, window.tell):
        window.convert.emit(_ways_page(window, error))


def leave_to_restore(window: "MainWindow", backup: "Backup", say: Callable[[str], None]) -> None:
    """Close the file and put the backup in its place, for those who may restore."""
    if _may(window, say):
        window.convert.emit(_restoring_over(window, backup))


def _may(window: "MainWindow", say: Callable[[str], None]) -> bool:
    from app.safety.replacing import need_restore

    try:
        if window.context is not None:
            need_restore(window.context.gateway.store)
    except AppError as refused:
        say(refused.sentence)
        return False
    return window.context is not None


def _ways_page(window: "MainWindow", error: DamagedFileError) -> Conversion:
    def work(store: Any, _told: Callable[[float], None], _stopped: Callable[[], bool]) -> None:
        store.close()

    def after(_none: None, _again: Callable[[], None]) -> QWidget:
        from app.ui.dialogs.problem import ProblemPanel

        return ProblemPanel(window, error, error.path, window.reopen.emit, window.reopen.emit)

    return Conversion(_("The file is being closed"), _("Nothing of it is changed."), work, after)


def _restoring_over(window: "MainWindow", backup: "Backup") -> Conversion:
    """Restore a backup over the open, damaged file, which is closed for it and kept beside."""

    def work(store: Any, told: Callable[[float], None], stopped: Callable[[], bool]) -> "Restored":
        from app.safety.replacing import restore_over_damaged

        return restore_over_damaged(store, backup, told=told, stopped=stopped)

    def after(done: "Restored", _again: Callable[[], None]) -> None:
        window.tell(restored_words(done))

    title = _("Restore the backup of {moment}").format(moment=backup_title(backup))
    return Conversion(title, _("The damaged file is kept, in a folder beside it."), work, after)


def restored_words(done: "Restored") -> str:
    """What was brought back over a file that could not be read, and where that one is."""
    words = _("Restored the backup of {moment}").format(moment=backup_title(done.backup))
    if done.damaged is None or not done.damaged.exists():
        return words
    return words + " · " + _("The damaged file is in {folder}").format(folder=done.damaged)
