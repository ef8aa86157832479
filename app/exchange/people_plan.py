"""The people whom rows of customers name, planned after those: they find their customer among what was there and what comes
along. One dry run, one step; a row that stays outside brings nobody."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.orm import Session

from app.exchange import joined
from app.exchange.beside import Person, people_in
from app.exchange.mapping import PERSON, Column, Mapping
from app.exchange.plan import REPEATED, plan
from app.exchange.plan_types import ImportOptions, ImportPlan, Outcome
from app.exchange.sheet import Sheet, Trouble
from app.exchange.values import clean

_FIELDS = {field: key for key, field in PERSON.items()}
_THERE = frozenset({"created", "updated", "unchanged"})
_SILENT = frozenset({REPEATED, joined.ADDED, joined.SAME})
_KEY = "\ue000"
"""Begins what a person's row calls its customer by: no name of a firm, since two firms may share one."""


@dataclass(frozen=True, slots=True)
class _Named:
    """Everybody whom rows name: ``rows`` of the file, and the row of each one's customer, in the order of the people."""

    rows: tuple[int, ...]
    owners: tuple[int, ...]
    people: tuple[Person, ...]


def names_people(mapping: Mapping) -> bool:
    """Whether a table of customers has a column with the names of people."""
    return mapping.entity == "customers" and bool(mapping.at("contact_name"))


def with_people(session: Session, first: ImportPlan, sheet: Sheet, mapping: Mapping, options: ImportOptions) -> ImportPlan:
    """The plan of a table of customers with the people its rows name."""
    named = _named(first, sheet, mapping)
    if not named.people:
        return first
    records = {one.row: one.record for one in first.outcomes}
    arriving: dict[str, UUID | None] = {f"{_KEY}{row}": records[row] for row in named.owners}
    options = replace(options, key="", arriving=arriving)
    people = plan(session, "contacts", *_as_sheet(sheet, mapping, named), options)
    first = _belonging(first, people, named)
    outside = {one.row for one in first.outcomes if one.action not in _THERE}
    told = {number: row for number, row in enumerate(named.rows, 1) if row not in outside}
    return replace(
        first, people=people, people_rows=named.rows,
        arriving={key: int(key.removeprefix(_KEY)) for key in arriving},
        problems=(*first.problems, *_of_file(people.problems, told)), review=(*first.review, *_of_file(people.review, told)),
    )  # fmt: skip


def _named(first: ImportPlan, sheet: Sheet, mapping: Mapping) -> _Named:
    places = {key: mapping.at(key)[0] for key in PERSON if mapping.at(key)}
    at, marked = mapping.at("name"), bool(sheet.encoding)
    there = {one.row: one.earlier or one.row for one in first.outcomes if one.action in _THERE}
    found: list[tuple[int, int, Person]] = []
    for one, cells in zip(first.outcomes, sheet.rows, strict=True):
        owner = there.get(one.row) or there.get(one.repeats, 0)
        if owner:
            said = {key: clean(cells[place], marked) for key, place in places.items()}
            found += [(one.row, owner, person) for person in people_in(said, cells[at[0]] if at else "")]
    return _Named(*(tuple(each) for each in zip(*found, strict=True))) if found else _Named((), (), ())


def _as_sheet(sheet: Sheet, mapping: Mapping, named: _Named) -> tuple[Sheet, Mapping]:
    """The people as rows of a table of their own, numbered from 1, under the headers of the file."""
    headers = {key: mapping.columns[mapping.at(key)[0]].header if mapping.at(key) else key for key in PERSON}
    rows = tuple(
        (f"{_KEY}{owner}", *(person.get(key, "") for key in PERSON))
        for owner, person in zip(named.owners, named.people, strict=True)
    )
    columns = (Column(_KEY, "customer"), *(Column(headers[key], PERSON[key]) for key in PERSON))
    numbers = tuple(range(1, len(rows) + 1))
    header = tuple(one.header for one in columns)
    return Sheet(sheet.path, sheet.name, header, rows, numbers), Mapping("contacts", columns)


def _belonging(first: ImportPlan, people: ImportPlan, named: _Named) -> ImportPlan:
    """A row that repeats an earlier one but names somebody else is that one's: it brings a person and does not stay outside."""
    own = {row for row, one in zip(named.rows, people.outcomes, strict=True) if one.action in _THERE and not one.earlier}
    mended = {one.row for one in first.outcomes if one.repeats and one.row in own}
    records = {one.row: one.record for one in first.outcomes}
    outcomes = tuple(
        Outcome(one.row, "unchanged", {}, records[one.repeats], earlier=one.repeats) if one.row in mended else one
        for one in first.outcomes
    )
    problems = tuple(one for one in first.problems if one.row not in mended or one.message != REPEATED)
    return replace(first, outcomes=outcomes, problems=problems)


def _of_file(troubles: Sequence[Trouble], rows: dict[int, int]) -> Iterator[Trouble]:
    """What there is to know of people, said of the rows of the file. Nobody asks who was named twice."""
    for one in troubles:
        if one.row in rows and one.message not in _SILENT:
            values = tuple((key, rows.get(int(str(value)), 0) if key == "other" else value) for key, value in one.values)
            yield replace(one, row=rows[one.row], field=_FIELDS.get(one.field, one.field), values=values)
