"""R-08: a month's visits by person and level give the figures of the oracle."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis import figures
from app.formats import from_local
from app.models import Customer, Employee, Visit
from app.services import records, visit_briefs, visit_performance, visits
from app.store.store import Store

ORACLE = json.loads((Path(__file__).parents[1] / "oracles.json").read_text(encoding="utf-8"))["C36_visits"]
DAY = date(2026, 7, 10)


def _done(customer: UUID, owner: UUID, planned: date | None, happened: date, result: str, **values: Any) -> dict[str, Any]:
    at = from_local(datetime.combine(happened, datetime.min.time()) + timedelta(hours=10))
    return {"customer_id": customer, "owner_id": owner, "planned_on": planned, "state": "done", "happened_at": at,
            "result": result, **values}  # fmt: skip


def _month(session: Session) -> tuple[UUID, UUID]:
    """24 due, 2 cancelled by the customer, 17 done in time at 16 of 20 customers, 2 visits without a plan."""
    anna, boss = (records.create(session, Employee, {"name": name, "has_left": name == "陈总"}) for name in ("周敏", "陈总"))
    clients = records.create_many(session, Customer, [{"name": f"客户{n}"} for n in range(21)])
    results = ["reached"] * 12 + ["partly"] * 7
    rows = [_done(clients[min(n, 15)], boss if n < 3 else anna, DAY, DAY + timedelta(days=n % 8), results[n],
                  level="cxo" if n < 3 else "rep") for n in range(17)]  # fmt: skip
    first = _done(clients[0], anna, None, DAY, "partly", recorded_at=rows[0]["happened_at"] + timedelta(hours=30))
    rows += [first, _done(clients[20], anna, None, DAY, "partly", recorded_at=rows[0]["happened_at"] + timedelta(hours=2))]
    moved = {"planned_on": date(2026, 8, 3), "first_planned_on": DAY, "moved_times": 1}
    open_ones = [{"customer_id": clients[n], "owner_id": anna, "planned_on": DAY} for n in (16, 17, 18, 19)]
    rows += [*open_ones, {"customer_id": clients[19], "owner_id": anna, **moved}]
    rows += [{"customer_id": clients[1], "owner_id": anna, "planned_on": DAY, "state": "cancelled", "missed": "customer"}] * 2
    rows += [_done(clients[20], anna, None, DAY, "reached", kind="phone")]
    rows += [{"customer_id": clients[20], "planned_on": date(2026, 8, 1)}]
    rows[19] |= {"state": "cancelled", "missed": "way"}
    records.create_many(session, Visit, rows)
    return anna, boss


def test_the_oracle_month_by_person_and_level(store: Store) -> None:
    anna, boss = store.write("Made", _month).value
    found = store.read(visit_performance.month, 2026, 7)
    total = found.total.figures
    assert total.planned + total.cancelled == ORACLE["required"]
    assert (total.planned, total.on_time, total.done, total.unplanned) == (ORACLE["planned"], ORACLE["ontime"], ORACLE["done"], 2)
    shares = [figures.percent(one) for one in (total.completion, total.coverage, total.effective)]
    assert [float(one or 0) for one in shares] == [ORACLE["completion"], ORACLE["coverage"], ORACLE["effective"]]
    assert figures.percent(found.total.recorded) == 50
    assert [(row.key, row.figures.planned, row.figures.done) for row in found.people] == [(anna.hex, 19, 16), (boss.hex, 3, 3)]
    assert [(row.key, row.figures.planned) for row in found.levels] == [("manager", 19), ("cxo", 3)]
    assert (found.missed, found.moved) == ((("customer", 2), ("way", 1)), 1)
    early = store.read(visit_performance.month, 2026, 7, None, DAY - timedelta(days=1))
    assert (early.total.figures.planned, early.total.figures.completion.reason, early.moved) == (0, "no_base", 0)
    assert (early.ahead, early.total.figures.done) == (4, 19)  # planned and not done; who is early has done it all the same
    assert [row.ahead for row in early.people] == [4, 0]
    own = store.read(visit_performance.month, 2026, 7, boss)
    assert (own.total.figures.planned, [row.name for row in own.people]) == (3, ["陈总"])
    august = store.read(visit_performance.month, 2026, 8).total
    assert (august.figures.planned, august.recorded.reason) == (1, "no_base")
    december = store.read(visit_performance.month, 2026, 12)
    assert (december.last, december.total.figures.completion.reason) == (date(2026, 12, 31), "no_base")


def test_who_goes_along_has_visited_too(store: Store) -> None:
    anna, boss = (store.write("Made", records.create, Employee, values).value
                  for values in ({"name": "周敏", "level": "rep"}, {"name": "陈总", "level": "cxo"}))  # fmt: skip
    client = store.write("Made", records.create, Customer, {"name": "华信"}).value
    at = from_local(datetime.combine(DAY, datetime.min.time()))
    for owner, other in ((anna, boss), (boss, anna)):
        given = {"customer_id": client, "owner_id": owner, "content": "谈合同", "kind": "visit", "happened_at": at,
                 "level": "rep" if owner == anna else "cxo"}  # fmt: skip
        store.write("Recorded", visits.record, given, people=({"employee_id": other}, {"name": "王总"}))
    found = store.read(visit_performance.month, 2026, 7)
    assert found.total.figures.done == 2
    assert {row.name: row.figures.done for row in found.people} == {"周敏": 2, "陈总": 2}
    assert {row.key: row.figures.done for row in found.levels} == {"manager": 1, "cxo": 2}
    own = store.read(visit_performance.month, 2026, 7, boss)
    assert (own.total.figures.done, [row.name for row in own.people]) == (2, ["陈总"])
    assert len(store.read(visit_briefs.due_or_done, found.first, found.last, boss)) == 2
