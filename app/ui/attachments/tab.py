"""The attachments of one record: the list, what is in the chosen one beside or below it, and everything done with them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QProgressBar, QSplitter, QWidget

from app.errors import AppError
from app.formats import size_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import entity_named, fields_of
from app.models.attachment import Attachment
from app.services import attachments
from app.services.attachments import Entry
from app.services.lists import Filter, ListQuery, Row
from app.ui.attachments.drag import DragOut
from app.ui.attachments.files import open_outside, save_copy
from app.ui.attachments.rename import Rename
from app.ui.attachments.view import AttachmentView
from app.ui.context import Command, Context
from app.ui.gateway import Label
from app.ui.kit import choosing
from app.ui.kit.delegates import ROW, Cell
from app.ui.kit.icons import put
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import EmptyState, icon_button, name_it, quiet, relabel, secondary, set_tip
from app.ui.lists.columns import Fit
from app.ui.lists.grid import HEADER
from app.ui.lists.tables import ListView

COLUMNS = ("name", "kind", "size", "added_at")
FIT = Fit({"name": 200, "kind": 84, "size": 72, "added_at": 96}, ("name",), ("kind", "added_at"), 140)
_SIDE_BY_SIDE, _TALL = 760, 380
"""Pixels from which on the content is shown beside the list; from which on three rows stay in sight above it."""


class AttachmentTab(QWidget):
    """``files_wanted(paths)`` for files that were chosen, ``pasted()`` for the clipboard, ``stop_wanted()``."""

    files_wanted = Signal(object)
    pasted = Signal()
    stop_wanted = Signal()

    def __init__(self, context: Context, link: str) -> None:
        super().__init__()
        self.setProperty("kind", "ground")
        self.context, self._link = context, link
        self._shown: UUID | None = None
        self._wanted: UUID | None = None
        self._moved = False
        self.nothing = EmptyState()
        query = ListQuery("attachments", COLUMNS, "added_at", True)
        self.list = ListView(context, query, "attachments.list", _cells, self._menu, self.nothing, FIT)
        self.list.asked = lambda: False
        self.list.grid.stand_on_ground()
        self.view = AttachmentView(context, entity_named(fields_of(Attachment)[link].link).pictured)
        self.rename = Rename(self.list, self._store_cell)
        self._make_buttons()
        self._lay_out()
        self._connect()
        self.retranslate()

    def _make_buttons(self) -> None:
        self.add_button = secondary("", self.choose_files, "paperclip")
        self.paste_button = quiet("", self.pasted.emit, "image")
        self.open_button = icon_button("external-link", "", self.open_current)
        self.save_button = icon_button("download", "", self.save_current)
        self.large_button = icon_button("maximize-2", "", self.toggle_large)
        self.stop_button = quiet("", self.stop_wanted.emit, "x")
        names = {"add": self.add_button, "paste": self.paste_button, "open": self.open_button, "save": self.save_button,
                 "large": self.large_button, "stop": self.stop_button}  # fmt: skip
        for name, button in names.items():
            button.setObjectName(f"attachments.{name}")
        self.bar = QProgressBar()
        self.bar.setObjectName("attachments.progress")
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)

    def _lay_out(self) -> None:
        tools = row(self.add_button, self.paste_button, None, self.large_button, self.open_button, self.save_button,
                    spacing=4, margins=(12, 12, 12, 8))  # fmt: skip
        self.busy = QWidget()
        self.busy.setLayout(row(self.bar, self.stop_button, margins=(12, 0, 12, 8)))
        self.busy.hide()
        self.halves = QSplitter(Qt.Orientation.Vertical)
        self.halves.setChildrenCollapsible(False)
        self.halves.setHandleWidth(1)
        for place, (widget, share) in enumerate(((self.list, 2), (self.view, 3))):
            self.halves.addWidget(widget)
            self.halves.setStretchFactor(place, share)
        self.list.setMinimumSize(200, HEADER + ROW + 2)
        self.view.setMinimumSize(200, 160)
        whole = column(tools, self.busy, self.halves, spacing=0, margins=(12, 0, 12, 0))
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.list.selected.connect(self.view.show_attachment)
        self.list.opened.connect(lambda _id: self.open_current())
        self.list.counted.connect(self._counted)
        self.view.noted.connect(self._note)
        self.view.portrait_wanted.connect(self._make_portrait)
        self.drag = DragOut(self.context, self.list, self._with_entries)
        self.halves.splitterMoved.connect(self._keep_shares)
        for keys, run in (("Del", self.delete_marked), ("Space", self.enlarge)):
            QShortcut(QKeySequence(keys), self.list.grid, context=Qt.ShortcutContext.WidgetShortcut).activated.connect(run)

    # showing ------------------------------------------------------------------------------------------------------

    def load(self, record_id: UUID) -> None:
        """Show the attachments of a record."""
        if record_id != self._shown:
            self._shown = record_id
            self.rename.leave()
            self.view.clear()
            self.shrink()
            self.list.search("", (Filter(self._link, "in", (record_id,)),))

    def choose(self, attachment_id: UUID) -> None:
        """Mark this attachment as soon as the list has it, and show what is in it."""
        self._wanted = attachment_id
        self.list.select(attachment_id)
        self.view.show_attachment(attachment_id)

    def _counted(self, count: int) -> None:
        self.view.setVisible(count > 0)
        self._share_out()
        for button in (self.large_button, self.open_button, self.save_button):
            button.setEnabled(count > 0)
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.list.select(wanted)
        elif count and self.list.current() is None:
            self.list.neighbour(1)
        elif count == 0:
            self.view.clear()

    def show_progress(self, share: float) -> None:
        """How much of the files that are coming in is kept."""
        self.busy.show()
        self.bar.setValue(round(share * 1000))

    def set_writable(self, writable: bool) -> None:
        """A file that is open for reading only takes nothing in."""
        for button in (self.add_button, self.paste_button):
            button.setEnabled(writable)

    def end_progress(self) -> None:
        """Nothing is coming in any more."""
        self.busy.hide()

    def toggle_large(self) -> None:
        """The content takes all the room, or gives it back."""
        self.shrink() if self.list.isHidden() else self.enlarge()

    def enlarge(self) -> None:
        """Space: the content takes all the room; once more, or Esc, and the list is back."""
        if self.list.current() is not None:
            self.list.hide()
            put(self.large_button, "minimize-2", "secondary")
            self.view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.view.setFocus()

    def shrink(self) -> None:
        """The list is back."""
        if self.list.isHidden():
            self.list.show()
            put(self.large_button, "maximize-2", "secondary")
            self.list.grid.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= _SIDE_BY_SIDE
        self.halves.setOrientation(Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical)
        self._share_out()

    def _share_out(self) -> None:
        """Below a list of few rows the content gets all the room there is, unless somebody drew the line elsewhere."""
        whole = self.halves.height()
        if not self._moved and self.halves.orientation() == Qt.Orientation.Vertical:
            rows = min(self.list.model.rowCount(), 3 if whole >= _TALL else 2)
            wished = HEADER + ROW * max(rows, 1) + 2
            self.halves.setSizes([wished, max(whole - wished, 1)])

    def _keep_shares(self) -> None:
        self._moved = True

    def event(self, event: QEvent) -> bool:
        """While the content is enlarged, Esc is about it and not about the record."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._leaves(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._leaves(event):
            self.shrink()
        else:
            super().keyPressEvent(event)

    def _leaves(self, event: QKeyEvent) -> bool:
        return self.list.isHidden() and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Escape)

    # doing --------------------------------------------------------------------------------------------------------

    def choose_files(self) -> None:
        """Ask for files to attach."""
        folder = str(self.context.preferences.get("attachment.from", ""))
        names, _kind = choosing.open_files(self, _("Add files"), folder)
        if names:
            self.files_wanted.emit(names)

    def _with_entries(self, ids: Sequence[UUID], done: Callable[[list[Entry]], None]) -> None:
        self.context.gateway.read(_entries, list(ids), done=done)

    def open_current(self) -> None:
        """Enter: open a copy with the system's program."""
        if (key := self.list.current()) is not None:
            self._with_entries([key], lambda found: open_outside(self.context, found[0]))

    def save_current(self) -> None:
        """Ask where a copy goes."""
        if (key := self.list.current()) is not None:
            self._with_entries([key], lambda found: save_copy(self.context, self, found[0]))

    def delete_marked(self) -> None:
        """Del: to the recycle bin, with the way back in the toast."""
        self.list.with_marked_ids(lambda ids: self._with_entries(ids, self._delete))

    def _delete(self, entries: list[Entry]) -> None:
        one = Label(N_("Moved {name} to the recycle bin"), {"name": entries[0].name} if entries else {})
        many = Label(N_("Moved {count} files to the recycle bin"), {"count": len(entries)})
        if entries:
            self.context.gateway.write(one if len(entries) == 1 else many, attachments.delete, [each.id for each in entries])

    def _store_cell(self, key: UUID, field: str, value: Any, failed: Callable[[AppError], None]) -> None:
        def write(found: list[Entry]) -> None:
            names = {"old": found[0].name, "name": value}
            label = Label(N_("Renamed {old} to {name}") if field == "name" else N_("Changed {old}"), names)
            self.context.gateway.write(label, attachments.change, key, {field: value}, failed=failed)

        self._with_entries([key], write)

    def _note(self, key: UUID, text: str) -> None:
        self._store_cell(key, "notes", text, lambda error: self.context.frame.tell(error.sentence))

    def _make_portrait(self, key: UUID) -> None:
        self._store_cell(key, "kind", attachments.PORTRAIT, lambda error: self.context.frame.tell(error.sentence))

    def _menu(self, ids: Sequence[UUID]) -> Sequence[Command]:
        key = ids[0]
        kinds = [
            Command(choice.label, partial(self._store_cell, key, "kind", choice.code, self.context.gateway.failed.emit))
            for choice in fields_of(Attachment)["kind"].choices if choice.code != attachments.PORTRAIT
        ]
        return (
            Command(N_("Open"), self.open_current), Command(N_("Save a copy…"), self.save_current),
            Command(N_("Rename"), self.rename.begin), *kinds, Command(N_("Move to the recycle bin"), self.delete_marked),
        )  # fmt: skip

    def retranslate(self) -> None:
        """Words in the language in force."""
        relabel(self.add_button, _("Add file…"))
        relabel(self.paste_button, _("Paste picture"))
        for button, text in (
            (self.large_button, _("Large view")), (self.open_button, _("Open")), (self.save_button, _("Save a copy…")),
        ):  # fmt: skip
            name_it(button, text)
            set_tip(button, text)
        relabel(self.stop_button, _("Stop"))
        name_it(self.list.grid, _("Attachments"))
        name_it(self.bar, _("Adding files"))
        self.nothing.set(_("No attachments yet."), _("Drop files anywhere on the record, add them, or paste a picture."))
        self.list.retranslate()
        self.view.retranslate()


def _cells(found: Row, values: Mapping[str, Any], _present: datetime) -> Mapping[str, Cell]:
    size = values.get("size")
    return {} if size is None else {"size": Cell(size_text(size), ink="secondary")}


def _entries(session: Any, ids: list[UUID]) -> list[Entry]:
    return [attachments.entry(session, key) for key in ids]
