"""Care dates and care plans in the window: what is due is done, moved, held or left out; plans are made, or installed."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.formats import today
from app.i18n import set_language
from app.models import Contact, Customer, Employee
from app.models.care import CareTask
from app.services import care, care_list, care_plans, customer_parts, records, settings
from app.ui.forms.kept_drafts import kept_drafts
from app.ui.screens.care.screen import ENTRY, ITEM, CareScreen
from app.ui.screens.settings.care_plans import CarePlansPage
from app.ui.screens.today.screen import TodayScreen
from tests.ui.hands import click, type_text


@pytest.fixture
def firm(store):
    anna = store.write("x", records.create, Employee, {"name": "周敏"}).value
    given = {"name": "华信钢构有限公司", "short_name": "华信", "owner_id": anna, "grade": "gold"}
    made = store.write("x", records.create, Customer, given).value
    for kind, days in (("contract", 5), ("warranty", 12)):
        line = {"kind": kind, "name": f"{kind} A", "ends_on": today() + timedelta(days=days)}
        store.write("x", customer_parts.add, "agreements", made, line)
    return made


@pytest.fixture
def plans(store):
    for values in (
        {"name": "续约", "occasion": "contract", "lead": 0, "means": "phone", "words": "{customer}的{product}快到期了"},
        {"name": "延保", "occasion": "warranty", "lead": 0, "means": "gift", "gift": "茶叶", "gift_cap": 20_000},
    ):
        store.write("x", care_plans.save, values)


def shown(qtbot, screen):
    qtbot.addWidget(screen)
    screen.resize(1160, 700)
    screen.show()
    qtbot.waitExposed(screen)
    getattr(screen, "activate", getattr(screen, "fill", None))()
    return screen


def _rows(screen):
    """Without the days: a reminder of a weekend comes before it."""
    lines = [[cell.text for cell in line][1:] for _key, line in screen.table.rows.lines]
    return [[what.partition(" · on ")[0], *others] for what, *others in lines]


def _move(screen, code, **values):
    screen.pane.resume_step(code)
    for key, value in values.items():
        screen.pane.step.form.editor(key).set_value(value)
    click(screen.pane.step.do)


def test_the_page_and_today_say_the_same_days(qtbot, store, context, firm):
    given = {"customer_id": firm, "name": "开业", "happens_on": today() + timedelta(days=3), "remind_on": today()}
    store.write("x", care.add, given)
    page, desk = shown(qtbot, CareScreen(context)), shown(qtbot, TodayScreen(context))
    qtbot.waitUntil(lambda: desk.sections["care"].view.rows.rowCount() == 1)
    line, there = page.table.rows, desk.sections["care"].view.rows
    said = f"开业 · on {given['happens_on'].isoformat()}"
    assert (line.cell(0, 0).text, line.cell(0, 1).text) == (there.cell(0, 4).text, there.cell(0, 1).text) == ("today", said)


def test_care_dates_are_done_moved_held_and_left_out(qtbot, store, context, firm, plans):
    screen = shown(qtbot, CareScreen(context))
    assert _rows(screen) == [
        ["续约 · contract A", "华信钢构有限公司", "Phone call", "周敏", "To do"],
        ["延保 · warranty A", "华信钢构有限公司", "Gift", "周敏", "To do"]]
    screen.neighbour(1)
    pane = screen.pane
    assert (screen.right.currentIndex(), pane.words.text()) == (ITEM, "华信的contract A快到期了")
    assert "周敏" in pane.pane.next.accessibleName()
    click(pane.pane.next.action)
    pane.step.form.editor("done_on").set_value(today() + timedelta(days=1))
    click(pane.step.do)
    assert pane.step.findChild(object, "care.step.form.done_on.note").text() == "This lies in the future."
    pane.step.form.editor("done_on").set_value(today())
    pane.step.form.editor("reaction").set_value("愿意续约")
    screen.activateWindow()
    assert QTest.qWaitForWindowActive(screen)
    pane.step.do.setFocus()
    QTest.keyClick(pane.step.do, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [row[0] for row in _rows(screen)] == ["延保 · warranty A"]
    assert (screen.right.currentIndex(), pane.step, pane.item.plan) == (ITEM, None, "延保")  # on to the next one
    assert screen.table.hasFocus()
    assert "Gift: 茶叶 · at most ¥200.00" in pane.gift.text()
    _move(screen, "hold")
    assert pane.step.findChild(object, "care.step.form.reason.note").text() == "Reason is missing."
    pane.step.form.editor("reason").set_value("先问经理")
    click(pane.step.do)
    assert (_rows(screen)[0][-1], pane.reason.text()) == ("Held, ask the owner", "先问经理")
    _move(screen, "postpone", remind_on=today() + timedelta(days=3))
    assert _rows(screen)[0][-1] == "To do"
    screen.keep_drafts()
    _move(screen, "skip", reason="已送过")
    assert _rows(screen) == []
    assert {row.state for row in store.read(lambda s: s.query(CareTask).all())} == {"done", "skipped"}
    set_language("zh")
    screen.retranslate()
    set_language("en")
    screen.retranslate()


def test_what_is_typed_for_a_care_date_waits_and_one_that_is_asked_for_is_shown(qtbot, store, context, firm, plans):
    screen = shown(qtbot, CareScreen(context))
    (_first, second) = store.read(care_list.listed, today() + timedelta(days=30)).items
    screen.open_record(care_list.key_id(second))
    assert screen.pane.item.plan == "延保"
    screen.pane.resume_step("skip")
    type_text(screen.pane.step.form.editor("reason").widget, "不需要")
    screen.pane.step.leave.click()
    (kept,) = kept_drafts(context.gateway)
    assert (kept.screen, kept.kind) == ("care", "Care task")
    screen.neighbour(-1)
    screen.begin(kept.values)
    assert (screen.pane.item.plan, screen.pane.step.move_asked.code) == ("延保", "skip")
    screen.pane.step.form.banner.resume.click()
    assert screen.save()
    assert (kept_drafts(context.gateway), [row[0] for row in _rows(screen)]) == ((), ["续约 · contract A"])
    store.write("Me", settings.change, "me", str(store.write("x", records.create, Employee, {"name": "别人"}).value))
    click(screen.mine)
    assert _rows(screen) == []
    click(screen.mine)
    click(screen.spans[7])
    assert len(_rows(screen)) == 1


def test_an_occasion_of_one_customer_is_noted(qtbot, store, context, firm):
    person = store.write("x", records.create, Contact, {"name": "王总", "customer_id": firm}).value
    screen = shown(qtbot, CareScreen(context))
    assert screen.empty.isVisible()
    screen.begin({"customer_id": firm})
    form = screen.entry.form
    click(screen.entry.save_button)
    assert form.findChild(object, "newcare.name.note").text() != ""
    form.editor("name").set_value("新厂开业")
    form.editor("happens_on").set_value(today() + timedelta(days=9))
    form.editor("contact_id").set_value(person, "王总")
    assert screen.save()
    assert [row[:2] for row in _rows(screen)] == [["新厂开业", "王总 · 华信钢构有限公司"]]
    assert screen.right.currentIndex() != ENTRY
    (item,) = store.read(care.due, today() + timedelta(days=30))
    assert item.remind_on <= item.happens_on


def test_the_usual_plans_are_one_click_away_and_plans_are_checked(qtbot, store, context, firm):
    page = shown(qtbot, CarePlansPage(context))
    assert page.usual.isVisible()
    click(page.usual)
    assert len(store.read(care_plans.plans)) == len(care_plans.TEMPLATES)
    assert not page.usual.isVisible()
    page.begin()
    page.form.editor("name").set_value("行业节日")
    page.form.editor("occasion").set_value("festival")
    page.form.edited.emit("name")
    page.form._edited("name")
    page.save()
    assert page.form.findChild(object, "care_plans.form.festival.note").text() != ""
    page.form.editor("festival").set_value("labour")
    page.form._edited("festival")
    assert page.save()
    made = next(one for one in store.read(care_plans.plans) if one["name"] == "行业节日")
    assert (made["festival"], made["owner_rule"], made["lead_unit"]) == ("labour", "owner", "d")
    page.open(made["id"])
    assert page.figures.text() == f"{today().year}: 0 done, 0 left out, 0 still to do"
    assert "{Full name}" in " ".join(label.text() for label in page.findChildren(QLabel))
    page.form.editor("retired").set_value(True)
    page.form._edited("retired")
    assert page.save()
    assert made["id"] not in {one["id"] for one in store.read(care_plans.plans)}


def test_a_care_plan_asks_only_for_what_its_occasion_leaves_open(qtbot, context, firm):
    page = shown(qtbot, CarePlansPage(context))
    page.begin()

    def asked():
        keys = ("festival", "happens_on", "owner_id", "gift", "gift_cap")
        return [key for key in keys if page.form.editor(key).widget.isVisible()]

    page.form.editor("occasion").set_value("birthday")
    page.form.edited.emit("occasion")
    assert asked() == []
    page.form.editor("occasion").set_value("festival")
    page.form.edited.emit("occasion")
    page.form.editor("means").set_value("gift")
    page.form.edited.emit("means")
    assert asked() == ["festival", "gift", "gift_cap"]
    page.form.editor("gift").set_value("茶叶")
    page.form.editor("means").set_value("phone")
    page.form.edited.emit("means")
    assert asked() == ["festival", "gift"]  # what is typed stays in sight
