"""What deserves a look in rows of business records that come in all the same: days far off, huge amounts, money below 0."""

import re
from collections.abc import Iterator
from datetime import date

from app.exchange.drafts import Draft
from app.exchange.sheet import Trouble
from app.formats import today
from app.i18n import N_

_DAYS = ("ordered_on", "issued_on", "received_on", "spent_on")
_SUMS = ("net", "total", "amount")
_FIRST = date(1990, 1, 1)
_LARGEST = 10**12
"""Fen: ten thousand million yuan."""
_AHEAD = N_("The day lies ahead. Look whether it is right.")
_LONG_AGO = N_("The day lies before 1990. Look whether it is right.")
_HUGE = N_("The amount is beyond 10,000 million. Look whether it is right.")
_PAID_BACK = N_("An amount below 0 is money paid back: it pays no invoice.")
_LESS_COST = N_("A cost below 0 lowers the costs of its kind.")
_NO_KIND = N_("No kind of cost is known: it counts as service.")
_ROUNDED = N_("The amount has parts of a cent; it was rounded.")
_PARTS = re.compile(r"\.\d{2}\d*[1-9]\d*$")
_BELOW = {"receipts": _PAID_BACK, "costs": _LESS_COST}


def doubt(entity: str, draft: Draft) -> None:
    """Add to a draft what is to be told of it where it makes a new record."""
    if draft.refusal is None and not draft.head:
        draft.doubts += [Trouble(draft.row, key, sentence) for key, sentence in _found(entity, draft)]


def _found(entity: str, draft: Draft) -> Iterator[tuple[str, str]]:
    values, present = draft.values, today()
    for key in _DAYS:
        day = values.get(key)
        if isinstance(day, date) and not _FIRST <= day <= present:
            yield key, _AHEAD if day > present else _LONG_AGO
    for key in _SUMS:
        if abs(values.get(key) or 0) >= _LARGEST:
            yield key, _HUGE
    if entity != "orders":  # whose lines are added up before they are rounded
        yield from ((key, _ROUNDED) for key in _SUMS if _is_rounded(draft, key))
    if entity in _BELOW and (values.get("amount") or 0) < 0:
        yield "amount", _BELOW[entity]
    if entity == "costs" and not values.get("kind"):
        yield "kind", _NO_KIND


def _is_rounded(draft: Draft, key: str) -> bool:
    """Whether the cell of an amount says more decimals than money has."""
    cells = (draft.cells[place].strip() for place, _header in draft.places.columns.get(key, ()))
    return draft.values.get(key) is not None and any(_PARTS.search(cell) for cell in cells)
