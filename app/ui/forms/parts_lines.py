"""The lines of a table of parts: what is stored, what is typed over it and not stored yet, and how a cell reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from app.i18n import gettext_text as _
from app.models import BY_KEY, Entity
from app.models.fields import Field
from app.services.present import text_of
from app.ui.forms.draft_values import packed, unpacked
from app.ui.kit.delegates import Cell

_ROW = "@row"


@dataclass(slots=True, eq=False)
class Line:
    """A part; ``key`` is None for one that was never stored. ``typed`` is what differs from ``stored``, ``failed`` the field
    that was refused; ``writing`` while it is on its way to the file."""

    key: UUID | None
    stored: dict[str, Any]
    titles: dict[str, str]
    typed: dict[str, Any] = field(default_factory=dict)
    failed: str = ""
    writing: bool = False

    def value(self, key: str) -> Any:
        """A field's value as it stands."""
        return self.typed.get(key, self.stored.get(key))

    def values(self) -> dict[str, Any]:
        """All values as they stand."""
        return {**self.stored, **self.typed}

    def take(self, key: str, value: Any, title: str) -> None:
        """Type a value over what is stored."""
        if title or value is None:
            self.titles[key] = title
        if value == self.stored.get(key):
            self.typed.pop(key, None)
        else:
            self.typed[key] = value

    def unsaved(self) -> bool:
        """Whether something typed is not stored."""
        return bool(self.typed)


def cells(line: Line, fields: Sequence[Field]) -> tuple[Cell, ...]:
    """One line of the table; a value that was refused is marked, what is not stored stands in another ink."""
    return tuple(_cell(line, each) for each in fields)


def _cell(line: Line, each: Field) -> Cell:
    text = text_of(each, line.value(each.key), line.titles.get(each.key, ""))
    if line.failed == each.key:
        return Cell(text or _("missing"), "danger")
    return Cell(text, "", "warning" if each.key in line.typed else "", text)


def as_draft(line: Line) -> dict[str, Any]:
    """An unsaved line as the body of a draft."""
    titles = {key: title for key, title in line.titles.items() if key in line.typed and title}
    return {**packed(line.typed, titles), _ROW: line.key.hex if line.key else ""}


def with_draft(lines: list[Line], body: Mapping[str, Any], entity: str, usual: Mapping[str, Any]) -> Line:
    """Put a kept draft back: over the line it was typed in, or as a new one where there is none (any more)."""
    cls: type[Entity] = BY_KEY[entity]
    values, titles = unpacked(cls, body)
    line = next((each for each in lines if each.key and each.key.hex == body.get(_ROW)), None)
    if line is None:
        line = Line(None, dict(usual), {})
        lines.append(line)
    line.typed.update(values)
    line.titles.update(titles)
    return line
