"""Names that are merely alike: such rows come in and are listed for a person to look at, never joined."""

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from app.analysis.duplicates import CLOSE_FROM
from app.analysis.identity import company_key
from app.exchange.sheet import Trouble
from app.formats import excerpt
from app.i18n import N_

ALIKE = 100 * CLOSE_FROM

_PLACE = re.compile(r"(?<=^\w\w)[省市](?=\w\w)|(?<=^\w\w\w)[省市](?=\w\w)|(?<=[省]\w\w)市(?=\w\w)")
_LISTED = 200
_BEGINNING = 4
_IN_BLOCK = 60
"""How many names with the same beginning are compared; a block of thousands is no list for a person anyway."""

Blocks = dict[str, list[tuple[str, str, int]]]
"""Beginning, or "=" and the whole, of a comparable name -> (comparable name, name, row or 0)."""


def review(fresh: Sequence[tuple[int, str]], present: Iterable[str]) -> list[Trouble]:
    """One entry for each new row whose name is like that of a record or of an earlier row; at most 200."""
    blocks: Blocks = {}
    for name in present:
        _remember(blocks, name, 0)
    found: list[Trouble] = []
    for row, name in fresh:
        other = _alike(blocks, name)
        if other is not None and len(found) < _LISTED:
            found.append(_listed(row, *other))
        _remember(blocks, name, row)
    return found


def alike(one: str, other: str) -> bool:
    """Whether two names may be one firm's or one person's: alike, or the shorter one is part of the longer."""
    first, second = sorted((company_key(one), company_key(other)), key=len)
    return (first in second and first != "") or fuzz.ratio(first, second) >= ALIKE


def _remember(blocks: Blocks, name: str, row: int) -> None:
    short = company_key(name)
    blocks.setdefault(f"={short}", []).append((short, name, row))
    block = blocks.setdefault(short[:_BEGINNING], [])
    if len(block) < _IN_BLOCK:
        block.append((short, name, row))


def _alike(blocks: Blocks, name: str) -> tuple[str, int] | None:
    short = company_key(name)
    for _other, written, row in blocks.get(f"={short}", ())[:1]:
        return written, row
    for other, written, row in blocks.get(short[:_BEGINNING], ()):
        if len(short) > _BEGINNING and fuzz.ratio(short, other, score_cutoff=ALIKE):
            return written, row
    return None


def _listed(row: int, written: str, other: int) -> Trouble:
    if other:
        sentence = N_("The name is like “{value}” in row {other}. Both come in; compare them.")
        return Trouble(row, "name", sentence, (("value", excerpt(written, 60)), ("other", other)))
    sentence = N_("The name is like “{value}”, which was there already. Both are kept; compare them.")
    return Trouble(row, "name", sentence, (("value", excerpt(written, 60)),))
