"""How Chinese names sound: sort keys, syllables, initials. pypinyin costs a third of a second, so it comes when used."""

from collections.abc import Iterator
from functools import cache

_READINGS_OF_FIRST = 3
_LONGEST_NAME = 3
_SURNAMES = {
    "单": "shan", "單": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "查": "zha", "盖": "ge", "蓋": "ge",
    "区": "ou", "區": "ou", "任": "ren", "朴": "piao", "翟": "zhai", "缪": "miao", "繆": "miao", "覃": "qin", "员": "yun",
    "尉迟": "yu chi", "尉遲": "yu chi", "万俟": "mo qi", "萬俟": "mo qi", "澹台": "tan tai", "澹臺": "tan tai",
    "单于": "chan yu", "單于": "chan yu", "长孙": "zhang sun", "長孫": "zhang sun",
}  # fmt: skip
"""Characters that sound otherwise in a surname (domain/60 §6.5)."""

_SEVERAL = frozenset(
    "重长曾解单仇乐行朝传盛柏泊藏堡蚌六澄娜茜莘浒番涌车召晟厦都会调贾翟缪覃朴查薄卜种冼隗尉绿弹强降壳校角乾"
    "長單樂傳車廈會調賈繆種綠彈強殼重"
)
"""Characters of names of firms that are read in more than one way: both are found wherever they stand."""
_LONGEST_WORD = 4
_BEFORE, _AFTER = 6, 4
"""So many syllables around another reading are looked for; whole names in every reading would double the index."""


@cache
def readings(character: str) -> tuple[str, ...]:
    """All readings of one character without tones, the commonest first; the character itself where it has none."""
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(dict.fromkeys(reading.replace("ü", "v") for reading in found[0])) if found else ()


def _surname(text: str) -> list[str]:
    """The syllables of a surname at the beginning that sounds otherwise; none where there is no such surname."""
    return next((_SURNAMES[text[:length]].split() for length in (2, 1) if text[:length] in _SURNAMES), [])


@cache
def _word(text: str) -> tuple[str, ...]:
    """The syllables of a word that the dictionary has; none for what is no word."""
    from pypinyin import lazy_pinyin
    from pypinyin.constants import PHRASES_DICT

    return tuple(one.replace("ü", "v") for one in lazy_pinyin(text)) if text in PHRASES_DICT else ()


def _in_its_word(characters: str, place: int) -> str:
    """How a character of several readings sounds in the longest word around it; else its commonest reading."""
    for length in range(_LONGEST_WORD, 1, -1):
        for start in range(max(0, place - length + 1), min(place, len(characters) - length) + 1):
            word = _word(characters[start : start + length])
            if len(word) == length:
                return word[place - start]
    return readings(characters[place])[0]


def syllables(characters: str) -> list[str]:
    """One reading of each character, right in its word where it has several."""
    return [
        _in_its_word(characters, place) if each in _SEVERAL else readings(each)[0] for place, each in enumerate(characters)
    ]


def spellings(text: str) -> list[list[str]]:
    """The syllables of a text's Chinese characters, once for every reading of its first (a surname: 单 is dan and shan)."""
    characters = "".join(character for character in text if readings(character))
    if not characters:
        return []
    sounds, surname = syllables(characters), _surname(characters)
    usual = [[first, *sounds[1:]] for first in dict.fromkeys((sounds[0], *readings(characters[0])[:_READINGS_OF_FIRST]))]
    known = [[*surname, *sounds[len(surname) :]]] if surname else []
    return known + [each for each in usual if each not in known]


def other_readings(text: str) -> Iterator[tuple[list[str], int]]:
    """(syllables around a character inside the text that is read in another way as well, which of them that is)."""
    characters = "".join(character for character in text if readings(character))
    sounds = syllables(characters) if not _SEVERAL.isdisjoint(characters[1:]) else []
    for place, each in enumerate(characters[1:] if sounds else "", 1):
        if each in _SEVERAL:
            others = dict.fromkeys((*readings(each)[:2], *_SURNAMES.get(each, "").split()))
            start = max(0, place - _BEFORE)
            for other in others:
                if other != sounds[place]:
                    yield [*sounds[start:place], other, *sounds[place + 1 : place + 1 + _AFTER]], place - start


def initials_of(spelled: list[list[str]]) -> list[str]:
    """The initials of a text's spellings, each once: those of 单 are S and D."""
    return list(dict.fromkeys("".join(part[0] for part in parts) for parts in spelled))


def sort_key(text: str, surname: str = "") -> str:
    """What a name sorts by: the pinyin of its Chinese characters, the rest as written, in lower case. A surname that sounds
    otherwise counts in names as short as a person's: 单 stands at shan, 单县机械厂 at dan. Where somebody said which the
    ``surname`` is, it is no other: 单于丹 of the 单 stands at shan."""
    sounds = _said(surname) if surname and text.startswith(surname) else _surname(text) if _short(text) else []
    parts = [f"{sound} " for sound in sounds]
    for character in text.casefold()[len(sounds) :]:
        heard = readings(character) if ord(character) > 0x2E7F else ()
        parts.append(f"{heard[0]} " if heard else character)
    return "".join(parts)[:2000]


def _said(surname: str) -> list[str]:
    """The syllables of a surname, one for each of its characters; none where one of them has none."""
    known = _SURNAMES[surname].split() if surname in _SURNAMES else [next(iter(readings(each)), "") for each in surname]
    return known if all(known) else []


def _short(text: str) -> bool:
    return len(text) <= _LONGEST_NAME + (text[:2] in _SURNAMES)
