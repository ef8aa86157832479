"""The firm's own words on the notice of how to complain, in each language; what stays empty keeps the usual words."""

from typing import Any

from PySide6.QtWidgets import QPlainTextEdit

from app.i18n import N_, NATIVE_NAMES, use_language
from app.i18n import gettext_text as _
from app.reports.complaint_notice import OUTSIDE, SETTING, WELCOME
from app.services import settings
from app.ui.context import Context
from app.ui.kit.layouts import row
from app.ui.kit.widgets import name_it, primary, secondary
from app.ui.screens.settings.parts import EditedPage, labelled

PARTS = (
    ("welcome", N_("Welcome"), WELCOME), ("channels", N_("How customers reach you"), N_("As the company profile says.")),
    ("outside", N_("Where they turn if you cannot agree"), OUTSIDE),
)  # fmt: skip
LONGEST = 2000


class ComplaintNoticePage(EditedPage):
    """Nothing is stored before "Save"."""

    draft_key = "settings:complaint_notice"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.texts: dict[tuple[str, str], QPlainTextEdit] = {}
        for code, name in NATIVE_NAMES.items():
            self.section(_("Notice for customers: {language}").format(language=name))
            for part, label, usual in PARTS:
                self.body.addWidget(labelled(_(label), self._text(code, part, f"{_(label)}, {name}", usual)))
        self.body.addSpacing(16)
        keep = primary(_("Save"), self.keep_typed)
        show = secondary(_("Show the notice"), self._show, "printer")
        keep.setObjectName("settings.notice.save")
        show.setObjectName("settings.notice.show")
        self.body.addLayout(row(keep, show, None))
        self.body.addStretch(1)

    def _text(self, language: str, part: str, spoken: str, usual: str) -> QPlainTextEdit:
        box = QPlainTextEdit()
        box.setFixedHeight(72)
        box.setTabChangesFocus(True)
        with use_language(language):
            box.setPlaceholderText(_(usual))
        name_it(box, spoken, f"settings.notice.{language}.{part}")
        self.texts[language, part] = box
        return box

    def _show(self) -> None:
        if self.save():
            self.context.frame.begin("reports", {"report": "complaint-notice"})

    def fill(self) -> None:
        self.context.gateway.read(settings.value, SETTING, done=self.filled)

    def show_stored(self, stored: Any) -> None:
        for (language, part), box in self.texts.items():
            box.setPlainText(str(stored.get(language, {}).get(part, "")))

    def typed(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for (language, part), box in self.texts.items():
            if text := box.toPlainText().strip()[:LONGEST]:
                found.setdefault(language, {})[part] = text
        return found

    def keep_typed(self) -> None:
        self.store(SETTING, self.typed(), self.fill)
