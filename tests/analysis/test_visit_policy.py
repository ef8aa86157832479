"""70 §7.3: how often customers are visited, and who of a small firm goes."""

import json
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.analysis import visit_policy as policy
from app.analysis.visit_capacity import Person, person_for
from app.analysis.visit_policy import Client, Deviation, Version

ORACLE = json.loads((Path(__file__).parents[1] / "oracles.json").read_text(encoding="utf-8"))["D73_visits"]
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
KEYS = [UUID(int=number * 7919 + 1) for number in range(40)]


def _count(client: Client, *versions: Version, first: date = FIRST, last: date = LAST, level: str = "manager") -> int:
    return sum(wish.level == level for wish in policy.wishes(client, versions, first, last, FIRST))


def test_the_demand_of_the_oracle_base() -> None:
    found = policy.yearly_demand(["gold"] * 3 + ["silver"] * 5 + ["ordinary"] * 10)
    assert {level: found[level] for level in ORACLE} == ORACLE
    clients = [Client(KEYS[n], grade=g) for n, g in enumerate(["gold"] * 3 + ["silver"] * 5 + ["ordinary"] * 10)]
    assert {level: sum(_count(client, level=level) for client in clients) for level in ORACLE} == ORACLE


def test_a_policy_changed_half_way_through_the_year_counts_by_days() -> None:
    later = Version(1, date(2026, 7, 2), {("gold", "manager"): 12})
    gold = Client(KEYS[0], grade="gold")
    assert policy.demand(gold, [later], 2026, "manager") == 18  # 24 × 182/365 + 12 × 183/365 = 17.98
    assert policy.demand(gold, [later], 2026, "director") == 2  # 4 × 182/365 = 1.99, then none
    assert _count(gold, later) == 18
    assert 11 <= _count(gold, later, last=date(2026, 7, 1)) <= 13
    assert policy.rate([later], date(2026, 7, 1), "gold", "manager") == 24
    assert policy.rate([later], date(2026, 7, 2), "gold", "manager") == 12
    same_day = Version(2, date(2026, 7, 2), {("gold", "manager"): 6})
    assert policy.rate([same_day, later], date(2026, 7, 2), "gold", "manager") == 6


def test_exceptions_replace_the_rate_of_their_level_while_they_hold() -> None:
    whole = Client(KEYS[1], grade="ordinary", deviations=(Deviation("manager", 12), Deviation("vp", 1)))
    assert (_count(whole), _count(whole, level="vp"), _count(whole, level="director")) == (12, 1, 0)
    half = Client(KEYS[1], grade="ordinary", deviations=(Deviation("manager", 24, date(2026, 7, 2), date(2026, 12, 31)),))
    assert _count(half) == 14  # 4 × 182/365 + 24 × 183/365
    ungraded = Client(KEYS[1], deviations=(Deviation("manager", 2),))
    assert _count(ungraded) == 2


def test_a_new_customer_gets_its_visits_within_ninety_days_and_its_grade_from_then_on() -> None:
    won = date(2026, 3, 1)
    found = policy.wishes(Client(KEYS[2], grade="gold", status="new", won_on=won, since=won), (), FIRST, LAST, FIRST)
    early = [wish for wish in found if wish.level == "manager" and (wish.day - won).days < 90]
    assert [(wish.day - won).days for wish in early] == [15, 45, 75]
    later = [wish for wish in found if wish.level == "manager" and (wish.day - won).days >= 90]
    assert len(later) == 14  # 24 × 216/365
    assert min(wish.day for wish in found) >= won


def test_at_risk_is_visited_once_more_soon() -> None:
    today = date(2026, 4, 1)
    silver = policy.wishes(Client(KEYS[3], grade="silver", status="at_risk"), (), FIRST, LAST, today)
    urgent = [(wish.level, wish.until) for wish in silver if not wish.base]
    assert sorted(urgent) == [("director", date(2026, 4, 30)), ("manager", date(2026, 4, 14))]
    plain = policy.wishes(Client(KEYS[3], grade="ordinary", status="at_risk"), (), FIRST, LAST, today)
    assert sum(not wish.base for wish in plain) == 1
    assert len(plain) == 5


@given(st.sampled_from(KEYS), st.sampled_from(policy.GRADED), st.dates(date(2025, 3, 1), date(2026, 11, 1)),
       st.integers(0, 30), st.dates(date(2025, 2, 1), date(2026, 12, 1)))  # fmt: skip
def test_quarters_add_up_to_the_year_and_ideal_days_are_spread(
    key: UUID, grade: str, changed: date, rate: int, since: date
) -> None:
    client = Client(key, grade=grade, since=since)
    versions = [Version(1, changed, {(grade, "manager"): rate})]
    whole = policy.wishes(client, versions, FIRST, LAST, FIRST)
    ends = [date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), LAST]
    parts = [policy.wishes(client, versions, a + timedelta(days=1), b, FIRST) for a, b in pairwise(ends)]
    assert [wish for part in parts for wish in part] == whole
    for level in policy.FACE_LEVELS:
        assert sum(wish.level == level for wish in whole) == policy.demand(client, versions, 2026, level)
    assert all(wish.day >= max(since, FIRST) for wish in whole)


BOSS, VICE, HEAD, SALES, GONE = (UUID(int=n) for n in range(1, 6))


def test_who_goes_in_a_firm_without_all_levels() -> None:
    boss, vice = Person(BOSS, "cxo"), Person(VICE, "vp", BOSS)
    head, sales = Person(HEAD, "manager", BOSS), Person(SALES, "rep", HEAD)
    whole = {p.id: p for p in (boss, vice, head, sales)}
    assert [person_for(level, SALES, whole, {}) for level in policy.FACE_LEVELS] == [SALES, HEAD, VICE, BOSS]
    small = {p.id: p for p in (boss, sales)}
    assert [person_for(level, SALES, small, {}) for level in policy.FACE_LEVELS] == [SALES, BOSS, BOSS, BOSS]
    assert person_for("vp", SALES, whole, {"vp": HEAD}) == HEAD
    gone = {**whole, VICE: Person(VICE, "vp", BOSS, left=True)}
    assert person_for("vp", SALES, gone, {}) == BOSS
    assert person_for("vp", SALES, gone, {"vp": VICE}) == BOSS
    alone = {SALES: sales}
    assert [person_for(level, None, alone, {}) for level in policy.FACE_LEVELS] == [SALES] * 4
    assert person_for("manager", GONE, {**whole, GONE: Person(GONE, "rep", left=True)}, {}) == GONE
    assert person_for("manager", None, whole, {}) is None
    assert person_for("director", None, {}, {}) is None
    circle = {BOSS: Person(BOSS, "rep", SALES), SALES: Person(SALES, "rep", BOSS)}
    assert person_for("cxo", SALES, circle, {}) == SALES
