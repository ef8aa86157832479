"""Asking five times why: numbered answers on one side (why it happened, why it was not caught); Enter asks the next one."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.errors import AppError
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services import complaint_parts_lines as parts
from app.ui.context import Context
from app.ui.gateway import Label
from app.ui.kit.layouts import clear, column, row
from app.ui.kit.widgets import PlainLabel, name_it

MOST = 7
"""Beyond five whys somebody is rarely wiser; a chain that is longer is shown whole."""


class WhyChain(QWidget):
    """The chain of one ``side``; what is typed is stored when the line is left. An emptied line goes."""

    def __init__(self, context: Context, side: str) -> None:
        super().__init__()
        self.setObjectName(f"whys.{side}")
        self.context, self._side = context, side
        self._owner: UUID | None = None
        self._lines: list[tuple[UUID | None, str, QLineEdit]] = []
        self._locked, self._focus_last = False, False
        self._title, self.note = PlainLabel("", "strong"), PlainLabel("", "error", wrap=True)
        self._column = column(spacing=6)
        self.setLayout(column(self._title, self._column, self.note, spacing=6))
        self.note.hide()
        context.gateway.changed.connect(self._changed)
        self.retranslate()

    def load(self, owner: UUID, locked: bool) -> None:
        """Show the chain of a complaint; what was typed for the one before is stored."""
        if owner != self._owner:
            self.settle()
        self._owner, self._locked = owner, locked
        self._read()

    def _changed(self, changes: Any) -> None:
        if "whys" in changes.entities():
            self._read()

    def _read(self) -> None:
        asked = self._owner
        if asked is not None:
            self.context.gateway.read(parts.listed, "whys", asked, done=lambda found: self._show(asked, found))

    def _show(self, asked: UUID, found: Any) -> None:
        if asked != self._owner:
            return
        own = [(values["id"], values["name"]) for values, _titles in found if values["side"] == self._side]
        typing = next((place for place, line in enumerate(self._lines) if line[2].hasFocus()), None)
        if [line[:2] for line in self._lines if line[0]] == own and self._lines:
            return
        held = self._lines[typing][2].text() if typing is not None and typing == len(own) else ""
        clear(self._column)
        self._lines = []
        for key, text in [*own, *([(None, "")] if not self._locked else [])]:
            self._add(key, text)
        self._refocus(typing, held)

    def _refocus(self, typing: int | None, held: str) -> None:
        if self._lines and (self._focus_last or typing is not None):
            line = self._lines[-1 if self._focus_last or typing is None else min(typing, len(self._lines) - 1)][2]
            line.setText(line.text() or held)
            line.setFocus()
        self._focus_last = False

    def _add(self, key: UUID | None, text: str) -> None:
        number = PlainLabel(str(len(self._lines) + 1), "secondary")
        number.setFixedWidth(16)
        line = QLineEdit(text)
        line.setMaxLength(500)
        line.setReadOnly(self._locked)
        line.setPlaceholderText(_("Why? Because …") if not self._lines else _("And why is that?"))
        name_it(line, _("Why {number}").format(number=len(self._lines) + 1), f"why.{self._side}.{len(self._lines) + 1}")
        line.installEventFilter(self)
        line.editingFinished.connect(self.settle)
        self._lines.append((key, text, line))
        held: QHBoxLayout = row(number, line, spacing=8)
        held.setStretch(1, 1)
        self._column.addLayout(held)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter stores the line and goes on to the next why."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        saving = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if saving or event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        self._next(watched)
        return True

    def _next(self, watched: QObject) -> None:
        place = next((place for place, line in enumerate(self._lines) if line[2] is watched), None)
        if place is None:
            return
        if place + 1 < len(self._lines):
            self._lines[place + 1][2].setFocus()
        else:
            self._focus_last = bool(self._lines[place][2].text().strip())
            self.settle()

    # storing ------------------------------------------------------------------------------------------------------

    def settle(self) -> bool:
        """Store what was typed; True when nothing unsaved is left."""
        owner = self._owner
        if owner is None or self._locked:
            return True
        for place, (key, stored, line) in enumerate(self._lines):
            text = " ".join(line.text().split())
            if text != stored:
                self._lines[place] = (key, text, line)
                self._store(owner, key, place + 1, text, stored)
        return self.note.isHidden()

    def _store(self, owner: UUID, key: UUID | None, place: int, text: str, stored: str) -> None:
        gateway, name = self.context.gateway, {"name": text or stored}
        self.note.hide()
        if key is None:
            values = {"side": self._side, "place": place, "name": text}
            gateway.write(Label(N_("Added {name}"), name), parts.add, "whys", owner, values, failed=self._refused)
        elif text:
            gateway.write(Label(N_("Saved {name}"), name), parts.change, "whys", key, {"name": text}, failed=self._refused)
        else:
            gateway.write(Label(N_("Removed {name}"), name), parts.remove, "whys", key, failed=self._refused)

    def _refused(self, error: AppError) -> None:
        self.note.setText(error.sentence)
        self.note.show()

    def texts(self) -> list[str]:
        """The chain as it stands, the empty line at its end left out."""
        return [line.text() for _key, _stored, line in self._lines if line.text()]

    def retranslate(self) -> None:
        """Words in the language in force."""
        self._title.setText(_("Five times why"))
        for place, (_key, _stored, line) in enumerate(self._lines):
            line.setPlaceholderText(_("Why? Because …") if not place else _("And why is that?"))
            line.setAccessibleName(_("Why {number}").format(number=place + 1))
