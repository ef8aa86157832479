"""The first steps of a new firm, each a line that leads there and goes once it is done."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton

from app.i18n import N_
from app.i18n import gettext_text as _
from app.services.first_steps import COLLEAGUES, CUSTOMERS, FIRM, open_steps
from app.ui.context import Context
from app.ui.kit.layouts import clear
from app.ui.kit.widgets import Card, PlainLabel, link_button

_STEPS = {
    FIRM: (N_("Fill in the company profile"), N_("Its name and logo stand at the head of every report.")),
    COLLEAGUES: (N_("Add colleagues"), N_("Customers, visits and complaints are somebody's.")),
    CUSTOMERS: (N_("Import customers"), N_("From a CSV or Excel table, or from contact cards.")),
}
_PLACES: dict[str, tuple[str, dict[str, str]]] = {
    FIRM: ("settings", {"page": "firm"}), COLLEAGUES: ("settings", {"page": "employees"}),
    CUSTOMERS: ("import", {}),
}  # fmt: skip


class FirstSteps(Card):
    """Hidden once the firm is set up."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._open: Sequence[str] = ()
        self.setObjectName("today.steps")
        self.heading = PlainLabel("", "section")
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(16)
        self._lines.setColumnStretch(1, 1)
        self.buttons: dict[str, QPushButton] = {}
        self.body.addWidget(self.heading)
        self.body.addLayout(self._lines)
        self.hide()

    def fill(self) -> None:
        """Ask what is not done yet."""
        self._context.gateway.read(open_steps, done=self._show)

    def _show(self, steps: Sequence[str]) -> None:
        self._open = steps
        self.retranslate()
        self.setVisible(bool(steps))

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.heading.setText(_("To begin with"))
        clear(self._lines)
        self.buttons = {step: self._button(step) for step in self._open}
        for line, (step, button) in enumerate(self.buttons.items()):
            self._lines.addWidget(button, line, 0, Qt.AlignmentFlag.AlignLeft)
            self._lines.addWidget(PlainLabel(_(_STEPS[step][1]), "secondary", wrap=True), line, 1)

    def _button(self, step: str) -> QPushButton:
        button = link_button(_(_STEPS[step][0]), lambda: self._context.frame.begin(*_PLACES[step]))
        button.setObjectName(f"today.step.{step}")
        return button
