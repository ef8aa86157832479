"""The recovery key: shown large and once, printed or saved, and asked back before it counts."""

import random
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QStackedLayout, QWidget

from app.errors import AppError
from app.files import atomic_write
from app.i18n import gettext_text as _
from app.i18n import language, use_language
from app.models.types import now_utc
from app.paths import documents_folder
from app.reports.recovery_key import ACROSS, RecoveryPaper, build, groups_of
from app.ui.guard.passphrase import SecretField
from app.ui.kit import choosing, icons
from app.ui.kit.beside import Beside
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import PlainLabel, link_button, primary, quiet, secondary

WIDTH = 560
ASKED = 2
"""Groups that are asked back."""


class RecoveryPage(QWidget):
    """``checked`` is called once both groups came back right, ``later`` where the person puts that off."""

    def __init__(self, parent: QWidget, key: str, path: Path, checked: Callable[[], None], later: Callable[[], None]) -> None:
        super().__init__(parent)
        self.setObjectName("recovery")
        self._key, self._path, self._checked = key, path, checked
        self._groups = groups_of(key)
        self._beside = Beside(self)
        self.asked: Sequence[int] = sorted(random.SystemRandom().sample(range(len(self._groups)), ASKED))
        self.fields = [SecretField(_("Group {number}").format(number=place + 1), f"recovery.{at}", hidden=False)
                       for at, place in enumerate(self.asked)]  # fmt: skip
        self.said = PlainLabel("", "secondary", wrap=True)
        self.print_button = secondary(_("Print…"), self.print_it, "printer")
        self.save_button = secondary(_("Save as PDF…"), self.save, "download")
        self.on_button = primary(_("I have it on paper"), lambda: self._turn(1))
        self.check_button = primary(_("Check"), self.check)
        self.back_button = quiet(_("Show the key again"), lambda: self._turn(0))
        self.later_button = link_button(_("Later"), later)
        self._name_parts()
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._centred(self._shown_page()))
        self._pages.addWidget(self._centred(self._asked_page()))

    def _name_parts(self) -> None:
        for part, name in (
            (self.said, "said"), (self.print_button, "print"), (self.save_button, "save"), (self.on_button, "on"),
            (self.check_button, "check"), (self.back_button, "back"), (self.later_button, "later"),
        ):  # fmt: skip
            part.setObjectName(f"recovery.{name}")
        self.said.hide()
        for field in self.fields:
            field.entered.connect(self.check)
        self.setFocusProxy(self.print_button)

    def _centred(self, inner: QWidget) -> QWidget:
        inner.setFixedWidth(WIDTH)
        page = QWidget()
        page.setLayout(column(None, row(None, inner, None), None))
        return page

    def _shown_page(self) -> QWidget:
        sign = QLabel()
        sign.setPixmap(icons.pixmap("lock", 32, "accent"))
        words = _("It opens the file when the passphrase is forgotten. It is shown this once: print it, or write it down, and "
                  "keep it away from the computer.")  # fmt: skip
        inner = QWidget()
        inner.setLayout(column(
            sign, PlainLabel(_("Your recovery key"), "title"), PlainLabel(words, "secondary", wrap=True), 8, self._key_grid(), 8,
            row(self.print_button, self.save_button, None), self.said, 8, row(self.on_button, None), spacing=8,
        ))  # fmt: skip
        return inner

    def _key_grid(self) -> QWidget:
        box, grid = QWidget(), QGridLayout()
        box.setAccessibleName(self._key)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(2)
        for place, group in enumerate(self._groups):
            line, across = divmod(place, ACROSS)
            grid.addWidget(PlainLabel(str(place + 1), "label"), 3 * line, across)
            grid.addWidget(PlainLabel(group, "recovery", selectable=True), 3 * line + 1, across)
            grid.setRowMinimumHeight(3 * line + 2, 12)
        box.setLayout(grid)
        return box

    def _asked_page(self) -> QWidget:
        words = _("Type these two groups from your paper. That shows that it can be read on the day it is needed.")
        inner = QWidget()
        foot = row(self.check_button, self.back_button, None, self.later_button)
        inner.setLayout(column(
            PlainLabel(_("Is it on your paper?"), "title"), PlainLabel(words, "secondary", wrap=True), 8,
            self._asked_row(), 8, foot, spacing=8,
        ))  # fmt: skip
        return inner

    def _asked_row(self) -> QHBoxLayout:
        """Side by side, level also while something is said below one of them."""
        line = row(*self.fields, spacing=16)
        for field in self.fields:
            line.setAlignment(field, Qt.AlignmentFlag.AlignTop)
        return line

    def _turn(self, page: int) -> None:
        self._pages.setCurrentIndex(page)
        if page:
            self.fields[0].setFocus()
        else:
            for field in self.fields:
                field.forget()
            self.print_button.setFocus()

    def check(self) -> None:
        """Hold what was typed against the key; the first group that differs is said."""
        for place, field in zip(self.asked, self.fields, strict=True):
            if field.text().strip().upper() != self._groups[place]:
                field.say(_("This is not group {number} of the key.").format(number=place + 1))
                return
        self._checked()

    # paper ------------------------------------------------------------------------------------------------------------

    def _paper(self, then: Callable[[bytes], None]) -> None:
        paper, words = RecoveryPaper(self._key, str(self._path), now_utc()), language()
        self._beside.run(lambda: _rendered(paper, words), then, self._fail)

    def print_it(self) -> None:
        """Print the page."""
        self._paper(self._print)

    def _print(self, data: bytes) -> None:
        from app.ui.kit.printing import ask_and_print

        document, buffer = QPdfDocument(self), QBuffer(self)
        buffer.setData(QByteArray(data))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document.load(buffer)
        try:
            if ask_and_print(document, _("Recovery key"), self):
                self._say(_("Sent to the printer."))
        except AppError as error:
            self._fail(error)

    def save(self) -> None:
        """Ask where, and save the page there."""
        suggested = str(documents_folder() / (_("Recovery key") + ".pdf"))
        name, _kind = choosing.save_file(self, _("Save as PDF"), suggested, "PDF (*.pdf)")
        if name:
            self.save_to(Path(name))

    def save_to(self, path: Path) -> None:
        """Write the page."""

        def write(data: bytes) -> None:
            try:
                with atomic_write(path) as file:
                    file.write(data)
                self._say(_("Saved: {path}. Move it to a stick, and delete it here.").format(path=path))
            except AppError as error:
                self._fail(error)

        self._paper(write)

    def _fail(self, error: AppError) -> None:
        self._say(error.sentence)

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))


def _rendered(paper: RecoveryPaper, words: str) -> bytes:
    from app.reports.pdf import render_bytes

    with use_language(words):
        return render_bytes(build(paper))[0]
