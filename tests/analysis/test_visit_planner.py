"""F-08: the planner spreads visits over free days, keeps what exists and names what found no room."""

import time
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from app.analysis.holidays_cn import default_calendar
from app.analysis.visit_capacity import Person
from app.analysis.visit_planner import propose
from app.analysis.visit_policy import Client, Deviation, Version, wishes
from app.analysis.visit_proposal import Booked, Facts, Proposal
from app.analysis.workdays import is_workday

CALENDAR = default_calendar()
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
ANNA, BEN, BOSS = UUID(int=1), UUID(int=2), UUID(int=3)
FIRM = (Person(ANNA, "rep", BOSS), Person(BEN, "rep", BOSS), Person(BOSS, "cxo"))


def _client(number: int, **values: Any) -> Client:
    return Client(UUID(int=1000 + number * 7919), **({"owner": ANNA, "grade": "silver"} | values))


def _facts(clients: list[Client], booked: list[Booked] | None = None, **values: Any) -> Facts:
    usual = {"first": FIRST, "last": LAST, "earliest": FIRST, "people": FIRM}
    return Facts(calendar=CALENDAR, versions=(), clients=clients, booked=booked or [], **(usual | values))


def _accepted(facts: Facts, found: Proposal) -> Facts:
    """The facts after a proposal was accepted."""
    gone = {each.visit for each in found.dropped}
    moved = {each.visit: each for each in found.moved}
    kept = [replace(each, day=moved[each.id].day, person=moved[each.id].person) if each.id in moved else each
            for each in facts.booked if each.id not in gone]  # fmt: skip
    made = [Booked(UUID(int=10**9 + number), each.customer, each.person, each.day, each.level, True)
            for number, each in enumerate(found.added)]  # fmt: skip
    return replace(facts, booked=[*kept, *made])


def _sound(facts: Facts, found: Proposal) -> None:
    """Nothing on a holiday or an absence, above capacity, or within a week of another visit of the customer."""
    people = {person.id: person for person in facts.people}
    moved = {each.visit for each in found.moved}
    stuck = {each.visit for each in found.unplaced}  # stands where it can't take place
    gone = moved | {each.visit for each in found.dropped} | stuck
    stay = [(each.client, each.person, each.day) for each in facts.booked if each.id not in gone]
    news = [(each.customer, each.person, each.day) for each in (*found.added, *found.moved)]
    along = [(other, each.day) for each in facts.booked if each.id not in gone for other in each.others]
    loads = Counter([*((person, day) for _client, person, day in [*stay, *news]), *along])
    days = defaultdict(list)
    for client, _person, day in [*stay, *news]:
        days[client].append(day)
    for client, key, day in news:
        person = people[key]
        assert is_workday(CALENDAR, day)
        assert max(facts.first, facts.earliest) <= day <= facts.last
        assert not person.left
        assert not any(a <= day <= b for a, b in person.absent)
        assert loads[key, day] <= person.daily
        assert sum(abs((other - day).days) < facts.gap for other in days[client]) == 1


def test_a_year_of_a_small_firm_has_what_the_policy_asks_for() -> None:
    grades = ["gold"] * 3 + ["silver"] * 5 + ["ordinary"] * 10
    facts = _facts([_client(number, grade=grade) for number, grade in enumerate(grades)])
    found = propose(facts)
    assert Counter(each.level for each in found.added) == {"manager": 172, "director": 22, "vp": 11, "cxo": 3}
    assert (found.moved, found.dropped, found.unplaced) == ((), (), ())
    assert {each.person for each in found.added if each.level != "manager"} == {BOSS}
    _sound(facts, found)
    months = Counter(each.day.month for each in found.added if each.level == "manager")
    assert max(months.values()) - min(months.values()) <= 10
    assert propose(_accepted(facts, found)).changes == 0


def test_neighbours_share_a_trip_and_the_last_contact_counts() -> None:
    clients = [_client(number, region="330106" if number % 2 else "310115", deviations=(Deviation("manager", 12),))
               for number in range(12)]  # fmt: skip
    found = propose(_facts(clients, last=date(2026, 3, 31)))
    regions = {client.id: client.region for client in clients}
    trips = defaultdict(set)
    for each in found.added:
        if each.level == "manager":
            trips[each.day].add(regions[each.customer])
    assert len(trips) <= 24 < len([each for each in found.added if each.level == "manager"])
    quarter = _facts([_client(1, last_contact=date(2025, 12, 28))], last=date(2026, 3, 31))
    days = [each.day for each in propose(quarter).added if each.level == "manager"]
    assert abs((days[0] - date(2026, 1, 27)).days) <= 7  # 30 days after the last contact


def test_customers_waiting_long_come_soon_and_not_in_step_ever_after() -> None:
    waiting = [_client(number, grade="ordinary", last_contact=date(2025, 6, 1)) for number in range(60)]
    found = propose(_facts(waiting))
    months = Counter(each.day.month for each in found.added)
    assert all(10 <= months[month] <= 30 for month in range(4, 13))  # 180 in nine months
    firsts = {each.customer: each.day for each in reversed(found.added)}
    assert max(firsts.values()) <= date(2026, 2, 10)


def test_those_who_wait_do_not_all_meet_on_the_first_open_day() -> None:
    """The year begins with a holiday: what would fall on closed days is spread over the open ones after them."""
    clients = [_client(number, last_contact=date(2025, 6, 1), region=str(number)) for number in range(80)]
    found = propose(_facts(clients, first=date(2026, 1, 1), last=date(2026, 3, 31), people=(Person(ANNA, "rep", daily=99),)))
    by_day = Counter(each.day for each in found.added if each.day <= date(2026, 1, 28))
    assert by_day[min(by_day)] <= 2 * sum(by_day.values()) / len(by_day)


def test_what_is_by_hand_confirmed_or_done_stays_and_counts() -> None:
    client = _client(0, grade="ordinary")
    standing = [Booked(UUID(int=n), client.id, ANNA, date(2026, 2, n), "manager") for n in (3, 5)]
    found = propose(_facts([client], standing))
    assert (len(found.added), found.kept) == (2, 2)
    assert all(abs((each.day - one.day).days) >= 7 for each in found.added for one in standing)
    many = [Booked(UUID(int=20 + n), client.id, ANNA, date(2026, 3, 2) + timedelta(days=9 * n), "manager") for n in range(6)]
    assert propose(_facts([client], many)).changes == 0
    planned = [replace(each, movable=each.id.int >= 24) for each in many]
    assert [each.visit.int for each in propose(_facts([client], planned)).dropped] == [24, 25]


def test_what_was_called_off_is_not_proposed_again_and_what_was_prepared_is_not_taken_out() -> None:
    client = _client(0, grade="ordinary")
    first = min(propose(_facts([client])).added, key=lambda each: each.day)
    off = Booked(UUID(int=9), client.id, ANNA, first.day, "manager")
    assert [each.day for each in propose(_facts([client], off=[off])).added if each.day <= first.day] == []
    assert len(propose(_facts([client], off=[off])).added) == 3
    owed = propose(_facts([client], off=[replace(off, level="")])).added
    assert len(owed) == 4
    assert first.day not in {each.day for each in owed}
    new = replace(off, id=UUID(int=10), day=first.day + timedelta(days=20))  # planned for another day instead
    assert len(propose(_facts([client], [new], off=[off])).added) == 2
    days = [Booked(UUID(int=20 + n), client.id, ANNA, date(2026, 3, 2) + timedelta(days=40 * n), "manager", True, (), n == 5)
            for n in range(6)]  # fmt: skip
    dropped = {each.visit.int for each in propose(_facts([client], days)).dropped}
    assert (len(dropped), 25 in dropped) == (2, False)


def test_a_visit_that_a_senior_goes_along_to_counts_for_both_and_waits_for_both() -> None:
    client, day = _client(0, grade="gold"), date(2026, 5, 13)
    joint = Booked(UUID(int=9), client.id, ANNA, day, "manager", True, (BOSS,), True, ("cxo",))
    levels = Counter(each.level for each in propose(_facts([client], [joint])).added)
    assert levels == {"manager": 23, "director": 4, "vp": 2}
    own = Booked(UUID(int=10), client.id, BOSS, date(2026, 8, 5), "cxo", True)
    assert [each.visit for each in propose(_facts([client], [joint, own])).dropped] == [own.id]
    away = (*FIRM[:2], replace(FIRM[2], absent=((day, day),)))
    found = propose(_facts([client], [joint], people=away))
    assert [(each.visit, each.why) for each in found.moved] == [(joint.id, "absent")]
    never = propose(_facts([client], [joint], people=(*FIRM[:2], replace(FIRM[2], absent=((FIRST, LAST),)))))
    assert [each.why for each in never.unplaced if each.visit] == ["absent"]
    left = propose(_facts([client], [joint], people=(*FIRM[:2], replace(FIRM[2], left=True))))
    assert left.moved == ()


def test_the_next_visit_comes_an_interval_after_a_contact_within_the_period() -> None:
    met = date(2026, 3, 10)
    for number, grade, interval in ((1, "ordinary", 91), (2, "silver", 30), (3, "ordinary", 91)):
        client = _client(number, grade=grade, last_contact=met)
        days = (met, date(2026, 1, 15), date(2026, 2, 10))[: 3 if grade == "silver" else 1]
        done = [Booked(UUID(int=9 + n), client.id, ANNA, day, "manager") for n, day in enumerate(days)]
        for last in (LAST, date(2026, 12, 1)):
            found = propose(_facts([client], done, earliest=met, last=last))
            own = sorted(each.day for each in found.added if each.level == "manager")
            assert abs((own[0] - met).days - interval) <= 7
            assert all(abs((after - day).days - interval) <= 8 for day, after in pairwise(own))
    quarter = _facts([client], done, earliest=met, last=date(2026, 3, 31))
    assert propose(quarter).added == ()
    late = [_client(number, grade="ordinary", last_contact=date(2026, 1, 5)) for number in range(40)]
    found = propose(_facts(late, earliest=date(2026, 6, 1)))
    firsts = {each.customer: each.day for each in reversed(found.added)}.values()
    assert max(firsts) <= date(2026, 7, 10)  # who waits too long comes soon
    assert max(Counter(firsts).values()) <= 6


def test_a_day_that_a_dropped_visit_frees_is_used_at_once() -> None:
    day, daily = date(2026, 6, 10), (Deviation("manager", 365),)
    dropped, wanted = _client(0, grade=None), _client(1, grade=None, deviations=daily)
    standing = Booked(UUID(int=70), dropped.id, ANNA, day, "manager", True)
    busy = (replace(FIRM[0], daily=1), *FIRM[1:])
    found = propose(_facts([dropped, wanted], [standing], people=busy, first=day, last=day, earliest=day))
    assert [each.visit for each in found.dropped] == [standing.id]
    assert [(each.customer, each.day) for each in found.added] == [(wanted.id, day)]


def test_planning_again_moves_only_what_cannot_stay() -> None:
    client, other = _client(0, grade="ordinary"), _client(1, grade="ordinary")
    days = (date(2026, 2, 10), date(2026, 5, 12), date(2026, 8, 11), date(2026, 11, 10))
    own = [Booked(UUID(int=10 + n), client.id, ANNA, day, "manager", True) for n, day in enumerate(days)]
    away = replace(FIRM[0], absent=((date(2026, 5, 1), date(2026, 5, 31)),))
    facts = _facts([client], own, people=(away, *FIRM[1:]), earliest=date(2026, 3, 1))
    found = propose(facts)
    assert [(each.visit.int, each.why) for each in found.moved] == [(10, "past"), (11, "absent")]
    assert found.added == ()
    _sound(facts, found)
    confirmed = [replace(each, movable=False) for each in own]
    assert propose(replace(facts, booked=confirmed)).changes == 0
    holiday = Booked(UUID(int=50), other.id, ANNA, date(2026, 10, 1), "manager", True)
    close = [Booked(UUID(int=51), other.id, ANNA, date(2026, 6, 8), "manager"),
             Booked(UUID(int=52), other.id, ANNA, date(2026, 6, 11), "manager", True)]  # fmt: skip
    again = propose(_facts([other], [holiday, *close]))
    assert {each.visit.int: each.why for each in again.moved} == {50: "holiday", 52: "too_close"}


def test_what_has_no_room_is_named_with_its_reason() -> None:
    left = _facts([_client(0, grade="ordinary")], people=(replace(FIRM[0], left=True), *FIRM[1:]))
    assert [each.why for each in propose(left).unplaced] == ["left"] * 4
    gone = Booked(UUID(int=10), _client(0).id, ANNA, date(2026, 5, 12), "manager", True)
    stuck = propose(replace(left, booked=[gone])).unplaced
    assert [each.visit for each in stuck].count(gone.id) == 1
    handed = replace(left, booked=[gone], clients=[_client(0, grade="ordinary", owner=BEN)])
    assert [(each.visit, each.person, each.why) for each in propose(handed).moved] == [(gone.id, BEN, "left")]
    takes = propose(replace(handed, only=frozenset({BEN})))
    assert [(each.visit, each.person) for each in takes.moved] == [(gone.id, BEN)]  # whose plan it is now
    nobody = propose(_facts([_client(0, grade="ordinary", owner=None)]))
    assert {each.why for each in nobody.unplaced} == {"no_owner"}
    away = _facts([_client(0, grade="ordinary")], people=(replace(FIRM[0], absent=((FIRST, LAST),)), *FIRM[1:]))
    assert {each.why for each in propose(away).unplaced} == {"absent"}
    crowd = [_client(number, grade="gold", deviations=(Deviation("manager", 24),)) for number in range(120)]
    full = propose(_facts(crowd, people=(replace(FIRM[0], daily=1), *FIRM[1:])))
    assert {each.why for each in full.unplaced if each.level == "manager"} == {"full"}
    far = [each for each in full.added if full.is_far(each)]
    assert far
    assert not any(full.is_far(each) for each in full.added if abs((each.day - each.target).days) <= 7)
    often = propose(_facts([_client(0, grade=None, deviations=(Deviation("manager", 90),))]))
    assert {each.why for each in often.unplaced} == {"too_close"}
    assert len(often.added) + len(often.unplaced) == 90
    over = propose(_facts([_client(0)], earliest=date(2027, 1, 1)))
    assert (over.changes, {each.why for each in over.unplaced}) == (0, {"past"})
    assert propose(_facts([_client(0, grade=None)])).ungraded == (_client(0).id,)


def test_a_firm_of_nobody_and_a_firm_of_one() -> None:
    alone = propose(_facts([_client(0, owner=None, grade="gold")], people=()))
    assert (len(alone.added), {each.person for each in alone.added}) == (31, {None})
    one = propose(_facts([_client(0, owner=ANNA, grade="gold")], people=FIRM[:1]))
    assert (len(one.added), {each.person for each in one.added}) == (31, {ANNA})


def test_a_plan_over_the_turn_of_the_year_and_one_begun_late() -> None:
    turn = _facts([_client(number) for number in range(6)], first=date(2026, 11, 1), last=date(2027, 2, 28))
    found = propose(turn)
    assert {each.day.year for each in found.added} == {2026, 2027}
    late = _facts([_client(0, grade="ordinary")], earliest=date(2026, 7, 1))
    days = [each.day for each in propose(late).added]
    assert len(days) == 4
    assert min(days) >= date(2026, 7, 1)
    assert max(days) - min(days) >= timedelta(days=60)
    only = propose(_facts([_client(0), _client(1, owner=BEN)], only=frozenset({BEN})))
    assert {each.person for each in only.added} == {BEN}


def test_an_at_risk_customer_is_visited_in_time_and_not_twice() -> None:
    today = date(2026, 4, 1)
    facts = _facts([_client(0, grade="ordinary", status="at_risk")], first=today, last=date(2026, 6, 30), earliest=today)
    found = propose(facts)
    assert min(each.day for each in found.added) <= date(2026, 4, 14)
    assert propose(_accepted(facts, found)).changes == 0


PERSON = st.builds(
    lambda daily, start, days, left: (daily, ((start, start + timedelta(days=days)),), left),
    st.integers(0, 6), st.dates(date(2026, 3, 1), date(2026, 6, 30)), st.integers(0, 40), st.booleans(),
)  # fmt: skip
CLIENT = st.tuples(
    st.sampled_from(["gold", "silver", "ordinary", "watch", None]), st.sampled_from([ANNA, BEN, None]),
    st.sampled_from(["330106", "330108", "华东", ""]), st.none() | st.dates(date(2025, 10, 1), date(2026, 6, 1)),
    st.sampled_from(["active", "active", "at_risk", "new"]),
)  # fmt: skip
VISIT = st.tuples(st.integers(0, 7), st.dates(date(2026, 3, 20), date(2026, 7, 10)), st.booleans(),
                  st.sampled_from([ANNA, BEN, BOSS]), st.sampled_from(["manager", "vp", ""]),
                  st.sampled_from([(), (), (BEN,), (ANNA, BOSS)]))  # fmt: skip


@settings(max_examples=60)
@given(st.lists(PERSON, min_size=2, max_size=2), st.lists(CLIENT, min_size=8, max_size=8), st.lists(VISIT, max_size=14),
       st.dates(date(2026, 3, 20), date(2026, 7, 5)), st.integers(0, 24))  # fmt: skip
def test_plans_are_sound_whatever_is_there_and_planning_again_proposes_nothing(
    people: Any, clients: Any, visits: Any, today: date, rate: int
) -> None:
    firm = [Person(key, "rep", BOSS, *one) for key, one in zip((ANNA, BEN), people, strict=True)] + [FIRM[2]]
    base = [_client(n, grade=g, owner=o, region=r, last_contact=c, status=s, won_on=c if s == "new" else None)
            for n, (g, o, r, c, s) in enumerate(clients)]  # fmt: skip
    booked = [Booked(UUID(int=10 + n), base[c].id, who, day, level, movable and level != "", tuple({*along} - {who}))
              for n, (c, day, movable, who, level, along) in enumerate(visits)]  # fmt: skip
    policy = (Version(1, date(2026, 5, 15), {("gold", "manager"): rate, ("ordinary", "vp"): 2}),)
    spring = {"first": date(2026, 4, 1), "last": date(2026, 6, 30)}
    facts = replace(_facts(base, booked, people=firm, **spring), earliest=today, versions=policy)
    found = propose(facts)
    _sound(facts, found)
    movable = {each.id for each in booked if each.movable}
    assert {each.visit for each in (*found.moved, *found.dropped)} <= movable
    assert propose(replace(facts, clients=base[::-1], booked=booked[::-1])) == found
    after = propose(_accepted(facts, found))
    assert (after.added, after.moved, after.dropped) == ((), (), ())


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(["silver", "ordinary", "watch"]), st.sampled_from([ANNA, BEN])), max_size=25))
def test_with_room_enough_everything_the_policy_asks_for_is_planned(rows: Any) -> None:
    clients = [_client(number, grade=grade, owner=owner) for number, (grade, owner) in enumerate(rows)]
    facts = _facts(clients, people=[replace(person, daily=99) for person in FIRM])
    found = propose(facts)
    assert found.unplaced == ()
    asked = Counter((client.id, wish.level) for client in clients for wish in wishes(client, (), FIRST, LAST, FIRST))
    assert Counter((each.customer, each.level) for each in found.added) == asked
    drift = [abs((each.day - each.target).days) for each in found.added]
    assert max(drift, default=0) <= 14
    assert sum(days > 7 for days in drift) <= len(drift) / 50


def test_a_fifth_of_five_thousand_customers_takes_less_than_a_fifth_of_the_time() -> None:
    grades = ["gold"] * 5 + ["silver"] * 10 + ["ordinary"] * 25 + ["watch"] * 10
    team = [UUID(int=100 + number) for number in range(5)]
    people = [*(Person(key, "rep", BOSS) for key in team), Person(BOSS, "cxo", daily=20)]
    clients = [_client(n, grade=grades[n % 50], owner=team[n % 5], region=f"3301{n % 9:02d}") for n in range(1000)]
    started = time.process_time()
    found = propose(_facts(clients, people=people))
    assert time.process_time() - started < 1  # 5,000 customers within 5 s
    assert len(found.added) > 6_000
