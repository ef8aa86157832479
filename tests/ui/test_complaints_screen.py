"""The complaints screen: recording by keyboard alone, the way through the stages, undo and redo, in both languages."""

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.formats import from_local, local
from app.i18n import gettext_text as _
from app.i18n import set_language
from app.models import Complaint, Customer, Employee
from app.models.types import now_utc
from app.services import complaints, records
from app.ui.dialogs.transition import FOLDED
from app.ui.forms.form_parts import FieldBox
from app.ui.records.list_screen import ENTRY, RECORD
from app.ui.screens.complaints.layout import VIEWS
from app.ui.screens.complaints.screen import ComplaintsScreen
from app.ui.style import apply_style, colour
from tests.ui import hands

ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab


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
    qtbot.waitExposed(shown)
    shown.activateWindow()
    shown.activate()
    return shown


def press(qtbot, keys="", key=None, modifier=Qt.KeyboardModifier.NoModifier):
    """Type into whatever has the focus, the list of a completer included."""
    target = QApplication.activePopupWidget() or QApplication.focusWidget()
    assert target is not None
    if keys.isascii():
        qtbot.keyClicks(target, keys)
    else:
        composed = QInputMethodEvent()
        composed.setCommitString(keys)
        QApplication.sendEvent(target, composed)
    if key is not None:
        qtbot.keyClick(target, key, modifier)


def rows(screen):
    found = [screen.list.model.row(place) for place in range(screen.list.model.rowCount())]
    return [[screen.list.model.cell(place, column).text for column in range(6)] for place, row in enumerate(found) if row]


def stages(screen):
    return [step.state for step in screen.record.card.bar.steps()]


def register(store, **values):
    return store.write("Recorded", complaints.register, {"subject": "两批法兰尺寸超差", "severity": "S2", **values}).value


def row(store, complaint_id):
    return store.read(records.get, Complaint, complaint_id)


def only(store):
    return store.read(lambda session: list(session.query(Complaint.id).all()))[-1][0]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_recorded_by_keyboard_alone(qtbot, store, customer, people, screen, language):
    set_language(language)
    screen.retranslate()
    screen.commands()[0].run()
    assert screen.right.currentIndex() == ENTRY
    press(qtbot, "hxgg")
    press(qtbot, key=ENTER)  # takes the first customer offered and goes on
    press(qtbot, "Flanges out of size", TAB)
    press(qtbot, "3", TAB)
    press(qtbot, "李工", ENTER, Qt.KeyboardModifier.ControlModifier)
    found = row(store, only(store))
    assert (found["customer_id"], found["complainant"], found["subject"]) == (customer, "李工", "Flanges out of size")
    assert (found["severity"], found["priority"], found["first_owner_id"]) == ("S3", "P2", people[0])
    assert screen.right.currentIndex() == RECORD
    assert screen.record.pane.title.whole() == "Flanges out of size"
    assert screen.record.pane.badges() == [_("Serious"), "P2"]
    assert "陈立" in screen.record.pane.line.whole()
    (line,) = rows(screen)
    assert line[:4] == [found["number"], "华信钢构有限公司", "Flanges out of size", "P2"]
    assert line[4] == _("Intake")
    assert screen.filters.summary.text().startswith({"en": "1 open", "zh": "1"}[language])


def test_a_walk_in_is_a_name_that_is_no_customers(qtbot, store, people, screen):
    screen.record_new()
    press(qtbot, "路过的李先生", TAB)
    assert screen.entry.form.editor("complainant").value() == "路过的李先生"
    screen.entry.form.focus("text")
    press(qtbot, "水管漏了", ENTER, Qt.KeyboardModifier.ControlModifier)
    found = row(store, only(store))
    assert (found["complainant"], found["subject"]) == ("路过的李先生", "水管漏了")
    assert store.read(records.get, Customer, found["customer_id"])["kind"] == "person"


def test_enter_in_the_last_line_saves_and_earlier_ones_show_while_typing(qtbot, store, customer, people, screen):
    category = "10.4"
    earlier = register(store, customer_id=customer, category=category, received_at=now_utc() - timedelta(days=80))
    register(store, customer_id=customer, category=category, received_at=now_utc() - timedelta(days=200), closed_at=None)
    screen.record_new()
    press(qtbot, "hxgg")
    press(qtbot, key=ENTER)
    box = screen.entry.form.editor("category").widget
    box.setFocus()
    while box.currentData() != category:
        qtbot.keyClick(box, Qt.Key.Key_Down)
    number = row(store, earlier)["number"]
    hands.click(screen.findChild(QWidget, f"intake.repeat.{number}"))
    screen.entry.form.focus("subject")
    press(qtbot, "又漏了", ENTER)
    screen.entry.form.focus("complainant_phone")
    press(qtbot, "13912345678", ENTER)
    found = row(store, only(store))
    assert (found["subject"], found["repeat_of_id"], found["category"]) == ("又漏了", earlier, category)
    assert screen.right.currentIndex() == RECORD


def note(screen, key):
    return screen.findChild(QWidget, f"intake.{key}.note")


def test_who_and_what_are_asked_for_beside_the_field(qtbot, store, screen):
    screen.record_new()
    screen.entry.submit()
    assert not note(screen, "customer_id").isHidden()
    press(qtbot, "王女士")
    screen.entry.submit()
    assert not note(screen, "subject").isHidden()
    assert store.read(lambda session: session.query(Complaint).count()) == 0


def take_next(screen, **values):
    screen.record.card._take()
    panel = screen.record._panel
    for key, value in values.items():
        panel.form.editor(key).set_value(value)
    panel.submit()
    return panel


def test_through_all_stages_undone_and_redone(qtbot, store, context, customer, people, screen):
    complaint = register(store, customer_id=customer)
    screen.open_record(complaint)
    assert stages(screen) == ["done", "current", "open", "open", "open"]
    take_next(screen, category="10.4")
    assert stages(screen) == ["done", "done", "current", "open", "open"]
    take_next(screen, complainant="李工", text="尺寸不对", demands="exchange", cause="method", solution="换货", answer="换")
    assert stages(screen) == ["done", "done", "done", "done", "current"]
    take_next(screen)
    assert (stages(screen), row(store, complaint)["state"]) == (["done"] * 5, "S80")
    assert rows(screen) == []
    take_next(screen, satisfaction="5")
    assert (row(store, complaint)["state"], row(store, complaint)["follow_up_by_id"]) == ("S85", people[1])
    for state, shown in (("S80", 5), ("S60", 4), ("S40", 2), ("S10", 1), ("S00", 0)):
        context.gateway.undo()
        assert row(store, complaint)["state"] == state
        assert stages(screen).count("done") == shown
    assert rows(screen) == []
    for state in ("S10", "S40", "S60", "S80", "S85"):
        context.gateway.redo()
        assert row(store, complaint)["state"] == state
    screen.record.pane.show_tab("log")
    texts = screen.record.log.texts()
    assert texts.count("Acknowledge receipt") == 2
    assert texts.count("undone") == 8


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_complaint_that_leaves_the_list_stays_in_sight(store, context, customer, screen, place):
    for name in ("一", "二", "三"):
        register(store, customer_id=customer, subject=name)
    screen.list.refresh()
    screen.list.neighbour(1)
    for _step in range(place):
        screen.list.neighbour(1)
    shown = screen.list.current()
    assert screen.record.current() == shown is not None
    context.gateway.write("Withdrawn", complaints.step, shown, "T23", {}, "客户撤诉")
    assert screen.list.model.rowCount() == 2
    assert (screen.record.current(), screen.list.current()) == (shown, None)
    screen.neighbour(1 if place < 2 else -1)
    assert screen.record.current() == screen.list.model.row(min(place, 1)).id


def test_a_divided_category_heads_its_parts_and_is_not_chosen(store, customer, screen):
    box = screen.entry.form.editor("category").box
    model = box.model()
    able = {box.itemText(place): model.flags(model.index(place, 0)) & Qt.ItemFlag.ItemIsEnabled for place in range(box.count())}
    assert not able["Product quality"]
    parts = [name for name in able if name.startswith("Product quality › ")]
    assert parts
    assert all(able[name] for name in parts)


def test_enter_goes_on_to_the_next_step_and_to_what_it_asks(qtbot, store, customer, screen):
    screen.open_record(register(store, customer_id=customer))
    screen.record.card.focus()
    press(qtbot, key=ENTER)
    assert screen.record._panel is not None
    box = screen.record._panel.form.editor("category").widget
    assert box.isAncestorOf(QApplication.focusWidget()) or box.hasFocus()


def test_what_a_step_lacks_is_scrolled_into_sight(qtbot, store, customer, screen):
    complaint = register(store, customer_id=customer)
    screen.resize(1000, 560)
    screen.open_record(complaint)
    take_next(screen, category="10.4")
    panel = take_next(screen, complainant="李工", text="尺寸不对", demands="exchange", cause="method", solution="换货")
    note = panel.findChild(QWidget, "step.answer.note")
    assert note.text()
    qtbot.waitUntil(lambda: not note.visibleRegion().isEmpty(), timeout=2000)


def test_what_a_step_lacks_is_said_beside_its_field(store, customer, screen):
    complaint = register(store, customer_id=customer)
    screen.open_record(complaint)
    panel = take_next(screen)
    assert screen.record._panel is panel
    note = panel.findChild(QWidget, "step.category.note")
    assert (note.text(), note.isHidden()) == ("Category is missing.", False)
    assert not screen.record.pane.next.action.isVisible()
    panel.leave.click()
    assert screen.record.pane.next.action.isVisible()
    assert row(store, complaint)["state"] == "S10"


def marked(panel):
    """The required fields as a person sees them and a screen reader says them."""
    boxes = [box for box in panel.findChildren(FieldBox) if not box.isHidden() and box.label.text().endswith(" *")]
    assert all(box.editor.widget.accessibleName().endswith(", required") for box in boxes)
    return {box.field.key for box in boxes}


def test_what_a_step_needs_is_marked_before_it_is_refused(store, customer, people, screen):
    complaint = register(store, customer_id=customer)
    screen.open_record(complaint)
    screen.record.pane.next.action.click()
    assert marked(screen.record._panel) == {"category"}
    hands.click(screen.record._panel.form.section(FOLDED)._head)
    assert marked(screen.record._panel) == {"channel", "category", "severity", "urgency", "handler_id"}
    take_next(screen, category="10.4")
    screen.record.pane.next.action.click()
    panel = screen.record._panel
    assert marked(panel) == {"complainant", "demands", "cause", "solution", "answer"}
    hands.click(panel.form.section(FOLDED)._head)
    assert marked(panel) == {"complainant", "demands", "validity", "cause", "solution", "answer"}
    assert "compensation" not in marked(panel)
    panel.form.editor("validity").set_value("invalid")
    panel.form.editor("validity").changed.emit()
    assert "cause" not in marked(panel)


def test_a_reason_that_must_be_given_is_marked(store, customer, screen):
    screen.open_record(register(store, customer_id=customer))
    actions = {action.objectName(): action for action in screen.record.card.menu().actions()}
    actions["step.T23"].trigger()
    assert marked(screen.record._panel) == {"reason"}
    screen.record._panel.leave.click()
    actions["step.T24"].trigger()
    assert marked(screen.record._panel) == {"merged_into_id"}


def test_another_step_from_the_menu_with_its_reason(store, customer, screen):
    complaint = register(store, customer_id=customer)
    screen.open_record(complaint)
    menu = screen.record.card.menu()
    actions = {action.objectName(): action for action in menu.actions()}
    assert "step.T14" not in actions
    actions["step.T23"].trigger()
    panel = screen.record._panel
    panel.submit()
    assert row(store, complaint)["state"] == "S10"
    panel._reason.editor.set_value("A misunderstanding")
    panel.submit()
    assert row(store, complaint)["state"] == "S95"
    assert screen.record.pane.badges()[-1] == "Withdrawn"
    assert screen.record.pane.next.text().startswith("Nothing left to do")


def test_saving_what_was_typed_in_the_tabs(store, customer, people, screen):
    complaint = register(store, customer_id=customer)
    screen.open_record(complaint)
    form = screen.record.forms._forms["receipt"]
    form.editor("place").set_value("3 号仓库")
    form.editor("place").changed.emit()
    assert not screen.record.bar.isHidden()
    screen.record.pane.show_tab("assessment")
    assessment = screen.record.forms._forms["assessment"]
    assessment.editor("severity").set_value("S4")
    assessment.editor("severity").changed.emit()
    assert screen.save()
    found = row(store, complaint)
    assert (found["place"], found["severity"], found["priority"]) == ("3 号仓库", "S4", "P1")
    assert screen.record.bar.isHidden()
    assert screen.record.pane.badges() == ["Critical", "P1"]
    assert form.editor("first_owner_id").widget.isReadOnly()


def test_late_ones_are_said_in_words_and_counted(store, customer, screen):
    badges = []
    screen.badge_changed.connect(badges.append)
    register(store, customer_id=customer, received_at=from_local(local(now_utc()) - timedelta(days=40)))
    screen.activate()
    ((*_rest, due),) = rows(screen)
    assert due.endswith("late")
    assert screen.list.model.cell(0, 5).ink == "danger"
    assert screen.filters.summary.text() == "1 open, 1 overdue"
    assert badges[-1] == 1


def test_views_filter_the_list(store, customer, screen):
    open_one = register(store, customer_id=customer)
    gone = register(store, customer_id=customer, subject="Wrong invoice")
    store.write("x", complaints.withdraw, gone, "A mistake")
    screen.activate()
    shown = []
    for name in ("Open", "Overdue", "Received this month", "To be followed up", "Closed", "All", "Drafts"):
        screen.filters.set_view(next(place for place, view in enumerate(VIEWS) if view.label.startswith(name)))
        shown.append([line[2] for line in rows(screen)])
    first, second = "两批法兰尺寸超差", "Wrong invoice"
    assert [sorted(names) for names in shown] == [[first], [], sorted([first, second]), [], [second], sorted([first, second]), []]
    assert screen.left.currentWidget() is screen.empty
    assert row(store, open_one)["state"] == "S10"


def test_earlier_complaints_are_offered_while_typing(store, customer, screen):
    earlier = register(store, customer_id=customer, category="20.1", subject="Late again")
    screen.record_new({"customer_id": customer}, {"customer_id": "华信"})
    assert screen.entry.similar.isHidden()
    editor = screen.entry.form.editor("category")
    editor.set_value("20.1")
    editor.changed.emit()
    assert not screen.entry.similar.isHidden()
    number = row(store, earlier)["number"]
    assert screen.findChild(QWidget, f"intake.similar.{number}") is not None


def test_another_screen_brings_its_customer(store, customer, context, screen):
    screen.begin({"customer_id": customer})
    assert screen.entry.form.editor("customer_id").title() == "华信钢构有限公司"
    assert screen.focusWidget().objectName() == "intake.subject"


def test_printing_asks_the_reports_for_the_sheet_of_the_complaint(store, customer, context, screen):
    complaint = register(store, customer_id=customer, received_at=from_local(datetime(2026, 7, 3, 9)))
    screen.open_record(complaint)
    screen.print_current()
    assert context.frame.begun[-1] == ("reports", {"report": "complaint", "complaint_id": complaint})
    screen.record_new()
    screen.print_current()
    assert context.frame.begun[-1] == ("reports", {"report": "blank-complaint"})


def test_an_unfinished_intake_comes_back(store, customer, context, qtbot, screen):
    screen.record_new()
    screen.entry.form.focus("subject")
    press(qtbot, "Half a sente")
    screen.keep_drafts()
    again = ComplaintsScreen(context)
    qtbot.addWidget(again)
    again.show()
    again.activate()
    again.record_new()
    assert not again.entry.form.banner.isHidden()
    again.entry.form.banner.resume.click()
    assert again.entry.form.editor("subject").value() == "Half a sente"


def test_names_are_never_markup(store, people, screen):
    customer = store.write("x", records.create, Customer, {"name": "<b>A & B</b>"}).value
    complaint = register(store, customer_id=customer, subject="<img src=x> & =cmd()")
    screen.open_record(complaint)
    assert screen.record.pane.title.whole() == "<img src=x> & =cmd()"
    assert screen.record.pane.title.textFormat() is Qt.TextFormat.PlainText
    assert "<b>A & B</b>" in screen.record.pane.line.whole()


def test_every_control_has_a_name(store, customer, screen):
    screen.open_record(register(store, customer_id=customer))
    screen.record_new()
    silent = [
        widget for widget in screen.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()
        and not widget.accessibleName() and type(widget).__name__ in {"QPushButton", "QLineEdit", "CalmCombo", "QToolButton"}
    ]  # fmt: skip
    assert [widget.objectName() for widget in silent if widget.objectName() != "qt_spinbox_lineedit"] == []


def test_an_archived_complaint_is_only_read_and_looks_like_it(store, context, customer, screen, qapp):
    apply_style(qapp, "light")
    complaint = register(store, customer_id=customer, text="flange")
    screen.open_record(complaint)
    screen.record.pane.show_tab("receipt")
    box = screen.record.forms._forms["receipt"].editor("text").widget
    middle = (box.width() - 20, box.height() // 2)
    open_ground = box.grab().toImage().pixelColor(*middle).name()
    context.gateway.write("x", complaints.step, complaint, "T23", {}, "why")
    assert not box.isEnabled()
    assert not screen.record.forms._forms["receipt"].editor("subject").widget.isEnabled()
    assert open_ground == colour("field").name()
    assert box.grab().toImage().pixelColor(*middle).name() == colour("ground").name()
