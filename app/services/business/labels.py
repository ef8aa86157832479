"""Codes that analyses give, in words, for tables in which any of them may stand."""

from app.i18n import N_
from app.services.business.words import BANDS, RETENTION, SEGMENTS, STATUS, TIERS

LABELS: dict[str, str] = {
    **SEGMENTS, **TIERS, **BANDS, **RETENTION, **STATUS,
    "free": N_("Supplied"), "approval": N_("Needs approval"), "stop": N_("Supply stopped"),
}  # fmt: skip
"""Code -> msgid: tiers, bands, segments, statuses, where a retention comes from, whether supply is held."""
