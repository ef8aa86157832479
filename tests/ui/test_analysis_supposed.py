"""“What if more stayed” (C29) typed in the window: the published figures, those of the file, what can't be read."""

import json
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.i18n import set_language
from app.services import settings
from app.ui.screens.analysis.screen import BUSY, NOTHING, RESULT, AnalysisScreen
from tests.ui.hands import retype
from tests.ui.test_analysis_screen import DAY, names  # noqa: F401

ORACLE = json.loads((Path(__file__).parents[1] / "oracles.json").read_text(encoding="utf-8"))["C29_whatif"]


@pytest.fixture
def screen(qtbot, context):
    """The screen at this analysis."""
    made = AnalysisScreen(context)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    made.begin({"analysis": "what_if", "as_of": DAY})
    made.activate()
    return made


def ask(screen, **typed: str) -> None:
    """Type into the fields, each left by Enter."""
    for number in screen.asked.numbers:
        if number.key in typed:
            retype(number.line, typed[number.key])
            QTest.keyClick(number.line, Qt.Key.Key_Return)


def line(screen, words: str) -> list[str]:
    """A row by its first words: now and then."""
    return next([cell.text for cell in row.cells][1:] for row in screen.table.rows if row.cells[0].text == words)


def hints(screen) -> dict[str, str]:
    return {number.key: number.line.placeholderText() for number in screen.asked.numbers}


def test_the_published_figures_come_out_of_what_is_typed(names, screen, store) -> None:  # noqa: F811
    assert hints(screen)["margin"] == "¥38,791.80"  # (110 + 30 + 42 - 3 + 5 × 365 / 122) / 5, in thousands
    assert (hints(screen)["discount"], hints(screen)["keeping"]) == ("10.0%", "not given")
    assert line(screen, "Margin of a customer a year") == ["¥38,791.80"] * 2
    assert dict(screen.shown.facts)["Winning as many new ones would cost"] == "—"
    assert "is not known: type what keeping one costs" in screen.note.text()
    ask(screen, margin="10,000", now="80", then="85%", discount="10")
    shown = [float(text.strip("¥").replace(",", "")) for text in line(screen, "Lifetime value of a customer")]
    assert shown == [ORACLE["clv80"], ORACLE["clv85"]]
    assert dict(screen.shown.facts)["Growth of the value"] == f"{ORACLE['up']}%"
    assert "the margin typed, for 5 customers, discounted at 10.0% a year" in screen.note.text()
    ask(screen, keeping="1,000", times="5:1")
    assert dict(screen.shown.facts)["Winning as many new ones would cost"] == "¥1,250.00"  # 0.25 customers × 1,000 × 5
    assert "not known" not in screen.note.text()
    store.write("x", settings.change, "analysis.discount", "0.12")
    ask(screen, margin="", discount="")
    assert (hints(screen)["discount"], line(screen, "Discount rate")) == ("12.0%", ["12.0%"] * 2)
    set_language("zh")
    screen.retranslate()
    assert [number.line.text() for number in screen.asked.numbers] == ["80", "85%", "", "", "1,000", "5:1"]


@pytest.mark.parametrize(("typed", "said"), [
    ({"margin": "viel"}, "“viel” is not an amount. Type for example 12345.60."),
    ({"times": "x"}, "“x” is not a number."), ({"then": ""}, "“” is no percentage. Type for example 85."),
    ({"now": "120"}, "Retention lies between 0 and 100 percent."),
    ({"discount": "-1"}, "The discount lies between 0 and 100 percent."),
    ({"then": "100", "discount": "0"}, "If everybody stays and nothing is discounted, the value has no limit."),
    ({"keeping": "-5"}, "Keeping a customer costs nothing or more."),
    ({"times": "0"}, "How many times as much a new customer costs is above 0."),
])  # fmt: skip
def test_what_cannot_be_reckoned_with_is_told(names, screen, typed, said) -> None:  # noqa: F811
    ask(screen, **typed)
    assert (screen.pages.currentIndex(), screen.busy.text.text()) == (BUSY, said)


def test_without_costs_a_margin_may_be_typed(screen, store) -> None:
    assert screen.pages.currentIndex() == NOTHING
    ask(screen, margin="1万")
    assert (screen.pages.currentIndex(), line(screen, "Margin of a customer a year")) == (RESULT, ["¥10,000.00"] * 2)


def test_what_else_is_reckoned_from_what_is_typed_and_asked(names, screen) -> None:  # noqa: F811
    screen.begin({"analysis": "winning", "as_of": date(2026, 12, 31), "months": 6})
    before = amount(screen, "What losing them costs")
    assert dict(screen.shown.facts)["Lost customers"] == "5"
    ask(screen, handling="500")  # C28
    assert amount(screen, "What losing them costs") - before == 5 * 500
    ask(screen, handling="-1")
    assert screen.busy.text.text() == "Handling a lost customer costs nothing or more."
    yearly = "Lost in a year at this rate"
    screen.begin({"analysis": "status", "as_of": date(2026, 11, 30), "months": 1})
    assert dict(screen.shown.facts)[yearly] == "100.0%"  # all five are lost in this month
    screen.begin({"analysis": "status", "months": 12})
    assert yearly not in dict(screen.shown.facts)
    screen.begin({"analysis": "clv", "as_of": DAY})
    screen.table.choose(names["甲"])
    assert "At this rate a customer stays 5.0 years on average." in screen.why.sentences()  # C12: 80 percent assumed


def amount(screen, words: str) -> float:
    """A figure of the firm in yuan."""
    return float(dict(screen.shown.facts)[words].strip("¥").replace(",", ""))
