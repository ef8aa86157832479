"""One table as CSV or workbook, written whole or not at all. What people typed stays text (faults F77d, F77e)."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import Any

from app.exchange.protect import protect
from app.files import atomic_write

Cell = str | int | Decimal | date | datetime | None
LONGEST = 32_767
_EXACT = 10**13
"""Numbers from here on are written as text: a spreadsheet keeps 15 digits."""

_MEASURED = 300
_NO_SHEET_NAME = dict.fromkeys(map(ord, "[]:*?/\\'"), " ")
_CUT = "…"
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "�")
_CONTROLS = {**_SURROGATES, **dict.fromkeys((*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF))}


ENCODINGS = {"utf-8": "utf-8-sig", "gb18030": "gb18030"}
"""How a CSV file may be written: UTF-8 with the mark that Excel needs, or as older Chinese programs read it."""


def write_csv(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]], encoding: str = "utf-8"
) -> int:
    """UTF-8 with a mark, so that Excel reads it right, or GB18030; text that looks like a formula gets a leading '."""
    count = 0
    with atomic_write(path, shared=True) as file:
        text = io.TextIOWrapper(file, encoding=ENCODINGS[encoding], newline="", write_through=True)
        writer = csv.writer(text)
        writer.writerow([protect(name) for name in header])
        for row in rows:
            writer.writerow([_csv_cell(cell) for cell in row])
            count += 1
        text.flush()
        text.detach()
    return count


def _csv_cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return protect(cell.replace("\0", "").translate(_SURROGATES))
    return "" if cell is None else cell.isoformat(" ") if isinstance(cell, datetime) else str(cell)


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of a workbook. ``hidden`` are the places of columns that a program needs and nobody reads."""

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    hidden: Sequence[int] = ()


def write_workbook(path: Path, title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """An xlsx file with one sheet: dates as dates, numbers as numbers, everything else as text and never a formula."""
    return write_pages(path, [Page(title, header, rows)])


def write_pages(path: Path, pages: Sequence[Page]) -> int:
    """An xlsx file with several sheets, each with a frozen header, a filter and columns as wide as what stands in them;
    returns how many rows."""
    from xlsxwriter import Workbook

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": True}
    count = 0
    with atomic_write(path, shared=True) as file, Workbook(file, options) as book:
        formats = {"date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm:ss", "money": "#,##0.00", "text": "@"}
        styles = {kind: book.add_format({"num_format": code}) for kind, code in formats.items()}
        styles["header"] = book.add_format({"bold": True, "bottom": 1})
        for page in pages:
            count += _write_page(book.add_worksheet(_sheet_name(page.title)), page, styles)
    return count


def _sheet_name(title: str) -> str:
    return title.translate(_NO_SHEET_NAME)[:31]


def _write_page(sheet: Any, page: Page, styles: dict[str, Any]) -> int:
    """The rows one by one; the first hundreds of them decide how wide the columns are, for those must be set first."""
    rows = iter(page.rows)
    first = list(islice(rows, _MEASURED))
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(page.header):
        width = max(_units(name) + 3, *(_units(_shown(row[column])) + 1 for row in first)) if first else _units(name) + 3
        sheet.set_column(column, column, min(max(width, 8), 60), None, {"hidden": column in page.hidden})
        sheet.write_string(0, column, _sheet_text(name), styles["header"])
    count = 0
    for count, row in enumerate(chain(first, rows), 1):
        for column, cell in enumerate(row):
            _write_cell(sheet, count, column, cell, styles)
    if page.header:
        sheet.autofilter(0, 0, count, len(page.header) - 1)
    return count


def _shown(cell: Cell) -> str:
    return "" if cell is None else str(cell).split("\n", 1)[0][:60]


def _units(text: str) -> int:
    """How wide a text is in a sheet: a Chinese character takes the room of two letters."""
    return sum(1 if ord(character) < 0x1100 else 2 for character in text)


def _write_cell(page: Any, row: int, column: int, cell: Cell, styles: dict[str, Any]) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, date) and cell.year >= 1900 and not (isinstance(cell, datetime) and cell.microsecond):
        page.write_datetime(row, column, cell, styles["datetime" if isinstance(cell, datetime) else "date"])
    elif isinstance(cell, int | Decimal) and -_EXACT < cell < _EXACT:
        page.write_number(row, column, float(cell), styles["money"] if _is_money(cell) else None)
    else:
        page.write_string(row, column, _sheet_text(str(cell)), styles["text"])


def _is_money(cell: int | Decimal) -> bool:
    """Amounts come in yuan with two decimals."""
    return isinstance(cell, Decimal) and cell.as_tuple().exponent == -2


def _sheet_text(text: str) -> str:
    """The text as a workbook can hold it: no control characters, at most 32,767 of Excel's units."""
    clean = text.translate(_CONTROLS)
    units = clean.encode("utf-16-le")
    return clean if len(units) <= 2 * LONGEST else units[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore") + _CUT


def is_cut(text: str, whole: str) -> bool:
    """Whether the text is what ``write_workbook`` left of a longer one: bringing it in again must not shorten that."""
    return text != whole and text.endswith(_CUT) and text == _sheet_text(whole)
