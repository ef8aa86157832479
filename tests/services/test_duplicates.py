"""Searching the whole file for duplicates: what is found, what is left in peace, how well it does on files with known truth."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Cancelled
from app.models import Contact, Customer
from app.services import complaint_people, duplicates, records
from app.services.likeness import blocks, keys_of, likeness
from app.store.store import Store
from benchmarks.duplicates import organisations, people, quality


def make(store: Store, entity: Any = Customer, **values: Any) -> UUID:
    return store.write("make", records.create, entity, values).value


def names(store: Store, entity: str = "customers") -> list[tuple[str, str, str]]:
    found = store.read(duplicates.find, entity)
    return [(pair.strength, *pair.names) for pair in found.pairs]


def test_the_pairs_people_speak_of(store: Store) -> None:
    make(store, name="国元证券")
    make(store, name="国元证券股份有限公司")
    make(store, name="双利煤矿")
    make(store, name="双柳煤矿")
    make(store, name="汇丰", region="上海", credit_code="91310000607316234A")
    make(store, name="汇丰", region="福建福州", credit_code="91350100M000100Y43")
    assert names(store) == [("likely", "国元证券", "国元证券股份有限公司")]


def test_what_was_said_to_be_two_stays_two(store: Store) -> None:
    pairs = [(make(store, name="宁江泵业"), make(store, name="宁江泵业有限公司"))]
    assert store.write("two", duplicates.distinct, "customers", pairs).value == 1
    assert store.write("two", duplicates.distinct, "customers", [pairs[0][::-1]]).value == 0
    assert names(store) == []
    assert store.read(duplicates.compare, "customers", *pairs[0]).strength == "likely"
    store.undo()
    assert len(names(store)) == 1


def test_binned_records_and_the_walk_in_customer_are_no_duplicates(store: Store) -> None:
    store.write("walk-in", complaint_people.walk_in)
    make(store, name="Walk-in customer", kind="person", mobile="13800138000")
    gone = make(store, name="宁江泵业")
    make(store, name="宁江泵业有限公司")
    store.write("bin", records.delete, Customer, [gone])
    assert names(store) == []


def test_people(store: Store) -> None:
    one, other = make(store, name="国元证券"), make(store, name="宁江泵业")
    make(store, Contact, name="蔡咏", customer_id=one, phone="139 0000 1111")
    make(store, Contact, name="蔡咏", customer_id=other, phone="+86 13900001111")
    make(store, Contact, name="王伟", customer_id=one)
    make(store, Contact, name="王 伟", customer_id=one)
    make(store, Contact, name="王伟", customer_id=other)
    make(store, Contact, name="俞仕新", customer_id=one, phone="13700001111")
    make(store, Contact, name="李娜", customer_id=other, phone="13700001111")
    assert names(store, "contacts") == [
        ("same", "蔡咏", "蔡咏"), ("likely", "王伟", "王 伟"), ("weak", "俞仕新", "李娜"),
    ]  # fmt: skip


def test_progress_is_told_and_the_search_can_be_stopped(store: Store) -> None:
    make(store, name="宁江泵业")
    make(store, name="宁江泵业有限公司")
    told: list[tuple[int, int]] = []
    store.read(duplicates.find, "customers", lambda done, of: told.append((done, of)))
    assert told == sorted(told)
    assert told[-1] == (4, 4)
    with pytest.raises(Cancelled):
        store.read(duplicates.find, "customers", None, lambda: True)


def test_a_thousand_of_one_name_are_no_million_pairs() -> None:
    index = duplicates.Index()
    for key in range(1000):
        index.add(key, keys_of("customers", {"name": "测试有限公司", "phone": "0510-8888999"}))
    pairs = set(index.pairs())
    assert len(pairs) < 6000
    assert {place for pair in pairs for place in pair} == set(range(1000))


CUSTOMERS = st.fixed_dictionaries({
    "kind": st.sampled_from(["company", "company", "person"]),
    "name": st.sampled_from(["国元证券", "国元证券股份有限公司", "宁江泵业", "Acme Inc", "Acme Corp", "王伟"]),
    "phone": st.sampled_from([None, "0551-62207968", "62207968", "13800138000"]),
    "email": st.sampled_from([None, "a@b.cn"]), "birthday": st.sampled_from([None, "1980-05-01"]),
    "address": st.sampled_from([None, "蠡园路88号"]), "credit_code": st.sampled_from([None, "91350100M000100Y43"]),
})  # fmt: skip


@given(CUSTOMERS, CUSTOMERS)
def test_what_looks_like_one_for_good_reason_meets_in_a_block(one: dict[str, Any], other: dict[str, Any]) -> None:
    first, second = keys_of("customers", one), keys_of("customers", other)
    found = likeness(first, second)
    if found is not None and found.strength != "weak":
        assert set(blocks(first)) & set(blocks(second))


def test_organisations_whose_truth_is_known(shared: Path) -> None:
    found = quality(organisations(shared))
    (proposed, right, every), likely = found["same"], found["likely"]
    assert every == 6608
    assert right / proposed >= 0.98
    assert right / every >= 0.87
    assert (right + likely[1]) / every >= 0.91
    assert sum(one[1] for one in found.values()) / every >= 0.96


@pytest.mark.parametrize(("with_number", "same", "likely"), [(True, 0.97, 0.98), (False, 0.75, 0.92)])
def test_people_whose_truth_is_known(shared: Path, with_number: bool, same: float, likely: float) -> None:
    found = quality(people(shared, with_number))
    assert found["same"][2] == 500
    assert found["same"][1] == found["same"][0]
    assert found["same"][1] / 500 >= same
    assert (found["same"][1] + found["likely"][1]) / 500 >= likely
