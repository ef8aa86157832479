"""Workbooks (xlsx, xlsb, ods, xls) into rows of text, after a look at what the archive claims to hold (faults F40–F47)."""

import datetime as dt
import math
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.errors import ValidationError
from app.exchange import limits
from app.exchange.csvtext import NumberedRow
from app.i18n import N_

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


def sheet_names(path: Path) -> list[str]:
    """The sheets of a workbook, in order."""
    return list(_open(path).sheet_names)


def rows(path: Path, sheet: str = "") -> Iterator[NumberedRow]:
    """Every row of a sheet (the first one where none is named) that is not blank, every cell as text."""
    table = _table(_open(path), sheet)
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


def _table(workbook: Any, sheet: str) -> Any:
    import python_calamine

    names = workbook.sheet_names
    wanted = sheet or (names[0] if names else "")
    if wanted not in names:
        raise ValidationError(N_("There is no sheet named {name}. The file has: {names}."), name=wanted, names=", ".join(names))
    try:
        return workbook.get_sheet_by_name(wanted)
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
