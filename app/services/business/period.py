"""Spans of days that analyses look at: months that end on a day, the months before them."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from app.analysis.periods import YearMonth


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``first`` to ``last``, both included; ``months`` is how long it was asked to be."""

    first: date
    last: date
    months: int

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def before(self) -> "Period":
        """The equally many months before it."""
        return ending(self.first - timedelta(days=1), self.months)

    def month_list(self) -> tuple[YearMonth, ...]:
        """Every calendar month it touches, the oldest first."""
        first, last = YearMonth(self.first.year, self.first.month), YearMonth(self.last.year, self.last.month)
        count = (last.year - first.year) * 12 + last.month - first.month + 1
        return tuple(first.plus(place) for place in range(count))


def ending(last: date, months: int = 12) -> Period:
    """The ``months`` that end on ``last``: twelve up to 28 February 2027 begin on 1 March 2026, and those up to 29 February
    2028 on 1 March 2027. ValueError for less than one month or a day before the calendar begins."""
    if months < 1:
        raise ValueError("A period has at least one month")
    return Period(months_before(last, months) + timedelta(days=1), last, months)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of that month; the last of a month stays one."""
    place = day.year * 12 + day.month - 1 - months
    year, month = divmod(place, 12)
    most = monthrange(year, month + 1)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, most if is_last else min(day.day, most))
