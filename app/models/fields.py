"""Declaring a value once: what it *is* (kind, label, choices, length, one check), never how a screen looks.

One line in an entity gives the column, editor, validation, table column, search, import, export, history and report
label. There is no visibility, width, colour or callable beyond ``check`` here, and there must not be.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import MappedColumn, mapped_column

from app.models.checks import birthday_problem
from app.models.types import DateType, DecimalText, FlagType, MomentType, MoneyType, PlainJson, UuidType

Kind = Literal[
    "name", "line", "code", "text", "phone", "email", "url", "tags", "integer", "money", "date", "moment", "flag",
    "choice", "choices", "link", "listed", "image", "percent", "decimal", "opaque", "birthday",
]  # fmt: skip
Sensitive = str
"""Empty, ``always``, ``minor`` (a birthday of somebody under 14), or ``key=value``: where another field has that value."""
Check = Callable[[Any], str]
"""Returns an untranslated sentence that says what is wrong with a value, or the empty text."""

NOTE_LENGTH = 100_000


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of an enumeration: a language-neutral code and the msgid of its label (domain/00 G9); ``hint``, a msgid, says
    what choosing it means where the label alone does not."""

    code: str
    label: str
    hint: str = ""


def choice_list(*pairs: tuple[str, str] | tuple[str, str, str]) -> tuple[Choice, ...]:
    """The values of an enumeration: (code, msgid of its label), with a msgid of its hint where one is needed."""
    return tuple(Choice(*pair) for pair in pairs)


@dataclass(frozen=True, slots=True)
class Field:
    """What one value is. ``key`` and ``required`` are filled in when the entity is read (``base.fields_of``).

    ``link`` names the entity key a link points to; ``owned`` says that the record belongs to that one and goes to the
    recycle bin with it. ``setting`` names the firm's own list whose codes a "listed" value takes (free text is kept too).
    ``grouped`` characters stand together where a long number is shown. ``calendar`` is the key of the field that says in
    which calendar a birthday counts; ``coded`` the key of the field that keeps the code of a place written here.
    ``sensitive`` says when a value is hidden until somebody asks for it.
    """

    label: str
    kind: Kind
    length: int = 0
    choices: tuple[Choice, ...] = ()
    check: Check | None = None
    link: str = ""
    setting: str = ""
    owned: bool = False
    grouped: int = 0
    calendar: str = ""
    coded: str = ""
    sensitive: Sensitive = ""
    key: str = ""
    required: bool = False

    def choice(self, code: str | None) -> Choice | None:
        """The choice with this code, or None."""
        return next((choice for choice in self.choices if choice.code == code), None)


def _column(field: Field, column_type: Any, **options: Any) -> MappedColumn[Any]:
    return mapped_column(column_type, info={"field": field}, **options)


def sensitive(column: MappedColumn[Any], when: Sensitive = "always") -> MappedColumn[Any]:
    """The same value, hidden until somebody asks for it (domain/60: identity numbers, accounts, homes, children)."""
    column.column.info["field"] = replace(column.column.info["field"], sensitive=when)
    return column


def name(label: str, length: int = 120, check: Check | None = None) -> MappedColumn[Any]:
    """A name of a person, firm or thing: found by characters, pinyin and initials."""
    return _column(Field(label, "name", length, check=check), sa.Text())


def line(label: str, length: int = 200, check: Check | None = None) -> MappedColumn[Any]:
    """One line of text."""
    return _column(Field(label, "line", length, check=check), sa.Text())


def region(label: str, coded: str, length: int = 80) -> MappedColumn[Any]:
    """A province, city and district as written; the field ``coded`` keeps its division code (GB/T 2260)."""
    return _column(Field(label, "line", length, coded=coded), sa.Text())


def opaque(label: str, length: int) -> MappedColumn[Any]:
    """Text for programs: nobody types it or looks for it (a hash, a media type)."""
    return _column(Field(label, "opaque", length), sa.Text())


def code(label: str, length: int = 40, check: Check | None = None, grouped: int = 0) -> MappedColumn[Any]:
    """An identifier whose every character counts: numbers, credit codes, accounts."""
    return _column(Field(label, "code", length, check=check, grouped=grouped), sa.Text())


def text(label: str, length: int = NOTE_LENGTH) -> MappedColumn[Any]:
    """Text of several lines."""
    return _column(Field(label, "text", length), sa.Text())


def phone(label: str) -> MappedColumn[Any]:
    """A phone number exactly as typed; found by any part of its digits."""
    return _column(Field(label, "phone", 60), sa.Text())


def email(label: str, check: Check | None = None) -> MappedColumn[Any]:
    """A mail address, several separated by commas."""
    return _column(Field(label, "email", 200, check=check), sa.Text())


def url(label: str) -> MappedColumn[Any]:
    """An address on the web, exactly as typed."""
    return _column(Field(label, "url", 300), sa.Text())


def tags(label: str) -> MappedColumn[Any]:
    """Words of the person's own, separated by commas."""
    return _column(Field(label, "tags", 500), sa.Text())


def integer(label: str, check: Check | None = None) -> MappedColumn[Any]:
    """A whole number."""
    return _column(Field(label, "integer", 18, check=check), sa.Integer())


def money(label: str, check: Check | None = None) -> MappedColumn[Any]:
    """An amount in fen."""
    return _column(Field(label, "money", 18, check=check), MoneyType())


def percent(label: str) -> MappedColumn[Any]:
    """A share in hundredths of a percent: 1250 is 12.5 %."""
    return _column(Field(label, "percent", 9), sa.Integer())


def decimal(label: str, check: Check | None = None) -> MappedColumn[Any]:
    """A number with or without decimals, exactly as typed."""
    return _column(Field(label, "decimal", 40, check=check), DecimalText())


def own_values() -> MappedColumn[Any]:
    """Room for the fields of the firm's own (see ``own.py``)."""
    return mapped_column(PlainJson(), info={"own": True})


def day(label: str) -> MappedColumn[Any]:
    """A calendar day."""
    return _column(Field(label, "date"), DateType())


def birthday(label: str, calendar: str) -> MappedColumn[Any]:
    """A day of birth, ``1985-08-15`` or ``--08-15``, in the calendar that the field ``calendar`` says (solar where empty)."""
    return _column(Field(label, "birthday", check=birthday_problem, calendar=calendar), sa.Text())


def moment(label: str) -> MappedColumn[Any]:
    """A moment, kept in UTC and shown in the firm's time zone."""
    return _column(Field(label, "moment"), MomentType())


def flag(label: str) -> MappedColumn[Any]:
    """Yes or no; no unless said otherwise."""
    return _column(Field(label, "flag"), FlagType(), default=False)


def choice(label: str, choices: tuple[Choice, ...], default: str | None = None) -> MappedColumn[Any]:
    """One code of an enumeration."""
    return _column(Field(label, "choice", 20, choices=choices), sa.Text(), default=default)


def choices(label: str, options: tuple[Choice, ...]) -> MappedColumn[Any]:
    """Several codes of an enumeration, stored separated by commas."""
    return _column(Field(label, "choices", 200, choices=options), sa.Text())


def listed(label: str, setting: str) -> MappedColumn[Any]:
    """A code of a list that the firm keeps in its settings; other text is kept as it is."""
    return _column(Field(label, "listed", 80, setting=setting), sa.Text())


def image(label: str) -> MappedColumn[Any]:
    """A small picture (a logo), stored as base64 text of a PNG or JPEG file."""
    return _column(Field(label, "image", 3_000_000), sa.Text())


def link(label: str, entity: str, owned: bool = False, part: bool = False) -> MappedColumn[Any]:
    """Another record, by its id. The foreign key is checked at commit: a merge brings rows in any order.

    An ``owned`` link is required; of several ``part`` links one is filled, and the record belongs to what that one names.
    """
    target = sa.ForeignKey(f"{entity}.id", deferrable=True, initially="DEFERRED")
    field = Field(label, "link", link=entity, owned=owned or part)
    return mapped_column(UuidType(), target, info={"field": field}, index=True, nullable=not owned)
