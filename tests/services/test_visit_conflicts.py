"""Bad days and times of planned visits are told in sentences: overlapping, past, closed, absent, gone, never on the clock."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from app.formats import set_zone, today
from app.models import Customer, Employee
from app.services import absences, records, visit_calendar, visit_conflicts, visit_performance, visits
from app.store.store import Store

YEAR = today().year + 1
TUESDAY = next(date(YEAR, 7, day) for day in range(6, 13) if date(YEAR, 7, day).weekday() == 1)


def _make(store: Store, entity: Any, **values: Any) -> UUID:
    return store.write("Added", records.create, entity, values).value


def _plan(store: Store, customer: UUID, **values: Any) -> UUID:
    return store.write("Planned", visits.plan, {"customer_id": customer, "planned_on": TUESDAY} | values).value


def _kinds(store: Store, visit: UUID | None = None, **values: Any) -> list[str]:
    return [one.kind for one in store.read(visit_conflicts.check, values, visit)]


def test_overlapping_visits_of_one_person_also_of_who_goes_along(store: Store) -> None:
    anna, boss = _make(store, Employee, name="周敏"), _make(store, Employee, name="陈总")
    one, two = (_make(store, Customer, name=name) for name in ("华信钢构", "中联"))
    timed = {"customer_id": one, "planned_on": TUESDAY, "owner_id": anna, "planned_time": "10:00", "minutes": 90}
    first = store.write("Planned", visits.plan, timed, [{"employee_id": boss}]).value
    _plan(store, two, owner_id=anna, planned_time="11:30")
    assert store.read(visit_conflicts.conflicts, TUESDAY, TUESDAY) == ()
    third = _plan(store, two, owner_id=boss, planned_time="11:00", minutes=30)
    found = store.read(visit_conflicts.conflicts, TUESDAY, TUESDAY)
    assert {(clash.visit, clash.kind, clash.sentence) for clash in found} == {
        (first, "overlap", "陈总 is at 中联 at that time."), (third, "overlap", "陈总 is at 华信钢构 at that time."),
    }  # fmt: skip
    assert _kinds(store, third, planned_time="11:30") == []
    assert _kinds(store, planned_on=TUESDAY, owner_id=anna, planned_time="10:30") == ["overlap"]
    assert _kinds(store, **{"planned_on": TUESDAY, "planned_time": "09:45", "with": [boss, anna]}) == ["overlap", "overlap"]
    assert _kinds(store, first, planned_time=None) == []
    assert _kinds(store, owner_id=anna) == []
    _plan(store, one, planned_on=date(YEAR, 12, 31), owner_id=anna, planned_time="23:30", minutes=90)  # past midnight
    assert "overlap" in _kinds(store, planned_on=date(YEAR + 1, 1, 1), owner_id=anna, planned_time="00:30")


def test_days_and_times_nobody_visits_on(store: Store) -> None:
    anna, ben = _make(store, Employee, name="周敏"), _make(store, Employee, name="李强", has_left=True)
    store.write("Absence", absences.add, {"employee_id": anna, "begins_on": TUESDAY, "ends_on": TUESDAY})
    assert _kinds(store, planned_on=TUESDAY, owner_id=anna) == ["absent"]
    assert _kinds(store, planned_on=TUESDAY, owner_id=ben) == ["left"]
    assert _kinds(store, planned_on=TUESDAY, planned_time="08:59") == ["hours"]
    assert _kinds(store, planned_on=TUESDAY, planned_time="17:30", minutes=31) == ["hours"]
    assert _kinds(store, planned_on=TUESDAY, planned_time="17:00") == []
    assert _kinds(store, planned_on=TUESDAY, planned_time="23:59", minutes=600) == ["hours"]
    assert _kinds(store, planned_on=TUESDAY + timedelta(days=5)) == ["day_off"]
    assert _kinds(store, planned_on=date(YEAR, 1, 1)) == ["day_off"]
    assert _kinds(store, planned_on=today() - timedelta(days=400))[0] == "past"
    assert _kinds(store, planned_on=date(YEAR, 12, 31), planned_time="16:00") == []
    assert _kinds(store, planned_on=TUESDAY, planned_time="25:30") == _kinds(store, planned_on=TUESDAY, planned_time="9") == []


def test_the_ends_of_the_calendar_are_days_like_others(store: Store) -> None:
    one = _make(store, Customer, name="华信钢构")
    for day, clock in ((date.min, "00:10"), (date.max, "23:30")):
        plan = _plan(store, one, planned_on=day, planned_time=clock, minutes=10**9)
        assert "hours" in _kinds(store, plan)
        assert "hours" in {clash.kind for clash in store.read(visit_conflicts.conflicts, day, day)}
        assert [each.id for each in store.read(visit_calendar.span, day, day).all()] == [plan]
    assert store.read(visit_performance.month, 9999, 12, None, date.max).total.figures.planned == 1


def test_a_time_that_summer_time_skips(store: Store) -> None:
    set_zone("Europe/Berlin")
    sunday = next(date(YEAR, 3, day) for day in range(31, 24, -1) if date(YEAR, 3, day).weekday() == 6)
    assert _kinds(store, planned_on=sunday, planned_time="02:30") == ["day_off", "hours", "no_such_time"]
    assert "no_such_time" not in _kinds(store, planned_on=sunday, planned_time="03:00")
    autumn = next(date(YEAR, 10, day) for day in range(31, 24, -1) if date(YEAR, 10, day).weekday() == 6)
    assert "no_such_time" not in _kinds(store, planned_on=autumn, planned_time="02:30")
    (clash,) = [one for one in store.read(visit_conflicts.check, {"planned_on": sunday, "planned_time": "02:30"})
                if one.kind == "no_such_time"]  # fmt: skip
    assert clash.sentence == "The clock skips this time: summer time begins that day."
