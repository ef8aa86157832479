"""A birthday: ``1985-8-15``, ``8-15``, 农历八月十五; words that say a calendar set the field of the calendar beside it.

Where it stands alone (in a list's cell) the value says its calendar itself, and the day is solar unless the words say otherwise.
"""

from PySide6.QtWidgets import QComboBox

from app.analysis.born import SOLAR, born, exists, in_words, typed_birthday
from app.i18n import gettext_text as _
from app.models.fields import Field
from app.ui.context import Context
from app.ui.editors.editor import LineEditor


class BirthdayEditor(LineEditor):
    """A day of birth with or without its year. The box of its calendar is the one of the same form, found by its name."""

    def __init__(self, field: Field, context: Context) -> None:
        super().__init__(field, context)
        self.line.textEdited.connect(self._say_calendar)
        self.line.editingFinished.connect(self._tidy)
        self.retranslate()

    def retranslate(self) -> None:
        self.line.setPlaceholderText(_("1985-8-15, or 8-15 without the year"))

    def typed(self, text: str) -> str:
        found = typed_birthday(text)
        return found.text if self._calendar() is not None else in_words(found.text, found.calendar or SOLAR)

    def shown(self, value: str) -> str:
        return str(value).removeprefix("--")

    def sentence(self) -> str:
        return _("“{text}” is no birthday. Type for example 1985-8-15 or 8-15.")

    def problem(self) -> str:
        found, value = super().problem(), self.value()
        if found or not value:
            return found
        box = self._calendar()
        day, kind = typed_birthday(value) if box is None else (value, box.currentData())
        return "" if exists(born(day), kind or None) else _("There is no such day in the calendar chosen.")

    def _calendar(self) -> QComboBox | None:
        form = self.line.objectName().removesuffix(self.field.key)
        return self.line.window().findChild(QComboBox, form + self.field.calendar)

    def _said(self) -> str:
        try:
            return typed_birthday(self.line.text()).calendar
        except ValueError:
            return ""

    def _say_calendar(self) -> None:
        said, box = self._said(), self._calendar()
        place = box.findData(said) if said and box is not None else -1
        if box is not None and place >= 0 and place != box.currentIndex():
            box.setCurrentIndex(place)
            box.activated.emit(place)

    def _tidy(self) -> None:
        value = self.value()
        if value is not None and self._calendar() is not None:
            self.line.setText(self.shown(value))
