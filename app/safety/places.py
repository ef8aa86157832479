"""Where backups go on this computer: chosen here and kept beside the preferences, never in the data."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.files import atomic_write
from app.paths import places_file
from app.store.backup import backup_folder

_FOLDER, _SECOND = "folder", "second"


@dataclass(frozen=True, slots=True)
class Places:
    """The folder of a data file's backups, and the second place (another disk) where finished ones are copied, if any."""

    folder: Path
    second: Path | None


def places(path: Path) -> Places:
    """Where the backups of a data file go; the usual folder beside it where nobody chose another."""
    kept = _read().get(_key(path), {})
    folder, second = kept.get(_FOLDER), kept.get(_SECOND)
    return Places(_below(folder, path) if folder else backup_folder(path), _below(second, path) if second else None)


def folder_of(path: Path) -> Path:
    """The folder of a data file's backups."""
    return places(path).folder


def choose(path: Path, folder: Path | None, second: Path | None) -> None:
    """Keep the chosen places; None is the usual folder, and no second place. StorageError where it cannot be kept."""
    kept = {key: str(place.resolve()) for key, place in ((_FOLDER, folder), (_SECOND, second)) if place is not None}
    with atomic_write(places_file()) as file:
        file.write(json.dumps({**_read(), _key(path): kept}, ensure_ascii=False, indent=1).encode())


def _below(chosen: str, path: Path) -> Path:
    """A folder of the data file's own in a chosen one: two data files never share their numbers."""
    return Path(chosen) / backup_folder(path).name


def _key(path: Path) -> str:
    return str(path.resolve())


def _read() -> dict[str, dict[str, Any]]:
    """What was kept; nothing where it cannot be read."""
    try:
        found = json.loads(places_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {key: value for key, value in found.items() if isinstance(value, dict)} if isinstance(found, dict) else {}
