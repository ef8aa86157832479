"""A data file that cannot be opened: what the panel offers fits the trouble, and does it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.bootstrap import Program
from app.errors import AppError
from app.models import Customer
from app.safety.rounds import back_up
from app.services import records
from app.services.lists import ListQuery, page
from app.store.store import Store, create, open_file
from app.ui.dialogs.problem import ProblemPanel
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from tests.ui import hands


def filled(path: Path, *names: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    store = create(path, anywhere=True)
    for name in names:
        store.write("add", records.create, Customer, {"name": name})
    store.close()


def names(store: Store) -> list[str]:
    found = [row.texts[0] for row in store.read(page, ListQuery("customers", ("name",), "name"), 0, 99)]
    store.close()
    return found


class Shown:
    """The panel over a file that was refused, and what was asked of the program."""

    def __init__(self, path: Path, qtbot: Any) -> None:
        self.opened: list[Path] = []
        self.here: list[bool] = []
        self.qtbot, self.window = qtbot, QWidget()
        qtbot.addWidget(self.window)
        with pytest.raises(AppError) as refused:
            open_file(path)
        self.panel = ProblemPanel(
            self.window, refused.value, path, self.opened.append, lambda _path: None, lambda: self.here.append(True)
        )
        self.window.show()

    def button(self, name: str) -> QPushButton:
        self.qtbot.waitUntil(lambda: self.panel.findChild(QPushButton, f"ways.{name}") is not None, timeout=10_000)
        found = self.panel.findChild(QPushButton, f"ways.{name}")
        assert isinstance(found, QPushButton)
        return found


@pytest.fixture
def shown(qtbot: Any) -> Callable[[Path], Shown]:
    return lambda path: Shown(path, qtbot)


def test_a_file_in_a_cloud_folder_comes_home_with_one_click(
    shown: Callable[[Path], Shown], tmp_path: Path, home: Path, qtbot: Any
) -> None:
    path = tmp_path / "OneDrive" / "firm.db"
    filled(path, "Firm")
    panel = shown(path)
    assert "OneDrive" in panel.panel.sentence.text()
    panel.button("home").click()
    qtbot.waitUntil(lambda: panel.opened != [], timeout=20_000)
    assert panel.opened == [home / "clientele.db"]
    assert not path.exists()
    assert names(open_file(panel.opened[0])) == ["Firm"]


def test_using_it_there_takes_its_name_typed(shown: Callable[[Path], Shown], tmp_path: Path) -> None:
    path = tmp_path / "Dropbox" / "firm.db"
    filled(path, "Firm")
    panel = shown(path)
    here = panel.button("here")
    assert not here.isEnabled()
    hands.retype(panel.panel.ways.typed, "fir")
    assert not here.isEnabled()
    hands.retype(panel.panel.ways.typed, "Firm")
    assert here.isEnabled()
    here.click()
    assert panel.here == [True]


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0" + bytes(2000)])
def test_a_broken_file_is_replaced_by_its_newest_good_backup(
    shown: Callable[[Path], Shown], tmp_path: Path, qtbot: Any, content: bytes
) -> None:
    path = tmp_path / "firm.db"
    filled(path, "Kept")
    back_up(path, "auto")
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    path.write_bytes(content)
    panel = shown(path)
    restore = panel.button("restore")
    assert "newest good backup" in restore.text()
    restore.click()
    qtbot.waitUntil(lambda: panel.opened == [path], timeout=20_000)
    assert names(open_file(path)) == ["Kept"]
    assert [kept.read_bytes() for kept in tmp_path.glob("damaged-*/firm.db")] == [content]


def test_what_can_be_read_goes_into_a_new_file_and_the_panel_says_what(
    shown: Callable[[Path], Shown], tmp_path: Path, qtbot: Any
) -> None:
    path = tmp_path / "firm.db"
    filled(path, *(f"Firm {number}" for number in range(30)))
    raw = bytearray(path.read_bytes())
    raw[:16] = bytes(16)
    path.write_bytes(raw)
    panel = shown(path)
    panel.button("salvage")
    target = tmp_path / "saved.db"
    panel.panel.ways.salvage(target)
    qtbot.waitUntil(lambda: "Customers:" in panel.panel.ways.said.text(), timeout=30_000)
    assert "Customers: 30 read" in panel.panel.ways.said.text()
    assert path.read_bytes() == bytes(raw)
    panel.button("salvage").click()
    assert panel.opened == [target]
    assert len(names(open_file(target))) == 30


def test_look_alikes_are_listed_and_open(shown: Callable[[Path], Shown], tmp_path: Path) -> None:
    filled(tmp_path / "firm (conflicted copy).db", "A", "B")
    path = tmp_path / "firm.db"
    path.write_bytes(b"")
    panel = shown(path)
    copy = panel.button("copy.0")
    assert copy.text() == "firm (conflicted copy).db"
    copy.click()
    assert panel.opened == [tmp_path / "firm (conflicted copy).db"]


def test_a_file_that_is_busy_elsewhere_is_not_offered_for_replacing(
    shown: Callable[[Path], Shown], store: Store, qtbot: Any
) -> None:
    store.write("add", records.create, Customer, {"name": "A"})
    back_up(store, "auto")
    panel = shown(store.path)
    qtbot.wait(300)
    assert panel.panel.ways.buttons == []


def test_the_choice_to_use_it_there_is_remembered(tmp_path: Path, qapp: QApplication, qtbot: Any) -> None:
    path = tmp_path / "OneDrive" / "firm.db"
    filled(path, "Firm")
    preferences = Preferences(None)
    first = started(path, preferences, qapp, qtbot)
    qtbot.waitUntil(lambda: first.window.findChild(ProblemPanel) is not None, timeout=20_000)
    first._open_here()
    closed(first, qtbot)
    closed(started(path, preferences, qapp, qtbot), qtbot)


def started(path: Path, preferences: Preferences, app: QApplication, qtbot: Any) -> Program:
    program = Program(app, MainWindow(preferences), path, False)
    qtbot.addWidget(program.window)
    program.start()
    return program


def closed(program: Program, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: program.window.context is not None, timeout=20_000)
    program.window.close()
    program.end()
