"""What emptying the recycle bin takes out beside the records that go: links to them in the log of those that stay, so that
undo does not trip over them, what steps were called after them, and their drafts.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import BY_KEY, Entity, entities, fields_of
from app.models.base import table_of
from app.models.session import pulse
from app.models.types import to_plain
from app.safety.erase_places import hexes, rewriter
from app.safety.traces import GONE_WORD
from app.store import erase
from app.store.log import canonical, sign_again
from app.store.tables import changes, operations

MERGED = "merged_into_id"
Going = Mapping[type[Entity], set[UUID]]
_ID = re.compile(r'"([0-9a-f]{32})"')
_CHUNK = 500
_FEW = 50
"""So many names at most are looked for inside of what a step is called; a step about more is called by their number."""


def must_stay(entity: type[Entity], key: str) -> bool:
    """Whether a link must not be emptied: the record belongs to what it names, or cannot be without it."""
    return fields_of(entity)[key].owned or entity.keep or key == MERGED or not table_of(entity).c[key].nullable


def forget(session: Session, going: Going) -> None:
    """To be called while the records are still there, with all links to them cut."""
    ids = {one for many in going.values() for one in many}
    _cut_log(session, going, ids)
    _rename_steps(session, going)
    erase.rewrite_drafts(session, rewriter((), hexes(ids)), hexes(ids))


# the log of those that stay ---------------------------------------------------------------------------------------------


def _cut_log(session: Session, going: Going, ids: set[UUID]) -> None:
    """In the log of a record each id that goes becomes the same other value everywhere: what a step left is still what the
    next one found, and what was found is still what undoing the next one leaves."""
    cut, gone, found = _links_to(going), hexes(ids), []
    columns = sa.select(changes.c.seq, changes.c.entity, changes.c.record_id, changes.c.before, changes.c.after)
    for number, row in enumerate(session.execute(columns.where(changes.c.entity.in_(list(cut)))).yield_per(_CHUNK)):
        if number % _CHUNK == 0:
            pulse(session)
        if row.record_id not in ids and any(one in gone for side in row[3:] for one in _ID.findall(side or "")):
            found.append(row)
    for row in found:
        before, after = _without(session, row, cut[row.entity])
        session.execute(sa.update(changes).where(changes.c.seq == row.seq).values(before=before, after=after))


def _links_to(going: Going) -> dict[str, dict[str, frozenset[str]]]:
    """Entity -> link -> the ids, in hex, that it must not name any more."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    known = {entity.entity: hexes(ids) for entity, ids in going.items() if ids}
    for entity in entities():
        keys = {key: known[field.link] for key, field in fields_of(entity).items() if field.link in known}
        found |= {entity.entity: keys} if keys else {}
    return found


def _without(session: Session, row: Any, links: Mapping[str, frozenset[str]]) -> tuple[str | None, str]:
    """Both sides of a change without the ids, and without a link that then did not change."""
    before: dict[str, Any] | None = json.loads(row.before) if row.before else None
    after: dict[str, Any] = json.loads(row.after)
    for key, ids in links.items():
        sides = [side for side in (before, after) if side and side.get(key) in ids]
        for side in sides:
            side[key] = _instead(session, BY_KEY[row.entity], row.record_id, key)
        if sides and (before or {}).get(key) == after.get(key):
            for side in (before or {}, after):
                side.pop(key, None)
    return None if before is None else canonical(before), canonical(after)


def _instead(session: Session, entity: type[Entity], record_id: UUID, key: str) -> Any:
    """None, and where the link must not be empty, what the record belongs to now."""
    if not must_stay(entity, key):
        return None
    table = table_of(entity)
    return to_plain(session.execute(sa.select(table.c[key]).where(table.c.id == record_id)).scalar())


# what steps are called --------------------------------------------------------------------------------------------------


def _rename_steps(session: Session, going: Going) -> None:
    """A step is no longer called after what goes. Steps about other records are, where one that stays has that name too."""
    names = _names(session, going)
    touched = _steps_of(session, names)
    every = {name for some in names.values() for name in some}
    every -= set(_names_that_stay(session, going, every))
    found = []
    for seq, text in session.execute(sa.select(operations.c.seq, operations.c.label_values)):
        inner = {name for one in touched.get(seq, ()) for name in names[one]}
        values = json.loads(text)
        new = {key: _unnamed(value, every | inner, inner) if isinstance(value, str) else value for key, value in values.items()}
        if new != values:
            found.append({"b_seq": seq, "b_values": json.dumps(new, ensure_ascii=False)})
    if found:
        statement = sa.update(operations).where(operations.c.seq == sa.bindparam("b_seq"))
        session.connection().execute(statement.values(label_values=sa.bindparam("b_values")), found)
        sign_again(session, [one["b_seq"] for one in found])


def _unnamed(value: str, whole: set[str], inner: set[str]) -> str:
    if value.strip() in whole:
        return GONE_WORD
    for name in sorted(inner, key=len, reverse=True) if len(inner) <= _FEW else ():
        value = value.replace(name, GONE_WORD) if len(name) > 1 else value
    return value


def _names(session: Session, going: Going) -> dict[UUID, set[str]]:
    """What each that goes is called, and was."""
    found: dict[UUID, set[str]] = defaultdict(set)
    for entity, ids in going.items():
        table = table_of(entity)
        for chunk in _chunks(ids):
            rows = session.execute(sa.select(table.c.id, *(table.c[key] for key in entity.titles)).where(table.c.id.in_(chunk)))
            for row in rows:
                found[row[0]] |= {str(name).strip() for name in row[1:] if name}
            logged = sa.select(changes.c.record_id, changes.c.before, changes.c.after).where(changes.c.record_id.in_(chunk))
            for record_id, *sides in session.execute(logged):
                states = [json.loads(side) for side in sides if side]
                found[record_id] |= {str(one[key]).strip() for one in states for key in entity.titles if one.get(key)}
    return found


def _steps_of(session: Session, ids: Iterable[UUID]) -> dict[int, list[UUID]]:
    """Step -> those among the records that it was about."""
    found: dict[int, list[UUID]] = defaultdict(list)
    for chunk in _chunks(ids):
        about = sa.select(changes.c.operation, changes.c.record_id).where(changes.c.record_id.in_(chunk))
        for seq, record_id in session.execute(about):
            found[seq].append(record_id)
    return found


def _names_that_stay(session: Session, going: Going, names: set[str]) -> Iterator[str]:
    for entity, ids in going.items():
        table = table_of(entity)
        for key in entity.titles if ids else ():
            for record_id, name in session.execute(sa.select(table.c.id, table.c[key])):
                if name and record_id not in ids and str(name).strip() in names:
                    yield str(name).strip()


def _chunks(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    wanted = list(ids)
    for start in range(0, len(wanted), _CHUNK):
        yield wanted[start : start + _CHUNK]
