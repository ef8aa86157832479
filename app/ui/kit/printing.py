"""From finished pages to a printer: what stood in the preview is what comes out (Ctrl+P, "Print")."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from app.errors import StorageError
from app.i18n import N_

_MOST_DOTS = 300
"""Dots an inch a page is drawn with: sharp on paper, 35 MB in memory for A4, one page at a time."""


def ask_and_print(document: QPdfDocument, title: str, parent: QWidget) -> bool:
    """Ask for a printer and print; False when the person changed their mind. StorageError where there is no printer."""
    if not QPrinterInfo.availablePrinters():
        raise StorageError(N_("This computer has no printer. Save the report as PDF instead."))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, document.pageCount())
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    print_pages(document, printer)
    return True


def print_pages(document: QPdfDocument, printer: QPrinter) -> int:
    """Draw the pages the printer was asked for; returns how many. StorageError where it does not take them."""
    pages = pages_wanted(printer, document.pageCount())
    painter = QPainter()
    _lay_first(document, printer, pages)
    if not painter.begin(printer):
        raise StorageError(
            N_("The printer {name} does not answer. Choose another one, or save as PDF."), name=printer.printerName()
        )
    for number, page in enumerate(pages):
        if number:
            printer.setPageOrientation(_orientation(document, page))
            printer.newPage()
        _draw(document, page, printer, painter)
    painter.end()
    return len(pages)


def pages_wanted(printer: QPrinter, count: int) -> list[int]:
    """The places of the pages to print, from 0 on."""
    first = printer.fromPage() or 1
    last = min(printer.toPage() or count, count)
    return list(range(first - 1, last))


def _lay_first(document: QPdfDocument, printer: QPrinter, pages: list[int]) -> None:
    if pages:
        printer.setPageOrientation(_orientation(document, pages[0]))


def _orientation(document: QPdfDocument, page: int) -> QPageLayout.Orientation:
    size = document.pagePointSize(page)
    return QPageLayout.Orientation.Landscape if size.width() > size.height() else QPageLayout.Orientation.Portrait


def _draw(document: QPdfDocument, page: int, printer: QPrinter, painter: QPainter) -> None:
    room = printer.pageLayout().fullRectPixels(printer.resolution())
    printable = printer.pageLayout().paintRectPixels(printer.resolution())
    share = min(1.0, _MOST_DOTS / printer.resolution())
    image = document.render(page, QSize(round(room.width() * share), round(room.height() * share)))
    whole = QRectF(room.x() - printable.x(), room.y() - printable.y(), room.width(), room.height())
    size = image.size().scaled(whole.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
    painter.drawImage(QRectF(whole.topLeft(), size.toSizeF()), image)
