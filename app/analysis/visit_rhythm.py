"""The days of a customer's own even visits (F-08): an interval after the last contact, wherever in the time that contact lies.

The days of the policy are even over the year, by chance of the customer's id; these are moved so that the next one comes an
interval after the last contact. Who waits longer than that is visited soon, and not all on one day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from zlib import crc32

from app.analysis.visit_policy import Client, Wish
from app.analysis.visit_proposal import Booked, Facts
from app.analysis.workdays import is_workday

_SPREAD_DAYS = 28


class Rhythm:
    """What moves the wishes of one plan."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.begin = max(facts.first, facts.earliest)
        self.soon = [ahead for ahead in range(_SPREAD_DAYS) if self._is_open(ahead)]

    def _is_open(self, ahead: int) -> bool:
        """Whether the firm works so many days after the plan begins: wishes of closed days all meet on the next open one."""
        day = self.begin + timedelta(days=ahead)
        return day <= self.facts.last and is_workday(self.facts.calendar, day)

    def moved(self, client: Client, found: list[Wish], fixed: Iterable[Booked]) -> list[Wish]:
        """The wishes with those of the even spread moved; ``fixed``: the visits of the period that no plan
        moves."""
        own = sorted((wish for wish in found if _is_even(wish)), key=lambda wish: wish.day)
        last = client.last_contact
        if last is None or not own or last > self.facts.last:
            return found
        if last < self.facts.first and self.facts.earliest <= self.facts.first:
            days = self._before_first(client, own, last)
        else:
            own_days = (each.day for each in fixed if each.level == "manager")
            days = self._within(client, own, last, sorted(day for day in own_days if day <= last or day < self.begin))
        given = iter(days)
        return [*(wish for wish in found if not _is_even(wish)), *(replace(wish, day=next(given)) for wish in own)]

    def _before_first(self, client: Client, own: Sequence[Wish], last: date) -> list[date]:
        """All wishes later by what brings the first an interval after the contact. Of those who wait too long only the first
        moves: else everybody overdue would come in the same weeks from then on."""
        interval = max(1, ((self.facts.last - self.facts.first).days + 1) // len(own))
        due = (last - self.facts.first).days + interval
        to_first = (own[0].day - self.facts.first).days
        if due < 0:
            return [self._soon(client, interval, max(to_first, interval - self.facts.gap)), *(wish.day for wish in own[1:])]
        by = timedelta(days=min(due - to_first, (self.facts.last - own[-1].day).days))
        return [wish.day + by for wish in own]

    def _within(self, client: Client, own: Sequence[Wish], last: date, met: Sequence[date]) -> list[date]:
        """What was there until the contact keeps its days; the rest follows it at intervals, closer where the period ends
        before that."""
        done, rest = list(met[: len(own)]), max(0, len(own) - len(met))
        if not rest:
            return done
        step = min(self._interval(own), max(1, (self.facts.last - last).days // rest))
        if last + timedelta(days=step) >= self.begin:
            return [*done, *(last + timedelta(days=step * number) for number in range(1, rest + 1))]
        later = [wish.day for wish in own[len(own) - rest + 1:]]
        until = (later[0] - self.begin).days - self.facts.gap if later and later[0] > self.begin else step
        return [*done, self._soon(client, step, max(0, until)), *later]

    def _interval(self, own: Sequence[Wish]) -> int:
        """Days from one wish to the next; of a single one the period's."""
        if len(own) > 1:
            return max(1, round((own[-1].day - own[0].day).days / (len(own) - 1)))
        return (self.facts.last - self.facts.first).days + 1

    def _soon(self, client: Client, interval: int, latest: int) -> date:
        """When somebody who waits too long is visited: by chance of the id one of the next open days, so that not all of them
        meet on the first."""
        days = [ahead for ahead in self.soon if ahead < interval and ahead <= latest] or [0]
        return self.begin + timedelta(days=days[crc32(client.id.bytes) % len(days)])


def _is_even(wish: Wish) -> bool:
    return wish.level == "manager" and wish.base
