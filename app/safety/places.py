"""Where backups go on this computer: chosen here and kept beside the preferences, never in the data."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import StorageError
from app.files import atomic_write
from app.paths import places_file
from app.store.backup import backup_folder, highest_number

_FOLDER, _SECOND, _FILE, _NAME, _FORMER = "folder", "second", "file", "name", "former"


@dataclass(frozen=True, slots=True)
class Places:
    """The folder of a data file's backups, and the second place (another disk) where finished ones are copied, if any."""

    folder: Path
    second: Path | None


def places(path: Path) -> Places:
    """Where the backups of a data file go; the usual folder beside it where nobody chose another."""
    kept = _entry(path)
    folder, second = (Path(kept[key]) if kept.get(key) else None for key in (_FOLDER, _SECOND))
    return chosen(path, folder, second)


def chosen(path: Path, folder: Path | None, second: Path | None) -> Places:
    """The places that a choice means; None is the usual folder, and no second place."""
    return Places(_below(folder, path) if folder else backup_folder(path), _below(second, path) if second else None)


def folder_of(path: Path) -> Path:
    """The folder of a data file's backups."""
    return places(path).folder


def choose(path: Path, folder: Path | None, second: Path | None) -> None:
    """Keep the chosen places; None is the usual folder, and no second place. Those of before are kept in mind: what is in them
    is there still. StorageError where it cannot be kept."""
    kept = {key: str(place.resolve()) for key, place in ((_FOLDER, folder), (_SECOND, second)) if place is not None}
    now = {place.resolve() for place in _both(chosen(path, folder, second))}
    former = [str(place.resolve()) for place in everywhere(path) if place.resolve() not in now]
    stays = {key: value for key, value in _entry(path).items() if key in (_FILE, _NAME)}
    _keep(path, stays | kept | {_FORMER: former})


def everywhere(path: Path) -> tuple[Path, ...]:
    """Every folder that may hold backups of a data file: both places, the one beside it, where those before an update go
    always, and those that were chosen before."""
    former = [Path(place) for place in _entry(path).get(_FORMER, []) if isinstance(place, str)]
    found: dict[Path, Path] = {}
    for place in (*_both(places(path)), backup_folder(path), *former):
        found.setdefault(place.resolve(), place)
    return tuple(found.values())


def same_disk(one: Path, other: Path) -> bool:
    """Whether two folders of backups, or what will hold them, lie on one disk as far as the system tells."""
    with suppress(OSError):
        return one.parent.stat().st_dev == other.parent.stat().st_dev
    return False


def away(path: Path) -> tuple[Path, ...]:
    """Those of them that are not there now: a second place without its folder, and a folder of which the one above is gone.
    Of one of before that was deleted where the disk is there, nothing is left."""
    second = places(path).second
    return tuple(one for one in everywhere(path) if not one.is_dir() and (one == second or not one.parent.is_dir()))


def _both(found: Places) -> tuple[Path, ...]:
    return tuple(place for place in (found.folder, found.second) if place is not None)


def remember(path: Path, file: str) -> None:
    """Keep whose backups lie in the chosen places (``Manifest.file``), for the day on which the data file cannot say so."""
    kept = _entry(path)
    if kept and kept.get(_FILE) != file:
        _keep(path, kept | {_FILE: file})


@contextmanager
def handed_on(path: Path, target: Path) -> Iterator[None]:
    """The places go with a data file that is moved in the block; where that fails, nothing is chosen for the new path."""
    kept, there = _entry(path), _entry(target)
    _keep(target, {_NAME: backup_folder(path).name} | kept if kept else {})
    try:
        yield
    except BaseException:
        _keep(target, there)
        raise
    with suppress(StorageError):  # nobody asks for it any more
        _keep(path, {})


def file_at(path: Path) -> str:
    """Whose backups lie in the places chosen for a data file; empty where that is not known."""
    return str(_entry(path).get(_FILE, ""))


def highest(path: Path) -> int:
    """The highest number of a backup in either place, as far as they are there."""
    return max(map(highest_number, _both(places(path))))


def _below(picked: Path, path: Path) -> Path:
    """A folder in a chosen one by the data file's name, the first it had: two of one name share it, so whose a backup is its
    manifest says."""
    return picked / str(_entry(path).get(_NAME) or backup_folder(path).name)


def _key(path: Path) -> str:
    return str(path.resolve())


def _entry(path: Path) -> dict[str, Any]:
    return _read().get(_key(path), {})


def _keep(path: Path, kept: dict[str, Any]) -> None:
    before = _read()
    now = {key: value for key, value in {**before, _key(path): kept}.items() if value}
    if now != before:
        with atomic_write(places_file()) as file:
            file.write(json.dumps(now, ensure_ascii=False, indent=1).encode())


def _read() -> dict[str, dict[str, Any]]:
    """What was kept; nothing where it cannot be read."""
    try:
        found = json.loads(places_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {key: value for key, value in found.items() if isinstance(value, dict)} if isinstance(found, dict) else {}
