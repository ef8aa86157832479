"""The products of R-07: what each earns with all customers, and what to do with those that lose money (C11)."""

from sqlalchemy.orm import Session

from app.analysis.product_matrix import RAISE_PRICE
from app.formats import money_text
from app.i18n import gettext_text as _
from app.reports.document import Block, Cell, Column, Empty, Table
from app.services.business import products
from app.services.business.period import Period

_MOST, _CELLS = 20, 10


def product_blocks(session: Session, period: Period) -> tuple[Block, ...]:
    """A table of the products, the one that earns most first; losing ones are always among them."""
    found = products.products(session, period).company
    if not found.matrix.products:
        return (Empty(_("Nothing is known of products: orders have no lines, or the lines no cost.")),)
    best = found.matrix.products[:_MOST]
    bad = [one for one in found.matrix.products[_MOST:] if one.profit < 0]
    sums = (Column(_("Net sales"), kind="number"), Column(_("Gross profit"), kind="number"))
    columns: tuple[Column, ...] = (Column(_("Product"), weight=1), *sums, Column(_("Suggestion")))
    rows: list[tuple[Cell, ...]] = [
        (found.names.get(one.code) or _("Orders without lines"), money_text(found.sales[one.code]), money_text(one.profit),
         _("Raise the price or drop it") if one.suggestion == RAISE_PRICE else "")
        for one in (*best, *bad)
    ]  # fmt: skip
    if not any(row[-1] for row in rows):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    unknown = _("Sold at a cost nobody knows: {amount}.").format(amount=money_text(found.unknown))
    return (Table(columns, tuple(rows), notes=(unknown,) if found.unknown else ()),)


def mark_blocks(session: Session, period: Period) -> tuple[Block, ...]:
    """The largest customers across, the largest products down, and in each cell what C11 calls it; nothing where orders have
    no lines."""
    found = products.products(session, period)
    whole = found.company
    across = sorted(found.lines, key=lambda line: (-line.row.sales, line.client.key))[:_CELLS]
    down = sorted(whole.matrix.products, key=lambda one: (-whole.sales[one.code], one.code))[:_CELLS]
    if not any(one.code for one in down):
        return ()
    columns = (Column(_("Product"), weight=2), *(Column(line.client.name, kind="symbol", weight=1) for line in across))
    rows = tuple(
        (whole.names.get(one.code) or _("Orders without lines"), *(_sign(whole, one.code, line.client.key) for line in across))
        for one in down
    )
    told = _("++ the best quarter of all cells that earn; + earns; 0 less than 1% of its sales; − loses; empty: not bought")
    caption = _("Product × customer: the largest of both by net sales")
    return (Table(columns, rows, caption=caption, notes=(told,)),)


def _sign(whole: products.Range, product: str, customer: str) -> str:
    return whole.matrix.marks.get((product, customer), "").replace("-", "−")
