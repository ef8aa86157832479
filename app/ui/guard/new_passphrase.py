"""A new passphrase: typed twice, with an honest word on how long it would hold."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.analysis.passphrases import LEAST, strength
from app.i18n import N_
from app.i18n import gettext_text as _
from app.ui.guard.passphrase import SecretField
from app.ui.kit.layouts import column
from app.ui.kit.widgets import PlainLabel

STRENGTH = {
    "weak": (N_("Weak: a program would soon guess it."), "danger"),
    "fair": (N_("Fair: it holds against most."), "warning"),
    "strong": (N_("Strong."), "good"),
}
"""Words and tone of each."""
ADVICE = N_("Four or five unrelated words in a row are strong, and easier to keep in mind than signs.")


class NewPassphrase(QWidget):
    """``entered``: Enter was pressed in the second line; ``edited``: something was typed."""

    entered = Signal()
    edited = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.first = SecretField(_("New passphrase"), f"{name}.first")
        self.second = SecretField(_("New passphrase, again"), f"{name}.second")
        self.strength = PlainLabel(_(ADVICE), "secondary", wrap=True)
        self.strength.setObjectName(f"{name}.strength")
        self.setLayout(column(self.first, self.strength, self.second, spacing=8))
        self.setFocusProxy(self.first)
        self.first.entered.connect(self.second.setFocus)
        self.second.entered.connect(self.entered)
        for field in (self.first, self.second):
            field.edited.connect(self._edited)

    def _edited(self) -> None:
        words, tone = STRENGTH[strength(self.first.text())] if self.first.text() else (ADVICE, "secondary")
        self.strength.setText(_(words))
        self.strength.set_kind(tone)
        self.edited.emit()

    def text(self) -> str:
        """The passphrase."""
        return self.first.text()

    def complete(self) -> bool:
        """Whether both lines say the same and it is long enough; what is wrong is said beside the line."""
        if len(self.first.text().strip()) < LEAST:
            self.first.say(_("A passphrase has at least {least} characters.").format(least=LEAST))
        elif self.first.text() != self.second.text():
            self.second.say(_("The two are not the same."))
        else:
            return True
        return False
