"""The ways out of a data file that cannot be opened: moved home, used where it is, restored, salvaged; look-alikes beside it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.errors import AppError, LockedError
from app.formats import moment_text
from app.i18n import gettext_text as _
from app.i18n import ngettext_text
from app.ui.dialogs.passphrases import ask_for
from app.ui.kit import choosing
from app.ui.kit.beside import Beside
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import PlainLabel, SectionTitle, danger_button, link_button, name_it, primary, relabel, secondary

if TYPE_CHECKING:
    from app.safety.restore import Restored
    from app.safety.salvage import Report
    from app.safety.ways import Ways
    from app.store.conflicts import Copy

Opened = Callable[[Path], None]
_COPIES = 5
_KINDS = 12


class WaysOut(QWidget):
    """Filled beside the window once it is known what fits; ``opened`` opens a file, ``here`` the one in question where it is."""

    def __init__(self, parent: QWidget, error: AppError, path: Path, opened: Opened, here: Callable[[], None]) -> None:
        super().__init__(parent)
        self._error, self._path, self._opened, self._here = error, path, opened, here
        self._beside = Beside(self)
        self.buttons: list[QPushButton] = []
        self.said = PlainLabel("", "secondary", wrap=True, selectable=True)
        self.typed = QLineEdit()
        self._body: QVBoxLayout = column(self.said, spacing=8)
        self.setLayout(self._body)
        self.said.setObjectName("ways.said")
        self.said.hide()
        self._beside.run(self._look, self._show, self._fail)

    def _look(self) -> "Ways":
        from app.safety.ways import ways_out

        return ways_out(self._path, self._error)

    def _show(self, found: "Ways") -> None:
        if found.home is not None:
            self._offer_home(found.home)
        if found.backups or found.salvage:
            self._offer_mending(found)
        if found.copies:
            self._offer_copies(found.copies)

    def _add(self, button: QPushButton, name: str) -> QPushButton:
        button.setObjectName(f"ways.{name}")
        self.buttons.append(button)
        return button

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def _busy(self, words: str) -> None:
        for button in self.buttons:
            button.setEnabled(False)
        self._say(words)

    def _fail(self, error: AppError) -> None:
        for button in self.buttons:
            button.setEnabled(True)
        self._say(error.sentence)

    # a synchronized or network folder -----------------------------------------------------------------------------------

    def _offer_home(self, home: Path) -> None:
        move = self._add(primary(_("Move to this computer"), lambda: self._move(home)), "home")
        words = PlainLabel(_("It goes to {path}, with its attachments and backups.").format(path=home), "secondary", wrap=True)
        self._body.insertLayout(0, row(move, None))
        self._body.insertWidget(1, words)
        ask = PlainLabel(_("To use it here all the same, type {word}. Two computers may then damage it.").format(
            word=self._word()), "secondary", wrap=True)  # fmt: skip
        name_it(self.typed, ask.text(), "ways.typed")
        self.typed.setMaximumWidth(240)
        here = self._add(danger_button(_("Use it here all the same"), self._use_here), "here")
        here.setEnabled(False)
        self.typed.textChanged.connect(lambda text: here.setEnabled(text.strip().casefold() == self._word().casefold()))
        self._body.addSpacing(8)
        self._body.addWidget(ask)
        self._body.addLayout(row(self.typed, here, None))

    def _word(self) -> str:
        """What is typed to take it upon oneself: the name of the file."""
        return self._path.stem

    def _move(self, home: Path) -> None:
        def work() -> Path:
            from app.safety.ways import bring_home

            return bring_home(self._path, home)

        self._busy(_("The file is being moved…"))
        self._beside.run(work, self._opened, self._fail)

    def _use_here(self) -> None:
        self._here()

    # damaged, empty, gone -----------------------------------------------------------------------------------------------

    def _offer_mending(self, found: "Ways") -> None:
        buttons: list[QPushButton] = []
        if found.backups:
            when = found.backups[0].manifest.made_at if found.backups[0].manifest else None
            words = _("Restore the newest good backup ({moment})").format(moment=moment_text(when))
            buttons.append(self._add(primary(words, lambda: self._restore(found)), "restore"))
        if found.salvage:
            buttons.append(self._add(secondary(_("Save what can be read into a new file…"), self._ask_salvage), "salvage"))
        for place, button in enumerate(buttons):
            self._body.insertLayout(place, row(button, None))
        if found.backups:
            words = _("The file itself is kept, in a folder beside it.")
            self._body.insertWidget(len(buttons), PlainLabel(words, "secondary", wrap=True))

    def _restore(self, found: "Ways") -> None:
        def work() -> "Restored":
            from app.safety.ways import restore_newest

            return restore_newest(self._path, found.backups)

        self._busy(_("The backup is being restored…"))
        def locked(error: AppError) -> None:
            self._fail(error)
            if isinstance(error, LockedError):
                ask_for(self, error, lambda: self._restore(found))

        self._beside.run(work, self._restored, locked)

    def _restored(self, done: "Restored") -> None:
        from app.ui.guard.damaged_file import restored_words

        window: Any = self.window()
        self._opened(self._path)
        if hasattr(window, "tell"):
            window.tell(restored_words(done))

    def _ask_salvage(self) -> None:
        from app.safety.ways import new_name

        chosen, _kind = choosing.save_file(
            self, _("Save what can be read into a new file"), str(new_name(self._path)), _("Data files (*.db)")
        )
        if chosen:
            self.salvage(Path(chosen))

    def salvage(self, target: Path) -> None:
        """Read what can be read into a new file."""

        def work() -> "Report":
            from app.safety.salvage_words import write_missing
            from app.safety.ways import save_readable

            report = save_readable(self._path, target)
            write_missing(report)
            return report

        self._busy(_("What can be read is being saved…"))
        self._beside.run(work, self._salvaged, self._fail)

    def _salvaged(self, report: "Report") -> None:
        for button in self.buttons:
            button.setEnabled(True)
        self._say(_report_text(report))
        button = next(one for one in self.buttons if one.objectName() == "ways.salvage")
        relabel(button, _("Open the new file"))
        button.clicked.disconnect()
        button.clicked.connect(lambda: self._opened(report.path))

    # look-alikes --------------------------------------------------------------------------------------------------------

    def _offer_copies(self, copies: "tuple[Copy, ...]") -> None:
        self._body.addSpacing(8)
        self._body.addWidget(SectionTitle(_("Other data files beside it")))
        for place, copy in enumerate(copies[:_COPIES]):
            button = self._add(link_button(copy.path.name, partial(self._opened, copy.path)), f"copy.{place}")
            self._body.addLayout(row(button, PlainLabel(_copy_text(copy), "secondary"), None))


def _copy_text(copy: "Copy") -> str:
    changed = _("changed {moment}").format(moment=moment_text(copy.changed_at))
    if not copy.counts:
        return changed
    count = copy.counts.get("customers", 0)
    return f"{changed} · " + ngettext_text("{count} customer", "{count} customers", count).format(count=f"{count:,}")


def _report_text(report: "Report") -> str:
    from app.safety.salvage_words import list_path, tallies, tally_text

    lines = [tally_text(one) for one in tallies(report)[:_KINDS]]
    for words, count in (
        (_("Records that differ from the log: {count}"), report.doubtful),
        (_("Attachments without content: {count}"), len(report.lost)),
    ):
        lines += [words.format(count=count)] if count else []
    if report.missing:
        lines.append(_("What was not recovered is listed in {file}").format(file=list_path(report).name))
    return "\n".join(lines)
