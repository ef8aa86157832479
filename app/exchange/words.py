"""Words of a file that are none of a field's choices: listed, so that a person can say which choice each of them means."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from app.exchange.mapping import Column, Mapping
from app.exchange.names import public_fields, same
from app.exchange.sheet import Sheet
from app.exchange.values import clean, code_of, is_error, parts_of
from app.models import Field

_MOST = 40
"""Words listed of one column, the most frequent first: more of them are no words for choices."""


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """One word of a column, how many rows have it, and the choice that a person said it means ("" where nobody did)."""

    header: str
    field: str
    word: str
    rows: int
    code: str


def unknown_words(sheet: Sheet, mapping: Mapping) -> tuple[UnknownWord, ...]:
    """The words of all columns of choices that mean none of them by themselves, in the order of the columns."""
    fields = public_fields(mapping.entity)
    columns = enumerate(mapping.columns)
    wanted = ((place, one, fields[one.field]) for place, one in columns if one.field in fields and fields[one.field].choices)
    return tuple(word for place, one, field in wanted for word in _of_column(sheet, place, one, field, mapping.entity))


def _of_column(sheet: Sheet, place: int, column: Column, field: Field, entity: str) -> Iterator[UnknownWord]:
    cells = Counter(clean(cell, bool(sheet.encoding)).strip() for cell in sheet.column(place))
    found: Counter[str] = Counter()
    written: dict[str, str] = {}
    for cell, rows in cells.items():
        for part in () if is_error(cell) else parts_of(field, cell):
            if not code_of(entity, field, part):
                found[same(part)] += rows
                written.setdefault(same(part), part)
    meant = dict(column.words)
    for word, rows in found.most_common(_MOST):
        yield UnknownWord(column.header, column.field, written[word], rows, meant.get(word, ""))
