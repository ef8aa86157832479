"""The lines of a card or calendar file as their writers meant them: unfolded, with name, parameters and raw value.

Everything works on bytes: a folded line may break inside a character, and an old phone names another charset in each
line. Tolerated (faults F48, F49): ``\\r\\r\\n`` and lone ``\\r``, quoted-printable soft breaks, base64 that goes on
without a blank in front, bare types of vCard 2.1. Sources: RFC 2425, 2426, 5545, 6350; versit vCard 2.1.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.errors import ValidationError
from app.exchange import limits
from app.i18n import N_

_LINE_END = re.compile(rb"\r{0,4}\n|\r")
_BASE64_ONLY = re.compile(rb"[ \t]*[A-Za-z0-9+/]+={0,2}[ \t]*")
_IS_BASE64 = re.compile(rb";(ENCODING=)?\"?(B|BASE64)\"?[;:]|:data:[a-z/+.-]*;base64,", re.IGNORECASE)
_IS_QUOTED = re.compile(rb";(ENCODING=)?\"?QUOTED-PRINTABLE\"?[;:]", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z0-9_-]+")
_ENCODINGS = frozenset({"BASE64", "B", "QUOTED-PRINTABLE", "8BIT", "7BIT"})
NO_LINE = N_("Line {line} is no line of a card: “{text}”.")
_TOO_LONG = N_("Line {line} was left out: it is too long.")
_HEAD_SEEN = 300
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Line:
    """One unfolded line. ``name`` and the names of ``params`` are upper case; ``problem`` is the untranslated sentence
    that says why it has no name (``raw`` is the whole line then)."""

    number: int
    name: str
    raw: bytes
    params: dict[str, tuple[str, ...]] = field(default_factory=dict)
    group: str = ""
    problem: str = ""

    def param(self, name: str) -> str:
        """The first value of a parameter, "" where there is none."""
        return next(iter(self.params.get(name, ())), "")

    @property
    def types(self) -> tuple[str, ...]:
        """TYPE parameters of every writing, lower case, without ``pref``."""
        found = (part.strip().casefold() for value in self.params.get("TYPE", ()) for part in value.split(","))
        return tuple(dict.fromkeys(one for one in found if one and one != "pref"))

    @property
    def encoding(self) -> str:
        """``base64``, ``quoted-printable`` or ""."""
        named = self.param("ENCODING").upper()
        return {"B": "base64", "BASE64": "base64", "QUOTED-PRINTABLE": "quoted-printable"}.get(named, "")


def lines(data: bytes) -> Iterator[Line]:
    """Every line that is not blank, unfolded and taken apart; ``number`` is where it begins in the file, from 1.

    Raises ValidationError where the file has more lines than a file of people can have.
    """
    for number, logical in unfolded(data.removeprefix(_MARK)):
        yield parsed(number, logical)


def unfolded(data: bytes) -> Iterator[tuple[int, bytes | None]]:
    """The number of the first physical line and the bytes of each logical line, None for one beyond the limit; blank ones
    are left out."""
    start, parts, size = 0, [b""], 0
    base64 = quoted = False
    for number, physical in _physical(data):
        goes_on = quoted and parts[-1].endswith(b"=") and not _ends_part(physical)
        if goes_on:
            parts[-1] = parts[-1][:-1]
        elif not (physical[:1] in (b" ", b"\t") or (base64 and _BASE64_ONLY.fullmatch(physical))):
            if size:
                yield start, _whole(parts, size)
            start, parts, size = number, [], 0
            head = physical[:_HEAD_SEEN]
            base64, quoted = _IS_BASE64.search(head) is not None, _IS_QUOTED.search(head) is not None
        elif physical[:1] in (b" ", b"\t"):
            physical = physical[1:]
        size += len(physical)
        parts.append(physical if size <= limits.CARD_LINE else b"")
    if size:
        yield start, _whole(parts, size)


def _whole(parts: list[bytes], size: int) -> bytes | None:
    return b"".join(parts) if size <= limits.CARD_LINE else None


def _physical(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Without its end, from 1."""
    at, number = 0, 0
    for found in _LINE_END.finditer(data):
        number += 1
        if number > limits.CARD_LINES:
            raise ValidationError(N_("The file has more than {limit} lines. Split it and import the parts."), limit=number - 1)
        yield number, data[at : found.start()]
        at = found.end()
    if at < len(data):
        yield number + 1, data[at:]


def _ends_part(physical: bytes) -> bool:
    """A soft break in front of the end of the card was a slip."""
    return physical[:4].upper() == b"END:"


def parsed(number: int, logical: bytes | None) -> Line:
    """A logical line as name, parameters and value; a ``problem`` where it has none."""
    if logical is None:
        return Line(number, "", b"", problem=_TOO_LONG)
    head, value = _split_head(logical[: limits.CARD_HEAD])
    if value is None:
        too_long = len(logical) >= limits.CARD_HEAD
        problem = _TOO_LONG if too_long else NO_LINE
        return Line(number, "", b"" if too_long else logical, problem=problem)
    first, *rest = _split(head.decode("utf-8", "replace"), ";")
    group, _dot, name = first.strip().rpartition(".")
    if not _NAME.fullmatch(name):
        return Line(number, "", logical, problem=NO_LINE)
    return Line(number, name.upper(), logical[len(head) + 1 :], _params(rest), group.casefold())


def _split_head(start: bytes) -> tuple[bytes, bytes | None]:
    """What stands before the first colon outside quotes (outside or not where the quotes never close), and the rest."""
    first = start.find(b":")
    if first >= 0 and b'"' not in start[:first]:
        return start[:first], start[first + 1 :]
    quoted, first = False, -1
    for index, byte in enumerate(start):
        if byte == 0x22:
            quoted = not quoted
        elif byte == 0x3A:
            if not quoted:
                return start[:index], start[index + 1 :]
            first = index if first < 0 else first
    return (start[:first], start[first + 1 :]) if first >= 0 else (start, None)


def _split(text: str, separator: str) -> list[str]:
    """Parts between separators outside quotes."""
    if '"' not in text:
        return text.split(separator)
    parts, quoted, at = [], False, 0
    for index, character in enumerate(text):
        if character == '"':
            quoted = not quoted
        elif character == separator and not quoted:
            parts.append(text[at:index])
            at = index + 1
    return [*parts, text[at:]]


def _params(parts: list[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for part in parts:
        name, equals, value = part.strip().partition("=")
        if not equals:  # vCard 2.1 writes the bare type
            name, value = ("ENCODING" if name.upper() in _ENCODINGS else "TYPE"), name
        key = name.strip().upper()
        if value:
            found[key] = (*found.get(key, ()), *(one.strip().strip('"') for one in _split(value, ",") if one.strip()))
    return found
