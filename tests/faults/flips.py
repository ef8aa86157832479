"""Damage (faults F25a–c, R4): a closed file is changed in one place; what is found, and what was harmful at all?

    python -m tests.faults.flips --trials 60 --seed 1      also: --clean 30 (opens without damage: nothing may be found)

A trial is harmful when records, their history or an attachment's row read differently from before, or can't be read: that is
decided by comparing all rows, not by any check. Stamps (when a row was made and last changed, when a step was) and sort keys
lie outside the digests; trials that changed nothing else are counted apart. Prints a JSON object.
"""

import argparse
import contextlib
import json
import random
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any
from uuid import UUID

from app.errors import AppError
from app.models import Customer
from app.services import records
from app.store.store import open_file, open_readonly
from app.store.verify import Verdict, verify
from tests.faults.kit import Template, quick_folder, shared_template

PAGE = 4096
STAMPS = {"created_at", "updated_at", "row_version", "at", "doc", "name_key"}
TABLES = ("customers", "contacts", "visits", "attachments", "operations", "changes", "file_facts")
Mutation = Callable[[bytearray, bytes, random.Random], None]


def main(arguments: list[str]) -> int:
    """Do the trials and print what was found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--trials", type=int, default=60)
    parser.add_argument("--clean", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    with quick_folder() as folder:
        print(json.dumps(run(folder, shared_template(folder), options.trials, options.clean, options.seed)))
    return 0


def run(folder: Path, template: Template, trials: int, clean: int, seed: int) -> dict[str, Any]:
    """The figures: by kind of damage how many trials harmed, and how many of these each check found."""
    old, new = _two_states(folder, template)
    rng, found, told = random.Random(seed), Counter[str](), list[str]()
    true = _rows(new)
    assert true is not None
    names = list(MUTATIONS)
    for number in range(trials):
        kind = names[number % len(names)]
        path = folder / "trial.db"
        content = bytearray(new.read_bytes())
        MUTATIONS[kind](content, old.read_bytes(), rng)
        path.write_bytes(content)
        _count(path, kind, true, found, told)
    for _ in range(clean):
        _clean(new, folder / "clean.db", found, rng, template)
    return {**found, "told": told[:20]}


def _two_states(folder: Path, template: Template) -> tuple[Path, Path]:
    """The same file before and after many changes: stale pages come out of the first."""
    path = template.copied(folder / "data.db")
    old = Path(shutil.copy(path, folder / "old.db"))
    store, rng = open_file(path), random.Random(7)
    for number in range(60):
        values = {"phone": f"136{rng.randrange(10**8):08d}", "notes": f"{number} " + "备注" * rng.randrange(400)}
        store.write("Changed", records.update, Customer, UUID(rng.choice(template.customers)), values)
    rows = [{"name": f"导入{i}", "notes": "x" * rng.randrange(2000)} for i in range(300)]
    store.write("Imported", records.create_many, Customer, rows)
    store.close()
    return old, path


def _flip(content: bytearray, _old: bytes, rng: random.Random) -> None:
    """One bit, where there is something: half of a file may be empty pages."""
    while not any(content[(at := rng.randrange(len(content))) & ~63 : (at & ~63) + 64]):
        pass
    content[at] ^= 1 << rng.randrange(8)


def _stale(content: bytearray, old: bytes, rng: random.Random) -> None:
    """A write that was lost: a page is as it was in the earlier state, where the two differ."""
    pages = range(1, len(old) // PAGE)
    differing = [p for p in pages if content[p * PAGE : p * PAGE + PAGE] != old[p * PAGE : p * PAGE + PAGE]]
    at = rng.choice(differing) * PAGE
    content[at : at + PAGE] = old[at : at + PAGE]


def _zeroed(content: bytearray, _old: bytes, rng: random.Random, size: int = 512) -> None:
    at = rng.randrange(len(content) // size) * size
    content[at : at + size] = bytes(size)


def _noise(content: bytearray, _old: bytes, rng: random.Random) -> None:
    at = rng.randrange(len(content) // 512) * 512
    content[at : at + 512] = rng.randbytes(512)


def _zeroed_page(content: bytearray, old: bytes, rng: random.Random) -> None:
    _zeroed(content, old, rng, PAGE)


def _swapped(content: bytearray, _old: bytes, rng: random.Random) -> None:
    one, other = (page * PAGE for page in rng.sample(range(len(content) // PAGE), 2))
    content[one : one + PAGE], content[other : other + PAGE] = content[other : other + PAGE], content[one : one + PAGE]


def _truncated(content: bytearray, _old: bytes, rng: random.Random) -> None:
    del content[rng.randrange(100, len(content)) :]


MUTATIONS: dict[str, Mutation] = {
    "one bit": _flip, "a stale page": _stale, "512 bytes of zeros": _zeroed, "one bit ": _flip, "512 bytes of noise": _noise,
    "a stale page ": _stale, "4 KiB of zeros": _zeroed_page, "one bit  ": _flip, "two pages swapped": _swapped,
    "truncated": _truncated,
}  # fmt: skip


def _rows(path: Path) -> tuple[bytes, bytes] | None:
    """Digests of all values and of all stamps, read past the program; None where they cannot be read."""
    values, stamps = blake2b(), blake2b()
    try:
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as connection:
            connection.text_factory = bytes
            for table in TABLES:
                names = [row[1].decode() for row in connection.execute(f"PRAGMA table_info({table})")]
                for digest, wanted in ((values, set(names) - STAMPS), (stamps, STAMPS & set(names))):
                    columns = ", ".join(sorted(wanted)) or "1"
                    for row in connection.execute(f"SELECT rowid, {columns} FROM {table} NOT INDEXED ORDER BY rowid"):
                        digest.update(repr(row).encode())
    except (sqlite3.Error, UnicodeDecodeError):
        return None
    return values.digest(), stamps.digest()


def _count(path: Path, kind: str, true: tuple[bytes, bytes], found: "Counter[str]", told: list[str]) -> None:
    kind = kind.strip()
    found[f"{kind}: trials"] += 1
    rows, structure, everything = _rows(path), _integrity(path), _verified(path)
    harmful = rows is None or rows[0] != true[0]
    stamp = not harmful and rows != true
    found["stamps only"] += stamp
    found["stamps only: found by verify"] += stamp and everything
    found["harmless"] += not harmful and not stamp
    if harmful:
        for name, yes in (("harmful", True), ("found by integrity_check", structure), ("found by verify", everything)):
            found[name] += yes
            found[f"{kind}: {name}"] += yes
        told += [] if everything else [f"{kind}: not found"]


def _integrity(path: Path) -> bool:
    """Whether SQLite's own check finds it: the negative control."""
    try:
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as connection:
            return [row[0] for row in connection.execute("PRAGMA integrity_check")] != ["ok"]
    except (sqlite3.Error, UnicodeDecodeError):
        return True


def _verified(path: Path) -> bool:
    """Whether the program says so when it opens and verifies the file. Anything but a sentence of ours is raised: a bug."""
    verdict = _verdict(path)
    return verdict is None or not verdict.whole or not (path.with_name("data.db.files")).is_dir()


def _verdict(path: Path) -> Verdict | None:
    try:
        store = open_readonly(path)
    except AppError:
        return None
    try:
        return verify(store)
    except AppError:
        return None
    finally:
        store.close()


def _clean(source: Path, path: Path, found: "Counter[str]", rng: random.Random, template: Template) -> None:
    """A whole file opened, worked on a little, verified: every complaint is a false alarm."""
    if found["clean opens"] % 50 == 0:
        shutil.copy(source, path)
        shutil.copytree(source.with_name("data.db.files"), path.with_name("clean.db.files"), dirs_exist_ok=True)
    store = open_file(path)
    values = {"phone": f"135{rng.randrange(10**8):08d}"}
    store.write("Changed", records.update, Customer, UUID(rng.choice(template.customers)), values)
    verdict = verify(store)
    store.close()
    found["clean opens"] += 1
    found["false alarms"] += not verdict.whole or bool(verdict.contents)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
