"""A disk that is full or broken (faults F08 to F12, R3): what is refused is refused in a sentence, nothing is harmed.

    python -m tests.faults.full save --step 65536 --upto 2000000 [--imports 8]     tmpfs of 12 MiB (root)
    python -m tests.faults.full output --step 65536                                the same
    python -m tests.faults.full broken --calls 40                                  EIO (started again with the recorder)

Prints a JSON object.
"""

import argparse
import contextlib
import ctypes
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.errors import AppError
from app.store.store import open_file
from tests.faults import preload
from tests.faults.kit import Template, quick_folder, shared_template, small_save
from tests.faults.ledger import Ledger
from tests.faults.outputs import OUTPUTS, naive
from tests.faults.work import Work

SIZE = 12 << 20  # the smallest file with its log, an import and what was put aside take some 8
_PAGE = 4096


def main(arguments: list[str]) -> int:
    """Do one of the three and print what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("save", "output", "broken"))
    parser.add_argument("--step", type=int, default=65536)
    parser.add_argument("--upto", type=int, default=8 << 20)
    parser.add_argument("--imports", type=int, default=1, help="import at every n-th step")
    parser.add_argument("--calls", type=int, default=40)
    parser.add_argument("--control", action="store_true", help="acknowledge too early, write naively: must be found out")
    options = parser.parse_args(arguments)
    with quick_folder() as folder:
        if options.what == "broken" and "FAULTS_ROOT" not in os.environ:
            return _again(arguments, folder)
        template = shared_template(folder)
        print(json.dumps(globals()[f"_{options.what}"](folder, template, options)))
    return 0


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of 12 MiB; RuntimeError where it cannot be had."""
    place = folder / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", str(place)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise RuntimeError(f"no small disk: {ended.stderr}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def cannot_mount() -> str:
    """Why there is no small disk here; empty where there is one."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        return "a disk of 12 MiB is mounted by root on Linux only"
    with quick_folder() as folder:
        try:
            with small_disk(folder):
                return ""
        except (RuntimeError, OSError) as error:
            return str(error)


@contextlib.contextmanager
def filled(disk: Path, free: int) -> Iterator[None]:
    """Leave so many bytes free for as long as this lasts."""
    filler = disk / "filler"
    now = os.statvfs(disk)
    size = max(0, now.f_bavail * now.f_frsize - free) // _PAGE * _PAGE
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, size) if size else None
    try:
        yield
    finally:
        filler.unlink()


def _save(folder: Path, template: Template, options: argparse.Namespace) -> dict[str, Any]:
    found, told = Counter[str](), list[str]()
    with small_disk(folder) as disk:
        for number, free in enumerate(range(0, options.upto, options.step)):
            place = disk / "place"
            place.mkdir()
            kinds = ["edit", "new", "attach", "draft"] + ["import_"] * (number % options.imports == 0)
            _tried(
                template.copied(place / "data.db"), template, kinds, found, told, lambda f=free: filled(disk, f), options.control
            )
            shutil.rmtree(place)
    return {**found, "told": told[:20]}


def _tried(
    path: Path, template: Template, kinds: list[str], found: Any, told: list[str], trouble: Any, early: bool = False
) -> None:
    """The steps while there is trouble, a step after it in the same window, then the file as it is opened next."""
    lines = list[str]()
    store = open_file(path)
    work = Work(store, template, found["tries"], lines.append, early)
    with trouble():
        for kind in kinds:
            found["tries"] += 1
            try:
                work.step(kind)
                found["taken"] += 1
            except AppError as error:
                found["refused"] += 1
                told += [] if error.sentence else ["no sentence"]
                if not early:
                    lines = _without_last(lines, work)
    work.step("edit")
    store.close()
    lost, half = Ledger(lines).problems(path)
    small_save(path)
    found["lost"] += bool(lost)
    found["halved"] += bool(half)
    told += [*lost, *half]


def _without_last(lines: list[str], work: Work) -> list[str]:
    """What was refused must not be there: its announcement does not count."""
    lines = lines[:-1]
    work.tell = lines.append
    return lines


def _output(folder: Path, template: Template, options: argparse.Namespace) -> dict[str, Any]:
    found, told = Counter[str](), list[str]()
    store = open_file(template.copied(folder / "source.db"))
    with small_disk(folder) as disk:
        for name, output in ({"naive": naive} if options.control else OUTPUTS).items():
            output(store, disk / name)
            need = (disk / name).stat().st_size
            for free in sorted({0, _PAGE, *range(options.step, need + options.step, options.step), 4 << 20}):
                _tried_output(disk / name, lambda o=output, n=name: o(store, disk / n), filled(disk, free), found, told)
            (disk / name).unlink()
    store.close()
    return {**found, "told": told[:20]}


def _tried_output(path: Path, output: Any, trouble: Any, found: Any, told: list[str]) -> None:
    """An older good file stays as it was, or the new one is whole: never anything else, and nothing else is left."""
    old = b"the good old file" * 100
    path.write_bytes(old)
    found["tries"] += 1
    with trouble:
        try:
            output()
            found["taken"] += 1
        except AppError:
            found["refused"] += 1
            told += [] if path.read_bytes() == old else [f"{path.name} was harmed"]
        else:
            told += [f"{path.name} was not written"] if path.read_bytes() == old else []
    left = {each.name for each in path.parent.iterdir()} - {*OUTPUTS, "naive", "filler"}
    told += [f"{each} was left" for each in left]
    output()
    told += [f"{path.name} was not written afterwards"] if path.read_bytes() == old else []


def _again(arguments: list[str], folder: Path) -> int:
    """The recorder is preloaded, so it takes a process of its own."""
    root = folder / "root"
    root.mkdir()
    environment = {**os.environ, **preload.breakable(folder, root)}
    return subprocess.call([sys.executable, "-m", "tests.faults.full", *arguments], env=environment)


def _broken(folder: Path, template: Template, options: argparse.Namespace) -> dict[str, Any]:
    """The k-th write or fsync and all after it fail, for every k up to ``--calls`` of them."""
    fail = ctypes.CDLL(os.environ["LD_PRELOAD"]).faults_fail
    root, found, told = Path(os.environ["FAULTS_ROOT"]), Counter[str](), list[str]()
    for is_sync in (0, 1):
        for k in range(1, options.calls + 1 if not is_sync else options.calls // 4 + 1):
            place = root / f"{is_sync}-{k}"
            place.mkdir()
            path = template.copied(place / "data.db")
            for kind in ("edit", "new", "attach"):
                fail(0, 0)
                before = found["refused"]
                _tried(path, template, [kind], found, told, lambda i=is_sync, n=k: _failing(fail, i, n))
                found[f"refused at {'an fsync' if is_sync else 'a write'}"] += found["refused"] - before
                shutil.rmtree(place)
                place.mkdir()
                template.copied(path)
    return {**found, "told": told[:20]}


@contextlib.contextmanager
def _failing(fail: Any, is_sync: int, k: int) -> Iterator[None]:
    fail(is_sync, k)
    try:
        yield
    finally:
        fail(0, 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
