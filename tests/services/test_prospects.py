"""Prospects (F-05): their numbers, how well they fit, winning, dropping, being due; groups of firms; checks of a file."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import ValidationError
from app.formats import from_local, today
from app.models import Complaint, Customer
from app.models.types import now_utc
from app.services import customers, file_fullness, lists, prospects, records
from app.services import today as day
from app.services.customer_group import group
from app.services.customer_view import view
from app.services.lists import ListQuery
from app.store.store import Store

NOW = from_local(datetime(2026, 8, 1, 9))


def got(store: Store, key: UUID) -> Mapping[str, Any]:
    return store.read(records.get, Customer, key)


def prospect(store: Store, **values: Any) -> UUID:
    return store.write("new", prospects.add, {"name": "云台环保", **values}).value


def test_a_prospect_has_a_number_of_its_own_row(store: Store) -> None:
    first, second = prospect(store), prospect(store, name="北泽电气")
    assert [got(store, key)["prospect_no"] for key in (first, second)] == ["QK000001", "QK000002"]
    assert got(store, first)["code"] == "QK000001"
    assert got(store, first)["status"] == "prospect"
    assert got(store, store.write("c", customers.add, {"name": "A"}).value)["code"] == "KH000001"


def test_winning_gives_a_customer_number_and_keeps_the_cards(store: Store) -> None:
    store.write("c", customers.add, {"name": "A"})
    key = prospect(store, next_touch_on=date(2026, 8, 9))
    assert store.write("win", prospects.win, key).value == "KH000002"
    won = got(store, key)
    assert (won["code"], won["prospect_no"], won["status"]) == ("KH000002", "QK000001", "new")
    assert (won["won_on"], won["next_touch_on"]) == (today(), None)
    query = ListQuery("customers", ("name",), "name", text="QK000001")
    assert key in [row.id for row in store.read(lists.page, query, 0, 9)]
    store.undo()
    assert (got(store, key)["code"], got(store, key)["status"]) == ("QK000001", "prospect")
    assert got(store, key)["next_touch_on"] == date(2026, 8, 9)


def test_numbers_of_cards_are_never_given_twice(store: Store) -> None:
    first = prospect(store)
    store.write("win", prospects.win, first)
    second = prospect(store)
    assert got(store, second)["prospect_no"] == "QK000002"
    store.write("bin", customers.remove, [second])
    assert got(store, prospect(store))["prospect_no"] == "QK000003"


def test_a_prospect_with_a_customer_number_keeps_it(store: Store) -> None:
    key = store.write("c", customers.add, {"name": "A", "status": "prospect"}).value
    assert store.write("win", prospects.win, key).value == "KH000001"
    assert got(store, key)["prospect_no"] is None


def test_dropping_asks_for_the_reason(store: Store) -> None:
    key = prospect(store)
    with pytest.raises(ValidationError, match="Say why"):
        store.write("drop", prospects.drop, key, "  ")
    store.write("drop", prospects.drop, key, "预算取消")
    assert (got(store, key)["status"], got(store, key)["dropped_reason"]) == ("lost", "预算取消")
    with pytest.raises(ValidationError, match="no prospect"):
        store.write("win", prospects.win, key)
    store.undo()
    assert got(store, key)["status"] == "prospect"


@pytest.mark.parametrize(
    ("fit", "score"),
    [(None, 0), ("industry", 30), ("size", 20), ("need", 20), ("budget", 15), ("reach", 15), ("industry,need,reach", 65),
     ("industry,size,need,budget,reach", 100)],
)  # fmt: skip
def test_the_match_is_the_sum_of_what_is_met(fit: str | None, score: int) -> None:
    assert prospects.match(fit).score == score


@given(st.sets(st.sampled_from(sorted(prospects.CRITERIA))), st.sampled_from(sorted(prospects.CRITERIA)))
def test_one_more_criterion_never_lowers_the_match(met: set[str], more: str) -> None:
    before, after = prospects.match(",".join(met)), prospects.match(",".join(met | {more}))
    assert 0 <= before.score <= after.score <= 100
    assert after.score - before.score == (0 if more in met else prospects.CRITERIA[more])


def test_a_due_approach_is_a_thing_to_do_today(store: Store) -> None:
    late = prospect(store, next_touch_on=date(2026, 7, 30))
    prospect(store, name="B", next_touch_on=date(2026, 8, 4))
    prospect(store, name="C", next_touch_on=date(2027, 8, 4))
    prospect(store, name="D")
    agenda = store.read(day.agenda, NOW)
    assert [(item.kind, item.id) for item in agenda.late] == [("approach", late)]
    assert [item.customer for item in agenda.soon] == ["B"]
    assert store.read(view, late, NOW).step.kind == "approach"
    store.write("win", prospects.win, late)
    assert store.read(day.agenda, NOW).late == ()


def chain(store: Store, *names: str) -> list[UUID]:
    keys: list[UUID] = []
    for name in names:
        parent = {"parent_id": keys[-1]} if keys else {}
        keys.append(store.write("c", customers.add, {"name": name, **parent}).value)
    return keys


def test_the_group_is_shown_from_any_member(store: Store) -> None:
    head, middle, _leaf = keys = chain(store, "甲集团", "乙公司", "丙公司")
    side = store.write("c", customers.add, {"name": "丁公司", "parent_id": head}).value
    received = {"customer_id": middle, "subject": "x", "received_at": now_utc(), "state": "S10"}
    store.write("k", records.create, Complaint, received)
    for key in (*keys, side):
        found = store.read(group, key)
        assert found is not None
        assert [(member.name, member.level) for member in found.members] == [
            ("甲集团", 0), ("丁公司", 1), ("乙公司", 1), ("丙公司", 2),
        ]  # fmt: skip
        assert found.complaints == 1
    assert store.read(group, store.write("c", customers.add, {"name": "E"}).value) is None


def test_nobody_becomes_its_own_parent(store: Store) -> None:
    head, _middle, leaf = chain(store, "甲", "乙", "丙")
    with pytest.raises(ValidationError, match="its own parent") as alone:
        store.write("s", customers.save, head, {"parent_id": head})
    assert alone.value.field == "parent_id"
    with pytest.raises(ValidationError, match="“丙” belongs to this customer already"):
        store.write("s", customers.save, head, {"parent_id": leaf})
    store.write("s", customers.save, leaf, {"parent_id": head})


def test_a_circle_that_came_in_by_a_file_is_cut(store: Store) -> None:
    head, _middle, leaf = chain(store, "甲", "乙", "丙")
    store.write("s", records.update, Customer, head, {"parent_id": leaf})
    for key in (head, leaf):
        found = store.read(group, key)
        assert found is not None
        assert len({member.id for member in found.members}) == len(found.members) == 3


@pytest.mark.parametrize(
    ("grade", "days", "stale"), [(None, 180, False), (None, 181, True), ("gold", 90, False), ("gold", 91, True)]
)
def test_a_check_grows_old_sooner_for_the_best(store: Store, grade: str | None, days: int, stale: bool) -> None:
    checked = date(2026, 8, 1) - timedelta(days=days)
    full = {"bank_name": "B", "grade": grade, "verified_finance_on": checked}
    key = store.write("c", customers.add, {"name": "A", **full}).value
    found = store.read(file_fullness.missing, key, date(2026, 8, 1))
    assert found.stale == (("finance",) if stale else ())


def test_checking_today_makes_it_count_whole_again(store: Store) -> None:
    old = {"bank_name": "B", "terms_days": 30, "verified_finance_on": today() - timedelta(days=400)}
    key = store.write("c", customers.add, {"name": "A", **old}).value
    before = dict(store.read(file_fullness.missing, key, today()).sections)["finance"].value
    store.write("checked", file_fullness.check_today, key, "finance")
    after = store.read(file_fullness.missing, key, today())
    assert after.stale == ()
    assert dict(after.sections)["finance"].value == pytest.approx(2 * before)
    with pytest.raises(ValidationError):
        store.write("checked", file_fullness.check_today, key, "nothing")


def test_a_file_has_eight_sides_and_names_the_parts_it_lacks(store: Store) -> None:
    key = store.write("c", customers.add, {"name": "A"}).value
    found = store.read(file_fullness.missing, key, today())
    assert [name for name, _figure in found.sections] == [
        "basic", "ownership", "business", "finance", "people", "needs", "service", "competition",
    ]  # fmt: skip
    assert {"contacts", "decider", "shareholders", "needs", "competitors", "traits", "standards"} <= set(found.missing)
    assert found.missing.index("contacts") < found.missing.index("needs") < found.missing.index("shareholders")
    assert dict(found.sections)["people"].value == 0
