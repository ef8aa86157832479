"""Names of files that come from strangers: as people may read them, and as any disk takes them (faults F53, F54)."""

import re
import unicodedata

LONGEST = 255
"""Characters of a name that is shown."""

_BYTES = 150
"""UTF-8 bytes of a name on a disk: less than the 255 of a file system, so that its folder fits into a path of Windows."""

_MOST_ENDING = 24
_NO_LETTERS = frozenset({"Cc", "Cs", "Zl", "Zp"})
_DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])", re.IGNORECASE)
_UNNAMED = "file"


def shown_name(text: str) -> str:
    """The name as it is kept and shown: in one line, without characters that turn what stands beside them around (a name
    ending in ``fdp.exe`` could look like a PDF), at most 255 characters with its ending. Separators and tags stay."""
    plain = "".join(" " if unicodedata.category(one) in _NO_LETTERS else one for one in _DIRECTIONS.sub("", text))
    name = plain.strip() or _UNNAMED
    stem, ending = split_ending(name)
    return name if len(name) <= LONGEST else stem[: LONGEST - len(ending)] + ending


def safe_name(text: str) -> str:
    """A name that every file system takes and that stays in its folder; equal to the shown one wherever that is such a name."""
    name = _FORBIDDEN.sub("_", shown_name(text)).rstrip(". ")
    stem, ending = split_ending(name)
    name = _cut(stem, _BYTES - len(ending.encode())) + ending
    name = name.rstrip(". ").lstrip(" ") or _UNNAMED
    if _RESERVED.fullmatch(name.split(".", 1)[0].rstrip(" ")):
        name = "_" + name
    return name if name.strip(".") else _UNNAMED


def split_ending(name: str) -> tuple[str, str]:
    """("contract", ".pdf"); no ending where what stands behind the last dot is long, or the dot is the first character."""
    stem, dot, ending = name.rpartition(".")
    if not stem or not ending or len(ending.encode()) > _MOST_ENDING or " " in ending:
        return name, ""
    return stem, dot + ending


def _cut(text: str, most: int) -> str:
    """At most so many bytes, never half a character."""
    return text.encode()[: max(most, 1)].decode("utf-8", "ignore")
