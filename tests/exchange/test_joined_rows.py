"""Rows of one file with an equal name and an equal phone are one record; whatever says otherwise keeps them two."""

import shutil
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import ConflictError
from app.exchange.apply import apply, label_of
from app.exchange.listing import listing
from app.exchange.mapping import propose
from app.exchange.plan import plan
from app.exchange.plan_types import ImportOptions
from app.exchange.reading import build_sheet
from app.exchange.refused import write_refused
from app.models import Customer
from app.services import records
from app.store.changes import Label
from app.store.store import open_file

HEADER = ("Name", "Phone", "Mobile", "Credit code", "Email", "Address", "Tags", "Notes", "Odd")
PHONE, MOBILE = "0755-8888 0001", "138 0013 8000"


def planned(store, entity, *rows, mode="both"):
    numbered = [(number, list(row)) for number, row in enumerate(rows, 1)]
    sheet = build_sheet(Path("file.csv"), numbered, {"encoding": "utf-8", "separator": ","}, [])
    return store.read(plan, entity, sheet, propose(entity, sheet), ImportOptions(mode=mode))


def bring_in(store, entity, *rows, mode="both"):
    made = planned(store, entity, *rows, mode=mode)
    result = store.write(Label(*label_of(made)), apply, made).value.as_json()
    return [result[action] for action in ("created", "updated", "unchanged", "refused", "duplicates")], result["problems"]


def test_a_later_row_fills_what_the_first_lacks_and_is_listed_with_its_number(store, tmp_path):
    rows = (
        HEADER,
        ("甲公司", PHONE, "", "", "", "深圳", "a", "first", "x"),
        ("乙公司", "2", "", "", "", "", "", "", ""),
        (" 甲公司", "+86 755 88880001", MOBILE, "", "a@b.cn", "深圳", "b", "second", "y"),
        ("甲公司", "", "+86 13800138000", "", "", "", "", "", ""),
    )
    made = planned(store, "customers", *rows)
    assert [one.action for one in made.outcomes] == ["created", "created", "updated", "unchanged"]
    assert [one.earlier for one in made.outcomes] == [0, 0, 2, 2]
    assert write_refused(made, tmp_path / "out.csv", "x") == 0
    counts, problems = bring_in(store, "customers", *rows)
    assert counts == [2, 1, 1, 0, 0]
    assert [(one["row"], "row 2" in one["message"]) for one in problems] == [(4, True), (5, True)]
    first = next(one for one in store.read(listing, "customers") if one["name"] == "甲公司")
    assert (first["phone"], first["mobile"], first["email"], first["address"], first["tags"]) == (
        PHONE, MOBILE, "a@b.cn", "深圳", "a,b",
    )  # fmt: skip
    assert first["notes"] == "first\nOdd: x\nsecond\nOdd: y"
    assert bring_in(store, "customers", *rows)[0] == [0, 0, 4, 0, 0]
    store.undo()
    assert store.read(listing, "customers") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("汇丰", "021-11112222", "", "", "", "上海"), ("汇丰", "0852-33334444", "", "", "", "香港")),
        (("汇丰", "400-820-8388", "", "", "", "上海"), ("汇丰", "400-820-8388", "", "", "", "广州")),
        (("汇丰", "95366", "", "", "", "上海"), ("汇丰", "95366", "", "", "", "广州")),
        (("甲", f"{PHONE} 转101", "", "", "", ""), ("甲", f"{PHONE} 转102", "", "", "", "")),
        (("甲", f"{PHONE}（找王工）", "", "", "", ""), ("甲", f"{PHONE}（找李工）", "", "", "", "")),
        (("甲", PHONE, "", "", "a@b.cn", ""), ("甲", PHONE, "", "", "c@d.cn", "")),
        (("甲", PHONE, "1380", "", "", ""), ("甲", PHONE, "1390", "", "", "")),
        (("甲", PHONE, "", "91440300PDY00001X3", "", ""), ("甲", PHONE, "", "91110000PDY0002040", "", "")),
        (("甲", PHONE, "", "", "", ""), ("甲乙", PHONE, "", "", "", "")),
        (("甲", "", "", "", "a@b.cn", "x"), ("甲", "", "", "", "a@b.cn", "y")),
    ],
)
def test_what_tells_them_apart_keeps_them_two(store, one, other):
    rows = [HEADER, *((*row, "", "", "") for row in (one, other))]
    assert bring_in(store, "customers", *rows)[0] == [2, 0, 0, 0, 0]
    assert bring_in(store, "customers", *rows)[0] == [0, 0, 2, 0, 0]


def test_people_are_one_at_one_customer_only(store):
    rows = [
        ("Name", "Company", "Phone", "Job title"),
        ("李明", "甲公司", MOBILE, ""), ("李明", "甲公司", MOBILE, "采购"), ("李明", "乙公司", MOBILE, "采购"),
    ]  # fmt: skip
    assert bring_in(store, "contacts", *rows)[0] == [2, 1, 0, 0, 0]
    found = [(one["customer"], one["title"]) for one in store.read(listing, "contacts")]
    assert sorted(found) == [("乙公司", "采购"), ("甲公司", "采购")]
    assert bring_in(store, "contacts", *rows)[0] == [0, 0, 3, 0, 0]


def test_a_row_stays_outside_with_the_one_it_belongs_to(store):
    rows = [("Name", "Phone", "Email"), ("甲", PHONE, ""), ("甲", PHONE, "a@b.cn")]
    assert bring_in(store, "customers", *rows, mode="update")[0] == [0, 0, 0, 2, 0]
    assert bring_in(store, "customers", rows[0], rows[1])[0] == [1, 0, 0, 0, 0]
    assert bring_in(store, "customers", *rows, mode="create")[0] == [0, 0, 0, 2, 0]
    assert bring_in(store, "customers", *rows, mode="update")[0] == [0, 2, 0, 0, 0]
    assert [one["email"] for one in store.read(listing, "customers")] == ["a@b.cn"]


def test_rows_that_name_the_joined_one_as_their_parent_find_it(store):
    rows = [
        ("Code", "Name", "Phone", "Parent company"),
        ("", "甲", PHONE, ""), ("K9", "甲", PHONE, ""), ("", "丙", "3", "K9"),
    ]  # fmt: skip
    assert bring_in(store, "customers", *rows)[0] == [2, 1, 0, 0, 0]
    found = {one["name"]: one for one in store.read(listing, "customers")}
    assert (found["甲"]["code"], found["丙"]["parent"]) == ("K9", "甲")
    assert bring_in(store, "customers", *rows)[0] == [0, 0, 3, 0, 0]


def test_what_was_typed_since_the_dry_run_is_never_overwritten(store):
    bring_in(store, "customers", ("Name", "Phone"), ("甲", ""))
    made = planned(store, "customers", ("Name", "Phone"), ("甲", PHONE))
    found = next(iter(store.read(listing, "customers")))
    store.write("Typed", records.update, Customer, made.outcomes[0].record, {"phone": "0755-1"})
    with pytest.raises(ConflictError):
        store.write("In", apply, made)
    assert next(iter(store.read(listing, "customers"))) == {**found, "phone": "0755-1"}
    bring_in(store, "customers", ("Name", "Phone"), ("甲", PHONE))


ROW = st.tuples(
    st.sampled_from(["甲", "乙"]), st.sampled_from(["", PHONE, "0755 88880001", "0755-2"]), st.sampled_from(["", MOBILE, "139"]),
    st.sampled_from(["", "91440300PDY00001X3"]), st.sampled_from(["", "a@b.cn", "bad", "c@d.cn"]), st.sampled_from(["", "x"]),
    st.sampled_from(["", "t", "u"]), st.sampled_from(["", "n1", "n2\nn3"]), st.sampled_from(["", "o"]),
)  # fmt: skip


@given(rows=st.lists(ROW, min_size=1, max_size=6))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_value_arrives_and_the_file_twice_is_the_same(template, tmp_path, rows):
    store = open_file(Path(shutil.copy(template, tmp_path / f"{uuid4().hex}.db")))
    try:
        first = bring_in(store, "customers", HEADER, *rows)[0]
        found = store.read(listing, "customers")
        again = bring_in(store, "customers", HEADER, *rows)[0]
        assert store.read(listing, "customers") == found
    finally:
        store.close()
    assert len(found) == first[0]
    assert again[:2] == [0, 0]
    assert again[3:] == first[3:]
    made = [row for row, kept in zip(rows, _taken(rows), strict=True) if kept]
    everything = "\n".join(str(one) for record in found for one in record.values())
    assert all(part in everything for row in made for cell in row[4:] for part in cell.split("\n"))


def _taken(rows):
    """Rows that repeat a credit code or an earlier row in everything are left out and listed as such."""
    seen, found = set(), []
    for row in rows:
        keys = {row[3]} if row[3] else {row}
        found.append(not keys & seen)
        seen |= keys
    return found
