"""One file of a content, plain or sealed: read, checked against its hash, measured, deleted."""

import hashlib
import os
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path

from app.errors import StorageError
from app.files import atomic_write
from app.i18n import N_
from app.store import keys
from app.store.sealed import Damaged, mark_in, plain_size, seal, unseal

PIECE = 1 << 20


def delete(place: Path) -> bool:
    """Delete the file of a content; False where another program holds it."""
    with suppress(OSError):
        place.chmod(0o644)
        place.unlink()
        return True
    return False


def opened(place: Path) -> Generator[bytes, None, None]:
    """What is in a content's file, in clear. Damaged; LockedError where its key is not unlocked; StorageError."""
    if not (mark := mark_in(place)):
        yield from pieces_of(place)
        return
    key = keys.find(mark)
    if key is None:
        raise keys.locked(place)
    try:
        yield from unseal(place, key)
    except OSError as error:
        raise unreadable(place, error) from error


def is_whole(place: Path, digest: str) -> bool:
    """Whether a file has the content of that hash; StorageError where it can't be read."""
    if not place.exists():
        return False
    found = hashlib.sha256()
    try:
        for piece in opened(place):
            found.update(piece)
    except Damaged:
        return False
    return found.hexdigest() == digest


def write_form(source: Path, target: Path, key: bytes | None) -> None:
    """Write the content of a file into another, sealed with ``key`` or plain. Damaged, LockedError, StorageError."""
    with atomic_write(target) as file:
        for piece in opened(source) if key is None else seal(opened(source), key):
            file.write(piece)
    with suppress(OSError):
        target.chmod(0o400)


def content_size(path: Path) -> int | None:
    """The bytes of the content in a file, sealed or not; None where there is none."""
    size = size_of(path)
    return size if size is None or not mark_in(path) else plain_size(size)


def size_of(path: Path) -> int | None:
    """The bytes of a file."""
    try:
        return path.stat().st_size
    except OSError:
        return None


def renewed(place: Path) -> bool:
    """Make a content look new; False where a collection took it away a moment ago."""
    try:
        os.utime(place)
    except FileNotFoundError:
        return False
    except OSError:  # another person's file: it is there all the same
        return True
    return True


def pieces_of(source: Path | bytes) -> Generator[bytes, None, None]:
    if isinstance(source, bytes):
        yield source
        return
    try:
        with source.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece
    except OSError as error:
        raise unreadable(source, error) from error


def unreadable(path: Path, error: OSError) -> StorageError:
    reason = error.strerror or str(error)
    return StorageError(N_("{path} cannot be read: {reason}."), path=str(path), reason=reason)
