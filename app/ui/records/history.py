"""The history of a record: when, who, what step, field, before and after.

``HistoryView(context, name, save, keys)``: ``load(entity, record_id)`` reads it, ``retranslate()`` reads it anew in the other
language. ``save(session, id, values)`` stores a former value that is taken back, of the ``keys`` and the firm's own fields (of
all that forms write where none are named); without it nothing is taken back here. Hidden values are shown by a button, which is
noted, to whoever pressed it; they are taken back unseen.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.formats import moment_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Entity
from app.models.own import typed_fields
from app.services import disclosures, past, roles
from app.services.disclosures import Out
from app.services.past import Past
from app.ui.context import Context
from app.ui.gateway import Label
from app.ui.guard.allowed import is_allowed
from app.ui.kit.delegates import Cell
from app.ui.kit.layouts import row
from app.ui.kit.widgets import EmptyState, link_button, relabel
from app.ui.lists.rows import Line, RowsView

Save = Callable[[Any, UUID, dict[str, Any]], object]
HISTORY = N_("History")
HEADERS = (N_("When"), N_("By whom"), N_("Step"), N_("Field"), N_("Before"), N_("After"))
MOST = 2000
_NARROW = 520
_TIP = 200
"""Characters of a value that its tooltip shows."""


class HistoryView(QWidget):
    """What happened to one record, newest first."""

    def __init__(self, context: Context, name: str, save: Save | None = None, keys: Collection[str] = ()) -> None:
        super().__init__()
        self._context, self._save, self._keys = context, save, keys
        self._shown: tuple[type[Entity], UUID] | None = None
        self._clear: tuple[UUID, UUID | None] | None = None  # of which record hidden values are shown, and to whom
        self._pasts: list[Past] = []
        self._lines: Sequence[past.Line] = ()
        widths = (118, 56, 64, 64, 56, 72)
        self.table = RowsView(HEADERS, f"{name}.history", HISTORY, widths=widths, elastic=(2, 4, 5), least=72)
        self.table.stand_on_ground()
        self.empty = EmptyState(_("No changes yet."))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 0)
        layout.addWidget(self.table)
        layout.addWidget(self.empty)
        self.show_button = link_button(_("Show hidden values"), self.show_hidden)
        self.back_button = link_button(_("Take this value back"), self.take_back)
        for button, part in ((self.show_button, "show"), (self.back_button, "back")):
            button.setObjectName(f"{name}.history.{part}")
            button.hide()
        layout.addLayout(row(self.back_button, self.show_button, None, spacing=16, margins=(12, 4, 12, 8)))
        self.empty.hide()
        self._blank: set[int] = set()
        self.table.resized.connect(self._leave_out)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._offer())
        context.gateway.changed.connect(lambda _changes: self._hide_from_others())

    def load(self, entity: type[Entity], record_id: UUID) -> None:
        """Read the history of a record; what was shown of another is hidden again."""
        self._shown, self._clear = (entity, record_id), self._clear if self._clear and self._clear[0] == record_id else None
        self._context.gateway.history(record_id, done=lambda entries: self._name(entity, record_id, entries))

    def _name(self, entity: type[Entity], record_id: UUID, entries: Sequence[Any]) -> None:
        """Find out who and what stands behind the ids in the entries."""
        pasts = [Past(e.at, e.actor, _step(e), e.change.before, e.change.after) for e in entries]
        shown = self._clear if self._clear and self._clear[0] == record_id else None

        def done(lines: Sequence[past.Line]) -> None:
            if self._shown == (entity, record_id):
                self._pasts = pasts
                self._show(lines)

        if shown is None:
            self._context.gateway.read(past.readable, entity, pasts, done=done)
        else:
            self._context.gateway.read(past.readable_to, shown[1], entity, pasts, done=done)

    def _hide_from_others(self) -> None:
        """What one person asked to see is not shown to the next one at the same keyboard."""
        if self._clear is not None and self._context.gateway.read_now(roles.me) != self._clear[1]:
            self._clear = None
            if self._shown is not None:
                self.load(*self._shown)

    def _show(self, lines: Sequence[past.Line]) -> None:
        self._lines = lines[:MOST]
        self.table.set_rows([_line(place, line) for place, line in enumerate(lines[:MOST])])
        self._blank = {place for place, texts in ((1, [x.who for x in lines]), (4, [x.before for x in lines])) if not any(texts)}
        self.empty.setVisible(not lines)
        self.table.setVisible(bool(lines))
        self.show_button.setVisible(any(line.hidden for line in self._lines))
        self._offer()
        self._leave_out()

    def _chosen(self) -> past.Line | None:
        """The line under the cursor, where its value can be taken back."""
        place = self.table.currentIndex().row()
        line = self._lines[place] if 0 <= place < len(self._lines) else None
        if line is None or self._shown is None or self._save is None or self._pasts[line.place].before is None:
            return None
        return line if line.key in past.returnable(self._shown[0], self._keys) else None

    def _offer(self) -> None:
        self.back_button.setVisible(self._chosen() is not None)

    def show_hidden(self) -> None:
        """Show what is hidden in this history, which is noted; where the role does not allow it, say so."""
        if self._shown is not None and is_allowed(self._context, "sensitive"):
            entity, record_id = self._shown
            self._clear = (record_id, self._context.gateway.read_now(roles.me))
            keys = tuple(sorted({line.key for line in self._lines if line.hidden}))
            out = Out("shown", HISTORY, entity.entity, ids=(record_id,), keys=keys, sensitive=True)
            self._context.gateway.note(disclosures.note, out)
            self.load(*self._shown)

    def take_back(self) -> None:
        """Give the field of the line under the cursor the value it had before, as a step of its own."""
        line = self._chosen()
        if line is not None and self._shown is not None and self._save is not None:
            shown = self._shown
            label = Label(N_("Took a former value back: {_field}"), {"_field": typed_fields(shown[0])[line.key].label})
            values = {line.key: past.former(self._pasts[line.place], line.key)}
            write = self._context.gateway.write
            write(label, past.take_back, self._save, *shown, values, done=lambda _changed: self.load(*shown))

    def _leave_out(self) -> None:
        """Columns that hold nothing, and in a narrow record who did it and in which step: the moment's tooltip says both."""
        narrow = {1, 2} if self.table.viewport().width() < _NARROW else set()
        self.table.leave_out(self._blank | narrow)

    def retranslate(self) -> None:
        """The history in the new language."""
        self.empty.set(_("No changes yet."))
        relabel(self.show_button, _("Show hidden values"))
        relabel(self.back_button, _("Take this value back"))
        self.table.retranslate()
        if self._shown is not None:
            self.load(*self._shown)


def _step(entry: Any) -> str:
    """The step's name; what took it back or brought it again says so."""
    said = {"undo": _("Undone: {step}"), "redo": _("Redone: {step}")}.get(entry.origin, "{step}")
    return said.format(step=entry.label.text)


def _line(place: int, line: past.Line) -> Line:
    return place, (
        Cell(moment_text(line.at), ink="secondary", tip=" · ".join(part for part in (line.step, line.who) if part)),
        Cell(line.who, ink="secondary"),
        Cell(line.step),
        Cell(line.field, ink="secondary"),
        Cell(_first(line.before), tip=_short(line.before), ink="secondary"),
        Cell(_first(line.after), tip=_short(line.after)),
    )


def _short(text: str) -> str:
    return text if len(text) <= _TIP else f"{text[:_TIP]}…"


def _first(text: str) -> str:
    """The first line; that there are more is told."""
    line, more, _rest = _short(text).partition("\n")
    return f"{line.rstrip()} …" if more else line
