"""One table as CSV or workbook, written whole or not at all. What people typed stays text (faults F77d, F77e)."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.exchange.protect import protect
from app.files import atomic_write

Cell = str | int | Decimal | date | datetime | None
LONGEST = 32_767
_EXACT = 10**13
"""Numbers from here on are written as text: a spreadsheet keeps 15 digits."""

_CUT = "…"
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "�")
_CONTROLS = {**_SURROGATES, **dict.fromkeys((*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF))}


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """UTF-8 with a mark, so that Excel reads it right; text that looks like a formula gets a leading '."""
    count = 0
    with atomic_write(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
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


def write_workbook(path: Path, title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """An xlsx file with one sheet: dates as dates, numbers as numbers, everything else as text and never a formula."""
    from xlsxwriter import Workbook

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": True}
    count = 0
    with atomic_write(path) as file, Workbook(file, options) as book:
        page = book.add_worksheet(title[:31])
        formats = {"date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm:ss", "text": "@"}
        styles = {kind: book.add_format({"num_format": code}) for kind, code in formats.items()}
        page.freeze_panes(1, 0)
        for column, name in enumerate(header):
            page.write_string(0, column, name, book.add_format({"bold": True}))
        for count, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                _write_cell(page, count, column, cell, styles)
    return count


def _write_cell(page: Any, row: int, column: int, cell: Cell, styles: dict[str, Any]) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, date) and cell.year >= 1900 and not (isinstance(cell, datetime) and cell.microsecond):
        page.write_datetime(row, column, cell, styles["datetime" if isinstance(cell, datetime) else "date"])
    elif isinstance(cell, int | Decimal) and -_EXACT < cell < _EXACT:
        page.write_number(row, column, float(cell))
    else:
        page.write_string(row, column, _sheet_text(str(cell)), styles["text"])


def _sheet_text(text: str) -> str:
    """The text as a workbook can hold it: no control characters, at most 32,767 of Excel's units."""
    clean = text.translate(_CONTROLS)
    units = clean.encode("utf-16-le")
    return clean if len(units) <= 2 * LONGEST else units[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore") + _CUT


def is_cut(text: str, whole: str) -> bool:
    """Whether the text is what ``write_workbook`` left of a longer one: bringing it in again must not shorten that."""
    return text != whole and text.endswith(_CUT) and text == _sheet_text(whole)
