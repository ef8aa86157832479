"""The customer's file in the window: eight sides with what is missing, parts in their sections, prospects, groups, papers."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from app.formats import today
from app.i18n import set_language
from app.models import Customer
from app.models.customer_parts import Competitor
from app.models.types import now_utc
from app.services import customer_parts, customer_view, customers, prospects, records
from app.ui.context import Context
from app.ui.screens.customers.screen import CustomersScreen
from tests.ui import hands


def write(context: Context, op: Any, *args: Any) -> Any:
    made: list[Any] = []
    context.gateway.write("make", op, *args, done=made.append)
    return made[0]


def stored(context: Context, key: UUID) -> dict[str, Any]:
    found: dict[str, Any] = context.gateway.read_now(records.get, Customer, key)
    return found


@pytest.fixture
def firm(context: Context) -> UUID:
    key: UUID = write(context, customers.add, {"name": "华信钢构有限公司", "terms_days": 30})
    return key


@pytest.fixture
def open_file(context: Context, qtbot: QtBot) -> Callable[..., CustomersScreen]:
    kept = []

    def make(key: UUID, tab: str = "file") -> CustomersScreen:
        screen = CustomersScreen(context)
        kept.append(screen)
        qtbot.addWidget(screen)
        screen.resize(1300, 800)
        screen.show()
        screen.activate()
        screen.open_record(key)
        screen.record.pane.show_tab(tab)
        QCoreApplication.processEvents()  # sections that open are laid out
        return screen

    return make


def find(screen: Any, kind: Any, name: str) -> Any:
    found = screen.findChild(kind, name)
    assert found is not None, name
    return found


def meters(screen: CustomersScreen) -> dict[str, str]:
    return {key: meter.accessibleName() for key, meter in screen.record.file.head.meters.items()}


def test_eight_sides_are_told_in_words_and_lead_to_their_sections(firm: UUID, open_file: Any) -> None:
    screen = open_file(firm)
    assert list(meters(screen)) == [
        "basic", "ownership", "business", "finance", "people", "needs", "service", "competition",
    ]  # fmt: skip
    assert meters(screen)["people"] == "Deciders: 0%"
    section = screen.record.file.form().section("Competition")
    assert not section.is_open()
    hands.click(find(screen, QAbstractButton, "file.meter.competition"))
    assert section.is_open()
    assert find(screen, QPushButton, "parts.competitors.add").isVisible()


def test_sections_open_where_something_is_in_them_and_stay_as_people_leave_them(
    context: Context, firm: UUID, open_file: Any
) -> None:
    screen = open_file(firm)
    form = screen.record.file.form()
    assert form.section("Finance and credit").is_open()
    assert not form.section("Needs and buying").is_open()
    assert form.section("Prospect card").isHidden()
    hands.click(find(screen, QToolButton, "section.invoice_title"))
    assert not form.section("Finance and credit").is_open()
    other = write(context, customers.add, {"name": "宁江泵业", "bank_name": "样本银行"})
    screen.open_record(other)
    assert not form.section("Finance and credit").is_open()
    hands.click(find(screen, QToolButton, "section.invoice_title"))
    screen.open_record(firm)
    assert form.section("Finance and credit").is_open()


def test_what_is_missing_leads_to_its_field_or_part(context: Context, firm: UUID, open_file: Any) -> None:
    screen = open_file(firm)
    hands.click(find(screen, QPushButton, "file.missing.more"))
    hands.click(find(screen, QPushButton, "file.missing.competitors"))
    cell = find(screen, QLineEdit, "parts.competitors.cell.name")
    hands.type_text(cell, "对手甲")
    assert screen.save()
    assert [row["name"] for row, _titles in context.gateway.read_now(customer_parts.listed, "competitors", firm)] == ["对手甲"]
    shown = {button.objectName() for button in screen.findChildren(QPushButton) if button.isVisible()}
    assert "file.missing.competitors" not in shown
    hands.click(find(screen, QPushButton, "file.missing.contacts"))
    assert screen.record.pane.tab() == "people"


def test_checked_today_is_one_step(context: Context, open_file: Any) -> None:
    old = today() - timedelta(days=400)
    key = write(context, customers.add, {"name": "A", "bank_name": "B", "verified_finance_on": old})
    screen = open_file(key)
    assert meters(screen)["finance"].endswith(f"checked {old}, too long ago")
    hands.click(find(screen, QPushButton, "file.checked.finance"))
    assert stored(context, key)["verified_finance_on"] == today()
    assert "too long" not in meters(screen)["finance"]
    assert not find(screen, QPushButton, "file.checked.finance").isEnabled()
    context.gateway.undo()
    assert stored(context, key)["verified_finance_on"] == old


def test_typing_goes_on_while_a_side_is_checked(context: Context, firm: UUID, open_file: Any) -> None:
    screen = open_file(firm)
    hands.retype(find(screen, QLineEdit, "form.short_name"), "华信")
    hands.click(find(screen, QPushButton, "file.checked.basic"))
    assert find(screen, QLineEdit, "form.short_name").text() == "华信"
    assert screen.save()
    assert stored(context, firm)["short_name"] == "华信"
    assert stored(context, firm)["verified_basic_on"] == today()


def test_a_line_that_cannot_be_stored_is_there_again(context: Context, firm: UUID, open_file: Any) -> None:
    other = write(context, customers.add, {"name": "宁江泵业"})
    screen = open_file(firm)
    screen.record.file.go_to("shareholders")
    hands.type_text(find(screen, QLineEdit, "parts.shareholders.cell.name"), "甲")
    screen.record.file.extras["company"].tables["shareholders"]._finished("next")
    hands.type_text(find(screen, QLineEdit, "parts.shareholders.cell.share"), "half")
    assert not screen.save()
    screen.open_record(other)
    screen.open_record(firm)
    table = screen.record.file.extras["company"].tables["shareholders"]
    assert [line.value("name") for line in table.lines] == ["甲"]


def test_contracts_stand_with_the_dealings_and_tell_what_ran_out(context: Context, firm: UUID, open_file: Any) -> None:
    screen = open_file(firm)
    screen.record.file.go_to("agreements")
    table = screen.record.file.extras["company"].tables["agreements"]
    table._finished("next")  # it is a contract
    hands.type_text(find(screen, QLineEdit, "parts.agreements.cell.name"), "框架合同")
    table._finished("next")
    table.edit(table.lines[0], 4)
    hands.type_text(find(screen, QLineEdit, "parts.agreements.cell.ends_on"), "2020-1-31")
    assert screen.save()
    ((line, _titles),) = context.gateway.read_now(customer_parts.listed, "agreements", firm)
    assert (line["kind"], line["ends_on"]) == ("contract", date(2020, 1, 31))
    assert "Run out: 框架合同" in {label.text() for label in table.findChildren(QLabel)}
    person = write(context, customers.add, {"name": "张个人", "kind": "person"})
    screen.open_record(person)
    assert "agreements" in screen.record.file.extras["person"].tables  # a private customer's warranties


def test_doubts_stand_beside_their_fields_and_block_nothing(context: Context, firm: UUID, open_file: Any) -> None:
    screen = open_file(firm)
    for key, text, sentence in (
        ("qq", "0123", "A QQ number has 5 to 11 digits and does not begin with 0."),
        ("wechat", "微信", "A WeChat name has 6 to 20 letters, digits, - or _, or is a mobile or QQ number."),
        ("postcode", "51800", "A postcode in China has 6 digits."),
        ("phone", "12345678901234", "This is no usual number in China. Check it."),
        ("bank_account", "123", "A bank account has 6 to 32 digits."),
    ):
        screen.record.file.form().editor(key)
        hands.retype(find(screen, QLineEdit, f"form.{key}"), text)
        assert find(screen, QLabel, f"form.{key}.note").text() == sentence
    assert screen.save()
    assert stored(context, firm)["qq"] == "0123"
    hands.retype(find(screen, QLineEdit, "form.qq"), "10001")
    assert not find(screen, QLabel, "form.qq.note").isVisible()


def test_long_numbers_are_shown_in_groups_and_kept_as_typed(context: Context, open_file: Any) -> None:
    given = {"name": "A", "phone": "0755-88888888-801", "bank_account": "6222021234567890123"}
    key = write(context, customers.add, given)
    screen = open_file(key)
    assert find(screen, QLineEdit, "form.phone").text() == "0755-8888 8888 ext. 801"
    assert find(screen, QLineEdit, "form.bank_account").text() == "6222 0212 3456 7890 123"
    assert not screen.record.file.dirty()
    hands.retype(find(screen, QLineEdit, "form.bank_account"), "6222 0212 3456")
    assert screen.save()
    assert (stored(context, key)["phone"], stored(context, key)["bank_account"]) == (given["phone"], "622202123456")


def test_invoice_data_are_copied_as_they_stand(context: Context, firm: UUID, open_file: Any) -> None:
    screen = open_file(firm)
    hands.retype(find(screen, QLineEdit, "form.bank_account"), "622202123456")
    hands.retype(find(screen, QLineEdit, "form.tax_number"), "91440300PDY00001X3")
    hands.click(find(screen, QPushButton, "file.copy_invoice"))
    assert QGuiApplication.clipboard().text().splitlines() == [
        "Invoice title: 华信钢构有限公司", "Taxpayer no.: 91440300PDY00001X3", "Bank account: 6222 0212 3456",
    ]  # fmt: skip


def test_a_prospect_is_taken_in_matched_and_won(context: Context, firm: UUID, open_file: Any) -> None:
    screen = open_file(firm)
    next(command for command in screen.commands() if command.label == "New prospect").run()
    hands.type_text(find(screen.entry, QLineEdit, "new.name"), "云台环保")
    hands.click(find(screen.entry, QPushButton, "new.save"))
    key = screen.record.current()
    assert key is not None
    assert stored(context, key)["code"] == "QK000001"
    screen.record.pane.show_tab("file")
    form = screen.record.file.form()
    assert form is not None
    assert form.section("Prospect card").is_open()
    chips = form.editor("fit").widget.findChildren(QPushButton)
    for chip in (chips[0], chips[2]):
        hands.click(chip)
    assert find(screen, QLabel, "file.match").text() == "Match 50 of 100: Industry fits 30, Need is clear 20"
    hands.click(find(screen, QPushButton, "prospect.win"))  # what is typed is saved first
    assert stored(context, key)["fit"] == "industry,need"
    assert (stored(context, key)["code"], stored(context, key)["status"]) == ("KH000002", "new")
    assert screen.record.prospect.isHidden()
    assert "KH000002" in screen.record.pane.line.whole()
    context.gateway.undo()
    assert screen.record.prospect.isVisible()


def test_a_prospect_is_dropped_for_a_reason(context: Context, qtbot: QtBot, open_file: Any) -> None:
    key = write(context, prospects.add, {"name": "北泽电气", "next_touch_on": date(2020, 1, 1)})
    screen = open_file(key, "overview")
    assert screen.record.pane.next.text().startswith("Next: approach the prospect")
    hands.click(find(screen, QPushButton, "prospect.drop"))
    hands.click(find(screen, QPushButton, "prospect.confirm"))
    assert find(screen, QLabel, "prospect.note").text() == "Say why the prospect is dropped."
    hands.type_text(find(screen, QLineEdit, "prospect.reason"), "预算取消")
    qtbot.keyClick(find(screen, QLineEdit, "prospect.reason"), Qt.Key.Key_Return)
    assert (stored(context, key)["status"], stored(context, key)["dropped_reason"]) == ("lost", "预算取消")


def test_the_group_is_a_tree_that_leads_on(context: Context, firm: UUID, open_file: Any) -> None:
    part = write(context, customers.add, {"name": "石城阀门", "parent_id": firm})
    screen = open_file(firm, "overview")
    tree = screen.record.overview.group
    assert tree.figures.text() == "2 firms · 0 complaints in work · no contact yet"
    hands.click(find(tree, QPushButton, "group.KH000002"))
    assert context.frame.visited == [("customers", part)]  # type: ignore[attr-defined]
    screen.record.pane.show_tab("file")
    editor: Any = screen.record.file.form().editor("parent_id")
    editor.set_value(part, "石城阀门")
    editor.changed.emit()
    assert not screen.save()
    note = find(screen, QLabel, "form.parent_id.note")
    assert note.text() == "“石城阀门” belongs to this customer already, so it cannot be its parent company."
    assert stored(context, firm)["parent_id"] is None


def test_a_list_goes_to_paper_as_it_is_shown(context: Context, firm: UUID, open_file: Any) -> None:
    screen = open_file(firm)
    screen.filters.set_filter("status", ("active",))
    for label, report in (
        ("Print this list", "list"), ("Address labels of this list", "labels"), ("Prospect cards of this list", "prospect-cards"),
    ):  # fmt: skip
        next(command for command in screen.commands() if command.label == label).run()
        place, values = context.frame.begun[-1]  # type: ignore[attr-defined]
        assert (place, values["report"], values["query"]) == ("reports", report, screen.list.query())


def test_a_private_customer_has_sides_of_its_own(context: Context, open_file: Any) -> None:
    key = write(context, customers.add, {"name": "李静", "kind": "person"})
    screen = open_file(key)
    assert list(meters(screen)) == ["person", "care", "contact", "needs", "consent"]
    assert screen.findChild(QPushButton, "parts.competitors.add") is None


def test_every_word_of_the_file_follows_the_language(context: Context, firm: UUID, open_file: Any) -> None:
    write(context, records.create, Competitor, {"customer_id": firm, "name": "甲"})
    screen = open_file(firm)
    set_language("zh")
    screen.retranslate()
    texts = [label.text() for label in screen.record.file.findChildren(QLabel) if label.isVisible()]
    assert "开户行" in texts
    assert screen.record.file.extras["company"].tables["competitors"].heading.text() == "竞争对手"


def test_winning_waits_for_nothing_that_is_on_its_way(store: Any, threaded: Any, qtbot: QtBot) -> None:
    from app.ui.preferences import Preferences
    from tests.ui.frame import NotingFrame

    key = store.write("p", prospects.add, {"name": "云台环保"}).value
    screen = CustomersScreen(Context(threaded, NotingFrame(), Preferences(None)))
    qtbot.addWidget(screen)
    screen.show()
    screen.activate()
    screen.open_record(key)
    screen.record.pane.show_tab("file")
    qtbot.waitUntil(lambda: screen.findChild(QLineEdit, "form.short_name") is not None)
    hands.retype(find(screen, QLineEdit, "form.short_name"), "云台")
    screen.record.prospect.win()
    qtbot.waitUntil(lambda: store.read(records.get, Customer, key)["status"] == "new")
    found = store.read(records.get, Customer, key)
    assert (found["code"], found["short_name"]) == ("KH000001", "云台")
    qtbot.waitUntil(lambda: not screen.record.file.dirty())


def notes(screen: CustomersScreen) -> dict[str, str]:
    labels = [each for each in screen.record.file.findChildren(QLabel) if each.objectName().endswith(".note") and each.text()]
    return {each.objectName().split(".")[1]: each.text() for each in labels}


def choose(screen: CustomersScreen, key: str, code: str) -> None:
    editor = screen.record.file.form().editor(key)
    editor.box.setCurrentIndex(editor.box.findData(code))
    editor.box.activated.emit(editor.box.currentIndex())


def test_never_serve_says_what_it_means(firm: UUID, open_file: Any) -> None:
    screen = open_file(firm)
    choose(screen, "status", "never")
    assert notes(screen)["status"].startswith("No new business with them, by decision of the management.")
    box = screen.record.file.form().editor("status").box
    assert "No new business" in box.itemData(box.findData("never"), Qt.ItemDataRole.ToolTipRole)
    choose(screen, "status", "active")
    assert "status" not in notes(screen)


def test_a_referral_asks_by_whom_and_lacks_it(firm: UUID, open_file: Any, context: Context) -> None:
    screen = open_file(firm)
    choose(screen, "source", "referral")
    assert notes(screen)["referred_by_id"] == "The source is a referral: who referred them?"
    assert screen.record.file.save()
    assert "referred_by_id" in context.gateway.read_now(customer_view.view, firm, now_utc()).missing
    form = screen.record.file.form()
    form.editor("referred_by_id").set_value(firm, "x")
    form.editor("referred_by_id").changed.emit()
    assert "referred_by_id" not in notes(screen)
    choose(screen, "source", "fair")
    assert "referred_by_id" not in notes(screen)
