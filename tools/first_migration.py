"""Write migration 0001 from the models. Only for the first schema, before its release; later ones are written by hand."""

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from app.models import ENTITIES
from app.models.base import Base
from app.store.tables import metadata

_TARGET = Path(__file__).resolve().parent.parent / "app/store/migrations/versions/0001_foundation.py"
_HEAD = '''"""The first schema: customers, people, visits, complaints, the firm, and the change log.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
'''


def _type(column: sa.Column[object]) -> str:
    kind = getattr(column.type, "impl", column.type)
    return f"sa.{type(kind).__name__}()"


def _column(column: sa.Column[object]) -> str:
    parts = [repr(column.name), _type(column)]
    parts += ["primary_key=True"] if column.primary_key else []
    parts += [] if column.nullable or column.primary_key else ["nullable=False"]
    parts += ["unique=True"] if column.unique else []
    parts += ["server_default='0'"] if column.server_default is not None else []
    for key in column.foreign_keys:
        parts.insert(2, f"sa.ForeignKey({key.target_fullname!r}, deferrable=True, initially='DEFERRED')")
    return f"        sa.Column({', '.join(parts)}),\n"


def _check(constraint: sa.CheckConstraint) -> str:
    return f"        sa.CheckConstraint({str(constraint.sqltext)!r}, name={constraint.name!r}),\n"


def _table(table: sa.Table) -> str:
    text = f"    op.create_table(\n        {table.name!r},\n" + "".join(map(_column, table.columns))
    checks = [c for c in table.constraints if isinstance(c, sa.CheckConstraint)]
    text += "".join(_check(c) for c in sorted(checks, key=lambda c: str(c.name)))
    text += "        sqlite_strict=True,\n    )\n"
    for index in sorted(table.indexes, key=lambda i: str(i.name)):
        names = [column.name for column in index.columns]
        condition = index.dialect_options["sqlite"]["where"]
        where = "" if condition is None else f", sqlite_where=sa.text({_unqualified(condition, table)!r})"
        text += f"    op.create_index({index.name!r}, {table.name!r}, {names!r}{where})\n"
    return text


def _unqualified(condition: sa.ColumnElement[bool], table: sa.Table) -> str:
    compiled = condition.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    return str(compiled).replace(f"{table.name}.", "")


def main() -> None:
    """Write the file."""
    tables = [Base.metadata.tables[entity.entity] for entity in ENTITIES]
    body = "".join(map(_table, [*tables, *metadata.tables.values()]))
    _TARGET.write_text(_HEAD + body, encoding="utf-8")


if __name__ == "__main__":
    main()
