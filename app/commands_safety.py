"""The commands that make, list and restore backups, and salvage. Everything they need is imported when they run."""

import argparse
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import AppError, DamagedFileError, StorageError
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _

if TYPE_CHECKING:
    from app.safety.preview import Preview
    from app.safety.restore import Restored
    from app.safety.salvage import Report
    from app.store.archive import Backup
    from app.store.store import Store

NO_BACKUP = N_("There is no backup {name} in {folder}. “backups” lists them.")
_NOT_SAID = N_("Nothing was restored. Say --yes to do it.")
_MEGABYTE = 1 << 20


def backup(options: argparse.Namespace) -> None:
    """Make a backup, also while a window has the file; in the usual place older ones go by the rule of keeping."""
    from app.commands import data_path
    from app.safety.keeping import prune
    from app.safety.making import make_backup
    from app.safety.places import folder_of

    path = data_path(options)
    _need_file(path)
    made = make_backup(path, "by-hand", options.to or folder_of(path))
    if options.to is None and made.manifest is not None:
        prune(made.path.parent, made.manifest.file)
    print(made.path)
    if made.manifest is not None and made.manifest.lost:
        print(_lost(len(made.manifest.lost)))


def _need_file(path: Path) -> None:
    from app.store.engine import FileState, file_state

    if file_state(path) in (FileState.MISSING, FileState.EMPTY, FileState.FOREIGN):
        raise StorageError(
            N_("{path} is not a data file of this program, or it is damaged. It was left untouched."), path=str(path)
        )


def _lost(count: int) -> str:
    text = ngettext_text("{count} attachment has lost its content.", "{count} attachments have lost their content.", count)
    return text.format(count=count)


def backups(options: argparse.Namespace) -> None:
    """List the backups, the newest first: number, time, reason, megabytes, customers, and whether it can be used."""
    from app.formats import moment_text

    _set_clock(options)
    for one in _listed(options):
        made = moment_text(one.manifest.made_at) if one.manifest else f"{one.stamp:%Y-%m-%d %H:%M}"
        customers = one.manifest.counts.get("customers", 0) if one.manifest else ""
        state = _("whole") if one.verified else one.problem or _("not sound")
        size = f"{one.size / _MEGABYTE:.1f} MB"
        print(f"{one.number}\t{made}\t{_reason(one)}\t{size}\t{customers}\t{state}")


def _set_clock(options: argparse.Namespace) -> None:
    """The firm's clock, as in the window; the usual one where the file does not tell it."""
    from app.commands import reading

    with suppress(AppError), reading(options):
        pass


def _reason(one: "Backup") -> str:
    from app.safety.catalogue import REASONS

    return _(REASONS[one.reason]) if one.reason in REASONS else one.reason


def _folder(options: argparse.Namespace) -> Path:
    from app.commands import data_path
    from app.safety.places import folder_of

    given: Path | None = options.folder
    return given or folder_of(data_path(options))


def _listed(options: argparse.Namespace) -> "tuple[Backup, ...]":
    from app.safety.catalogue import backups as found_in

    return found_in(_folder(options))


def restore(options: argparse.Namespace) -> None:
    """Say what restoring a backup would mean, and do it where “--yes” says so."""
    from app.commands import data_path, settled
    from app.safety.restore import restore_file
    from app.safety.ways import is_broken
    from app.store.store import open_file

    chosen, path = _chosen(options), data_path(options)
    try:
        store = open_file(path)
    except StorageError as error:
        if not is_broken(path, error):  # a whole file in a cloud's folder, or on a disk that refuses, is not swapped out
            raise
        _need_closed(path)
        _need_yes(options)
        _tell(restore_file(path, [chosen]))
        return
    try:
        with suppress(DamagedFileError):
            settled(store)
        _restore_open(options, store, chosen)
    finally:
        store.close()


def _restore_open(options: argparse.Namespace, store: "Store", chosen: "Backup") -> None:
    """Restore over a file that opens; where it is damaged inside, as over one that does not."""
    from app.safety.preview import preview
    from app.safety.replacing import is_damage, restore_over_damaged
    from app.safety.restore import restore as bring

    shown = preview(store, chosen)
    _print_preview(shown)
    _need_yes(options)
    try:
        _tell(restore_over_damaged(store, chosen) if shown.history == "unreadable" else bring(store, chosen))
    except StorageError as error:
        if not is_damage(store, error):
            raise
        _tell(restore_over_damaged(store, chosen))


def _need_closed(path: Path) -> None:
    from app.store.lock import release, take

    release(path, take(path))


def _need_yes(options: argparse.Namespace) -> None:
    from app.commands import WrongUse

    if not options.yes:
        raise WrongUse(_(_NOT_SAID))


def _chosen(options: argparse.Namespace) -> "Backup":
    """The backup of this number, or in this file."""
    from app.safety.catalogue import backup_at

    name: str = options.backup
    found = backup_at(Path(name)) if Path(name).is_file() else None
    if found is None and name.isdecimal():
        found = next((one for one in _listed(options) if one.number == int(name)), None)
    if found is None:
        raise StorageError(NO_BACKUP, name=name, folder=str(_folder(options)))
    return found


def _print_preview(shown: "Preview") -> None:
    from app.formats import local, visible
    from app.models import BY_KEY

    print(_("Backup of {moment}").format(moment=f"{local(shown.made_at):%Y-%m-%d %H:%M}"))
    if shown.history == "unreadable":
        print(_("The data file is damaged: what would be lost cannot be told. It is kept as it is, in a folder beside it."))
        return
    if shown.history != "past":
        branch = shown.history == "branch"
        print(_("It is of this data file, from before another restore.") if branch else _("It is of another data file."))
    for entity, (there, here) in shown.counts.items():
        if (there or here) and entity in BY_KEY:
            print(_("{kind}: {there} in the backup, {here} now").format(kind=_(BY_KEY[entity].plural), there=there, here=here))
    print(_("Steps that would be lost: {count}").format(count=shown.operations))
    for at, label in shown.labels:
        print(visible(f"{local(at):%Y-%m-%d %H:%M}\t{label.text}"))


def _tell(done: "Restored") -> None:
    for one in done.skipped:
        print(_("The backup {file} is damaged. Choose an older one.").format(file=one.path.name))
    if done.before is not None:
        print(_("What was there before is in {file}").format(file=done.before.path))
    if done.damaged is not None and done.damaged.exists():
        print(_("The damaged file is in {folder}").format(folder=done.damaged))
    if done.lost:
        print(_lost(len(done.lost)))
    print(_("Restored from {file}").format(file=done.backup.path))


def salvage(options: argparse.Namespace) -> None:
    """Read what a damaged file still holds into a new one, and say what is missing."""
    from app.safety.salvage import salvage as save

    _print_report(save(options.file, options.new_file))


def _print_report(report: "Report") -> None:
    from app.safety.salvage_words import tallies, tally_text, write_missing

    for one in tallies(report):
        print(tally_text(one))
    for count, words in (
        (report.doubtful, _("{count} differ from the history")), (report.cut, _("{count} links cut")),
        (report.refused, _("{count} rows could not be used")),
        (len(report.lost), _("{count} contents of attachments lost")),
    ):  # fmt: skip
        if count:
            print(words.format(count=count))
    if listed := write_missing(report):
        print(_("What was not recovered is listed in {file}").format(file=listed))
    if report.problems:
        raise StorageError(N_("{file} was written, and is not sound yet. Run “verify” on it."), file=str(report.path))
    print(report.path)
