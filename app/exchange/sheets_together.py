"""Several sheets of one workbook as one table: branches or months that firms keep beside one another."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from app.exchange.names import bare
from app.exchange.reading import read_sheet
from app.exchange.sheet import ReadOptions, Sheet, Trouble
from app.i18n import N_
from app.i18n import gettext_text as _

_TOGETHER = N_("The sheets {names} were read one below the other; their rows are numbered on.")
_ALIKE = 0.8


def read_whole(path: Path, options: ReadOptions) -> Sheet:
    """The first sheet, and below it those with the same columns where no sheet was named."""
    first = read_sheet(path, options)
    if options.sheet or len(first.sheets) < 2:
        return first
    others = (read_sheet(path, replace(options, sheet=name)) for name in first.sheets if name != first.name)
    return below(first, [one for one in others if _alike(first, one)])


def _alike(first: Sheet, other: Sheet) -> bool:
    mine, theirs = _named(first), _named(other)
    return bool(mine) and len(mine & theirs) >= _ALIKE * len(mine | theirs)


def _named(sheet: Sheet) -> set[str]:
    """Headers of columns that hold something: a spare one at the side does not part two sheets."""
    return {bare(header) for place, header in enumerate(sheet.header) if any(cell.strip() for cell in sheet.column(place))}


def below(first: Sheet, others: Sequence[Sheet]) -> Sheet:
    """One table of them all with the columns of the first; row numbers go on behind those of the sheet before."""
    if not others:
        return first
    rows, numbers, troubles = list(first.rows), list(first.numbers), list(first.troubles)
    for one in others:
        start = numbers[-1] if numbers else 0
        places = [next((at for at, own in enumerate(one.header) if bare(own) == bare(header)), -1) for header in first.header]
        rows += [tuple(row[place] if place >= 0 else "" for place in places) for row in one.rows]
        numbers += [start + number - one.header_row for number in one.numbers]
        troubles += [replace(trouble, row=start + trouble.row - one.header_row) for trouble in one.troubles]
    names = _(", ").join(one.name for one in (first, *others))
    told = Trouble(0, "", _TOGETHER, (("names", names),))
    return replace(first, rows=tuple(rows), numbers=tuple(numbers), troubles=(told, *troubles))
