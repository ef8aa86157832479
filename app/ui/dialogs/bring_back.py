"""Bringing single customers back out of a backup: searched and ticked there, said what would come back, done as one step."""

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from app.errors import AppError, LockedError
from app.formats import number_said
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.safety.bringing import BroughtBack, bring_back
from app.safety.comeback import Comeback, compare
from app.safety.looking import FoundIn, OpenBackup, find_in, open_backup
from app.ui.context import Context
from app.ui.dialogs.passphrases import ask_for
from app.ui.guard.backup_words import backup_title
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import PlainLabel, SectionTitle, name_it, primary, quiet

if TYPE_CHECKING:
    from app.store.archive import Backup

ENTITY = "customers"
_DATA = int(Qt.ItemDataRole.UserRole)
_STATES = {"here": N_("here"), "bin": N_("in the recycle bin"), "missing": N_("missing")}
_PAUSE = 250
_LINE = 30
_TICKABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable


class BringBackDialog(QDialog):
    """Ticks stay with their customers while the search changes. Of fields that differ only the ticked ones are taken."""

    def __init__(self, context: Context, parent: QWidget, backup: "Backup") -> None:
        super().__init__(parent)
        self.context, self._backup = context, backup
        self._opened: OpenBackup | None = None
        self._ticked: dict[UUID, str] = {}
        self._asked, self._closed = 0, False
        self.search, self.found, self.fields = QLineEdit(), QListWidget(), QListWidget()
        self.words, self.error = PlainLabel("", "", wrap=True), PlainLabel("", "error", wrap=True)
        self.do_button, self.cancel_button = primary(_("Bring back"), self.submit), quiet(_("Cancel"), self.reject)
        self._name_parts()
        self._lay_out()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._find)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.found.itemChanged.connect(self._tick)
        self.finished.connect(lambda _code: self._let_go())
        self._look_into(backup)

    def _name_parts(self) -> None:
        self.setObjectName("bringing")
        self.setWindowTitle(_("Bring customers back from the backup of {moment}").format(moment=backup_title(self._backup)))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("kind", "ground")
        self.resize(680, 620)
        name_it(self.search, _("Search in the backup"), "bringing.search")
        self.search.setPlaceholderText(_("Search in the backup"))
        name_it(self.found, _("Customers in the backup"), "bringing.found")
        name_it(self.fields, _("Fields that differ"), "bringing.fields")
        self.do_button.setObjectName("bringing.do")
        self.words.setText(_("Reading the backup…"))
        self.do_button.setEnabled(False)
        self.search.setEnabled(False)
        self.error.hide()

    def _lay_out(self) -> None:
        self._differ = SectionTitle(_("Fields that differ: tick those that are to be as they were"))
        whole = column(
            self.search, self.found, self.words, self._differ, self.fields, self.error,
            row(self.do_button, self.cancel_button, None), spacing=8, margins=(24, 16, 24, 20),
        )  # fmt: skip
        whole.setStretch(1, 2)
        whole.setStretch(4, 1)
        self.setLayout(whole)
        self._differ.hide()
        self.fields.hide()

    # finding ----------------------------------------------------------------------------------------------------------

    def _ready(self, opened: OpenBackup) -> None:
        if self._closed:
            opened.close()
            return
        self._opened = opened
        self.search.setEnabled(True)
        self.search.setFocus()
        self._find()

    def _find(self) -> None:
        if self._opened is not None:
            self._asked += 1
            asked, store = self._asked, self.context.gateway.store
            self.context.gateway.run(
                find_in, self._opened, store, self.search.text(), ENTITY,
                done=lambda found: self._list(asked, found), failed=self._fail,
            )  # fmt: skip

    def _list(self, asked: int, found: tuple[FoundIn, ...]) -> None:
        if asked != self._asked:
            return
        self.found.blockSignals(True)
        self.found.clear()
        for one in found:
            said = (number_said(one.number), one.name, _(_STATES[one.state]))
            item = QListWidgetItem(" · ".join(part for part in said if part), self.found)
            item.setFlags(_TICKABLE)
            item.setSizeHint(QSize(0, _LINE))
            item.setCheckState(Qt.CheckState.Checked if one.id in self._ticked else Qt.CheckState.Unchecked)
            item.setData(_DATA, (one.id, one.name))
        self.found.blockSignals(False)
        if not self._ticked:
            self.words.setText(_("Tick whom to bring back.") if found else _("Nobody in the backup is found by this."))

    def _tick(self, item: QListWidgetItem) -> None:
        key, name = item.data(_DATA)
        if item.checkState() is Qt.CheckState.Checked:
            self._ticked[key] = name
        else:
            self._ticked.pop(key, None)
        self._compare()

    def _compare(self) -> None:
        self.do_button.setEnabled(False)
        self.error.hide()
        ids = list(self._ticked)
        if not ids or self._opened is None:
            self._show(ids, None)
            return
        self.context.gateway.run(
            compare, self.context.gateway.store, self._opened, ENTITY, ids,
            done=lambda plan: self._show(ids, plan), failed=self._fail,
        )  # fmt: skip

    def _show(self, ids: list[UUID], plan: Comeback | None) -> None:
        if ids != list(self._ticked):
            return
        self.words.setText(_plan_text(plan) if plan is not None else _("Tick whom to bring back."))
        self.fields.clear()
        for one in plan.differing if plan is not None else ():
            words = _("{name} · {field}: {there} in the backup, {here} now").format(
                name=one.title, field=one.label, there=one.there or "—", here=one.here or "—"
            )
            item = QListWidgetItem(words, self.fields)
            item.setFlags(_TICKABLE)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setData(_DATA, (one.id, one.key))
        for part in (self._differ, self.fields):
            part.setVisible(plan is not None and bool(plan.differing))
        self.do_button.setEnabled(plan is not None and bool(plan.missing or plan.binned or plan.differing))

    def _look_into(self, backup: "Backup") -> None:
        def locked(error: AppError) -> None:
            self._fail(error)
            if isinstance(error, LockedError):
                ask_for(self, error, lambda: self._look_into(backup))

        self.error.hide()
        gateway = self.context.gateway
        gateway.run(open_backup, gateway.store, backup, done=self._ready, failed=locked)

    def _fail(self, error: AppError) -> None:
        for part in (self.search, self.found, self.cancel_button):
            part.setEnabled(True)
        self.error.setText(error.sentence)
        self.error.show()

    # doing ------------------------------------------------------------------------------------------------------------

    def submit(self) -> None:
        """Bring them back as one step."""
        if self._opened is None:
            return
        items = (self.fields.item(place) for place in range(self.fields.count()))
        taken = [tuple(item.data(_DATA)) for item in items if item.checkState() is Qt.CheckState.Checked]
        for part in (self.search, self.found, self.do_button, self.cancel_button):
            part.setEnabled(False)
        store, ids = self.context.gateway.store, list(self._ticked)
        work = (bring_back, store, self._opened, ENTITY, ids, taken)
        self.context.gateway.alone(*work, done=self._done, failed=self._fail)

    def _done(self, done: BroughtBack) -> None:
        self.cancel_button.setEnabled(True)
        self.accept()
        if done.changes is not None:
            self.context.gateway.changed.emit(done.changes)
        total = done.made + done.restored + done.changed
        words = ngettext_text("{count} record brought back", "{count} records brought back", total).format(count=total)
        if not total:
            words = _("All of it is here as it was.")
        if done.lost:
            words += " · " + _("without content: {names}").format(names=_(", ").join(done.lost))
        self.context.frame.toast(words, undo=bool(total))

    def _let_go(self) -> None:
        self._closed = True
        if self._opened is not None:
            self._opened.close()

    def reject(self) -> None:
        if self.cancel_button.isEnabled():
            super().reject()


def _plan_text(plan: Comeback) -> str:
    lines: list[str] = []
    if plan.missing:
        made = ngettext_text("{count} record comes back.", "{count} records come back.", len(plan.missing))
        lines.append(made.format(count=len(plan.missing)))
    if plan.binned:
        out = ngettext_text("{count} comes out of the recycle bin.", "{count} come out of the recycle bin.", len(plan.binned))
        lines.append(out.format(count=len(plan.binned)))
    return " ".join(lines) or _("All of these are here.")
