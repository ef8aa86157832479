"""Names and numbers taken out of a story that others will read (domain/50 §5.3 section 11)."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PHONE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(?:1\d{2}[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?\d{7,8})(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_CHAT = re.compile(r"wxid_\w+|(?<=微信)(\s*号?\s*[:：]?\s*)[A-Za-z][\w-]{5,19}", re.ASCII)
_FORM = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|集团|公司)+$")
_HIDDEN = "**"
_SHORTEST = 2


def masked(name: str) -> str:
    """The first character and two stars: 苏州精工 is 苏**; nothing stays nothing."""
    plain = name.strip()
    return plain[:1] + _HIDDEN if plain else ""


def without_names(text: str, names: Iterable[str]) -> str:
    """The text with each of these names masked, a firm's also without its legal form (names of one character are left: they
    are words too), and with telephone numbers, e-mail addresses and WeChat ids as stars."""
    found = _CHAT.sub(lambda match: f"{match[1] or ''}***", _MAIL.sub("***", _PHONE.sub("***", text)))
    whole = {each.strip() for each in names if each}
    for name in sorted(whole | {_FORM.sub("", each) for each in whole}, key=len, reverse=True):
        if len(name) >= _SHORTEST:
            found = re.sub(re.escape(name), lambda match: masked(match[0]), found, flags=re.IGNORECASE)
    return found
