"""The recovery key of an encrypted data file on one page: what is printed, signed off and put into a drawer."""

from dataclasses import dataclass
from datetime import datetime

from app.formats import moment_text
from app.i18n import N_, language
from app.i18n import gettext_text as _
from app.reports.document import Block, Document, Facts, FormField, FormGrid, Heading, Paragraph
from app.reports.heading import printed_text

ACROSS = 4
"""Groups in a row."""
WHAT = N_(
    "This key opens the encrypted data file, its attachments and its backups when the passphrase is forgotten. Whoever holds "
    "this page and the file can read everything: keep it locked away, and not with the computer."
)
HOW = N_(
    "On the page that asks for the passphrase, choose “Use the recovery key” and type the groups. Capitals, spaces and dashes "
    "don't matter."
)
LOST = N_("If this page is lost, Settings › Privacy makes a new key. The old one then opens older backups only.")


@dataclass(frozen=True, slots=True)
class RecoveryPaper:
    """The key as the program gives it (groups with dashes), the file it opens, and when it was made."""

    key: str
    file: str
    at: datetime


def groups_of(key: str) -> tuple[str, ...]:
    """The groups, in their order."""
    return tuple(key.split("-"))


def build(paper: RecoveryPaper) -> Document:
    """One page."""
    facts = ((_("Data file"), paper.file), (_("Made"), moment_text(paper.at)))
    blocks: list[Block] = [
        Paragraph(_(WHAT)), Facts(facts, 1), Heading(_("Recovery key")), _key_grid(groups_of(paper.key)),
        Heading(_("How to use it")), Paragraph(_(HOW)), Paragraph(_(LOST), quiet=True),
    ]  # fmt: skip
    foot = (printed_text(),)
    return Document(_("Recovery key"), tuple(blocks), meta=(moment_text(paper.at),), footer=foot, language=language())


def _key_grid(groups: tuple[str, ...]) -> FormGrid:
    """Each group below its number, four in a row."""
    return FormGrid(tuple(FormField(str(place), group) for place, group in enumerate(groups, 1)), ACROSS)
