"""F1: the manual's page for the screen in hand, beside the work; the keyboard map is the program's own table."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QTabBar, QTextBrowser
from shiboken6 import isValid

from app.i18n import gettext_text as _
from app.i18n import language
from app.paths import docs
from app.ui.frame.keyboard import IN_PLACE, KEYS, focus_into
from app.ui.kit import speech
from app.ui.kit.layouts import column, row
from app.ui.kit.typeset import typeset
from app.ui.kit.widgets import icon_button, literal, name_it, set_tip

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

WIDTH = 440


class Pages(QTextBrowser):
    """Shows the manual's own files and nothing else: no address on the web, no file from elsewhere."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Only files below docs/help; anything else is nothing."""
        path = Path(QUrl(name).toLocalFile() or QUrl(name).path())
        inside = path.resolve().is_relative_to(docs("help").resolve())
        return super().loadResource(kind, name) if inside and QUrl(name).scheme() in ("", "file") else None


class HelpPanel(QFrame):
    """Lies over the right side of the window until Esc."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._around, self._came_from = window, window.focusWidget()
        self.setObjectName("help")
        self.tabs = QTabBar(self)
        self.tabs.addTab("")
        self.tabs.addTab("")
        self.pages = Pages(self)
        self.pages.setObjectName("help.page")
        self.pages.setOpenExternalLinks(False)
        self.pages.setOpenLinks(False)
        self.pages.anchorClicked.connect(self._follow)
        self._page = ""
        self._close = icon_button("x", "", self.close)
        whole = column(row(self.tabs, None, self._close), self.pages, margins=(16, 8, 8, 8))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.retranslate()
        self.tabs.currentChanged.connect(self._turned)
        speech.events.changed.connect(self.retranslate)
        QShortcut(QKeySequence("Esc"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut).activated.connect(self.close)
        window.installEventFilter(self)
        self.place()

    def retranslate(self) -> None:
        """The page in hand and the words around it in the language in force."""
        self.setAccessibleName(_("Help"))
        for part in (self.tabs, self.pages):
            part.setAccessibleName(_("Help"))
        for place, words in enumerate((_("Help"), _("Keyboard"))):
            self.tabs.setTabText(place, literal(words))
        name_it(self._close, _("Close"))
        set_tip(self._close, _("Close"))
        if self._page:
            self._turned(self.tabs.currentIndex())

    def show_page(self, key: str) -> None:
        """Show the page of a screen, or the first page where it has none."""
        path = docs("help", language(), f"{key}.md")
        self._page = path.name if path.is_file() else "index.md"
        self.tabs.setCurrentIndex(0)
        self._turned(0)

    def _turned(self, tab: int) -> None:
        if tab == 1:
            self._show(keyboard_map())
            return
        path = docs("help", language(), self._page)
        text = path.read_text(encoding="utf-8") if path.is_file() else _("There is no manual in this installation.")
        self._show(text)

    def _show(self, text: str) -> None:
        self.pages.setMarkdown(text)
        typeset(self.pages.document())

    def _follow(self, url: QUrl) -> None:
        name = Path(url.path()).name
        if not url.scheme() and docs("help", language(), name).is_file():
            self._page = name
            self._turned(0)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        came_from = self._came_from
        if came_from is not None and isValid(came_from) and came_from.isVisible():
            came_from.setFocus()
        elif self._around.current is not None:
            focus_into(self._around.current, self._around.stack)

    def place(self) -> None:
        """Stand at the right edge, over the whole height."""
        around = self._around.rect()
        width = min(WIDTH, around.width() - 80)
        self.setGeometry(around.width() - width, 0, width, around.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)


def keyboard_map() -> str:
    """The keys as a Markdown table, in the language in force."""
    lines = ["| " + _("Key") + " | " + _("What it does") + " |", "|---|---|"]
    lines += [f"| {' · '.join(key.keys)} | {_(key.does)} |" for key in KEYS]
    lines += [f"| {keys} | {_(does)} |" for keys, does in IN_PLACE]
    return "\n".join(lines)


def open_help(window: "MainWindow", key: str) -> HelpPanel:
    """Show the manual over the window, opened at the page of this screen; a panel that is open turns to it."""
    panel = next((opened for opened in window.findChildren(HelpPanel) if opened.isVisible()), None) or HelpPanel(window)
    panel.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    panel.show_page(key)
    panel.show()
    panel.raise_()
    panel.pages.setFocus()
    return panel
