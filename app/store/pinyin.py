"""How Chinese names sound: sort keys, syllables, initials. pypinyin costs a third of a second, so it comes when used."""

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


@cache
def readings(character: str) -> tuple[str, ...]:
    """All readings of one character without tones, the commonest first; the character itself where it has none."""
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(dict.fromkeys(reading.replace("ü", "v") for reading in found[0])) if found else ()


def _surname(text: str) -> list[str]:
    """The syllables of a surname at the beginning that sounds otherwise; none where there is no such surname."""
    return next((_SURNAMES[text[:length]].split() for length in (2, 1) if text[:length] in _SURNAMES), [])


def spellings(text: str) -> list[list[str]]:
    """The syllables of a text's Chinese characters, once for every reading of its first (a surname: 单 is dan and shan)."""
    characters = [character for character in text if readings(character)]
    if not characters:
        return []
    sounds = [readings(character) for character in characters]
    rest, surname = [found[0] for found in sounds[1:]], _surname("".join(characters))
    usual = [[first, *rest] for first in sounds[0][:_READINGS_OF_FIRST]]
    known = [[*surname, *rest[len(surname) - 1 :]]] if surname else []
    return known + [each for each in usual if each not in known]


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
