"""What every record has, and how generic code reads an entity's declaration."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, declared_attr, mapped_column

from app.models.fields import Field
from app.models.types import MomentType, UuidType, now_utc, uuid7


def derived_text() -> MappedColumn[str | None]:
    """A column the store computes from the record (the pinyin sort key): indexed, never logged, never typed."""
    return mapped_column(sa.Text())


def secret_text() -> MappedColumn[str | None]:
    """A column that is no field: never shown, exported, logged or undone (a salted hash of what somebody signs in with)."""
    return mapped_column(sa.Text())


def derived_moment(label: str) -> MappedColumn[datetime | None]:
    """A moment the store computes from records that belong to this one (see ``Entity.rolls_up``)."""
    return mapped_column(MomentType(), info={"derived": Field(label, "moment")})


class Base(DeclarativeBase):
    """The registry of all tables."""


class Entity(Base):
    """A record that people see: keyed by UUIDv7, versioned, deleted into the recycle bin and never at once.

    ``entity`` is the public plural key (``customers``); ``titles`` are the fields that name a record, first filled one
    wins; ``prefix`` starts its automatic number, kept in ``number_field``; ``append_only`` records are never changed or
    deleted: undoing one appends another that revokes it (domain/05).
    """

    __abstract__ = True

    entity: ClassVar[str]
    label: ClassVar[str]
    plural: ClassVar[str]
    titles: ClassVar[tuple[str, ...]] = ("name",)
    prefix: ClassVar[str] = ""
    number_field: ClassVar[str] = ""
    monthly_number: ClassVar[bool] = False
    append_only: ClassVar[bool] = False
    keep: ClassVar[bool] = False
    """True for records that stay when the record they belong to goes to the recycle bin (complaints, domain/40 vii)."""

    searched: ClassVar[bool] = True
    """False for records that nobody looks for by their words."""

    tells_owner: ClassVar[bool] = False
    """True for parts whose words also find the record they belong to (names of attachments, lines of a customer's file)."""

    pictured: ClassVar[bool] = False
    """True for records beside whose name an attached portrait or logo stands."""

    undone_create: ClassVar[Mapping[str, Any]] = {}
    """What a record's fields become when its creation is undone; empty: it goes to the recycle bin. A record that must
    never disappear stays as a draft instead (domain/05)."""

    noted: ClassVar[frozenset[str]] = frozenset()
    """Fields that the program itself only ever moves on (in a note): undo of an older step leaves them where they are then."""

    draft: ClassVar[tuple[str, str] | None] = None
    """(field, value) that marks a record as a mere draft: lists, searches and exports leave it out unless asked for it."""

    sealed: ClassVar[tuple[str, frozenset[str], str] | None] = None
    """(field, values, sentence): a record whose field has one of these values is only read, which the sentence (msgid) says."""

    rolls_up: ClassVar[tuple[tuple[str, str, str], ...]] = ()
    """(link field, own moment field, derived field of the linked record that holds the latest such moment)"""

    id: Mapped[UUID] = mapped_column(UuidType(), primary_key=True, default=uuid7)
    row_version: Mapped[int] = mapped_column(sa.Integer(), nullable=False)
    created_at: Mapped[datetime] = mapped_column(MomentType(), default=now_utc)
    updated_at: Mapped[datetime] = mapped_column(MomentType(), default=now_utc, onupdate=now_utc)
    deleted_at: Mapped[datetime | None] = mapped_column(MomentType())
    doc: Mapped[int | None] = mapped_column(sa.Integer(), index=True)
    """The record's row in this file's search index: local to the file, never logged, never merged."""

    @declared_attr.directive
    def __tablename__(cls) -> str:
        return cls.entity

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.row_version}

    __table_args__ = {"sqlite_strict": True}


@cache
def fields_of(entity: type[Entity]) -> dict[str, Field]:
    """The declared fields of an entity in the order of their declaration, with ``key`` and ``required`` filled in."""
    found = {}
    for column in sa.inspect(entity).columns:
        field = column.info.get("field")
        if field is not None:
            required = not column.nullable and column.default is None
            found[column.key] = replace(field, key=column.key, required=required)
    return found


def length_checks(entity: type[Entity]) -> dict[str, str]:
    """Name -> condition of the checks that keep texts within their lengths. They live in the migrations: building them as
    constraints would cost every start 20 ms."""
    fields = [field for field in fields_of(entity).values() if field.length]
    texts = [field for field in fields if field.kind not in ("integer", "money", "percent")]
    return {f"ck_{entity.entity}_{field.key}": f"length({field.key}) <= {field.length}" for field in texts}


@cache
def derived_of(entity: type[Entity]) -> dict[str, Field]:
    """Computed columns that can be shown and sorted by, but not typed."""
    columns = sa.inspect(entity).columns
    return {c.key: replace(c.info["derived"], key=c.key) for c in columns if "derived" in c.info}


def title_of(entity: type[Entity], values: dict[str, Any]) -> str:
    """What names a record in lists, toasts and links: its first filled title field."""
    return next((str(values[key]) for key in entity.titles if values.get(key)), "")


def table_of(entity: type[Entity]) -> sa.Table:
    """The entity's table, for statements that need no entities."""
    return cast(sa.Table, entity.__table__)


def in_view(entity: type[Entity]) -> list[sa.ColumnElement[bool]]:
    """What holds for the records that people see unasked: outside the recycle bin, and no draft."""
    table = table_of(entity)
    living: list[sa.ColumnElement[bool]] = [table.c.deleted_at.is_(None)]
    return living if entity.draft is None else [*living, table.c[entity.draft[0]] != entity.draft[1]]


def live_index(entity: type[Entity], *keys: str) -> sa.Index:
    """An index over the records outside the recycle bin, for a list's order and its count.

    Only SQLite is told the condition: naming it for PostgreSQL too would import that dialect at every start (30 ms); its
    own migration may add it.
    """
    table = table_of(entity)
    live = table.c.deleted_at.is_(None)
    columns = [*(table.c[key] for key in keys), table.c.id]
    return sa.Index(f"ix_{table.name}_live_{keys[0]}", *columns, sqlite_where=live)
