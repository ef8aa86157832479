"""Settings of visits: another grid is a new version; exceptions and absences are checked where they are typed."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QDate

from app.formats import today
from app.models import Customer, Employee, Visit
from app.models.visit_plan import Absence, VisitException
from app.services import absences, records, settings, visit_policy, visits
from app.ui.screens.settings.screen import SettingsScreen


@pytest.fixture
def screen(qtbot, context):
    shown = SettingsScreen(context)
    qtbot.addWidget(shown)
    shown.show()
    return shown


def test_another_grid_is_a_new_version_and_the_rest_are_settings(screen, store, context):
    boss = store.write("x", records.create, Employee, {"name": "陈总"}).value
    page = screen.show_page("visits")
    page.fill()
    assert page.cells["gold", "manager"].value() == 24
    page.people["vp"].setCurrentIndex(page.people["vp"].findData(str(boss)))
    page.limits["visit.daily"].setValue(4)
    assert page.save()
    assert (store.read(visit_policy.history), store.read(settings.value, "visit.daily")) == ((), 4)
    assert store.read(settings.value, "visit.level_people") == {"vp": str(boss)}
    store.write("x", records.update, Employee, boss, {"has_left": True})
    page.fill()
    assert page.people["vp"].currentText() == "陈总 has left the firm"
    later = today() + timedelta(days=40)
    page.cells["gold", "manager"].setValue(18)
    page.effective.setDate(QDate(later.year, later.month, later.day))
    page.keep()
    assert page.save()
    (line,) = store.read(visit_policy.history)
    assert (line.effective_on, line.rates["gold", "manager"], line.rates["gold", "vp"]) == (later, 18, 2)
    page.cells["silver", "manager"].setValue(9)
    page.effective.setDate(QDate(2020, 1, 1))
    assert not page.save()
    assert "Version 1" in page.problem.text()
    assert len(store.read(visit_policy.history)) == 1
    page.effective.setDate(QDate(later.year, later.month, later.day))
    assert page.save()
    assert store.read(visit_policy.grid, later)["silver", "manager"] == 9
    context.gateway.undo()
    assert store.read(visit_policy.grid, later)["silver", "manager"] == 12
    assert page.cells["silver", "manager"].value() == 12


def _put(page, **values):
    for key, value in values.items():
        page.form.editor(key).set_value(value)
        page.form.editor(key).changed.emit()


def test_an_absence_is_refused_beside_its_field_and_names_the_visits_it_falls_on(screen, store):
    anna = store.write("x", records.create, Employee, {"name": "周敏"}).value
    customer = store.write("x", records.create, Customer, {"name": "华信钢构", "owner_id": anna}).value
    day = date(today().year + 1, 5, 12)
    store.write("x", visits.plan, {"customer_id": customer, "planned_on": day, "owner_id": anna})
    page = screen.show_page("absences")
    page.add.click()
    _put(page, employee_id=anna, begins_on=day, ends_on=day - timedelta(days=1))
    assert not screen.save()
    _put(page, ends_on=day)
    assert screen.save()
    assert [line.employee for line in store.read(absences.listed)] == ["周敏"]
    assert page.title.text() == "Absence · 周敏"
    assert page.note.text() == f"1 planned visit falls on these days: {day} 华信钢构"
    page.add.click()
    _put(page, employee_id=anna, begins_on=day, ends_on=day)
    assert not screen.save()
    assert len(store.read(lambda session: session.query(Absence).all())) == 1


def test_an_exception_needs_its_reason(screen, store):
    customer = store.write("x", records.create, Customer, {"name": "华信钢构"}).value
    page = screen.show_page("visit_exceptions")
    page.add.click()
    _put(page, customer_id=customer, level="manager", per_year=12)
    assert not screen.save()
    _put(page, reason="新工厂投产")
    assert screen.save()
    assert [line.per_year for line in store.read(visit_policy.exceptions)] == [12]
    assert page.title.text().endswith("华信钢构")
    assert store.read(lambda session: session.query(VisitException).count()) == 1
    assert store.read(lambda session: session.query(Visit).count()) == 0
