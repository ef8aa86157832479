"""Telephone numbers used in China: kind, comparable digits, display and mask (domain/60 §6.3).

What can't be read stays as typed: a number is never refused.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MOBILE, LANDLINE, SERVICE, SHORT, REGIONAL, UNKNOWN = "mobile", "landline", "service", "short", "regional", "unknown"

_EXTENSION = re.compile(r"(?:转|分机|ext\.?|extension|[#xX])\s*[:：]?\s*(\d{1,6})\s*$", re.IGNORECASE)
_SECOND_HYPHEN = re.compile(r"^(.*\d-\d{5,})-(\d{1,6})$")
_NOISE = re.compile(r"[\s\-()\[\]./·]")
_KINDS = (
    (MOBILE, re.compile(r"1[3-9]\d{9}")),
    (LANDLINE, re.compile(r"0(?:10|2\d)\d{8}|0[3-9]\d{2}\d{7,8}")),
    (SERVICE, re.compile(r"[48]00\d{7}")),
    (SHORT, re.compile(r"9[56]\d{3,4}|12\d{3}")),
)
_REGIONAL = re.compile(r"(?:\+|00)(852\d{8}|853\d{8}|886\d{9,10})")


@dataclass(frozen=True, slots=True)
class Phone:
    """`digits` is the number without extension, comparable between spellings ("+852…" keeps its plus)."""

    kind: str
    digits: str
    extension: str
    raw: str


def read_phone(text: str) -> Phone:
    """A number as typed, understood where it can be. Full width, hyphens, +86 and extensions are accepted."""
    plain = unicodedata.normalize("NFKC", text).strip()
    body, extension = _split_extension(plain)
    digits = _NOISE.sub("", body)
    regional = _REGIONAL.fullmatch(digits)
    if regional:
        return Phone(REGIONAL, "+" + regional.group(1), extension, text)
    kind = _kind(_local(digits))
    return Phone(kind, _local(digits), extension, text) if kind else Phone(UNKNOWN, digits, extension, text)


def _split_extension(plain: str) -> tuple[str, str]:
    found = _EXTENSION.search(plain)
    if found and found.start():
        return plain[: found.start()], found.group(1)
    hyphen = _SECOND_HYPHEN.match(plain)
    return (hyphen.group(1), hyphen.group(2)) if hyphen else (plain, "")


def _local(digits: str) -> str:
    """Without the country's prefix; a landline gets its 0 back, a mobile with a 0 in front loses it."""
    prefix = next((each for each in ("+86", "0086") if digits.startswith(each)), "")
    rest = digits[len(prefix) :]
    if prefix and not _kind(rest):
        return rest if rest.startswith("0") else "0" + rest
    return rest[1:] if rest.startswith("0") and _kind(rest[1:]) == MOBILE else rest


def _kind(digits: str) -> str:
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(digits)), "")


def area_length(digits: str) -> int:
    """Digits of a landline's area code: 010 and 02x have three, the others four."""
    return 3 if digits.startswith(("010", "02")) else 4


def show_phone(text: str, extension_word: str = "转") -> str:
    """The number grouped for reading: 138 0013 8000, 0755-8888 8888 转 801, 400-888-8888; unreadable ones as typed."""
    phone = read_phone(text)
    if phone.kind == UNKNOWN:
        return text.strip()
    shown = _grouped(phone)
    return f"{shown} {extension_word} {phone.extension}" if phone.extension else shown


def _grouped(phone: Phone) -> str:
    digits = phone.digits
    if phone.kind == MOBILE:
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    if phone.kind == LANDLINE:
        area = area_length(digits)
        return f"{digits[:area]}-{digits[area:-4]} {digits[-4:]}"
    if phone.kind == SERVICE:
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    return f"{digits[:4]} {digits[4:]}" if phone.kind == REGIONAL else digits
