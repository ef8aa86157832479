"""A visit's record afterwards: who was met, what was promised; of one that repeats, which times a change is for."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QMenu

from app.formats import today
from app.models import Contact, Customer, Employee, Visit
from app.models.visit_parts import VisitPromise
from app.services import records, visit_lines, visit_people, visit_promises, visit_series, visits
from app.ui.screens.visits.scope import scope_menu
from app.ui.screens.visits.screen import VisitsScreen
from tests.ui import hands


@pytest.fixture
def customer(store):
    store.write("x", records.create, Employee, {"name": "陈立"})
    return store.write("x", records.create, Customer, {"name": "华信钢构有限公司"}).value


@pytest.fixture
def screen(qtbot, context):
    shown = VisitsScreen(context)
    qtbot.addWidget(shown)
    shown.resize(1160, 700)
    shown.show()
    shown.activate()
    return shown


def get(store, entity, key):
    return store.read(records.get, entity, key)


def test_people_and_promises_stand_on_the_record_and_are_typed_there(store, context, customer, screen):
    boss = store.write("x", records.create, Contact, {"name": "王总", "customer_id": customer, "attitude": "0"}).value
    stranger_of = store.write("x", records.create, Customer, {"name": "别家"}).value
    stranger = store.write("x", records.create, Contact, {"name": "外人", "customer_id": stranger_of}).value
    done = {"customer_id": customer, "kind": "visit", "content": "谈了", "happened_at": None}
    visit = store.write(
        "x", visits.record, {key: value for key, value in done.items() if value}, None,
        people=[{"contact_id": boss}], promises=[{"name": "三天内报价", "due_on": today() + timedelta(3)}],
    ).value  # fmt: skip
    screen.open_record(visit)
    screen.record.pane.show_tab("lines")
    people, promises = screen.record.lines.tables()
    assert [line.values()["contact_id"] for line in people.lines] == [boss]
    assert [line.values()["name"] for line in promises.lines] == ["三天内报价"]
    context.gateway.write("x", visit_lines.change, "visit_people", people.lines[0].key, {"after": "2"})
    assert get(store, Contact, boss)["attitude"] == "2", "what is said after becomes the person's own"
    told: list[str] = []
    for values in ({"contact_id": stranger}, {"contact_id": boss}, {}):
        context.gateway.write(
            "x", visit_lines.add, "visit_people", visit, values, failed=lambda error: told.append(error.sentence)
        )
    assert told == [
        "外人 belongs to another customer.", "This person is among those at the visit already.",
        "Who was there is missing: choose a person or write a name.",
    ]  # fmt: skip
    context.gateway.write("x", visit_lines.add, "visit_promises", visit, {"side": "them", "name": "付首款", "amount": 500_000})
    assert [(line.side, line.amount) for line in store.read(visit_promises.of_visit, visit)] == [("us", None), ("them", 500_000)]
    assert len(promises.lines) == 2
    context.gateway.write("x", visit_lines.change, "visit_promises", promises.lines[0].key, {"kept_on": today()})
    assert store.read(visit_promises.of_visit, visit)[0].state == "kept"
    context.gateway.write("x", visit_lines.remove, "visit_promises", promises.lines[1].key)
    assert len(store.read(visit_promises.of_visit, visit)) == 1
    context.gateway.undo()
    assert get(store, VisitPromise, promises.lines[1].key)["deleted_at"] is None
    assert len(store.read(visit_people.of_visit, visit)) == 1


def weekly(store, customer):
    rule = {"customer_id": customer, "purpose": "例行拜访", "rule": "FREQ=WEEKLY;COUNT=4", "starts_on": today() + timedelta(1)}
    series = store.write("x", visit_series.create, rule).value
    assert series
    found = store.read(lambda session: sorted((row.planned_on, row.id) for row in session.query(Visit).all()))
    return [key for _day, key in found]


def typed(screen, text):
    form = screen.record.form
    hands.retype(form.editor("purpose").widget, text)
    return form


@pytest.mark.parametrize(("scope", "changed"), [("this", [1]), ("following", [1, 2, 3]), ("all", [0, 1, 2, 3])])
def test_a_change_of_one_that_repeats_asks_which_times_it_is_for(store, customer, screen, scope, changed):
    times = weekly(store, customer)
    screen.open_record(times[1])
    typed(screen, "谈年框")
    screen.record.save()
    menu = screen.record.bar.save_button.findChild(QMenu, "visit.scope")
    assert menu.isVisible()
    assert get(store, Visit, times[1])["purpose"] == "例行拜访", "nothing is stored before it is said"
    menu.close()
    assert screen.record.form.dirty()
    offered = scope_menu(screen.record.bar.save_button, screen.record._store).actions()
    offered[["this", "following", "all"].index(scope)].trigger()
    assert [number for number, key in enumerate(times) if get(store, Visit, key)["purpose"] == "谈年框"] == changed
    assert not screen.record.form.dirty()


def test_what_is_said_of_one_time_alone_asks_nothing(store, customer, screen):
    times = weekly(store, customer)
    screen.open_record(times[0])
    screen.record.form.editor("notes").set_value("带样品")
    screen.record.form.editor("notes").changed.emit()
    assert screen.record.save()
    assert [get(store, Visit, key)["notes"] for key in times] == ["带样品", None, None, None]
