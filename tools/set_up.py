"""Making .venv: choosing an interpreter, installing what the lock files name, compiling bytecode. Standard library only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from run import LOCKS, ROOT, STAMP, VENV, fingerprint, say, venv_python
from tools import qt_libraries

if TYPE_CHECKING:
    from collections.abc import Iterable

    Version = tuple[int, int]

PREFERRED = ((3, 13), (3, 12), (3, 14), (3, 11))
"""Those the tests run on before 3.14, for which the lock files hold wheels but nobody ran the tests yet; 3.11 last,
because it gets an older Qt (PySide6 6.12 aborts the process there)."""

_PROBE = "import sys, venv, ensurepip; print(*sys.version_info[:2])"


class SetUpError(Exception):
    """Set-up cannot go on; the text says what to do."""


def set_up(kind: str) -> None:
    """Bring the environment to what the lock file of this kind asks for, or say in one sentence why not, and exit 1."""
    try:
        say("Setting up (once; a minute or two)…")
        interpreter = _current() or choose(candidates())
        _make_environment(interpreter)
        _install(LOCKS[kind])
        _compile()
        qt_libraries.ensure(venv_python())
        _stamp(kind)
    except (SetUpError, qt_libraries.MissingLibraries) as error:
        say(str(error))
        sys.exit(1)
    except subprocess.CalledProcessError as error:
        say(f"Set-up failed: {' '.join(map(str, error.cmd[:6]))} … ended with {error.returncode}. See its message above.")
        sys.exit(1)


def candidates() -> list[str]:
    """Interpreters that may be here, by name."""
    names = [f"python{major}.{minor}" for major, minor in PREFERRED]
    found = [path for name in names if (path := shutil.which(name))]
    return [*found, sys.executable, *filter(None, [shutil.which("python3"), shutil.which("python")])]


def probe(command: str) -> Version | None:
    """The version of an interpreter that really runs and can make environments (a pyenv shim may not), else None."""
    try:
        answer = subprocess.run([command, "-c", _PROBE], capture_output=True, text=True, timeout=20, check=True)
        major, minor = answer.stdout.split()
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return int(major), int(minor)


def choose(commands: Iterable[str]) -> str:
    """The interpreter with the most preferred version. Raises SetUpError where none will do."""
    versions = {command: version for command in dict.fromkeys(commands) if (version := probe(command))}
    for wanted in PREFERRED:
        for command, version in versions.items():
            if version == wanted:
                return command
    known = ", ".join(f"{major}.{minor}" for major, minor in PREFERRED)
    hint = " On Debian or Ubuntu: apt-get install python3-venv" if sys.platform.startswith("linux") else ""
    raise SetUpError(f"No suitable Python was found: one of {known} with its venv module is needed.{hint}")


def _current() -> str | None:
    """An environment that is there and runs is kept: only what is missing is installed into it."""
    python = venv_python()
    return str(python) if STAMP.exists() and probe_environment(python) in PREFERRED else None


def probe_environment(python: Path) -> Version | None:
    """The version of an environment's interpreter, None where it no longer runs."""
    try:
        code = "import sys; print(*sys.version_info[:2])"
        answer = subprocess.run([str(python), "-c", code], capture_output=True, text=True, timeout=20, check=True)
        major, minor = answer.stdout.split()
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return int(major), int(minor)


def _make_environment(interpreter: str) -> None:
    if Path(interpreter) == venv_python():
        return
    subprocess.run([interpreter, "-m", "venv", "--clear", str(VENV)], check=True, stdout=sys.stderr)


def _install(lock: Path) -> None:
    """With uv where it is installed, else with pip; hashes are required and no index is named, so that a mirror works."""
    uv = shutil.which("uv")
    if uv is not None:
        command = [uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", str(venv_python())]
        if subprocess.call([*command, "--require-hashes", "-r", str(lock)], stdout=sys.stderr) == 0:
            return
        say("uv could not install everything; pip tries.")
    pip = [str(venv_python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--compile"]
    subprocess.run([*pip, "--require-hashes", "-r", str(lock)], check=True, stdout=sys.stderr)


def _compile() -> None:
    """Bytecode now, not at the first start; the environment may forbid Python to write it by itself."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    command = [str(venv_python()), "-m", "compileall", "-q", str(ROOT / "app"), str(ROOT / "main.py"), _site_packages()]
    subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)


def _site_packages() -> str:
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    return subprocess.run([str(venv_python()), "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def _stamp(kind: str) -> None:
    """The development lock holds everything the other one does."""
    kinds = ["run", "dev"] if kind == "dev" else ["run"]
    STAMP.write_text("".join(f"{name}={fingerprint(LOCKS[name])}\n" for name in kinds), encoding="utf-8")
