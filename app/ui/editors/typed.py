"""What people type, as values: days, moments, amounts, whole numbers. No Qt here; ValueError where it can't be read."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from app.formats import from_local
from app.i18n import gettext_text as _

_YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH_DAY = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?")
_RELATIVE = re.compile(r"(today|tomorrow|yesterday|今天|明天|后天|昨天|前天)?\s*([+-]\d{1,4})?")
_DAY_WORDS = {"today": 0, "今天": 0, "tomorrow": 1, "明天": 1, "后天": 2, "yesterday": -1, "昨天": -1, "前天": -2}
_CLOCK = re.compile(r"(\d{1,2})[:点](\d{2})?分?")
_PARTS_OF_DAY = {
    "am": range(12), "凌晨": range(7), "早上": range(4, 12), "早晨": range(4, 12), "上午": range(5, 13), "中午": range(11, 15),
    "下午": range(12, 20), "pm": range(12, 24), "傍晚": range(16, 21), "晚上": range(17, 24), "晚": range(17, 24),
}  # fmt: skip
"""Which hours may be meant: 12 at night is of a day nobody can tell."""
_TIME = re.compile(
    rf"(?P<before>{'|'.join(_PARTS_OF_DAY)})?(?P<hours>\d\d?)"
    r"(?:[:.]?(?P<minutes>\d\d)|[点时](?P<said>半|一刻|三刻|整|\d\d?分?)?)?(?P<after>am|pm)?",
    re.ASCII,
)
_HOUR_WORDS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_HOUR_WORD = re.compile("(?:十[一二]?|[一二三四五六七八九])(?=[点时])")
_MINUTE_WORDS = {"半": 30, "一刻": 15, "三刻": 45, "整": 0}
_AMOUNT = re.compile(r"[+-]?\d{1,14}(\.\d{0,8})?", re.ASCII)
_UNITS = {"万": 10_000, "亿": 100_000_000}
_NOW = ("now", "现在")
_HALF_YEAR = 183


class NoSuchDayError(ValueError):
    """It reads like a day and there is none: 2-30, 2026-13-1."""


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).strip().lower().split())


def typed_day(text: str, today: date, forward: bool = False) -> date:
    """``2026-7-31``, ``2026/7/31``, ``20260731``, ``7-31`` (this year), ``today``, ``明天``, ``+3``.

    A day without a year is in the present one; with ``forward`` one that lies more than half a year back is in the next: one
    that has gone by lately is a mistake, and who asked says that it is over. NoSuchDayError for one that the calendar lacks.
    """
    plain = _plain(text)
    relative = _RELATIVE.fullmatch(plain)
    if plain and relative:
        return today + timedelta(days=_DAY_WORDS.get(relative[1] or "", 0) + int(relative[2] or 0))
    whole = _YEAR_FIRST.fullmatch(plain) or _COMPACT.fullmatch(plain)
    if whole:
        return _day(int(whole[1]), int(whole[2]), int(whole[3]), text)
    part = _MONTH_DAY.fullmatch(plain)
    if part is None:
        raise ValueError(text)
    found = _day(today.year, int(part[1]), int(part[2]), text)
    return _day(today.year + 1, found.month, found.day, text) if forward and (today - found).days > _HALF_YEAR else found


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NoSuchDayError(text) from None


def unread_day(error: ValueError) -> str:
    """What to say of a typed day that could not be read."""
    if isinstance(error, NoSuchDayError):
        return _("The calendar has no day {text}.").format(text=error.args[0])
    return _("A day reads 2026-07-31, or +3 for in three days.")


def typed_moment(text: str, present: datetime) -> datetime:
    """``2026-7-31 17:00``, ``7-31 9:30``, ``17:00`` (today), ``today 8点``, ``now``: an aware moment on the firm's clock.

    A day alone means its midnight. ``present`` is the firm's own time without zone.
    """
    plain = _plain(text)
    if plain in _NOW:
        return from_local(present.replace(second=0, microsecond=0))
    clock = _CLOCK.search(plain)
    rest = plain[: clock.start()].strip() if clock else plain
    if clock and plain[clock.end() :].strip():
        raise ValueError(text)
    day = typed_day(rest, present.date()) if rest else present.date()
    if not clock and not rest:
        raise ValueError(text)
    moment = from_local(datetime.combine(day, time(int(clock[1]), int(clock[2] or 0)) if clock else time()))
    try:
        moment.astimezone(UTC)
    except OverflowError:  # at either end of the calendar another clock has no such day
        raise NoSuchDayError(text) from None
    return moment


def typed_clock(text: str) -> str:
    """A time of the day as ``HH:MM``: ``9:30``, ``9.30``, ``930``, ``9点半``, ``下午3点``, ``3 pm``; whole hours are enough."""
    plain = _plain(text).replace(" ", "").replace(".m.", "m").replace("两点", "二点")
    found = _TIME.fullmatch(_HOUR_WORD.sub(lambda word: str(_HOUR_WORDS.index(word[0]) + 1), plain))
    if found is None:
        raise ValueError(text)
    said = found["minutes"] or (found["said"] or "0").rstrip("分")
    minutes = _MINUTE_WORDS[said] if said in _MINUTE_WORDS else int(said)
    meant = _PARTS_OF_DAY.get(found["before"] or found["after"] or "", range(24))
    hours = next((each for each in _readings(int(found["hours"])) if each in meant), None)
    if hours is None or minutes > 59:
        raise ValueError(text)
    return f"{hours:02d}:{minutes:02d}"


def _readings(hours: int) -> tuple[int, ...]:
    """The hours of the day that a clock of twelve hours may mean by one."""
    return (hours, hours + 12, hours - 12) if hours <= 12 else (hours,)


def unread_clock(text: str) -> str:
    """What to say of a typed time of the day that could not be read."""
    return _("“{text}” is not a time of the day. Type for example 9:30, 930 or 3pm.").format(text=text)


def typed_money(text: str) -> int:
    """Fen: ``12,345.6`` yuan, ``¥88``, ``1.5万``, ``300 万元``, ``1.2亿``; half-up to the fen."""
    plain = _plain(text).strip("¥￥元 ").replace(",", "").replace("−", "-")
    factor = next((times for word, times in _UNITS.items() if plain.endswith(word)), 1)
    if factor > 1:
        plain = plain[:-1].strip()
    if not _AMOUNT.fullmatch(plain):
        raise ValueError(text)
    return int((Decimal(plain) * factor * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def typed_decimal(text: str) -> Decimal:
    """A number, thousands separated or not, with a decimal point."""
    plain = _plain(text).replace(",", "").replace(" ", "").replace("−", "-")
    if not _AMOUNT.fullmatch(plain):
        raise ValueError(text)
    return Decimal(plain)


def typed_percent(text: str) -> int:
    """Hundredths of a percent: ``12.5``, ``12.5%``, ``33.33 %``; half-up."""
    plain = _plain(text).rstrip("% ").replace("−", "-")
    if not _AMOUNT.fullmatch(plain) or abs(Decimal(plain)) > 10_000:
        raise ValueError(text)
    return int((Decimal(plain) * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def money_input(cents: int) -> str:
    """Fen as an amount to edit: ``12,345.60``."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def typed_integer(text: str) -> int:
    """A whole number, thousands separated or not."""
    plain = _plain(text).replace(",", "").replace(" ", "")
    if not re.fullmatch(r"[+-]?\d{1,15}", plain, re.ASCII):
        raise ValueError(text)
    return int(plain)
