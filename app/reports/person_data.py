"""Everything kept about a person on paper, for the person to read: each kind as a table, long rows as lines."""

from pathlib import Path

from app.formats import moment_text, size_text
from app.i18n import N_, language
from app.i18n import gettext_text as _
from app.reports.document import Block, Column, Document, Facts, Heading, Paragraph, Table
from app.services.privacy_data import PersonData, Sheet

_NARROW = 7
"""From so many columns on each record is a list of its own."""
_LEAD = N_("All data kept about {name} as of {moment}, with their history and who received them.")


def build(data: PersonData) -> Document:
    """The paper that lies in the ZIP."""
    blocks: list[Block] = [Paragraph(_(_LEAD).format(name=data.name, moment=moment_text(data.at)))]
    for sheet in data.sheets:
        blocks += [Heading(sheet.title), *_blocks(sheet)] if sheet.rows else []
    if data.files:
        rows = tuple((file.name, size_text(file.size)) for file in data.files)
        heads = (Column(_("File name"), weight=2), Column(_("File size"), kind="number"))
        blocks += [Heading(_("Attachments")), Table(heads, rows)]
    return Document(_("Data of {name}").format(name=data.name), tuple(blocks), language=language())


def _blocks(sheet: Sheet) -> list[Block]:
    if len(sheet.heads) <= _NARROW:
        return [Table(tuple(Column(head, weight=1) for head in sheet.heads), sheet.rows)]
    return [Facts(tuple((head, cell) for head, cell in zip(sheet.heads, row, strict=True) if cell)) for row in sheet.rows]


def paper(data: PersonData, out: Path) -> None:
    """Write the PDF."""
    from app.reports.pdf import render

    render(build(data), out)
