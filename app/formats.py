"""How values read in the language in force: days, moments, money, numbers (domain/60 §6.8, domain/30 C03)."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from app.i18n import gettext_text as _
from app.i18n import language, ngettext_text

DASH = "—"
_zone = {"name": "Asia/Shanghai"}
_WEEKDAYS = {
    "zh": ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


def set_zone(name: str) -> None:
    """The firm's time zone (a setting; domain/00 G4)."""
    _zone["name"] = name


def zone() -> ZoneInfo:
    """The firm's time zone."""
    return ZoneInfo(_zone["name"])


def local(moment: datetime) -> datetime:
    """A stored moment on the firm's clock, without zone: what people read and what working days count from."""
    return moment.astimezone(zone()).replace(tzinfo=None)


def from_local(moment: datetime) -> datetime:
    """A moment on the firm's clock as an aware one for the store."""
    return moment.replace(tzinfo=zone())


def today() -> date:
    """The firm's present day."""
    return datetime.now(zone()).date()


def day_text(value: date | None) -> str:
    """``2026-07-31``, or a dash."""
    return DASH if value is None else value.isoformat()


def moment_text(value: datetime | None) -> str:
    """``2026-07-31 17:00`` on the firm's clock, or a dash."""
    return DASH if value is None else local(value).strftime("%Y-%m-%d %H:%M")


def long_day(value: date) -> str:
    """``2026年7月31日`` or ``31 July 2026``."""
    if language() == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def month_title(year: int, month: int) -> str:
    """``2026年7月`` or ``July 2026``."""
    return f"{year}年{month}月" if language() == "zh" else f"{_MONTHS[month - 1]} {year}"


def weekday(value: date) -> str:
    """The day of the week, Monday first."""
    return _WEEKDAYS[language()][value.weekday()]


def money_text(cents: int | None) -> str:
    """``¥12,345.67``, ``-¥88.80``, or a dash (C03)."""
    if cents is None:
        return DASH
    sign = "-" if cents < 0 else ""
    return f"{sign}¥{abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def share_text(hundredths: int | None) -> str:
    """``12.5 %`` for 1250 hundredths of a percent, as exact as it was typed, or a dash."""
    if hundredths is None:
        return DASH
    return f"{Decimal(hundredths).scaleb(-2).normalize():f} %"


def number_text(value: Decimal | float | int | None, places: int = 0) -> str:
    """Thousands separated, half-up rounded, with a real minus; a dash where undefined (domain/00 G1, G2)."""
    if value is None:
        return DASH
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{rounded + 0:,.{places}f}".replace("-", "−")


def percent_text(fraction: Decimal | float | None, places: int = 1) -> str:
    """A fraction as ``78.6%``; a dash where undefined."""
    return DASH if fraction is None else f"{number_text(Decimal(str(fraction)) * 100, places)}%"


def days_ago(value: date, present: date) -> str:
    """``today``, ``yesterday``, ``3 days ago``, ``in 2 days``."""
    distance = (present - value).days
    if distance == 0:
        return _("today")
    if distance in (1, -1):
        return _("yesterday") if distance == 1 else _("tomorrow")
    if distance > 0:
        return ngettext_text("{count} day ago", "{count} days ago", distance).format(count=distance)
    return ngettext_text("in {count} day", "in {count} days", -distance).format(count=-distance)


def number_said(number: str) -> str:
    """A record's number among other facts: ``KH000003`` says what it is, digits alone (from somebody's own list) don't."""
    return _("No. {number}").format(number=number.strip()) if number.strip().isdecimal() else number


def excerpt(text: str, most: int = 40) -> str:
    """The beginning of a text for a sentence that quotes it; what was cut off is told by "…"."""
    return text if len(text) <= most else f"{text[:most]}…"


_CONTROLS = {code: 0x2400 + code for code in range(32) if code not in (9, 10)} | {0x7F: 0x2421}
_CONTROLS |= dict.fromkeys((*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD)


def visible(text: str) -> str:
    """A text for a terminal: its control characters are commands there (ESC begins them, others turn the writing round), and
    become signs that show them."""
    return text.translate(_CONTROLS)


def size_text(count: int) -> str:
    """Bytes as people read them: ``812 B``, ``35 KB``, ``1.3 MB``; a KB has 1024 of them."""
    if count < 1024:
        return f"{count} B"
    size, unit = Decimal(count) / 1024, "KB"
    for larger in ("MB", "GB"):
        if size >= 1000:
            size, unit = size / 1024, larger
    return f"{number_text(size, 0 if size >= 10 else 1)} {unit}"
