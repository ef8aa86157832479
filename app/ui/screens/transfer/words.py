"""Words of a column that are none of its field's choices, each with a box to say what it means; nothing where there are none."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.exchange.newcomers import Stranger
from app.exchange.words import UnknownWord
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.models import Field
from app.ui.editors.choice import CalmCombo
from app.ui.kit.layouts import clear, column, row
from app.ui.kit.widgets import Chip, ElidedLabel, PlainLabel

_ADD = {"employees": N_("Add as a colleague")}


class WordBox(QWidget):
    """``meant(header, word, code)``: a word means a choice; "" keeps it in the notes. ``added(entity, name)``: somebody whom
    nobody knows comes in too, or after all doesn't; ``known(entity, name, id)``: it is this one, "" for none."""

    meant = Signal(str, str, str)
    added = Signal(str, str)
    known = Signal(str, str, str)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[str, ...] = ()
        self.combos: dict[str, CalmCombo] = {}
        self.chips: dict[str, Chip] = {}
        self._intro = PlainLabel("", "label", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnMinimumWidth(1, 200)
        self.setLayout(column(self._intro, self._grid, spacing=6, margins=(16, 0, 0, 8)))
        self.hide()

    def show_words(self, words: Sequence[UnknownWord], field: Field | None) -> None:
        """Show the words of this column; those that are there already only get their meaning."""
        self.setVisible(bool(words) and field is not None)
        if field is None:
            return
        if self._shown != tuple(one.word for one in words):
            self._build(words, field)
        for one in words:
            combo = self.combos[one.word]
            combo.setCurrentIndex(max(combo.findData(one.code), 0))

    def show_strangers(self, strangers: Sequence[Stranger]) -> None:
        """Show the names of this column that nobody has, each with a chip that has them made."""
        self.setVisible(bool(strangers))
        others = [name for _key, name in strangers[0].others] if strangers else []
        shown = (*(one.name for one in strangers), "", *others)
        if self._shown != shown:
            clear(self._grid)
            self._shown, self.chips, self.combos = shown, {}, {}
            self._intro.setText(_("Nobody of this name is there yet:"))
            for place, one in enumerate(strangers):
                self._grid.addWidget(ElidedLabel(_in_rows(one.name, one.rows)), place, 0)
                self._grid.addLayout(row(self._chip(one), self._others(one)), place, 1)
        for one in strangers:
            self.chips[one.name].setChecked(one.wanted)
            combo = self.combos[one.name]
            combo.setCurrentIndex(max(combo.findData(one.meant.hex if one.meant else ""), 0))

    def _others(self, one: Stranger) -> CalmCombo:
        """Who is there already and may be called so here."""
        combo = self.combos[one.name] = CalmCombo()
        combo.addItem(_("or is a colleague…"), "")
        for key, name in one.others:
            combo.addItem(name, key.hex)
        combo.setVisible(bool(one.others))
        combo.setAccessibleName(_("Which colleague “{name}” is").format(name=one.name))
        combo.setObjectName(f"import.known.{one.name}")
        combo.activated.connect(lambda: self.known.emit(one.entity, one.name, str(combo.currentData() or "")))
        return combo

    def _chip(self, one: Stranger) -> Chip:
        chip = self.chips[one.name] = Chip(_(_ADD[one.entity]), checkable=True)
        chip.setAccessibleName(_("{what}: {name}").format(what=_(_ADD[one.entity]), name=one.name))
        chip.setObjectName(f"import.add.{one.name}")
        chip.clicked.connect(lambda: self.added.emit(one.entity, one.name))
        return chip

    def _build(self, words: Sequence[UnknownWord], field: Field) -> None:
        clear(self._grid)
        self._shown, self.combos = tuple(one.word for one in words), {}
        self._intro.setText(_("These are none of the choices. Say what they mean, or keep them in the notes:"))
        for place, one in enumerate(words):
            self._grid.addWidget(ElidedLabel(_in_rows(one.word, one.rows)), place, 0)
            self._grid.addWidget(self._combo(one, field), place, 1, Qt.AlignmentFlag.AlignTop)

    def _combo(self, one: UnknownWord, field: Field) -> CalmCombo:
        combo = CalmCombo()
        combo.addItem(_("Keep in the notes"), "")
        for choice in field.choices:
            combo.addItem(_(choice.label), choice.code)
        combo.setMaxVisibleItems(16)
        combo.setAccessibleName(_("What “{value}” means in the column {header}").format(value=one.word, header=one.header))
        combo.setObjectName(f"import.word.{one.header}.{one.word}")
        combo.activated.connect(lambda: self.meant.emit(one.header, one.word, str(combo.currentData())))
        self.combos[one.word] = combo
        return combo


def _in_rows(word: str, rows: int) -> str:
    return ngettext_text("“{value}” in {count} row", "“{value}” in {count} rows", rows).format(value=word, count=rows)
