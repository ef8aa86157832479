"""The data file cannot be opened: one plain sentence, and the ways on. The file is left as it is."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QWidget

from app.errors import AppError, DamagedFileError
from app.i18n import gettext_text as _
from app.ui.dialogs.ways_out import WaysOut
from app.ui.kit import choosing, icons
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import PlainLabel, quiet, secondary

Opened = Callable[[Path], None]


class ProblemPanel(QWidget):
    """What fits this trouble (ways_out.py), then: try again, open another file, make a new one, show the folder, quit.
    ``here`` opens a file in a synchronized or network folder all the same."""

    def __init__(
        self, window: QWidget, error: AppError, path: Path, opened: Opened, made: Opened, here: Callable[[], None] | None = None
    ) -> None:
        super().__init__(window)
        self.setObjectName("problem")
        self._window, self._error, self._path, self._opened, self._made = window, error, path, opened, made
        self.sentence = PlainLabel(error.sentence, wrap=True, selectable=True)
        self.sentence.setObjectName("problem.sentence")
        sign = QLabel()
        sign.setPixmap(icons.pixmap("triangle-alert", 32, "warning"))
        inner = QWidget()
        inner.setFixedWidth(560)
        damaged = isinstance(error, DamagedFileError)
        words = _("The data file is damaged") if damaged else _("The data file cannot be opened")
        title = PlainLabel(words, "title", wrap=True)
        where = PlainLabel(str(path), "label", wrap=True, selectable=True)
        where.setHidden(str(path) in error.sentence)
        buttons = row(*self._buttons(), None)
        self.ways = WaysOut(inner, error, path, opened, here or (lambda: opened(path)))
        inner.setLayout(column(sign, title, self.sentence, where, 12, self.ways, 12, buttons, spacing=8))
        self.setLayout(column(None, row(None, inner, None), None))

    def _buttons(self) -> list[QWidget]:
        folder = self._path.parent.is_dir()
        make = (
            [secondary(_("Make a new file here"), lambda: self._made(self._path))] if folder and not self._path.exists() else []
        )
        show = [quiet(_("Show folder"), self._show_folder)] if folder else []
        again = secondary(_("Try again"), lambda: self._opened(self._path))
        other = secondary(_("Open another file"), self._other)
        leave = quiet(_("Quit"), self._quit)
        for button, name in ((again, "again"), (other, "other"), (leave, "quit")):
            button.setObjectName(f"problem.{name}")
        return [again, other, *make, *show, leave]

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))

    def _quit(self) -> None:
        self._window.close()

    def _other(self) -> None:
        chosen, _kind = choosing.open_file(self, _("Open another file"), str(self._path.parent), _("Data files (*.db)"))
        if chosen:
            self._opened(Path(chosen))
