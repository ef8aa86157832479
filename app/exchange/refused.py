"""The rows that stayed outside as a file in their own columns, with the reason: mended, it comes in like any other."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from app.errors import ValidationError
from app.exchange import tables
from app.exchange.names import bare
from app.exchange.plan_types import ImportPlan, Outcome, sentence
from app.exchange.protect import unprotect
from app.exchange.spreadsheet import write_csv, write_workbook
from app.i18n import N_
from app.i18n import gettext_text as _

REASON = N_("Why it stayed outside")
OUTSIDE = ("refused", "duplicates")


def write_refused(plan: ImportPlan, path: Path, title: str) -> int:
    """Write the rows refused or there twice to a .csv (UTF-8 with a mark) or .xlsx file; returns how many.

    ValidationError for another ending; StorageError where it can't be written."""
    suffix = path.suffix.casefold()
    if plan.sheet is None or suffix not in (".csv", ".xlsx"):
        raise ValidationError(N_("{file} must end with .csv or .xlsx."), file=path.name)
    header = [*plan.sheet.header, _(REASON)]
    if suffix == ".csv":
        return write_csv(path, header, _rows(plan))
    return write_workbook(path, title, header, _rows(plan))


def _rows(plan: ImportPlan) -> Iterator[list[str]]:
    """The cells as the import reads them: without the mark that keeps a spreadsheet from running a text."""
    sheet = plan.sheet
    marked = sheet is not None and bool(sheet.encoding)
    for row, one in zip(sheet.rows if sheet else (), plan.outcomes, strict=True):
        if one.action in OUTSIDE:
            yield [*(unprotect(cell) if marked else cell for cell in row), _reason(one)]


def _reason(one: Outcome) -> str:
    return _("Row {row}: {why}").format(row=one.row, why=sentence(one.reason) if one.reason is not None else "")


def is_reason(header: str) -> bool:
    """Whether a column holds reasons of ours: nothing for a field or the notes."""
    return bare(header) in _words()


@cache
def _words() -> frozenset[str]:
    return frozenset(bare(word) for word in tables.in_all_languages(REASON))
