"""The tabs of a complaint that hold fields: one form each, saved together."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QLineEdit, QScrollArea, QWidget

from app.analysis.complaint_states import OPEN
from app.errors import AppError
from app.models import Complaint
from app.services import complaints
from app.ui.context import Context
from app.ui.forms.draft_values import Sent
from app.ui.forms.form import Form
from app.ui.forms.thrown import discard
from app.ui.kit.layouts import column, scrolled
from app.ui.screens.complaints.extras import CaseExtras
from app.ui.screens.complaints.layout import TABS

_LAYOUTS = {key: layout for key, _label, layout in TABS}


class TabForms:
    """Makes a tab's form when it is first shown, and treats all of them as one."""

    def __init__(self, context: Context, edited: Callable[[bool], None], extras: CaseExtras) -> None:
        self._context, self._edited, self.extras = context, edited, extras
        self._forms: dict[str, Form] = {}
        self._shown: tuple[UUID, Mapping[str, Any], Mapping[str, str]] | None = None
        self._locked, self._state = False, "S00"

    def page(self, key: str) -> QScrollArea:
        """The page of a tab."""
        form = Form(Complaint, _LAYOUTS[key], self._context, f"complaint.{key}", own=key == "receipt")
        form.dirty_changed.connect(lambda _dirty: self._edited(self.dirty()))
        self._forms[key] = form
        if key == "receipt":
            owner = form.editor("first_owner_id").widget
            if isinstance(owner, QLineEdit):
                owner.setReadOnly(True)  # 首问责任人 never changes (domain/40 §4.4)
        if self._shown is not None:
            self._load(key, *self._shown)
        self.extras.fill(key, form)
        if self._shown is not None:
            self._lock(key)
        holder = QWidget()
        holder.setProperty("kind", "ground")
        holder.setLayout(column(form, None, margins=(24, 14, 24, 16)))
        return scrolled(holder)

    def _load(self, key: str, complaint_id: UUID, values: Mapping[str, Any], names: Mapping[str, str]) -> None:
        self._forms[key].load(values, names, f"complaint.{key}:{complaint_id.hex}")
        self._forms[key].open_filled()
        self._lock(key)

    def _lock(self, key: str) -> None:
        """What is over is only read; in work, who handles the case and how bad it is change by their own step alone."""
        form, by_step = self._forms[key], complaints.locked_fields(self._state)
        form.setEnabled(not self._locked)
        for field in ("handler_id", "severity", "urgency") if key == "assessment" else ():
            form.editor(field).widget.setEnabled(field not in by_step)
        if key == "assessment":
            self.extras.change.setVisible(bool(by_step) and self._state in OPEN)

    def show_values(
        self, complaint_id: UUID, values: Mapping[str, Any], names: Mapping[str, str], fresh: bool, locked: bool
    ) -> None:
        """Show a complaint's values; not ``fresh``: what is being typed stays. ``locked``: only to be read."""
        self._shown, self._locked, self._state = (complaint_id, values, names), locked, values["state"]
        for key, form in self._forms.items():
            if fresh:
                self._load(key, complaint_id, values, names)
            else:
                form.refresh(values, names)
                self._lock(key)

    def dirty(self) -> bool:
        """Whether something typed is not saved."""
        return any(form.dirty() for form in self._forms.values())

    def values(self) -> dict[str, Any]:
        """What differs from what is stored."""
        return {key: value for form in self._forms.values() for key, value in form.values().items()}

    def check(self, show_tab: Callable[[str], None]) -> bool:
        """Whether everything typed can be stored; goes to the first tab with an error."""
        for key, form in self._forms.items():
            if form.dirty() and not form.check():
                show_tab(key)
                return False
        return True

    def send(self) -> Mapping[Form, Sent]:
        """Note what a write takes along now."""
        return {form: form.send() for form in self._forms.values()}

    def sending(self) -> bool:
        """Whether a write of this complaint is under way."""
        return any(form.sending() for form in self._forms.values())

    def saved(self, sent: Mapping[Form, Sent]) -> None:
        """What was sent is stored."""
        for form, each in sent.items():
            form.saved(each)
        self._edited(self.dirty())

    def refused(self, sent: Mapping[Form, Sent], error: AppError, show_tab: Callable[[str], None]) -> None:
        """What a save refused, in the tab that holds the field."""
        if any([form.ended(each) for form, each in sent.items()]):  # noqa: C419 - every form, not up to the first
            self._show_error(error, show_tab)
        else:
            self._context.frame.tell(error.sentence)

    def _show_error(self, error: AppError, show_tab: Callable[[str], None]) -> None:
        field = getattr(error, "field", "")
        holding = (key for key, form in self._forms.items() for part in _LAYOUTS[key] if field in part[1])
        key = next(holding, next(iter(self._forms)))
        show_tab(key)
        self._forms[key].show_error(error)

    def discard(self) -> None:
        """Back to what is stored."""
        discard(*self._forms.values())
        self._edited(False)

    def keep_drafts(self) -> None:
        """Keep what is typed."""
        for form in self._forms.values():
            form.keep_draft()
        self.extras.keep_draft()

    def retranslate(self) -> None:
        """Words in the new language."""
        for form in self._forms.values():
            form.retranslate()
        self.extras.retranslate()
