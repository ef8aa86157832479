"""Salespeople whom a file names and nobody knows: added from the preview, with the import's own step."""

import pytest

from app.models import Employee
from app.services import lists, records
from app.services.lists import ListQuery
from app.ui.screens.transfer.screen import CHECK, TransferScreen
from tests.ui.hands import click


@pytest.fixture
def screen(qtbot, context, tmp_path):
    shown = TransferScreen(context)
    qtbot.addWidget(shown)
    shown.resize(1160, 700)
    shown.show()
    path = tmp_path / "客户.csv"
    path.write_text("名称,业务员\n甲公司,王五\n乙公司,王五\n丙公司,李四\n丁公司,赵六\n", encoding="utf-8")
    shown.open_file(path)
    return shown


def owners(store):
    query = ListQuery("customers", ("name", "owner_id", "notes"), "code")
    return [row.texts for row in store.read(lists.page, query, 0, 10)]


def names(store):
    return [row.texts[0] for row in store.read(lists.page, ListQuery("employees", ("name",), "name"), 0, 10)]


def test_an_unknown_salesperson_is_added_by_one_click_and_undone_with_the_import(screen, store):
    store.write("x", records.create, Employee, {"name": "赵六"})
    screen.set_entity("customers")
    box = screen.table.boxes["业务员"]
    assert box.isVisible()
    assert list(box.chips) == ["王五", "李四"]
    assert len(screen.plan.problems) == 3
    click(box.chips["王五"])
    assert box.chips["王五"].isChecked()
    assert [dict(one.values)["value"] for one in screen.plan.problems] == ["李四"]
    click(screen.go_button)
    assert owners(store) == [
        ("甲公司", "王五", ""), ("乙公司", "王五", ""), ("丙公司", "", "业务员: 李四"), ("丁公司", "赵六", ""),
    ]  # fmt: skip
    assert sorted(names(store)) == ["王五", "赵六"]
    screen.context.gateway.undo()
    assert names(store) == ["赵六"]
    assert owners(store) == []


def test_a_name_is_that_of_a_colleague_who_is_called_otherwise_here(screen, store):
    known = store.write("x", records.create, Employee, {"name": "王晓五"}).value
    screen.set_entity("customers")
    combo = screen.table.boxes["业务员"].combos["王五"]
    combo.setCurrentIndex(combo.findData(known.hex))
    combo.activated.emit(combo.currentIndex())
    combo = screen.table.boxes["业务员"].combos["王五"]
    assert (combo.currentText(), screen.table.boxes["业务员"].chips["王五"].isChecked()) == ("王晓五", False)
    click(screen.go_button)
    assert [row[1] for row in owners(store)] == ["王晓五", "王晓五", "", ""]
    assert names(store) == ["王晓五"]
    screen.context.gateway.undo()
    assert names(store) == ["王晓五"]


def test_a_colleague_taken_back_or_added_meanwhile_is_not_made_twice(screen, store):
    box = screen.table.boxes["业务员"]
    click(box.chips["王五"])
    click(box.chips["王五"])
    assert not box.chips["王五"].isChecked()
    assert len(screen.plan.problems) == 4
    click(box.chips["王五"])
    store.write("x", records.create, Employee, {"name": "王五"})
    click(screen.go_button)
    assert screen.pages.currentIndex() == CHECK
    assert names(store) == ["王五"]
    click(screen.go_button)
    assert names(store) == ["王五"]
    assert owners(store)[0] == ("甲公司", "王五", "")
