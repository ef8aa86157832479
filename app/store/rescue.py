"""What is open, written to a new file although its own is gone or replaced: through the connection, which still has it."""

import os
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlcipher3 import dbapi2

from app.errors import StorageError, reason_of
from app.files import atomic_write, sync_folder
from app.i18n import N_
from app.store import keys
from app.store.blobs import Blobs, as_they_are
from app.store.engine import give_key
from app.store.sealed import mark_in


def has_file(engine: sa.Engine | None) -> bool:
    """Whether the engine has a connection at hand: a new one would open whatever is at the path now."""
    return engine is not None and isinstance(engine.pool, sa.QueuePool) and engine.pool.checkedin() > 0


def rescue(
    engine: sa.Engine | None, contents: Blobs, target: Path, key: bytes | None = None, wrapped: Mapping[str, Any] | None = None,
    path: Path | None = None,
) -> None:  # fmt: skip
    """Copy the engine's database and the contents of its attachments to a path that is free; an encrypted one stays so, with
    its ``key`` and that one wrapped beside it: as ``path`` has it now, else as it was (``wrapped``).

    StorageError where the path is taken or cannot be written; nothing half made is left under its name.
    """
    assert engine is not None  # noqa: S101 - has_file was asked
    if target.exists():
        raise StorageError(N_("{path} exists already. Choose another name, or open it."), path=str(target))
    temp = target.with_name(f".{target.name}-rescue.tmp")
    try:
        temp.unlink(missing_ok=True)
        temp.touch()
        _copy(engine, temp, key)
        if key is not None and (wrapped := _keys_now(key, path, wrapped)) is not None:
            with atomic_write(keys.keys_path(target)) as file:
                file.write(keys.written(wrapped))
        os.replace(temp, target)
        sync_folder(target.parent)
    except (OSError, dbapi2.Error) as error:
        raise StorageError(
            N_("{path} could not be written: {reason}. Choose another folder."), path=str(target), reason=reason_of(error)
        ) from error
    finally:
        temp.unlink(missing_ok=True)
    kept = as_they_are(target)
    for digest, place in contents.kept():
        kept.adopt(digest, contents, mark_in(place))


def _keys_now(key: bytes | None, path: Path | None, before: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """What opens an encrypted file now: its passphrase may have changed since it was opened (``before`` is of then)."""
    if key is None or path is None:
        return before
    from app.store import key_files  # no start needs it

    try:
        return key_files.wrapped_with(key, path)
    except StorageError:
        return before


def _copy(engine: sa.Engine, temp: Path, key: bytes | None) -> None:
    with engine.connect() as connection, closing(dbapi2.connect(str(temp), isolation_level=None)) as target:
        if key is not None:
            give_key(target, key)
        source = connection.connection.driver_connection
        assert source is not None  # noqa: S101 - a pool hands out live connections only
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
        if (answer := target.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            raise OSError(answer)


def free_name(path: Path) -> Path:
    """Where a rescued file goes when nobody chose a name: beside the lost one."""
    names = (path.with_name(f"{path.stem}-rescued{'' if count == 1 else f'-{count}'}{path.suffix}") for count in range(1, 10_000))
    return next(name for name in names if not name.exists())
