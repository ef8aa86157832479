"""Words for the codes that analyses return."""

from collections.abc import Mapping

from app.analysis import figures
from app.i18n import N_
from app.models.choices import STATUS as _STATUS

BANDS: Mapping[str, str] = {
    "gold": N_("Gold"), "silver": N_("Silver"), "ordinary": N_("Ordinary"), "watch": N_("Watch"), "": N_("Without a score"),
}  # fmt: skip
TIERS: Mapping[str, str] = {
    "vip": N_("VIP customers"), "major": N_("Major customers"), "common": N_("Common customers"), "minor": N_("Minor customers"),
    "platinum": N_("Platinum"), "gold": N_("Gold"), "iron": N_("Iron"), "lead": N_("Lead"),
}  # fmt: skip
STATUS: Mapping[str, str] = {**{each.code: each.label for each in _STATUS}, "potential": N_("Never ordered"),
                              "never_serve": N_("Never serve")}
SEGMENTS: Mapping[str, str] = {
    "important_value": N_("Important: valuable"), "important_keep": N_("Important: keep"),
    "important_develop": N_("Important: develop"), "important_win_back": N_("Important: win back"),
    "general_value": N_("General: valuable"), "general_keep": N_("General: keep"),
    "general_develop": N_("General: develop"), "general_win_back": N_("General: win back"),
    "potential": N_("Never ordered"),
    "champions": N_("Champions"), "loyal": N_("Loyal customers"), "potential_loyalist": N_("Potential loyalists"),
    "new": N_("New customers"), "promising": N_("Promising"), "need_attention": N_("Need attention"),
    "about_to_sleep": N_("About to sleep"), "at_risk": N_("At risk"), "cant_lose": N_("Must not be lost"),
    "lost": N_("Lost"), "others": N_("Others"),
}  # fmt: skip
LEVELS: Mapping[str, str] = {
    "1": N_("1 Basic"), "2": N_("2 Reactive"), "3": N_("3 Accountable"), "4": N_("4 Proactive"), "5": N_("5 Partnership"),
}  # fmt: skip
RETENTION: Mapping[str, str] = {
    "tier": N_("Of its tier"), "base": N_("Of all customers"), "assumed": N_("Assumed"),
}  # fmt: skip
BUCKETS: Mapping[str, str] = {
    "not_due": N_("Not yet due"), "d1_30": N_("1–30 days"), "d31_60": N_("31–60 days"), "d61_90": N_("61–90 days"),
    "d91_180": N_("91–180 days"), "d181_365": N_("181–365 days"), "over_365": N_("Over a year"),
}  # fmt: skip
YEARS: Mapping[str, str] = {
    "y1": N_("Within a year"), "y1_2": N_("1–2 years"), "y2_3": N_("2–3 years"), "over_3": N_("Over 3 years"),
}  # fmt: skip
REASONS: Mapping[str, str] = {
    figures.NO_BASE: N_("Nothing to compare with."), figures.NO_DATA: N_("Not known: nobody recorded it."),
    figures.SAMPLE_TOO_SMALL: N_("Too few customers for this."), figures.NOT_APPLICABLE: N_("Does not apply here."),
    figures.NEW: N_("New: there is no earlier period."), figures.NEGATIVE_BASE: N_("The earlier period is below zero."),
}  # fmt: skip
"""Why a figure is undefined, by its reason code."""
