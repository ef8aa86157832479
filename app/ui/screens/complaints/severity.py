"""How bad it is: four words side by side, chosen by the keys 1 to 4 or with the arrows."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.i18n import gettext_text as _
from app.ui.editors.editor import Editor
from app.ui.forms.form_parts import FieldBox
from app.ui.kit.flow import FlowLayout
from app.ui.kit.layouts import column
from app.ui.kit.widgets import Chip, PlainLabel, name_it, set_tip
from app.ui.style import restyle

_ORDER = ("S1", "S2", "S3", "S4")
CRITERIA = {
    "S1": N_("An inconvenience, attitude without loss, information missing"),
    "S2": N_("A partial defect, late delivery, a wrong bill; loss under ¥5,000"),
    "S3": N_("The main function fails or work stops; loss from ¥5,000; a key customer may leave; repeated twice"),
    "S4": N_("Injury or health, authority or court, the media; loss from ¥50,000; five or more customers"),
}
"""What makes a complaint so severe, one of them is enough (domain/40 §4.3)."""


class SeverityPicker(QWidget):
    """Stands in the place of a form's box for the severity and writes into its editor; Enter emits ``submitted``."""

    submitted = Signal()

    def __init__(self, editor: Editor) -> None:
        super().__init__()
        self._editor, self.touched = editor, False
        self.chips = {code: Chip("", checkable=True) for code in _ORDER}
        chosen, self.hint, self._proposed = QWidget(), PlainLabel("", "label", wrap=True), ""
        layout = FlowLayout(chosen, spacing=6)
        for chip in self.chips.values():
            layout.addWidget(chip)
        self.hint.setObjectName("intake.severity.hint")
        self.setLayout(column(chosen, self.hint, spacing=4))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for code, chip in self.chips.items():
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.clicked.connect(lambda _checked=False, code=code: self.choose(code))
        self._take_place()
        self.retranslate()

    def _take_place(self) -> None:
        box = self._editor.widget
        holder = box.parentWidget()
        layout = holder.layout() if holder is not None else None
        if layout is not None:
            layout.replaceWidget(box, self)
            self.setParent(holder)
        if isinstance(holder, FieldBox):
            holder.widen()
        box.hide()
        QWidget.setTabOrder(box, self)
        box.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def choose(self, code: str) -> None:
        """Take this severity; it is no proposal any more."""
        self.touched = True
        self._editor.set_value(code)
        self._editor.changed.emit()
        self.show_value()

    def show_value(self) -> None:
        """Show what the editor holds, and what makes it so."""
        value = self._editor.value()
        for code, chip in self.chips.items():
            chip.setChecked(code == value)
        criteria = _(CRITERIA[value]) if value in CRITERIA else ""
        if self._proposed and self._proposed != value:
            criteria = _("{criteria}. What is known asks for: {severity}").format(criteria=criteria, severity=self._named())
        self.hint.setText(criteria)

    def begin(self) -> None:
        """A new complaint: nobody has chosen yet."""
        self.touched, self._proposed = False, ""
        self.show_value()

    def propose(self, code: str) -> None:
        """What the facts ask for: taken while nobody has chosen, afterwards only said. Never below what stands there."""
        self._proposed = code if code > "S2" else ""
        if not self.touched and self._proposed and self._proposed != self._editor.value():
            self._editor.set_value(code)
            self._editor.changed.emit()
        self.show_value()

    def _named(self) -> str:
        choice = self._editor.field.choice(self._proposed)
        return _(choice.label) if choice else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = event.key() - Qt.Key.Key_1
        if 0 <= place < len(_ORDER) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.choose(_ORDER[place])
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            now = _ORDER.index(self._editor.value()) if self._editor.value() in _ORDER else 0
            self.choose(_ORDER[max(0, min(len(_ORDER) - 1, now + step))])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submitted.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._mark(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._mark(False)

    def _mark(self, focused: bool) -> None:
        self.setProperty("focused", focused)
        for chip in self.chips.values():
            chip.setProperty("ring", focused and chip.isChecked())
            restyle(chip)

    def retranslate(self) -> None:
        """Words in the language in force."""
        name_it(self, _("Severity"), "intake.severity.keys")
        for place, (code, chip) in enumerate(self.chips.items(), 1):
            choice = self._editor.field.choice(code)
            chip.set_label(f"{place}  {_(choice.label) if choice else code}")
            chip.setObjectName(f"intake.severity.{code}")
            set_tip(chip, _(CRITERIA[code]))
        self.show_value()
