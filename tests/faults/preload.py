"""The recorder of writes (preload.c): compiled into a folder, and what a process must be told to carry it."""

import shutil
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).with_name("preload.c")


def missing() -> str:
    """Why it cannot be had here; empty where it can."""
    if not sys.platform.startswith("linux"):
        return "the recorder of writes is preloaded by Linux' loader"
    return "" if shutil.which("cc") else "the recorder of writes needs a C compiler (cc)"


def library(folder: Path) -> Path:
    """Compile it, unless the folder has it."""
    target = folder / "preload.so"
    if not target.exists():
        command = ["cc", "-shared", "-fPIC", "-O2", "-Wall", "-o", str(target), str(SOURCE), "-ldl"]
        subprocess.run(command, check=True, capture_output=True)
    return target


def recording(folder: Path, root: Path, log: Path) -> dict[str, str]:
    """The environment of a process whose writes below ``root`` are recorded in ``log``."""
    return {"LD_PRELOAD": str(library(folder)), "FAULTS_ROOT": str(root), "FAULTS_LOG": str(log)}


def breakable(folder: Path, root: Path) -> dict[str, str]:
    """The environment of a process whose writes and fsyncs below ``root`` can be made to fail (``faults_fail``)."""
    return {"LD_PRELOAD": str(library(folder)), "FAULTS_ROOT": str(root)}
