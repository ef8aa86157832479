"""One business record: its head, its fields, what hangs on it, files and history."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.formats import day_text, money_text, today
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import entity_named, fields_of
from app.services import development, orders, receipts, trade_view
from app.services.asked import Asked
from app.services.present import text_of
from app.services.trade_view import TradeView
from app.ui.context import Context
from app.ui.kit.delegates import tone_of
from app.ui.kit.widgets import quiet, relabel
from app.ui.records.step_panel import Asking
from app.ui.records.step_record import StepRecord
from app.ui.records.stepped import Stepped, View
from app.ui.screens.business.layout import Kind
from app.ui.screens.business.parts import SPECS, TITLES, PartsTab

_HEADS = {"orders": ("ordered_on", "net"), "invoices": ("issued_on", "total"), "receipts": ("received_on", "amount"),
          "costs": ("spent_on", "amount"), "products": ("", ""), "dunnings": ("done_on", "amount"),
          "credit_files": ("assessed_on", "approved_limit"), "customer_policies": ("begins_on", ""),
          "development_plans": ("approved_on", ""), "portfolio_decisions": ("decided_on", ""),
          "grade_overrides": ("begins_on", ""), "never_serves": ("applied_on", "loss")}  # fmt: skip
"""(day, amount) of the line under the name."""
_BADGES = ("state", "kind", "step", "grade", "decision", "value")
_USUAL = ("sale", "invoice")
_TABS = {"orders": N_("Sales order"), "invoices": N_("Invoice"), "receipts": N_("Payment received"), "costs": N_("Cost"),
         "products": N_("Product"), "dunnings": N_("Step"), "credit_files": N_("Credit file"),
         "customer_policies": N_("Policy"), "development_plans": N_("Strategy"), "portfolio_decisions": N_("Decision"),
         "grade_overrides": N_("Grade set by hand"), "never_serves": N_("Application")}  # fmt: skip
_CONCERNED = (*_HEADS, "plan_years", "plan_activities", "customers", "employees", "order_lines", "allocations", "product_prices")


def _nothing_asked(_session: Any, _record_id: UUID, _code: str) -> Asked:
    raise LookupError("business records have no moves")


def _no_move(*_arguments: Any) -> None:
    raise LookupError("business records have no moves")


def _no_moves(_state: str) -> Sequence[Asking]:
    return ()


def stepped(kind: Kind) -> Stepped:
    """What the record says of itself."""
    entity = entity_named(kind.entity)
    return Stepped(
        entity, kind.entity, _TABS[kind.entity], kind.whole, partial(_view, kind.entity), _nothing_asked, _no_move,
        partial(_amend, kind.entity), _no_moves, kind.changed, kind.deleted, frozenset(_CONCERNED), has_files=False,
    )  # fmt: skip


def _view(entity: str, session: Any, record_id: UUID) -> TradeView:
    return trade_view.trade_view(session, entity, record_id)


def _amend(entity: str, session: Any, record_id: UUID, values: Any, version: int | None = None) -> bool:
    return trade_view.amend(session, entity, record_id, values, version)


def _progress(gateway: Any, plan_id: UUID) -> development.Progress:
    found: development.Progress = gateway.read_now(development.progress, plan_id, today())
    return found


class TradeRecord(StepRecord):
    """The pane at the right of the list; ``gone`` when the record went to the recycle bin."""

    def __init__(self, context: Context, kind: Kind) -> None:
        self.kind = kind
        super().__init__(context, self.stepped())
        self.retranslate()

    def stepped(self) -> Stepped:
        """What this kind of record says of itself; kinds with steps of their own add them."""
        return stepped(self.kind)

    def add_tabs(self) -> None:
        """What hangs on it; an order also becomes an invoice."""
        self.parts: PartsTab | None = None
        if self.kind.entity in SPECS:
            self.pane.add_tab("parts", TITLES[self.kind.entity], self._make_parts)
        self.bill_button = quiet("", self.bill)
        self.bill_button.setObjectName("orders.bill")
        self.pane.buttons.insertWidget(0, self.bill_button)  # before it is shown: alone it would be a window
        self.bill_button.setVisible(self.kind.entity == "orders")

    def _make_parts(self) -> QWidget:
        self.parts = PartsTab(self.context, self.kind.entity, self.pay_oldest)
        return self.parts

    def show_tab(self, key: str) -> None:
        """Its parts as well."""
        super().show_tab(key)
        if key == "parts" and self.parts is not None and self._shown is not None:
            self.parts.load(self._shown.values["id"])
            self._read_actuals(self._shown.values)
            if isinstance(self._shown, TradeView):
                self.parts.show_rest(self._shown.rest, bool(self._shown.values.get("by_hand")))

    def _read_actuals(self, values: Mapping[str, Any]) -> None:
        """What became of the years of a plan, added up beside the window."""
        parts, gateway = self.parts, self.context.gateway
        if self.kind.entity == "development_plans" and parts is not None:
            gateway.run(_progress, gateway, values["id"], done=parts.show_actuals)

    def begin_parts(self) -> None:
        """Type the first of its parts (the lines of a new order)."""
        self.pane.show_tab("parts")
        if self.parts is not None:
            self.parts.table.begin_new()

    def pay_oldest(self) -> None:
        """Let the payment pay the invoices due longest again, whatever was chosen by hand."""
        if self._shown is not None:
            label = self.label(N_("Allocated the payment {name} to the oldest invoices"))
            self.context.gateway.write(label, receipts.set_automatic, self.current())

    def bill(self) -> None:
        """Make the invoice of this order, due when its terms are over, and show it."""
        if self._shown is not None and self.save():
            label = self.label(N_("Made the invoice of the order {name}"))
            self.context.gateway.write(label, receipts.invoice_of_order, self.current(),
                                       done=lambda key: self.context.frame.go("invoices", key))  # fmt: skip

    def _show_menu(self) -> None:
        """What is done with an order, and the recycle bin."""
        steps = ((_("Delivered today"), self.deliver), (_("Cancel the order"), self.cancel_order))
        own = steps if self.kind.entity == "orders" else ()
        self.open_menu(self.more_button, [*own, (_("Delete"), self.delete)])

    def deliver(self) -> None:
        """The goods were delivered today."""
        if self._shown is not None and self.save():
            self.context.gateway.write(self.label(N_("Delivered the order {name}")), orders.deliver, self.current())

    def cancel_order(self) -> None:
        """The order counts no more."""
        if self._shown is not None and self.save():
            self.context.gateway.write(self.label(N_("Cancelled the order {name}")), orders.cancel, self.current())

    def delete(self) -> None:
        """Into the recycle bin."""
        if self._shown is not None:
            self.context.gateway.write(self.label(self.of.deleted), trade_view.delete, self.kind.entity, self.current())

    def save(self) -> bool:
        """Save the fields and what is typed into the parts."""
        return (self.parts is None or self.parts.settle()) and super().save()

    def keep_drafts(self) -> None:
        """Keep what is typed, in the parts too."""
        super().keep_drafts()
        if self.parts is not None:
            self.parts.keep_draft()

    def name(self) -> str:
        """Its number or name, else whose it is: what somebody wrote into it names nothing."""
        if self._shown is None:
            return ""
        values, titles = self._shown.values, self._shown.titles
        return str(values.get("number") or values.get("name") or titles.get("customer_id", "")) or super().name()

    def show_head(self, view: TradeView) -> None:
        """Number, kind and state, customer, day, amount."""
        values, fields = view.values, fields_of(self.of.entity)
        badges = [(text_of(fields[key], values[key]), tone_of(key, values[key]) or "neutral") for key in _BADGES
                  if values.get(key) and values[key] not in _USUAL]  # fmt: skip
        day, amount = _HEADS[self.kind.entity]
        customer = view.titles.get("customer_id", "")
        title = values.get("number") or values.get("name") or customer or _(self.of.entity.label)
        self.pane.set_title(title, badges)
        parts = (customer if title != customer else "", day_text(values.get(day)) if day else values.get("code") or "",
                 money_text(values[amount]) if amount and values.get(amount) is not None else "")  # fmt: skip
        open_words = {"invoices": _("Open: {amount}"), "receipts": _("Not allocated: {amount}")}.get(self.kind.entity, "")
        rest = open_words.format(amount=money_text(view.rest)) if view.rest is not None else ""
        self.pane.set_line((*parts, rest))

    def next_words(self, view: Any) -> tuple[Any, str]:
        """Business records have no next step of their own."""
        return None, ""

    def retranslate(self) -> None:
        """Words in the language in force."""
        relabel(self.bill_button, _("Make invoice"))
        if self.parts is not None:
            self.parts.retranslate()
        super().retranslate()

    def _show_next(self, view: View) -> None:
        self.pane.next.set("")
