"""Rows out of the leaves of a damaged SQLite file, page by page: no index, no inner page and no list of tables is needed.

The format is SQLite's own (sqlite.org/fileformat2.html §1.6, §2.1). What does not parse is passed over.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

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


def leaves(path: Path) -> Iterator[Leaf]:
    """Every page of the file that is a leaf of some table and has rows that can be read, in the order of the file."""
    with path.open("rb") as file:
        count = path.stat().st_size // PAGE
        for number in range(1, count + 1):
            page = _page(file, number)
            head = 100 if number == 1 else 0
            if page[head] == _LEAF and (rows := tuple(_rows(file, page, head, count))):
                yield Leaf(number, rows)


def owners(path: Path, roots: dict[str, int]) -> dict[int, str]:
    """Which table each leaf belongs to, as far as the inner pages below the tables' first pages can be read."""
    found: dict[int, str] = {}
    with path.open("rb") as file:
        count, seen = path.stat().st_size // PAGE, set[int]()
        for name, root in roots.items():
            pending = [root]
            while pending:
                number = pending.pop()
                if 1 < number <= count and number not in seen:
                    seen.add(number)
                    page = _page(file, number)
                    if page[0] == _LEAF:
                        found[number] = name
                    elif page[0] == _INNER:
                        pending += _children(page)
    return found


def _children(page: bytes) -> list[int]:
    cells, last = struct.unpack(">H", page[3:5])[0], struct.unpack(">I", page[8:12])[0]
    places = (struct.unpack(">H", page[12 + 2 * index : 14 + 2 * index])[0] for index in range(min(cells, PAGE // 6)))
    return [last, *(struct.unpack(">I", page[at : at + 4])[0] for at in places if at <= PAGE - 4)]


def _page(file: BinaryIO, number: int) -> bytes:
    file.seek((number - 1) * PAGE)
    return file.read(PAGE).ljust(PAGE, b"\0")


def _rows(file: BinaryIO, page: bytes, head: int, count: int) -> Iterator[tuple[int, tuple[Value, ...]]]:
    cells = struct.unpack(">H", page[head + 3 : head + 5])[0]
    for index in range(min(cells, PAGE // 4)):
        try:
            at = struct.unpack(">H", page[head + 8 + 2 * index : head + 10 + 2 * index])[0]
            size, at = _varint(page, at)
            rowid, at = _varint(page, at)
            yield _signed(rowid), _record(_payload(file, page, at, size, count))
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


def _payload(file: BinaryIO, page: bytes, at: int, size: int, count: int) -> bytes:
    """The bytes of a row: those in the page, then those of its overflow pages. ValueError where they are not all there."""
    if size > _MOST_BYTES:
        raise ValueError("size")
    local = _local(size)
    found = [page[at : at + local]]
    left, following = size - len(found[0]), page[at + local : at + local + 4]
    while left > 0:
        number = struct.unpack(">I", following)[0]
        if not 1 < number <= count:
            raise ValueError("overflow")
        further = _page(file, number)
        found.append(further[4 : 4 + left])
        left, following = left - len(found[-1]), further[:4]
    return b"".join(found)


def _local(size: int) -> int:
    """How many bytes of a row stay in its leaf (§1.6 of the file format, no reserved bytes)."""
    most, least = PAGE - 35, (PAGE - 12) * 32 // 255 - 23
    if size <= most:
        return size
    wanted = least + (size - least) % (PAGE - 4)
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
