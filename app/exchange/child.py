"""The process that opens a stranger's file: parsers abort, hang and swallow gigabytes, and here that costs only this one.

It takes a path and sends JSON messages, never pickles: ``{"rows": [[number, [cells…]], …], "share": 0.4}``,
``{"picture": [number, base64]}`` and at last
``{"done": {…}}``, ``{"error": [msgid, field, values]}`` or ``{"bug": traceback}``. It imports neither the services nor the
window.
"""

import base64
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from app.errors import ValidationError
from app.exchange import card_file, csvtext, decode, kinds, limits, workbook
from app.exchange.csvtext import NumberedRow
from app.i18n import N_, set_language

Send = Callable[[dict[str, Any]], None]
Meta = dict[str, Any]


def main(connection: Connection, path: str, encoding: str, sheet: str, separator: str = "", language: str = "en") -> None:
    """Read the file, send it, and leave: the process's whole life."""
    limit_resources()
    _silence()
    set_language(language)

    def send(message: dict[str, Any]) -> None:
        connection.send_bytes(json.dumps(message, ensure_ascii=False, default=str).encode("utf-8", "replace"))

    try:
        send_all(send, Path(path), encoding, sheet, separator)
    except ValidationError as error:
        send({"error": [error.key, error.field, error.values]})
    except MemoryError:
        send({"error": [N_("The file needs more memory than an import may take."), "", {}]})
    except Exception:  # a bug of ours: the parent raises it again, so that it reaches the crash hook
        send({"bug": traceback.format_exc()})
    finally:
        connection.close()


def _silence() -> None:
    """What a parser says while it aborts is no message for a person."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def limit_resources() -> None:
    """Memory and processor time of this process; on Windows the parent's clock has to do."""
    if sys.platform == "win32":
        return
    import resource

    memory = _address_space() + limits.MEMORY_BYTES
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, limits.CPU_SECONDS), (resource.RLIMIT_CORE, 0)):
        try:
            _, hard = resource.getrlimit(what)
            resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
        except (OSError, ValueError):  # macOS refuses some of them
            continue


def _address_space() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except OSError:
        return limits.MEMORY_BYTES
    return pages * 4096


def send_all(send: Send, path: Path, encoding: str, sheet: str, separator: str = "") -> None:
    """Everything of one table, in batches with the share of the file that is read."""
    with path.open("rb") as file:
        start = file.read(4096)
    kind = kinds.kind_of(start)
    if kind in card_file.READERS:
        _send_known(send, path, encoding, kind)
        return
    if kind == "workbook":
        rows, meta = _workbook(path, sheet, kinds.is_archive(start))
    else:
        kinds.check_promise(path.suffix, start)
        rows, meta = _text(path, encoding, separator)
    count = _send_rows(send, rows)
    if not count:
        raise ValidationError(N_("The file is empty."))
    send({"done": meta})


def _send_known(send: Send, path: Path, encoding: str, kind: str) -> None:
    """Cards and events: what is wrong with them is known after the last one."""
    reader = card_file.READERS[kind](path.read_bytes(), encoding)
    _send_rows(send, _with_pictures(send, reader))
    send({"done": reader.meta()})


def _with_pictures(send: Send, reader: card_file.Reader) -> Iterator[NumberedRow]:
    """The rows; each one's picture goes ahead of it in a message of its own."""
    for row in reader.rows():
        for number, picture in reader.pictures():
            send({"picture": [number, base64.b64encode(picture).decode("ascii")]})
        yield row


def _workbook(path: Path, sheet: str, archive: bool) -> tuple[Iterator[NumberedRow], Meta]:
    if archive:
        workbook.check_archive(path)
    page = workbook.page(path, sheet)
    return workbook.rows(page.table), {"name": page.name, "sheets": page.names}


def _text(path: Path, encoding: str, separator: str) -> tuple[Iterator[NumberedRow], Meta]:
    decoded = decode.decode(path.read_bytes(), encoding)
    separator = separator or csvtext.separator_of(decoded.text)
    meta = {"name": path.stem, "encoding": decoded.encoding, "separator": separator, "nuls": decoded.nuls}
    return csvtext.parse(decoded.text, separator), meta


def _send_rows(send: Send, rows: Iterator[NumberedRow]) -> int:
    count, batch, long_cells = 0, [], []
    for number, cells in rows:
        count += 1
        _check_shape(count, cells)
        for index, cell in enumerate(cells):
            if len(cell) > limits.CELL:
                long_cells.append([number, index, len(cell)])
                cells[index] = ""
        batch.append([number, cells])
        if len(batch) >= limits.BATCH:
            send({"rows": batch, "long": long_cells})
            batch, long_cells = [], []
    send({"rows": batch, "long": long_cells})
    return count


def _check_shape(count: int, cells: list[str]) -> None:
    if count > limits.ROWS + 1:
        raise ValidationError(N_("The file has more than {limit} rows. Split it and import the parts."), limit=limits.ROWS)
    if len(cells) > limits.COLUMNS and any(cells[limits.COLUMNS :]):
        raise workbook.too_wide(len(cells))
