"""The rows that stayed outside as a file in their own columns, with the reason: mended, it comes in like any other."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path

from app.errors import ValidationError
from app.exchange import dates, numbers, tables
from app.exchange.names import bare, public_fields
from app.exchange.plan_types import ImportPlan, reasons, sentences
from app.exchange.protect import unprotect
from app.exchange.sheet import Trouble
from app.exchange.spreadsheet import write_csv, write_workbook
from app.formats import today
from app.i18n import N_
from app.i18n import gettext_text as _

REASON = N_("Why it stayed outside")


def write_refused(plan: ImportPlan, path: Path, title: str) -> int:
    """Write the rows refused or there twice to a .csv (UTF-8 with a mark) or .xlsx file; returns how many.

    Reasons of an earlier such file are left out, and what other rows decided (the order of days and months, the decimal
    sign) is written out: it comes in again as it was read. ValidationError for another ending; StorageError where it
    can't be written."""
    suffix = path.suffix.casefold()
    if plan.sheet is None or suffix not in (".csv", ".xlsx"):
        raise ValidationError(N_("{file} must end with .csv or .xlsx."), file=path.name)
    places = [place for place, name in enumerate(plan.sheet.header) if not is_reason(name)]
    header = [*(plan.sheet.header[place] for place in places), _(REASON)]
    if suffix == ".csv":
        return write_csv(path, header, _rows(plan, places))
    return write_workbook(path, title, header, _rows(plan, places))


def _rows(plan: ImportPlan, places: Sequence[int]) -> Iterator[list[str]]:
    """The cells as the import reads them: without the mark that keeps a spreadsheet from running a text."""
    sheet, why, settled = plan.sheet, reasons(plan), _settled(plan)
    marked = sheet is not None and bool(sheet.encoding)
    for number, cells in zip(sheet.numbers, sheet.rows, strict=True) if sheet else ():
        if number in why:
            plain = [unprotect(cell) if marked else cell for cell in cells]
            yield [*(settled[at](plain[at]) if at in settled else plain[at] for at in places), _reason(number, why[number])]


def _settled(plan: ImportPlan) -> dict[int, Callable[[str], str]]:
    """Place of a column -> how its cells are written so that they read the same alone."""
    if plan.sheet is None or plan.mapping is None:
        return {}
    fields, orders = public_fields(plan.entity), dict(plan.orders)
    found: dict[int, Callable[[str], str]] = {}
    for place, column in enumerate(plan.mapping.columns):
        kind = fields[column.field].kind if column.field in fields else ""
        if column.header in orders:
            found[place] = partial(dates.unambiguous, order=orders[column.header], today=today())
        elif kind in ("money", "percent", "decimal"):
            found[place] = partial(numbers.unambiguous, sign=numbers.decimal_sign(plan.sheet.column(place)))
    return found


def _reason(row: int, why: Sequence[Trouble]) -> str:
    return _("Row {row}: {why}").format(row=row, why=sentences(why))


def is_reason(header: str) -> bool:
    """Whether a column holds reasons of ours: nothing for a field or the notes."""
    return bare(header) in _words()


@cache
def _words() -> frozenset[str]:
    return frozenset(bare(word) for word in tables.in_all_languages(REASON))
