"""The desk of one complaint: lines typed in its tabs, talks, promises, hand-overs, the 8D sheet, other cases beside it."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton

from app.formats import today
from app.models import Complaint, Customer, Employee
from app.models.types import now_utc
from app.services import complaint_costs, complaint_parts_lines, complaints, records, settings
from app.services.complaint_parts_view import around
from app.ui.screens.complaints.screen import ComplaintsScreen
from tests.ui.hands import click, type_text


@pytest.fixture
def people(store):
    return [store.write("x", records.create, Employee, {"name": name}).value for name in ("陈立", "王桥")]


@pytest.fixture
def customer(store, people):
    return store.write("x", records.create, Customer, {"name": "华信钢构有限公司"}).value


@pytest.fixture
def screen(qtbot, context):
    shown = ComplaintsScreen(context)
    qtbot.addWidget(shown)
    shown.resize(1160, 700)
    shown.show()
    shown.activate()
    return shown


def register(store, customer, subject="两批法兰尺寸超差", **values):
    values = {"customer_id": customer, "subject": subject, "severity": "S2", **values}
    return store.write("Recorded", complaints.register, values).value


def row(store, complaint_id):
    return store.read(records.get, Complaint, complaint_id)


def put(entry, **values):
    for key, value in values.items():
        entry.form.editor(key).set_value(value)
        entry.form.editor(key).changed.emit()
    entry.button.click()


def test_five_whys_by_enter_alone(store, context, customer, screen):
    case = register(store, customer)
    screen.open_record(case)
    screen.record.pane.show_tab("investigation")
    chain = screen.record.extras.whys["occurrence"]
    for number, answer in enumerate(("worn", "not checked", "not listed"), 1):
        line = chain._lines[number - 1][2]
        line.setFocus()
        type_text(line, answer)
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert chain.texts() == ["worn", "not checked", "not listed"]
    lines = store.read(complaint_parts_lines.listed, "whys", case)
    kept = [(values["place"], values["name"]) for values, _titles in lines]
    assert kept == [(1, "worn"), (2, "not checked"), (3, "not listed")]
    chain._lines[1][2].setText("")
    assert chain.settle()
    assert chain.texts() == ["worn", "not listed"]
    context.gateway.undo()
    assert chain.texts() == ["worn", "not checked", "not listed"]


def test_remedies_make_the_compensation(store, context, customer, screen):
    case = register(store, customer)
    screen.open_record(case)
    for tab in ("solution", "execution"):
        screen.record.pane.show_tab(tab)
    add = complaint_parts_lines.add
    first = store.write("x", add, "recoveries", case, {"kind": "cash", "amount": 15_000}).value
    context.gateway.write("x", add, "recoveries", case, {"kind": "gift", "amount": 90_000})
    assert row(store, case)["compensation"] == 105_000
    hint = screen.record.extras.tables["recoveries"].hint.text()
    assert "1,050.00" in hint
    assert "manager" in hint
    form = screen.record.forms._forms["execution"]
    assert not form.editor("compensation").widget.isEnabled()
    form.editor("labour_minutes").set_value(90)
    form.editor("labour_minutes").changed.emit()
    assert "1,140.00" in screen.record.extras.total.text()
    context.gateway.write("x", complaint_parts_lines.remove, "recoveries", first)
    assert row(store, case)["compensation"] == 90_000
    context.gateway.undo()
    assert row(store, case)["compensation"] == 105_000


def test_what_a_case_costs_is_the_oracles_sum():
    values = {"compensation": 300_000, "returns_cost": 460_000, "logistics_cost": 35_000, "labour_minutes": 2190}
    assert complaint_costs.total(values, complaint_costs.rate()) == 1_014_000
    assert complaint_costs.total({}, 6000) is None
    assert complaint_costs.total({"recovered_cost": 100}, 6000) == -100
    assert [complaint_costs.approver(sum, {"handler": 1, "supervisor": 2, "manager": 3}) for sum in (None, 2, 3, 4)] == [
        "handler", "supervisor", "manager", "director",
    ]  # fmt: skip


def test_causes_stand_on_the_fishbone_and_confirmed_ones_are_marked(store, customer, screen):
    case = register(store, customer)
    screen.open_record(case)
    screen.record.pane.show_tab("investigation")
    form = screen.record.forms._forms["investigation"]
    assert not form.section("Fishbone").is_open()
    form.section("Fishbone").open()
    for values in ({"branch": "machine", "name": "worn"}, {"branch": "machine", "name": "old", "confirmed": "yes"}):
        screen.context.gateway.write("x", complaint_parts_lines.add, "possible_causes", case, values)
    assert screen.record.extras.bone.texts() == ["两批法兰尺寸超差", "Machine: ● old", "Machine: worn"]
    assert not screen.record.extras.bone.grab().isNull()


def test_talks_promises_and_hand_overs(store, customer, people, screen):
    case = register(store, customer)
    screen.open_record(case)
    record = screen.record
    record.pane.show_tab("talks")
    put(record.talks.say, text="Asked again")
    put(record.talks.promise, name="Answer on Friday", due_at=now_utc() + timedelta(days=2))
    put(record.talks.hand_over, reason="A matter of the lathe")
    assert record.talks.hand_over.form._boxes["to_id"].note.text()
    put(record.talks.hand_over, to_id=people[1], reason="A matter of the lathe")
    texts = record.talks.texts()
    assert {"Asked again", "Answer on Friday", "not kept yet"} <= set(texts)
    assert "王桥" in record.notices.text()
    record.talks.findChild(QPushButton, "complaint.promise.kept").click()
    assert store.read(around, case).promises[0].kept_at is not None
    record.notices.accept.click()
    assert row(store, case)["handler_id"] == people[1]
    assert record.notices.isHidden()


def test_an_8d_sheet_where_it_is_asked_for_takes_over_what_is_known(store, customer, people, screen):
    plain = register(store, customer)
    case = register(store, customer, "Burst pipe", severity="S3", product="Pipe")
    store.write("x", complaints.amend, case, {"solution": "Exchange", "cause": "machine", "containment": "Stock blocked"})
    store.write("x", complaint_parts_lines.add, "whys", case, {"side": "occurrence", "place": 1, "name": "worn"})
    screen.open_record(plain)
    assert "eight_d" not in screen.record.pane.tabs()
    screen.open_record(case)
    screen.record.pane.show_tab("eight_d")
    sheet = screen.record.eight_d
    sheet.form.editor("chosen").set_value("My own words")
    sheet.form.editor("chosen").changed.emit()
    sheet.take.click()
    assert sheet.save()
    ((values, _titles),) = store.read(complaint_parts_lines.listed, "eight_ds", case)
    assert (values["chosen"], values["containment"], values["opened_on"]) == ("My own words", "Stock blocked", today())
    assert values["occurrence"] == "Machine\n1. worn"
    assert "Burst pipe" in values["problem"]


def test_other_complaints_of_the_customer_beside_the_one_in_hand(store, context, customer, screen):
    first, second = register(store, customer, "First"), register(store, customer, "Second")
    screen.open_record(second)
    number = row(store, first)["number"]
    button = screen.record.extras.others.findChild(QPushButton, f"complaint.other.{number}")
    assert "First" in button.text()
    button.click()
    assert context.frame.visited[-1] == ("complaints", first)


def test_what_holds_is_said_below_the_steps(store, customer, people, screen):
    case = register(store, customer, severity="S3", received_at=now_utc() - timedelta(days=20))
    store.write("x", complaints.step, case, "T28", {}, "Angry")
    screen.open_record(case)
    assert "Escalated to level 1" in screen.record.pane.badges()
    store.write("x", complaints.advance, case, "accept", {"category": "10.4", "handler_id": people[0], "department": "Q"})
    if row(store, case)["state"] == "S30":
        store.write("x", complaints.step, case, "T06")
    waiting = {"waiting_for": "a photo", "waiting_until": today() + timedelta(days=3)}
    store.write("x", complaints.step, case, "T08", waiting, "by phone")
    screen.record.reload()
    assert "a photo" in screen.record.notices.text()


def test_somebody_dissatisfied_is_asked_why(store, customer, screen):
    screen.open_record(register(store, customer))
    screen.record.pane.show_tab("follow_up")
    form = screen.record.forms._forms["follow_up"]
    form.editor("satisfaction").set_value("2")
    form.editor("satisfaction").changed.emit()
    box = form._boxes["follow_up_note"]
    assert box.note.text()
    assert box.label.text().endswith("*")


def test_a_story_of_twenty_thousand_characters_is_kept_whole(store, customer, screen):
    story = "尺寸不对，装不上。\n" * 2000
    case = register(store, customer, text=story.rstrip())
    screen.open_record(case)
    assert screen.record.forms._forms["receipt"].editor("text").value() == story.rstrip()
    assert screen.record.pane.grab().width() > 0


def test_two_windows_on_one_case_lose_nothing(store, context, customer, screen):
    case = register(store, customer)
    screen.open_record(case)
    screen.record.pane.show_tab("solution")
    form = screen.record.forms._forms["solution"]
    form.editor("solution").set_value("Mine")
    form.editor("solution").changed.emit()
    context.gateway.write("x", complaints.amend, case, {"solution": "Theirs"})
    assert form.editor("solution").value() == "Mine"
    assert "Theirs" in form._boxes["solution"].note.text()


def key(qtbot, code, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.activePopupWidget() or QApplication.focusWidget(), code, modifier)


def test_the_phone_rings_registered_by_keys_counted(qtbot, store, context, customer, screen):
    """Ctrl+N's command, three letters, Enter takes the customer and goes on, the story, Alt+3, Ctrl+Enter."""
    screen.activateWindow()
    qtbot.waitExposed(screen)
    screen.commands()[0].run()
    presses = 1
    for letter in "hxg":
        key(qtbot, letter)
        presses += 1
    key(qtbot, Qt.Key.Key_Return)
    presses += 1
    words = "Flanges do not fit"
    qtbot.keyClicks(QApplication.focusWidget(), words)
    key(qtbot, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    key(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    presses += 2
    found = row(store, screen.record.current())
    assert (found["customer_id"], found["subject"], found["severity"]) == (customer, words, "S3")
    assert presses == 7


def test_severity_is_proposed_until_somebody_chooses(store, customer, screen):
    screen.record_new({"customer_id": customer}, {"customer_id": "华信"})
    form, picker = screen.entry.form, screen.entry.severity
    form.editor("safety").set_value(True)
    form.editor("safety").changed.emit()
    assert form.editor("severity").value() == "S4"
    assert "Injury" in picker.hint.text()
    picker.choose("S2")
    form.editor("publicity").set_value(True)
    form.editor("publicity").changed.emit()
    assert form.editor("severity").value() == "S2"
    assert "Critical" in picker.hint.text()


def test_a_second_call_is_added_to_the_complaint_in_work(store, customer, screen):
    case = register(store, customer)
    screen.record_new({"customer_id": customer}, {"customer_id": "华信"})
    form = screen.entry.form
    form.editor("subject").set_value("Asks again")
    form.editor("customer_id").changed.emit()
    screen.findChild(QPushButton, f"intake.join.{row(store, case)['number']}").click()
    assert screen.record.current() == case
    assert [line.text for line in store.read(around, case).talks] == ["Asks again"]
    assert store.read(lambda session: session.query(Complaint).count()) == 1


class Presses(QObject):
    """Counts the presses of buttons by the mouse, in the whole program."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(watched, QPushButton):
            self.names.append(watched.objectName())
        return False


def fill(panel, **texts):
    for name, text in texts.items():
        field = panel.form.editor(name).widget
        field.setFocus()
        type_text(field.focusProxy() or field, text)


def pick(panel, **codes):
    for name, code in codes.items():
        box = panel.form.editor(name).widget
        for _press in range(box.count()):
            if box.currentData() != code:
                QTest.keyClick(box, Qt.Key.Key_Down)
        assert box.currentData() == code


def test_a_small_firms_four_clicks(store, context, screen, qapp):
    """登记 → 答复 → 结案 → 回访: one person, four presses of a filled button; the rest is typed and picked by keys."""
    me = store.write("x", records.create, Employee, {"name": "陈立"}).value
    presses, states = Presses(), []
    qapp.installEventFilter(presses)
    screen.record_new()
    fill(screen.entry, customer_id="张三", subject="龙头漏水")
    click(screen.entry.save_button)
    case = screen.record.current()
    panel = screen.record._panel
    fields = panel.option.asks.fields
    assert [key for key in fields if panel.form.shown(key)] == ["category", "demands", "cause", "solution", "answer"]
    pick(panel, category="10.1", cause="method")
    QTest.keyClick(panel.form.editor("demands").widget.findChild(QAbstractButton), Qt.Key.Key_Space)
    fill(panel, solution="更换阀芯", answer="已更换, 三年内免费")
    click(panel.do)
    states.append(row(store, case)["state"])
    click(screen.record._panel.do)
    states.append(row(store, case)["state"])
    pick(screen.record._panel, satisfaction="5")
    click(screen.record._panel.do)
    states.append(row(store, case)["state"])
    qapp.removeEventFilter(presses)
    assert presses.names == ["intake.save", "step.do", "step.do", "step.do"]
    assert states == ["S60", "S80", "S85"]
    kept = row(store, case)
    assert (kept["handler_id"], kept["cause"], kept["satisfaction"]) == (me, "method", "5")
    assert (kept["text"], kept["description"]) == (None, "龙头漏水"), "nobody asked for the customer's own words"
    assert screen.record._panel is None, "archiving is asked for when somebody wants it"


def test_where_hand_overs_are_accepted_no_step_begins_by_itself(store, context, screen, customer):
    context.gateway.write("x", settings.change, "complaint.rules", {"transfer_acceptance": "on"})
    screen.record_new()
    fill(screen.entry, customer_id="张三", subject="龙头漏水")
    click(screen.entry.save_button)
    assert row(store, screen.record.current())["state"] == "S10"
    assert screen.record._panel is None
    assert screen.record.pane.next.action.isVisible()


def test_a_closed_case_is_reopened_from_its_follow_up(store, context, screen):
    store.write("x", records.create, Employee, {"name": "陈立"})
    alone = store.write("x", records.create, Customer, {"name": "张三", "kind": "person"}).value
    case = register(store, alone, text="坏了", demands="repair", category="10.1")
    screen.open_record(case)
    for values in ({"cause": "method", "solution": "修好", "answer": "已修好"}, {}, {"satisfaction": "5"}):
        if screen.record._panel is None:
            screen.record.pane.next.action.click()
        for name, value in values.items():
            screen.record._panel.form.editor(name).set_value(value)
        screen.record._panel.do.click()
    assert row(store, case)["state"] == "S85"
    screen.record.pane.show_tab("follow_up")
    screen.record.extras.tried.click()
    assert "20" in screen.record.extras.attempts.text()
    screen.record.extras.reopen.click()
    screen.record._panel._reason.editor.set_value("Broken again")
    screen.record._panel.do.click()
    assert row(store, case)["state"] == "S40"


def test_a_panel_shows_the_sum_of_the_remedies_and_asks_for_no_compensation(store, customer, people, screen):
    case = register(store, customer)
    store.write("x", complaint_parts_lines.add, "recoveries", case, {"kind": "cash", "amount": 15_000})
    options = store.read(complaints.options, case)
    assert options.next.label
    store.write("x", complaints.advance, case, "accept", {"category": "10.4", "handler_id": people[0], "department": "Q"})
    if row(store, case)["state"] == "S30":
        store.write("x", complaints.step, case, "T06")
    screen.open_record(case)
    screen.record.pane.next.action.click()
    panel = screen.record._panel
    assert "compensation" not in panel.option.asks.fields
    assert not panel.paid.isHidden()
    assert "150.00" in panel.paid.text()
