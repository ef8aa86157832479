"""The row above a list: views, the box that filters as you type, filters as chips, and the count at the right.

Interface:
- ``FilterRow(context, entity, name, keys, views=())``: ``keys`` are the fields one can filter by (choice, link, flag, date,
  moment); ``views`` are ``View(msgid, filters)``, the first is the one without filters ("All customers").
  signal ``changed(text, filters)`` at every keystroke and choice; ``text()``, ``filters()``, ``clear()``,
  ``set_filter(key, values)``, ``set_view(place)``, ``view()``, ``only_view()``, ``set_summary(text)``, ``focus()``,
  signal ``left_down`` (arrow down: go to the list).
- ``narrow(Only)`` shows what another screen counted.
- A view's ``filters`` may be a function, for those that depend on the present day.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from app.i18n import gettext_text as _
from app.models import entity_named, fields_of
from app.models.fields import Field
from app.services import lists
from app.services.lists import Filter, ListQuery
from app.ui.context import Context
from app.ui.flow import FlowLayout
from app.ui.icons import pixmap
from app.ui.layouts import row
from app.ui.time_filters import PERIODS, period_filter
from app.ui.widgets import Chip, PlainLabel, literal, name_it

Filters = tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A named filter of the screen's own."""

    label: str
    filters: Filters | Callable[[], Filters] = ()

    def now(self) -> Filters:
        """The filters as of now."""
        return self.filters() if callable(self.filters) else self.filters


@dataclass(frozen=True, slots=True)
class Only:
    """What another screen counted, to be seen one by one: a view's place, the msgid of the chip, its filters."""

    view: int
    label: str
    filters: Filters


class FilterRow(QWidget):
    """Filters of one list."""

    changed = Signal(str, object)
    left_down = Signal()

    def __init__(
        self, context: Context, entity: str, name: str, keys: Sequence[str], views: Sequence[View] = (), hint: str = ""
    ) -> None:
        super().__init__()
        self.setObjectName(f"{name}.filters")
        self._context, self._entity, self._name, self._hint = context, entity, name, hint
        fields = fields_of(entity_named(entity))
        self._fields: dict[str, Field] = {key: fields[key] for key in keys if key in fields}
        self._fields |= {k: f for k, f in lists.all_fields(entity_named(entity)).items() if k in keys}
        self._views, self._view = tuple(views), 0
        self._chosen: dict[str, tuple[Any, ...]] = {}
        self._only: Only | None = None
        self._links: dict[str, dict[Any, str]] = {}
        self._chips: dict[str, Chip] = {}
        self.box = QLineEdit()
        self.box.setObjectName(f"{name}.filter")
        self.box.setClearButtonEnabled(True)
        self.box.setFixedWidth(236)
        self.box.setProperty("iconed", True)
        self.box.addAction(pixmap("search", 16, "secondary"), QLineEdit.ActionPosition.LeadingPosition)
        self.box.textChanged.connect(lambda: self._tell())
        self.box.installEventFilter(self)
        self._view_chip, self._add_chip = Chip(""), Chip("")
        self._view_chip.clicked.connect(self._show_views)
        self._add_chip.clicked.connect(self._show_fields)
        self._add_chip.setObjectName(f"{name}.add_filter")
        self._view_chip.setObjectName(f"{name}.view")
        if not views:  # showing it before it has a parent would open a window
            self._view_chip.hide()
        self.summary = PlainLabel("", "secondary")
        self.summary.setObjectName(f"{name}.summary")
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        holder = QWidget()
        self._flow = FlowLayout(holder)
        self._flow.setContentsMargins(0, 3, 0, 0)
        for chip in (self._view_chip, self._add_chip):
            self._flow.addWidget(chip)
        whole = row(self.box, holder, self.summary, spacing=12, margins=(20, 0, 20, 10))
        whole.setStretch(1, 1)
        whole.setAlignment(self.box, Qt.AlignmentFlag.AlignTop)
        whole.setAlignment(self.summary, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(whole)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self.left_down.emit()
                return True
            if event.key() == Qt.Key.Key_Escape and self.box.text():
                self.box.clear()
                return True
        return False

    # what is filtered ---------------------------------------------------------------------------------------------

    def text(self) -> str:
        """What is typed."""
        return self.box.text()

    def filters(self) -> Filters:
        """The view's filters and the chosen ones."""
        view = self._views[self._view].now() if self._views else ()
        only = self._only.filters if self._only is not None else ()
        return view + only + tuple(part for key, values in self._chosen.items() for part in self._filter(key, values))

    def _filter(self, key: str, values: tuple[Any, ...]) -> Filters:
        if self._fields[key].kind in ("date", "moment"):
            return period_filter(key, self._fields[key].kind, values[0])
        return (Filter(key, "in", values),)

    def clear(self) -> None:
        """Show everything."""
        self.narrow(None)

    def narrow(self, only: Only | None) -> None:
        """Show what another screen counted and nothing else; a chip says so and takes it away again."""
        self._chosen.clear()
        self._only, self._view = only, only.view if only is not None else 0
        self.box.blockSignals(True)
        self.box.clear()
        self.box.blockSignals(False)
        self._choose_anew()

    def set_filter(self, key: str, values: tuple[Any, ...]) -> None:
        """Filter by a field; no values take the filter away."""
        self._chosen.pop(key, None)
        if values:
            self._chosen[key] = values
        self._choose_anew()

    def view(self) -> int:
        """The place of the view that is shown."""
        return self._view

    def only_view(self) -> bool:
        """Whether nothing is typed or chosen besides the view."""
        return not self.box.text().strip() and not self._chosen and self._only is None

    def set_view(self, place: int) -> None:
        """Show one of the views."""
        self._view, self._only = place, None
        self._choose_anew()

    def _choose_anew(self) -> None:
        self._draw_chips()
        self._tell()

    def _tell(self) -> None:
        self.changed.emit(self.box.text(), self.filters())

    def focus(self) -> None:
        """Put the cursor into the box."""
        self.box.setFocus()
        self.box.selectAll()

    def set_summary(self, text: str) -> None:
        """The text at the right."""
        self.summary.setText(text)

    # chips --------------------------------------------------------------------------------------------------------

    def _draw_chips(self) -> None:
        for chip in self._chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.setObjectName("")
            chip.deleteLater()
        self._chips = {key: self._chip(key, values) for key, values in self._chosen.items()}
        if self._only is not None:
            self._chips[""] = self._only_chip(self._only)
        self._flow.removeWidget(self._add_chip)
        for chip in (*self._chips.values(), self._add_chip):
            self._flow.addWidget(chip)
        if self._views:
            self._view_chip.set_label(f"{_(self._views[self._view].label)} ▾")
        self._flow.invalidate()

    def _chip(self, key: str, values: tuple[Any, ...]) -> Chip:
        labels = _(", ").join(self._word(key, value) for value in values)
        chip = Chip(_("{label}: {values}").format(label=_(self._fields[key].label), values=labels[:40]), removable=True)
        chip.setObjectName(f"{self._name}.chip.{key}")
        chip.clicked.connect(lambda: self._show_values(key, chip))
        chip.removed.connect(lambda: self.set_filter(key, ()))
        return chip

    def _only_chip(self, only: Only) -> Chip:
        chip = Chip(_(only.label), removable=True)
        chip.setObjectName(f"{self._name}.only")
        chip.removed.connect(lambda: self.set_view(self._view))
        return chip

    def _word(self, key: str, value: Any) -> str:
        field = self._fields[key]
        if field.kind == "link":
            return self._links.get(key, {}).get(value, "…")
        if field.kind == "flag":
            return _("Yes") if value else _("No")
        if field.kind in ("date", "moment"):
            return _(PERIODS[value])
        choice = field.choice(value)
        return _(choice.label) if choice else str(value)

    # menus --------------------------------------------------------------------------------------------------------

    def _popup(self, menu: QMenu, below: QWidget) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(below.mapToGlobal(QPoint(0, below.height() + 2)))

    def _show_views(self) -> None:
        menu = QMenu(self)
        for place, view in enumerate(self._views):
            menu.addAction(literal(_(view.label))).triggered.connect(lambda _checked=False, p=place: self.set_view(p))
        self._popup(menu, self._view_chip)

    def _show_fields(self) -> None:
        menu = QMenu(self)
        for key, field in self._fields.items():
            action = menu.addAction(literal(_(field.label)))
            action.triggered.connect(lambda _checked=False, k=key: self._show_values(k, self._add_chip))
        self._popup(menu, self._add_chip)

    def _show_values(self, key: str, below: QWidget) -> None:
        if self._fields[key].kind != "link":
            self._popup(self.value_menu(key), below)
            return
        entity = entity_named(self._fields[key].link)
        query = ListQuery(entity.entity, entity.titles, entity.titles[0])
        self._context.gateway.read(lists.page, query, 0, 60, done=lambda rows: self._show_linked(key, rows, below))

    def _show_linked(self, key: str, rows: Sequence[lists.Row], below: QWidget) -> None:
        self._links[key] = {found.id: next((text for text in found.texts if text), "") for found in rows}
        self._popup(self.value_menu(key), below if below.isVisible() else self._add_chip)

    def options(self, key: str) -> list[tuple[Any, str]]:
        """(value, word) of everything a field can be filtered by."""
        field = self._fields[key]
        if field.kind == "link":
            return list(self._links.get(key, {}).items())
        if field.kind == "flag":
            return [(True, _("Yes")), (False, _("No"))]
        if field.kind in ("date", "moment"):
            return [(code, _(label)) for code, label in PERIODS.items()]
        return [(choice.code, _(choice.label)) for choice in field.choices]

    def value_menu(self, key: str) -> QMenu:
        """The menu in which values of a field are ticked."""
        menu, chosen = QMenu(self), self._chosen.get(key, ())
        single = self._fields[key].kind in ("date", "moment", "flag")
        for value, word in self.options(key):
            action = menu.addAction(literal(word))
            action.setCheckable(True)
            action.setChecked(value in chosen)
            others = () if single else tuple(other for other in chosen if other != value)
            action.triggered.connect(lambda on, v=value, o=others: self.set_filter(key, (*o, v) if on else o))
        if chosen:
            menu.addSeparator()
            menu.addAction(_("Remove filter")).triggered.connect(lambda: self.set_filter(key, ()))
        return menu

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.box.setPlaceholderText(_(self._hint) if self._hint else _("Filter by name, pinyin, phone"))
        name_it(self.box, _("Filter"))
        self._add_chip.set_label(_("+ Filter"))
        self._draw_chips()
