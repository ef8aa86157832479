"""What was typed and thrown away: said in passing, with the way back. It was no step of the file."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from shiboken6 import isValid

from app.i18n import gettext_text as _
from app.ui.context import Context

if TYPE_CHECKING:
    from app.ui.forms.form import Form


def offer_back(context: Context, back: Callable[[], None]) -> None:
    """Say that what was typed is thrown away; the button brings it back."""
    context.frame.offer(_("What you typed is thrown away"), _("Undo"), back)


def discard(*forms: "Form") -> None:
    """Back to what was loaded in all of them, with one way back to what was typed."""
    typed = [(form, form.draft_key(), body) for form in forms if form.draft_key() and (body := form.draft())]
    for form in forms:
        form.discard()
    if typed:
        offer_back(forms[0].context, lambda: _bring_all(typed))


def _bring_all(typed: "Sequence[tuple[Form, str, dict[str, Any]]]") -> None:
    """Typed again where its record is still shown; else a draft that waits for it."""
    for form, key, body in typed:
        if isValid(form):
            form.context.gateway.keep_draft(key, body)
            if form.draft_key() == key:
                form.take_draft(form.context.gateway.draft(key) or {})
