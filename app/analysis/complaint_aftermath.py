"""What customers thought of the handling and what it cost (domain/50 §5.3 sections 9, 10; domain/30 C35; domain/05).

Both look at the cases finally closed in the period, invalid ones included.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from app.analysis.complaint_case import (
    ASSIST,
    COMPENSATION,
    COST_KINDS,
    INVALID,
    LABOUR,
    PENDING,
    RECOVERED,
    VALID,
)
from app.analysis.complaint_flow import Population
from app.analysis.complaint_story import Story, attitude_before, follow_ups_before, last_follow_up
from app.analysis.figures import Figure, half_up, ratio
from app.analysis.month_lists import Comment
from app.analysis.month_parameters import MonthParameters, PeriodBase
from app.analysis.month_types import Attitude, Cost, CostRow, RemedyRow, ValidityCounts

FAIRNESS = ("outcome", "process", "manner", "stays")
SATISFIED = 4  # attitude 4 and 5


def attitude(people: Population, max_comments: int) -> Attitude:
    """The distribution of the attitudes recorded by the period's end; answered = an attitude 1–5 is recorded."""
    end = people.span.end
    given = [score for each in people.closed if (score := attitude_before(each, end)) is not None]
    counts = Counter(given)
    return Attitude(
        counts=tuple((score, counts[score]) for score in range(5, 0, -1)),
        answered=len(given),
        closed=len(people.closed),
        mean=_mean(given),
        satisfied_rate=ratio(sum(score >= SATISFIED for score in given), len(given)),
        response_rate=ratio(len(given), len(people.closed)),
        comments=_comments(people, max_comments),
        fairness=_fairness(people),
    )


def _fairness(people: Population) -> tuple[tuple[str, Figure], ...]:
    """Means over what the last follow-up before the period's end says."""
    said = [last for each in people.closed if (last := last_follow_up(each, people.span.end)) is not None]
    parts = [(*each.fairness, each.stays) for each in said]
    given = zip(FAIRNESS, zip(*parts, strict=True) if parts else ((),) * len(FAIRNESS), strict=True)
    return tuple((key, _mean([score for score in scores if score is not None])) for key, scores in given)


def _mean(scores: list[int]) -> Figure:
    return ratio(sum(scores), len(scores))


def _comments(people: Population, most: int) -> tuple[Comment, ...]:
    """The worst first: those teach most."""
    said = [
        Comment(each.case.number, followup.attitude, followup.comment, each.case.id)
        for each in people.closed
        for followup in follow_ups_before(each, people.span.end)
        if followup.comment
    ]
    return tuple(sorted(said, key=lambda comment: (comment.attitude or 9, comment.number))[:most])


def cost(people: Population, parameters: MonthParameters, base: PeriodBase) -> Cost:
    """C35: lines of the closed cases plus handling hours at the rate, less what was recovered."""
    cents: Counter[str] = Counter()
    for each in people.closed:
        cents[LABOUR] += int(half_up(each.case.handling_hours * parameters.labour_rate_cents))
        for line in each.case.costs:
            cents[line.kind] += line.cents
    total = sum(cents.values()) - 2 * cents[RECOVERED]
    rows = tuple(CostRow(kind, cents[kind]) for kind in _kinds(cents) if cents[kind])
    return Cost(rows, cents[COMPENSATION], total, ratio(total, base.sales_cents), remedy_rows(people.closed))


def remedy_rows(stories: Iterable[Story]) -> tuple[RemedyRow, ...]:
    """Kinds of remedies by number, then cost, then kind."""
    found: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for each in stories:
        for remedy in each.case.remedies:
            found[remedy.kind].append((each.case.id, remedy.cents or 0))
    rows = [RemedyRow(kind, len(given), len({key for key, _cents in given}), sum(cents for _key, cents in given))
            for kind, given in found.items()]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (-row.count, -row.cents, row.kind)))


def _kinds(cents: Iterable[str]) -> tuple[str, ...]:
    return COST_KINDS + tuple(sorted(set(cents) - set(COST_KINDS)))


def validity_counts(people: Population) -> ValidityCounts:
    """New (net) by validity; anything unknown is pending."""
    found = Counter(each.case.validity for each in people.net)
    valid, invalid, assist = found[VALID], found[INVALID], found[ASSIST]
    return ValidityCounts(valid, invalid, assist, len(people.net) - valid - invalid - assist)


def valid_rate(people: Population) -> Figure:
    """Valid of the assessed new (net) ones; assisted ones count below the line only (domain/05)."""
    assessed = [each for each in people.net if each.case.validity != PENDING]
    return ratio(sum(each.case.validity == VALID for each in assessed), len(assessed))
