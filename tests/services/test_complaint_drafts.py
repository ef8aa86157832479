"""An undone registration stays as a draft (domain/05) that nobody meets unasked; an imported log has one order only."""

import csv
from datetime import datetime

import pytest
import sqlalchemy as sa

from app.exchange import listing
from app.exchange.export import export
from app.formats import from_local
from app.models import Customer
from app.models.types import now_utc, uuid7
from app.services import complaints, customer_view, lists, records, timeline, today_side
from app.services.complaint_people import WALK_IN_CODE, walk_in
from app.services.lists import Filter, ListQuery

SUBJECT = "两批法兰尺寸超差"
QUERY = ListQuery("complaints", ("number",), "received_at", True)
FOUND = ListQuery("complaints", ("number",), "received_at", True, text="法兰")
DRAFTS = ListQuery("complaints", ("number",), "received_at", filters=(Filter("state", "in", ("S00",)),), text="法兰")


@pytest.fixture
def customer(store):
    return store.write("x", records.create, Customer, {"name": "华信钢构有限公司"}).value


@pytest.fixture
def undone(store, customer):
    """A complaint whose registration was taken back."""
    found = store.write("x", complaints.register, {"customer_id": customer, "subject": SUBJECT, "severity": "S2"}).value
    assert met(store, customer) == [1, 1, 1, 1, 1, 1, 1]
    store.undo()
    return found


def met(store, customer):
    """How often each place shows a complaint."""
    view = store.read(customer_view.view, customer, now_utc())
    return [
        store.read(lists.count, QUERY), len(store.read(lists.page, QUERY, 0, 10)), store.read(lists.count, FOUND),
        len(store.read(listing.listing, "complaints", "法兰")), view.complaints,
        len(store.read(timeline.happenings, "customer_id", customer)), len(store.read(today_side.recent)),
    ]  # fmt: skip


def test_an_undone_registration_is_met_nowhere(store, customer, undone, tmp_path):
    assert met(store, customer) == [0] * 7
    assert store.read(export, "complaints", tmp_path / "c.csv") == 0
    with (tmp_path / "c.csv").open(encoding="utf-8-sig") as file:
        assert len(list(csv.reader(file))) == 1


def test_it_is_found_where_drafts_are_asked_for(store, undone):
    assert store.read(lists.count, DRAFTS) == 1
    assert [row.id for row in store.read(lists.page, DRAFTS, 0, 10)] == [undone]


def test_redo_brings_it_back_everywhere(store, customer, undone):
    store.redo()
    assert met(store, customer) == [1] * 7


@pytest.mark.parametrize("state", ["S40", "S80", "S96"])
def test_an_imported_log_ends_in_the_imported_state(store, state):
    received = from_local(datetime(2026, 7, 1, 9, 10))
    rows = [{"subject": f"{number}", "received_at": received, "state": state} for number in range(40)]
    for complaint_id in store.write("x", complaints.import_cases, rows).value:
        log = store.read(complaints.log, complaint_id)
        assert [entry.to_state for entry in log] == ["S10", state]
        assert log[0].at < log[1].at


def test_keys_of_one_go_rise():
    keys = [uuid7() for _ in range(2000)]
    assert keys == sorted(set(keys))
    assert {key.version for key in keys} == {7}


def test_records_of_one_file_keep_its_order(store):
    made = store.write("x", records.create_many, Customer, [{"name": f"客户{number}"} for number in range(300)]).value
    assert made == sorted(made)


def test_the_walk_in_customer_comes_back_from_the_bin_instead_of_a_second_one(store):
    store.write("x", complaints.import_cases, [{"subject": "甲"}])
    first = store.read(walk_in, make=False)
    store.undo()
    assert store.read(walk_in, make=False) is None
    store.write("x", complaints.import_cases, [{"subject": "乙"}])
    assert store.read(walk_in, make=False) == first
    codes = store.read(lambda session: list(session.scalars(sa.select(Customer.code))))
    assert codes == [WALK_IN_CODE]
    store.undo()
    assert store.read(walk_in, make=False) is None
