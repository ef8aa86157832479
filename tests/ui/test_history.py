"""Histories in the window: hidden values behind a button that is noted, former values taken back, also unseen ones."""

from typing import Any
from uuid import UUID

import pytest

from app.errors import AppError, ConflictError
from app.i18n import use_language
from app.models import Contact, Customer, Employee
from app.safety import emptying
from app.services import contacts, customers, disclosures, merge, past, records
from app.services.sensitive import HIDDEN
from app.ui.context import Context
from app.ui.records.history import HistoryView
from app.ui.screens.customers.form import written_keys
from tests.ui import hands

OLD, NEW = "440301198508150011", "110101199003070011"


@pytest.fixture
def person(context: Context) -> UUID:
    store = context.gateway.store
    key: UUID = store.write("Made", records.create, Customer, {"name": "李静", "kind": "person", "id_number": OLD}).value
    store.write("Changed", records.update, Customer, key, {"id_number": NEW, "name": "李靜"})
    return key


@pytest.fixture
def view(context: Context, qtbot: Any, person: UUID) -> HistoryView:
    view = HistoryView(context, "test", customers.save)
    qtbot.addWidget(view)
    view.resize(900, 500)
    view.show()
    view.load(Customer, person)
    return view


def lines(view: HistoryView) -> dict[str, tuple[str, str]]:
    """Field -> (before, after) of its latest change."""
    return {cells[3].text: (cells[4].text, cells[5].text) for _key, cells in reversed(view.table.rows.lines)}


def choose(view: HistoryView, field: str, before: bool = True) -> None:
    for row, (_key, cells) in enumerate(view.table.rows.lines):
        if cells[3].text == field and bool(cells[4].text) == before:
            view.table.setCurrentIndex(view.table.rows.index(row, 0))
            return


def value(context: Context, key: UUID, field: str) -> Any:
    return context.gateway.read_now(records.get, Customer, key)[field]


def test_hidden_values_are_shown_on_request_which_is_noted(context: Context, view: HistoryView, person: UUID) -> None:
    assert lines(view)["Identity document no."] == (HIDDEN, HIDDEN)
    hands.click(view.show_button)
    assert lines(view)["Identity document no."] == (OLD, NEW)
    assert not view.show_button.isVisible()
    (line,) = context.gateway.read_now(disclosures.listed)
    assert (line.kind, line.what, line.target, line.sensitive) == ("shown", "History", "customers", True)
    values = {"name": "王", "kind": "person", "id_number": OLD}
    other = context.gateway.store.write("Made", records.create, Customer, values).value
    view.load(Customer, other)
    assert lines(view)["Identity document no."] == ("", HIDDEN)
    view.load(Customer, person)  # hidden again
    assert lines(view)["Identity document no."] == (HIDDEN, HIDDEN)


def test_a_value_is_taken_back_unseen_and_by_one_step(context: Context, view: HistoryView, person: UUID) -> None:
    assert not view.back_button.isVisible()  # nothing is chosen
    choose(view, "Identity document no.")
    hands.click(view.back_button)
    assert (value(context, person, "id_number"), value(context, person, "name")) == (OLD, "李靜")
    assert lines(view)["Identity document no."] == (HIDDEN, HIDDEN)
    assert view.table.rows.lines[0][1][2].text == "Took a former value back: Identity document no."
    assert context.gateway.read_now(disclosures.listed) == []
    context.gateway.undo()
    assert value(context, person, "id_number") == NEW


def test_first_values_and_numbers_are_not_taken_back(view: HistoryView) -> None:
    choose(view, "Name", before=False)
    assert not view.back_button.isVisible()
    choose(view, "Customer no.", before=False)
    assert not view.back_button.isVisible()
    choose(view, "Name")
    assert view.back_button.isVisible()


def test_where_nothing_is_saved_nothing_is_taken_back(context: Context, qtbot: Any, person: UUID) -> None:
    view = HistoryView(context, "test")
    qtbot.addWidget(view)
    view.show()
    view.load(Customer, person)
    choose(view, "Name")
    assert not view.back_button.isVisible()


def test_who_may_not_see_them_is_told(context: Context, view: HistoryView) -> None:
    store = context.gateway.store
    store.write("Made", records.create, Employee, {"name": "陈立", "role": "owner"})
    reader = store.write("Made", records.create, Employee, {"name": "李读", "role": "reader"}).value
    context.gateway.sign_in(reader, "", lambda _right: None)
    hands.click(view.show_button)
    assert len(context.frame.told) == 1  # type: ignore[attr-defined]
    assert lines(view)["Identity document no."] == (HIDDEN, HIDDEN)


def test_shown_values_are_hidden_from_the_next_person(context: Context, view: HistoryView, person: UUID) -> None:
    store = context.gateway.store
    owner = store.write("Made", records.create, Employee, {"name": "陈立", "role": "owner"}).value
    reader = store.write("Made", records.create, Employee, {"name": "李读", "role": "reader"}).value
    context.gateway.sign_in(owner, "", lambda _right: None)
    hands.click(view.show_button)
    assert lines(view)["Identity document no."] == (OLD, NEW)
    context.gateway.sign_in(reader, "", lambda _right: None)
    assert lines(view)["Identity document no."] == (HIDDEN, HIDDEN)  # at once
    view._clear = (person, reader)  # whatever the page believes, the read asks
    view.load(Customer, person)
    assert lines(view)["Identity document no."] == (HIDDEN, HIDDEN)


def test_what_no_form_writes_is_not_taken_back(context: Context, qtbot: Any, view: HistoryView) -> None:
    store = context.gateway.store
    kept, merged = (store.write("Made", records.create, Customer, {"name": name}).value for name in "甲乙")
    store.write("Merged", merge.merge, Customer, kept, merged)
    store.write("Restored", records.restore, Customer, merged)
    view.load(Customer, merged)
    choose(view, "Merged into")
    assert not view.back_button.isVisible()
    keys = written_keys()
    assert {"bank_account", "parent_id", "region", "birthday"} <= keys
    assert not {"merged_into_id", "region_code", "code"} & past.returnable(Customer, keys)


def test_a_record_in_the_bin_or_gone_is_not_taken_back(context: Context, qtbot: Any) -> None:
    store = context.gateway.store
    old, new = (store.write("Made", records.create, Customer, {"name": name}).value for name in "甲乙")
    key = store.write("Made", records.create, Contact, {"name": "王芳", "customer_id": old}).value
    store.write("Moved", contacts.save, key, {"customer_id": new})
    store.write("Binned", records.delete, Customer, [old])
    told: list[AppError] = []
    context.gateway.failed.connect(told.append)
    view = HistoryView(context, "people", contacts.save)
    qtbot.addWidget(view)
    view.show()
    view.load(Contact, key)
    choose(view, "Customer")
    hands.click(view.back_button)
    emptying.empty(store)
    with pytest.raises(ConflictError):
        store.write("Back", past.take_back, customers.save, Customer, new, {"parent_id": old})
    assert context.gateway.read_now(records.get, Contact, key)["customer_id"] == new
    assert [str(error).partition(".")[0] for error in told] == ["“甲” is in the recycle bin"]


def test_the_step_reads_in_either_language(context: Context, view: HistoryView) -> None:
    with use_language("zh"):
        view.retranslate()
        choose(view, "名称")
        hands.click(view.back_button)
    view.retranslate()
    assert view.table.rows.lines[0][1][2].text == "Took a former value back: Name"
