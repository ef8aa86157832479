"""The line above a form that offers what was typed and never saved."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QFrame
from shiboken6 import isValid

from app.i18n import gettext_text as _
from app.ui.context import Context
from app.ui.forms.draft_values import typed_at
from app.ui.forms.thrown import offer_back
from app.ui.kit.layouts import row
from app.ui.kit.widgets import PlainLabel, quiet, relabel, secondary


class DraftBanner(QFrame):
    """Hidden while there is no draft; ``take`` gets the draft's body, ``drop`` forgets it. What was dropped can be had back:
    under the ``key`` it had, offered again by ``bring`` where that is still shown."""

    def __init__(
        self, context: Context, key: Callable[[], str], take: Callable[[Mapping[str, Any]], None], drop: Callable[[], None]
    ) -> None:
        super().__init__()
        self._context, self._key = context, key
        self.bring: Callable[[Mapping[str, Any]], None] = self.offer
        self.setProperty("kind", "banner")
        self.setObjectName("form.draft")
        self._take, self._drop = take, drop
        self._body: Mapping[str, Any] | None = None
        self.text = PlainLabel("", wrap=True)
        self.resume = secondary("", self._resume)
        self.throw = quiet("", self._throw)
        self.resume.setObjectName("form.draft.continue")
        self.throw.setObjectName("form.draft.discard")
        self.setLayout(row(self.text, self.resume, self.throw, margins=(12, 6, 8, 6)))
        self.layout().setStretch(0, 1)  # type: ignore[union-attr]
        self.hide()

    def offer(self, body: Mapping[str, Any] | None) -> None:
        """Offer a draft, or nothing."""
        self._body = body
        self.retranslate()
        self.setVisible(body is not None)

    def offered(self) -> Mapping[str, Any]:
        """The draft that waits for an answer; empty where there is none."""
        return self._body or {}

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.text.setText(_("Unsaved input from {time}").format(time=typed_at(self._body or {})))
        relabel(self.resume, _("Continue"))
        relabel(self.throw, _("Discard"))

    def _resume(self) -> None:
        body, self._body = self._body, None
        self.hide()
        if body is not None:
            self._take(body)

    def _throw(self) -> None:
        body, key, self._body = self._body, self._key(), None
        self.hide()
        self._drop()
        if body is not None:
            offer_back(self._context, lambda: self._back(key, body))

    def _back(self, key: str, body: Mapping[str, Any]) -> None:
        self._context.gateway.keep_draft(key, dict(body))
        if isValid(self) and self._key() == key:
            self.bring(body)
