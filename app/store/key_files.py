"""Where wrapped keys lie: beside the data file, in each backup of it, and once more in the program's own folder."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.errors import StorageError
from app.files import atomic_write
from app.i18n import N_
from app.paths import kept_keys
from app.store import keys
from app.store.archive import SUFFIX, Backup, manifest_of

NO_KEYS = N_("The keys of {file} are missing: {path} is not there. Bring it back from a backup, or restore a backup.")


def all_for(path: Path) -> Iterator[dict[str, Any]]:
    """The wrapped keys that may open a data file or a backup: its own first, then what this computer keeps of files that
    were at this path, then of others."""
    own = _own(path)
    if own is not None:
        yield own
    for kept in sorted(_kept(), key=lambda one: one.get("path") != str(path.absolute())):
        if own is None or kept["key"] != own["key"]:
            yield kept


def wrapped_for(path: Path) -> dict[str, Any]:
    """What a backup of an encrypted, unlocked file takes along. StorageError where it is nowhere any more: a backup without
    it could never be opened."""
    key = keys.key_of(path)
    if key is None:
        raise ValueError("plain")
    return wrapped_with(key, path)


def wrapped_with(key: bytes, path: Path) -> dict[str, Any]:
    """The same for that key, whatever is left of the file."""
    for found in (keys.read_wrapped(path), *_kept()):
        if found is not None and found["key"] == keys.mark_of(key):
            return {name: value for name, value in found.items() if name != "path"}
    raise StorageError(NO_KEYS, file=path.name, path=str(keys.keys_path(path)))


def mark_of(backup: Backup) -> str:
    """The mark of the key that a backup is encrypted with; empty for a plain one."""
    wrapped = backup.manifest.keys if backup.manifest else None
    return "" if wrapped is None else str(wrapped["key"])


def _own(path: Path) -> dict[str, Any] | None:
    if path.suffix == SUFFIX:
        return dict(found) if (found := manifest_of(path).keys) else None
    return keys.read_wrapped(path)


def _kept() -> Iterator[dict[str, Any]]:
    folder = kept_keys()
    for place in sorted(folder.glob("*.keys")) if folder.is_dir() else ():
        with suppress(OSError):
            if found := keys.parsed(place.read_bytes()):
                yield found


def write(path: Path, wrapped: dict[str, Any], meant: Path | None = None) -> None:
    """Put wrapped keys beside a data file, and a copy into the program's own folder, for the file that ``path`` will be in the
    end (``meant``). StorageError where the first fails."""
    own = {name: value for name, value in wrapped.items() if name != "path"}
    with atomic_write(keys.keys_path(path)) as file:
        file.write(keys.written(own))
    remember(meant or path, own)


def remember(path: Path, wrapped: dict[str, Any]) -> None:
    """Keep a copy on this computer: a lost ``.keys`` file is healed with it. Where it can't be written, the file's own do."""
    with suppress(OSError, StorageError):
        folder = kept_keys()
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(wrapped | {"path": str(path.absolute())}, sort_keys=True, indent=1).encode()
        place = folder / f"{wrapped['key']}.keys"
        if not place.is_file() or place.read_bytes() != text:
            with atomic_write(place) as file:
                file.write(text)
