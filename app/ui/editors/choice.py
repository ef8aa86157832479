"""Yes or no, one of the choices, several of them, a code of one of the firm's own lists."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QLineEdit, QWidget

from app.i18n import gettext_text as _
from app.models.fields import Field
from app.services import present
from app.ui.context import Context
from app.ui.editors.editor import Editor
from app.ui.kit import offers
from app.ui.kit.flow import FlowLayout
from app.ui.kit.widgets import Chip, plain_tip


class FlagEditor(Editor):
    """Yes or no."""

    def __init__(self, field: Field, context: Context) -> None:
        super().__init__(field, context)
        self.box = QCheckBox()
        self.box.setText(_("Yes"))
        self.widget = self.box
        self.box.clicked.connect(lambda: self.changed.emit())
        self.watch(self.box)

    def value(self) -> bool:
        return self.box.isChecked()

    def set_value(self, value: Any, title: str = "") -> None:
        self.box.setChecked(bool(value))

    def retranslate(self) -> None:
        self.box.setText(_("Yes"))


class CalmCombo(QComboBox):
    """A box that doesn't change when somebody scrolls past it, and that gives way in narrow windows."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ChoiceEditor(Editor):
    """One of the choices; the first entry is empty unless the field is required."""

    def __init__(self, field: Field, context: Context) -> None:
        super().__init__(field, context)
        self.box = CalmCombo()
        self.widget = self.box
        self._fill()
        self.box.activated.connect(lambda: self.changed.emit())
        self.watch(self.box)

    def _fill(self) -> None:
        if not self.field.required:
            self.box.addItem("", None)
        for choice in self.field.choices:
            self.box.addItem("", choice.code)
        self.retranslate()

    def value(self) -> Any:
        return self.box.currentData()

    def set_value(self, value: Any, title: str = "") -> None:
        place = self.box.findData(value)
        if place < 0 and value is not None:
            self.box.addItem(str(value), value)
            place = self.box.count() - 1
        self.box.setCurrentIndex(place)

    def retranslate(self) -> None:
        for place in range(self.box.count()):
            choice = self.field.choice(self.box.itemData(place))
            if choice is not None:
                self.box.setItemText(place, _(choice.label))
                self.box.setItemData(place, plain_tip(_(choice.hint)), Qt.ItemDataRole.ToolTipRole)


class ChoicesEditor(Editor):
    """Several of the choices, as chips that are on or off."""

    def __init__(self, field: Field, context: Context) -> None:
        super().__init__(field, context)
        self.widget = QWidget()
        layout = FlowLayout(self.widget)
        self._chips: dict[str, Chip] = {}
        for choice in field.choices:
            chip = Chip(_(choice.label), checkable=True)
            chip.clicked.connect(lambda: self.changed.emit())
            self.watch(chip)
            layout.addWidget(chip)
            self._chips[choice.code] = chip

    def value(self) -> str | None:
        return ",".join(code for code, chip in self._chips.items() if chip.isChecked()) or None

    def set_value(self, value: Any, title: str = "") -> None:
        chosen = set(value.split(",")) if value else set()
        for code, chip in self._chips.items():
            chip.setChecked(code in chosen)

    def retranslate(self) -> None:
        for choice in self.field.choices:
            self._chips[choice.code].set_label(_(choice.label))


class ListedEditor(Editor):
    """A code of one of the firm's own lists; other text is kept as it is."""

    def __init__(self, field: Field, context: Context) -> None:
        super().__init__(field, context)
        self.box = CalmCombo()
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.widget = self.box
        self._line = QLineEdit()
        self.box.setLineEdit(self._line)
        completer = QCompleter(self.box.model(), self.box)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        offers.dress(completer)
        self.box.setCompleter(completer)
        self.retranslate()
        self.box.activated.connect(lambda: self.changed.emit())
        self._line.textEdited.connect(lambda: self.changed.emit())
        self.watch(self.box)

    def value(self) -> Any:
        text = self.box.currentText().strip()
        place = self.box.findText(text, Qt.MatchFlag.MatchFixedString)
        return self.box.itemData(place) if text and place >= 0 else text or None

    def set_value(self, value: Any, title: str = "") -> None:
        place = self.box.findData(value) if value is not None else -1
        self.box.setCurrentIndex(place)
        if place < 0:
            self.box.setEditText(value or "")
        self._line.setCursorPosition(0)  # where the words are cut, their beginning is seen

    def retranslate(self) -> None:
        self.context.gateway.read(present.lexicon, self.field.setting, done=self._fill)

    def _fill(self, words: dict[str, str]) -> None:
        kept = self.value()
        self.box.clear()
        heads = {label.rpartition(" › ")[0] for label in words.values()}
        for code, label in words.items():
            self.box.addItem(label, code)
            if label in heads:  # what is divided into parts heads them: one of the parts is chosen
                self.box.setItemData(self.box.count() - 1, 0, Qt.ItemDataRole.UserRole - 1)
        self.set_value(kept)
