"""How a file is read: what its rows are, encoding, separator, sheet, header row, order of dates. All is found out first."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from app.exchange import matching
from app.exchange.dates import ORDERS
from app.exchange.mapping import Mapping
from app.exchange.names import IMPORTED
from app.exchange.plan_types import MODES, ImportOptions
from app.exchange.sheet import ReadOptions, Sheet
from app.exchange.whole_file import CARDS, holds_both, kinds_of
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.models.types import uuid7
from app.ui.editors.choice import CalmCombo
from app.ui.kit.flow import FlowLayout
from app.ui.kit.layouts import column
from app.ui.kit.widgets import ElidedLabel, PlainLabel, name_it
from app.ui.screens.transfer.columns import field_word
from app.ui.screens.transfer.start import ENCODINGS, ENTITY_WORDS

_SEPARATORS = {",": N_("Comma"), ";": N_("Semicolon"), "\t": N_("Tab"), "|": N_("Bar")}
_ORDERS = {"": N_("Found out"), "mdy": N_("Month, day, year"), "dmy": N_("Day, month, year"), "ymd": N_("Year, month, day")}


_MODES = {"both": N_("New and changed"), "create": N_("Only new rows"), "update": N_("Only changes")}
_WIDTHS = {"header": 90, "entity": 190, "encoding": 210, "mode": 170}


class FileBar(QWidget):
    """``read_again(ReadOptions)``, ``entity_chosen(str)``, ``choice_made()`` for what the dry run alone needs to know."""

    read_again = Signal(object)
    entity_chosen = Signal(str)
    choice_made = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._sheet: Sheet | None = None
        self.newcomers: dict[tuple[str, str], UUID] = {}
        self.name = ElidedLabel("", "section")
        self.name.setObjectName("import.file")
        self.guess = PlainLabel("", "warning", wrap=True)
        self.guess.setObjectName("import.guess")
        self.guess.hide()
        self.entity, self.encoding, self.separator, self.table, self.order = (CalmCombo() for _place in range(5))
        self.mode, self.key = CalmCombo(), CalmCombo()
        self.header = QLineEdit()
        self.header.setValidator(QIntValidator(1, 999_999, self))
        self._boxes: dict[str, tuple[PlainLabel, QWidget, QWidget]] = {}
        holder = QWidget()
        flow = FlowLayout(holder, spacing=12)
        for key, widget in (("entity", self.entity), ("encoding", self.encoding), ("separator", self.separator),
                            ("sheet", self.table), ("header", self.header), ("dates", self.order),
                            ("mode", self.mode), ("key", self.key)):  # fmt: skip
            flow.addWidget(self._box(key, widget))
        self.setLayout(column(self.name, self.guess, holder, spacing=8, margins=(20, 4, 20, 12)))
        self._fill()
        self._connect()

    def _box(self, key: str, widget: QWidget) -> QWidget:
        box, label = QWidget(), PlainLabel("", "label")
        widget.setFixedWidth(_WIDTHS.get(key, 150))
        box.setLayout(column(label, widget, spacing=4))
        self._boxes[key] = (label, widget, box)
        return box

    def _fill(self) -> None:
        for entity in IMPORTED:
            self.entity.addItem("", entity)
        for encoding in ENCODINGS:
            self.encoding.addItem(encoding, encoding)
        for sign in _SEPARATORS:
            self.separator.addItem("", sign)
        for order in ("", *ORDERS):
            self.order.addItem("", order)
        for mode in MODES:
            self.mode.addItem("", mode)
        self.retranslate()

    def _connect(self) -> None:
        self.entity.activated.connect(lambda: self._entity_chosen())
        for choice in (self.order, self.mode, self.key):
            choice.activated.connect(lambda: self.choice_made.emit())
        for combo in (self.encoding, self.separator):
            combo.activated.connect(lambda: self._ask())
        self.table.activated.connect(lambda: self._ask(other_table=True))
        self.header.editingFinished.connect(self._header_typed)

    def _entity_chosen(self) -> None:
        self.guess.hide()
        self.entity_chosen.emit(str(self.entity.currentData()))

    def show_guess(self, wanted: str) -> None:
        """Say where the rows were taken for something else than a person said."""
        found = str(self.entity.currentData())
        self.guess.setVisible(wanted not in ("", found, *kinds_of(found)))
        if wanted:
            words = _("The columns name what {found} have, not {wanted}: choose below what the rows are.")
            self.guess.setText(words.format(found=_(ENTITY_WORDS[found]), wanted=_(ENTITY_WORDS[wanted])))

    def _header_typed(self) -> None:
        if self._sheet is not None and self.header.text() != str(self._sheet.header_row):
            self._ask()

    def _ask(self, other_table: bool = False) -> None:
        """Another table has its header somewhere else."""
        sheet = self._sheet
        if sheet is None:
            return
        encoding, separator = (str(combo.currentData()) if sheet.encoding else "" for combo in (self.encoding, self.separator))
        table = str(self.table.currentData() or "")
        header = 0 if other_table else int(self.header.text() or 0)
        self.read_again.emit(ReadOptions(encoding, table, separator, header))

    def choices(self) -> ImportOptions:
        """The order of dates, what comes in, and by which field rows find records."""
        key = "" if self._boxes["key"][2].isHidden() else str(self.key.currentData() or "")
        return ImportOptions(str(self.order.currentData()), str(self.mode.currentData()), key, newcomers=dict(self.newcomers))

    def take_newcomer(self, entity: str, name: str) -> None:
        """Somebody the rows name is made with the import, or after all is not."""
        if self.newcomers.pop((entity, name), None) is None:
            self.newcomers[entity, name] = uuid7()
        self.choice_made.emit()

    def take_known(self, entity: str, name: str, record: str) -> None:
        """Somebody the rows name is this one, by another name; "" for nobody."""
        self.newcomers.pop((entity, name), None)
        if record:
            self.newcomers[entity, name] = UUID(hex=record)
        self.choice_made.emit()

    def reset(self) -> None:
        """Another file: find everything out."""
        self.newcomers = {}
        for combo in (self.order, self.mode, self.key):
            combo.setCurrentIndex(0)

    def show_keys(self, mapping: Mapping) -> None:
        """Offer the columns by which rows can find records."""
        chosen, offered = str(self.key.currentData() or ""), matching.key_fields(mapping.entity)
        self.key.clear()
        self.key.addItem(_("Found out"), "")
        for name in (each.field for each in mapping.columns if each.field in offered):
            self.key.addItem(field_word(mapping.entity, name), name)
        self.key.setCurrentIndex(max(self.key.findData(chosen), 0))

    def show_sheet(self, sheet: Sheet, entity: str) -> None:
        """Show how a file was read."""
        self._sheet = None
        self._boxes["header"][2].setVisible(not sheet.proposals)
        rows = ngettext_text("{count} row", "{count} rows", len(sheet.rows)).format(count=len(sheet.rows))
        at = sheet.sheets.index(sheet.name) + 1 if sheet.name in sheet.sheets else 0
        which = _("sheet {number} of {count}").format(number=at, count=len(sheet.sheets)) if len(sheet.sheets) > 1 else ""
        self.name.setText(" · ".join(filter(None, (sheet.path.name, which, rows))))
        self._offer_both(holds_both(sheet))
        self.entity.setCurrentIndex(self.entity.findData(entity))
        self._boxes["key"][2].setVisible(entity != CARDS)
        self._show_text(sheet)
        self.table.clear()
        for name in sheet.sheets:
            self.table.addItem(name, name)
        self.table.setCurrentIndex(max(self.table.findData(sheet.name), 0))
        self._boxes["sheet"][2].setVisible(len(sheet.sheets) > 1)
        self.header.setText(str(sheet.header_row))
        self._sheet = sheet

    def _offer_both(self, offered: bool) -> None:
        """Cards may be customers and people at once."""
        place = self.entity.findData(CARDS)
        if offered and place < 0:
            self.entity.insertItem(0, _(ENTITY_WORDS[CARDS]), CARDS)
        elif not offered and place >= 0:
            self.entity.removeItem(place)

    def _show_text(self, sheet: Sheet) -> None:
        for key in ("encoding", "separator"):
            self._boxes[key][2].setVisible(bool(sheet.encoding))
        for combo, value in ((self.encoding, sheet.encoding), (self.separator, sheet.separator)):
            if value and combo.findData(value) < 0:
                combo.addItem(value, value)
            combo.setCurrentIndex(max(combo.findData(value), 0))

    def retranslate(self) -> None:
        """Words in the language in force."""
        names: dict[str, Any] = {
            "entity": _("Rows are"), "encoding": _("Encoding"), "separator": _("Separator"), "sheet": _("Sheet"),
            "header": _("Header in row"), "dates": _("Dates"), "mode": _("Bring in"), "key": _("Rows are found by"),
        }  # fmt: skip
        for key, (label, widget, _holder) in self._boxes.items():
            label.setText(names[key])
            name_it(widget, names[key], f"import.{key}")
        for combo, words in ((self.entity, ENTITY_WORDS), (self.encoding, ENCODINGS), (self.separator, _SEPARATORS),
                             (self.order, _ORDERS), (self.mode, _MODES)):  # fmt: skip
            for place in range(combo.count()):
                word = words.get(combo.itemData(place))
                combo.setItemText(place, _(word) if word else str(combo.itemData(place)))
