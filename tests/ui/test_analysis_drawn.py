"""What an analysis draws: why it is empty, whom it leaves out, round steps, the mark that follows the table, a titled picture;
and what can be asked wrongly."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.i18n import set_language
from app.models import BY_KEY, Customer, Employee
from app.services import records, settings
from app.services.business.words import STATUS
from app.ui.screens.analysis import out
from app.ui.screens.analysis.catalogue import analysis
from app.ui.screens.analysis.charts import painted
from app.ui.screens.analysis.credit import HOLD
from app.ui.screens.analysis.headed import heading_of
from app.ui.screens.analysis.screen import BUSY, RESULT, AnalysisScreen
from app.ui.screens.analysis.steps import axis_of
from app.ui.style import colour
from tests.ui.hands import retype

DAY = date(2026, 6, 30)
MANY = 43


def _trade(session):
    given = [{"name": f"客户{place:02}", "code": f"K{place:02}"} for place in range(MANY)]
    keys = [records.create(session, Customer, one) for one in given]
    records.create_many(session, BY_KEY["orders"], [
        {"customer_id": key, "ordered_on": date(2026, 3, 1), "net": 1_000_00 * (place + 1)} for place, key in enumerate(keys)])
    records.create(session, Employee, {"name": "陈立"})
    return keys


@pytest.fixture
def keys(store):
    return store.write("x", _trade).value


@pytest.fixture
def screen(qtbot, context, keys):
    """The share by sales of forty-three customers whose orders name no cost."""
    made = AnalysisScreen(context)
    qtbot.addWidget(made)
    made.resize(1180, 720)
    made.show()
    made.begin({"analysis": "pareto", "as_of": DAY})
    made.activate()
    made.grab()
    return made


def test_steps_are_whole_and_round_and_hold_zero() -> None:
    assert axis_of([5, 2], "number") == (0, 1, 2, 3, 4, 5)
    assert axis_of([1], "number") == (0, 1)
    assert axis_of([23_456_700], "money") == (0, 5e6, 10e6, 15e6, 20e6, 25e6)
    assert axis_of([-330_000_00, 310_000_00], "money") == (-4e7, -2e7, 0, 2e7, 4e7)
    assert axis_of([], "money") == (0, 100)


@pytest.mark.parametrize(("tones", "codes"), [("status", (*STATUS, "never")), ("hold", tuple(HOLD))])
def test_columns_of_codes_have_a_colour_each(tones, codes) -> None:
    assert all(colour(painted(tones, code)).isValid() for code in codes)
    assert len({painted("hold", code) for code in HOLD}) == 3


def test_a_drawing_says_whom_it_leaves_out_and_why_it_is_empty(screen) -> None:
    assert len(screen.chart.canvas.spots) == 40
    assert screen.chart.hint.text().startswith("Drawn are the first 40 of 43. Click in the drawing")
    screen.choose(analysis("growth"))
    assert screen.chart.hint.text().startswith("Drawn are the first 20 and the last 20 of 43.")
    retype(screen.asked.line, "客户0")
    assert screen.chart.hint.text().startswith("Click in the drawing")
    screen.asked.line.clear()
    for key, told in (("wallet", "yearly purchases"), ("clv", "what their goods cost")):
        screen.choose(analysis(key))
        assert told in screen.chart.canvas.message, key
        assert screen.chart.hint.text() == "", key
    screen.choose(analysis("pareto"))
    assert screen.chart.canvas.message == ""


def test_the_second_click_of_two_meets_the_drawing_and_the_mark_follows_the_table(screen, keys, context, qtbot) -> None:
    canvas = screen.chart.canvas
    place = canvas.spots[-1].place.center().toPoint()
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place)
    qtbot.wait(1)
    inside = canvas.mapTo(screen, place)
    assert screen.childAt(inside) is canvas
    assert screen.why.sentences()
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=place)
    assert context.frame.visited == [("customers", keys[MANY - 40])]
    qtbot.waitUntil(screen.why.isVisible)
    screen.grab()
    screen.table.grid.setFocus()
    screen.table.choose(keys[MANY - 3])
    canvas.grab()
    assert canvas.spots[canvas._place].keys == (keys[MANY - 3],)
    screen.table.choose(keys[0])  # not drawn: nobody is marked
    canvas.grab()
    assert canvas._place == -1


def test_a_saved_picture_names_itself(screen, context, tmp_path, store) -> None:
    store.write("x", _named)
    assert heading_of(screen) == (
        "ABC by share", "宁江机械", "2025-07-01 to 2026-06-30 · Drawn are the first 40 of 43.")
    out.save_drawing_to(screen, tmp_path / "share.png")
    high = int.from_bytes((tmp_path / "share.png").read_bytes()[20:24], "big")
    assert high > 2 * screen.chart.canvas.height()
    screen.choose(analysis("matrices"))
    assert heading_of(screen).title == "ABC matrices: M1: sales and growth"
    set_language("zh")
    assert "2026-06-30" in heading_of(screen).line


def _named(session):
    settings.save_company(session, {"name": "宁江机械"})


def test_a_day_that_is_none_is_told_in_place_of_the_figures(screen) -> None:
    line = screen.asked.day.editor.line
    retype(line, "2026-02-30")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert screen.pages.currentIndex() == BUSY
    assert "2026-02-30" in screen.busy.text.text()
    assert not screen.table.rows
    retype(line, "2026-5-31")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert (screen.pages.currentIndex(), screen.wanted.as_of) == (RESULT, date(2026, 5, 31))
    line.clear()
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert line.text() == "2026-05-31"


def test_an_emptied_salesperson_is_everybody_and_an_unknown_one_is_told(screen) -> None:
    line = screen.asked.owner.editor.line
    line.setFocus()
    retype(line, "陈立")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert screen.asked.owner_id() is not None
    assert screen.table.rows == []
    retype(line, "")
    popup = screen.asked.owner.editor._completer.popup()
    QTest.keyClick(popup if popup.isVisible() else line, Qt.Key.Key_Return)
    assert screen.asked.owner_id() is None
    assert (line.text(), len(screen.table.rows)) == ("", MANY)
    retype(line, "100")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert screen.asked.unknown.isVisible()
    assert screen.asked.unknown.text().startswith("Nobody of that name is here")
    retype(line, "")
    assert not screen.asked.unknown.isVisible()
