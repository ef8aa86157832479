"""What is said where an analysis has nothing to show, and what its button does about it."""

from app.i18n import gettext_text as _
from app.ui.screens.analysis.catalogue import Analysis
from app.ui.screens.analysis.shown import Shown

Nothing = tuple[str, str, str]
"""What is missing, what to do, the word of the button."""


def nothing_words(wanted: Analysis, shown: Shown | None) -> Nothing:
    """Why there are no rows: records or gradings are missing, or what the analysis rests on was never written down."""
    if wanted.needs == "gradings":
        hint = _("Grade all for two months, then see who moved.")
        return _("There are no two gradings to compare yet."), hint, _("Grade all…")
    if shown is not None and shown.because:
        hint = _("Import products with their cost, or orders with the cost of their goods.")
        return _(shown.because), hint, _("Import orders")
    if wanted.needs == "orders":
        nobody = _("Nobody ordered for the first time in this period.")
        hint = _("Import this year's orders from Excel or CSV, or choose other months.")
        return nobody if wanted.key == "winning" else _("No orders in this period."), hint, _("Import orders")
    hint = _("Import invoices and payments from Excel or CSV.")
    return _("Nothing is open, and no invoices are kept."), hint, _("Import invoices")
