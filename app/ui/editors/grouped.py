"""Long numbers shown in groups of digits; what was typed is kept as it was until somebody types it anew."""

from typing import Any

from app.analysis.messengers import grouped
from app.models.fields import Field
from app.services.present import phone_text
from app.ui.context import Context
from app.ui.editors.editor import LineEditor


class GroupedEditor(LineEditor):
    """An identifier in groups (a bank account); blanks between its characters are not stored."""

    def __init__(self, field: Field, context: Context) -> None:
        super().__init__(field, context)
        self._given, self._shown = "", ""

    def shown(self, value: Any) -> str:
        return grouped(str(value), self.field.grouped)

    def set_value(self, value: Any, title: str = "") -> None:
        self._given = "" if value is None else str(value)
        super().set_value(value, title)
        self._shown = self.line.text().strip()

    def typed(self, text: str) -> Any:
        """What was given as long as nobody changed the line."""
        return self._given if text == self._shown else self.anew(text)

    def anew(self, text: str) -> str:
        """A text that somebody typed."""
        return "".join(text.split())


class PhoneEditor(GroupedEditor):
    """A phone number: 138 0013 8000, 0755-8888 8888; kept exactly as typed."""

    def shown(self, value: Any) -> str:
        return phone_text(str(value))

    def anew(self, text: str) -> str:
        return text
