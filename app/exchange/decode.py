"""Bytes of a text file into text, by the rule of the house (docs/architecture.md, faults F26–F29).

Byte order mark, else strict UTF-8, else GB18030 where most of the characters beyond ASCII are common Chinese ones, else
Windows-1252. Anything that fits none of these, and anything that is two encodings at once, is refused with a sentence:
never silent rubbish. A person's choice goes before the rule.
"""

import codecs
import re
from dataclasses import dataclass

from app.errors import ValidationError
from app.i18n import N_

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "cp950"}
_LINE_ENDS = re.compile(rb"\r\n|\n|\r")
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_ODD_WESTERN = frozenset("¤¦¨ª¬\xad¯±´¶¸¹ºƒˆ†‡‰˜")
_MOST, _FEW_ODD = 0.5, 0.15
_NULS_ALLOWED = 0.01
_NAMED_LINES = 10


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was in, and how many NUL characters were taken out of it."""

    text: str
    encoding: str
    nuls: int = 0


def decode(data: bytes, choice: str = "") -> Decoded:
    """The text of a file; ``choice`` names an encoding. Raises ValidationError with line numbers where it can't be."""
    if choice:
        return _without_nuls(*_chosen(data, choice))
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _without_nuls(_strict(data[len(mark) :], name), name)
    return _without_nuls(*_guessed(data))


def _guessed(data: bytes) -> tuple[str, str]:
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        _refuse_mixed(data)
    if is_chinese(data):
        return _strict(data, "gb18030"), "gb18030"
    return _western(data), "cp1252"


def _chosen(data: bytes, choice: str) -> tuple[str, str]:
    try:
        name = codecs.lookup(choice.strip()).name
    except LookupError:
        raise ValidationError(N_("There is no encoding named {name}."), name=choice) from None
    name = _WIDER.get(name, name)
    mark = next((mark for mark, marked in _MARKS if marked == name and data.startswith(mark)), b"")
    return _strict(data[len(mark) :], name), name


def _strict(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ValidationError(
            N_("Line {line} cannot be read as {encoding}. Choose another encoding."), line=line, encoding=name
        ) from None
    except (UnicodeError, LookupError, AttributeError, ValueError):
        raise ValidationError(N_("There is no encoding named {name}."), name=name) from None


def is_chinese(data: bytes) -> bool:
    """Whether the bytes are GB18030 and most characters beyond ASCII are of GB2312 level 1 or Chinese punctuation."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    beyond = [character for character in text if character > "\x7f"]
    return bool(beyond) and sum(map(_is_common, beyond)) > _MOST * len(beyond)


def _is_common(character: str) -> bool:
    try:
        lead = character.encode("gb2312")[0]
    except UnicodeEncodeError:
        return False
    return 0xB0 <= lead <= 0xD7 or lead in (0xA1, 0xA3)


def _western(data: bytes) -> str:
    """Windows-1252 where it looks like letters; Big5 and others look like a rain of signs there."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise _unknown() from None
    beyond = [character for character in text if character > "\x7f"]
    if sum(character in _ODD_WESTERN for character in beyond) > _FEW_ODD * len(beyond):
        raise _unknown()
    return text


def _unknown() -> ValidationError:
    return ValidationError(N_("The encoding of the file could not be recognised. Choose it (for example Big5)."))


def _refuse_mixed(data: bytes) -> None:
    """Name the lines where part of the file is UTF-8 and part is something else (joined exports, F27)."""
    lines = {number: line for number, line in enumerate(_LINE_ENDS.split(data), 1) if _NOT_ASCII.search(line)}
    other = [number for number, line in lines.items() if not _is_utf8(line)]
    chinese = is_chinese(b"\n".join(lines[number] for number in other))
    # two Chinese characters may look like UTF-8 by chance: such a line says nothing
    spoilt = set(other)
    utf8 = [n for n, line in lines.items() if n not in spoilt and not (chinese and is_chinese(line))]
    if utf8 and other:
        fewer = min(utf8, other, key=len)
        raise ValidationError(
            N_("The file mixes two encodings: lines {lines} differ from the rest. Save it again in one encoding."),
            lines=_line_list(fewer),
        )


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _line_list(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:_NAMED_LINES]))
    return f"{shown} …" if len(numbers) > _NAMED_LINES else shown


def _without_nuls(text: str, encoding: str) -> Decoded:
    """A few NULs go (SQLite's functions stop at them); a file full of them was torn by a crash and is refused."""
    nuls = text.count("\0")
    if nuls > max(20, _NULS_ALLOWED * len(text)):
        raise ValidationError(N_("The file holds {count} empty characters (NUL): it is damaged or no text."), count=nuls)
    return Decoded(text.replace("\0", "") if nuls else text, encoding, nuls)
