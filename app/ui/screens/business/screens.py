"""Business: the lists of orders, invoices, payments, costs and products, each with its record and the form of a new one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.i18n import gettext_text as _
from app.services.lists import ListQuery, Row
from app.ui.context import Command, Context
from app.ui.kit.delegates import Cell
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import EmptyState, primary, relabel, secondary
from app.ui.lists.exporting import transfer_commands
from app.ui.lists.filters import FilterRow
from app.ui.lists.tables import ListView
from app.ui.records.list_screen import ListScreen
from app.ui.screens.business.entry import OrderEntry, TradeEntry
from app.ui.screens.business.layout import COSTS, ORDERS, PRODUCTS, RECEIPTS, Kind, cells, counted
from app.ui.screens.business.order_record import OrderRecord
from app.ui.screens.business.record import TradeRecord
from app.ui.screens.business.tabs import BusinessTabs

_BELOW_WORDS = 3
"""The place in an empty state behind its two sentences."""


class TradeScreen(ListScreen):
    """One kind of business record: the list at the left, the record or a new one at the right, the other kinds above."""

    kind: Kind
    record: TradeRecord
    entry: TradeEntry

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        kind = self.kind
        self.tabs = BusinessTabs(context, kind.place)
        self.filters = FilterRow(context, kind.entity, kind.entity, kind.filters, kind.views, kind.hint, kind.whole)
        self.first, self.bring_in = primary("", lambda: self.record_new({})), secondary("", self.import_file, "upload")
        self.bring_in.setObjectName(f"{kind.entity}.import")
        self.empty = EmptyState()
        self.empty.body.insertLayout(_BELOW_WORDS, row(None, self.first, self.bring_in, None))
        query = ListQuery(kind.entity, kind.columns, kind.sort.lstrip("-"), kind.sort.startswith("-"))
        self.list = ListView(context, query, f"{kind.entity}.list", self._cells, self.menu, self.empty, fit=kind.fit)
        self.record = self.make_record()
        self.entry = self.make_entry()
        self.put_together()

    def make_record(self) -> TradeRecord:
        """The record at the right."""
        return TradeRecord(self.context, self.kind)

    def make_entry(self) -> TradeEntry:
        """The form of a new one."""
        return TradeEntry(self.context, self.kind, self.stored, self.leave_entry)

    def top_side(self) -> QWidget:
        """The other kinds, then the filters."""
        both = QWidget()
        both.setLayout(column(self.tabs, self.filters, spacing=0))
        return both

    def _cells(self, _row: Row, values: Mapping[str, Any], present: datetime) -> Mapping[str, Cell]:
        return {key: cell for key, cell in cells(self.kind, values, present).items() if key in values}

    def count_words(self, count: int) -> str:
        """How many the list has."""
        return counted(self.kind.entity, count)

    def import_file(self) -> None:
        """Into the import window, for records of this kind."""
        self.context.frame.begin("import", {"entity": self.kind.entity})

    def commands(self) -> tuple[Command, ...]:
        """A new one comes first."""
        first = Command(self.kind.begin, lambda: self.record_new({}), "plus", "Ctrl+N")
        bring_in = (Command(self.kind.imported, self.import_file, "upload"),) if self.kind.imported else ()
        return (first, *bring_in, *transfer_commands(self.context, self, self.list.query))

    def menu(self, ids: Sequence[UUID]) -> Sequence[Command]:
        """What is done with one of them."""
        return (*super().menu(ids), Command(N_("Move to the recycle bin"), self.bulk.remove_marked))

    def begin(self, values: Mapping[str, Any]) -> None:
        """A new one with what another screen knows already (``customer_id`` …); ``open`` shows one, ``only`` (filters.Only) what
        another screen counted."""
        if not self.begun(values):
            self.record_new(values)

    def record_new(self, values: Mapping[str, Any]) -> None:
        """Open the form of a new one."""
        self.show_entry()
        self.entry.begin(values)

    def stored(self, key: UUID) -> None:
        """A new one is stored: show it."""
        self.open_record(key)
        self.focus_record()

    def focus_record(self) -> None:
        """The tabs come first."""
        self.record.pane.focus_tabs()

    def retranslate(self) -> None:
        """Every text anew."""
        self.tabs.retranslate()
        relabel(self.first, _(self.kind.begin))
        self.bring_in.setVisible(bool(self.kind.imported))
        relabel(self.bring_in, _(self.kind.imported) if self.kind.imported else "")
        self.empty.set(*(_(words) for words in self.kind.empty))
        self.nothing.set(*(_(words) for words in self.kind.nothing))
        super().retranslate()


class OrdersScreen(TradeScreen):
    """The place of orders in the window: the first of business."""

    key, title, kind = "business", N_("Business"), ORDERS

    def make_record(self) -> TradeRecord:
        """The order with what credit says of it."""
        return OrderRecord(self.context, self.kind)

    def make_entry(self) -> TradeEntry:
        """An order without an amount goes on with its lines."""
        return OrderEntry(self.context, self.kind, self.stored, self.leave_entry)

    def stored(self, key: UUID) -> None:
        """A new order is stored: show it, and type its lines where its amount is not known yet."""
        super().stored(key)
        if isinstance(self.entry, OrderEntry) and self.entry.wants_lines:
            self.record.pane.show_tab("parts")
            self.record.begin_parts()


class ReceiptsScreen(TradeScreen):
    """The place of payments received."""

    key, title, kind = "receipts", N_("Payments received"), RECEIPTS


class CostsScreen(TradeScreen):
    """The place of what serving customers costs."""

    key, title, kind = "costs", N_("Costs"), COSTS


class ProductsScreen(TradeScreen):
    """The place of products with their costs and prices."""

    key, title, kind = "products", N_("Products"), PRODUCTS
