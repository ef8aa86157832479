"""How Chinese names sound: sort keys, syllables, initials. pypinyin costs a third of a second, so it comes when used."""

from functools import cache

_READINGS_OF_FIRST = 3


@cache
def readings(character: str) -> tuple[str, ...]:
    """All readings of one character without tones, the commonest first; the character itself where it has none."""
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(dict.fromkeys(reading.replace("ü", "v") for reading in found[0])) if found else ()


def spellings(text: str) -> list[list[str]]:
    """The syllables of a text's Chinese characters, once for every reading of its first (a surname: 单 is dan and shan)."""
    sounds = [found for found in map(readings, text) if found]
    if not sounds:
        return []
    rest = [found[0] for found in sounds[1:]]
    return [[first, *rest] for first in sounds[0][:_READINGS_OF_FIRST]]


def initials(text: str) -> list[str]:
    """The initials of a text's Chinese characters, once for every first letter its first can have (单: S and D)."""
    return list(dict.fromkeys("".join(part[0] for part in parts) for parts in spellings(text)))


def sort_key(text: str) -> str:
    """What a name sorts by: the pinyin of its Chinese characters, the rest as written, in lower case."""
    parts = []
    for character in text.casefold():
        sounds = readings(character) if ord(character) > 0x2E7F else ()
        parts.append(f"{sounds[0]} " if sounds else character)
    return "".join(parts)[:2000]
