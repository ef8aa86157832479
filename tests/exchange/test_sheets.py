"""Workbooks with several sheets, old and new: which one is read, and how another is chosen.

``fixtures/several_sheets.xls`` was made with xlwt: a hidden sheet, a cover of two lines, an empty sheet, two tables.
"""

from pathlib import Path

import pytest
import xlsxwriter

from app import cli
from app.errors import ValidationError
from app.exchange.apply import apply
from app.exchange.listing import listing
from app.exchange.mapping import likely_entity, propose
from app.exchange.plan import plan
from app.exchange.reading import read_sheet
from app.exchange.sheet import ReadOptions

XLS = Path(__file__).resolve().parent.parent / "fixtures/several_sheets.xls"
COVER = [["客户名单"], ["2026 年，内部资料"]]
TABLE = [["客户名称", "联系电话"], ["甲乙阀门有限公司", "0755-1"]]


def book(path, **sheets):
    """A workbook of the named sheets; a name that ends with _ is hidden, one that begins with chart is a chart."""
    with xlsxwriter.Workbook(path) as made:
        for name, rows in sheets.items():
            if name.startswith("chart"):
                sheet = made.add_chartsheet(name)
                chart = made.add_chart({"type": "line"})
                chart.add_series({"values": "=table!$B$2:$B$2"})
                sheet.set_chart(chart)
                continue
            sheet = made.add_worksheet(name.rstrip("_"))
            if name.endswith("_"):
                sheet.hide()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def test_an_old_workbook_opens_at_its_first_table():
    sheet = read_sheet(XLS)
    assert sheet.sheets == ("旧名单", "封面", "空", "客户", "联系人")
    assert (sheet.name, sheet.header_row, sheet.numbers) == ("客户", 3, (4, 5, 6))
    assert sheet.rows[0] == ("甲乙阀门有限公司", "91440300PDY00001X3", "13800138000", "2015-04-03", "1000000")
    assert sheet.rows[1][2:] == ("0512-00002222", "2016-05-13", "0.1")


def test_each_sheet_of_an_old_workbook_comes_in(store):
    for name, entity in (("客户", "customers"), ("联系人", "contacts")):
        sheet = read_sheet(XLS, ReadOptions(sheet=name))
        assert likely_entity(sheet, "customers") == entity
        made = store.read(plan, entity, sheet, propose(entity, sheet))
        store.write("In", apply, made)
    people = {one["name"]: (one["customer"], one["phone"]) for one in store.read(listing, "contacts")}
    assert people == {"王芳": ("甲乙阀门有限公司", "13800138001"), "李雷": ("丙丁泵业", "13800138002")}
    assert len(store.read(listing, "customers")) == 3
    hidden = read_sheet(XLS, ReadOptions(sheet="旧名单"))
    assert hidden.rows == (("作废公司", "1"),)
    with pytest.raises(ValidationError, match="There is no sheet named 供应商"):
        read_sheet(XLS, ReadOptions(sheet="供应商"))
    with pytest.raises(ValidationError, match="empty"):
        read_sheet(XLS, ReadOptions(sheet="空"))


@pytest.mark.parametrize(
    ("sheets", "read"),
    [
        ({"cover": COVER, "table": TABLE}, "table"),
        ({"empty": [], "table": TABLE, "second": TABLE}, "table"),
        ({"header": TABLE[:1], "table": TABLE}, "table"),
        ({"old_": TABLE, "table": TABLE}, "table"),
        ({"cover": COVER, "names": [["名称"], ["甲"], ["乙"]]}, "names"),
        ({"old_": TABLE, "names": [["名称"], ["甲"], ["乙"]]}, "names"),
        ({"names": [["名称"], ["甲"], ["乙"]], "table": TABLE}, "table"),
        ({"cover": COVER, "old_": TABLE}, "old"),
        ({"empty": [], "cover": COVER}, "cover"),
        ({"chart": None, "table": TABLE}, "table"),
    ],
)
def test_which_sheet_of_a_new_workbook_is_read(tmp_path, sheets, read):
    path = tmp_path / "a.xlsx"
    if not any(not name.endswith("_") for name in list(sheets)[:1]):
        sheets = {"first": [], **sheets}  # a workbook begins with a sheet that is seen
    assert read_sheet(book(path, **sheets)).name == read
    assert "chart" not in read_sheet(path).sheets


def test_a_workbook_without_a_cell_is_empty(tmp_path):
    with pytest.raises(ValidationError, match="empty"):
        read_sheet(book(tmp_path / "a.xlsx", one=[], two=[]))


def test_on_the_command_line(data_file, capsys):
    start = ["--data", str(data_file), "import", "customers", str(XLS), "--dry-run", "--lang", "en"]
    assert cli.main(start) == 0
    assert capsys.readouterr().out.startswith("3 new")
    assert cli.main([*start, "--sheet", "旧名单"]) == 0
    assert capsys.readouterr().out.startswith("1 new")
    assert cli.main([*start, "--sheet", "x"]) == 1
    assert "旧名单, 封面, 空, 客户, 联系人" in capsys.readouterr().err
