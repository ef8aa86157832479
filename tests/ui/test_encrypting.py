"""Encrypting a file in the window, step by step, and everything about it under Settings › Privacy."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.bootstrap import Program
from app.i18n import set_language
from app.models import Customer
from app.models.types import now_utc
from app.reports.pdf import render_bytes
from app.reports.recovery_key import RecoveryPaper, build
from app.safety import encryption
from app.safety.catalogue import backups
from app.safety.places import choose as choose_places
from app.safety.places import folder_of
from app.services import records, settings
from app.store.store import open_file
from app.ui.dialogs.encrypting import EncryptDialog
from app.ui.dialogs.passphrases import AskPassphrase, ChangePassphrase
from app.ui.dialogs.recovery_key import RecoveryPage
from app.ui.dialogs.restoring import RestoreDialog
from app.ui.guard.encrypting import UNCHECKED, RecoveryDialog
from app.ui.guard.encryption_offer import ANSWERED, DAYS, note_day
from app.ui.guard.locking import MINUTES, LockWatch
from app.ui.guard.new_passphrase import NewPassphrase
from app.ui.guard.safety_banner import SafetyBanner
from app.ui.kit.widgets import Chip, PlainLabel
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from app.ui.screens.settings.encryption import EncryptionPart
from tests.ui.hands import click, retype, type_text
from tests.ui.sealed import NAME, WORDS, copy_to, sealed_file

OTHERS = "another row of plain words"


@pytest.fixture(scope="module")
def sealed(template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    return sealed_file(template, tmp_path_factory.mktemp("sealed"))


@pytest.fixture
def program(qapp: QApplication, qtbot: Any, data_file: Path) -> Iterator[Program]:
    """The program with a file open at Settings › Privacy."""
    store = open_file(data_file)
    store.write("add", records.create, Customer, {"name": NAME})
    store.close()
    window = MainWindow(Preferences(None))
    qtbot.addWidget(window)
    window.complete()
    window.resize(1366, 768)
    with qtbot.waitSignal(window.painted):
        window.show()
    made = Program(qapp, window, data_file, False)
    yield made
    made.end()
    QApplication.processEvents()


def open_privacy(program: Program, qtbot: Any) -> EncryptionPart:
    program.open(program.path)
    qtbot.waitUntil(lambda: program.window.current is not None)
    return privacy(program)


def privacy(program: Program) -> EncryptionPart:
    program.window.begin("settings", {"page": "privacy"})
    QApplication.processEvents()  # laid out before anything is clicked
    assert program.window.current is not None
    found = [one for one in program.window.current.findChildren(EncryptionPart) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def dialog_of(program: Program, kind: Any) -> Any:
    found = [one for one in program.window.findChildren(kind) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def choose(new: NewPassphrase, first: str, second: str) -> None:
    retype(new.first.line, first)
    retype(new.second.line, second)


def encrypted(program: Program, qtbot: Any) -> RecoveryPage:
    """Click through the steps up to the recovery key."""
    click(open_privacy(program, qtbot).encrypt_button)
    dialog = dialog_of(program, EncryptDialog)
    click(dialog.on_button)
    choose(dialog.new, WORDS, WORDS)
    click(dialog.do_button)
    qtbot.waitUntil(lambda: isinstance(program.window._panel, RecoveryPage), timeout=15000)
    page = program.window._panel
    assert isinstance(page, RecoveryPage)
    return page


def give_back(page: RecoveryPage) -> None:
    """Type the two groups that are asked for."""
    click(page.on_button)
    for place, field in zip(page.asked, page.fields, strict=True):
        retype(field.line, page._groups[place].lower())
    click(page.check_button)


@pytest.fixture
def ready(program: Program, sealed: tuple[Path, str], qtbot: Any) -> EncryptionPart:
    """The page of an encrypted file."""
    copy_to(sealed[0], program.path)
    encryption.unlock(program.path, WORDS)
    program.open(program.path)
    qtbot.waitUntil(lambda: program.window.findChild(LockWatch) is not None)
    return privacy(program)


# encrypting -----------------------------------------------------------------------------------------------------------


def test_it_says_first_what_it_protects_what_not_and_that_forgotten_is_lost(program: Program, qtbot: Any) -> None:
    click(open_privacy(program, qtbot).encrypt_button)
    dialog = dialog_of(program, EncryptDialog)
    words = " ".join(str(one.text()) for one in dialog.findChildren(QWidget) if hasattr(one, "text") and one.isVisible())
    assert "What it does not protect" in words
    assert "Without both the data are lost." in words
    assert not dialog.new.isVisible()


def test_two_different_passphrases_or_a_short_one_are_said_and_nothing_begins(program: Program, qtbot: Any) -> None:
    click(open_privacy(program, qtbot).encrypt_button)
    dialog = dialog_of(program, EncryptDialog)
    click(dialog.on_button)
    choose(dialog.new, "short", "short")
    assert "Weak" in dialog.new.strength.text()
    click(dialog.do_button)
    assert "at least 8" in dialog.new.first.error.text()
    choose(dialog.new, WORDS, OTHERS)
    assert "Strong" in dialog.new.strength.text()
    QTest.keyClick(dialog.new.second.line, Qt.Key.Key_Return)
    assert "not the same" in dialog.new.second.error.text()
    assert not encryption.is_encrypted(program.path)


def test_the_file_is_encrypted_and_its_key_is_asked_back_before_it_counts(program: Program, qtbot: Any) -> None:
    page = encrypted(program, qtbot)
    kept = program.window.preferences
    assert kept.get(UNCHECKED) == [str(program.path)]
    assert encryption.is_encrypted(program.path)
    assert NAME.encode() not in program.path.read_bytes()
    click(page.on_button)
    retype(page.fields[0].line, "WRONG")
    click(page.check_button)
    assert "This is not group" in page.fields[0].error.text()
    click(page.back_button)
    assert page.fields[0].text() == ""
    give_back(page)
    qtbot.waitUntil(lambda: program.window.findChild(LockWatch) is not None)
    assert kept.get(UNCHECKED) == []
    assert privacy(program).state.text().startswith("This file, its attachments and its new backups are encrypted")


def test_what_was_shown_as_recovery_key_opens_the_file(program: Program, qtbot: Any) -> None:
    page = encrypted(program, qtbot)
    encryption.forget()
    encryption.unlock_with_recovery(program.path, page._key)
    click(page.on_button)
    click(page.later_button)
    qtbot.waitUntil(lambda: program.window.findChild(LockWatch) is not None)
    part = privacy(program)
    qtbot.waitUntil(part.doubt.isVisible)
    assert "Nobody has yet shown" in part.doubt.text()


def test_a_refusal_leaves_the_file_plain_and_opens_it_again(
    program: Program, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.errors import StorageError

    def full(store: Any, *_wanted: Any) -> str:
        store.close()
        raise StorageError("{path} could not be written: {reason}. Nothing was changed.", path="a", reason="full")

    monkeypatch.setattr(encryption, "encrypt", full)
    click(open_privacy(program, qtbot).encrypt_button)
    dialog = dialog_of(program, EncryptDialog)
    click(dialog.on_button)
    choose(dialog.new, WORDS, WORDS)
    click(dialog.do_button)
    qtbot.waitUntil(lambda: program.window.current is not None)
    assert "Nothing was changed" in program.window.message.label.text()
    assert not encryption.is_encrypted(program.path)


def test_it_can_be_stopped_and_then_nothing_was_changed(program: Program, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.errors import Cancelled

    def patient(store: Any, _passphrase: str, told: Any, stopped: Any) -> str:
        store.close()
        told(0.5)
        while not stopped():
            pass
        raise Cancelled

    monkeypatch.setattr(encryption, "encrypt", patient)
    click(open_privacy(program, qtbot).encrypt_button)
    dialog = dialog_of(program, EncryptDialog)
    click(dialog.on_button)
    choose(dialog.new, WORDS, WORDS)
    click(dialog.do_button)
    panel: Any = program.window._panel
    qtbot.waitUntil(lambda: panel.part.value() == 500)
    click(panel.stop_button)
    qtbot.waitUntil(lambda: program.window.current is not None)
    assert "Stopped" in program.window.message.label.text()


def test_the_paper_is_one_page_in_either_language() -> None:
    import io

    from pypdf import PdfReader

    for language, words in (("en", "Recovery key"), ("zh", "")):
        set_language(language)
        paper = RecoveryPaper("ABCDE-FGHJK-LMNPQ-RSTUV-WXYZ2-34567-89ABC-DEFGH", "客户.db", now_utc())
        data, _result = render_bytes(build(paper))
        pages = PdfReader(io.BytesIO(data)).pages
        assert len(pages) == 1
        text = pages[0].extract_text()
        assert words in text
        assert all(group in text for group in ("ABCDE", "WXYZ2", "DEFGH"))


def test_the_page_is_saved_as_pdf(program: Program, qtbot: Any, tmp_path: Path) -> None:
    page = encrypted(program, qtbot)
    page.save_to(tmp_path / "key.pdf")
    qtbot.waitUntil(lambda: "Saved" in page.said.text())
    assert (tmp_path / "key.pdf").read_bytes().startswith(b"%PDF")


# what follows ---------------------------------------------------------------------------------------------------------


def test_the_passphrase_is_changed_where_the_present_one_is_right(ready: EncryptionPart, program: Program, qtbot: Any) -> None:
    click(ready.change_button)
    dialog = dialog_of(program, ChangePassphrase)
    type_text(dialog.present.line, "not this one")
    choose(dialog.new, OTHERS, OTHERS)
    click(dialog.do_button)
    qtbot.waitUntil(lambda: bool(dialog.present.error.text()))
    qtbot.waitUntil(dialog.do_button.isEnabled)
    retype(dialog.present.line, WORDS)
    click(dialog.do_button)
    qtbot.waitUntil(lambda: program.window.message.label.text() == "The passphrase is changed")
    encryption.forget()
    encryption.unlock(program.path, OTHERS)


def test_a_forgotten_passphrase_is_set_anew_by_the_recovery_key(
    ready: EncryptionPart, sealed: tuple[Path, str], program: Program, qtbot: Any
) -> None:
    click(ready.change_button)
    dialog = dialog_of(program, ChangePassphrase)
    click(dialog.turn_button)
    type_text(dialog.recovery.line, "nothing like it")
    choose(dialog.new, OTHERS, OTHERS)
    click(dialog.do_button)
    qtbot.waitUntil(lambda: "eight groups" in dialog.recovery.error.text())
    retype(dialog.recovery.line, sealed[1])
    qtbot.waitUntil(dialog.do_button.isEnabled)
    click(dialog.do_button)
    qtbot.waitUntil(lambda: program.window.message.label.text() == "The passphrase is changed")
    encryption.forget()
    encryption.unlock(program.path, OTHERS)


def test_a_backup_of_another_key_asks_for_its_passphrase_and_is_then_restored(program: Program, qtbot: Any) -> None:
    encryption.encrypt(program.path, WORDS)
    encryption.decrypt(program.path)
    encryption.forget()
    open_privacy(program, qtbot)
    context = program.window.context
    assert context is not None
    backup = next(one for one in backups(folder_of(program.path)) if one.reason == "before-decryption")
    dialog = RestoreDialog(context, program.window, backup)
    dialog.show()
    qtbot.waitUntil(dialog.do_button.isEnabled)
    click(dialog.do_button)
    qtbot.waitUntil(lambda: program.window.findChild(AskPassphrase) is not None)
    asked = dialog_of(program, AskPassphrase)
    assert backup.path.name in " ".join(one.text() for one in asked.findChildren(PlainLabel))
    type_text(asked.passphrase.line, WORDS)
    click(asked.do_button)
    qtbot.waitUntil(lambda: "Restored the backup" in program.window.message.label.text(), timeout=15000)
    qtbot.waitUntil(lambda: program.window.current is not None)


def test_a_new_recovery_key_replaces_the_one_on_paper(ready: EncryptionPart, program: Program, qtbot: Any) -> None:
    click(ready.recovery_button)
    dialog = dialog_of(program, AskPassphrase)
    type_text(dialog.passphrase.line, WORDS)
    click(dialog.do_button)
    qtbot.waitUntil(lambda: program.window.findChild(RecoveryDialog) is not None)
    shown = dialog_of(program, RecoveryDialog)
    give_back(shown.page)
    assert program.window.preferences.get(UNCHECKED) == []
    encryption.forget()
    encryption.unlock_with_recovery(program.path, shown.page._key)


def test_encryption_is_turned_off_with_the_passphrase(ready: EncryptionPart, program: Program, qtbot: Any) -> None:
    click(ready.off_button)
    dialog = dialog_of(program, AskPassphrase)
    type_text(dialog.passphrase.line, WORDS)
    click(dialog.do_button)
    qtbot.waitUntil(lambda: program._opening, timeout=5000)
    qtbot.waitUntil(lambda: program.window.current is not None, timeout=15000)
    assert not encryption.is_encrypted(program.path)
    assert privacy(program).encrypt_button.isVisible()
    assert program._gateway.store.read(settings.value, MINUTES) == 5


def test_readable_backups_are_counted_and_deleted(program: Program, qtbot: Any) -> None:
    choose_places(program.path, None, program.path.parent / "away")
    encryption.encrypt(program.path, WORDS)
    ready = open_privacy(program, qtbot)
    qtbot.waitUntil(ready.purge_button.isVisible)
    count, away = ready.plain.text().splitlines()
    assert count == "1 older copy was made before and can be read by anybody."
    assert away.startswith(f"Backups in {program.path.parent / 'away'} could not be looked at.")
    click(ready.purge_button)
    assert ready.sure.isVisible()  # it asks first
    assert encryption.plain_backups(program.path) == 1
    click(ready.purge_button)
    qtbot.waitUntil(lambda: not ready.purge_button.isVisible(), timeout=60000)
    assert ready.plain.text() == away
    assert encryption.plain_backups(program.path) == 0


def test_the_minutes_are_chosen_and_follow_undo(ready: EncryptionPart, program: Program, qtbot: Any) -> None:
    chips = {count: ready.findChild(Chip, f"settings.{MINUTES}.{count}") for count in (5, 15)}
    watch = program.window.findChild(LockWatch)
    assert chips[5].isChecked()
    click(chips[15])
    qtbot.waitUntil(lambda: watch._idle is not None and watch._idle._limit == 15 * 60, timeout=20_000)
    program.window.undo()
    qtbot.waitUntil(chips[5].isChecked)
    qtbot.waitUntil(lambda: watch._idle is not None and watch._idle._limit == 5 * 60, timeout=20_000)


# the offer ------------------------------------------------------------------------------------------------------------


def offered(window: MainWindow) -> SafetyBanner | None:
    found = window.findChild(SafetyBanner, "banner.encrypt")
    return found if isinstance(found, SafetyBanner) else None


def test_it_is_offered_on_the_seventh_day_of_work_until_it_is_answered(program: Program, qtbot: Any) -> None:
    open_privacy(program, qtbot)
    window = program.window
    for day in (1, 1, 2, 3, 4, 8, 9):
        note_day(window, date(2026, 11, day))
    assert offered(window) is None
    note_day(window, date(2026, 11, 30))
    banner = offered(window)
    assert banner is not None
    note_day(window, date(2026, 12, 1))
    assert len(window.findChildren(SafetyBanner, "banner.encrypt")) == 1
    window.go("today")
    click(banner.buttons[0])
    assert privacy(program).encrypt_button.isVisible()
    assert offered(window) is None
    note_day(window, date(2026, 12, 2))
    assert offered(window) is None


def test_not_needed_is_for_good(program: Program, qtbot: Any) -> None:
    open_privacy(program, qtbot)
    window = program.window
    window.preferences.set(DAYS, [f"2026-11-0{day}" for day in range(1, 8)])
    note_day(window)
    banner = offered(window)
    assert banner is not None
    click(banner.buttons[1])
    note_day(window)
    assert (offered(window), window.preferences.get(ANSWERED)) == (None, True)


def test_an_encrypted_file_is_not_offered_it(ready: EncryptionPart, program: Program) -> None:
    program.window.preferences.set(DAYS, [f"2026-11-0{day}" for day in range(1, 8)])
    note_day(program.window)
    assert (offered(program.window), program.window.preferences.get(ANSWERED)) == (None, True)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_is_there_in_both_languages(program: Program, qtbot: Any, language: str) -> None:
    set_language(language)
    part = open_privacy(program, qtbot)
    assert part.encrypt_button.isVisible()
    assert part.state.text()
