"""What should be looked at in a decision chain: each a sentence with what can be done about it beside it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.i18n import gettext_text as _
from app.i18n import ngettext_text
from app.services.chain_words import Remark
from app.ui.kit.icons import pixmap
from app.ui.kit.layouts import clear, row
from app.ui.kit.widgets import PlainLabel, link_button
from app.ui.style import events

SHOWN = 3
Offer = Callable[[Remark], tuple[str, Callable[[QWidget], object]]]
"""A remark's button: its word and what it does (given the button, for menus); the empty word for none."""


class ChainRemarks(QWidget):
    """The first few remarks; the others behind "show all"."""

    def __init__(self, offer: Offer) -> None:
        super().__init__()
        self._offer, self._all = offer, False
        self._remarks: tuple[Remark, ...] = ()
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(2)
        events.changed.connect(self._fill)

    def show_remarks(self, remarks: Sequence[Remark]) -> None:
        """Show these."""
        self._remarks = tuple(remarks)
        self._fill()

    def texts(self) -> list[str]:
        """The sentences shown."""
        return [remark.sentence for remark in self._shown()]

    def _shown(self) -> tuple[Remark, ...]:
        return self._remarks if self._all else self._remarks[:SHOWN]

    def _fill(self) -> None:
        clear(self._lines)
        shown = self._shown()
        for place, remark in enumerate(shown):
            self._lines.addLayout(self._line(place, remark))
        more = len(self._remarks) - len(shown)
        if more:
            text = ngettext_text("{count} more remark", "{count} more remarks", more).format(count=more)
            button = link_button(text, self._show_all)
            button.setObjectName("chain.more")
            self._lines.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setVisible(bool(self._remarks))

    def _line(self, place: int, remark: Remark) -> QHBoxLayout:
        sign, words = QLabel(), PlainLabel(remark.sentence, "", wrap=True)
        sign.setPixmap(pixmap("triangle-alert", 14, "warning"))
        sign.setFixedSize(QSize(16, 18))
        words.setObjectName(f"chain.remark.{place}")
        label, run = self._offer(remark)
        line = row(sign, words, spacing=6)
        line.setStretch(1, 1)
        if label:
            button = link_button(label)
            button.clicked.connect(lambda: run(button))
            button.setObjectName(f"chain.do.{place}")
            button.setAccessibleDescription(remark.sentence)
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _show_all(self) -> None:
        self._all = True
        self._fill()

    def retranslate(self) -> None:
        """Words in the new language come with the next remarks."""
        self.setAccessibleName(_("Remarks on the decision chain"))
