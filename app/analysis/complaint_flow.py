"""Which complaints a period counts, and the roll-forward from its opening to its ending (domain/50 §5.2, domain/05)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.analysis.complaint_states import CLOSED, CONVERTED, ENDED, FINAL, MERGED, OPEN, WITHDRAWN
from app.analysis.complaint_story import Story, closed_before, state_at
from app.analysis.complaint_targets import close_due_at
from app.analysis.month_types import UNKNOWN, FlowRow
from app.analysis.periods import Span
from app.analysis.priorities import PRIORITIES


@dataclass(frozen=True, slots=True)
class Population:
    """The complaints of one period as of its end. `net` are the new ones neither withdrawn, merged nor converted;
    `due` those whose closing target lies inside and that are in the rates; `gone_*` ended inside the period."""

    span: Span
    opening: tuple[Story, ...]
    new: tuple[Story, ...]
    net: tuple[Story, ...]
    reopened: tuple[Story, ...]
    withdrawn: tuple[Story, ...]
    merged: tuple[Story, ...]
    converted: tuple[Story, ...]
    closed: tuple[Story, ...]
    ending: tuple[Story, ...]
    due: tuple[Story, ...]

    @property
    def to_handle(self) -> int:
        gone = len(self.withdrawn) + len(self.merged) + len(self.converted)
        return len(self.opening) + len(self.new) + len(self.reopened) - gone


def population(stories: Sequence[Story], span: Span) -> Population:
    """Everything a period counts. `new` holds every receipt of the period, those that ended early too: the
    roll-forward takes them out again in columns of their own."""
    known = [each for each in stories if each.case.received_at < span.end]
    new = tuple(each for each in known if each.case.received_at >= span.start)
    return Population(
        span=span,
        opening=tuple(each for each in known if state_at(each, span.start) in OPEN),
        new=new,
        net=tuple(each for each in new if counts(each, span)),
        reopened=tuple(each for each in known if _came_back(each, span)),
        withdrawn=_ended(known, span, WITHDRAWN),
        merged=_ended(known, span, MERGED),
        converted=_ended(known, span, CONVERTED),
        closed=tuple(each for each in known if closed_in(each, span)),
        ending=tuple(each for each in known if state_at(each, span.end) in OPEN),
        due=tuple(each for each in known if span.holds(close_due_at(each, span.end)) and counts(each, span)),
    )


def counts(story: Story, span: Span) -> bool:
    """Whether the case stands in the period's rates: neither withdrawn, merged nor converted at its end."""
    return state_at(story, span.end) not in ENDED


def closed_in(story: Story, span: Span) -> bool:
    """Whether the case is closed at the end of the period by a closing inside it."""
    return span.holds(closed_before(story, span.end))


def _ended(stories: Iterable[Story], span: Span, state: str) -> tuple[Story, ...]:
    return tuple(
        each
        for each in stories
        if state_at(each, span.end) == state and (state_at(each, span.start) != state or _left_final(each, span))
    )


def _came_back(story: Story, span: Span) -> bool:
    """Final at the start, and then open again or final in another way."""
    before, after = state_at(story, span.start), state_at(story, span.end)
    return before in FINAL and (_left_final(story, span) or _kind(before) != _kind(after))


def _kind(state: str | None) -> str | None:
    return "closed" if state in CLOSED else state


def _left_final(story: Story, span: Span) -> bool:
    turns = zip(story.times, story.states, strict=True)
    return any(span.holds(at) and code not in FINAL for at, code in turns)


def flow_row(key: str | None, people: Population) -> FlowRow:
    """The counts of a period (or of one priority in it)."""
    return FlowRow(
        key, len(people.opening), len(people.new), len(people.reopened), len(people.withdrawn), len(people.merged),
        len(people.converted), len(people.closed), len(people.ending), len(people.net),
    )


def flow_rows(stories: Sequence[Story], span: Span) -> tuple[FlowRow, ...]:
    """The roll-forward by priority, P1 first; "unknown" only where there is one."""
    by_priority: dict[str, list[Story]] = {key: [] for key in PRIORITIES}
    for each in stories:
        by_priority.setdefault(each.case.priority or UNKNOWN, []).append(each)
    return tuple(flow_row(key, population(group, span)) for key, group in by_priority.items())


def closed_on_time(story: Story, span: Span) -> bool:
    """Whether the case is closed at the end of the period, not later than its target. No target: not on time."""
    closed, due = closed_before(story, span.end), close_due_at(story, span.end)
    return closed is not None and due is not None and closed <= due
