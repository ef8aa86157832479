"""The history of a record: when, who, what step, field, before and after.

``HistoryView(context, name)``: ``load(entity, record_id)`` reads it, ``retranslate()`` reads it anew in the other language.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.formats import moment_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Entity
from app.services import past
from app.services.past import Past
from app.ui.context import Context
from app.ui.delegates import Cell
from app.ui.rows import Line, RowsView
from app.ui.widgets import EmptyState

HEADERS = (N_("When"), N_("By whom"), N_("Step"), N_("Field"), N_("Before"), N_("After"))
MOST = 2000
_NARROW = 520
_TIP = 200
"""Characters of a value that its tooltip shows."""


class HistoryView(QWidget):
    """What happened to one record, newest first."""

    def __init__(self, context: Context, name: str) -> None:
        super().__init__()
        self._context = context
        self._shown: tuple[type[Entity], UUID] | None = None
        widths = (118, 56, 64, 64, 56, 72)
        self.table = RowsView(HEADERS, f"{name}.history", N_("History"), widths=widths, elastic=(2, 4, 5), least=72)
        self.table.stand_on_ground()
        self.empty = EmptyState(_("No changes yet."))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 0)
        layout.addWidget(self.table)
        layout.addWidget(self.empty)
        self.empty.hide()
        self._blank: set[int] = set()
        self.table.resized.connect(self._leave_out)

    def load(self, entity: type[Entity], record_id: UUID) -> None:
        """Read the history of a record."""
        self._shown = (entity, record_id)
        self._context.gateway.history(record_id, done=lambda entries: self._name(entity, record_id, entries))

    def _name(self, entity: type[Entity], record_id: UUID, entries: Sequence[Any]) -> None:
        """Find out who and what stands behind the ids in the entries."""
        pasts = [Past(e.at, e.actor, _step(e), e.change.before, e.change.after) for e in entries]
        self._context.gateway.read(
            past.readable, entity, pasts, done=lambda lines: self._show(lines) if self._shown == (entity, record_id) else None
        )

    def _show(self, lines: Sequence[past.Line]) -> None:
        self.table.set_rows([_line(place, line) for place, line in enumerate(lines[:MOST])])
        self._blank = {place for place, texts in ((1, [x.who for x in lines]), (4, [x.before for x in lines])) if not any(texts)}
        self.empty.setVisible(not lines)
        self.table.setVisible(bool(lines))
        self._leave_out()

    def _leave_out(self) -> None:
        """Columns that hold nothing, and in a narrow record who did it and in which step: the moment's tooltip says both."""
        narrow = {1, 2} if self.table.viewport().width() < _NARROW else set()
        self.table.leave_out(self._blank | narrow)

    def retranslate(self) -> None:
        """The history in the new language."""
        self.empty.set(_("No changes yet."))
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
