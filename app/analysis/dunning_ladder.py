"""The dunning ladder: which step is due for an invoice, what a promise came to, until when a claim can be sued for (domain/20
F-33, domain/70 §7.9; 民法典 188, 192, 195).

Days late = day - due day, below 0 before it is due. A step that was taken covers what it reached that day: a letter of today
for an invoice of yesterday's due day is no letter for the one that falls due tomorrow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

REMINDER, MESSAGE, CALL, LETTER, STOP, LAWYER, COURT = "reminder", "message", "call", "letter", "stop", "lawyer", "court"
LADDER: Mapping[str, int] = {REMINDER: -7, MESSAGE: 1, CALL: 7, LETTER: 15, STOP: 30, LAWYER: 60, COURT: 90}
"""Step -> days after the due day, the first step first."""
WRITTEN = frozenset({"wechat", "email", "letter", "lawyer", "arbitration", "court", "agency"})
"""Means that leave something in writing; a call and a visit alone prove little."""
LIMITATION_YEARS = 3
LEAST_DAYS = 5
"""So long a customer has at least before the next step, where an invoice is on the ladder late."""
KEPT, BROKEN, OVER, OPEN = "kept", "broken", "over", "open"


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken on a day; ``written`` demands and whatever the customer ``agreed`` to interrupt the limitation."""

    step: str
    day: date
    written: bool = False
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the ladder and the day it is due for an invoice."""

    step: str
    day: date


def reached(due: date, day: date, ladder: Mapping[str, int] = LADDER) -> str:
    """The highest step an invoice has reached on a day; "" before the first."""
    late = (day - due).days
    return next((step for step, days in reversed(list(ladder.items())) if late >= days), "")


def rank(step: str, ladder: Mapping[str, int] = LADDER) -> int:
    """The place of a step on the ladder from 0; -1 for none."""
    return list(ladder).index(step) if step in ladder else -1


def covered(due: date, taken: Iterable[Taken], ladder: Mapping[str, int] = LADDER) -> int:
    """The rank of the highest step that was taken for an invoice, at most what it had reached that day."""
    return max((min(rank(one.step, ladder), rank(reached(due, one.day, ladder), ladder)) for one in taken), default=-1)


def due_step(due: date, as_of: date, taken: Iterable[Taken] = (), ladder: Mapping[str, int] = LADDER) -> str:
    """The step that is due now: the highest one reached, where it was not taken yet; "" where nothing is.

    Behind the letter it goes up step by step, LEAST_DAYS between them: nobody is sued who was never written to."""
    listed = list(taken)
    step, done, letter = reached(due, as_of, ladder), covered(due, listed, ladder), rank(LETTER, ladder)
    highest = min(rank(step, ladder), max(letter, done + 1))
    if highest > letter and any(one.day + timedelta(days=LEAST_DAYS) > as_of for one in listed):
        return ""
    return list(ladder)[highest] if highest > done else ""


def next_rung(due: date, step: str, day: date, ladder: Mapping[str, int] = LADDER) -> Rung | None:
    """The step after one that is taken on a day: on its own day, at least LEAST_DAYS later; None behind the last."""
    place = rank(step, ladder) + 1
    if place >= len(ladder):
        return None
    following = list(ladder)[place]
    return Rung(following, max(due + timedelta(days=ladder[following]), day + timedelta(days=LEAST_DAYS)))


def kept_on(promised: int | None, made: date, until: date, receipts: Sequence[tuple[date, int]]) -> date | None:
    """The day a promise was kept: what came in after the day it was made, or that day, reached the amount by the day promised.
    Without an amount the first receipt keeps it. None where it was not."""
    sum_so_far = 0
    for day, amount in sorted(receipts):
        if made <= day <= until:
            sum_so_far += amount
            if sum_so_far > 0 and sum_so_far >= (promised or 0):
                return day
    return None


class Promise(NamedTuple):
    """So much (None: not said) promised on a day until a day; promises about the same are for the same money."""

    key: str
    about: str
    amount: int | None
    made: date
    until: date


def keeping(promises: Iterable[Promise], receipts: Sequence[tuple[date, int]]) -> dict[str, date]:
    """The day each promise was kept, of a customer's promises and receipts; those that weren't are not there. The one due first
    has the money first: what keeps a promise keeps none about something else."""
    used: dict[tuple[str, int], int] = {}
    found: dict[str, date] = {}
    listed = sorted(receipts)
    for one in sorted(promises, key=lambda each: (each.until, each.made, each.key)):
        left = [(day, amount - sum(part for (about, at), part in used.items() if at == place and about != one.about))
                for place, (day, amount) in enumerate(listed)]  # fmt: skip
        day = kept_on(one.amount, one.made, one.until, [(day, amount) for day, amount in left if amount != 0])
        if day is not None:
            found[one.key] = day
            _use(used, one, left)
    return found


def _use(used: dict[tuple[str, int], int], one: Promise, left: Sequence[tuple[date, int]]) -> None:
    """Note what of which receipt a kept promise took, about the same no more than once."""
    wanted = one.amount or 0
    for place, (day, amount) in enumerate(left):
        part = min(amount, wanted)
        if one.made <= day <= one.until and part > 0:
            used[one.about, place] = max(used.get((one.about, place), 0), part)
            wanted -= part


def promise_state(kept: date | None, broken: bool, until: date, as_of: date) -> str:
    """kept, broken, over (its day has passed, nobody said what became of it) or open."""
    return KEPT if kept is not None else BROKEN if broken else OVER if until < as_of else OPEN


def sue_until(due: date, taken: Iterable[Taken]) -> date:
    """The last day a claim can be sued for: three years from the due day, counted anew from each written demand, and from each
    day the customer agreed to pay or paid a part. After that day a demand changes nothing any more; agreeing does."""
    last = years_later(due, LIMITATION_YEARS)
    for one in sorted(taken, key=lambda each: each.day):
        if one.day >= due and (one.agreed or (one.written and one.day <= last)):
            last = max(last, years_later(one.day, LIMITATION_YEARS))
    return last


def years_later(day: date, years: int) -> date:
    """The same day so many years on; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
