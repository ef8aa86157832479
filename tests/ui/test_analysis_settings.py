"""Parameters of analyses and grades: checked together, a change is a new version of them, and the analyses follow."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QPushButton

from app.models.grading import Grading
from app.services import analysis_settings, grading, records, settings
from app.services.business import levels, scores, worth
from app.services.business.period import ending
from app.services.business.why import by_score
from app.services.defaults import DEFAULTS
from app.ui.screens.analysis.screen import AnalysisScreen
from app.ui.screens.settings.screen import SettingsScreen
from tests.ui.hands import click
from tests.ui.test_analysis_screen import DAY, trade


@pytest.fixture
def page(qtbot, context):
    shown = SettingsScreen(context)
    qtbot.addWidget(shown)
    shown.show()
    made = shown.show_page("analysis")
    made.fill()
    yield made
    shown.hide()


def test_a_change_is_checked_and_makes_a_new_version_of_the_parameters(page, qtbot, store, context) -> None:
    names = store.write("x", trade).value
    period = ending(DAY)
    assert page.typed() == {key: DEFAULTS[key] for key in analysis_settings.KEYS}
    assert page.edition.text() == "Version 1 of the parameters"
    before = {line.client.id: line.row for line in store.read(scores.scores, period).lines}[names["甲"]].score.value.value
    page.numbers["analysis.bands", "silver"].setValue(90)
    page.findChild(QPushButton, "settings.analysis.save").click()
    assert page.problem.text() == "Gold begins above silver, silver above ordinary."
    qtbot.waitUntil(lambda: not page.problem.visibleRegion().isEmpty())  # wherever Ctrl+S was pressed
    assert store.read(settings.value, "analysis.edition") == 1
    page.numbers["analysis.bands", "gold"].setValue(95)
    page.numbers["analysis.weights", "margin"].setValue(80)
    page.numbers["analysis.weights", "growth"].setValue(0)
    page.numbers["analysis.pareto", "0"].setValue(50)
    page.numbers["analysis.levels", "few"].setValue(2)
    page.main.setCurrentIndex(page.main.findData("pareto"))
    page.rates["analysis.interest"].setValue(4.5)
    assert page.save()
    assert page.edition.text() == "Version 2 of the parameters"
    assert (store.read(settings.value, "analysis.interest"), store.read(settings.value, "grade.main")) == ("0.045", "pareto")
    line = next(one for one in store.read(scores.scores, period).lines if one.client.id == names["甲"])
    assert line.row.score.value.value == Decimal(80 * 17 + 20 * 20) / 20 / 100 * 100 != before
    said = " ".join(by_score(line, None))
    assert "17 of 20 points, weight 80" in said
    assert "Gold from 95, silver from 90, ordinary from 40, below that watch." in said
    assert [one.row.letter for one in store.read(worth.pareto, period).lines] == ["A", "B", "B", "B", "C"]
    assert store.read(levels.levels, period).lines[-1].row.customers > 2
    done = store.write("Grade", grading.grade_all, date(2026, 6, 30)).value
    run = store.read(records.get, Grading, done.id)
    assert (run["edition"], '"analysis.weights": {"growth": 0, "margin": 80' in run["parameters"]) == ("2", True)
    context.gateway.undo()
    context.gateway.undo()
    page.fill()
    assert page.edition.text() == "Version 1 of the parameters"


def test_every_parameter_is_checked_and_the_usual_ones_come_back(page, store) -> None:
    for key, part, value, sentence in (
        ("analysis.pareto", "0", 99, "A ends before B"), ("analysis.pyramid", "0", 9, "Each tier"),
        ("analysis.rfm", "orders.1", 20, "Steps of RFM"), ("analysis.levels", "middle", 40, "Few customers"),
    ):  # fmt: skip
        page.numbers[key, part].setValue(value)
        assert not page.save()
        assert page.problem.text().startswith(sentence)
        page._reset()
    for weight in page.numbers:
        if weight[0] == "analysis.weights":
            page.numbers[weight].setValue(0)
    assert not page.save()
    page._reset()
    page.rates["analysis.discount"].setValue(0)
    assert not page.save()
    assert page.problem.text() == "The discount lies above 0 and below 100 percent."
    page._reset()
    assert page.save()
    assert store.read(settings.value, "analysis.edition") == 1


def test_each_analysis_leads_to_its_parameters(qtbot, context) -> None:
    screen = AnalysisScreen(context)
    qtbot.addWidget(screen)
    screen.show()
    click(screen.parameters)
    assert context.frame.begun[-1] == ("settings", {"page": "analysis"})


def test_the_wheel_reads_the_page_and_sets_nothing(page) -> None:
    fields = [field for kind in (QAbstractSpinBox, QComboBox) for field in page.findChildren(kind)]
    before = page.typed()
    for field in fields:
        field.setFocus()
        middle = QPointF(field.rect().center())
        turn = QWheelEvent(middle, field.mapToGlobal(middle), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
                           Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
        QApplication.sendEvent(field, turn)
    assert len(fields) > 30
    assert page.typed() == before
