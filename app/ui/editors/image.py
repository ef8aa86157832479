"""A small picture (a logo): chosen from a file, shown, taken out. Kept as base64 of a PNG or JPEG."""

import base64
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QWidget

from app.errors import StorageError
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models.fields import Field
from app.ui.context import Context
from app.ui.editors.editor import Editor
from app.ui.kit import choosing
from app.ui.kit.layouts import row
from app.ui.kit.widgets import PlainLabel, quiet, relabel, secondary

_MOST = 2_000_000


class ImageEditor(Editor):
    """A picture, at most 2 MB."""

    def __init__(self, field: Field, context: Context) -> None:
        super().__init__(field, context)
        self.widget = QWidget()
        self._picture = PlainLabel()
        self._picture.setFixedHeight(48)
        self._data: str | None = None
        self._choose = secondary(_("Choose picture"), self._pick, "image")
        self._remove = quiet(_("Remove picture"), lambda: self._take(None), "x")
        self.widget.setLayout(row(self._picture, self._choose, self._remove, None))
        self.set_value(None)

    def value(self) -> str | None:
        return self._data

    def set_value(self, value: Any, title: str = "") -> None:
        self._data = value
        picture = QPixmap()
        if value:
            picture.loadFromData(QByteArray(base64.b64decode(value)))
        self._picture.setPixmap(picture.scaledToHeight(44, Qt.TransformationMode.SmoothTransformation) if value else picture)
        self._picture.setVisible(not picture.isNull())
        self._remove.setVisible(bool(value))

    def _take(self, value: str | None) -> None:
        self.set_value(value)
        self.changed.emit()

    def _pick(self) -> None:
        title, kinds = _("Choose picture"), _("Pictures ({patterns})").format(patterns="*.png *.jpg *.jpeg")
        name, _kind = choosing.open_file(self.widget, title, "", kinds)
        if name:
            self.read(Path(name))

    def read(self, path: Path) -> None:
        """Take the picture in a file; what is no picture is told and left out."""
        try:
            data = path.read_bytes()
        except OSError:
            self.context.frame.tell(StorageError(N_("{file} could not be read."), file=path.name).sentence)
            return
        if len(data) > _MOST or not QImage.fromData(QByteArray(data)).width():
            self.context.frame.tell(_("{file} is not a PNG or JPEG picture of at most 2 MB.").format(file=path.name))
            return
        self._take(base64.b64encode(data).decode())

    def retranslate(self) -> None:
        relabel(self._choose, _("Choose picture"))
        relabel(self._remove, _("Remove picture"))
