"""Ctrl+K: finds customers, people, visits and complaints, goes to any screen, runs any command. Keyboard alone is enough.

Each kind of record is asked for by itself, so the quick ones show at once; answers to an earlier text are dropped.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)  # fmt: skip
from shiboken6 import isValid

from app.i18n import gettext_text as _
from app.ui import icons
from app.ui.context import Command, Context
from app.ui.parts import open_part
from app.ui.screens import PARTS, SCREENS, Part, Place, place
from app.ui.style import colour
from app.ui.trail import recent

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

EACH = 5
"""Records shown of each kind."""
LOOK_AT = 40
"""Records fetched of each kind: those named by the text come before those that only mention it."""
WIDTH, ROW, MOST_ROWS = 600, 36, 12
_HIT = Qt.ItemDataRole.UserRole


class Hit:
    """One line: what it is called, what it is, and what happens on Enter."""

    __slots__ = ("detail", "icon", "run", "text")

    def __init__(self, text: str, detail: str, icon: str, run: Callable[[], None]) -> None:
        self.text, self.detail, self.icon, self.run = text, detail, icon, run


class _Lines(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Any) -> QSize:
        return QSize(100, ROW)

    def paint(self, painter: QPainter, option: Any, index: Any) -> None:
        hit: Hit = index.data(_HIT)
        box: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, colour("selected"))
        painter.drawPixmap(box.left() + 14, box.center().y() - 7, icons.pixmap(hit.icon or "command", 16, "secondary"))
        painter.setFont(option.font)
        metrics = QFontMetrics(option.font)
        detail = metrics.elidedText(hit.detail, Qt.TextElideMode.ElideRight, box.width() // 2)
        room = box.width() - 44 - 14 - metrics.horizontalAdvance(detail) - 16
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(colour("text"))
        text = metrics.elidedText(hit.text.replace("\n", " "), Qt.TextElideMode.ElideRight, room)
        painter.drawText(box.adjusted(42, 0, 0, 0), middle | Qt.AlignmentFlag.AlignLeft, text)
        painter.setPen(colour("secondary"))
        painter.drawText(box.adjusted(0, 0, -14, 0), middle | Qt.AlignmentFlag.AlignRight, detail)


class Palette(QFrame):
    """A field and a list over the window; it goes when something was chosen, on Esc, or when the focus leaves."""

    def __init__(self, window: "MainWindow", context: Context) -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self._window, self._context = window, context
        self._came_from = window.focusWidget()
        self._generation = 0
        self._found: dict[str, list[Hit]] = {}
        self.field = QLineEdit(self)
        self.field.setObjectName("palette.field")
        self.field.setPlaceholderText(_("Find customers, people, complaints, or run a command"))
        self.field.setAccessibleName(self.field.placeholderText())
        self.list = QListWidget(self)
        self.list.setObjectName("palette.list")
        self.list.setAccessibleName(_("Found"))
        self.list.setItemDelegate(_Lines(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.field.textChanged.connect(self._ask)
        self.field.installEventFilter(self)
        window.installEventFilter(self)
        self._ask("")

    # asking and showing -------------------------------------------------------------------------------------------

    def _ask(self, typed: str) -> None:
        self._generation += 1
        text = typed.strip()
        self._found = {"": commands_for(self._window, text)}
        if text:
            kinds: tuple[Place | Part, ...] = SCREENS + PARTS
            for found in kinds:
                if found.entity:
                    self._search(found, text)
        else:
            self._recent()
        self._fill()

    def _search(self, found: Place | Part, text: str) -> None:
        from app.services import lists

        asked = self._generation
        query = lists.ListQuery(found.entity, found.found_by, found.sort.lstrip("-"), found.sort.startswith("-"), text)
        self._context.gateway.read(lists.page, query, 0, LOOK_AT, done=lambda rows: self._arrived(asked, found, rows))

    def _arrived(self, asked: int, found: Place | Part, rows: Any) -> None:
        if asked == self._generation:
            wanted = self.field.text().strip().casefold()
            best = sorted(rows, key=lambda row: _distance(row.texts, wanted))[:EACH]
            self._found[found.key] = [self._record_hit(found, row.id, row.texts) for row in best]
            self._fill()

    def _record_hit(self, found: Place | Part, record_id: UUID, texts: tuple[str, ...]) -> Hit:
        filled = [text for text in texts if text]
        detail = " · ".join([*filled[1:], _(found.title)])
        opened = partial(open_part, self._window, found) if isinstance(found, Part) else partial(self._window.go, found.key)
        return Hit(filled[0] if filled else "", detail, found.icon, partial(opened, record_id))

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
        """Records first while nothing is typed (the last ones), commands first otherwise; the selection stays on top."""
        commands, records = self._found[""], [hit for key, hits in self._found.items() if key for hit in hits]
        hits = [*commands, *records] if self.field.text().strip() else [*records[:8], *commands]
        self.list.clear()
        for hit in hits:
            item = QListWidgetItem(self.list)
            item.setData(_HIT, hit)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{hit.text}, {hit.detail}")
        self.list.setCurrentRow(0)
        self.place()

    def place(self) -> None:
        """Stand at the top in the middle, as high as there is something to show."""
        around = self._window.rect()
        rows = min(self.list.count(), MOST_ROWS, max(3, (around.height() - 160) // ROW))
        width = min(WIDTH, around.width() - 40)
        self.list.setVisible(rows > 0)
        self.setGeometry((around.width() - width) // 2, 56, width, 46 + rows * ROW + (2 if rows else 0))

    # choosing -----------------------------------------------------------------------------------------------------

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            hit: Hit = item.data(_HIT)
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
            last = self.list.count() - 1
            self.list.setCurrentRow(max(0, min(last, self.list.currentRow() + steps[key])))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.list.currentItem())
        elif key == Qt.Key.Key_Escape:
            self.leave()
        else:
            return False
        return True


def _distance(texts: tuple[str, ...], wanted: str) -> int:
    """0 where the name begins with the text, 1 where it holds it, 2 where something else of the record does."""
    name = texts[0].casefold()
    return 0 if name.startswith(wanted) else 1 if wanted in name else 2


def _has_records(key: str) -> bool:
    return any(found.key == key and found.entity for found in SCREENS)


def commands_for(window: "MainWindow", text: str) -> list[Hit]:
    """Screens and commands whose words hold the text; without text, what the present screen offers and the screens."""
    here = [] if window.current is None else list(window.current.commands())
    offers = [Command(p.offers, lambda p=p: _offer(window, p), p.icon) for p in SCREENS if p.offers]  # type: ignore[misc]
    known = {command.label for command in here}
    every = [*here, *(command for command in offers if command.label not in known), *window.own_commands]
    screens = [(p.title, Hit(_(p.title), _("Screen"), p.icon, lambda p=p: window.go(p.key))) for p in SCREENS]  # type: ignore[misc]
    hits = [(c.label, Hit(_(c.label), c.shortcut or _("Command"), c.icon, c.run)) for c in every]
    wanted = text.casefold()
    if not wanted:
        return [hit for _english, hit in (*hits, *screens)]
    # the English words too: who cannot read the language in force must find the way out of it
    found = [hit for english, hit in (*screens, *hits) if wanted in hit.text.casefold() or wanted in english.casefold()]
    return sorted(found, key=lambda hit: not hit.text.casefold().startswith(wanted))


def _offer(window: "MainWindow", target: Place) -> None:
    window.begin(target.key)


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
