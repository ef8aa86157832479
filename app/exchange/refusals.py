"""Why a whole row of business records stays outside."""

from collections.abc import Container
from typing import Any

from app.exchange.drafts import TOTALS, Draft
from app.exchange.names import bare
from app.exchange.sheet import Trouble
from app.i18n import N_

_TOTAL = N_("This line holds totals.")
_MISSING = {
    "ordered_on": N_("The day is missing."), "issued_on": N_("The day is missing."), "received_on": N_("The day is missing."),
    "spent_on": N_("The day is missing."), "total": N_("There is no amount."), "amount": N_("There is no amount."),
}  # fmt: skip


def is_total(draft: Draft) -> bool:
    """Whether the row holds the totals of its table: then it is refused."""
    first = [draft.values.get("number"), draft.links.get("customer_id"), *(cell for cell in draft.cells if cell.strip())][:3]
    words = [str(text) for text in first if text]
    if not any(bare(word) in TOTALS for word in words):
        return False
    refuse(draft, "", _TOTAL)
    return True


def refuse(draft: Draft, name: str, sentence: str, /, **values: Any) -> None:
    """Leave the whole row out, for this reason."""
    draft.problems.append(Trouble(draft.row, name, sentence, tuple(values.items())))
    draft.refusal = draft.refusal or draft.problems[-1]


def refuse_missing(draft: Draft, key: str) -> None:
    """Leave out a row that lacks what it needs; where something stood there, what was wrong with it is the reason."""
    refuse(draft, key, _MISSING[key])


def refuse_spoilt(draft: Draft, keys: Container[str]) -> None:
    """A day or an amount that can't be read refuses its row: sums must not lose it silently."""
    spoilt = next((one for one in draft.problems if one.field in keys), None)
    draft.refusal = draft.refusal or spoilt
