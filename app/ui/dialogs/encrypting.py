"""Before a file is encrypted: what that means, then a passphrase. The work itself runs in the window (apart.py)."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QStackedLayout, QWidget

from app.i18n import N_
from app.i18n import gettext_text as _
from app.ui.guard.new_passphrase import NewPassphrase
from app.ui.kit.layouts import column, row, scrolled
from app.ui.kit.widgets import PlainLabel, SectionTitle, primary, quiet

MEANING = (
    (N_("What it protects"),
     N_("The data file, its attachments and every backup made from now on: nobody can read them without the passphrase. Not on a "
        "lost or stolen laptop, not in a synchronized folder, not with another program.")),
    (N_("What it does not protect"),
     N_("What is open on the screen, and what you exported, printed, sent or saved as PDF. A program on this computer that reads "
        "the keyboard or the memory. The name and size of the file stay visible.")),
    (N_("If the passphrase is forgotten"),
     N_("Nobody can bring it back, and there is no back door. The recovery key that is shown at the end is the only other way "
        "in. Without both the data are lost.")),
    (N_("From then on"),
     N_("The passphrase is asked at every start and after a lock. Backups made before stay readable until they are deleted.")),
)  # fmt: skip
"""Heading and paragraph."""


class EncryptDialog(QDialog):
    """``chosen`` gets the passphrase; the dialog is gone then."""

    def __init__(self, parent: QWidget, chosen: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._chosen = chosen
        self.new = NewPassphrase("encrypt")
        self.on_button = primary(_("Choose a passphrase"), self._go_on)
        self.do_button = primary(_("Encrypt"), self.submit)
        self.on_button.setObjectName("encrypt.on")
        self.do_button.setObjectName("encrypt.do")
        self.setObjectName("encrypt")
        self.setWindowTitle(_("Encrypt this file"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("kind", "ground")
        self.resize(560, 480)
        self.new.entered.connect(self.submit)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._meaning())
        self._pages.addWidget(self._passphrase())

    def _meaning(self) -> QWidget:
        body, page = QWidget(), QWidget()
        body.setProperty("kind", "ground")
        parts = [part for title, words in MEANING for part in (SectionTitle(_(title)), PlainLabel(_(words), "", wrap=True), 8)]
        body.setLayout(column(*parts, None, spacing=4, margins=(24, 20, 24, 8)))
        foot = row(self.on_button, quiet(_("Cancel"), self.reject), None, margins=(24, 8, 24, 20))
        whole = column(scrolled(body), foot, spacing=0)
        whole.setStretch(0, 1)
        page.setLayout(whole)
        return page

    def _passphrase(self) -> QWidget:
        page = QWidget()
        back = quiet(_("Back"), lambda: self._pages.setCurrentIndex(0))
        foot = row(self.do_button, back, quiet(_("Cancel"), self.reject), None)
        page.setLayout(column(SectionTitle(_("Choose a passphrase")), self.new, None, foot, spacing=12, margins=(24, 20, 24, 20)))
        return page

    def _go_on(self) -> None:
        self._pages.setCurrentIndex(1)
        self.new.setFocus()

    def submit(self) -> None:
        """Begin, where both lines say the same."""
        if self.new.complete():
            passphrase = self.new.text()
            self.accept()
            self._chosen(passphrase)
