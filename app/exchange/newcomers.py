"""Colleagues whom rows name and nobody has: offered in the dry run, made with the import where a person says so."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from uuid import UUID

from sqlalchemy.orm import Session

from app.errors import ConflictError
from app.exchange import existing
from app.exchange.apply import CHANGED, apply
from app.exchange.links import NOBODY
from app.exchange.names import public_fields, same
from app.exchange.plan_types import ImportPlan, ImportResult, Newcomers
from app.exchange.steps import Asked, Progress
from app.exchange.values import clean
from app.models import BY_KEY
from app.models.own import gathered, typed_fields
from app.models.session import recorder
from app.services import records
from app.services.records import problem_with

OFFERED = frozenset({"employees"})
"""Lists whose records need nothing but a name."""

_MOST = 40
"""Names offered, the most frequent of a column first."""


@dataclass(frozen=True, slots=True)
class Stranger:
    """A name in a column that means a record of ``entity`` and is none yet; ``wanted`` where a person has it made, ``meant``
    the one of ``others`` that a person says it is (小陈 is 陈晓燕)."""

    header: str
    entity: str
    name: str
    rows: int
    wanted: bool
    meant: UUID | None = None
    others: tuple[tuple[UUID, str], ...] = ()


def strangers(plan: ImportPlan, wanted: Newcomers) -> tuple[Stranger, ...]:
    """Every name that could be added, by column: of each the most frequent ones."""
    return tuple(one for part in plan.parts or (plan,) for one in _of_part(part, wanted))


def _of_part(plan: ImportPlan, wanted: Newcomers) -> Iterator[Stranger]:
    if plan.sheet is None or plan.mapping is None:
        return
    said = {(one.field, same(str(dict(one.values)["value"]))) for one in plan.problems if one.message == NOBODY}
    fields = public_fields(plan.entity)
    for place, column in enumerate(plan.mapping.columns):
        entity = fields[column.field].link if column.field in fields else None
        if entity in OFFERED:
            unknown = {name for field, name in said if field == column.field}
            cells = [clean(cell, bool(plan.sheet.encoding)).strip() for cell in plan.sheet.column(place)]
            found = islice(_of_column(column.header, entity, cells, unknown, wanted), _MOST)
            yield from (_among(one, plan.colleagues, wanted) for one in found)


def _among(one: Stranger, others: tuple[tuple[UUID, str], ...], wanted: Newcomers) -> Stranger:
    """The same with those who are there, and which of them it was said to be."""
    said = next((key for (_entity, name), key in wanted.items() if same(name) == same(one.name)), None)
    meant = said if any(key == said for key, _name in others) else None
    return replace(one, wanted=one.wanted and meant is None, meant=meant, others=others)


def _of_column(header: str, entity: str, cells: list[str], unknown: set[str], wanted: Newcomers) -> Iterator[Stranger]:
    """The names of a column that nobody has, or that a person wants to be added, the most frequent first."""
    made = {same(name) for kind, name in wanted if kind == entity}
    written = {same(cell): cell for cell in reversed(cells)}
    for key, rows in Counter(map(same, cells)).most_common():
        if key in unknown | made and _can_be_named(entity, written[key]):
            yield Stranger(header, entity, written[key], rows, key in made)


def _can_be_named(entity: str, name: str) -> bool:
    return problem_with(typed_fields(BY_KEY[entity])["name"], name) is None


def apply_with(
    session: Session, wanted: Newcomers, plan: ImportPlan, progress: Progress | None = None, cancelled: Asked | None = None
) -> ImportResult:
    """Make the records that a person wants and rows name, but for those there by another name, then carry the plan
    out. ConflictError as ``apply``, and where somebody of that name was added meanwhile."""
    named = {value for one in plan.outcomes for value in one.values.values() if isinstance(value, UUID)}
    for (entity, name), record_id in wanted.items():
        if record_id in named and not existing.full(session, entity, [record_id], ("name",)):
            if existing.names_of(session, entity).find(name):
                raise ConflictError(CHANGED)
            values = gathered(records.checked(BY_KEY[entity], {"name": name}, whole=True))
            recorder(session).insert_many(session, BY_KEY[entity], [{**values, "id": record_id}])
    return apply(session, plan, progress, cancelled)


def know(known: Mapping[str, existing.Names], wanted: Newcomers) -> None:
    """Let the names of records to come be found like those of records that are there."""
    for (entity, name), record_id in wanted.items():
        if entity in known and not known[entity].find(name):
            known[entity].by_name[same(name)] = [record_id]
