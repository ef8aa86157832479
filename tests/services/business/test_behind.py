"""The records behind a figure make it up: of the sample company every customer's, and the firm's."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.errors import ValidationError
from app.models import BY_KEY
from app.models.base import table_of
from app.services.business import aged, behind, collecting, credit, late_interest, won_back, worth
from app.services.business.behind import Heap
from app.services.business.money import ageing
from app.services.business.period import ending
from app.services.business.winning import winning
from app.services.lists import ListQuery, ids
from app.store.store import Store, open_file

DAY = date(2026, 11, 20)
YEAR = ending(DAY)


@pytest.fixture(scope="module")
def company(sample_file: Callable[[str, date], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_file(Path(shutil.copy(sample_file("zh", DAY), tmp_path_factory.mktemp("behind") / "sample.db")))
    yield opened
    opened.close()


def heaps(store: Store, customer, word: str) -> tuple[Heap, ...]:
    return store.read(behind.behind, YEAR, customer, word)


def rows(store: Store, heap: Heap) -> list:
    """The listed records, as the list itself finds them."""

    def read(session):
        table = table_of(BY_KEY[heap.entity])
        found = ids(session, ListQuery(heap.entity, ("customer_id",), "customer_id", filters=heap.filters))
        return session.execute(sa.select(table).where(table.c.id.in_(found))).all()

    return store.read(read)


def only(store: Store, customer, word: str) -> list:
    (heap,) = heaps(store, customer, word)
    return [row for row in rows(store, heap) if getattr(row, "currency", None) in (None, "", "CNY")]


def sold(orders) -> int:
    return sum(-row.net if row.kind == "return" else row.net for row in orders)


def test_orders_add_up_to_net_sales(company):
    found = company.read(worth.profits, YEAR)
    for line in found.lines[::5]:
        assert sold(only(company, line.client.id, "orders")) == line.row.profit.net, line.client.name
    assert sold(only(company, None, "orders")) == found.company.profit.net > 0


def test_parts_of_the_cost_to_serve_add_up_and_so_do_their_records(company):
    found = company.read(worth.profits, YEAR)
    entities = set()
    for line in found.lines[::6]:
        several = heaps(company, line.client.id, "serving")
        assert sum(heap.amount for heap in several) == (line.row.profit.spent or 0), line.client.name
        for heap in several:
            entities.add((heap.entity, heap.shared))
            if heap.entity == "costs" and not heap.shared:
                listed = rows(company, heap)
                assert {row.customer_id for row in listed} == {line.client.id}
                assert sum(row.amount for row in listed) == heap.amount
            if heap.entity == "care_tasks":
                assert sum(row.cost for row in rows(company, heap)) == heap.amount
            if heap.entity == "visits":
                assert all(row.state == "done" and row.customer_id == line.client.id for row in rows(company, heap))
    assert entities >= {("costs", False), ("visits", False), ("invoices", True)}
    whole = heaps(company, None, "serving")
    assert sum(heap.amount for heap in whole) == found.company.profit.spent
    assert all(row.customer_id is None for heap in heaps(company, None, "unshared") for row in rows(company, heap))


def test_invoices_and_receipts_add_up(company):
    for line in company.read(collecting.collecting, YEAR).lines[::6]:
        assert sum(row.amount for row in only(company, line.client.id, "came")) == line.row.received, line.client.name
    for line in company.read(ageing, DAY).lines[::6]:
        late = only(company, line.client.id, "late")
        assert bool(late) == bool(line.row.overdue), line.client.name
        assert len(only(company, line.client.id, "open")) >= len(late)


def test_promises_interest_age_and_who_was_contacted(company):
    found = company.read(collecting.collecting, YEAR)
    for line in (line for line in found.lines if line.row.planned is not None):
        assert sum(row.promised for row in only(company, line.client.id, "promised")) == line.row.planned, line.client.name
    assert sum(row.promised for row in only(company, None, "promised")) == found.company.planned > 0
    owed = company.read(late_interest.owed, DAY)
    assert bool(only(company, None, "interest")) == bool(sum(owed.values()))
    assert {row.customer_id for row in only(company, None, "interest")} <= {key for key, amount in owed.items() if amount}
    old = company.read(aged.by_age, DAY).company
    assert bool(only(company, None, "aged:old")) == bool(old.over_a_year)
    (heap,) = heaps(company, None, "contacted")
    assert set(heap.filters[0].values) == set(company.read(won_back.won_back, YEAR).contacted)


def test_orders_not_billed_are_those_that_use_the_limit(company):
    used = 0
    for line in company.read(credit.credit, YEAR).lines:
        listed = only(company, line.client.id, "unbilled")
        expected = line.row.use.delivered + line.row.use.ordered
        assert (expected > 0) <= bool(listed), line.client.name
        used += expected > 0
    assert used


def test_what_winning_a_customer_cost(company):
    known = [line for line in company.read(winning, YEAR).lines if line.row.spent is not None]
    for line in known:
        (heap,) = heaps(company, line.client.id, "acquisition")
        assert sum(row.amount for row in rows(company, heap)) == line.row.spent
    assert known


def test_too_many_are_told(company, monkeypatch):
    monkeypatch.setattr(behind, "MOST", 3)
    with pytest.raises(ValidationError, match="choose a customer"):
        heaps(company, None, "open")
