"""Rows of a file as drafts of records: values read, problems named, what has no field of its own kept in the notes."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Values
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from app.errors import ValidationError
from app.exchange import beside, birthdays, surnames
from app.exchange.mapping import BIRTH_PARTS, NAME_PARTS, OUT, PERSON, PLACES, SEVERAL, Column, Mapping
from app.exchange.names import bare, public_fields
from app.exchange.sheet import Sheet, Trouble
from app.exchange.values import Reader, ValueContext, clean, reader
from app.formats import excerpt
from app.i18n import N_
from app.models import Field
from app.models.checks import credit_code_problem, email_problem, name_problem
from app.services.records import problem_with, tidied

_MAIL_SEPARATORS = re.compile(r"\s*(?::::|[,;，；\n])\s*")
_NO_DAY = date(1, 1, 1)
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_WHO_OR_WHAT = frozenset({"name", "customer_id", "complainant", "caller", "subject", "text", "number", "purpose", "content"})
TOTALS = frozenset({"合计", "总计", "小计", "共计", "total", "totals", "subtotal", "grandtotal"})
"""What stands where a name should, in the last line of many tables."""
_PART_OF = {**dict.fromkeys(NAME_PARTS, "name"), **dict.fromkeys(BIRTH_PARTS, "birthday")}
_NO_ROOM = N_("There is no room in the notes for “{value}”: it stayed outside.")
_VISIT = frozenset({"number", "when", "planned_on", "happened_at", "purpose", "content"})
REFUSING = {"name": name_problem, "credit_code": credit_code_problem}
"""Fields whose bad value refuses the whole row."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the columns of a field stand: field key -> (place, header) of each; ``marked`` as in ValueContext."""

    columns: Values[str, tuple[tuple[int, str], ...]]
    marked: bool
    noted: bool = True
    """Whether the records have notes, where what fits no field is kept."""

    def lines(self, cells: tuple[str, ...], key: str) -> list[str]:
        """``header: text`` for each filled cell of a field."""
        places = self.columns.get(key, ()) if self.noted else ()
        found = ((header, clean(cells[place], self.marked).strip()) for place, header in places)
        return [f"{header}: {text}" for header, text in found if text]


_NOWHERE = Places({}, marked=False)


@dataclass(slots=True)
class Draft:
    """One row on its way in. ``values`` by field key; ``links`` are names or codes of other records by field key, and
    ``namesakes`` all the records that such a name may mean. ``cells`` are the row as it stands, ``places`` what is where.

    ``written`` keeps a category in the file's own words; ``usual`` is what a new record has where the row says nothing;
    ``refusal`` is the reason for leaving the whole row out; ``doubts`` are to be told where the row makes a new record.
    """

    row: int
    values: dict[str, Any] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    namesakes: dict[str, frozenset[UUID]] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    usual: dict[str, Any] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    problems: list[Trouble] = field(default_factory=list)
    refusal: Trouble | None = None
    doubts: list[Trouble] = field(default_factory=list)
    cells: tuple[str, ...] = ()
    places: Places = _NOWHERE
    parts: list[dict[str, Any]] = field(default_factory=list)
    """What a row says of a line of its order, or of what becomes a record beside it."""

    head: int = 0
    """The earlier row whose order this one is a line of."""

    @property
    def names_something(self) -> bool:
        """Whether the row itself says who or what it is about, beyond a day and a category."""
        return bool(_WHO_OR_WHAT & {*self.values, *self.links})

    def note(self, name: str, error: ValidationError, kept: bool = False) -> None:
        """Remember what is wrong with a value; ``kept`` where it stands in the notes."""
        self.problems.append(trouble(self.row, name, error, kept))

    def leave_out(self, name: str, key: str, error: ValidationError) -> None:
        """List a value that can't be taken, and keep its cells in the notes."""
        self.note(name, error, kept=bool(self.keep(key)))

    def stay_outside(self, lines: Sequence[str]) -> None:
        """List lines for which the notes have no room; what else was said to stand there may be among them."""
        self.problems[:] = [replace(one, kept=False) for one in self.problems] if lines else self.problems
        self.problems += [Trouble(self.row, "notes", _NO_ROOM, (("value", excerpt(line, 60)),)) for line in lines]

    def keep(self, key: str) -> list[str]:
        """Put the cells of a field into the notes as they stand; returns their lines."""
        lines = self.places.lines(self.cells, key)
        self.lines += [line for line in lines if line not in self.lines]
        return lines


def trouble(row: int, name: str, error: ValidationError, kept: bool = False) -> Trouble:
    """An error of one value as something to list."""
    return Trouble(row, name, error.key, tuple(error.values.items()), kept)


@dataclass(frozen=True, slots=True)
class _Plan:
    """The columns of a sheet by what becomes of them."""

    entity: str
    header: tuple[str, ...]
    single: tuple[tuple[int, str, Field, Reader], ...]
    several: tuple[tuple[int, str, Field, Reader], ...]
    parts: dict[str, int]
    kept: tuple[int, ...]
    places: Places
    people: dict[str, int]
    """What a column says of the person whom a customer's row names -> its place."""

    gains: bool
    """Whether notes only gain what a row says: people add to what their phone knows."""


def drafts(sheet: Sheet, mapping: Mapping, context: ValueContext) -> Iterator[Draft]:
    """Every row of the sheet as a draft, in its order."""
    plan = _columns(sheet, mapping, context)
    return (_draft(plan, number, row) for number, row in zip(sheet.numbers, sheet.rows, strict=True))


def _columns(sheet: Sheet, mapping: Mapping, context: ValueContext) -> _Plan:
    fields = {**public_fields(mapping.entity), **PLACES.get(mapping.entity, {})}
    single: list[tuple[int, str, Field, Reader]] = []
    several: list[tuple[int, str, Field, Reader]] = []
    kept: list[int] = []
    parts: dict[str, int] = {}
    people = {one.field: index for index, one in enumerate(mapping.columns) if one.field in PERSON}
    places: dict[str, tuple[tuple[int, str], ...]] = {}
    for index, column in enumerate(mapping.columns):
        if column.field in (*NAME_PARTS, *BIRTH_PARTS):
            parts[column.field] = index
        elif column.field in fields:
            found = fields[column.field]
            entry = (index, column.field, found, reader(found, column, sheet.column(index), context))
            (several if column.field in SEVERAL else single).append(entry)
        elif column.field not in (OUT, *people):
            kept.append(index)
        key = fields[column.field].key if column.field in fields else _PART_OF.get(column.field, "")
        places[key] = (*places.get(key, ()), (index, column.header))
    noted = "notes" in fields
    where, gains, kept = Places(places, context.marked, noted), bool(sheet.proposals), kept if noted else []
    return _Plan(mapping.entity, sheet.header, tuple(single), tuple(several), parts, tuple(kept), where, people, gains)


def _draft(plan: _Plan, number: int, row: tuple[str, ...]) -> Draft:
    draft = Draft(number, cells=row, places=plan.places)
    for index, name, found, read in plan.single:
        _take(draft, name, found, read, row[index])
    for index, name, found, read in plan.several:
        _take_several(draft, plan, name, found, read, row[index], index)
    _take_parts(draft, plan, row)
    if plan.entity == "contacts":
        surnames.settle(draft, row[plan.parts["family_name"]].strip() if "family_name" in plan.parts else "")
    _drop_unfit_birthday(draft, plan.entity)
    for index in plan.kept:
        text = clean(row[index], plan.places.marked).strip()
        if text:
            draft.lines.append(f"{plan.header[index]}: {text}")
    if plan.people:
        cells = {key: (plan.header[index], row[index]) for key, index in plan.people.items()}
        beside.keep_nameless(draft, cells, plan.places.marked)
    if plan.gains and draft.values.get("notes"):
        draft.lines.insert(0, draft.values.pop("notes"))
    if draft.values.get("employer") and draft.values["employer"] == draft.values.get("name"):
        del draft.values["employer"]  # a firm's card names the firm twice
    _need_name(plan.entity, draft, totals=not plan.gains)
    return draft


def _take(draft: Draft, name: str, found: Field, read: Reader, text: str) -> None:
    try:
        value = tidied(found, read(text))
        if value is None:
            return
        if found.kind == "link":
            draft.links[found.key] = value
            return
        problem = problem_with(found, value)
        if problem is not None:
            raise problem
        draft.values[found.key] = value
        if found.calendar and (said := birthdays.calendar_said(text)):
            draft.values.setdefault(found.calendar, said)
        if found.kind == "listed":
            draft.written[found.key] = text.strip()
    except ValidationError as error:
        if found.key not in REFUSING:
            draft.leave_out(name, found.key, error)
            return
        draft.note(name, error)
        draft.refusal = draft.refusal or draft.problems[-1]


def _drop_unfit_birthday(draft: Draft, entity: str) -> None:
    """A day that its calendar doesn't have is left out like any other value that can't be."""
    for name, found in public_fields(entity).items():
        if found.calendar and found.key in draft.values:
            problem = birthdays.unfit(draft.values[found.key], draft.values.get(found.calendar))
            if problem is not None:
                del draft.values[found.key]
                draft.leave_out(name, found.key, problem)


def _take_several(draft: Draft, plan: _Plan, name: str, found: Field, read: Reader, text: str, index: int) -> None:
    if name == "email":
        _take_mail(draft, plan.header[index], found, clean(text, plan.places.marked))
        return
    before = draft.values.pop(found.key, None)
    _take(draft, name, found, read, text)
    if before is not None:
        more, draft.values[found.key] = draft.values.get(found.key), before
        _add(draft, name, found, more, f"{plan.header[index]}: {text.strip()}")


def _add(draft: Draft, name: str, found: Field, more: str | None, line: str) -> None:
    """Add what another column says; where that is too long, it goes to the notes as a ``line``, or is only listed."""
    together = ("," if name == "tags" else "\n").join(filter(None, (draft.values[found.key], more)))
    problem = problem_with(found, together)
    if problem is None:
        draft.values[found.key] = together
        return
    draft.note(name, problem, kept=name != "notes")
    draft.lines += [line] if name != "notes" else []


def _take_mail(draft: Draft, header: str, found: Field, text: str) -> None:
    """Every address of a cell; what is none, or what the field can't hold, is kept in the notes: a cell of nothing else whole."""
    outside, parts = [], [part for part in _MAIL_SEPARATORS.split(text.strip()) if part]
    for part in parts:
        held = [mail for mail in str(draft.values.get(found.key, "")).split(", ") if mail]
        together = ", ".join(dict.fromkeys([*held, part]))
        problem = email_problem(part)
        if problem:
            draft.note("email", ValidationError(problem), kept=True)
        if not problem and len(together) <= found.length:
            draft.values[found.key] = together
        else:
            outside.append(part)
    draft.lines += [f"{header}: {part}" for part in ([text.strip()] if outside == parts and parts else outside)]


def _take_parts(draft: Draft, plan: _Plan, row: tuple[str, ...]) -> None:
    """A name from its parts where no whole one is given, a birthday from three columns."""
    texts = {name: row[index].strip() for name, index in plan.parts.items()}
    whole = _whole_name(texts)
    if whole and not draft.values.get("name") and draft.refusal is None:
        found = public_fields(plan.entity)["name"]
        _take(draft, "name", found, lambda text: clean(text, plan.places.marked), whole)
    birthday = [texts.get(name, "") for name in BIRTH_PARTS]
    if all(birthday):
        found = public_fields(plan.entity)["birthday"]
        read = reader(found, Column(""), (), ValueContext(plan.entity, _NO_DAY))
        _take(draft, "birthday", found, read, "-".join(birthday))
    elif any(birthday):
        draft.leave_out("birthday", "birthday", ValidationError(N_("“{value}” is no date."), value="-".join(birthday)))


def _whole_name(texts: dict[str, str]) -> str:
    """Family name first in Chinese, last elsewhere."""
    family, given, middle = (texts.get(name, "") for name in NAME_PARTS)
    if _CHINESE.search(family + given):
        return f"{family}{given}"
    return " ".join(part for part in (given, middle, family) if part)


def _need_name(entity: str, draft: Draft, totals: bool) -> None:
    """A record without what names it is none; complaints and visits are told by what they are about. Only tables have
    lines of ``totals``: a card of that name is somebody's."""
    if "name" not in public_fields(entity) or not public_fields(entity)["name"].required:
        if entity == "visits" and not (draft.values.keys() & _VISIT) and draft.refusal is None:
            _refuse(draft, "purpose", N_("Neither a day nor a purpose is given."))
        return
    name = str(draft.values.get("name") or "")
    if any(one.field == "name" for one in draft.problems):
        return  # it is there, but no name can be made of it
    if not name or (totals and bare(name) in TOTALS):
        _refuse(draft, "name", N_("This line holds totals.") if name else N_("The name is missing."))


def _refuse(draft: Draft, name: str, sentence: str) -> None:
    draft.problems.append(Trouble(draft.row, name, sentence))
    draft.refusal = draft.refusal or draft.problems[-1]
