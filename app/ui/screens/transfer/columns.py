"""Which column of the file is which field: one line a column, with what stands in it and where it goes."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.exchange.mapping import OUT, Column, Mapping, choosable
from app.exchange.names import public_fields
from app.exchange.newcomers import Stranger
from app.exchange.sheet import Sheet
from app.exchange.trade_places import PLACES
from app.exchange.words import UnknownWord
from app.formats import excerpt
from app.i18n import N_
from app.i18n import gettext_text as _
from app.ui.editors.choice import CalmCombo
from app.ui.kit.layouts import bring_into_view, clear, column, scrolled
from app.ui.kit.widgets import ElidedLabel, PlainLabel
from app.ui.screens.transfer.words import WordBox

_PARTS = {
    "family_name": N_("Family name"), "given_name": N_("Given name"), "middle_name": N_("Middle name"),
    "birth_year": N_("Year of birth"), "birth_month": N_("Month of birth"), "birth_day": N_("Day of birth"),
    "when": N_("Day or time"),
    "contact_name": N_("Decision-maker: name"), "contact_phone": N_("Decision-maker: mobile"),
    "contact_office_phone": N_("Decision-maker: office phone"), "contact_title": N_("Decision-maker: position"),
    "contact_email": N_("Decision-maker: email"),
}  # fmt: skip
_SAMPLES = 3
_LOOKED_AT = 200


def field_word(entity: str, name: str) -> str:
    """What a field is called in the language in force; "" is the notes."""
    if name in ("", OUT):
        return _("Leave this column out") if name else _("Keep in the notes")
    field = PLACES.get(entity, {}).get(name) or public_fields(entity).get(name)
    return _(field.label) if field else _(_PARTS[name])


def column_word(entity: str, name: str) -> str:
    """What a trouble is about: a field in the language in force, a header of the file as it stands, nothing."""
    try:
        return field_word(entity, name) if name else ""
    except KeyError:
        return name


def samples(sheet: Sheet, place: int) -> str:
    """The first different values of a column."""
    found: dict[str, None] = {}
    for values in sheet.rows[:_LOOKED_AT]:
        text = " ".join(values[place].split())
        if text:
            found[excerpt(text, 60)] = None
        if len(found) == _SAMPLES:
            break
    return " · ".join(found)


class ColumnTable(QWidget):
    """``chosen(header, field)`` when a column is sent elsewhere, ``meant(header, word, code)`` when a word is explained,
    ``added(entity, name)`` when somebody nobody knows is wanted too, ``known(entity, name, id)`` when it is somebody there."""

    chosen, meant, added, known = Signal(str, str), Signal(str, str, str), Signal(str, str), Signal(str, str, str)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Sheet, Mapping] | None = None
        self._heads: tuple[tuple[str, str], ...] = ()
        self._words: tuple[tuple[UnknownWord, ...], tuple[Stranger, ...]] = ((), ())
        self.combos: dict[str, CalmCombo] = {}
        self.boxes: dict[str, WordBox] = {}
        self.title = PlainLabel("", "section")
        inner = QWidget()
        inner.setProperty("kind", "ground")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnMinimumWidth(1, 200)
        inner.setLayout(column(self._grid, None, margins=(20, 0, 12, 12)))
        whole = column(column(self.title, margins=(20, 4, 12, 0)), scrolled(inner), spacing=8)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setMinimumWidth(360)

    def show_mapping(self, sheet: Sheet, mapping: Mapping) -> None:
        """Show where each column goes."""
        heads = tuple((header, samples(sheet, place)) for place, header in enumerate(sheet.header))
        anew = self._shown is None or self._shown[1].entity != mapping.entity or self._heads != heads
        self._shown, self._heads = (sheet, mapping), heads
        if anew:
            self._build(mapping)
        for each in mapping.columns:
            combo = self.combos[each.header]
            combo.setCurrentIndex(max(combo.findData(each.field), 0))

    def _build(self, mapping: Mapping) -> None:
        clear(self._grid)
        self.combos, self.boxes = {}, {}
        choices = [(name, field_word(mapping.entity, name)) for name in ("", OUT)]
        choices += [(name, field_word(mapping.entity, name)) for name in choosable(mapping.entity)]
        for place, each in enumerate(mapping.columns):
            self._grid.addLayout(self._head(*self._heads[place]), 2 * place, 0)
            self._grid.addWidget(self._combo(each, choices), 2 * place, 1, Qt.AlignmentFlag.AlignTop)
            box = self.boxes[each.header] = WordBox()
            box.meant.connect(self.meant)
            box.added.connect(self.added)
            box.known.connect(self.known)
            self._grid.addWidget(box, 2 * place + 1, 0, 1, 2)

    def show_words(self, words: Sequence[UnknownWord], strangers: Sequence[Stranger] = ()) -> None:
        """Below their columns, the words that are none of the choices and the names that nobody has; those of a column that
        just got them come into view."""
        self._words = (tuple(words), tuple(strangers))
        fields = public_fields(self._shown[1].entity) if self._shown is not None else {}
        for header, box in self.boxes.items():
            mine, hidden = [one for one in words if one.header == header], box.isHidden()
            unknown = [one for one in strangers if one.header == header]
            if unknown:
                box.show_strangers(unknown)
            else:
                box.show_words(mine, fields.get(mine[0].field) if mine else None)
            if hidden and not box.isHidden():
                bring_into_view(box)

    def _head(self, header: str, values: str) -> QGridLayout:
        words = QGridLayout()
        words.setVerticalSpacing(0)
        words.addWidget(ElidedLabel(header, "strong"), 0, 0)
        words.addWidget(ElidedLabel(values, "label"), 1, 0)
        return words

    def _combo(self, each: Column, choices: list[tuple[str, str]]) -> CalmCombo:
        combo = CalmCombo()
        for name, word in choices:
            combo.addItem(word, name)
        combo.setMaxVisibleItems(16)
        combo.setAccessibleName(_("Field for the column {header}").format(header=each.header))
        combo.setObjectName(f"import.column.{each.header}")
        combo.activated.connect(lambda: self.chosen.emit(each.header, str(combo.currentData())))
        self.combos[each.header] = combo
        return combo

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.title.setText(_("Columns"))
        if self._shown is not None:
            sheet, mapping = self._shown
            self._shown = None
            self.show_mapping(sheet, mapping)
            self.show_words(*self._words)
