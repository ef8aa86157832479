"""Fixtures for all tests: a real data file in a temporary folder, the window's gateway without threads, the shared files."""

import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

# A busy machine is slow, not wrong: properties have no deadline.
# ``python run.py test --hypothesis-profile=deep`` tries four times as many of whatever names no number of its own.
settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")), max_examples=50)
settings.register_profile("deep", settings.get_profile("house"), max_examples=200)
settings.load_profile("house")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")

if TYPE_CHECKING:
    from app.store.store import Store
    from app.ui.context import Context
    from app.ui.gateway import Gateway
    from tests.ui.held import Held

ROOT = Path(__file__).resolve().parent.parent


def pytest_collection_finish() -> None:
    """What was imported by now stays to the end: the collector need not look through it hundreds of times,
    nor after every 700 objects: a twelfth of all the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def pytest_sessionfinish() -> None:
    """Qt's offscreen platform crashes at exit while the clipboard still holds a file that Python put there."""
    gui = sys.modules.get("PySide6.QtGui")
    if gui is not None and gui.QGuiApplication.instance() is not None:
        gui.QGuiApplication.clipboard().clear()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own, so that nothing of the person running it is touched."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("CLIENTELE_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Every test starts in English on Shanghai's clock; those that switch leave nothing behind."""
    from app.formats import set_zone
    from app.i18n import set_language

    set_language("en")
    set_zone("Asia/Shanghai")
    yield
    set_language("en")
    set_zone("Asia/Shanghai")


@pytest.fixture(autouse=True)
def locked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No key of an earlier test is unlocked, and passphrases cost next to nothing."""
    from app.safety import unlocking, wrapping
    from app.store import keys

    monkeypatch.setattr(wrapping, "COST", wrapping.Cost(64, 1, 1))
    unlocking.forgive()
    yield
    keys.forget()


@pytest.fixture(autouse=True)
def cleared_away() -> Iterator[None]:
    """What a test closed goes now: Qt keeps it until an event loop runs again, and each later test pays for thousands of
    widgets nobody sees."""
    yield
    core = sys.modules.get("PySide6.QtCore")
    if core is not None and core.QCoreApplication.instance() is not None:
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty data file, made once: a copy opens in milliseconds where a migration takes half a second."""
    from app.store.store import create

    path = tmp_path_factory.mktemp("template") / "empty.db"
    create(path).close()
    return path


@pytest.fixture(scope="session")
def sample_file(template: Path, tmp_path_factory: pytest.TempPathFactory) -> "Callable[[str, date], Path]":
    """A closed file with the sample company in a language as of a day, made once for both processes of a run: five seconds
    that most tests need not spend again. To be copied, never opened."""
    base = tmp_path_factory.getbasetemp()
    place = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def made(language: str, day: date) -> Path:
        from app.services.sample import make_sample
        from app.store.store import open_file

        path = place / f"sample-{language}-{day}.db"
        if not path.exists():
            raw = Path(shutil.copy(template, base / f"raw-{path.name}"))
            store = open_file(raw)
            store.write("Sample", make_sample, language, day)
            store.close()
            raw.replace(path)
        return path

    return made


@pytest.fixture
def data_file(template: Path, tmp_path: Path) -> Path:
    """A closed, empty data file."""
    return Path(shutil.copy(template, tmp_path / "data.db"))


@pytest.fixture
def store(data_file: Path) -> "Iterator[Store]":
    """An open, empty data file."""
    from app.store.store import open_file

    opened = open_file(data_file)
    yield opened
    opened.close()


@pytest.fixture
def gateway(store: "Store", qapp: object) -> "Iterator[Gateway]":
    """The window's door to ``store``, working inline: no waiting."""
    from app.ui.gateway import Gateway

    door = Gateway(store, inline=True)
    yield door
    door.close()


@pytest.fixture
def threaded(store: "Store", qapp: object) -> "Iterator[Gateway]":
    """The same with real threads. They have ended before the file is let go of, also where a test fails half way."""
    from app.ui.gateway import Gateway

    door = Gateway(store)
    yield door
    door.finish()


@pytest.fixture
def context(gateway: "Gateway") -> "Context":
    """What a screen is given; its frame notes toasts and navigation (``context.frame.toasts``, ``.visited``)."""
    from app.ui.context import Context
    from app.ui.preferences import Preferences
    from tests.ui.frame import NotingFrame

    return Context(gateway, NotingFrame(), Preferences(None))


@pytest.fixture
def writer(gateway: "Gateway") -> "Iterator[Held]":
    """Holds what ``gateway`` writes back until the test lets it go."""
    from tests.ui.held import Held

    held = Held()
    gateway._writer = held
    yield held
    held.let_go()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real files nobody here wrote; tests that need it skip where it is absent."""
    folder = ROOT.parent / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("the shared real files are not here")
    return folder
