"""Where the fields of a form stand, and what is wrong or doubtful beside them: the half of a form that knows no record."""

from typing import Any

from PySide6.QtWidgets import QWidget

from app.errors import AppError
from app.models import Entity
from app.models.fields import Field
from app.services import records
from app.ui.editors.editor import Editor
from app.ui.forms.form_parts import FieldBox, Section
from app.ui.kit.layouts import bring_into_view
from app.ui.kit.widgets import PlainLabel


class FieldsInPlace(QWidget):
    """Sections with boxes, a line for what belongs to no field; ``Form`` fills them with a record."""

    entity: type[Entity]
    general: PlainLabel
    _fields: dict[str, Field]
    _boxes: dict[str, FieldBox]
    _sections: list[Section]
    _current: dict[str, Any]

    def whole_values(self) -> dict[str, Any]:
        """Every field as it stands, tidied."""
        typed = {key: box.editor.value() for key, box in self._boxes.items()}
        return {key: records.tidied(self._fields[key], value) for key, value in {**self._current, **typed}.items()}

    def editor(self, key: str) -> Editor:
        """The editor of a field; opens its section."""
        self.open_section(key)
        return self._boxes[key].editor

    def shown(self, key: str) -> Editor | None:
        """The editor of a field, if its section was opened so far."""
        return self._boxes[key].editor if key in self._boxes else None

    def open_section(self, key: str) -> None:
        """Open the section a field is in."""
        next(section for section in self._sections if key in section.keys).open()

    def open_filled(self) -> None:
        """Open the folded sections that have something in them, and fold those that have nothing."""
        for section in self._sections:
            if section.folds and any(self._current.get(key) for key in section.keys):
                section.open()
            elif section.folds:
                section.close_up()

    def leave_out(self, keys: frozenset[str]) -> None:
        """Hide fields that do not apply to what is filled in; what is in them stays."""
        for section in self._sections:
            section.leave_out(keys)

    def section(self, title: str) -> Section:
        """The section under this title (msgid)."""
        return next(section for section in self._sections if section.title == title)

    def focus(self, key: str = "") -> None:
        """Put the cursor into a field, or into the first one."""
        wanted = key or next(iter(self._boxes))
        self.editor(wanted).widget.setFocus()
        bring_into_view(self._boxes[wanted])

    # errors and warnings ------------------------------------------------------------------------------------------

    def check(self) -> bool:
        """Whether everything typed can be stored; shows every error beside its field and goes to the first."""
        self.clear_errors()
        found = self.unreadable()
        for key, value in self.whole_values().items():
            problem = None if key in found or self._numbered(key, value) else records.problem_with(self._fields[key], value)
            if problem is not None and self._placed(key):
                found[key] = problem.sentence
        for key, sentence in found.items():
            self.editor(key)
            self._boxes[key].fail(sentence)
        if found:
            self.focus(next(key for section in self._sections for key in section.keys if key in found))
        return not found

    def unreadable(self) -> dict[str, str]:
        """A sentence for every field whose text is no value, and which ``values()`` therefore leaves out."""
        return {key: sentence for key, box in self._boxes.items() if (sentence := box.editor.problem())}

    def _placed(self, key: str) -> bool:
        return any(key in section.keys for section in self._sections)

    def _numbered(self, key: str, value: Any) -> bool:
        """An empty number is given by the store."""
        return value is None and key == self.entity.number_field

    def show_error(self, error: AppError) -> None:
        """Show what a write refused, beside its field where it has one."""
        key = getattr(error, "field", "")
        if key and self._placed(key):
            self.editor(key).widget.setFocus()
            self._boxes[key].fail(error.sentence)
            bring_into_view(self._boxes[key])
        else:
            self.general.setText(error.sentence)
            self.general.show()

    def clear_errors(self) -> None:
        """Take all errors away."""
        self.general.hide()
        for box in self._boxes.values():
            box.fail("")

    def tell(self, key: str, sentence: str) -> None:
        """Say beside a field what helps to fill it in. The empty text takes it away."""
        if key in self._boxes:
            self._boxes[key].tell(sentence)

    def warn(self, key: str, sentence: str) -> None:
        """Say something doubtful beside a field; it never stands in the way. The empty text takes it away."""
        if key in self._boxes:
            self._boxes[key].warn(sentence)
