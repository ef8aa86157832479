"""A backup archive, ``000042-20260701-091500-auto.clb``: a ZIP of exactly data.db and manifest.json, closed by a seal.

The seal is the SHA-256 of every byte before it, kept as the archive's comment: one flipped bit is found before anything of
it is used (fault F25e). What others made is not believed either: names, sizes and kinds of the members are checked, nothing
is ever unpacked by a name of the archive's own (F55). The number in front orders backups; clocks lie.
"""

import errno
import hashlib
import json
import os
import re
import shutil
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from app.errors import Cancelled, StorageError, reason_of
from app.files import atomic_write
from app.i18n import N_
from app.models.types import moment_text, moment_value
from app.store.keys import looks_wrapped

Told = Callable[[float], None]
"""Hears how much of the work is done, from 0 to 1."""
Stopped = Callable[[], bool]
"""Asked now and then whether to stop; the work then ends with Cancelled and leaves nothing."""


def unheard(_part: float) -> None:
    """Nobody wants to hear how far it is."""


def never() -> bool:
    """Nobody stops it."""
    return False


def halt(stopped: Stopped) -> None:
    """Cancelled where the person stops."""
    if stopped():
        raise Cancelled


SUFFIX = ".clb"
PLAIN, FORMAT = 1, 2
"""Format of a backup without keys, which older programs read; and of one with keys, the newest there is."""
DATA, MANIFEST = "data.db", "manifest.json"
DAMAGED = N_("The backup {file} is damaged. Choose an older one.")
_NEWER = N_("The backup {file} is from a newer version of the program. Update the program.")
_NO_ROOM = N_("The disk of {folder} has no room for {size} MB. Make room and repeat.")
_UNREADABLE = N_("{path} cannot be read: {reason}.")
_PIECE = 1 << 20
_SEAL = 64
_BLANK = b"0" * _SEAL
_SMALL_ZIP = 1 << 30
_LARGEST_MANIFEST = 64 << 20
_NAME = re.compile(r"(\d{6,12})-(\d{8}-\d{6})-([a-z][a-z-]{0,40})\.clb")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_STAMP = "%Y%m%d-%H%M%S"
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, ValueError, KeyError, TypeError, RecursionError,
           NotImplementedError, OverflowError, RuntimeError, AttributeError)  # fmt: skip
"""What the standard library raises over a ZIP or a JSON text that is not what it should be."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. ``operation`` and ``chain`` are the last step and the head of the log's chain (hex, empty
    where nothing was logged), ``counts`` the records outside the recycle bin by entity, ``attachments`` the contents it
    needs, ``lost`` those that were missing already; ``verified``: structure, references, digests and chain were sound; ``keys``:
    of an encrypted data file, what its passphrase opens."""

    app: str
    schema: int
    file: str
    device: str
    made_at: datetime
    number: int
    reason: str
    operation: int
    chain: str
    counts: Mapping[str, int]
    sha256: str
    size: int
    attachments: tuple[str, ...]
    lost: tuple[str, ...]
    verified: bool
    format: int = PLAIN
    keys: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup in a folder, as its name and its manifest tell; ``stamp`` is the clock of the wall when it was made, ``size``
    the bytes it takes. ``manifest`` is None, and ``problem`` a sentence to translate, where it is damaged."""

    path: Path
    number: int
    stamp: datetime
    reason: str
    size: int
    manifest: Manifest | None
    problem: str = ""

    @property
    def verified(self) -> bool:
        """Whether it was whole when it was made, as far as its manifest can be read."""
        return self.manifest is not None and self.manifest.verified


def name_of(number: int, stamp: datetime, reason: str) -> str:
    """The file name of a backup; ValueError for a reason that would not be read back."""
    name = f"{number:06d}-{stamp.strftime(_STAMP)}-{reason}{SUFFIX}"
    if not _NAME.fullmatch(name):
        raise ValueError(reason)
    return name


def named(path: Path) -> tuple[int, datetime, str] | None:
    """(number, stamp, reason) of a file that is called like a backup; None for any other."""
    found = _NAME.fullmatch(path.name)
    try:
        return (int(found[1]), datetime.strptime(found[2], _STAMP), found[3]) if found else None
    except ValueError:
        return None


# writing --------------------------------------------------------------------------------------------------------------


class _Sealing:
    """The file under the ZIP: every byte is hashed on its way, and the blank comment at the end becomes the seal."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._digest = file, hashlib.sha256()

    def write(self, data: bytes) -> int:
        if data == _BLANK:
            return self._file.write(self._digest.hexdigest().encode())
        self._digest.update(data)
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()


def pack(file: BinaryIO, database: Path, describe: Callable[[str, int], Manifest], told: Told, stopped: Stopped) -> None:
    """Write the archive: the data file first, then what ``describe`` makes of its (SHA-256, size), then the seal."""
    with zipfile.ZipFile(_Sealing(file), "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:  # type: ignore[call-overload]
        archive.comment = _BLANK
        digest, size = _add(archive, database, told, stopped)
        archive.writestr(_member(MANIFEST), _written(describe(digest, size)), zipfile.ZIP_DEFLATED, 6)


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name)  # no clock in it
    member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, (stat.S_IFREG | 0o600) << 16
    return member


def _add(archive: zipfile.ZipFile, database: Path, told: Told, stopped: Stopped) -> tuple[str, int]:
    whole, done, digest = max(database.stat().st_size, 1), 0, hashlib.sha256()
    with archive.open(_member(DATA), "w", force_zip64=whole > _SMALL_ZIP) as out, database.open("rb") as file:
        for piece in _pieces(file, stopped):
            digest.update(piece)
            out.write(piece)
            done += len(piece)
            told(done / whole)
    return digest.hexdigest(), done


def _pieces(file: Any, stopped: Stopped) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        halt(stopped)
        yield piece


def _written(manifest: Manifest) -> bytes:
    values = asdict(manifest) | {"made_at": moment_text(manifest.made_at)}
    if manifest.keys is None:
        del values["keys"]
    return json.dumps(values, ensure_ascii=False, sort_keys=True).encode()


# reading --------------------------------------------------------------------------------------------------------------


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Whatever is wrong with an archive becomes one sentence that names it."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.EINVAL:  # the archive itself says to look before its beginning
            raise StorageError(DAMAGED, file=path.name) from error
        raise StorageError(_UNREADABLE, path=str(path), reason=reason_of(error)) from error
    except _BROKEN as error:
        raise StorageError(DAMAGED, file=path.name) from error


def manifest_of(path: Path) -> Manifest:
    """What the archive says of itself, its data not looked at. StorageError where that cannot be read or believed."""
    with _refusing(path), path.open("rb") as file, zipfile.ZipFile(file) as archive:
        return _manifest(archive, path)


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    members = archive.infolist()
    if [member.filename for member in members] != [DATA, MANIFEST] or any(map(_strange, members)):
        raise ValueError("members")
    if members[1].file_size > _LARGEST_MANIFEST:
        raise ValueError("size")
    with archive.open(members[1]) as file:
        found = _read(file.read(_LARGEST_MANIFEST + 1))
    if found.format > FORMAT:
        raise StorageError(_NEWER, file=path.name)
    if members[0].file_size != found.size or len(archive.comment) != _SEAL:
        raise ValueError("size")
    return found


def _strange(member: zipfile.ZipInfo) -> bool:
    """Links, folders, encrypted or otherwise packed members: nothing that this program writes."""
    kind = stat.S_IFMT(member.external_attr >> 16)
    return kind not in (0, stat.S_IFREG) or member.compress_type != zipfile.ZIP_DEFLATED or bool(member.flag_bits & 0x41)


def _read(text: bytes) -> Manifest:
    values = {"keys": None} | json.loads(text)
    if set(values) != {field.name for field in fields(Manifest)} or not isinstance(values["counts"], dict):
        raise ValueError("fields")
    if values["keys"] is not None and not looks_wrapped(values["keys"]):
        raise ValueError("keys")
    numbers = [*(values[key] for key in ("schema", "number", "operation", "size", "format")), *values["counts"].values()]
    texts = [values[key] for key in ("app", "file", "device", "reason", "chain", "sha256")]
    if not all(type(one) is int and one >= 0 for one in numbers) or not all(isinstance(one, str) for one in texts):
        raise ValueError("kinds")
    lists = {key: tuple(map(_digest, values[key])) for key in ("attachments", "lost")}
    moment = moment_value(values["made_at"]).astimezone(UTC)
    return Manifest(**{**values, **lists, "made_at": moment, "verified": values["verified"] is True})


def _digest(text: str) -> str:
    if not _SHA256.fullmatch(text):
        raise ValueError("digest")
    return text


def check(path: Path, told: Told = unheard, stopped: Stopped = never) -> Manifest:
    """Read the whole archive: seal, members, the data's own SHA-256. StorageError where anything is not as it was made."""
    for _piece in _data(path, told, stopped):
        pass
    return manifest_of(path)


def unpack(path: Path, target: Path, told: Told = unheard, stopped: Stopped = never) -> Manifest:
    """The data file of an archive, checked, as ``target``; nothing is there where the archive is refused."""
    manifest = manifest_of(path)
    if manifest.size > shutil.disk_usage(target.parent).free:
        raise StorageError(_NO_ROOM, folder=str(target.parent), size=manifest.size >> 20)
    with atomic_write(target) as out:
        for piece in _data(path, told, stopped):
            out.write(piece)
    return manifest


def _data(path: Path, told: Told, stopped: Stopped) -> Iterator[bytes]:
    with _refusing(path), path.open("rb") as file:
        _need_seal(file, stopped)
        with zipfile.ZipFile(file) as archive:
            manifest, digest, done = _manifest(archive, path), hashlib.sha256(), 0
            with archive.open(DATA) as data:
                for piece in _pieces(data, stopped):
                    digest.update(piece)
                    done += len(piece)
                    yield piece
                    told(done / max(manifest.size, 1))
            if (digest.hexdigest(), done) != (manifest.sha256, manifest.size):
                raise ValueError("content")


def _need_seal(file: BinaryIO, stopped: Stopped) -> None:
    """ValueError unless the last 64 bytes are the SHA-256, in hex, of everything before them."""
    left, digest = file.seek(0, os.SEEK_END) - _SEAL, hashlib.sha256()
    file.seek(0)
    while left > 0 and (piece := file.read(min(_PIECE, left))):
        halt(stopped)
        digest.update(piece)
        left -= len(piece)
    if file.read() != digest.hexdigest().encode():
        raise ValueError("seal")
