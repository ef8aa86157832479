"""The disk as it may be after a power cut: what was synced stays, of the rest any part does (faults F03 to F07).

A file's unsynced writes are kept or lost one by one, or sector by sector of 512 bytes, or up to a torn one. Names are
durable once their folder is synced; of the others a folder keeps the first few in their order, as journaling file
systems do. That a file was synced does not make its name durable: that is stricter than most disks.
"""

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
_HEAD = struct.Struct("<cHHqI")


@dataclass(frozen=True, slots=True)
class Call:
    """A recorded call: c(reate), w(rite), t(runcate), s(ync), r(ename), u(nlink), d (mkdir)."""

    kind: str
    path: str
    other: str
    at: int
    data: bytes


def calls(log: Path, root: Path) -> list[Call]:
    """What the recorder wrote down, with paths below ``root``."""
    content, at, found = log.read_bytes(), 0, list[Call]()
    while at < len(content):
        kind, length, other, place, size = _HEAD.unpack_from(content, at)
        at += _HEAD.size
        names = [content[at : at + length], content[at + length : at + length + other]]
        at += length + other
        path, to = (str(Path(name.decode()).relative_to(root)) if name else "" for name in names)
        found.append(Call(kind.decode(), path, to, place, content[at : at + size]))
        at += size
    return found


@dataclass(slots=True)
class File:
    """Bytes that are on the disk for certain, and the calls since the last sync."""

    durable: bytearray = field(default_factory=bytearray)
    pending: list[Call] = field(default_factory=list)

    def sync(self) -> None:
        """All of it is on the disk now."""
        for call in self.pending:
            _applied(self.durable, call)
        self.pending.clear()

    def after_cut(self, rng: random.Random) -> bytes:
        """One way in which the file may look when the power is back."""
        content, way = bytearray(self.durable), rng.randrange(6)
        share, torn = rng.choice((0.1, 0.5, 0.9)), rng.randint(0, len(self.pending))
        for index, call in enumerate(self.pending):
            if way == 1 or (way == 2 and index < torn) or (way == 3 and rng.random() < share):
                _applied(content, call)
            elif way >= 4 or (way == 2 and index == torn):
                _torn(content, call, rng, share)
        return bytes(content)


def _applied(content: bytearray, call: Call) -> None:
    if call.kind == "t":
        del content[call.at :]
        content.extend(bytes(call.at - len(content)))
    else:
        content.extend(bytes(max(0, call.at - len(content))))
        content[call.at : call.at + len(call.data)] = call.data


def _torn(content: bytearray, call: Call, rng: random.Random, share: float) -> None:
    """Some sectors of a write, or a truncation as a whole."""
    if call.kind == "t":
        if rng.random() < share:
            _applied(content, call)
        return
    start = call.at
    while start < call.at + len(call.data):
        end = min(call.at + len(call.data), start // SECTOR * SECTOR + SECTOR)
        if rng.random() < share:
            _applied(content, Call("w", "", "", start, call.data[start - call.at : end - call.at]))
        start = end


class Disk:
    """Calls go in one after the other; ``after_cut`` writes what is left of it into a folder."""

    def __init__(self, folder: Path) -> None:
        self._live: dict[str, File | None] = {}
        for path in folder.rglob("*"):
            self._live[str(path.relative_to(folder))] = None if path.is_dir() else File(bytearray(path.read_bytes()))
        self._durable = dict(self._live)
        self._names: dict[str, list[tuple[str, str, File | None]]] = {}

    def apply(self, call: Call) -> None:
        """One more call has happened."""
        if call.kind == "s":
            self._sync(call.path)
        elif call.kind in "wt":
            file = self._live.get(call.path)
            if file is not None:
                file.pending.append(call)
        else:
            self._renamed(call)

    def _sync(self, path: str) -> None:
        file = self._live.get(path)
        if file is not None:
            file.sync()
            return
        for change in self._names.pop(path, []):
            _named(self._durable, change)

    def _renamed(self, call: Call) -> None:
        if call.kind == "r":
            change = (call.path, call.other, self._live.get(call.path))
        elif call.kind == "u":
            change = (call.path, "", None)
        else:
            change = ("", call.path, File() if call.kind == "c" else None)
        _named(self._live, change)
        self._names.setdefault(str(Path(change[1] or change[0]).parent), []).append(change)

    def after_cut(self, target: Path, rng: random.Random) -> None:
        """Write the disk as it may be into an empty folder."""
        names = dict(self._durable)
        for changes in self._names.values():
            for change in changes[: rng.choice((0, len(changes), rng.randint(0, len(changes))))]:
                _named(names, change)
        for path, file in sorted(names.items()):
            place = target / path
            if not place.parent.is_dir():
                continue
            if file is None:
                place.mkdir(exist_ok=True)
            else:
                place.write_bytes(file.after_cut(rng))


def _named(names: dict[str, File | None], change: tuple[str, str, File | None]) -> None:
    old, new, file = change
    if old:
        names.pop(old, None)
    if new:
        names[new] = file


def cut_points(number: int, recorded: int, rng: random.Random) -> Iterator[int]:
    """After how many calls the power goes, in rising order."""
    yield from sorted(rng.randint(0, recorded) for _ in range(number))
