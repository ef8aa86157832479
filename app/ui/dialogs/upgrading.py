"""A file of an older version is brought up to date: what happens, and how far it is. Nothing can be chosen meanwhile."""

from PySide6.QtWidgets import QProgressBar, QWidget

from app.i18n import gettext_text as _
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import PlainLabel


class UpgradePanel(QWidget):
    """Shown in place of the screens until the file is open."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("upgrading")
        self.part = QProgressBar(maximum=100, textVisible=False)
        self.part.setAccessibleName(_("Bringing the data up to date"))
        title = PlainLabel(_("Bringing the data up to date"), "title", wrap=True)
        words = PlainLabel(
            _("The file is from an older version. A backup was made first; this happens once."), "label", wrap=True
        )
        inner = QWidget()
        inner.setFixedWidth(480)
        inner.setLayout(column(title, words, self.part, spacing=12))
        self.setLayout(column(None, row(None, inner, None), None))

    def show_part(self, done: int, whole: int) -> None:
        """So many of so many records are done."""
        self.part.setValue(100 * done // max(whole, 1))
