"""Which table rows without a name belong to: by the number and kinds of their values, and by what the log knows of their ids."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.safety.carving import Leaf, Value

_KINDS: dict[str, tuple[type, ...]] = {"INTEGER": (int,), "REAL": (float, int), "TEXT": (str,), "BLOB": (bytes,)}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a STRICT table; ``rowid`` for the integer key that is kept beside the row."""

    name: str
    kind: str
    required: bool
    rowid: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the schema, its columns in their order."""

    name: str
    columns: tuple[Column, ...]

    def fits(self, row: tuple[Value, ...]) -> bool:
        """Whether a row could be one of this table: columns added later may be missing at its end."""
        if len(row) > len(self.columns):
            return False
        later = self.columns[len(row) :]
        return all(map(_fits, self.columns, row)) and not any(column.required for column in later)

    def values(self, rowid: int, row: tuple[Value, ...]) -> tuple[Value, ...]:
        """The row with its integer key in place, as long as the table is wide."""
        filled = [rowid if column.rowid else value for column, value in zip(self.columns, row, strict=False)]
        return (*filled, *[None] * (len(self.columns) - len(row)))


def _fits(column: Column, value: Value) -> bool:
    if value is None:
        return column.rowid or not column.required
    return isinstance(value, _KINDS[column.kind]) and not column.rowid


def tables_in(connection: Any) -> dict[str, Table]:
    """The STRICT tables of a database, by name: all that the program itself has made."""
    found = {}
    for (name,) in connection.execute(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 1 AND schema = 'main'"
    ):
        rows = connection.execute('SELECT name, type, "notnull", pk FROM pragma_table_info(?)', (name,)).fetchall()
        columns = tuple(Column(row[0], row[1], bool(row[2] or row[3]), row[3] > 0 and row[1] == "INTEGER") for row in rows)
        found[name] = Table(name, columns)
    return found


def table_of_leaf(leaf: Leaf, tables: Iterable[Table], logged: Mapping[bytes, str]) -> Table | None:
    """The one table that all rows of a page fit; where several do, the one the log names. None where it stays open."""
    fitting = [table for table in tables if all(table.fits(row) for _rowid, row in leaf.rows)]
    if len(fitting) > 1:
        voted = {logged.get(row[0]) for _rowid, row in leaf.rows if isinstance(row[0], bytes)} - {None}
        widest = [table for table in fitting if len(table.columns) == len(leaf.rows[0][1])]
        fitting = [table for table in fitting if table.name in voted] or widest
    return fitting[0] if len(fitting) == 1 else None
