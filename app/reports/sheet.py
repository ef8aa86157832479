"""Write tables as an Excel workbook: for reports and for exported lists alike.

Whatever people typed stays text: nothing becomes a formula or a link (faults F77d), and no cell, however bad, stops
the file (F77e).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from app.errors import StorageError, ValidationError
from app.files import atomic_write
from app.i18n import N_
from app.reports.lines import is_wide

SheetKind = Literal["text", "number", "decimal", "money", "percent", "date", "datetime"]
Value = str | int | float | Decimal | date | bool | None
LONGEST_TEXT = 32_767
_MOST_ROWS = 1_048_575
_CUT_MARK = "…"
_FORMATS = {"text": "@", "number": "#,##0", "decimal": "#,##0.00", "money": "#,##0.00", "percent": "0.0%",
            "date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm"}  # fmt: skip
_CONTROLS = (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, 0xFFFE, 0xFFFF)
_FORBIDDEN: dict[int, str | None] = {
    **dict.fromkeys(_CONTROLS), **dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
}  # fmt: skip
_BAD_IN_TITLE = re.compile(r"[\[\]:*?/\\]")
_SUSPECT = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """``kind`` decides number format and side; ``money`` takes whole cents, ``percent`` a fraction of one.

    ``width`` is in characters, 0 for one that fits.
    """

    label: str
    kind: SheetKind = "text"
    width: float = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; ``rows`` may be a generator and are read once. None is an empty cell."""

    title: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[Value]]


@dataclass(frozen=True, slots=True)
class SheetReport:
    """Rows written, and the cells whose text was cut at 32,767 characters, as (sheet title, row from 2, label)."""

    rows: int
    shortened: tuple[tuple[str, int, str], ...] = ()


def write_sheet(path: Path, sheets: Sequence[Sheet]) -> SheetReport:
    """Write a workbook whole or not at all. Raises StorageError, and ValidationError above 1,048,575 rows a sheet."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import XlsxWriterException

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
               "remove_timezone": True, "constant_memory": True}  # fmt: skip
    shortened: list[tuple[str, int, str]] = []
    count = 0
    try:
        with atomic_write(path, shared=True) as file, Workbook(file, options) as book:
            formats = _formats(book)
            for title, sheet in zip(_titles([sheet.title for sheet in sheets]), sheets, strict=True):
                count += _write_one(book.add_worksheet(title), sheet, formats, shortened)
    except XlsxWriterException as error:
        raise StorageError(N_("{path} could not be written: {reason}."), path=str(path), reason=str(error)) from error
    return SheetReport(count, tuple(shortened))


def _formats(book: Any) -> dict[str, Any]:
    formats = {kind: book.add_format({"num_format": code, "valign": "top"}) for kind, code in _FORMATS.items()}
    formats["head"] = book.add_format({"bold": True, "bottom": 1, "valign": "top", "num_format": "@"})
    formats["quoted"] = book.add_format({"num_format": "@", "valign": "top", "quote_prefix": True})
    return formats


def _write_one(page: Any, sheet: Sheet, formats: dict[str, Any], shortened: list[tuple[str, int, str]]) -> int:
    page.freeze_panes(1, 0)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width or _width(column), None)
        page.write_string(0, place, _text(column.label)[0], formats["head"])
    row = 0
    for row, values in enumerate(sheet.rows, start=1):
        if row > _MOST_ROWS:
            raise ValidationError(N_("A sheet holds at most {count} rows. Narrow the list."), count=f"{_MOST_ROWS:,}")
        for place, (column, value) in enumerate(zip(sheet.columns, values, strict=True)):
            if _write_cell(page, (row, place), column.kind, value, formats):
                shortened.append((sheet.title, row + 1, column.label))
    if sheet.columns:
        page.autofilter(0, 0, row, len(sheet.columns) - 1)
    return row


def _write_cell(page: Any, place: tuple[int, int], kind: str, value: Value, formats: dict[str, Any]) -> bool:
    """Write one value by its kind, as text where it does not fit the kind; was the text cut?"""
    if value is None or value == "":
        return False
    if kind in ("date", "datetime") and isinstance(value, date) and value.year >= 1900:
        page.write_datetime(*place, value, formats[kind])
        return False
    if kind != "text" and isinstance(value, (int, float, Decimal)) and _finite(value):
        number = float(value) / 100 if kind == "money" else float(value)
        page.write_number(*place, number, formats[kind])
        return False
    text, cut = _text(str(value))
    page.write_string(*place, text, formats["quoted" if text.lstrip(" \n\u3000").startswith(_SUSPECT) else "text"])
    return cut


def _finite(value: int | float | Decimal) -> bool:
    return -(10**15) < value < 10**15


def _text(value: str) -> tuple[str, bool]:
    """A text as Excel can hold it, and whether it had to be cut (lengths count UTF-16 units, as Excel does)."""
    text = value.translate(_FORBIDDEN)
    units = len(text) + sum(character > "\uffff" for character in text)
    if units <= LONGEST_TEXT:
        return text, False
    whole = text.encode("utf-16-le")[: 2 * (LONGEST_TEXT - 1)]
    return whole.decode("utf-16-le", "ignore") + _CUT_MARK, True


def _width(column: SheetColumn) -> float:
    own = sum(2 if is_wide(character) else 1 for character in column.label[:40]) + 4
    return max(own, {"text": 18, "date": 12, "datetime": 17}.get(column.kind, 11))


def _titles(titles: Sequence[str]) -> list[str]:
    """Names Excel accepts: 31 characters, none of ``[]:*?/\\``, no apostrophe at the ends, no two alike."""
    used: set[str] = set()
    result = []
    for number, title in enumerate(titles, start=1):
        plain = _text(_BAD_IN_TITLE.sub("_", title))[0]
        name = plain.strip("' \t\r\n")[:28] or f"Sheet{number}"
        name = f"{name[:24]}_{number}" if name.lower() in used or name.lower() == "history" else name
        used.add(name.lower())
        result.append(name)
    return result
