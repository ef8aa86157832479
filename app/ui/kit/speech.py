"""The window's language, switched while running: our catalogue and the one of Qt's own dialogs together."""

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator, Signal
from PySide6.QtWidgets import QApplication

from app.i18n import LANGUAGES, set_language, system_language
from app.ui.kit.qt_words import MissingWords
from app.ui.preferences import Preferences


class _Events(QObject):
    changed = Signal()


events = _Events()
_qt: list[QTranslator] = []


def chosen_language(asked: str | None, kept: object) -> str:
    """The language to start in: the one asked for, else the one kept, else the system's."""
    return next((str(code) for code in (asked, kept) if code in LANGUAGES), system_language())


def speak(app: QApplication, code: str) -> None:
    """Use a language from now on; ``events.changed`` tells whoever shows texts to set them anew."""
    set_language(code)
    QLocale.setDefault(QLocale(QLocale.Language.Chinese if code == "zh" else QLocale.Language.English))
    while _qt:
        app.removeTranslator(_qt.pop())
    if code == "zh":
        _install(app, MissingWords())
        translator = QTranslator()
        if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            _install(app, translator)  # the last one is asked first
    events.changed.emit()


def _install(app: QApplication, translator: QTranslator) -> None:
    app.installTranslator(translator)
    _qt.append(translator)


def choose_language(preferences: Preferences, code: str) -> None:
    """Keep the person's choice and speak it at once."""
    preferences.set("language", code)
    app = QApplication.instance()
    if isinstance(app, QApplication):
        speak(app, code)
