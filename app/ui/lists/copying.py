"""Copying from a list: a cell as plain text, rows as lines with tabs that a spreadsheet takes apart, phone numbers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QMenu

from app.exchange.protect import protect
from app.formats import excerpt
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.models import entity_named
from app.services import disclosures
from app.services.copies import phones_of, texts_of
from app.services.disclosures import Out
from app.ui.guard.allowed import is_allowed
from app.ui.kit.widgets import literal

if TYPE_CHECKING:
    from app.ui.lists.tables import ListView

_AT_HAND = 1000
_UNASKED = 50
"""So many rows anybody copies who can read them."""
CLIPBOARD = N_("Clipboard")
_BREAKS = ("\t", "\n", "\r", '"')


_put: list[str] = []
"""The text brought to the clipboard last."""


def put(text: str) -> None:
    """Bring a text to the clipboard."""
    QGuiApplication.clipboard().setText(text)
    _put[:] = [text]


def take_back() -> None:
    """What was copied in this program leaves the clipboard; what another one put there stays."""
    clipboard = QGuiApplication.clipboard()
    if clipboard.ownsClipboard() or clipboard.text() in _put:
        clipboard.clear()
    if clipboard.ownsSelection():
        clipboard.clear(QClipboard.Mode.Selection)
    _put.clear()


def as_lines(rows: Sequence[Sequence[str]]) -> str:
    """Rows as lines with tabs; what holds a tab or a line break is quoted, and what a spreadsheet would run is marked."""
    return "\n".join("\t".join(_cell(text) for text in row) for row in rows)


def _cell(text: str) -> str:
    safe = protect(text)
    return '"' + safe.replace('"', '""') + '"' if any(sign in safe for sign in _BREAKS) else safe


def copy_rows(view: "ListView") -> None:
    """The marked rows with the columns in sight, as they stand; those that are not loaded are read first. Many are an export:
    the role must allow it, and it is noted."""
    ranges, columns = view.marks.ranges(), view.columns.shown_places()
    count = sum(last - first + 1 for first, last in ranges)
    if count > _UNASKED and not is_allowed(view.context, "export"):
        return
    here = [view.model.row(place) for first, last in ranges for place in range(first, last + 1)] if count <= _AT_HAND else [None]
    if all(here):
        _put_rows(view, [row.texts for row in here if row], columns)
    else:
        read = view.context.gateway.read
        read(texts_of, view.model.shown, ranges, done=lambda rows: _put_rows(view, rows, columns))


def _put_rows(view: "ListView", rows: Sequence[Sequence[str]], columns: Sequence[int]) -> None:
    if rows:
        put(as_lines([[row[place] for place in columns] for row in rows]))
        if len(rows) > _UNASKED:
            _note(view, len(rows), columns)
        said = ngettext_text("{count} row copied", "{count} rows copied", len(rows)).format(count=f"{len(rows):,}")
        view.context.frame.toast(said)


def _note(view: "ListView", count: int, columns: Sequence[int]) -> None:
    query = view.model.shown
    keys = tuple(query.columns[place] for place in columns if place < len(query.columns))
    out = Out("exported", entity_named(query.entity).plural, query.entity, count, keys=keys, place=CLIPBOARD)
    view.context.gateway.note(disclosures.note, out)


def copy_cell(view: "ListView") -> None:
    """The text under the cursor, as it is."""
    index = view.grid.currentIndex()
    row = view.model.row(index.row())
    if row is not None:
        put(row.texts[index.column()])


def fill_menu(view: "ListView", menu: QMenu, record_id: UUID, column: int) -> None:
    """What can be copied of a row: the cell, its phone numbers, the row or all marked ones."""
    cell = view.model.cell(view.grid.currentIndex().row(), column)
    if cell and cell.text:
        menu.addAction(literal(_("Copy “{text}”").format(text=excerpt(cell.text)))).triggered.connect(lambda: copy_cell(view))
    shown = cell.text if cell else ""
    for label, number in view.context.gateway.read_now(phones_of, view.query().entity, record_id):
        if number != shown:
            words = _("Copy {label} {number}").format(label=_(label), number=number)
            menu.addAction(literal(words)).triggered.connect(lambda _checked=False, number=number: put(number))
    count = view.marked_count()
    many = ngettext_text("Copy {count} row", "Copy {count} rows", count).format(count=f"{count:,}")
    menu.addAction(many if count > 1 else _("Copy row")).triggered.connect(lambda: copy_rows(view))
