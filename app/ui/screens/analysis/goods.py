"""Product × customer as a table by customer or by product, and as a matrix of marks."""

from collections.abc import Mapping
from typing import Any

from app.analysis.product_matrix import BAD, CROSS_SELL, EVEN, GOOD, KEEP, RAISE_PRICE, SELL_BETTER, VERY_GOOD
from app.formats import money_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services.business import products
from app.services.business.behind import ORDERS
from app.services.business.clients import Line
from app.ui.screens.analysis.drawings import Cells, Item
from app.ui.screens.analysis.figure import Drawing
from app.ui.screens.analysis.shown import CODE, NAME, NO_COSTS, Column, Row, Shown, Wanted, fact, free_row, left_out_words, row_of

SUGGESTIONS: Mapping[str, str] = {
    RAISE_PRICE: N_("Raise the price or drop it"), SELL_BETTER: N_("Sell it better products, or let it go"),
    CROSS_SELL: N_("Sell it more that earns"), KEEP: N_("Keep"),
}  # fmt: skip
_TONES = {VERY_GOOD: "good", GOOD: "accent", EVEN: "neutral", BAD: "danger"}
_ACROSS, _DOWN, _OFFERED = 10, 10, 3
BY_CUSTOMER, BY_PRODUCT = "customer", "product"
WAYS = ((BY_CUSTOMER, N_("By customer")), (BY_PRODUCT, N_("By product")))
_MARKS = tuple(Column(mark, "number", 48) for mark in ("++", "+", "0", "−"))
CUSTOMERS = (
    CODE, NAME, Column(N_("Net sales"), "money", 116, ORDERS), Column(N_("Gross profit"), "money", 116), *_MARKS,
    Column(N_("Suggestion"), "badge", 200, words=SUGGESTIONS), Column(N_("Not bought yet, and earns"), "text", 220),
)  # fmt: skip
PRODUCTS = (
    Column(N_("Product"), width=220), Column(N_("Net sales"), "money", 124), Column(N_("Gross profit"), "money", 124),
    *_MARKS, Column(N_("Suggestion"), "badge", 200, words=SUGGESTIONS),
)  # fmt: skip


def matrix(session: Any, wanted: Wanted) -> Shown:
    """C11: which product earns with whom."""
    found = products.products(session, wanted.period)
    by_product = wanted.mode == BY_PRODUCT
    rows = _product_rows(found.company) if by_product else tuple(_customer_row(line) for line in found.lines)
    whole = found.company
    facts = (
        fact(N_("Gross profit"), "money", whole.matrix.total if whole.matrix.customers else None),
        (_("Products"), str(len(whole.matrix.products))),
        (_("Products that lose money"), str(sum(one.profit < 0 for one in whole.matrix.products))),
        (_("Customers that lose money"), str(sum(one.profit <= 0 for one in whole.matrix.customers))),
    )  # fmt: skip
    unknown = _("Lines of {amount} have no cost and are in no cell.").format(amount=money_text(whole.unknown))
    notes = (*((unknown,) if whole.unknown else ()), *left_out_words(found.left_out))
    return Shown(PRODUCTS if by_product else CUSTOMERS, rows, facts, notes, found, NO_COSTS if whole.unknown else "")


def _counts(marks: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(marks.get(mark, 0) for mark in (VERY_GOOD, GOOD, EVEN, BAD))


def _customer_row(line: Line[products.Sold]) -> Row:
    one = line.row
    values = (one.sales, one.profit, *_counts(one.marks), one.suggestion, ", ".join(one.offers[:_OFFERED]))
    return row_of(CUSTOMERS, line.client, values, line)


def _product_rows(whole: products.Range) -> tuple[Row, ...]:
    marks: dict[str, dict[str, int]] = {}
    for (product, _customer), mark in whole.matrix.marks.items():
        own = marks.setdefault(product, {})
        own[mark] = own.get(mark, 0) + 1
    return tuple(
        free_row(PRODUCTS, (_name(whole, one.code), whole.sales[one.code], one.profit, *_counts(marks[one.code]), one.suggestion))
        for one in whole.matrix.products
    )


def _name(whole: products.Range, code: str) -> str:
    return whole.names.get(code) or _("Without a product")


def drawn(rows: Any, shown: Shown, _which: str) -> Drawing:
    """The first customers of the table across, the products that earn most down the side."""
    whole = shown.chart.company
    lines = {line.client.id: line for line in shown.chart.lines}
    across = [lines[row.customer] for row in rows[:_ACROSS] if row.customer in lines] or list(shown.chart.lines[:_ACROSS])
    down = whole.matrix.products[:_DOWN]
    items = [_cell(whole, product.code, line) for product in down for line in across]
    names = tuple(_name(whole, product.code) for product in down)
    return Cells(items, names, tuple(line.client.name for line in across), "", named=True)


def _cell(whole: products.Range, product: str, line: Line[products.Sold]) -> Item:
    mark = whole.matrix.marks.get((product, line.client.key), "")
    sign, nothing = mark.replace("-", "−"), _("not bought")
    tip = f"{line.client.name} · {_name(whole, product)}: {sign or nothing}"
    return Item((line.client.id,), sign, 1 if mark else 0, tone=_TONES.get(mark, "neutral"), tip=tip)


def by_product(line: Line[products.Sold], _whole: Any) -> list[str]:
    """What it earns us, what is suggested, what it could be offered."""
    one = line.row
    plus, good, even, bad = _counts(one.marks)
    said = _("Gross profit {profit}: {plus} products ++, {good} +, {even} 0, {bad} −.")
    told = said.format(profit=money_text(one.profit), plus=plus, good=good, even=even, bad=bad)
    found = [told.replace("++", "+\u2060+"), _(SUGGESTIONS[one.suggestion])]  # the two signs stay in one line
    if one.offers:
        found.append(_("It has not bought, and they earn: {names}.").format(names=", ".join(one.offers)))
    return [*found, _("++ are the best quarter of all cells that earn; 0 is less than 1% of its sales.")]
