"""Power cuts (faults F03 to F07, R2): a process's writes are recorded, its disk is made anew as a cut may leave it.

    python -m tests.faults.cuts --cuts 400 --kind save --seed 1 [--synchronous NORMAL] [--thorough 8]

Prints a JSON object. Needs Linux and a C compiler.
"""

import argparse
import contextlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from app.errors import AppError
from tests.faults import preload
from tests.faults.disk import Call, Disk, calls, cut_points
from tests.faults.kit import ROOT, Template, old_file, quick_folder, shared_template, small_save
from tests.faults.ledger import Ledger
from tests.faults.sealed import cheap

ACKS = "acks"
STEPS = {"save": 120, "import": 6, "attachment": 24, "merge": 12, "upgrade": 4, "preferences": 30,
         "backup": 12, "restore": 10, "turn": 4}  # fmt: skip


def main(arguments: list[str]) -> int:
    """Record once, cut often, print what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cuts", type=int, default=100)
    parser.add_argument("--kind", default="save")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--synchronous", default="")
    parser.add_argument("--thorough", type=int, default=1, help="verify every n-th disk")
    options = parser.parse_args(arguments)
    cheap()
    with quick_folder() as folder:
        os.environ["CLIENTELE_HOME"] = str(folder / "home")  # after a cut, the program's own folder holds nothing
        template = shared_template(folder)
        print(json.dumps(run(folder, template, options)))
    return 0


def run(folder: Path, template: Template, options: argparse.Namespace) -> dict[str, Any]:
    """All cuts of one recording."""
    before, start = _prepared(folder, template, options.kind, options.seed)
    made = _recorded(folder, start, template, options)
    rng, disk, found, told = random.Random(options.seed), Disk(start), Counter[str](cuts=options.cuts), list[str]()
    acks, done = list[str](), 0
    for number, point in enumerate(cut_points(options.cuts, len(made), rng)):
        for call in made[done:point]:
            if call.path == ACKS:
                acks += call.data.decode().splitlines()
            else:
                disk.apply(call)
        done = point
        place = folder / "cut"
        place.mkdir()
        disk.after_cut(place, rng)
        _judge(place, options.kind, acks, before, number % options.thorough == 0, found, told)
        shutil.rmtree(place)
    checkpoints = sum(call.kind == "s" and call.path == "data.db" for call in made)
    return {**found, "calls recorded": len(made), "syncs of the file itself": checkpoints, "told": told[:20]}


def _prepared(folder: Path, template: Template, kind: str, seed: int) -> tuple[int, Path]:
    """The disk before the work, all of it synced."""
    start = folder / "start"
    start.mkdir()
    if kind != "upgrade":
        template.copied(start / "data.db")
        return 1, start
    path = old_file(seed, start / "data.db")
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT count(*) FROM operations").fetchone()[0], start


def _recorded(folder: Path, start: Path, template: Template, options: argparse.Namespace) -> list[Call]:
    root = folder / "root"
    shutil.copytree(start, root)
    log = folder / "log"
    ids = json.dumps([template.customers, template.pairs])
    given = [str(root / "data.db"), options.kind, str(options.seed), str(STEPS[options.kind]), ids]
    variables = {**preload.recording(folder, root, log), "FAULTS_SYNCHRONOUS": options.synchronous,
                 "CLIENTELE_HOME": str(folder / "home of then")}  # fmt: skip
    command = [sys.executable, "-m", "tests.faults.victim", *given]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **variables}, check=True)
    return calls(log, root)


def _judge(place: Path, kind: str, acks: list[str], before: int, thorough: bool, found: "Counter[str]", told: list[str]) -> None:
    if kind == "preferences":
        lost, half = _preferences(place, acks)
    else:
        lost, half = _data(place / "data.db", acks, before, thorough)
    found["cuts that lost"] += bool(lost)
    found["cuts that halved"] += bool(half)
    found["disks verified"] += thorough
    told += [*lost, *half]


def _data(path: Path, acks: list[str], before: int, thorough: bool) -> tuple[list[str], list[str]]:
    ledger = Ledger(acks, before)
    try:
        lost, half = ledger.problems(path, thorough)
        if thorough:
            small_save(path)
    except AppError as error:
        return [], [f"cannot be opened: {error.sentence}"]
    return lost, half


def _preferences(place: Path, acks: list[str]) -> tuple[list[str], list[str]]:
    told = [json.loads(line) for line in acks]
    done = max((each[4]["preferences"] for each in told if each[0] == "done"), default=None)
    going = max((each[3]["preferences"] for each in told if each[0] == "begin"), default=None)
    path = place / "preferences.json"
    if not path.exists():
        return (["preferences.json"] if done is not None else []), []
    try:
        number = json.loads(path.read_bytes())["number"]
    except ValueError:
        return [], ["preferences.json is not whole"]
    return ([] if number in (done, going) else [f"{number} for {done}"]), []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
