"""The line above a screen: its title, the box that finds and does anything, and the one filled button."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from app.i18n import gettext_text as _
from app.ui.kit import icons
from app.ui.kit.widgets import PlainLabel, literal, name_it, set_tip

if TYPE_CHECKING:
    from app.ui.context import Command


class FindBox(QPushButton):
    """Looks like a field, opens the command palette."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("header_find")
        self.setIconSize(QSize(16, 16))
        self.setFixedHeight(32)
        self.setMinimumWidth(160)
        self.setMaximumWidth(300)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(34, 0, 8, 0)
        self._words = PlainLabel("", "secondary")
        self._words.setMinimumWidth(0)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._key = PlainLabel("Ctrl K", "key")
        row.addWidget(self._words, 1)
        row.addWidget(self._key)
        for label in (self._words, self._key):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        icons.put(self, "search", "secondary")

    def retranslate(self) -> None:
        """Set the words anew."""
        self._words.setText(_("Find or do anything"))
        self.setAccessibleName(_("Find customers, people, complaints, or run a command"))


class Header(QFrame):
    """``asked``: the command palette is wanted."""

    asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.title = PlainLabel("", "title")
        self.title.setObjectName("header.title")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(20, 14, 20, 10)
        self._row.setSpacing(12)
        self._row.addWidget(self.title)
        self._row.addSpacing(1)
        self.setFixedHeight(56)
        self._commands: Sequence[Command] = ()
        self._complete = False

    def complete(self) -> None:
        """Build the box and the buttons, which the first paint can do without."""
        self.box = FindBox(self)
        self.box.clicked.connect(self.asked)
        self.more = QToolButton(self)
        self.more.setObjectName("header.more")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(QMenu(self.more))
        self.more.setFixedSize(32, 32)
        self.primary = QPushButton(self)
        self.primary.setObjectName("header.primary")
        self.primary.setProperty("kind", "primary")
        self.primary.setIconSize(QSize(16, 16))
        self.primary.setFixedHeight(32)
        self.primary.clicked.connect(self._run_first)
        icons.put(self.more, "ellipsis", "secondary")
        self._complete = True
        self._row.addStretch(1)
        self._row.addWidget(self.box, 2)
        self._row.addWidget(self.more)
        self._row.addWidget(self.primary)
        self.set_commands(())

    def retranslate(self) -> None:
        """Set every text anew."""
        if not self._complete:
            return
        self.box.retranslate()
        name_it(self.more, _("More that can be done here"))
        set_tip(self.more, _("More that can be done here"))
        self.set_commands(self._commands)

    def set_commands(self, commands: Sequence["Command"]) -> None:
        """The first command becomes the filled button, the others the menu beside it."""
        self._commands = commands
        self.primary.setVisible(bool(commands))
        self.more.setVisible(len(commands) > 1)
        self.more.menu().clear()
        if commands:
            self.primary.setText(literal(_(commands[0].label)))
            self.primary.setAccessibleName(_(commands[0].label))
            icons.put(self.primary, commands[0].icon or "plus", "on_accent")
        for command in commands[1:]:
            self.more.menu().addAction(_action(command, self.more))

    def _run_first(self) -> None:
        if self._commands:
            self._commands[0].run()


def _action(command: "Command", parent: QWidget) -> QAction:
    action = QAction(literal(_(command.label)) + (f"\t{command.shortcut}" if command.shortcut else ""), parent)
    if command.icon:
        icons.put(action, command.icon)
    action.triggered.connect(lambda _checked=False: command.run())
    return action
