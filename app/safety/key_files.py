"""Where wrapped keys lie: beside the data file, in each backup of it, and once more in the program's own folder."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.errors import StorageError
from app.files import atomic_write
from app.paths import kept_keys
from app.store import keys
from app.store.archive import SUFFIX, manifest_of


def all_for(path: Path) -> Iterator[dict[str, Any]]:
    """The wrapped keys that may open a data file or a backup: its own first, then what this computer keeps of files that
    were at this path, then of others."""
    own = _own(path)
    if own is not None:
        yield own
    for kept in sorted(_kept(), key=lambda one: one.get("path") != str(path.absolute())):
        if own is None or kept["key"] != own["key"]:
            yield kept


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


def write(path: Path, wrapped: dict[str, Any]) -> None:
    """Put wrapped keys beside a data file, and a copy into the program's own folder. StorageError where the first fails."""
    own = {name: value for name, value in wrapped.items() if name != "path"}
    with atomic_write(keys.keys_path(path)) as file:
        file.write(keys.written(own))
    remember(path, own)


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
