"""The window with a card file of firms and people: both kinds in one dry run, each with its columns, one step to undo."""

import pytest

from app.i18n import set_language
from app.models import Customer
from app.services import lists, records
from app.services.lists import ListQuery
from app.ui.screens.transfer.screen import DONE, TransferScreen
from tests.exchange.card_text import card
from tests.ui.hands import click

MIXED = (
    card("FN:", "N:;;;;", "ORG:菜鸟网络", "X-ABShowAs:COMPANY", "TEL:95543")
    + card("FN:李雷", "N:李;雷;;;", "ORG:菜鸟网络", "X-QQ:10001")
    + card("FN:王芳", "N:王;芳;;;", "ORG:华信钢构", "EMAIL:no mail")
)


@pytest.fixture
def screen(qtbot, context):
    shown = TransferScreen(context)
    qtbot.addWidget(shown)
    shown.resize(1160, 700)
    shown.show()
    qtbot.waitExposed(shown)
    shown.activate()
    return shown


@pytest.fixture
def mixed(tmp_path):
    path = tmp_path / "mixed.vcf"
    path.write_bytes(MIXED)
    return path


def count(store, entity):
    return store.read(lists.count, ListQuery(entity, ("name",), "name"))


def choose(combo, data):
    combo.setCurrentIndex(combo.findData(data))
    combo.activated.emit(combo.currentIndex())


def test_firms_and_people_are_counted_each_and_come_in_as_one_step(screen, store, mixed):
    store.write("x", records.create, Customer, {"name": "华信钢构"})
    screen.open_file(mixed)
    assert screen.file_bar.entity.currentText() == "Customers and people"
    assert screen.file_bar.key.isHidden() or not screen.file_bar.key.isVisible()
    assert screen.go_button.text().strip() == "Import 3 rows"
    assert screen.foot.words.text().startswith("Customers: 1 new, 0 changed. People: 2 new, 0 changed. One step")
    assert [chip.text() for chip in screen.kinds.chips] == ["Customers: 1", "People: 2"]
    assert screen.kinds.isVisible()
    click(screen.go_button)
    assert screen.pages.currentIndex() == DONE
    assert (count(store, "customers"), count(store, "contacts")) == (2, 2)
    told = screen.done_page.rows.rows
    assert [told.data(told.index(0, at)) for at in (1, 2)] == ["王芳", "To check"]
    assert [told.data(told.index(place, 3)).split(":")[0] for place in range(told.rowCount())] == ["Email"]
    click(screen.done_page.look)
    assert screen.context.frame.visited == [("customers", None)]
    screen.context.gateway.undo()
    assert (count(store, "customers"), count(store, "contacts")) == (1, 0)


def test_each_kind_has_its_own_columns(screen, store, mixed):
    screen.open_file(mixed)
    assert screen.table.combos["Phone"].currentData() == "phone"
    click(screen.kinds.chips[1])
    assert screen.table.combos["Phone"].currentData() == "office_phone"
    choose(screen.table.combos["QQ"], "interests")
    click(screen.kinds.chips[0])
    assert screen.table.combos["QQ"].currentData() == "qq"
    click(screen.kinds.chips[1])
    assert screen.table.combos["QQ"].currentData() == "interests"
    click(screen.go_button)
    query = ListQuery("contacts", ("name", "interests", "qq"), "name")
    assert ("李雷", "10001", None) in [row.values for row in store.read(lists.page, query, 0, 10)]
    screen.open_file(mixed)
    click(screen.kinds.chips[1])
    assert screen.table.combos["QQ"].currentData() == "interests"


def test_cards_can_be_all_of_one_kind_and_both_again(screen, mixed, tmp_path):
    screen.open_file(mixed)
    choose(screen.file_bar.entity, "contacts")
    assert not screen.kinds.isVisible()
    assert screen.plan.parts == ()
    assert screen.file_bar.key.isVisible()
    choose(screen.file_bar.entity, "cards")
    assert [part.entity for part in screen.plan.parts] == ["customers", "contacts"]
    table = tmp_path / "a.csv"
    table.write_text("Name,Phone\nA,1\n", encoding="utf-8")
    screen.open_file(table)
    assert screen.file_bar.entity.findData("cards") < 0
    assert screen.entity in ("customers", "contacts")


def test_it_speaks_both_languages(screen, mixed):
    screen.open_file(mixed)
    set_language("zh")
    screen.retranslate()
    assert screen.kinds.chips[1].text() != "People: 2"
    set_language("en")
    screen.retranslate()
    assert screen.kinds.chips[1].text() == "People: 2"
