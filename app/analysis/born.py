"""Days of birth as text: ``1985-08-15``, or ``--08-15`` where the year is unknown; by the solar or the lunar calendar.

What people type is read here, too: ``8-15``, ``1985年8月15日``, ``农历八月十五``, ``闰六月十五``, ``腊月三十`` (domain/60 §6.6).
"""

import calendar
import re
import unicodedata
from typing import NamedTuple

SOLAR, LUNAR, LEAP = "solar", "lunar", "lunar_leap"
_STORED = re.compile(r"(?:([0-9]{4})|-)-([0-9]{2})-([0-9]{2})", re.ASCII)
_DIGITS = "〇一二三四五六七八九十"
_SAID = re.compile(r"农历|阴历|旧历|夏历|lunar|公历|阳历|新历|西历|solar")
_HAN = re.compile("[\u4e00-\u9fff]")
_LEAP_SAID = re.compile(r"leap month|leap")
_SOLAR_WORDS = ("公历", "阳历", "新历", "西历", "solar")
_NUMBER = r"\d{1,2}"
_YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.年]({_NUMBER})[-/.月]({_NUMBER})[日号]?", re.ASCII)
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_NO_YEAR = re.compile(rf"(?:--)?({_NUMBER})[-/.月]({_NUMBER})[日号]?|--(\d{{2}})(\d{{2}})", re.ASCII)
_MONTH = "正|冬|腊|十[一二]?|[一二三四五六七八九]|1[0-2]|[1-9]"
_ONES = "[一二三四五六七八九]"
_DAY = f"初{_ONES}|初十|廿{_ONES}?|卅|二十{_ONES}?|三十|十{_ONES}?|{_ONES}"
_LUNAR = re.compile(rf"(?:([0-9〇零○一二三四五六七八九]{{4}})年)?(闰)?({_MONTH})月({_DAY}|{_NUMBER})([日号])?", re.ASCII)
_TRADITIONAL = str.maketrans("農陰陽舊曆閏臘歷號", "农阴阳旧历闰腊历号")


class Born(NamedTuple):
    """A day of birth; ``year`` is None where unknown. Month and day count in the person's own calendar."""

    year: int | None
    month: int
    day: int

    def text(self) -> str:
        """The day as it is stored."""
        return f"{'-' if self.year is None else f'{self.year:04d}'}-{self.month:02d}-{self.day:02d}"


class Typed(NamedTuple):
    """What somebody typed: the day as it is stored, and the calendar where the words say one ("" where they don't)."""

    text: str
    calendar: str


def born(text: str) -> Born:
    """A stored day; ValueError for any other text."""
    found = _STORED.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return Born(int(found[1]) if found[1] else None, int(found[2]), int(found[3]))


def exists(day: Born, kind: str | None) -> bool:
    """Whether the calendar (solar where none is said) can have the day: lunar months have at most 30."""
    if not 1 <= day.month <= 12 or day.day < 1 or day.year == 0:
        return False
    if kind in (LUNAR, LEAP):
        return day.day <= 30
    return day.day <= calendar.monthrange(day.year or 2000, day.month)[1]


def typed_birthday(text: str) -> Typed:
    """A birthday as people write it; ValueError where it can't be read or there is no such day.

    ``8-15`` is a day without year, month first. Words of the lunar calendar (农历, 闰, 正月, 腊月, 初一, 廿三, or month and day
    in Chinese numerals without 日) say that calendar; 公历 and 阳历 say the other.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_TRADITIONAL).casefold()
    said = _SAID.search(plain)
    rest = "".join(_LEAP_SAID.sub("", _SAID.sub("", plain)).strip(" ,:()").split())
    kind = "" if said is None else SOLAR if said[0] in _SOLAR_WORDS else LEAP if _LEAP_SAID.search(plain) else LUNAR
    day, kind = _in_digits(rest, kind) or _in_words(rest, kind)
    if not exists(day, kind or LUNAR) and not exists(day, kind or SOLAR):
        raise ValueError(text)
    return Typed(day.text(), kind)


def said_birthday(text: str) -> Typed | None:
    """A birthday whose words say its calendar; None for any other text, a stored day too."""
    if not (_SAID.search(text.translate(_TRADITIONAL).casefold()) or _HAN.search(text)):
        return None
    try:
        found = typed_birthday(text)
    except ValueError:
        return None
    return found if found.calendar else None


def _in_digits(text: str, kind: str) -> tuple[Born, str] | None:
    whole = _YEAR_FIRST.fullmatch(text) or _PACKED.fullmatch(text)
    if whole:
        return Born(int(whole[1]), int(whole[2]), int(whole[3])), kind
    part = _NO_YEAR.fullmatch(text)
    return (Born(None, int(part[1] or part[3]), int(part[2] or part[4])), kind) if part else None


def _in_words(text: str, kind: str) -> tuple[Born, str]:
    found = _LUNAR.fullmatch(text)
    if found is None or (kind == SOLAR and found[2]):
        raise ValueError(text)
    day = Born(_year(found[1]) if found[1] else None, _month(found[3]), _day(found[4]))
    if found[2]:
        return day, LEAP
    traditional = found[3] in ("正", "冬", "腊") or not (found[4][0].isascii() or found[5])
    return day, kind or (LUNAR if traditional else "")


def _year(text: str) -> int:
    return int("".join(digit if digit.isascii() else str(_DIGITS.index(digit)) for digit in re.sub("[零○]", "〇", text)))


def _month(text: str) -> int:
    named = {"正": 1, "冬": 11, "腊": 12}
    return named[text] if text in named else _number(text)


def _day(text: str) -> int:
    return _number(text.replace("初", "").replace("廿", "二十").replace("卅", "三十"))


def _number(text: str) -> int:
    """A number up to 39, in digits or Chinese numerals."""
    if text.isascii():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    value = _DIGITS.index(ones) if ones else 0
    return value + 10 * (_DIGITS.index(tens) if tens else 1) if ten else value


def in_words(text: str, kind: str) -> str:
    """A stored day with its calendar in words, as ``typed_birthday`` reads it again: 公历1985-08-15, 农历闰六月十五."""
    if kind in (LUNAR, LEAP):
        return lunar_words(born(text), kind == LEAP)
    return f"公历{text.removeprefix('--')}"


def lunar_words(day: Born, leap: bool) -> str:
    """农历八月十五, 农历1985年闰六月十五, 农历腊月三十."""
    month = {1: "正", 11: "冬", 12: "腊"}.get(day.month) or _chinese(day.month)
    year = f"{day.year}年" if day.year else ""
    return f"农历{year}{'闰' if leap else ''}{month}月{_lunar_day(day.day)}"


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def _lunar_day(day: int) -> str:
    if day <= 10:
        return f"初{_DIGITS[day]}"
    return f"廿{_DIGITS[day - 20]}" if 20 < day < 30 else _chinese(day)
