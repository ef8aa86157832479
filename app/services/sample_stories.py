"""How the sample company's complaints went: the steps of each with their times, cut off at the present day.

The steps follow the table of transitions (domain/40 §4.5), so that every log can have happened.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.analysis.complaint_transitions import target_of
from app.analysis.priorities import DEFAULT_TARGETS
from app.services.sample_tools import Sampler

NORMAL = ("T01", "T02", "T04", "T06", "T11", "T14", "T15", "T19", "T20", "T21")
SEVERE = ("T01", "T02", "T04", "T06", "T10", "T12", "T14", "T15", "T19", "T20", "T21")
ASKED = ("T01", "T02", "T04", "T06", "T08", "T09", "T11", "T14", "T15", "T19", "T20", "T21")
ON_THE_SPOT = ("T01", "T02", "T03", "T20", "T21")
HAGGLED = ("T01", "T02", "T04", "T06", "T10", "T12", "T14", "T16", "T17", "T12", "T14", "T15", "T19", "T20", "T21")
REOPENED = ("T01", "T02", "T04", "T06", "T11", "T14", "T15", "T19", "T22", "T11", "T14", "T15", "T19", "T20", "T21")
WITHDRAWN = ("T01", "T02", "T04", "T06", "T23")
MERGED = ("T01", "T02", "T24")
CONVERTED = ("T01", "T02", "T25")
EXTERNAL = ("T01", "T02", "T04", "T06", "T26")

# Share of the way from receipt to closing at which a step is taken.
_SHARES = {
    "T02": 0.03, "T04": 0.1, "T06": 0.14, "T08": 0.18, "T09": 0.3, "T10": 0.3, "T12": 0.34, "T11": 0.34, "T14": 0.4,
    "T16": 0.5, "T17": 0.58, "T15": 0.7, "T19": 1.0, "T03": 1.0, "T23": 0.5, "T24": 0.1, "T25": 0.1, "T26": 0.6,
}  # fmt: skip
_WORKING_DAY = 540


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a log, in local time."""

    action: str
    at: datetime
    before: str
    after: str


def story(sampler: Sampler, way: tuple[str, ...], received: datetime, priority: str, punctual: bool) -> list[Step]:
    """The steps of one way from its receipt; ``punctual`` closes it within its target. None of them lies in the future."""
    end = datetime.combine(sampler.today, datetime.min.time())
    steps: list[Step] = []
    before, previous, start = "S00", received, received
    pace = _pace(sampler, way, priority, punctual)
    for action in way:
        at = _time_of(sampler, action, start, previous, pace)
        if at >= end:
            break
        after = target_of(action, before)
        steps.append(Step(action, at, before, after))
        before, previous, start = after, at, at if action in ("T22", "T17") else start
    return steps


def _pace(sampler: Sampler, way: tuple[str, ...], priority: str, punctual: bool) -> float:
    """Business minutes from receipt to closing."""
    if "T03" in way:
        return float(sampler.dice.randrange(40, 220))
    share = sampler.dice.uniform(0.2, 0.6) if punctual else sampler.dice.uniform(1.2, 1.9)
    return DEFAULT_TARGETS[priority].close.amount * _WORKING_DAY * share


def _time_of(sampler: Sampler, action: str, start: datetime, previous: datetime, pace: float) -> datetime:
    if action == "T01":
        return start
    if action in ("T20", "T21"):
        return sampler.later(previous, sampler.dice.randrange(400, 1500))
    if action == "T22":
        return sampler.later(previous, sampler.dice.randrange(1000, 5000))
    planned = sampler.later(start, _SHARES[action] * pace)
    return planned if planned > previous else previous + timedelta(minutes=sampler.dice.randrange(6, 25))
