"""The place of the drawing: which of several ways, the canvas, and the picture on its way out."""

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QIODevice, Signal
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.i18n import gettext_text as _
from app.services.business.kept import undisturbed
from app.ui.editors.choice import CalmCombo
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import ElidedLabel, name_it
from app.ui.screens.analysis.charts import DRAWINGS, NOTHING, VIEWS
from app.ui.screens.analysis.figure import Drawing, FigureCanvas
from app.ui.screens.analysis.headed import Heading, titled
from app.ui.screens.analysis.shown import Row, Shown
from app.ui.style import on_paper


class ChartPlace(QWidget):
    """``chosen(keys)`` and ``opened(keys)`` of the canvas: the customers of a point, a column, a tier, a cell."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.canvas, self.way = FigureCanvas(), CalmCombo()
        self.hint = ElidedLabel("", "secondary")
        self._key, self.note = "", ""
        self._shown: Shown | None = None
        self._rows: Sequence[Row] = ()
        self.way.setFixedWidth(220)
        self.canvas.chosen.connect(self.chosen)
        self.canvas.opened.connect(self.opened)
        self.way.activated.connect(self._draw)
        head = row(self.way, self.hint)
        head.setStretch(1, 1)
        whole = column(head, self.canvas, spacing=4)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.retranslate()

    def show_result(self, key: str, shown: Shown, rows: Sequence[Row]) -> None:
        """Draw these rows of an analysis."""
        if key != self._key:
            self._key = key
            self._fill()
        self._shown, self._rows = shown, rows
        self._draw()

    def _fill(self) -> None:
        chosen = self.way.currentData()
        self.way.clear()
        for code, word in VIEWS.get(self._key, ()):
            self.way.addItem(_(word), code)
        self.way.setCurrentIndex(max(self.way.findData(chosen), 0))
        self.way.setVisible(bool(self.way.count()))

    def _draw(self) -> None:
        draw, drawing = DRAWINGS.get(self._key), None
        if draw is not None and self._shown is not None and self._rows:
            with undisturbed():
                drawing = draw(self._rows, self._shown, str(self.way.currentData() or ""))
        nothing = drawing is not None and not getattr(drawing, "items", True)
        why = NOTHING.get(self._key, N_("Of the customers shown, nobody has a figure to draw."))
        self.canvas.show_drawing(drawing, _(why) if nothing else "")
        self._say(drawing, nothing)
        self.setVisible(drawing is not None)

    def _say(self, drawing: Drawing | None, nothing: bool) -> None:
        """Whom the drawing leaves out, and what can be done with it."""
        self.note = str(getattr(drawing, "note", ""))
        click = "" if nothing else _("Click in the drawing to choose a customer, double-click to open it.")
        self.hint.setText(" ".join(filter(None, (self.note, click))))

    def way_words(self) -> str:
        """Which of several ways is drawn, "" where there is one."""
        return self.way.currentText() if self.way.count() else ""

    def copy(self, heading: Heading) -> None:
        """The drawing to the clipboard, under its title."""
        QGuiApplication.clipboard().setPixmap(self._picture(heading))

    def png(self, heading: Heading) -> bytes:
        """The drawing as a PNG file, under its title."""
        held = QBuffer()
        held.open(QIODevice.OpenModeFlag.WriteOnly)
        self._picture(heading).save(held, "PNG")
        return bytes(held.data().data())

    def _picture(self, heading: Heading) -> QPixmap:
        with on_paper():
            return titled(self.canvas.picture(), heading)

    def retranslate(self) -> None:
        """Words in the language in force."""
        name_it(self.canvas, _("Drawing of the analysis"), "analysis.chart")
        name_it(self.way, _("What is drawn"), "analysis.way")
        self._fill()
