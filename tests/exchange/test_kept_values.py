"""What can't be read for its field is listed and kept in the notes, word for word; importing again adds nothing."""

import shutil
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import ValidationError
from app.exchange.apply import apply, label_of
from app.exchange.listing import listing
from app.exchange.mapping import OUT, propose
from app.exchange.numbers import is_foreign, money_reader
from app.exchange.plan import plan
from app.exchange.reading import build_sheet
from app.store.changes import Label
from app.store.store import open_file


def sheet_of(*rows):
    numbered = [(number, list(row)) for number, row in enumerate(rows, 1)]
    return build_sheet(Path("file.csv"), numbered, {"encoding": "utf-8", "separator": ","}, [])


def bring_in(store, entity, *rows):
    sheet = sheet_of(*rows)
    made = store.read(plan, entity, sheet, propose(entity, sheet))
    return store.write(Label(*label_of(made)), apply, made).value.as_json()


def counts(result):
    return [result[action] for action in ("created", "updated", "unchanged", "refused", "duplicates")]


MESSY = (
    ("客户名称", "成立日期", "注册资本", "客户性质", "员工人数", "邮箱", "母公司", "成交"),
    ("甲公司", "2026-02-30", "五百万左右", "A类", "许多", "无", "不存在集团", "x"),
    ("乙公司", "2020-01-02", "500万元", "企业", "12人", "a@b.cn", "", ""),
)


def test_what_cannot_be_read_stands_in_the_notes_and_is_listed(store):
    result = bring_in(store, "customers", *MESSY)
    assert counts(result) == [2, 0, 0, 0, 0]
    first, second = store.read(listing, "customers")
    assert second["notes"] is None
    assert set(first["notes"].split("\n")) == {
        "成立日期: 2026-02-30", "注册资本: 五百万左右",
        "客户性质: A类", "员工人数: 许多", "邮箱: 无", "母公司: 不存在集团", "成交: x",
    }  # fmt: skip
    assert len(first["notes"].split("\n")) == 7
    assert {problem["field"] for problem in result["problems"]} == {
        "founded", "registered_capital", "kind", "employees", "email", "parent",
    }  # fmt: skip
    assert all(problem["message"].endswith("It stands in the notes.") for problem in result["problems"])
    assert counts(bring_in(store, "customers", *MESSY)) == [0, 0, 2, 0, 0]
    assert store.read(listing, "customers")[0]["notes"] == first["notes"]
    store.undo()
    assert store.read(listing, "customers") == []


def test_a_birthday_in_parts_and_a_closing_before_the_receipt_are_kept(store):
    header = ("Name", "Geburtsjahr", "Geburtsmonat", "Geburtstag")
    bring_in(store, "contacts", header, ("A", "1985", "", "30"), ("B", "1985", "13", "1"))
    assert [one["notes"] for one in store.read(listing, "contacts")] == [
        "Geburtsjahr: 1985\nGeburtstag: 30", "Geburtsjahr: 1985\nGeburtsmonat: 13\nGeburtstag: 1",
    ]  # fmt: skip
    rows = [("Number", "Subject", "Received", "Closed"), ("N1", "Leak", "2026-03-01", "2026-02-01")]
    bring_in(store, "complaints", *rows)
    assert store.read(listing, "complaints")[0]["notes"] == "Closed: 2026-02-01"
    assert counts(bring_in(store, "complaints", *rows)) == [0, 0, 1, 0, 0]


def test_a_refused_row_is_not_said_to_be_kept(store):
    result = bring_in(store, "customers", ("Name", "Founded"), ("", "2026-02-30"))
    assert counts(result) == [0, 0, 0, 1, 0]
    assert not any("notes" in problem["message"] for problem in result["problems"])


CELLS = st.one_of(
    st.sampled_from(["", "2026-02-30", "1/2/85", "$12万", "€5", "1.234", "banana", "#N/A", "no mail", "'x", "A\nB", "  x ", "Y"]),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=6),
)
HEADERS = ["Founded", "Registered capital", "Kind", "Employees", "Email", "Parent company", "Birthday", "Grade", "Phone", "Odd"]


@given(data=st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_cell_is_a_value_or_stands_in_the_notes_and_again_adds_nothing(template, tmp_path, data):
    headers = ["Name", *data.draw(st.lists(st.sampled_from(HEADERS), max_size=5, unique=True))]
    cells = [data.draw(st.lists(CELLS, min_size=len(headers) - 1, max_size=len(headers) - 1)) for _row in range(3)]
    rows = [headers, *([f"Firm {place}", *row] for place, row in enumerate(cells))]
    sheet = sheet_of(*rows)
    mapping = propose("customers", sheet)
    store = open_file(Path(shutil.copy(template, tmp_path / f"{uuid4().hex}.db")))
    try:
        first = store.read(plan, "customers", sheet, mapping)
        assert counts(bring_in(store, "customers", *rows)) == [3, 0, 0, 0, 0]
        found = store.read(listing, "customers")
        assert counts(bring_in(store, "customers", *rows)) == [0, 0, 3, 0, 0]
    finally:
        store.close()
    troubled = {(one.row, one.field) for one in first.problems}
    for place, (record, cells) in enumerate(zip(found, sheet.rows, strict=True)):
        for column, cell in zip(mapping.columns, cells, strict=True):
            text = cell.strip().removeprefix("'") if cell.strip().startswith("'") else cell.strip()
            if text and (not column.field or (sheet.numbers[place], column.field) in troubled):
                assert all(part in (record["notes"] or "") for part in text.split("\n"))


FOREIGN = ["$12万", "US$1,000", "HK$5", "€5", "5 EUR", "£3", "JPY 300", "300日元", "12万美元", "USD12", "＄5", "￡5", "5 dollars",
           "₩9", "港币5万"]  # fmt: skip
OURS = ["注册资本（万元）", "Registered capital", "Australian capital", "Sum (RMB)", "¥", "Used capital"]


@pytest.mark.parametrize("text", FOREIGN)
def test_another_currency_is_no_yuan(store, text):
    result = bring_in(store, "customers", ("Name", "Registered capital"), ("A", text))
    assert [problem["field"] for problem in result["problems"]] == ["registered_capital"]
    assert "another currency" in result["problems"][0]["message"]
    (one,) = store.read(listing, "customers")
    assert (one["registered_capital"], one["notes"]) == (None, f"Registered capital: {text}")


@pytest.mark.parametrize(
    ("text", "yuan"),
    [("¥12万", 120000), ("￥1,234.5", 1234.5), ("RMB 5,000", 5000), ("5000 CNY", 5000), ("人民币12万元", 120000),
     ("12万元人民币", 120000), ("CN¥5", 5), ("5元", 5), ("(500 RMB)", -500), ("(500人民币)", -500), ("5(人民币)", 5)],
)  # fmt: skip
def test_yuan_are_ours_however_they_are_written(store, text, yuan):
    bring_in(store, "complaints", ("Subject", "Compensation"), ("A", text))
    (one,) = store.read(listing, "complaints")
    assert (one["compensation"], one["notes"]) == (yuan, None)


@pytest.mark.parametrize("header", ["注册资本（万美元）", "Registered capital (USD)", "注册资本 USD", "Registered capital ($)"])
def test_a_header_that_names_another_currency_counts_for_its_column(header):
    read = money_reader(header, ["12", "¥12"])
    assert is_foreign(header)
    with pytest.raises(ValidationError):
        read("12")
    assert read("12元") == 1200


@pytest.mark.parametrize("header", OURS)
def test_a_header_that_names_none_is_ours(header):
    assert not is_foreign(header)


def test_a_column_may_be_left_outside(store):
    sheet = sheet_of(("Name", "No."), ("A", "1"), ("B", "2"))
    mapping = propose("customers", sheet).with_choice("No.", OUT)
    made = store.read(plan, "customers", sheet, mapping)
    store.write(Label(*label_of(made)), apply, made)
    assert [one["notes"] for one in store.read(listing, "customers")] == [None, None]
    assert all(not one["code"].isdecimal() for one in store.read(listing, "customers"))


def test_what_cannot_be_less_than_zero_is_listed_with_its_row(store):
    rows = [("Name", "注册资本", "员工人数"), ("A", "(1,200)", "-5"), ("B", "1,200", "0")]
    result = bring_in(store, "customers", *rows)
    assert [(one["row"], one["field"]) for one in result["problems"]] == [(2, "registered_capital"), (2, "employees")]
    assert {one["message"] for one in result["problems"]} == {"It can't be less than zero. It stands in the notes."}
    first, second = store.read(listing, "customers")
    assert (first["registered_capital"], first["employees"]) == (None, None)
    assert first["notes"] == "注册资本: (1,200)\n员工人数: -5"
    assert (second["registered_capital"], second["employees"]) == (1200, 0)
    assert counts(bring_in(store, "customers", *rows)) == [0, 0, 2, 0, 0]


def test_brackets_mean_less_than_zero_where_there_is_such_a_thing(store):
    rows = [("Number", "Subject", "Compensation"), ("N1", "Leak", "(1,200)")]
    assert bring_in(store, "complaints", *rows)["problems"] == []
    assert store.read(listing, "complaints")[0]["compensation"] == -1200
