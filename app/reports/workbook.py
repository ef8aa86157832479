"""A printed document's figures as a workbook: a sheet for each section, its tables below each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from app.reports.document import (
    Block,
    Cell,
    ChartBlock,
    Document,
    Empty,
    Facts,
    Heading,
    Landscape,
    Paragraph,
    SideBySide,
    Table,
)
from app.reports.sheet import Sheet, SheetColumn, SheetKind, SheetReport, write_sheet

Plain = Table | Paragraph | Facts | Empty | ChartBlock


@dataclass(slots=True)
class Section:
    """A heading and what stands under it."""

    title: str
    blocks: list[Plain] = field(default_factory=list)


def sections(document: Document) -> tuple[Section, ...]:
    """The document without its layout: a section for each main heading, what stands side by side below each other."""
    found = [Section(document.title)]
    for block in _flat(document.blocks):
        if isinstance(block, Heading) and block.level == 1:
            found.append(Section(block.text))
        elif isinstance(block, Heading):
            found[-1].blocks.append(Paragraph(block.text, bold=True))
        elif isinstance(block, Plain):
            found[-1].blocks.append(block)
    return tuple(section for section in found if section.blocks)


def _flat(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, SideBySide | Landscape):
            yield from _flat(block.blocks)
        elif not (isinstance(block, Empty) and not block.text):
            yield block


def write_workbook(document: Document, path: Path) -> SheetReport:
    """Write the document's sections as sheets. StorageError where the file can't be written."""
    return write_sheet(path, [_sheet(section) for section in sections(document)])


def _sheet(section: Section) -> Sheet:
    lines = [line for block in section.blocks for line in _lines(block)]
    width = max((len(line) for line in lines), default=1)
    whole = [(*line, *([None] * (width - len(line)))) for line in lines]
    columns = [SheetColumn(section.title if place == 0 else "", _kind([line[place] for line in whole])) for place in range(width)]
    return Sheet(section.title, columns, whole)


def _kind(cells: Sequence[Cell]) -> SheetKind:
    fractions = (isinstance(cell, Decimal) and cell != cell.to_integral_value() for cell in cells)
    return "decimal" if any(fractions) else "number"


def _lines(block: Plain) -> list[tuple[Cell, ...]]:
    """Rows of a sheet; an empty one closes a table. A chart is the table of its figures."""
    if isinstance(block, ChartBlock):
        return _lines(block.table) if block.table is not None else []
    if isinstance(block, Paragraph | Empty):
        return [(block.text,)]
    if isinstance(block, Facts):
        return [*block.items, ()]
    caption: list[tuple[Cell, ...]] = [(block.caption,)] if block.caption else []
    total = [block.total] if block.total is not None else []
    return [*caption, tuple(column.label for column in block.columns), *block.rows, *total, ()]
