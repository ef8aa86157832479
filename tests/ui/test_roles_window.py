"""What a role does not allow is not done by the window either, and said: exports, papers, hidden values, a person's data."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from app.models import Customer, Employee
from app.services import disclosures, records
from app.services.lists import ListQuery
from app.ui.context import Context
from app.ui.dialogs import person_copy
from app.ui.dialogs.changes_out import ChangesDialog
from app.ui.forms.form import Form
from app.ui.lists.exporting import ask_path, export_to
from app.ui.records.person_data import ERASE, person_commands
from app.ui.screens.reports.screen import ReportsScreen
from tests.ui import hands

ID = "440301198508150011"
LEAVING, SEEING = "“Read only” does not include exporting and printing.", "“Read only” does not include seeing sensitive values."


@pytest.fixture
def customer(context: Context) -> UUID:
    """A private customer; whoever is at the keyboard only reads."""
    store = context.gateway.store
    key: UUID = store.write("Made", records.create, Customer, {"name": "李静", "kind": "person", "id_number": ID}).value
    store.write("Made", records.create, Employee, {"name": "陈立", "role": "owner"})
    reader = store.write("Made", records.create, Employee, {"name": "李读", "role": "reader"}).value
    context.gateway.sign_in(reader, "", lambda _right: None)
    return key


def told(context: Context) -> list[str]:
    found: list[str] = context.frame.told  # type: ignore[attr-defined]
    return [one.partition(" Switch")[0] for one in found]


def left(context: Context) -> list[str]:
    return [one.kind for one in context.gateway.read_now(disclosures.listed) if one.kind != "signed_in"]


def test_lists_do_not_leave(context: Context, customer: UUID, qtbot: Any, tmp_path: Path) -> None:
    screen = QWidget()
    qtbot.addWidget(screen)
    assert ask_path(context, screen, "customers") == (None, "")  # nobody is asked for a place first
    for name in ("a.xlsx", "a.csv"):
        export_to(context, "customers", tmp_path / name, ListQuery("customers", ("name",), "name"))
    export_to(context, "contacts", tmp_path / "a.vcf", None)
    person_copy.hand_over(context, "customers", customer, screen)
    person_copy.write(context, "customers", customer, tmp_path / "a.zip")
    assert told(context) == [LEAVING] * 6
    assert list(tmp_path.glob("a.*")) == []
    assert left(context) == []


def test_nobody_is_erased(context: Context, customer: UUID, qtbot: Any) -> None:
    screen = QWidget()
    qtbot.addWidget(screen)
    (erase,) = [one for one in person_commands(context, "customers", customer, screen) if one.label == ERASE]
    erase.run()
    assert told(context) == ["“Read only” does not include erasing people."]


def test_changes_do_not_leave(context: Context, customer: UUID, qtbot: Any) -> None:
    dialog = ChangesDialog(context)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    hands.click(dialog.save_button)
    assert dialog.error.isVisible()
    assert dialog.error.text().startswith(LEAVING)


def test_changes_that_leave_are_noted(context: Context, qtbot: Any, tmp_path: Path) -> None:
    dialog = ChangesDialog(context)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.write(tmp_path / "a.xlsx")
    assert left(context) == ["exported"]


def test_papers_are_read_and_stay(context: Context, customer: UUID, qtbot: Any, tmp_path: Path) -> None:
    screen = ReportsScreen(context)
    qtbot.addWidget(screen)
    screen.show()
    screen.show_report("customer-file", customer=customer)
    assert screen.printed is not None
    assert not screen.save_button.isEnabled()
    assert LEAVING in screen.save_button.toolTip()
    assert not screen.parameters.clear.isEnabled()
    assert SEEING in screen.parameters.clear.toolTip()
    screen.print_current()
    screen.save_pdf()
    screen.save_to(tmp_path / "a.pdf")
    assert told(context) == [LEAVING] * 3
    assert list(tmp_path.glob("a.*")) == []
    screen.show_report("blank-visit")
    screen.save_to(tmp_path / "b.pdf")
    assert (tmp_path / "b.pdf").exists()  # an empty form may go
    assert left(context) == []


def test_hidden_values_stay_hidden(context: Context, customer: UUID, qtbot: Any) -> None:
    form = Form(Customer, (("", ("name", "id_number"), False),), context)
    qtbot.addWidget(form)
    form.show()
    form.load(context.gateway.read_now(records.get, Customer, customer))
    show = form.findChild(QPushButton, "show.id_number")
    editor = form.findChild(QLineEdit, "form.id_number")
    assert isinstance(show, QPushButton)
    assert isinstance(editor, QLineEdit)
    hands.click(show)
    assert not editor.isVisible()
    note = form.findChild(QWidget, "form.id_number.note")
    assert getattr(note, "text")().startswith(SEEING)  # noqa: B009 - whatever label it is
    assert left(context) == []
