"""Contents of attachments beside the data file, each named by its SHA-256: ``clientele.db.files/ab/cdef…``.

A content is on the disk before the row that names it is committed (fault F04), is never changed afterwards, is kept once
however many records have it, and is checked against its name whenever it is read. Nothing here deletes: see collect.py.
"""

import errno
import hashlib
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

from app.errors import Cancelled, StorageError, ValidationError
from app.files import atomic_write, atomic_write_as, sync_folder
from app.i18n import N_
from app.models.session import Kept
from app.store import keys
from app.store.contents import content_size, delete, is_whole, opened, pieces_of, renewed, unreadable
from app.store.sealed import Damaged, mark_in, place_of, seal

Told = Callable[[int], None]
Stopped = Callable[[], bool]
LEFTOVER = ".new-"
"""What the name of a file begins with that was being written when the process ended."""

_DIGEST, _MARK = re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9a-f]{16}")
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_MEGABYTE = 1 << 20


class _Known(Exception):
    """The content is there already."""


def folder_of(data_file: Path) -> Path:
    """Where the contents of a data file's attachments lie."""
    return data_file.with_name(data_file.name + ".files")


def as_they_are(data_file: Path) -> "Blobs":
    """The contents of a data file that is not there yet, or about to be another: taken over in the form they come in."""
    return Blobs(data_file, folder=folder_of(data_file))


class Blobs:
    """The contents beside one data file, sealed where it is encrypted, or in ``folder``, each as it came there. Safe for
    several threads: every content is a file of its own."""

    def __init__(self, data_file: Path, readonly: bool = False, folder: Path | None = None) -> None:
        self.folder = folder or folder_of(data_file)
        self._data_file, self._readonly, self._as_is = data_file, readonly, folder is not None

    def path(self, digest: str) -> Path:
        """Where a content lies, or would lie, in plain. ValueError for what is no digest: nothing leads out of the folder."""
        if not _DIGEST.fullmatch(digest):
            raise ValueError(digest[:80])
        return self.folder / digest[:2] / digest[2:]

    def put(self, source: Path | bytes, name: str, most: int, told: Told | None = None, stopped: Stopped | None = None) -> Kept:
        """Keep a file's or a text's bytes; ``told`` hears how many are written, ``stopped`` ends it with Cancelled.

        What is kept is what was hashed, also where the source changes meanwhile (fault F60). Raises ValidationError for a
        source that is larger than ``most`` bytes or no file, StorageError where it can't be read or the disk is full.
        """
        self._check_source(source, name, most)
        try:
            return self._keep(_measured(pieces_of(source), name, most, told, stopped))
        except StorageError as error:
            raise _told_apart(error, name) from error

    def _keep(self, pieces: Iterator[bytes]) -> Kept:
        """Write a content in the form of this folder, and give it its name; what is there whole already stays."""
        digest, size, key = hashlib.sha256(), 0, self._key()
        self._make_folder(self.folder)

        def hashed() -> Iterator[bytes]:
            nonlocal size
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                yield piece

        near = self.folder / LEFTOVER[1:-1]
        with suppress(_Known), atomic_write_as(near, lambda: self._free_place(digest.hexdigest())) as file:
            for piece in hashed() if key is None else seal(hashed(), key):
                file.write(piece)
        self._protect(place_of(self.path(digest.hexdigest()), key))
        return Kept(digest.hexdigest(), size)

    def _key(self) -> bytes | None:
        """What new contents are sealed with: the key of the data file. None for a plain one."""
        return None if self._as_is else keys.key_of(self._data_file)

    def _check_source(self, source: Path | bytes, name: str, most: int) -> None:
        if self._readonly:
            raise StorageError(N_("{file} is open for reading only. Nothing was saved."), file=self._data_file.name)
        if isinstance(source, bytes):
            size = len(source)
        else:
            try:
                found = source.stat()
            except OSError as error:
                raise unreadable(source, error) from error
            if not stat.S_ISREG(found.st_mode):
                raise ValidationError(N_("“{name}” is not a file. Pack a folder into one file first."), name=name)
            size = found.st_size
        if size > most:
            raise _too_large(name, most)

    def _make_folder(self, folder: Path) -> None:
        try:
            if not folder.is_dir():
                folder.mkdir(exist_ok=True)
                sync_folder(folder.parent)
        except OSError as error:
            raise StorageError(
                N_("The folder {folder} cannot be written to: {reason}. Choose another folder."),
                folder=str(folder), reason=error.strerror or str(error),
            ) from error  # fmt: skip

    def _free_place(self, digest: str) -> Path:
        """Where a new content goes. One that is there whole stays and looks new, so that no collection takes it away."""
        place = place_of(self.path(digest), self._key())
        renewed(place)
        if is_whole(place, digest) and renewed(place):
            sync_folder(place.parent)  # whoever put it there may have been killed before this
            raise _Known
        self._make_room(place)
        return place

    def _make_room(self, place: Path) -> None:
        self._make_folder(self.folder)
        self._make_folder(place.parent)
        if place.exists():  # damaged: what it should be takes its place
            place.chmod(0o644)

    def _protect(self, path: Path) -> None:
        with suppress(OSError):
            path.chmod(0o400)

    def forms(self, digest: str) -> list[Path]:
        """Where a content lies, the form this folder would give it first: in plain, or sealed with one key or another."""
        plain = self.path(digest)
        found = [one for one in plain.parent.glob(plain.name + ".*") if _MARK.fullmatch(mark_in(one))]
        found += [plain] if plain.exists() else []
        own = None if self._as_is else place_of(plain, self._key())
        return sorted(found, key=lambda one: (one != own, mark_in(one) == "", keys.find(mark_in(one)) is None))

    def problem(self, digest: str) -> str:
        """ "missing", "damaged", or the empty text for a content that is there and has its hash."""
        try:
            place = next(iter(self.forms(digest)), None)
        except ValueError:
            place = None
        if place is None:
            return "missing"
        try:
            return "" if is_whole(place, digest) else "damaged"
        except StorageError:
            return "missing"

    def head(self, digest: str, size: int = 4096) -> bytes:
        """The first bytes as they are, unchecked; none where the content is missing."""
        try:
            with closing(opened(self.forms(digest)[0])) as pieces:
                return next(pieces, b"")[:size]
        except (StorageError, ValueError, IndexError):
            return b""

    def read(self, digest: str, name: str) -> bytes:
        """The whole content; StorageError names ``name`` where it is missing or damaged."""
        return b"".join(self._checked(digest, name))

    def copy(self, digest: str, name: str, target: Path) -> None:
        """Write the content to another place; ``target`` stays as it was where the content is missing or damaged."""
        with atomic_write(target) as file:
            for piece in self._checked(digest, name):
                file.write(piece)

    def _checked(self, digest: str, name: str) -> Iterator[bytes]:
        found = hashlib.sha256()
        try:
            for piece in opened(self.forms(digest)[0]):
                found.update(piece)
                yield piece
        except Damaged:
            found = hashlib.sha256(b"damaged")
        except (StorageError, ValueError, IndexError) as error:
            sentence = N_("The content of “{name}” is missing in {folder}. Bring that folder back from a backup.")
            raise StorageError(sentence, name=name, folder=str(self.folder)) from error
        if found.hexdigest() != digest:
            sentence = N_("The content of “{name}” is damaged. Bring the folder {folder} back from a backup.")
            raise StorageError(sentence, name=name, folder=str(self.folder))

    def has(self, digest: str, mark: str | None = None) -> bool:
        """Whether a content of that name is there, whatever is in it; with ``mark`` in that form (empty: plain)."""
        plain = self.path(digest)
        if mark is not None:
            return (plain.with_name(f"{plain.name}.{mark}") if mark else plain).exists()
        return plain.exists() or bool(self.forms(digest))

    def adopt(self, digest: str, source: "Blobs", like: str | None = None) -> bool:
        """Take over a content of another folder, checked on its way; False where it is missing or damaged there. One of the
        same size that is here already is believed. StorageError where it cannot be written.

        A folder of backups takes it as it is there, if it can be with the key of that mark (``like``, empty: in plain);
        beside a data file it gets that file's form."""
        there = next(iter(sorted(source.forms(digest), key=lambda one: like not in (None, mark_in(one)))), None)
        if there is None:
            return False
        here = self.path(digest).with_name(there.name) if self._as_is else place_of(self.path(digest), self._key())
        if content_size(here) == content_size(there) is not None:
            return True
        known = mark_in(there) == "" or keys.find(mark_in(there)) is not None
        if known and not is_whole(there, digest):
            return False
        if here.name != there.name:
            return self._keep(opened(there)).digest == digest
        self._make_room(here)
        with atomic_write(here) as file:
            for piece in pieces_of(there):
                file.write(piece)
        self._protect(here)
        return not known or is_whole(here, digest)

    def drop(self, digest: str) -> None:
        """Delete a content in whatever form; what another program holds stays."""
        for place in self.forms(digest):
            delete(place)

    def kept(self) -> Iterator[tuple[str, Path]]:
        """(digest, path) of every content in the folder, in each of its forms; anything else lying there is passed over."""
        for path in sorted(self.folder.glob("??/*")):
            digest = path.parent.name + path.name.partition(".")[0]
            if _DIGEST.fullmatch(digest) and (path.suffix == "" or _MARK.fullmatch(mark_in(path))):
                yield digest, path


def _measured(
    pieces: Iterator[bytes], name: str, most: int, told: Told | None, stopped: Stopped | None
) -> Iterator[bytes]:
    """The pieces as they come, counted: ValidationError when they are too many, Cancelled where the person stops."""
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            raise _too_large(name, most)
        if stopped is not None and stopped():
            raise Cancelled
        yield piece
        if told is not None:
            told(size)


def _too_large(name: str, most: int) -> ValidationError:
    sentence = N_("“{name}” is too large: at most {limit} MB can be attached. The limit is a setting.")
    return ValidationError(sentence, name=name, limit=most // _MEGABYTE)


def _told_apart(error: StorageError, name: str) -> StorageError:
    """A full disk is a sentence of its own; other troubles stay as they are."""
    cause = error.__cause__
    if isinstance(cause, OSError) and cause.errno in _FULL:
        return StorageError(N_("The disk has no room for “{name}”. Nothing was added; make room and add it again."), name=name)
    return error
