"""Who is at the keyboard: choose a colleague, and the secret where they set one (Ctrl+Shift+P); a secret of one's own."""

from collections import Counter
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QWidget

from app.errors import AppError
from app.i18n import gettext_text as _
from app.services import sign_in
from app.services.sign_in import Person
from app.ui.context import Context
from app.ui.editors.choice import CalmCombo
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import PlainLabel, name_it, primary, quiet

_WAIT = 1000
"""Milliseconds before the second try; each further one takes twice as long, up to a minute."""
_failed: Counter[UUID] = Counter()
"""Wrong secrets since the last right one, whatever dialog they were typed into."""


class SignInDialog(QDialog):
    """Nothing else changes hands: forms and drafts stay as they are."""

    def __init__(self, context: Context, parent: QWidget | None, wanted: UUID | None = None, note: str = "") -> None:
        super().__init__(parent)
        self.context, self._wanted = context, wanted
        self.note = PlainLabel(note, "secondary", wrap=True)
        if not note:
            self.note.hide()
        self._people: tuple[Person, ...] = ()
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(lambda: self.do_button.setEnabled(bool(self._people)))
        self.who, self.secret = CalmCombo(), QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.error = PlainLabel("", "error", wrap=True)
        self.do_button: QPushButton = primary(_("Sign in"), self.submit)
        self._secret_label = PlainLabel(_("Secret"), "label")
        self._name_parts()
        self.setLayout(column(
            self.note, PlainLabel(_("Colleague"), "label"), self.who, self._secret_label, self.secret, self.error,
            row(self.do_button, quiet(_("Cancel"), self.reject), None), spacing=8, margins=(24, 20, 24, 20),
        ))  # fmt: skip
        self.who.activated.connect(self._chosen)
        self.secret.returnPressed.connect(self.submit)
        context.gateway.read(sign_in.people, done=self._fill)

    def _name_parts(self) -> None:
        self.setObjectName("sign_in")
        self.setWindowTitle(_("Switch person"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(360)
        name_it(self.who, _("Colleague"), "sign_in.who")
        name_it(self.secret, _("Secret"), "sign_in.secret")
        self.do_button.setObjectName("sign_in.do")
        self.error.setObjectName("sign_in.error")
        self.error.hide()

    def _fill(self, found: tuple[Person, ...]) -> None:
        self._people = found
        for one in found:
            self.who.addItem(one.name, one.id.hex)
        if self._wanted is not None:
            self.who.setCurrentIndex(max(0, self.who.findData(self._wanted.hex)))
        self.do_button.setEnabled(bool(found))
        self._chosen()

    def _chosen(self) -> None:
        person = self.person()
        for part in (self.secret, self._secret_label):
            part.setVisible(person is not None and person.guarded)
        self.secret.clear()
        if person is not None and _failed[person.id]:
            self._wait(person.id)

    def person(self) -> Person | None:
        """Who is chosen."""
        place = self.who.currentIndex()
        return self._people[place] if 0 <= place < len(self._people) else None

    def submit(self) -> None:
        """Sign in; a wrong secret is said, and the next try has to wait."""
        person = self.person()
        if person is not None and self.do_button.isEnabled():
            self.do_button.setEnabled(False)
            self.context.gateway.sign_in(person.id, self.secret.text(), lambda right: self._answered(person.id, right))

    def _answered(self, person: UUID, right: bool) -> None:
        if right:
            del _failed[person]
            self.accept()
            return
        _failed[person] += 1
        self.secret.clear()
        self.error.setText(_(sign_in.WRONG))
        self.error.show()
        self._wait(person)

    def _wait(self, person: UUID) -> None:
        self.do_button.setEnabled(False)
        self._pause.start(min(_WAIT * 2 ** (_failed[person] - 1), 60_000))


class SecretDialog(QDialog):
    """A secret of one's own: the present one, and the new one twice; empty for none."""

    def __init__(self, context: Context, parent: QWidget | None, person: Person) -> None:
        super().__init__(parent)
        self.context, self._person = context, person
        self.present, self.first, self.second = QLineEdit(), QLineEdit(), QLineEdit()
        self.error = PlainLabel("", "error", wrap=True)
        self.setObjectName("secret")
        self.setWindowTitle(_("Secret of {name}").format(name=person.name))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(360)
        lines: list[Any] = []
        for line, words, name in (
            (self.present, _("Present secret"), "present"), (self.first, _("New secret"), "first"),
            (self.second, _("New secret, again"), "second"),
        ):  # fmt: skip
            line.setEchoMode(QLineEdit.EchoMode.Password)
            name_it(line, words, f"secret.{name}")
            lines += [PlainLabel(words, "label"), line] if line is not self.present or person.guarded else []
        self.error.hide()
        self.save_button = primary(_("Save"), self.submit)
        self.save_button.setObjectName("secret.save")
        foot = row(self.save_button, quiet(_("Cancel"), self.reject), None)
        self.setLayout(column(*lines, self.error, foot, spacing=8, margins=(24, 20, 24, 20)))

    def submit(self) -> None:
        """Keep the new one, or say why not."""
        if self.first.text() != self.second.text():
            self._say(_("The two are not the same."))
            return
        gateway = self.context.gateway
        work = (gateway.store.quietly, sign_in.set_secret, self._person.id, self.first.text(), self.present.text())
        gateway.run(*work, done=lambda _none: self.accept(), failed=self._refused)

    def _refused(self, error: AppError) -> None:
        self._say(error.sentence)

    def _say(self, sentence: str) -> None:
        self.error.setText(sentence)
        self.error.show()
