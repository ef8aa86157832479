"""The day on the screen: the first thing is loudest, every line opens its record, the badge counts what is due."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QPushButton

from app.formats import today
from app.i18n import set_language
from app.models import Contact, Customer, Employee, Visit
from app.models.complaint_parts import Transfer
from app.models.types import now_utc
from app.services import complaint_transfers, complaints, records, settings, visits
from app.services.sample import make_sample
from app.ui.forms.draft_banner import DraftBanner
from app.ui.forms.draft_values import packed
from app.ui.forms.kept_drafts import kept_drafts
from app.ui.kit.widgets import ElidedLabel
from app.ui.screens import place
from app.ui.screens.complaints.screen import ComplaintsScreen
from app.ui.screens.customers.screen import CustomersScreen
from app.ui.screens.today.screen import TodayScreen
from app.ui.screens.visits.screen import VisitsScreen
from tests.ui.hands import click, retype


@pytest.fixture
def screen(qtbot, context):
    shown = TodayScreen(context)
    qtbot.addWidget(shown)
    shown.resize(1160, 700)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


@pytest.fixture
def customer(store):
    return store.write("x", records.create, Customer, {"name": "华信钢构有限公司"}).value


def test_an_empty_day_says_what_belongs_here_and_the_first_step(screen, context):
    screen.activate()
    assert not screen.empty.isHidden()
    assert screen.first.isHidden()
    click(screen.start)
    assert context.frame.begun == [("customers", {})]


def test_the_most_pressing_thing_is_first_and_opens(screen, context, store, customer, qtbot):
    store.write("x", visits.plan, {"customer_id": customer, "planned_on": today() - timedelta(days=3), "purpose": "late visit"})
    given = {"customer_id": customer, "subject": "flange broken", "severity": "S3", "received_at": now_utc() - timedelta(days=20)}
    complaint = store.write("x", complaints.register, given).value
    badges = []
    screen.badge_changed.connect(badges.append)
    screen.activate()
    qtbot.waitUntil(lambda: bool(badges))
    assert badges == [2]  # once, with the desk: the number never jumps
    assert screen.empty.isHidden()
    assert "First: flange broken" in screen.first.text()
    assert "late" in screen.first.text()
    assert screen.sections["late"].view.rows.rowCount() == 2
    click(screen.first.action)
    assert context.frame.visited == [("complaints", complaint)]


def test_a_line_opens_its_record_and_the_day_follows_a_write(screen, context, store, customer):
    visit = store.write("x", visits.plan, {"customer_id": customer, "planned_on": today(), "purpose": "visit"}).value
    screen.activate()
    view = screen.sections["today"].view
    view.chosen.emit(view.rows.lines[0][0])
    assert context.frame.visited == [("visits", visit)]
    context.gateway.write("Cancelled", visits.cancel, visit)
    assert screen.sections["today"].isHidden()
    assert not screen.empty.isHidden()


def test_birthdays_and_last_records_open_too(screen, context, store, customer, qtbot):
    born = today().replace(year=1980, day=min(today().day, 28))
    person = store.write("x", records.create, Contact, {"customer_id": customer, "name": "张伟", "birthday": born}).value
    store.write("x", visits.record, {"customer_id": customer, "content": "x", "purpose": "met"})
    screen.activate()
    qtbot.waitUntil(lambda: bool(screen.birthdays.buttons and screen.recent.buttons))
    other = store.write("x", records.create, Contact, {"customer_id": customer, "name": "李娜", "birthday": born})
    context.gateway.changed.emit(other.changes)
    qtbot.waitUntil(lambda: len(screen.birthdays.buttons) == 2)
    click(next(button for button in screen.birthdays.buttons if "张伟" in button.accessibleName()))
    click(screen.recent.buttons[0])
    assert context.frame.visited[0] == ("people", person)
    assert context.frame.visited[1][0] == "visits"


def test_a_full_day_fits_both_languages_and_narrow_windows(screen, store, qtbot):
    ready = []
    screen.ready.connect(lambda: ready.append(True))
    store.write("Sample", make_sample, "zh", today())
    screen.activate()
    qtbot.waitUntil(lambda: bool(ready))
    for width, height in ((824, 600), (1160, 700), (2300, 1300)):
        screen.resize(width, height)
        for code in ("zh", "en"):
            set_language(code)
            screen.retranslate()
    late = screen.sections["late"]
    assert late.view.rows.rowCount() == 5
    assert not late.more.isHidden()
    click(late.more)
    assert late.view.rows.rowCount() == int(late.count.text()) > 5
    assert screen.area.horizontalScrollBar().maximum() == 0


def test_a_name_like_markup_is_shown_as_typed(screen, store, context):
    bad = store.write("x", records.create, Customer, {"name": "<b>A</b> & =1"}).value
    store.write("x", visits.plan, {"customer_id": bad, "planned_on": today(), "purpose": "<i>x</i>"})
    screen.activate()
    assert screen.first.text().startswith("First: <i>x</i>")
    assert screen.sections["today"].view.rows.cell(0, 2).text == "<b>A</b> & =1"


def test_the_button_does_what_it_says(screen, context, store, customer):
    said = {"customer_id": customer, "content": "x", "next_step": "send quote", "next_on": today()}
    record = store.write("x", visits.record, said).value
    screen.activate()
    click(screen.first.action)
    plan = store.write("x", visits.plan, {"customer_id": customer, "planned_on": today()}).value
    screen.activate()
    click(screen.first.action)
    back = {"back_to": "today"}
    assert context.frame.begun == [("visits", {"next_of": record, **back}), ("visits", {"visit_id": plan, **back})]


def test_what_is_only_counted_opens_in_its_list(screen, context, store, customer, qtbot):
    def fill(session):
        for number in range(50):
            plan = {"customer_id": customer, "planned_on": today() - timedelta(days=2), "purpose": f"late {number}"}
            records.create(session, Visit, plan)
            met = now_utc() - timedelta(days=5)
            step = {"state": "done", "happened_at": met, "next_step": f"step {number}", "next_on": today()}
            other = records.create(session, Customer, {"name": f"C{number}"})
            records.create(session, Visit, {"customer_id": other, **step})
        records.create(session, Visit, {"customer_id": customer, "planned_on": today() + timedelta(days=2)})

    store.write("x", fill)
    badges, known_when_ready = [], []
    screen.badge_changed.connect(badges.append)
    screen.ready.connect(lambda: known_when_ready.append(list(badges)))
    screen.activate()
    assert screen.sections["late"].isVisibleTo(screen)
    qtbot.waitUntil(lambda: badges == [100])
    assert known_when_ready == [[]]  # the rows stand before anything is counted, and are said to stand once
    screen.activate()
    assert badges == [100, 100]
    late = screen.sections["late"]
    assert late.count.text() == "50"
    assert late.more.text() == "35 more"
    assert [button.text() for button in late.rest.values()] == ["10 more visits"]
    click(late.rest["visit"])
    click(screen.sections["today"].rest["next_step"])
    (place, values), (_same, steps) = context.frame.begun
    assert place == "visits"
    visits_screen = VisitsScreen(context)
    qtbot.addWidget(visits_screen)
    visits_screen.activate()
    for asked in (values, steps):
        visits_screen.begin(asked)
        assert visits_screen.list.model.rowCount() == 50
        assert visits_screen.filters.summary.text() == "50 visits"
    chip = visits_screen.findChild(QPushButton, "visits.only")
    assert "Due today" in chip.text()
    chip.removed.emit()
    assert visits_screen.findChild(QPushButton, "visits.only") is None


def test_complaints_that_are_only_counted_open_in_their_list(screen, context, store, customer, qtbot):
    def fill(session):
        for number in range(43):
            given = {"customer_id": customer, "subject": f"case {number}", "severity": "S3"}
            complaints.register(session, {**given, "received_at": now_utc() - timedelta(days=20)})

    store.write("x", fill)
    screen.activate()
    qtbot.waitUntil(lambda: "complaint" in screen.sections["late"].rest)
    click(screen.sections["late"].rest["complaint"])
    ((place, values),) = context.frame.begun
    assert place == "complaints"
    listed = ComplaintsScreen(context)
    qtbot.addWidget(listed)
    listed.activate()
    listed.begin(values)
    assert listed.list.model.rowCount() == 43


def test_drafts_are_told_at_the_start_and_open_where_they_were_typed(screen, context, store, customer, qtbot):
    new = CustomersScreen(context)
    qtbot.addWidget(new)
    new.begin({})
    retype(new.entry.form.editor("name").line, "新客户")
    new.keep_drafts()
    case = store.write("x", complaints.register, {"customer_id": customer, "subject": "flange", "severity": "S2"}).value
    context.gateway.keep_draft(f"complaint.receipt:{case.hex}", packed({"place": "dock"}, {}))
    context.gateway.keep_draft(f"complaint.assessment:{case.hex}", packed({"scope": "x"}, {}))
    screen.activate()
    qtbot.waitUntil(lambda: not screen.drafts.isHidden())
    assert screen.drafts.heading.text().startswith("2 drafts are kept")
    said = [label.whole() for label in screen.drafts.findChildren(ElidedLabel)]
    assert any(text.startswith("New customer · 新客户 · ") for text in said)
    assert any(text.startswith("Complaint · flange · ") for text in said)
    click(screen.findChild(QPushButton, "today.draft.customers:new"))
    click(screen.findChild(QPushButton, f"today.draft.complaint.assessment:{case.hex}"))
    assert context.frame.begun == [("customers", {}), ("complaints", {"open": case, "tab": "assessment"})]
    shown = ComplaintsScreen(context)
    qtbot.addWidget(shown)
    shown.begin(context.frame.begun[1][1])
    assert (shown.record.current(), shown.record.pane.tab()) == (case, "assessment")
    click(screen.findChild(QPushButton, "today.discard.customers:new"))
    assert context.gateway.draft("customers:new") is None
    assert screen.drafts.heading.text().startswith("1 draft is kept")
    context.frame.offers.pop()[2]()
    assert context.gateway.draft("customers:new")["name"] == "新客户"
    assert screen.drafts.heading.text().startswith("2 drafts are kept")
    context.gateway.forget_draft("customers:new")
    for tab in ("receipt", "assessment"):
        context.gateway.forget_draft(f"complaint.{tab}:{case.hex}")
    screen.activate()
    qtbot.waitUntil(screen.drafts.isHidden)


def test_every_kind_of_draft_leads_to_a_form_that_offers_it(screen, context, store, customer, qtbot):
    person = store.write("x", records.create, Contact, {"customer_id": customer, "name": "张伟"}).value
    plan = store.write("x", visits.plan, {"customer_id": customer, "planned_on": today()}).value
    worker = store.write("x", records.create, Employee, {"name": "陈立"}).value
    keys = {
        f"customers:{customer.hex}": {"notes": "x"}, f"contacts:{person.hex}": {"notes": "x"},
        f"visits:{plan.hex}": {"notes": "x"}, "contacts:new": {"name": "x"},
        "complaint:new": {"subject": "x"}, "visit:plan": {"purpose": "x"},
        "visit:record:": {"content": "x"}, f"visit:record:{plan.hex}": {"content": "x"}, "company": {"name": "x"},
        "employees:new": {"name": "x"}, f"employees:{worker}": {"title": "x"}, "products:new": {"name": "x"},
    }  # fmt: skip
    for key, typed in keys.items():
        context.gateway.keep_draft(key, packed(typed, {}))
    found = {kept.key: kept for kept in kept_drafts(context.gateway)}
    assert set(found) == set(keys)
    for kept in found.values():
        shown = place(kept.screen).load()(context)
        qtbot.addWidget(shown)
        shown.activate()
        shown.begin(kept.values)
        offered = [banner for banner in shown.findChildren(DraftBanner) if not banner.isHidden()]
        assert offered, kept.key


def test_an_empty_company_is_led_through_its_first_steps(screen, context, store, qtbot):
    screen.activate()
    qtbot.waitUntil(lambda: not screen.steps.isHidden())
    assert list(screen.steps.buttons) == ["firm", "colleagues", "customers"]
    for button in list(screen.steps.buttons.values()):
        click(button)
    assert [where for where, _values in context.frame.begun] == ["settings", "settings", "import"]
    context.gateway.write("x", settings.save_company, {"name": "华信"})
    qtbot.waitUntil(lambda: list(screen.steps.buttons) == ["colleagues", "customers"])
    context.gateway.write("x", records.create, Customer, {"name": "客户"})
    qtbot.waitUntil(screen.steps.isHidden)


def test_what_is_read_after_the_first_rows_joins_them(qtbot, store, context):
    from app.services import requests

    received = now_utc() - timedelta(days=40)
    repair = {"caller": "王女士", "subject": "报修", "kind": "repair", "level": "5", "received_at": received}
    key = store.write("x", requests.register, repair).value
    shown = TodayScreen(context)
    qtbot.addWidget(shown)
    shown.activate()
    qtbot.waitUntil(lambda: shown._desk is not None)
    kinds = {item.kind: item for item in shown._agenda.late}
    assert kinds["request"].id == key
    shown._open(kinds["request"])
    assert context.frame.visited[-1] == ("requests", key)
    shown.retranslate()
    assert len([item for item in shown._agenda.late if item.kind == "request"]) == 1


def test_what_was_handed_over_is_accepted_or_returned_here(screen, context, store, customer, qtbot):
    giver, taker = (store.write("x", records.create, Employee, {"name": name, "role": "owner"}).value for name in "ab")
    given = {"customer_id": customer, "severity": "S2"}
    cases = [store.write("x", complaints.register, {**given, "subject": name}).value for name in "甲乙"]
    for case in cases:
        store.actor = giver
        handed = store.write("x", complaint_transfers.hand_over, case, taker).value
        store.write("x", records.update, Transfer, handed, {"due_at": now_utc() - timedelta(minutes=1)})  # at any hour of the day
    store.actor = taker
    screen.activate()
    qtbot.waitUntil(lambda: not screen.handed.isHidden())
    assert screen.first.other.text() == "Return…"
    assert screen.handed.heading.text() == "1 complaint is handed over to you"
    first, other = sorted(cases, key=lambda case: f"today.accept.{case.hex}" in _buttons(screen))
    click(_buttons(screen)[f"today.return.{other.hex}"])
    assert context.frame.begun == [("complaints", {"open": other, "step": "return"})]
    click(_buttons(screen)[f"today.accept.{other.hex}"])
    qtbot.waitUntil(screen.handed.isHidden)
    click(screen.first.action)
    assert [line.to_id for line in store.read(complaint_transfers.waiting)] == []
    assert [store.read(complaint_transfers.of, case)[0].state for case in (first, other)] == ["accepted", "accepted"]


def _buttons(screen):
    return {button.objectName(): button for button in screen.handed.findChildren(QPushButton)}
