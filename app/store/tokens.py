"""The tokens of the search index, and what a typed text asks of them.

Each Chinese character is a token, each run of letters or digits another; names also by pinyin and initials, phones and
numbers by their digits.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import sqlalchemy as sa

from app.store.pinyin import initials_of, other_readings, spellings
from app.store.simplified import simplifying

# by code point, since the compatibility block's own signs turn into others when a tool composes this file; with Korean
# syllables, and the private area, where rare characters of old systems live
_HAN = "\u3400-\u9fff\uac00-\ud7a3\ue000-\ufaff\U00020000-\U0003ffff"
_DIGITS = re.compile(r"\D")
_LONGEST = 20_000
_NUMBERED = re.compile(r"[a-z]{1,4}[0-9]{4,}")
"""A record's number (KH000001): its digits alone are another's as well."""


@cache
def _word_pattern() -> re.Pattern[str]:
    return re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+", re.UNICODE)  # 3 ms, which no start has to spend


@cache
def _chinese_pattern() -> re.Pattern[str]:
    return re.compile(rf"[{_HAN}]")


def words(text: str) -> list[str]:
    """The tokens of a text: each Chinese character, each run of letters or digits, in lower case."""
    return _word_pattern().findall(folded(text[:_LONGEST]))


def folded(text: str) -> str:
    """Half width, lower case, without accents: what people type finds what was written."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKD", text).casefold().translate(_unaccented()))


class _Plain(dict[int, str | int | None]):
    """A table for ``str.translate`` that drops marks and learns each character once it is met."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]  # type: ignore[return-value]


# letters with a stroke have no accent that Unicode could take off; traditional characters count as simplified ones
@cache
def _unaccented() -> _Plain:
    strokes = zip("łøđħıæœ", ("l", "o", "d", "h", "i", "ae", "oe"), strict=True)
    return _Plain(simplifying() | {ord(letter): plain for letter, plain in strokes})


def digits(text: str) -> str:
    """The digits of a phone or number, in any script's signs."""
    return _DIGITS.sub("", folded(text))


def tails(run: str, shortest: int) -> list[str]:
    """All endings of a run, so that a prefix query finds any part of it."""
    return [run[start:] for start in range(max(1, len(run) - shortest + 1))]


def sounds(text: str) -> Iterable[str]:
    """How a name sounds, each once: syllables from each on, and every ending of its initials; what is read in more than one
    way inside the name in every way."""
    return dict.fromkeys(_sounds(text))


def _sounds(text: str) -> Iterable[str]:
    spelled = [[folded(part) for part in parts] for parts in spellings(text)]
    for parts in spelled:
        yield from _endings(parts, len(parts))
    for run in initials_of(spelled):
        yield from tails(run, 1)
    for parts, place in other_readings(text):
        yield from _endings([folded(part) for part in parts], place + 1)
        yield from tails("".join(part[0] for part in parts), len(parts) - place)


def _endings(parts: list[str], most: int) -> Iterable[str]:
    """The syllables from each of the first ``most`` on."""
    whole, start = "".join(parts), 0
    for part in parts[:most]:
        yield whole[start:]
        start += len(part)


class Phrase(NamedTuple):
    """Tokens that follow each other in one of the columns; the last one is the beginning of a token where ``prefix`` is set."""

    columns: tuple[str, ...]
    tokens: str
    prefix: bool

    def expression(self) -> str:
        """The phrase as an FTS5 query."""
        return f'{{{" ".join(self.columns)}}} : "{self.tokens}"' + (" *" if self.prefix else "")

    def test(self, documents: sa.TableClause) -> sa.ColumnElement[bool]:
        """The same, asked of a kept document; only a Chinese character is no prefix, and no token goes on after one."""
        return sa.or_(*(sa.func.instr(documents.c[column], f" {self.tokens}") > 0 for column in self.columns))


def match_expression(text: str) -> str:
    """An FTS5 query that finds every word of ``text``; the empty text gives the empty query. Never raw user syntax."""
    return " AND ".join("(" + " OR ".join(phrase.expression() for phrase in term) + ")" for term in terms(text))


def terms(text: str) -> Iterable[tuple[Phrase, ...]]:
    """What must be found: of each term at least one phrase."""
    return dict.fromkeys(_phrases(term, tokens) for term in text.split() if (tokens := words(term)))


def _phrases(term: str, tokens: list[str]) -> tuple[Phrase, ...]:
    phrase, numbers = " ".join(tokens), digits(term)
    if _chinese_pattern().search(phrase):
        return (Phrase(("words",), phrase, not _chinese_pattern().match(tokens[-1])),)
    if len(numbers) >= 2 and len(numbers) * 2 >= len(term) and not _NUMBERED.fullmatch(phrase):
        return (Phrase(("words",), phrase, True), Phrase(("digits",), numbers, True))
    return (Phrase(("words", "sounds"), phrase, True),)
