"""Contents of attachments brought into another form: sealed when their data file is encrypted, plain when it is so no more."""

from pathlib import Path

from app.errors import StorageError
from app.i18n import N_
from app.store import keys
from app.store.archive import Stopped, Told, halt
from app.store.blobs import as_they_are
from app.store.contents import delete, is_whole, write_form
from app.store.sealed import mark_in, place_of

_LOST = N_("The content {path} could not be written as it was read. Nothing was changed.")


def add_forms(path: Path, key: bytes | None, told: Told, stopped: Stopped) -> None:
    """Write each content that is whole in the form of ``key`` (None: plain) beside the one it has, and read it again. What is
    damaged stays as it is. StorageError, Cancelled: what was written until then does no harm."""
    contents = as_they_are(path)
    waiting = [(digest, place) for digest, place in contents.kept() if mark_in(place) != _mark(key)]
    for number, (digest, place) in enumerate(waiting):
        halt(stopped)
        target = place_of(contents.path(digest), key)
        if is_whole(place, digest) and not is_whole(target, digest):
            write_form(place, target, key)
            if not is_whole(target, digest):
                raise StorageError(_LOST, path=str(target))
        told((number + 1) / len(waiting))


def drop_other_forms(path: Path) -> None:
    """Delete the contents in every form but that of their data file, as far as they are there in that one."""
    contents = as_they_are(path)
    mark = str((keys.read_wrapped(path) or {}).get("key", "")) if keys.is_encrypted(path) else ""
    if mark or not keys.is_encrypted(path):
        for digest, place in contents.kept():
            plain = contents.path(digest)
            wanted = plain.with_name(f"{plain.name}.{mark}") if mark else plain
            if place != wanted and wanted.exists():
                delete(place)


def _mark(key: bytes | None) -> str:
    return "" if key is None else keys.mark_of(key)
