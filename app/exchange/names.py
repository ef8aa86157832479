"""Public field names: what the command line, ``--json``, ``--map`` and an export call a field.

A link is called by what it points to, without ``_id``: a contact carries ``customer``. Pictures stay inside.
"""

import re
import unicodedata
from functools import cache

from app.models import BY_KEY, Field, fields_of
from app.models.own import PREFIX, own_fields

PEOPLE = ("customers", "contacts", "visits", "complaints", "requests")
TRADE = ("products", "orders", "invoices", "receipts", "costs")
IMPORTED = (*PEOPLE, *TRADE)
DECIDED = (
    "dunnings", "credit_files", "customer_policies", "development_plans", "portfolio_decisions", "grade_overrides",
    "never_serves",
)  # fmt: skip
EXPORTED = (*PEOPLE, *TRADE, "improvements", "phone_memos", *DECIDED)
"""What has a list, and so goes out."""

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_NO_WORD = re.compile(r"[\W_]+")
_BRACKETS = re.compile(r"[（(\[【].*?[）)\]】]")


def public_name(field: Field) -> str:
    """``customer`` for the field ``customer_id``, the label of a field of the firm's own, else the key."""
    if field.key.startswith(PREFIX):
        return field.label
    return field.key.removesuffix("_id") if field.kind == "link" else field.key


def public_fields(entity: str) -> dict[str, Field]:
    """The fields of an entity by public name, in the order of their declaration, then the firm's own by their labels."""
    declared = _declared(entity)
    own = own_fields(BY_KEY[entity]).values()
    return {**declared, **{field.label: field for field in own if field.label not in declared}}


@cache
def _declared(entity: str) -> dict[str, Field]:
    fields = fields_of(BY_KEY[entity]).values()
    return {public_name(field): field for field in fields if field.kind != "image"}


def same(text: str) -> str:
    """The form in which two names are the same name: width, case, blanks and invisible characters don't count (F39)."""
    return " ".join(unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold().split())


def bare(text: str) -> str:
    """A header or label with nothing but its letters and digits."""
    return _NO_WORD.sub("", same(text))


def without_brackets(text: str) -> str:
    """A header without ``(optional)`` and the like."""
    return _BRACKETS.sub("", text)
