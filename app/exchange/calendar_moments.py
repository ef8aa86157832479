"""Days and moments in the lines of a calendar (RFC 5545 §3.3.4, §3.3.5), on the clocks that they name."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from app.exchange.vcard_lines import Line
from app.i18n import N_

TellLine = Callable[[str, int, str], None]
"""Gets a message, the line's number and its text."""
Offsets = dict[str, timezone] | None
"""The standard offsets of the file's own time zones."""

MOMENT = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)?(Z)?)?")
_FIRST = date.min + timedelta(days=1)


def moment_of(held: Sequence[Line], name: str, offsets: Offsets, tell: TellLine) -> date | datetime | None:
    """The day or moment of the first line of a name; None where there is none that can be read."""
    line = next((one for one in held if one.name == name), None)
    found = MOMENT.fullmatch(line.raw.decode("ascii", "replace").strip()) if line else None
    return None if line is None or found is None else read_moment(found, line, offsets, tell)


def nobody(_message: str, _line: int, _text: str) -> None:
    """Told already, or not worth telling."""


def read_moment(found: re.Match[str], line: Line, offsets: Offsets, tell: TellLine) -> date | datetime | None:
    """What ``MOMENT`` found, on the clock that its line names."""
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
        if found[4] is None:
            return day if day > date.min else None
        moment = datetime(day.year, day.month, day.day, int(found[4]), int(found[5]), min(int(found[6] or 0), 59))
    except ValueError:
        return None
    if not _FIRST < day < date.max:  # on some clock it would lie beyond the calendar
        return None
    if found[7]:
        return moment.replace(tzinfo=UTC)
    return _in_zone(moment, line, offsets, tell)


def _in_zone(moment: datetime, line: Line, offsets: Offsets, tell: TellLine) -> datetime:
    """A moment on the clock that the line names; on the reader's own where it names none."""
    name = ",".join(line.params.get("TZID", ()))
    if not name:
        return moment
    for tail in (name, "/".join(name.split("/")[-2:]), _WINDOWS.get(name, "")):
        zone = _zone(tail)
        if zone is not None:
            return moment.replace(tzinfo=zone)
    offset = (offsets or {}).get(name) or (offsets or {}).get(name.replace(",", ", "))
    told = N_("The time zone of line {line} is not known: “{text}”. Its standard time is taken.") if offset else _NO_ZONE
    tell(told, line.number, name)
    return moment.replace(tzinfo=offset) if offset else moment


_NO_ZONE = N_("The time zone of line {line} is not known: “{text}”. The time is taken as it stands.")
_WINDOWS = {
    "China Standard Time": "Asia/Shanghai", "Taipei Standard Time": "Asia/Taipei", "Tokyo Standard Time": "Asia/Tokyo",
    "Korea Standard Time": "Asia/Seoul", "Singapore Standard Time": "Asia/Singapore", "GMT Standard Time": "Europe/London",
    "W. Europe Standard Time": "Europe/Berlin", "Romance Standard Time": "Europe/Paris",
    "Eastern Standard Time": "America/New_York", "Central Standard Time": "America/Chicago",
    "Mountain Standard Time": "America/Denver", "Pacific Standard Time": "America/Los_Angeles",
}  # fmt: skip
"""Zones as Outlook calls them, where customers are likely."""


_ZONE_NAME = 64
"""The longest has 32 characters; one of a thousand parts is looked for in a thousand folders within each other."""


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if 0 < len(name) <= _ZONE_NAME else None
    except (KeyError, ValueError, OSError):  # unknown, no name at all, or the name of a folder
        return None
