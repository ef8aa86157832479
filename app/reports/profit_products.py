"""The products of R-07: what each earns with all customers, and what to do with those that lose money (C11)."""

from sqlalchemy.orm import Session

from app.analysis.product_matrix import RAISE_PRICE
from app.formats import money_text
from app.i18n import gettext_text as _
from app.reports.document import Block, Cell, Column, Empty, Table
from app.services.business import products
from app.services.business.period import Period

_MOST = 20


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
