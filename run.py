#!/usr/bin/env python3
"""Set-up and start with the standard library alone.

python3 run.py            make .venv from requirements.lock if need be, and start the program
python3 run.py test       set up the rest and run the tests          (further arguments go to pytest)
python3 run.py check      ruff, mypy --strict, catalogues, the tests
python3 run.py shots DIR  write pictures of every screen
python3 run.py bench      print the figures of benchmarks/README.md
Anything else is passed on to the program. What this file says itself goes to stderr.
"""

from __future__ import annotations  # an older Python gets as far as finding a newer one

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "clientele-stamp"
LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}


def say(text: str) -> None:
    """A word to the person, beside the program's own output."""
    print(text, file=sys.stderr, flush=True)


def venv_python(folder: Path = VENV) -> Path:
    """The interpreter inside a virtual environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def fingerprint(lock: Path) -> str:
    """What a lock file asks for, in short."""
    import hashlib

    return hashlib.sha256(lock.read_bytes()).hexdigest()


def is_ready(kind: str) -> bool:
    """True when the environment holds what the lock file of this kind asks for; the cheap question of every start."""
    try:
        stamps = dict(line.split("=", 1) for line in STAMP.read_text(encoding="utf-8").splitlines())
    except (OSError, ValueError):
        return False
    return stamps.get(kind) == fingerprint(LOCKS[kind]) and venv_python().exists()


def prepare(kind: str) -> None:
    """Make the environment ready; a good one costs a few milliseconds."""
    if not is_ready(kind):
        from tools.set_up import set_up

        set_up(kind)


def has_screen(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether a window can be shown: on Linux one of three variables says where."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not platform.startswith("linux") or any(environment.get(name) for name in named)


def call(*arguments: str, offscreen: bool = False, compiled: bool = False) -> int:
    """Run the environment's Python here and wait for it; ``compiled``: it keeps its bytecode even where that is forbidden."""
    environment = dict(os.environ)
    if compiled:
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if offscreen:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    return subprocess.call([str(venv_python()), *arguments], cwd=ROOT, env=environment)


def start(arguments: list[str]) -> int:
    """Become the program: in its place on POSIX, waiting for it on Windows. Paths stay relative to where the person is."""
    command = [str(venv_python()), str(ROOT / "main.py"), *arguments]
    if os.name == "nt":
        return subprocess.call(command)
    os.execv(command[0], command)


def run_program(arguments: list[str]) -> int:
    """Start the program, or do its main job where there is no screen to show it on."""
    prepare("run")
    if not arguments and not has_screen(sys.platform, os.environ):
        from tools.headless import main_job

        return main_job()
    return start(arguments)


MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it


def memory_folder(memory: Path = MEMORY, needed: int = 2 << 30) -> str | None:
    """Where the tests' files cost no waiting for a disk: thousands of data files, each save synced. None where the system has
    no such place, or less room than ``needed`` bytes there."""
    import shutil

    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free >= needed
    return str(memory) if roomy else None


def run_tests(arguments: list[str]) -> int:
    """All tests on two processes; the closing line is pytest's. A ``--basetemp`` among the arguments keeps their files."""
    import tempfile

    prepare("dev")
    with tempfile.TemporaryDirectory(prefix="clientele-tests-", dir=memory_folder(), ignore_cleanup_errors=True) as folder:
        place = f"--basetemp={folder}/files"
        return call("-m", "pytest", "-n", "2", place, *arguments, offscreen=True, compiled=True)


def run_check(arguments: list[str]) -> int:
    """Everything that must hold before a commit: the first that fails ends it."""
    prepare("dev")
    steps: list[tuple[str, list[str]]] = [
        ("ruff", ["-m", "ruff", "check", "."]),
        ("mypy --strict", ["-m", "mypy"]),
        ("catalogues", ["-m", "tools.catalogues", "--check"]),
    ]
    for name, command in steps:
        say(f"== {name}")
        code = call(*command)
        if code:
            return code
    say("== tests, with the import rules")
    return run_tests(arguments)


def run_shots(arguments: list[str]) -> int:
    """Pictures of every screen into a folder (./shots)."""
    prepare("run")
    return call("-m", "tools.shots", *(arguments or ["shots"]), offscreen=True)


def run_bench(arguments: list[str]) -> int:
    """The figures of benchmarks/README.md, measured here."""
    prepare("run")
    return call("-m", "benchmarks", *arguments, offscreen=True)


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "test": run_tests, "check": run_check, "shots": run_shots, "bench": run_bench,
}  # fmt: skip


def main(arguments: list[str]) -> int:
    """Route to one of our own commands, or to the program."""
    own = COMMANDS.get(arguments[0]) if arguments else None
    return own(arguments[1:]) if own else run_program(arguments)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
