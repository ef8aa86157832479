"""Which column of a file is which field: proposed from the headers, changed by the person."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from operator import lt

from app.errors import ValidationError
from app.exchange import tables
from app.exchange.names import IMPORTED, bare, public_fields, same, without_brackets
from app.exchange.sheet import Sheet
from app.exchange.trade_places import PLACES as TRADE_PLACES
from app.i18n import N_
from app.models import BY_KEY, Field, fields_of
from app.models.own import own_fields

NAME_PARTS = ("family_name", "given_name", "middle_name")
BIRTH_PARTS = ("birth_year", "birth_month", "birth_day")
PERSON = {"contact_name": "name", "contact_phone": "phone", "contact_office_phone": "office_phone", "contact_title": "title",
          "contact_email": "email"}  # fmt: skip
"""Where a column of a table of customers goes that says who decides there -> the field of that person."""

SEVERAL = ("email", "tags", "notes")
"""Fields that take more than one column."""

PLACES: dict[str, dict[str, Field]] = {"visits": {"when": Field(N_("Day or time"), "moment", key="when")}, **TRADE_PLACES}
"""What a column can say that is no field: from a visit's day follows whether it is planned or took place; lines of an order."""

OUT = "-"
"""Where a column goes that stays outside: a person says so, or it holds what the program knows anyway."""

_NAMED = 30
_MANY, _FEW = 20, 8
"""From so many values on, a column of which none is a known choice is kept in the notes instead of listed as problems; unless
they are a few words again and again (A, B, C), which a person can say the meaning of."""

_TWO_CAPITALS = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file. ``field`` is a public field name, a part of a name or birthday, "" for the notes, or OUT.

    ``words`` is what a person said of words that are none of the field's choices: (word as compared, code)."""

    header: str
    field: str = ""
    chosen: bool = False
    words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Mapping:
    """Every column of a sheet, in its order, with the field it fills."""

    entity: str
    columns: tuple[Column, ...]

    def field_of(self, header: str) -> str:
        """The field a header goes to; "" for the notes."""
        return next((column.field for column in self.columns if column.header == header), "")

    def at(self, field: str) -> list[int]:
        """The places of the columns that fill a field."""
        return [index for index, column in enumerate(self.columns) if column.field == field]

    def with_choice(self, header: str, field: str) -> "Mapping":
        """The mapping with one column chosen by hand; another column gives the field up where it takes only one.

        Raises ValidationError for a header or field that doesn't exist. ``field`` "" sends the column to the notes, OUT
        leaves it outside.
        """
        wanted = next((c.header for c in self.columns if c.header == header), None) or self._alike(header)
        if field not in ("", OUT, *choosable(self.entity)):
            raise ValidationError(N_("There is no field named {name}. There are: {names}."), name=field, names=_names(self))
        return replace(self, columns=tuple(self._changed(column, wanted, field) for column in self.columns))

    def with_word(self, header: str, word: str, code: str) -> "Mapping":
        """The mapping with a word of a column meaning one of its field's choices; "" sends it to the notes again.

        What is no column of choices, or no choice, is passed over."""
        field = public_fields(self.entity).get(self.field_of(header))
        if field is None or not (code == "" or field.choice(code)):
            return self
        return replace(self, columns=tuple(_meaning(one, word, code) if one.header == header else one for one in self.columns))

    def _alike(self, header: str) -> str:
        found = [column.header for column in self.columns if same(column.header) == same(header)]
        if not found:
            names = ", ".join(column.header for column in self.columns[:_NAMED])
            raise ValidationError(N_("There is no column named {name}. There are: {names}."), name=header, names=names)
        return found[0]

    def _changed(self, column: Column, wanted: str, field: str) -> Column:
        if column.header == wanted:
            return Column(wanted, field, chosen=True, words=column.words if field == column.field else ())
        gives_up = field not in ("", OUT, *SEVERAL) and column.field == field
        return Column(column.header) if gives_up else column


def _meaning(column: Column, word: str, code: str) -> Column:
    known = dict(column.words) | {same(word): code}
    return replace(column, words=tuple((one, meant) for one, meant in known.items() if meant))


def _names(mapping: Mapping) -> str:
    return ", ".join(choosable(mapping.entity))


def choosable(entity: str) -> tuple[str, ...]:
    """Every field a column can be sent to, public names in the order of their declaration, then the parts."""
    parts = {"contacts": (*NAME_PARTS, *BIRTH_PARTS), "customers": (*NAME_PARTS, *PERSON)}.get(entity, ())
    return (*public_fields(entity), *PLACES.get(entity, ()), *parts)


def is_computed(entity: str, header: str) -> bool:
    """Whether a column holds what the program works out itself (the last contact): neither a field nor for the notes."""
    return bare(header) in tables.computed_headers(entity)


def propose(entity: str, sheet: Sheet) -> Mapping:
    """The mapping that the kind of file, or the headers in either language and a look at the values suggest."""
    known = dict(sheet.proposals).get(entity)
    if known:
        return _mapping(entity, sheet, known)
    ranked = [_ranks(entity, header, sheet.header) for header in sheet.header]
    _drop_foreign_choices(entity, sheet, ranked)
    fields = _settle_parts(_instead(entity, _assign(ranked)))
    return _mapping(entity, sheet, _settle_people(fields, ranked) if entity == "customers" else fields)


def _mapping(entity: str, sheet: Sheet, fields: Sequence[str]) -> Mapping:
    """What fills no field goes to the notes, unless it says nothing that others don't."""
    pairs = enumerate(zip(sheet.header, fields, strict=True))
    outside = {header for header in sheet.header if header in sheet.derived or is_computed(entity, header)}
    outside -= {header for header, field in zip(sheet.header, fields, strict=True) if field}
    outside |= {header for place, (header, _field) in pairs if counts_rows(sheet, place) is not None}
    columns = zip(sheet.header, fields, strict=True)
    sent = ((header, OUT if header in outside else _unasked(header, field)) for header, field in columns)
    return Mapping(entity, tuple(Column(header, field) for header, field in sent))


def _unasked(header: str, field: str) -> str:
    return "" if field in ("code", "number") and is_running(header) else field


def is_running(header: str) -> bool:
    """Whether a header (序号) names the lines of a file, in each file from one again: it finds no record unasked, with or
    without gaps, so that only a person makes a number of records of it."""
    return bare(header) in tables.headers()["running"]


_DIGITS = 20
"""Longer numbers count no lines; Python refuses to read one of 4,300 digits."""

_GAPS = 2
"""So many lines may be missing from any file, a tenth of them from a longer one: taken out, or left out by a filter."""


def counts_rows(sheet: Sheet, place: int) -> tuple[int, int] | None:
    """From where to where a column numbers the lines of its file (序号); None for one that doesn't, however it is called:
    numbers with gaps between them may say something and go to the notes. What is left of a file whose rows went elsewhere
    has its gaps."""
    values = [value for value in sheet.column(place) if value.strip()]
    numbers = [int(value) for value in values if value.strip().isdecimal() and len(value) <= _DIGITS]
    if not numbers or len(numbers) < len(values) or not is_running(sheet.header[place]):
        return None
    full = bool(sheet.derived) or numbers[-1] <= len(numbers) + max(_GAPS, len(numbers) // 10)
    return (numbers[0], numbers[-1]) if full and all(map(lt, numbers, numbers[1:])) else None


def _ranks(entity: str, header: str, everything: tuple[str, ...]) -> dict[str, int]:
    """Field -> rank for one header; a known program's file format goes before the general table."""
    bares = {bare(one) for one in everything}
    for form in tables.headers()["formats"]:
        fields = {bare(name): field for name, field in form["fields"].items()}
        if form["entity"] == entity and bare(header) in fields and {bare(name) for name in form["when"]} <= bares:
            return {fields[bare(header)]: 0} if fields[bare(header)] else {}
    if header in public_fields(entity):
        return {header: 0}
    own = next((field.label for field in own_fields(BY_KEY[entity]).values() if bare(field.label) == bare(header)), "")
    if own:
        return {own: 0}
    known = tables.known_headers(entity)
    return dict(known.get(bare(header)) or known.get(bare(without_brackets(header))) or {})


def _assign(ranked: list[dict[str, int]]) -> list[str]:
    """Best rank first, then the leftmost column; a field is given once unless it takes several."""
    pairs = sorted((rank, index, field) for index, ranks in enumerate(ranked) for field, rank in ranks.items())
    fields = [""] * len(ranked)
    for _rank, index, field in pairs:
        if not fields[index] and (field in SEVERAL or field not in fields):
            fields[index] = field
    return fields


def _instead(entity: str, fields: list[str]) -> list[str]:
    """A complaint's only description is what the customer said."""
    swaps = tables.headers()["instead"].get(entity, {})
    for wanted, stand_in in swaps.items():
        if wanted not in fields:
            fields = [wanted if field == stand_in else field for field in fields]
    return fields


def _settle_parts(fields: list[str]) -> list[str]:
    """A birthday in three columns counts only where it is whole and not there in one; a surname without a whole name beside it
    is a part of the name."""
    if "surname" in fields and "name" not in fields:
        fields = ["family_name" if field == "surname" else "" if field == "family_name" else field for field in fields]
    if "birth_year" in fields and "birth_month" in fields and "birth_day" not in fields:
        fields = ["birth_day" if field == "birthday" else field for field in fields]
    whole_birthday = "birthday" in fields or not set(BIRTH_PARTS) <= set(fields)
    return ["" if field in BIRTH_PARTS and whole_birthday else field for field in fields]


def _settle_people(fields: list[str], ranked: Sequence[dict[str, int]]) -> list[str]:
    """A mobile and a post beside the column of a person's name are that person's; another phone only where its header says so,
    or where the customer has one of its own. Without such a column nothing is anybody's."""
    if not {"name", "contact_name"} <= set(fields):
        return ["" if field in PERSON else field for field in fields]
    theirs = {} if "contact_title" in fields else {"position": "contact_title"}
    theirs |= {} if "contact_phone" in fields else {"mobile": "contact_phone"}
    at, fields = fields.index("contact_name"), [theirs.get(field, field) for field in fields]
    phones = [index for index, ranks in enumerate(ranked) if "phone" in ranks and fields[index] in ("", "phone")]
    if "contact_phone" in fields or len(phones) < 2:
        return fields
    person = next((index for index in phones if index > at), phones[-1])
    customer = next(index for index in phones if index != person)
    numbers = {person: "contact_phone", customer: "phone"}
    return [numbers.get(index, "" if index in phones else field) for index, field in enumerate(fields)]


def _drop_foreign_choices(entity: str, sheet: Sheet, ranked: list[dict[str, int]]) -> None:
    """A column without one known value is something else: ``State`` in a complaint file may be AZ or NH."""
    for index, ranks in enumerate(ranked):
        for name in [name for name in ranks if name in public_fields(entity)]:
            field = public_fields(entity)[name]
            if field.choices and _is_foreign(field.key, tables.choice_words(entity, field), sheet.column(index)):
                del ranks[name]


def _is_foreign(key: str, known: Container[str], column: list[str]) -> bool:
    values = [value.strip() for value in column if value.strip()]
    if not values or any(bare(value) in known for value in values):
        return False
    alike = sum(bool(_TWO_CAPITALS.fullmatch(value)) for value in values)
    several = len(values) >= _MANY and len({bare(value) for value in values}) > _FEW
    return several or (key == "state" and 2 * alike > len(values))


def likely_entity(sheet: Sheet, wanted: str = "") -> str:
    """What a file's rows most likely are: the entity most of whose columns the headers name.

    ``wanted``, what a person said, wins ties. What belongs to a customer names columns of that one too: where such a table has
    its own name (a person's 姓名) it takes twice as many columns to say otherwise. Cards and calendars say what they hold."""
    if sheet.entity:
        return sheet.entity
    proposed = {entity: propose(entity, sheet) for entity in IMPORTED}
    known = {entity: sum(each.field not in ("", OUT) for each in one.columns) for entity, one in proposed.items()}
    likely = max(IMPORTED, key=lambda entity: (known[entity], entity == wanted))
    stands = wanted in proposed and _names_its_own(proposed[wanted]) and 2 * known[wanted] >= known[likely]
    return wanted if stands else likely


def _names_its_own(mapping: Mapping) -> bool:
    """Whether these are records of a customer, and named."""
    cls = BY_KEY[mapping.entity]
    return any(one.owned for one in fields_of(cls).values()) and any(mapping.at(key) for key in (*cls.titles, *NAME_PARTS[:1]))
