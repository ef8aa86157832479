"""Every figure leads to its records: those of the firm above the drawing, and sums of several kinds, which ask what is meant."""

from datetime import date, datetime

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QMenu, QPushButton

from app.formats import from_local
from app.i18n import set_language
from app.models import BY_KEY, Complaint, Visit
from app.services import records
from app.services.business.behind import behind
from app.services.business.period import ending
from app.ui.lists.views import Only
from app.ui.screens.analysis.behind import VIEWS
from app.ui.screens.analysis.catalogue import ANALYSES, analysis
from app.ui.screens.business.kinds import KINDS
from app.ui.screens.complaints import layout as complaints
from app.ui.screens.complaints.screen import ComplaintsScreen
from app.ui.screens.visits import layout as visits
from tests.ui.hands import click
from tests.ui.test_analysis_screen import DAY, names, owe, press, screen, trade

__all__ = ["names", "screen", "trade"]


def figure(screen, label: str) -> QPushButton:
    """The link of a figure of the firm."""
    return next(one for one in screen.facts.findChildren(QPushButton) if one.accessibleName().startswith(f"{label}: "))


def menu_of(screen) -> QMenu:
    return next(one for one in screen.findChildren(QMenu, "analysis.behind") if one.isVisible())


def test_a_cost_of_several_kinds_asks_which_and_opens_it(qtbot, names, screen, context, store) -> None:
    press_profit(screen)
    where, asked = context.frame.begun[-1]
    assert (where, screen.findChildren(QMenu, "analysis.behind")) == ("costs", [])
    went = from_local(datetime(2026, 3, 3, 9))
    visit = {"customer_id": names["甲"], "happened_at": went, "state": "done", "travel_cost": 30_000}
    key = store.write("x", records.create, Visit, visit).value
    store.write("x", records.create, BY_KEY["costs"], {"kind": "service", "amount": 800_000, "spent_on": date(2026, 3, 4)})
    screen.make()
    press_profit(screen)
    menu = menu_of(screen)
    assert [action.text() for action in menu.actions()] == ["Visits: ¥300.00", "Service work (Costs): ¥40,000.00"]
    menu.actions()[0].trigger()
    menu.close()
    where, asked = context.frame.begun[-1]
    assert (where, [(one.field, one.values) for one in asked["only"].filters]) == ("visits", [("id", (key,))])


def press_profit(screen) -> None:
    if screen.analysis.key != "profit":
        screen.choose(analysis("profit"))
    press(screen, "甲", 5)


def test_the_firms_figures_lead_to_records_and_to_customers(qtbot, names, screen, context) -> None:
    click(figure(screen, "Grade A"))
    where, asked = context.frame.begun[-1]
    graded = {names[row.cells[1].text] for row in screen.table.rows if row.cells[2].text == "A"}
    assert (where, set(asked["only"].filters[0].values)) == ("customers", graded)
    screen.choose(analysis("profit"))
    click(figure(screen, "Net sales"))
    where, asked = context.frame.begun[-1]
    assert where == "business"
    assert [one.field for one in asked["only"].filters] == ["state", "ordered_on"]
    assert not [one for one in screen.facts.findChildren(QPushButton) if one.accessibleName().startswith("Gross margin")]
    assert not [one for one in screen.facts.findChildren(QPushButton) if one.accessibleName().startswith("Not shared out")]
    cost = {"kind": "service", "amount": 800_000, "spent_on": date(2026, 3, 4)}
    context.gateway.write("x", records.create, BY_KEY["costs"], cost)
    click(figure(screen, "Not shared out"))
    assert [one.operator for one in context.frame.begun[-1][1]["only"].filters] == ["empty", "in", "between"]


def test_one_customer_of_a_kind_is_opened_itself(names, screen, context) -> None:
    screen.choose(analysis("pareto"))
    alone = next(letter for letter in "ABC" if sum(row.cells[5].text == letter for row in screen.table.rows) == 1)
    click(figure(screen, f"Class {alone}"))
    assert context.frame.visited[-1][0] == "customers"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_lead_opens_something(names, screen, context, store, language) -> None:
    owe(store, names)
    set_language(language)
    screen.retranslate()
    leading = 0
    for each in ANALYSES:
        screen.choose(each)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # the figures of the analysis before
        for button in screen.facts.findChildren(QPushButton):
            before = len(context.frame.begun) + len(context.frame.visited)
            click(button)
            opened = len(context.frame.begun) + len(context.frame.visited) > before
            assert opened or button.accessibleName().startswith(("Cost", "服务")), (each.key, button.accessibleName())
            leading += 1
    assert leading > 20


def test_lists_are_opened_in_the_view_that_leaves_nothing_out() -> None:
    assert all(kind.views[0].now() == () for kind in KINDS.values() if kind.entity in ("orders", "invoices", "receipts", "costs"))
    assert complaints.VIEWS[VIEWS["complaints"]].label == "All complaints"
    assert visits.VIEWS[VIEWS["visits"]].label == "Visits done"


def test_closed_complaints_are_listed_too(qtbot, names, context, store) -> None:
    """As the list itself opens them: most that cost anything are closed."""
    came = from_local(datetime(2026, 3, 3, 9))
    values = {"customer_id": names["甲"], "received_at": came, "state": "S95", "fines": 5_000, "subject": "错发"}
    store.write("x", records.create, Complaint, values)
    (heap,) = store.read(behind, ending(DAY), None, "serving")[-1:]
    screen = ComplaintsScreen(context)
    qtbot.addWidget(screen)
    screen.begin({"only": Only(VIEWS["complaints"], "x", heap.filters)})
    assert screen.list.model.rowCount() == 1
