"""Every text that a widget shows, as a person reads it: markup interpreted where Qt would, marks of keys taken off."""

import re
from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, Qt
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

ROWS = 60
"""Rows of a list that are read."""
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.AccessibleTextRole)
_KEY = re.compile(r"&(.)", re.DOTALL)


def read(text: str) -> str:
    """As Qt shows a text where it may be either."""
    return QTextDocumentFragment.fromHtml(text).toPlainText() if GuiQt.mightBeRichText(text) else text


def unkeyed(text: str) -> str:
    """As buttons, tabs and menus show a text: "&&" is "&", another "&" marks a key."""
    return _KEY.sub(r"\1", text)


def texts_of(widget: QWidget) -> Iterator[str]:
    """What this one widget shows; its children are asked by themselves."""
    yield read(widget.toolTip())
    yield read(widget.whatsThis())
    yield widget.accessibleName()
    if widget.isWindow():
        yield widget.windowTitle().replace("[*]", "")
    if isinstance(widget, QLabel):
        yield widget.text() if widget.textFormat() == Qt.TextFormat.PlainText else read(widget.text())
    elif isinstance(widget, QAbstractButton):
        yield unkeyed(widget.text())
    elif isinstance(widget, QLineEdit):
        yield from (widget.text(), widget.placeholderText())
    elif isinstance(widget, QPlainTextEdit | QTextEdit):
        yield widget.toPlainText()
    elif isinstance(widget, QGroupBox):
        yield unkeyed(widget.title())
    yield from _of_several(widget)


def _of_several(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QComboBox | QAbstractItemView):
        yield from _of_model(widget.model())
    elif isinstance(widget, QTabBar):
        for place in range(widget.count()):
            yield from (unkeyed(widget.tabText(place)), read(widget.tabToolTip(place)))
    elif isinstance(widget, QMenu):
        for action in widget.actions():
            yield from (unkeyed(action.text()), read(action.toolTip()) if widget.toolTipsVisible() else "")


def _of_model(model: QAbstractItemModel | None) -> Iterator[str]:
    if model is None:
        return
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    for section in range(columns):
        yield str(model.headerData(section, Qt.Orientation.Horizontal) or "")
    for row in range(min(model.rowCount(), ROWS)):
        for column in range(columns):
            index = model.index(row, column)
            for role in _ROLES:
                text = model.data(index, role)
                if isinstance(text, str):
                    yield text
            tip = model.data(index, Qt.ItemDataRole.ToolTipRole)
            if isinstance(tip, str):
                yield read(tip)
