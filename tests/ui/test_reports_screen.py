"""Reports in the window: pages shown, printed, saved, handed on; the window answers meanwhile."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter

from app.errors import StorageError
from app.formats import today
from app.i18n import set_language
from app.models import Customer, Employee
from app.services import handover as handovers
from app.services import records
from app.services.sample import make_sample
from app.ui.context import Context
from app.ui.kit import printing
from app.ui.kit import saved_file as handover
from app.ui.kit.printing import ask_and_print, print_pages
from app.ui.preferences import Preferences
from app.ui.screens.reports.screen import ReportsScreen
from tests.ui.frame import NotingFrame
from tests.ui.hands import click


@pytest.fixture
def screen(qtbot, context):
    shown = ReportsScreen(context)
    qtbot.addWidget(shown)
    shown.resize(1160, 700)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def test_the_month_is_shown_when_the_screen_opens_even_without_data(screen):
    screen.activate()
    assert screen.report.key == "complaints"
    assert screen.printed is not None
    assert screen.preview.pages() == screen.printed.pages >= 1
    assert screen.preview.where.text() == f"Page 1 of {screen.printed.pages}"


def test_a_customers_report_asks_for_the_customer(screen, store):
    screen.activate()
    click(screen.cards.cards["customer"])
    assert screen.printed is None
    assert "Choose a customer" in screen.preview.note.text()
    assert not screen.save_button.isEnabled()
    made = store.write("x", records.create, Customer, {"name": "<b>华信</b> & =1"}).value
    screen.open_record(made)
    assert screen.printed is not None
    assert screen.parameters.customer.title() == "<b>华信</b> & =1"


@pytest.mark.parametrize("key", ["blank-customer", "blank-person", "blank-contact", "blank-visit", "blank-complaint"])
def test_every_blank_form_has_pages_in_both_languages(screen, key):
    for code in ("zh", "en"):
        screen.parameters.language.setCurrentIndex(screen.parameters.language.findData(code))
        screen.show_report(key)
        assert screen.printed is not None
        assert screen.printed.document.language == code


def test_saving_offers_what_comes_next(screen, context, tmp_path, monkeypatch):
    screen.activate()
    wanted = []
    monkeypatch.setattr(screen, "ask_path", lambda suggested: wanted.append(suggested) or tmp_path / "out.pdf")
    click(screen.save_button)
    assert wanted[0].suffix == ".pdf"
    assert "Complaint" in wanted[0].name
    assert (tmp_path / "out.pdf").read_bytes() == screen.printed.data
    assert not screen.saved.isHidden()
    assert str(tmp_path / "out.pdf") in screen.saved.words.whole()
    click(screen.saved._copy)
    assert QGuiApplication.clipboard().mimeData().urls()[0].toLocalFile() == str(tmp_path / "out.pdf")
    click(screen.saved._path_button)
    assert QGuiApplication.clipboard().text() == str(tmp_path / "out.pdf")
    assert len(context.frame.toasts) == 2


def test_a_folder_that_is_not_there_is_said_in_a_sentence(screen, context, tmp_path):
    screen.activate()
    screen.save_to(tmp_path / "nowhere" / "out.pdf")
    assert "nowhere" in context.frame.told[0]
    assert screen.saved.isHidden()


def test_without_a_printer_or_mail_program_there_is_a_sentence_and_a_way_on(screen, context, tmp_path, monkeypatch):
    screen.activate()
    monkeypatch.setattr(printing, "QPrinterInfo", SimpleNamespace(availablePrinters=list))
    with pytest.raises(StorageError, match="Save the report as PDF"):
        ask_and_print(screen.preview.document, "x", screen)
    screen.print_current()
    assert "no printer" in context.frame.told[0]
    monkeypatch.setattr(handover, "_has_mail_program", lambda: False)
    monkeypatch.setattr(handover.sys, "platform", "linux")
    with pytest.raises(StorageError, match="clipboard"):
        handover.mail(tmp_path / "x.pdf", "subject")
    with pytest.raises(StorageError, match="no longer"):
        handover.show_in_folder(tmp_path / "gone.pdf")


def test_what_was_shown_is_what_the_printer_gets(screen, tmp_path):
    from pypdf import PdfReader

    screen.activate()
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setResolution(72)
    assert print_pages(screen.preview.document, printer) == screen.printed.pages
    assert len(PdfReader(tmp_path / "printed.pdf").pages) == screen.printed.pages


def test_zooming_stays_within_reason(screen):
    screen.activate()
    for _times in range(20):
        screen.preview.zoom_in()
    assert screen.preview.view.zoomFactor() == 4.0
    for _times in range(40):
        screen.preview.zoom_out()
    assert screen.preview.view.zoomFactor() == 0.25
    screen.preview.fit()


def test_the_window_answers_while_the_pages_are_made(qtbot, store, threaded):
    """Threads as in the program: the event loop turns all the time, and an older answer never replaces a newer one."""
    store.write("Sample", make_sample, "zh", today())
    screen = ReportsScreen(Context(threaded, NotingFrame(), Preferences(None)))
    qtbot.addWidget(screen)
    screen.show()
    screen.activate()
    assert screen.printed is None
    click(screen.cards.cards["blank-visit"])
    assert screen.printed is None, "the pages are made beside the window"
    qtbot.waitUntil(lambda: screen.printed is not None, timeout=60_000)
    assert screen.report.key == "blank-visit"
    assert "Visit" in screen.printed.document.title


def test_the_paper_keeps_its_language_when_the_window_changes_its_own(screen):
    screen.activate()
    before = screen.printed
    set_language("zh")
    screen.retranslate()
    assert screen.printed is before


def test_the_preview_keeps_its_scroll_bar_whatever_the_page_is_fitted_to(screen):
    """QPdfView never came to rest where a page was just as high as the view: with the bar it was lower, without it higher."""
    view = screen.preview.view
    assert view.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOn
    screen.activate()
    for height in range(600, 700, 10):
        screen.resize(1160, height)
        assert view.verticalScrollBar().isVisible()


def test_what_is_undone_does_not_stay_on_paper(screen, context, store):
    made = context.gateway.store.write("x", records.create, Customer, {"name": "Alpha"}).value
    screen.open_record(made)
    screen.show_report("handover")
    wang, li = (store.write("x", records.create, Employee, {"name": name}).value for name in ("Wang", "Li"))
    store.write("x", records.update, Customer, made, {"owner_id": wang})
    context.gateway.write("y", handovers.hand_over, wang, {made: li})
    screen.show_report("handover")
    assert "Wang" in str(screen.printed.document.meta)
    context.gateway.undo()
    assert screen.printed.document.meta == ()


def test_the_click_into_a_chosen_customer_marks_the_whole_name(screen, store, qtbot):
    made = store.write("x", records.create, Customer, {"name": "Alpha Beta"}).value
    screen.open_record(made)
    line = screen.parameters.customer.editor.line
    screen.activateWindow()
    screen.setFocus()
    click(line)
    qtbot.waitUntil(lambda: line.selectedText() == "Alpha Beta")
    click(line)
    QCoreApplication.processEvents()
    assert line.selectedText() == ""
