"""Files on their way into a record: kept beside the window with progress, then one step that names them all."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QObject, Signal
from PySide6.QtGui import QImage

from app.errors import AppError, Cancelled
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.services import attachments
from app.services.attachments import Fresh
from app.ui.context import Context
from app.ui.gateway import Label

if TYPE_CHECKING:
    from app.store.store import Store

Outcome = tuple[list[Fresh], list[AppError]]


class Intake(QObject):
    """Takes files for the records of one kind. ``progress(share)`` runs from 0 to 1; ``ended`` follows the last file, then
    ``added(ids)`` says what was attached."""

    progress = Signal(float)
    ended = Signal()
    added = Signal(object)

    def __init__(self, context: Context, owner: str, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._owner = context, owner
        self._stop = Event()
        self.busy = False
        self.owner_id: UUID | None = None
        """Whose files came in last."""

    def take(self, owner_id: UUID, files: Sequence[Fresh]) -> None:
        """Attach these files to a record; those that can't be are told, the others come in."""
        if self.busy:
            self._context.frame.tell(_("Other files are still being added. Wait for them, or stop them."))
            return
        self.busy, self.owner_id = bool(files), owner_id
        self._stop.clear()
        if files:
            self._context.gateway.run(
                keep_all, self._context.gateway.store, list(files), self.progress.emit, self._stop.is_set,
                done=lambda found: self._kept(owner_id, *found), failed=self._failed,
            )  # fmt: skip

    def take_paths(self, owner_id: UUID, paths: Sequence[Path]) -> None:
        """Attach files under their own names."""
        self.take(owner_id, [Fresh(path.name, path) for path in paths])

    def stop(self) -> None:
        """Give up; nothing of what is under way is attached."""
        self._stop.set()

    def _failed(self, error: AppError) -> None:
        self._end()
        self._context.frame.tell(error.sentence)

    def _end(self) -> None:
        self.busy = False
        self.ended.emit()

    def _kept(self, owner_id: UUID, files: list[Fresh], errors: list[AppError]) -> None:
        if not files:
            self._end()
            self._tell(errors)
            return
        one = Label(N_("Attached {name}"), {"name": files[0].name})
        label = one if len(files) == 1 else Label(N_("Attached {count} files"), {"count": len(files)})
        self._context.gateway.write(
            label, attachments.add_all, self._owner, owner_id, files,
            done=lambda made: self._added(made, files, errors), failed=self._failed,
        )  # fmt: skip

    def _added(self, made: list[UUID], files: list[Fresh], errors: list[AppError]) -> None:
        self._end()
        if made:
            self.added.emit(made)
        else:
            self._context.frame.toast(_("“{name}” is attached already.").format(name=files[0].name))
        self._tell(errors)

    def _tell(self, errors: list[AppError]) -> None:
        if errors:
            count = len(errors) - 1
            more = ngettext_text("{count} more file could not be added.", "{count} more files could not be added.", count)
            self._context.frame.tell(f"{errors[0].sentence} {more.format(count=count)}" if count else errors[0].sentence)


def keep_all(store: "Store", files: list[Fresh], told: Callable[[float], None], stopped: Callable[[], bool]) -> Outcome:
    """The same files with their contents on the disk, and why others could not be kept. Cancelled where it was stopped."""
    most = store.read(attachments.limit)
    whole, before = max(1, sum(_size(fresh) for fresh in files)), 0
    kept: list[Fresh] = []
    errors: list[AppError] = []
    for fresh in files:
        if not isinstance(fresh.source, Path | bytes):
            kept.append(fresh)
            continue
        start = before
        try:
            found = store.blobs.put(fresh.source, fresh.name, most, lambda n, start=start: told((start + n) / whole), stopped)  # type: ignore[misc]
            kept.append(replace(fresh, source=found))
        except Cancelled:
            raise
        except AppError as error:
            errors.append(error)
        before += _size(fresh)
    return kept, errors


def _size(fresh: Fresh) -> int:
    if isinstance(fresh.source, bytes):
        return len(fresh.source)
    try:
        return fresh.source.stat().st_size if isinstance(fresh.source, Path) else 0
    except OSError:
        return 0


def pasted(data: QMimeData, moment: datetime) -> list[Fresh]:
    """What of a clipboard can be attached: copied files, else a picture, called by the time it was pasted at."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if paths:
        return [Fresh(path.name, path) for path in paths]
    picture = data.imageData() if data.hasImage() else None
    if not isinstance(picture, QImage) or picture.isNull():
        return []
    name = _("Picture {moment}").format(moment=moment.strftime("%Y-%m-%d %H.%M.%S"))
    return [Fresh(f"{name}.png", _png(picture), "photo")]


def _png(picture: QImage) -> bytes:
    holder = QByteArray()
    buffer = QBuffer(holder)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]
    buffer.close()
    return bytes(holder.data())
