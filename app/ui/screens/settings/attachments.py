"""Settings of attachments: how large one may be, where their contents lie, and taking away what nobody needs any more."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from app.formats import size_text
from app.i18n import gettext_text as _
from app.i18n import ngettext_text
from app.services import settings
from app.ui.context import Context
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import PlainLabel, secondary
from app.ui.screens.settings.parts import choice_row

KEY = "attachment.limit_mb"
LIMITS = (25, 100, 500, 2000)


class AttachmentSettings(QWidget):
    """A part of the page about the data file; ``store(key, value)`` keeps a setting."""

    def __init__(self, context: Context, store: Callable[[str, Any], None]) -> None:
        super().__init__()
        self.context, self._store = context, store
        blobs = context.gateway.store.blobs
        path = PlainLabel(str(blobs.folder), "", wrap=True, selectable=True)
        path.setObjectName("settings.attachments.path")
        chosen = str(context.gateway.read_now(settings.value, KEY))
        options = [(str(size), f"{size} MB") for size in LIMITS]
        self.limits = choice_row("settings.attachments.limit", options, chosen, self._choose)
        self.clean_button = secondary(_("Clean up"), self.clean_up, "trash-2")
        self.clean_button.setObjectName("settings.attachments.clean")
        words = _("Deletes contents that no record has named for 30 days. Nothing in the recycle bin, and nothing that can be "
                  "undone, is touched.")  # fmt: skip
        self.setLayout(column(
            path, PlainLabel(_("Largest attachment"), "label"), self.limits,
            PlainLabel(words, "label", wrap=True), row(self.clean_button, None), spacing=8,
        ))  # fmt: skip

    def _choose(self, size: str) -> None:
        self._store(KEY, int(size))

    def clean_up(self) -> None:
        """Take away what nobody needs, and say how much it was."""
        self.clean_button.setEnabled(False)
        self.context.gateway.collect_contents(self._cleaned)

    def _cleaned(self, count: int, size: int) -> None:
        self.clean_button.setEnabled(True)
        text = ngettext_text("{count} content deleted, {size} freed", "{count} contents deleted, {size} freed", count)
        self.context.frame.toast(text.format(count=count, size=size_text(size)) if count else _("There is nothing to clean up."))
