"""Attachments on their way out of the program: opened by the system's programs, saved, dragged. Always as copies.

A copy lies read-only in a folder of its own that only this person can read and that goes when the program ends or locks.
"""

import atexit
import shutil
import tempfile
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.analysis.filenames import safe_name, split_ending
from app.analysis.filetypes import is_program
from app.errors import StorageError
from app.i18n import N_
from app.i18n import gettext_text as _
from app.paths import documents_folder
from app.services import attachments
from app.services.attachments import Entry
from app.ui.context import Context
from app.ui.guard.allowed import is_allowed
from app.ui.kit import choosing

if TYPE_CHECKING:
    from app.store.blobs import Blobs

_PREFIX = "clientele-opened-"
_STALE_SECONDS = 86_400
_FOLDER = "attachment.folder"


@cache
def _root() -> Path:
    """This run's folder for copies; those that earlier runs could not take away go now."""
    for old in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if old.is_dir() and time.time() - old.stat().st_mtime > _STALE_SECONDS:
            shutil.rmtree(old, ignore_errors=True)
    made = tempfile.mkdtemp(prefix=_PREFIX)
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return Path(made)


def clear_away() -> None:
    """The copies go now, as far as no other program holds them: the file is locked."""
    if _root.cache_info().currsize:
        shutil.rmtree(_root(), ignore_errors=True)
        _lent.clear()


def lend(blobs: "Blobs", digest: str, name: str) -> Path:
    """A read-only copy under the attachment's own name, as far as disks take it. StorageError where the content is lost."""
    try:
        path = Path(tempfile.mkdtemp(dir=_present_root())) / safe_name(name)
    except OSError as error:
        sentence = N_("{path} could not be written: {reason}. Choose another folder.")
        raise StorageError(sentence, path=tempfile.gettempdir(), reason=error.strerror or str(error)) from error
    blobs.copy(digest, name, path)
    path.chmod(0o444)
    return path


def _present_root() -> Path:
    """The folder for copies, made anew where somebody cleaned it away meanwhile."""
    if not _root().is_dir():
        _root.cache_clear()
    return _root()


def open_outside(context: Context, entry: Entry) -> None:
    """Open a copy with the system's program for it. What might run as a program is not opened from here (fault F59)."""
    if is_program(entry.mime, entry.name):
        context.frame.tell(_("“{name}” is a program or may start one, so it is not opened from here. Save a copy if you "
                             "trust it.").format(name=entry.name))  # fmt: skip
        return

    def show(path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            context.frame.tell(_("No program opens “{name}”. Save a copy, and open it where you like.").format(name=entry.name))

    blobs, failed = context.gateway.store.blobs, lambda error: context.frame.tell(error.sentence)
    context.gateway.run(lend, blobs, entry.digest, entry.name, done=show, failed=failed)


def save_copy(context: Context, asker: QWidget, entry: Entry) -> None:
    """Ask for a place and write a copy there, where the role takes data out of the file."""
    if not is_allowed(context, "export"):
        return
    kept = Path(str(context.preferences.get(_FOLDER, "")))
    folder = kept if kept.is_absolute() and kept.is_dir() else documents_folder()
    name, _kind = choosing.save_file(asker, _("Save a copy"), str(folder / safe_name(entry.name)))
    if name:
        context.preferences.set(_FOLDER, str(Path(name).parent))
        copy_to(context, entry, Path(name))


def copy_to(context: Context, entry: Entry, target: Path) -> None:
    """Write a copy to a place, beside the window; it is noted."""
    blobs = context.gateway.store.blobs

    def done(_none: object) -> None:
        context.gateway.note(attachments.note_out, [entry.id], str(target))
        context.frame.toast(_("Saved as {path}").format(path=target), file=target)

    failed = context.frame.tell
    context.gateway.run(
        blobs.copy, entry.digest, entry.name, target, done=done, failed=lambda error: failed(error.sentence)
    )  # fmt: skip


def lend_all(blobs: "Blobs", entries: Sequence[Entry]) -> list[Path]:
    """Copies of these attachments, to be dragged out; those whose content is lost are left out. Copying takes its time, so a
    copy that was made for an earlier attempt is handed out again."""
    return [path for entry in entries if (path := _lent_once(blobs, entry)) is not None]


def _lent_once(blobs: "Blobs", entry: Entry) -> Path | None:
    key = entry.digest, entry.name
    known = _lent.get(key)
    if known is None or not known.is_file():
        if blobs.problem(entry.digest):
            return None
        known = _lent[key] = lend(blobs, entry.digest, entry.name)
    return known


_lent: dict[tuple[str, str], Path] = {}


def kind_of_file(entry: Entry) -> str:
    """What people call the kind of a file: the ending of its name in capitals."""
    return split_ending(entry.name)[1].removeprefix(".").upper()
