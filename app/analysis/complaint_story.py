"""One complaint's life rebuilt from its events, so that it can be asked about any moment (domain/00 G5, domain/05).

A revoked event counts for nothing. Nothing happens before the receipt: earlier entries (imports) are moved to it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.analysis.complaint_case import COMPENSATION, Case, FollowUp
from app.analysis.complaint_states import CLOSED, DRAFT, PAUSED
from app.analysis.workdays import Calendar, paused_days, working_days_between


@dataclass(frozen=True, slots=True)
class Story:
    """`times[i]` is when the case came into `states[i]`; the first is the receipt. `closings` are entries into a closed
    state from another, `reopenings` pairs of (closed, reopened), `pauses` pairs of (from, to). `calendar` is what pauses move
    targets by (complaint_targets); without one they stand as they are."""

    case: Case
    times: tuple[datetime, ...]
    states: tuple[str, ...]
    closings: tuple[datetime, ...]
    reopenings: tuple[tuple[datetime, datetime], ...]
    pauses: tuple[tuple[datetime, datetime | None], ...]
    calendar: Calendar | None = None


def story(case: Case, calendar: Calendar | None = None) -> Story | None:
    """The life of a complaint; None for a draft (nothing registered, or the registration undone)."""
    turns = _turns(case)
    if not turns or turns[-1][1] == DRAFT:
        return None
    lived = [(case.received_at, "S10"), *(turn for turn in turns if turn[1] != DRAFT)]
    times, states = tuple(at for at, _ in lived), tuple(code for _, code in lived)
    closings, reopenings = _closings(lived)
    return Story(case, times, states, closings, reopenings, _pauses(lived), calendar)


def stories(cases: Iterable[Case], calendar: Calendar | None = None) -> list[Story]:
    """The lives of all registered complaints, in order of receipt, then number (domain/00 G8)."""
    told = [each for case in cases if (each := story(case, calendar)) is not None]
    return sorted(told, key=lambda each: (each.case.received_at, each.case.number, each.case.id))


def _turns(case: Case) -> list[tuple[datetime, str]]:
    """Steps that stay where they are (T28, T29) move nothing: an escalation outlives the undoing of an older step."""
    moving = (event for event in case.events if not event.revoked and event.from_state != event.to_state)
    events = sorted(moving, key=lambda event: event.at)
    return [(max(event.at, case.received_at), event.to_state) for event in events]


def _closings(
    turns: list[tuple[datetime, str]],
) -> tuple[tuple[datetime, ...], tuple[tuple[datetime, datetime], ...]]:
    closings: list[datetime] = []
    reopenings: list[tuple[datetime, datetime]] = []
    before = DRAFT
    for at, code in turns:
        if code in CLOSED and before not in CLOSED:
            closings.append(at)
        if before in CLOSED and code not in CLOSED:
            reopenings.append((closings[-1], at))
        before = code
    return tuple(closings), tuple(reopenings)


def _pauses(turns: list[tuple[datetime, str]]) -> tuple[tuple[datetime, datetime | None], ...]:
    pauses: list[tuple[datetime, datetime | None]] = []
    for index, (at, code) in enumerate(turns):
        if code in PAUSED:
            pauses.append((at, turns[index + 1][0] if index + 1 < len(turns) else None))
    return tuple(pauses)


def state_at(story: Story, moment: datetime) -> str | None:
    """The state just before a moment; None before the receipt."""
    index = bisect_left(story.times, moment)
    return story.states[index - 1] if index else None


def closed_before(story: Story, moment: datetime) -> datetime | None:
    """The last closing before a moment, if the case was still closed then."""
    if state_at(story, moment) not in CLOSED:
        return None
    return story.closings[bisect_left(story.closings, moment) - 1]


def first_into(story: Story, states: frozenset[str], moment: datetime) -> datetime | None:
    """When the case first came into one of the states before a moment."""
    for at, code in zip(story.times, story.states, strict=True):
        if code in states:
            return at if at < moment else None
    return None


def acknowledged_before(story: Story, moment: datetime) -> datetime | None:
    """When receipt was confirmed to the customer: as recorded, else by S20, by the answer or by closing on the spot."""
    recorded = story.case.acknowledged_at
    at = recorded if recorded is not None else first_into(story, CLOSED | {"S20", "S60"}, moment)
    return at if at is not None and at < moment else None


def answered_before(story: Story, moment: datetime) -> datetime | None:
    """When the customer first heard the decision: S60, or closing on the spot."""
    return first_into(story, CLOSED | {"S60"}, moment)


def handling_days(story: Story, closed: datetime, calendar: Calendar) -> int:
    """Working days from the date of receipt to a closing, less those spent in S45 and S98 (domain/05)."""
    pauses = [(start, min(end or closed, closed)) for start, end in story.pauses if start < closed]
    whole = working_days_between(calendar, story.case.received_at, closed)
    return max(0, whole - paused_days(calendar, pauses))


def compensation_cents(story: Story) -> int:
    """What the customer was paid."""
    return sum(line.cents for line in story.case.costs if line.kind == COMPENSATION)


def follow_ups_before(story: Story, moment: datetime) -> list[FollowUp]:
    """What customers said before a moment, the oldest first; what they said of a handling that was taken up again counts no
    more."""
    again = max((at for _closed, at in story.reopenings if at < moment), default=datetime.min)
    return sorted((each for each in story.case.followups if again <= each.at < moment), key=lambda each: each.at)


def last_follow_up(story: Story, moment: datetime) -> FollowUp | None:
    """The last follow-up before a moment."""
    return next(reversed(follow_ups_before(story, moment)), None)


def attitude_before(story: Story, moment: datetime) -> int | None:
    """The last attitude (1–5) recorded before a moment; a later refusal doesn't erase it."""
    given = [each.attitude for each in follow_ups_before(story, moment) if each.attitude is not None]
    return given[-1] if given else None
