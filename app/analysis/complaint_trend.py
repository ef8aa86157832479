"""Twelve months of new complaints and on-time closings, with last year's line (domain/50 §5.3 section 4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from app.analysis.complaint_flow import closed_on_time, counts
from app.analysis.complaint_story import Story
from app.analysis.complaint_targets import close_due_at
from app.analysis.figures import NO_DATA, Figure, known, ratio, undefined
from app.analysis.month_types import Trend, TrendPoint
from app.analysis.periods import Span, YearMonth, month_of, months_back

Buckets = Mapping[YearMonth, Sequence[Story]]


def trend(stories: Sequence[Story], month: YearMonth, cut: datetime, length: int = 12) -> Trend:
    """The months up to `month`, each as of its own end (the last one as of the cut)."""
    received = _bucket((month_of(each.case.received_at), each) for each in stories)
    due = _bucket((asked, each) for each in stories for asked in _months_due(each))
    first = min(received) if received else None
    points = tuple(_point(each, received, due, first, cut) for each in months_back(month, length))
    return Trend(points, *_limits([point.new_net for point in points]))


def _bucket(pairs: Iterable[tuple[YearMonth, Story]]) -> Buckets:
    buckets: defaultdict[YearMonth, list[Story]] = defaultdict(list)
    for month, each in pairs:
        buckets[month].append(each)
    return dict(buckets)


def _months_due(story: Story) -> Iterator[YearMonth]:
    """Where the closing target may have lain: in one month, or, where pauses, an extension or another judgement moved it, in each
    from the receipt on."""
    case = story.case
    ever = [due for due in (case.close_due, *(dues.get("close_due") for _at, dues in case.retargeted)) if due is not None]
    if ever:
        last = month_of(max(ever))
        month = min(last, month_of(case.received_at)) if story.pauses or case.extended or case.retargeted else last
        while month <= last:
            yield month
            month = month.plus(1)


def _point(month: YearMonth, received: Buckets, due: Buckets, first: YearMonth | None, cut: datetime) -> TrendPoint:
    last_year = month.plus(-12)
    return TrendPoint(
        month, _net(received, month, first, cut), _on_time(due, month, first, cut), _net(received, last_year, first, cut)
    )


def _seen(month: YearMonth, cut: datetime) -> Span:
    return Span(month.start, max(month.start, min(month.end, cut)))


def _net(received: Buckets, month: YearMonth, first: YearMonth | None, cut: datetime) -> Figure:
    if first is None or month < first:
        return undefined(NO_DATA)
    span = _seen(month, cut)
    return known(sum(span.holds(each.case.received_at) and counts(each, span) for each in received.get(month, ())))


def _on_time(due: Buckets, month: YearMonth, first: YearMonth | None, cut: datetime) -> Figure:
    if first is None or month < first:
        return undefined(NO_DATA)
    span = _seen(month, cut)
    asked = [
        each for each in due.get(month, ())
        if each.case.received_at < span.end and span.holds(close_due_at(each, span.end)) and counts(each, span)
    ]
    return ratio(sum(closed_on_time(each, span) for each in asked), len(asked))


def _limits(figures: Sequence[Figure]) -> tuple[Figure, Figure, Figure]:
    values = [figure.value for figure in figures if figure.value is not None]
    if not values:
        return undefined(NO_DATA), undefined(NO_DATA), undefined(NO_DATA)
    mean = sum(values, Decimal(0)) / len(values)
    width = 3 * mean.sqrt()
    return Figure(mean), Figure(mean + width), Figure(max(Decimal(0), mean - width))
