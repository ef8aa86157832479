"""Contents of attachments beside the data file, each named by its SHA-256: ``clientele.db.files/ab/cdef…``.

A content is on the disk before the row that names it is committed (fault F04), is never changed afterwards, is kept once
however many records have it, and is checked against its name whenever it is read. Nothing here deletes: see collect.py.
"""

import errno
import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from app.errors import Cancelled, StorageError, ValidationError
from app.files import atomic_write, atomic_write_as, sync_folder
from app.i18n import N_
from app.models.session import Kept

Told = Callable[[int], None]
Stopped = Callable[[], bool]
PIECE = 1 << 20
LEFTOVER = ".new-"
"""What the name of a file begins with that was being written when the process ended."""

_DIGEST = re.compile(r"[0-9a-f]{64}")
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_MEGABYTE = 1 << 20


class _Known(Exception):
    """The content is there already."""


class Blobs:
    """The contents beside one data file, or in ``folder``. Safe for several threads: every content is a file of its own."""

    def __init__(self, data_file: Path, readonly: bool = False, folder: Path | None = None) -> None:
        self.folder = folder or data_file.with_name(data_file.name + ".files")
        self._data_file, self._readonly = data_file, readonly

    def path(self, digest: str) -> Path:
        """Where a content lies, or would lie. ValueError for what is no digest: nothing leads out of the folder."""
        if not _DIGEST.fullmatch(digest):
            raise ValueError(digest[:80])
        return self.folder / digest[:2] / digest[2:]

    def put(self, source: Path | bytes, name: str, most: int, told: Told | None = None, stopped: Stopped | None = None) -> Kept:
        """Keep a file's or a text's bytes; ``told`` hears how many are written, ``stopped`` ends it with Cancelled.

        What is kept is what was hashed, also where the source changes meanwhile (fault F60). Raises ValidationError for a
        source that is larger than ``most`` bytes or no file, StorageError where it can't be read or the disk is full.
        """
        self._check_source(source, name, most)
        self._make_folder(self.folder)
        digest, size = hashlib.sha256(), 0
        try:
            with atomic_write_as(self.folder / LEFTOVER[1:-1], lambda: self._free_place(digest.hexdigest())) as file:
                for piece in _pieces(source):
                    size += len(piece)
                    if size > most:
                        raise _too_large(name, most)
                    if stopped is not None and stopped():
                        raise Cancelled
                    digest.update(piece)
                    file.write(piece)
                    if told is not None:
                        told(size)
        except _Known:
            pass
        except StorageError as error:
            raise _told_apart(error, name) from error
        self._protect(self.path(digest.hexdigest()))
        return Kept(digest.hexdigest(), size)

    def _check_source(self, source: Path | bytes, name: str, most: int) -> None:
        if self._readonly:
            raise StorageError(N_("{file} is open for reading only. Nothing was saved."), file=self._data_file.name)
        if isinstance(source, bytes):
            size = len(source)
        else:
            try:
                found = source.stat()
            except OSError as error:
                raise _unreadable(source, error) from error
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
        place = self.path(digest)
        _renewed(place)
        if self.problem(digest) == "" and _renewed(place):
            sync_folder(place.parent)  # whoever put it there may have been killed before this
            raise _Known
        self._make_folder(place.parent)
        if place.exists():  # damaged: what it should be takes its place
            place.chmod(0o644)
        return place

    def _protect(self, path: Path) -> None:
        with suppress(OSError):
            path.chmod(0o444)

    def problem(self, digest: str) -> str:
        """ "missing", "damaged", or the empty text for a content that is there and has its hash."""
        try:
            found = hashlib.sha256()
            for piece in _pieces(self.path(digest)):
                found.update(piece)
        except (StorageError, ValueError):
            return "missing"
        return "" if found.hexdigest() == digest else "damaged"

    def head(self, digest: str, size: int = 4096) -> bytes:
        """The first bytes as they are, unchecked; none where the content is missing."""
        try:
            with self.path(digest).open("rb") as file:
                return file.read(size)
        except (OSError, ValueError):
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
            for piece in _pieces(self.path(digest)):
                found.update(piece)
                yield piece
        except (StorageError, ValueError) as error:
            sentence = N_("The content of “{name}” is missing in {folder}. Bring that folder back from a backup.")
            raise StorageError(sentence, name=name, folder=str(self.folder)) from error
        if found.hexdigest() != digest:
            sentence = N_("The content of “{name}” is damaged. Bring the folder {folder} back from a backup.")
            raise StorageError(sentence, name=name, folder=str(self.folder))

    def has(self, digest: str) -> bool:
        """Whether a content of that name is there, whatever is in it."""
        return _size(self.path(digest)) is not None

    def adopt(self, digest: str, source: "Blobs") -> bool:
        """Take over a content of another folder, checked on its way; False where it is missing or damaged there. One of the
        same size that is here already is believed. StorageError where it cannot be written."""
        here, there = self.path(digest), source.path(digest)
        size = _size(there)
        if _size(here) == size is not None:
            return True
        if size is None or source.problem(digest):
            return False
        self._make_folder(self.folder)
        self._make_folder(here.parent)
        if here.exists():  # cut short, or damaged
            here.chmod(0o644)
        source.copy(digest, digest, here)
        self._protect(here)
        return True

    def kept(self) -> Iterator[tuple[str, Path]]:
        """(digest, path) of every content in the folder; anything else lying there is passed over."""
        for path in sorted(self.folder.glob("??/*")):
            digest = path.parent.name + path.name
            if _DIGEST.fullmatch(digest):
                yield digest, path


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def _renewed(place: Path) -> bool:
    """Make a content look new; False where a collection took it away a moment ago."""
    try:
        os.utime(place)
    except FileNotFoundError:
        return False
    except OSError:  # another person's file: it is there all the same
        return True
    return True


def _pieces(source: Path | bytes) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
        return
    try:
        with source.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece
    except OSError as error:
        raise _unreadable(source, error) from error


def _unreadable(path: Path, error: OSError) -> StorageError:
    reason = error.strerror or str(error)
    return StorageError(N_("{path} cannot be read: {reason}."), path=str(path), reason=reason)


def _too_large(name: str, most: int) -> ValidationError:
    sentence = N_("“{name}” is too large: at most {limit} MB can be attached. The limit is a setting.")
    return ValidationError(sentence, name=name, limit=most // _MEGABYTE)


def _told_apart(error: StorageError, name: str) -> StorageError:
    """A full disk is a sentence of its own; other troubles stay as they are."""
    cause = error.__cause__
    if isinstance(cause, OSError) and cause.errno in _FULL:
        return StorageError(N_("The disk has no room for “{name}”. Nothing was added; make room and add it again."), name=name)
    return error
