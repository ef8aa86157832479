"""The change log: written in the transaction it describes, chained by digests, read back as history and undo steps."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import BY_KEY, Entity
from app.models.base import table_of
from app.models.session import pulse
from app.models.types import as_plain, from_plain, moment_text, moment_value, to_plain
from app.store.changes import Change, ChangeSet, Label, recorded_keys
from app.store.tables import changes as change_table
from app.store.tables import operations

GENESIS = b"clientele"
_DIGEST_SIZE = 16
_CHUNK = 500
_SAID = ("id", "label", "label_values", "origin", "reverses", "actor", "device")
ERASED = blake2b(b"erased", digest_size=_DIGEST_SIZE).digest()
"""The last digest of a record that was taken out of the file for good (erase.py)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One past change of one record, as its history shows it."""

    operation: int
    at: datetime
    label: Label
    origin: str
    actor: UUID | None
    change: Change


def plain(values: Mapping[str, Any]) -> str:
    """The canonical JSON of a mapping of column values."""
    return canonical({key: to_plain(value) for key, value in values.items()})


canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
"""The JSON text that digests are made of, of values that are plain already."""


def digest_of(text: str) -> bytes:
    """BLAKE2b of a canonical text."""
    return blake2b(text.encode(), digest_size=_DIGEST_SIZE).digest()


def parsed(entity: type[Entity], text: str | None) -> dict[str, Any] | None:
    """The column values that ``plain`` wrote; fields that no longer exist are passed over."""
    if text is None:
        return None
    columns = sa.inspect(entity).columns
    known = set(recorded_keys(entity))
    return {k: from_plain(columns[k].type, v) for k, v in json.loads(text).items() if k in known}


def row_digest(values: Mapping[str, Any]) -> bytes:
    """BLAKE2b over a record's recorded, non-empty values: what ``verify`` compares with the row on disk."""
    return digest_of(plain({k: v for k, v in values.items() if v is not None}))


def chained(chain: bytes, digest: bytes) -> bytes:
    """The next link of the chain over the digests."""
    return blake2b(chain + digest, digest_size=_DIGEST_SIZE).digest()


def step_digest(values: Mapping[Any, Any]) -> bytes:
    """BLAKE2b of what a step says of itself: a flipped bit in its name would be told as history. When it was, and whether it is
    undone, lie outside, as all stamps do."""
    return digest_of(canonical([to_plain(values.get(key)) for key in _SAID]))


def append(session: Session, change_set: ChangeSet, device: str, reverses: int | None = None) -> int:
    """Write an operation and its changes; returns its sequence number."""
    values = {
        "id": change_set.id, "at": moment_text(session.info["now"]), "label": change_set.label.key,
        "label_values": json.dumps(dict(change_set.label.values), ensure_ascii=False, default=str),
        "origin": change_set.origin, "reverses": reverses, "actor": session.info.get("actor"), "device": device,
    }  # fmt: skip
    inserted = sa.insert(operations).values(**values, digest=step_digest(values)).returning(operations.c.seq)
    seq = session.execute(inserted).scalar_one()
    chain = _last_chain(session)
    for start in range(0, len(change_set.changes), _CHUNK):
        pulse(session)
        part = change_set.changes[start : start + _CHUNK]
        digests = _digests(session, part)
        rows = []
        for change in part:
            chain = chained(chain, digests[change.id])
            rows.append(_row(seq, change, digests[change.id], chain))
        session.execute(sa.insert(change_table), rows)
    return int(seq)


def _row(seq: int, change: Change, digest: bytes, chain: bytes) -> dict[str, Any]:
    before = None if change.before is None else plain(change.before)
    return {
        "operation": seq, "entity": change.entity, "record_id": change.id, "before": before,
        "after": plain(change.after), "digest": digest, "chain": chain,
    }  # fmt: skip


def _digests(session: Session, changes: Sequence[Change]) -> dict[UUID, bytes]:
    """The digest of each changed record as it is now; a new record's values are all in its change."""
    found = {c.id: ERASED if c.before is not None else row_digest(c.after) for c in changes}
    for entity in {c.entity for c in changes}:
        wanted = [c.id for c in changes if c.entity == entity and c.before is not None]
        for record_id, digest in stored_digests(session, BY_KEY[entity], wanted):
            found[record_id] = digest
    return found


def stored_digests(session: Session, entity: type[Entity], ids: Sequence[UUID]) -> Iterator[tuple[UUID, bytes]]:
    """(id, digest) of these records as they stand in the file."""
    for start in range(0, len(ids), _CHUNK):
        yield from _digests_where(session, entity, table_of(entity).c.id.in_(ids[start : start + _CHUNK]))


def all_stored_digests(session: Session, entity: type[Entity]) -> Iterator[tuple[UUID, bytes]]:
    """(id, digest) of all records in the order of their ids, read as they are asked for."""
    return _digests_where(session, entity, sa.true())


def _digests_where(session: Session, entity: type[Entity], wanted: sa.ColumnElement[bool]) -> Iterator[tuple[UUID, bytes]]:
    """Values go from the file into the digest without becoming dates and keys on the way: half the time of a backup."""
    keys, table = recorded_keys(entity), table_of(entity)
    dialect = session.get_bind().dialect
    columns, converters = zip(*(as_plain(dialect, table.c[key]) for key in keys), strict=True)
    statement = sa.select(table.c.id, *columns).where(wanted).order_by(table.c.id)
    shape = tuple(zip(keys, converters, strict=True))
    for row in session.execute(statement).yield_per(_CHUNK):
        values = zip(shape, row[1:], strict=True)
        known = {key: convert(value) if convert else value for (key, convert), value in values if value is not None}
        yield row[0], digest_of(canonical(known))


def _last_chain(session: Session) -> bytes:
    last = session.execute(sa.select(change_table.c.chain).order_by(change_table.c.seq.desc()).limit(1)).scalar()
    return last or GENESIS


def last_operation(session: Session) -> int:
    """The sequence number of the last step; 0 where there is none."""
    return int(session.execute(sa.select(sa.func.max(operations.c.seq))).scalar() or 0)


def chain_problems(session: Session) -> list[int]:
    """Sequence numbers of changes whose chain does not follow from the one before (cut, altered, inserted)."""
    chain, wrong, expected = GENESIS, [], 1
    links = sa.select(change_table.c.seq, change_table.c.digest, change_table.c.chain).order_by("seq")
    for row in session.execute(links).yield_per(_CHUNK):
        following = chained(chain, row.digest)
        if following != row.chain or row.seq != expected:
            wrong.append(int(row.seq))
        chain, expected = row.chain, row.seq + 1
    return wrong


def step_problems(session: Session) -> Iterator[int]:
    """Sequence numbers of steps that do not say what they said when they were taken; those of older programs have no digest."""
    for row in session.execute(sa.select(operations).where(operations.c.digest.is_not(None))).mappings():
        if step_digest(row) != row["digest"]:
            yield int(row["seq"])


def sign_again(session: Session, steps: Sequence[int]) -> None:
    """Steps that are called otherwise now, on purpose (an erasure): their digests follow."""
    for start in range(0, len(steps), _CHUNK):
        some = operations.c.seq.in_(steps[start : start + _CHUNK]) & operations.c.digest.is_not(None)
        rows = session.execute(sa.select(operations).where(some)).mappings()
        if signed := [{"b_seq": row["seq"], "b_digest": step_digest(row)} for row in rows]:
            statement = sa.update(operations).where(operations.c.seq == sa.bindparam("b_seq"))
            session.connection().execute(statement.values(digest=sa.bindparam("b_digest")), signed)


def latest_digests(session: Session) -> Iterator[tuple[UUID, str, bytes]]:
    """(id, entity, last logged digest) of every record in the order of their ids, read as they are asked for."""
    columns = sa.select(change_table.c.record_id, change_table.c.entity, change_table.c.digest)
    ordered = columns.order_by(change_table.c.record_id, change_table.c.seq)  # the way the index goes: nothing is sorted
    last: tuple[UUID, str, bytes] | None = None
    for row in session.execute(ordered).yield_per(_CHUNK):
        if last is not None and row[0] != last[0]:
            yield last
        last = (row[0], row[1], row[2])
    if last is not None:
        yield last


def asked_of() -> dict[str, Any]:
    """What a reading operation may ask of the log through its session (see ``models.session``)."""
    return {"logged": history, "stamp": stamp}


def stamp(session: Session) -> str:
    """What the file holds, as a text that is another after each logged step: the id of the last one."""
    last = session.execute(sa.select(operations.c.id).order_by(operations.c.seq.desc()).limit(1)).scalar()
    return last.hex if last is not None else ""


def history(session: Session, record_id: UUID, limit: int = 500) -> list[Entry]:
    """The changes of one record, newest first."""
    statement = (
        sa.select(operations, change_table)
        .join(change_table, change_table.c.operation == operations.c.seq)
        .where(change_table.c.record_id == record_id)
        .order_by(change_table.c.seq.desc())
        .limit(limit)
    )
    return [_entry(row) for row in session.execute(statement).mappings()]


def _entry(row: Any) -> Entry:
    return Entry(
        row[operations.c.seq], moment_value(row[operations.c.at]), label_of(row), row[operations.c.origin],
        row[operations.c.actor], _change(row),
    )  # fmt: skip


def label_of(row: Any) -> Label:
    """The label of an operation row."""
    return Label(row[operations.c.label], json.loads(row[operations.c.label_values]))


def _change(row: Any) -> Change:
    entity = BY_KEY[row[change_table.c.entity]]
    before = parsed(entity, row[change_table.c.before])
    return Change(entity.entity, row[change_table.c.record_id], before, parsed(entity, row[change_table.c.after]) or {})


def changes_of(session: Session, operation: int) -> list[Change]:
    """The changes of one operation in the order they were made."""
    statement = sa.select(change_table).where(change_table.c.operation == operation).order_by(change_table.c.seq)
    return [_change(row) for row in session.execute(statement).mappings()]
