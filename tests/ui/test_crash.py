"""A bug is written down once and without people's data; the window lives on; three in a row end the program in order."""

import logging
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from app.errors import StorageError
from app.ui.frame.crash import CrashHook, log


class Spoken:
    def __init__(self) -> None:
        self.told: list[str] = []
        self.shown = self.left = 0
        self.now = 0.0

    def show(self) -> None:
        self.shown += 1

    def leave(self) -> None:
        self.left += 1


@pytest.fixture
def spoken(qapp: object) -> Spoken:
    return Spoken()


@pytest.fixture
def hook(spoken: Spoken) -> Iterator[CrashHook]:
    made = CrashHook(spoken.told.append, spoken.show, spoken.leave, lambda: spoken.now)
    made.install()
    yield made
    made.remove()
    log.cache_clear()
    for handler in list(logging.getLogger("clientele").handlers):
        logging.getLogger("clientele").removeHandler(handler)
        handler.close()


def crash(text: str = "Zhang Wei, 13800000000") -> None:
    try:
        raise ValueError(text)
    except ValueError:
        sys.excepthook(*sys.exc_info())


def test_a_bug_is_noted_once_without_its_message(hook: CrashHook, spoken: Spoken, home: Any) -> None:
    for _i in range(2):
        crash()
    text = (home / "clientele.log").read_text(encoding="utf-8")
    assert text.count("ValueError") == 1
    assert "test_crash.py" in text
    assert "Zhang" not in text
    assert "1380" not in text
    assert spoken.shown == 2


def test_an_error_of_the_environment_is_a_sentence_not_a_crash(hook: CrashHook, spoken: Spoken, home: Any) -> None:
    try:
        raise StorageError("The folder {folder} does not exist.", folder="X")
    except StorageError:
        sys.excepthook(*sys.exc_info())
    assert spoken.told == ["The folder X does not exist."]
    assert (spoken.shown, spoken.left) == (0, 0)


def test_three_within_ten_seconds_end_the_program(hook: CrashHook, spoken: Spoken) -> None:
    for moment in (0.0, 4.0, 9.0):
        spoken.now = moment
        crash()
    assert spoken.left == 1


def test_three_in_a_minute_do_not(hook: CrashHook, spoken: Spoken) -> None:
    for moment in (0.0, 20.0, 40.0):
        spoken.now = moment
        crash()
    assert (spoken.shown, spoken.left) == (3, 0)


def test_a_bug_on_a_thread_reaches_the_window(hook: CrashHook, spoken: Spoken, qtbot: Any) -> None:
    thread = threading.Thread(target=lambda: [][1])
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: spoken.shown == 1)
