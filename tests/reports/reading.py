"""Read PDFs back, with two independent readers, ignoring white space."""

import io
import os
import shutil
import subprocess

import pytest
from pypdf import PdfReader


def squeezed(text):
    return "".join(text.split())


def pypdf_text(data):
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages))


def poppler_text(data, tmp_path):
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    path = tmp_path / "read.pdf"
    path.write_bytes(data)
    return squeezed(subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True).stdout.decode())


def picture(data, page=0, width=420):
    """A page as a QImage, drawn by Qt's own reader."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QByteArray, QSize
    from PySide6.QtPdf import QPdfDocument

    store = QByteArray(data)
    buffer = QBuffer(store)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    size = document.pagePointSize(page)
    image = document.render(page, QSize(width, round(width * size.height() / size.width())))
    document.close()
    return image


def darkness(image, left, top, right, bottom):
    """Share of pixels darker than paper within fractions of the page (a PDF page without ground is transparent)."""
    points = [
        (x, y)
        for x in range(int(left * image.width()), int(right * image.width()))
        for y in range(int(top * image.height()), int(bottom * image.height()))
    ]
    dark = sum(image.pixelColor(x, y).alpha() > 40 and image.pixelColor(x, y).lightness() < 225 for x, y in points)
    return dark / len(points)
