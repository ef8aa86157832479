"""Asking for a file or a folder.

Qt's own dialog looks into every file of a folder to tell its kind; closing the open data file after such a look drops the
locks of this process, and the next program folds its log away (fault F24b). Here kinds are told by names alone.
"""

from pathlib import Path

from PySide6.QtCore import QDir, QFileInfo
from PySide6.QtGui import QAbstractFileIconProvider, QIcon
from PySide6.QtWidgets import QFileDialog, QFileIconProvider, QWidget

_Kind = QAbstractFileIconProvider.IconType


class ByName(QFileIconProvider):
    """Icons and kinds of files without opening them. Asked on a thread of Qt's."""

    def icon(self, asked: QFileInfo | _Kind) -> QIcon:
        if isinstance(asked, QFileInfo):
            return super().icon(_Kind.Folder if asked.isDir() else _Kind.File)
        return super().icon(asked)

    def type(self, info: QFileInfo) -> str:
        return "" if info.isDir() else info.suffix().upper()


_kinds: list[ByName] = []


def dialog(parent: QWidget | None, title: str, start: str, kinds: str) -> QFileDialog:
    """A dialog that stands at ``start``, a folder or a file in it. It is made at the root, where no data file lies: it looks
    around before it can be told how."""
    made = QFileDialog(parent, title, QDir.rootPath(), kinds)
    if not _kinds:
        _kinds.append(ByName())
    made.setIconProvider(_kinds[0])
    place = Path(start or QDir.homePath())
    made.setDirectory(str(place if place.is_dir() else place.parent))
    if not place.is_dir():
        made.selectFile(place.name)
    return made


def open_file(parent: QWidget | None, title: str, start: str = "", kinds: str = "") -> tuple[str, str]:
    """A file that is there, and the kind that was chosen; both empty when the person changed their mind."""
    names, kind = open_files(parent, title, start, kinds, several=False)
    return (names[0], kind) if names else ("", "")


def open_files(
    parent: QWidget | None, title: str, start: str = "", kinds: str = "", several: bool = True
) -> tuple[list[str], str]:
    """Files that are there."""
    asked = dialog(parent, title, start, kinds)
    asked.setFileMode(QFileDialog.FileMode.ExistingFiles if several else QFileDialog.FileMode.ExistingFile)
    return _answer(asked)


def save_file(parent: QWidget | None, title: str, start: str = "", kinds: str = "") -> tuple[str, str]:
    """Where a file is to be written; over one that is there only after a question."""
    asked = dialog(parent, title, start, kinds)
    asked.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    names, kind = _answer(asked)
    return (names[0], kind) if names else ("", "")


def folder(parent: QWidget | None, title: str, start: str = "") -> str:
    """A folder that is there."""
    asked = dialog(parent, title, start, "")
    asked.setFileMode(QFileDialog.FileMode.Directory)
    asked.setOption(QFileDialog.Option.ShowDirsOnly)
    names, _kind = _answer(asked)
    return names[0] if names else ""


def _answer(asked: QFileDialog) -> tuple[list[str], str]:
    try:
        return (asked.selectedFiles(), asked.selectedNameFilter()) if asked.exec() else ([], "")
    finally:
        asked.deleteLater()
