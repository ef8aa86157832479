"""The very first start: begin with an empty file, or look around in a sample company. A panel in the window, no dialog."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QButtonGroup, QLabel, QProgressBar, QWidget

from app.i18n import LANGUAGES, NATIVE_NAMES, language
from app.i18n import gettext_text as _
from app.paths import default_data_file, resource
from app.ui.kit.layouts import column, row
from app.ui.kit.speech import choose_language
from app.ui.kit.widgets import Card, Chip, PlainLabel, primary, relabel, secondary

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


class FirstStart(QWidget):
    """Two ways to begin; the language of the program, and of the sample company, is chosen above them."""

    def __init__(self, window: "MainWindow", empty: Callable[[], None], sample: Callable[[], None]) -> None:
        super().__init__(window)
        self.setObjectName("first_start")
        self._window = window
        self._languages = QButtonGroup(self)
        self.title, self.words = PlainLabel(kind="title"), PlainLabel(kind="secondary", wrap=True)
        self.where = PlainLabel(kind="label", wrap=True, selectable=True)
        self.empty_words, self.sample_words = (PlainLabel(kind="secondary", wrap=True) for _i in range(2))
        self.empty = secondary("", lambda: self._begin(empty))
        self.sample = primary("", lambda: self._begin(sample))
        self.empty.setObjectName("first.empty")
        self.sample.setObjectName("first.sample")
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setVisible(False)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        sign = QLabel()
        picture = QPixmap(str(resource("icons", "clientele.png")))
        sign.setPixmap(picture.scaled(56, 56, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation))
        inner = QWidget()
        inner.setFixedWidth(620)
        cards = row(_card(self.sample_words, self.sample), _card(self.empty_words, self.empty), spacing=16)
        for place in (0, 1):
            cards.setStretch(place, 1)
        inner.setLayout(column(sign, self.title, self.words, 8, self._language_row(), 8, cards, self.busy, self.where, spacing=8))
        self.setLayout(column(None, row(None, inner, None), None))

    def _language_row(self) -> "QWidget":
        chips = []
        for code in LANGUAGES:
            chip = Chip(NATIVE_NAMES[code], checkable=True)
            chip.setObjectName(f"first.{code}")
            chip.setChecked(code == language())
            chip.clicked.connect(lambda _checked=False, code=code: self._speak(code))
            self._languages.addButton(chip)
            chips.append(chip)
        line = QWidget()
        line.setLayout(row(*chips, None))
        return line

    def _speak(self, code: str) -> None:
        choose_language(self._window.preferences, code)
        self.retranslate()

    def _begin(self, work: Callable[[], None]) -> None:
        self.busy.setVisible(True)
        for button in (self.empty, self.sample, *self._languages.buttons()):
            button.setEnabled(False)
        work()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.title.setText(_("Clientele"))
        self.words.setText(_("Customers, the people who decide there, visits and complaints, and the reports you print. "
                             "Everything stays in one file on this computer."))  # fmt: skip
        self.sample_words.setText(_("A small invented supplier with 60 customers and two years of work, to try everything out."))
        self.empty_words.setText(_("Begin with your own firm. Customers come in from a file, or one by one."))
        relabel(self.sample, _("Look around with a sample company"))
        relabel(self.empty, _("Start empty"))
        self.where.setText(_("The file will be {path}").format(path=default_data_file()))


def _card(words: PlainLabel, button: QWidget) -> Card:
    card = Card(spacing=12, margins=(16, 16, 16, 16))
    card.body.addWidget(words, 1)
    card.body.addWidget(button)
    words.setAlignment(Qt.AlignmentFlag.AlignTop)
    return card
