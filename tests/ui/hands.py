"""Typing and clicking like a person, Chinese included: QTest's key clicks know ASCII only, an input method commits the rest."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget, QWidget


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


def item_texts(shown: QListWidget) -> list[str]:
    """What a list offers, from the top."""
    return [shown.item(place).text() for place in range(shown.count())]


def click_item(shown: QListWidget, text: str) -> None:
    """Click the entry of a list that reads so."""
    item = shown.item(item_texts(shown).index(text))
    shown.scrollToItem(item)
    QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=shown.visualItemRect(item).center())
