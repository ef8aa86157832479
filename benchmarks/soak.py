"""Hours of work in minutes (faults F103, R15): ``python3 run.py bench soak [seconds]`` walks at random over the real window.

Screens, records, tabs, searches, fields typed into, saves, drafts, deletions, undo and redo, papers, settings, the other
language. Counted are actions, exceptions and refusals; memory, open handles and widgets after a tenth of the time and at its end.
"""

import gc
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, cast
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from shiboken6 import isValid

from app.formats import today
from app.i18n import LANGUAGES, language
from app.models import BY_KEY
from app.reports import REPORTS
from app.services import lists, records
from app.services.sample import make_sample
from app.store.changes import Label
from app.store.store import create
from app.ui.context import Context
from app.ui.forms.form import Form
from app.ui.frame.palette import Palette
from app.ui.gateway import Gateway
from app.ui.kit.speech import speak
from app.ui.lists.tables import ListView
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from app.ui.records.record import RecordPane
from app.ui.screens import SCREENS
from app.ui.screens.reports.screen import ReportsScreen
from app.ui.screens.settings.screen import PAGES, SettingsScreen
from tests.ui import hands

SECONDS = 300.0
TEXTS = ("华", "公司", "h", "138", "KH0", "<b>", "王", "zzz", "", "客户 1")
_PATIENCE = 20.0
_SIZES = ((1024, 700), (1366, 768), (1600, 900))
_DELETED = ("customers", "contacts", "visits")
_WEIGHTS = {
    "go": 10, "open_record": 16, "show_tab": 12, "search": 6, "filter": 8, "type_and_save": 10, "type_and_leave": 4,
    "undo": 6, "redo": 4, "delete": 3, "restore": 3, "paper": 2, "settings": 3, "begin": 4, "neighbour": 6, "resize": 2,
    "speak": 0.3,
}  # fmt: skip


class Walk:
    """A person who never rests, at a window on a data file."""

    def __init__(self, app: QApplication, context: Context, window: MainWindow, seed: int) -> None:
        self.app, self.context, self.window = app, context, window
        self.rng, self.done, self.refused = Random(seed), Counter[str](), 0
        self.bugs: list[str] = []
        context.gateway.failed.connect(self._refused)
        sys.excepthook = lambda kind, error, _trace: self._bug(kind, error)
        threading.excepthook = lambda found: self._bug(found.exc_type, found.exc_value)

    def _refused(self, _error: object) -> None:
        self.refused += 1

    def _bug(self, kind: Any, error: Any) -> None:
        import traceback

        self.bugs.append("".join(traceback.format_exception(kind, error, error.__traceback__))[-1500:])

    def step(self) -> None:
        """One action, and what follows from it."""
        name = self.rng.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
        try:
            act: Callable[[], None] = getattr(self, f"_{name}")
            act()
        except Exception:
            self._bug(*sys.exc_info()[:2])
        self.done[name] += 1
        self.settle()

    def settle(self, until: Callable[[], bool] | None = None) -> None:
        """Let the window work; with ``until``, until that is so."""
        end = time.monotonic() + _PATIENCE
        for _round in range(4):
            self.app.processEvents()
        while until is not None and not until() and time.monotonic() < end:
            self.app.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def tour(self) -> None:
        """Once through everything that is made when it is first shown: no growth is seen in it later."""
        for place in SCREENS:
            self.window.go(place.key, self._id(place.entity) if place.entity else None)
            self.settle()
            for pane in self.window.screen_of(place.key).findChildren(RecordPane):
                for tab in pane.tabs():
                    pane.show_tab(tab)
                    self.settle()
            if place.entity:
                self.window.begin(place.key)
                self.settle()
        for key, _title, _make in PAGES:
            cast(SettingsScreen, self.window.screen_of("settings")).show_page(key)
            self.settle()
        for _each in REPORTS:
            self._paper()

    def _any(self, kind: type[Any]) -> Any:
        """Something of this kind that is in sight; None where nothing is."""
        found = [one for one in self.window.findChildren(kind) if one.isVisible() and one.isEnabled()]
        return self.rng.choice(found) if found else None

    def _id(self, entity: str, binned: bool = False) -> UUID | None:
        place = next(place for place in SCREENS if place.entity == entity)
        query = lists.ListQuery(entity, (), place.sort.lstrip("-"), binned=binned)
        found = self.context.gateway.read_now(lists.ids, query, limit=400)
        return self.rng.choice(found) if found else None

    # actions ------------------------------------------------------------------------------------------------------

    def _go(self) -> None:
        self.window.go(self.rng.choice(SCREENS).key)

    def _open_record(self) -> None:
        place = self.rng.choice([place for place in SCREENS if place.entity])
        self.window.go(place.key, self._id(place.entity))

    def _show_tab(self) -> None:
        if (pane := self._any(RecordPane)) is not None and pane.tabs():
            pane.show_tab(self.rng.choice(list(pane.tabs())))

    def _search(self) -> None:
        self.window.open_palette()
        palette = self.window.findChildren(Palette)[-1]
        palette.field.setText(self.rng.choice(TEXTS))
        self.settle()
        if isValid(palette):  # it goes by itself where the focus leaves it
            palette.hide()
            palette.deleteLater()

    def _filter(self) -> None:
        if (view := self._any(ListView)) is not None:
            view.search(self.rng.choice(TEXTS))

    def _type(self) -> None:
        form = self._any(Form)
        lines = [one for one in form.findChildren(QLineEdit) if one.isVisible() and one.isEnabled()] if form else []
        if lines:
            hands.retype(self.rng.choice(lines), self.rng.choice(TEXTS) + str(self.rng.randrange(100)))

    def _type_and_save(self) -> None:
        self._type()
        if self.window.current is not None:
            self.window.current.save()

    def _type_and_leave(self) -> None:
        self._type()
        self._open_record()

    def _undo(self) -> None:
        self.window.undo()

    def _redo(self) -> None:
        self.window.redo()

    def _delete(self) -> None:
        entity = self.rng.choice(_DELETED)
        if (one := self._id(entity)) is not None:
            self.context.gateway.write(Label("Deleted"), records.delete, BY_KEY[entity], [one])

    def _restore(self) -> None:
        entity = self.rng.choice(_DELETED)
        if (one := self._id(entity, binned=True)) is not None:
            self.context.gateway.write(Label("Restored"), records.restore, BY_KEY[entity], one)

    def _paper(self) -> None:
        report, screen = self.rng.choice(REPORTS), cast(ReportsScreen, self.window.screen_of("reports"))
        self.window.go("reports")
        asked = report.parameters
        customer, person = (self._id(each) for each in ("customers", "contacts"))
        screen.show_report(report.key, customer if "customer" in asked else None, "", person if "person" in asked else None)
        self.settle(lambda: screen.printed is not None or screen.preview.busy.isHidden())

    def _settings(self) -> None:
        self.window.go("settings")
        cast(SettingsScreen, self.window.screen_of("settings")).show_page(self.rng.choice(PAGES)[0])

    def _begin(self) -> None:
        place = self.rng.choice([place for place in SCREENS if place.entity])
        self.window.begin(place.key)
        self._type()
        self.window.screen_of(place.key).keep_drafts()

    def _neighbour(self) -> None:
        if self.window.current is not None:
            self.window.current.neighbour(self.rng.choice((-1, 1)))

    def _resize(self) -> None:
        self.window.resize(*self.rng.choice(_SIZES))

    def _speak(self) -> None:
        speak(self.app, next(one for one in LANGUAGES if one != language()))


def figures_now(app: QApplication) -> dict[str, float]:
    """Memory in MiB, open handles, widgets; where the system says them."""
    gc.collect()
    status, handles = Path("/proc/self/status"), Path("/proc/self/fd")
    lines = status.read_text("ascii").splitlines() if status.exists() else []
    memory = next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), 0.0)
    widgets = Counter(type(one).__name__ for one in app.allWidgets())
    found = {"memory, MiB": memory, "open handles": float(len(os.listdir(handles)) if handles.exists() else 0)}
    return {**found, "widgets": float(widgets.total()), "Python objects": float(len(gc.get_objects()))}


def measure(seconds: float = SECONDS, seed: int = 1) -> dict[str, float]:
    """Walk so long; bugs go to stderr."""
    instance = QApplication.instance()
    app = instance if isinstance(instance, QApplication) else QApplication(["bench", "-platform", "offscreen"])
    with TemporaryDirectory(prefix="clientele-soak-") as folder:
        os.environ["CLIENTELE_HOME"] = folder
        store = create(Path(folder) / "data.db")
        store.write(Label("Made"), make_sample, "zh", today())
        window = MainWindow(Preferences(None))
        window.complete()
        window.show()
        context = Context(Gateway(store), window, window.preferences)
        window.attach(context, "today")
        walk = Walk(app, context, window, seed)
        walk.settle()
        walk.tour()
        early, late = _walk(walk, seconds)
        _close(walk)
    left = [type(one).__name__ for one in app.topLevelWidgets() if one.parent() is None]
    for bug in (*walk.bugs, *left):
        print(bug, file=sys.stderr)
    print(f"  {dict(walk.done.most_common())}", file=sys.stderr)
    growth = {f"{name}: growth in percent": 100 * (late[name] / early[name] - 1) for name in early if early[name]}
    return {
        "seconds": seconds, "actions": float(walk.done.total()), "exceptions (0)": float(len(walk.bugs)),
        "refusals in a sentence": float(walk.refused), **{f"{name}, after a tenth": value for name, value in early.items()},
        **{f"{name}, at the end": value for name, value in late.items()}, **growth,
        "widgets left by the closed window (0)": float(len(left)),
    }  # fmt: skip


def _walk(walk: Walk, seconds: float) -> tuple[dict[str, float], dict[str, float]]:
    """Figures after a tenth of the time and after all of it."""
    began, early = time.monotonic(), None
    while (passed := time.monotonic() - began) < seconds:
        if early is None and passed >= seconds / 10:
            early = figures_now(walk.app)
        walk.step()
    return early or figures_now(walk.app), figures_now(walk.app)


def _close(walk: Walk) -> None:
    walk.window.detach()
    walk.context.gateway.close()
    walk.window.close()
    walk.window.deleteLater()
    walk.settle()
    gc.collect()
    walk.settle()

