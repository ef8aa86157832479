"""Switching the person in the window, and what a role lets them do there."""

from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from app.models import Customer, Employee
from app.services import records, roles, sign_in
from app.ui.context import Context
from app.ui.dialogs.sign_in import SecretDialog, SignInDialog
from tests.ui import hands


@pytest.fixture
def team(context: Context) -> dict[str, UUID]:
    made: list[UUID] = []
    names = {"Ann": "owner", "Rea": "reader"}
    for name, role in names.items():
        context.gateway.store.write("make", records.create, Employee, {"name": name, "role": role})
    for name in names:
        found = context.gateway.read_now(lambda session, n=name: session.query(Employee).filter_by(name=n).one().id)
        made.append(found)
    return dict(zip(names, made, strict=True))


def choose(box: QComboBox, text: str) -> None:
    box.setCurrentIndex(box.findText(text))
    box.activated.emit(box.currentIndex())


def dialog(context: Context, qtbot: Any) -> SignInDialog:
    made = SignInDialog(context, None)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_wrong_secret_is_said_and_waits(context: Context, team: dict[str, UUID], qtbot: Any) -> None:
    context.gateway.store.quietly(sign_in.set_secret, team["Ann"], "correct horse")
    shown = dialog(context, qtbot)
    choose(shown.who, "Ann")
    assert shown.secret.isVisible()
    hands.type_text(shown.secret, "wrong")
    hands.click(shown.do_button)
    assert shown.error.isVisible()
    assert not shown.do_button.isEnabled()
    assert context.gateway.read_now(roles.me) is None
    again = dialog(context, qtbot)  # another dialog is no way around the waiting
    choose(again.who, "Ann")
    assert not again.do_button.isEnabled()


def test_the_right_one_signs_in_and_a_reader_only_reads(context: Context, team: dict[str, UUID], qtbot: Any) -> None:
    shown = dialog(context, qtbot)
    choose(shown.who, "Rea")
    assert not shown.secret.isVisible()
    hands.click(shown.do_button)
    assert context.gateway.read_now(roles.me) == team["Rea"]
    said: list[str] = []
    context.gateway.failed.connect(lambda error: said.append(error.sentence))
    context.gateway.write("x", records.create, Customer, {"name": "甲"})
    context.gateway.undo()
    assert [one.split(".")[0] for one in said] == ["“Read only” does not include changing records"] * 2


def test_roles_are_given_by_an_owner_and_one_stays(context: Context, team: dict[str, UUID]) -> None:
    said: list[str] = []
    context.gateway.failed.connect(lambda error: said.append(error.sentence))
    context.gateway.sign_in(team["Ann"], "", lambda _right: None)
    context.gateway.write("x", records.update, Employee, team["Ann"], {"role": "manager"})
    assert said == ["Somebody has to be the owner. Give that role first."]
    context.gateway.write("x", records.update, Employee, team["Rea"], {"role": "salesperson"})
    context.gateway.sign_in(team["Rea"], "", lambda _right: None)
    context.gateway.write("x", records.update, Employee, team["Rea"], {"role": "owner"})
    assert said[1].startswith("“Salesperson” does not include giving roles.")


def test_a_secret_is_typed_twice(context: Context, team: dict[str, UUID], qtbot: Any) -> None:
    context.gateway.sign_in(team["Ann"], "", lambda _right: None)
    (person,) = [one for one in context.gateway.read_now(sign_in.people) if one.name == "Ann"]
    shown = SecretDialog(context, None, person)
    shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(shown)
    shown.show()
    hands.type_text(shown.first, "correct horse")
    hands.click(shown.save_button)
    assert shown.error.text() == "The two are not the same."
    hands.type_text(shown.second, "correct horse")
    hands.click(shown.save_button)
    assert context.gateway.read_now(sign_in.is_right, team["Ann"], "correct horse")
    assert not context.gateway.read_now(sign_in.is_right, team["Ann"], "wrong")
