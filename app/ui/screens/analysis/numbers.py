"""Numbers that are typed for an analysis: percentages, amounts, plain ones; some may stay empty, the file has a figure then."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.i18n import N_
from app.i18n import gettext_text as _
from app.ui.editors.typed import typed_decimal, typed_money
from app.ui.kit.layouts import column
from app.ui.kit.widgets import PlainLabel, plain_tip
from app.ui.style import restyle

PERCENT, MONEY, TIMES = "percent", "money", "times"


@dataclass(frozen=True, slots=True)
class Number:
    """A number to be typed. ``usual`` stands in it at first; where that is "", it may stay empty, and ``hint`` (a msgid) stands
    greyed in it until the analysis says which figure of the file it took. ``tip``: a msgid of what to think of."""

    key: str
    label: str
    usual: str = ""
    kind: str = PERCENT
    hint: str = ""
    tip: str = ""


def _fraction(text: str) -> Decimal:
    return typed_decimal(text.rstrip("% ")) / 100


def _fen(text: str) -> Decimal:
    return Decimal(typed_money(text))


def _times(text: str) -> Decimal:
    """How many times as much: 5, or 5:1."""
    return typed_decimal(text.replace(" ", "").removesuffix(":1"))


_READ: Mapping[str, tuple[Callable[[str], Decimal], str, int]] = {
    PERCENT: (_fraction, N_("“{text}” is no percentage. Type for example 85."), 80),
    MONEY: (_fen, N_("“{text}” is not an amount. Type for example 12345.60."), 124),
    TIMES: (_times, N_("“{text}” is not a number."), 96),
}
"""How each kind is read, what is said where it can't be, how wide its field is."""


class AskedNumber(QWidget):
    """One of them: ``changed`` when another is left in it or Enter pressed. Fractions, fen, or times."""

    changed = Signal()

    def __init__(self, asked: Number) -> None:
        super().__init__()
        self.key, self._asked, self._used = asked.key, asked, ""
        self._read, self._unread, width = _READ[asked.kind]
        self.label, self.line = PlainLabel("", "label"), QLineEdit(asked.usual)
        self._told = asked.usual
        self.line.setFixedWidth(width)
        self.line.setObjectName(f"analysis.{asked.key}")
        self.line.editingFinished.connect(self._left)
        self.setLayout(column(self.label, self.line, spacing=4))
        self.retranslate()

    def _typed(self) -> str:
        return unicodedata.normalize("NFKC", self.line.text()).strip()

    def _left(self) -> None:
        if self.line.text() == self._told:
            return
        self._told = self.line.text()
        self.line.setProperty("state", "error" if self.problem() else "")
        restyle(self.line)
        self.changed.emit()

    def value(self) -> Decimal | None:
        """What is typed, None where it is nothing or can't be read."""
        try:
            return self._read(self._typed())
        except ValueError:
            return None

    def problem(self) -> str:
        """Why it can't be asked."""
        if self.value() is not None or (not self._typed() and not self._asked.usual):
            return ""
        return _(self._unread).format(text=self.line.text().strip())

    def show_used(self, used: Mapping[str, str]) -> None:
        """Show which figure of the file stands in for what was not typed."""
        self._used = used.get(self.key, "")
        self._hint()

    def _hint(self) -> None:
        self.line.setPlaceholderText(self._used or _(self._asked.hint))

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.label.setText(_(self._asked.label))
        self.line.setAccessibleName(_(self._asked.label))
        self.line.setToolTip(plain_tip(_(self._asked.tip)))
        self._hint()
