"""From the text of a cell to the value of a field. What a column must agree on is settled before its cells are read."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.errors import ValidationError
from app.exchange import birthdays, dates, foreign, numbers, tables
from app.exchange.mapping import Column
from app.exchange.names import TRADE, bare, same
from app.exchange.protect import unprotect
from app.formats import excerpt, from_local
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Field
from app.models.checks import tidy_credit_code

Reader = Callable[[str], Any]
"""A cell's text to a value, None for a blank one; ValidationError where the value is left out."""

_ERROR_CELL = re.compile(r"#(REF|N/A|VALUE|DIV/0|NAME|NULL|NUM|GETTING_DATA|SPILL|CALC)[!?]?")
_LOST_DIGITS = re.compile(r"[+-]?[1-9](\.\d+)?E\+\d{2,3}", re.IGNORECASE)
_LINE_BREAKS = re.compile(r"\s*[\r\n]+\s*")
_SEPARATORS = re.compile(r"[,，;；、|/\n]")
_TAG_SEPARATORS = re.compile(r"\s*(?:[，;；、|]|:::)\s*")
_NAMED = 8
AHEAD = frozenset({"expected_on", "planned_on", "promise_due", "next_on", "follow_up_due"})


@dataclass(frozen=True, slots=True)
class ValueContext:
    """What reading values needs to know: the day, a person's word on date order, the firm's own lists."""

    entity: str
    today: date
    date_order: str = ""
    lists: Mapping[str, Mapping[str, str]] | None = None
    """setting -> bare word -> code"""

    marked: bool = False
    """Whether a leading ' is a mark of a CSV file and no part of the text."""


class Labels(tuple[str, ...]):
    """Labels (msgids) named one after another in the language in force: the first eight of them."""

    def __str__(self) -> str:
        shown = _(", ").join(_(label) for label in self[:_NAMED])
        return f"{shown}…" if len(self) > _NAMED else shown


def reader(field: Field, column: Column, texts: Sequence[str], context: ValueContext) -> Reader:
    """How the cells of one column are read as values of a field."""
    read = _reader(field, column, texts, context)

    def of_cell(text: str) -> Any:
        text = clean(text, context.marked)
        if not text.strip():
            return None
        if is_error(text):
            raise ValidationError(N_("The cell holds the spreadsheet's error {value}."), value=text.strip())
        return read(text if field.kind == "text" else text.strip())

    return of_cell


def is_error(text: str) -> bool:
    """Whether a cell holds a spreadsheet's error and no text."""
    return bool(_ERROR_CELL.fullmatch(text.strip()))


def clean(text: str, marked: bool) -> str:
    """A cell without NULs and without the mark of protected text."""
    text = text.replace("\0", "")
    return unprotect(text) if marked else text


def _reader(field: Field, column: Column, texts: Sequence[str], context: ValueContext) -> Reader:
    if field.kind in ("date", "moment"):
        return _date_reader(field, order_of(field, texts, context), context.today)
    if field.kind == "birthday":
        return birthdays.reader(order_of(field, texts, context), context.today)
    if field.kind == "money":
        read = foreign.money_reader if context.entity in TRADE else numbers.money_reader
        return read(column.header, texts)
    if field.kind == "percent":
        sign = numbers.decimal_sign(texts)
        return lambda text: numbers.read_percent(text, sign)
    if field.kind == "decimal":
        sign = numbers.decimal_sign(texts)
        return lambda text: numbers.read_decimal(text, sign)
    if field.kind in ("choice", "choices"):
        return _choice_reader(field, context.entity, dict(column.words))
    if field.kind == "listed":
        known = (context.lists or {}).get(field.setting, {})
        return lambda text: known.get(text) or known.get(bare(text)) or _one_line(text)
    return _PLAIN.get(field.kind, _one_line) if field.key != "credit_code" else _credit_code


def order_of(field: Field, texts: Sequence[str], context: ValueContext) -> dates.DateOrder:
    """How a date column is read, for the preview too."""
    birthday, ahead = field.kind == "birthday", field.key in AHEAD
    return dates.settle(texts, context.today, birthday=birthday, ahead=ahead, choice=context.date_order)


def _date_reader(field: Field, order: dates.DateOrder, today: date) -> Reader:
    def read(text: str) -> date | datetime:
        if field.kind == "date":
            return dates.read_day(text, order, today)
        moment = dates.read_moment(text, order, today)
        return moment if moment.tzinfo else from_local(moment)

    return read


def _choice_reader(field: Field, entity: str, words: Mapping[str, str]) -> Reader:
    def one(text: str) -> str:
        code = words.get(same(text)) or code_of(entity, field, text)
        if not code:
            choices = Labels(choice.label for choice in field.choices)
            raise ValidationError(N_("“{value}” is not one of the choices: {choices}."), value=excerpt(text), choices=choices)
        return code

    def several(text: str) -> str | None:
        return ",".join(dict.fromkeys(one(part) for part in parts_of(field, text))) or None

    return one if field.kind == "choice" else several


def code_of(entity: str, field: Field, text: str) -> str:
    """The choice that a word means by itself; "" where it is none of them."""
    return text if field.choice(text) else tables.choice_words(entity, field).get(bare(text), "")


def parts_of(field: Field, text: str) -> list[str]:
    """The words of a cell: one for a choice, any number for choices."""
    parts = [text] if field.kind == "choice" else _SEPARATORS.split(text)
    return [part.strip() for part in parts if part.strip()]


def _one_line(text: str) -> str:
    return _LINE_BREAKS.sub(" ", text)


def _exact(text: str) -> str:
    """Codes and phones: a number that a spreadsheet rounded is worth nothing."""
    if _LOST_DIGITS.fullmatch(text):
        raise ValidationError(N_("“{value}” lost its digits in a spreadsheet."), value=text)
    return _one_line(text)


def _credit_code(text: str) -> str | None:
    return tidy_credit_code(text) or None


def _flag(text: str) -> bool:
    word = text.casefold()
    if word in tables.words()["yes"]:
        return True
    if word in tables.words()["no"]:
        return False
    raise ValidationError(N_("“{value}” is neither yes nor no."), value=excerpt(text))


def _tags(text: str) -> str | None:
    return _TAG_SEPARATORS.sub(",", _one_line(text)).strip(", ") or None


_PLAIN: dict[str, Reader] = {
    "text": lambda text: text,
    "code": _exact,
    "phone": _exact,
    "integer": numbers.read_integer,
    "flag": _flag,
    "tags": _tags,
}
