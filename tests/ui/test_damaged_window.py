"""The open file turns out to be damaged inside: said across the top, its ways out offered, restored over from the list."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from app.bootstrap import Program
from app.models import Customer
from app.safety.catalogue import backups
from app.safety.making import make_backup
from app.services import records
from app.store.backup import backup_folder
from app.store.store import open_file
from app.store.verify import verify
from app.ui.dialogs.problem import ProblemPanel
from app.ui.dialogs.restoring import RestoreDialog
from app.ui.guard.safety_banner import SafetyBanner
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from tests.safety.test_damaged_inside import tear_rows
from tests.ui.hands import click


@pytest.fixture
def program(qapp: QApplication, qtbot: Any, data_file: Path) -> Iterator[Program]:
    """The program with a file open in which every row of customers is rubbish; it has one sound backup."""
    store = open_file(data_file)
    store.write("add", records.create_many, Customer, [{"name": f"客户 {index}", "notes": "备注"} for index in range(20)])
    make_backup(store, "auto")
    store.close()
    tear_rows(data_file)
    window = MainWindow(Preferences(None))
    qtbot.addWidget(window)
    window.complete()
    window.resize(1366, 768)
    with qtbot.waitSignal(window.painted):
        window.show()
    made = Program(qapp, window, data_file, False)
    made.open(data_file)
    qtbot.waitUntil(lambda: window.current is not None)
    yield made
    made.end()
    QApplication.processEvents()


def test_damage_is_said_and_its_ways_out_are_one_click_away(program: Program, qtbot: Any, data_file: Path) -> None:
    window = program.window
    window.go("customers")
    qtbot.waitUntil(lambda: window.findChild(SafetyBanner, "banner.damaged") is not None, timeout=10_000)
    way = window.findChild(QPushButton, "banner.damaged.0")
    click(way)
    qtbot.waitUntil(lambda: window.findChild(QPushButton, "ways.restore") is not None, timeout=10_000)
    (panel,) = window.findChildren(ProblemPanel)
    assert panel.findChild(QPushButton, "ways.salvage") is not None
    click(panel.findChild(QPushButton, "ways.restore"))
    qtbot.waitUntil(lambda: window.message.label.text().startswith("Restored the backup of"), timeout=20_000)
    assert "The damaged file is in" in window.message.label.text()
    qtbot.waitUntil(lambda: window.current is not None, timeout=10_000)
    assert window.findChild(SafetyBanner, "banner.damaged") is None
    assert verify(window.context.gateway.store).whole


def test_the_list_of_backups_restores_over_it(program: Program, qtbot: Any, data_file: Path) -> None:
    window = program.window
    dialog = RestoreDialog(window.context, window, backups(backup_folder(data_file))[0])
    dialog.show()
    qtbot.waitUntil(dialog.do_button.isEnabled, timeout=10_000)
    assert "cannot be told" in dialog.words.text()
    assert "20" in dialog.counts.text()
    assert not dialog.do_button.isDefault()
    assert not dialog.do_button.autoDefault()
    click(dialog.do_button)
    qtbot.waitUntil(lambda: window.message.label.text().startswith("Restored the backup of"), timeout=20_000)
    qtbot.waitUntil(lambda: window.current is not None, timeout=10_000)
    assert verify(window.context.gateway.store).whole
