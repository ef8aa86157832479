"""Hostile texts through the whole window (faults R9, F76): every text shown is the one stored, nothing is opened by it.

The window walks over a company all of whose texts are hostile. The registry at the end holds every class of widget to it: it
was seen on the walk, or stands in ``ELSEWHERE`` with its reason.
"""

import ast
import csv
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QPushButton, QWidget

from app.errors import StorageError
from app.i18n import N_
from app.models import BY_KEY
from app.services import lists, records
from app.store.changes import Label
from app.store.store import Store, open_file
from app.ui.context import Context
from app.ui.dialogs.changes_out import ChangesDialog
from app.ui.dialogs.emptying import EmptyingDialog
from app.ui.dialogs.first_start import FirstStart
from app.ui.dialogs.handover import HandoverDialog
from app.ui.dialogs.problem import ProblemPanel
from app.ui.frame.palette import Palette
from app.ui.frame.rail import RailView
from app.ui.frame.toast import Toast
from app.ui.gateway import Gateway
from app.ui.kit.pick_list import PickList
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from app.ui.records.record import RecordPane
from app.ui.screens import SCREENS
from app.ui.screens.duplicates.fields import ValueChoice
from app.ui.screens.settings.screen import PAGES
from tests.hostile import HOSTILE
from tests.hostile_company import canary_texts, folded, make, marked, numbers_in, stored, wrong
from tests.ui.shown_texts import texts_of
from tests.watching import nothing_opened

UI = Path(__file__).resolve().parents[2] / "app/ui"


@dataclass
class Walk:
    """What was met: classes, texts (place -> texts), and what does not stand there as stored."""

    known: dict[str, set[str]]
    classes: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    wrong: dict[str, list[str]] = field(default_factory=dict)
    opened: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def look(self, place: str) -> None:
        """Read everything that is visible."""
        settle()
        self.places.append(place)
        for widget in visible():
            self._meet(widget)
            for text in texts_of(widget):
                if "Q" in text and text not in self.texts:
                    self.texts.add(text)
                    if found := wrong(text, self.known):
                        self.wrong[f"{place}: {type(widget).__name__} {widget.objectName()}"] = found

    def meet_all(self) -> None:
        """What is there and was never seen counts as met, too."""
        for widget in QApplication.allWidgets():
            self._meet(widget)

    def _meet(self, widget: QWidget) -> None:
        met = [widget]
        if isinstance(widget, QAbstractItemView):
            met += [widget.model(), widget.itemDelegate()]
        if widget.layout() is not None:
            met.append(widget.layout())
        self.classes |= {one.__name__ for each in met for one in type(each).__mro__}


def visible() -> Iterator[QWidget]:
    """What can be seen: what is hidden is left with all that is in it, most of a window."""
    waiting = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    while waiting:
        widget = waiting.pop()
        yield widget
        inner = (each for each in widget.children() if isinstance(each, QWidget))
        waiting += [each for each in inner if each.isVisible() and not each.isWindow()]


def settle() -> None:
    for _round in range(3):
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents()


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("canary") / "canary.png"
    picture = QImage(20, 20, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    assert picture.save(str(path))
    return path


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory, canary: Path) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    make(path, canary)
    return path


@pytest.fixture(scope="module")
def walk(qapp: QApplication, company: Path, canary: Path, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """The walk itself, taken once; the tests below ask what was met."""
    store = open_file(Path(shutil.copy(company, tmp_path_factory.mktemp("walk") / "walk.db")))
    found = Walk(store.read(stored))
    before = set(QApplication.allWidgets())
    window = MainWindow(Preferences(None))
    window.complete()
    window.resize(1366, 900)
    window.show()
    try:
        with nothing_opened(canary) as found.opened:
            window.attach(Context(Gateway(store, inline=True), window, window.preferences), "today")
            _go_everywhere(window, store, found)
            _settings(window, found)
            _palette(window, found)
            _change_and_take_back(window, store, found)
            _import(window, found, store.path.parent)
            _dialogs(window, store, found)
            found.meet_all()
    finally:
        window.close()
        window.deleteLater()
        settle()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        store.close()
    found.left = sorted(type(one).__name__ for one in set(QApplication.topLevelWidgets()) - before)
    return found


def _go_everywhere(window: MainWindow, store: Store, found: Walk) -> None:
    for place in SCREENS:
        window.go(place.key)
        found.look(place.key)
    window.go("today")
    window.screen_of("today").desk.enter()
    found.look("today, a line with its signs")
    for place in (place for place in SCREENS if place.entity):
        query = lists.ListQuery(place.entity, place.found_by, place.sort.lstrip("-"))
        for number, one in enumerate(store.read(lists.ids, query, limit=1)):
            window.go(place.key, one)
            found.look(f"{place.key} {number}")
            _tabs(window, place.key, found)
        window.screen_of(place.key).begin({})
        found.look(f"{place.key} new")
        window.screen_of(place.key).keep_drafts()


def _tabs(window: MainWindow, key: str, found: Walk) -> None:
    pane = next((pane for pane in window.screen_of(key).findChildren(RecordPane) if pane.isVisible()), None)
    for tab in pane.tabs() if pane is not None else ():
        pane.show_tab(tab)
        found.look(f"{key} tab {tab}")


def _settings(window: MainWindow, found: Walk) -> None:
    window.go("settings")
    for key, _title, _make in PAGES:
        window.screen_of("settings").show_page(key)
        found.look(f"settings {key}")


def _palette(window: MainWindow, found: Walk) -> None:
    for typed in ("", "q", "bold", "<b>", "&amp;", "深圳"):
        window.open_palette()
        palette = window.findChildren(Palette)[-1]
        palette.field.setText(typed)
        found.look(f"palette {typed}")
        palette.hide()
        palette.deleteLater()


def _change_and_take_back(window: MainWindow, store: Store, found: Walk) -> None:
    """The toast names the step, the step names the record."""
    one = store.read(lists.ids, lists.ListQuery("customers", ("code",), "name"), limit=1)[0]
    title = store.read(records.get, BY_KEY["customers"], one)["name"]
    label = Label("Deleted “{name}”", {"name": title})
    window.context.gateway.write(label, records.delete, BY_KEY["customers"], [one])
    found.look("toast")
    assert f"Deleted “{title}”" in shown_by(window.findChild(Toast))
    window.undo()
    found.look("undone")
    window.redo()
    window.go("bin")
    found.look("bin with a record")
    window.undo()
    window.tell(title)
    found.look("told")


def shown_by(widget: QWidget) -> set[str]:
    return {text for one in [widget, *widget.findChildren(QWidget)] for text in texts_of(one)}


def _import(window: MainWindow, found: Walk, folder: Path) -> None:
    """A file with the same texts in its header and its cells: columns, dry run, outcome."""
    path = folder / "Q900q<b>file<i>q900Q.csv"
    texts = [text for variants in found.known.values() for text in variants]
    rows = [["Name", "Phone", "Notes", "Q901q<i>header</i>q901Q"], *([text, "1", text, text] for text in sorted(texts))]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    found.known |= {"900": {path.stem}, "901": {rows[0][3]}}
    window.go("import")
    window.screen_of("import").open_file(path)
    found.look("import")
    window.screen_of("import").run_import()
    found.look("imported")


def _dialogs(window: MainWindow, store: Store, found: Walk) -> None:
    owner = store.read(lists.ids, lists.ListQuery("customers", ("code",), "name"), limit=2)
    window.open_help()
    found.look("help")
    window.go("customers")
    dialogs: list[QWidget] = [
        HandoverDialog(window.context, window, None, owner), ChangesDialog(window.context, window),
        EmptyingDialog(window.context, window),
    ]  # fmt: skip
    for dialog in dialogs:
        dialog.show()
        found.look(type(dialog).__name__)
        dialog.close()
        dialog.deleteLater()
    window.show_panel(FirstStart(window, nothing, nothing))
    found.look("first start")


def test_every_text_is_shown_as_it_was_stored(walk: Walk) -> None:
    assert walk.wrong == {}


def test_nothing_was_opened(walk: Walk) -> None:
    assert walk.opened == []


def test_a_window_takes_everything_with_it(walk: Walk) -> None:
    """A part without a parent outlives its screen, and listens on."""
    assert walk.left == []


def test_the_walk_met_the_hostile_texts(walk: Walk) -> None:
    """Nearly all of them, so that the two tests above say something."""
    met = numbers_in(walk.texts)
    assert len(met) >= 0.95 * len(walk.known)


def widgets_of_ours() -> dict[str, str]:
    """class -> file, of everything under app/ui that is a widget, a model, a delegate or a layout."""
    bases: dict[str, list[str]] = {}
    files: dict[str, str] = {}
    for path in sorted(UI.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                bases[node.name] = [ast.unparse(base).split("[")[0].split(".")[-1] for base in node.bases]
                files[node.name] = path.relative_to(UI).as_posix()
    return {name: files[name] for name in bases if _is_shown(name, bases)}


NO_SINKS = {"QObject", "QEvent", "QThread", "QRunnable", "QTranslator", "QProxyStyle"}


def _is_shown(name: str, bases: dict[str, list[str]]) -> bool:
    qt = [base for base in bases[name] if base.startswith("Q") and base not in NO_SINKS]
    return bool(qt) or any(_is_shown(base, bases) for base in bases[name] if base in bases)


HERE = "test_widgets_off_the_way_are_literal"
CHOICES = "words of ours and the firm's own lists, on buttons and boxes like those on the walk"
ELSEWHERE = {
    **dict.fromkeys(("Asked", "DayAsked", "ResultAsked"), "plain titles, days and lines; test_today_desk_keys.py"),
    "TagsAsked": "a line and ticks; test_bulk_bar.py",
    "ValueAsked": "one editor of a form, which the walk meets; test_bulk_bar.py",
    "ByName": "icons for the names of files, no widget; test_choosing.py",
    "ColumnsPanel": "names of columns: words of ours",
    "GradeAsked": "asks for a day, shows words of ours; test_grading_window.py",
    "GradeByHand": "asks for a grade, its title is a system's; test_customer_grades.py",
    "AskedNumber": "a line for a percentage with a word of ours; test_analysis_screen.py",
    "ProblemPanel": HERE,
    "TransitionPanel": "words of ours and editors of the form; test_complaints_screen.py",
    "RegionPanel": CHOICES, "RangePanel": CHOICES, "TextPanel": CHOICES, "TicksPanel": CHOICES, "ValuePanel": CHOICES,
    "Flyout": "a frame around others",
    "GivenUpByEsc": "around a panel, without words of its own; test_complaint_troubles.py",
    "ViewName": "a line in which a name is typed",
    **dict.fromkeys(("SecretLine", "SecretField", "NewPassphrase"), "lines in which a passphrase is typed; test_lock.py"),
    "LockItem": "a place of the rail with words of ours; test_lock.py",
    "PickList": HERE,
    "RailView": HERE,
    "ValueChoice": HERE,
    "MovePanel": "a form and a search field, which the walk meets; test_people_screen.py",
    **dict.fromkeys(("CardsModel", "CardDelegate", "CardsView", "ColumnView"),
                    "painted by hand, tips escaped; test_complaint_board.py"),
    "StepPanel": "words of ours and editors of the form; test_requests_screen.py",
    "CasesTab": "a list and an editor of the form, which the walk meets; test_improvements_screen.py",
    **dict.fromkeys(("Board", "HandledBoard", "HoursBoard", "MonthBoard", "AgendaBoard"),
                    "painted with drawText, which knows no markup, tips escaped; test_visits_calendar.py"),
    "_Stops": "a list of plain texts; test_visits_route.py",
    "PlanLines": "a list of plain texts; test_visits_planner.py",
    "MetRow": "a literal tick and labels of the kit; test_visits_recording.py",
    "PromiseRow": "editors of a form, which the walk meets; test_visits_recording.py",
    "MissedAsked": "labels of the kit, lines and words of ours; test_visits_recording.py",
    "MoveAsked": "labels of the kit and three lines; test_visits_calendar.py",
    **dict.fromkeys(
        ("ErasingDialog", "BringBackDialog", "LostComputerDialog", "RestoreDialog", "UpgradePanel", "WaysOut",
         "SecretDialog", "SignInDialog", "UnlockPanel", "ConvertPanel", "RecoveryPage", "RecoveryDialog", "EncryptDialog",
         "AskPassphrase", "ChangePassphrase"),
        "labels of the gate and lists of ours, as test_code_rules.py requires; opened by the tests of safety",
    ),
}  # fmt: skip
"""Widgets that the walk does not meet, with who looks at them."""


def test_every_widget_is_held_to_it(walk: Walk) -> None:
    """A new widget that the walk does not come by must be looked at: its name stands in the failure."""
    ours = widgets_of_ours()
    assert len(ours) > 140
    assert {name: file for name, file in ours.items() if name not in walk.classes | ELSEWHERE.keys()} == {}


# the widgets that the walk does not come by ---------------------------------------------------------------------------


@pytest.fixture
def names(canary: Path) -> list[str]:
    """What a file can hold: no NUL and no half of a character."""
    return marked([*canary_texts(canary), *(text for text in HOSTILE if not {"\0", "\ud800"} & set(text))])


def mangled(widget: QWidget, names: list[str]) -> list[str]:
    known = {number: {folded(text)} for number, text in zip(map(str, range(len(names))), names, strict=True)}
    shown = shown_by(widget)
    assert numbers_in(shown)
    return [piece for text in shown for piece in wrong(text, known)]


def nothing(*_arguments: object) -> None:
    """Nobody listens."""


def problem_panel(parent: QWidget, names: list[str]) -> list[QWidget]:
    error = StorageError(N_("{file} is damaged. Restore a backup."), file=" ".join(names))
    return [ProblemPanel(parent, error, Path("a"), nothing, nothing)]


def pick_list(parent: QWidget, names: list[str]) -> list[QWidget]:
    return [PickList("test", [(names[0], [(name, name) for name in names])], names[1])]


def saved_views(parent: QWidget, names: list[str]) -> list[QWidget]:
    views = [RailView(f"view-{place}", name, parent) for place, name in enumerate(names)]
    for view in views:
        view.setFixedWidth(220)
        view.retranslate()
    return views


def values(parent: QWidget, names: list[str]) -> list[QWidget]:
    return [ValueChoice(name, name) for name in names]


@pytest.mark.parametrize("made", [problem_panel, pick_list, saved_views, values])
def test_widgets_off_the_way_are_literal(qtbot, names: list[str], canary: Path, made) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    with nothing_opened(canary) as opened:
        widgets = made(parent, names)
        for widget in widgets:
            widget.setParent(parent)
            widget.grab()
    assert ([piece for widget in widgets for piece in mangled(widget, names)], opened) == ([], [])


# the controls ---------------------------------------------------------------------------------------------------------


def test_a_label_without_the_gate_is_seen_to_open_the_file(qtbot, canary: Path) -> None:
    """Without this the walk could be blind: Qt's own label does what the canary asks for."""
    with nothing_opened(canary) as opened:
        label = QLabel(canary_texts(canary)[0])
        qtbot.addWidget(label)
        label.grab()
    assert opened == [f"opened {canary.name}"]


@pytest.mark.parametrize("make", [QLabel, QPushButton, lambda text: _tipped(text)])
def test_widgets_without_the_gate_are_seen_to_mangle(qtbot, make) -> None:
    texts = marked(["<b>&x</b>"])
    widget = make(texts[0])
    qtbot.addWidget(widget)
    assert mangled(widget, texts) != []


def _tipped(text: str) -> QWidget:
    widget = QWidget()
    widget.setToolTip(text)
    return widget


def test_a_text_cut_without_a_sign_is_seen() -> None:
    known = {"7": {"Q7qlongq7Q"}}
    assert [wrong(text, known) for text in ("Q7qlongq7Q", "Q7qlo…", "and Q7qlong q7Q.")] == [[], [], []]
    assert wrong("Q7qlo", known) == ["Q7qlo"]
