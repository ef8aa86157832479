"""What the ways of sorting customers and their segments are called on the paper of segments (R-04)."""

from collections.abc import Mapping

from app.analysis.segmentation import OTHERS
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Customer, fields_of
from app.services.business.labels import LABELS
from app.services.business.segments import AREA, GRADE, INDUSTRY, PERSON, RFM, SIZE, TIER, TYPE
from app.services.present import text_of
from app.services.regions import AREA_NAMES

TITLES: Mapping[str, str] = {
    GRADE: N_("Class"), TIER: N_("Tier"), RFM: N_("RFM segment"), SIZE: N_("Size"), TYPE: N_("Company type"),
    INDUSTRY: N_("Industry"), AREA: N_("Region"),
}  # fmt: skip
_FIELDS = {SIZE: "size", TYPE: "company_type", INDUSTRY: "industry"}
_NOTHING = {GRADE: N_("None yet"), TIER: N_("Bought nothing")}

TREATMENT: Mapping[str, str] = {
    "important_value": N_("Much, often, lately: best terms, ask for recommendations."),
    "important_keep": N_("Much and often, not lately: visit now, find out why."),
    "important_develop": N_("Much, but seldom: keep in touch, offer a framework contract."),
    "important_win_back": N_("Much, long ago: a director visits with an offer."),
    "general_value": N_("Often, but little: offer more products, larger orders."),
    "general_keep": N_("Often, not lately: remind by phone or message."),
    "general_develop": N_("Lately, seldom, little: look after the next order."),
    "general_win_back": N_("Little, long ago: serve at low cost."),
    "potential": N_("Never ordered: win as prospects, or close the file."),
}
"""What follows from when, how often and how much they buy (C13)."""


def word(axis: str, code: str) -> str:
    """A segment as people call it."""
    if code == OTHERS:
        return _("All others")
    if not code:
        return _(_NOTHING.get(axis, N_("Not filled in")))
    if axis == AREA:
        return _(AREA_NAMES[code])
    if axis in _FIELDS:
        return _("Private customer") if code == PERSON else text_of(fields_of(Customer)[_FIELDS[axis]], code)
    return _(LABELS.get(code, code))
