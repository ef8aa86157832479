"""Bringing a file to the present schema: Alembic in one transaction, after a backup, then index tables and a check.

Alembic costs half a second, so it is imported only when a file must be made or upgraded.
"""

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import StorageError
from app.i18n import N_
from app.models.own import undisturbed
from app.store.engine import FileState, checkpoint, encrypt_empty, file_state, migration_engine, stamp
from app.store.own_fields import publish_own_fields
from app.store.search import create_tables, rebuild

_SCRIPTS = Path(__file__).parent / "migrations"
Told = Callable[[int, int], None]


def upgrade(path: Path, told: Told | None = None) -> None:
    """Run the missing migrations; an existing file is backed up first. The old schema stays whole if anything fails. ``told``
    hears how many of how many records are in the new index: what takes long in a large file."""
    if file_state(path) is FileState.OLDER:
        from app.store.backup import back_up  # brings the ZIP with it: nothing for every start

        back_up(path, "before-upgrade")
    _upgrade(path, told=told)


def upgrade_copy(path: Path, *, mended: bool = True) -> None:
    """The same for a copy that nobody works in: no backup of it, and the firm's own fields in force stay so. A copy
    yet to be ``mended`` gets no index, and references that lead nowhere are let through."""
    with undisturbed():
        _upgrade(path, mended)


def lay_out(path: Path, version: int, key: bytes | None = None) -> None:
    """Make the empty tables of a schema, an older one too, in a new file, encrypted where it has a ``key`` that is unlocked;
    no index for searching yet."""
    path.touch(exist_ok=False)
    if key is not None:
        encrypt_empty(path, key)
    engine = migration_engine(path)
    try:
        with engine.begin() as connection:
            _run(connection, f"{version:04d}")
            stamp(connection, version)
        checkpoint(engine)
    finally:
        engine.dispose()


def _upgrade(path: Path, mended: bool = True, told: Told | None = None) -> None:
    engine = migration_engine(path)
    try:
        with engine.begin() as connection:
            _run(connection)
            create_tables(connection)
            if mended:
                _index_anew(connection, told)
                _check(connection, path)
            stamp(connection)
        checkpoint(engine)
    finally:
        engine.dispose()


def _run(connection: sa.Connection, to: str = "head") -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _index_anew(connection: sa.Connection, told: Told | None) -> None:
    """What a search finds may have changed with the version: records of an older file are indexed once more."""
    with Session(bind=connection) as session:
        publish_own_fields(session)
        rebuild(session, told)
        session.flush()


def _check(connection: sa.Connection, path: Path) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise StorageError(
            N_("{file} could not be brought up to date: {count} records refer to missing ones. It is unchanged."),
            file=path.name, count=len(broken),
        )  # fmt: skip
