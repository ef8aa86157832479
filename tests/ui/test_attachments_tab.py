"""Attachments as a person uses them: dropped, pasted, looked at, opened, renamed, deleted, found, on every kind of record."""

import os
import shutil
import warnings
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QColor, QDesktopServices, QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.i18n import set_language
from app.models import Complaint, Contact, Customer, Employee, Visit
from app.models.attachment import Attachment
from app.models.types import now_utc
from app.services import attachments, disclosures, records
from app.services import settings as firm
from app.store.store import open_readonly
from app.ui.attachments.files import lend, save_copy
from app.ui.attachments.intake import keep_all, pasted
from app.ui.attachments.of_record import TAB
from app.ui.attachments.tab import AttachmentTab
from app.ui.attachments.view import PAGES, PICTURE, TEXT, picture_of
from app.ui.context import Context
from app.ui.frame.palette import open_palette
from app.ui.gateway import Gateway
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from app.ui.screens.customers.screen import CustomersScreen
from tests.ui import hands
from tests.ui.frame import NotingFrame

NONE, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton


def write(context: Context, entity: Any, **values: Any) -> UUID:
    made: list[UUID] = []
    context.gateway.write("make", records.create, entity, values, done=made.append)
    return made[0]


@pytest.fixture
def customer(context: Context) -> UUID:
    return write(context, Customer, name="华信钢构有限公司")


@pytest.fixture
def screen(context: Context, customer: UUID, qtbot: QtBot) -> CustomersScreen:
    made = CustomersScreen(context)
    qtbot.addWidget(made)
    made.resize(1166, 700)
    made.show()
    made.activate()
    made.open_record(customer)
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    (made / "合同.txt").write_text("甲方：华信\n", encoding="gb18030")
    picture(200, 100).save(str(made / "logo.png"))
    return made


def picture(width: int, height: int) -> QImage:
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(QColor("#2F6F6B"))
    return made


def urls(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def entering(data: QMimeData) -> QDragEnterEvent:
    with warnings.catch_warnings():  # the only constructor there is
        warnings.simplefilter("ignore", DeprecationWarning)
        return QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, LEFT, NONE)


def drop(widget: QWidget, data: QMimeData) -> tuple[bool, bool]:
    """Whether the drag and the drop were accepted."""
    enter = entering(data)
    QApplication.sendEvent(widget, enter)
    dropped = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, LEFT, NONE)
    QApplication.sendEvent(widget, dropped)
    return enter.isAccepted(), dropped.isAccepted()


def tab_of(screen: CustomersScreen) -> AttachmentTab:
    screen.record.pane.show_tab(TAB)
    found = screen.record.attachments.tab
    assert found is not None
    return found


def names(tab: AttachmentTab) -> list[str]:
    return [row.texts[0] for n in range(tab.list.model.rowCount()) if (row := tab.list.model.row(n)) is not None]


def listed(context: Context, customer: UUID) -> list[str]:
    return sorted(entry.name for entry in context.gateway.read_now(attachments.listed, "customers", customer))


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


# coming in ------------------------------------------------------------------------------------------------------------


def test_files_dropped_on_the_record_are_attached_in_one_step(
    screen: CustomersScreen, context: Context, customer: UUID, folder: Path
) -> None:
    assert screen.record.pane.tab() == "overview"
    assert drop(screen.record, urls(folder / "logo.png", folder / "合同.txt")) == (True, True)
    assert screen.record.pane.tab() == TAB
    assert sorted(names(tab_of(screen))) == ["logo.png", "合同.txt"]
    assert "Attachments 2" in [screen.record.pane._tabs.bar.tabText(n) for n in range(8)]
    context.gateway.undo()
    assert listed(context, customer) == []
    assert words(screen).count("No attachments yet.") == 1


def test_text_and_files_on_the_network_are_not_taken(screen: CustomersScreen, context: Context, customer: UUID) -> None:
    text, far = QMimeData(), QMimeData()
    text.setText("hello")
    far.setUrls([QUrl("https://example.invalid/a.pdf")])
    for data in (text, far):
        assert drop(screen.record, data) == (False, False)
    assert listed(context, customer) == []


def test_while_files_are_above_the_record_a_veil_says_so(screen: CustomersScreen, folder: Path) -> None:
    data = urls(folder / "合同.txt")
    QApplication.sendEvent(screen.record, entering(data))
    assert screen.record.attachments.zone.veil.isVisible()
    assert "Drop to attach" in words(screen.record)
    drop(screen.record, data)
    assert not screen.record.attachments.zone.veil.isVisible()


def test_what_cannot_be_added_is_told_and_the_rest_comes_in(
    screen: CustomersScreen, context: Context, customer: UUID, folder: Path
) -> None:
    context.gateway.write("limit", firm.change, "attachment.limit_mb", 1)
    (folder / "large.bin").write_bytes(b"x" * 1_200_000)
    (folder / "sub").mkdir()
    drop(screen.record, urls(folder / "large.bin", folder / "sub", folder / "合同.txt"))
    assert listed(context, customer) == ["合同.txt"]
    (told,) = context.frame.told  # type: ignore[attr-defined]
    assert "“large.bin” is too large" in told
    assert told.endswith("1 more file could not be added.")


def test_the_same_file_again_is_told(screen: CustomersScreen, context: Context, customer: UUID, folder: Path) -> None:
    for _ in range(2):
        drop(screen.record, urls(folder / "合同.txt"))
    assert listed(context, customer) == ["合同.txt"]
    assert context.frame.toasts == [("“合同.txt” is attached already.", False)]  # type: ignore[attr-defined]


def test_a_picture_is_pasted(screen: CustomersScreen, context: Context, customer: UUID) -> None:
    QGuiApplication.clipboard().setImage(picture(30, 20))
    screen.record.pane.focus_tabs()
    QTest.keyClick(screen.record.pane._tabs.bar, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    tab = tab_of(screen)
    (name,) = listed(context, customer)
    assert name.startswith("Picture 20")
    assert name.endswith(".png")
    QGuiApplication.clipboard().setText("just words")
    hands.click(tab.paste_button)
    assert context.frame.toasts == [("The clipboard holds no picture and no files.", False)]  # type: ignore[attr-defined]


def test_copied_files_are_pasted_as_files(folder: Path) -> None:
    moment = datetime(2026, 3, 1, 9, 5, 7)
    assert [fresh.name for fresh in pasted(urls(folder / "合同.txt"), moment)] == ["合同.txt"]
    data = QMimeData()
    data.setImageData(picture(3, 2))
    (fresh,) = pasted(data, moment)
    assert (fresh.name, fresh.kind) == ("Picture 2026-03-01 09.05.07.png", "photo")


def test_large_files_come_in_beside_the_window_with_progress(
    store: Any, threaded: Gateway, tmp_path: Path, qtbot: QtBot
) -> None:
    key = store.write("a", records.create, Customer, {"name": "华信"}).value
    window = MainWindow(Preferences(None))
    qtbot.addWidget(window)
    window.complete()
    window.attach(Context(threaded, window, window.preferences), "customers")
    window.show()
    window.go("customers", key)
    record = window.screens["customers"].record  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: record.attachments._id == key)
    large = tmp_path / "large.bin"
    large.write_bytes(os.urandom(20_000_000))
    shares: list[float] = []
    record.attachments.intake.progress.connect(shares.append)
    with qtbot.waitSignal(record.attachments.intake.ended):
        record.attachments.take([large])
        assert record.attachments.intake.busy
    assert len(shares) == 20
    assert shares == sorted(shares)
    assert shares[-1] == 1
    qtbot.waitUntil(lambda: names(record.attachments.tab) == ["large.bin"])
    assert not record.attachments.tab.busy.isVisible()


def test_stopping_attaches_nothing(context: Context, customer: UUID, tmp_path: Path, screen: CustomersScreen) -> None:
    large = tmp_path / "large.bin"
    large.write_bytes(b"x" * 5_000_000)
    tab = tab_of(screen)
    screen.record.attachments.intake.progress.connect(lambda _share: hands.click(tab.stop_button))
    drop(screen.record, urls(large))
    assert listed(context, customer) == []
    assert context.frame.told == ["Stopped. Nothing was changed."]  # type: ignore[attr-defined]


def test_keeping_counts_the_bytes_of_all_files(store: Any) -> None:
    shares: list[float] = []
    files = [attachments.Fresh("a", b"x" * 3_000_000), attachments.Fresh("b", b"y" * 1_000_000)]
    kept, errors = keep_all(store, files, shares.append, lambda: False)
    assert (len(kept), errors, shares[-1]) == (2, [], 1.0)


# looking --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def tab(screen: CustomersScreen, folder: Path) -> AttachmentTab:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(folder / "plan.pdf"))
    canvas.drawString(100, 700, "plan")
    canvas.save()
    (folder / "data.bin").write_bytes(bytes(range(256)))
    screen.record.attachments.take([folder / name for name in ("合同.txt", "logo.png", "plan.pdf", "data.bin")])
    return tab_of(screen)


def choose(tab: AttachmentTab, name: str) -> None:
    tab.list.grid.setFocus()
    tab.list.grid.selectRow(names(tab).index(name))


def test_the_list_tells_name_kind_and_size(tab: AttachmentTab) -> None:
    place = names(tab).index("logo.png")
    cells = [tab.list.model.cell(place, column) for column in range(4)]
    assert [cell.text for cell in cells if cell][:2] == ["logo.png", "Photo"]
    assert cells[2] is not None
    assert cells[2].text.endswith(" B")
    assert cells[3] is not None
    assert cells[3].text == "today"


def test_what_is_in_a_file_is_shown(tab: AttachmentTab) -> None:
    for name, what in (("合同.txt", TEXT), ("logo.png", PICTURE), ("plan.pdf", PAGES), ("data.bin", "")):
        choose(tab, name)
        assert (tab.view.name.whole(), tab.view.shown) == (name, what)
    assert "not shown here" in tab.view.words.text()
    choose(tab, "合同.txt")
    assert tab.view.findChild(QPlainTextEdit).toPlainText() == "甲方：华信\n"


def test_space_gives_the_content_the_room_and_escape_the_list_back(tab: AttachmentTab, screen: CustomersScreen) -> None:
    choose(tab, "logo.png")
    QTest.keyClick(tab.list.grid, Qt.Key.Key_Space)
    assert not tab.list.isVisible()
    QTest.keyClick(tab.view, Qt.Key.Key_Escape)
    assert tab.list.isVisible()
    QTest.keyClick(tab.list.grid, Qt.Key.Key_Space)
    QTest.keyClick(tab.view, Qt.Key.Key_Space)
    assert tab.list.isVisible()


def test_a_lost_content_is_said_where_it_would_be(tab: AttachmentTab, context: Context) -> None:
    for _digest, path in context.gateway.store.blobs.kept():
        path.unlink()
    choose(tab, "logo.png")
    assert "“logo.png” is missing" in tab.view.words.text()
    assert tab.view.name.whole() == "logo.png"


def test_a_giant_picture_is_no_harm() -> None:
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000)
    giant = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    assert max(picture_of(giant, 2400).width(), 0) <= 2400


# doing ----------------------------------------------------------------------------------------------------------------


class Opened(QObject):
    """Stands in for the system's programs."""

    def __init__(self) -> None:
        super().__init__()
        self.paths: list[Path] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.paths.append(Path(url.toLocalFile()))


@pytest.fixture
def opened() -> Iterator[list[Path]]:
    handler = Opened()
    QDesktopServices.setUrlHandler("file", handler, "open")
    yield handler.paths
    QDesktopServices.unsetUrlHandler("file")


def test_enter_opens_a_read_only_copy_under_its_own_name(tab: AttachmentTab, context: Context, opened: list[Path]) -> None:
    choose(tab, "合同.txt")
    QTest.keyClick(tab.list.grid, Qt.Key.Key_Return)
    (path,) = opened
    assert path.name == "合同.txt"
    assert path.read_text(encoding="gb18030") == "甲方：华信\n"
    assert path.stat().st_mode & 0o222 == 0
    assert context.gateway.store.blobs.folder not in path.parents
    if os.name == "posix":
        assert path.parent.stat().st_mode & 0o077 == 0


def test_programs_are_not_opened(
    tab: AttachmentTab, screen: CustomersScreen, folder: Path, context: Context, opened: list[Path]
) -> None:
    (folder / "photo.jpg").write_bytes(b"MZ\x90\0")
    (folder / "run.bat").write_text("dir", encoding="ascii")
    screen.record.attachments.take([folder / "photo.jpg", folder / "run.bat"])
    for name in ("photo.jpg", "run.bat"):
        choose(tab, name)
        hands.click(tab.open_button)
        assert f"“{name}” is a program" in context.frame.told[-1]  # type: ignore[attr-defined]
    assert opened == []


def test_strange_names_are_shown_and_opened_safely(screen: CustomersScreen, context: Context, opened: list[Path]) -> None:
    strange = ["<b>x</b>.txt", "../../x.txt", "CON.txt", "😀" * 70 + ".txt", "a:b?.txt"]
    for name in strange:
        context.gateway.write(
            "add", attachments.add, "customers", screen.record.current(), attachments.Fresh(name, name.encode())
        )
    tab = tab_of(screen)
    assert set(names(tab)) == set(strange)
    for name in strange:
        choose(tab, name)
        assert tab.view.name.whole() == name
        tab.open_current()
        assert opened[-1].read_bytes() == name.encode()
    assert len({path.parent.parent for path in opened}) == 1


def test_two_files_of_one_name_are_two_copies(context: Context) -> None:
    blobs = context.gateway.store.blobs
    first, second = (lend(blobs, blobs.put(data, "x", 99).digest, "A.txt") for data in (b"1", b"2"))
    assert (first.read_bytes(), second.read_bytes(), first.name) == (b"1", b"2", second.name)


def test_copies_go_on_where_the_temp_folder_was_cleaned(context: Context) -> None:
    blobs = context.gateway.store.blobs
    digest = blobs.put(b"1", "x", 99).digest
    shutil.rmtree(lend(blobs, digest, "A.txt").parent.parent)
    assert lend(blobs, digest, "A.txt").read_bytes() == b"1"


def test_a_file_for_reading_only_takes_nothing_in(store: Any, data_file: Path, qtbot: QtBot, folder: Path) -> None:
    key = store.write("a", records.create, Customer, {"name": "华信"}).value
    reader = Context(Gateway(open_readonly(data_file), inline=True), NotingFrame(), Preferences(None))
    shown = CustomersScreen(reader)
    qtbot.addWidget(shown)
    shown.show()
    shown.activate()
    shown.open_record(key)
    assert drop(shown.record, urls(folder / "logo.png")) == (False, False)
    assert not tab_of(shown).add_button.isEnabled()
    reader.gateway.close()


def test_f2_renames_what_stands_before_the_ending(tab: AttachmentTab, context: Context, customer: UUID) -> None:
    choose(tab, "合同.txt")
    QTest.keyClick(tab.list.grid, Qt.Key.Key_F2)
    line = tab.rename.editor.widget  # type: ignore[union-attr]
    assert isinstance(line, QLineEdit)
    assert line.selectedText() == "合同"
    hands.type_text(line, "2026 年合同")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert "2026 年合同.txt" in listed(context, customer)
    context.gateway.undo()
    assert "合同.txt" in listed(context, customer)


def test_del_moves_to_the_bin_and_undo_brings_back(tab: AttachmentTab, context: Context, customer: UUID) -> None:
    choose(tab, "logo.png")
    QTest.keyClick(tab.list.grid, Qt.Key.Key_Delete)
    assert "logo.png" not in listed(context, customer)
    context.gateway.undo()
    assert "logo.png" in listed(context, customer)


def test_a_note_and_a_kind_are_kept(tab: AttachmentTab, context: Context) -> None:
    choose(tab, "plan.pdf")
    key = tab.list.current()
    hands.retype(tab.view.note, "一层平面图")
    QTest.keyClick(tab.view.note, Qt.Key.Key_Return)
    menu = tab.list.menu_for(key, 0)  # type: ignore[arg-type]
    next(action for action in menu.actions() if action.text() == "Drawing").trigger()
    values = context.gateway.read_now(records.get, Attachment, key)
    assert (values["notes"], values["kind"]) == ("一层平面图", "drawing")


def test_a_note_being_typed_stays_with_its_file(tab: AttachmentTab, context: Context) -> None:
    choose(tab, "plan.pdf")
    plan = tab.list.current()
    choose(tab, "logo.png")
    logo = tab.list.current()
    hands.retype(tab.view.note, "商标")
    tab.view.show_attachment(plan)  # type: ignore[arg-type]
    assert tab.view.note.text() == ""
    tab.view.note.editingFinished.emit()
    assert [context.gateway.read_now(records.get, Attachment, key)["notes"] for key in (plan, logo)] == [None, "商标"]
    hands.retype(tab.view.note, "平面图")
    tab.view.clear()
    assert context.gateway.read_now(records.get, Attachment, plan)["notes"] == "平面图"


def test_a_copy_is_saved(tab: AttachmentTab, context: Context, customer: UUID, tmp_path: Path) -> None:
    from app.ui.attachments.files import copy_to

    entry = next(e for e in context.gateway.read_now(attachments.listed, "customers", customer) if e.name == "合同.txt")
    copy_to(context, entry, tmp_path / "out.txt")
    assert (tmp_path / "out.txt").read_text(encoding="gb18030") == "甲方：华信\n"
    copy_to(context, entry, tmp_path / "no" / "out.txt")
    assert str(tmp_path / "no") in context.frame.told[-1]  # type: ignore[attr-defined]


def test_only_a_picture_chosen_as_portrait_stands_beside_the_name(
    tab: AttachmentTab, screen: CustomersScreen, context: Context, customer: UUID
) -> None:
    portrait, offer = screen.record.pane.portrait, tab.view.portrait_button
    assert not portrait.isVisible()
    logo = next(e for e in context.gateway.read_now(attachments.listed, "customers", customer) if e.name == "logo.png")
    tab.choose(logo.id)
    assert offer.isVisible()
    hands.click(offer)
    assert portrait.isVisible()
    assert not offer.isVisible()
    context.gateway.undo()
    assert not portrait.isVisible()
    assert offer.isVisible()
    hands.click(offer)
    other = write(context, Customer, name="宁江泵业")
    screen.open_record(other)
    assert not screen.record.pane.portrait.isVisible()


def test_it_speaks_chinese(tab: AttachmentTab, screen: CustomersScreen) -> None:
    set_language("zh")
    screen.retranslate()
    assert "附件 4" in [screen.record.pane._tabs.bar.tabText(n) for n in range(8)]


# everywhere -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def window(gateway: Gateway, qtbot: QtBot) -> MainWindow:
    made = MainWindow(Preferences(None))
    qtbot.addWidget(made)
    made.complete()
    made.attach(Context(gateway, made, made.preferences), "customers")
    made.show()
    return made


def test_every_kind_of_record_takes_files_and_ctrl_k_finds_them(
    window: MainWindow, gateway: Gateway, folder: Path, qtbot: QtBot
) -> None:
    def make(entity: Any, **values: Any) -> UUID:
        made: list[UUID] = []
        gateway.write("make", records.create, entity, values, done=made.append)
        return made[0]

    customer = make(Customer, name="华信")
    own = {
        "customers": customer,
        "people": make(Contact, name="王芳", customer_id=customer),
        "visits": make(Visit, customer_id=customer, purpose="送样", kind="visit", state="planned"),
        "complaints": make(Complaint, customer_id=customer, subject="漏水", text="x", received_at=now_utc(), state="S10"),
    }
    for key, record_id in own.items():
        window.go(key, record_id)
        path = folder / f"{key} 附件.txt"
        path.write_text(key, encoding="utf-8")
        record: Any = window.screens[key].record  # type: ignore[attr-defined]
        assert drop(record, urls(path)) == (True, True)
        assert names(record.attachments.tab) == [path.name]
    window.go("today")
    for key, record_id in own.items():
        palette = open_palette(window, window.context)  # type: ignore[arg-type]
        hands.type_text(palette.field, f"{key} 附件")
        QTest.keyClick(palette.field, Qt.Key.Key_Return)
        assert window.current is window.screens[key]
        record = window.screens[key].record  # type: ignore[attr-defined]
        assert (record.current(), record.pane.tab()) == (record_id, TAB)
        assert record.attachments.tab.view.name.whole() == f"{key} 附件.txt"
    button = window.findChild(QPushButton, "attachments.add")
    assert button is not None


def test_a_drop_above_a_field_is_for_the_record(window: MainWindow, store: Any, folder: Path) -> None:
    customer = store.write("a", records.create, Customer, {"name": "华信"}).value
    visit = store.write("b", records.create, Visit, {"customer_id": customer, "purpose": "送样", "kind": "visit"}).value
    window.go("visits", visit)
    record: Any = window.screens["visits"].record  # type: ignore[attr-defined]
    fields = [line for line in record.findChildren(QLineEdit) if line.isVisible()] + record.findChildren(QPlainTextEdit)
    assert len(fields) > 3
    for place, field in enumerate((fields[0], fields[-1].viewport())):
        path = folder / f"{place}.txt"
        path.write_text("x", encoding="utf-8")
        assert drop(field, urls(path)) == (True, True)
        assert store.read(attachments.count, "visits", visit) == place + 1
    assert (fields[0].text().count("txt"), fields[-1].toPlainText()) == (0, "")


def test_what_was_just_added_is_the_one_in_sight(screen: CustomersScreen, folder: Path) -> None:
    tab = tab_of(screen)
    drop(screen.record, urls(folder / "合同.txt"))
    drop(screen.record, urls(folder / "logo.png"))
    assert tab.view.entry is not None
    assert tab.view.entry.name == "logo.png"
    current = tab.list.current()
    assert current == tab.view.entry.id


def test_the_content_has_more_room_than_a_short_list_and_a_button_for_all_of_it(screen: CustomersScreen, folder: Path) -> None:
    tab = tab_of(screen)
    drop(screen.record, urls(folder / "logo.png"))
    QApplication.processEvents()
    assert tab.view.height() > tab.list.height()
    hands.click(tab.large_button)
    assert tab.list.isHidden()
    hands.click(tab.large_button)
    assert not tab.list.isHidden()


def drag_first_row(tab: AttachmentTab) -> None:
    grid = tab.list.grid
    start = grid.visualRect(grid.model().index(0, 0)).center()
    QTest.mousePress(grid.viewport(), LEFT, NONE, start)
    moved = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(start + QPoint(60, 0)), QPointF(grid.viewport().mapToGlobal(start + QPoint(60, 0))),
        LEFT, LEFT, NONE,
    )  # fmt: skip
    QApplication.sendEvent(grid.viewport(), moved)
    QTest.mouseRelease(grid.viewport(), LEFT, NONE, start + QPoint(60, 0))


def test_a_row_that_is_dragged_goes_out_as_a_copy_that_is_made_once(
    screen: CustomersScreen, context: Context, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = tab_of(screen)
    drop(screen.record, urls(folder / "合同.txt"))
    taken: list[QMimeData] = []
    monkeypatch.setattr(tab.drag, "start", lambda data: bool(taken.append(data)))  # the system's own drag waits for a hand
    monkeypatch.setattr("app.ui.attachments.drag.held", lambda: True)
    drag_first_row(tab)
    drag_first_row(tab)
    paths = [Path(data.urls()[0].toLocalFile()) for data in taken]
    assert [path.name for path in paths] == ["合同.txt", "合同.txt"]
    assert paths[0] == paths[1]
    assert paths[0].read_text(encoding="gb18030") == "甲方：华信\n"
    monkeypatch.setattr("app.ui.attachments.drag.held", lambda: False)
    drag_first_row(tab)
    assert len(taken) == 2
    assert context.frame.toasts[-1] == ("“合同.txt” is ready now. Drag it out once more.", False)  # type: ignore[attr-defined]


def test_what_is_saved_or_dragged_out_is_noted_and_asks_the_right(
    screen: CustomersScreen, context: Context, customer: UUID, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = tab_of(screen)
    drop(screen.record, urls(folder / "合同.txt"))
    (entry,) = context.gateway.read_now(attachments.listed, "customers", customer)
    monkeypatch.setattr("app.ui.kit.choosing.save_file", lambda *_asked: (str(tmp_path / "a.txt"), ""))
    monkeypatch.setattr("app.ui.attachments.drag.held", lambda: True)
    dropped: list[bool] = [False, True]
    monkeypatch.setattr(tab.drag, "start", lambda _data: dropped.pop(0))
    save_copy(context, tab, entry)
    drag_first_row(tab)
    drag_first_row(tab)
    found = context.gateway.read_now(disclosures.listed)
    assert [(line.what, line.target, line.count, line.place) for line in found] == [
        ("Attachments", "customers", 1, "合同.txt"), ("Attachments", "customers", 1, str(tmp_path / "a.txt"))
    ]  # fmt: skip
    store = context.gateway.store
    store.write("Made", records.create, Employee, {"name": "陈立", "role": "owner"})
    reader = store.write("Made", records.create, Employee, {"name": "李读", "role": "reader"}).value
    context.gateway.sign_in(reader, "", lambda _right: None)
    (tmp_path / "a.txt").unlink()
    save_copy(context, tab, entry)
    drag_first_row(tab)
    assert not (tmp_path / "a.txt").exists()
    assert len(context.frame.told) == 2  # type: ignore[attr-defined]
    kinds = ("exported",)
    assert len(context.gateway.read_now(disclosures.listed, kinds)) == 2
