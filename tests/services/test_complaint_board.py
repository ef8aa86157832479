"""The boards of open complaints: stages, handlers, ages (domain/40; look.md)."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.formats import from_local, local
from app.models import Complaint, Customer, Employee
from app.models.base import table_of
from app.services import complaint_board as board
from app.services import lists, records
from app.services.lists import Filter, ListQuery

MOMENT = from_local(datetime(2026, 7, 15, 10))  # a Wednesday
DAY = timedelta(days=1)


@pytest.fixture
def customer(store):
    return store.write("x", records.create, Customer, {"name": "华信钢构有限公司"}).value


def _case(store, customer, state, **values):
    given = {"customer_id": customer, "subject": state, "state": state, "received_at": MOMENT - DAY, "priority": "P3", **values}
    return store.write("x", records.create, Complaint, given).value


def _column(columns, key):
    return next(column for column in columns if column.key == key)


def test_five_stages_with_what_is_late_first_and_paused_ones_never_late(store, customer):
    late = _case(store, customer, "S40", next_due=MOMENT - DAY, subject="迟了", priority="P1")
    _case(store, customer, "S40", next_due=MOMENT + DAY)
    paused = _case(store, customer, "S45", next_due=MOMENT - 2 * DAY)
    bare = _case(store, customer, "S10", next_due=None)
    _case(store, customer, "S80", next_due=MOMENT - DAY)
    for state in ("S00", "S90", "S95", "S97"):
        _case(store, customer, state)
    found = store.read(board.by_stage, MOMENT)
    assert [(each.key, each.count, each.late) for each in found] == [
        ("register", 1, 0), ("accept", 0, 0), ("handle", 3, 1), ("answer", 0, 0), ("close", 1, 1)]  # fmt: skip
    handle = _column(found, "handle").cards
    assert handle[0].id == late
    assert (handle[0].customer, handle[0].subject, handle[0].priority, handle[0].late) == ("华信钢构有限公司", "迟了", "P1", True)
    assert handle[1].id == paused  # its day comes first, but no clock runs
    assert not handle[1].late
    assert _column(found, "register").cards[0].id == bare
    store.write("x", records.delete, Customer, [customer])
    assert _column(store.read(board.by_stage, MOMENT), "handle").cards[0].customer == "华信钢构有限公司"


def test_a_column_for_each_handler_and_one_for_nobody(store, customer):
    chen, zhou = (store.write("x", records.create, Employee, {"name": name}).value for name in ("陈立", "周敏"))
    for handler in (chen, zhou, zhou, None):
        _case(store, customer, "S40", handler_id=handler)
    found = store.read(board.by_handler, MOMENT)
    assert [(each.key, each.label, each.count) for each in found] == [(None, "", 1), (zhou, "周敏", 2), (chen, "陈立", 1)]
    assert found[1].cards[0].handler == "周敏"


def test_ages_count_working_days_and_a_list_shows_the_same(store, customer):
    ages = {0: MOMENT, 3: MOMENT - 5 * DAY, 4: MOMENT - 6 * DAY, 7: MOMENT - 9 * DAY, 8: MOMENT - 12 * DAY}
    ages |= {15: MOMENT - 21 * DAY, 16: MOMENT - 22 * DAY, 99: MOMENT - 400 * DAY}
    for days, received in ages.items():
        _case(store, customer, "S40", received_at=received, priority="P2" if days == 7 else "P3")
    _case(store, customer, "S90", received_at=MOMENT)
    found = store.read(board.ageing, MOMENT)
    assert [dict(band.counts) for band in found] == [{"P3": 2}, {"P3": 1, "P2": 1}, {"P3": 2}, {"P3": 2}]
    for band in found:
        bounds = [Filter("state", "in", ("S40",))]
        bounds += [Filter("received_at", "from", (band.first,))] if band.first else []
        bounds += [Filter("received_at", "before", (band.before,))] if band.before else []
        query = ListQuery("complaints", ("number",), "received_at", filters=tuple(bounds))
        assert store.read(lists.count, query) == sum(band.counts.values())
    assert local(found[0].first) == datetime(2026, 7, 10)
    assert found[-1].first is None


def _many(session, customer, count):
    table = table_of(Complaint)
    row = session.execute(sa.select(table)).mappings().first()
    stamp = datetime(2026, 7, 1, tzinfo=UTC)
    fresh = [
        {**row, "id": records_id(place), "number": f"T{place}", "state": "S80" if place % 2 else "S40", "next_due": stamp}
        for place in range(count)
    ]
    session.execute(sa.insert(table), fresh)


def records_id(place):
    from uuid import UUID

    return UUID(int=place + 1)


def test_a_column_shows_two_hundred_and_counts_the_others(store, customer):
    _case(store, customer, "S90")
    store.write("x", _many, customer, 2 * board.MOST + 20)
    found = store.read(board.by_stage, MOMENT)
    for key in ("handle", "close"):
        column = _column(found, key)
        assert (len(column.cards), column.count, column.late) == (board.MOST, board.MOST + 10, board.MOST + 10)


def test_what_has_no_due_comes_after_all_that_has_one_in_every_state_of_a_stage(store, customer):
    dues = [("S30", None), ("S20", MOMENT + DAY), ("S30", MOMENT - DAY), ("S20", None), ("S30", MOMENT + 2 * DAY)]
    keys = [_case(store, customer, state, next_due=due) for state, due in dues]
    accept = _column(store.read(board.by_stage, MOMENT), "accept")
    assert [card.id for card in accept.cards] == [keys[place] for place in (2, 1, 4, 0, 3)]
    assert (accept.count, accept.late) == (5, 1)
    (nobody,) = store.read(board.by_handler, MOMENT)
    assert [card.id for card in nobody.cards] == [card.id for card in accept.cards]
