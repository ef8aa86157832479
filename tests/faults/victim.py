"""The process whose power is cut or whose disk fails: ``python -m tests.faults.victim FILE KIND SEED STEPS TEMPLATE``.

It acknowledges into the file ``acks`` beside the data file, so that the recorder puts acknowledgments among the writes.
"""

import json
import os
import sys
from pathlib import Path

from app.files import atomic_write
from app.store import engine
from app.store.store import open_file
from tests.faults.kit import Template
from tests.faults.sealed import cheap
from tests.faults.work import Tell, Work


def main(arguments: list[str]) -> int:
    """Work on the file; ``FAULTS_SYNCHRONOUS`` takes the place of FULL (the negative control)."""
    path, kind, seed, steps = Path(arguments[0]), arguments[1], int(arguments[2]), int(arguments[3])
    if other := os.environ.get("FAULTS_SYNCHRONOUS"):
        engine._PRAGMAS = tuple(p.replace("synchronous=FULL", f"synchronous={other}") for p in engine._PRAGMAS)
    ids = json.loads(arguments[4]) if len(arguments) > 4 else [[], []]
    template = Template(path, tuple(ids[0]), tuple((one, other) for one, other in ids[1]))
    acks = os.open(path.parent / "acks", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def tell(line: str) -> None:
        os.write(acks, line.encode() + b"\n")

    globals()[f"_{kind}"](path, template, seed, steps, tell)
    return 0


def _save(path: Path, template: Template, seed: int, steps: int, tell: Tell, kinds: str = "edit edit new draft undone") -> None:
    """Saves with checkpoints between them: as many as the program makes, and one at each of two closings."""
    for part in range(2):
        store = open_file(path)
        work = Work(store, template, seed + part, tell)
        for _ in range(steps // 2):
            work.any(kinds)
        store.close()


def _import(path: Path, template: Template, seed: int, steps: int, tell: Tell) -> None:
    _save(path, template, seed, steps, tell, "edit import_")


def _attachment(path: Path, template: Template, seed: int, steps: int, tell: Tell) -> None:
    _save(path, template, seed, steps, tell, "attach")


def _merge(path: Path, template: Template, seed: int, steps: int, tell: Tell) -> None:
    store = open_file(path)
    work = Work(store, template, seed, tell)
    for _ in range(min(steps, len(template.pairs))):
        work.step("merge")
    store.close()


def _backup(path: Path, template: Template, seed: int, steps: int, tell: Tell) -> None:
    _save(path, template, seed, steps, tell, "backup edit attach")


def _restore(path: Path, template: Template, seed: int, steps: int, tell: Tell) -> None:
    _save(path, template, seed, steps, tell, "restore edit new attach")


def _turn(path: Path, template: Template, seed: int, steps: int, tell: Tell) -> None:
    cheap()
    work = Work(open_file(path), template, seed, tell)
    for _ in range(steps):
        work.step("turn")
    work.store.close()


def _upgrade(path: Path, _template: Template, seed: int, steps: int, tell: Tell) -> None:
    store = open_file(path)
    work = Work(store, Template(path, (), ()), seed, tell)
    for _ in range(steps):
        work.step("new")
    store.close()


def _preferences(path: Path, _template: Template, _seed: int, steps: int, tell: Tell) -> None:
    for number in range(steps):
        tell(json.dumps(["begin", "preferences", 0, {"preferences": number}]))
        with atomic_write(path.with_name("preferences.json")) as file:
            file.write(json.dumps({"number": number, "rest": "x" * 3000}).encode())
        tell(json.dumps(["done", "preferences", 0, "", {"preferences": number}]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
