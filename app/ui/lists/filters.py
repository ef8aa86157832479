"""The row above a list: views, the box that filters as you type, filters as chips, and the count at the right.

Interface:
- ``FilterRow(context, entity, name, keys, views=(), sections=())``: ``keys`` are the fields offered first, ``sections`` the
  form's, under which all the others follow; ``views`` are ``View(msgid, filters)``, the first is the one without filters.
  signal ``changed(text, filters)`` at every keystroke and choice; ``text()``, ``filters()``, ``clear()``, ``wishes()``,
  ``set_filter(key, values)``, ``set_wish(key, wish)``, ``set_view(place)``, ``view()``, ``only_view()``,
  ``set_summary(text)``, ``focus()``, signals ``left_down`` (arrow down: go to the list) and ``left`` (Esc in the empty box: back
  to it).
- ``narrow(Only)`` shows what another screen counted; ``restore(view, text, wishes)`` what a saved view holds.
- A view's ``filters`` may be a function, for those that depend on the present day. ``views_menu`` is asked for the menu of
  the view chip where saved views are kept (view_keeper.py).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from app.i18n import N_
from app.i18n import gettext_text as _
from app.models.fields import Field
from app.ui.context import Context
from app.ui.forms.field_groups import fields_of_list, grouped
from app.ui.forms.form import Layout
from app.ui.kit.flow import FlowLayout
from app.ui.kit.flyout import Flyout
from app.ui.kit.icons import pixmap
from app.ui.kit.layouts import row
from app.ui.kit.pick_list import PickList
from app.ui.kit.widgets import Chip, PlainLabel, literal, name_it
from app.ui.lists.filter_source import Source
from app.ui.lists.filter_values import ValuePanel, panel_for
from app.ui.lists.views import Filters, Only, View
from app.ui.lists.wishes import Wish, filters_of, sentence, usual

__all__ = ["FilterRow", "Filters", "Only", "View"]
_MORE_FIELDS = N_("More fields")


class FilterRow(QWidget):
    """Filters of one list."""

    changed = Signal(str, object)
    left_down = Signal()
    left = Signal()

    def __init__(
        self, context: Context, entity: str, name: str, keys: Sequence[str], views: Sequence[View] = (), hint: str = "",
        sections: Layout = (),
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName(f"{name}.filters")
        self._context, self._entity, self._name, self._hint = context, entity, name, hint
        self._keys, self.sections = tuple(keys), sections
        self._views, self._view = tuple(views), 0
        self._wishes: dict[str, Wish] = {}
        self._only: Only | None = None
        self._words: dict[str, dict[Any, str]] = {}
        self._chips: dict[str, Chip] = {}
        self.views_menu: Callable[[QMenu], None] = self._list_views
        self.view_words: Callable[[], str] = lambda: _(self._views[self._view].label)
        self.flyout: Flyout | None = None
        self._make_box()
        self._make_chips()
        self.summary = PlainLabel("", "secondary")
        self.summary.setObjectName(f"{name}.summary")
        self._lay_out()
        self.retranslate()

    def _make_chips(self) -> None:
        self._view_chip, self._add_chip = Chip(""), Chip("")
        self._view_chip.clicked.connect(self._show_views)
        self._add_chip.clicked.connect(lambda: self.show_fields())
        self._add_chip.setObjectName(f"{self._name}.add_filter")
        self._view_chip.setObjectName(f"{self._name}.view")
        if not self._views:  # showing it before it has a parent would open a window
            self._view_chip.hide()

    def _make_box(self) -> None:
        self.box = QLineEdit()
        self.box.setObjectName(f"{self._name}.filter")
        self.box.setClearButtonEnabled(True)
        self.box.setFixedWidth(236)
        self.box.setProperty("iconed", True)
        self.box.addAction(pixmap("search", 16, "secondary"), QLineEdit.ActionPosition.LeadingPosition)
        self.box.textChanged.connect(lambda: self._tell())
        self.box.installEventFilter(self)

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
            if event.key() == Qt.Key.Key_Escape:
                if self.box.text():
                    self.box.clear()
                else:
                    self.left.emit()
                return True
        return False

    # what is filtered ---------------------------------------------------------------------------------------------

    def text(self) -> str:
        """What is typed."""
        return self.box.text()

    def wishes(self) -> tuple[Wish, ...]:
        """The filters chosen besides the view, as said."""
        return tuple(self._wishes.values())

    def filters(self) -> Filters:
        """The conditions of the view and of what was chosen, as of now."""
        view = self._views[self._view].now() if self._views else ()
        only = self._only.filters if self._only is not None else ()
        fields = self.fields()
        return view + only + tuple(part for key, wish in self._wishes.items() for part in filters_of(wish, fields[key]))

    def fields(self) -> Mapping[str, Field]:
        """The fields one can filter by now; the firm may add its own at any time."""
        known = fields_of_list(self._entity)
        if not self._wishes.keys() <= known.keys():  # one of the firm's own was given up meanwhile
            self._wishes = {key: wish for key, wish in self._wishes.items() if key in known}
        return known

    def clear(self) -> None:
        """Show everything."""
        self.narrow(None)

    def narrow(self, only: Only | None) -> None:
        """Show what another screen counted and nothing else; a chip says so and takes it away again."""
        self._only = only
        self.restore(only.view if only is not None else 0, "", (), keep_only=True)

    def restore(self, view: int, text: str, wishes: Sequence[Wish], keep_only: bool = False) -> None:
        """Show a view's place, a text and filters, all at once."""
        self._view, self._only = view, self._only if keep_only else None
        self._wishes = {wish.field: wish for wish in wishes}
        self.box.blockSignals(True)
        self.box.setText(text)
        self.box.blockSignals(False)
        self._learn_words()
        self._choose_anew()

    def set_filter(self, key: str, values: tuple[Any, ...]) -> None:
        """Filter by values of a field; none take the filter away."""
        self.set_wish(key, usual(self.fields()[key], values) if values else None)

    def set_wish(self, key: str, wish: Wish | None) -> None:
        """Filter by a field; None takes the filter away."""
        self._wishes.pop(key, None)
        if wish is not None:
            self._wishes[key] = wish
        self._choose_anew()

    def view(self) -> int:
        """The place of the view that is shown."""
        return self._view

    def view_anchor(self) -> QWidget:
        """What a panel about views stands below."""
        return self._view_chip

    def views(self) -> tuple[View, ...]:
        """The screen's own views."""
        return self._views

    def only_view(self) -> bool:
        """Whether nothing is typed or chosen besides the view."""
        return not self.box.text().strip() and not self._wishes and self._only is None

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
        fields = self.fields()
        self._chips = {key: self._chip(wish, fields[key]) for key, wish in self._wishes.items()}
        if self._only is not None:
            self._chips[""] = self._only_chip(self._only)
        self._flow.removeWidget(self._add_chip)
        for chip in (*self._chips.values(), self._add_chip):
            self._flow.addWidget(chip)
        self.name_view()
        self._flow.invalidate()

    def name_view(self) -> None:
        """Say on its chip which view is shown."""
        words = f"{self.view_words()} ▾" if self._views else ""
        if words and words != self._view_chip.accessibleName():
            self._view_chip.set_label(words)

    def _chip(self, wish: Wish, field: Field) -> Chip:
        chip = Chip(sentence(wish, field, self._words.get(field.key, {})), removable=True)
        chip.setObjectName(f"{self._name}.chip.{field.key}")
        chip.clicked.connect(lambda: self.show_values(field.key, chip) if field.key in self.fields() else self._choose_anew())
        chip.removed.connect(lambda: self.set_wish(field.key, None))
        return chip

    def _only_chip(self, only: Only) -> Chip:
        chip = Chip(_(only.label), removable=True)
        chip.setObjectName(f"{self._name}.only")
        chip.removed.connect(lambda: self.set_view(self._view))
        return chip

    def _learn_words(self) -> None:
        fields = self.fields()
        for key, wish in self._wishes.items():
            self._source(fields[key]).name(wish.values, self._draw_chips)

    def _source(self, field: Field) -> Source:
        return Source(self._context, self._entity, field, self._words.setdefault(field.key, {}))

    # menus and panels ---------------------------------------------------------------------------------------------

    def _show_views(self) -> None:
        menu = QMenu(self)
        self.views_menu(menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._view_chip.mapToGlobal(QPoint(0, self._view_chip.height() + 2)))

    def _list_views(self, menu: QMenu) -> None:
        for place, view in enumerate(self._views):
            menu.addAction(literal(_(view.label))).triggered.connect(lambda _checked=False, p=place: self.set_view(p))

    def _fly(self, content: QWidget, anchor: QWidget, focus: QWidget) -> Flyout:
        if self.flyout is not None:
            self.flyout.leave(back=False)
        made = self.flyout = Flyout(self.window(), f"{self._name}.flyout")
        made.left.connect(lambda: self._flown(made))
        made.body.addWidget(content)
        made.open_below(anchor, focus)
        return made

    def _flown(self, gone: Flyout) -> None:
        if gone is self.flyout:
            self.flyout = None

    def show_fields(self) -> PickList:
        """Choose what to filter by: the usual fields first, then all of them."""
        groups = grouped(self.fields(), self._keys, self.sections, _MORE_FIELDS)
        offered = PickList(f"{self._name}.fields", groups, _("Find a field"))
        offered.picked.connect(lambda key: self.show_values(key, self._add_chip))
        self._fly(offered, self._add_chip, offered.line)
        return offered

    def show_values(self, key: str, below: QWidget) -> ValuePanel:
        """Choose what a field is filtered by."""
        field = self.fields()[key]
        panel = panel_for(field, self._wishes.get(key), self._source(field), self._context, f"{self._name}.values")
        panel.wished.connect(lambda wish: self.set_wish(key, wish))
        flyout = self._fly(panel, below if below.isVisible() else self._add_chip, panel.first())
        panel.done.connect(flyout.leave)
        return panel

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.box.setPlaceholderText(_(self._hint) if self._hint else _("Filter by name, pinyin, phone"))
        name_it(self.box, _("Filter"))
        self._add_chip.set_label(_("+ Filter"))
        self._draw_chips()
