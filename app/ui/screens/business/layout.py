"""Where the fields of orders, invoices, payments, costs and products stand: columns, views, new ones, whole records."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.formats import money_text, today
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.services.business.labels import LABELS
from app.services.lists import Filter
from app.ui.forms.form import Layout
from app.ui.kit.delegates import Cell, tone_of
from app.ui.lists.columns import Fit
from app.ui.lists.filters import View

UNPAID = Filter("id", "unpaid")
"""Invoices of which anything is open."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of business record: its entity (and place, but for orders), its list, its form, its words (msgids)."""

    entity: str
    place: str
    columns: tuple[str, ...]
    sort: str
    fit: Fit
    filters: tuple[str, ...]
    views: tuple[View, ...]
    new: Layout
    whole: Layout
    begin: str
    save: str
    empty: tuple[str, str]
    nothing: tuple[str, str]
    hint: str
    imported: str
    changed: str
    deleted: str
    added: str


def _this_year(field: str) -> tuple[Filter, ...]:
    return (Filter(field, "from", (date(today().year, 1, 1),)),)


def _this_month(field: str) -> tuple[Filter, ...]:
    return (Filter(field, "from", (today().replace(day=1),)),)


ORDERS = Kind(
    "orders", "business", ("number", "customer_id", "ordered_on", "net", "state", "kind", "owner_id"), "-ordered_on",
    Fit({"number": 124, "customer_id": 140, "ordered_on": 92, "net": 110, "state": 76, "kind": 64, "owner_id": 70},
        ("customer_id",), ("owner_id", "kind", "state"), 100),
    ("state", "kind", "ordered_on", "owner_id", "net", "channel", "currency"),
    (
        View(N_("All orders")), View(N_("Orders of this year"), lambda: _this_year("ordered_on")),
        View(N_("Orders of this month"), lambda: _this_month("ordered_on")),
        View(N_("Drafts"), (Filter("state", "in", ("draft",)),)),
        View(N_("Returns of goods"), (Filter("kind", "in", ("return",)),)),
    ),
    (
        ("", ("customer_id", "ordered_on", "net", "cost", "owner_id", "approval"), False),
        (N_("More about the order"), ("kind", "state", "number", "customer_reference", "tax", "total", "gross", "discount",
                                      "terms_days", "promised_on", "channel", "currency", "notes"), True),
    ),
    (
        ("", ("customer_id", "ordered_on", "kind", "state", "owner_id", "customer_reference"), False),
        (N_("Sums"), ("net", "cost", "gross", "discount", "tax", "total", "currency"), False),
        (N_("Terms and delivery"), ("terms_days", "promised_on", "delivered_on", "channel", "returned_order_id", "approval"),
         False),
        (N_("Notes"), ("number", "notes"), False),
    ),
    N_("New order"), N_("Add order"), (N_("No orders yet."), N_("Import this year's orders, or type the first one.")),
    (N_("No order is chosen."), N_("Choose one in the list, or add a new one.")),
    N_("Filter by order no., customer"), N_("Import orders"),
    N_("Changed the order {name}"), N_("Deleted the order {name}"), N_("Added the order {name}"),
)  # fmt: skip

INVOICES = Kind(
    "invoices", "invoices", ("number", "customer_id", "issued_on", "due_on", "total", "kind"), "-issued_on",
    Fit({"number": 124, "customer_id": 140, "issued_on": 92, "due_on": 92, "total": 110, "kind": 90},
        ("customer_id",), ("kind", "issued_on"), 100),
    ("kind", "due_on", "issued_on", "total", "disputed", "cash", "currency"),
    (
        View(N_("All invoices")), View(N_("Not paid in full"), (UNPAID,)),
        View(N_("Past their due date"), lambda: (UNPAID, Filter("due_on", "before", (today(),)))),
        View(N_("Invoices of this year"), lambda: _this_year("issued_on")),
        View(N_("Disputed"), (Filter("disputed", "in", (True,)),)),
        View(N_("Credit notes"), (Filter("kind", "in", ("credit",)),)),
        View(N_("Opening balances"), (Filter("kind", "in", ("opening",)),)),
    ),
    (
        ("", ("customer_id", "issued_on", "due_on", "total", "order_id"), False),
        (N_("More about the invoice"), ("kind", "number", "tax", "currency", "cash", "notes"), True),
    ),
    (
        ("", ("customer_id", "issued_on", "due_on", "total", "tax", "kind", "order_id", "currency", "cash"), False),
        (N_("Dispute"), ("disputed", "dispute_reason", "complaint_id"), False),
        (N_("Notes"), ("number", "notes"), False),
    ),
    N_("New invoice"), N_("Add invoice"), (N_("No invoices yet."), N_("Import them, or make one from an order.")),
    (N_("No invoice is chosen."), N_("Choose one in the list, or add a new one.")),
    N_("Filter by invoice no., customer"), N_("Import invoices"),
    N_("Changed the invoice {name}"), N_("Deleted the invoice {name}"), N_("Added the invoice {name}"),
)  # fmt: skip

RECEIPTS = Kind(
    "receipts", "receipts", ("number", "customer_id", "received_on", "amount", "method", "payer"), "-received_on",
    Fit({"number": 124, "customer_id": 140, "received_on": 92, "amount": 110, "method": 90, "payer": 100},
        ("customer_id", "payer"), ("payer", "method"), 100),
    ("method", "received_on", "amount", "by_hand", "currency"),
    (
        View(N_("All payments")), View(N_("Payments of this year"), lambda: _this_year("received_on")),
        View(N_("Payments of this month"), lambda: _this_month("received_on")),
        View(N_("Allocated by hand"), (Filter("by_hand", "in", (True,)),)),
    ),
    (
        ("", ("customer_id", "received_on", "amount", "method", "reference"), False),
        (N_("More about the payment"), ("number", "payer", "currency", "notes"), True),
    ),
    (
        ("", ("customer_id", "received_on", "amount", "method", "payer", "reference", "currency"), False),
        (N_("Notes"), ("number", "notes"), False),
    ),
    N_("New payment"), N_("Add payment"), (N_("No payments yet."), N_("Import them, or type the first one.")),
    (N_("No payment is chosen."), N_("Choose one in the list, or add a new one.")),
    N_("Filter by payment no., customer, payer"), N_("Import payments"),
    N_("Changed the payment {name}"), N_("Deleted the payment {name}"), N_("Added the payment {name}"),
)  # fmt: skip

COSTS = Kind(
    "costs", "costs", ("spent_on", "customer_id", "kind", "amount", "minutes", "name"), "-spent_on",
    Fit({"spent_on": 92, "customer_id": 140, "kind": 96, "amount": 104, "minutes": 80, "name": 130},
        ("customer_id", "name"), ("minutes", "name"), 100),
    ("kind", "spent_on", "amount", "owner_id"),
    (
        View(N_("All costs")), View(N_("Costs of this year"), lambda: _this_year("spent_on")),
        View(N_("Of no customer"), (Filter("customer_id", "empty"),)),
    ),
    (("", ("kind", "customer_id", "spent_on", "amount", "minutes", "name", "order_id", "owner_id"), False),),
    (("", ("kind", "customer_id", "spent_on", "amount", "minutes", "name", "order_id", "owner_id", "currency"), False),),
    N_("New cost"), N_("Add cost"),
    (N_("No costs yet."), N_("What visits, care and complaints cost is counted where it is recorded; add the rest here.")),
    (N_("No cost is chosen."), N_("Choose one in the list, or add a new one.")),
    N_("Filter by customer, words"), N_("Import costs"),
    N_("Changed the cost {name}"), N_("Deleted the cost {name}"), N_("Added the cost {name}"),
)  # fmt: skip

PRODUCTS = Kind(
    "products", "products", ("name", "code", "model", "product_group", "retired"), "name",
    Fit({"name": 170, "code": 90, "model": 100, "product_group": 100, "retired": 70}, ("name",), ("retired", "model"), 110),
    ("product_group", "retired"),
    (View(N_("All products")), View(N_("Sold now"), (Filter("retired", "not_in", (True,)),))),
    (("", ("name", "code", "model", "product_group"), False),),
    (("", ("name", "code", "model", "product_group", "retired"), False),),
    N_("New product"), N_("Add product"), (N_("No products yet."), N_("Import them with cost and price, or add the first.")),
    (N_("No product is chosen."), N_("Choose one in the list, or add a new one.")),
    N_("Filter by name, number"), N_("Import products"),
    N_("Changed the product {name}"), N_("Deleted the product {name}"), N_("Added the product {name}"),
)  # fmt: skip

def counted(entity: str, count: int) -> str:
    """How many records a list has, in words."""
    words = {
        "orders": ngettext_text("{count} order", "{count} orders", count),
        "invoices": ngettext_text("{count} invoice", "{count} invoices", count),
        "receipts": ngettext_text("{count} payment", "{count} payments", count),
        "costs": ngettext_text("{count} cost", "{count} costs", count),
        "products": ngettext_text("{count} product", "{count} products", count),
    }
    other = ngettext_text("{count} entry", "{count} entries", count)
    return words.get(entity, other).format(count=f"{count:,}")


def cells(kind: Kind, values: Mapping[str, Any], _present: datetime) -> dict[str, Cell]:
    """Cells that read otherwise than usual: numbers are quiet, what counts against the sum is marked."""
    number = values.get("number")
    found = {} if number is None else {"number": Cell(number, ink="secondary")}
    if kind.entity == "credit_files" and values.get("grade"):
        found["grade"] = Cell(values["grade"], tone_of("credit_grade", values["grade"]))
    if kind.entity == "grade_overrides" and values.get("value"):
        found["value"] = Cell(_(LABELS.get(values["value"], values["value"])), tone_of("grade", values["value"]) or "neutral")
    if kind.entity == "orders" and values.get("kind") == "return" and values.get("net") is not None:
        found["net"] = Cell(money_text(-values["net"]), ink="danger")
    if kind.entity == "invoices" and values.get("kind") == "credit" and values.get("total") is not None:
        found["total"] = Cell(money_text(-values["total"]), ink="danger")
    return found
