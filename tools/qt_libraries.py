"""Qt's system libraries on Debian and Ubuntu: which are missing, and installing them where that is allowed."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# soname -> Debian package; the xcb ones are what the window's platform plugin loads on X11
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}


class MissingLibraries(Exception):
    """Libraries are missing and may not be installed from here; the text holds the one command."""


def _loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def missing_packages(loads: Callable[[str], bool] = _loads) -> list[str]:
    """The Debian packages of the libraries that cannot be loaded here."""
    return [package for soname, package in LIBRARIES.items() if not loads(soname)]


def ensure(python: Path) -> None:
    """Install what is missing on Debian and its kin; elsewhere, or where Qt loads all the same, do nothing."""
    if not sys.platform.startswith("linux") or shutil.which("apt-get") is None:
        return
    packages = missing_packages()
    if packages:
        _install(packages)
    if subprocess.call([str(python), "-c", "import PySide6.QtWidgets, PySide6.QtPdf, PySide6.QtSvg"]) != 0:
        raise MissingLibraries("Qt cannot be loaded: the message above names the library that is missing.")


def install_command(packages: list[str]) -> list[str]:
    """The one command that installs the packages."""
    return ["apt-get", "install", "--yes", "--no-install-recommends", *packages]


def _install(packages: list[str]) -> None:
    prefix = _right_to_install()
    if prefix is None:
        command = " ".join(["sudo", *install_command(packages)])
        raise MissingLibraries(f"Qt needs some system libraries. Run this once, then start again:\n  {command}")
    print(f"Installing Qt's system libraries: {' '.join(packages)}", file=sys.stderr, flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for step in (["apt-get", "update", "-qq"], [*install_command(packages), "-qq"]):
        subprocess.call([*prefix, *step], env=environment, stdout=subprocess.DEVNULL)


def _right_to_install() -> list[str] | None:
    """How to become root without a question; None where that is not possible."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    allowed = sudo is not None and subprocess.call([sudo, "-n", "true"], stderr=subprocess.DEVNULL) == 0
    return [sudo, "-n"] if allowed and sudo else None
