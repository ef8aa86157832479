"""Backups by themselves: the clock, the banner where none can be made, the step that waits for one, the last one at closing."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from app.bootstrap import Program
from app.models import Customer
from app.models.types import moment_text, now_utc
from app.safety import emptying
from app.safety.catalogue import backups
from app.safety.places import choose, folder_of
from app.services import records
from app.services.lists import ListQuery, page
from app.store.store import Store, open_file
from app.store.tables import operations
from app.ui.context import Context
from app.ui.gateway import Gateway
from app.ui.guard.backup_clock import BackupClock
from app.ui.guard.guarding import CHANGE, IMPORT, guarded
from app.ui.guard.lost_file import rescue
from app.ui.guard.safety_banner import SafetyBanner
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences

DAYS_AGO = now_utc() - timedelta(days=31)


@pytest.fixture
def window(gateway: Gateway, qtbot: Any) -> Iterator[MainWindow]:
    made = MainWindow(Preferences(None))
    qtbot.addWidget(made)
    made.complete()
    made.attach(Context(gateway, made, made.preferences), "bin")
    made.resize(1024, 700)
    made.show()
    yield made
    made.detach()


@pytest.fixture
def clock(window: MainWindow) -> BackupClock:
    return BackupClock(window)


def add(gateway: Gateway, name: str = "A") -> None:
    gateway.write("add", records.create, Customer, {"name": name})


def names(store: Store) -> list[str]:
    return [row.texts[0] for row in store.read(page, ListQuery("customers", ("name",), "name"), 0, 99)]


def reasons(store: Store) -> list[str]:
    return [one.reason for one in backups(folder_of(store.path))]


def test_a_change_is_backed_up_and_nothing_twice(clock: BackupClock, gateway: Gateway, store: Store) -> None:
    clock.tick()
    assert reasons(store) == []
    add(gateway)
    clock.tick()
    assert reasons(store) == ["auto"]
    clock.tick()
    add(gateway, "B")
    clock.tick()  # a quarter of an hour has not passed
    assert reasons(store) == ["auto"]


def test_where_none_can_be_made_the_window_says_so_until_one_is(
    clock: BackupClock, gateway: Gateway, store: Store, window: MainWindow, tmp_path: Path
) -> None:
    place = tmp_path / "disk"
    place.mkdir()
    choose(store.path, place, None)
    (place / "data-backups").write_bytes(b"a file in the way")
    add(gateway)
    clock.tick()
    assert clock.banner.isVisible()
    assert "No backup" in clock.banner.label.text()
    (place / "data-backups").unlink()
    again = clock.banner.buttons[1]
    assert isinstance(again, QPushButton)
    again.click()
    assert not clock.banner.isVisible()
    assert reasons(store) == ["auto"]


def test_three_days_without_one_are_red_at_the_settings(
    clock: BackupClock, gateway: Gateway, store: Store, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta

    from app.safety import state

    add(gateway)
    (store.path.parent / "data-backups").write_bytes(b"in the way")
    clock.tick()
    assert window.rail.items["settings"].badge == 0
    monkeypatch.setattr(state, "ALARM", timedelta(0))
    (store.path.parent / "data-backups").unlink()
    clock._seen((state.state_of(store), False))
    assert window.rail.items["settings"].badge == 1
    clock.tick()
    assert window.rail.items["settings"].badge == 0


def test_a_risky_step_waits_for_a_backup(context: Context, store: Store) -> None:
    done: list[str] = []
    guarded(context, IMPORT, lambda: done.append("nothing changed"), lambda: None)
    add(context.gateway)
    guarded(context, CHANGE, lambda: done.append("few"), lambda: None, count=100)
    assert reasons(store) == []
    guarded(context, CHANGE, lambda: done.append("many"), lambda: None, count=101)
    assert reasons(store) == ["before-change"]
    assert done == ["nothing changed", "few", "many"]


@pytest.mark.parametrize("on", [True, False])
def test_without_a_backup_the_person_decides(context: Context, store: Store, qtbot: Any, on: bool) -> None:
    (store.path.parent / "data-backups").write_bytes(b"in the way")
    add(context.gateway)
    done: list[str] = []
    guarded(context, IMPORT, lambda: done.append("on"), lambda: done.append("stopped"))
    box = next(one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible())
    assert done == []
    words = "Go on without a backup" if on else "Cancel"
    next(button for button in box.buttons() if button.text() == words).click()
    assert done == ["on" if on else "stopped"]


def test_a_file_that_is_gone_is_saved_anew_with_what_is_typed(
    clock: BackupClock, window: MainWindow, gateway: Gateway, store: Store, tmp_path: Path
) -> None:
    add(gateway, "Kept")
    store.path.unlink()
    gateway.keep_draft("customers:new", {"name": "half typed"})
    banner = window.findChild(SafetyBanner, "banner.lost")
    assert isinstance(banner, SafetyBanner)
    assert banner.isVisible()
    assert "is not there any more" in banner.label.text()
    asked: list[Path] = []
    window.reopen.connect(asked.append)
    rescue(window, tmp_path / "saved.db")
    assert asked == [tmp_path / "saved.db"]
    saved = open_file(tmp_path / "saved.db")
    assert names(saved) == ["Kept"]
    assert (Gateway(saved, inline=True).draft("customers:new") or {})["name"] == "half typed"
    saved.close()


def test_the_last_backup_is_made_when_the_window_is_gone(data_file: Path, qapp: QApplication, qtbot: Any) -> None:
    program = Program(qapp, MainWindow(Preferences(None)), data_file, False)
    qtbot.addWidget(program.window)
    program.start()
    qtbot.waitUntil(lambda: program.window.context is not None, timeout=20_000)
    assert program.window.context is not None
    add(program.window.context.gateway, "typed last")
    program.window.close()
    program.end()
    found = backups(folder_of(data_file))
    assert [(one.reason, one.manifest.counts["customers"] if one.manifest else 0) for one in found] == [("exit", 1)]
    open_file(data_file).close()


def test_a_restore_in_the_running_program_reads_every_screen_again(data_file: Path, qapp: QApplication, qtbot: Any) -> None:
    from app.safety.rounds import back_up_now
    from app.ui.dialogs.restoring import RestoreDialog

    program = Program(qapp, MainWindow(Preferences(None)), data_file, False)
    qtbot.addWidget(program.window)
    program.start()
    qtbot.waitUntil(lambda: program.window.context is not None, timeout=20_000)
    before = program.window.context
    assert before is not None
    store = before.gateway.store
    store.write("add", records.create, Customer, {"name": "Kept"})
    backup = back_up_now(store, "by-hand").backup
    store.write("add", records.create, Customer, {"name": "Gone"})
    before.gateway.keep_draft("customers:new", {"name": "half typed"})
    dialog = RestoreDialog(before, program.window, backup)
    dialog.show()
    qtbot.waitUntil(dialog.do_button.isEnabled, timeout=20_000)
    dialog.do_button.click()
    qtbot.waitUntil(lambda: program.window.context not in (None, before), timeout=20_000)
    after = program.window.context
    assert after is not None
    assert names(after.gateway.store) == ["Kept"]
    assert (after.gateway.draft("customers:new") or {})["name"] == "half typed"
    assert "Restored the backup" in program.window.message.label.text()
    program.window.close()
    program.end()


def test_a_second_place_that_falls_behind_is_told_with_its_reason(
    clock: BackupClock, window: MainWindow, gateway: Gateway, store: Store, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "data-backups").write_bytes(b"in the way")
    choose(store.path, None, stick)
    add(gateway)
    clock.tick()
    clock.tick()
    assert window.message.label.text() == str(clock.problem)
    assert str(stick) in str(clock.problem)
    stick.rename(tmp_path / "away")
    window.tell("")
    clock.tick()
    assert window.message.label.text() == "", "once a week"
    window.preferences.set("backup.reminded", "")
    clock.tick()
    assert "Plug in its disk" in window.message.label.text()


def test_a_file_that_is_back_takes_the_line_away(clock: BackupClock, window: MainWindow, gateway: Gateway, store: Store) -> None:
    add(gateway)
    away = store.path.with_name("away.db")
    store.path.rename(away)
    clock.tick()
    banner = window.findChild(SafetyBanner, "banner.lost")
    assert isinstance(banner, SafetyBanner)
    assert banner.isVisible()
    assert not clock.banner.isVisible(), "said once"
    clock.tick()
    assert banner.isVisible(), "it is still gone"
    away.rename(store.path)
    clock.tick()
    assert not banner.isVisible()


def test_after_thirty_days_the_bin_lets_go(clock: BackupClock, gateway: Gateway, store: Store) -> None:
    old = store.write("Made", records.create, Customer, {"name": "旧"}).value
    for number in range(25):
        add(gateway, f"客户 {number}")
    store.write("Deleted", records.delete, Customer, [old])
    store.write("Aged", lambda session: setattr(session.get(Customer, old), "deleted_at", DAYS_AGO))

    def age(session: Any) -> None:
        """As if a step had been done on each of the last days."""
        steps = session.scalars(sa.select(operations.c.seq).order_by(operations.c.seq.desc())).all()
        for place, seq in enumerate(steps):
            moment = moment_text(now_utc() - timedelta(days=place))
            session.execute(sa.update(operations).where(operations.c.seq == seq).values(at=moment))

    store.quietly(age)
    told: list[Any] = []
    gateway.changed.connect(told.append)
    clock.tick()
    assert told == []  # not in the first minute
    clock.tick()
    assert [one.origin for one in told] == ["erase"]
    assert reasons(store)[-1:] == ["auto"]  # it had everything
    assert store.read(emptying.contents) == {}
    store.undo()
    assert "旧" not in names(store)
