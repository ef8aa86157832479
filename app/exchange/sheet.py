"""What reading a file gives: plain rows of text with the row numbers a person sees, and nothing interpreted yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.exchange.calendar_known import Known


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a person may settle by hand; empty means "find out"."""

    encoding: str = ""
    sheet: str = ""
    separator: str = ""
    header_row: int = 0


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something to know about one place of a file. ``message`` is an untranslated sentence, ``values`` fill it."""

    row: int
    field: str
    message: str
    values: tuple[tuple[str, object], ...] = ()
    kept: bool = False
    """Whether what could not be taken stands in the record's notes."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file.

    ``rows`` are as wide as ``header``; ``numbers[i]`` is the row of ``rows[i]`` as a spreadsheet shows it (the first row
    of the file is 1, blank rows count and are left out), ``header_row`` is that of the header. ``encoding`` and
    ``separator`` are empty for a workbook;
    ``sheets`` are the tables the file holds; ``troubles`` is what reading had to leave out.
    """

    path: Path
    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    encoding: str = ""
    separator: str = ""
    sheets: tuple[str, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    header_row: int = 1
    proposals: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Entity -> the field of each column ("" for the notes), where the kind of file says so and not its header."""

    derived: frozenset[str] = frozenset()
    """Columns that repeat what others say: not for the notes."""

    entity: str = ""
    """What the rows are, where the kind of file says so."""

    pictures: Mapping[int, bytes] = field(default_factory=dict, compare=False, repr=False)
    """Row number -> the picture that belongs to it, where the kind of file has pictures (cards)."""

    series: Mapping[int, tuple[str, ...]] = field(default_factory=dict, repr=False)
    """Row number of an event that repeats -> its times near today (ISO), where the kind of file has series (calendars)."""

    events: Mapping[int, Known] = field(default_factory=dict, repr=False)
    """Row number -> what makes an event this one, where the kind of file says so (calendars)."""

    last_line: int = 0
    """The last line of such a file."""

    def column(self, index: int) -> list[str]:
        """Every value of one column, top to bottom."""
        return [row[index] for row in self.rows]
