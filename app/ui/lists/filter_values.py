"""What one field is filtered by, as a panel that fits its kind: ticks, a text, from and to, periods.

``panel_for(field, wish, source)`` gives a ``ValuePanel``: ``wished(Wish | None)`` at every choice, ``done`` when it can go.
Ticks count at once; texts and figures count on Enter or the button.
"""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget
from shiboken6 import isValid

from app.i18n import N_
from app.i18n import gettext_text as _
from app.models.fields import Field
from app.ui.context import Context
from app.ui.editors.choice import CalmCombo
from app.ui.editors.editor import Editor, editor_for
from app.ui.kit.layouts import column, row
from app.ui.kit.pick_list import KEY, MOST_ROWS, ROW
from app.ui.kit.widgets import PlainLabel, link_button, name_it, plain_tip, primary
from app.ui.lists.filter_source import Source
from app.ui.lists.time_filters import PERIODS
from app.ui.lists.wishes import NUMBERS, SEVERAL, TIMES, Wish, word_of

_TEXT_WAYS = {
    "contains": N_("Contains"), "lacks": N_("Does not contain"), "is": N_("Is exactly"), "empty": N_("Is empty"),
    "filled": N_("Is filled"),
}  # fmt: skip
_TICK_WAYS = {"in": N_("One of"), "not_in": N_("None of"), "empty": N_("Is empty"), "filled": N_("Is filled")}
_PART_WAYS = {"any": N_("One of"), "none": N_("None of"), "empty": N_("Is empty"), "filled": N_("Is filled")}
_RANGE_WAYS = {"between": N_("From – to"), "empty": N_("Is empty"), "filled": N_("Is filled")}
_BARE = ("empty", "filled")


class ValuePanel(QWidget):
    """The part all panels share: the field's name, the way it is compared, the way back."""

    wished = Signal(object)
    done = Signal()

    def __init__(self, field: Field, wish: Wish | None, ways: dict[str, str], name: str) -> None:
        super().__init__()
        self.field, self.wish, self._name = field, wish, name
        self.ways = CalmCombo()
        name_it(self.ways, _("How it is compared"), f"{name}.how")
        for code, label in ways.items():
            self.ways.addItem(_(label), code)
        if wish is not None:
            self.ways.setCurrentIndex(max(0, self.ways.findData(wish.how)))
        self.ways.setVisible(len(ways) > 1)
        self.ways.activated.connect(self._way_changed)
        self.remove = link_button(_("Remove filter"), lambda: self._finish(None))
        self.remove.setObjectName(f"{name}.remove")
        self.remove.setVisible(wish is not None)
        self.title = PlainLabel(_(field.label), "strong")
        self.rest = column(spacing=8)
        self.setLayout(column(row(self.title, None, self.remove), self.ways, self.rest, spacing=8))

    def how(self) -> str:
        """The way of comparing that is chosen."""
        return str(self.ways.currentData())

    def _way_changed(self) -> None:
        if self.how() in _BARE:
            self._finish(Wish(self.field.key, self.how()))
        else:
            self.way_changed()

    def way_changed(self) -> None:
        """Another way of comparing was chosen."""

    def _finish(self, wish: Wish | None) -> None:
        self.wished.emit(wish)
        self.done.emit()

    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self.ways


class TicksPanel(ValuePanel):
    """Values that are ticked; typed text narrows them, or asks for records that are not here yet."""

    def __init__(self, field: Field, wish: Wish | None, source: Source, name: str) -> None:
        several = field.kind in SEVERAL
        super().__init__(field, wish, _PART_WAYS if several else _TICK_WAYS if field.kind != "flag" else {"in": ""}, name)
        self._source, self._chosen = source, list(wish.values) if wish is not None else []
        self._usual = "any" if several else "in"
        self.line, self.list = QLineEdit(), QListWidget()
        name_it(self.line, _("Find in the list"), f"{name}.find")
        self.line.setPlaceholderText(_("Find in the list"))
        name_it(self.list, _(field.label), f"{name}.values")
        self.list.setProperty("kind", "picks")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.line.setVisible(field.kind in ("link", "tags", "listed") or len(field.choices) > MOST_ROWS)
        self.line.textChanged.connect(lambda text: source.ask(text, self._show))
        self.list.itemClicked.connect(self._toggled)
        self.list.itemActivated.connect(self._toggled)
        self.line.returnPressed.connect(self._entered)
        self.rest.addWidget(self.line)
        self.rest.addWidget(self.list)
        source.ask("", self._show)

    def first(self) -> QWidget:
        return self.list if self.line.isHidden() else self.line

    def _show(self, entries: Sequence[tuple[Any, str, int | None]]) -> None:
        """Ticked ones stay on top while nothing is typed, so that what is in force is seen."""
        if not isValid(self):  # the panel was closed before the answer came
            return
        self.list.clear()
        known = {value for value, _word, _count in entries}
        kept = [] if self.line.text().strip() else [value for value in self._chosen if value not in known]
        for value in kept:
            self._add(value, word_of(self.field, value, self._source.words), None)
        for value, word, count in entries:
            self._add(value, word, count)
        self.list.setFixedHeight(ROW * max(1, min(self.list.count(), MOST_ROWS)) + 4)

    def _add(self, value: Any, word: str, count: int | None) -> None:
        item = QListWidgetItem(word if count is None else _("{word}  ({count})").format(word=word, count=f"{count:,}"), self.list)
        item.setSizeHint(QSize(0, ROW))
        item.setData(KEY, value)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        item.setCheckState(Qt.CheckState.Checked if value in self._chosen else Qt.CheckState.Unchecked)
        choice = self.field.choice(value) if self.field.choices else None
        item.setToolTip(plain_tip(_(choice.hint)) if choice is not None else "")

    def _entered(self) -> None:
        """Enter behind a typed text ticks what it alone found."""
        if self.list.count() == 1 and self.line.text().strip():
            self._toggled(self.list.item(0))

    def _toggled(self, item: QListWidgetItem) -> None:
        value = item.data(KEY)
        on = value not in self._chosen
        single = self.field.kind == "flag"
        self._chosen = [*([] if single else self._chosen), value] if on else [one for one in self._chosen if one != value]
        for place in range(self.list.count()):
            other = self.list.item(place)
            other.setCheckState(Qt.CheckState.Checked if other.data(KEY) in self._chosen else Qt.CheckState.Unchecked)
        self.way_changed()

    def way_changed(self) -> None:
        how = self._usual if self.how() in _BARE else self.how()
        self.wished.emit(Wish(self.field.key, how, tuple(self._chosen)) if self._chosen else None)


class TextPanel(ValuePanel):
    """A text that is contained, or is the whole value."""

    def __init__(self, field: Field, wish: Wish | None, name: str) -> None:
        super().__init__(field, wish, _TEXT_WAYS, name)
        self.line = QLineEdit(str(wish.values[0]) if wish is not None and wish.values else "")
        name_it(self.line, _("Text"), f"{name}.text")
        self.line.returnPressed.connect(self.submit)
        self.do = primary(_("Filter"), self.submit)
        self.do.setObjectName(f"{name}.do")
        self.rest.addWidget(self.line)
        self.rest.addLayout(row(None, self.do))

    def first(self) -> QWidget:
        return self.line

    def submit(self) -> None:
        """Filter by what is typed; nothing typed takes the filter away."""
        text = self.line.text().strip()
        self._finish(Wish(self.field.key, self.how() if self.how() not in _BARE else "contains", (text,)) if text else None)


class RangePanel(ValuePanel):
    """From and to, both included; either may be left open. Days and moments have periods above."""

    def __init__(self, field: Field, wish: Wish | None, context: Context, name: str) -> None:
        self.times = field.kind in TIMES
        super().__init__(field, wish, {"days": N_("From – to")} if self.times else _RANGE_WAYS, name)
        kind: Any = "date" if self.times else field.kind
        self.low, self.high = (self._editor(kind, context, part) for part in ("from", "to"))
        if wish is not None and wish.how in ("days", "between"):
            self.low.set_value(wish.values[0])
            self.high.set_value(wish.values[1])
        self.note = PlainLabel("", "error", wrap=True)
        self.note.setObjectName(f"{name}.note")
        self.note.hide()
        self.do = primary(_("Filter"), self.submit)
        self.do.setObjectName(f"{name}.do")
        self.list = self._periods(wish) if self.times else None
        both = row(*(column(PlainLabel(word, "label"), part.widget, spacing=4) for word, part in self._named()))
        for part in (both, self.note, row(None, self.do)):
            self.rest.addLayout(part) if not isinstance(part, QWidget) else self.rest.addWidget(part)

    def _named(self) -> tuple[tuple[str, Editor], ...]:
        words = (_("From"), _("To")) if self.times else (_("At least"), _("At most"))
        return ((words[0], self.low), (words[1], self.high))

    def _editor(self, kind: Any, context: Context, part: str) -> Editor:
        editor = editor_for(Field(N_("From") if part == "from" else N_("To"), kind, 18, key=part), context, self._name)
        line = editor.widget
        assert isinstance(line, QLineEdit)  # noqa: S101 - every kind with an order is typed into a line
        line.returnPressed.connect(self.submit)
        return editor

    def _periods(self, wish: Wish | None) -> QListWidget:
        found = QListWidget()
        name_it(found, _("Period"), f"{self._name}.values")
        found.setProperty("kind", "picks")
        for code, label in PERIODS.items():
            item = QListWidgetItem(_(label), found)
            item.setSizeHint(QSize(0, ROW))
            item.setData(KEY, code)
            if wish is not None and wish.values == (code,):
                found.setCurrentItem(item)
        found.setFixedHeight(ROW * len(PERIODS) + 4)
        choose: Callable[[QListWidgetItem], None] = lambda item: self._finish(Wish(self.field.key, "period", (item.data(KEY),)))  # noqa: E731
        found.itemClicked.connect(choose)
        found.itemActivated.connect(choose)
        self.rest.addWidget(found)
        return found

    def first(self) -> QWidget:
        return self.list if self.list is not None else self.low.widget

    def submit(self) -> None:
        """Filter by what is typed; what can't be read is said."""
        problem = self.low.problem() or self.high.problem()
        low, high = self.low.value(), self.high.value()
        if not problem and low is not None and high is not None and low > high:
            problem = _("The first value lies above the second.")
        self.note.setText(problem)
        self.note.setVisible(bool(problem))
        if not problem:
            how = "days" if self.times else "between"
            self._finish(None if low is None and high is None else Wish(self.field.key, how, (low, high)))


def panel_for(field: Field, wish: Wish | None, source: Source, context: Context, name: str) -> ValuePanel:
    """The panel that fits the kind of a field."""
    if field.kind in (*TIMES, *NUMBERS):
        return RangePanel(field, wish, context, name)
    if field.kind in ("choice", "choices", "listed", "link", "flag", "tags"):
        return TicksPanel(field, wish, source, name)
    if field.coded:
        from app.ui.lists.filter_area import RegionPanel

        return RegionPanel(field, wish, name)
    return TextPanel(field, wish, name)

