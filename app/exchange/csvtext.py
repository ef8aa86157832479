"""Separated text into rows: finds the separator, keeps new lines in cells, and says where a quote was never closed."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from app.errors import ValidationError
from app.i18n import N_

SEPARATORS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 60
_DECLARED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_LINE_ENDS = re.compile(r"\r\n|\r|\n")

NumberedRow = tuple[int, list[str]]
"""The row as a spreadsheet numbers it (from 1, blank rows count) and its cells."""


def separator_of(text: str) -> str:
    """The separator that gives the most regular table of more than one column; a comma where none does."""
    declared = _DECLARED.match(text)
    if declared:
        return declared.group(1)
    scores = {separator: _regularity(text, separator) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: scores[separator])
    return best if scores[best] > (0.0, 0) else ","


def _regularity(text: str, separator: str) -> tuple[float, int]:
    """(share of rows with the commonest width, that width); nothing for a single column."""
    widths: Counter[int] = Counter()
    for number, row in enumerate(_reader(text, separator)):
        if row:
            widths[len(row)] += 1
        if number >= _SAMPLE_ROWS:
            break
    if not widths:
        return 0.0, 0
    width, rows = max(widths.items(), key=lambda item: (item[1], item[0]))
    return (rows / widths.total(), width) if width > 1 else (0.0, 0)


def _reader(text: str, separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(len(text) + 1)
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


class _Lines:
    """The lines of a text, remembering whether the reader asked for more than there are."""

    def __init__(self, text: str) -> None:
        self._file = io.StringIO(text, newline="")
        self.asked_beyond = False

    def __iter__(self) -> Iterator[str]:
        yield from self._file
        self.asked_beyond = True


def parse(text: str, separator: str) -> Iterator[NumberedRow]:
    """Every row that is not blank. Raises ValidationError naming the line of a quote that is never closed."""
    declared = _DECLARED.match(text)
    body = text[declared.end() :] if declared else text
    csv.field_size_limit(len(text) + 1)
    lines = _Lines(body)
    reader = csv.reader(lines, delimiter=separator)
    skipped = 1 if declared else 0
    before = 0
    for number, row in enumerate(reader, 1 + skipped):
        if lines.asked_beyond:
            raise _unclosed(row, before + 1 + skipped)
        before = reader.line_num
        if any(cell.strip() for cell in row):
            yield number, row


def _unclosed(row: list[str], first_line: int) -> ValidationError:
    """The open quote is in the row's last cell; new lines in the cells before it push it down."""
    line = first_line + sum(len(_LINE_ENDS.findall(cell)) for cell in row[:-1])
    return ValidationError(N_("The quotation mark opened in line {line} is never closed."), line=line)
