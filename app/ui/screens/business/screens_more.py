"""Business beyond trade: plans, and what is decided about customers by hand."""

from app.i18n import N_
from app.ui.screens.business.layout_plans import OVERRIDES, PLANS, PORTFOLIO
from app.ui.screens.business.screens import TradeScreen


class PlansScreen(TradeScreen):
    """The place of development plans over three years."""

    key, title, kind = "development_plans", N_("Development plans"), PLANS


class PortfolioScreen(TradeScreen):
    """The place of decisions what we want with a customer."""

    key, title, kind = "portfolio_decisions", N_("Portfolio"), PORTFOLIO


class OverridesScreen(TradeScreen):
    """The place of grades that were set by hand."""

    key, title, kind = "grade_overrides", N_("Set by hand"), OVERRIDES
