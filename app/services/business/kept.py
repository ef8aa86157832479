"""Results kept while the file stays as it is: asked again with the same parameters, an analysis is there at once.

The key is the last logged step of the file (``models.session.stamp``); a write in hand has none and keeps them for itself.
"""

import gc
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from app.models.session import stamp

T = TypeVar("T")

MOST = 24
"""Results kept at once; those of 20,000 customers take some megabytes each."""

_results: OrderedDict[Hashable, Any] = OrderedDict()
_lock = Lock()


def kept(session: Session, key: Hashable, make: Callable[[], T]) -> T:
    """What ``make`` returns, from the last time where nothing changed in the file since."""
    now = stamp(session)
    if now is None:
        return _once(session, key, make)
    with _lock:
        if (now, key) in _results:
            _results.move_to_end((now, key))
            found: T = _results[now, key]
            return found
    with undisturbed():
        made = make()
    with _lock:
        _results[now, key] = made
        for old in [one for one in _results if one[0] != now]:  # type: ignore[index]
            del _results[old]
        while len(_results) > MOST:
            _results.popitem(last=False)
    return made


def _once(session: Session, key: Hashable, make: Callable[[], T]) -> T:
    """Within a write: analyses that rest on one another share their sums. What is written in it changes none of them."""
    own: dict[Hashable, Any] = session.info.setdefault("business", {})
    if key not in own:
        with undisturbed():
            own[key] = make()
    found: T = own[key]
    return found


@contextmanager
def undisturbed() -> Iterator[None]:
    """Without the garbage collector, which walks every row again and again while they are made: a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def outdated(session: Session) -> None:
    """What a write in hand keeps for itself no longer holds: it wrote what analyses read."""
    session.info.pop("business", None)


def forget() -> None:
    """Drop everything that is kept (another file was opened)."""
    with _lock:
        _results.clear()
