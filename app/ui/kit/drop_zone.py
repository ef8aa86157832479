"""Files dropped anywhere onto a record: a veil says what will become of them, also above fields that would take their names.

``DropZone(area, ready, take)``: ``ready()`` says whether files are welcome now, ``take(paths)`` gets local files only.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.i18n import gettext_text as _
from app.ui.kit.widgets import PlainLabel
from app.ui.style import restyle

_HEARD = "drops_heard"
_DRAGS = (QEvent.Type.DragEnter, QEvent.Type.DragMove)


class Veil(QFrame):
    """What covers the area while files are above it; it takes no mouse events itself."""

    def __init__(self, area: QWidget) -> None:
        super().__init__(area)
        self.setObjectName("drop_veil")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.label = PlainLabel("", "section")
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        QVBoxLayout(self).addWidget(self.label)
        self.hide()

    def lower_over(self, area: QWidget) -> None:
        """Cover the area."""
        if self.isHidden():
            self.label.setText(_("Drop to attach"))
            self.setGeometry(area.rect().adjusted(8, 8, -8, -8))
            self.show()
            restyle(self)
            self.raise_()


class DropZone(QObject):
    """The ear of one record for dropped files."""

    def __init__(self, area: QWidget, ready: Callable[[], bool], take: Callable[[list[Path]], None]) -> None:
        super().__init__(area)
        self._area, self._ready, self._take = area, ready, take
        self.veil = Veil(area)
        area.setAcceptDrops(True)
        area.installEventFilter(self)

    def cover(self) -> None:
        """Hear drops above the fields too; called again when more of them were made."""
        for widget in self._area.findChildren(QWidget):
            if widget.acceptDrops() and not widget.property(_HEARD):
                widget.setProperty(_HEARD, True)
                widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _DRAGS or kind == QEvent.Type.Drop:
            return isinstance(event, QDropEvent) and self._drag(event, kind == QEvent.Type.Drop)
        if kind == QEvent.Type.DragLeave:
            self.veil.hide()
        return False

    def _drag(self, event: QDropEvent, dropped: bool) -> bool:
        paths = local_files(event)
        if not paths or event.source() is not None or not self._ready():
            return False
        event.setDropAction(Qt.DropAction.CopyAction)  # the file that is dragged stays where it is
        event.accept()
        self.veil.setVisible(False) if dropped else self.veil.lower_over(self._area)
        if dropped:
            self._take(paths)
        return True


def local_files(event: QDropEvent) -> list[Path]:
    """The local files and folders somebody drags here; none where anything is on the network."""
    urls = event.mimeData().urls()
    return [Path(url.toLocalFile()) for url in urls] if all(url.isLocalFile() for url in urls) else []
