"""The window's language, switched while running: our catalogue and the one of Qt's own dialogs together."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from app.i18n import LANGUAGES, set_language, system_language

_qt: list[QTranslator] = []


def chosen_language(asked: str | None, kept: object) -> str:
    """The language to start in: the one asked for, else the one kept, else the system's."""
    return next((str(code) for code in (asked, kept) if code in LANGUAGES), system_language())


def speak(app: QApplication, code: str) -> None:
    """Use a language from now on; whoever shows texts sets them anew after this."""
    set_language(code)
    QLocale.setDefault(QLocale(QLocale.Language.Chinese if code == "zh" else QLocale.Language.English))
    while _qt:
        app.removeTranslator(_qt.pop())
    if code == "zh":
        translator = QTranslator()
        if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            app.installTranslator(translator)
            _qt.append(translator)
