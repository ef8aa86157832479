"""Settings › Privacy: who received what with a filter, whom to keep no longer, the report for a lost computer."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QSpinBox

from app.i18n import use_language
from app.models import Contact, Customer
from app.safety.erasing import Wish, erase_person
from app.safety.making import make_backup
from app.safety.places import choose
from app.services import disclosures, records, settings
from app.services.disclosures import Out
from app.services.privacy_report import on_board
from app.ui.context import Context
from app.ui.dialogs.lost_computer import LostComputerDialog, make_report
from app.ui.screens.settings.privacy import PrivacyPage
from app.ui.screens.settings.screen import SettingsScreen
from tests.reports.reading import pypdf_text
from tests.ui import hands


def make(context: Context, entity: Any, **values: Any) -> UUID:
    made: list[UUID] = []
    context.gateway.write("make", records.create, entity, values, done=made.append)
    return made[0]


@pytest.fixture
def page(context: Context, qtbot: Any) -> Iterator[PrivacyPage]:
    for out in (Out("printed", "Customer file", "customers", 1), Out("exported", "People", "contacts", 40, place="people.xlsx")):
        context.gateway.note(disclosures.note, out)
    screen = SettingsScreen(context)
    qtbot.addWidget(screen)
    screen.resize(1100, 900)
    screen.show()
    found = screen.show_page("privacy")
    assert isinstance(found, PrivacyPage)
    yield found
    screen.hide()


def told(page: PrivacyPage) -> list[str]:
    return [cells[2].text for _key, cells in page.told.rows.lines]


def test_what_left_is_listed_and_filtered(page: PrivacyPage, qtbot: Any) -> None:
    assert told(page) == ["People", "Customer file"]
    place = page.kind.findData("printed")
    page.kind.setCurrentIndex(place)
    page.kind.activated.emit(place)
    assert told(page) == ["Customer file"]
    page.kind.setCurrentIndex(0)
    hands.type_text(page.text, "people.x")
    qtbot.waitUntil(lambda: told(page) == ["People"])


def test_those_kept_too_long_are_opened_from_here(page: PrivacyPage, context: Context) -> None:
    firm = make(context, Customer, name="甲")
    key = make(context, Contact, customer_id=firm, name="王芳", retain_until=date(2020, 1, 1))
    ((target, cells),) = page.late.rows.lines
    assert [cell.text for cell in cells] == ["王芳", "Decision-maker", "to be kept until 2020-01-01"]
    page.late.opened.emit(target)
    assert context.frame.visited == [("people", key)]  # type: ignore[attr-defined]


def test_the_years_are_settings(page: PrivacyPage, context: Context) -> None:
    spin = page.findChild(QSpinBox, "settings.privacy.quiet_years")
    assert spin is not None
    assert spin.value() == 3
    spin.setValue(5)
    spin.editingFinished.emit()
    assert context.gateway.read_now(settings.value, "privacy.quiet_years") == 5


def test_backups_that_hold_the_erased_are_purged(page: PrivacyPage, context: Context, tmp_path: Path) -> None:
    words, button = page.findChild(QLabel, "settings.privacy.holding"), page.findChild(QPushButton, "settings.privacy.purge")
    assert words is not None
    assert button is not None
    assert button.isHidden()
    key = make(context, Contact, customer_id=make(context, Customer, name="甲"), name="王芳")
    make_backup(context.gateway.store, "auto")
    erase_person(context.gateway.store, Wish("contacts", key))
    page.fill()
    assert words.text().startswith("1 backup was made before")
    button.click()
    assert words.text() == "No backup holds anybody who was erased."
    choose(context.gateway.store.path, None, tmp_path / "away")
    page.fill()
    assert words.text().startswith(f"Backups in {tmp_path / 'away'} could not be looked at")
    assert button.isHidden()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_report_for_a_lost_computer(context: Context, tmp_path: Path, qtbot: Any, language: str) -> None:
    firm = make(context, Customer, name="甲", address="not a person's")
    make(context, Contact, customer_id=firm, name="王芳", phone="1", address="home")
    make(context, Customer, name="李静", kind="person", id_number="440301198508150011")
    people, private = context.gateway.read_now(on_board).groups
    assert (people.count, private.count) == (1, 1)
    assert [one.label for one in private.kinds if one.sensitive] == ["Identity document no."]
    assert [one.label for one in people.kinds if one.sensitive] == ["Address"]
    with use_language(language):
        data = make_report(context.gateway.store, language)
    assert str(context.gateway.store.path.name) in pypdf_text(data)
    dialog = LostComputerDialog(context, None)
    qtbot.addWidget(dialog)
    assert dialog.save_button.isEnabled()
    dialog.save_to(tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert "Notencrypted" in pypdf_text(dialog.data)
