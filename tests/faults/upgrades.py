"""Upgrades ended at every SQL statement of every migration (faults F07, R7): the next start must succeed, with every row.

    python -m tests.faults.upgrades --every 1 [--control]

``--control`` upgrades without the transaction around it, as Alembic does by itself on SQLite: that must leave files stuck.
"""

import argparse
import json
import os
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from app.errors import AppError
from app.store import engine, upgrade
from app.store.store import open_file
from app.store.verify import verify
from tests.faults.kit import RELEASED, old_file, quick_folder

_KEPT_ASIDE = {"doc", "updated_at"}
"""What the index sets: numbers of its documents, and sort keys (``…_key``), which may be better in a later version."""


def main(arguments: list[str]) -> int:
    """End upgrades of every released file and print what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--every", type=int, default=1, help="at every n-th statement, and at the last ones")
    parser.add_argument("--upto", type=int, default=1 << 30, help="of the first so many statements")
    parser.add_argument("--ends", action="store_true", help="only the oldest and the newest released file")
    parser.add_argument("--control", action="store_true")
    options = parser.parse_args(arguments)
    found, told = Counter[str](), list[str]()
    with quick_folder() as folder:
        open_file(old_file(0, folder / "warm.db")).close()  # what an upgrade imports, once for all forks
        for index, released in enumerate(RELEASED):
            if options.ends and released not in (RELEASED[0], RELEASED[-1]):
                continue
            number = _ended_at(old_file(index, folder / "count.db"), 0, options.control)
            last = range(max(1, number - (1 if options.every > 100 else 3)), number + 1)
            points = sorted({*range(1, number + 1, options.every), *last})
            points = [point for point in points if point <= options.upto]
            found[f"statements of {released.name[:4]}"] = number
            for point in points:
                _try(folder / "point", index, point, options.control, found, told)
    print(json.dumps({**found, "told": told[:20]}))
    return 0


def _try(place: Path, index: int, point: int, control: bool, found: "Counter[str]", told: list[str]) -> None:
    place.mkdir()
    path = old_file(index, place / "data.db")
    before = rows(path)
    _ended_at(path, point, control)
    found["ended"] += 1
    problem = _next_start(path, before)
    found["stuck"] += bool(problem)
    told += [f"{index + 1} at {point}: {problem}"] if problem else []
    shutil.rmtree(place)


def _ended_at(path: Path, point: int, control: bool) -> int:
    """Upgrade in a process that ends before its n-th statement; 0 lets it come to its end. Returns how many there were."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:  # whatever happens here, it must not come back and clear up what is the parent's
        try:
            _upgrading(path, point, control, lambda count: os.write(writing, f"{count} ".encode()))
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading, "rb") as pipe:
        counted = pipe.read().split()
    os.waitpid(child, 0)
    return int(counted[-1]) if counted else 0


def _upgrading(path: Path, point: int, control: bool, tell: Callable[[int], Any]) -> None:
    counted = 0

    def count(*_arguments: Any) -> None:
        nonlocal counted
        counted += 1
        if counted == point:
            os._exit(9)
        if not point:
            tell(counted)

    event.listen(sa.Engine, "before_cursor_execute", count)
    if control:
        engine._begin_by_event = lambda _engine, _statement: None
    upgrade.upgrade(path)


def _next_start(path: Path, before: dict[str, list[tuple[Any, ...]]]) -> str:
    """Why the next start does not bring the file as it was, in the present schema; empty where it does."""
    try:
        store = open_file(path)
        try:
            whole = verify(store).whole
        finally:
            store.close()
    except (AppError, sa.exc.DBAPIError) as error:
        return f"{type(error).__name__} {error}"[:200]
    lost = [table for table, kept in before.items() if rows(path, before).get(table) != kept]
    return "" if whole and not lost else f"whole: {whole}, differing: {lost}"


def rows(path: Path, like: dict[str, list[tuple[Any, ...]]] | None = None) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in the columns of ``like`` (its first row names them), else in those it has."""
    found = {}
    with closing(sqlite3.connect(path)) as connection:
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%STRICT%'"
        for (table,) in connection.execute(tables).fetchall():
            names = like[table][0] if like and table in like else _columns(connection, table)
            found[table] = [names, *connection.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY 1")]
    found.pop("file_facts", None)  # the index notes there what it holds
    return found


def _columns(connection: sqlite3.Connection, table: str) -> tuple[str, ...]:
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    return tuple(name for name in names if name not in _KEPT_ASIDE and not name.endswith("_key"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
