"""Repeats, reopenings, recurring problems and the customers who complain most (domain/30 C46, domain/05)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.analysis.complaint_flow import Population, counts
from app.analysis.complaint_states import CONVERTED, MERGED, OPEN
from app.analysis.complaint_story import Story, attitude_before, closed_before, compensation_cents, state_at
from app.analysis.complaint_targets import overdue_at
from app.analysis.month_lists import Recurring, ReopenRow, RepeatRow, TopCustomer
from app.analysis.month_parameters import MonthParameters

_UNHAPPY, _CONTENT = 2, 5  # of the attitudes 1–5


@dataclass(frozen=True, slots=True)
class Link:
    """A repeat and what it repeats; `earlier` is None where only a person said so. `since` is the moment it's
    measured from: the earlier one's closing or, while that is open, its receipt."""

    later: Story
    earlier: Story | None
    since: datetime | None


def repeat_links(stories: Sequence[Story], days: int, end: datetime = datetime.max) -> dict[str, Link]:
    """Repeats by case id: same customer and L2, or same serial number, received at most `days` after the earlier one
    was closed (or while it is open). A person's decision wins. Cases merged or converted before `end` are no complaints."""
    links: dict[str, Link] = {}
    for group in _alike(stories, end).values():
        for index, later in enumerate(group):
            link = _link(later, group[:index], days)
            if link is not None:
                links.setdefault(later.case.id, link)
    for each in stories:
        if each.case.repeat is False:
            links.pop(each.case.id, None)
        elif each.case.repeat:
            links.setdefault(each.case.id, Link(each, None, None))
    return links


def _alike(stories: Iterable[Story], end: datetime) -> Mapping[tuple[str, ...], list[Story]]:
    groups: defaultdict[tuple[str, ...], list[Story]] = defaultdict(list)
    for each in stories:
        if state_at(each, end) in {MERGED, CONVERTED}:
            continue
        case = each.case
        if case.customer_id and case.l2:
            groups["l2", case.customer_id, case.l2].append(each)
        if case.serial:
            groups["serial", case.serial].append(each)
    return groups


def _link(later: Story, earlier: Sequence[Story], days: int) -> Link | None:
    received = later.case.received_at
    for each in reversed(earlier):
        closed = closed_before(each, received)
        is_open = state_at(each, received) in OPEN
        since = closed or each.case.received_at
        if is_open or (received.date() - since.date()).days <= days:
            return Link(later, each, since)
    return None


def repeat_rows(people: Population, links: Mapping[str, Link]) -> tuple[RepeatRow, ...]:
    """The repeats among the period's new complaints, in order of receipt."""
    return tuple(_repeat_row(links[each.case.id]) for each in people.net if each.case.id in links)


def _repeat_row(link: Link) -> RepeatRow:
    case, earlier, since = link.later.case, link.earlier, link.since
    days = None if since is None else (case.received_at.date() - since.date()).days
    return RepeatRow(
        case.id, case.number, case.customer, case.category, case.l2, case.received_at,
        None if earlier is None else earlier.case.number, since, days, case.cause,
    )


def reopen_rows(stories: Iterable[Story], people: Population) -> tuple[ReopenRow, ...]:
    """Every reopening inside the period of a case that counts, in order of time."""
    rows = [
        ReopenRow(
            each.case.id, each.case.number, each.case.customer, each.case.category, each.case.l2, closed, reopened,
            (reopened.date() - closed.date()).days, _reason(each, reopened),
        )
        for each in stories
        for closed, reopened in each.reopenings
        if people.span.holds(reopened) and counts(each, people.span)
    ]
    return tuple(sorted(rows, key=lambda row: (row.reopened_at, row.number)))


def _reason(story: Story, reopened: datetime) -> str:
    """Why it came back, as written down with the step."""
    given = (event.reason for event in story.case.events if not event.revoked and event.at == reopened and event.reason)
    return next(given, "")


def top_customers(people: Population, limit: int) -> tuple[TopCustomer, ...]:
    """Customers by new complaints, then compensation, then id; people who can't be recognised are left out."""
    grouped: defaultdict[str, list[Story]] = defaultdict(list)
    for each in people.net:
        if each.case.customer_id:
            grouped[each.case.customer_id].append(each)
    still_open = Counter(each.case.customer_id for each in people.ending)
    rows = [
        TopCustomer(
            key, group[-1].case.customer, group[-1].case.grade, len(group), still_open[key],
            sum(map(compensation_cents, group)), group[-1].case.status,
        )
        for key, group in grouped.items()
    ]
    first = sorted(rows, key=lambda row: (-row.count, -row.compensation_cents, row.customer_id))[:limit]
    return tuple(replace(row, signs=_signs(people, row.customer_id)) for row in first)


def _signs(people: Population, customer: str) -> tuple[str, ...]:
    """What makes the customer likely to leave, of what is known at the cut."""
    end = people.span.end
    groups = (people.net, people.ending, people.closed)
    own = [each for group in groups for each in group if each.case.customer_id == customer]
    late = (each for each in people.ending if each.case.customer_id == customer)
    found = {
        "overdue": any(overdue_at(each, end) for each in late),
        "reopened": any(people.span.holds(at) for each in own for _closed, at in each.reopenings),
        "dissatisfied": any((attitude_before(each, end) or _CONTENT) <= _UNHAPPY for each in own),
    }
    return tuple(sign for sign, given in found.items() if given)


def recurring_problems(
    stories: Iterable[Story], people: Population, parameters: MonthParameters
) -> tuple[Recurring, ...]:
    """Same product and L2 often enough in the rolling window that ends with the period; most frequent first."""
    since = people.span.end - timedelta(days=parameters.recurring_days)
    found = Counter(
        (each.case.product, each.case.l2)
        for each in stories
        if since <= each.case.received_at < people.span.end
        and counts(each, people.span)
        and each.case.product
        and each.case.l2
    )
    rows = [
        Recurring(product, l2, count)
        for (product, l2), count in found.items()
        if product and l2 and count >= parameters.recurring_count
    ]
    return tuple(sorted(rows, key=lambda row: (-row.count, row.product, row.l2)))
