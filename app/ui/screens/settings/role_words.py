"""What each role may do, beside the choice; and what the first role changes, before it is given."""

from typing import Any

from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.i18n import gettext_text as _
from app.models.choices import ROLE
from app.services import roles
from app.ui.context import Context
from app.ui.forms.form import Form
from app.ui.kit.layouts import column
from app.ui.kit.widgets import PlainLabel
from app.ui.screens.settings.leaver_words import LeaverWords

FIRST = N_(
    "Nobody has a role yet, so everybody may do everything. From the first role on, colleagues without one count as salespeople, "
    "and while nobody has signed in the file is only read. Give yourself the role of owner first, then sign in with Ctrl+Shift+P "
    "and set a secret in Settings › Language and appearance: without one anybody can sign in as you."
)


class RoleWords(QWidget):
    """Below the form of a colleague; ``left`` says what still waits in the name of one who leaves."""

    def __init__(self, context: Context, form: Form) -> None:
        super().__init__()
        self._context = context
        self.first, self.each = PlainLabel(_(FIRST), "warning", wrap=True), PlainLabel("", "secondary", wrap=True)
        self.first.setObjectName("roles.first")
        self.each.setObjectName("roles.each")
        self.each.setText("\n".join(f"{_(one.label)}: {_(one.hint)}" for one in ROLE))
        self.first.hide()
        self.left = LeaverWords(context, form)
        self.setLayout(column(self.left, self.first, self.each, spacing=8))
        context.gateway.changed.connect(self._changed)

    def _changed(self, changes: Any) -> None:
        if "employees" in changes.entities():
            self.fill()

    def fill(self) -> None:
        """Ask whether roles are in force."""
        self._context.gateway.read(roles.in_force, done=lambda given: self.first.setVisible(not given))
