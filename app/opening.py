"""What runs beside the window while a data file is opened or made: nothing of Qt."""

import gc
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import StorageError
from app.paths import erased_list, noted_later

if TYPE_CHECKING:
    from app.store.store import Store


def open_data(path: Path, told: Callable[[int, int], None] | None = None, anywhere: bool = False) -> "Store":
    """Open a data file for the window. LockedError where it is encrypted and its key not known."""
    from app.making_files import prepared
    from app.store.store import open_file

    store = open_file(path, anywhere, told=told)
    if erased_list(path).exists():
        from app.safety.erasing import settle  # rare: no start waits for it

        with suppress(StorageError):  # said when somebody erases; the next start tries again
            settle(store)
    if noted_later(path).exists():
        from app.safety.noted_later import take_over

        with suppress(StorageError):  # the notes stay where they are; the next start tries again
            take_over(store)
    return prepared(store)


def make_data(path: Path, sample: bool, spoken: str) -> "Store":
    """Make one, empty or with the sample company."""
    from app.making_files import make

    return make(path, sample, spoken)


def moved_on(before: Path, now: Path) -> Path:
    """The file that is opened in place of another one: the key of that one is forgotten, and its passphrase asked next time."""
    if now != before:
        from app.store.keys import forget

        forget()
    return now


def collect_again() -> None:
    """main.py starts with the garbage collector off: nothing made on the way here is garbage, and looking takes a tenth."""
    gc.freeze()
    gc.enable()
