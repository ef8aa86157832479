"""The decision chain in the window: list and org chart, dragging, keys, menu, what to do about remarks, changing jobs."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app.formats import today
from app.i18n import set_language
from app.models import Contact, Customer, Visit
from app.services import job_change, records, settings
from app.ui.context import Context
from app.ui.editors.link import LinkEditor
from app.ui.forms.kept_drafts import kept_drafts
from app.ui.kit.widgets import PlainLabel
from app.ui.screens.customers.people import CHART, LIST
from app.ui.screens.customers.record import CustomerRecord
from app.ui.screens.people.screen import PeopleScreen
from app.ui.screens.reports.screen import ReportsScreen
from app.ui.screens.visits.entry import VisitEntry
from app.ui.style import apply_style
from tests.ui import hands

ORACLE = ((50, "2", "王芳"), (30, "0", "周工"), (20, "-1", "李办"))


def write(context: Context, entity: Any, **values: Any) -> UUID:
    made: list[UUID] = []
    context.gateway.write("make", records.create, entity, values, done=made.append)
    return made[0]


def stored(context: Context, key: UUID) -> dict[str, Any]:
    found: dict[str, Any] = context.gateway.read_now(records.get, Contact, key)
    return found


def find(screen: QWidget, kind: Any, name: str) -> Any:
    found = screen.findChild(kind, name)
    assert found is not None, name
    return found


@pytest.fixture
def firm(context: Context) -> UUID:
    return write(context, Customer, name="华信钢构有限公司")


@pytest.fixture
def people(context: Context, firm: UUID) -> list[UUID]:
    """The oracle of F-04: 王芳 above 周工 above 李办."""
    keys: list[UUID] = []
    for weight, attitude, name in ORACLE:
        above = keys[-1] if keys else None
        keys.append(write(context, Contact, customer_id=firm, name=name, weight=weight, attitude=attitude, reports_to_id=above))
    return keys


@pytest.fixture
def record(context: Context, qtbot: QtBot, firm: UUID, people: list[UUID]) -> CustomerRecord:
    made = CustomerRecord(context)
    qtbot.addWidget(made)
    made.resize(900, 760)
    made.show()
    made.show_record(firm)
    made.pane.show_tab("people")
    return made


@pytest.fixture
def chart(record: CustomerRecord) -> CustomerRecord:
    hands.click(find(record, QPushButton, "customers.people.chart"))
    return record


def canvas(record: CustomerRecord) -> Any:
    assert record.people is not None
    return record.people.chart.view.canvas


def middle(record: CustomerRecord, person: UUID) -> QPoint:
    place: QPoint = canvas(record).place_of(person.hex).center()
    return place


def drag(record: CustomerRecord, qtbot: QtBot, person: UUID, to: QPoint) -> None:
    board, began = canvas(record), middle(record, person)
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(board, left, pos=began)
    far = QApplication.startDragDistance() + 4
    for place in (began + QPoint(far, far), to):
        move = board.mapToGlobal(place)
        event = _move(place, move)
        QApplication.sendEvent(board, event)
    board.grab()
    qtbot.mouseRelease(board, left, pos=to)


def _move(place: QPoint, globally: QPoint) -> Any:
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    left = Qt.MouseButton.LeftButton
    return QMouseEvent(
        QEvent.Type.MouseMove, QPointF(place), QPointF(globally), Qt.MouseButton.NoButton, left, Qt.KeyboardModifier.NoModifier
    )


def test_the_oracle_stands_above_list_and_chart(record: CustomerRecord) -> None:
    assert record.people is not None
    assert record.people.figures.text() == "Coverage in 90 days 0% · support +0.40"
    names = [line[1][0].text.strip(" └") for line in record.people.table.rows.lines]
    assert names == ["王芳", "周工", "李办"]
    assert [line[1][3].text for line in record.people.table.rows.lines] == ["++ Supports", "0 Neutral", "− Leans against us"]
    record.people.show_view(CHART)
    assert record.people.figures.isVisible()
    cards = canvas(record).cards.values()
    assert [(card.name, card.weight, card.tone) for card in cards] == [
        ("王芳", "50 %", "good"), ("周工", "30 %", "neutral"), ("李办", "20 %", "warning"),
    ]  # fmt: skip


def test_the_choice_of_list_or_chart_is_remembered(chart: CustomerRecord, context: Context) -> None:
    assert chart.people is not None
    assert chart.people.stack.currentWidget() is chart.people.chart
    assert context.preferences.get("customers.people.view") == CHART
    hands.click(find(chart, QPushButton, "customers.people.list"))
    assert chart.people.stack.currentWidget() is chart.people.table
    assert context.preferences.get("customers.people.view") == LIST


def test_dropping_somebody_on_another_changes_the_line_in_one_step(
    chart: CustomerRecord, qtbot: QtBot, context: Context, people: list[UUID]
) -> None:
    drag(chart, qtbot, people[2], middle(chart, people[0]))
    assert stored(context, people[2])["reports_to_id"] == people[0]
    context.gateway.undo()
    assert stored(context, people[2])["reports_to_id"] == people[1]


def test_nothing_scrolls_under_a_pressed_mouse(chart: CustomerRecord, qtbot: QtBot, people: list[UUID]) -> None:
    board, seen = canvas(chart), list[Any]()
    board.seen.connect(seen.append)
    qtbot.mousePress(board, Qt.MouseButton.LeftButton, pos=middle(chart, people[1]))
    assert (board.current, seen) == (people[1].hex, [])
    qtbot.mouseRelease(board, Qt.MouseButton.LeftButton, pos=middle(chart, people[1]))
    assert seen == [board.place_of(people[1].hex)]


def test_dropping_somebody_on_free_ground_means_nobody(
    chart: CustomerRecord, qtbot: QtBot, context: Context, people: list[UUID]
) -> None:
    drag(chart, qtbot, people[1], QPoint(3, canvas(chart).height() - 3))
    assert stored(context, people[1])["reports_to_id"] is None
    assert stored(context, people[2])["reports_to_id"] == people[1]


def test_a_circle_is_refused_with_a_sentence(chart: CustomerRecord, qtbot: QtBot, context: Context, people: list[UUID]) -> None:
    assert chart.people is not None
    assert chart.people.chart.verdict(people[0].hex, people[2].hex) == ("李办 stands below 王芳", False)
    drag(chart, qtbot, people[0], middle(chart, people[2]))
    refusal = chart.people.chart.refusal
    assert refusal.isVisible()
    assert refusal.text() == "李办 stands below 王芳. Change that line first."
    assert stored(context, people[0])["reports_to_id"] is None


def test_escape_ends_a_drag_and_nothing_happens(
    chart: CustomerRecord, qtbot: QtBot, context: Context, people: list[UUID]
) -> None:
    board = canvas(chart)
    qtbot.mousePress(board, Qt.MouseButton.LeftButton, pos=middle(chart, people[2]))
    place = middle(chart, people[0])
    QApplication.sendEvent(board, _move(place, board.mapToGlobal(place)))
    qtbot.keyClick(board, Qt.Key.Key_Escape)
    qtbot.mouseRelease(board, Qt.MouseButton.LeftButton, pos=place)
    assert stored(context, people[2])["reports_to_id"] == people[1]


def test_arrows_go_through_the_tree_and_enter_opens(
    chart: CustomerRecord, qtbot: QtBot, context: Context, people: list[UUID]
) -> None:
    board = canvas(chart)
    board.setFocus()
    assert board.current == people[0].hex
    qtbot.keyClick(board, Qt.Key.Key_Down)
    qtbot.keyClick(board, Qt.Key.Key_Down)
    assert board.accessibleDescription().startswith("李办, − Leans against us, 20 %, no contact yet, reports to 周工")
    qtbot.keyClick(board, Qt.Key.Key_Up)
    qtbot.keyClick(board, Qt.Key.Key_Return)
    assert context.frame.visited[-1] == ("people", people[1])  # type: ignore[attr-defined]


def test_ctrl_and_arrows_change_the_line(chart: CustomerRecord, qtbot: QtBot, context: Context, people: list[UUID]) -> None:
    board = canvas(chart)
    board.choose(people[2].hex)
    qtbot.keyClick(board, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert stored(context, people[2])["reports_to_id"] == people[0]
    qtbot.keyClick(board, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert stored(context, people[2])["reports_to_id"] == people[1]
    override = QKeyEvent(QKeyEvent.Type.ShortcutOverride, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    override.ignore()
    QApplication.sendEvent(board, override)
    assert override.isAccepted()


def test_the_menu_offers_lines_that_are_possible(chart: CustomerRecord, context: Context, people: list[UUID]) -> None:
    assert chart.people is not None
    menu = chart.people.chart.menu(people[1].hex)
    lines = next(action.menu() for action in menu.actions() if action.text() == "Reports to")
    assert [(action.text(), action.isChecked()) for action in lines.actions()] == [("Nobody", False), ("王芳", True)]
    lines.actions()[0].trigger()
    assert stored(context, people[1])["reports_to_id"] is None
    next(action for action in menu.actions() if action.text() == "Changed employer…").trigger()
    assert context.frame.begun[-1] == ("people", {"moved_id": people[1]})  # type: ignore[attr-defined]


def test_remarks_lead_on(record: CustomerRecord, context: Context, people: list[UUID], firm: UUID) -> None:
    assert record.people is not None
    assert record.people.remarks.texts() == ["Nobody is marked as the one who decides."]
    menu = record.people.decider_menu()
    assert [action.text() for action in menu.actions()] == ["王芳", "周工", "李办"]
    menu.actions()[0].trigger()
    assert stored(context, people[0])["role"] == "decider"
    assert record.people.remarks.texts() == ["王芳 decides, and no contact is recorded."]
    QApplication.processEvents()
    shown = [label.text() for label in record.people.remarks.findChildren(PlainLabel) if label.isVisible()]
    assert shown == record.people.remarks.texts()
    hands.click(next(b for b in record.people.findChildren(QPushButton, "chain.do.0") if b.isVisible()))
    values = {"customer_id": firm, "contact_id": people[0], "planned_on": today()}
    assert context.frame.begun == [("visits", values)]  # type: ignore[attr-defined]
    write(context, Visit, customer_id=firm, contact_id=people[0], state="done", happened_at=datetime.now(UTC))
    assert record.people.remarks.texts() == []
    assert not record.people.remarks.isVisible()


def test_weights_are_brought_to_a_hundred_and_taken_back(record: CustomerRecord, context: Context, people: list[UUID]) -> None:
    context.gateway.write("w", records.update, Contact, people[0], {"weight": 30, "role": "decider"})
    assert record.people is not None
    assert "The weights add up to 80, not to 100." in record.people.remarks.texts()
    QApplication.processEvents()
    hands.click(next(b for b in record.people.findChildren(QPushButton, "chain.do.1") if b.isVisible()))
    assert [stored(context, key)["weight"] for key in people] == [38, 37, 25]
    context.gateway.undo()
    assert [stored(context, key)["weight"] for key in people] == [30, 30, 20]


def test_a_silent_decider_is_in_the_colour_of_danger_on_the_card(
    chart: CustomerRecord, context: Context, people: list[UUID], firm: UUID
) -> None:
    context.gateway.write("w", records.update, Contact, people[0], {"role": "approver"})
    assert canvas(chart).cards[people[0].hex].alarm
    at = datetime.now(UTC) - timedelta(days=2)
    write(context, Visit, customer_id=firm, contact_id=people[0], state="done", happened_at=at)
    card = canvas(chart).cards[people[0].hex]
    assert (card.alarm, card.contact) == (False, "2 days ago")


def test_the_printer_opens_the_report_of_this_customer(record: CustomerRecord, context: Context, firm: UUID) -> None:
    hands.click(find(record, QToolButton, "customers.people.print"))
    assert context.frame.begun == [("reports", {"report": "decision-chain", "customer_id": firm})]  # type: ignore[attr-defined]


def test_zoom_fit_and_dark_draw(chart: CustomerRecord, qtbot: QtBot, qapp: QApplication) -> None:
    board = canvas(chart)
    before = board.zoom
    hands.click(find(chart, QToolButton, "chain.chart.smaller"))
    assert board.zoom == pytest.approx(before / 1.2)
    board.setFocus()
    qtbot.keyClick(board, Qt.Key.Key_0)
    assert board.zoom == pytest.approx(min(1.0, board.zoom))
    light = board.grab().toImage()
    try:
        apply_style(qapp, "dark")
        assert board.grab().toImage() != light
    finally:
        apply_style(qapp, "light")


def test_a_large_chart_is_legible_at_first_and_whole_when_asked(
    chart: CustomerRecord, context: Context, firm: UUID, people: list[UUID], qtbot: QtBot
) -> None:
    rows = [{"customer_id": firm, "name": f"人员{n}", "reports_to_id": people[n % 3]} for n in range(40)]
    context.gateway.write("many", records.create_many, Contact, rows)
    board = canvas(chart)
    assert len(board.cards) == 43
    assert board.zoom == pytest.approx(0.8)
    hands.click(find(chart, QToolButton, "chain.chart.fit"))
    QApplication.processEvents()
    assert board.zoom < 0.8
    assert chart.people is not None
    assert chart.people.chart.view.area.horizontalScrollBar().maximum() == 0


def test_the_words_follow_the_language(chart: CustomerRecord) -> None:
    set_language("zh")
    chart.retranslate()
    assert chart.people is not None
    assert chart.people.figures.text() == "90 天覆盖率 0% · 支持度 +0.40"


# changing jobs --------------------------------------------------------------------------------------------------------


@pytest.fixture
def screen(context: Context, qtbot: QtBot, people: list[UUID]) -> PeopleScreen:
    made = PeopleScreen(context)
    qtbot.addWidget(made)
    made.resize(1166, 760)
    made.show()
    made.activate()
    return made


def test_somebody_moves_to_another_customer(
    screen: PeopleScreen, context: Context, people: list[UUID], firm: UUID, qtbot: QtBot
) -> None:
    other = write(context, Customer, name="宁江泵业股份有限公司")
    screen.open_record(people[1])
    hands.click(find(screen, QPushButton, "people.move"))
    panel = find(screen, QWidget, "move")
    editor = panel.boxes["customer_id"].editor
    assert isinstance(editor, LinkEditor)
    hands.retype(editor.line, "宁江")
    editor._choose(editor._found.index(0, 0))
    hands.retype(find(panel, QLineEdit, "move.title"), "总工")
    hands.click(find(panel, QPushButton, "move.do"))
    values = stored(context, people[1])
    assert (values["customer_id"], values["title"], values["reports_to_id"]) == (other, "总工", None)
    assert stored(context, people[2])["reports_to_id"] == people[0]
    assert screen.record.pane.line.whole().startswith("宁江泵业股份有限公司 · 总工")
    posts = screen.record.overview.posts.rows.lines
    assert [(line[1][0].text, line[1][3].text) for line in posts] == [
        ("宁江泵业股份有限公司", "until now"), ("华信钢构有限公司", today().isoformat()),
    ]  # fmt: skip
    context.gateway.undo()
    assert stored(context, people[1])["customer_id"] == firm
    assert screen.record.pane.line.whole().startswith("华信钢构有限公司")


def test_a_firm_that_is_only_named_and_what_is_wrong_beside_its_field(
    screen: PeopleScreen, context: Context, people: list[UUID], firm: UUID
) -> None:
    context.gateway.write("w", records.update, Contact, people[0], {"in_post_since": date(2020, 1, 1)})
    screen.begin({"moved_id": people[0]})
    panel = find(screen, QWidget, "move")
    hands.click(find(panel, QPushButton, "move.do"))
    assert panel.boxes["customer_id"].note.text() == "Name the new firm."
    hands.retype(find(panel, QLineEdit, "move.employer"), "远方贸易")
    hands.retype(find(panel, QLineEdit, "move.in_post_since"), "2019-12-31")
    hands.click(find(panel, QPushButton, "move.do"))
    assert panel.boxes["in_post_since"].note.text() == "The former post began on 2020-01-01, later than this."
    hands.retype(find(panel, QLineEdit, "move.in_post_since"), "2026-01-02")
    hands.click(find(panel, QPushButton, "move.do"))
    assert stored(context, people[0])["new_employer"] == "远方贸易"
    assert screen.record.pane.badges()[-1] == "Has left"
    assert screen.record.pane.line.whole().startswith("远方贸易")


def test_who_left_is_folded_away_at_the_old_firm_and_opens(record: CustomerRecord, context: Context, people: list[UUID]) -> None:
    assert record.people is not None
    former = record.people.former
    assert not former.isVisible()
    move = job_change.Move(employer="远方贸易", since=date(2026, 1, 2))
    context.gateway.write("move", job_change.change_employer, people[1], move)
    assert former.isVisible()
    assert not former.table.isVisible()
    hands.click(former.head)
    assert former.head.text() == "1 former person"
    assert [cell.text for cell in former.table.rows.lines[0][1]] == ["周工", "", "2026-01-02", "远方贸易"]
    assert [line[1][0].text.strip(" └") for line in record.people.table.rows.lines] == ["王芳", "李办"]
    former.table.opened.emit(people[1])
    assert context.frame.visited[-1] == ("people", people[1])  # type: ignore[attr-defined]


def test_ctrl_p_prints_the_card_of_the_person_shown(screen: PeopleScreen, context: Context, people: list[UUID]) -> None:
    screen.print_current()
    assert context.frame.begun == []  # type: ignore[attr-defined]
    screen.open_record(people[0])
    screen.print_current()
    assert context.frame.begun == [("reports", {"report": "decision-maker", "contact_id": people[0]})]  # type: ignore[attr-defined]


def test_the_reports_screen_shows_the_card_it_is_asked_for(context: Context, qtbot: QtBot, people: list[UUID]) -> None:
    reports = ReportsScreen(context)
    qtbot.addWidget(reports)
    reports.begin({"report": "decision-maker"})
    assert reports.preview.note.text() == "Choose a person. Type a few characters of the name."
    reports.begin({"report": "decision-maker", "contact_id": people[0]})
    assert reports.printed is not None
    assert reports.printed.document.title == "Decision-maker card: 王芳"
    assert reports.preview.pages() == 1
    reports.begin({"report": "decision-chain", "customer_id": stored(context, people[0])["customer_id"]})
    assert reports.printed.document.title == "Decision chain: 华信钢构有限公司"


def test_a_visit_at_the_new_firm_offers_the_person(
    screen: PeopleScreen, context: Context, people: list[UUID], firm: UUID
) -> None:
    other = write(context, Customer, name="宁江泵业股份有限公司")
    context.gateway.write("move", job_change.change_employer, people[1], job_change.Move(other))
    context.gateway.write("left", job_change.change_employer, people[2], job_change.Move(employer="远方贸易"))
    entry = VisitEntry(context, lambda _key: None, lambda: None)
    for customer, offered in ((other, {"周工"}), (firm, {"王芳"})):
        entry.start_record({"customer_id": customer})
        editor = entry.record_form.editor("contact_id")
        assert isinstance(editor, LinkEditor)
        hands.retype(editor.line, " ")
        found = {editor._found.item(row).text().split("  ·")[0] for row in range(editor._found.rowCount())}
        assert found == offered


def test_the_overview_says_how_to_address_them_and_the_trust_with_its_parts(
    screen: PeopleScreen, context: Context, people: list[UUID]
) -> None:
    parts = ("trust_credibility", "trust_reliability", "trust_intimacy", "trust_self_interest")
    for scores in (("7", "9", "6", "4"), ("8", "7", "5", "2")):
        values = dict(zip(parts, scores, strict=True)) | {"title": "副总经理", "form_of_address": "ms"}
        context.gateway.write("trust", records.update, Contact, people[0], values)
    screen.open_record(people[0])
    page = screen.record.overview
    assert page.addressed.text() == "Addressed as Ms 王; a letter begins “Dear Ms 王”."
    assert page.trust.text() == "Trust 10.0, high trust: (credibility 8 + reliability 7 + intimacy 5) ÷ self-interest 2"
    assert page.trend.text() == f"Before: 5.5 until {today().isoformat()}"
    assert page.care.text() == f"Next care day {today().isoformat()}: get in touch."


def test_sections_open_where_something_stands_in_them(screen: PeopleScreen, context: Context, people: list[UUID]) -> None:
    context.gateway.write("w", records.update, Contact, people[0], {"expertise": "焊接", "consent_purpose": "回访"})
    screen.open_record(people[0])
    screen.record.pane.show_tab("file")
    shown = {name: screen.record.form.findChild(QLineEdit, f"person.{name}") for name in ("expertise", "consent_purpose")}
    assert all(line is not None and line.isVisible() for line in shown.values())
    screen.open_record(people[1])
    assert all(line is not None and not line.isVisible() for line in shown.values())


def test_a_former_post_is_typed_into_the_file(screen: PeopleScreen, context: Context, people: list[UUID], qtbot: QtBot) -> None:
    screen.open_record(people[0])
    screen.record.pane.show_tab("file")
    table = screen.record.posts
    hands.click(table.add_button)
    hands.type_text(QApplication.focusWidget() or table, "老厂")
    qtbot.keyClick(QApplication.focusWidget() or table, Qt.Key.Key_Tab)
    hands.type_text(QApplication.focusWidget() or table, "钳工")
    assert screen.save()
    posts = context.gateway.read_now(job_change.posts, people[0])
    assert [(post.employer, post.title, post.present) for post in posts] == [
        ("华信钢构有限公司", "", True), ("老厂", "钳工", False),
    ]  # fmt: skip
    screen.record.pane.show_tab("overview")
    assert [line[1][0].text for line in screen.record.overview.posts.rows.lines] == ["华信钢构有限公司", "老厂"]


def test_a_change_of_employer_that_is_left_waits_as_a_draft(
    screen: PeopleScreen, context: Context, people: list[UUID], firm: UUID
) -> None:
    other = write(context, Customer, name="宁江泵业股份有限公司")
    screen.begin({"moved_id": people[1]})
    panel = screen.record.mover.panel
    assert panel is not None
    hands.retype(panel.boxes["customer_id"].editor.line, "宁江")
    panel.boxes["customer_id"].editor._choose(panel.boxes["customer_id"].editor._found.index(0, 0))
    hands.retype(find(panel, QLineEdit, "move.title"), "总工")
    screen.open_record(people[0])
    assert screen.record.mover.panel is None
    waiting = [each for each in kept_drafts(context.gateway) if each.values.get("tab") == "move"]
    assert [(each.title, each.screen) for each in waiting] == [("周工", "people")]
    screen.begin(waiting[0].values)
    again = screen.record.mover.panel
    assert again is not None
    hands.click(again.banner.resume)
    assert find(again, QLineEdit, "move.title").text() == "总工"
    assert again.boxes["customer_id"].editor.line.text() == "宁江泵业股份有限公司"
    hands.click(find(again, QPushButton, "move.do"))
    assert (stored(context, people[1])["customer_id"], stored(context, people[1])["title"]) == (other, "总工")
    assert context.gateway.draft_keys() == []


def test_the_panel_of_a_changed_employer_speaks_the_other_language_and_keeps_what_is_typed(
    screen: PeopleScreen, people: list[UUID]
) -> None:
    screen.begin({"moved_id": people[1]})
    panel = screen.record.mover.panel
    assert panel is not None
    hands.retype(find(panel, QLineEdit, "move.title"), "总工")
    set_language("zh")
    screen.retranslate()
    assert screen.record.mover.panel is panel
    assert panel.leave.text() == "取消"
    assert panel.boxes["title"].label.text() == "职务"
    assert find(panel, QLineEdit, "move.title").text() == "总工"
    set_language("en")


def test_a_vice_post_is_addressed_as_set(screen: PeopleScreen, context: Context, people: list[UUID]) -> None:
    set_language("zh")
    context.gateway.write("post", records.update, Contact, people[0], {"title": "副总经理"})
    screen.open_record(people[0])
    assert "王总" in screen.record.overview.addressed.text()
    context.gateway.write("set", settings.change, "address.vice", True)
    screen.record.reload()
    assert "王副总" in screen.record.overview.addressed.text()
    set_language("en")
