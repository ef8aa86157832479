"""Reading a file from outside: starts the child, keeps its time, and makes a ``Sheet`` of what it sends."""

import base64
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from app.errors import Cancelled, StorageError, ValidationError, reason_of
from app.exchange import child, limits
from app.exchange.calendar_known import Known
from app.exchange.refused import is_reason
from app.exchange.sheet import ReadOptions, Sheet, Trouble
from app.i18n import N_, language
from app.i18n import gettext_text as _

Progress = Callable[[int], None]
"""Called with the number of rows read so far."""

Asked = Callable[[], bool]
_POLL = 0.1
_HEADER_SEARCH = 10


@dataclass(slots=True)
class _Received:
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    long: list[tuple[int, int, int]] = field(default_factory=list)
    meta: dict[str, Any] | None = None
    pictures: dict[int, bytes] = field(default_factory=dict)


def read_sheet(
    path: Path, options: ReadOptions | None = None, progress: Progress | None = None, cancelled: Asked | None = None
) -> Sheet:
    """A table of a CSV or workbook file, or the cards or events of one, as text.

    Raises ValidationError or StorageError in one sentence; Cancelled.
    """
    options = options or ReadOptions()
    _check_file(path)
    try:
        received = _run_child(path, options, progress or (lambda rows: None), cancelled or (lambda: False))
    except ValidationError as error:
        raise _in_file(error, path) from error
    meta = {**(received.meta or {}), "pictures": received.pictures}
    return build_sheet(path, received.rows, meta, received.long, options.header_row)


def _check_file(path: Path) -> None:
    try:
        status = path.stat()
        with path.open("rb") as file:
            file.read(1)
    except OSError as error:
        raise StorageError(N_("{path} cannot be read: {reason}."), path=str(path), reason=reason_of(error)) from error
    if status.st_size == 0:
        raise StorageError(N_("{path} is empty."), path=str(path))
    if status.st_size > limits.FILE_BYTES:
        raise StorageError(
            N_("{path} has {size} MB; at most {limit} MB can be read at once. Split it and import the parts."),
            path=str(path), size=status.st_size // 1_000_000, limit=limits.FILE_BYTES // 1_000_000,
        )  # fmt: skip


def _in_file(error: ValidationError, path: Path) -> ValidationError:
    return ValidationError(N_("{file}: {problem}"), file=path.name, problem=error)


def _run_child(path: Path, options: ReadOptions, progress: Progress, cancelled: Asked) -> _Received:
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    arguments = (theirs, str(path), options.encoding, options.sheet, options.separator, language())
    process = context.Process(target=child.main, args=arguments, daemon=True)
    process.start()
    theirs.close()
    try:
        return _receive(ours, process, progress, cancelled)
    finally:
        ours.close()
        process.kill()
        process.join()


def _receive(connection: Connection, process: BaseProcess, progress: Progress, cancelled: Asked) -> _Received:
    received, latest = _Received(), time.monotonic() + limits.WALL_SECONDS
    while received.meta is None:
        if cancelled():
            raise Cancelled
        if time.monotonic() > latest:
            raise _gave_up()
        if connection.poll(_POLL):
            _take(connection, received)
            progress(len(received.rows))
    return received


def _take(connection: Connection, received: _Received) -> None:
    try:
        message = json.loads(connection.recv_bytes(limits.FILE_BYTES * 4))
    except (EOFError, OSError) as error:  # the child was ended by its limits or aborted in a parser
        raise _gave_up() from error
    if "error" in message:
        key, field_key, values = message["error"]
        raise ValidationError(key, field_key, **values)
    if "bug" in message:
        raise RuntimeError(message["bug"])
    received.rows += [(number, cells) for number, cells in message.get("rows", ())]
    received.long += [(row, column, size) for row, column, size in message.get("long", ())]
    if "picture" in message:
        number, picture = message["picture"]
        received.pictures[number] = base64.b64decode(picture)
    received.meta = message.get("done")


def _gave_up() -> ValidationError:
    return ValidationError(N_("Reading was given up: the file is damaged, or takes more memory or time than an import may."))


def build_sheet(
    path: Path, rows: list[tuple[int, list[str]]], meta: dict[str, Any], long: list[tuple[int, int, int]], header_row: int = 0
) -> Sheet:
    """A table with one header and rows of equal width, from raw numbered rows; ``header_row`` 0 finds the header out."""
    if "proposals" in meta:
        return _of_known_columns(path, rows, meta, long)
    at = next((index for index, (number, _cells) in enumerate(rows) if number == header_row), None)
    at = _header_at(rows) if at is None else at
    width = max(len(cells) for _number, cells in rows[at:])
    width = max((_filled_width(cells) for _number, cells in rows[at:]), default=width)
    header = _header(rows[at][1], width)
    body = [(number, cells) for number, cells in rows[at + 1 :]]
    return Sheet(
        path=path,
        name=str(meta.get("name", "")),
        header=header,
        rows=tuple(tuple((cells + [""] * (width - len(cells)))[:width]) for _number, cells in body),
        numbers=tuple(number for number, _cells in body),
        encoding=str(meta.get("encoding", "")),
        separator=str(meta.get("separator", "")),
        sheets=tuple(meta.get("sheets", ())),
        troubles=tuple(_troubles(header, meta, long)),
        header_row=rows[at][0],
        derived=frozenset(name for name in header if is_reason(name)),
    )


def _of_known_columns(
    path: Path, rows: list[tuple[int, list[str]]], meta: dict[str, Any], long: list[tuple[int, int, int]]
) -> Sheet:
    """Cards and events: the child names the columns, and a row is numbered by its line in the file."""
    header = tuple(rows[0][1])
    told = [Trouble(row, name, message, tuple(map(tuple, values))) for row, name, message, values in meta["troubles"]]
    return Sheet(
        path, path.stem, header,
        rows=tuple(tuple(cells) for _number, cells in rows[1:]),
        numbers=tuple(number for number, _cells in rows[1:]),
        troubles=(*told, *_troubles(header, meta, long)),
        header_row=0,
        proposals=tuple((entity, tuple(fields)) for entity, fields in meta["proposals"].items()),
        derived=frozenset(meta["derived"]),
        entity=str(meta["entity"]),
        pictures=meta.get("pictures", {}),
        series={int(line): tuple(days) for line, days in meta.get("series", {}).items()},
        events={int(line): Known(*parts) for line, parts in meta.get("events", {}).items()},
        last_line=int(meta.get("last_line", 0)),
    )  # fmt: skip


def _filled_width(cells: list[str]) -> int:
    return next((index + 1 for index in range(len(cells) - 1, -1, -1) if cells[index].strip()), 0)


def _header_at(rows: list[tuple[int, list[str]]]) -> int:
    """The first row at least half as full as the fullest of the first ten: titles above a table are passed over."""
    filled = [sum(bool(cell.strip()) for cell in cells) for _number, cells in rows[:_HEADER_SEARCH]]
    return next(index for index, count in enumerate(filled) if 2 * count >= max(filled))


def _header(cells: list[str], width: int) -> tuple[str, ...]:
    """Every column has a name of its own: blank ones are numbered, repeated ones counted."""
    names: list[str] = []
    for index in range(width):
        text = " ".join(cells[index].split()) if index < len(cells) else ""
        name = text or _("Column {number}").format(number=index + 1)
        repeats = 1
        while (name if repeats == 1 else f"{name} ({repeats})") in names:
            repeats += 1
        names.append(name if repeats == 1 else f"{name} ({repeats})")
    return tuple(names)


def _troubles(header: tuple[str, ...], meta: dict[str, Any], long: list[tuple[int, int, int]]) -> list[Trouble]:
    found = [
        Trouble(
            row, header[column] if column < len(header) else "",
            N_("A cell of {size} characters was left out; {limit} is the most."), (("size", size), ("limit", limits.CELL)),
        )
        for row, column, size in long
    ]  # fmt: skip
    if meta.get("nuls"):
        found.insert(0, Trouble(0, "", N_("{count} NUL characters were taken out."), (("count", meta["nuls"]),)))
    return found
