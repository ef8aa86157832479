"""What hangs on a business record, as a tab of its own: the lines of an order, the prices of a product, what a payment pays."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.analysis import development_plan as plans
from app.formats import money_text, number_text, percent_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services import trade_parts
from app.services.development import Measured, PlannedYear, Progress
from app.services.orders import line_amount
from app.ui.context import Context
from app.ui.forms.parts_table import PartsSpec, PartsTable
from app.ui.kit.layouts import column, row, scrolled
from app.ui.kit.widgets import PlainLabel, relabel, secondary


def sums_of(lines: Sequence[Any]) -> str:
    """What the lines come to while they are typed: net, and the margin where all costs are known."""
    amounts = [amount for line in lines if (amount := line_amount(line)) is not None]
    if not amounts:
        return ""
    net, costs = sum(amounts), [line.get("cost") for line in lines]
    words = _("Together {net}").format(net=money_text(net))
    if None in costs or not net:
        return words
    margin = _("cost {cost}, margin {margin}")
    cost = sum(int(each) for each in costs if each is not None)
    return ", ".join((words, margin.format(cost=money_text(cost), margin=percent_text((net - cost) / net))))


SPECS = {
    "orders": (PartsSpec("order_lines", ("product_id", "name", "quantity", "unit", "price", "discount", "amount", "cost"),
                        N_("Add order line"), trade_parts, sums_of),),
    "products": (PartsSpec("product_prices", ("begins_on", "cost", "price", "unit"), N_("Add cost and price"), trade_parts),),
    "receipts": (PartsSpec("allocations", ("invoice_id", "amount"), N_("Add invoice that is paid"), trade_parts),),
    "development_plans": (
        PartsSpec("plan_years", ("year", "volume", "expense", "profit", "units", "notes"), N_("Add year"), trade_parts),
        PartsSpec("plan_activities", ("year", "kind", "name", "held_on", "budget", "man_days", "spent", "done_on"),
                  N_("Add activity"), trade_parts),
    ),
}  # fmt: skip
TITLES = {"orders": N_("Order lines"), "products": N_("Costs and prices"), "receipts": N_("Allocation"),
          "development_plans": N_("Three years")}  # fmt: skip


_MEASURES = {
    plans.VOLUME: N_("sales {actual} of {plan}"), plans.EXPENSE: N_("costs {actual} of {plan}"),
    plans.PROFIT: N_("profit {actual} of {plan}"), plans.PROMOTION: N_("promotion {actual} of {plan}"),
    plans.TRAINED: N_("training {actual} of {plan} days"),
}  # fmt: skip


def growth_words(found: Progress) -> str:
    """What sales are planned to grow by a year; "" for a plan of one year."""
    rate = found.growth.value
    return _("Planned growth of sales: {rate} a year").format(rate=percent_text(rate)) if rate is not None else ""


def year_words(year: PlannedYear) -> str:
    """What became of a year of a plan up to now, held against the part of it that should be done; "" for one to come."""
    told = [measured_words(one) for one in year.measures if one.so_far is not None]
    return "\n".join((_("{year} so far:").format(year=year.year), *told)) if told else ""


def measured_words(one: Measured) -> str:
    """Actual and plan of one measure, and what share of the plan that is; costs above it are marked."""
    days = one.measure == plans.TRAINED
    actual, plan = ("—" if each is None else number_text(each) if days else money_text(each)
                    for each in (one.actual, one.so_far))  # fmt: skip
    words = _(_MEASURES[one.measure]).format(actual=actual, plan=plan)
    rate = one.attained.rate.value
    said = _("unplanned") if one.attained.unplanned else "" if rate is None else percent_text(rate)
    mark = "!" if one.attained.favourable is False else ""
    return _("{words} ({rate})").format(words=words, rate=said + mark) if said else words


class PartsTab(QWidget):
    """The table of parts; a payment also says what is left of it, and pays the oldest due invoices at a click."""

    def __init__(self, context: Context, entity: str, oldest: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("kind", "ground")
        self.entity = entity
        self.tables = [PartsTable(context, spec) for spec in SPECS[entity]]
        self.table = self.tables[0]
        self.actuals = PlainLabel("", "secondary", wrap=True)
        self.actuals.hide()
        self.rest, self.oldest_button = PlainLabel("", "strong"), secondary("", oldest)
        self.rest.setObjectName(f"{entity}.rest")
        self.oldest_button.setObjectName(f"{entity}.oldest")
        inner = QWidget()
        inner.setProperty("kind", "ground")
        head = row(self.rest, None, self.oldest_button)
        inner.setLayout(column(head, self.tables[0], self.actuals, *self.tables[1:], None, spacing=8, margins=(24, 12, 24, 16)))
        self.setLayout(column(scrolled(inner), spacing=0))
        for part in (self.rest, self.oldest_button):
            part.setVisible(entity == "receipts")
        self.retranslate()

    def load(self, owner: UUID) -> None:
        """Show the parts of a record."""
        for table in self.tables:
            table.load(owner)

    def settle(self) -> bool:
        """Store what is typed; False where something can't be."""
        done = [table.settle() for table in self.tables]
        return all(done)

    def keep_draft(self) -> None:
        """Keep what is typed and not stored."""
        for table in self.tables:
            table.keep_draft()

    def show_actuals(self, found: Progress) -> None:
        """What became of the years of a plan so far."""
        self.actuals.setText("\n".join(filter(None, (growth_words(found), *map(year_words, found.years)))))
        self.actuals.setVisible(bool(self.actuals.text()))

    def show_rest(self, rest: int | None, by_hand: bool) -> None:
        """What of a payment pays no invoice yet; one allocated by hand may be left to the usual order again."""
        self.rest.setText(_("Not allocated: {amount}").format(amount=money_text(rest)))
        self.oldest_button.setEnabled(by_hand)

    def retranslate(self) -> None:
        """Words in the language in force."""
        relabel(self.oldest_button, _("Pay the oldest due first"))
        for table in self.tables:
            table.retranslate()
