"""Sensitive values in a form: behind "Show", noted when shown, hidden again with the next record."""

from typing import Any
from uuid import UUID

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from app.models import Customer, Employee
from app.services import disclosures, records, settings
from app.ui.context import Context
from app.ui.forms.form import Form
from tests.ui import hands

ID = "440301198508150011"


def make(context: Context, **values: Any) -> UUID:
    made: list[UUID] = []
    context.gateway.write("make", records.create, Customer, values, done=made.append)
    return made[0]


@pytest.fixture
def form(context: Context, qtbot: Any) -> Form:
    form = Form(Customer, (("", ("name", "id_number", "bank_account"), False),), context)
    qtbot.addWidget(form)
    form.show()
    return form


def load(context: Context, form: Form, key: UUID) -> None:
    form.load(context.gateway.read_now(records.get, Customer, key))


def part(form: Form, kind: Any, name: str) -> Any:
    found: QWidget | None = form.findChild(kind, name)
    assert found is not None, name
    return found


def test_it_is_shown_on_request_and_that_is_noted(context: Context, form: Form) -> None:
    key = make(context, name="李静", kind="person", id_number=ID)
    load(context, form, key)
    assert not part(form, QLineEdit, "form.id_number").isVisible()
    assert part(form, QLineEdit, "form.bank_account").isVisible()  # there is nothing to hide
    hands.click(part(form, QPushButton, "show.id_number"))
    assert part(form, QLineEdit, "form.id_number").isVisible()
    assert part(form, QLineEdit, "form.id_number").text() == ID
    (line,) = context.gateway.read_now(disclosures.listed)
    assert (line.kind, line.what, line.target, line.sensitive) == ("shown", "Identity document no.", "customers", True)
    load(context, form, key)
    assert part(form, QLineEdit, "form.id_number").isVisible()  # read again, the same record stays open
    load(context, form, make(context, name="王芳", kind="person", id_number=ID))
    assert not part(form, QLineEdit, "form.id_number").isVisible()


def test_it_is_hidden_from_the_next_person(context: Context, form: Form) -> None:
    key = make(context, name="李静", kind="person", id_number=ID)
    load(context, form, key)
    hands.click(part(form, QPushButton, "show.id_number"))
    context.gateway.write("theme", settings.change, "theme", "dark")
    assert part(form, QLineEdit, "form.id_number").isVisible()
    other: list[UUID] = []
    context.gateway.write("make", records.create, Employee, {"name": "陈立"}, done=other.append)
    context.gateway.write("switch", settings.change, "me", str(other[0]))
    assert not part(form, QLineEdit, "form.id_number").isVisible()
    load(context, form, key)
    assert not part(form, QLineEdit, "form.id_number").isVisible()


def test_what_is_typed_stays_in_sight_until_it_is_saved(context: Context, form: Form) -> None:
    key = make(context, name="李静", kind="person")
    load(context, form, key)
    hands.type_text(part(form, QLineEdit, "form.id_number"), ID)
    form.refresh(context.gateway.read_now(records.get, Customer, key), {})
    assert part(form, QLineEdit, "form.id_number").isVisible()
    context.gateway.write("save", records.update, Customer, key, form.values())
    load(context, form, key)
    form.refresh(context.gateway.read_now(records.get, Customer, key), {})
    assert not part(form, QLineEdit, "form.id_number").isVisible()


def test_a_firms_account_is_no_persons(context: Context, form: Form) -> None:
    load(context, form, make(context, name="甲公司", bank_account="6222021234567890123"))
    assert part(form, QLineEdit, "form.bank_account").isVisible()
