"""Kills (faults F01, F02, R1): a process works on a file and is ended by SIGKILL at a random moment; what does the file hold?

    python -m tests.faults.kills --kills 60 --seed 1 [--early] [--kind import_]

Prints a JSON object. The process forks its victims, so that none of them takes the time of a start.
"""

import argparse
import contextlib
import json
import os
import random
import select
import shutil
import signal
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from app.store.store import open_file
from tests.faults.kit import Template, old_file, quick_folder, shared_template, small_save
from tests.faults.ledger import Ledger
from tests.faults.work import Tell, Work

KINDS = ("any", "any", "import_", "any", "upgrade", "merge", "attach", "backup", "restore")
_TOLD = {"import_": 2, "backup": 4, "restore": 6, "upgrade": 4}
"""So many lines at most are waited for before the killing, so that a busy machine gets as far as an idle one."""
_LONGEST = {"import_": 0.6, "upgrade": 0.5, "backup": 0.3, "restore": 0.6}
"""And then so many seconds at most."""


def main(arguments: list[str]) -> int:
    """Run the kills that are asked for and print what came of them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", default="")
    parser.add_argument("--early", action="store_true")
    options = parser.parse_args(arguments)
    with quick_folder() as folder:
        print(json.dumps(run(folder, options.kills, options.seed, options.kind, options.early)))
    return 0


def run(folder: Path, kills: int, seed: int, kind: str = "", early: bool = False) -> dict[str, Any]:
    """That many kills; the figures of ``benchmarks/README.md``."""
    template, rng = shared_template(folder), random.Random(seed)
    _warm(folder)
    found: Counter[str] = Counter(kills=kills)
    told: list[str] = []
    for index in range(kills):
        chosen = kind or KINDS[index % len(KINDS)]
        place = folder / str(index)
        place.mkdir()
        path, before = _prepared(place / "data.db", template, chosen, index)
        patience = (60.0, 0) if early else (rng.uniform(0, _LONGEST.get(chosen, 0.05)), rng.randrange(_TOLD.get(chosen, 16)))
        lines = _killed(partial(_victim, path, template, chosen, seed * 1000 + index, early), *patience, early)
        _judge(path, Ledger(lines, before), found, told, chosen)
        shutil.rmtree(place)
    return {**found, "told": told[:20]}


def _warm(folder: Path) -> None:
    """What an upgrade imports, once."""
    open_file(old_file(0, folder / "warm.db")).close()


def _prepared(path: Path, template: Template, kind: str, index: int) -> tuple[Path, int]:
    if kind != "upgrade":
        return template.copied(path), 1
    old_file(index, path)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return path, connection.execute("SELECT count(*) FROM operations").fetchone()[0]


def _victim(path: Path, template: Template, kind: str, seed: int, early: bool, tell: Tell) -> None:
    if kind == "upgrade":
        tell("[]")
        template = Template(path, (), ())
    store = open_file(path)
    work = Work(store, template, seed, tell, early)
    if kind != "upgrade":
        tell("[]")
    while work.count < 5000:
        if kind == "any":
            work.any()
        else:
            work.step("new" if kind == "upgrade" else kind)


def _killed(victim: Callable[[Tell], None], seconds: float, lines: int, at_once: bool) -> list[str]:
    """Fork, let it tell so many lines and work so many seconds more, kill it; the lines it told. Its first line says that it
    stands in the door. ``at_once`` kills at the first acknowledgment: what was not written by then is caught."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _be(victim, writing)
    os.close(writing)
    with open(reading, "rb", buffering=0) as pipe:
        text = pipe.read(1)
        while text.count(b"\n") < lines + 1 and select.select([pipe], [], [], 60)[0] and (piece := pipe.read(65536)):
            text += piece
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and select.select([pipe], [], [], left)[0]:
            text += pipe.read(65536)
            if at_once and b'["done"' in text:
                break
        os.kill(child, signal.SIGKILL)
        while piece := pipe.read(65536):
            text += piece
    ended = os.waitpid(child, 0)[1]
    if not os.WIFSIGNALED(ended):
        raise RuntimeError(f"the victim ended by itself: {ended}")
    whole = text.decode().rpartition("\n")[0]  # a line that was cut off was not told
    return [line for line in whole.splitlines() if line != "[]"]


def _be(victim: Callable[[Tell], None], writing: int) -> None:
    try:
        victim(lambda line: os.write(writing, line.encode() + b"\n") and None)
    except BaseException as error:
        print(repr(error), file=sys.stderr, flush=True)
    os._exit(3)


def _judge(path: Path, ledger: Ledger, found: "Counter[str]", told: list[str], kind: str) -> None:
    began = time.monotonic()
    lost, half = ledger.problems(path)
    small_save(path)
    found["acknowledged"] += ledger.acknowledged
    found["in the midst of a step"] += ledger.going is not None
    found["kills that lost"] += bool(lost)
    found["kills that halved"] += bool(half)
    found[f"kills during {kind}"] += 1
    found["longest check, ms"] = max(found["longest check, ms"], round(1000 * (time.monotonic() - began)))
    told += [f"{kind}: {each}" for each in [*lost, *half]]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
