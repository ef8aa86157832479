"""Upgrades ended in the middle: the next start succeeds with every row; without a transaction around them it does not."""

import gzip
import os
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.bootstrap import Program
from app.store.store import open_file
from app.store.verify import verify
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from tests.faults.kit import RELEASED
from tests.faults.running import ask

needs_fork = pytest.mark.skipif(os.name != "posix", reason="needs fork")


@needs_fork
def test_an_upgrade_ended_at_a_statement_is_made_good_by_the_next_start() -> None:
    found = ask("tests.faults.upgrades", "--every", 480, "--ends")
    assert found["told"] == []
    assert found["stuck"] == 0
    assert all(found[f"statements of {path.name[:4]}"] >= 30 for path in (RELEASED[0], RELEASED[-1]))
    assert found["ended"] >= 5


@needs_fork
def test_without_the_transaction_files_are_stuck() -> None:
    assert ask("tests.faults.upgrades", "--every", 20, "--upto", 40, "--ends", "--control")["stuck"] >= 1


def test_how_far_an_upgrade_is_is_told_in_records(tmp_path: Path) -> None:
    path, told = tmp_path / "old.db", list[tuple[int, int]]()
    path.write_bytes(gzip.decompress(RELEASED[0].read_bytes()))
    store = open_file(path, told=lambda done, whole: told.append((done, whole)))
    assert verify(store).whole
    store.close()
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1] > 0


def test_the_window_says_how_far_the_upgrade_of_a_large_file_is(data_file: Path, qtbot: QtBot, qapp: object) -> None:
    window = MainWindow(Preferences(None))
    qtbot.addWidget(window)
    program = Program(qapp, window, data_file, exit_when_ready=False)  # type: ignore[arg-type]
    program._opening = True
    program._upgrading(2000, 4000)
    assert program._upgrade is None, "nothing flashes by for a small file"
    program._upgrading(30_000, 120_000)
    assert program._upgrade is not None
    assert program._upgrade.part.value() == 25
    assert window.stack.currentWidget() is program._upgrade
    program._opening = False
    program._upgrading(60_000, 120_000)
    assert program._upgrade.part.value() == 25, "a word that comes late is passed over"
