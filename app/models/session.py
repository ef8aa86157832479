"""What an operation may ask of the session it is given, besides SQLAlchemy: search and recorded bulk writes.

The store puts the implementations in; services stay free of dialects and of the store (design rule R1).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Protocol, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models.base import Entity

Way = Literal["found", "walked", "asked"]
"""How a condition is likely best answered: the hits are ``found`` first and their records fetched; the table is ``walked``
in the order wanted and each row looked up among the hits; each row is ``asked`` itself, and no hits are gathered at all."""


class Finder(Protocol):
    """Full-text search over one entity's records."""

    def matches(self, entity: type[Entity], text: str, way: Way = "found") -> sa.ColumnElement[bool]:
        """A condition on the entity's own table that is true for records found by ``text``, whatever the ``way``."""
        ...

    def hits(self, session: Session, entity: type[Entity], text: str, limit: int) -> int:
        """How many records are found, counting no further than ``limit``."""
        ...

    def newest(self, session: Session, entity: type[Entity], text: str, limit: int) -> list[int]:
        """The ``doc`` of records found, the one indexed last first."""
        ...

    def sounds(self, text: str) -> Sequence[str]:
        """How a Chinese text is found by its sound: syllables from each on, the endings of its initials."""
        ...


class Recorder(Protocol):
    """What a write leaves behind: its change record."""

    def insert_many(self, session: Session, entity: type[Entity], rows: Sequence[Mapping[str, Any]]) -> list[UUID]:
        """Insert rows without building entities, recorded like any other change."""
        ...

    def update_many(
        self, session: Session, entity: type[Entity], key: str, changed: Sequence[tuple[UUID, Any, Any]]
    ) -> None:
        """Set one column of many records at once, given as (id, before, after)."""
        ...


@dataclass(frozen=True, slots=True)
class Kept:
    """Content that lies beside the data file: its SHA-256 in hex and its size in bytes."""

    digest: str
    size: int


class Contents(Protocol):
    """The contents of attachments, kept beside the data file and named by their hash."""

    def put(
        self,
        source: Path | bytes,
        name: str,
        most: int,
        told: Callable[[int], None] | None = None,
        stopped: Callable[[], bool] | None = None,
    ) -> Kept:
        """Keep a content of at most ``most`` bytes; it is on the disk when this returns."""
        ...

    def head(self, digest: str, size: int = 4096) -> bytes:
        """The first bytes, as they are; none where the content is missing."""
        ...

    def read(self, digest: str, name: str) -> bytes:
        """The whole content; StorageError where it is missing or damaged."""
        ...


class Logged(Protocol):
    """One past change of one record, as the change log keeps it: ``change`` has the values that differ, ``before`` (None where
    the record was made) and ``after``; ``label.text`` names the step in the language in force."""

    @property
    def at(self) -> datetime: ...
    @property
    def actor(self) -> UUID | None: ...
    @property
    def label(self) -> Any: ...
    @property
    def change(self) -> Any: ...


def finder(session: Session) -> Finder:
    """The search of the store this session belongs to."""
    return cast(Finder, session.info["finder"])


def recorder(session: Session) -> Recorder:
    """The change record of the write in hand; KeyError in a read is a bug."""
    return cast(Recorder, session.info["recorder"])


def logged(session: Session, record_id: UUID, limit: int) -> Sequence[Logged]:
    """The changes of one record from the change log, newest first; without those of the write in hand."""
    return cast(Sequence[Logged], session.info["logged"](session, record_id, limit))


def stamp(session: Session) -> str | None:
    """The last logged step of the file: what was read of it stays true until this changes. None in a write in hand."""
    made = session.info.get("stamp")
    return None if made is None else cast(str, made(session))


def actor(session: Session) -> UUID | None:
    """The colleague at the keyboard, where the program knows."""
    return cast("UUID | None", session.info.get("actor"))


def device(session: Session) -> str:
    """The short tag of this data file, empty on the first: numbers made here carry it."""
    return str(session.info.get("device", ""))


def now(session: Session) -> datetime:
    """The moment of the write in hand: one for all its records."""
    return cast(datetime, session.info["now"])


def contents(session: Session) -> Contents:
    """The contents of attachments that lie beside the file of this session."""
    return cast(Contents, session.info["contents"])


def pulse(session: Session) -> None:
    """A moment in long work at which the person may stop it: the caller's own check raises Cancelled."""
    check = session.info.get("pulse")
    if check is not None:
        check()
