"""Names and numbers taken out of a story that others will read (domain/50 §5.3 section 11)."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PHONE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(?:1\d{2}[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?\d{7,8})(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HIDDEN = "**"
_SHORTEST = 2


def masked(name: str) -> str:
    """The first character and two stars: 苏州精工 is 苏**; nothing stays nothing."""
    plain = name.strip()
    return plain[:1] + _HIDDEN if plain else ""


def without_names(text: str, names: Iterable[str]) -> str:
    """The text with each of these names masked (names of one character are left: they are words too), and with telephone
    numbers and e-mail addresses as stars."""
    found = _MAIL.sub("***", _PHONE.sub("***", text))
    for name in sorted({each.strip() for each in names if each}, key=len, reverse=True):
        if len(name) >= _SHORTEST:
            found = re.sub(re.escape(name), lambda match: masked(match[0]), found, flags=re.IGNORECASE)
    return found
