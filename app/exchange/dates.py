"""Dates as people write them. The order of day and month, and the century, are settled once for a whole column.

A value over 12 decides; where nothing decides, values that read differently stay undecided and are refused (domain/05,
60 §6.8). Two-digit years are 20yy unless that is in the future; a birthday is that of somebody at least 16 years old.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.errors import ValidationError
from app.formats import excerpt
from app.i18n import N_

ORDERS = ("mdy", "dmy", "ymd")
_YOUNGEST = 16
_SERIAL_START = date(1899, 12, 30)
_SERIALS = range(2_300, 2_958_466)
"""Serial days of a spreadsheet from 1906 to 9999; smaller numbers are years (2003, and 2003.12 its December) or nothing."""

_TIME = r"(?:[T\s,]+(?P<time>\d{1,2}[:：]\d{2}.*|\d{1,2}[时点].*|[上下]午.*))?$"
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*[日号]?" + _TIME)
_TRIPLE = re.compile(r"(?P<a>\d{1,2})\s*[-/.]\s*(?P<b>\d{1,2})\s*[-/.]\s*(?P<c>\d{4}|\d{1,2})\.?" + _TIME)
_SHORT_CHINESE = re.compile(r"(?P<y>\d{2})年(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]?" + _TIME)
_PACKED = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})" + _TIME)
_SERIAL = re.compile(r"\d{3,7}(?:\.\d+)?")
_NAMED = re.compile(r"(?P<d>\d{1,2})[\s-]+(?P<n>[A-Za-z]{3,9})\.?[\s,-]+(?P<y>\d{4}|\d{2})" + _TIME)
_NAMED_FIRST = re.compile(r"(?P<n>[A-Za-z]{3,9})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4}|\d{2})" + _TIME)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK = re.compile(
    r"(?P<half>上午|下午)?\s*(?P<h>\d{1,2})[:：时点](?:(?P<m>\d{1,2})(?:[:：分](?P<s>\d{1,2})?(?:\.(?P<f>\d{1,6}))?)?)?秒?\s*"
    r"(?P<pm>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?"
)


@dataclass(frozen=True, slots=True)
class DateOrder:
    """How the dates of a column are read. ``possible`` has more than one order where the column stays ambiguous."""

    possible: tuple[str, ...] = ORDERS[:2]
    birthday: bool = False
    asked: bool = False
    """Whether the column has any value whose order matters at all."""

    ahead: bool = False
    """Whether the field is about what is to come: two-digit years are 20yy then, future or not."""

    @property
    def ambiguous(self) -> bool:
        """Whether nothing in the column decides its order."""
        return self.asked and len(self.possible) > 1


def settle(values: Iterable[str], today: date, *, birthday: bool = False, ahead: bool = False, choice: str = "") -> DateOrder:
    """The order that a whole column agrees on; ``choice`` (mdy, dmy, ymd) is a person's word and decides."""
    triples = [found for found in (_TRIPLE.fullmatch(value.strip()) for value in values) if found]
    if choice:
        return DateOrder((choice,), birthday, bool(triples), ahead)
    if _year_comes_first(triples, today, birthday or ahead):
        return DateOrder(("ymd",), birthday, True, ahead)
    possible = set(ORDERS[:2])
    for triple in triples:
        possible_here = {order for order in ORDERS[:2] if _fits(triple, order)}
        possible = possible & possible_here if possible_here else possible
    ordered = tuple(order for order in ORDERS[:2] if order in possible) or ORDERS[:2]
    return DateOrder(ordered, birthday, bool(triples), ahead)


def _year_comes_first(triples: list[re.Match[str]], today: date, any_year: bool) -> bool:
    """``26/1/5``: the last part is no year, or only the first can be one without reaching into the future."""
    if not triples or any(len(triple["c"]) == 4 or not _fits(triple, "ymd") for triple in triples):
        return False
    if any(len(triple["c"]) == 1 or int(triple["a"]) > 31 for triple in triples):
        return True
    ahead = any(2000 + int(triple["c"]) > today.year for triple in triples)
    return ahead and not any_year and all(2000 + int(triple["a"]) <= today.year for triple in triples)


def _fits(triple: re.Match[str], order: str) -> bool:
    _year, month, day = _in_order(triple, order)
    return 1 <= int(month) <= 12 and 1 <= int(day) <= 31


def _in_order(triple: re.Match[str], order: str) -> tuple[str, str, str]:
    a, b, c = triple["a"], triple["b"], triple["c"]
    return {"mdy": (c, a, b), "dmy": (c, b, a), "ymd": (a, b, c)}[order]


def read_day(text: str, order: DateOrder, today: date) -> date:
    """The calendar day in a text; ValidationError says whether it is impossible, undecided or no date."""
    return read_moment(text, order, today).date()


def read_moment(text: str, order: DateOrder, today: date) -> datetime:
    """Day and time on the writer's clock (midnight where no time is given); aware only where the text names a zone."""
    text = text.strip()
    for pattern in (_YEAR_FIRST, _PACKED, _SHORT_CHINESE, _NAMED, _NAMED_FIRST):
        found = pattern.fullmatch(text)
        if found:
            return _moment(text, found["y"], _month(found), found["d"], found["time"], order, today)
    triple = _TRIPLE.fullmatch(text)
    if triple:
        return _triple(text, triple, order, today)
    if _SERIAL.fullmatch(text) and int(float(text)) in _SERIALS:
        moment = datetime.combine(_SERIAL_START, time()) + timedelta(days=float(text))
        return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
    raise ValidationError(N_("“{value}” is no date."), value=excerpt(text))


def unambiguous(text: str, order: DateOrder, today: date) -> str:
    """A day or time that only its column's order made readable, year first; anything else as it stands."""
    found = _TRIPLE.fullmatch(text.strip())
    if found is None:
        return text
    try:
        moment = read_moment(text, order, today)
    except ValidationError:
        return text
    return moment.isoformat(" ") if found["time"] else moment.date().isoformat()


def _month(found: re.Match[str]) -> str:
    groups = found.groupdict()
    if "m" in groups:
        return str(groups["m"])
    name = str(groups["n"])[:3].lower()
    return str(_MONTHS.index(name) + 1) if name in _MONTHS else "0"


def _triple(text: str, triple: re.Match[str], order: DateOrder, today: date) -> datetime:
    fitting = [one for one in order.possible if _fits(triple, one)]
    if not fitting and int(triple["a"]) > 31 and _fits(triple, "ymd"):
        fitting = ["ymd"]  # 99/12/31: whatever the column does, only a year can be that great
    if not fitting:
        raise _impossible(text)
    readings = {_moment(text, *_in_order(triple, one), triple["time"], order, today) for one in fitting}
    if len(readings) > 1:
        raise ValidationError(
            N_("“{value}” can be read in two ways, day or month first. Choose the order of dates."), value=excerpt(text)
        )
    return readings.pop()


def _moment(text: str, year: str, month: str, day: str, clock: str | None, order: DateOrder, today: date) -> datetime:
    try:
        found = date(int(year) if len(year) == 4 else _full_year(int(year), order, today), int(month), int(day))
    except ValueError:
        raise _impossible(text) from None
    if len(year) != 4 and found > today and not order.birthday and not order.ahead:
        found = found.replace(year=found.year - 100)
    return datetime.combine(found, time()) if not clock else _with_clock(text, found, clock)


def _full_year(short: int, order: DateOrder, today: date) -> int:
    if order.ahead:
        return 2000 + short
    latest = today.year - _YOUNGEST if order.birthday else today.year
    return 2000 + short if 2000 + short <= latest else 1900 + short


def _with_clock(text: str, day: date, clock: str) -> datetime:
    found = _CLOCK.fullmatch(clock.strip())
    try:
        if found is None:
            raise ValueError
        hour = _hour(int(found["h"]), found["half"] == "下午", (found["pm"] or "").lower().replace(".", ""))
        moment = datetime.combine(day, _time_of(hour, found))
        return datetime.fromisoformat(moment.isoformat() + found["zone"]) if found["zone"] else moment
    except ValueError:
        raise _impossible(text) from None


def _time_of(hour: int, found: re.Match[str]) -> time:
    return time(hour, int(found["m"] or 0), int(found["s"] or 0), int((found["f"] or "").ljust(6, "0")))


def _hour(hour: int, afternoon: bool, half: str) -> int:
    if half == "am" and hour == 12:
        return 0
    return hour + 12 if (afternoon or half == "pm") and hour < 12 else hour


def _impossible(text: str) -> ValidationError:
    return ValidationError(N_("There is no such day or time: “{value}”."), value=excerpt(text))
