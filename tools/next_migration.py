"""Write the newest migration: what the models have and the released ones before it lack. Read it before committing.

``python -m tools.next_migration 0002_files "What it brings"`` writes it anew until it is released; a released one is never
touched again. Only additions are found: what is renamed, dropped or filled is written by hand.
"""

import sys
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.dialects import sqlite

from app.models import BY_KEY, entities
from app.models.base import Base, length_checks
from app.store.tables import metadata

_SCRIPTS = Path(__file__).resolve().parent.parent / "app/store/migrations"
_HEAD = '''"""{title}

Revision ID: {number}
"""

import sqlalchemy as sa
from alembic import op

revision = "{number}"
down_revision = "{before}"
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


def _checks(table: sa.Table) -> dict[str, str]:
    return length_checks(BY_KEY[table.name]) if table.name in BY_KEY else {}


def _table(table: sa.Table) -> str:
    text = f"    op.create_table(\n        {table.name!r},\n" + "".join(map(_column, table.columns))
    text += "".join(f"        sa.CheckConstraint({sql!r}, name={name!r}),\n" for name, sql in sorted(_checks(table).items()))
    text += "        sqlite_strict=True,\n    )\n"
    return text + _indexes(table, frozenset())


def _indexes(table: sa.Table, known: frozenset[str | None]) -> str:
    text = ""
    for index in sorted((one for one in table.indexes if one.name not in known), key=lambda one: str(one.name)):
        names = [column.name for column in index.columns]
        condition = index.dialect_options["sqlite"]["where"]
        where = "" if condition is None else f", sqlite_where=sa.text({_unqualified(condition, table)!r})"
        text += f"    op.create_index({index.name!r}, {table.name!r}, {names!r}{where})\n"
    return text


def _unqualified(condition: sa.ColumnElement[bool], table: sa.Table) -> str:
    compiled = condition.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    return str(compiled).replace(f"{table.name}.", "")


def _additions(table: sa.Table, inspector: sa.Inspector) -> str:
    """What a known table lacks. Added columns must allow NULL: row digests of older records stay as they are."""
    known = {column["name"] for column in inspector.get_columns(table.name)}
    checks = _checks(table)
    text = ""
    for column in table.columns:
        if column.name not in known:
            text += f"    op.execute({_added(table, column, checks.get(f'ck_{table.name}_{column.name}', ''))!r})\n"
    return text + _indexes(table, frozenset(index["name"] for index in inspector.get_indexes(table.name)))


def _added(table: sa.Table, column: sa.Column[object], check: str) -> str:
    if not column.nullable:
        raise SystemExit(f"{table.name}.{column.name} must allow NULL")
    kind = column.type.compile(dialect=sqlite.dialect())
    targets = [key.target_fullname.replace(".", "(") for key in column.foreign_keys]
    links = "".join(f" REFERENCES {target}) DEFERRABLE INITIALLY DEFERRED" for target in targets)
    limit = f" CONSTRAINT ck_{table.name}_{column.name} CHECK ({check})" if check else ""
    return f'ALTER TABLE {table.name} ADD COLUMN "{column.name}" {kind}{links}{limit}'


def _released(before: str) -> sa.Inspector:
    """An empty file of the schema before."""
    engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, before)
    return sa.inspect(engine)


def main() -> None:
    """Write the file named by the first argument."""
    name, title = sys.argv[1], sys.argv[2]
    target, number = _SCRIPTS / "versions" / f"{name}.py", name[:4]
    target.unlink(missing_ok=True)
    before = f"{int(number) - 1:04d}"
    known = _released(before)
    tables = [*(Base.metadata.tables[entity.entity] for entity in entities()), *metadata.tables.values()]
    body = "".join(_additions(t, known) if known.has_table(t.name) else _table(t) for t in tables)
    target.write_text(_HEAD.format(title=title, number=number, before=before) + body, encoding="utf-8")


if __name__ == "__main__":
    main()
