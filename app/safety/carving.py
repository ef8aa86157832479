"""Rows out of the leaves of a damaged SQLite file, page by page: no index, no inner page and no list of tables is needed.

The format is SQLite's own (sqlite.org/fileformat2.html §1.6, §2.1). What does not parse is passed over. Pages of an encrypted
file are decrypted in memory, their seal not asked: a page with a damaged byte still gives most of its rows.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.store.keys import HEADER, RESERVED

PAGE = 4096
_LEAF, _INNER = 0x0D, 0x05
_FRAME = 24
_MOST_COLUMNS = 300
_MOST_BYTES = 64 << 20
_BROKEN = (IndexError, ValueError, struct.error, OverflowError)

Value = int | float | str | bytes | None


@dataclass(frozen=True, slots=True)
class Leaf:
    """The rows of one page, all of one table: (rowid, values)."""

    number: int
    rows: tuple[tuple[int, tuple[Value, ...]], ...]


def replay_log(path: Path, log: Path) -> None:
    """Write the pages of a ``-wal`` into its file, up to the last whole transaction: for a file that SQLite cannot open."""
    if not log.exists() or log.stat().st_size < 32 + _FRAME + PAGE:
        return
    with log.open("rb") as frames, path.open("r+b") as file:
        salt, pending = frames.read(32)[16:24], dict[int, bytes]()
        while len(head := frames.read(_FRAME)) == _FRAME and head[8:16] == salt:
            page, size = struct.unpack(">II", head[:8])
            pending[page] = frames.read(PAGE)
            if size and page and len(pending[page]) == PAGE:
                for number, content in pending.items():
                    file.seek((number - 1) * PAGE)
                    file.write(content)
                pending.clear()


class Pages:
    """The pages of an open file in clear, ``count`` of them; ``usable`` bytes of each belong to SQLite."""

    def __init__(self, path: Path, file: BinaryIO, key: bytes | None) -> None:
        self._file, self._key = file, key
        self.count, self.usable = path.stat().st_size // PAGE, PAGE - (RESERVED if key is not None else 0)

    def read(self, number: int) -> bytes:
        """A page, counted from 1; zeros where the file is too short."""
        self._file.seek((number - 1) * PAGE)
        page = self._file.read(PAGE).ljust(PAGE, b"\0")
        return page if self._key is None else _decrypted(page, self._key, HEADER if number == 1 else 0)


def _decrypted(page: bytes, key: bytes, plain: int) -> bytes:
    """AES-256-CBC as SQLCipher 4 writes it: the random start lies in the reserved bytes at the end."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    end = PAGE - RESERVED
    opened = Cipher(algorithms.AES(key), modes.CBC(page[end : end + 16])).decryptor()
    return page[:plain] + opened.update(page[plain:end]) + opened.finalize() + page[end:]


def leaves(path: Path, key: bytes | None = None) -> Iterator[Leaf]:
    """Every page of the file that is a leaf of some table and has rows that can be read, in the order of the file."""
    with path.open("rb") as opened:
        file = Pages(path, opened, key)
        for number in range(1, file.count + 1):
            page = file.read(number)
            head = 100 if number == 1 else 0
            if page[head] == _LEAF and (rows := tuple(_rows(file, page, head))):
                yield Leaf(number, rows)


def owners(path: Path, roots: dict[str, int], key: bytes | None = None) -> dict[int, str]:
    """Which table each leaf belongs to, as far as the inner pages below the tables' first pages can be read."""
    found: dict[int, str] = {}
    with path.open("rb") as opened:
        file, seen = Pages(path, opened, key), set[int]()
        for name, root in roots.items():
            pending = [root]
            while pending:
                number = pending.pop()
                if 1 < number <= file.count and number not in seen:
                    seen.add(number)
                    page = file.read(number)
                    if page[0] == _LEAF:
                        found[number] = name
                    elif page[0] == _INNER:
                        pending += _children(page)
    return found


def _children(page: bytes) -> list[int]:
    cells, last = struct.unpack(">H", page[3:5])[0], struct.unpack(">I", page[8:12])[0]
    places = (struct.unpack(">H", page[12 + 2 * index : 14 + 2 * index])[0] for index in range(min(cells, PAGE // 6)))
    return [last, *(struct.unpack(">I", page[at : at + 4])[0] for at in places if at <= PAGE - 4)]


def _rows(file: Pages, page: bytes, head: int) -> Iterator[tuple[int, tuple[Value, ...]]]:
    cells = struct.unpack(">H", page[head + 3 : head + 5])[0]
    for index in range(min(cells, PAGE // 4)):
        try:
            at = struct.unpack(">H", page[head + 8 + 2 * index : head + 10 + 2 * index])[0]
            size, at = _varint(page, at)
            rowid, at = _varint(page, at)
            yield _signed(rowid), _record(_payload(file, page, at, size))
        except _BROKEN:
            continue


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for step in range(8):
        byte = data[at + step]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + step + 1
    return value << 8 | data[at + 8], at + 9


def _signed(value: int) -> int:
    return value - (1 << 64) if value >= 1 << 63 else value


def _payload(file: Pages, page: bytes, at: int, size: int) -> bytes:
    """The bytes of a row: those in the page, then those of its overflow pages. ValueError where they are not all there."""
    if size > _MOST_BYTES:
        raise ValueError("size")
    local = _local(size, file.usable)
    found = [page[at : at + local]]
    left, following = size - len(found[0]), page[at + local : at + local + 4]
    while left > 0:
        number = struct.unpack(">I", following)[0]
        if not 1 < number <= file.count:
            raise ValueError("overflow")
        further = file.read(number)
        found.append(further[4 : min(4 + left, file.usable)])
        left, following = left - len(found[-1]), further[:4]
    return b"".join(found)


def _local(size: int, usable: int) -> int:
    """How many bytes of a row stay in its leaf (§1.6 of the file format)."""
    most, least = usable - 35, (usable - 12) * 32 // 255 - 23
    if size <= most:
        return size
    wanted = least + (size - least) % (usable - 4)
    return wanted if wanted <= most else least


def _record(data: bytes) -> tuple[Value, ...]:
    length, at = _varint(data, 0)
    if length > len(data):
        raise ValueError("head")
    kinds: list[int] = []
    while at < length and len(kinds) < _MOST_COLUMNS:
        kind, at = _varint(data, at)
        kinds.append(kind)
    values: list[Value] = []
    for kind in kinds:
        value, length = _value(data, kind, length)
        values.append(value)
    if length != len(data):
        raise ValueError("length")
    return tuple(values)


def _value(data: bytes, kind: int, at: int) -> tuple[Value, int]:
    if kind in (0, 8, 9):
        return (None if kind == 0 else kind - 8), at
    if kind == 7:
        return struct.unpack(">d", data[at : at + 8])[0], at + 8
    if kind < 7:
        size = (0, 1, 2, 3, 4, 6, 8)[kind]
        return int.from_bytes(_part(data, at, size), "big", signed=True), at + size
    if kind < 12:
        raise ValueError("kind")
    size = (kind - 12) // 2
    raw = _part(data, at, size)
    return (raw if kind % 2 == 0 else raw.decode("utf-8", "replace")), at + size


def _part(data: bytes, at: int, size: int) -> bytes:
    if at + size > len(data):
        raise ValueError("value")
    return data[at : at + size]
