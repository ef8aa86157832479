"""How a view is to be called: one line below the filters."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget
from shiboken6 import isValid

from app.errors import AppError
from app.i18n import gettext_text as _
from app.ui.kit.flyout import Flyout
from app.ui.kit.layouts import row
from app.ui.kit.widgets import PlainLabel, name_it, primary

Save = Callable[[str, Callable[[], None], Callable[[AppError], None]], None]
"""(name, called when it is kept, called when it is refused)"""

_LONGEST = 80


class ViewName(Flyout):
    """Asks for a name; what is refused is said below it, and the line stays."""

    def __init__(self, window: QWidget, name: str, save: Save) -> None:
        super().__init__(window, "view.name")
        self._save = save
        self.line, self.note = QLineEdit(name), PlainLabel("", "error", wrap=True)
        self.line.setMaxLength(_LONGEST)
        self.line.setPlaceholderText(_("For example: to be called this week"))
        name_it(self.line, _("Name of the view"), "view.name.line")
        self.note.setObjectName("view.name.note")
        self.note.hide()
        self.do = primary(_("Save view"), self.submit)
        self.do.setObjectName("view.name.do")
        self.line.returnPressed.connect(self.submit)
        label = PlainLabel(_("Name of the view"), "label")
        label.setBuddy(self.line)
        for part in (label, self.line, self.note):
            self.body.addWidget(part)
        self.body.addLayout(row(None, self.do))

    def open_at(self, anchor: QWidget) -> None:
        """Show it below the row of filters."""
        self.open_below(anchor, self.line)
        self.line.selectAll()

    def submit(self) -> None:
        """Save under what is typed; the panel goes when it is kept."""
        self._save(self.line.text(), self._kept, self._fail)

    def _kept(self) -> None:
        if isValid(self):
            self.leave()

    def _fail(self, error: AppError) -> None:
        if isValid(self):
            self.note.setText(error.sentence)
            self.note.show()
            self.settle()
