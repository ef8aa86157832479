"""White space in section IV of the customer analysis: what others buy, earns, and could be offered to this customer."""

from collections.abc import Sequence

from app.formats import money_text
from app.i18n import gettext_text as _
from app.reports.document import Block, Column, Table
from app.services.business.white_space import Offer


def space_blocks(space: Sequence[Offer]) -> tuple[Block, ...]:
    """Nothing where it buys everything that earns, or no product is known to earn."""
    if not space:
        return ()
    like = space[0].peers is not None
    columns = (
        Column(_("Product"), weight=1), Column(_("Customers that buy it"), kind="number"),
        *((Column(_("In its industry"), kind="number"),) if like else ()), Column(_("Net sales"), kind="number"),
        Column(_("Gross profit"), kind="number"), Column(_("It bought it last"), kind="number"),
    )  # fmt: skip
    rows = tuple(
        (one.name, one.customers, *((one.peers,) if like else ()), money_text(one.net), money_text(one.profit),
         one.last or _("never"))
        for one in space
    )  # fmt: skip
    told = _("White space: products that earn and that it did not buy in 12 months")
    return (Table(columns, rows, caption=told, notes=(_("Sales and gross profit are those with all customers."),)),)
