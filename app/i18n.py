"""Gettext catalogues for window, paper and command line alike.

The window's language is a process-wide setting that can change while running; ``use_language`` overrides it for the
work in hand (a report printed in the other language), also on worker threads, because it is a context variable.
"""

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from app.paths import resource

LANGUAGES = ("zh", "en")
NATIVE_NAMES = {"zh": "简体中文", "en": "English"}

_override: ContextVar[str | None] = ContextVar("language", default=None)
_window = {"language": "en"}


def N_(text: str) -> str:
    """Mark a text for the catalogue without translating it yet."""
    return text


class _Rest(gettext.NullTranslations):
    """All words but those of the frame, read when the first of them is said: thousands take longer than the frame they follow."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def gettext(self, message: str) -> str:
        return _read("clientele", self._language).gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return _read("clientele", self._language).ngettext(msgid1, msgid2, n)

    def pgettext(self, context: str, message: str) -> str:
        return _read("clientele", self._language).pgettext(context, message)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    frame = _read("frame", language)
    frame.add_fallback(_Rest(language))
    return frame


@cache
def _read(name: str, language: str) -> gettext.NullTranslations:
    """A compiled catalogue; one that says the msgids where there is none. (``gettext.translation`` would import ``locale``.)"""
    try:
        with resource("translations", language, "LC_MESSAGES", f"{name}.mo").open("rb") as file:
            return gettext.GNUTranslations(file)
    except FileNotFoundError:
        return gettext.NullTranslations()


def language() -> str:
    """The language in force here: the one of the work in hand, else the window's."""
    return _override.get() or _window["language"]


def set_language(code: str) -> None:
    """Change the window's language; unknown codes fall back to English."""
    _window["language"] = code if code in LANGUAGES else "en"


@contextmanager
def use_language(code: str) -> Iterator[None]:
    """Speak ``code`` inside the block, whatever the window speaks."""
    token = _override.set(code if code in LANGUAGES else "en")
    try:
        yield
    finally:
        _override.reset(token)


def gettext_text(text: str) -> str:
    """Translate ``text`` into the language in force; the empty text stays empty."""
    return _catalogue(language()).gettext(text) if text else ""


def ngettext_text(one: str, many: str, count: int) -> str:
    """Translate with the plural of ``count``; both forms are msgids."""
    return _catalogue(language()).ngettext(one, many, count)


def pgettext_text(context: str, text: str) -> str:
    """Translate a short word whose meaning depends on where it stands."""
    return _catalogue(language()).pgettext(context, text)


_ = gettext_text
ngettext = ngettext_text
pgettext = pgettext_text


def system_language() -> str:
    """``zh`` where the system speaks Chinese, else ``en``; the first start uses it."""
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    try:
        named = named or _locale_name()
    except ValueError:
        named = ""
    return "zh" if named.lower().startswith(("zh", "chinese")) else "en"


def _locale_name() -> str:
    import locale  # 2 ms, only where no variable says it

    return locale.getlocale()[0] or ""
