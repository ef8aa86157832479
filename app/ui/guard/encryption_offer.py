"""Encryption is offered once: on the seventh day on which a plain file was worked with. Either answer is for good."""

from datetime import date
from typing import TYPE_CHECKING

from app.formats import today
from app.i18n import gettext_text as _
from app.ui.guard.safety_banner import SafetyBanner

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

DAYS, ANSWERED = "encryption.days", "encryption.answered"
"""Preferences: the days counted so far, and whether the person has answered."""
WEEK = 7


def note_day(window: "MainWindow", day: date | None = None) -> None:
    """This is a day of work; on the seventh the offer stands across the top until it is answered."""
    preferences = window.preferences
    if preferences.get(ANSWERED) or window.context is None or window.findChild(SafetyBanner, "banner.encrypt") is not None:
        return
    from app.safety.encryption import is_encrypted

    if is_encrypted(window.context.gateway.store.path):
        preferences.set(ANSWERED, True)
        return
    days = list(preferences.get(DAYS, []))
    shown = (day or today()).isoformat()
    if shown not in days and len(days) < WEEK:
        days.append(shown)
        preferences.set(DAYS, days)
    if len(days) >= WEEK:
        _offer(window)


def _offer(window: "MainWindow") -> None:
    banner = SafetyBanner(window, "encrypt")
    words = _("On a lost laptop this file can be read by anybody. It can be encrypted: then it opens with a passphrase only.")
    show, leave = lambda: _show(window, banner), lambda: _answer(window, banner)
    banner.say(words, (_("Show what that means"), show), (_("Not needed"), leave))


def _answer(window: "MainWindow", banner: SafetyBanner) -> None:
    window.preferences.set(ANSWERED, True)
    banner.remove()


def _show(window: "MainWindow", banner: SafetyBanner) -> None:
    _answer(window, banner)
    window.begin("settings", {"page": "privacy"})
