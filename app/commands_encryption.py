"""The commands that encrypt a data file and take that back, and how every command asks for a passphrase: never as an argument."""

import argparse
import sys
from pathlib import Path

from app.errors import LockedError, StorageError, reason_of
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _

_TWICE = N_("The two entries differ. Nothing was changed.")
_NOBODY = N_("Nobody is there to type the passphrase. Say --passphrase-file.")
_AWAY = N_("Backups in {folder} could not be looked at. Those made before the file was encrypted can be read by anybody.")
_ASKED_BACK = (3, 7)
"""The groups of a recovery key that must be typed once: it is on paper then."""


def unlocked(options: argparse.Namespace) -> None:
    """Run the command; where it meets a locked file or backup, ask for the passphrase, and run it again: it did nothing yet."""
    asked = set[Path]()
    while True:
        try:
            options.run(options)
            return
        except LockedError as error:
            if error.path in asked:
                raise
            asked.add(error.path)
            _unlock(options, error)


def _unlock(options: argparse.Namespace, error: LockedError) -> None:
    from app.safety.unlocking import unlock

    if options.passphrase_file is None and not _at_a_terminal():
        raise error
    unlock(error.path, _passphrase(options.passphrase_file, _("Passphrase of {file}: ").format(file=error.path.name)))


def encrypt(options: argparse.Namespace) -> None:
    """Encrypt a data file: its new passphrase is asked twice, its recovery key printed once."""
    from app.safety.encryption import check_new, is_encrypted
    from app.safety.encryption import encrypt as turn

    if not (options.purge and is_encrypted(options.file)):
        passphrase = _new_passphrase(options.passphrase_file)
        check_new(passphrase)
        recovery = turn(options.file, passphrase)
        print(recovery, flush=True)
        print(_("This is the recovery key. It opens the file where the passphrase is forgotten, and is shown only now."))
        _ask_back(recovery)
    _tell_plain(options)


def _at_a_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _ask_back(recovery: str) -> None:
    for number in _ASKED_BACK if _at_a_terminal() else ():
        while input(_("Type group {number} of it: ").format(number=number)).strip().upper() != recovery.split("-")[number - 1]:
            print(_("That is not group {number}.").format(number=number))


def _tell_plain(options: argparse.Namespace) -> None:
    """Old backups are plain: said, and deleted where asked."""
    from app.safety.encryption import plain_backups, purge_plain
    from app.safety.plain_backups import away
    from app.store.store import open_file

    for folder in away(options.file):
        print(_(_AWAY).format(folder=folder.parent))
    count = plain_backups(options.file)
    if not count:
        return
    if options.purge:
        store = open_file(options.file)
        try:
            count = purge_plain(store)
        finally:
            store.close()
        text = ngettext_text("{count} plain backup was deleted.", "{count} plain backups were deleted.", count)
    else:
        text = ngettext_text("{count} older backup is not encrypted. “encrypt --purge” deletes it.",
                             "{count} older backups are not encrypted. “encrypt --purge” deletes them.", count)  # fmt: skip
    print(text.format(count=count))


def decrypt(options: argparse.Namespace) -> None:
    """Make a plain file of an encrypted one."""
    from app.safety.encryption import decrypt as turn

    turn(options.file)
    print(options.file)


def passphrase(options: argparse.Namespace) -> None:
    """Change the passphrase, or the recovery key."""
    from app.safety.encryption import change_passphrase, new_recovery_key
    from app.store.keys import is_encrypted
    from app.store.refusals import recognised

    recognised(options.file)
    if not is_encrypted(options.file):
        raise StorageError(N_("{file} is not encrypted."), file=options.file.name)
    old = _passphrase(options.passphrase_file, _("Passphrase of {file}: ").format(file=options.file.name))
    _need_right(options.file, old)
    if options.recovery:
        recovery = new_recovery_key(options.file, old)
        print(recovery, flush=True)
        _ask_back(recovery)
        return
    change_passphrase(options.file, old, _new_passphrase(options.new_passphrase_file))
    print(_("The passphrase of {file} was changed.").format(file=options.file))


def _need_right(path: Path, passphrase: str) -> None:
    """What the window allows owners and managers alone."""
    from app.safety.unlocking import unlock
    from app.services import roles
    from app.store.store import open_readonly

    unlock(path, passphrase)
    store = open_readonly(path)
    try:
        store.read(roles.require, "secure")
    finally:
        store.close()


def _new_passphrase(file: Path | None) -> str:
    """A new one, typed twice where it is typed."""
    first = _passphrase(file, _("New passphrase: "))
    if file is None and _passphrase(None, _("Once more: ")) != first:
        raise StorageError(_TWICE)
    return first


def _passphrase(file: Path | None, prompt: str) -> str:
    """The first line of a file, or what is typed unseen."""
    if file is None:
        if not _at_a_terminal():
            raise StorageError(_NOBODY)
        import getpass

        return getpass.getpass(prompt)
    try:
        with file.open(encoding="utf-8-sig") as lines:
            return lines.readline().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise StorageError(N_("{path} cannot be read: {reason}."), path=str(file), reason=reason_of(error)) from error
