"""Several sheets in the import panel: the one read is shown, another is a choice away; a wrong choice does no harm."""

from pathlib import Path

from app.ui.screens.transfer import TransferScreen

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
