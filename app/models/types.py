"""Column types that mean the same on SQLite (STRICT tables) and PostgreSQL.

STRICT tables know TEXT, INTEGER, REAL and BLOB only; SQLAlchemy's own Date, Uuid, Boolean compile to other words there.
"""

import json
import os
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from threading import Lock
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

_last = {"random": 0, "milliseconds": 0}
_counting = Lock()


def uuid7() -> UUID:
    """A time-ordered unique key (RFC 9562), so that two laptops never make the same one and indexes stay dense.

    Keys of one process rise strictly (method 2 of §6.2): records made in one go keep their order among themselves.
    """
    with _counting:
        milliseconds = max(time.time_ns() // 1_000_000, _last["milliseconds"])
        fresh = int.from_bytes(os.urandom(10)) >> 7
        random = fresh if milliseconds > _last["milliseconds"] else _last["random"] + 1 + (fresh >> 41)
        _last.update(random=random, milliseconds=milliseconds)
    value = (milliseconds & (1 << 48) - 1) << 80 | 0x7 << 76 | (random >> 62 & 0xFFF) << 64
    return UUID(int=value | 0b10 << 62 | random & (1 << 62) - 1)


def now_utc() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


class UuidType(TypeDecorator[UUID]):
    """16 bytes on SQLite, the native type on PostgreSQL."""

    impl = sa.LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(sa.Uuid() if dialect.name == "postgresql" else sa.LargeBinary())

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        return value if value is None or dialect.name == "postgresql" else value.bytes

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        return _uuid(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], UUID | None] | None:
        """The function itself: a call around it costs more than what it does."""
        return super().result_processor(dialect, coltype) if dialect.name == "postgresql" else _uuid


@lru_cache(maxsize=1 << 15)
def _uuid(stored: bytes | UUID | None) -> UUID | None:
    """Sums by customer read the same ids over and over; making one anew costs 2 µs."""
    return UUID(bytes=stored) if isinstance(stored, bytes) else stored


class MomentType(TypeDecorator[datetime]):
    """A moment in UTC; sortable ISO text with a fixed width on SQLite. Naive values are refused: a bug."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(sa.DateTime(timezone=True) if dialect.name == "postgresql" else sa.Text())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return moment_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return value if value is None or isinstance(value, datetime) else moment_value(value)


class DateType(TypeDecorator[date]):
    """A calendar day, never a moment: ISO text on SQLite."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(sa.Date() if dialect.name == "postgresql" else sa.Text())

    def process_bind_param(self, value: date | None, dialect: Dialect) -> Any:
        return value if value is None or dialect.name == "postgresql" else value.isoformat()

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        return value if value is None or isinstance(value, date) else date.fromisoformat(value)


class FlagType(TypeDecorator[bool]):
    """Yes or no; 0 and 1 on SQLite."""

    impl = sa.Integer
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(sa.Boolean() if dialect.name == "postgresql" else sa.Integer())

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> Any:
        return value if value is None or dialect.name == "postgresql" else int(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


class MoneyType(TypeDecorator[int]):
    """Integer fen (cents): SQLAlchemy's Numeric is a float on SQLite (domain/00 G2)."""

    impl = sa.Integer
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(sa.BigInteger() if dialect.name == "postgresql" else sa.Integer())


class DecimalText(TypeDecorator[Decimal]):
    """A decimal number, exactly as typed, kept as text."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        return value if value is None else str(value)

    def process_result_value(self, value: Any, dialect: Dialect | None) -> Decimal | None:
        try:
            return value if value is None else Decimal(value)
        except InvalidOperation:
            return None


class PlainJson(TypeDecorator[dict[str, Any]]):
    """A mapping of texts as canonical JSON: text on SQLite, a native type on PostgreSQL."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(sa.JSON() if dialect.name == "postgresql" else sa.Text())

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def process_result_value(self, value: Any, dialect: Dialect) -> dict[str, Any] | None:
        return value if value is None or isinstance(value, dict) else dict(json.loads(value))


def moment_text(value: datetime) -> str:
    """``2026-07-01T01:10:00.000000Z``; raises ValueError for a naive value."""
    if value.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return value.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def moment_value(text: str) -> datetime:
    """The moment written by ``moment_text``."""
    return datetime.fromisoformat(text)


def to_plain(value: Any) -> Any:
    """A JSON value for a column value, for the change log, drafts and digests."""
    if isinstance(value, str):  # most of them are
        return value
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


_TO_PLAIN: tuple[tuple[type[TypeEngine[Any]], Callable[[Any], Any]], ...] = (
    (UuidType, bytes.hex),
    (FlagType, bool),
    (PlainJson, json.loads),
)


def as_plain(dialect: Dialect, column: sa.ColumnElement[Any]) -> tuple[sa.ColumnElement[Any], Callable[[Any], Any] | None]:
    """The column as the driver reads it, and what makes the value ``to_plain`` gives of it (None: it is that already).
    Texts stand in the file as they do in a digest, so that checking a million rows need not make dates of them first."""
    if dialect.name == "postgresql":
        return column, to_plain
    convert = next((convert for kind, convert in _TO_PLAIN if isinstance(column.type, kind)), None)
    return sa.type_coerce(column, sa.types.NULLTYPE), convert


def from_plain(column_type: TypeEngine[Any], value: Any) -> Any:
    """The column value that ``to_plain`` wrote down."""
    if value is None:
        return None
    if isinstance(column_type, UuidType):
        return UUID(hex=value)
    if isinstance(column_type, MomentType):
        return moment_value(value)
    if isinstance(column_type, DateType):
        return date.fromisoformat(value)
    if isinstance(column_type, DecimalText):
        return column_type.process_result_value(value, None)
    return bool(value) if isinstance(column_type, FlagType) else value
