"""For the day a computer is lost: what was on it, whether it was locked away, and when it was last backed up."""

from dataclasses import dataclass
from datetime import datetime

from app.formats import moment_text, size_text
from app.i18n import N_, language, ngettext_text
from app.i18n import gettext_text as _
from app.reports.document import Block, Column, Document, Facts, Heading, Paragraph, Table
from app.reports.heading import printed_text
from app.services.privacy_report import Group, Kind, OnBoard

DUTY = N_("Whoever loses personal data tells the authority and those concerned at once (PIPL 57; GDPR 33: within 72 hours).")
NOT_ENCRYPTED = N_("Not encrypted: whoever has the computer can read everything, unless the disk itself is encrypted.")
ENCRYPTED = N_("Encrypted: without the passphrase or the recovery key nothing can be read.")


@dataclass(frozen=True, slots=True)
class Lost:
    """What is said: the counts, the data file, whether it is encrypted, the moment of the last backup."""

    found: OnBoard
    path: str
    encrypted: bool
    backup_at: datetime | None
    at: datetime


def build(lost: Lost) -> Document:
    """The report, one or two pages."""
    found = lost.found
    facts = (
        (_("Data file"), lost.path), (_("Protection"), _(ENCRYPTED) if lost.encrypted else _(NOT_ENCRYPTED)),
        (_("Last backup"), moment_text(lost.backup_at) if lost.backup_at else None),
        (_("Last sign-in"), moment_text(found.signed_in_at) if found.signed_in_at else None),
        (_("Attachments"), _size(found)),
    )  # fmt: skip
    blocks: list[Block] = [Paragraph(_(DUTY)), Facts(facts, 1)]
    for group in found.groups:
        blocks += [Heading(_title(group)), *_kinds(group)]
    return Document(
        _("What was on this computer"), tuple(blocks), meta=(moment_text(lost.at),), footer=(printed_text(),), language=language()
    )


def _size(found: OnBoard) -> str:
    files = ngettext_text("{count} attachment, {size}", "{count} attachments, {size}", found.attachments)
    return files.format(count=f"{found.attachments:,}", size=size_text(found.size))


def _title(group: Group) -> str:
    title = f"{_(group.label)}: {group.count:,}"
    return title + _(", and {count} in the recycle bin").format(count=f"{group.binned:,}") if group.binned else title


def _kinds(group: Group) -> list[Block]:
    """Each kind of data with the number of people it is known of; sensitive ones first and in bold."""
    if not group.kinds:
        return []
    rows = tuple((_(one.label), _sensitive(one), one.count) for one in group.kinds)
    heads = (Column(_("Data"), weight=2), Column(_("Sensitive")), Column(_("People"), kind="number"))
    bold = frozenset(place for place, one in enumerate(group.kinds) if one.sensitive)
    return [Table(heads, rows, emphasis=bold)]


def _sensitive(kind: Kind) -> str | None:
    """Of all of them, or of so many: a birthday is sensitive of a child only."""
    if kind.sensitive in (0, kind.count):
        return _("Yes") if kind.sensitive else None
    return _("of {count}").format(count=f"{kind.sensitive:,}")
