"""A copy of a data file in another form: encrypted with a key, or plain again; and a new file that is encrypted at once."""

import os
from contextlib import closing
from pathlib import Path

from app.store import keys
from app.store.archive import Stopped, never
from app.store.engine import access_to, connect, uri_of
from app.store.snapshot import interruptible


def recode(source: Path, target: Path, key: bytes | None, stopped: Stopped = never) -> None:
    """Write the whole of a data file nobody writes to into ``target``, which is missing, encrypted with ``key`` or plain
    (None). Raises dbapi2.Error, OSError, Cancelled, LockedError; ``target`` is on the disk when it returns."""
    opening = f"x'{keys.as_sqlite_has_it(key)}'" if key is not None else ""
    with closing(connect(source, access_to(source), writes=False)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute(f"PRAGMA cipher_default_plaintext_header_size={keys.HEADER}")
        connection.execute("ATTACH ? AS other KEY ?", (f"{uri_of(target)}?mode=rwc", opening))
        for pragma in ("journal_mode=OFF", "synchronous=OFF"):  # nothing is in it yet that a crash could harm
            connection.execute(f"PRAGMA other.{pragma}")
        with interruptible(connection, stopped):
            connection.execute("SELECT sqlcipher_export('other')").fetchone()
        for pragma in ("application_id", "user_version"):
            value = connection.execute(f"PRAGMA main.{pragma}").fetchone()[0]
            connection.execute(f"PRAGMA other.{pragma}={value}")
        connection.execute("DETACH other")
    handle = os.open(target, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
