"""The policy, its exceptions, absences, and a plan of visits proposed and accepted in one step."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.analysis.visit_policy import DEFAULT_GRID
from app.errors import AppError, ConflictError, ValidationError
from app.formats import today
from app.models import Contact, Customer, Employee, Visit
from app.models.visit_plan import VisitPolicy, VisitRate
from app.services import absences, records, settings, visit_calendar, visit_planning, visit_policy, visits
from app.store.store import Store

YEAR = today().year + 1
FIRST, LAST = date(YEAR, 4, 1), date(YEAR, 6, 30)


def _make(store: Store, entity: Any, **values: Any) -> UUID:
    return store.write("Added", records.create, entity, values).value


def _firm(store: Store) -> tuple[UUID, UUID]:
    boss = _make(store, Employee, name="陈总", level="cxo")
    return _make(store, Employee, name="周敏", level="rep", manager_id=boss), boss


def _planned(store: Store) -> list[dict[str, Any]]:
    shown = store.read(visit_calendar.span, FIRST, FIRST + timedelta(days=400)).all()
    return [store.read(records.get, Visit, each.id) for each in shown if each.planned]


def test_a_version_of_the_policy_never_changes_an_older_one(store: Store) -> None:
    assert store.read(visit_policy.grid, FIRST) == dict(DEFAULT_GRID)
    store.write("Policy", visit_policy.save_version, {("gold", "manager"): 12}, FIRST, "Spring")
    assert store.read(visit_policy.grid, FIRST - timedelta(days=1))["gold", "manager"] == 24
    assert store.read(visit_policy.grid, FIRST)["gold", "manager"] == 12
    assert store.read(visit_policy.grid, FIRST)["gold", "director"] == 4
    with pytest.raises(ValidationError) as early:
        store.write("Policy", visit_policy.save_version, {}, FIRST - timedelta(days=1))
    assert early.value.field == "effective_on"
    for cells in ({("gold", "manager"): 367}, {("gold", "manager"): -1}, {("never", "manager"): 1}):
        with pytest.raises(ValidationError):
            store.write("Policy", visit_policy.save_version, cells, LAST)
    store.write("Policy", visit_policy.save_version, {("gold", "manager"): 6}, LAST)
    assert [(line.edition, line.rates["gold", "manager"]) for line in store.read(visit_policy.history)] == [(2, 6), (1, 12)]
    store.undo()
    assert store.read(visit_policy.grid, LAST)["gold", "manager"] == 12
    other = {"edition": 1, "effective_on": FIRST + timedelta(days=9)}  # of another laptop, merged
    rate = {"policy_id": _make(store, VisitPolicy, **other), "grade": "gold", "level": "manager", "per_year": 7}
    _make(store, VisitRate, **rate)
    assert store.read(visit_policy.grid, LAST)["gold", "manager"] == 7
    with pytest.raises(ValidationError):
        store.write("Policy", visit_policy.save_version, {}, FIRST)
    twin = _make(store, VisitPolicy, **other)
    assert store.read(visit_policy.history)[0].id == twin


def test_exceptions_ask_for_a_reason_and_do_not_overlap(store: Store) -> None:
    customer = _make(store, Customer, name="华信钢构", grade="ordinary")
    own = {"customer_id": customer, "level": "manager", "per_year": 12}
    with pytest.raises(ValidationError) as missing:
        store.write("Exception", visit_policy.add_exception, {**own, "reason": " "})
    assert missing.value.field == "reason"
    kept = store.write("Exception", visit_policy.add_exception, {**own, "reason": "新工厂", "ends_on": LAST}).value
    with pytest.raises(ConflictError) as twice:
        store.write("Exception", visit_policy.add_exception, {**own, "reason": "again", "begins_on": LAST})
    assert "华信钢构" in twice.value.sentence
    store.write("Exception", visit_policy.add_exception, {**own, "reason": "x", "begins_on": LAST + timedelta(days=1)})
    with pytest.raises(ValidationError):
        store.write("Exception", visit_policy.change_exception, kept, {"begins_on": LAST, "ends_on": FIRST})
    assert store.read(visit_policy.deviations)[customer][0].holds(FIRST)
    store.write("Exception", visit_policy.end_exception, kept, FIRST - timedelta(days=1))
    assert not store.read(visit_policy.deviations)[customer][0].holds(FIRST)
    assert [line.per_year for line in store.read(visit_policy.exceptions, customer)] == [12, 12]


def test_absences_are_checked_and_name_the_visits_they_fall_on(store: Store) -> None:
    anna, _boss = _firm(store)
    customer = _make(store, Customer, name="华信钢构", owner_id=anna)
    visit = store.write("Planned", visits.plan, {"customer_id": customer, "planned_on": FIRST, "owner_id": anna}).value
    days = {"employee_id": anna, "begins_on": FIRST, "ends_on": LAST}
    kept = store.write("Absence", absences.add, days).value
    wrong = [({**days, "begins_on": LAST, "ends_on": FIRST}, ValidationError), (days, ConflictError),
             ({"employee_id": anna, "begins_on": FIRST}, ValidationError)]  # fmt: skip
    for values, error in wrong:
        with pytest.raises(error):
            store.write("Absence", absences.add, values)
    store.write("Absence", absences.change, kept, {"ends_on": FIRST})
    assert [line.employee for line in store.read(absences.listed, FIRST)] == ["周敏"]
    assert [each.id for each in store.read(absences.affected, anna, FIRST, LAST)] == [visit]
    assert store.read(absences.of_left) == ()
    store.write("Left", records.update, Employee, anna, {"has_left": True})
    assert [(each.id, each.employee) for each in store.read(absences.of_left)] == [(visit, "周敏")]
    with pytest.raises(ValidationError) as left:
        store.write("Absence", absences.add, {**days, "begins_on": LAST})
    assert left.value.field == "employee_id"
    store.write("Absence", absences.remove, kept)
    assert store.read(absences.listed) == ()


def test_a_plan_is_accepted_in_one_step_and_planning_again_proposes_nothing(store: Store) -> None:
    anna, boss = _firm(store)
    gold = _make(store, Customer, name="华信钢构", grade="gold", owner_id=anna, region="杭州市")
    _make(store, Customer, name="未定级", owner_id=anna)
    decider = _make(store, Contact, name="王总", customer_id=gold, role="decider")
    by_hand = store.write("Planned", visits.plan, {"customer_id": gold, "planned_on": date(YEAR, 4, 15)}).value
    found = store.read(visit_planning.propose, FIRST, LAST)
    assert 5 <= len(found.added) <= 9
    assert len(found.ungraded) == 1
    told = store.read(visit_planning.names, found)
    assert set(told.customers.values()) == {"华信钢构", "未定级"}
    written = store.write("Accepted", visit_planning.accept, found)
    assert written.value == len(found.added)
    rows = [row for row in _planned(store) if row["id"] != by_hand]
    assert {(row["origin"], row["contact_id"]) for row in rows} == {("planner", decider)}
    assert all(row["first_planned_on"] == row["planned_on"] for row in rows)
    assert Counter(row["owner_id"] for row in rows)[boss] == sum(row["level"] != "manager" for row in rows)
    assert store.read(visit_planning.propose, FIRST, LAST).changes == 0
    with pytest.raises(ConflictError):
        store.write("Accepted", visit_planning.accept, found)
    store.undo()
    assert [row["id"] for row in _planned(store)] == [by_hand]


def test_planning_again_moves_what_an_absence_falls_on_and_nothing_confirmed(store: Store) -> None:
    anna, _boss = _firm(store)
    customer = _make(store, Customer, name="华信钢构", grade="silver", owner_id=anna)
    store.write("Accepted", visit_planning.accept, store.read(visit_planning.propose, FIRST, LAST))
    ours = [row for row in _planned(store) if row["level"] == "manager"]
    store.write("Confirmed", visits.confirm, ours[0]["id"])
    store.write("Ordered", visits.order_day, [ours[1]["id"]])
    away = {"employee_id": anna, "begins_on": FIRST, "ends_on": ours[1]["planned_on"]}
    store.write("Absence", absences.add, away)
    again = store.read(visit_planning.propose, FIRST, LAST)
    assert [(each.visit, each.why) for each in again.moved] == [(ours[1]["id"], "absent")]
    part = replace(again, added=(), dropped=())
    store.write("Accepted", visit_planning.accept, part)
    moved = store.read(records.get, Visit, ours[1]["id"])
    assert moved["planned_on"] == moved["first_planned_on"] == again.moved[0].day
    assert (moved["moved_times"], moved["day_order"]) == (None, None)
    assert store.read(records.get, Visit, ours[0]["id"])["planned_on"] == ours[0]["planned_on"]
    stale = store.read(visit_planning.propose, FIRST, LAST, [anna])
    assert stale.only == frozenset({anna})
    store.write("Left", records.update, Employee, anna, {"has_left": True})
    named = store.read(visit_planning.propose, FIRST, LAST)
    assert {each.why for each in named.unplaced if each.visit} == {"left"}
    assert {each.customer for each in named.unplaced} == {customer}


def test_a_policy_changed_half_way_takes_out_only_what_comes_after_it(store: Store) -> None:
    anna, _boss = _firm(store)
    customer = _make(store, Customer, name="华信钢构", grade="gold", owner_id=anna)
    store.write("Accepted", visit_planning.accept, store.read(visit_planning.propose, FIRST, LAST))
    before = [row["planned_on"] for row in _planned(store) if row["level"] == "manager"]
    half = date(YEAR, 5, 16)
    store.write("Policy", visit_policy.save_version, {("gold", "manager"): 0}, half)
    again = store.read(visit_planning.propose, FIRST, LAST)
    assert {(each.customer, each.level, each.why) for each in again.dropped} == {(customer, "manager", "policy")}
    assert visit_planning.WHY["policy"] == "The policy no longer asks for it"
    assert all(each.day >= half - timedelta(days=14) for each in again.dropped)
    assert (again.added, again.moved) == ((), ())
    store.write("Accepted", visit_planning.accept, again)
    after = [row["planned_on"] for row in _planned(store) if row["level"] == "manager"]
    assert 0 < len(after) < len(before)
    assert set(after) <= set(before)
    assert store.read(visit_planning.propose, FIRST, LAST).changes == 0


def test_what_people_decided_about_a_plan_outlives_planning_again(store: Store) -> None:
    anna, _boss = _firm(store)
    _make(store, Customer, name="华信钢构", grade="ordinary", owner_id=anna, won_on=date(2020, 1, 1))
    year = (FIRST, FIRST + timedelta(days=364))
    store.write("Accepted", visit_planning.accept, store.read(visit_planning.propose, *year))
    one, two, three, four = (row["id"] for row in _planned(store))
    store.write("Deleted", records.delete, Visit, [one, two, three, four])
    assert len(store.read(visit_planning.propose, *year).added) == 4  # the whole plan went: it may be made anew
    store.undo()
    store.write("Cancelled", visits.cancel, one, "下次再说", "customer")
    store.write("Deleted", records.delete, Visit, [two])
    assert store.read(visit_planning.propose, *year).changes == 0
    day = store.read(records.get, Visit, three)["planned_on"]
    store.write("Moved", visits.move, three, day + timedelta(days=10))
    store.write("Absence", absences.add, {"employee_id": anna, "begins_on": day, "ends_on": day + timedelta(days=12)})
    again = store.read(visit_planning.propose, *year)
    store.write("Accepted", visit_planning.accept, again)
    moved = store.read(records.get, Visit, three)
    assert (moved["planned_on"], moved["first_planned_on"], moved["moved_times"]) == (again.moved[0].day, day, 2)
    store.write("Policy", visit_policy.save_version, {("ordinary", "manager"): 0}, today())
    none = store.read(visit_planning.propose, *year)
    assert [each.visit for each in none.dropped] == [four]  # somebody moved the other
    store.write("Accepted", visit_planning.accept, none)
    store.write("Policy", visit_policy.save_version, {("ordinary", "manager"): 4}, today())
    assert len(store.read(visit_planning.propose, *year).added) == 1  # the plan took it out itself
    for _step in range(9):
        store.undo()
    assert _planned(store) == []
    assert len(store.read(visit_planning.propose, *year).added) == 4


def test_periods_that_make_no_plan_are_refused(store: Store) -> None:
    for first, last in ((LAST, FIRST), (date(2020, 1, 1), date(2020, 12, 31)), (FIRST, FIRST + timedelta(days=400)),
                        (date(9999, 1, 1), date.max)):  # fmt: skip
        with pytest.raises(AppError) as wrong:
            store.read(visit_planning.propose, first, last)
        assert wrong.value.sentence.endswith(".")
    found = store.read(visit_planning.propose, FIRST, LAST)
    with pytest.raises(ConflictError):
        store.write("Accepted", visit_planning.accept, replace(found, earliest=today() - timedelta(days=1)))
    store.write("Set", settings.change, "visit.daily", 0)
    _make(store, Employee, name="周敏")
    _make(store, Customer, name="华信", grade="gold")
    assert {each.why for each in store.read(visit_planning.propose, FIRST, LAST).unplaced} == {"absent"}
