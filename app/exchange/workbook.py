"""Workbooks (xlsx, xlsb, ods, xls) into rows of text, after a look at what the archive claims to hold (faults F40–F47)."""

import datetime as dt
import math
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import ValidationError
from app.exchange import limits
from app.exchange.csvtext import NumberedRow
from app.i18n import N_

_LOOKED_AT = 60
"""Rows by which a sheet is judged."""

_TITLE = 2
"""Lines of one cell that are a title and no column of a table."""

_EXACT = 10**15
"""A spreadsheet keeps 15 digits of a number; a longer one has lost its last digits already."""


def check_archive(path: Path) -> None:
    """Refuse from the directory alone what would unpack beyond the limits, is encrypted, or defines entities."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_sizes(members, path.stat().st_size)
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    _check_document_type(archive, member)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise _damaged() from error


def _check_sizes(members: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(member.file_size for member in members)
    if any(member.flag_bits & 1 for member in members):
        raise ValidationError(N_("The workbook is protected by a password. Save it without one."))
    too_dense = unpacked > 10_000_000 and unpacked > limits.ZIP_RATIO * max(1, packed)
    if unpacked > limits.ZIP_BYTES or len(members) > limits.ZIP_MEMBERS or too_dense:
        raise ValidationError(
            N_("The workbook would unpack to {size} MB, more than can be right. Save only the needed sheet."),
            size=unpacked // 1_000_000,
        )


def _check_document_type(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    with archive.open(member) as file:
        if b"<!DOCTYPE" in file.read(2048):
            raise ValidationError(N_("The workbook holds definitions that no spreadsheet program writes."))


@dataclass(frozen=True, slots=True)
class Page:
    """The sheet of a workbook that is read, by its name, among all that hold cells."""

    name: str
    names: tuple[str, ...]
    table: Any


def page(path: Path, sheet: str = "") -> Page:
    """The named sheet. Where none is named the first one that holds a table: several rows with several cells. Sheets that
    are hidden, hold nothing or only a title come after those. ValidationError where there is no such sheet."""
    workbook = _open(path)
    names = _names(workbook)
    if not sheet:
        return _likeliest(workbook, names)
    if sheet not in names:
        raise ValidationError(N_("There is no sheet named {name}. The file has: {names}."), name=sheet, names=", ".join(names))
    return Page(sheet, names, _table(workbook, sheet))


def _names(workbook: Any) -> tuple[str, ...]:
    """Sheets of cells; charts and macros are none."""
    import python_calamine

    pages = python_calamine.SheetTypeEnum.WorkSheet
    return tuple(one.name for one in workbook.sheets_metadata if one.typ == pages) or tuple(workbook.sheet_names)


def _likeliest(workbook: Any, names: tuple[str, ...]) -> Page:
    import python_calamine

    visible = python_calamine.SheetVisibleEnum.Visible
    shown = {one.name for one in workbook.sheets_metadata if one.visible == visible}
    found: list[tuple[tuple[bool, bool, int], Page]] = []
    for name in names:
        try:
            table = _table(workbook, name)
        except ValidationError:  # another sheet may be whole
            continue
        fullness = _fullness(table)
        found.append(((fullness > 1, name in shown, fullness), Page(name, names, table)))
        if fullness == _TABLE and name in shown:
            break
    if not found:
        raise _damaged()
    return max(found, key=lambda each: each[0])[1]


_TABLE = 3


def _fullness(table: Any) -> int:
    """0: no cell; 1: one line, or a title; 2: one column; 3: a table."""
    filled = [sum(cell not in ("", None) for cell in row) for row in table.to_python(skip_empty_area=True, nrows=_LOOKED_AT)]
    several = sum(count > 1 for count in filled)
    lines = sum(count > 0 for count in filled)
    return _TABLE if several > 1 else 2 if lines > _TITLE else min(lines, 1)


def rows(table: Any) -> Iterator[NumberedRow]:
    """Every row that is not blank, every cell as text."""
    first_row, first_column = table.start or (0, 0)
    if first_column + table.width > limits.COLUMNS:
        raise too_wide(first_column + table.width)
    pad = [""] * first_column
    for offset, cells in enumerate(table.to_python(skip_empty_area=True)):
        texts = [cell_text(cell) for cell in cells]
        if any(texts):
            yield first_row + offset + 1, pad + texts


def too_wide(columns: int) -> ValidationError:
    """The refusal of a table with more columns than anything real has."""
    return ValidationError(N_("The file has {count} columns; at most {limit} can be read."), count=columns, limit=limits.COLUMNS)


def _open(path: Path) -> Any:
    import python_calamine

    try:
        return python_calamine.load_workbook(str(path))
    except python_calamine.PasswordError as error:
        raise ValidationError(N_("The workbook is protected by a password. Save it without one.")) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise _damaged() from error


def _table(workbook: Any, name: str) -> Any:
    import python_calamine

    try:
        return workbook.get_sheet_by_name(name)
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise _damaged() from error


def _damaged() -> ValidationError:
    return ValidationError(N_("The workbook is damaged or cut short. Open it in its own program and save it again."))


def cell_text(cell: object) -> str:
    """A cell as a person would type it: whole numbers without a decimal point, dates in ISO form, blank for none."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return _number_text(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, dt.time):
        return cell.isoformat("seconds")
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)


def _number_text(number: float) -> str:
    """``13800138000`` for 13800138000.0; a number that lost digits stays in the form that shows the damage."""
    if not math.isfinite(number):
        return ""
    if number.is_integer() and abs(number) < _EXACT:
        return str(int(number))
    return f"{number:.14E}" if abs(number) >= _EXACT else f"{number:.15g}"
