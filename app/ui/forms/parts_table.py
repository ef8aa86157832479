"""Records that belong to one, in a small table inside its form: typed where they stand, each line stored as one step.

Interface: ``PartsTable(context, PartsSpec(…))``: ``load(owner)``, ``count()``, ``settle()`` (store what is typed; False where
it can't be), ``keep_draft()``, ``begin_new()``, ``edit(line, column)``, ``retranslate()``; signal ``counted(int)``.
Keys: Ins adds a line, Enter, F2 or a letter types into the cell, Tab goes on, Enter stores, Esc gives a cell up, Del removes.
A line that can't be stored stays, marked, and is kept as a draft when another record is shown.
"""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import AppError
from app.i18n import gettext_text as _
from app.models import entity_named, fields_of
from app.ui.context import Context
from app.ui.forms.cell_editor import CellEditor
from app.ui.forms.parts_lines import Line, cells
from app.ui.forms.parts_store import PartsSpec, PartsStore
from app.ui.kit.delegates import ROW
from app.ui.kit.layouts import row
from app.ui.kit.widgets import PlainLabel, link_button, name_it, relabel
from app.ui.lists.grid import HEADER
from app.ui.lists.rows import Line as TableLine
from app.ui.lists.rows import RowsView

__all__ = ["PartsSpec", "PartsTable"]

RIGHT = ("money", "percent", "integer", "decimal")
SOFT = ("line", "name", "link")
WISHED = {
    "line": 150, "name": 150, "link": 110, "date": 96, "money": 110, "choice": 64, "percent": 88, "decimal": 88, "integer": 72,
}  # fmt: skip
"""Pixels a column has at least; where they don't fit the table scrolls sideways."""
_LETTERS = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)


class _PartsGrid(RowsView):
    """Columns that are never squeezed: what is left goes to words, what lacks is scrolled to."""

    def fit(self) -> None:
        wished, room = self.wished(), self.viewport().width()
        spare = max(0, room - sum(wished)) // max(len(self.elastic), 1)
        self.fitting = True
        for place, width in enumerate(wished):
            self.horizontalHeader().resizeSection(place, width + (spare if place in self.elastic else 0))
        self.fitting = False
        over = self.horizontalScrollBar().sizeHint().height() if sum(wished) > room else 0
        self.setFixedHeight(HEADER + ROW * max(self.rows.rowCount(), 1) + 2 + over)

    def set_rows(self, lines: Sequence[TableLine]) -> None:
        super().set_rows(lines)
        self.fit()


class PartsTable(QWidget):
    """The parts of one record."""

    counted = Signal(int)

    def __init__(self, context: Context, spec: PartsSpec) -> None:
        super().__init__()
        self.context, self.spec = context, spec
        self.setObjectName(f"parts.{spec.entity}")
        self.store = PartsStore(context, spec, self)
        self.fields = [fields_of(self.store.entity)[key] for key in spec.columns]
        self._edit: CellEditor | None = None
        self._column = 0
        self.heading = PlainLabel("", "strong")
        self.grid = self._make_grid()
        self.note, self.hint = PlainLabel("", "error", wrap=True), PlainLabel("", "hint", wrap=True)
        self.add_button = link_button("", self.begin_new)
        self.remove_button = link_button("", self.remove_current)
        self.drop_button = link_button("", self._drop_typed)
        self._lay_out()
        self.store.changed.connect(self._draw)
        self.store.refused.connect(self._refused)
        self.retranslate()

    def _make_grid(self) -> RowsView:
        right = [place for place, each in enumerate(self.fields) if each.kind in RIGHT]
        soft = [place for place, each in enumerate(self.fields) if each.kind in SOFT]
        widths = [WISHED.get(each.kind, 60) for each in self.fields]
        headers, key = [each.label for each in self.fields], self.spec.entity
        grid = _PartsGrid(headers, f"parts.{key}.grid", entity_named(key).plural, right, widths, True, soft)
        grid.stand_on_ground()
        grid.activated.connect(self._begin_at)
        grid.installEventFilter(self)
        for keys, run in (("F2", self._begin_here), ("Ins", self.begin_new), ("Del", self.remove_current)):
            shortcut = QShortcut(QKeySequence(keys), grid, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(run)
        return grid

    def _lay_out(self) -> None:
        for part, name in (
            (self.add_button, "add"), (self.remove_button, "remove"), (self.drop_button, "drop"), (self.note, "note"),
            (self.hint, "hint"),
        ):  # fmt: skip
            part.setObjectName(f"parts.{self.spec.entity}.{name}")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 4, 0, 0)
        whole.setSpacing(4)
        for label in (self.heading, self.grid, self.note, self.hint):
            whole.addWidget(label)
        whole.addLayout(row(self.add_button, self.remove_button, self.drop_button, None, spacing=16))
        self.note.hide()

    # showing ------------------------------------------------------------------------------------------------------

    @property
    def lines(self) -> list[Line]:
        """What the table holds, the unsaved line too."""
        return self.store.lines

    def load(self, owner: UUID) -> None:
        """Show the parts of a record; what is typed on the one before is stored, or kept as a draft."""
        if owner != self.store.owner:
            self.settle()
            self.keep_draft()
            self._close_edit()
            self._say("")
            self.store.load(owner)

    def _draw(self) -> None:
        here = self.grid.currentIndex()
        self.grid.set_rows([(place, cells(line, self.fields)) for place, line in enumerate(self.lines)])
        self.grid.setVisible(bool(self.lines))
        if here.isValid() and here.row() < len(self.lines):
            self.grid.setCurrentIndex(self.grid.rows.index(here.row(), here.column()))
        self.remove_button.setVisible(bool(self.lines))
        self.drop_button.setVisible(any(line.unsaved() for line in self.lines) and self._edit is None)
        remark = self.spec.remark([line.values() for line in self.lines]) if self.spec.remark else ""
        self.hint.setText(remark)
        self.hint.setVisible(bool(remark))
        self.counted.emit(len(self.lines))

    def _say(self, sentence: str) -> None:
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))

    def count(self) -> int:
        """How many parts there are, the unsaved one too."""
        return len(self.lines)

    # typing -------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A letter typed on a cell begins it anew, as in a spreadsheet."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or not self.grid.currentIndex().isValid():
            return False
        if not event.text() or not event.text().isprintable() or event.modifiers() not in _LETTERS:
            return False
        self._begin_here()
        line = self._edit.line() if self._edit else None
        if line is not None:
            line.insert(event.text())
            line.textEdited.emit(line.text())
        return True

    def _begin_here(self) -> None:
        self._begin_at(self.grid.currentIndex())

    def _begin_at(self, index: QModelIndex) -> None:
        if index.isValid():
            self.edit(self.lines[index.row()], index.column())

    def begin_new(self) -> None:
        """Add a line at the end and type its first cell."""
        if self.settle():
            line = self.store.new_line()
            self._draw()
            self.edit(line, 0)

    def edit(self, line: Line, column: int) -> None:
        """Type into a cell; what was typed elsewhere is stored first, and where that can't be, it is shown instead."""
        if not self._commit():
            return
        before = self.store.held
        if before is not None and before is not line and before in self.lines and not self.store.store(before):
            return
        if line not in self.lines:  # its neighbour was stored and all were read again
            line = next((each for each in self.lines if each.key == line.key), line)
        self._open(line, column)

    def _open(self, line: Line, column: int) -> None:
        if line not in self.lines:
            return
        self.store.held, self._column = line, column
        index = self.grid.rows.index(self.lines.index(line), column)
        self.grid.setCurrentIndex(index)
        self.grid.scrollTo(index)
        each = self.fields[column]
        self._edit = CellEditor(each, self.context, f"parts.{self.spec.entity}.cell", self.grid, index)
        self._edit.finished.connect(self._finished)
        self._edit.given_up.connect(self._given_up)
        self._edit.show(line.value(each.key), line.titles.get(each.key, ""))
        self.drop_button.hide()

    def _commit(self) -> bool:
        """Take the cell's value into its line; False where it is none, which stays in the editor."""
        edit, line = self._edit, self.store.held
        if edit is None or line is None:
            return True
        sentence = edit.editor.problem() or (edit.problem() if edit.value() is not None else "")
        if sentence:
            edit.fail(sentence)
            self._say(sentence)
            return False
        line.take(self.fields[self._column].key, edit.value(), edit.title())
        line.failed = ""
        self._say("")
        self._close_edit()
        self._draw()
        return True

    def _close_edit(self) -> None:
        if self._edit is not None:
            edit, self._edit = self._edit, None
            edit.close_up()

    def _finished(self, way: str) -> None:
        line = self.store.held
        if way == "away" or line is None:
            self.settle()
        elif self._commit():
            column = self._column + {"next": 1, "back": -1}.get(way, 0)
            if way == "done" or not 0 <= column < len(self.fields):
                self._end_line(line, more=way == "next")
            else:
                self._open(line, column)

    def _end_line(self, line: Line, more: bool) -> None:
        """The line is done: store it; Tab at the end of a new one begins another."""
        fresh = line.key is None and line.unsaved()
        self.grid.setFocus()
        if self.settle() and fresh and more:
            self.begin_new()

    def _given_up(self) -> None:
        self._close_edit()
        self._say("")
        self.store.drop_empty()
        self._draw()
        self.grid.setFocus()

    def settle(self) -> bool:
        """Store everything typed; False where something can't be, which stays and is said below the table."""
        if not self._commit():
            return False
        self.store.drop_empty()
        done = all(self.store.store(line) for line in list(self.lines))
        if done:
            self._draw()
        return done

    def _refused(self, line: Line, sentence: str) -> None:
        self._draw()
        self._say(sentence)
        if line in self.lines and line.failed in self.spec.columns:
            self.grid.setCurrentIndex(self.grid.rows.index(self.lines.index(line), self.spec.columns.index(line.failed)))

    def keep_draft(self) -> None:
        """Keep what is typed and not stored."""
        if self._edit is not None and self.store.held is not None and not self._edit.editor.problem():
            self.store.held.take(self.fields[self._column].key, self._edit.value(), self._edit.title())
        self.store.keep_draft()

    def unsaved(self) -> bool:
        """Whether something typed is not stored."""
        return any(line.unsaved() for line in self.lines)

    def _drop_typed(self) -> None:
        self.store.drop_typed()
        self._given_up()

    def remove_current(self) -> None:
        """Move the current line to the recycle bin."""
        place = self.grid.currentIndex().row()
        if 0 <= place < len(self.lines):
            self._close_edit()
            self._say("")
            self.store.remove(self.lines[place], self._unremoved)

    def _unremoved(self, error: AppError) -> None:
        self._say(error.sentence)

    def retranslate(self) -> None:
        """Words in the language in force."""
        plural = _(self.store.entity.plural)
        self.heading.setText(plural)
        name_it(self.grid, plural)
        relabel(self.add_button, _(self.spec.add_label))
        relabel(self.remove_button, _("Remove line"))
        relabel(self.drop_button, _("Discard what is not saved"))
        self.grid.retranslate()
        self._draw()
