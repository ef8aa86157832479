"""What a statement says differently on SQLite and on PostgreSQL, said once: whoever adds up in SQL takes it from here."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.functions import sum as sum_function
from sqlalchemy.types import TypeDecorator, TypeEngine


class KeyBytes(TypeDecorator[bytes]):
    """An id as its 16 bytes, on either database: sums over hundreds of thousands of rows only let ids find one another."""

    impl = sa.LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(sa.Uuid() if dialect.name == "postgresql" else sa.LargeBinary())

    def process_result_value(self, value: Any, dialect: Dialect) -> bytes | None:
        return value.bytes if isinstance(value, UUID) else value

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], bytes | None] | None:
        """None on SQLite: what the driver reads is it already."""
        return super().result_processor(dialect, coltype) if dialect.name == "postgresql" else None


def key_bytes(column: Any) -> sa.ColumnElement[bytes]:
    """A column of ids, read as bytes."""
    return sa.type_coerce(column, KeyBytes())


def day_text(column: Any) -> sa.ColumnElement[str]:
    """A column of days, read as ISO text; a month is its first seven letters. A cast, as PostgreSQL keeps days as days."""
    return sa.cast(column, sa.Text())


def month_text(column: Any) -> sa.ColumnElement[str]:
    """The month of a column of days, as ``2026-11``."""
    return sa.func.substr(day_text(column), 1, 7)


@compiles(sum_function, "postgresql")
def _whole_sum(element: Any, compiler: Any, **more: Any) -> str:
    """Sums in this program are of whole numbers; PostgreSQL widens those of bigint to numeric."""
    return f"CAST({compiler.visit_function(element, **more)} AS BIGINT)"


class position_in(FunctionElement[int]):  # noqa: N801 - a function of SQL
    """Where a text holds another, letter by letter, counted from 1; 0 where it does not."""

    type = sa.Integer()
    inherit_cache = True


@compiles(position_in)
def _instr(element: Any, compiler: Any, **more: Any) -> str:
    return f"instr({compiler.process(element.clauses, **more)})"


@compiles(position_in, "postgresql")
def _strpos(element: Any, compiler: Any, **more: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **more)})"


class days_until(FunctionElement[int]):  # noqa: N801 - a function of SQL
    """Whole days from the first day to the second, below 0 where that is the earlier one."""

    type = sa.Integer()
    inherit_cache = True


@compiles(days_until)
def _julian_days(element: Any, compiler: Any, **more: Any) -> str:
    first, second = (compiler.process(each, **more) for each in element.clauses)
    return f"CAST(julianday({second}) - julianday({first}) AS INTEGER)"


@compiles(days_until, "postgresql")
def _days(element: Any, compiler: Any, **more: Any) -> str:
    first, second = (compiler.process(each, **more) for each in element.clauses)
    return f"(CAST({second} AS DATE) - CAST({first} AS DATE))"
