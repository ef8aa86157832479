"""Codes that analyses give, in words."""

from app.i18n import N_
from app.models import choices

LABELS: dict[str, str] = {
    **{choice.code: choice.label for choice in choices.STATUS},
    "gold": N_("Gold"), "silver": N_("Silver"), "ordinary": N_("Ordinary"), "watch": N_("Watch"),
    "vip": N_("VIP customers"), "major": N_("Major customers"), "common": N_("Common customers"), "minor": N_("Minor customers"),
    "platinum": N_("Platinum"), "iron": N_("Iron"), "lead": N_("Lead"),
    "important_value": N_("Important: valuable"), "important_keep": N_("Important: keep"),
    "important_develop": N_("Important: develop"), "important_win_back": N_("Important: win back"),
    "general_value": N_("General: valuable"), "general_keep": N_("General: keep"),
    "general_develop": N_("General: develop"), "general_win_back": N_("General: win back"), "potential": N_("Never ordered"),
    "champions": N_("Champions"), "loyal": N_("Loyal customers"), "potential_loyalist": N_("Potential loyalists"),
    "promising": N_("Promising"), "need_attention": N_("Need attention"), "about_to_sleep": N_("About to sleep"),
    "cant_lose": N_("Must not be lost"), "others": N_("Others"), "tier": N_("Of its tier"), "base": N_("Of all customers"),
    "assumed": N_("Assumed"), "free": N_("Supplied"), "approval": N_("Needs approval"), "stop": N_("Supply stopped"),
    "never_serve": N_("Never serve"),
}  # fmt: skip
"""Code -> msgid: tiers, bands, segments, statuses, where a retention comes from, whether supply is held."""
