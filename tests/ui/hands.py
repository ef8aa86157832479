"""Typing and clicking like a person, Chinese included: QTest's key clicks know ASCII only, an input method commits the rest."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget


def type_text(widget: QWidget, text: str) -> None:
    """Type a text where the cursor is."""
    for letter in text:
        if letter.isascii():
            QTest.keyClicks(widget, letter)
        else:
            commit = QInputMethodEvent()
            commit.setCommitString(letter)
            QCoreApplication.sendEvent(widget, commit)


def retype(line: QLineEdit, text: str) -> None:
    """Replace what stands in a line."""
    line.setFocus()
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Delete)
    type_text(line, text)


def click(widget: QWidget) -> None:
    """Click in the middle of a widget."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
