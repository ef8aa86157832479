"""Repeating visits that move: nothing entered on a time is lost, none stands twice, what was promised asks why."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.errors import ConflictError, ValidationError
from app.formats import today
from app.models import Customer, Employee, Visit
from app.models.visit_parts import VisitPerson
from app.services import records, visit_repeats, visit_series, visits
from app.services.visit_repeats import OFTEN
from app.store.store import Store

ONE = timedelta(days=1)


def _planned(store: Store, often: str = "week", **values: Any) -> list[UUID]:
    """A series of its own customer, from a week ahead; its times in order."""
    customer = store.write("x", records.create, Customer, {"name": "华信钢构"}).value
    start = values.pop("planned_on", today() + timedelta(days=7))
    rule = values.pop("rule", "") or visit_repeats.rule_of(often, start)
    given = {"customer_id": customer, "planned_on": start, "purpose": "例行拜访", **values}
    first = store.write("x", visit_repeats.plan, given, rule)
    return [row["id"] for row in _times(store, first.value)]


def _times(store: Store, one: UUID, state: str = "planned") -> list[dict[str, Any]]:
    """The visits of that visit's customer, by day."""

    def op(session: Session) -> list[dict[str, Any]]:
        customer = records.get(session, Visit, one)["customer_id"]
        mine = sa.select(Visit.id).where(Visit.customer_id == customer, Visit.deleted_at.is_(None), Visit.state == state)
        return [records.get(session, Visit, key) for key in session.scalars(mine.order_by(Visit.planned_on, Visit.id))]

    return store.read(op)


def _days(store: Store, one: UUID) -> list[date]:
    return [row["planned_on"] for row in _times(store, one)]


def _move(store: Store, key: UUID, by: int, scope: str, reason: str = "", clock: str = "") -> int:
    day = store.read(records.get, Visit, key)["planned_on"] + by * ONE
    moved: int = store.write("Moved", visit_repeats.move, key, day, clock, reason, scope).value
    return moved


def test_what_was_entered_on_times_goes_with_them(store: Store) -> None:
    keys = _planned(store, preparation="带样品", notes="问付款")
    who = store.write("x", records.create, Employee, {"name": "周敏"}).value
    store.write("x", records.create, VisitPerson, {"visit_id": keys[3], "employee_id": who})
    day = store.read(records.get, Visit, keys[2])["planned_on"] + 2 * ONE
    version = store.read(records.get, Visit, keys[2])["row_version"]
    values = {"preparation": "打印报价", "planned_on": day}
    store.write("Changed", visit_repeats.amend, keys[2], values, "all", version)
    rows = {row["id"]: row for row in _times(store, keys[0])}
    assert [rows[keys[place]]["preparation"] for place in (0, 2)] == ["带样品", "打印报价"]
    assert (rows[keys[0]]["notes"], rows[keys[2]]["planned_on"]) == ("问付款", day)
    assert keys[3] in rows
    assert {row["planned_on"].weekday() for row in rows.values()} == {day.weekday()}
    with pytest.raises(ConflictError):
        store.write("Changed", visit_repeats.amend, keys[2], {"purpose": "别的"}, "all", version)


def test_times_called_off_or_deleted_do_not_come_back_with_another_day(store: Store) -> None:
    keys = _planned(store)
    store.write("Off", visits.cancel, keys[1], "停产")
    store.write("Deleted", records.delete, Visit, [keys[4]])
    before = _days(store, keys[0])
    for scope in ("all", "following"):
        _move(store, keys[2], 1, scope)
    moved = [*before[:1], *(day + 2 * ONE for day in before[1:])]
    moved[0] += ONE
    assert _days(store, keys[0])[: len(moved) - 1] == moved[:-1]
    assert store.write("More", visit_series.extend).value == 0


def test_a_promised_time_asks_why_and_moves_with_the_others(store: Store) -> None:
    keys = _planned(store)
    store.write("Confirmed", visits.confirm, keys[3])
    store.write("Confirmed", visits.confirm, keys[6])
    before = _days(store, keys[0])
    for scope in ("following", "all"):
        with pytest.raises(ValidationError) as asked:
            _move(store, keys[3], 2, scope)
        assert asked.value.field == "moved_reason"
    assert _days(store, keys[0]) == before
    _move(store, keys[3], 2, "following", "客户停产")
    after = _days(store, keys[0])
    assert after[:3] == before[:3]
    assert after[3:8] == [day + (0 if place == 6 else 2) * ONE for place, day in enumerate(before[3:8], 3)]  # 6 is promised
    assert (len(after), store.read(records.get, Visit, keys[3])["moved_reason"]) == (len(before), "客户停产")
    store.write("Confirmed", visits.confirm, keys[3])
    store.write("Changed", visit_repeats.amend, keys[3], {"purpose": "验收"}, "following")
    assert store.read(records.get, Visit, keys[3])["purpose"] == "验收"


def test_a_time_that_was_moved_alone_moves_with_the_others_once(store: Store) -> None:
    keys = _planned(store, planned_time="09:00")
    before = _days(store, keys[0])
    _move(store, keys[2], 1, "this", clock="09:00")
    _move(store, keys[2], 1, "following", clock="14:00")
    rows = _times(store, keys[0])
    assert [row["planned_on"] for row in rows][:-1] == [*before[:2], *(day + 2 * ONE for day in before[2:-1])]
    assert {row["planned_time"] for row in rows[2:]} == {"14:00"}
    _move(store, keys[2], 0, "all", clock="15:00")
    assert store.read(records.get, Visit, keys[2])["planned_time"] == "15:00"


def test_the_pattern_follows_the_day_where_it_was_dropped(store: Store) -> None:
    year = today().year + 1
    tuesday = next(date(year, 3, day) for day in range(8, 15) if date(year, 3, day).weekday() == 1)
    keys = _planned(store, "month_weekday", planned_on=tuesday)
    fourth = store.read(records.get, Visit, keys[3])["planned_on"]
    wednesday = next(fourth.replace(day=day) for day in range(8, 15) if fourth.replace(day=day).weekday() == 2)
    store.write("Moved", visit_repeats.move, keys[3], wednesday, "", "", "all")
    assert all((day.weekday(), 8 <= day.day <= 14) == (2, True) for day in _days(store, keys[0]))
    assert store.read(records.get, Visit, keys[3])["planned_on"] == wednesday
    last = _planned(store, "month_day", planned_on=date(year, 1, 31))
    _move(store, last[1], -1, "all")
    assert [(day.month, day.day) for day in _days(store, last[0])[:3]] == [(1, 27), (2, 27), (3, 27)]
    start = today() + timedelta(days=7)
    ended = _planned(store, rule=f"FREQ=WEEKLY;UNTIL={start + timedelta(days=28):%Y%m%d}")
    _move(store, ended[1], 1, "all")
    assert _days(store, ended[0]) == [start + timedelta(days=7 * place + 1) for place in range(5)]
    by_day = _planned(store, rule=f"FREQ=WEEKLY;BYDAY={('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')[start.weekday()]}")
    _move(store, by_day[0], 1, "all")
    assert {day.weekday() for day in _days(store, by_day[0])} == {(start + ONE).weekday()}
    tied = _planned(store, rule="FREQ=WEEKLY;BYDAY=MO,TH")
    with pytest.raises(ValidationError) as refused:
        _move(store, tied[2], 1, "all")
    assert refused.value.field == "planned_on"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(OFTEN[:5]), st.tuples(st.integers(0, 30), st.integers(0, 6), st.integers(-6, 6)), st.booleans())
def test_no_move_makes_doubles_or_loses_the_visit_in_hand(
    store: Store, often: str, numbers: tuple[int, int, int], following: bool
) -> None:
    later, place, by = numbers
    scope = "following" if following else "all"
    keys = _planned(store, often, planned_on=today() + timedelta(days=30 + later))
    key = keys[place % len(keys)]
    before = _days(store, key)
    _move(store, key, by, scope)
    after = _days(store, key)
    assert store.read(records.get, Visit, key)["planned_on"] == before[place % len(keys)] + by * ONE
    assert len(set(after)) == len(after)
    assert abs(len(after) - len(before)) <= 1
    assert store.write("More", visit_series.extend).value == 0
