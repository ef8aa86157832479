"""Every kind of business record, and the place in the window where it is listed."""

from app.ui.screens.business.layout import COSTS, INVOICES, ORDERS, PRODUCTS, RECEIPTS
from app.ui.screens.business.layout_money import CREDIT, DUNNINGS
from app.ui.screens.business.layout_plans import NEVER, OVERRIDES, PLANS, POLICIES, PORTFOLIO

KINDS = {
    kind.entity: kind for kind in (ORDERS, INVOICES, RECEIPTS, COSTS, PRODUCTS, DUNNINGS, CREDIT, POLICIES, PLANS, PORTFOLIO,
                                   OVERRIDES, NEVER)
}  # fmt: skip
PLACES = {kind.entity: kind.place for kind in KINDS.values()}
