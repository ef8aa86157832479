"""Pages as they will be printed, inside the window: all below each other, fitted to the width or zoomed.

Interface: ``Preview(name)``: ``show_pdf(data)``, ``clear()``, ``say(text)`` (instead of pages: a note, an error),
``wait(text)`` (the old pages stay, a thin line says that new ones are being made), ``document`` (QPdfDocument), ``pages()``,
``painted`` once per document, ``zoom_in/zoom_out/fit``.
"""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent, QPalette, QWheelEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QWidget

from app.i18n import gettext_text as _
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import PlainLabel, icon_button, name_it, set_tip
from app.ui.style import colour, events

_STEP = 1.2
_LEAST, _MOST = 0.25, 4.0


class PagesView(QPdfView):
    """QPdfView that zooms with Ctrl and the wheel and says when it has painted."""

    painted = Signal()
    zoom_wanted = Signal(int)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.painted.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_wanted.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)


class Preview(QWidget):
    """Pages and the small bar above them."""

    painted = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self._make_pages(name)
        self._make_bar(name)
        self._lay_out()
        self._connect()
        self.clear()

    def _make_pages(self, name: str) -> None:
        self.view = PagesView(self)
        self.view.setObjectName(f"{name}.pages")
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        # where a page is just as high as the view, a bar that comes and goes would change the width it is fitted to for ever
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.view.setPageSpacing(12)
        self.view.setFrameShape(self.view.Shape.NoFrame)
        self.note = PlainLabel("", "secondary", wrap=True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.note.setMargin(32)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.note)
        self.stack.addWidget(self.view)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)

    def _make_bar(self, name: str) -> None:
        self.where = PlainLabel("", "secondary")
        self.where.setObjectName(f"{name}.where")
        self.smaller = icon_button("zoom-out", "", self.zoom_out)
        self.larger = icon_button("zoom-in", "", self.zoom_in)
        self.whole = icon_button("maximize-2", "", self.fit)

    def _lay_out(self) -> None:
        bar = row(self.where, None, self.smaller, self.larger, self.whole, spacing=4, margins=(12, 4, 12, 4))
        self.setLayout(column(bar, self.busy, self.stack, spacing=0))
        self.retranslate()
        self.recolour()

    def _connect(self) -> None:
        self.view.pageNavigator().currentPageChanged.connect(self._show_where)
        self.view.zoom_wanted.connect(lambda way: self.zoom_in() if way > 0 else self.zoom_out())
        events.changed.connect(self.recolour)

    def show_pdf(self, data: bytes) -> None:
        """Show these pages from the top."""
        self.busy.hide()
        self.document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(data))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        self.stack.setCurrentWidget(self.view)
        self.view.pageNavigator().jump(0, QPoint(0, 0).toPointF())
        self._show_where()
        self.view.painted.connect(self._first_paint)

    def _first_paint(self) -> None:
        self.view.painted.disconnect(self._first_paint)
        QTimer.singleShot(0, self, self.painted.emit)

    def say(self, text: str) -> None:
        """A sentence in the place of pages."""
        self.clear()
        self.note.setText(text)

    def clear(self) -> None:
        """No pages."""
        self.busy.hide()
        self.document.close()
        self.note.setText("")
        self.stack.setCurrentWidget(self.note)
        self._show_where()

    def wait(self, text: str) -> None:
        """New pages are on their way; what is shown stays."""
        self.busy.show()
        if not self.pages():
            self.note.setText(text)

    def pages(self) -> int:
        """How many pages there are; 0 while nothing is shown."""
        return self.document.pageCount() if self.document.status() == QPdfDocument.Status.Ready else 0

    def zoom_in(self) -> None:
        """Larger."""
        self._zoom(_STEP)

    def zoom_out(self) -> None:
        """Smaller."""
        self._zoom(1 / _STEP)

    def fit(self) -> None:
        """As wide as the room."""
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def _zoom(self, times: float) -> None:
        present = self._present_zoom()
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(min(_MOST, max(_LEAST, present * times)))

    def _present_zoom(self) -> float:
        if self.view.zoomMode() == QPdfView.ZoomMode.Custom or not self.pages():
            return self.view.zoomFactor()
        margins = self.view.documentMargins()
        room = self.view.viewport().width() - margins.left() - margins.right()
        return room / (self.document.pagePointSize(0).width() * self.logicalDpiX() / 72)

    def _show_where(self) -> None:
        count = self.pages()
        page = self.view.pageNavigator().currentPage() + 1
        self.where.setText(_("Page {page} of {count}").format(page=page, count=count) if count else "")
        for button in (self.smaller, self.larger, self.whole):
            button.setEnabled(count > 0)

    def recolour(self) -> None:
        """The ground around the pages in the theme in force."""
        palette = self.view.palette()
        for role in (QPalette.ColorRole.Dark, QPalette.ColorRole.Base, QPalette.ColorRole.Window):
            palette.setColor(role, colour("ground"))
        self.view.setPalette(palette)
        self.view.viewport().setPalette(palette)

    def retranslate(self) -> None:
        """Words in the language in force."""
        for button, text in ((self.smaller, _("Smaller")), (self.larger, _("Larger")), (self.whole, _("Fit the width"))):
            name_it(button, text)
            set_tip(button, text)
        name_it(self.view, _("Pages"), self.view.objectName())
        self._show_where()
