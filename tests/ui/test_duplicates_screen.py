"""The review of duplicates as a person uses it: look, compare, choose, merge, say they are two, change one's mind."""

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app.errors import Cancelled
from app.i18n import set_language
from app.models import Contact, Customer, Visit
from app.models.firm_lists import DistinctPair
from app.services import duplicates, records
from app.ui.context import Context
from app.ui.gateway import Gateway
from app.ui.preferences import Preferences
from app.ui.records.merging import record_menu
from app.ui.screens.bin import BinScreen
from app.ui.screens.customers.screen import CustomersScreen
from app.ui.screens.duplicates.screen import COMPARE, NOTHING, PICK, DuplicatesScreen
from app.ui.screens.people.screen import PeopleScreen
from tests.ui import hands
from tests.ui.frame import NotingFrame


def write(context: Context, entity: Any, **values: Any) -> UUID:
    made: list[UUID] = []
    context.gateway.write("make", records.create, entity, values, done=made.append)
    return made[0]


def stored(context: Context, entity: Any, key: UUID) -> dict[str, Any]:
    found: dict[str, Any] = context.gateway.read_now(records.get, entity, key)
    return found


def press(screen: QWidget, name: str) -> None:
    QApplication.processEvents()  # what was just built is laid out first
    (button,) = (each for each in screen.findChildren(QAbstractButton, name) if each.isVisible())
    hands.click(button)


@pytest.fixture
def pair(context: Context) -> tuple[UUID, UUID]:
    kept = write(context, Customer, name="国元证券", phone="0551-62207968", grade="gold", tags="重点")
    other = write(context, Customer, name="国元证券股份有限公司", phone="62207968", email="a@gyzq.cn", tags="上市")
    return kept, other


@pytest.fixture
def screen(context: Context, qtbot: QtBot) -> DuplicatesScreen:
    shown = DuplicatesScreen(context)
    qtbot.addWidget(shown)
    shown.resize(1166, 700)
    shown.show()
    qtbot.waitExposed(shown)
    shown.activate()
    return shown


def lines(screen: DuplicatesScreen) -> list[str]:
    return [cells[0].text for _key, cells in screen.table.rows.lines]


def test_looking_begins_when_asked_and_shows_the_strongest(screen: DuplicatesScreen, pair: tuple[UUID, UUID]) -> None:
    assert screen.left.currentWidget() is screen.empty
    press(screen, "duplicates.search")
    assert lines(screen) == ["国元证券 / 国元证券股份有限公司"]
    assert screen.strengths["same"].text() == "Same 1"
    assert screen.compare.reasons.whole() == "nearly the same name, same phone"
    assert screen.compare.pair() == pair


def test_merge_with_the_values_that_were_chosen(screen: DuplicatesScreen, context: Context, pair: tuple[UUID, UUID]) -> None:
    visit = write(context, Visit, customer_id=pair[1], purpose="回访")
    write(context, Visit, customer_id=pair[0], purpose="回访")
    screen.begin({"entity": "customers"})
    assert "Visits 1" in screen.compare.sides["other"].parts.text()
    press(screen, "duplicates.name.other")
    press(screen, "duplicates.merge")
    values = stored(context, Customer, pair[0])
    assert (values["name"], values["phone"], values["email"], values["tags"]) == (
        "国元证券股份有限公司", "0551-62207968", "a@gyzq.cn", "重点, 上市",
    )  # fmt: skip
    assert stored(context, Visit, visit)["customer_id"] == pair[0]
    assert lines(screen) == []
    assert screen.empty.text.text() == "No duplicates."
    assert screen.strengths["same"].text() == "Same 0"


def test_undo_brings_the_pair_back(screen: DuplicatesScreen, context: Context, pair: tuple[UUID, UUID]) -> None:
    screen.begin({"entity": "customers"})
    press(screen, "duplicates.merge")
    context.gateway.undo()
    assert stored(context, Customer, pair[1])["merged_into_id"] is None
    assert lines(screen) == ["国元证券 / 国元证券股份有限公司"]


def test_they_are_two_is_not_asked_again_until_undone(
    screen: DuplicatesScreen, context: Context, pair: tuple[UUID, UUID]
) -> None:
    screen.begin({"entity": "customers"})
    press(screen, "duplicates.two")
    assert lines(screen) == []
    screen.search("customers")
    assert lines(screen) == []
    texts = context.gateway.read_now(lambda session: session.scalars(sa.select(DistinctPair.pair)).all())
    assert texts == [duplicates.pair_text(*pair)]
    context.gateway.undo()
    assert len(lines(screen)) == 1


def test_the_other_record_may_stay(screen: DuplicatesScreen, context: Context, pair: tuple[UUID, UUID]) -> None:
    screen.begin({"entity": "customers"})
    press(screen, "duplicates.swap")
    assert screen.compare.sides["kept"].title() == "国元证券股份有限公司"
    press(screen, "duplicates.merge")
    assert stored(context, Customer, pair[0])["merged_into_id"] == pair[1]
    assert stored(context, Customer, pair[1])["grade"] == "gold"


def test_without_the_mouse(screen: DuplicatesScreen, context: Context, pair: tuple[UUID, UUID]) -> None:
    second = write(context, Customer, name="宁江泵业")
    third = write(context, Customer, name="宁江泵业有限公司")
    screen.begin({"entity": "customers"})
    screen.table.setFocus()
    QTest.keyClick(screen.table, Qt.Key.Key_Down)
    assert screen.compare.pair() == (second, third)
    QTest.keyClick(screen.table, Qt.Key.Key_Up)
    QTest.keyClick(screen.table, Qt.Key.Key_Return)
    first = screen.compare.fields.first()
    assert first is not None
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert screen.compare.fields.choice()["name"] == "other"
    QTest.keyClick(first, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert stored(context, Customer, pair[0])["name"] == "国元证券股份有限公司"
    assert screen.compare.pair() == (second, third)
    screen.compare.begin()
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(screen.compare.fields.first() or screen, Qt.Key.Key_Return, keys)
    assert lines(screen) == []
    assert screen.right.currentIndex() == NOTHING


def test_later_goes_on_to_the_next_pair(screen: DuplicatesScreen, context: Context, pair: tuple[UUID, UUID]) -> None:
    second, third = write(context, Customer, name="宁江泵业"), write(context, Customer, name="宁江泵业有限公司")
    screen.begin({"entity": "customers"})
    press(screen, "duplicates.later")
    assert screen.compare.pair() == (second, third)
    assert len(lines(screen)) == 2


def test_three_of_one_firm_end_in_one(screen: DuplicatesScreen, context: Context, pair: tuple[UUID, UUID]) -> None:
    write(context, Customer, name="国元证券", phone="055162207968")
    screen.begin({"entity": "customers"})
    assert len(lines(screen)) == 3
    press(screen, "duplicates.merge")
    assert len(lines(screen)) == 1
    press(screen, "duplicates.merge")
    left = context.gateway.read_now(
        lambda session: session.scalars(sa.select(Customer.id).where(Customer.deleted_at.is_(None))).all()
    )
    assert len(left) == 1


def test_people(screen: DuplicatesScreen, context: Context, pair: tuple[UUID, UUID]) -> None:
    one = write(context, Contact, name="蔡咏", customer_id=pair[0], phone="139 0000 1111")
    other = write(context, Contact, name="蔡咏", customer_id=pair[1], phone="13900001111", title="董事长")
    press(screen, "duplicates.contacts")
    assert lines(screen) == ["蔡咏 · 国元证券 / 蔡咏 · 国元证券股份有限公司"]
    assert screen.compare.pair() == (one, other)
    press(screen, "duplicates.merge")
    assert stored(context, Contact, one)["title"] == "董事长"
    assert stored(context, Contact, other)["merged_into_id"] == one


def test_merging_with_a_record_of_ones_own_choice(screen: DuplicatesScreen, context: Context, pair: tuple[UUID, UUID]) -> None:
    stranger = write(context, Customer, name="完全不同的名字")
    screen.begin({"entity": "customers", "first": pair[0]})
    assert screen.right.currentIndex() == PICK
    assert screen.pick.title.text() == "Merge 国元证券 with"
    line = screen.findChild(QLineEdit, "duplicates.other")
    hands.retype(line, "完全不同的名字")
    line.editingFinished.emit()
    assert screen.right.currentIndex() == COMPARE
    assert screen.compare.reasons.whole() == "Chosen by hand"
    press(screen, "duplicates.merge")
    assert stored(context, Customer, stranger)["merged_into_id"] == pair[0]
    assert context.frame.visited[-1] == ("customers", pair[0])  # type: ignore[attr-defined]


def test_what_cannot_be_merged_is_said_beside_the_buttons(
    screen: DuplicatesScreen, context: Context, pair: tuple[UUID, UUID]
) -> None:
    screen.begin({"entity": "customers"})
    context.gateway.write("bin", records.delete, Customer, [pair[1]])
    press(screen, "duplicates.merge")
    assert "recycle bin" in screen.compare.problem.text()
    assert screen.compare.problem.isVisible()


def test_both_languages(screen: DuplicatesScreen, pair: tuple[UUID, UUID]) -> None:
    screen.begin({"entity": "customers"})
    before = screen.compare.pair()
    set_language("zh")
    screen.retranslate()
    set_language("en")
    screen.retranslate()
    assert screen.compare.do.text() == "Merge"
    assert screen.compare.pair() == before


def test_the_ways_here(context: Context, qtbot: QtBot, pair: tuple[UUID, UUID]) -> None:
    frame = context.frame
    assert isinstance(frame, NotingFrame)
    for made, entity in ((CustomersScreen(context), "customers"), (PeopleScreen(context), "contacts")):
        qtbot.addWidget(made)
        (find,) = (command for command in made.commands() if command.label == "Find duplicates")
        find.run()
        assert frame.begun[-1] == ("duplicates", {"entity": entity})
    button = QToolButton()
    qtbot.addWidget(button)
    menu = record_menu(context, "customers", pair[0], button)
    (action,) = (each for each in menu.actions() if each.text() == "Merge with …")
    action.trigger()
    assert frame.begun[-1] == ("duplicates", {"entity": "customers", "first": pair[0]})


def test_a_new_customer_that_is_there_already_is_added_and_compared(
    context: Context, qtbot: QtBot, pair: tuple[UUID, UUID]
) -> None:
    frame = context.frame
    assert isinstance(frame, NotingFrame)
    shown = CustomersScreen(context)
    qtbot.addWidget(shown)
    shown.resize(1166, 700)
    shown.show()
    shown.activate()
    shown.begin({})
    line = shown.entry.form.editor("name").widget
    assert isinstance(line, QLineEdit)
    hands.retype(line, "国元证券有限公司")
    offered = [button for button in shown.entry.likes.findChildren(QPushButton, "new.merge") if button.isVisible()]
    assert len(offered) == 2
    hands.click(offered[0])
    screen_key, values = frame.begun[-1]
    assert (screen_key, values["first"]) == ("duplicates", pair[0])
    assert stored(context, Customer, values["second"])["name"] == "国元证券有限公司"


def test_a_merged_record_leads_to_the_one_that_stayed_and_comes_back_from_the_bin(
    screen: DuplicatesScreen, context: Context, qtbot: QtBot, pair: tuple[UUID, UUID]
) -> None:
    person = write(context, Contact, name="蔡咏", customer_id=pair[1])
    screen.begin({"entity": "customers"})
    assert screen.compare.pair() == pair[::-1]  # more hangs on the second
    press(screen, "duplicates.swap")
    press(screen, "duplicates.merge")
    shown = CustomersScreen(context)
    qtbot.addWidget(shown)
    shown.show()
    shown.activate()
    shown.open_record(pair[1])
    assert shown.record.current() == pair[0]
    recycled = BinScreen(context)
    qtbot.addWidget(recycled)
    recycled.show()
    recycled.activate()
    recycled._restore([pair[1]])
    assert stored(context, Contact, person)["customer_id"] == pair[1]
    assert stored(context, Customer, pair[1])["deleted_at"] is None


def test_searching_shows_how_far_it_is_and_can_be_stopped(threaded: Gateway, qtbot: QtBot) -> None:
    """With real threads: the search waits inside its first round until the person has pressed Stop."""
    from threading import Event

    context = Context(threaded, NotingFrame(), Preferences(None))
    screen = DuplicatesScreen(context)
    qtbot.addWidget(screen)
    screen.show()
    ended, answers = Event(), []

    def slow(_session: Any, progress: Any, cancelled: Any) -> None:
        progress(1, 4)
        while not cancelled():
            Event().wait(0.01)
        ended.set()
        raise Cancelled

    screen.search_bar.start(slow, done=answers.append)
    qtbot.waitUntil(lambda: screen.search_bar.bar.maximum() == 4 and screen.search_bar.isVisible())
    assert screen.search_bar.bar.value() == 1
    press(screen, "duplicates.stop")
    assert ended.wait(5)
    qtbot.waitUntil(lambda: not screen.search_bar.running())
    assert not screen.search_bar.isVisible()
    assert answers == []
