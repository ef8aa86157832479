"""The window's language is also that of Qt's own dialogs, however it was switched."""

import re

import pytest
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QMessageBox, QPushButton

from app.ui.kit.speech import choose_language, speak
from app.ui.preferences import Preferences
from app.ui.screens.settings.general import GeneralPage


@pytest.fixture(autouse=True)
def english_again(qapp):
    yield
    speak(qapp, "en")


def words(dialog: QDialog) -> list[str]:
    shown = [*dialog.findChildren(QLabel), *dialog.findChildren(QPushButton)]
    return [part.text() for part in shown if part.text()]


def file_dialog(qtbot) -> QFileDialog:
    made = QFileDialog(None, "x")
    made.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(made)
    made.show()
    return made


def english_in(dialog: QDialog) -> list[str]:
    return [text for text in words(dialog) if re.search("[A-Za-z]{3,}", text.replace("PDF", ""))]


@pytest.mark.parametrize("way", ["start", "choice", "settings", "twice"])
def test_qts_own_dialogs_speak_chinese_after_every_way_to_switch(qtbot, qapp, context, way):
    if way == "settings":
        page = GeneralPage(context)
        qtbot.addWidget(page)
        page._speak("zh")
    elif way == "choice":
        choose_language(Preferences(None), "zh")
    else:
        for code in ("zh", "en", "zh") if way == "twice" else ("zh",):
            speak(qapp, code)
    dialog = file_dialog(qtbot)
    assert len(words(dialog)) >= 5
    assert english_in(dialog) == []
    printing = QPrintDialog(QPrinter())
    qtbot.addWidget(printing)
    assert english_in(printing) == []
    box = QMessageBox(QMessageBox.Icon.Warning, "x", "", QMessageBox.StandardButton.Ok | QMessageBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert english_in(box) == []


def test_they_speak_english_again(qtbot, qapp):
    speak(qapp, "zh")
    speak(qapp, "en")
    assert "&Look in:" in words(file_dialog(qtbot))
    assert QApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
