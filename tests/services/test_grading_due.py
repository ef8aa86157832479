"""At the beginning of a month Today asks for the grades of the month before, where anything was sold; one key does it."""

from datetime import date, datetime, timedelta

import pytest

from app.formats import from_local, local
from app.models import BY_KEY, Customer
from app.models.session import now
from app.services import grading, grading_due, records, snoozes, today_acts
from app.services.today_desk import desk
from app.store.store import Store

SECOND = from_local(datetime(2026, 7, 2, 9, 0))


@pytest.fixture
def sold(store: Store) -> None:
    def made(session) -> None:
        key = records.create(session, Customer, {"name": "甲"})
        records.create(session, BY_KEY["orders"], {"customer_id": key, "ordered_on": date(2026, 6, 3), "net": 100, "cost": 50})

    store.write("x", made)


def _asked(store: Store, moment: datetime) -> list:
    found = store.read(desk, moment)
    return [item for item in (*found.late, *found.today, *found.soon) if item.kind == "grading"]


def test_last_month_stands_there_until_it_is_graded_by_one_key(store: Store, sold: None) -> None:
    (item,) = _asked(store, SECOND)
    assert (item.what, item.day, item.key) == ("Grades of 2026-06 are not computed yet", date(2026, 7, 5),
                                              ("gradings", "2026-06", "grading"))  # fmt: skip
    store.write("x", grading.grade_all, date(2026, 6, 20))
    assert _asked(store, SECOND)  # a provisional one is not the month's
    store.write("x", today_acts.done, item)
    assert _asked(store, SECOND) == []
    assert [(one.period, one.final) for one in store.read(grading.gradings)] == [("2026-06", True), ("2026-06", False)]
    store.undo()
    assert _asked(store, SECOND) == [item]


def test_nobody_is_asked_without_orders_or_late_in_the_month(store: Store, sold: None) -> None:
    assert _asked(store, SECOND + timedelta(days=40)) == []  # nothing was sold in July
    assert _asked(store, SECOND + timedelta(days=25)) == []
    assert store.read(grading_due.due_month, date(2026, 7, 27)) == date(2026, 6, 30)
    assert store.read(grading_due.asked_month, date(2026, 7, grading_due.UNTIL)) == date(2026, 6, 30)


def test_it_can_be_put_off(store: Store, sold: None) -> None:
    moment = SECOND
    (item,) = _asked(store, moment)
    later = store.write("x", lambda session: local(now(session)).date() + timedelta(days=300)).value
    store.write("x", snoozes.put_off, *item.key, later)
    assert _asked(store, moment) == []
