"""Files through the child process: sniffed by content, limited, cancelled; workbooks with all their digits (F29–F47)."""

import datetime as dt
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from app.errors import AppError, Cancelled, StorageError, ValidationError
from app.exchange import limits, workbook
from app.exchange.reading import read_sheet
from app.exchange.sheet import ReadOptions


def write_book(path: Path, *sheets: list[list[object]]) -> Path:
    with xlsxwriter.Workbook(path, {"strings_to_numbers": False, "default_date_format": "yyyy-mm-dd"}) as book:
        for rows in sheets:
            page = book.add_worksheet()
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    page.write(number, column, cell)
    return path


def text_file(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def header_or_sentence(path: Path) -> str:
    try:
        return ",".join(read_sheet(path).header)
    except AppError as error:
        return error.sentence


def test_a_csv_becomes_a_sheet(tmp_path):
    sheet = read_sheet(text_file(tmp_path / "客户.csv", "名称;电话;\nＡ公司;1;;\n\nB;2;;extra\n", "gbk"))
    assert (sheet.name, sheet.encoding, sheet.separator) == ("客户", "gb18030", ";")
    assert sheet.header == ("名称", "电话", "Column 3", "Column 4")
    assert sheet.rows == (("Ａ公司", "1", "", ""), ("B", "2", "", "extra"))
    assert sheet.numbers == (2, 4)


def test_titles_above_the_table_and_repeated_headers(tmp_path):
    sheet = read_sheet(text_file(tmp_path / "a.csv", "List of 2026,,\n,,\nName,Phone,Phone\nA,1,2\n"))
    assert sheet.header == ("Name", "Phone", "Phone (2)")
    assert sheet.numbers == (4,)


def test_a_workbook_keeps_every_digit(tmp_path):
    rows = [["name", "phone", "id", "day", "at", "yes", "price"],
            ["A", 13800138000, 440300199001011234, dt.date(2026, 1, 5), dt.datetime(2026, 1, 5, 9, 30), True, 0.1]]  # fmt: skip
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page, day, at = book.add_worksheet("Data"), book.add_format({"num_format": "yyyy-mm-dd"}), None
        at = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        page.write_row(0, 0, rows[0])
        page.write_row(1, 0, rows[1][:3])
        page.write_datetime(1, 3, rows[1][3], day)
        page.write_datetime(1, 4, rows[1][4], at)
        page.write_row(1, 5, rows[1][5:])
    sheet = read_sheet(path)
    assert sheet.rows == (("A", "13800138000", "4.40300199001011E+17", "2026-01-05", "2026-01-05 09:30:00", "TRUE", "0.1"),)
    assert sheet.encoding == ""


def test_a_sheet_is_chosen_by_name(tmp_path):
    path = write_book(tmp_path / "two.xlsx", [["a"], ["1"]], [["", "", ""], ["", "b", "c"], ["", "2", "3"]])
    assert read_sheet(path).sheets == ("Sheet1", "Sheet2")
    second = read_sheet(path, ReadOptions(sheet="Sheet2"))
    assert (second.name, second.numbers, second.rows) == ("Sheet2", (3,), (("", "2", "3"),))
    with pytest.raises(ValidationError, match="no sheet named Nope"):
        read_sheet(path, ReadOptions(sheet="Nope"))


def test_content_counts_and_not_the_name(tmp_path):
    book = write_book(tmp_path / "a.xlsx", [["name"], ["A"]])
    assert read_sheet(book.rename(tmp_path / "book.csv")).rows == (("A",),)
    assert read_sheet(text_file(tmp_path / "text.xls", "name,b\nA,1\n")).rows == (("A", "1"),)


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"\x89PNG\r\n\x1a\n", "PNG"), (b"<html><table><tr><td>1", "HTML"), (b"%PDF-1.7", "PDF"),
     (b"SQLite format 3\x00", "SQLite"), (b"\xef\xbb\xbf<?xml version='1'?>", "XML")],
)  # fmt: skip
def test_what_is_no_table_is_named(tmp_path, content, kind):
    path = tmp_path / "clients.xls"
    path.write_bytes(content)
    with pytest.raises(ValidationError) as error:
        read_sheet(path)
    assert f"of the kind {kind}" in error.value.sentence
    assert error.value.sentence.startswith("clients.xls")


def test_what_cannot_be_read_is_said(tmp_path):
    with pytest.raises(StorageError, match="cannot be read"):
        read_sheet(tmp_path / "missing.csv")
    with pytest.raises(StorageError, match="cannot be read"):
        read_sheet(tmp_path)
    with pytest.raises(StorageError, match="is empty"):
        read_sheet(text_file(tmp_path / "empty.csv", ""))
    for content in ("\ufeff", "\n\n,,\n"):
        with pytest.raises(ValidationError, match="empty"):
            read_sheet(text_file(tmp_path / "blank.csv", content))


def test_damaged_workbooks_are_refused(tmp_path):
    book = write_book(tmp_path / "a.xlsx", [["name"], ["A"]]).read_bytes()
    for name, content in [("cut", book[: len(book) // 2]), ("ole", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000)]:
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(content)
        with pytest.raises(ValidationError):
            read_sheet(path)


def test_every_mutation_of_a_workbook_ends_in_rows_or_a_sentence(tmp_path):
    book = bytearray(write_book(tmp_path / "a.xlsx", [["name", "n"], ["A", 1], ["B", 2]]).read_bytes())
    for place in range(0, len(book), len(book) // 8):
        spoilt = bytes(book[:place]) + bytes([book[place] ^ 0xFF]) + bytes(book[place + 1 :])
        path = tmp_path / "spoilt.xlsx"
        path.write_bytes(spoilt)
        assert header_or_sentence(path)


def test_a_zip_bomb_is_refused_from_its_directory(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)
    with pytest.raises(ValidationError, match="unpack to 40 MB"):
        workbook.check_archive(path)


def test_too_many_members_and_entities_are_refused(tmp_path):
    many, entity = tmp_path / "many.xlsx", tmp_path / "entity.xlsx"
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(limits.ZIP_MEMBERS + 1):
            archive.writestr(f"{number}", b"")
    with zipfile.ZipFile(entity, "w") as archive:
        archive.writestr("xl/sharedStrings.xml", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><sst>&a;</sst>')
    for path in (many, entity):
        with pytest.raises(ValidationError):
            read_sheet(path)


def test_one_cell_far_away_costs_only_the_child(tmp_path):
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write(0, 0, "name")
        page.write(1_048_575, 150, "x")
    assert "given up" in header_or_sentence(path)


def test_too_wide_and_too_long(tmp_path, monkeypatch):
    with pytest.raises(ValidationError, match="at most 200"):
        read_sheet(text_file(tmp_path / "wide.csv", ",".join("h" * 1 for _ in range(201)) + "\n" + ",".join("x" * 201)))
    long = "y" * (limits.CELL + 1)
    sheet = read_sheet(text_file(tmp_path / "long.csv", f"name,note\nA,{long}\nB,short\n"))
    assert sheet.rows == (("A", ""), ("B", "short"))
    assert [(one.row, one.field) for one in sheet.troubles] == [(2, "note")]
    monkeypatch.setattr(limits, "FILE_BYTES", 10)
    with pytest.raises(StorageError, match="at most"):
        read_sheet(tmp_path / "long.csv")


def test_reading_reports_and_stops(tmp_path):
    path = text_file(tmp_path / "many.csv", "name,n\n" + "".join(f"A{n},{n}\n" for n in range(20_000)))
    seen: list[int] = []
    assert len(read_sheet(path, progress=seen.append).rows) == 20_000
    assert seen == sorted(seen)
    assert seen[-1] == 20_001
    with pytest.raises(Cancelled):
        read_sheet(path, cancelled=lambda: True)


def test_nul_characters_are_counted(tmp_path):
    path = tmp_path / "nul.csv"
    path.write_bytes(b"name,b\nA\x00B,1\n")
    sheet = read_sheet(path)
    assert sheet.rows == (("AB", "1"),)
    assert sheet.troubles[0].values == (("count", 1),)
