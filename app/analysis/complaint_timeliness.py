"""Times of a complaint period: on-time rates, handling days, what is open and how old (domain/50 §5.3 sections 6, 12)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from statistics import median

from app.analysis.complaint_flow import Population, closed_on_time, counts
from app.analysis.complaint_story import Story, acknowledged_before, answered_before, closed_before, handling_days, state_at
from app.analysis.complaint_targets import answer_due_at, close_due_at, overdue_at
from app.analysis.complaint_transitions import next_step
from app.analysis.figures import NO_DATA, Figure, known, ratio, undefined
from app.analysis.month_lists import OpenCase
from app.analysis.month_types import AgeRow, Timeliness
from app.analysis.periods import Span
from app.analysis.workdays import Calendar, paused_days, working_days_between

AGES: tuple[tuple[int, int | None], ...] = ((0, 3), (4, 7), (8, 15), (16, None))


def on_time_rate(people: Population) -> Figure:
    """按期结案率: of the cases whose target lies in the period, those closed by it (domain/50 §5.2)."""
    return ratio(sum(closed_on_time(each, people.span) for each in people.due), len(people.due))


def on_time_closed_rate(people: Population) -> Figure:
    """The flattering option: of the cases closed in the period, those closed by their target."""
    return ratio(sum(closed_on_time(each, people.span) for each in people.closed), len(people.closed))


def acknowledged_rate(stories: Sequence[Story], span: Span) -> Figure:
    """Of the complaints whose acknowledgement was due in the period, those acknowledged by then."""
    asked = [each for each in stories if span.holds(each.case.ack_due) and _counted(each, span)]
    return ratio(sum(_by(acknowledged_before(each, span.end), each.case.ack_due) for each in asked), len(asked))


def answered_rate(stories: Sequence[Story], span: Span) -> Figure:
    """Of the complaints whose answer was due in the period, those answered by then."""
    targets = [(each, answer_due_at(each, span.end)) for each in stories if each.case.received_at < span.end]
    asked = [(each, due) for each, due in targets if span.holds(due) and counts(each, span)]
    return ratio(sum(_by(answered_before(each, span.end), due) for each, due in asked), len(asked))


def _counted(story: Story, span: Span) -> bool:
    return story.case.received_at < span.end and counts(story, span)


def _by(done: datetime | None, due: datetime | None) -> bool:
    return done is not None and due is not None and done <= due


def days_of_closed(people: Population, calendar: Calendar) -> list[int]:
    """Handling days of the cases finally closed in the period, ascending."""
    closed = ((each, closed_before(each, people.span.end)) for each in people.closed)
    return sorted(handling_days(each, at, calendar) for each, at in closed if at is not None)


def mean_of(values: Sequence[int]) -> Figure:
    """The mean; no_data of nothing."""
    return Figure(Decimal(sum(values)) / len(values)) if values else undefined(NO_DATA)


def median_of(values: Sequence[int]) -> Figure:
    """The median, the mean of the middle two where their number is even; no_data of nothing."""
    return known(Decimal(str(median(values)))) if values else undefined(NO_DATA)


def percentile_of(values: Sequence[int], share: int) -> Figure:
    """The percentile by nearest rank of ascending values: the ⌈share/100 · n⌉-th; no_data of nothing."""
    return known(values[max(1, -(-share * len(values) // 100)) - 1]) if values else undefined(NO_DATA)


def open_cases(people: Population, calendar: Calendar) -> tuple[OpenCase, ...]:
    """The complaints open at the end of the period: most urgent target first, those without one last."""
    rows = [_open_case(each, people.span, calendar) for each in people.ending]
    return tuple(sorted(rows, key=lambda row: (row.close_due is None, row.close_due or row.received_at, row.number)))


def _open_case(story: Story, span: Span, calendar: Calendar) -> OpenCase:
    case, last, state = story.case, last_day(span), state_at(story, span.end) or ""
    due = close_due_at(story, span.end)
    late = _days_late(story, due, last, calendar)
    step = next_step(state, case.severity)
    return OpenCase(
        id=case.id, number=case.number, customer=case.customer, customer_id=case.customer_id, subject=case.subject,
        category=case.category, priority=case.priority, received_at=case.received_at, close_due=due,
        overdue=overdue_at(story, span.end), days_overdue=late, age_days=working_days_between(calendar, case.received_at, last),
        handler=case.handler, state=state, next_step=None if step is None else step.code,
    )


def _days_late(story: Story, due: datetime | None, last: date, calendar: Calendar) -> int:
    """Working days since the target, less those in which the case waited for the customer or an outside body."""
    if due is None:
        return 0
    end = datetime.combine(last, time.max)
    waited = [(max(start, due), min(stop or end, end)) for start, stop in story.pauses if start < end]
    return max(0, working_days_between(calendar, due, last) - paused_days(calendar, waited))


def last_day(span: Span) -> date:
    """The last day of which the period holds a moment."""
    return (span.end - timedelta(microseconds=1)).date()


def age_rows(cases: Sequence[OpenCase]) -> tuple[AgeRow, ...]:
    """Open complaints by age in working days: 0–3, 4–7, 8–15, more."""
    return tuple(
        AgeRow(first, last, sum(first <= case.age_days and (last is None or case.age_days <= last) for case in cases))
        for first, last in AGES
    )


def timeliness(
    stories: Sequence[Story], people: Population, cases: Sequence[OpenCase], calendar: Calendar
) -> Timeliness:
    """Section 6 of the report."""
    days = days_of_closed(people, calendar)
    return Timeliness(
        acknowledged_rate(stories, people.span), answered_rate(stories, people.span), on_time_rate(people),
        on_time_closed_rate(people), mean_of(days), median_of(days), percentile_of(days, 90), age_rows(cases),
        tuple(case for case in cases if case.overdue),
    )
