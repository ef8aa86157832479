"""Visits that repeat: a year of times, exceptions that stay, changes of one, the following or all."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.analysis import visit_series as rules
from app.errors import ConflictError, ValidationError
from app.formats import today
from app.models import Customer, Employee, Visit
from app.services import records, visit_series, visits
from app.store.store import Store, create

WEEKLY = "FREQ=WEEKLY"
RULES = st.sampled_from(["FREQ=DAILY;COUNT=40", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=9",
                         "FREQ=MONTHLY;BYDAY=2TU", "FREQ=WEEKLY;INTERVAL=2;UNTIL=20261001"])  # fmt: skip


@settings(max_examples=40)
@given(RULES, st.dates(date(2026, 1, 1), date(2026, 3, 1)), st.integers(0, 400))
def test_a_series_parted_in_two_has_the_same_times(rule: str, start: date, at: int) -> None:
    last = date(2027, 6, 30)
    whole = rules.times(rule, start, start, last)
    if not whole:
        return
    day = whole[at % len(whole)]
    before = rules.times(rules.ended_before(rule, day), start, start, last)
    after = rules.times(rules.begun_again(rule, start, day), day, day, last)
    expected = [each for each in whole if each >= day]
    assert list(before) == [each for each in whole if each < day]
    assert list(after)[: len(expected)] == expected
    assert rules.times(rule, start, start, last, whole) == ()


def test_days_at_the_edges() -> None:
    assert rules.horizon(date(2028, 2, 29)) == date(2029, 2, 28)
    assert rules.horizon(date(9999, 3, 1)) == date.max
    assert rules.times("FREQ=YEARLY", date(2028, 2, 29), date(2028, 1, 1), date(2032, 12, 31)) == (
        date(2028, 2, 29), date(2032, 2, 29),
    )  # fmt: skip
    turn = rules.times("FREQ=MONTHLY;BYMONTHDAY=31", date(2026, 10, 31), date(2026, 12, 1), date(2027, 1, 31))
    assert turn == (date(2026, 12, 31), date(2027, 1, 31))
    assert not rules.is_sound("FREQ=HOURLY", date(2026, 1, 1))
    assert not rules.is_sound("FREQ=DAILY;BYHOUR=9,15", date(2026, 1, 1))
    assert not rules.is_sound("FREQ=WEEKLY;UNTIL=20200101", date(2026, 1, 1))
    assert not rules.is_sound("every week", date(2026, 1, 1))


def _series(store: Store, rule: str = WEEKLY, **values: Any) -> tuple[UUID, list[UUID]]:
    owner = store.write("Added", records.create, Employee, {"name": "周敏"}).value
    customer = store.write("Added", records.create, Customer, {"name": "华信钢构", "owner_id": owner}).value
    given = {"customer_id": customer, "purpose": "例行拜访", "rule": rule, "starts_on": today() + timedelta(days=7)}
    series = store.write("Series", visit_series.create, given | values).value
    return series, [row.id for row in _times(store)]


def _times(store: Store, state: str = "planned") -> list[Any]:
    def op(session: Session) -> list[Any]:
        v = Visit
        shown = (v.id, v.planned_on, v.occurs_on, v.planned_time, v.calendar_uid, v.origin, v.owner_id, v.purpose)
        found = sa.select(*shown).where(v.deleted_at.is_(None), v.state == state)
        return list(session.execute(found.order_by(v.occurs_on, v.id)))

    return store.read(op)


def test_a_year_of_times_is_made_at_once_and_more_as_time_passes(store: Store) -> None:
    _series_id, keys = _series(store, planned_time="10:00")
    rows = _times(store)
    assert len(rows) == 53  # a year from its first day on
    assert {(row.origin, row.planned_time, row.purpose) for row in rows} == {("series", "10:00", "例行拜访")}
    assert all(row.owner_id is not None and row.planned_on == row.occurs_on for row in rows)
    assert store.write("More", visit_series.extend).value == 0
    assert not store.read(visit_series.due_for_more)
    later = today() + timedelta(days=77)  # the first of them stood within the year of its first day already
    assert store.read(visit_series.due_for_more, later)
    assert store.write("More", visit_series.extend, later).value == 10
    assert store.write("More", visit_series.extend, later).value == 0
    made = {row.id for row in _times(store)} - set(keys)
    store.undo()
    store.write("Deleted", records.delete, Visit, keys[:1])
    assert store.write("More", visit_series.extend, later).value == 10
    assert len(made) == 10
    assert not made & {row.id for row in _times(store)}  # those of the undone step are in the bin
    for rule, field in (("FREQ=HOURLY", "rule"), ("", "rule"), ("FREQ=WEEKLY;UNTIL=20200101", "rule")):
        with pytest.raises(ValidationError) as wrong:
            _series(store, rule)
        assert wrong.value.field == field


def test_one_time_the_following_or_all_change(store: Store) -> None:
    series, keys = _series(store)
    store.write("Moved", visits.move, keys[2], _times(store)[2].planned_on + timedelta(days=1))
    store.write("Confirmed", visits.confirm, keys[8])
    store.write("Changed", visit_series.change, keys[1], {"purpose": "只此一次"}, "this")
    changed = store.write("Changed", visit_series.change, keys[5], {"planned_time": "14:00"}, "following").value
    rows = {row.id: row for row in _times(store)}
    assert changed == len(keys) - 6
    assert [rows[key].planned_time for key in keys[4:10]] == [None, "14:00", "14:00", "14:00", None, "14:00"]
    assert len({row.calendar_uid for row in rows.values()}) == 2
    assert rows[keys[1]].purpose == "只此一次"
    assert store.write("More", visit_series.extend).value == 0
    store.undo()
    assert len({row.calendar_uid for row in _times(store)}) == 1
    store.write("Changed", visit_series.change, keys[3], {"rule": "FREQ=WEEKLY;INTERVAL=2"}, "all")
    kept = {row.id for row in _times(store)} & set(keys)
    assert kept == set(keys[::2])  # every other one, that moved by itself and the confirmed one among them
    assert 25 <= len(_times(store)) <= 28
    assert store.read(records.get, visit_series.VisitSeries, series)["rule"] == "FREQ=WEEKLY;INTERVAL=2"
    with pytest.raises(ValidationError):
        store.write("Changed", visit_series.change, keys[2], {"rule": "x"}, "all")


def test_one_time_the_following_or_all_are_called_off_and_never_come_back(store: Store) -> None:
    series, keys = _series(store, "FREQ=WEEKLY;COUNT=10")
    store.write("Off", visit_series.cancel, keys[1], "this", "假期")
    assert store.write("Off", visit_series.cancel, keys[6], "following").value == 4
    assert [row.id for row in _times(store)] == [keys[0], *keys[2:6]]
    assert store.write("More", visit_series.extend, today() + timedelta(days=300)).value == 0
    assert store.write("Off", visit_series.cancel, keys[0], "all").value == 5
    assert (_times(store), len(_times(store, "cancelled"))) == ([], 10)
    ended = store.read(records.get, visit_series.VisitSeries, series)
    assert (ended["ended_on"], "COUNT" in ended["rule"]) == (today(), False)
    alone = store.write("Planned", visits.plan, {"customer_id": ended["customer_id"], "planned_on": today()}).value
    assert store.read(visit_series.series_of, alone) is None
    with pytest.raises(ConflictError):
        store.write("Off", visit_series.cancel, alone, "all")


def test_two_laptops_make_the_same_times(store: Store, tmp_path: Any) -> None:
    """What the program works out by itself is the same record everywhere: merged, no time stands twice."""
    other = create(tmp_path / "other.db")
    _series(store, calendar_uid="one@clientele")
    _series(other, calendar_uid="one@clientele")
    assert {row.id for row in _times(store)} == {row.id for row in _times(other)}
    other.close()
