"""The plan of visits for a quarter or a year (F-08): what the policy asks for, less what exists, on days that are free.

What is planned by hand, confirmed or done stays and counts. Visits of an earlier plan that nobody confirmed stay too as long
as they can: planning again at once proposes nothing. The same facts give the same plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from app.analysis.visit_capacity import Diary, People, Person, person_for
from app.analysis.visit_policy import FACE_LEVELS, Client, Wish, wishes
from app.analysis.visit_proposal import Added, Booked, Dropped, Facts, Moved, Proposal, Unplaced
from app.analysis.visit_rhythm import Rhythm
from app.analysis.workdays import is_provisional, is_workday


def propose(facts: Facts) -> Proposal:
    """The plan of the days first…last, both included."""
    return _Planner(facts).proposal()


class _Planner:
    """One plan in the making."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.people: People = {person.id: person for person in facts.people} or {None: Person(None)}
        self.diary = self._empty()
        self.clients = {client.id: client for client in facts.clients}
        self.regions = {client.id: _regions(client.region) for client in facts.clients}
        self.who: dict[tuple[str, UUID | None], UUID | None] = {}
        self.fixed: list[Booked] = []
        self.noted: list[Booked] = []
        self.astray: dict[UUID, tuple[Booked, str]] = {}
        self.stay: list[Booked] = []
        self.rhythm = Rhythm(facts)

    def proposal(self) -> Proposal:
        self._enter_booked()
        there = len(self.fixed) + len(self.stay) + len(self.astray)
        missing, surplus = self._compare()
        dropped = tuple(self._drop(surplus))
        self._release({each.visit for each in dropped})
        moved, stuck = self._replace()
        added, unplaced = self._place(missing)
        bare = sorted(c.id for c in self.facts.clients if _is_ungraded(c) and self._wanted(self._performer("manager", c.owner)))
        return Proposal(
            self.facts.first, self.facts.last, self.facts.earliest, tuple(added), tuple(moved), dropped,
            (*stuck, *unplaced), tuple(bare), there - len(dropped), self.facts.only,
            is_provisional(self.facts.calendar, self.facts.first, self.facts.last), self.facts.window,
        )  # fmt: skip

    def _empty(self) -> Diary:
        diary = Diary(self.facts.first, self.facts.last, self.facts.earliest, self.facts.calendar, self.facts.gap)
        for person in self.people.values():
            diary.enter(person)
        for each in self.facts.off:
            diary.shun(each.client, diary.at(each.day))
        return diary

    def _release(self, gone: set[UUID]) -> None:
        """The diary without the visits that go: their days are free for others."""
        if gone:
            self.diary = self._empty()
            for each in [*self.noted, *self.stay]:
                if each.id not in gone:
                    self._note(each)

    def _performer(self, level: str, owner: UUID | None) -> UUID | None:
        key = (level, owner)
        if key not in self.who:
            self.who[key] = person_for(level, owner, self.people, self.facts.named)
        return self.who[key]

    def _wanted(self, person: UUID | None) -> bool:
        return self.facts.only is None or person in self.facts.only

    # what exists -------------------------------------------------------------------------------------------------------

    def _enter_booked(self) -> None:
        """First what can't move, then each visit of an earlier plan where it stands, if it can stay there."""
        movable = []
        for each in sorted(self.facts.booked, key=lambda one: (one.day, one.id)):
            inside = self.facts.first <= each.day <= self.facts.last
            if each.movable and inside and self._wanted(self._instead(each)):
                movable.append(each)
                continue
            self._note(each)
            self.noted.append(each)
            self.fixed += [each] if inside else []
        for each in movable:
            why = self._wrong(each)
            if why:
                self.astray[each.id] = (each, why)
            else:
                self._note(each)
                self.stay.append(each)

    def _note(self, each: Booked) -> None:
        place = self.diary.at(each.day)
        self.diary.note(each.person, each.client, place, self.regions.get(each.client, ()))
        for other in self._along(each):
            self.diary.accompany(other, place)

    def _along(self, each: Booked) -> tuple[UUID, ...]:
        """Who goes along and is still with the firm."""
        return tuple(other for other in each.others if other in self.people and not self.people[other].left)

    def _wrong(self, each: Booked) -> str:
        """Why a visit can't stay where it stands; empty where it can."""
        person, diary = self.people.get(each.person), self.diary
        bit = 1 << diary.at(each.day)
        if each.day < self.facts.earliest:
            return "past"
        if person is None or person.left:
            return "left"
        if not is_workday(self.facts.calendar, each.day):
            return "holiday"
        together = (each.person, *self._along(each))
        if not diary.all_present(together) & bit:
            return "absent"
        if diary.taken.get(each.client, 0) & bit:
            return "too_close"
        return "" if diary.all_free(together) & bit else "full"

    # what is wanted ----------------------------------------------------------------------------------------------------

    def _compare(self) -> tuple[list[tuple[Client, Wish]], list[Booked]]:
        """(what is still to be planned, what stands beyond the policy)"""
        there, fixed, off = self._there(), _by_client(self.fixed), _by_client(self.facts.off)
        missing: list[tuple[Client, Wish]] = []
        surplus: list[Booked] = []
        for client in sorted(self.facts.clients, key=lambda one: one.id):
            wanted = self.rhythm.moved(client, self._wishes(client), fixed[client.id])
            for level in FACE_LEVELS:
                own = [wish for wish in wanted if wish.level == level]
                left, over = _matched(own, [each for each in there[client.id] if each.counts_for(level)])
                surplus += (each for each in over if self._is_movable(each) and not each.worked)
                left, _gone = _matched(left, [each for each in off[client.id] if each.level == level])
                if self._wanted(self._performer(level, client.owner)):
                    missing += ((client, wish) for wish in self._ahead(left))
        return missing, surplus

    def _there(self) -> dict[UUID, list[Booked]]:
        """The visits of the period by customer; those that a plan may take out come last, what is beyond the policy is one of
        them."""
        there = [*self.fixed, *self.stay, *(booked for booked, _why in self.astray.values())]
        return _by_client(sorted(there, key=lambda one: one.movable and not one.worked))

    def _wishes(self, client: Client) -> list[Wish]:
        facts = self.facts
        return wishes(client, facts.versions, facts.first, facts.last, facts.earliest, facts.risk_days)

    def _is_movable(self, each: Booked) -> bool:
        return each.movable and self._wanted(self._instead(each)) and each.day >= self.facts.first

    def _ahead(self, left: Sequence[Wish]) -> Iterator[Wish]:
        """Wishes whose days are over, spread evenly over the days that are left."""
        late = [wish for wish in left if wish.day < self.facts.earliest]
        days = (self.facts.last - self.facts.earliest).days + 1
        for number, wish in enumerate(late):
            ahead = timedelta(days=max(0, (2 * number + 1) * days // (2 * len(late))))
            yield replace(wish, day=min(self.facts.earliest + ahead, max(self.facts.last, self.facts.earliest)))
        yield from (wish for wish in left if wish.day >= self.facts.earliest)

    # days --------------------------------------------------------------------------------------------------------------

    def _drop(self, surplus: Iterable[Booked]) -> Iterator[Dropped]:
        """What the policy no longer asks for; what should have taken place and did not stays as it was."""
        for each in sorted(surplus, key=lambda one: (one.day, one.id)):
            lost = self.astray.pop(each.id, None)
            if each.day < self.facts.earliest and lost is not None:
                self._note(each)
                self.noted.append(each)
            elif each.day >= self.facts.earliest:
                yield Dropped(each.id, each.client, each.level, each.day, "policy")

    def _replace(self) -> tuple[list[Moved], list[Unplaced]]:
        """New days for the visits of an earlier plan that can't stay."""
        moved, stuck = [], []
        for each, why in sorted(self.astray.values(), key=lambda pair: (pair[0].day, pair[0].id)):
            person = self._instead(each)
            place, reason = self._find(each.client, person, each.day, None, self._along(each))
            if place is None:
                self._note(each)
                stuck.append(Unplaced(each.client, each.level, person, each.day, reason, each.id))
            else:
                moved.append(Moved(each.id, each.client, each.level, each.day, person, self.diary.day(place), why))
        return moved, stuck

    def _instead(self, each: Booked) -> UUID | None:
        """Who makes it: the same person while they are here, else whoever it falls to now."""
        person, client = self.people.get(each.person), self.clients.get(each.client)
        if (person is not None and not person.left) or client is None:
            return each.person
        return self._performer(each.level, client.owner)

    def _place(self, missing: list[tuple[Client, Wish]]) -> tuple[list[Added], list[Unplaced]]:
        added, unplaced = [], []
        rank = {level: number for number, level in enumerate(reversed(FACE_LEVELS))}
        for client, wish in sorted(missing, key=lambda pair: (pair[1].day, rank[pair[1].level], pair[0].id)):
            person = self._performer(wish.level, client.owner)
            place, why = self._find(client.id, person, wish.day, wish.until)
            if place is None:
                unplaced.append(Unplaced(client.id, wish.level, person, wish.day, why))
            else:
                added.append(Added(client.id, wish.level, person, self.diary.day(place), wish.day))
        return sorted(added, key=lambda one: (one.day, one.customer)), unplaced

    def _find(
        self, client: UUID, person: UUID | None, day: date, until: date | None, others: Sequence[UUID] = ()
    ) -> tuple[int | None, str]:
        """(the place found and noted, why there is none); on a day on which the others who go along are free too."""
        if person not in self.people:
            return None, "no_owner" if person is None else "left"
        if self.people[person].left:
            return None, "left"
        target, regions = self.diary.at(day), self.regions.get(client, ())
        end = target + self.facts.window if until is None else min(target + self.facts.window, self.diary.at(until))
        place = self.diary.choose((person, *others), client, regions, target, (target - self.facts.window, end))
        if place is None:
            return None, self.diary.why_not((person, *others), client)
        self.diary.note(person, client, place, regions)
        for other in others:
            self.diary.accompany(other, place)
        return place, ""


def _regions(region: str) -> tuple[str, ...]:
    """What makes neighbours, the nearest first: the district, then the city of a code; else the written region."""
    if region.isdigit() and len(region) >= 6:
        return (region[:6], region[:4])
    return (region,) if region else ()


def _by_client(visits: Iterable[Booked]) -> dict[UUID, list[Booked]]:
    found: dict[UUID, list[Booked]] = defaultdict(list)
    for each in visits:
        found[each.client].append(each)
    return found


def _matched(wanted: Sequence[Wish], there: Sequence[Booked]) -> tuple[list[Wish], list[Booked]]:
    """(wishes that nothing fulfils, visits that no wish asks for): each visit takes the wish nearest to it."""
    left, over = list(wanted), []
    for each in there:
        if left:
            left.remove(min(left, key=lambda wish: (abs((wish.day - each.day).days), wish.day)))
        else:
            over.append(each)
    return left, over


def _is_ungraded(client: Client) -> bool:
    return client.grade is None and client.status not in ("prospect", "lost", "never") and not client.deviations
