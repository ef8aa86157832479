"""What argparse says itself, in both languages, and the language it says it in.

argparse asks ``gettext`` for its phrases under two names of its own module; they are set to the program's catalogues here.
A phrase that another Python words differently stays English.
"""

import argparse
from collections.abc import Sequence

from app.i18n import LANGUAGES, N_, gettext_text, ngettext_text

PHRASES = (
    N_("usage: "), N_("%(heading)s:"), N_("positional arguments"), N_("options"), N_("show this help message and exit"),
    N_("the following arguments are required: %s"), N_("unrecognized arguments: %s"),
    N_("argument %(argument_name)s: %(message)s"), N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"), N_("expected one argument"), N_("expected at least one argument"),
    N_("expected at most one argument"), N_("ignored explicit argument %r"), N_("not allowed with argument %s"),
    N_("one of the arguments %s is required"), N_("unknown parser %(parser_name)r (choices: %(choices)s)"),
)  # fmt: skip


def teach_argparse() -> None:
    """Let argparse speak the language in force."""
    argparse._ = gettext_text  # type: ignore[attr-defined]
    argparse.ngettext = ngettext_text  # type: ignore[attr-defined]


def wanted_language(given: Sequence[str]) -> str:
    """The language the arguments ask for, found before they are understood, so that what is wrong with them is told in it."""
    found = ""
    for place, argument in enumerate(given):
        if argument == "--lang":
            found = given[place + 1] if place + 1 < len(given) else ""
        elif argument.startswith("--lang="):
            found = argument.partition("=")[2]
    return found if found in LANGUAGES else ""
