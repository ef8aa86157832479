"""A line for a passphrase or a recovery key: hidden until the eye is pressed, with a word on Caps Lock and room for what is
wrong."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.i18n import gettext_text as _
from app.ui.kit import icons
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import PlainLabel, icon_button, name_it, set_tip

_HINTS = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhNoAutoUppercase


def caps_lock(text: str, shift: bool) -> bool | None:
    """What one typed letter tells of Caps Lock; None where it tells nothing (a digit, a sign, writing without capitals)."""
    if len(text) != 1 or text.upper() == text.lower():
        return None
    return text.isupper() != shift


class SecretLine(QLineEdit):
    """``caps`` says whether Caps Lock is on, whenever a key tells. No system says so in the same way; the letters do.
    ``turned``: Alt+F8."""

    caps = Signal(bool)
    turned = Signal()

    def __init__(self, hidden: bool) -> None:
        super().__init__()
        self._caps = False
        self.setEchoMode(QLineEdit.EchoMode.Password if hidden else QLineEdit.EchoMode.Normal)
        self.setInputMethodHints(_HINTS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F8 and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.turned.emit()
            return
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        found = not self._caps if self._caps and event.key() == Qt.Key.Key_CapsLock else caps_lock(event.text(), shift)
        if found is not None and found != self._caps:
            self._caps = found
            self.caps.emit(found)
        super().keyPressEvent(event)


class SecretField(QWidget):
    """Label, line and eye, the hint and what is wrong below. ``entered``: Enter was pressed; ``edited``: something was typed."""

    entered = Signal()
    edited = Signal()

    def __init__(self, words: str, name: str, hidden: bool = True) -> None:
        super().__init__()
        self.line = SecretLine(hidden)
        self.eye = icon_button("eye", _("Show what is typed"), self._turn)
        self.hint, self.error = PlainLabel(_("Caps Lock is on."), "warning"), PlainLabel("", "error", wrap=True)
        self._label = PlainLabel(words, "label")
        name_it(self.line, words, name)
        self.eye.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab goes from line to line; Alt+F8 turns as well
        if hidden:
            self.line.turned.connect(self._turn)
        for part, end in ((self.eye, "eye"), (self.hint, "caps"), (self.error, "error")):
            part.setObjectName(f"{name}.{end}")
        self.eye.setVisible(hidden)
        self.hint.hide()
        self.error.hide()
        self._label.setBuddy(self.line)
        across = row(self.line, self.eye, spacing=4)
        across.setStretch(0, 1)
        self.setLayout(column(self._label, across, self.hint, self.error, spacing=4))
        self.setFocusProxy(self.line)
        self.line.caps.connect(lambda on: self.hint.setVisible(on and hidden))
        self.line.returnPressed.connect(self.entered)
        self.line.textEdited.connect(self._edited)

    def _edited(self) -> None:
        self.say("")
        self.edited.emit()

    def _turn(self) -> None:
        shown = self.line.echoMode() is QLineEdit.EchoMode.Password
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        icons.put(self.eye, "eye-off" if shown else "eye", "secondary")
        words = _("Hide what is typed") if shown else _("Show what is typed")
        name_it(self.eye, words)
        set_tip(self.eye, words)
        self.line.setFocus()

    def text(self) -> str:
        """What is typed, as it is."""
        return self.line.text()

    def say(self, sentence: str) -> None:
        """Say what is wrong, beside the line; what was typed stays, selected to be typed over."""
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))
        if sentence:
            self.line.setFocus()
            self.line.selectAll()

    def forget(self) -> None:
        """Take out what was typed."""
        self.line.clear()
        self.say("")
