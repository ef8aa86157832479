"""What Ctrl+K can run: what the screen in hand offers, new records, the window's own commands, screens, reports."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from app.i18n import N_
from app.i18n import gettext_text as _
from app.ui.context import Command
from app.ui.frame.palette_lines import Hit
from app.ui.screens import SCREENS, Place

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

_ALSO = {
    "Hand over customers": N_("transfer, successor, leaving the firm"), "Plan a visit": N_("new visit"),
    "Record visit": N_("new visit"),
}  # fmt: skip
"""What a command is called as well, by its label."""


HEARD: dict[str, Sequence[str]] = {}
"""What each label is called -> what its sound is found by (services/sounds.py), once somebody typed letters."""


def commands_for(window: "MainWindow", text: str) -> list[Hit]:
    """Screens, commands and reports whose words hold the text, or sound like it as far as they are heard; without text, what
    the present screen offers and the screens."""
    commands, screens = _commands_here(window), _screens(window)
    wanted = text.casefold()
    if not wanted:
        return [hit for _english, hit in (*commands, *screens)]
    every = (*screens, *commands, *_reports(window))
    for english, hit in every:
        hit.sounds = [sound for word in _spoken(english, hit) for sound in HEARD.get(word, ())]
    # the English words too: who cannot read the language in force must find the way out of it
    found = [hit for english, hit in every if hit.is_heard(wanted) or _holds(wanted, english, hit)]
    return sorted(found, key=lambda hit: not hit.text.casefold().startswith(wanted))


def unheard(window: "MainWindow") -> list[str]:
    """The Chinese labels of all of them that were not listened to yet."""
    every = (*_screens(window), *_commands_here(window), *_reports(window))
    words = dict.fromkeys(word for english, hit in every for word in _spoken(english, hit))
    return [word for word in words if not word.isascii() and word not in HEARD]


def _commands_here(window: "MainWindow") -> list[tuple[str, Hit]]:
    return [(c.label, Hit(_(c.label), c.shortcut or _("Command"), c.icon, c.run)) for c in _commands(window)]


def _screens(window: "MainWindow") -> list[tuple[str, Hit]]:
    return [(p.title, Hit(_(p.title), _("Screen"), p.icon, lambda p=p: window.go(p.key))) for p in SCREENS]  # type: ignore[misc]


def _holds(wanted: str, english: str, hit: Hit) -> bool:
    return any(wanted in word.casefold() for word in _words(english, hit))


def _spoken(english: str, hit: Hit) -> tuple[str, ...]:
    """What it is called in the language in force."""
    return (hit.text, _(_ALSO[english])) if english in _ALSO else (hit.text,)


def _words(english: str, hit: Hit) -> tuple[str, ...]:
    also = _ALSO.get(english, "")
    return (hit.text, english, also, _(also)) if also else (hit.text, english)


def _commands(window: "MainWindow") -> tuple[Command, ...]:
    from app.ui.lists.list_tools import list_commands

    here = [] if window.current is None else [*window.current.commands(), *list_commands(window.current)]
    offers = [Command(p.offers, lambda p=p: _offer(window, p), p.icon) for p in SCREENS if p.offers]  # type: ignore[misc]
    known = {command.label for command in here}
    return (*here, *(command for command in offers if command.label not in known), *window.own_commands)


def _offer(window: "MainWindow", target: Place) -> None:
    window.begin(target.key)


def _reports(window: "MainWindow") -> Iterator[tuple[str, Hit]]:
    from app.reports import REPORTS

    for one in REPORTS:
        shown = lambda key=one.key: window.begin("reports", {"report": key})  # noqa: E731
        yield one.title, Hit(_(one.title), _("Reports"), "file-text", shown)
