"""The keys of encrypted data files that are unlocked in this process, and what a file says of itself before any key.

The first 96 bytes of an encrypted file stay readable (``cipher_plaintext_header_size``): whose file it is and which schema it
has is known before anything is asked. Its keys, wrapped by the passphrase and by the recovery key, lie beside it in
``<name>.keys``; safety/wrapping.py makes and opens them. Light: this runs at every start.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.errors import LockedError
from app.i18n import N_

HEADER = 96
"""Bytes at the beginning of an encrypted file that stay readable; a multiple of 16 past the schema's version."""
RESERVED = 80
"""Bytes at the end of each page that SQLCipher keeps for itself: 16 of its random start, 64 of its seal."""
_MAGIC = b"SQLite format 3\x00"
_RESERVED_AT = 20
_LARGEST = 1 << 16
_MOST_NAMES = 500
LOCKED = N_("{file} is encrypted. Enter its passphrase to open it.")

_ring: dict[str, bytes] = {}
_held: dict[tuple[int, int], tuple[int, bool]] = {}
"""Data files that are open in this process, by device and inode: how often, and whether encrypted."""
_opened: dict[str, str] = {}
"""Which key opened a file last: its name -> the key's mark."""


# the ring -------------------------------------------------------------------------------------------------------------


def unlocked() -> tuple[bytes, ...]:
    """The data keys (32 bytes each) of this process, the latest first."""
    return tuple(reversed(tuple(_ring.values())))


def add(key: bytes) -> None:
    """Unlock what this key encrypts."""
    _ring.pop(mark_of(key), None)
    _ring[mark_of(key)] = key


def forget() -> None:
    """Lock: drop every key. Python cannot wipe them from memory; files must be closed before."""
    _ring.clear()
    _opened.clear()


def drop(key: bytes) -> None:
    """Lock what this one key encrypts: it was made in vain."""
    _ring.pop(mark_of(key), None)


def find(mark: str) -> bytes | None:
    """The unlocked key of that mark."""
    return _ring.get(mark)


def mark_of(key: bytes) -> str:
    """16 hex digits that name a key and say nothing about it."""
    return hashlib.blake2b(key, digest_size=8, person=b"clientele-mark").hexdigest()


def as_sqlite_has_it(key: bytes) -> str:
    """Key and salt in hex, as ``PRAGMA key = "x'…'"`` takes them. The salt comes of the key: the header has no place for it."""
    return (key + hashlib.blake2b(b"salt", key=key, digest_size=16, person=b"clientele").digest()).hex()


# files ----------------------------------------------------------------------------------------------------------------


def is_encrypted(path: Path) -> bool:
    """Whether a data file is encrypted, told from its header. One that is open in this process is not opened for the question:
    closing it again would drop its locks (fault F24b). False for what is missing or too short."""
    with contextlib.suppress(OSError):
        found = os.stat(path)
        if known := _held.get((found.st_dev, found.st_ino)):
            return known[1]
        with path.open("rb") as file:
            return says_encrypted(file.read(HEADER))
    return False


def says_encrypted(header: bytes) -> bool:
    """The same of the first bytes of a file."""
    return len(header) >= HEADER and header[:16] == _MAGIC and header[_RESERVED_AT] == RESERVED


def hold(file: tuple[int, int], header: bytes) -> None:
    """The file of this device and inode is about to be opened, and has this header."""
    count, encrypted = _held.get(file, (0, says_encrypted(header)))
    _held[file] = count + 1, encrypted


def let_go(file: tuple[int, int]) -> None:
    """It was closed."""
    count, encrypted = _held.pop(file, (0, False))
    if count > 1:
        _held[file] = count - 1, encrypted


def opened_with(path: Path, key: bytes) -> None:
    """This key opens this file."""
    _opened.pop(name := str(path.absolute()), None)
    _opened[name] = mark_of(key)
    for old in tuple(_opened)[:-_MOST_NAMES]:  # copies made for backups have names of their own
        _opened.pop(old, None)


def candidates(path: Path) -> tuple[bytes, ...]:
    """The unlocked keys, the likeliest for this file first. LockedError where none is unlocked."""
    if not _ring:
        raise locked(path)
    first = _ring.get(_opened.get(str(path.absolute()), ""))
    return unlocked() if first is None else (first, *(key for key in unlocked() if key is not first))


def key_of(path: Path) -> bytes | None:
    """The key that what belongs to this file is written with; None where the file is plain. LockedError where it is not
    unlocked."""
    if not is_encrypted(path):
        return None
    if known := _ring.get(_opened.get(str(path.absolute()), "")):
        return known
    wrapped = read_wrapped(path)
    if wrapped is not None and (named := _ring.get(str(wrapped.get("key", "")))):
        return named
    if len(_ring) == 1 and wrapped is None:
        return next(iter(_ring.values()))
    raise locked(path)


def require(path: Path) -> None:
    """LockedError where the file is encrypted and no key at all is unlocked. Whether one opens it, its opening tells."""
    if not _ring and is_encrypted(path):
        raise locked(path)


def is_unlocked(path: Path) -> bool:
    """Whether the file's own key, as its ``.keys`` names it, is at hand: where it then does not open, it is damaged."""
    wrapped = read_wrapped(path)
    return wrapped is not None and str(wrapped.get("key", "")) in _ring


def locked(path: Path) -> LockedError:
    """The refusal."""
    return LockedError(LOCKED, path=path, file=path.name)


# wrapped keys ---------------------------------------------------------------------------------------------------------


def keys_path(path: Path) -> Path:
    """Where the wrapped keys of a data file lie."""
    return path.with_name(path.name + ".keys")


def read_wrapped(path: Path) -> dict[str, Any] | None:
    """The wrapped keys beside a data file; None where there are none that can be read."""
    try:
        with keys_path(path).open("rb") as file:
            return parsed(file.read(_LARGEST))
    except OSError:
        return None


def parsed(text: bytes | str) -> dict[str, Any] | None:
    """Wrapped keys as they were written; None for what is not that."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if looks_wrapped(found) else None


def looks_wrapped(found: Any) -> bool:
    """Whether a JSON value is what ``wrapping.py`` writes, as far as it can be said without opening it."""
    return isinstance(found, dict) and isinstance(found.get("key"), str) and isinstance(found.get("passphrase"), dict)


def written(wrapped: Mapping[str, Any]) -> bytes:
    """Wrapped keys as a text."""
    return json.dumps(dict(wrapped), ensure_ascii=True, sort_keys=True, indent=1).encode()
