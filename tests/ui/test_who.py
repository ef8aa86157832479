"""Who is at the keyboard stands at the foot of the rail; what roles mean stands beside their choice."""

from typing import Any

from app.models import Employee
from app.services import records, settings
from app.ui.context import Context
from app.ui.frame import badges, who
from app.ui.frame.rail import Rail
from app.ui.frame.who import WhoItem
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from app.ui.screens.settings.firm import ShortList


def test_the_rail_says_who_is_there_and_its_places_stay(context: Context, qtbot: Any) -> None:
    window = MainWindow(Preferences(None))
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.context = context
    window.show()
    before = window.rail.items["settings"].pos()
    who.follow(window)
    (item,) = window.findChildren(WhoItem)
    assert item.isHidden()
    made = context.gateway.store.write("a", records.create, Employee, {"name": "陈立"}).value
    context.gateway.write("b", settings.change, "me", str(made))
    assert item.text().strip() == "陈立"
    context.gateway.write("c", records.update, Employee, made, {"role": "owner"})
    assert item.text().strip() == "陈立 · Owner"
    assert item.isVisible()
    window.rail.layout().activate()
    assert window.rail.items["settings"].pos() == before
    assert isinstance(window.rail, Rail)
    who.follow_no_more(window)
    assert item.isHidden()


def test_a_draft_of_before_is_told_once_where_today_is_not_shown(context: Context, qtbot: Any) -> None:
    window = MainWindow(Preferences(None))
    qtbot.addWidget(window)
    window.complete()
    context.gateway.keep_draft("customers:new", {"name": "没存的"})
    window.attach(Context(context.gateway, window, Preferences(None)), "customers")
    badges.tell_of_drafts(window)
    assert window.message.label.text().startswith("1 draft is kept")
    window.message.label.setText("")
    badges.tell_of_drafts(window)
    assert window.message.label.text() == ""
    window.detach()


def test_the_first_role_is_explained_before_it_is_given(context: Context, qtbot: Any) -> None:
    page = ShortList(context, "employees")
    qtbot.addWidget(page)
    page.fill()
    assert page.roles is not None
    assert page.roles.each.text().splitlines()[1].startswith("Team manager: ")
    assert not page.roles.first.isHidden()
    context.gateway.write("a", records.create, Employee, {"name": "陈立", "role": "owner"})
    assert page.roles.first.isHidden()
