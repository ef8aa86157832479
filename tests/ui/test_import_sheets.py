"""Several sheets in the import panel: the one read is shown, another is a choice away; a wrong choice does no harm."""

from pathlib import Path

import xlsxwriter

from app.exchange.plan_types import sentence
from app.ui.kit import choosing
from app.ui.kit.widgets import ElidedLabel
from app.ui.screens.transfer.screen import DONE, START, TransferScreen
from tests.ui.hands import click

XLS = Path(__file__).resolve().parent.parent / "fixtures/several_sheets.xls"


def test_another_sheet_is_chosen_in_the_window(qtbot, context):
    screen = TransferScreen(context)
    qtbot.addWidget(screen)
    screen.resize(1160, 700)
    screen.show()
    screen.open_file(XLS)
    bar = screen.file_bar
    assert bar.table.isVisible()
    assert [bar.table.itemText(place) for place in range(bar.table.count())] == ["旧名单", "封面", "空", "客户", "联系人"]
    assert (bar.table.currentText(), bar.header.text(), screen.entity) == ("客户", "3", "customers")
    bar.table.setCurrentIndex(4)
    bar.table.activated.emit(4)
    assert (screen.sheet.name, bar.table.currentText(), screen.entity) == ("联系人", "联系人", "contacts")
    assert (bar.header.text(), screen.plan.counts["created"]) == ("3", 2)
    bar.table.setCurrentIndex(0)
    bar.table.activated.emit(0)
    assert (screen.sheet.name, bar.header.text(), screen.plan.counts["created"]) == ("旧名单", "1", 1)
    bar.table.setCurrentIndex(2)
    bar.table.activated.emit(2)
    assert "empty" in screen.context.frame.told[-1]
    assert (screen.sheet.name, bar.table.currentText()) == ("旧名单", "旧名单")


def open_screen(qtbot, context):
    screen = TransferScreen(context)
    qtbot.addWidget(screen)
    screen.resize(1160, 700)
    screen.show()
    return screen


def test_the_sheets_that_remain_are_named_and_the_next_is_a_click_away(qtbot, context):
    screen = open_screen(qtbot, context)
    screen.open_file(XLS)
    assert "sheet 4 of 5" in screen.file_bar.name.whole()
    click(screen.go_button)
    done = screen.done_page
    assert done.remaining.text() == "4 sheets of the file remain: 旧名单, 封面, 空, 联系人."
    assert done.next.text() == "Next: 旧名单"
    screen.hide()
    screen.show()
    assert screen.pages.currentIndex() == DONE
    click(done.next)
    click(screen.go_button)
    assert done.left == ("封面", "空", "联系人")
    done.show_left(("空", "联系人"))
    click(done.next)
    assert "empty" in context.frame.told[-1]
    assert (screen.pages.currentIndex(), done.left) == (DONE, ("联系人",))
    click(done.next)
    assert (screen.sheet.name, screen.entity) == ("联系人", "contacts")
    click(screen.go_button)
    assert done.left == ("封面",)
    done.show_left(())
    assert not done.remaining.isVisible()
    screen.hide()
    screen.show()
    assert screen.pages.currentIndex() == START


def test_who_brings_in_people_brings_in_people(qtbot, context, tmp_path):
    screen = open_screen(qtbot, context)
    path = tmp_path / "人员.csv"
    path.write_text("姓名,电话,地址,传真,等级,网址\n王芳,0755-1,深圳,0755-2,A,\n", encoding="utf-8")
    screen.open_file(path)
    assert screen.entity == "customers"
    screen.begin({"entity": "contacts", "path": path})
    assert screen.entity == "contacts"
    assert not screen.file_bar.guess.isVisible()
    path.write_text("客户名称,统一社会信用代码,电话,地址,成立日期\n甲公司,,1,深圳,2015-04-03\n", encoding="utf-8")
    screen.open_file(path)
    assert screen.entity == "customers"
    assert screen.file_bar.guess.isVisible()
    assert "not People" in screen.file_bar.guess.text()
    screen.start_over()
    chosen = [key for key, chip in screen.start_page.chips.items() if chip.isChecked()]
    assert chosen == ["contacts"]
    click(screen.start_page.chips[""])
    screen.open_file(path)
    assert not screen.file_bar.guess.isVisible()


def test_the_samples_and_the_name_for_rows_left_out_are_those_of_the_sheet(qtbot, context, tmp_path, monkeypatch):
    book = xlsxwriter.Workbook(tmp_path / "客户台账.xlsx")
    for name, rows in (("本地", (("甲公司", "13805748888"), ("", "1"))), ("外地客户", (("乙公司", "1380574888"), ("", "2")))):
        sheet = book.add_worksheet(name)
        for place, cells in enumerate((("客户名称", "手机"), *rows)):
            sheet.write_row(place, 0, cells)
    book.close()
    screen = open_screen(qtbot, context)
    screen.open_file(tmp_path / "客户台账.xlsx")
    shown = lambda: [label.whole() for label in screen.table.findChildren(ElidedLabel)]  # noqa: E731
    assert "甲公司" in shown()
    screen.file_bar.table.setCurrentIndex(1)
    screen.file_bar.table.activated.emit(1)
    assert "乙公司" in shown()
    (doubt,) = screen.plan.review
    assert (doubt.row, doubt.field, sentence(doubt)) == (2, "mobile", "A mobile number has 11 digits, this one has 10.")
    asked = []
    monkeypatch.setattr(choosing, "save_file", lambda *args: asked.append(args[2]) or ("", ""))
    screen.save_rows()
    assert Path(asked[0]).name == "客户台账 – 外地客户 – left out.xlsx"
