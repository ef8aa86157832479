"""Taking the pictures of ``tools.shots``: opens the window on each data file, goes everywhere, saves what it looks like."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QEvent, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.i18n import LANGUAGES, N_
from app.paths import data_folder
from app.reports import REPORTS, build
from app.reports.document import Document
from app.reports.pdf import render_bytes
from app.services import lists
from app.services.sample import make_sample
from app.store.changes import Label
from app.store.store import Store, create
from app.ui import style
from app.ui.context import Context
from app.ui.gateway import Gateway
from app.ui.kit import fonts
from app.ui.kit.speech import speak
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from app.ui.records.record import RecordPane
from app.ui.screens import SCREENS

MANY = (1366, 768)
"""The size at which everything is taken."""
PAGES_MS = 800
"""Qt draws the pages of a PDF beside the window; nothing says when the last is there."""
Size = tuple[int, int, int]
SIZES: tuple[Size, ...] = ((1024, 680, 1), (1366, 768, 1), (2560, 1440, 2))
"""(pixels across, pixels down, scale)"""
SOME = (("zh", "light"), ("en", "dark"))
"""What is taken at the other sizes."""


class Camera:
    """Where pictures go and which of them are wanted."""

    def __init__(self, folder: Path, only: str, today: date) -> None:
        self.folder, self.only, self.today = folder, only, today

    def wants(self, name: str) -> bool:
        """Whether this picture was asked for."""
        return self.only in name

    def wants_some_of(self, name: str) -> bool:
        """Whether a picture whose name begins like this may have been asked for."""
        whole = self.only.startswith(("sample-", "empty-", "paper-"))
        return not whole or self.only.startswith(name) or name.startswith(self.only)

    def take(self, widget: QWidget, name: str) -> None:
        """Save a widget as it looks once everything has settled."""
        if self.wants(name):
            settle()
            widget.grab().save(str(self.folder / f"{name}.png"))


def settle() -> None:
    """Let everything that waits in the event loop happen."""
    for _round in range(8):
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents()


def take_all(folder: Path, scale: int, today: date, only: str) -> None:
    """All pictures of one scale."""
    app = QApplication([])
    fonts.apply_face(app)
    camera = Camera(folder, only, today)
    for language in LANGUAGES:
        for kind in ("sample", "empty") if scale == 1 else ("sample",):
            if camera.wants_some_of(f"{kind}-{language}") or camera.wants_some_of(f"paper-{language}"):
                store = _store(data_folder() / f"{kind}-{language}.db", language if kind == "sample" else "", today)
                _take_store(app, camera, store, f"{kind}-{language}", language, scale)
                store.close()


def _store(path: Path, language: str, today: date) -> Store:
    store = create(path)
    if language:
        store.write(Label(N_("Made the sample company")), make_sample, language, today)
    return store


def _take_store(app: QApplication, camera: Camera, store: Store, name: str, language: str, scale: int) -> None:
    for theme in style.THEMES:
        speak(app, language)
        style.apply_style(app, theme)
        for size in (size for size in SIZES if size[2] == scale):
            full = size[:2] == MANY
            some = (language, theme) in SOME and name.startswith("sample")
            shot = f"{name}-{theme}-{size[0]}x{size[1]}"
            if (full or some) and camera.wants_some_of(shot):
                _take_window(camera, store, shot, size, full)
    if name.startswith("sample") and scale == 1:
        _take_paper(camera, store, language)


def _take_window(camera: Camera, store: Store, name: str, size: Size, full: bool) -> None:
    window = MainWindow(Preferences(None))
    window.complete()
    window.resize(size[0] // size[2], size[1] // size[2])
    window.show()
    context = Context(Gateway(store, inline=True), window, window.preferences)
    window.attach(context, "today")
    settle()
    for place in SCREENS:
        if camera.wants(f"{name}-{place.key}"):
            window.go(place.key)
            if place.key == "reports":
                QTest.qWait(PAGES_MS)
            camera.take(window, f"{name}-{place.key}")
    _take_records(camera, window, store, name, full)
    if full:
        _take_new(camera, window, name)
        _take_more(camera, window, name)
    context.gateway.finish()  # a page still on its way asks a file that is closed by then
    window.close()
    window.deleteLater()
    settle()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # or it would follow the next language over a closed file


def _take_records(camera: Camera, window: MainWindow, store: Store, name: str, tabs: bool) -> None:
    """The first record of each kind, with all its tabs where there is room."""
    for place in (place for place in SCREENS if place.entity):
        key, shot = place.sort.lstrip("-"), f"{name}-{place.key}-record"
        found = store.read(lists.ids, lists.ListQuery(place.entity, place.found_by, key, place.sort.startswith("-")), limit=1)
        if found and camera.wants_some_of(shot):
            window.go(place.key, found[0])
            camera.take(window, shot)
            if tabs:
                _take_tabs(camera, window, window.screen_of(place.key), shot)


def _take_tabs(camera: Camera, window: MainWindow, screen: QWidget, name: str) -> None:
    pane = next((pane for pane in screen.findChildren(RecordPane) if pane.isVisible()), None)
    for key in pane.tabs()[1:] if pane is not None else ():
        if pane is not None and camera.wants(f"{name}-{key}"):
            pane.show_tab(key)
            camera.take(window, f"{name}-{key}")


def _take_new(camera: Camera, window: MainWindow, name: str) -> None:
    """The form for a new record of each kind."""
    for place in (place for place in SCREENS if place.entity):
        if camera.wants(f"{name}-{place.key}-new"):
            window.go(place.key)
            window.screen_of(place.key).begin({})
            camera.take(window, f"{name}-{place.key}-new")
            window.screen_of(place.key).keep_drafts()


def _take_more(camera: Camera, window: MainWindow, name: str) -> None:
    """Settings page by page, the palette, help, the first start."""
    from app.ui.dialogs.first_start import FirstStart
    from app.ui.screens.settings.screen import PAGES, SettingsScreen

    window.go("settings")
    settings = window.screen_of("settings")
    assert isinstance(settings, SettingsScreen)  # noqa: S101 - the registry says so
    for key, _title, _make in PAGES:
        settings.show_page(key)
        camera.take(window, f"{name}-settings-{key}")
    _take_boards(camera, window, name)
    _take_calendar(camera, window, name)
    window.go("customers")
    _over(camera, window, f"{name}-palette", window.open_palette)
    _over(camera, window, f"{name}-help", window.open_help)
    nothing: Callable[[], None] = lambda: None  # noqa: E731
    window.show_panel(FirstStart(window, nothing, nothing))
    camera.take(window, f"{name}-first-start")


def _take_boards(camera: Camera, window: MainWindow, name: str) -> None:
    """The complaints as boards and by age."""
    from app.ui.screens.complaints.board_ways import AGES, BOARD, LIST
    from app.ui.screens.complaints.screen import ComplaintsScreen

    window.go("complaints")
    screen = window.screen_of("complaints")
    assert isinstance(screen, ComplaintsScreen)  # noqa: S101 - the registry says so
    for way in (BOARD, AGES, LIST):
        screen.show_as(way)
        camera.take(window, f"{name}-complaints-{way}")


def _take_calendar(camera: Camera, window: MainWindow, name: str) -> None:
    """The visits as a calendar, the proposed plan and the route of the day beside it."""
    from app.ui.screens.visits.screen import WAYS, VisitsScreen

    window.go("visits")
    screen = window.screen_of("visits")
    assert isinstance(screen, VisitsScreen)  # noqa: S101 - the registry says so
    for way in WAYS[1:]:
        screen.show_as(way)
        camera.take(window, f"{name}-visits-{way}")
    screen.sides.propose()
    screen.planner.ask()
    camera.take(window, f"{name}-visits-plan")
    screen.planner.leave()
    screen.sides.show_route()
    camera.take(window, f"{name}-visits-route")
    screen.leave_entry()
    screen.show_as(WAYS[0])


def _over(camera: Camera, window: MainWindow, name: str, show: Callable[[], Any]) -> None:
    """Something that lies over the window: shown, taken, put away."""
    before = set(window.children())
    show()
    camera.take(window, name)
    for child in set(window.children()) - before:
        if isinstance(child, QWidget):
            child.hide()


def _take_paper(camera: Camera, store: Store, language: str) -> None:
    """Every page of every report, as the preview shows it."""
    customer = store.read(lists.page, lists.ListQuery("customers", ("code",), "name"), 0, 1)[0].texts[0]
    person = store.read(lists.ids, lists.ListQuery("contacts", ("name",), "name"), limit=1)[0]
    complaint = store.read(lists.page, lists.ListQuery("complaints", ("number",), "received_at", True), 0, 1)[0].texts[0]
    memos = store.read(lists.page, lists.ListQuery("phone_memos", ("number",), "called_at", True), 0, 1)
    values = {"month": f"{camera.today:%Y-%m}", "customer": customer, "person": person, "complaint": complaint}
    if memos:
        values["memo"] = memos[0].texts[0]
    for report in REPORTS:
        name = f"paper-{language}-{report.key}"
        if camera.wants(name) and (memos or "memo" not in report.parameters):
            document = store.read(_built, report.key, language, {key: values[key] for key in report.parameters if key in values})
            data, _result = render_bytes(document)
            _take_pages(camera, data, name)


def _built(session: Any, key: str, language: str, values: dict[str, Any]) -> Document:
    return build(session, key, language, **values)


def _take_pages(camera: Camera, data: bytes, name: str) -> None:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    pages = QPdfDocument()
    pages.load(buffer)
    for number in range(pages.pageCount()):
        points = pages.pagePointSize(number)
        drawn = pages.render(number, QSize(round(points.width() * 1.5), round(points.height() * 1.5)))
        picture = QImage(drawn.size(), QImage.Format.Format_RGB32)  # what was drawn lies on nothing
        picture.fill(Qt.GlobalColor.white)
        painter = QPainter(picture)
        painter.drawImage(0, 0, drawn)
        painter.end()
        picture.save(str(camera.folder / f"{name}-{number + 1:02}.png"))
    pages.close()
