"""Values of card and calendar lines: bytes into text by the line's own encoding and charset, escapes, parts, pictures."""

import base64
import binascii
import codecs
import re
from contextlib import suppress
from dataclasses import dataclass

from app.analysis.born import Born, exists
from app.exchange.decode import is_chinese
from app.exchange.vcard_lines import Line

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_PART_ENDS = re.compile(r"(?<!\\)((?:\\\\)*);")
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "cp950", "ascii": "utf-8", "iso8859-1": "cp1252"}
_CONTROLS = dict.fromkeys((*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F))
_LINE_BREAKS = re.compile(r"\r\n?")
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
_DAY = re.compile(r"(\d{4})(?:-?(\d\d)-?(\d\d)|\D(\d{1,2})\D(\d{1,2})\D?)(?:[T ].*)?")
_NO_DAY_YEAR = re.compile(r"--(\d\d)-?(\d\d)", re.ASCII)
NO_YEAR = "1604"
"""The year that Apple writes where none is known."""

_SPOILT = "\ufffd"
_MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM", b"II*\x00", b"MM\x00*", b"\x00\x00\x00")


@dataclass(frozen=True, slots=True)
class Charset:
    """How values that name no charset are read: ``chosen`` is a person's word, ``fallback`` is for what is no UTF-8."""

    chosen: str = ""
    fallback: str = "cp1252"


def charset_of(data: bytes, chosen: str = "") -> Charset:
    """What the bytes of a whole file suggest, by the rule of the house (app/exchange/decode.py)."""
    if chosen:
        name = codecs.lookup(chosen).name
        return Charset(_WIDER.get(name, name))
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return Charset("", "gb18030" if _is_chinese(data) else "cp1252")
    return Charset()


def _is_chinese(data: bytes) -> bool:
    """Judged by the lines that are no UTF-8."""
    return is_chinese(b"\n".join(line for line in data.split(b"\n") if not line.isascii() and not _is_utf8(line)))


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def text_of(line: Line, charset: Charset) -> str:
    """The value as text, escapes as they are; characters that can't be read become U+FFFD."""
    return _decoded(_bytes_of(line), line.param("CHARSET"), charset).replace("\0", "")


def spoilt(line: Line, text: str) -> bool:
    """Whether reading the line lost characters; those that were lost before stand in it as they are."""
    return _SPOILT in text and text.count(_SPOILT) > _bytes_of(line).count(_SPOILT.encode())


def _bytes_of(line: Line) -> bytes:
    if line.encoding == "quoted-printable":
        return binascii.a2b_qp(line.raw)
    if line.encoding == "base64":
        return decoded_base64(line.raw) or b""
    return line.raw


def _decoded(raw: bytes, named: str, charset: Charset) -> str:
    if raw.isascii():
        return raw.decode("ascii")
    for name in filter(None, (_known(named), charset.chosen)):
        try:
            return raw.decode(name)
        except UnicodeError:
            continue
    with suppress(UnicodeError):  # a character that was lost before, U+FFFD, is no sign of another charset
        return raw.decode("utf-8")
    loose = raw.decode("utf-8", "replace")
    lost = loose.count(_SPOILT)
    if not lost or sum(one > "\x7f" for one in loose) >= 3 * lost:
        return loose
    return raw.decode(_known(named) or charset.chosen or charset.fallback, "replace")


def _known(name: str) -> str:
    try:
        found = codecs.lookup(name).name if name else ""
        "".encode(found or "utf-8")
    except (LookupError, ValueError, TypeError):
        return ""
    return _WIDER.get(found, found)


def plain(text: str) -> str:
    """A text without its escapes; line breaks of any writing are ``\\n``, control characters go."""
    if "\\" in text:
        text = _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)
    return _LINE_BREAKS.sub("\n", text).translate(_CONTROLS)


def parts(text: str) -> list[str]:
    """The parts of a structured value (N, ADR, ORG), each plain and stripped."""
    return [plain(part).strip() for part in _PART_ENDS.sub("\\1\0", text).split("\0")]


def decoded_base64(raw: bytes) -> bytes | None:
    """The bytes, with padding and blanks as they come; None where they are no base64."""
    packed = _NO_BASE64.sub(b"", raw).rstrip(b"=")
    if not packed or len(packed) % 4 == 1 or len(packed) < 0.9 * len(raw.strip()) - 200:
        return None
    try:
        return base64.b64decode(packed + b"=" * (-len(packed) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def picture(line: Line) -> bytes | None:
    """The picture in a PHOTO line; None where it is an address or spoilt. Nothing is ever fetched (fault F51)."""
    raw = line.raw
    if raw[:5].lower() == b"data:":
        raw = raw.partition(b"base64,")[2]
    found = decoded_base64(raw)
    return found if found and found.startswith(_MAGIC) else None


def birthday_of(text: str, no_year: str = "", calendar: str = "") -> str:
    """A birthday as it is stored (``1980-03-22``, ``--03-22``); "" where there is no such day in its calendar."""
    found, part = _DAY.fullmatch(text), _NO_DAY_YEAR.fullmatch(text)
    if found:
        year = None if found[1] in (no_year, NO_YEAR) else int(found[1])
        day = Born(year, int(found[2] or found[4]), int(found[3] or found[5]))
    elif part:
        day = Born(None, int(part[1]), int(part[2]))
    else:
        return ""
    return day.text() if exists(day, calendar) else ""
