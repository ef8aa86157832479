"""The file is encrypted, or made a plain one again: how far that is, with a way to stop it."""

from collections.abc import Callable

from PySide6.QtWidgets import QProgressBar, QWidget

from app.i18n import gettext_text as _
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import PlainLabel, secondary

_PARTS = 1000


class ConvertPanel(QWidget):
    """Shown in place of the screens while the file is closed."""

    def __init__(self, window: QWidget, title: str, words: str, stop: Callable[[], None]) -> None:
        super().__init__(window)
        self.setObjectName("converting")
        self._stop = stop
        self.part = QProgressBar(maximum=_PARTS, textVisible=False)
        self.part.setAccessibleName(title)
        self.words = PlainLabel(words, "secondary", wrap=True)
        self.stop_button = secondary(_("Stop"), self._stopped)
        self.stop_button.setObjectName("converting.stop")
        inner = QWidget()
        inner.setFixedWidth(480)
        parts = (PlainLabel(title, "title", wrap=True), self.words, self.part, row(self.stop_button, None))
        inner.setLayout(column(*parts, spacing=12))
        self.setLayout(column(None, row(None, inner, None), None))

    def show_part(self, part: float) -> None:
        """So much of it is done, from 0 to 1."""
        self.part.setValue(round(_PARTS * part))

    def _stopped(self) -> None:
        self.stop_button.setEnabled(False)
        self.words.setText(_("Stopping. The file stays as it was."))
        self._stop()
