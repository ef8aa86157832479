"""A file as a whole: rows of one kind, or cards of firms and of people together. Of these the firms are planned first and
the people after them, so that they find their firm among what was there and what comes along: one dry run, one step."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from app.errors import ValidationError
from app.exchange import matching
from app.exchange.mapping import OUT, Mapping, choosable, propose
from app.exchange.names import same
from app.exchange.people_plan import names_people, with_people
from app.exchange.plan import plan
from app.exchange.plan_types import ImportOptions, ImportPlan
from app.exchange.remembered import Remembered, recalled
from app.exchange.sheet import Sheet
from app.exchange.steps import Asked, Progress
from app.i18n import N_

CARDS = "cards"
"""What a file of cards is whose firms become customers and whose people their people."""

_KINDS = {"customers": "company", "contacts": "person"}
"""Entity -> what a card says about itself, in the order in which they come in."""

_THERE = ("created", "updated", "unchanged")


def kinds_of(entity: str) -> tuple[str, ...]:
    """The kinds of record that rows become."""
    return tuple(_KINDS) if entity == CARDS else (entity,)


def holds_both(sheet: Sheet) -> bool:
    """Whether the rows may be customers and people: cards say of each what it is."""
    return _KINDS.keys() <= dict(sheet.proposals).keys()


def parts_of(sheet: Sheet, entity: str) -> tuple[Sheet, ...]:
    """The rows of each kind, in the order of ``kinds_of``. ValidationError where the file is none of cards."""
    if entity != CARDS:
        return (sheet,)
    if not holds_both(sheet):
        raise ValidationError(N_("{file} is no file of cards."), file=sheet.path.name)
    return tuple(_rows_of(sheet, kind) for kind in _KINDS)


def _rows_of(sheet: Sheet, kind: str) -> Sheet:
    place = dict(sheet.proposals)["customers"].index("kind")
    rows = [(number, row) for number, row in zip(sheet.numbers, sheet.rows, strict=True) if row[place] == _KINDS[kind]]
    others = {number for number, row in zip(sheet.numbers, sheet.rows, strict=True) if row[place] != _KINDS[kind]}
    last = tuple(_KINDS)[-1]
    numbers = {number for number, _row in rows}
    told = tuple(one for one in sheet.troubles if one.row in numbers or (kind == last and one.row not in others))
    return replace(sheet, rows=tuple(row for _number, row in rows), numbers=tuple(number for number, _row in rows), troubles=told)


def mappings_of(sheet: Sheet, entity: str, remembered: Remembered | None = None) -> tuple[Mapping, ...]:
    """Where the columns of each kind go: as proposed, or as chosen by hand before."""
    parts = zip(kinds_of(entity), parts_of(sheet, entity), strict=True)
    return tuple(recalled(propose(kind, part), remembered or {}) for kind, part in parts)


def with_choice(mappings: Sequence[Mapping], header: str, field: str) -> tuple[Mapping, ...]:
    """A column chosen by hand, for every kind that has the field. ValidationError where none has it."""
    if not any(field in ("", OUT, *choosable(one.entity)) for one in mappings):
        mappings[-1].with_choice(header, field)
    having = [field in ("", OUT, *choosable(one.entity)) for one in mappings]
    return tuple(one.with_choice(header, field) if takes else one for one, takes in zip(mappings, having, strict=True))


def plan_file(
    session: Session, sheet: Sheet, mappings: Sequence[Mapping], options: ImportOptions | None = None,
    progress: Progress | None = None, cancelled: Asked | None = None,
) -> ImportPlan:  # fmt: skip
    """A dry run of a file whose rows are of one kind or of two; as ``plan``."""
    options = options or ImportOptions()
    if len(mappings) == 1:
        made = plan(session, mappings[0].entity, sheet, mappings[0], options, progress, cancelled)
        return with_people(session, made, sheet, mappings[0], options) if names_people(mappings[0]) else made
    firms, people = parts_of(sheet, CARDS)
    first = plan(session, mappings[0].entity, firms, mappings[0], _own(options, mappings, 0), progress, cancelled)
    rows = _arriving(firms, mappings[0], first)
    records = {one.row: one.record for one in first.outcomes}
    known: dict[str, UUID | None] = {name: records[row] for name, row in rows.items()}
    options = replace(_own(options, mappings, 1), arriving=known)
    then = (lambda done: progress(len(firms.rows) + done)) if progress is not None else None
    second = plan(session, mappings[1].entity, people, mappings[1], options, then, cancelled)
    return _together(sheet, replace(first, arriving=rows), second)


def _own(options: ImportOptions, mappings: Sequence[Mapping], place: int) -> ImportOptions:
    """A key counts for the kinds that have it; one that none has is refused with the first."""
    having = [options.key in matching.key_fields(one.entity) for one in mappings]
    return options if having[place] or not any(having) else replace(options, key="")


def _arriving(firms: Sheet, mapping: Mapping, planned: ImportPlan) -> dict[str, int]:
    """Name as compared -> row of the firm that comes in, or is there already; the first one of a name."""
    found: dict[str, int] = {}
    at = mapping.at("name")
    for row, one in zip(firms.rows, planned.outcomes, strict=True):
        names = [same(row[place]) for place in at if one.action in _THERE]
        found.update((name, one.row) for name in names if name and name not in found)
    return found


def _together(sheet: Sheet, *parts: ImportPlan) -> ImportPlan:
    """One plan of the whole file, its outcomes in the order of the rows."""
    outcomes = {one.row: one for part in parts for one in part.outcomes}
    return ImportPlan(
        CARDS, sheet.path.name,
        outcomes=tuple(outcomes[number] for number in sheet.numbers),
        problems=tuple(one for part in parts for one in part.problems),
        review=tuple(sorted((one for part in parts for one in part.review), key=lambda one: one.row)),
        new_customers={key: name for part in parts for key, name in part.new_customers.items()},
        orders=tuple({header: (header, order) for part in parts for header, order in part.orders}.values()),
        pictures={row: picture for part in parts for row, picture in part.pictures.items()},
        sheet=sheet,
        parts=parts,
        kinds={one.row: part.entity for part in parts for one in part.outcomes},
    )  # fmt: skip
