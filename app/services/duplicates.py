"""Records that may be one: found over the whole file in blocks, reviewed by a person, marked as two where they are two."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.duplicates import LIKELY, SAME, STRENGTHS, WEAK, Likeness
from app.errors import Cancelled
from app.models import BY_KEY, Entity, fields_of
from app.models.base import table_of
from app.models.firm_lists import DistinctPair
from app.services import records
from app.services.complaint_people import WALK_IN_CODE
from app.services.likeness import CONTACT_FIELDS, CUSTOMER_FIELDS, Keys, blocks, keys_of, likeness

__all__ = ["LIKELY", "REVIEWED", "SAME", "STRENGTHS", "WEAK", "Found", "Index", "Pair", "compare", "distinct", "find"]

REVIEWED: dict[str, tuple[str, ...]] = {"customers": CUSTOMER_FIELDS, "contacts": CONTACT_FIELDS}
"""The entities that are looked through, with the fields that are read for it."""

MOST = 3000
"""So many pairs are kept, the strongest first; more is no list for a person."""
_VAGUE = 40
_NEIGHBOURS = 6
_EVERY = 500

Progress = Callable[[int, int], None]
Asked = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that look like one; ``first`` is the older. ``reasons`` are the codes of analysis.duplicates, ``owners`` the
    names of the records they belong to (a person's customer)."""

    first: UUID
    second: UUID
    strength: str
    reasons: tuple[str, ...]
    names: tuple[str, str]
    owners: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Found:
    """The pairs of an entity, the strongest first, and how many there are of each strength (also those not listed)."""

    entity: str
    pairs: tuple[Pair, ...]
    counts: Mapping[str, int]


@dataclass(slots=True)
class Index:
    """Records by their blocks: ``add`` them, ask which are ``like`` another."""

    records: dict[Any, Keys] = field(default_factory=dict)
    by_block: dict[str, list[Any]] = field(default_factory=dict)

    def add(self, key: Any, keys: Keys) -> None:
        """Remember a record under its blocks."""
        self.records[key] = keys
        for block in blocks(keys):
            self.by_block.setdefault(block, []).append(key)

    def like(self, keys: Keys) -> list[tuple[Any, Likeness]]:
        """The records that look like this one, the likeliest first."""
        near = {key: None for block in blocks(keys) for key in self._members(block)}
        found = [(key, alike) for key in near if (alike := likeness(keys, self.records[key]))]
        return sorted(found, key=lambda each: _rank(each[1]))

    def _members(self, block: str) -> list[Any]:
        members = self.by_block.get(block, [])
        return [] if block[0] == "~" and len(members) > _VAGUE else members[:_VAGUE]

    def pairs(self) -> Iterator[tuple[Any, Any]]:
        """Every pair that meets in a block, once or more. Within a large certain block neighbours meet, so that none is lost."""
        for block, members in self.by_block.items():
            if len(members) <= _VAGUE:
                yield from ((one, other) for place, one in enumerate(members) for other in members[place + 1 :])
            elif block[0] != "~":
                for place, one in enumerate(members):
                    yield from ((one, other) for other in members[place + 1 : place + _NEIGHBOURS])


def _rank(alike: Likeness) -> tuple[int, int]:
    return STRENGTHS.index(alike.strength), -len(alike.reasons)


def find(session: Session, entity: str, progress: Progress | None = None, cancelled: Asked | None = None) -> Found:
    """All pairs of living records that look like one and were not said to be two. Reads only; raises Cancelled.

    ``progress`` is told (done, of): the records once for reading, once for comparing.
    """
    tell, stop = progress or (lambda done, of: None), cancelled or (lambda: False)
    index, names = _read(session, entity, tell, stop)
    apart, seen = distinct_pairs(session, entity), set[tuple[UUID, UUID]]()
    found: list[tuple[Likeness, UUID, UUID]] = []
    total = sum(map(len, index.by_block.values()))
    for count, (one, other) in enumerate(index.pairs()):
        if count % _EVERY == 0:
            _pace(len(names) + min(len(names), len(names) * count // max(total, 1)), 2 * len(names), tell, stop)
        pair = (one, other) if one < other else (other, one)
        if pair not in seen and one != other:
            seen.add(pair)
            alike = likeness(index.records[one], index.records[other])
            if alike is not None and pair_text(*pair) not in apart:
                found.append((alike, *pair))
    tell(2 * len(names), 2 * len(names))
    return _with_owners(session, _sorted(entity, found, names))


def _sorted(entity: str, found: list[tuple[Likeness, UUID, UUID]], names: Mapping[UUID, str]) -> Found:
    found.sort(key=lambda each: (*_rank(each[0]), names[each[1]], each[1], each[2]))
    pairs = (Pair(one, other, alike.strength, alike.reasons, (names[one], names[other])) for alike, one, other in found[:MOST])
    counts = {strength: sum(alike.strength == strength for alike, _one, _other in found) for strength in STRENGTHS}
    return Found(entity, tuple(pairs), counts)


def _with_owners(session: Session, found: Found) -> Found:
    """The same pairs with whom their records belong to."""
    entity = BY_KEY[found.entity]
    owned = next((field for field in fields_of(entity).values() if field.owned), None)
    if owned is None or not found.pairs:
        return found
    link = dict(_owner_ids(session, entity, owned.key, {each for pair in found.pairs for each in (pair.first, pair.second)}))
    names = records.titles(session, BY_KEY[owned.link], link.values())
    pairs = (replace(p, owners=(names.get(link[p.first], ""), names.get(link[p.second], ""))) for p in found.pairs)
    return replace(found, pairs=tuple(pairs))


def _owner_ids(session: Session, entity: type[Entity], key: str, ids: set[UUID]) -> Iterator[tuple[UUID, UUID]]:
    table, wanted = table_of(entity), sorted(ids)
    for start in range(0, len(wanted), _EVERY):
        chunk = sa.select(table.c.id, table.c[key]).where(table.c.id.in_(wanted[start : start + _EVERY]))
        yield from ((row[0], row[1]) for row in session.execute(chunk))


def _read(session: Session, entity: str, tell: Progress, stop: Asked) -> tuple[Index, dict[UUID, str]]:
    """Every living record as keys, and its name."""
    table, index = table_of(BY_KEY[entity]), Index()
    names: dict[UUID, str] = {}
    living = [table.c.deleted_at.is_(None), *([table.c.code != WALK_IN_CODE] if "code" in table.c else [])]
    of = int(session.execute(sa.select(sa.func.count()).select_from(table).where(*living)).scalar_one())
    wanted = sa.select(table.c.id, *(table.c[key] for key in REVIEWED[entity])).where(*living).order_by(table.c.id)
    for count, row in enumerate(session.execute(wanted).yield_per(_EVERY).mappings()):
        if count % _EVERY == 0:
            _pace(count, 2 * of, tell, stop)
        index.add(row["id"], keys_of(entity, dict(row)))
        names[row["id"]] = row["name"]
    return index, names


def _pace(done: int, of: int, tell: Progress, stop: Asked) -> None:
    if stop():
        raise Cancelled
    tell(done, of)
    time.sleep(0.001)  # the window's own reads go first


def compare(session: Session, entity: str, one: UUID, other: UUID) -> Pair:
    """Two records somebody wants to compare, whatever speaks for it; ``strength`` is "" where nothing does."""
    first, second = sorted((one, other))
    values = [records.get(session, BY_KEY[entity], each) for each in (first, second)]
    alike = likeness(*(keys_of(entity, each) for each in values))
    names = (str(values[0]["name"]), str(values[1]["name"]))
    return Pair(first, second, alike.strength if alike else "", alike.reasons if alike else (), names)


def pair_text(one: UUID, other: UUID) -> str:
    """The two ids as a ``DistinctPair`` keeps them."""
    first, second = sorted((one.hex, other.hex))
    return f"{first}:{second}"


def distinct_pairs(session: Session, entity: str) -> set[str]:
    """The pairs that were said to be two."""
    living = sa.select(DistinctPair.pair).where(DistinctPair.target == entity, DistinctPair.deleted_at.is_(None))
    return set(session.scalars(living))


def distinct(session: Session, entity: str, pairs: Iterable[tuple[UUID, UUID]]) -> int:
    """Say of these pairs that they are two: they are not proposed again. How many were new."""
    known, count = distinct_pairs(session, entity), 0
    for one, other in pairs:
        if one != other and pair_text(one, other) not in known:
            known.add(pair_text(one, other))
            records.create(session, DistinctPair, {"target": entity, "pair": pair_text(one, other)})
            count += 1
    return count
