"""Attachments on any record: the tab with its count, files dropped anywhere onto it, the picture beside its name.

A record's pane has them with one line, ``RecordAttachments(context, pane, "customers", self)``, and says in ``show(id)`` which
record it shows.
"""

from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.i18n import gettext_text as _
from app.services import attachments
from app.ui.attachments.intake import Intake, pasted
from app.ui.attachments.tab import AttachmentTab
from app.ui.context import Context
from app.ui.editors.editor import firm_now
from app.ui.kit.drop_zone import DropZone
from app.ui.records.record import RecordPane

TAB = "attachments"
_PORTRAIT = 160
"""Pixels of the picture that is read for the head: enough for screens with twice the density."""


class RecordAttachments(QObject):
    """The attachments of the record that a pane shows; ``owner`` is the kind of record."""

    def __init__(self, context: Context, pane: RecordPane, owner: str, area: QWidget) -> None:
        super().__init__(area)
        self._context, self._pane, self._owner = context, pane, owner
        self._id: UUID | None = None
        self.tab: AttachmentTab | None = None
        self.intake = Intake(context, owner, self)
        self.zone = DropZone(area, self._is_open, self.take)
        pane.add_tab(TAB, N_("Attachments"), self._make)
        pane.tab_changed.connect(self._tab_changed)
        keys = QShortcut(
            QKeySequence(QKeySequence.StandardKey.Paste), area, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        keys.activated.connect(self.paste)
        context.gateway.changed.connect(self._changed)

    def _make(self) -> QWidget:
        self.tab = AttachmentTab(self._context, attachments.owners()[self._owner])
        self.tab.set_writable(not self._context.gateway.store.readonly)
        self.tab.files_wanted.connect(self._chosen)
        self.tab.pasted.connect(self.paste)
        self.tab.stop_wanted.connect(self.intake.stop)
        self.intake.progress.connect(self.tab.show_progress)
        self.intake.ended.connect(self.tab.end_progress)
        self.intake.added.connect(self._added)
        return self.tab

    # showing ------------------------------------------------------------------------------------------------------

    def show(self, record_id: UUID | None) -> None:
        """The pane shows this record now."""
        fresh, self._id = record_id != self._id, record_id
        if fresh:
            self._pane.show_portrait(None)
            self._count()
        self._tab_changed(self._pane.tab())

    def _tab_changed(self, key: str) -> None:
        self.zone.cover()
        if key == TAB and self.tab is not None and self._id is not None:
            self.tab.load(self._id)

    def _changed(self, changes: Any) -> None:
        if "attachments" in changes.entities():
            self._count()
            if self.tab is not None:
                self.tab.view.follow(changes.ids("attachments"))

    def _count(self) -> None:
        asked = self._id
        if asked is None:
            self._pane.set_count(TAB, None)
            return
        self._context.gateway.read(_glance, self._owner, asked, done=lambda found: self._counted(asked, *found))

    def _counted(self, asked: UUID, count: int, picture: QImage | None) -> None:
        if asked == self._id:
            self._pane.set_count(TAB, count)
            self._pane.show_portrait(picture)

    def _is_open(self) -> bool:
        return self._id is not None and not self._context.gateway.store.readonly

    # taking in ----------------------------------------------------------------------------------------------------

    def take(self, paths: list[Path]) -> None:
        """Attach these files and show them."""
        if self._id is not None:
            self._pane.show_tab(TAB)
            self.intake.take_paths(self._id, paths)

    def _added(self, made: list[UUID]) -> None:
        """What was just attached is the one in sight, unless another record is shown by now."""
        if self.tab is not None and self.intake.owner_id == self._id:
            self.tab.choose(made[0])

    def _chosen(self, names: list[str]) -> None:
        self._context.preferences.set("attachment.from", str(Path(names[0]).parent))
        self.take([Path(name) for name in names])

    def paste(self) -> None:
        """Attach what the clipboard holds: files, or a picture. In a field Ctrl+V stays the field's own."""
        found = pasted(QGuiApplication.clipboard().mimeData(), firm_now())
        if found and self._id is not None:
            self._pane.show_tab(TAB)
            self.intake.take(self._id, found)
        elif self._pane.tab() == TAB:
            self._context.frame.toast(_("The clipboard holds no picture and no files."))

    def retranslate(self) -> None:
        """Words in the language in force."""
        if self.tab is not None:
            self.tab.retranslate()


def _glance(session: Any, owner: str, record_id: UUID) -> tuple[int, QImage | None]:
    """How many attachments a record has, and its portrait or logo, small."""
    from app.ui.attachments.view import picture_of

    count = attachments.count(session, owner, record_id)
    data = attachments.portrait(session, owner, record_id) if count else None
    picture = picture_of(data, _PORTRAIT) if data else None
    return count, None if picture is None or picture.isNull() else picture
