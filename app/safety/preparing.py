"""What an unpacked backup takes over from the present before it becomes the file: drafts, numbers given, the step itself.

Written into the copy, so that the file changes once, as a whole.
"""

import json
import re
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.formats import local
from app.i18n import N_
from app.models import entities, fields_of
from app.models.base import table_of
from app.models.types import moment_text, now_utc, uuid7
from app.store.archive import Manifest
from app.store.engine import Access, connect
from app.store.log import last_operation, step_digest
from app.store.store import Store
from app.store.tables import EPOCH, GIVEN, drafts, file_facts
from app.store.undo import RESTORED

LABEL = N_("Restored the backup of {moment}")
_NOTED = (
    "INSERT INTO operations (seq, id, at, label, label_values, origin, actor, device, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_NUMBER = re.compile(r"([A-Z]{1,4}(?:-[A-Z])?(?:\d{6}-)?)(\d{4,9})")


@dataclass(frozen=True, slots=True)
class Present:
    """What stays of the state before the restore: of which file it is, its last step, who is at the keyboard, drafts as
    (key, moment, body), and the highest number of each row of numbers."""

    file: str = ""
    operation: int = 0
    actor: UUID | None = None
    drafts: tuple[tuple[str, str, str], ...] = ()
    given: Mapping[str, int] = field(default_factory=dict)


def present_of(store: Store) -> Present:
    """What the open file hands on."""
    return store.read(_present, store.actor)


def _present(session: Session, actor: UUID | None) -> Present:
    facts = {row.key: row.value for row in session.execute(sa.select(file_facts))}
    kept = tuple(tuple(row) for row in session.execute(sa.select(drafts.c.key, drafts.c.at, drafts.c.body)))
    given = dict(json.loads(facts.get(GIVEN, "{}")))
    for stem, number in _given(session):
        given[stem] = max(given.get(stem, 0), number)
    return Present(facts.get("file", ""), last_operation(session), actor, kept, given)


def _given(session: Session) -> list[tuple[str, int]]:
    """(stem, number) of every automatic number there is (KH000123, TS202611-0007, QK000001)."""
    found = []
    for entity in entities():
        for key in (key for key, one in fields_of(entity).items() if one.kind == "code"):
            column = table_of(entity).c[key]
            for text in session.execute(sa.select(column).where(column.is_not(None))).scalars():
                if match := _NUMBER.fullmatch(text):
                    found.append((match[1], int(match[2])))
    return found


def prepare(copy: Path, manifest: Manifest, present: Present, known: int = 0) -> None:
    """Make the unpacked file, of the present schema and open nowhere, the one to go on with. ``known``: the last step of this
    file that any backup knows of."""
    with closing(connect(copy, Access(False), writes=False)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        same = present.file == manifest.file
        if present.file:
            connection.execute("DELETE FROM drafts")
            connection.executemany("INSERT INTO drafts (key, at, body) VALUES (?, ?, ?)", present.drafts)
        _set_fact(connection, EPOCH, uuid4().hex)
        if same:
            _set_fact(connection, GIVEN, json.dumps(dict(present.given)))
        _note_step(connection, manifest, present.actor, max(known, present.operation if same else 0))
        connection.execute("COMMIT")


def _set_fact(connection: Any, key: str, value: str) -> None:
    connection.execute("INSERT OR REPLACE INTO file_facts (key, value) VALUES (?, ?)", (key, value))


def _note_step(connection: Any, manifest: Manifest, actor: UUID | None, last: int) -> None:
    """The restore as a step of the log, after every step that any side has seen: their numbers are not used again."""
    seq = max(manifest.operation, last) + 1
    moment = f"{local(manifest.made_at):%Y-%m-%d %H:%M}"
    said = {
        "id": uuid7(), "at": moment_text(now_utc()), "label": LABEL, "label_values": json.dumps({"moment": moment}),
        "origin": RESTORED, "actor": actor, "device": manifest.device,
    }  # fmt: skip
    stored = [value.bytes if isinstance(value, UUID) else value for value in said.values()]
    connection.execute(_NOTED, (seq, *stored, step_digest(said)))
