"""What a person does while the writer or the readers are busy: nothing typed is lost, nothing is done twice."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from app.errors import AppError, StorageError
from app.models import Complaint, Customer, Visit, fields_of
from app.services import complaints, contacts, customers, records
from app.services.lists import ListQuery, count
from app.ui.context import Context
from app.ui.editors.editor import LineEditor
from app.ui.editors.link import LinkEditor
from app.ui.forms.form import Form
from app.ui.lists.tables import ListView
from app.ui.records.list_screen import ENTRY, NOTHING
from app.ui.screens.complaints.screen import ComplaintsScreen
from app.ui.screens.customers.screen import CustomersScreen
from app.ui.screens.people.screen import PeopleScreen
from app.ui.screens.visits.screen import VisitsScreen
from tests.ui.held import Broken, Held


def _add(context: Context, name: str) -> Any:
    return context.gateway.store.write("Added", customers.add, {"name": name, "kind": "company"}).value


def _type(form: Form, key: str, text: str) -> None:
    editor = form.editor(key)
    assert isinstance(editor, LineEditor)
    editor.line.end(False)
    QTest.keyClicks(editor.line, text)


@pytest.fixture
def screen(context: Context, qtbot: Any) -> CustomersScreen:
    made = CustomersScreen(context)
    qtbot.addWidget(made)
    made.activate()
    return made


def _file(screen: CustomersScreen, key: Any) -> Form:
    screen.open_record(key)
    screen.record.pane.show_tab("file")
    form = screen.record.file.form()
    assert form is not None
    return form


def test_what_is_typed_while_saving_stays_and_is_not_called_saved(
    screen: CustomersScreen, context: Context, writer: Held
) -> None:
    key = _add(context, "Alpha")
    form = _file(screen, key)
    _type(form, "name", "2")
    screen.save()
    _type(form, "name", "3")
    writer.let_go()
    assert context.gateway.store.read(records.get, Customer, key)["name"] == "Alpha2"
    assert form.values() == {"name": "Alpha23"}
    assert form.dirty()
    assert not screen.save()
    writer.let_go()
    assert context.gateway.store.read(records.get, Customer, key)["name"] == "Alpha23"
    assert not form.dirty()
    assert context.gateway.draft(f"customers:{key.hex}") is None


def test_a_late_save_leaves_the_record_shown_meanwhile_alone(screen: CustomersScreen, context: Context, writer: Held) -> None:
    first, second = _add(context, "Alpha"), _add(context, "Beta")
    context.gateway.keep_draft(f"customers:{second.hex}", {"name": "Beta typed"})
    writer.let_go()
    form = _file(screen, first)
    _type(form, "name", "2")
    screen.save()
    screen.open_record(second)
    _type(form, "phone", "5")
    writer.let_go()
    assert context.gateway.draft(f"customers:{first.hex}") is None
    assert context.gateway.draft(f"customers:{second.hex}")["name"] == "Beta typed"  # type: ignore[index]
    assert form.values() == {"phone": "5"}


def test_what_a_late_save_refused_is_not_said_beside_another_record(
    screen: CustomersScreen, context: Context, writer: Held
) -> None:
    first, second = _add(context, "Alpha"), _add(context, "Beta")
    form = _file(screen, first)
    _type(form, "name", "2")
    screen.save()
    context.gateway.store.write("Starred", customers.star, first, True)  # somebody was faster
    screen.open_record(second)
    writer.let_go()
    assert form.general.isHidden()
    assert len(context.frame.told) == 1  # type: ignore[attr-defined]
    assert context.gateway.draft(f"customers:{first.hex}")["name"] == "Alpha2"  # type: ignore[index]


def test_pressing_twice_adds_one_customer(screen: CustomersScreen, context: Context, writer: Held) -> None:
    screen.record_new()
    _type(screen.entry.form, "name", "Gamma")
    screen.save()
    screen.save()
    writer.let_go()
    assert context.gateway.store.read(count, ListQuery("customers", ("name",), "name")) == 1


def test_a_draft_is_found_before_it_is_written(context: Context, writer: Held) -> None:
    context.gateway.keep_draft("x", {"name": "typed"})
    assert context.gateway.draft("x") == {"name": "typed"}
    context.gateway.forget_draft("x")
    assert context.gateway.draft("x") is None
    writer.let_go()
    assert context.gateway.draft("x") is None


def test_a_draft_on_offer_outlives_what_is_typed_and_saved_beside_it(screen: CustomersScreen, context: Context) -> None:
    key = _add(context, "Alpha")
    context.gateway.keep_draft(f"customers:{key.hex}", {"phone": "12345"})
    form = _file(screen, key)
    _type(form, "name", "2")
    form.keep_draft()
    kept = context.gateway.draft(f"customers:{key.hex}")
    assert kept is not None
    assert (kept["phone"], kept["name"]) == ("12345", "Alpha2")
    screen.save()
    assert context.gateway.draft(f"customers:{key.hex}") == {"phone": "12345"}
    _type(form, "name", "3")
    form.banner.resume.click()
    assert form.values() == {"name": "Alpha23", "phone": "12345"}


def test_a_step_follows_the_save_before_it(context: Context, qtbot: Any, writer: Held) -> None:
    customer = _add(context, "Alpha")
    case = {"customer_id": customer, "subject": "Leak", "severity": "S2", "urgency": "U2", "channel": "phone"}
    key = context.gateway.store.write("Recorded", complaints.register, case).value
    screen = ComplaintsScreen(context)
    qtbot.addWidget(screen)
    screen.activate()
    screen.open_record(key)
    form = screen.record.forms._forms["receipt"]
    _type(form, "subject", " again")
    screen.record.pane.next.action.click()
    assert screen.record._panel is None
    writer.let_go()
    assert context.gateway.store.read(records.get, Complaint, key)["subject"] == "Leak again"
    assert screen.record._panel is not None
    panel = screen.record._panel
    screen.retranslate()
    assert screen.record._panel is panel, "what is typed in a step outlives another language"


def test_an_intake_with_an_unreadable_moment_is_not_recorded_without_it(context: Context, qtbot: Any) -> None:
    screen = ComplaintsScreen(context)
    qtbot.addWidget(screen)
    screen.activate()
    screen.record_new({"customer_id": _add(context, "Alpha")}, {"customer_id": "Alpha"})
    _type(screen.entry.form, "subject", "Leak")
    _type(screen.entry.form, "occurred_at", "next week")
    screen.save()
    assert screen.right.currentIndex() == ENTRY
    assert screen.entry.form.unreadable().keys() == {"occurred_at"}


def test_columns_chosen_while_the_data_changes_come_whole(context: Context, qtbot: Any) -> None:
    for number in range(50):
        _add(context, f"Alpha {number}")
    view = ListView(context, ListQuery("customers", ("name",), "name"), "test.list")
    qtbot.addWidget(view)
    view.refresh()
    readers = Held()
    context.gateway._readers = readers
    view.set_query(ListQuery("customers", ("name", "code", "phone"), "name"))
    view.refresh()
    readers.let_go()
    assert view.model.columnCount() == 3
    row = view.model.row(0)
    assert row is not None
    assert row.texts[0] == "Alpha 0"


def test_an_answer_for_a_form_that_is_gone_is_dropped(context: Context, qapp: QApplication) -> None:
    readers = Held()
    context.gateway._readers = readers
    listed = tuple(key for key, field in fields_of(Complaint).items() if field.kind == "listed")
    form = Form(Complaint, (("", listed, False),), context)
    form.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(form)
    readers.let_go()


def test_a_row_that_comes_late_is_told_when_it_is_there(context: Context, qtbot: Any) -> None:
    for number in range(120):
        _add(context, f"Alpha {number:03}")
    view = ListView(context, ListQuery("customers", ("name",), "name"), "test.list")
    qtbot.addWidget(view)
    view.refresh()
    readers, told = Held(), list[Any]()
    context.gateway._readers = readers
    view.selected.connect(told.append)
    view.grid.setCurrentIndex(view.model.index(119, 0))
    assert told == []
    view.model._ask_wanted()
    readers.let_go()
    assert told == [view.current()]


def test_a_value_refused_late_comes_back_to_its_cell(screen: CustomersScreen, context: Context) -> None:
    key = _add(context, "Alpha")
    screen.list.refresh()
    screen.list.select(key)
    edit, refuse = screen.inline, list[Callable[[AppError], None]]()
    edit._store = lambda _key, _field, _value, failed: refuse.append(failed)
    edit.begin()
    assert isinstance(edit.editor, LineEditor)
    edit.editor.line.setText("Beta")
    edit.store()
    assert edit.editor is None
    refuse[0](StorageError("The disk is full."))
    assert isinstance(edit.editor, LineEditor)
    assert edit.editor.line.text() == "Beta"


def test_a_draft_does_not_empty_a_field_that_was_being_typed(screen: CustomersScreen, context: Context) -> None:
    key = _add(context, "Alpha")
    context.gateway.store.write("Changed", customers.save, key, {"founded": date(2020, 1, 1)})
    form = _file(screen, key)
    _type(form, "founded", "x")
    _type(form, "name", "2")
    form.keep_draft()
    kept = context.gateway.draft(f"customers:{key.hex}")
    assert kept is not None
    assert kept.keys() == {"name", "@at"}


def test_a_customer_who_goes_to_the_bin_takes_the_form_along_and_leaves_the_draft(
    screen: CustomersScreen, context: Context
) -> None:
    key = _add(context, "Alpha")
    screen.show()
    form = _file(screen, key)
    _type(form, "name", "2")
    screen.remove([key])
    assert screen.right.currentIndex() == NOTHING
    assert not screen.record.file.dirty()
    assert screen.save()
    assert context.frame.told == [  # type: ignore[attr-defined]
        "Alpha is in the recycle bin. What you typed is kept as a draft."
    ]
    assert context.gateway.store.read(records.get, Customer, key)["name"] == "Alpha"
    context.gateway.undo()
    again = _file(screen, key)
    again.banner.resume.click()
    assert again.values() == {"name": "Alpha2"}


def test_a_person_or_a_visit_in_the_bin_is_not_saved_any_more(context: Context, qtbot: Any) -> None:
    customer = _add(context, "Alpha")
    person = context.gateway.store.write("x", contacts.add, {"name": "Li", "customer_id": customer}).value
    visit = context.gateway.store.write("x", records.create, Visit, {"customer_id": customer, "purpose": "Talk"}).value
    people, visited = PeopleScreen(context), VisitsScreen(context)
    for screen, key, field in ((people, person, "name"), (visited, visit, "purpose")):
        qtbot.addWidget(screen)
        screen.show()
        screen.activate()
        screen.open_record(key)
        screen.record.pane.show_tab("file")
        _type(screen.record.form, field, "2")
    people.remove([person])
    visited.record.delete()
    for screen in (people, visited):
        assert screen.right.currentIndex() == NOTHING
        assert not screen.record.form.dirty()
        assert screen.save()
    assert context.gateway.draft(f"contacts:{person.hex}")["name"] == "Li2"  # type: ignore[index]
    assert context.gateway.draft(f"visits:{visit.hex}")["purpose"] == "Talk2"  # type: ignore[index]


def test_the_late_name_of_a_customer_leaves_the_one_chosen_meanwhile(context: Context, qtbot: Any) -> None:
    first, second = _add(context, "Alpha"), _add(context, "Beta")
    screen = PeopleScreen(context)
    qtbot.addWidget(screen)
    readers = Held()
    context.gateway._readers = readers
    screen.begin({"customer_id": first})
    editor = screen.entry.form.editor("customer_id")
    assert isinstance(editor, LinkEditor)
    assert editor.value() == first
    editor.set_value(second, "Beta")
    readers.let_go()
    assert (editor.value(), editor.title()) == (second, "Beta")
    screen.begin({"customer_id": first})
    readers.let_go()
    assert (editor.value(), editor.title()) == (first, "Alpha")


def test_rows_that_could_not_be_read_are_asked_for_again(context: Context, qtbot: Any) -> None:
    for number in range(120):
        _add(context, f"Alpha {number:03}")
    view = ListView(context, ListQuery("customers", ("name",), "name"), "test.list")
    qtbot.addWidget(view)
    view.refresh()
    model, sound = view.model, context.gateway._readers
    context.gateway._readers = Broken(StorageError("The disk is gone."))
    for _paint in range(2):
        assert model.row(110) is None
        model._ask_wanted()
    assert context.frame.told == ["The disk is gone."]  # type: ignore[attr-defined]
    context.gateway._readers = sound
    told = list[Any]()
    model.dataChanged.connect(lambda *what: told.append(what))
    model._again.timeout.emit()
    assert told, "what is in sight is painted anew, and so asked for"
    assert model.row(110) is None
    model._ask_wanted()
    row = model.row(110)
    assert row is not None
    assert row.texts[0] == "Alpha 110"


def test_a_list_whose_first_rows_could_not_be_read_asks_again(context: Context, qtbot: Any) -> None:
    _add(context, "Alpha")
    view = ListView(context, ListQuery("customers", ("name",), "name"), "test.list")
    qtbot.addWidget(view)
    sound = context.gateway._readers
    context.gateway._readers = Broken(StorageError("The disk is gone."))
    view.refresh()
    view.set_query(ListQuery("customers", ("name", "code"), "name"))
    assert context.frame.told == ["The disk is gone."]  # type: ignore[attr-defined]
    context.gateway._readers = sound
    view.model._again.timeout.emit()
    assert view.model.columnCount() == 2
    assert view.model.rowCount() == 1
