"""Words of Qt's own dialogs that its Chinese catalogue lacks: Qt changed them and the catalogue did not follow."""

from PySide6.QtCore import QTranslator

from app.i18n import N_, gettext_text

_MISSING = frozenset({
    ("QFileDialog", N_("&Look in:")), ("QFileDialog", N_("Files of &type:")), ("QPrintSettingsOutput", N_("Page &Set:")),
    ("QAbstractFileIconProvider", N_("Folder")), ("QAbstractFileIconProvider", N_("Drive")),
    ("QAbstractFileIconProvider", N_("%1 File")),
})  # fmt: skip


class MissingWords(QTranslator):
    """Asked where Qt's catalogue has nothing; answers in the language in force."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        return gettext_text(source) if (context, source) in _MISSING else None
