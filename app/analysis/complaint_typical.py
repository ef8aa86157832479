"""Which complaints of a month are worth telling (domain/50 §5.3 section 11)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from app.analysis.complaint_flow import Population, counts
from app.analysis.complaint_story import Story, compensation_cents

MOST = 3
_WEIGHT = {"S4": 60, "S3": 25}
_URGENT = {"P1": 20, "P2": 5}


def typical_cases(stories: Sequence[Story], people: Population, links: Collection[str]) -> tuple[str, ...]:
    """At most three of the cases closed in the period, or came back in it: grave, dear, reopened or repeated ones first, each
    of another problem where there are enough. Cases of no weight at all are not told; a month may have none."""
    back = {each.case.id for each in stories for _closed, at in each.reopenings if people.span.holds(at)}
    over = {each.case.id for each in people.closed} | back
    told = [each for each in stories if each.case.id in over and counts(each, people.span)]
    weighed = [(_weight(each, back, links), each) for each in told]
    ranked = [each for weight, each in sorted(weighed, key=lambda pair: (-pair[0], pair[1].case.number)) if weight]
    first = {each.case.l2: each.case.id for each in reversed(ranked)}.values()
    places = {each.case.id: place for place, each in enumerate(ranked)}
    chosen = sorted(places, key=lambda key: (key not in first, places[key]))[:MOST]
    return tuple(sorted(chosen, key=places.__getitem__))


def _weight(story: Story, back: Collection[str], links: Collection[str]) -> int:
    case = story.case
    marks = 40 * (case.id in back) + 15 * (case.id in links) + _WEIGHT.get(case.severity or "", 0)
    return marks + _URGENT.get(case.priority or "", 0) + min(compensation_cents(story) // 10_000, 50)
