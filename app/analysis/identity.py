"""What a record can be recognised by: names, phones, mail, places and codes, evened out for comparing (domain/20
"Duplicate rule"). Equal keys are hints; what they are worth together is said in ``duplicates``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from app.analysis.credit_code import LENGTH, normalise
from app.analysis.names import is_chinese, same_company_key
from app.analysis.phones import read_phone

PHONE_TAIL = 7
"""So many last digits name a line within a town; area codes are often left out."""

_SEVERAL = re.compile(r"[,;、，；/\n]")
_CHINESE_STREET = re.compile(r"([㐀-鿿]{2}(?:大道|路|街|道|巷|弄|村|镇))(?:[^\d]{0,6})(\d+)")
_LATIN_STREET = re.compile(r"^\D{0,12}?(\d+[a-z]?)\s+(.+)$")
_STREET_END = re.compile(r"^([a-z]+)(?:strasse|straße|str)\s+(\d+[a-z]?)$")
_DIRECTIONS = {"north": "n", "south": "s", "east": "e", "west": "w", "n": "n", "s": "s", "e": "e", "w": "w"}
_PLACE = re.compile(r"(?<=^\w\w)[省市](?=\w\w)|(?<=^\w\w\w)[省市](?=\w\w)|(?<=[省]\w\w)市(?=\w\w)")
_TOWN = re.compile(r"^(?:[㐀-鿿]{2,8}?(?:省|自治区))?([㐀-鿿]{2,6}?)市")
_DIVISIONS = re.compile(r"(?:特别行政区|自治区|自治州|地区|省|市|盟)")


@dataclass(frozen=True, slots=True)
class Street:
    """A house number with its street; ``side`` is north, south, east or west (one letter) where an address says so."""

    key: str
    side: str = ""

    def is_like(self, other: Street | None) -> bool:
        """Whether both can be the same door."""
        return other is not None and self.key == other.key and (not self.side or not other.side or self.side == other.side)


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm's keys. ``name`` is its comparable name, ``written`` the name as it stands, ``names`` every comparable name it goes
    by (short, former, English), ``sound`` the pinyin of ``name``; empty where unknown."""

    name: str
    written: str = ""
    names: frozenset[str] = frozenset()
    sound: str = ""
    code: str = ""
    phones: frozenset[str] = frozenset()
    mails: frozenset[str] = frozenset()
    street: Street | None = None
    town: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A person's keys. ``owner`` is whom they work for, ``identity`` a number only they have, ``birthday`` as text with
    its calendar behind a bar where that isn't the usual one."""

    name: str
    sound: str = ""
    phones: frozenset[str] = frozenset()
    mails: frozenset[str] = frozenset()
    identity: str = ""
    birthday: str = ""
    owner: str = ""
    street: Street | None = None


@lru_cache(4096)
def name_parts(name: str) -> frozenset[str]:
    """What a name is made of: neighbouring characters of a Chinese one, the words of any other."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    if is_chinese(plain):
        key = company_key(name)
        return frozenset(key[place : place + 2] for place in range(len(key) - 1))
    return frozenset(re.findall(r"[^\W_]+", plain))


def company_key(name: str) -> str:
    """A company's comparable name, without the 省 and 市 of its place either: 江苏省无锡市华信 is 江苏无锡华信."""
    key = same_company_key(name)
    return _PLACE.sub("", key) or key


def company_names(*names: str | None) -> frozenset[str]:
    """The comparable forms of a firm's names; single characters name nobody."""
    keys = (company_key(name) for name in names if name and name.strip())
    return frozenset(key for key in keys if len(key) > 1)


def person_name(name: str) -> str:
    """A person's name for comparing: Chinese without blanks, Latin words in one order (surname first or last)."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    if is_chinese(plain):
        return "".join(letter for letter in plain if letter.isalnum())
    return " ".join(sorted(re.findall(r"[^\W_]+", plain)))


def credit_key(text: str | None) -> str:
    """A whole credit code; "" for anything else."""
    code = normalise(text or "")
    return code if len(code) == LENGTH else ""


def phone_keys(*texts: str | None, extensions: bool = False) -> frozenset[str]:
    """Digits of all numbers in these fields; with ``extensions`` a number behind a switchboard is a line of its own."""
    found = set()
    for text in filter(None, texts):
        for part in _SEVERAL.split(text):
            phone = read_phone(part)
            digits = re.sub(r"\D", "", phone.digits)
            if len(digits) >= PHONE_TAIL and len(set(digits[-PHONE_TAIL:])) > 1:
                found.add(f"{digits}#{phone.extension}" if extensions and phone.extension else digits)
    return frozenset(found)


def same_line(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two sets of numbers share a line: equal, or one the other without its area code."""
    others = tuple(other)
    return any(a == b or a.endswith(b) or b.endswith(a) for a in one for b in others)


def mail_keys(*texts: str | None) -> frozenset[str]:
    """All addresses in these fields, in lower case."""
    parts = (part.strip().casefold() for text in filter(None, texts) for part in _SEVERAL.split(text))
    return frozenset(part for part in parts if "@" in part)


def street_key(address: str | None) -> Street | None:
    """House number and street: 蠡园路88号 as 蠡园路88, 1420 W. 17th St. as "1420 17th" with its side; None where unclear."""
    plain = unicodedata.normalize("NFKC", address or "").casefold().strip()
    chinese = _CHINESE_STREET.search(plain.replace(" ", ""))
    if chinese:
        return Street(chinese.group(1) + chinese.group(2))
    words = re.sub(r"[^\w\s]|_", " ", plain)
    german = _STREET_END.match(words.strip())
    if german:
        return Street(f"{german.group(2)} {german.group(1)}")
    latin = _LATIN_STREET.match(words.strip())
    return _latin_street(latin.group(1), latin.group(2).split()) if latin else None


def _latin_street(number: str, words: list[str]) -> Street | None:
    side = _DIRECTIONS.get(words[0], "") if len(words) > 1 else ""
    rest = words[1:] if side else words
    return Street(f"{number} {rest[0]}", side) if rest else None


def town_key(region: str | None, address: str | None = "", code: str | None = "") -> str:
    """Where a firm is, as far as a prefecture: its division code, else the words of its region, else the city in its
    address. "" where unknown."""
    if not region and not address and not code:
        return ""
    digits = re.sub(r"\D", "", code or "")
    words = _DIVISIONS.sub("", unicodedata.normalize("NFKC", region or "")).replace(" ", "")
    if len(digits) >= 4 and not words:
        return digits[:4]
    city = _TOWN.match(unicodedata.normalize("NFKC", address or "").replace(" ", ""))
    return words.casefold() or (city.group(1) if city else "")


def same_birthday(one: str, other: str) -> bool | None:
    """Whether two birthdays are one; None where one is unknown, where they count by different calendars, and for the same
    day without a year: too many share that."""
    if not one or not other or one.partition("|")[2] != other.partition("|")[2]:
        return None
    if "--" not in (one[:2], other[:2]):
        return one == other
    return None if _day_and_calendar(one) == _day_and_calendar(other) else False


def _day_and_calendar(birthday: str) -> str:
    return birthday.removeprefix("-").partition("-")[2]


def other_town(one: str, other: str) -> bool:
    """Whether two towns are both known and neither is part of the other's words (江苏无锡 and 无锡 are no two towns)."""
    if not one or not other or one.isdecimal() != other.isdecimal():
        return False
    return one not in other and other not in one
