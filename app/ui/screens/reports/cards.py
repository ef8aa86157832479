"""The cards of the reports screen: a title and what it prints; one of them is chosen."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from app.i18n import N_
from app.i18n import gettext_text as _
from app.reports import REPORTS, Report
from app.ui.kit.icons import icon
from app.ui.kit.layouts import column, scrolled
from app.ui.kit.widgets import PlainLabel, set_tip
from app.ui.style import colour, events

_WIDTH = 264
_TEXT = _WIDTH - 44
_WRAP = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)


class ReportCard(QAbstractButton):
    """One report; a blank form is only a line."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report
        self.setObjectName(f"reports.card.{report.key}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        events.changed.connect(self.update)
        self.retranslate()

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.setAccessibleName(_(self.report.title))
        self.setAccessibleDescription(_(self.report.description))
        set_tip(self, _(self.report.description) if self.report.form else "")
        self.updateGeometry()
        self.update()

    def _small(self) -> QFontMetrics:
        font = self.font()
        font.setPixelSize(12)
        return QFontMetrics(font)

    def _words(self) -> QRect:
        return self._small().boundingRect(QRect(0, 0, _TEXT, 200), _WRAP, _(self.report.description))

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, 36 if self.report.form else 40 + self._words().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().adjusted(0, 0, -1, -1)
        edge = "accent" if self.isChecked() or self.hasFocus() else "line"
        painter.setPen(colour(edge) if not self.report.form or edge == "accent" else Qt.PenStyle.NoPen)
        painter.setBrush(colour("selected" if self.isChecked() else "hover" if self.underMouse() else "surface"))
        painter.drawRoundedRect(box, 8, 8)
        sign = "file-plus" if self.report.form else "file-text"
        icon(sign, "accent" if self.isChecked() else "secondary").paint(painter, QRect(12, 10, 16, 16))
        self._write(painter)

    def _write(self, painter: QPainter) -> None:
        font = self.font()
        font.setWeight(font.Weight.Normal if self.report.form else font.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(colour("text"))
        title = painter.fontMetrics().elidedText(_(self.report.title), Qt.TextElideMode.ElideRight, _TEXT)
        painter.drawText(QRect(36, 8, _TEXT, 20), Qt.AlignmentFlag.AlignVCenter, title)
        if not self.report.form:
            font.setPixelSize(12)
            font.setWeight(font.Weight.Normal)
            painter.setFont(font)
            painter.setPen(colour("secondary"))
            painter.drawText(QRect(36, 30, _TEXT, self.height() - 32), _WRAP, _(self.report.description))


class CardColumn(QWidget):
    """All reports, then the blank forms."""

    def __init__(self, chosen: Callable[[Report], None]) -> None:
        super().__init__()
        self.cards = {report.key: ReportCard(report) for report in REPORTS}
        self._group = QButtonGroup(self)
        for card in self.cards.values():
            self._group.addButton(card)
            card.clicked.connect(lambda _checked=False, card=card: chosen(card.report))
        self._forms = PlainLabel("", "section")
        whole = [card for card in self.cards.values() if not card.report.form]
        blank = [card for card in self.cards.values() if card.report.form]
        inside = QWidget()
        inside.setProperty("kind", "ground")
        inside.setLayout(column(*whole, 12, self._forms, *blank, None, spacing=8, margins=(20, 4, 12, 20)))
        area = scrolled(inside)
        self.setLayout(column(area, spacing=0))
        self.setFixedWidth(_WIDTH + 44)
        self.retranslate()

    def choose(self, key: str) -> None:
        """Mark a report as chosen."""
        self.cards[key].setChecked(True)

    def retranslate(self) -> None:
        """Words in the language in force."""
        self._forms.setText(_(N_("Blank forms for the car park")))
        for card in self.cards.values():
            card.retranslate()
