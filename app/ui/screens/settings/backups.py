"""Settings › Backups: how safe the data is now, a backup at once, the list, what can be brought back, and where they lie."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton

from app.errors import AppError, DamagedFileError
from app.i18n import N_
from app.i18n import gettext_text as _
from app.safety import rounds, ways
from app.safety.places import places
from app.safety.state import State
from app.services import settings
from app.ui.context import Context
from app.ui.guard.allowed import is_allowed
from app.ui.guard.backup_clock import clock_of
from app.ui.guard.backup_table import BackupTable
from app.ui.guard.backup_words import second_text, status_text, verdict_text
from app.ui.kit import choosing
from app.ui.kit.layouts import row
from app.ui.kit.widgets import PlainLabel, primary, quiet, secondary
from app.ui.screens.settings.parts import Page, choice_row

if TYPE_CHECKING:
    from app.store.archive import Backup

_DAMAGED = N_("{file} is damaged. Restore a backup.")
_LIMITS = (1024, 5120, 20_480, 102_400)
_AGAIN = 60_000


class BackupsPage(Page):
    """Everything about backups that a person decides; they are made by themselves (backup_clock.py)."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.status, self.problem = PlainLabel("", "strong", wrap=True), PlainLabel("", "error", wrap=True)
        self.result = PlainLabel("", "secondary", wrap=True, selectable=True)
        self.table = BackupTable()
        self.folder, self.second = PlainLabel("", "", True, True), PlainLabel("", "", True, True)
        self.second_words = PlainLabel("", "secondary", wrap=True)
        self._make_buttons()
        self._lay_out()
        self.table.picked.connect(self._offer)
        self._timer = QTimer(self, interval=_AGAIN)
        self._timer.timeout.connect(self._look_again)
        self._timer.start()
        clock = clock_of(context.frame)
        if clock is not None:
            clock.made.connect(self._clock_made)

    def _make_buttons(self) -> None:
        self.now_button = primary(_("Back up now"), self.back_up, "save")
        self.check_button = secondary(_("Check the file"), self.check)
        self.restore_button = secondary(_("Restore…"), self.restore, "history")
        self.single_button = secondary(_("Bring single customers back…"), self.bring_back)
        self.change_button = quiet(_("Change…"), self.change_folder)
        self.second_button = quiet(_("Choose…"), self.choose_second)
        self.no_second_button = quiet(_("No second place"), lambda: self._move(self._chosen_folder(), None))
        for button, name in (
            (self.now_button, "now"), (self.check_button, "check"), (self.restore_button, "restore"),
            (self.single_button, "single"), (self.change_button, "change"), (self.second_button, "second"),
            (self.no_second_button, "no_second"),
        ):  # fmt: skip
            button.setObjectName(f"backups.{name}")
        self.status.setObjectName("backups.status")

    def _lay_out(self) -> None:
        words = _("A backup is made every quarter of an hour in which something was done, before steps that are hard to take "
                  "back, and at the end of work. Each is checked before it counts.")  # fmt: skip
        self.section(_("Backups"), words)
        self.body.addWidget(self.status)
        self.body.addWidget(self.problem)
        self.body.addLayout(row(self.now_button, self.check_button, None))
        self.body.addWidget(self.result)
        self.body.addWidget(self.table)
        self.body.addLayout(row(self.restore_button, self.single_button, None))
        self.section(_("Where backups lie"), _("This folder may be synchronized: a backup is a finished file."))
        self.body.addLayout(_beside(self.folder, self.change_button))
        self.section(_("Second place"))
        self.body.addWidget(self.second_words)
        self.body.addLayout(_beside(self.second, self.second_button, self.no_second_button))
        self.section(_("Room for backups"), _("Older ones go first; the last three stay. A tenth of the free disk is the most."))
        chosen = str(self.context.gateway.read_now(settings.value, rounds.LIMIT))
        options = [(str(limit), f"{limit // 1024} GB") for limit in _LIMITS]
        self.body.addWidget(choice_row("backups.limit", options, chosen, lambda size: self.store(rounds.LIMIT, int(size))))
        self.body.addStretch(1)
        for part in (self.problem, self.result):
            part.hide()

    def fill(self) -> None:
        self.context.gateway.run(rounds.listed, self.context.gateway.store, done=self._show, failed=self._fail)

    def _look_again(self) -> None:
        if self.isVisible():
            self.fill()

    def _show(self, found: "tuple[State, tuple[Backup, ...]]") -> None:
        state, backups = found
        self.status.setText(status_text(state))
        self.table.show_backups(backups)
        self.folder.setText(str(state.places.folder))
        self.second.setText(str(state.places.second or _("None chosen")))
        self.second_words.setText(second_text(state))
        self.no_second_button.setVisible(state.places.second is not None)
        self._offer()

    def _offer(self) -> None:
        """What can be done with the chosen backup, and what a file open for reading allows."""
        backup, readonly = self.table.chosen(), self.context.gateway.store.readonly
        usable = backup is not None and backup.manifest is not None
        self.restore_button.setEnabled(usable and not readonly)
        self.single_button.setEnabled(usable and not readonly)
        self.now_button.setEnabled(not readonly and not self._clock_busy())

    def _clock_busy(self) -> bool:
        clock = clock_of(self.context.frame)
        return clock is not None and clock.busy()

    def _say(self, text: str) -> None:
        self.result.setText(text)
        self.result.setVisible(bool(text))

    def _fail(self, error: AppError) -> None:
        self.now_button.setEnabled(True)
        self.check_button.setEnabled(True)
        self._say("")
        self.problem.setText(error.sentence)
        self.problem.show()

    # doing ------------------------------------------------------------------------------------------------------------

    def back_up(self) -> None:
        """One at once: by the clock where there is one, so that two never work at a time."""
        self._begin(self.now_button, _("A backup is being made and checked…"))
        clock = clock_of(self.context.frame)
        if clock is None:
            store = self.context.gateway.store
            self.context.gateway.run(rounds.back_up_now, store, "by-hand", done=self._made, failed=self._fail)
        elif not clock.back_up():
            self._say("")

    def _begin(self, button: QPushButton, words: str) -> None:
        button.setEnabled(False)
        self.problem.hide()
        self._say(words)

    def _clock_made(self) -> None:
        clock = clock_of(self.context.frame)
        self._say("")
        if clock is not None and clock.problem is not None:
            self._fail(clock.problem)
        elif clock is not None:
            self.problem.hide()
        self.fill()

    def _made(self, done: rounds.Round) -> None:
        self._say("")
        if done.problem is not None:
            self._fail(done.problem)
        self.fill()

    def check(self) -> None:
        """Hold everything in the file against its log."""
        self._begin(self.check_button, _("The file is being checked…"))
        self.context.gateway.run(ways.check, self.context.gateway.store, done=self._checked, failed=self._fail)

    def _checked(self, found: Any) -> None:
        self.check_button.setEnabled(True)
        self._say(verdict_text(found))
        path = self.context.gateway.store.path
        if not found.whole:
            self.context.gateway.lost.emit(DamagedFileError(_DAMAGED, path, file=path.name))

    def restore(self) -> None:
        """Ask what the chosen backup would cost."""
        from app.ui.dialogs.restoring import RestoreDialog

        if (backup := self.table.chosen()) is not None and is_allowed(self.context, "restore"):
            RestoreDialog(self.context, self, backup).show()

    def bring_back(self) -> None:
        """Look into the chosen backup."""
        from app.ui.dialogs.bring_back import BringBackDialog

        if (backup := self.table.chosen()) is not None:
            BringBackDialog(self.context, self, backup).show()

    # the places -------------------------------------------------------------------------------------------------------

    def change_folder(self) -> None:
        """Choose the folder of the backups."""
        if chosen := self._ask_folder(_("Folder for backups"), self.folder.text()):
            self.move_to(Path(chosen))

    def _ask_folder(self, title: str, start: str) -> str:
        return choosing.folder(self, title, start) if is_allowed(self.context, "secure") else ""

    def move_to(self, folder: Path) -> None:
        """Keep the backups in another folder from now on."""
        path = self.context.gateway.store.path
        self._move(None if folder.resolve() == path.parent.resolve() else folder, self._chosen_second())

    def choose_second(self) -> None:
        """Choose the second place."""
        if chosen := self._ask_folder(_("Second place for backups"), str(self._chosen_second() or "")):
            self._move(self._chosen_folder(), Path(chosen))

    def _chosen_folder(self) -> Path | None:
        path = self.context.gateway.store.path
        folder = places(path).folder.parent
        return None if folder.resolve() == path.parent.resolve() else folder

    def _chosen_second(self) -> Path | None:
        second = places(self.context.gateway.store.path).second
        return second.parent if second is not None else None

    def _move(self, folder: Path | None, second: Path | None) -> None:
        self._begin(self.change_button, _("Backups are being copied…"))
        store, done = self.context.gateway.store, partial(self._moved, self.folder.text())
        self.context.gateway.run(rounds.move_backups, store, folder, second, done=done, failed=self._not_moved)

    def _moved(self, before: str, now: Any) -> None:
        self.change_button.setEnabled(True)
        moved = str(now.folder) != before
        self._say(_("The backups were copied. Those in {folder} are still there.").format(folder=before) if moved else "")
        self.fill()

    def _not_moved(self, error: AppError) -> None:
        self.change_button.setEnabled(True)
        self._fail(error)


def _beside(label: PlainLabel, *buttons: QPushButton) -> Any:
    line = row(label, *buttons)
    line.setStretch(0, 1)
    return line
