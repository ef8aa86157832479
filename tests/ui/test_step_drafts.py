"""What a step of a complaint asks for: what is typed there waits until the step is taken."""

from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.models import Complaint
from app.services import complaints, customers, records
from app.ui.context import Context
from app.ui.dialogs.transition import TransitionPanel
from app.ui.editors.editor import TextEditor
from app.ui.forms.kept_drafts import kept_drafts
from app.ui.kit.speech import speak
from app.ui.screens.complaints.screen import ComplaintsScreen
from tests.ui.held import Held


@pytest.fixture
def cases(context: Context) -> list[Any]:
    customer = context.gateway.store.write("Added", customers.add, {"name": "Alpha", "kind": "company"}).value
    case = {"customer_id": customer, "severity": "S2", "urgency": "U2", "channel": "phone"}
    made = [case | {"subject": subject} for subject in ("Leak", "Noise")]
    return [context.gateway.store.write("Recorded", complaints.register, each).value for each in made]


@pytest.fixture
def desk(context: Context, cases: list[Any], qtbot: Any) -> ComplaintsScreen:
    """The first complaint, asked why it is the same as another one."""
    made = ComplaintsScreen(context)
    qtbot.addWidget(made)
    made.activate()
    made.open_record(cases[0])
    _ask_again(made)
    return made


def _ask_again(screen: ComplaintsScreen) -> None:
    screen.record._wanted(next(each for each in screen.record.card.offered() if each.action == "T24"))


def _panel(screen: ComplaintsScreen) -> TransitionPanel:
    assert screen.record._panel is not None
    return screen.record._panel


def _type_reason(screen: ComplaintsScreen, text: str) -> None:
    editor = _panel(screen)._reason.editor
    assert isinstance(editor, TextEditor)
    QTest.keyClicks(editor.widget, text)


def _all_typed(screen: ComplaintsScreen) -> tuple[Any, Any, Any]:
    panel = _panel(screen)
    return panel._reason.editor.value(), panel._at.editor.value(), panel.form.whole_values()["merged_into_id"]


def test_what_is_typed_for_a_step_outlives_another_record_and_the_end_of_the_program(
    desk: ComplaintsScreen, cases: list[Any], context: Context, qtbot: Any
) -> None:
    first, second = cases
    _type_reason(desk, "the same")
    _panel(desk)._at.editor.set_value(datetime(2026, 7, 1, 8, 30, tzinfo=UTC))
    _panel(desk).form.editor("merged_into_id").set_value(second, "Noise")
    _panel(desk).form.editor("merged_into_id").changed.emit()
    typed = _all_typed(desk)
    desk.open_record(second)
    assert desk.record._panel is None
    desk.open_record(first)
    _ask_again(desk)
    assert _panel(desk).banner.offered()
    _panel(desk).banner.resume.click()
    assert _all_typed(desk) == typed
    _type_reason(desk, "!")
    desk.keep_drafts()
    (kept,) = kept_drafts(context.gateway)
    later = ComplaintsScreen(context)
    qtbot.addWidget(later)
    later.activate()
    later.begin(kept.values)
    _panel(later).banner.resume.click()
    assert "!" in _all_typed(later)[0]
    assert _all_typed(later)[1:] == typed[1:]


def test_a_step_that_is_taken_leaves_no_draft_also_when_its_answer_comes_late(
    desk: ComplaintsScreen, cases: list[Any], context: Context, writer: Held, qapp: QApplication
) -> None:
    first, second = cases
    _type_reason(desk, "the same")
    _panel(desk).form.editor("merged_into_id").set_value(second, "Noise")
    _panel(desk).submit()
    desk.open_record(second)
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert context.gateway.draft_keys() == []
    writer.let_go()
    writer.let_go()
    assert kept_drafts(context.gateway) == ()
    assert context.gateway.store.read(records.get, Complaint, first)["merged_into_id"] == second
    assert not desk.record._taking, "another step can be taken"


def test_a_refused_step_keeps_its_draft_and_the_timer_keeps_it_too(desk: ComplaintsScreen, context: Context) -> None:
    _type_reason(desk, "why")
    panel = _panel(desk)
    assert panel._timer.isActive()
    panel._timer.timeout.emit()
    body = context.gateway.draft(panel.key)
    assert body is not None
    assert body["@reason"] == "why"
    panel.submit()
    assert context.gateway.draft(panel.key) is not None
    panel.banner.offer(body)
    panel.banner.throw.click()
    assert context.gateway.draft(panel.key)["@reason"] == "why", "typed since, not thrown away"  # type: ignore[index]


def test_a_step_is_asked_for_in_the_language_in_force(desk: ComplaintsScreen, qapp: QApplication) -> None:
    panel = _panel(desk)
    english = (panel.head.text(), panel.do.text(), panel.leave.text())
    speak(qapp, "zh")
    desk.retranslate()
    assert panel.leave.text() == "取消"
    assert not set(english) & {panel.head.text(), panel.do.text(), panel.leave.text()}
    speak(qapp, "en")


def test_the_step_is_told_with_the_complaint_it_was_taken_for(desk: ComplaintsScreen, cases: list[Any], context: Context) -> None:
    number = context.gateway.read_now(records.get, Complaint, cases[1])["number"]
    desk.open_record(cases[1])
    desk.record._wanted(next(each for each in desk.record.card.offered() if each.action == "T25"))
    _type_reason(desk, "A question")
    _panel(desk).submit()
    told: list[Any] = []
    context.gateway.history(cases[1], done=told.extend)
    assert told[0].label.text == f"Convert to a request: {number} Noise"
    speak(QApplication.instance(), "zh")  # type: ignore[arg-type]
    assert told[0].label.text.endswith(f"{number} Noise")
    assert "Convert" not in told[0].label.text
    speak(QApplication.instance(), "en")  # type: ignore[arg-type]
