"""Who opens a file or a socket: Qt's own C++ included, which no audit hook of Python sees."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

_OPENED = 0x20 | 0x1
"""IN_OPEN, IN_ACCESS."""
_EVENTS = ("socket.connect", "socket.getaddrinfo", "urllib", "subprocess", "os.system", "os.exec", "os.startfile")
_calls: list[str] = []
_hooked: list[bool] = []


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if _hooked[-1] and event.startswith(_EVENTS) and arguments[0] != "fc-list":  # matplotlib's list of fonts, once a machine
        _calls.append(f"{event} {arguments!r}"[:200])


@contextmanager
def nothing_opened(canary: Path) -> Iterator[list[str]]:
    """Yields a list that holds, after the block, every opening of ``canary``, new socket, lookup and started program."""
    if not sys.platform.startswith("linux"):
        pytest.skip("openings are watched with inotify")
    if not _hooked:
        _hooked.append(False)
        sys.addaudithook(_hook)
    found: list[str] = []
    libc = ctypes.CDLL(None, use_errno=True)
    handle = libc.inotify_init1(os.O_NONBLOCK)
    assert libc.inotify_add_watch(handle, os.fsencode(canary), _OPENED) >= 0
    before, _hooked[-1] = _sockets(), True
    _calls.clear()
    try:
        yield found
    finally:
        _hooked[-1] = False
        found += [*_calls, *(f"socket {one}" for one in _sockets() - before)]
        with suppress(BlockingIOError):
            found += [f"opened {canary.name}"] if os.read(handle, 4096) else []
        os.close(handle)


def _sockets() -> set[str]:
    named = set()
    for one in Path("/proc/self/fd").iterdir():
        try:
            target = os.readlink(one)
        except OSError:
            continue
        if target.startswith("socket:"):
            named.add(target)
    return named
