"""What an analysis shows: columns, one row a customer, the figures of the firm, a sentence of what to keep in mind."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, overload
from uuid import UUID

from app.analysis.figures import Figure
from app.formats import DASH, money_text, number_text, percent_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services.business.clients import Client
from app.services.business.other_moneys import SALES, told
from app.services.business.period import Period, ending
from app.services.business.words import REASONS
from app.ui.kit.delegates import Cell, tone_of

LIKE_FOR_LIKE = N_("Growth, like for like")
NO_COSTS = N_("No order of this period says what its goods cost.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: the day it ends on, how many months, the mode and basis of the analysis, further numbers by name, the
    two gradings (None: the newest, the one before it)."""

    as_of: date
    months: int = 12
    mode: str = ""
    basis: str = "sales"
    more: Mapping[str, Decimal] = field(default_factory=dict)
    gradings: tuple[UUID | None, UUID | None] = (None, None)

    @property
    def period(self) -> Period:
        """The span of days it looks at."""
        return ending(self.as_of, self.months)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its msgid; kind money (fen), percent (fraction), number, days, text, said (a figure in words), day, or badge;
    the records ``behind`` its sums (a word of ``services.business.behind``, or nothing); the words of its codes; ``counted``: the
    msgid of the firm's figure that counts a code without a word, with {code}."""

    label: str
    kind: str = "text"
    width: int = 96
    behind: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    tones: str = ""
    counted: str = ""

    @property
    def right(self) -> bool:
        """Whether it is aligned to the right."""
        return self.kind in ("money", "percent", "number", "decimal", "said")


class Cells(Sequence[Cell]):
    """How the values of a row read, each made when it is looked at: of 20,000 rows only those in sight are."""

    __slots__ = ("_columns", "_values")

    def __init__(self, columns: Sequence[Column], values: Sequence[Any]) -> None:
        self._columns, self._values = columns, values

    @overload
    def __getitem__(self, place: int) -> Cell: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Cell, ...]: ...
    def __getitem__(self, place: int | slice) -> Cell | tuple[Cell, ...]:
        if isinstance(place, slice):
            return tuple(self[each] for each in range(*place.indices(len(self))))
        return cell_of(self._columns[place], self._values[place])

    def __len__(self) -> int:
        return len(self._columns)


@dataclass(frozen=True, slots=True)
class Row:
    """One line: whose it is (None: nobody's), what its columns hold plainly, how they read, and what it was made of."""

    customer: UUID | None
    raw: tuple[Any, ...]
    cells: Sequence[Cell]
    made_of: Any = None
    owner: UUID | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """An analysis as it is shown. ``facts`` are (label, text) of the firm; ``notes`` sentences; ``chart`` what is drawn;
    ``because``: the msgid of why there are no rows although there are records; ``used``: the figures of the file, as they read,
    that stand in for numbers nobody typed, by their keys; ``leads``: (label of a figure of the firm, the word of its records)
    where no column has both."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    facts: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    chart: Any = None
    because: str = ""
    used: Mapping[str, str] = field(default_factory=dict)
    leads: tuple[tuple[str, str], ...] = ()


CODE, NAME = Column(N_("Customer no."), width=92), Column(N_("Customer"), width=150)


def plain(value: Any) -> Any:
    """The number in a figure, or the value itself."""
    return value.value if isinstance(value, Figure) else value


def cell_of(column: Column, value: Any) -> Cell:
    """How a value reads in a column; what is undefined is a dash that says why."""
    inner = plain(value)
    if inner is None:
        reason = value.reason if isinstance(value, Figure) else None
        return Cell(DASH, ink="secondary", tip=_(REASONS[reason]) if reason else "")
    if column.kind == "badge":
        word = column.words.get(str(inner))
        return Cell(_(word) if word else str(inner), tone_of(column.tones, inner) or "neutral")
    ink = "danger" if column.right and column.kind != "said" and inner < 0 else ""
    return Cell(_TEXTS[column.kind](inner), "", ink)


_TEXTS: Mapping[str, Callable[[Any], str]] = {
    "money": lambda value: money_text(int(value.to_integral_value()) if isinstance(value, Decimal) else value),
    "percent": percent_text, "number": number_text, "decimal": lambda value: number_text(value, 1), "text": str, "said": str,
    "day": lambda value: value.isoformat(),
}  # fmt: skip


def row_of(columns: Sequence[Column], client: Client, values: Sequence[Any], made_of: Any = None) -> Row:
    """The row of a customer: its number and name, then these values."""
    whole = (client.code, client.name, *values)
    raw = tuple([value.value if type(value) is Figure else value for value in whole])  # ``plain``, without 200,000 calls
    return Row(client.id, raw, Cells(columns, whole), made_of, client.owner_id)


def free_row(columns: Sequence[Column], values: Sequence[Any]) -> Row:
    """A row that belongs to no customer."""
    return Row(None, tuple(map(plain, values)), Cells(columns, tuple(values)))


def fact(label: str, kind: str, value: Any) -> tuple[str, str]:
    """A figure of the firm: its msgid and how it reads."""
    return _(label), cell_of(Column(label, kind), value).text


def left_out_words(left_out: Mapping[str, int]) -> tuple[str, ...]:
    """What other currencies came to, which are in no sum (domain/00 G2)."""
    return told(SALES, left_out)


def narrowed_words(shown: Shown, rows: Sequence[Row]) -> tuple[str, ...]:
    """Where only some rows are shown, what their first amount comes to; the figures above stay those of all customers."""
    if len(rows) == len(shown.rows):
        return ()
    place = next((place for place, column in enumerate(shown.columns) if column.kind == "money"), None)
    told = _("Shown are {count} of {all}; the figures above are of all.").format(count=len(rows), all=len(shown.rows))
    if place is None:
        return (told,)
    total = sum(row.raw[place] for row in rows if row.raw[place] is not None)
    return told, _("{label} of those shown: {amount}.").format(
        label=_(shown.columns[place].label), amount=cell_of(shown.columns[place], total).text)  # fmt: skip


def sorted_rows(rows: Iterable[Row], column: int, descending: bool) -> list[Row]:
    """Rows by what a column holds; those without a value come last either way."""
    known = [row for row in rows if row.raw[column] is not None]
    rest = [row for row in rows if row.raw[column] is None]
    known.sort(key=lambda row: row.raw[column].casefold() if isinstance(row.raw[column], str) else row.raw[column],
               reverse=descending)  # fmt: skip
    return known + rest
