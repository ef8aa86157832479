"""How a page of Markdown is set: sizes and room as everywhere in the window; Qt's own are those of a word processor."""

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrame,
    QTextFrameFormat,
    QTextTable,
)

from app.ui.style import colour

SIZES = {1: 20, 2: 15, 3: 13}
"""Pixels of the letters of headings by level."""
_ROOM = {1: (0, 8), 2: (20, 6), 3: (14, 4), 0: (0, 8)}
"""Pixels above and below headings by level; 0 is a paragraph."""
_LISTED, _TABLED = (0, 4), (2, 2)
_LINES = 130
"""Height of a line in percent of the letters'."""


def typeset(document: QTextDocument) -> None:
    """Give headings, paragraphs, lists and tables of a document just set from Markdown their look."""
    block = document.begin()
    while block.isValid():
        _set_block(block)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        _set_table(frame)


def _set_block(block: QTextBlock) -> None:
    shape, cursor = block.blockFormat(), QTextCursor(block)
    level = min(shape.headingLevel(), 3)
    above, below = _LISTED if block.textList() is not None else _TABLED if cursor.currentTable() is not None else _ROOM[level]
    shape.setTopMargin(above)
    shape.setBottomMargin(below)
    shape.setLineHeight(_LINES, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    cursor.setBlockFormat(shape)
    if level:
        letters = QTextCharFormat()
        letters.setProperty(QTextCharFormat.Property.FontPixelSize, SIZES[level])
        letters.setFontWeight(QFont.Weight.DemiBold)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(letters)


def _set_table(frame: QTextFrame) -> None:
    if not isinstance(frame, QTextTable):
        return
    shape = frame.format()
    shape.setBorder(1)
    shape.setBorderCollapse(True)
    shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    shape.setBorderBrush(colour("line"))
    shape.setCellPadding(5)
    shape.setBottomMargin(12)
    shape.setAlignment(Qt.AlignmentFlag.AlignLeft)
    frame.setFormat(shape)
