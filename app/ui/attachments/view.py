"""What is in an attachment, inside the window: pictures, pages of a PDF, text; with its facts and its note above."""

from collections.abc import Container
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QStackedWidget, QWidget

from app.errors import AppError, ValidationError
from app.formats import moment_text, size_text
from app.i18n import gettext_text as _
from app.services import attachments
from app.services.attachments import Entry
from app.ui.attachments.files import kind_of_file
from app.ui.context import Context
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import ElidedLabel, PlainLabel, link_button, relabel

_LARGEST = 64 << 20
"""Bytes of a file that is still shown inside the window."""

_TEXT = 200_000
_SIDE = 2400
"""Pixels of a picture's longer side: more is not seen, and costs memory."""

_TEXTS = ("application/json", "application/xml")
PICTURE, PAGES, TEXT, NOTHING = "picture", "pages", "text", ""


@dataclass(frozen=True, slots=True)
class Seen:
    """An attachment made ready to be shown: a QImage, the bytes of a PDF, a text, or nothing."""

    entry: Entry
    what: str
    content: Any


def seen(session: Any, attachment_id: UUID) -> Seen:
    """Read an attachment and make it ready, away from the window. StorageError where its content is lost."""
    found = attachments.entry(session, attachment_id)
    mime = found.mime or ""
    known = mime.startswith(("image/", "text/")) or mime == "application/pdf" or mime in _TEXTS
    if not known or found.size > _LARGEST:
        return Seen(found, NOTHING, None)
    data = attachments.content(session, attachment_id)[1]
    if mime == "application/pdf":
        return Seen(found, PAGES, data)
    if mime.startswith("image/"):
        picture = picture_of(data, _SIDE)
        return Seen(found, NOTHING if picture.isNull() else PICTURE, picture)
    return Seen(found, TEXT, text_of(data))


def picture_of(data: bytes, side: int) -> QImage:
    """A picture at most so large, upright; a null one where it is none, or larger than Qt's limit (fault F56)."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if max(size.width(), size.height()) > side:
        reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def text_of(data: bytes) -> str:
    """The beginning of a text in whatever encoding."""
    from app.exchange.decode import decode

    start = data[:_TEXT]
    if len(data) > _TEXT:
        start = start[: start.rfind(b"\n") + 1] or start
    try:
        return decode(start).text
    except ValidationError:
        return start.decode("utf-8", "replace")


class PictureView(QWidget):
    """A picture as large as there is room, never larger than it is."""

    def __init__(self) -> None:
        super().__init__()
        self.picture = QImage()

    def set_picture(self, picture: QImage) -> None:
        """Show another picture."""
        self.picture = picture
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.picture.isNull():
            return
        size = self.picture.size()
        if size.width() > self.width() or size.height() > self.height():
            size = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRect((self.width() - size.width()) // 2, (self.height() - size.height()) // 2, size.width(), size.height())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(box, self.picture)


class AttachmentView(QWidget):
    """Shows one attachment; ``noted(id, text)`` when its note was changed, ``portrait_wanted(id)`` when a picture is to stand
    beside the record's name (offered where ``pictured``)."""

    noted = Signal(object, str)
    portrait_wanted = Signal(object)

    def __init__(self, context: Context, pictured: bool) -> None:
        super().__init__()
        self._pictured = pictured
        self.setObjectName("attachments.view")
        self.context = context
        self.entry: Entry | None = None
        self.shown = NOTHING
        self._asked: UUID | None = None
        self._pages: Any = None
        self.name, self.facts = ElidedLabel("", "strong"), PlainLabel("", "secondary")
        self.note = QLineEdit()
        self.note.setObjectName("attachments.note")
        self.note.setMaxLength(1000)
        self.note.editingFinished.connect(self._store_note)
        self.words, self.picture, self.text = PlainLabel("", "secondary", wrap=True), PictureView(), QPlainTextEdit()
        self.words.setObjectName("attachments.words")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setMargin(16)
        self.text.setReadOnly(True)
        self.stack = QStackedWidget()
        for widget in (self.words, self.picture, self.text):
            self.stack.addWidget(widget)
        self.portrait_button = link_button("", lambda: self.portrait_wanted.emit(self.entry.id) if self.entry else None)
        self.portrait_button.setObjectName("attachments.portrait")
        head = row(self.name, self.facts, self.portrait_button)
        head.setStretch(0, 1)
        whole = column(head, self.note, self.stack, spacing=4, margins=(12, 8, 12, 12))
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.retranslate()
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self._store_note()
        self._asked = self.entry = None
        self._say(_("Choose a file to see it here."))
        self._head("", "")

    def show_attachment(self, attachment_id: UUID) -> None:
        """Read an attachment and show it; an earlier one that arrives later is dropped."""
        self._asked = attachment_id
        self.context.gateway.read(
            seen, attachment_id, done=lambda found: self._show(attachment_id, found),
            failed=lambda error: self._lost(attachment_id, error),
        )  # fmt: skip

    def _lost(self, asked: UUID, error: AppError) -> None:
        if asked != self._asked:
            return
        self._say(error.sentence, "danger")
        self.context.gateway.read(
            attachments.entry, asked, done=lambda entry: self._show_head(entry) if asked == self._asked else None,
            failed=lambda _error: self.clear(),
        )  # fmt: skip

    def follow(self, changed: Container[UUID]) -> None:
        """Attachments were changed: read the facts of the one that is shown again; what is in it never changes."""
        asked = self._asked
        if asked is not None and asked in changed:
            self.context.gateway.read(
                attachments.entry, asked, done=lambda entry: self._show_head(entry) if asked == self._asked else None,
                failed=lambda _error: None,
            )  # fmt: skip

    def _show(self, asked: UUID, found: Seen) -> None:
        if asked != self._asked:
            return
        self._show_head(found.entry)
        self.shown = found.what
        if found.what == PICTURE:
            self.picture.set_picture(found.content)
            self.stack.setCurrentWidget(self.picture)
        elif found.what == TEXT:
            self.text.setPlainText(found.content)
            self.stack.setCurrentWidget(self.text)
        elif found.what == PAGES:
            self._show_pages(found.content)
        else:
            self._say(_("This kind of file is not shown here. Press Enter to open it."))

    def _show_pages(self, data: bytes) -> None:
        if self._pages is None:
            from app.ui.kit.preview import Preview

            self._pages = Preview("attachments.pages")
            self.stack.addWidget(self._pages)
        self._pages.show_pdf(data)
        if self._pages.pages():
            self.stack.setCurrentWidget(self._pages)
        else:
            self._say(_("The pages cannot be shown here: they are locked or damaged. Press Enter to open the file."))

    def _say(self, text: str, kind: str = "secondary") -> None:
        self.shown = NOTHING
        self.words.set_kind(kind)
        self.words.setText(text)
        self.stack.setCurrentWidget(self.words)

    def _show_head(self, entry: Entry) -> None:
        another = self.entry is None or self.entry.id != entry.id
        if another:  # what is typed belongs to the one shown before
            self._store_note()
        self.entry = entry
        facts = (kind_of_file(entry), size_text(entry.size), moment_text(entry.added_at))
        self._head(entry.name, " · ".join(part for part in facts if part))
        if another or not self.note.hasFocus():
            self.note.setText((entry.notes or "").replace("\n", " "))

    def _head(self, name: str, facts: str) -> None:
        self.name.setText(name)
        self.facts.setText(facts)
        self.note.setVisible(bool(name))
        entry = self.entry if self._pictured and name else None
        picture = entry is not None and (entry.mime or "").startswith("image/") and entry.kind != attachments.PORTRAIT
        self.portrait_button.setVisible(picture)

    def _store_note(self) -> None:
        if self.entry is not None and self.note.isModified():
            self.note.setModified(False)
            self.noted.emit(self.entry.id, self.note.text())

    def retranslate(self) -> None:
        """Words in the language in force."""
        relabel(self.portrait_button, _("Use as portrait or logo"))
        self.note.setPlaceholderText(_("Note"))
        self.note.setAccessibleName(_("Note"))
        self.text.setAccessibleName(_("Content"))
        if self._pages is not None:
            self._pages.retranslate()
        if self._asked is not None:
            self.show_attachment(self._asked)
        else:
            self.clear()
