import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from app.errors import StorageError
from app.reports.sheet import LONGEST_TEXT, Sheet, SheetColumn, write_sheet
from tests.hostile import HOSTILE


def read(path, sheet=0):
    return CalamineWorkbook.from_path(path).get_sheet_by_index(sheet).to_python()


def test_values_keep_their_types(tmp_path):
    path = tmp_path / "a.xlsx"
    columns = [
        SheetColumn("名称"),
        SheetColumn("n", "number"),
        SheetColumn("¥", "money"),
        SheetColumn("d", "date"),
        SheetColumn("t", "datetime"),
        SheetColumn("%", "percent"),
    ]
    rows = [
        ("客户", 7, 123456, date(2026, 7, 31), datetime(2026, 7, 31, 9, 5, tzinfo=UTC), Decimal("0.786")),
        ("0012", None, None, None, None, None),
    ]
    assert write_sheet(path, [Sheet("清单", columns, rows)]).rows == 2
    found = read(path)
    assert found[1] == ["客户", 7.0, 1234.56, date(2026, 7, 31), datetime(2026, 7, 31, 9, 5), 0.786]
    assert found[2][0] == "0012"
    assert found[2][1:] == [""] * 5


def test_hostile_texts_stay_text_and_nothing_is_a_formula_or_link(tmp_path):
    path = tmp_path / "a.xlsx"
    report = write_sheet(path, [Sheet("x", [SheetColumn("a")], [(text,) for text in HOSTILE])])
    assert report.rows == len(HOSTILE)
    with zipfile.ZipFile(path) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "quotePrefix" in archive.read("xl/styles.xml").decode()
    assert "<f>" not in page
    assert "hyperlink" not in page
    found = [row[0] for row in read(path)[1:]]
    kept = [text.translate(dict.fromkeys((0, 0x0B, 0x1B, 0x7F))).replace("\ud800", "\ufffd") for text in HOSTILE]
    assert [text.replace("\r\n", "\n").replace("\r", "\n") for text in kept] == [
        text.replace("\r\n", "\n").replace("\r", "\n") for text in found
    ]


def test_long_texts_are_cut_and_reported(tmp_path):
    path = tmp_path / "a.xlsx"
    report = write_sheet(
        path,
        [
            Sheet(
                "x", [SheetColumn("a"), SheetColumn("b")], [("k", "长" * 40_000), ("k", "😀" * 20_000), ("k", "y" * LONGEST_TEXT)]
            )
        ],
    )
    assert report.shortened == (("x", 2, "b"), ("x", 3, "b"))
    found = [row[1] for row in read(path)[1:]]
    assert [len(text.encode("utf-16-le")) // 2 for text in found] == [LONGEST_TEXT, LONGEST_TEXT, LONGEST_TEXT]
    assert found[0].endswith("…")


def test_odd_values_never_stop_the_file(tmp_path):
    path = tmp_path / "a.xlsx"
    rows = [(float("nan"), date(1066, 10, 14)), (float("inf"), None), (10**20, datetime(1899, 1, 1)), ("many", "soon")]
    write_sheet(path, [Sheet("x", [SheetColumn("n", "number"), SheetColumn("d", "date")], rows)])
    assert [row[0] for row in read(path)[1:]] == ["nan", "inf", str(10**20), "many"]
    assert read(path)[1][1] == "1066-10-14"


def test_sheet_names_are_made_acceptable(tmp_path):
    path = tmp_path / "a.xlsx"
    titles = ["a/b:c", "a_b_c", "", "'q'", "很长" * 40, "很长" * 41, "History"]
    write_sheet(path, [Sheet(title, [SheetColumn("a")], []) for title in titles])
    names = CalamineWorkbook.from_path(path).sheet_names
    assert len({name.lower() for name in names}) == len(titles)
    assert names[0] == "a_b_c"


def test_head_is_frozen_and_filtered(tmp_path):
    path = tmp_path / "a.xlsx"
    write_sheet(path, [Sheet("x", [SheetColumn("a"), SheetColumn("b", width=30)], [("1", "2")])])
    with zipfile.ZipFile(path) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in page
    assert '<autoFilter ref="A1:B2"/>' in page


def test_a_failing_row_leaves_the_old_file(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")

    def rows():
        yield ("1",)
        raise StorageError("x")

    with pytest.raises(StorageError):
        write_sheet(path, [Sheet("x", [SheetColumn("a")], rows())])
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["a.xlsx"]
