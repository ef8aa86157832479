"""Erasing a person: every place where they are found, what is made unreadable, what is kept and why; then it is done."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QListWidget, QListWidgetItem, QStackedLayout, QWidget

from app.errors import AppError, StorageError
from app.formats import day_text, size_text, today
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.models import entity_named
from app.models.choices import ERASE_REASON
from app.safety.erase_places import Places, places
from app.safety.erasing import Erased, Wish, erase_person
from app.safety.making import make_backup
from app.safety.places import folder_of
from app.safety.purging import Holding, holding, purge_backups
from app.ui.context import Context
from app.ui.dialogs.sizing import fit
from app.ui.editors.choice import CalmCombo
from app.ui.guard.backup_words import away_text
from app.ui.kit.layouts import column, row, scrolled
from app.ui.kit.widgets import PlainLabel, SectionTitle, danger_button, name_it, quiet, secondary

_DATA = int(Qt.ItemDataRole.UserRole)
_LINE = 28
_WIDTH = 760
BEFORE = "before-erase"
_WITH_BACKUPS = N_("Delete the backups that still hold this person too; a new one is made first")


class ErasingDialog(QDialog):
    """What would go is shown first; nothing happens before the name has been typed and the button pressed."""

    def __init__(self, context: Context, parent: QWidget | None, entity: str, record_id: UUID) -> None:
        super().__init__(parent)
        self.context, self._entity, self._id = context, entity, record_id
        self._found: Places | None = None
        self.goes, self.left = PlainLabel("", "", wrap=True), PlainLabel("", "secondary", wrap=True)
        self.texts, self.kept = QListWidget(), QListWidget()
        self.reason, self.typed = CalmCombo(), QLineEdit()
        self.with_backups, self.error = QCheckBox(_(_WITH_BACKUPS)), PlainLabel("", "error", wrap=True)
        self.type_words = PlainLabel("", "label", wrap=True)
        self.do_button, self.cancel_button = danger_button(_("Erase"), self.submit), quiet(_("Cancel"), self.reject)
        self.done_words, self.rest_words = PlainLabel("", "section", wrap=True), PlainLabel("", "secondary", wrap=True)
        self.purge_button = secondary(_("Delete those backups"), self.purge)
        self.close_button = quiet(_("Close"), self.accept)
        self._name_parts()
        self._lay_out()
        self.typed.textChanged.connect(self._check)
        context.gateway.run(context.gateway.store.read, places, entity, record_id, today(), done=self._show, failed=self._refuse)

    def _name_parts(self) -> None:
        self.setObjectName("erasing")
        self.setWindowTitle(_("Erase a person"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        name_it(self.texts, _("Texts of others that name the person"), "erasing.texts")
        name_it(self.kept, _("Complaints that are kept"), "erasing.kept")
        name_it(self.reason, _("Why"), "erasing.reason")
        name_it(self.typed, _("Name of the person"), "erasing.name")
        for part, name in (
            (self.goes, "goes"), (self.left, "left"), (self.with_backups, "backups"), (self.error, "error"),
            (self.do_button, "do"), (self.cancel_button, "cancel"), (self.done_words, "done"), (self.rest_words, "rest"),
            (self.purge_button, "purge"),
        ):  # fmt: skip
            part.setObjectName(f"erasing.{name}")
        for choice in ERASE_REASON:
            self.reason.addItem(_(choice.label), choice.code)
        self.do_button.setEnabled(False)
        self.error.hide()

    def _lay_out(self) -> None:
        self._texts_title = SectionTitle(_("Texts of others that name the person"))
        self._texts_hint = PlainLabel(_("In the chosen ones names and numbers are replaced by **."), "secondary", wrap=True)
        self._kept_title = SectionTitle(_("Kept as they are, because complaints are kept for their time"))
        asking, done = QWidget(), QWidget()
        body = self._body = QWidget()
        body.setProperty("kind", "ground")
        self.setProperty("kind", "ground")
        body.setLayout(column(
            SectionTitle(_("Goes for good")), self.goes, self.left, self._texts_title, self._texts_hint, self.texts,
            self._kept_title, self.kept, SectionTitle(_("Why")), row(self.reason, None), self.with_backups, None,
            spacing=8, margins=(24, 16, 24, 8),
        ))  # fmt: skip
        for part in (self._texts_title, self._texts_hint, self.texts, self._kept_title, self.kept):
            part.hide()
        ways = row(self.do_button, self.cancel_button, None)
        foot = self._foot = column(self.type_words, self.typed, self.error, ways, spacing=8, margins=(24, 8, 24, 20))
        whole = column(scrolled(body), foot, spacing=0)
        whole.setStretch(0, 1)
        asking.setLayout(whole)
        ends = row(self.purge_button, self.close_button, None)
        done.setLayout(column(None, self.done_words, self.rest_words, 8, ends, None, margins=(24, 20, 24, 20)))
        self._pages = QStackedLayout(self)
        self._pages.addWidget(asking)
        self._pages.addWidget(done)
        self.reason.setMinimumWidth(280)
        fit(self, self._body, self._foot, _WIDTH)

    # what is found ----------------------------------------------------------------------------------------------------

    def _refuse(self, error: AppError) -> None:
        self._say(error.sentence)
        self.typed.setEnabled(False)

    def _say(self, sentence: str) -> None:
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))

    def _show(self, found: Places) -> None:
        self._found = found
        self.setWindowTitle(_("Erase {name}").format(name=found.name))
        self.goes.setText(_goes(found))
        self.left.setText(_left(found))
        self.type_words.setText(_("Undo does not bring this back. Type the name “{name}” to go on.").format(name=found.name))
        for one in found.texts:
            kind = _(entity_named(one.entity).label)
            title, said = _noted(one.entity, one.title), _noted(one.entity, one.said)
            words = " · ".join(dict.fromkeys(word for word in (kind, title, said) if word))
            self._add(self.texts, words, (one.entity, one.id), one.sure)
        for held in found.held:
            until = day_text(held.until) if held.until else _("it is closed")
            words = _("{number} · {subject} · until {until}").format(number=held.number, subject=held.subject, until=until)
            self._add(self.kept, words, held.id, True)
        for shown, parts in (
            (found.texts, (self._texts_title, self._texts_hint, self.texts)), (found.held, (self._kept_title, self.kept)),
        ):  # fmt: skip
            for part in parts:
                part.setVisible(bool(shown))
        self.left.setVisible(bool(self.left.text()))
        fit(self, self._body, self._foot, _WIDTH)
        self.typed.setFocus()

    def _add(self, shown: QListWidget, words: str, data: object, on: bool) -> None:
        item = QListWidgetItem(words, shown)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
        item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        item.setData(_DATA, data)
        item.setSizeHint(QSize(0, _LINE))
        shown.setFixedHeight(min(6, shown.count()) * (_LINE + 1) + 4)

    def _check(self) -> None:
        self.do_button.setEnabled(self._found is not None and self.typed.text().strip() == self._found.name.strip())

    # doing it ---------------------------------------------------------------------------------------------------------

    def submit(self) -> None:
        """Erase, beside the window."""
        self.do_button.setEnabled(False)
        self.typed.setEnabled(False)
        self.cancel_button.setEnabled(False)
        self._say("")
        kept = {key: _("Complaints are kept for their time") for key in _ticked(self.kept)}
        wish = Wish(self._entity, self._id, self.reason.currentData(), frozenset(map(tuple, _ticked(self.texts))), kept)
        purge = self.with_backups.isChecked()
        self.context.gateway.run(_work, self.context.gateway.store, wish, purge, done=self._done, failed=self._failed)

    def _failed(self, error: AppError) -> None:
        for part in (self.do_button, self.typed, self.cancel_button):
            part.setEnabled(True)
        self._say(error.sentence)

    def _done(self, answer: tuple[Erased, Holding]) -> None:
        done, left = answer
        _forget(self.context, self._entity, self._id)
        if done.changes is not None:
            self.context.gateway.changed.emit(done.changes)
        _forget(self.context, self._entity, self._id)  # a form in which something was typed kept it as a draft just now
        self.done_words.setText(_("The person is erased."))
        self._show_rest(done, left)
        self._pages.setCurrentIndex(1)

    def _show_rest(self, done: Erased | None, left: Holding) -> None:
        lines = [_("Kept: {what}").format(what=one) for one in (done.kept if done else ())]
        if done is not None and done.unfinished is not None:
            lines.append(done.unfinished.sentence)
        if count := len(left.backups):
            words = ngettext_text("{count} backup still holds this person.", "{count} backups still hold this person.", count)
            lines.append(words.format(count=count))
        lines += [away_text(left.away)] if left.away else []
        self.rest_words.setText("\n".join(lines) or _("No backup holds them any more."))
        self.purge_button.setVisible(bool(count))

    def purge(self) -> None:
        """Delete the backups that still hold somebody erased, after making a new one."""
        self.purge_button.setEnabled(False)
        self.context.gateway.run(_purge, self.context.gateway.store, done=self._purged, failed=self._not_purged)

    def _not_purged(self, error: AppError) -> None:
        self.purge_button.setEnabled(True)
        self.rest_words.setText(error.sentence)

    def _purged(self, left: Holding) -> None:
        self.purge_button.setEnabled(True)
        self._show_rest(None, left)


def _noted(entity: str, text: str) -> str:
    """What a note of something that left the file says, in the language in force: it is kept as a msgid."""
    return _(text) if text and entity == "disclosures" else text


def _ticked(shown: QListWidget) -> list[Any]:
    items = (shown.item(place) for place in range(shown.count()))
    return [item.data(_DATA) for item in items if item.checkState() is Qt.CheckState.Checked]


def _work(store: Any, wish: Wish, purge: bool) -> tuple[Erased, Holding]:
    if not purge:
        make_backup(store, BEFORE, folder_of(store.path))
    done = erase_person(store, wish)
    if purge:
        with suppress(StorageError):  # those that are left are counted, and can be tried again
            purge_backups(store)
    return done, holding(store)


def _purge(store: Any) -> Holding:
    purge_backups(store)
    return holding(store)


def _forget(context: Context, entity: str, record_id: UUID) -> None:
    """What the window itself remembers of the record."""
    context.gateway.forget_draft(f"{entity}:{record_id.hex}")
    recent = [one for one in context.preferences.get("recent", []) if record_id.hex not in one]
    context.preferences.set("recent", recent)


def _goes(found: Places) -> str:
    """ "1 decision-maker, 2 former posts, 3 attachments (1.2 MB)" and so on."""
    counted = [f"{_(entity_named(key).plural)} {count}" for key, count in found.gone.items()]
    if found.contents:
        counted.append(_("contents of attachments {size}").format(size=size_text(found.size)))
    steps = ngettext_text("{count} entry of the history", "{count} entries of the history", found.steps)
    counted.append(steps.format(count=found.steps))
    if found.drafts:
        counted.append(ngettext_text("{count} draft", "{count} drafts", found.drafts).format(count=found.drafts))
    return _(", ").join(counted)


def _left(found: Places) -> str:
    lines = [_("Its complaints stay with an empty customer of the same number.")] if found.shell else []
    if found.disclosed:
        words = ngettext_text(
            "Data of this person left the file {count} time; the list in the settings says where to.",
            "Data of this person left the file {count} times; the list in the settings says where to.", found.disclosed,
        )  # fmt: skip
        lines.append(words.format(count=found.disclosed))
    return "\n".join(lines)
