"""What was typed and never saved: one line a draft, to take it up or to throw it away. Hidden while there is none."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout
from shiboken6 import isValid

from app.i18n import gettext_text as _
from app.i18n import ngettext_text
from app.ui.context import Context
from app.ui.forms.kept_drafts import Kept, kept_drafts
from app.ui.forms.thrown import offer_back
from app.ui.kit.layouts import clear, column, row
from app.ui.kit.widgets import Card, ElidedLabel, PlainLabel, link_button, name_it, quiet

_MOST = 5


class DraftList(Card):
    """Read anew whenever today is shown."""

    def __init__(self, context: Context) -> None:
        super().__init__(spacing=4, margins=(14, 10, 8, 8))
        self._context = context
        self.kept: Sequence[Kept] = ()
        self.setObjectName("today.drafts")
        self.heading = PlainLabel("", "strong")
        self._lines = column()
        self.body.addWidget(self.heading)
        self.body.addLayout(self._lines)
        self.hide()

    def fill(self) -> None:
        """Read which drafts there are."""
        self._show(kept_drafts(self._context.gateway))

    def _show(self, kept: Sequence[Kept]) -> None:
        self.kept = tuple(kept)
        self.retranslate()
        self.setVisible(bool(self.kept))

    def retranslate(self) -> None:
        """Words in the language in force."""
        count = len(self.kept)
        said = ngettext_text("{count} draft is kept: what you typed and did not save", "{count} drafts are kept: what you typed "
                             "and did not save", count)  # fmt: skip
        self.heading.setText(said.format(count=count))
        clear(self._lines)
        for kept in self.kept[:_MOST]:
            self._lines.addLayout(self._line(kept))
        if count > _MOST:
            self._lines.addWidget(PlainLabel(_("{count} more").format(count=count - _MOST), "secondary"))

    def _line(self, kept: Kept) -> QHBoxLayout:
        words = " · ".join(part for part in (_(kept.kind), kept.title, kept.at) if part)
        take, drop = link_button(_("Open"), lambda: self._take(kept)), quiet(_("Discard"), lambda: self._drop(kept))
        name_it(take, _("Open {what}").format(what=words), f"today.draft.{kept.key}")
        name_it(drop, _("Discard {what}").format(what=words), f"today.discard.{kept.key}")
        line = row(ElidedLabel(words, "secondary"), take, drop)
        line.setStretch(0, 1)
        return line

    def _take(self, kept: Kept) -> None:
        self._context.frame.begin(kept.screen, kept.values)

    def _drop(self, kept: Kept) -> None:
        body = self._context.gateway.draft(kept.key)
        self._context.gateway.forget_draft(kept.key)
        self._show([other for other in self.kept if other.key != kept.key])
        if body is not None:
            offer_back(self._context, lambda: self._bring(kept, body))

    def _bring(self, kept: Kept, body: dict[str, Any]) -> None:
        self._context.gateway.keep_draft(kept.key, body)
        if isValid(self):
            self._show([kept, *(other for other in self.kept if other.key != kept.key)])
