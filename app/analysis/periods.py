"""Calendar months and the half-open spans [start, end) that reports count in (domain/00 G4). Times are naive local."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Span:
    """[start, end): start counts, end doesn't."""

    start: datetime
    end: datetime

    def holds(self, moment: datetime | None) -> bool:
        """Whether the moment lies inside; a missing moment doesn't."""
        return moment is not None and self.start <= moment < self.end


@dataclass(frozen=True, slots=True, order=True)
class YearMonth:
    """A calendar month, 2026-07. Ordered, usable as a key."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12:
            raise ValueError(f"No such month: {self.month}")

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def start(self) -> datetime:
        return datetime(self.year, self.month, 1)

    @property
    def end(self) -> datetime:
        return self.plus(1).start

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    def plus(self, months: int) -> YearMonth:
        """The month so many months later (or earlier)."""
        index = self.year * 12 + self.month - 1 + months
        return YearMonth(index // 12, index % 12 + 1)


def month_of(moment: datetime) -> YearMonth:
    """The calendar month a local moment falls in."""
    return YearMonth(moment.year, moment.month)


def parse_month(text: str) -> YearMonth:
    """"2026-07" as a month; ValueError for anything else."""
    year, dash, month = text.partition("-")
    if not dash or len(year) != 4 or len(month) not in (1, 2) or not (year + month).isdecimal():
        raise ValueError(f"Not a month: {text}")
    return YearMonth(int(year), int(month))


def months_back(month: YearMonth, count: int) -> tuple[YearMonth, ...]:
    """The last `count` months up to and including this one, oldest first."""
    return tuple(month.plus(offset) for offset in range(1 - count, 1))


@dataclass(frozen=True, slots=True)
class ReportSpans:
    """The five spans a month's report compares (domain/50 §5.3 section 1), and whether the month is over."""

    this: Span
    last: Span
    last_year: Span
    to_date: Span
    to_date_last_year: Span
    complete: bool


def report_spans(month: YearMonth, cut: datetime | None, like_for_like: bool) -> ReportSpans:
    """Spans of a month seen at `cut` (None: its end). `like_for_like` shortens the earlier spans of an unfinished
    month to the same number of elapsed days (C05)."""
    end = month.end if cut is None else max(month.start, min(cut, month.end))
    complete = end == month.end
    whole = complete or not like_for_like
    last, last_year = month.plus(-1), month.plus(-12)
    return ReportSpans(
        Span(month.start, end),
        _shortened(last, end - month.start, whole),
        _shortened(last_year, end - month.start, whole),
        Span(datetime(month.year, 1, 1), end),
        Span(datetime(month.year - 1, 1, 1), _shortened(last_year, end - month.start, whole).end),
        complete,
    )


def _shortened(month: YearMonth, elapsed: timedelta, whole: bool) -> Span:
    return month.span if whole else Span(month.start, min(month.start + elapsed, month.end))
