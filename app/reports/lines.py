"""Where a line of print may end, and which characters reach the paper at all. Pure text, no fonts.

The rules for Chinese punctuation at line starts and ends (避头尾) are those of GB/T 15834 and CLREQ; reportlab's own
list lacks ！，：；？》 and much else, hangs punctuation into the margin, and cuts English words.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache

NO_START = frozenset("!%),.:;?]}°·’”›‰′″℃…、。〃々〉》」』】〕〗〞！％），．：；？］｝｠～￠¢︰︱︶︸﹐﹑﹒﹔﹕﹖﹗")
NO_END = frozenset("([{‘“‹£¥$（〈《「『【〔〖〝［｛｟￡￥＄№□☑")
_JOINED = frozenset("—…‥⋯")
_WORD = 24
"""A longer word is cut in its middle."""
_FIRST_WIDE = 0x2E80  # CJK radicals: from here on every character is its own word

_BREAKS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_SURROGATES = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_COMBINED = re.compile("[^\n][\u0300-\u036f\u3099\u309a]+")


def clean(text: str) -> str:
    """Text as it can be printed: control and invisible characters gone, line ends ``\\n``, tabs four spaces.

    Directional marks go too: on paper they only serve to disguise. Lone surrogates become U+FFFD, a letter and its
    accents one character where there is one (fonts place it better); nothing else is normalised.
    """
    text = _BREAKS.sub("\n", text).replace("\t", "    ").replace("\xa0", " ")
    text = _SURROGATES.sub("\ufffd", _INVISIBLE.sub("", text))
    return _COMBINED.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)


def is_wide(character: str) -> bool:
    """Is this a character one may break around (Chinese, Japanese, Korean, emoji)?"""
    return ord(character) >= _FIRST_WIDE


@cache
def _pair_may_part(before: str, after: str) -> bool:
    if after == " " or after in NO_START or before in NO_END or unicodedata.combining(after):
        return False
    if before == after and before in _JOINED:
        return False
    if before == " " or is_wide(before) or is_wide(after) or (before in "’”›" and after in "‘“‹"):
        return True  # curly quotes are narrow, yet one quotation may end a line and the next begin one
    return before in "-/\\_" and after.isalpha()


def may_break(text: str, index: int) -> bool:
    """May a line end before ``text[index]``? A number keeps its counter: ``11 件`` and ``7 月`` stay whole."""
    before, after = text[index - 1], text[index]
    if before == " " and index > 1 and text[index - 2].isdigit() and is_wide(after):
        return False
    return _pair_may_part(before, after)


def break_paragraph(text: str, width: float, advance: Callable[[str], float]) -> list[str]:
    """Cut one paragraph (no ``\\n``) into lines of at most ``width``; ``advance`` gives a character's width.

    Spaces at a line's end hang. A word wider than the line is cut where it must be, so this always ends; a line
    holds at least one character however narrow it is. Linear in the text.
    """
    lines: list[str] = []
    start = chance = 0
    used = used_at_chance = 0.0
    limit = width + 0.01
    for index, character in enumerate(text):
        step = advance(character)
        if index > start and may_break(text, index):
            chance, used_at_chance = index, used
        while used + step > limit and index > start and character != " ":
            cut = chance if chance > start else index
            lines.append(text[start:cut].rstrip(" "))
            used = used - used_at_chance if cut < index else 0.0
            start = chance = cut
            used_at_chance = 0.0
        used += step
    lines.append(text[start:])
    return lines


def break_lines(text: str, width: float, advance: Callable[[str], float]) -> list[str]:
    """``break_paragraph`` for each paragraph of a cleaned text; an empty text is one empty line."""
    return [line for part in text.split("\n") for line in break_paragraph(part, width, advance)]


def shorten(text: str, length: int) -> str:
    """At most the first ``length`` characters on one line, with "…" where more was left out: whole words, if not too long."""
    first = clean(text).strip().replace("\n", " ")
    if len(first) <= length:
        return first
    breaks = (place for place in range(length - 1, max(length - _WORD, 0), -1) if may_break(first, place))
    return first[: next(breaks, length - 1)].rstrip() + "…"
