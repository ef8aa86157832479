"""Choosing a file beside the open data file leaves its locks alone (fault F24b)."""

import os
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QListView

from app.store.store import Store
from app.ui.kit import choosing

APP = Path(__file__).resolve().parents[2] / "app"


def locks_of_this_process() -> list[str]:
    own = str(os.getpid())
    lines = Path("/proc/locks").read_text(encoding="ascii").splitlines()
    return sorted(line.partition(": ")[2] for line in lines if own in line.split())


def look_around(dialog: QFileDialog, qtbot: Any, folder: Path) -> None:
    """Show the folder until every file in it has its icon and its kind."""
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    dialog.setDirectory(str(folder))
    dialog.show()
    view = dialog.findChild(QListView, "listView")

    def kinds() -> list[str]:
        model, root = view.model(), view.rootIndex()
        rows = range(model.rowCount(root))
        return [str(model.index(row, 0, root).data()) for row in rows if not model.index(row, 0, root).data(1).isNull()]

    qtbot.waitUntil(lambda: {path.name for path in folder.iterdir()} <= set(kinds()))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc/locks")
def test_looking_around_in_the_folder_of_the_data_file_keeps_its_locks(store: Store, qtbot: Any) -> None:
    store.write("Nothing", lambda session: None)
    before = locks_of_this_process()
    assert before
    look_around(choosing.dialog(None, "x", str(store.path.parent), ""), qtbot, store.path.parent)
    assert locks_of_this_process() == before


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc/locks")
def test_the_dialog_as_qt_makes_it_drops_them(store: Store, qtbot: Any) -> None:
    before = locks_of_this_process()
    look_around(QFileDialog(None, "x"), qtbot, store.path.parent)
    assert len(locks_of_this_process()) < len(before)  # the control: should Qt mend it, this room has done its work


def test_nothing_else_asks_for_files() -> None:
    asking = [path.name for path in APP.rglob("*.py") if "QFileDialog" in path.read_text(encoding="utf-8")]
    assert sorted(asking) == ["choosing.py", "qt_words.py"]


def test_a_file_is_offered_by_its_name_in_its_folder(tmp_path: Path, qtbot: Any) -> None:
    made = choosing.dialog(None, "x", str(tmp_path / "客户.xlsx"), "Excel (*.xlsx)")
    made.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(made)
    assert made.directory().absolutePath() == str(tmp_path)
    assert made.nameFilters() == ["Excel (*.xlsx)"]
