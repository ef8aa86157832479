"""The first and the waiting page of an import."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QWidget

from app.exchange.names import IMPORTED, PEOPLE, TRADE
from app.formats import number_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.ui.editors.choice import CalmCombo
from app.ui.frame.drops import FileDrops
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import Card, Chip, PlainLabel, name_it, primary, quiet, relabel

ENCODINGS = {
    "utf-8": N_("Unicode (UTF-8)"), "gb18030": N_("Simplified Chinese (GB18030)"), "cp950": N_("Traditional Chinese (Big5)"),
    "cp1252": N_("Western (Windows-1252)"), "utf-16": N_("Unicode (UTF-16)"), "shift_jis": N_("Japanese (Shift JIS)"),
    "euc-kr": N_("Korean (EUC-KR)"),
}  # fmt: skip
ENTITY_WORDS = {"customers": N_("Customers"), "contacts": N_("People"), "visits": N_("Visits"), "complaints": N_("Complaints"),
                "requests": N_("Service requests"), "products": N_("Products"), "orders": N_("Sales orders"),
                "invoices": N_("Invoices"), "receipts": N_("Payments received"), "costs": N_("Costs"),
                "cards": N_("Customers and people")}  # fmt: skip


class StartPage(QWidget):
    """Which file, and what is in it."""

    def __init__(
        self, ask: Callable[[], None], take: Callable[[Path], None], choose: Callable[[str], None], reread: Callable[[str], None]
    ) -> None:
        super().__init__()
        self._drops = FileDrops(self, take)
        self.button = primary("", ask, "folder-open")
        self.button.setObjectName("import.choose")
        self._make_words()
        self._make_encodings(reread)
        self._make_chips(choose)
        self._lay_out()

    def _make_words(self) -> None:
        self.title, self.hint = PlainLabel("", "section"), PlainLabel("", "secondary", wrap=True)
        self._rows_are = PlainLabel("", "label")
        self.error = PlainLabel("", "danger", wrap=True, selectable=True)
        self.error.setObjectName("import.error")
        self.error.hide()

    def _make_encodings(self, reread: Callable[[str], None]) -> None:
        self._encoding_label, self.encoding = PlainLabel("", "label"), CalmCombo()
        for code in ("", *ENCODINGS):
            self.encoding.addItem(code, code)
        self.encoding.activated.connect(lambda: reread(str(self.encoding.currentData())))
        self._other = QWidget()
        self._other.setLayout(row(None, self._encoding_label, self.encoding, None))
        self._other.hide()

    def _make_chips(self, choose: Callable[[str], None]) -> None:
        self.chips = {entity: Chip("", checkable=True) for entity in ("", *IMPORTED)}
        for entity, chip in self.chips.items():
            chip.setObjectName(f"import.entity.{entity or 'any'}")
            chip.clicked.connect(lambda _checked=False, entity=entity: choose(entity))
        self.show_entity("")

    def _lay_out(self) -> None:
        card = Card(spacing=12, margins=(32, 28, 32, 28))
        card.setMaximumWidth(720)
        card.setMinimumWidth(700)  # the kinds of record stand whole beside one another, in the longer language too
        for label in (self.title, self.hint, self._rows_are):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for item in (self.title, self.hint, self.error, self._other, self._rows_are):
            card.body.addWidget(item)
        for some in (("", *PEOPLE), TRADE):
            card.body.addLayout(row(None, *(self.chips[entity] for entity in some), None))
        card.body.addLayout(row(None, self.button, None))
        self.setLayout(column(None, row(None, card, None), None, None, margins=(20, 20, 20, 20)))

    def show_entity(self, entity: str) -> None:
        """Mark what comes in; the empty text: what the headers say."""
        for key, chip in self.chips.items():
            chip.setChecked(key == entity)

    def say(self, sentence: str, readable: bool = False) -> None:
        """Why the file could not be read; the empty text takes it away. ``readable``: another encoding may help."""
        self._other.setVisible(bool(sentence) and readable)
        self.encoding.setCurrentIndex(0)
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.title.setText(_("Bring in a file"))
        self.hint.setText(
            _("A CSV or Excel table, contact cards (vcf) or a calendar (ics): drop it here, or choose it.")
            + "\n"
            + _("Nothing is written before you have seen what would happen.")
        )
        relabel(self.button, _("Choose a file"))
        self._encoding_label.setText(_("Read it in another encoding:"))
        name_it(self.encoding, _("Read it in another encoding:"), "import.other_encoding")
        for place, code in enumerate(ENCODINGS, 1):
            self.encoding.setItemText(place, _(ENCODINGS[code]))
        for entity, chip in self.chips.items():
            chip.set_label(_(ENTITY_WORDS[entity]) if entity else _("By the columns"))
        self._rows_are.setText(_("Rows are"))


class BusyPage(QWidget):
    """Something is going on that may be stopped."""

    def __init__(self, stop: Callable[[], None]) -> None:
        super().__init__()
        self.words, self.rows = PlainLabel("", "section"), PlainLabel("", "secondary")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(320)
        self.button = quiet("", stop)
        self.button.setObjectName("import.stop")
        for label in (self.words, self.rows):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inner = column(self.words, row(None, self.bar, None), self.rows, row(None, self.button, None), spacing=12)
        self.setLayout(column(None, inner, None, None))

    def begin(self, words: str, can_stop: bool) -> None:
        """Say what is going on."""
        self.words.setText(words)
        self.rows.setText("")
        self.button.setVisible(can_stop)

    def show_rows(self, rows: int) -> None:
        """So many rows are done."""
        self.rows.setText(_("{count} rows").format(count=number_text(rows)))

    def retranslate(self) -> None:
        """Words in the language in force."""
        relabel(self.button, _("Stop"))
