"""What speaks for two records being one, in words."""

from collections.abc import Iterable, Sequence

from app.analysis.duplicates import LIKELY, NAME, SAME, WEAK
from app.i18n import N_
from app.i18n import gettext_text as _

STRENGTH = {SAME: N_("Same"), LIKELY: N_("Likely"), WEAK: N_("Perhaps")}
TONE = {SAME: "good", LIKELY: "accent", WEAK: "neutral"}
REASON = {
    "code": N_("same code or ID number"),
    "near_code": N_("nearly the same credit code"),
    "name": N_("same name"),
    "close": N_("similar name"),
    "part": N_("one name holds the other"),
    "akin": N_("related names"),
    "sound": N_("names sound alike"),
    "phone": N_("same phone"),
    "mail": N_("same mail or account"),
    "door": N_("same address"),
    "birthday": N_("same birthday"),
    "owner": N_("same customer"),
}


_NEARLY = N_("nearly the same name")


def reasons_text(reasons: Iterable[str], names: Sequence[str] = ()) -> str:
    """``same name, same phone`` in the language in force; of ``names`` that are the same but for a firm's form or place, no
    more is said than that."""
    written = {"".join(name.casefold().split()) for name in names}
    said = (_NEARLY if reason == NAME and len(written) > 1 else REASON[reason] for reason in reasons)
    return _(", ").join(map(_, said))
