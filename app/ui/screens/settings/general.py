"""Settings of this person on this machine: language, light or dark, who is at the keyboard; and what program this is."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from app.i18n import LANGUAGES, N_, NATIVE_NAMES, language
from app.i18n import gettext_text as _
from app.paths import log_file
from app.services import lists, roles, settings, sign_in
from app.ui.context import Context
from app.ui.dialogs.sign_in import SecretDialog, SignInDialog
from app.ui.editors.choice import CalmCombo
from app.ui.guard import due_notice
from app.ui.kit import choosing
from app.ui.kit.layouts import row
from app.ui.kit.speech import choose_language
from app.ui.kit.themes import choose_theme
from app.ui.kit.widgets import PlainLabel, secondary
from app.ui.screens.settings.attachments import AttachmentSettings
from app.ui.screens.settings.parts import Page, choice_row, labelled
from app.versions import own

HONEST = N_(
    "Roles are given to colleagues on their page. They and the secret keep people apart who share this computer; whoever has "
    "the file itself can read it with other programs. Only encryption keeps them out."
)
MOST = 500
"""Colleagues offered in one list."""


class GeneralPage(Page):
    """Language, appearance, and which colleague I am."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.section(_("Language"))
        names = [(code, NATIVE_NAMES[code]) for code in LANGUAGES]
        self.body.addWidget(choice_row("settings.language", names, language(), self._speak))
        self.section(_("Appearance"))
        themes = [("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))]
        kept = context.preferences.get("theme", "system")
        self.body.addWidget(choice_row("settings.theme", themes, str(kept), self._dress))
        self.section(_("Notices"), _("While the program runs, the desktop tells what falls due, and of visits before they begin. "
                                     "Names of customers are in it."))  # fmt: skip
        early = [(str(each), _("{count} minutes before").format(count=each)) for each in (5, 15, 30)]
        told = str(due_notice.minutes(context.preferences))
        self.body.addWidget(choice_row("settings.notices", [*early, ("0", _("No notices"))], told, self._tell))
        self.section(_("Who I am"), _("New customers and visits are yours, and the history says who changed what."))
        self.me = CalmCombo()
        self.me.setObjectName("settings.me")
        self.me.setMaximumWidth(340)
        self.me.activated.connect(self._chosen)
        self.body.addWidget(labelled(_("Colleague"), self.me))
        self.secret_button = secondary(_("My secret …"), self._change_secret)
        self.secret_button.setObjectName("settings.secret")
        self.body.addLayout(row(self.secret_button, None))
        self.body.addWidget(PlainLabel(_(HONEST), "label", wrap=True))
        self.body.addStretch(1)

    follows = ("settings", "employees")

    def fill(self) -> None:
        self.context.gateway.read(_colleagues, done=self._show)

    def _show(self, found: tuple[UUID | None, Sequence[lists.Row]]) -> None:
        actor, rows = found
        self.me.clear()
        self.me.addItem(_("Not said"), None)
        for colleague in rows:
            if not colleague.values[1] or colleague.id == actor:
                self.me.addItem(colleague.texts[0], colleague.id)
        chosen = next((place for place in range(self.me.count()) if self.me.itemData(place) == actor), 0)  # findData asks "is it"
        self.me.setCurrentIndex(chosen)

    def _chosen(self, place: int) -> None:
        who: UUID | None = self.me.itemData(place)
        people = self.context.gateway.read_now(sign_in.people)
        if who is None or not any(one.guarded or one.role for one in people):
            self.store("me", str(who) if who else "")
        elif any(one.guarded for one in people if one.id == who):
            self.fill()  # as it was, until the secret is right
            SignInDialog(self.context, self.window(), who).show()
        else:  # undo must not bring back somebody with more rights
            self.context.gateway.sign_in(who, "", lambda _right: None)

    def _person(self, who: UUID | None) -> sign_in.Person | None:
        return next((one for one in self.context.gateway.read_now(sign_in.people) if one.id == who), None)

    def _change_secret(self) -> None:
        person = self._person(self.context.gateway.read_now(roles.me))
        if person is None:
            self.context.frame.tell(_("Choose first who you are."))
            return
        SecretDialog(self.context, self.window(), person).show()

    def _speak(self, code: str) -> None:
        choose_language(self.context.preferences, code)

    def _tell(self, choice: str) -> None:
        self.context.preferences.set(due_notice.MINUTES, int(choice))

    def _dress(self, choice: str) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            choose_theme(app, self.context.preferences, choice)


def _colleagues(session: Any) -> tuple[UUID | None, Sequence[lists.Row]]:
    """Who is at the keyboard, and everybody who can be."""
    named = settings.value(session, "me")
    query = lists.ListQuery("employees", ("name", "has_left"), "name")
    return UUID(named) if named else None, lists.page(session, query, 0, MOST)


class DataPage(Page):
    """Where the data lies, what was deleted, and what program this is."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        store = context.gateway.store
        self.section(
            _("Data file"),
            _("All your data is in this file and, for attachments, in the folder below. Copy both while the program is closed."),
        )
        path = PlainLabel(str(store.path), "", wrap=True, selectable=True)
        path.setObjectName("settings.path")
        self.body.addWidget(path)
        show, other = secondary(_("Show folder"), self._show), secondary(_("Open another file"), self._other)
        self.body.addLayout(row(show, other, None))
        self.section(_("Attachments"), _("What is in attached files lies in this folder, each content once."))
        self.body.addWidget(AttachmentSettings(context, self.store))
        self.section(_("Recycle bin"), _("What you delete stays there and comes back whole."))
        self.body.addLayout(row(secondary(_("Open the recycle bin"), lambda: context.frame.go("bin")), None))
        self.section(_("About"))
        self.body.addWidget(PlainLabel(_("Clientele {version}").format(version=own()), "strong"))
        self.body.addWidget(PlainLabel(
            _("Works offline. Nothing leaves this computer unless you send it."), "secondary", wrap=True))  # fmt: skip
        self.body.addWidget(PlainLabel(_("Errors are noted in {path}").format(path=log_file()), "label", True, True))
        self.body.addStretch(1)

    def _show(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.context.gateway.store.path.parent)))

    def _other(self) -> None:
        folder = str(self.context.gateway.store.path.parent)
        chosen, _kind = choosing.open_file(self, _("Open another file"), folder, _("Data files (*.db)"))
        if chosen:
            reopen(self, chosen)


def reopen(widget: Any, chosen: str) -> None:
    """Ask the window to open another data file in place of this one."""
    from pathlib import Path

    widget.window().reopen.emit(Path(chosen))
