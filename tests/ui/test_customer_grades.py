"""The grades of a customer in its file: every system, why, set by hand with a reason and an end, taken back; the ones before."""

from datetime import date, timedelta

import pytest

from app.formats import today
from app.i18n import set_language
from app.models import BY_KEY, Customer
from app.services import grading, records, settings
from app.ui.kit.widgets import Badge
from app.ui.screens.customers.business import CustomerBusiness
from tests.ui.hands import click, type_text
from tests.ui.test_analysis_screen import DAY, trade


@pytest.fixture
def names(store):
    made = store.write("x", trade).value
    store.write("x", settings.change, "grade.main", "matrices")
    return made


@pytest.fixture
def tab(qtbot, context, names):
    made = CustomerBusiness(context)
    qtbot.addWidget(made)
    made.resize(900, 760)
    made.show()
    return made


def part(tab, name: str):
    return tab.grades.buttons.get(name)


def badges(tab) -> list[str]:
    lines = tab.grades.lines
    found = (lines.itemAtPosition(place, 1).widget() for place in range(7))
    return [badge.text() for badge in found if isinstance(badge, Badge)]


def grade_of(store, key) -> str | None:
    return store.read(records.get, Customer, key)["grade"]


def test_every_system_stands_there_with_its_reason_and_what_was_before(tab, names, store, context) -> None:
    tab.load(names["丙"])
    click(tab.grades_button)
    assert tab.grades.note.text().startswith("Not graded yet. The main grade is the one of “ABC matrices”")
    for day in (date(2026, 5, 31), DAY):
        store.write("x", grading.grade_all, day, True)
    tab.load(names["丙"])
    assert badges(tab) == ["Silver", "A", "Minor customers", "B", "General: win back", "Active", "5 Partnership"]
    assert tab.grades.note.text().startswith("As of 2026-06-30, final. Computed at ")
    assert [line[1][0].text for line in tab.grades.past.rows.lines] == ["2026-06-30", "2026-05-31"]
    click(part(tab, "matrices.why"))
    assert "mean 2.67, therefore A" in tab.grades.reasons.text()
    worse = {"customer_id": names["丙"], "spent_on": date(2026, 6, 2), "amount": 9_000_000, "kind": "service"}
    store.write("x", records.create, BY_KEY["costs"], worse)
    click(part(tab, "matrices.why"))
    click(part(tab, "matrices.why"))
    assert tab.grades.reasons.text().endswith("Records changed since: reckoned anew it would be B.")
    for system in ("scorecard", "pyramid", "pareto", "rfm", "status", "level"):
        click(part(tab, f"{system}.why"))
        assert tab.grades.reasons.text(), system
    set_language("zh")
    tab.retranslate()
    assert part(tab, "level.why") is not None
    click(tab.grades_button)
    assert (tab.grades.isHidden(), tab.orders.isVisible()) == (True, True)


def test_one_list_stands_there_with_its_button_and_room(tab, names) -> None:
    tab.resize(560, 480)
    tab.load(names["丙"])
    parts = (tab.orders, tab.invoices, tab.receipts)
    for place in range(3):
        tab.ways.go(place)
        assert [each.isVisible() for each in parts] == [at == place for at in range(3)]
        assert [each.button.isVisible() for each in parts] == [at == place for at in range(3)]
        assert parts[place].list.height() >= 200
    click(tab.receipts.button)
    assert tab.context.frame.begun[-1] == ("receipts", {"customer_id": names["丙"]})


def test_a_grade_is_set_by_hand_for_a_reason_and_taken_back(tab, names, store, context) -> None:
    store.write("x", grading.grade_all, DAY, True)
    tab.load(names["丁"])
    click(tab.grades_button)
    assert grade_of(store, names["丁"]) == "ordinary"
    click(part(tab, "matrices.set"))
    panel = tab.grades.panel
    click(panel.button)
    assert panel.problem.text() == "Say why: it stands beside the grade."
    type_text(panel.reason, "战略客户")
    panel.until.editor.set_value(today() - timedelta(days=1))
    click(panel.button)
    assert panel.problem.text() == "This day is over."
    panel.until.editor.set_value(today() + timedelta(days=30))
    click(panel.button)
    assert grade_of(store, names["丁"]) == "gold"
    assert context.frame.toasts[-1] == ("Grade set by hand: A", True)
    assert tab.grades.by_hand.text() == f"ABC matrices: By hand: A, until {today() + timedelta(days=30)}. 战略客户"
    tab.load(names["丁"])
    assert tab.badge.text() == "A, by hand"
    assert "战略客户" in tab.by_hand.text()
    assert badges(tab)[1] == "C"  # what is computed stays beside it
    click(part(tab, "matrices.end"))
    assert (grade_of(store, names["丁"]), part(tab, "matrices.end")) == ("ordinary", None)
    context.gateway.undo()
    assert grade_of(store, names["丁"]) == "gold"


def test_who_is_never_served_has_no_button_to_set_a_grade(tab, names, store) -> None:
    store.write("x", records.update, Customer, names["戊"], {"grade": "never"})
    store.write("x", grading.grade_all, DAY, True)
    tab.load(names["戊"])
    click(tab.grades_button)
    assert part(tab, "matrices.set") is None
    assert part(tab, "matrices.why") is not None
