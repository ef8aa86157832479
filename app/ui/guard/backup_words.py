"""How backups are spoken of: how long ago, why, what a restore would lose, what a check found."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.formats import moment_text
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.models import BY_KEY
from app.models.types import now_utc
from app.safety.catalogue import REASONS
from app.safety.places import same_disk
from app.safety.preview import Preview
from app.safety.state import State, made_at

if TYPE_CHECKING:
    from app.store.archive import Backup
    from app.store.verify import Verdict

COUNTED = ("customers", "contacts", "visits", "complaints")
_SHOWN = 8
_MORE_REASONS = {"after-erase": N_("after an erasure")}


def ago(moment: datetime, now: datetime | None = None) -> str:
    """"12 minutes ago", "2 days ago"; the moment itself where the clock says it is still to come."""
    seconds = ((now or now_utc()) - moment).total_seconds()
    minutes, hours, days = int(seconds // 60), int(seconds // 3600), int(seconds // 86_400)
    if seconds < 0:
        return moment_text(moment)
    if minutes < 1:
        return _("just now")
    if hours < 1:
        return ngettext_text("{count} minute ago", "{count} minutes ago", minutes).format(count=minutes)
    if days < 1:
        return ngettext_text("{count} hour ago", "{count} hours ago", hours).format(count=hours)
    return ngettext_text("{count} day ago", "{count} days ago", days).format(count=days)


def reason_word(reason: str) -> str:
    """Why a backup was made; the word of its name where we do not know it."""
    known = REASONS.get(reason) or _MORE_REASONS.get(reason)
    return _(known) if known else reason


def status_text(state: State) -> str:
    """The line above the list."""
    if state.newest is None:
        return _("There is no backup yet.") if state.operation else _("Nothing was done yet, so there is nothing to back up.")
    words = _("Last checked backup: {ago}.").format(ago=ago(made_at(state.newest)))
    rest = _("What was done since is not in it.") if state.pending else _("Everything is in it.")
    return f"{words} {rest}"


def second_text(state: State) -> str:
    """The line about the second place."""
    if state.places.second is None:
        return _(
            "A disk can fail with everything on it. Choose a folder on another disk or a USB stick: each backup is copied there."
        )
    if state.away:
        return _("{folder} is not there now. What it lacks is copied when it is.").format(folder=state.places.second.parent)
    told = _("No backup is there yet.")
    if state.second is not None:
        told = _("Last backup there: {ago}.").format(ago=ago(made_at(state.second)))
    if same_disk(state.places.folder, state.places.second):
        return told + " " + _("This folder is on the same disk as the data: it does not help where that disk fails.")
    return told


def away_text(folders: Iterable[Path]) -> str:
    """A line for each folder whose backups could not be looked at for somebody who was erased; empty where there is none."""
    words = _("Backups in {folder} could not be looked at, and may still hold the erased. Plug the disk in, then delete them in "
              "Settings › Privacy.")  # fmt: skip
    return "\n".join(words.format(folder=folder.parent) for folder in folders)


def backup_title(backup: "Backup") -> str:
    """When a backup was made, by the clock of the firm; of a damaged one only its name tells, by the clock of the wall."""
    return moment_text(backup.manifest.made_at) if backup.manifest else f"{backup.stamp:%Y-%m-%d %H:%M}"


def kinds_text(counts: Mapping[str, int]) -> str:
    """"60 customers, 12 visits": records by kind."""
    return _(", ").join(f"{_(BY_KEY[key].plural)} {count:,}" for key, count in counts.items() if count and key in BY_KEY)


def lost_text(found: Preview) -> str:
    """What a restore would cost, in words and numbers."""
    if found.history == "unreadable":
        return _("The open file is damaged: what would be lost cannot be told. It is kept as it is, in a folder beside it.")
    if found.history == "other":
        first = _("This is a backup of another data file. All that is in the open file goes.")
    elif not found.operations:
        return _("Nothing was done since this backup. Nothing is lost.")
    else:
        words = ngettext_text(
            "What was done since goes: {count} step.", "What was done since goes: {count} steps.", found.operations
        )
        first = words.format(count=f"{found.operations:,}")
    made = kinds_text({key: one.made for key, one in found.lost.items()})
    changed = kinds_text({key: one.changed for key, one in found.lost.items()})
    lines = [first]
    lines += [_("New since then, and gone: {what}").format(what=made)] if made else []
    lines += [_("Changed since then, and as before again: {what}").format(what=changed)] if changed else []
    return "\n".join(lines)


def counts_text(found: Preview) -> str:
    """Records in the backup and here, kind by kind."""
    lines = []
    if found.history == "unreadable":
        return kinds_text({key: there for key, (there, _here) in found.counts.items() if key in COUNTED})
    for key in COUNTED:
        there, here = found.counts.get(key, (0, 0))
        lines.append(_("{kind}: {there} in the backup, {here} now").format(kind=_(BY_KEY[key].plural), there=there, here=here))
    return "\n".join(lines)


def steps_text(found: Preview) -> str:
    """The latest steps that would go."""
    shown = [f"{moment_text(at)}  {label.text}" for at, label in found.labels[:_SHOWN]]
    return "\n".join(shown + (["…"] if found.operations > len(shown) else []))


def verdict_text(found: "Verdict") -> str:
    """What a check of the file found."""
    if found.whole and not found.contents:
        return _("The file is whole: its structure, every record, its log and every attachment agree.")
    lines = [_("The file is whole.") if found.whole else _("The file is damaged. Restore the newest whole backup.")]
    for words, many in (
        (_("Faults of its structure: {count}"), found.structure), (_("Records that differ from the log: {count}"), found.rows),
        (_("Breaks in the log: {count}"), found.log), (_("Attachments without their whole content: {count}"), found.contents),
    ):  # fmt: skip
        count = len(many)
        lines += [words.format(count=count)] if count else []
    return "\n".join([*lines, *found.contents[:_SHOWN]])
