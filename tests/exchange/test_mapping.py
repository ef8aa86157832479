"""Columns to fields: headers of both languages and of other people's programs."""

from dataclasses import replace

import pytest

from app.errors import ValidationError
from app.exchange.mapping import OUT, choosable, propose
from app.exchange.names import IMPORTED, public_fields
from app.exchange.reading import read_sheet
from app.exchange.sheet import Sheet
from app.i18n import gettext_text, use_language


def sheet_of(tmp_path, header, *rows):
    return Sheet(tmp_path / "x.csv", "x", tuple(header), tuple(rows), tuple(range(2, len(rows) + 2)), "utf-8", ",")


def fields(tmp_path, entity, *header, rows=()):
    return [column.field for column in propose(entity, sheet_of(tmp_path, header, *rows)).columns]


def test_public_names_of_the_issue():
    assert {"code", "name", "kind", "credit_code", "phone", "email", "address", "founded", "tags", "notes"} <= set(
        public_fields("customers")
    )
    assert {"name", "customer", "title", "phone", "email", "birthday"} <= set(public_fields("contacts"))
    assert {
        "number", "customer", "complainant", "received_at", "closed_at", "product", "category", "subject", "text",
        "severity", "state",
    } <= set(public_fields("complaints"))  # fmt: skip


@pytest.mark.parametrize("entity", IMPORTED)
@pytest.mark.parametrize("language", ["zh", "en", "key"])
def test_every_field_finds_itself_by_its_label(tmp_path, entity, language):
    wanted = public_fields(entity)
    with use_language("zh" if language == "zh" else "en"):
        header = list(wanted) if language == "key" else [gettext_text(field.label) for field in wanted.values()]
    assert len(set(header)) == len(header)
    assert fields(tmp_path, entity, *header) == list(wanted)


def test_chinese_headers(tmp_path):
    header = ("客户编号", "客户名称", "统一社会信用代码", "联系电话", "邮箱", "地址（必填）", "成立日期", "备注", "联系人")
    assert fields(tmp_path, "customers", *header) == [
        "code", "name", "credit_code", "phone", "email", "address", "founded", "notes", "contact_name",
    ]  # fmt: skip
    assert fields(tmp_path, "contacts", "姓名", "公司名称", "职务", "手机", "电话", "生日") == [
        "name", "customer", "title", "phone", "office_phone", "birthday",
    ]  # fmt: skip
    header = ("投诉编号", "客户名称", "投诉人", "投诉日期", "结案日期", "产品", "投诉类别", "投诉内容", "严重程度", "状态")
    assert fields(tmp_path, "complaints", *header) == [
        "number", "customer", "complainant", "received_at", "closed_at", "product", "category", "text", "severity", "state",
    ]  # fmt: skip


def test_a_field_is_filled_once_and_the_better_header_wins(tmp_path):
    assert fields(tmp_path, "customers", "Company", "Company name", "Name 2") == ["", "name", ""]
    assert fields(tmp_path, "contacts", "Title", "Job title") == ["", "title"]
    assert fields(tmp_path, "complaints", "Title", "Description") == ["subject", "text"]
    assert fields(tmp_path, "complaints", "Description", "Text") == ["description", "text"]


def test_a_state_of_the_union_is_no_state(tmp_path):
    rows = [("A", "AZ"), ("B", "FOO"), ("C", "NH"), ("D", "")]
    assert fields(tmp_path, "complaints", "subject", "state", rows=rows) == ["subject", ""]
    assert fields(tmp_path, "complaints", "subject", "state", rows=[*rows, ("E", "closed")]) == ["subject", "state"]
    assert fields(tmp_path, "complaints", "subject", "state", rows=[("A", "banana")]) == ["subject", "state"]


def test_a_birthday_in_three_columns(tmp_path):
    assert fields(tmp_path, "contacts", "Name", "Geburtsjahr", "Geburtsmonat", "Geburtstag") == [
        "name", "birth_year", "birth_month", "birth_day",
    ]  # fmt: skip
    assert fields(tmp_path, "contacts", "Name", "Geburtstag") == ["name", "birthday"]


def test_a_person_chooses(tmp_path):
    mapping = propose("customers", sheet_of(tmp_path, ("Name", "Phone", "Site")))
    chosen = mapping.with_choice("Site", "phone")
    assert [column.field for column in chosen.columns] == ["name", "", "phone"]
    assert [column.field for column in mapping.with_choice("phone", "").columns] == ["name", "", ""]
    with pytest.raises(ValidationError, match="no field named planet"):
        mapping.with_choice("Site", "planet")
    with pytest.raises(ValidationError, match="no column named Moon"):
        mapping.with_choice("Moon", "phone")
    assert "given_name" in choosable("contacts")


def test_a_running_number_is_no_number_of_records(tmp_path):
    rows = [("1", "A"), ("2", "B"), ("4", "C"), ("", "D")]
    assert fields(tmp_path, "customers", "序号", "名称", rows=rows) == [OUT, "name"]
    assert fields(tmp_path, "customers", "序号", "名称", rows=[("K1", "A"), ("K2", "B")]) == ["", "name"]
    assert fields(tmp_path, "customers", "客户编号", "名称", rows=rows) == ["code", "name"]


@pytest.mark.parametrize(
    ("numbers", "field"),
    [
        (["1", "2", "3"], OUT), (["0", "1", "2"], OUT), (["3", "4", "5"], OUT), (["1003", "1007", "1020"], ""),
        (["1", "2", "9"], ""), (["1", "1", "2"], ""), (["2", "1"], ""), (["1", "2", "A3"], ""),
        ([str(number) for number in range(1, 56) if number % 11], OUT),
    ],
)  # fmt: skip
def test_what_counts_the_lines_is_left_out_and_never_a_number_of_records_unasked(tmp_path, numbers, field):
    rows = [(number, f"N{number}") for number in numbers]
    assert fields(tmp_path, "customers", "序号", "名称", rows=rows) == [field, "name"]
    assert fields(tmp_path, "customers", "客户编号", "名称", rows=rows) == ["code", "name"]


def test_the_lines_of_a_mended_file_have_their_gaps(tmp_path):
    mended = replace(sheet_of(tmp_path, ("序号", "名称"), ("5", "A"), ("17", "B")), derived=frozenset({"Why"}))
    assert [column.field for column in propose("customers", mended).columns] == [OUT, "name"]


def test_a_few_unknown_words_again_and_again_are_choices_to_be_explained(tmp_path):
    lines = ["客户名称,客户等级,状态", *(f"公司{row},{'ABC'[row % 3]},说明{row}" for row in range(30))]
    path = tmp_path / "grades.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert [one.field for one in propose("customers", read_sheet(path)).columns] == ["name", "grade", ""]
