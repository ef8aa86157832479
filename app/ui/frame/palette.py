"""Ctrl+K: finds customers, people, visits and complaints, saved views, goes to any screen, runs any command. Keyboard alone
is enough: arrows and Enter, Tab for the next kind, a word and a colon for one kind ("customer: hua").

What is meant most likely comes first (services/ranking.py). Each kind of record is asked for by itself, so the quick ones
show at once; answers to an earlier text are dropped.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
)  # fmt: skip
from shiboken6 import isValid

from app.i18n import gettext_text as _
from app.ui.context import Context
from app.ui.frame.palette_commands import HEARD, commands_for, unheard
from app.ui.frame.palette_kinds import COMMANDS, VIEWS, KindChips, kinds, noun_of, read
from app.ui.frame.palette_lines import HIT, ROW, Hit, Lines
from app.ui.frame.trail import recent
from app.ui.records.parts import open_part
from app.ui.screens import SCREENS, Part, Place, place

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

EACH, ALONE = 5, 40
"""Records shown of each kind, and of one kind alone."""
WIDTH, MOST_ROWS = 600, 12


class Palette(QFrame):
    """A field and a list over the window; it goes when something was chosen, on Esc, or when the focus leaves."""

    def __init__(self, window: "MainWindow", context: Context) -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self._window, self._context = window, context
        self._came_from = window.focusWidget()
        self._generation = 0
        self._found: dict[str, list[Hit]] = {}
        self._awaited: set[str] = set()
        self.field, self.list = QLineEdit(self), QListWidget(self)
        self.kinds = KindChips(lambda: self._ask(self.field.text()))
        self._set_up_field()
        self._set_up_list()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        for part in (self.field, self.kinds, self.list):
            column.addWidget(part)
        window.installEventFilter(self)
        self._ask("")

    def _set_up_field(self) -> None:
        self.field.setObjectName("palette.field")
        self.field.setPlaceholderText(_("Find customers, people, complaints, or run a command"))
        self.field.setAccessibleName(self.field.placeholderText())
        self.field.textChanged.connect(self._ask)
        self.field.installEventFilter(self)

    def _set_up_list(self) -> None:
        self.list.setObjectName("palette.list")
        self.list.setAccessibleName(_("Found"))
        self.list.setItemDelegate(Lines(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._choose)

    # asking and showing -------------------------------------------------------------------------------------------

    def _ask(self, typed: str) -> None:
        self._generation += 1
        typed_kind, text = read(typed)
        kind = typed_kind or self.kinds.kind
        self.kinds.mark(kind)
        self._found = {COMMANDS: commands_for(self._window, text) if kind in ("", COMMANDS) else []}
        wanted = [found.found for found in kinds() if found.found and (kind == found.key or (text and not kind))]
        self._awaited = {found.key for found in wanted} | ({VIEWS} if kind in ("", VIEWS) and (text or kind) else set())
        if VIEWS in self._awaited:
            self._search_views(text)
        for found in wanted:
            self._search(found, text, ALONE if kind else EACH)
        if COMMANDS in self._found and len(text) > 1 and text.isascii():
            self._listen(text)
        if not text and not kind:
            self._recent()
        self._fill()

    def _listen(self, text: str) -> None:
        """Letters may be how a command sounds; that is looked up once, beside: the words of pinyin take a while to load."""
        from app.services.sounds import sounds

        asked, fresh = self._generation, unheard(self._window)
        if fresh:
            self._awaited.add(COMMANDS)
            self._context.gateway.read(sounds, fresh, done=lambda heard: self._heard(asked, text, heard))

    def _heard(self, asked: int, text: str, heard: Mapping[str, Sequence[str]]) -> None:
        HEARD.update(heard)
        if asked == self._generation:
            self._awaited.discard(COMMANDS)
            self._found[COMMANDS] = commands_for(self._window, text)
            self._fill()

    def _search(self, found: Place | Part, text: str, most: int) -> None:
        from app.services import lists, ranking

        asked = self._generation
        query = lists.ListQuery(found.entity, found.found_by, found.sort.lstrip("-"), found.sort.startswith("-"), text)
        lately = [record_id for key, record_id in recent(self._context.preferences) if key == found.key]
        self._context.gateway.read(ranking.best, query, most, lately, done=lambda rows: self._arrived(asked, found, rows))

    def _arrived(self, asked: int, found: Place | Part, rows: Any) -> None:
        if asked == self._generation:
            self._awaited.discard(found.key)
            self._found[found.key] = [self._record_hit(found, row.id, row.texts) for row in rows]
            self._fill()

    def _search_views(self, text: str) -> None:
        from app.services import saved_views

        asked = self._generation
        self._context.gateway.read(saved_views.of, done=lambda views: self._views_arrived(asked, text, views))

    def _views_arrived(self, asked: int, text: str, views: Any) -> None:
        if asked == self._generation:
            self._awaited.discard(VIEWS)
            self._found[VIEWS] = view_hits(self._window, views, text)
            self._fill()

    def _record_hit(self, found: Place | Part, record_id: UUID, texts: tuple[str, ...]) -> Hit:
        filled = [text for text in texts if text]
        detail = " · ".join([*filled[1:], _(noun_of(found))])
        opened = partial(open_part, self._window, found) if isinstance(found, Part) else partial(self._window.go, found.key)
        wanted = read(self.field.text())[1].casefold()
        own = (text for key, text in zip(found.found_by, texts, strict=False) if not key.endswith("_id"))
        exact = any(text.casefold() == wanted for text in own)
        return Hit(filled[0] if filled else "", detail, found.icon, partial(opened, record_id), exact)

    def _recent(self) -> None:
        from app.models import BY_KEY
        from app.services import records

        asked = self._generation
        kept = [(place(key), record_id) for key, record_id in recent(self._context.preferences) if _has_records(key)]
        for entity in {found.entity for found, _id in kept}:
            ids = [record_id for found, record_id in kept if found.entity == entity]
            self._context.gateway.read(records.titles, BY_KEY[entity], ids, done=partial(self._named, asked, kept, entity))

    def _named(self, asked: int, kept: list[tuple[Place, UUID]], entity: str, names: dict[UUID, str]) -> None:
        if asked == self._generation:
            hits = [self._record_hit(f, key, (names[key],)) for f, key in kept if f.entity == entity and key in names]
            self._found[f"recent {entity}"] = hits
            self._fill()

    def _fill(self) -> None:
        """Records first while nothing is typed (the last ones); otherwise commands with a word that begins so, then records,
        the very name before what is like it, then the other commands. The selection is on top."""
        order = {kind.key: place for place, kind in enumerate(kinds())}
        told = [*self._found.get(COMMANDS, ()), *self._found.get(VIEWS, ())]
        apart = sorted((key for key in self._found if key not in (COMMANDS, VIEWS)), key=lambda key: order.get(key, 0))
        records = sorted((hit for key in apart for hit in self._found[key]), key=lambda hit: not hit.exact)
        wanted = read(self.field.text())[1].casefold()
        hits = [*(hit for hit in told if hit.leads(wanted)), *records, *(hit for hit in told if not hit.leads(wanted))]
        if not self.field.text().strip() and not self.kinds.kind:
            hits = [*((Hit(_("Recent")), *records[:8], Hit(_("Commands"))) if records else ()), *told]
        if not hits and wanted and not self._awaited:
            hits = [Hit(_("Nothing found"))]
        self.list.clear()
        for hit in hits:
            item = QListWidgetItem(self.list)
            item.setData(HIT, hit)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{hit.text}, {hit.detail}")
            if hit.run is None:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
        self._step(1, from_row=-1)
        self.place()

    def place(self) -> None:
        """Stand at the top in the middle, as high as there is something to show."""
        around = self._window.rect()
        rows = min(self.list.count(), MOST_ROWS, max(3, (around.height() - 160) // ROW))
        width = min(WIDTH, around.width() - 40)
        self.list.setVisible(rows > 0)
        chips, lines = self.kinds.high(width - 2), rows * ROW + (2 if rows else 0)
        self.kinds.setFixedHeight(chips)  # a list of few lines would like to be higher, and take it from them
        self.list.setFixedHeight(lines)
        self.field.ensurePolished()
        self.setGeometry((around.width() - width) // 2, 56, width, self.field.sizeHint().height() + chips + lines + 2)

    def _step(self, step: int, from_row: int | None = None) -> None:
        """Go on in the list, over headings."""
        last, way = self.list.count() - 1, 1 if step > 0 else -1
        row = max(0, min(last, (self.list.currentRow() if from_row is None else from_row) + step))
        while 0 <= row <= last and self.list.item(row).data(HIT).run is None:
            row += way
        if 0 <= row <= last:
            self.list.setCurrentRow(row)

    # choosing -----------------------------------------------------------------------------------------------------

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            hit: Hit = item.data(HIT)
            if hit.run is not None:
                self.leave()
                hit.run()

    def leave(self) -> None:
        """Go away and give the focus back."""
        self._go()
        if self._came_from is not None and isValid(self._came_from):  # what was rebuilt meanwhile is gone
            self._came_from.setFocus()

    def _go(self) -> None:
        self._generation += 1
        self._window.removeEventFilter(self)
        self.field.removeEventFilter(self)
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if watched is self.field and isinstance(event, QFocusEvent) and event.lostFocus() and self.isVisible():
            self._left(event.reason())
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    def _left(self, reason: Qt.FocusReason) -> None:
        """The field's own menu leaves the palette open; a click elsewhere keeps the focus that it gave."""
        if reason == Qt.FocusReason.ActiveWindowFocusReason:
            self.leave()
        elif reason != Qt.FocusReason.PopupFocusReason:
            self._go()

    def _key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
        key = Qt.Key(event.key())
        if key in steps:
            self._step(steps[key])
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.kinds.step(1 if key == Qt.Key.Key_Tab else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.list.currentItem())
        elif key == Qt.Key.Key_Escape:
            self.leave()
        else:
            return False
        return True


def _has_records(key: str) -> bool:
    return any(found.key == key and found.entity for found in SCREENS)


def view_hits(window: "MainWindow", views: Any, text: str) -> list[Hit]:
    """Saved views whose names hold the text."""
    from app.ui.frame.pinned import open_view, screen_of

    wanted = text.casefold()
    found = [view for view in views if wanted in view.name.casefold() and screen_of(view)]
    return [
        Hit(view.name, _("{screen} · View").format(screen=_(place(screen_of(view)).title)), "layout-list",
            partial(open_view, window, screen_of(view), view.id))
        for view in found
    ]  # fmt: skip


def open_palette(window: "MainWindow", context: Context) -> Palette:
    """Show the palette over the window, or bring it up again."""
    opened = window.findChild(Palette, "palette", Qt.FindChildOption.FindDirectChildrenOnly)
    if opened is not None and not opened.isHidden():
        opened.field.setFocus()
        return opened
    palette = Palette(window, context)
    palette.show()
    palette.raise_()
    palette.field.setFocus()
    return palette
