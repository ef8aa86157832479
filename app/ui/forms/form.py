"""Forms: one editor per field, label above, error beside, sections that open when they matter, nothing typed ever lost.

Interface:
- ``Layout``: a tuple of (msgid of the section's title or "", field keys, collapsed at first).
- ``Form(entity, layout, context, name="form", own=False)``: ``load(values, link_titles=None, draft_key="")``, ``values()`` (what
  differs from what was loaded), ``whole_values()``, ``check()`` (True when everything typed can be stored; errors stand beside
  the fields), ``unreadable()`` (what is typed but no value), ``show_error(error)``, ``discard()`` (back to what was loaded),
  ``editor(key)``, ``warn(key, sentence)``, ``focus(key="")``, ``keep_draft()``, ``open_section(key in it)``, ``section(title)``,
  ``clear(gone="")``, ``retranslate()``; ``draft()`` and ``take_draft(body)`` for what keeps its drafts itself.
  Around a write: ``sent = form.send()`` before it, ``saved(sent)`` or ``refused(sent, error)`` after it; while ``sending()`` a
  second press is no second save. The answer may come late: what was typed since stays unsaved, another record untouched.
  signals ``dirty_changed(bool)``, ``edited(key)``, ``left(key)`` (focus left that field), ``submitted()`` (Ctrl+Enter).
- Drafts: with a ``draft_key`` what is typed is kept every 5 s and whenever focus leaves a field; at the next ``load`` with that
  key a banner offers "Continue" or "Discard", and what it offers stays in the draft until one is chosen. Saving is explicit.
Editors of a collapsed section are made when it is first opened.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from shiboken6 import isValid

from app.errors import AppError
from app.formats import excerpt
from app.i18n import gettext_text as _
from app.models import Entity, entity_named
from app.models.fields import Field
from app.models.own import OWN_SECTION, own_fields, typed_fields
from app.services import disclosures, present
from app.services.disclosures import Out
from app.services.sensitive import hides
from app.ui.context import Context
from app.ui.forms.draft_banner import DraftBanner
from app.ui.forms.draft_values import Sent, differs, packed, unpacked
from app.ui.forms.form_parts import FieldBox, Section
from app.ui.forms.form_places import FieldsInPlace
from app.ui.guard.allowed import PersonWatch
from app.ui.kit.layouts import column
from app.ui.kit.widgets import PlainLabel

Layout = tuple[tuple[str, tuple[str, ...], bool], ...]
DRAFT_EVERY = 5000


class Form(FieldsInPlace):
    """The fields of one record. ``unfolded`` tells that the person opened or closed a section."""

    dirty_changed = Signal(bool)
    edited = Signal(str)
    left = Signal(str)
    submitted = Signal()
    unfolded = Signal()

    def __init__(
        self, entity: type[Entity] | str, layout: Layout, context: Context, name: str = "form", own: bool = False
    ) -> None:
        super().__init__()
        self.entity = entity_named(entity) if isinstance(entity, str) else entity
        self.context, self.name = context, name
        self.setObjectName(name)
        self._fields = typed_fields(self.entity)
        self._loaded: dict[str, Any] = {}
        self._current: dict[str, Any] = {}
        self._titles: dict[str, str] = {}
        self._draft_key, self._dirty = "", False
        self._record: UUID | None = None
        self._sent: Sent | None = None
        self._watched = False  # whether somebody had a hidden value shown here
        self.banner = DraftBanner(context, self.draft_key, self.take_draft, lambda: self._drop_draft(self._draft_key))
        self.general = PlainLabel("", "error", wrap=True)
        self.general.setObjectName(f"{name}.error")
        self.general.hide()
        self._sections = [Section(title, keys, collapsed, self._make_box) for title, keys, collapsed in layout]
        self._boxes: dict[str, FieldBox] = {}
        self._own, self._own_shown = own, dict[str, Field]()
        self._own_section: Section | None = None
        self._timer = QTimer(self, interval=DRAFT_EVERY, singleShot=True)
        self._timer.timeout.connect(self.keep_draft)
        self._lay_out()
        self._take_own_fields()

    def _lay_out(self) -> None:
        self._column = column(self.banner, self.general, *self._sections, None, spacing=20)
        self.setLayout(self._column)
        for section in self._sections:
            section.build_if_open()
            section.toggled.connect(lambda _open: self.unfolded.emit())
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.submitted)

    def _take_own_fields(self) -> None:
        """A section for the fields that the firm added, made anew when these changed."""
        wanted = own_fields(self.entity) if self._own else {}
        if wanted == self._own_shown:
            return
        if self._own_section is not None:
            self._sections.remove(self._own_section)
            self._boxes = {key: box for key, box in self._boxes.items() if key not in self._own_section.keys}
            self._own_section.deleteLater()
        self._own_shown, self._fields, self._own_section = wanted, typed_fields(self.entity), None
        if wanted:
            self._own_section = Section(OWN_SECTION, tuple(wanted), False, self._make_box)
            self._sections.append(self._own_section)
            self._column.insertWidget(self._column.count() - 1, self._own_section)
            self._own_section.open()

    def _make_box(self, key: str) -> FieldBox:
        box = FieldBox(self._fields[key], self.context, self.name)
        self._boxes[key] = box
        box.editor.set_value(self._current.get(key), self._titles.get(key, ""))
        box.editor.changed.connect(lambda: self._edited(key))
        box.editor.left.connect(lambda: self._left(key))
        box.editor.entered.connect(lambda: box.editor.widget.focusNextChild())
        box.revealed.connect(lambda: self._note_shown(key))
        self._veil(key, True)
        return box

    def _veil(self, key: str, again: bool) -> None:
        """Hide what is sensitive in the record as it is stored; what is being typed stays in sight."""
        box = self._boxes[key]
        box.veil(box.field.sensitive != "" and key not in self.values() and hides(box.field, self._loaded), again)

    def _note_shown(self, key: str) -> None:
        if not self._watched:
            PersonWatch(self.context, self).changed.connect(self._veil_all)
        self._watched = True
        if self._record is not None:
            shown = Out("shown", self._fields[key].label, self.entity.entity, ids=(self._record,), keys=(key,), sensitive=True)
            self.context.gateway.note(disclosures.note, shown)

    def _veil_all(self) -> None:
        """What one person had shown is hidden from the next one at the keyboard."""
        for key in self._boxes:
            self._veil(key, True)

    # values -------------------------------------------------------------------------------------------------------

    def load(self, values: Mapping[str, Any], link_titles: Mapping[str, str] | None = None, draft_key: str = "") -> None:
        """Show a record's values; ``link_titles`` names the records behind links by field key."""
        self.keep_draft()
        self._take_own_fields()
        self._draft_key, self._sent = draft_key, None
        self._loaded = {key: values.get(key) for key in self._fields}
        self._titles = dict(link_titles or {})
        other, self._record = values.get("id") != self._record, values.get("id")
        self._show(self._loaded)
        for key in self._boxes:
            self._veil(key, other)
        self._set_dirty(False)
        self.banner.offer(self.context.gateway.draft(draft_key) if draft_key else None)

    def _show(self, values: Mapping[str, Any]) -> None:
        self._current = dict(values)
        self.clear_errors()
        for key, box in self._boxes.items():
            box.editor.set_value(self._current.get(key), self._titles.get(key, ""))
            box.warn("")

    def refresh(self, values: Mapping[str, Any], link_titles: Mapping[str, str]) -> None:
        """Values that changed elsewhere; a field the person is editing stays as typed, with the other value beside it."""
        mine = self.values()
        for key in mine:
            if values.get(key) != self._loaded.get(key) and values.get(key) != mine[key] and key in self._boxes:
                other = present.text_of(self._fields[key], values.get(key), link_titles.get(key, ""))
                self._boxes[key].warn(_("Meanwhile changed elsewhere to “{value}”.").format(value=excerpt(other, 80)))
        self._loaded = {key: values.get(key) for key in self._fields}
        self._titles.update({key: title for key, title in link_titles.items() if key not in mine})
        for key, box in self._boxes.items():
            if key not in mine and not box.editor.problem():
                box.editor.set_value(self._loaded.get(key), self._titles.get(key, ""))
        self._current = {**self._loaded, **mine}
        for key in self._boxes:
            self._veil(key, False)
        self._set_dirty(bool(self.values() or self.unreadable()))

    def values(self) -> dict[str, Any]:
        """The fields that differ from what was loaded."""
        return {key: value for key, value in self.whole_values().items() if differs(value, self._loaded.get(key))}

    # typing -------------------------------------------------------------------------------------------------------

    def _edited(self, key: str) -> None:
        self._boxes[key].fail("")
        self._set_dirty(bool(self.values() or self.unreadable()))
        if self._dirty and self._draft_key and not self._timer.isActive():
            self._timer.start()
        self.edited.emit(key)

    def _left(self, key: str) -> None:
        if not isValid(self._timer):  # the form goes, and takes the focus from its fields
            return
        if problem := self._boxes[key].editor.problem():
            self._boxes[key].fail(problem)
        self.keep_draft()
        self.left.emit(key)

    def dirty(self) -> bool:
        """Whether something typed is not saved."""
        return self._dirty

    def _set_dirty(self, dirty: bool) -> None:
        if dirty != self._dirty:
            self._dirty = dirty
            self.dirty_changed.emit(dirty)

    # drafts -------------------------------------------------------------------------------------------------------

    def keep_draft(self) -> None:
        """Keep what is typed and not saved."""
        self._timer.stop()
        typed = self.draft()
        if typed and self._draft_key:
            self.context.gateway.keep_draft(self._draft_key, {**self.banner.offered(), **typed})

    def draft_key(self) -> str:
        """Under which key what is typed is kept; empty where it is not."""
        return self._draft_key

    def draft(self) -> dict[str, Any]:
        """The body of a draft of what is typed and not saved; empty where nothing is."""
        typed = {key: value for key, value in self.values().items() if key not in self.unreadable()}
        titles = {key: self._boxes[key].title() for key in typed if key in self._boxes and self._boxes[key].title()}
        return packed(typed, titles) if self._dirty and typed else {}

    def clear(self, gone: str = "") -> None:
        """Hold nothing any more; the draft stays, which is told where the record went to the bin: ``gone`` is its name."""
        if self._dirty and gone:
            self.context.frame.tell(_("{name} is in the recycle bin. What you typed is kept as a draft.").format(name=gone))
        self.load({})

    def take_draft(self, body: Mapping[str, Any]) -> None:
        """What was typed since the offer stands above what is offered."""
        values, titles = unpacked(self.entity, body)
        typed = self.values()
        self._titles.update({**titles, **{key: self._boxes[key].title() for key in typed if key in self._boxes}})
        self._show({**self._loaded, **values, **typed})
        self._set_dirty(bool(self.values()))

    def _drop_draft(self, key: str) -> None:
        """What was typed is stored or thrown away; what is still on offer stays."""
        if key and key == self._draft_key and self.banner.offered():
            self.context.gateway.keep_draft(key, dict(self.banner.offered()))
        elif key:
            self.context.gateway.forget_draft(key)

    # saving -------------------------------------------------------------------------------------------------------

    def send(self) -> Sent:
        """Note what a write takes along now."""
        self._sent = Sent(self.values(), self._draft_key)
        return self._sent

    def sending(self) -> bool:
        """Whether a write of this record is under way."""
        return self._sent is not None

    def saved(self, sent: Sent) -> None:
        """What was sent is stored: later changes are compared with it, its draft is dropped."""
        self._drop_draft(sent.draft_key)
        if self.ended(sent):
            self._timer.stop()
            self._loaded = {**self._loaded, **sent.values}
            self._current = self.whole_values()
            self._set_dirty(bool(self.values() or self.unreadable()))
            self.keep_draft()

    def ended(self, sent: Sent) -> bool:
        """A write is over; whether its record is still the one shown."""
        shown = sent is self._sent
        self._sent = None if shown else self._sent
        return shown

    def refused(self, sent: Sent, error: AppError) -> None:
        """Show what a write refused; the window says it where another record is shown by now (a draft keeps what was typed)."""
        if self.ended(sent):
            self.show_error(error)
        else:
            self.context.frame.tell(error.sentence)

    def discard(self) -> None:
        """Back to what was loaded."""
        self._timer.stop()
        self._show(self._loaded)
        self._set_dirty(False)
        self._drop_draft(self._draft_key)

    def retranslate(self) -> None:
        """Labels in the new language."""
        self.banner.retranslate()
        for section in self._sections:
            section.retranslate()
        for box in self._boxes.values():
            box.retranslate()
